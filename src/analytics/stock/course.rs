//! Stock over time (库存走势): worth and pieces at the end of each step, and what moved in it, by kind.

use super::Known;
use crate::analytics::facts::Stock;
use crate::analytics::facts::days::day_number;
use crate::analytics::filter::Slice;
use crate::analytics::sales::trend::steps;
use crate::domain::period::{Period, Step};
use crate::domain::stock::MovementKind;

/// How many kinds of movements there are.
pub const KINDS: usize = MovementKind::ALL.len();

/// One step of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    pub days: Period,
    /// Worth at cost at the end of the step, of SKUs with a cost; `None` where the ledger knows nothing of its last day.
    pub value_fen: Option<i64>,
    pub pieces: Option<i64>,
    /// Pieces in (above zero) and out by kind, in the order of [`MovementKind::ALL`].
    pub moved: [(i64, i64); KINDS],
}

/// The steps of the period over these SKUs.
#[expect(clippy::indexing_slicing, reason = "rows are rows of the ledger, steps are counted")]
pub fn course(slice: &Slice<'_>, skus: impl Iterator<Item = usize>, known: Known, step: Step) -> Vec<Point> {
    let stock: &Stock = &slice.facts.stock;
    let step = if step == Step::Hour { Step::Day } else { step };
    let mut points: Vec<Point> = steps(slice.filter.period, step)
        .into_iter()
        .map(|days| {
            // The last step may end before the period does.
            let there = day_number(days.from()) <= known.to && day_number(days.to()) >= known.from;
            let known = there.then_some(0);
            Point { days, value_fen: known, pieces: known, moved: [(0, 0); KINDS] }
        })
        .collect();
    for sku in skus {
        let costs = stock.costs(sku);
        let rows = stock.moves(sku);
        let (mut at, mut closing) = (rows.start, 0);
        for point in &mut points {
            let (from, to) = (day_number(point.days.from()), day_number(point.days.to()).min(known.to));
            while at < rows.end && stock.day[at] <= to {
                let owned = stock.owned[at];
                closing += owned;
                if stock.day[at] >= from
                    && let Some(kind) = MovementKind::ALL.iter().position(|kind| kind.code() == stock.kind[at])
                {
                    let (came, left) = &mut point.moved[kind];
                    *came += owned.max(0);
                    *left += owned.min(0);
                }
                at += 1;
            }
            if let (Some(value), Some(pieces)) = (&mut point.value_fen, &mut point.pieces) {
                *value += closing * costs.on(to).unwrap_or(0);
                *pieces += closing;
            }
        }
    }
    points
}
