//! Price bands (价格带): lines by what one piece was paid for.

use super::sums::LineSums;
use crate::analytics::facts::NONE;
use crate::analytics::filter::{Slice, Span};

/// Ends that bands may have, in yuan.
const ENDS: [i64; 16] = [10, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800, 1_000, 2_000, 3_000, 5_000, 10_000];

/// At most so many bands.
const MOST: usize = 8;

/// A line without a price: a gift, or one without pieces.
pub const NO_BAND: u8 = u8::MAX;

/// The price band of every line of a span.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Banding {
    /// Inner ends in fen, rising; one band more than ends. A price at an end belongs to the band above it.
    pub ends: Vec<i64>,
    /// For each line of the span, its band; [`NO_BAND`] for gifts, lines without pieces and lines that do not count.
    pub band: Vec<u8>,
}

/// Ends that divide prices, given how many prices lie below the first end, between it and the second, and so on: each has at least a
/// twentieth of the prices on either side.
fn fitting_ends(steps: &[i64; ENDS.len() + 1]) -> Vec<i64> {
    let all: i64 = steps.iter().sum();
    let mut below = 0;
    let mut ends = Vec::new();
    for (end, count) in ENDS.iter().zip(steps) {
        below += count;
        if below * 20 >= all && (all - below) * 20 >= all && all > 0 {
            ends.push(end * 100);
        }
    }
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

impl Banding {
    /// Bands of the lines of `span`; `ends` in fen, `None` picks round numbers where the prices are.
    #[expect(
        clippy::indexing_slicing,
        reason = "the span's rows and lines index these columns; a step for every end and one more"
    )]
    pub fn new(slice: &Slice<'_>, span: &Span, ends: Option<Vec<i64>>) -> Self {
        let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
        let ladder: Vec<i64> = ends.clone().unwrap_or_else(|| ENDS.iter().map(|yuan| yuan * 100).collect());
        let mut steps = vec![NO_BAND; span.lines.len()];
        let mut counts = vec![0_i64; ladder.len() + 1];
        for row in span.paid.clone() {
            if !slice.keep[row] {
                continue;
            }
            for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
                let qty = i64::from(lines.qty[line]);
                if lines.gift[line] || qty <= 0 || (slice.categories.is_some() && !slice.keeps_line(line)) {
                    continue;
                }
                let paid = lines.paid_fen[line];
                let step = band(&ladder, if qty == 1 { paid } else { paid / qty });
                steps[line - span.lines.start] = step as u8;
                counts[step] += 1;
            }
        }
        let Some(counts) = <&[i64; ENDS.len() + 1]>::try_from(counts.as_slice()).ok().filter(|_| ends.is_none()) else {
            return Self { ends: ladder, band: steps };
        };
        let chosen = fitting_ends(counts);
        // Which band each step of the ladder falls into: its lower end tells.
        let mut of_step = [NO_BAND; 256];
        for step in 0..=ENDS.len() {
            let low = step.checked_sub(1).map_or(0, |at| ENDS[at] * 100);
            of_step[step] = band(&chosen, low) as u8;
        }
        Self { ends: chosen, band: steps.into_iter().map(|step| of_step[usize::from(step)]).collect() }
    }

    pub fn bands(&self) -> usize {
        self.ends.len() + 1
    }
}

/// Lines added up by price band.
#[expect(clippy::indexing_slicing, reason = "the span's lines index these columns; every band has a sum")]
pub fn price_bands(slice: &Slice<'_>, span: &Span, banding: &Banding) -> Vec<LineSums> {
    let lines = &slice.facts.lines;
    let mut bands = vec![LineSums::default(); banding.bands()];
    let mut seen = vec![u32::MAX; banding.bands()];
    for (line, band) in span.lines.clone().zip(&banding.band) {
        if *band == NO_BAND {
            continue;
        }
        let at = usize::from(*band);
        let sum = &mut bands[at];
        let (paid, refund) = (lines.paid_fen[line], lines.refund_fen[line]);
        sum.pieces += i64::from(lines.qty[line]);
        sum.paid += paid;
        sum.refund += refund;
        sum.orders += i64::from(seen[at] != lines.order[line]);
        seen[at] = lines.order[line];
        if lines.cost_fen[line] != NONE {
            sum.costed_paid += paid;
            sum.costed_net += paid - refund;
            sum.kept_cost += lines.kept_cost_fen[line];
        }
    }
    bands
}

#[cfg(test)]
mod tests {
    use super::super::sample::{may, shop};
    use super::*;

    #[test]
    fn bands_have_round_ends_where_the_prices_are() {
        // 100 prices: 4 below ¥50, 46 from ¥50 to ¥80, 45 from ¥100 to ¥150, 5 from ¥300 to ¥500.
        let mut steps = [0; ENDS.len() + 1];
        (steps[3], steps[4], steps[6], steps[9]) = (4, 46, 45, 5);
        assert_eq!(fitting_ends(&steps), [8_000, 10_000, 15_000, 20_000, 30_000]);
        assert_eq!(fitting_ends(&[0; ENDS.len() + 1]), Vec::<i64>::new());
        assert!(fitting_ends(&[10; ENDS.len() + 1]).len() < MOST);
    }

    #[test]
    fn a_price_at_an_end_belongs_above_it() {
        assert_eq!([99, 100, 101, 500].map(|price| band(&[100, 200], price)), [0, 1, 1, 2]);
    }

    #[test]
    fn lines_are_banded_by_the_price_of_one_piece() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let banding = Banding::new(&slice, &slice.now, Some(vec![10_000, 30_000]));
        let bands = price_bands(&slice, &slice.now, &banding);
        // Pieces: coats at ¥300 (2 and 1), hat at ¥100, hats at ¥90 (2), scarf at ¥50; the gift has no price.
        let rows: Vec<(i64, i64, i64)> = bands.iter().map(|one| (one.pieces, one.orders, one.paid)).collect();
        assert_eq!(rows, [(3, 1, 23_000), (1, 1, 10_000), (3, 2, 90_000)]);
        assert_eq!(bands[2].refund, 30_000);
        // Picked by itself: 5 prices at ¥300, ¥100, ¥300, ¥90, ¥50; every end between ¥50 and ¥300 divides them.
        let own = Banding::new(&slice, &slice.now, None);
        assert_eq!(own.ends, [8_000, 10_000, 15_000, 20_000, 30_000]);
        assert_eq!(own.band, [5, 2, 5, NO_BAND, 1, 0]);
    }
}
