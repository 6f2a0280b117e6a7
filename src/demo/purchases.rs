//! What the shop bought on 1688 (采购): restocking orders to its suppliers.

use chrono::{Days, NaiveDateTime, TimeDelta};

use super::Demo;
use super::dice::{Dice, mix};
use super::parcels::{hours, on};
use crate::domain::money::Money;

/// A purchase order with its lines.
#[derive(Debug, Clone)]
pub struct Purchase {
    pub order_no: String,
    pub supplier: &'static str,
    pub goods: Money,
    pub freight: Money,
    /// Negative for a discount, as 1688 writes it.
    pub adjustment: Money,
    pub paid: Option<Money>,
    pub status: &'static str,
    pub created: NaiveDateTime,
    pub paid_at: Option<NaiveDateTime>,
    pub lines: Vec<PurchaseLine>,
}

#[derive(Debug, Clone)]
pub struct PurchaseLine {
    pub title: String,
    /// The supplier's article number: here the shop's own code, as it asks its suppliers to use.
    pub code: String,
    pub props: String,
    pub offer_id: String,
    pub sku_id: String,
    pub unit: Money,
    pub qty: i64,
}

/// The purchase orders of the last twelve months, about four a month.
pub fn purchases(demo: &Demo) -> Vec<Purchase> {
    let mut dice = Dice::new(demo.options.seed, 0xB0B0);
    let end = demo.last_moment();
    let mut made = Vec::new();
    let mut day = demo.options.end.checked_sub_days(Days::new(360)).unwrap_or(demo.options.end);
    while day <= demo.options.end {
        let created = on(day, 9) + hours(dice.unit() * 9.0);
        made.extend(purchase(demo, created, end, made.len() as u64, &mut dice));
        day = day + Days::new(4 + dice.below(7));
    }
    made
}

fn purchase(demo: &Demo, created: NaiveDateTime, end: NaiveDateTime, serial: u64, dice: &mut Dice) -> Option<Purchase> {
    if created > end {
        return None;
    }
    // One supplier an order; of his goods those in season.
    let wheel = demo.assortment.items.iter().map(|item| item.demand(created.date()));
    let first = demo.assortment.items.get(dice.weighted(wheel)?)?;
    let supplier = first.spec.supplier;
    let count = 1 + dice.below(4);
    let mut lines: Vec<PurchaseLine> = Vec::new();
    for _ in 0..count {
        let of_supplier = demo
            .assortment
            .items
            .iter()
            .map(|item| if item.spec.supplier == supplier { item.demand(created.date()) + 1e-3 } else { 0.0 });
        let Some(item) = dice.weighted(of_supplier).and_then(|at| demo.assortment.items.get(at)) else { continue };
        let Some(sku) = dice.any(demo.assortment.skus_of(item)) else { continue };
        if lines.iter().any(|l| l.code == sku.code) {
            continue;
        }
        // Where the owner never wrote the cost down, the supplier still asks his price.
        let unit = sku.cost.unwrap_or(Money::from_fen(item.spec.cost));
        let bits = mix(demo.options.seed, item.skus.start as u64);
        lines.push(PurchaseLine {
            title: format!("{} 厂家直供 一件代发", item.spec.name),
            code: sku.code.clone(),
            props: super::assortment::plain_props(sku.colour, sku.size, ";"),
            offer_id: format!("{:012}", 610_000_000_000 + bits % 90_000_000_000),
            sku_id: format!("{:013}", 4_700_000_000_000 + bits % 900_000_000_000 + lines.len() as u64),
            unit,
            qty: dice.between(2, 12) * 10,
        });
    }
    let goods: Money = lines.iter().map(|l| Money::from_fen(l.unit.fen() * l.qty)).sum();
    let freight = Money::from_fen(if goods.fen() > 300_000 { 0 } else { dice.between(8, 30) * 100 });
    let adjustment = Money::from_fen(if dice.chance(0.3) { -(goods.fen() / 5000 * 100) } else { 0 });
    let age = end - created;
    let (status, pays) = match dice.unit() {
        x if x < 0.04 => ("交易关闭", false),
        _ if age < TimeDelta::hours(20) => ("等待买家付款", false),
        _ if age < TimeDelta::days(2) => ("等待卖家发货", true),
        _ if age < TimeDelta::days(6) => ("等待买家确认收货", true),
        _ => ("交易成功", true),
    };
    Some(Purchase {
        order_no: format!("{:013}{:06}", 2_900_000_000_000 + serial * 977 + dice.below(977), 518_203),
        supplier,
        goods,
        freight,
        adjustment,
        paid: pays.then_some(goods + freight + adjustment),
        status,
        created,
        paid_at: pays.then(|| created + hours(0.2 + dice.unit() * 3.0)),
        lines,
    })
}
