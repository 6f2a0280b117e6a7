//! What buyers like (客户偏好): categories, prices and hours, of new and returning buyers apart.

use super::book::Book;
use super::split::{Kind, kind_in};
use crate::analytics::filter::{Slice, Span};
use crate::analytics::products::price_band::{Banding, NO_BAND};

/// New buyers (0) and returning ones (1).
pub type Pair = [i64; 2];

/// What some buyers took of one category or price band.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taste {
    /// Category code or index of the price band.
    pub code: usize,
    /// Different buyers, new and returning.
    pub buyers: Pair,
    /// Pieces, gifts left out.
    pub pieces: Pair,
    /// Paid less refunds, fen.
    pub net: Pair,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Buyers of the period: what shares are taken of.
    pub buyers: Pair,
    /// By category code; 0 = none.
    pub categories: Vec<Taste>,
    /// Inner ends of the price bands in fen, rising; one band more than ends. Prices are of one piece.
    pub ends: Vec<i64>,
    pub bands: Vec<Taste>,
    /// Paid orders by hour of the day.
    pub hours: [Pair; 24],
}

/// Not among the period's buyers.
const NOBODY: u8 = 2;

/// For every buyer index, 0 = new, 1 = returning, [`NOBODY`] = not a buyer of the period.
fn sides(book: &Book, size: usize, from: i32, to: i32) -> (Vec<u8>, Pair) {
    let mut sides = vec![NOBODY; size];
    let mut counts = [0; 2];
    for buyer in book.buyers() {
        let Some(kind) = kind_in(&buyer, from, to) else { continue };
        let side = u8::from(kind == Kind::Returning);
        if let Some(slot) = sides.get_mut(buyer.id as usize) {
            *slot = side;
        }
        if let Some(count) = counts.get_mut(side as usize) {
            *count += 1;
        }
    }
    (sides, counts)
}

/// Preferences of the buyers of `span`, which is the days `from` to `to` of the book.
#[expect(
    clippy::indexing_slicing,
    reason = "rows and lines of the span index these columns; sides are 0 or 1; every band has a slot"
)]
pub fn preferences(slice: &Slice<'_>, span: &Span, book: &Book, (from, to): (i32, i32)) -> Preferences {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let size = slice.facts.buyer_count();
    let (sides, buyers) = sides(book, size, from, to);
    let banding = Banding::new(slice, span, None);
    let tastes = |count: usize| -> Vec<Taste> { (0..count).map(|code| Taste { code, ..Taste::default() }).collect() };
    let mut categories = tastes(slice.facts.categories.len().max(1));
    let mut bands = tastes(banding.bands());
    let mut hours = [[0; 2]; 24];
    // What each buyer has been counted in: bands, and categories 64 to a word.
    let words = categories.len().div_ceil(64);
    let mut in_category = vec![0_u64; size * words];
    let mut in_band = vec![0_u16; size];
    for row in span.paid.clone() {
        let buyer = orders.buyer[row] as usize;
        if !slice.keep[row] || sides[buyer] == NOBODY {
            continue;
        }
        let side = sides[buyer] as usize;
        hours[usize::from(orders.paid_hour[row]) % 24][side] += 1;
        for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
            if slice.categories.is_some() && !slice.keeps_line(line) {
                continue;
            }
            let net = lines.paid_fen[line] - lines.refund_fen[line];
            let pieces = if lines.gift[line] { 0 } else { i64::from(lines.qty[line]) };
            let code = lines.category[line] as usize;
            let (word, bit) = (&mut in_category[buyer * words + code / 64], 1_u64 << (code % 64));
            categories[code].add(side, *word & bit == 0, pieces, net);
            *word |= bit;
            let band = banding.band[line - span.lines.start];
            if band != NO_BAND {
                bands[usize::from(band)].add(side, in_band[buyer] & (1 << band) == 0, pieces, net);
                in_band[buyer] |= 1 << band;
            }
        }
    }
    categories.retain(|taste| taste.buyers != [0, 0]);
    categories.sort_by_key(|taste| (std::cmp::Reverse(taste.buyers[0] + taste.buyers[1]), taste.code));
    Preferences { buyers, categories, ends: banding.ends, bands, hours }
}

impl Taste {
    #[inline]
    #[expect(clippy::indexing_slicing, reason = "a side is 0 or 1")]
    fn add(&mut self, side: usize, first: bool, pieces: i64, net: i64) {
        self.buyers[side] += i64::from(first);
        self.pieces[side] += pieces;
        self.net[side] += net;
    }
}

#[cfg(test)]
mod tests {
    use super::super::ledger::{book, days};
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Line, Order, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;

    #[test]
    fn a_buyer_counts_once_in_each_category() {
        let line = |sku, qty, paid| Line { sku, qty, paid, ..Line::default() };
        let order = |id, buyer, paid: &'static str, lines: Vec<Line>| Order {
            id,
            shop: 1,
            buyer,
            created: paid,
            paid: Some(paid),
            paid_fen: lines.iter().map(|line| line.paid).sum(),
            lines,
            ..Order::default()
        };
        let facts = Fixture {
            shops: vec![(1, 1, "shop")],
            skus: vec![(1, "coat", 1), (2, "hat", 2)],
            categories: vec![(1, "coats"), (2, "hats")],
            orders: vec![
                order(1, 5, "2026-03-01 10:00:00", vec![line(1, 1, 100)]),
                order(2, 5, "2026-05-02 21:00:00", vec![line(2, 1, 100), line(2, 2, 300)]),
                order(3, 5, "2026-05-03 21:30:00", vec![line(2, 1, 100)]),
                order(4, 6, "2026-05-04 08:00:00", vec![line(2, 1, 100), line(1, 1, 1_000)]),
                order(5, 0, "2026-05-05 08:00:00", vec![line(1, 9, 9_000)]),
            ],
            ..Fixture::default()
        }
        .facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let found = preferences(&slice, &slice.now, &book(&slice), days(&slice, &slice.now));
        assert_eq!(found.buyers, [1, 1]);
        let rows: Vec<(usize, Pair, Pair, Pair)> =
            found.categories.iter().map(|t| (t.code, t.buyers, t.pieces, t.net)).collect();
        assert_eq!(rows, [(2, [1, 1], [1, 4], [100, 500]), (1, [1, 0], [1, 0], [1_000, 0])]);
        assert_eq!((found.hours[21], found.hours[8]), ([0, 2], [1, 0]));
        assert_eq!(found.bands.iter().map(|taste| taste.pieces[0] + taste.pieces[1]).sum::<i64>(), 6);
    }
}
