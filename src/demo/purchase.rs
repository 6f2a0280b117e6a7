//! The sample shop's purchasing (采购): what its suppliers delivered over the last year stands behind purchase orders, most of them in
//! time and in full, some not: as it goes.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use super::dice::{Dice, mix};
use super::{Demo, Result};
use crate::domain::money::Money;
use crate::domain::purchase::{SkuTerms, SupplierTerms};
use crate::store::{PastLine, PastMove, PastPurchase, Store};

/// Who drafts what stock needs by itself.
const AUTO: &str = "auto";
const OWNER: &str = "owner";

/// How many days back goods came by purchase orders.
pub const DAYS: u64 = 365;

/// A supplier's terms, by a part of its name: lead days, payment days, least amount in yuan, least pieces, cost of an order in yuan.
const TERMS: [(&str, i64, i64, i64, i64, i64); 8] = [
    ("毛呢", 15, 45, 5_000, 20, 120),
    ("羽绒", 14, 30, 5_000, 20, 120),
    ("针织", 9, 30, 3_000, 20, 80),
    ("服饰加工", 10, 30, 3_000, 20, 80),
    ("纺织", 8, 30, 2_000, 10, 60),
    ("家居", 7, 15, 1_000, 10, 60),
    ("陶瓷", 12, 15, 1_000, 10, 100),
    ("小物", 5, 0, 500, 10, 40),
];

/// Goods of one SKU that came on a day.
#[derive(Debug, Clone)]
pub struct Delivery {
    pub day: NaiveDate,
    pub code: String,
    pub qty: i64,
}

/// A supplier of the sample shop.
struct Maker {
    id: i64,
    lead: i64,
    pay: i64,
}

/// The day of the fortnight on which a supplier's goods come together: not after the day they are due.
pub fn fortnight(first: NaiveDate, day: NaiveDate) -> NaiveDate {
    let since = (day - first).num_days();
    day.checked_sub_days(Days::new(u64::try_from(since.rem_euclid(14) / 7 * 7).unwrap_or(0))).unwrap_or(day)
}

/// Puts purchase orders behind the deliveries. `wanted`: the SKUs that sell best, with what they sold in the last 30 days.
pub fn keep(store: &Store, demo: &Demo, deliveries: &[Delivery], wanted: &[(String, i64)]) -> Result<()> {
    let makers = makers(store, demo.options.end)?;
    let of_sku: BTreeMap<&str, &str> = demo
        .assortment
        .items
        .iter()
        .flat_map(|item| demo.assortment.skus_of(item).iter().map(|sku| (sku.code.as_str(), item.spec.supplier)))
        .collect();
    let mut together: BTreeMap<(NaiveDate, &str), Vec<&Delivery>> = BTreeMap::new();
    for delivery in deliveries {
        if let Some(supplier) = of_sku.get(delivery.code.as_str()) {
            together.entry((delivery.day, supplier)).or_default().push(delivery);
        }
    }
    let mut dice = Dice::new(demo.options.seed, 0xC6_01);
    let end = demo.options.end;
    let mut orders = Vec::new();
    for ((day, supplier), came) in &together {
        let Some(maker) = makers.get(*supplier) else { continue };
        orders.push(order(demo, maker, *day, came, &mut dice));
    }
    let whole: Vec<usize> =
        orders.iter().enumerate().filter(|(_, one)| one.lines.len() > 1).map(|(at, _)| at).collect();
    let nth_last = |n: usize| whole.len().checked_sub(n).and_then(|at| whole.get(at)).copied();
    for (n, change) in [(1, part as fn(&mut PastPurchase)), (3, over), (12, replaced), (30, short)] {
        if let Some(order) = nth_last(n).and_then(|at| orders.get_mut(at)) {
            change(order);
        }
    }
    for one in &mut orders {
        settle(one, end, makers.values().find(|maker| maker.id == one.supplier_id).map_or(0, |maker| maker.pay));
    }
    orders.extend(under_way(demo, &makers, &of_sku, wanted));
    orders.sort_by_key(|order| order.created_at);
    store.keep_purchases(OWNER, &orders)?;
    Ok(())
}

/// Writes the suppliers' terms.
fn makers(store: &Store, end: NaiveDate) -> Result<BTreeMap<String, Maker>> {
    let mut makers = BTreeMap::new();
    for row in store.suppliers()? {
        let Some((_, lead, pay, least, pieces, cost)) = TERMS.iter().find(|(part, ..)| row.name.contains(part)) else {
            continue;
        };
        let terms = SupplierTerms {
            lead_days: Some(*lead),
            moq_amount: Some(Money::from_fen(least * 100)),
            moq_pieces: Some(*pieces),
            pack: Some(10),
            pay_days: Some(*pay),
            order_cost: Some(Money::from_fen(cost * 100)),
            contact: "旺旺（示例）".to_owned(),
            note: String::new(),
        };
        store.save_supplier_terms(OWNER, row.id, &terms)?;
        if row.name.contains("羽绒") {
            store.save_sku_terms(OWNER, row.id, &until_spring(store, row.id, end)?)?;
        }
        makers.insert(row.name, Maker { id: row.id, lead: *lead, pay: *pay });
    }
    Ok(makers)
}

/// Down jackets are not sold after February.
fn until_spring(store: &Store, supplier: i64, end: NaiveDate) -> Result<Vec<(String, SkuTerms)>> {
    let season_end = NaiveDate::from_ymd_opt(end.year() + i32::from(end.month() > 2), 2, 28);
    let terms = SkuTerms { season_end, ..SkuTerms::default() };
    Ok(store.supplier(supplier)?.skus.into_iter().map(|sku| (sku.code, terms)).collect())
}

fn at(day: NaiveDate, hour: i64) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour)
}

fn before(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_sub_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}

fn after(day: NaiveDate, days: i64) -> NaiveDate {
    day.checked_add_days(Days::new(days.unsigned_abs())).unwrap_or(day)
}

/// What a piece cost at a time: prices move a little from order to order.
fn price(demo: &Demo, code: &str, day: NaiveDate) -> Money {
    let sku = demo.assortment.skus.iter().find(|sku| sku.code == code);
    let spec = sku.and_then(|sku| demo.assortment.items.get(sku.item)).map_or(1_000, |item| item.spec.cost);
    // Where the owner never wrote the cost down, the supplier still asks his price.
    let cost = sku.and_then(|sku| sku.cost).map_or(spec, Money::fen);
    let quarter = (demo.options.end - day).num_days() / 90;
    let moved = i64::try_from(mix(demo.options.seed, 0xC6_02 + quarter.unsigned_abs()) % 5).unwrap_or(2) - 2;
    Money::from_fen((cost * (100 + moved) / 100 + 5) / 10 * 10)
}

/// An order that came on `day`, sent as long before as the supplier took for it.
fn order(demo: &Demo, maker: &Maker, day: NaiveDate, came: &[&Delivery], dice: &mut Dice) -> PastPurchase {
    // One in nine takes far longer than promised.
    let slow = if dice.chance(0.11) { dice.between(3, 9) } else { 0 };
    let took = (maker.lead + dice.between(-2, 1) + slow).max(2);
    let sent = before(day, took);
    let mut lines: Vec<PastLine> = Vec::new();
    for delivery in came {
        match lines.iter_mut().find(|line| line.sku_code == delivery.code) {
            Some(line) => line.qty += delivery.qty,
            None => lines.push(PastLine {
                sku_code: delivery.code.clone(),
                qty: delivery.qty,
                unit_price: Some(price(demo, &delivery.code, day)),
                note: String::new(),
            }),
        }
    }
    let all =
        lines.iter().enumerate().map(|(nth, line)| (nth, line.qty, line.unit_price.unwrap_or_default(), String::new()));
    let receipt = PastMove { back: false, at: at(day, 9), reason: String::new(), lines: all.collect() };
    PastPurchase {
        supplier_id: maker.id,
        drafted_by: OWNER.to_owned(),
        note: String::new(),
        created_at: at(sent, 10),
        confirmed_at: Some(at(sent, 11)),
        sent_at: Some(at(sent, 15)),
        expected_on: Some(after(sent, maker.lead)),
        closed_at: None,
        lines,
        moves: vec![receipt],
        payments: Vec::new(),
    }
}

/// Some of the first line has not come yet.
fn part(order: &mut PastPurchase) {
    if let Some(line) = order.lines.first_mut() {
        line.qty += 20;
    }
    if let Some((_, _, _, why)) = order.moves.first_mut().and_then(|receipt| receipt.lines.first_mut()) {
        "缺货 20 件，下周补发".clone_into(why);
    }
}

/// More came than was ordered.
fn over(order: &mut PastPurchase) {
    if let Some(line) = order.lines.iter_mut().find(|line| line.qty > 10) {
        line.qty -= 10;
        let code = line.sku_code.clone();
        let nth = order.lines.iter().position(|line| line.sku_code == code);
        let receipt = order.moves.first_mut().map(|receipt| &mut receipt.lines);
        if let Some((_, _, _, why)) = receipt.and_then(|lines| lines.iter_mut().find(|(at, ..)| Some(*at) == nth)) {
            "多发 10 件，按实收结算".clone_into(why);
        }
    }
}

/// Two pieces were broken, went back, and were replaced.
fn replaced(order: &mut PastPurchase) {
    let Some((nth, _, price, _)) = order.moves.first().and_then(|receipt| receipt.lines.first()).cloned() else {
        return;
    };
    let Some(came) = order.moves.first().map(|receipt| receipt.at) else { return };
    order.moves.push(PastMove {
        back: true,
        at: came + TimeDelta::hours(30),
        reason: "有破损".to_owned(),
        lines: vec![(nth, 2, price, String::new())],
    });
    order.moves.push(PastMove {
        back: false,
        at: came + TimeDelta::days(4),
        reason: "换货补发".to_owned(),
        lines: vec![(nth, 2, price, "换货补发".to_owned())],
    });
}

/// The rest never came, and the owner stopped waiting for it.
fn short(order: &mut PastPurchase) {
    if let Some(line) = order.lines.first_mut() {
        line.qty += 10;
    }
    order.closed_at = order.moves.last().map(|last| last.at + TimeDelta::days(12));
}

/// Pays what is due by the end of the records, and closes what is long done.
fn settle(order: &mut PastPurchase, end: NaiveDate, pay_days: i64) {
    let Some(last) = order.moves.iter().map(|one| one.at.date()).max() else { return };
    let amount: Money = order
        .moves
        .iter()
        .flat_map(|one| one.lines.iter().map(move |(_, qty, price, _)| (one.back, price.fen() * qty)))
        .map(|(back, fen)| Money::from_fen(if back { -fen } else { fen }))
        .sum();
    let due = after(last, pay_days);
    if due <= end {
        order.payments.push((due, amount));
    }
    let received: i64 =
        order.moves.iter().filter(|one| !one.back).flat_map(|one| &one.lines).map(|(_, qty, ..)| qty).sum();
    let ordered: i64 = order.lines.iter().map(|line| line.qty).sum();
    if order.closed_at.is_none() && received >= ordered && after(last, 30) <= end {
        order.closed_at = Some(at(after(last, 30), 18));
    }
}

/// What is not here yet when the records end: two orders on their way, one of them late, and a draft that stock asked for.
fn under_way(
    demo: &Demo,
    makers: &BTreeMap<String, Maker>,
    of_sku: &BTreeMap<&str, &str>,
    wanted: &[(String, i64)],
) -> Vec<PastPurchase> {
    let end = demo.options.end;
    let lines = |part: &str, count: usize, why: bool| -> Vec<PastLine> {
        let of = wanted.iter().filter(|(code, sold)| {
            *sold > 0 && of_sku.get(code.as_str()).is_some_and(|supplier| supplier.contains(part))
        });
        of.take(count)
            .map(|(code, sold)| PastLine {
                sku_code: code.clone(),
                qty: ((sold + 9) / 10 * 10).max(20),
                unit_price: Some(price(demo, code, end)),
                note: if why { format!("近 30 天卖出 {sold} 件，可发的快不够了") } else { String::new() },
            })
            .collect()
    };
    let mut made = Vec::new();
    for (part, ago, count, draft) in [("毛呢", 4, 3, false), ("羽绒", 17, 3, false), ("针织", 1, 4, true)] {
        let maker = makers.iter().find(|(name, _)| name.contains(part)).map(|(_, maker)| maker);
        let (Some(maker), lines) = (maker, lines(part, count, draft)) else { continue };
        if lines.is_empty() {
            continue;
        }
        let day = before(end, ago);
        made.push(PastPurchase {
            supplier_id: maker.id,
            drafted_by: if draft { AUTO } else { OWNER }.to_owned(),
            note: String::new(),
            created_at: at(day, 10),
            confirmed_at: (!draft).then(|| at(day, 11)),
            sent_at: (!draft).then(|| at(day, 15)),
            expected_on: (!draft).then(|| after(day, maker.lead)),
            closed_at: None,
            lines,
            moves: Vec::new(),
            payments: Vec::new(),
        });
    }
    made
}
