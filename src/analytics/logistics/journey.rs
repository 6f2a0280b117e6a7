//! From the orders and parcels of a filter to the columns that shipping, transit and freight are measured on.

use super::freight::{FreightReport, freight};
use super::lanes::place;
use super::parcels::Sent;
use super::shipping::{NEVER, ToShip};
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
            None if orders.status[row] == OrderStatus::ClosedRefunded.code()
                || (orders.paid_fen[row] > 0 && orders.refund_fen[row] >= orders.paid_fen[row]) =>
            {
                found.cancelled += 1;
                continue;
            }
            // Long finished, yet nobody told when it was shipped: not waiting, not measured.
            None if [OrderStatus::Shipped, OrderStatus::PartShipped, OrderStatus::Finished]
                .iter()
                .any(|status| status.code() == orders.status[row]) =>
            {
                found.untold += 1;
                continue;
            }
            None => NEVER,
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

/// Freight of the parcels in `sent`, against the net sales of their orders.
#[expect(clippy::indexing_slicing, reason = "parcels name order rows")]
pub fn freight_of(slice: &Slice<'_>, sent: &Sent<'_>) -> FreightReport {
    let facts = slice.facts;
    freight(sent, facts.couriers.len().max(1), facts.orders.len(), |order| {
        slice.paid_fen[order as usize] - slice.refund_fen[order as usize]
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Order, Parcel, day};
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
            ],
            parcels: vec![
                parcel(1, Some(350), Some("2026-05-01 20:00:00")),
                parcel(5, None, Some("2026-05-01 21:00:00")),
                Parcel { province: 44, ..parcel(0, Some(900), Some("2026-05-02 21:00:00")) },
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
        assert_eq!((found.odd, found.cancelled, found.untold), (1, 1, 1));
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
