//! Price bands (价格带): lines by what one piece was paid for.

use super::sums::LineSums;
use crate::analytics::facts::NONE;
use crate::analytics::filter::{Slice, Span};
use crate::analytics::quantile::{Share, quantile};

/// Ends that bands may have, in yuan.
const ENDS: [i64; 16] = [10, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1_000, 2_000, 3_000, 5_000, 10_000];

/// At most so many bands.
const MOST: usize = 8;

/// Lines by price band; a price at an end belongs to the band above it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PriceBands {
    /// Inner ends in fen, rising; one band more than ends.
    pub ends: Vec<i64>,
    pub bands: Vec<LineSums>,
}

/// Ends between which prices differ: round numbers between the 5th and the 95th of a hundred.
pub fn fitting_ends(prices: &mut [i64]) -> Vec<i64> {
    let low = quantile(prices, Share { num: 1, den: 20 });
    let high = quantile(prices, Share::P95);
    let (Some(low), Some(high)) = (low, high) else { return Vec::new() };
    let mut ends: Vec<i64> = ENDS.iter().map(|yuan| yuan * 100).filter(|end| (low + 1..=high).contains(end)).collect();
    while ends.len() >= MOST {
        // Every second end is left out, the last one stays.
        let keep = (ends.len() - 1) % 2;
        let mut at = 0;
        ends.retain(|_| {
            at += 1;
            (at - 1) % 2 == keep
        });
    }
    ends
}

/// The band of a price.
#[inline]
pub fn band(ends: &[i64], price: i64) -> usize {
    ends.partition_point(|end| *end <= price)
}

/// Price of one piece of a line in fen, gifts and lines without pieces left out.
#[inline]
pub fn piece_price(slice: &Slice<'_>, line: usize) -> Option<i64> {
    let lines = &slice.facts.lines;
    let qty = i64::from(*lines.qty.get(line)?);
    let gift = *lines.gift.get(line)?;
    (qty > 0 && !gift).then_some(lines.paid_fen.get(line)? / qty)
}

/// Adds up the lines of the orders paid in `span` by price band; `ends` in fen, `None` picks [`fitting_ends`].
pub fn price_bands(slice: &Slice<'_>, span: &Span, ends: Option<Vec<i64>>) -> PriceBands {
    let lines = &slice.facts.lines;
    let counted = || span.lines.clone().filter(|line| slice.keeps_line(*line));
    let ends = ends.unwrap_or_else(|| {
        let mut prices: Vec<i64> = counted().filter_map(|line| piece_price(slice, line)).collect();
        fitting_ends(&mut prices)
    });
    let mut bands = vec![LineSums::default(); ends.len() + 1];
    let mut seen = vec![u32::MAX; ends.len() + 1];
    for line in counted() {
        let Some(price) = piece_price(slice, line) else { continue };
        let at = band(&ends, price);
        let (Some(sum), Some(seen), Some(order)) = (bands.get_mut(at), seen.get_mut(at), lines.order.get(line)) else {
            continue;
        };
        let value = |column: &[i64]| column.get(line).copied().unwrap_or(0);
        let (paid, refund) = (value(&lines.paid_fen), value(&lines.refund_fen));
        sum.pieces += lines.qty.get(line).map_or(0, |qty| i64::from(*qty));
        sum.paid += paid;
        sum.refund += refund;
        sum.orders += i64::from(*seen != *order);
        *seen = *order;
        if value(&lines.cost_fen) != NONE {
            sum.costed_paid += paid;
            sum.costed_net += paid - refund;
            sum.kept_cost += value(&lines.kept_cost_fen);
        }
    }
    PriceBands { ends, bands }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_have_round_ends_where_the_prices_are() {
        let mut prices: Vec<i64> = (0..=100).map(|at| 4_000 + at * 300).collect(); // ¥40 to ¥340
        // 5th of a hundred: ¥55; 95th: ¥325.
        assert_eq!(fitting_ends(&mut prices), [8_000, 10_000, 15_000, 20_000, 30_000]);
        assert_eq!(fitting_ends(&mut []), Vec::<i64>::new());
        assert_eq!(fitting_ends(&mut [9_900, 9_900]), Vec::<i64>::new());
        let mut wide: Vec<i64> = (0..=1000).map(|at| at * 1_000).collect(); // up to ¥10,000
        assert!(fitting_ends(&mut wide).len() < MOST);
    }

    #[test]
    fn a_price_at_an_end_belongs_above_it() {
        assert_eq!([99, 100, 101, 500].map(|price| band(&[100, 200], price)), [0, 1, 1, 2]);
    }

    #[test]
    fn lines_are_banded_by_the_price_of_one_piece() {
        use super::super::sample::{may, shop};
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let found = price_bands(&slice, &slice.now, Some(vec![10_000, 30_000]));
        // Pieces: coats at ¥300 (2 and 1), hat at ¥100, hats at ¥90 (2), scarf at ¥50; the gift has no price.
        let rows: Vec<(i64, i64, i64)> = found.bands.iter().map(|one| (one.pieces, one.orders, one.paid)).collect();
        assert_eq!(rows, [(3, 1, 23_000), (1, 1, 10_000), (3, 2, 90_000)]);
        assert_eq!(found.bands[2].refund, 30_000);
    }
}
