//! 商品: what sells, what earns, what fades, and what is bought together.
//!
//! Each module is one question; all of them stand on [`catalogue`], which knows SKUs and products, and on the lines of a
//! [`Slice`](super::filter::Slice).

pub mod basket;
pub mod catalogue;
pub mod demand;
pub mod life;
pub mod price_band;
pub mod properties;
pub mod reasons;
pub mod sums;
pub mod together;
pub mod trend;
pub mod variants;
pub mod xyz;

pub use crate::domain::abc;

#[cfg(test)]
pub(crate) mod sample {
    //! Three orders of May 2026 that the tests of this area share.

    use super::catalogue::Catalogue;
    use crate::analytics::facts::Facts;
    use crate::analytics::facts::fixture::{Fixture, Line, Order, Refund, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;

    pub(crate) fn may() -> Filter {
        Filter::new(Period::new(day("2026-05-01"), day("2026-05-31")))
    }

    pub(crate) fn catalogue(facts: &Facts) -> Catalogue {
        Catalogue::new(facts)
    }

    fn order(id: i64, paid: &'static str, lines: Vec<Line>) -> Order {
        let (paid_fen, refund) = (lines.iter().map(|line| line.paid).sum(), lines.iter().map(|line| line.refund).sum());
        Order {
            id,
            shop: 1,
            buyer: id,
            created: paid,
            paid: Some(paid),
            payable: paid_fen,
            paid_fen,
            refund,
            lines,
            ..Order::default()
        }
    }

    /// Coat (SKU 1, cost known), hat (SKU 2, cost unknown), scarf (listing 3, unmapped).
    pub(crate) fn shop() -> Facts {
        let coat = |qty: i64, paid, refund| Line {
            listing: 1,
            sku: 1,
            qty,
            paid,
            refund,
            cost: Some(10_000 * qty),
            gift: false,
        };
        let hat = |qty, paid| Line { listing: 2, sku: 2, qty, paid, ..Line::default() };
        let gift = Line { gift: true, ..hat(1, 0) };
        let scarf = Line { listing: 3, qty: 1, paid: 5_000, ..Line::default() };
        Fixture {
            shops: vec![(1, 1, "shop")],
            skus: vec![(1, "coat", 1), (2, "hat", 2)],
            listings: vec![(1, 1), (2, 2), (3, 0)],
            categories: vec![(1, "coats"), (2, "hats")],
            reasons: vec![(1, "too small")],
            orders: vec![
                order(1, "2026-05-01 10:00:00", vec![coat(2, 60_000, 0), hat(1, 10_000)]),
                order(2, "2026-05-10 10:00:00", vec![coat(1, 30_000, 30_000), gift]),
                order(3, "2026-05-20 23:00:00", vec![hat(2, 18_000), scarf]),
            ],
            refunds: vec![
                Refund {
                    order: 2,
                    line: 1,
                    amount: 30_000,
                    kind: 3,
                    reason: 1,
                    finished: Some("2026-05-15 00:00:00"),
                    ..Refund::default()
                },
                Refund { order: 3, line: 1, amount: 9_000, status: 4, ..Refund::default() },
            ],
            ..Fixture::default()
        }
        .facts()
    }
}
