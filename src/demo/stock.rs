//! The sample shop's stock (库存): counted when it began, restocked in time by an owner who looks ahead, except for a few SKUs that he
//! forgot lately; some pieces turned out defective, some are kept for 双11, and what is counted at the end stands in `stocktake`.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Weekday};

use super::dice::mix;
use super::purchase::{self, Delivery};
use super::{Demo, Result, stocktake};
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::store::{Count, Entry, EntryLine, MovementRow, Store, Transfer};

/// The main warehouse.
pub const MAIN: i64 = 1;
/// Days that the owner looks ahead, and days that one delivery lasts.
const AHEAD: usize = 25;
const LASTS: usize = 50;
/// In the last days nobody knows what comes: what was sold in as many days before stands in for it.
const BLIND: usize = 30;

/// Pieces of one SKU that left on each day.
pub type Sold = Vec<i64>;

/// Posts two years of stock.
pub fn keep(store: &Store, demo: &Demo) -> Result<()> {
    let first = demo.first_day();
    let days = demo.days.len();
    let mut sold: BTreeMap<String, Sold> =
        demo.assortment.skus.iter().map(|sku| (sku.code.clone(), vec![0; days])).collect();
    for (code, day, qty) in store.shipped_by_day()? {
        let at = usize::try_from((day - first).num_days()).unwrap_or(usize::MAX);
        if let Some(slot) = sold.get_mut(&code).and_then(|sold| sold.get_mut(at)) {
            *slot += qty;
        }
    }
    let costs: BTreeMap<&str, Option<Money>> =
        demo.assortment.skus.iter().map(|sku| (sku.code.as_str(), sku.cost)).collect();
    let mut opening: Vec<(String, i64)> = Vec::new();
    let mut deliveries: BTreeMap<NaiveDate, Vec<EntryLine>> = BTreeMap::new();
    // Over the last year goods came by purchase orders; before, nobody wrote any.
    let since = demo.options.end.checked_sub_days(Days::new(purchase::DAYS)).unwrap_or(first);
    let mut ordered: Vec<Delivery> = Vec::new();
    for (nth, (code, sold)) in sold.iter().enumerate() {
        let luck = mix(demo.options.seed, 0x57_0C + nth as u64);
        let plan = plan(sold, luck);
        opening.push((code.clone(), plan.opening));
        for (at, qty) in plan.deliveries {
            let day = delivery_day(first, at);
            if day >= since {
                ordered.push(Delivery { day: purchase::fortnight(since, day), code: code.clone(), qty });
                continue;
            }
            let cost = costs.get(code.as_str()).copied().flatten();
            deliveries.entry(day).or_default().push(line(code, Place::Good, qty, cost));
        }
    }
    let begun = first.and_time(NaiveTime::MIN);
    let count = Count { warehouse: MAIN, counted_at: begun, reason: "开始记库存".to_owned(), lines: opening };
    store.post_count("demo", &count)?;
    let receipts: Vec<Entry> = deliveries
        .into_iter()
        .map(|(day, lines)| entry(MovementKind::Receipt, at(day, 9), "供应商到货", lines))
        .collect();
    store.post_documents("demo", &receipts)?;
    let wanted: Vec<(String, i64)> =
        best(&sold).into_iter().map(|code| (code.clone(), sold.get(code).map_or(0, |days| lately(days)))).collect();
    purchase::keep(store, demo, &ordered, &wanted)?;
    aside(store, demo, &sold)?;
    south(store, demo, &sold)?;
    super::flow::returns(store, demo)?;
    stocktake::keep(store, demo, &sold)
}

struct Plan {
    opening: i64,
    /// Day, counted from the first, and pieces.
    deliveries: Vec<(usize, i64)>,
}

/// What one SKU begins with and gets, so that it hardly ever runs out before the owner stops looking.
fn plan(sold: &[i64], luck: u64) -> Plan {
    let ahead = |at: usize, days: usize| -> i64 { sold.iter().skip(at).take(days).sum() };
    // Every seventeenth was bought far too bravely.
    let brave = if luck.is_multiple_of(17) { 90 } else { 0 };
    let opening = tens(ahead(0, LASTS) + 6) + brave;
    // Every ninth was forgotten for the last six weeks.
    let watched = if luck.is_multiple_of(9) { sold.len().saturating_sub(42) } else { sold.len() };
    let (mut there, mut deliveries) = (opening, Vec::new());
    let mut coming: Vec<(usize, i64)> = Vec::new();
    for (at, out) in sold.iter().enumerate() {
        let came: i64 = coming.iter().filter(|(day, _)| *day == at).map(|(_, qty)| qty).sum();
        coming.retain(|(day, _)| *day > at);
        there += came;
        if there < *out {
            // Nothing is sold that is not there: a hurried delivery on the day itself.
            let qty = tens(*out - there);
            deliveries.push((at, qty));
            there += qty;
        }
        there -= out;
        if at >= watched {
            continue;
        }
        let expected = if at + AHEAD < sold.len() {
            ahead(at + 1, AHEAD)
        } else {
            sold.iter().skip((at + 1).saturating_sub(BLIND)).take(BLIND).sum::<i64>() * AHEAD as i64 / BLIND as i64
        };
        let on_order: i64 = coming.iter().map(|(_, qty)| qty).sum();
        if there + on_order < expected {
            let more = ahead(at + 1, LASTS).max(expected) - there - on_order;
            let day = at + 5 + (luck as usize + at) % 8;
            if day < sold.len() {
                let qty = tens(more.max(10));
                coming.push((day, qty));
                deliveries.push((day, qty));
            }
        }
    }
    Plan { opening, deliveries }
}

/// Up to the next ten: what suppliers sell.
const fn tens(pieces: i64) -> i64 {
    (pieces + 9) / 10 * 10
}

/// Deliveries come early in the week they are due: on its Monday.
fn delivery_day(first: NaiveDate, at: usize) -> NaiveDate {
    let due = first.checked_add_days(Days::new(at as u64)).unwrap_or(first);
    due.week(Weekday::Mon).first_day().max(first.succ_opt().unwrap_or(first))
}

fn at(day: NaiveDate, hour: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::hours(i64::from(hour))
}

fn line(code: &str, place: Place, qty: i64, unit_cost: Option<Money>) -> EntryLine {
    EntryLine { code: code.to_owned(), warehouse: MAIN, place, qty, unit_cost, note: String::new(), lot: None }
}

fn entry(kind: MovementKind, moved_at: NaiveDateTime, reason: &str, lines: Vec<EntryLine>) -> Entry {
    Entry { kind, moved_at, reason: reason.to_owned(), lines }
}

/// Pieces sold in the last days.
fn lately(days: &[i64]) -> i64 {
    days.iter().rev().take(BLIND).sum()
}

/// Best sellers of the last month, best first.
pub fn best(sold: &BTreeMap<String, Sold>) -> Vec<&String> {
    let mut best: Vec<(&String, i64)> = sold.iter().map(|(code, days)| (code, lately(days))).collect();
    best.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    best.into_iter().map(|(code, _)| code).collect()
}

/// Good pieces in the main warehouse.
pub fn in_main(store: &Store, code: &str) -> Result<Option<i64>> {
    let good = |last: &MovementRow| last.main && last.place == Place::Good;
    Ok(store.movements(code, 60)?.into_iter().find(good).map(|last| last.balance))
}

/// Pieces put aside: defective ones, and those kept for the great sale.
fn aside(store: &Store, demo: &Demo, sold: &BTreeMap<String, Sold>) -> Result<()> {
    let end = demo.options.end;
    let moved = |codes: &[&String], to: Place, qty: i64| -> Vec<EntryLine> {
        codes.iter().flat_map(|code| [line(code, Place::Good, -qty, None), line(code, to, qty, None)]).collect()
    };
    let best = best(sold);
    let there = |code: &str, wanted: i64| -> bool {
        in_main(store, code).is_ok_and(|there| there.is_some_and(|there| there >= wanted))
    };
    let broken: Vec<&String> = best.iter().skip(6).filter(|code| there(code, 2)).take(5).copied().collect();
    let kept: Vec<&String> = best.iter().filter(|code| there(code, 8)).take(6).copied().collect();
    let days_ago = |days: u64| end.checked_sub_days(Days::new(days)).unwrap_or(end);
    let documents = [
        entry(MovementKind::Damage, at(days_ago(9), 15), "退回的货有污渍", moved(&broken, Place::Defective, 1)),
        entry(MovementKind::Lock, at(days_ago(4), 11), "双11 预留", moved(&kept, Place::Locked, 5)),
    ];
    let documents: Vec<Entry> = documents.into_iter().filter(|one| !one.lines.is_empty()).collect();
    store.post_documents("demo", &documents)?;
    Ok(())
}

/// A second warehouse in the south: one transfer has arrived, one is under way.
fn south(store: &Store, demo: &Demo, sold: &BTreeMap<String, Sold>) -> Result<()> {
    let to = store.add_warehouse("demo", "华南仓")?;
    let best = best(sold);
    let send = |skip: usize, days: u64, travels: bool| -> Result<()> {
        let mut lines = Vec::new();
        for code in best.iter().skip(skip).take(12) {
            let there = in_main(store, code)?.unwrap_or(0);
            // A third of what is there, and never the last pieces.
            if there >= 12 {
                lines.push(((*code).clone(), there / 3));
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let moved_at = at(demo.options.end.checked_sub_days(Days::new(days)).unwrap_or(demo.options.end), 16);
        let reason = "补华南仓".to_owned();
        store.transfer("demo", &Transfer { from: MAIN, to, moved_at, reason, lines, travels })?;
        Ok(())
    };
    send(12, 21, false)?;
    send(24, 2, true)
}
