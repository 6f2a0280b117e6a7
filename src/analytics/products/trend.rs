//! One product over time (单品趋势).

use super::catalogue::Catalogue;
use super::sums::LineSums;
use crate::analytics::facts::NONE;
use crate::analytics::facts::days::day_of;
use crate::analytics::filter::{Slice, Span};

/// Sums of one product in each of several runs of days (first and last day since 1970) that follow one another within `span`.
pub fn product_trend(
    slice: &Slice<'_>,
    span: &Span,
    catalogue: &Catalogue,
    product: u32,
    steps: &[(i32, i32)],
) -> Vec<LineSums> {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut sums = vec![LineSums::default(); steps.len()];
    let mut before = u32::MAX;
    for line in span.lines.clone() {
        let (Some(sku), Some(listing), Some(order)) =
            (lines.sku.get(line), lines.listing.get(line), lines.order.get(line))
        else {
            continue;
        };
        let unit = catalogue.unit(*sku, *listing);
        if catalogue.product_of.get(unit as usize) != Some(&product) || !slice.keeps_line(line) {
            continue;
        }
        let Some(day) = orders.paid.get(*order as usize).filter(|paid| **paid != NONE).map(|paid| day_of(*paid)) else {
            continue;
        };
        let step = steps.partition_point(|(_, to)| *to < day);
        let Some(sum) = sums.get_mut(step) else { continue };
        let value = |column: &[i64]| column.get(line).copied().unwrap_or(0);
        let (paid, refund) = (value(&lines.paid_fen), value(&lines.refund_fen));
        if lines.gift.get(line) == Some(&false) {
            sum.pieces += lines.qty.get(line).map_or(0, |qty| i64::from(*qty));
        }
        sum.paid += paid;
        sum.refund += refund;
        sum.orders += i64::from(before != *order);
        before = *order;
        if value(&lines.cost_fen) != NONE {
            sum.costed_paid += paid;
            sum.costed_net += paid - refund;
            sum.kept_cost += value(&lines.kept_cost_fen);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::super::sample::{catalogue, may, shop};
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
        let found = product_trend(&slice, &slice.now, &catalogue(&facts), 1, &steps);
        let rows: Vec<(i64, i64, i64)> = found.iter().map(|one| (one.pieces, one.paid, one.net())).collect();
        assert_eq!(rows, [(2, 60_000, 60_000), (1, 30_000, 0), (0, 0, 0)]);
    }
}
