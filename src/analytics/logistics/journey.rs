//! From the orders and parcels of a filter to the columns that shipping, transit and freight are measured on.

use super::freight::{FreightReport, freight};
use super::lanes::place;
use super::parcels::Sent;
use super::shipping::{NEVER, ToShip};
use crate::analytics::facts::days::day_of;
use crate::analytics::facts::{Facts, NO_ROW, NONE};
use crate::analytics::filter::{Slice, Span};
use crate::domain::order::OrderStatus;

/// The courier of each order's first parcel; 0 = unknown.
pub fn couriers_of_orders(facts: &Facts) -> Vec<u16> {
    let mut found = vec![0_u16; facts.orders.len()];
    for (order, courier) in facts.parcels.order.iter().zip(&facts.parcels.courier) {
        if let Some(slot) = found.get_mut(*order as usize).filter(|slot| **slot == 0) {
            *slot = *courier;
        }
    }
    found
}

/// Seconds from one moment to a later one; `None` when either is unknown, `Some(Err)` when they are out of order.
fn gap(from: i64, to: i64) -> Option<Result<u32, ()>> {
    (from != NONE && to != NONE).then(|| u32::try_from(to - from).map_err(|_| ()))
}

/// The orders paid in `span` that were to be shipped.
#[expect(clippy::indexing_slicing, reason = "the span's rows index every column of the orders")]
pub fn to_ship(slice: &Slice<'_>, span: &Span, couriers: &[u16]) -> ToShip {
    let orders = &slice.facts.orders;
    let mut found = ToShip::default();
    for row in span.paid.clone().filter(|row| slice.keep[*row]) {
        let wait = match gap(orders.paid[row], orders.shipped[row]) {
            Some(Ok(seconds)) => seconds,
            Some(Err(())) => {
                found.odd += 1;
                continue;
            }
            None if orders.status[row] == OrderStatus::ClosedRefunded.code() || orders.refunded_in_full(row) => {
                found.cancelled += 1;
                continue;
            }
            None if orders.status[row] == OrderStatus::Paid.code() => NEVER,
            // Shipped at a moment nobody told, or in a state nobody told: not waiting, not measured.
            None => {
                found.untold += 1;
                continue;
            }
        };
        found.paid.push(orders.paid[row]);
        found.wait.push(wait);
        found.receipt.push(gap(orders.shipped[row], orders.received[row]).and_then(Result::ok).unwrap_or(NEVER));
        found.courier.push(couriers.get(row).copied().unwrap_or(0));
        found.place.push(place(orders.province[row]));
        found.order.push(row as u32);
    }
    found
}

/// Parcels in `rows`, of counted orders; parcels without an order count while no shop, platform or category is chosen.
#[expect(clippy::indexing_slicing, reason = "rows index every column of the parcels, parcels name order rows")]
pub fn sent<'a>(slice: &Slice<'a>, rows: std::ops::Range<usize>) -> Sent<'a> {
    let facts = slice.facts;
    let (parcels, orders) = (&facts.parcels, &facts.orders);
    let narrowed = slice.filter.is_narrowed();
    let count = rows.len();
    let mut found = Sent {
        parcels,
        rows: Vec::with_capacity(count),
        place: Vec::with_capacity(count),
        arrived: Vec::with_capacity(count),
    };
    for at in rows {
        let order = parcels.order[at] as usize;
        let known = parcels.order[at] != NO_ROW;
        if if known { !slice.keep[order] } else { narrowed } {
            continue;
        }
        let own = parcels.province[at];
        found.rows.push(at as u32);
        found.place.push(place(if own == 0 && known { orders.province[order] } else { own }));
        // Only a parcel that is not signed needs to ask its order.
        found.arrived.push(parcels.signed[at] == NONE && known && arrived(facts, order));
    }
    found
}

/// The order is over: received, finished, or the money went back.
fn arrived(facts: &Facts, order: usize) -> bool {
    let status = facts.orders.status.get(order).copied().unwrap_or(0);
    facts.orders.received.get(order).is_some_and(|received| *received != NONE)
        || [OrderStatus::Finished, OrderStatus::ClosedRefunded].iter().any(|over| over.code() == status)
}

/// Freight of the parcels in `sent`, against the net sales of their orders. A parcel carries all of its order, so all of the order's
/// sales stand against it, whatever categories are chosen.
#[expect(clippy::indexing_slicing, reason = "parcels name order rows")]
pub fn freight_of(slice: &Slice<'_>, sent: &Sent<'_>) -> FreightReport {
    let orders = &slice.facts.orders;
    freight(sent, slice.facts.couriers.len().max(1), orders.len(), |order| {
        orders.paid_fen[order as usize] - orders.refund_fen[order as usize]
    })
}

/// Whether the shop file tells of any parcel of the counted orders: without one, nothing is known about parcels.
pub fn parcels_told(slice: &Slice<'_>) -> bool {
    let parcels = &slice.facts.parcels;
    let shipped = parcels.order.get(..parcels.shipped_count).unwrap_or_default();
    if slice.filter.is_narrowed() {
        shipped.iter().any(|order| *order != NO_ROW && slice.keeps(*order as usize))
    } else {
        !shipped.is_empty()
    }
}

/// Parcels by which it is judged what is slow and what is lost: those shipped in the last days up to `now`, seconds since 1970.
pub fn sent_lately<'a>(slice: &Slice<'a>, days: i32, now: i64) -> Sent<'a> {
    let today = day_of(now);
    sent(slice, slice.facts.parcels.by_shipped.days(today.saturating_sub(days), today))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Line, Order, Parcel, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;

    fn facts() -> Facts {
        let order = |id, status, shipped, received, refund| Order {
            id,
            shop: 1,
            buyer: id,
            province: 33,
            status,
            created: "2026-05-01 09:00:00",
            paid: Some("2026-05-01 10:00:00"),
            shipped,
            received,
            paid_fen: 10_000,
            refund,
            ..Order::default()
        };
        let parcel = |order, freight, shipped| Parcel { order, courier: 1, freight, shipped, ..Parcel::default() };
        Fixture {
            shops: vec![(1, 1, "shop")],
            couriers: vec![(1, "ZTO")],
            orders: vec![
                order(1, 4, Some("2026-05-01 20:00:00"), Some("2026-05-04 20:00:00"), 0),
                order(2, 2, None, None, 0),                        // waiting
                order(3, 7, None, None, 10_000),                   // refunded before shipping
                order(4, 5, None, None, 0),                        // finished, shipping time not told
                order(5, 4, Some("2026-04-30 10:00:00"), None, 0), // shipped before it was paid
                order(6, 9, None, None, 0), // the file tells no state: nobody knows whether it waits
            ],
            parcels: vec![
                parcel(1, Some(350), Some("2026-05-01 20:00:00")),
                parcel(5, None, Some("2026-05-01 21:00:00")),
                Parcel { province: 44, ..parcel(0, Some(900), Some("2026-05-02 21:00:00")) },
                parcel(77, Some(5_000), Some("2026-05-02 21:00:00")), // of an order that was excluded: not there
            ],
            ..Fixture::default()
        }
        .facts()
    }

    #[test]
    fn only_orders_that_were_to_be_shipped_wait() {
        let facts = facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let found = to_ship(&slice, &slice.now, &couriers_of_orders(&facts));
        assert_eq!(found.wait, [10 * 3600, NEVER]);
        assert_eq!(found.receipt, [72 * 3600, NEVER]);
        assert_eq!(found.courier, [1, 0]);
        assert_eq!((found.odd, found.cancelled, found.untold), (1, 1, 2));
        assert_eq!(facts.orders.open.len(), 1, "the overview counts the same order as waiting");
    }

    #[test]
    fn freight_stands_against_the_whole_order_it_was_paid_for() {
        let line = |sku, paid| Line { sku, qty: 1, paid, ..Line::default() };
        let fixture = Fixture {
            shops: vec![(1, 1, "shop")],
            skus: vec![(1, "coat", 1), (2, "hat", 2)],
            categories: vec![(1, "coats"), (2, "hats")],
            couriers: vec![(1, "ZTO")],
            orders: vec![Order {
                id: 1,
                shop: 1,
                created: "2026-05-01 09:00:00",
                paid: Some("2026-05-01 10:00:00"),
                paid_fen: 10_000,
                lines: vec![line(1, 9_000), line(2, 1_000)],
                ..Order::default()
            }],
            parcels: vec![Parcel {
                order: 1,
                courier: 1,
                freight: Some(500),
                shipped: Some("2026-05-01 20:00:00"),
                ..Parcel::default()
            }],
            ..Fixture::default()
        };
        let facts = fixture.facts();
        let hats = Filter { categories: vec![2], ..Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))) };
        let slice = Slice::new(&facts, &hats);
        let share = freight_of(&slice, &sent(&slice, slice.now.shipped.clone())).share;
        assert_eq!((share.freight, share.net), (500, 10_000));
    }

    #[test]
    fn a_parcel_goes_where_its_order_goes_unless_it_says_otherwise() {
        let facts = facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let sent = sent(&slice, slice.now.shipped.clone());
        assert_eq!(sent.place, [place(33), place(33), place(44)]);
        let freight = freight_of(&slice, &sent);
        assert_eq!((freight.all.fen, freight.all.known, freight.all.parcels), (1_250, 2, 3));
        assert_eq!((freight.share.freight, freight.share.net, freight.share.net_of_sent), (350, 10_000, 20_000));
        let narrowed = Slice::new(&facts, &Filter { shops: vec![1], ..slice.filter.clone() });
        assert_eq!(
            super::sent(&narrowed, narrowed.now.shipped.clone()).len(),
            2,
            "a parcel without an order has no shop"
        );
    }
}
