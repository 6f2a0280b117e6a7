//! Small hand-made shops for tests: rows in, facts out. Times are written `2026-05-01 10:00:00`, amounts in fen.

use chrono::{NaiveDate, NaiveDateTime};
use polars::df;

use super::Facts;
use super::days::day_number;
use crate::store::FactFrames;

/// An order with its lines.
#[derive(Debug, Clone, Default)]
pub struct Order {
    pub id: i64,
    pub shop: i32,
    pub buyer: i64,
    pub province: i32,
    /// 0 = finished when paid, else unpaid.
    pub status: i32,
    pub created: &'static str,
    pub paid: Option<&'static str>,
    pub shipped: Option<&'static str>,
    pub received: Option<&'static str>,
    pub payable: i64,
    pub paid_fen: i64,
    pub freight: Option<i64>,
    pub refund: i64,
    pub items: Option<i64>,
    pub lines: Vec<Line>,
}

#[derive(Debug, Clone, Default)]
pub struct Line {
    pub listing: i64,
    pub sku: i64,
    pub qty: i64,
    pub paid: i64,
    pub refund: i64,
    pub cost: Option<i64>,
    pub gift: bool,
}

#[derive(Debug, Clone, Default)]
pub struct Refund {
    pub order: i64,
    /// Counted from 1 within the order; 0 = the whole order.
    pub line: usize,
    pub amount: i64,
    /// Code of `RefundKind`; 0 = not told.
    pub kind: i32,
    /// Code of `RefundStatus`; 0 = succeeded.
    pub status: i32,
    pub reason: i32,
    pub applied: Option<&'static str>,
    pub finished: Option<&'static str>,
}

#[derive(Debug, Clone, Default)]
pub struct Parcel {
    pub order: i64,
    pub courier: i32,
    pub province: i32,
    pub weight_g: Option<i64>,
    pub freight: Option<i64>,
    pub shipped: Option<&'static str>,
    pub collected: Option<&'static str>,
    pub signed: Option<&'static str>,
    pub last_scan: Option<&'static str>,
}

/// A day of shop traffic.
#[derive(Debug, Clone, Default)]
pub struct Day {
    pub shop: i32,
    pub day: &'static str,
    pub visitors: Option<i64>,
    pub cart_buyers: Option<i64>,
    pub order_buyers: Option<i64>,
    pub pay_buyers: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Fixture {
    /// id, platform code, name
    pub shops: Vec<(i32, i32, &'static str)>,
    /// id, code, category
    pub skus: Vec<(i64, &'static str, i32)>,
    /// id, own sku
    pub listings: Vec<(i64, i64)>,
    pub categories: Vec<(i32, &'static str)>,
    pub couriers: Vec<(i32, &'static str)>,
    pub reasons: Vec<(i32, &'static str)>,
    pub orders: Vec<Order>,
    pub refunds: Vec<Refund>,
    pub parcels: Vec<Parcel>,
    pub traffic: Vec<Day>,
    /// shop, first and last day of what one import brought; without any, a shop is known from its first to its last order.
    pub coverage: Vec<(i32, &'static str, &'static str)>,
}

/// Seconds since 1970 of `2026-05-01 10:00:00`.
pub fn at(text: &str) -> i64 {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap().and_utc().timestamp()
}

pub fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
}

fn times<'a>(rows: impl Iterator<Item = Option<&'a str>>) -> Vec<Option<i64>> {
    rows.map(|text| text.map(at)).collect()
}

impl Fixture {
    pub fn facts(&self) -> Facts {
        Facts::build(&self.frames()).unwrap()
    }

    /// The id that the fixture gives to a line, counted from 1 within its order.
    pub const fn line_id(order: i64, line: usize) -> i64 {
        order * 100 + line as i64
    }

    pub fn frames(&self) -> FactFrames {
        let mut orders = self.orders.clone();
        orders.sort_by_key(|order| order.id);
        let platform = |shop: i32| self.shops.iter().find(|s| s.0 == shop).map_or(10, |s| s.1);
        let o = &orders;
        let lines: Vec<(&Order, usize, &Line)> = o
            .iter()
            .flat_map(|order| order.lines.iter().enumerate().map(move |(n, line)| (order, n + 1, line)))
            .collect();
        let l = &lines;
        let r = &self.refunds;
        let p = &self.parcels;
        let traffic = &self.traffic;
        let no_counts = || traffic.iter().map(|_| None::<i64>).collect::<Vec<_>>();
        FactFrames {
            version: 1,
            orders: df!(
                "order_id" => o.iter().map(|o| o.id).collect::<Vec<_>>(),
                "shop" => o.iter().map(|o| o.shop).collect::<Vec<_>>(),
                "platform" => o.iter().map(|o| platform(o.shop)).collect::<Vec<_>>(),
                "buyer" => o.iter().map(|o| o.buyer).collect::<Vec<_>>(),
                "province" => o.iter().map(|o| o.province).collect::<Vec<_>>(),
                "status" => o.iter().map(|o| match o.status {
                    0 if o.paid.is_some() => 5,
                    0 => 1,
                    told => told,
                }).collect::<Vec<i32>>(),
                "created" => o.iter().map(|o| at(o.created)).collect::<Vec<_>>(),
                "paid" => times(o.iter().map(|o| o.paid)),
                "shipped" => times(o.iter().map(|o| o.shipped)),
                "received" => times(o.iter().map(|o| o.received)),
                "payable" => o.iter().map(|o| o.payable).collect::<Vec<_>>(),
                "paid_fen" => o.iter().map(|o| o.paid.map(|_| o.paid_fen)).collect::<Vec<_>>(),
                "freight_fen" => o.iter().map(|o| o.freight).collect::<Vec<_>>(),
                "refund_fen" => o.iter().map(|o| o.refund).collect::<Vec<_>>(),
                "items" => o.iter().map(|o| o.items).collect::<Vec<_>>(),
            )
            .unwrap(),
            lines: df!(
                "order_id" => l.iter().map(|(o, _, _)| o.id).collect::<Vec<_>>(),
                "line_id" => l.iter().map(|(o, n, _)| Self::line_id(o.id, *n)).collect::<Vec<_>>(),
                "listing" => l.iter().map(|(_, _, l)| l.listing).collect::<Vec<_>>(),
                "sku" => l.iter().map(|(_, _, l)| l.sku).collect::<Vec<_>>(),
                "qty" => l.iter().map(|(_, _, l)| l.qty).collect::<Vec<_>>(),
                "paid_fen" => l.iter().map(|(o, _, l)| o.paid.map(|_| l.paid)).collect::<Vec<_>>(),
                "refund_fen" => l.iter().map(|(_, _, l)| l.refund).collect::<Vec<_>>(),
                "cost_fen" => l.iter().map(|(_, _, l)| l.cost).collect::<Vec<_>>(),
                "gift" => l.iter().map(|(_, _, l)| i32::from(l.gift)).collect::<Vec<_>>(),
                "status" => l.iter().map(|_| 5).collect::<Vec<i32>>(),
            )
            .unwrap(),
            refunds: df!(
                "refund_id" => (1..=r.len() as i64).collect::<Vec<_>>(),
                "order_id" => r.iter().map(|r| r.order).collect::<Vec<_>>(),
                "line_id" => r.iter().map(|r| if r.line == 0 { 0 } else { Self::line_id(r.order, r.line) }).collect::<Vec<_>>(),
                "amount_fen" => r.iter().map(|r| r.amount).collect::<Vec<_>>(),
                "kind" => r.iter().map(|r| if r.kind == 0 { 9 } else { r.kind }).collect::<Vec<i32>>(),
                "status" => r.iter().map(|r| if r.status == 0 { 6 } else { r.status }).collect::<Vec<i32>>(),
                "reason" => r.iter().map(|r| r.reason).collect::<Vec<_>>(),
                "applied" => times(r.iter().map(|r| r.applied)),
                "finished" => times(r.iter().map(|r| r.finished)),
            )
            .unwrap(),
            parcels: df!(
                "parcel_id" => (1..=p.len() as i64).collect::<Vec<_>>(),
                "order_id" => p.iter().map(|p| p.order).collect::<Vec<_>>(),
                "courier" => p.iter().map(|p| p.courier).collect::<Vec<_>>(),
                "province" => p.iter().map(|p| p.province).collect::<Vec<_>>(),
                "weight_g" => p.iter().map(|p| p.weight_g).collect::<Vec<_>>(),
                "freight_fen" => p.iter().map(|p| p.freight).collect::<Vec<_>>(),
                "shipped" => times(p.iter().map(|p| p.shipped)),
                "collected" => times(p.iter().map(|p| p.collected)),
                "signed" => times(p.iter().map(|p| p.signed)),
                "last_scan" => times(p.iter().map(|p| p.last_scan)),
            )
            .unwrap(),
            traffic: df!(
                "shop" => traffic.iter().map(|t| t.shop).collect::<Vec<_>>(),
                "platform" => traffic.iter().map(|t| platform(t.shop)).collect::<Vec<_>>(),
                "grain" => traffic.iter().map(|_| 1).collect::<Vec<i32>>(),
                "from" => traffic.iter().map(|t| day_number(day(t.day))).collect::<Vec<_>>(),
                "to" => traffic.iter().map(|t| day_number(day(t.day))).collect::<Vec<_>>(),
                "subject" => traffic.iter().map(|_| "").collect::<Vec<_>>(),
                "subject_name" => traffic.iter().map(|_| "").collect::<Vec<_>>(),
                "visitors" => traffic.iter().map(|t| t.visitors).collect::<Vec<_>>(),
                "page_views" => no_counts(),
                "cart_buyers" => traffic.iter().map(|t| t.cart_buyers).collect::<Vec<_>>(),
                "favourite_buyers" => no_counts(),
                "order_buyers" => traffic.iter().map(|t| t.order_buyers).collect::<Vec<_>>(),
                "order_fen" => no_counts(),
                "pay_buyers" => traffic.iter().map(|t| t.pay_buyers).collect::<Vec<_>>(),
                "pay_items" => no_counts(),
                "pay_orders" => no_counts(),
                "pay_fen" => no_counts(),
                "refund_fen" => no_counts(),
                "new_visitors" => no_counts(),
                "returning_visitors" => no_counts(),
                "ad_fen" => no_counts(),
            )
            .unwrap(),
            coverage: df!(
                "shop" => self.coverage.iter().map(|c| c.0).collect::<Vec<_>>(),
                "from" => self.coverage.iter().map(|c| day_number(day(c.1))).collect::<Vec<_>>(),
                "to" => self.coverage.iter().map(|c| day_number(day(c.2))).collect::<Vec<_>>(),
            )
            .unwrap(),
            shops: df!(
                "id" => self.shops.iter().map(|s| s.0).collect::<Vec<_>>(),
                "platform" => self.shops.iter().map(|s| s.1).collect::<Vec<_>>(),
                "name" => self.shops.iter().map(|s| s.2).collect::<Vec<_>>(),
            )
            .unwrap(),
            skus: df!(
                "id" => self.skus.iter().map(|s| s.0).collect::<Vec<_>>(),
                "code" => self.skus.iter().map(|s| s.1).collect::<Vec<_>>(),
                "name" => self.skus.iter().map(|s| s.1).collect::<Vec<_>>(),
                "category" => self.skus.iter().map(|s| s.2).collect::<Vec<_>>(),
                "props" => self.skus.iter().map(|_| "").collect::<Vec<_>>(),
                "price_fen" => self.skus.iter().map(|_| None::<i64>).collect::<Vec<_>>(),
                "cost_fen" => self.skus.iter().map(|_| None::<i64>).collect::<Vec<_>>(),
                "listed" => self.skus.iter().map(|_| None::<i32>).collect::<Vec<_>>(),
            )
            .unwrap(),
            listings: df!(
                "id" => self.listings.iter().map(|l| l.0).collect::<Vec<_>>(),
                "platform" => self.listings.iter().map(|_| 1).collect::<Vec<i32>>(),
                "key" => self.listings.iter().map(|l| format!("key{}", l.0)).collect::<Vec<_>>(),
                "item_id" => self.listings.iter().map(|l| format!("item{}", l.0)).collect::<Vec<_>>(),
                "title" => self.listings.iter().map(|l| format!("title{}", l.0)).collect::<Vec<_>>(),
                "props" => self.listings.iter().map(|_| "").collect::<Vec<_>>(),
                "sku" => self.listings.iter().map(|l| l.1).collect::<Vec<_>>(),
                "category" => self.listings.iter().map(|_| 0).collect::<Vec<i32>>(),
            )
            .unwrap(),
            categories: named(&self.categories),
            couriers: named(&self.couriers),
            reasons: named(&self.reasons),
            // Stock that was never kept: tests of stock put their own in.
            moves: polars::prelude::DataFrame::default(),
            costs: polars::prelude::DataFrame::default(),
            rules: Vec::new(),
            // Nor was anything handed out.
            ..FactFrames::default()
        }
    }
}

fn named(rows: &[(i32, &str)]) -> polars::prelude::DataFrame {
    df!("id" => rows.iter().map(|r| r.0).collect::<Vec<_>>(), "name" => rows.iter().map(|r| r.1).collect::<Vec<_>>())
        .unwrap()
}
