//! One row a line of an order (宝贝报表 and most platforms' order exports). Rows of one order become its lines and one order.
//!
//! Rows of an order follow each other in nearly every file, so an order is finished when the next begins and memory stays flat.
//! An order that comes up again later is noticed, and the file is read a second time with such orders held to the end.

use std::collections::{HashMap, HashSet};

use super::orders::{MoneyState, read_order};
use super::{Env, Plan, hash};
use crate::domain::draft::{Drafts, LineDraft, OrderDraft};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;
use crate::import::cell;
use crate::import::columns::Reading;
use crate::import::field::Field as F;
use crate::import::format::OrderMoney;
use crate::import::problem::Severity;
use crate::import::read::Row;
use crate::import::words;
use crate::locale::Said;

/// Amounts of the whole order that may stand on each of its rows.
const OF_ORDER: [F; 7] = [F::Payable, F::Paid, F::GoodsAmount, F::Freight, F::Discount, F::Settled, F::Refund];

/// The lines of a file and the order being put together.
#[derive(Debug)]
pub(super) struct Lines {
    current: Option<Group>,
    /// Orders already handed on.
    finished: HashSet<u64>,
    /// Orders known to be scattered, kept to the end.
    held: HashMap<u64, Group>,
    seen_lines: HashSet<u64>,
    /// Each row has its own share of the order's amounts.
    per_row: bool,
}

#[derive(Debug)]
struct Group {
    hash: u64,
    order: OrderDraft,
    lines: Vec<LineDraft>,
}

impl Lines {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            current: None,
            finished: HashSet::new(),
            held: HashMap::new(),
            seen_lines: HashSet::new(),
            per_row: match plan.traits.order_money {
                OrderMoney::PerRow => true,
                OrderMoney::Repeated => false,
                OrderMoney::Told => plan.lessons.per_row,
            },
        }
    }

    pub(super) fn row(&mut self, row: &Row, env: &mut Env, out: &mut Drafts) {
        let traits = env.plan.traits;
        let mut reading = Reading::new(row, &env.plan.columns, &mut env.problems, &mut env.figures);
        let mut order = read_order(&mut reading, traits, &mut env.states);
        let mut line = read_line(&mut reading, &order);
        if traits.drop_cancelled && words::is_dropped(&order.status_raw) {
            reading.skip_for(F::Status, "cancelled_row", Said::new("import.cancelled_row"));
        }
        if !line.line_no.is_empty() && !reading.skipped() && !self.seen_lines.insert(hash(&line.line_no)) {
            reading.skip_for(F::LineNo, "repeated_row", Said::new("import.repeated_row"));
        }
        let state = MoneyState::of(reading.columns(), &order, order.paid.or(line.paid));
        let has_line_paid = reading.columns().has(F::LinePaid);
        let told_paid = line.paid;
        if !state.is_paid {
            line.paid = None;
        } else if !has_line_paid && self.per_row {
            line.paid = if reading.columns().has(F::Paid) { order.paid } else { order.paid.or(order.payable) };
        }
        if line.status == Some(OrderStatus::ClosedRefunded) && line.refund.is_none() && line.paid.is_some() {
            line.refund = line.paid;
            reading.mark(F::Status, "refund_taken_as_full", Severity::Noted, Said::new("import.refund_taken_as_full"));
        }
        let skipped = reading.skipped();
        env.totals.row(&env.figures, skipped);
        if skipped {
            return;
        }
        if state.is_paid && traits.paid_may_be_net && has_line_paid {
            env.paid.see(line.goods_amount, false, told_paid, line.refund);
        }
        order.refund = order.refund.or(line.refund);
        let hash = hash(&order.order_no);
        self.take(Group { hash, order, lines: vec![line] }, env, out);
    }

    /// Adds a row's part to its order, finishing the order before it.
    fn take(&mut self, part: Group, env: &mut Env, out: &mut Drafts) {
        if env.plan.lessons.scattered.contains(&part.hash) {
            match self.held.get_mut(&part.hash) {
                Some(group) => merge(group, part, self.per_row, env),
                None => {
                    self.held.insert(part.hash, part);
                }
            }
            return;
        }
        match &mut self.current {
            Some(group) if group.hash == part.hash => merge(group, part, self.per_row, env),
            _ => {
                if self.finished.contains(&part.hash) {
                    env.learned.scattered.insert(part.hash);
                }
                if let Some(done) = self.current.replace(part) {
                    self.finished.insert(done.hash);
                    finish(done, self.per_row, env, out);
                }
            }
        }
    }

    pub(super) fn finish(&mut self, env: &mut Env, out: &mut Drafts) {
        let mut rest: Vec<Group> = self.held.drain().map(|(_, group)| group).collect();
        rest.sort_by_key(|group| group.order.row);
        for group in rest.into_iter().chain(self.current.take()) {
            finish(group, self.per_row, env, out);
        }
    }
}

/// Everything a row tells of its line.
fn read_line(reading: &mut Reading<'_, '_>, order: &OrderDraft) -> LineDraft {
    let qty = reading.pieces(F::Qty);
    let code = reading.id(F::SkuCode);
    let category: Vec<&str> = reading.texts(F::Category).filter(|level| !level.is_empty()).collect();
    let refund_words = reading.words(F::RefundStatus);
    let refund = reading.money(F::LineRefund).map(Money::abs).or_else(|| reading.refund_beside(F::LinePaid));
    let refund = match words::refund_status(refund_words) {
        // What is asked for, refused or taken back has not been given back.
        Some(
            RefundStatus::WaitSeller
            | RefundStatus::WaitReturn
            | RefundStatus::WaitReceipt
            | RefundStatus::Refused
            | RefundStatus::Closed,
        ) => None,
        Some(RefundStatus::Succeeded) if refund.is_none() && order.status != Some(OrderStatus::ClosedRefunded) => {
            reading.mark(F::RefundStatus, "refund_not_told", Severity::Noted, Said::new("import.refund_not_told"));
            None
        }
        _ => refund,
    };
    let (total_cost, unit_cost) = (reading.money(F::TotalCost), reading.money(F::UnitCost));
    let unit_cost = unit_cost.or_else(|| {
        let each = total_cost?.yuan().checked_div(qty.into())?;
        Money::from_yuan(each)
    });
    let (tracking_no, courier) = (order.tracking_no.clone(), order.courier.clone());
    LineDraft {
        row: order.row,
        line_no: reading.id(F::LineNo).to_owned(),
        order_no: order.order_no.clone(),
        item_id: reading.id(F::ItemId).to_owned(),
        sku_id: reading.id(F::SkuId).to_owned(),
        sku_code: if code.is_empty() { reading.id(F::ItemCode) } else { code }.to_owned(),
        title: order.title.clone(),
        props: cell::props(reading.text(F::Props)),
        qty,
        unit_price: reading.money(F::UnitPrice),
        goods_amount: reading.money(F::LineGoods),
        paid: reading.money(F::LinePaid),
        refund,
        status: order.status,
        refund_status_raw: refund_words.to_owned(),
        category: category.join(">"),
        unit_cost,
        gift: words::is_yes(reading.text(F::Gift)),
        shipped_at: order.shipped_at,
        tracking_no,
        courier,
    }
}

/// Brings a further row of the same order in.
fn merge(group: &mut Group, part: Group, per_row: bool, env: &mut Env) {
    let Group { order: other, lines, .. } = part;
    let order = &mut group.order;
    let amounts = |o: &OrderDraft| [o.payable, o.paid, o.goods_amount, o.freight, o.settled];
    if per_row {
        let sum = |into: &mut Option<Money>, more: Option<Money>| {
            if let Some(more) = more {
                *into = Some(Money::from_fen(into.unwrap_or_default().fen().saturating_add(more.fen())));
            }
        };
        sum(&mut order.payable, other.payable);
        sum(&mut order.paid, other.paid);
        sum(&mut order.goods_amount, other.goods_amount);
        sum(&mut order.freight, other.freight);
        sum(&mut order.settled, other.settled);
    } else {
        let differ = |(one, two): (Option<Money>, Option<Money>)| one.is_some() && two.is_some() && one != two;
        if amounts(order).into_iter().zip(amounts(&other)).any(differ) {
            env.learned.per_row |= env.plan.traits.order_money == OrderMoney::Told;
        }
        for (field, figure) in env.figures.iter().filter(|(field, _)| OF_ORDER.contains(field)) {
            env.totals.repeat(*field, *figure);
        }
        order.payable = order.payable.or(other.payable);
        order.paid = order.paid.or(other.paid);
        order.goods_amount = order.goods_amount.or(other.goods_amount);
        order.freight = order.freight.or(other.freight);
        order.settled = order.settled.or(other.settled);
    }
    let earliest = |one: &mut Option<chrono::NaiveDateTime>, two| *one = one.iter().copied().chain(two).min();
    earliest(&mut order.created_at, other.created_at);
    earliest(&mut order.paid_at, other.paid_at);
    earliest(&mut order.shipped_at, other.shipped_at);
    order.received_at = order.received_at.max(other.received_at);
    order.province = order.province.or(other.province);
    for (into, more) in [
        (&mut order.buyer, other.buyer),
        (&mut order.shop, other.shop),
        (&mut order.city, other.city),
        (&mut order.district, other.district),
        (&mut order.receiver, other.receiver),
        (&mut order.phone, other.phone),
        (&mut order.address, other.address),
        (&mut order.tracking_no, other.tracking_no),
        (&mut order.courier, other.courier),
        (&mut order.seller_memo, other.seller_memo),
        (&mut order.buyer_message, other.buyer_message),
        (&mut order.close_reason, other.close_reason),
    ] {
        if into.is_empty() {
            *into = more;
        }
    }
    group.lines.extend(lines);
}

/// An order with all its rows becomes drafts.
fn finish(group: Group, per_row: bool, env: &mut Env, out: &mut Drafts) {
    let Group { mut order, mut lines, .. } = group;
    let (traits, columns) = (env.plan.traits, &env.plan.columns);
    if let Some(status) = words::combined(lines.iter().filter_map(|line| line.status)) {
        // The words are those of the first line; where the order stands differently they are not the order's.
        if order.status != Some(status) {
            order.status_raw.clear();
        }
        order.status = Some(status);
    }
    let sum = |amounts: &mut dyn Iterator<Item = Option<Money>>| {
        amounts.flatten().fold(None, |sum: Option<Money>, amount| {
            Some(Money::from_fen(sum.unwrap_or_default().fen().saturating_add(amount.fen())))
        })
    };
    order.items = order.items.or_else(|| Some(lines.iter().filter(|line| !line.gift).map(|line| line.qty).sum()));
    if !columns.has(F::Refund) {
        order.refund = sum(&mut lines.iter().map(|line| line.refund));
    }
    // An ERP's lines are all that is known of the order's money; 千牛's order report tells it better, freight included.
    if columns.has(F::LinePaid) && !columns.has(F::Paid) && !traits.single_line_is_order {
        order.paid = sum(&mut lines.iter().map(|line| line.paid));
    }
    let state = MoneyState::of(columns, &order, order.paid);
    let has_line_paid = columns.has(F::LinePaid);
    state.settle(&mut order, columns, env.plan.paid).tell(&order, env);
    if !per_row && !has_line_paid {
        split_over_lines(&order, &mut lines);
    }
    number(&order.order_no, &mut lines, traits.single_line_is_order);
    if lines.len() > 1 {
        // The first item's title is not the order's.
        order.title = lines.iter().map(|line| line.title.as_str()).collect::<Vec<_>>().join("，");
    }
    env.saw_day(order.created_at.or(order.paid_at));
    out.lines.append(&mut lines);
    out.orders.push(order);
}

/// The order's amounts over its lines by their price, to the fen.
fn split_over_lines(order: &OrderDraft, lines: &mut [LineDraft]) {
    let goods = |line: &LineDraft| {
        let by_price = line.unit_price.map(|price| price.fen().saturating_mul(line.qty));
        line.goods_amount.map(Money::fen).or(by_price)
    };
    let by_goods: Option<Vec<i64>> = lines.iter().map(goods).collect();
    let weights = match by_goods {
        Some(goods) if goods.iter().any(|weight| *weight > 0) => goods,
        _ => lines.iter().map(|line| line.qty).collect(),
    };
    if let Some(paid) = order.paid {
        for (line, share) in lines.iter_mut().zip(paid.split(&weights)) {
            line.paid = Some(share);
        }
    }
    if let Some(refund) = order.refund.filter(|_| lines.iter().all(|line| line.refund.is_none())) {
        for (line, share) in lines.iter_mut().zip(refund.split(&weights)) {
            line.refund = Some(share);
        }
    }
}

/// Gives lines without a number of their own the order's and their place.
fn number(order_no: &str, lines: &mut [LineDraft], single_is_order: bool) {
    let single = lines.len() == 1 && single_is_order;
    for (at, line) in lines.iter_mut().enumerate().filter(|(_, line)| line.line_no.is_empty()) {
        line.line_no = if single { order_no.to_owned() } else { format!("{order_no}#{}", at + 1) };
    }
}
