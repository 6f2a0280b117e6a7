//! The sample shop's daily work (待发货): the files of the last days came a little too early to tell of every parcel, so that orders wait;
//! most of them have been audited, many printed, some were sent from here, a few were forgotten. One file that came late contradicts
//! what was done, and some goods that buyers sent back have been taken in.

use chrono::{Days, NaiveDateTime, TimeDelta};

use super::dice::mix;
use super::{Demo, Result};
use crate::domain::draft::{Drafts, LineDraft, OrderDraft};
use crate::domain::flow::Step;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::store::{
    BackLine, GoodsBack, QueueQuery, QueueRow, QueueView, RefundQuery, RefundSort, StepRules, Store, Task,
};

const ACTOR: &str = "demo";
/// Parcels of so many hours before the end may be untold.
const UNTOLD: i64 = 84;
/// Refunds whose goods have been taken in.
const TAKEN_IN: usize = 14;

/// An order whose parcel a file tells only after it was sent from here.
#[derive(Debug, Clone)]
pub struct Late {
    pub order: OrderDraft,
    pub lines: Vec<LineDraft>,
}

/// The same luck for the same order, whatever else changes.
fn luck(demo: &Demo, text: &str) -> u64 {
    text.bytes().fold(demo.options.seed, |luck, byte| mix(luck, u64::from(byte))) % 100
}

/// Takes back what files tell of the parcels of some orders of the last days; keeps one as it was, to be told later.
pub fn hold_back(demo: &Demo, drafts: &mut Drafts, late: &mut Option<Late>) {
    let since = demo.last_moment() - TimeDelta::hours(UNTOLD);
    let refunded: Vec<&str> = drafts.refunds.iter().map(|refund| refund.order_no.as_str()).collect();
    let held: Vec<String> = drafts
        .orders
        .iter()
        .filter(|order| order.status == Some(OrderStatus::Shipped) && order.paid_at.is_some_and(|paid| paid > since))
        .filter(|order| !refunded.contains(&order.order_no.as_str()) && luck(demo, &order.order_no) < 62)
        .map(|order| order.order_no.clone())
        .collect();
    let telling = |order: &&OrderDraft| held.contains(&order.order_no) && !order.tracking_no.is_empty();
    if let Some(order) = drafts.orders.iter().find(telling).filter(|_| late.is_none()) {
        let lines = drafts.lines.iter().filter(|line| line.order_no == order.order_no).cloned().collect();
        *late = Some(Late { order: order.clone(), lines });
    }
    for order in drafts.orders.iter_mut().filter(|order| held.contains(&order.order_no)) {
        order.status = Some(OrderStatus::Paid);
        order.status_raw.clear();
        order.shipped_at = None;
        order.tracking_no.clear();
        order.courier.clear();
    }
    for line in drafts.lines.iter_mut().filter(|line| held.contains(&line.order_no)) {
        line.status = line.status.map(|_| OrderStatus::Paid);
        line.shipped_at = None;
        line.tracking_no.clear();
        line.courier.clear();
    }
    drafts.parcels.retain(|parcel| !held.contains(&parcel.order_no));
}

/// Audits, marks and ships what waits, as far as somebody got with it by the last evening. `late` is sent from here, too.
pub fn work(store: &Store, demo: &Demo, late: Option<&Late>) -> Result<()> {
    let end = demo.last_moment();
    let query = QueueQuery {
        view: QueueView::All,
        text: String::new(),
        shops: Vec::new(),
        platforms: Vec::new(),
        ids: None,
        now: end,
        hours: 48,
        silent_hours: 72,
        sort: "left",
        descending: false,
    };
    let (ids, _, _) = store.queue(&query)?;
    let rows = store.queue_rows(&query, &ids)?;
    let is_late = |row: &QueueRow| late.is_some_and(|late| late.order.order_no == row.order_no);
    let audited: Vec<(&QueueRow, NaiveDateTime)> = rows
        .iter()
        .filter(|row| !row.refunding && (luck(demo, &row.order_no) % 4 != 3 || is_late(row)))
        .filter_map(|row| Some((row, row.paid_at? + TimeDelta::minutes(25 + luck(demo, &row.order_no).cast_signed()))))
        .filter(|(_, at)| *at <= end)
        .collect();
    let after = |of: &[(&'_ QueueRow, NaiveDateTime)], minutes: i64| -> Vec<Task> {
        of.iter().map(|(row, at)| Task { at: Some(*at + TimeDelta::minutes(minutes)), ..Task::of(row.id) }).collect()
    };
    store.take_steps(ACTOR, Step::Audit, &after(&audited, 0), StepRules::default())?;
    let printed: Vec<_> = audited
        .iter()
        .filter(|(row, at)| {
            (!luck(demo, &row.order_no).is_multiple_of(3) || is_late(row)) && *at + TimeDelta::hours(3) <= end
        })
        .copied()
        .collect();
    store.take_steps(ACTOR, Step::Print, &after(&printed, 95), StepRules::default())?;
    let couriers = store.couriers()?;
    let sent = printed.iter().filter(|(row, _)| luck(demo, &row.order_no) % 7 == 1 || is_late(row)).enumerate();
    let sent: Vec<Task> = sent
        .map(|(nth, (row, at))| {
            let courier = couriers.get(nth % couriers.len().max(1)).map(|courier| courier.name.clone());
            Task {
                tracking_no: format!("79{:010}", 4_400_000_000 + mix(demo.options.seed, nth as u64) % 99_999_999),
                courier: courier.unwrap_or_default(),
                at: Some((*at + TimeDelta::minutes(150)).min(end)),
                ..Task::of(row.id)
            }
        })
        .collect();
    store.take_steps(ACTOR, Step::Ship, &sent, StepRules::default())?;
    Ok(())
}

/// Takes in what buyers sent back in the last two weeks, all but a few parcels: most of it good, some not.
pub fn returns(store: &Store, demo: &Demo) -> Result<()> {
    let end = demo.options.end;
    let query = RefundQuery {
        period: Some(Period::new(end.checked_sub_days(Days::new(20)).unwrap_or(end), end)),
        statuses: vec![RefundStatus::Succeeded, RefundStatus::WaitReceipt],
        sort: RefundSort::Applied,
        ..RefundQuery::default()
    };
    let found = store.refund_rows(&store.refunds(&query)?.ids)?;
    let refunds: Vec<_> = found
        .into_iter()
        .filter(|refund| refund.kind == RefundKind::GoodsAndMoney && refund.order_id != 0)
        .filter(|refund| refund.status == RefundStatus::Succeeded || luck(demo, &refund.refund_no) < 40)
        .take(TAKEN_IN)
        .collect();
    let last = demo.last_moment() - TimeDelta::hours(4);
    let mut all = Vec::new();
    for refund in &refunds {
        let Some(order) = store.goods_of_refunds(&[refund.id])?.pop().filter(|order| !order.goods.is_empty()) else {
            continue;
        };
        let how = luck(demo, &refund.refund_no) % 9;
        let line = |code: String, qty: i64| match how {
            0 | 5 => BackLine { code, defective: qty, ..BackLine::default() },
            7 => BackLine { code, good: qty - 1, missing: 1, ..BackLine::default() },
            _ => BackLine { code, good: qty, ..BackLine::default() },
        };
        all.push(GoodsBack {
            order_id: order.order_id,
            refund_no: order.refund_no,
            lines: order.goods.into_iter().map(|goods| line(goods.code, goods.qty)).collect(),
            at: Some(refund.finished_at.or(refund.applied_at).unwrap_or(last).min(last)),
            note: String::new(),
        });
    }
    store.take_back(ACTOR, &all)?;
    Ok(())
}
