//! A small shop of five months that the tests of the report share: three products, six buyers who come back at their own pace, two
//! couriers, refunds, a parcel that got lost and an order nobody shipped.

use crate::analytics::facts::Facts;
use crate::analytics::facts::fixture::{Fixture, Line, Order, Parcel, Refund, day};
use crate::analytics::filter::Filter;
use crate::domain::period::Period;
use crate::store::FactFrames;

/// May 2026, compared with April.
pub(super) fn may() -> Filter {
    Filter::new(Period::new(day("2026-05-01"), day("2026-05-31")))
}

/// `(order, buyer, province, paid, hours to ship)`; no hours = not shipped.
type Row = (i64, i64, i32, &'static str, Option<&'static str>);

const ROWS: [Row; 14] = [
    (1, 11, 33, "2026-01-05 10:00:00", Some("2026-01-05 20:00:00")),
    (2, 12, 31, "2026-01-09 21:00:00", Some("2026-01-11 09:00:00")),
    (3, 11, 33, "2026-02-05 10:00:00", Some("2026-02-05 12:00:00")),
    (4, 13, 44, "2026-02-20 08:00:00", Some("2026-02-21 08:00:00")),
    (5, 11, 33, "2026-03-06 10:00:00", Some("2026-03-06 18:00:00")),
    (6, 14, 33, "2026-04-02 12:00:00", Some("2026-04-03 12:00:00")),
    (7, 12, 31, "2026-04-10 21:00:00", Some("2026-04-12 21:00:00")),
    (8, 15, 11, "2026-04-28 23:00:00", Some("2026-04-29 10:00:00")),
    (9, 11, 33, "2026-05-04 10:00:00", Some("2026-05-04 16:00:00")),
    (10, 12, 31, "2026-05-10 21:00:00", Some("2026-05-12 09:00:00")),
    (11, 16, 0, "2026-05-12 09:00:00", Some("2026-05-12 19:00:00")),
    (12, 0, 44, "2026-05-20 13:00:00", Some("2026-05-20 18:00:00")),
    (13, 15, 11, "2026-05-21 22:00:00", Some("2026-05-23 08:00:00")),
    (14, 16, 33, "2026-05-25 09:00:00", None),
];

/// The same as frames, for tests that add to them.
pub(super) fn frames() -> FactFrames {
    let coat = |qty: i64, refund| Line {
        listing: 1,
        sku: 1,
        qty,
        paid: 30_000 * qty,
        refund,
        cost: Some(12_000 * qty),
        gift: false,
    };
    let hat = |qty: i64| Line { listing: 2, sku: 2, qty, paid: 5_000 * qty, ..Line::default() };
    let scarf = || Line { listing: 3, qty: 1, paid: 8_000, ..Line::default() };
    let orders: Vec<Order> = ROWS
        .iter()
        .map(|(id, buyer, province, paid, shipped)| {
            let lines = match id % 3 {
                0 => vec![coat(1, if *id == 9 { 30_000 } else { 0 }), hat(1)],
                1 => vec![hat(2)],
                _ => vec![coat(2, 0), scarf()],
            };
            Order {
                id: *id,
                shop: 1,
                buyer: *buyer,
                province: *province,
                status: if shipped.is_none() {
                    2
                } else if *id > 12 {
                    4
                } else {
                    5
                },
                created: paid,
                paid: Some(paid),
                shipped: *shipped,
                received: None,
                payable: lines.iter().map(|line| line.paid).sum(),
                paid_fen: lines.iter().map(|line| line.paid).sum(),
                refund: lines.iter().map(|line| line.refund).sum(),
                freight: Some(0),
                items: None,
                lines,
            }
        })
        .collect();
    let parcel = |order: i64, courier, shipped, collected, signed| Parcel {
        order,
        courier,
        weight_g: Some(400 + order * 100),
        freight: (order != 10).then_some(300 + order * 10),
        shipped: Some(shipped),
        collected,
        signed,
        last_scan: collected,
        ..Parcel::default()
    };
    Fixture {
        shops: vec![(1, 1, "shop")],
        skus: vec![(1, "coat", 1), (2, "hat", 2)],
        listings: vec![(1, 1), (2, 2), (3, 0)],
        categories: vec![(1, "coats"), (2, "hats")],
        couriers: vec![(1, "ZTO"), (2, "SF")],
        reasons: vec![(1, "too small")],
        refunds: vec![Refund {
            order: 9,
            line: 1,
            amount: 30_000,
            kind: 3,
            reason: 1,
            finished: Some("2026-05-15 00:00:00"),
            ..Refund::default()
        }],
        parcels: vec![
            parcel(9, 1, "2026-05-04 16:00:00", Some("2026-05-04 20:00:00"), Some("2026-05-06 20:00:00")),
            parcel(10, 2, "2026-05-12 09:00:00", Some("2026-05-12 12:00:00"), Some("2026-05-16 12:00:00")),
            parcel(11, 1, "2026-05-12 19:00:00", Some("2026-05-13 01:00:00"), Some("2026-05-14 01:00:00")),
            parcel(13, 2, "2026-05-20 08:00:00", Some("2026-05-20 12:00:00"), None),
        ],
        orders,
        ..Fixture::default()
    }
    .frames()
}

pub(super) fn facts() -> Facts {
    Facts::build(&frames()).unwrap()
}
