//! One product over time (单品趋势).

use super::sums::LineSums;
use crate::analytics::facts::NONE;
use crate::analytics::facts::days::day_of;
use crate::analytics::filter::{Slice, Span};

/// Sums of one product in each of several runs of days (first and last day since 1970) that follow one another within `span`.
#[expect(clippy::indexing_slicing, reason = "the span's lines index these columns, lines name order rows")]
pub fn product_trend(slice: &Slice<'_>, span: &Span, product: u32, steps: &[(i32, i32)]) -> Vec<LineSums> {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut sums = vec![LineSums::default(); steps.len()];
    let mut before = u32::MAX;
    for line in span.lines.clone() {
        if lines.product[line] != product || !slice.keeps_line(line) {
            continue;
        }
        let order = lines.order[line];
        let day = day_of(orders.paid[order as usize]);
        let Some(sum) = sums.get_mut(steps.partition_point(|(_, to)| *to < day)) else { continue };
        let (paid, refund) = (lines.paid_fen[line], lines.refund_fen[line]);
        sum.pieces += if lines.gift[line] { 0 } else { i64::from(lines.qty[line]) };
        sum.paid += paid;
        sum.refund += refund;
        sum.orders += i64::from(before != order);
        before = order;
        if lines.cost_fen[line] != NONE {
            sum.costed_paid += paid;
            sum.costed_net += paid - refund;
            sum.kept_cost += lines.kept_cost_fen[line];
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::sample::{may, shop};
    use super::*;
    use crate::analytics::facts::days::day_number;
    use crate::analytics::facts::fixture::day;

    #[test]
    fn the_coat_sold_in_the_first_and_second_week() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let at = |text: &str| day_number(day(text));
        let steps = [
            (at("2026-05-01"), at("2026-05-07")),
            (at("2026-05-08"), at("2026-05-14")),
            (at("2026-05-15"), at("2026-05-31")),
        ];
        let found = product_trend(&slice, &slice.now, 1, &steps);
        let rows: Vec<(i64, i64, i64)> = found.iter().map(|one| (one.pieces, one.paid, one.net())).collect();
        assert_eq!(rows, [(2, 60_000, 60_000), (1, 30_000, 0), (0, 0, 0)]);
    }
}
