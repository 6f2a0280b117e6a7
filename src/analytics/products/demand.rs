//! Pieces sold by product and week, and when products first and last sold: what XYZ, new and fading products are judged by.

use super::catalogue::Catalogue;
use super::xyz::WeeklyDemand;
use crate::analytics::facts::days::day_of;
use crate::analytics::filter::Slice;

/// Weeks that are looked at for the variation of demand.
pub const WEEKS: i32 = 52;

/// First and last day each product sold, days since 1970, over all paid orders up to a day. `None` when it never did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lives {
    pub first: Vec<Option<i32>>,
    pub last: Vec<Option<i32>>,
}

/// When products first and last sold, up to the end of day `to`.
pub fn lives(slice: &Slice<'_>, catalogue: &Catalogue, to: i32) -> Lives {
    const UNSEEN: i32 = i32::MAX;
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut first = vec![UNSEEN; catalogue.products.len()];
    let mut last = vec![UNSEEN; catalogue.products.len()];
    for_days(slice, i32::MIN / 2, to, |line, day| {
        let sold =
            lines.sku.get(line).zip(lines.listing.get(line)).map(|(sku, listing)| catalogue.unit(*sku, *listing));
        let product =
            sold.and_then(|unit| catalogue.product_of.get(unit as usize)).map_or(0, |product| *product as usize);
        if let Some(slot) = first.get_mut(product).filter(|slot| **slot == UNSEEN) {
            *slot = day;
        }
        if let Some(slot) = last.get_mut(product) {
            *slot = day;
        }
    });
    debug_assert!(orders.paid_count <= orders.len());
    let known = |days: Vec<i32>| days.into_iter().map(|day| (day != UNSEEN).then_some(day)).collect();
    Lives { first: known(first), last: known(last) }
}

/// Pieces of every product in the weeks of seven days that end with day `to`, as many as the data holds, at most [`WEEKS`].
pub fn weekly(slice: &Slice<'_>, catalogue: &Catalogue, to: i32, lives: &Lives) -> WeeklyDemand {
    let begin = slice.facts.orders.by_paid.span().map_or(to, |(first, _)| first);
    let weeks = ((to - begin + 1) / 7).clamp(0, WEEKS);
    let from = to - weeks * 7 + 1;
    let mut pieces = vec![0_i64; catalogue.products.len() * weeks as usize];
    if weeks > 0 {
        let lines = &slice.facts.lines;
        for_days(slice, from, to, |line, day| {
            let (Some(sku), Some(listing), Some(qty), Some(false)) =
                (lines.sku.get(line), lines.listing.get(line), lines.qty.get(line), lines.gift.get(line))
            else {
                return;
            };
            let product = catalogue
                .product_of
                .get(catalogue.unit(*sku, *listing) as usize)
                .map_or(0, |product| *product as usize);
            if let Some(slot) = pieces.get_mut(product * weeks as usize + ((day - from) / 7) as usize) {
                *slot += i64::from(*qty);
            }
        });
    }
    WeeklyDemand {
        weeks: weeks as usize,
        pieces,
        category: catalogue.products.iter().map(|product| u32::from(product.category)).collect(),
        first_week: lives.first.iter().map(|first| first.map_or(0, |first| (first - from).div_euclid(7))).collect(),
    }
}

/// Calls `take` with every counted line paid from day `from` to day `to`, and its day.
fn for_days(slice: &Slice<'_>, from: i32, to: i32, mut take: impl FnMut(usize, i32)) {
    let orders = &slice.facts.orders;
    for row in orders.by_paid.days(from, to) {
        if !slice.keeps(row) {
            continue;
        }
        let day = orders.paid.get(row).map_or(0, |paid| day_of(*paid));
        for line in orders.lines_of(row) {
            if slice.categories.is_none() || slice.keeps_line(line) {
                take(line, day);
            }
        }
    }
}

/// Pieces of every product sold from day `from` to day `to`.
pub fn pieces(slice: &Slice<'_>, catalogue: &Catalogue, from: i32, to: i32) -> Vec<i64> {
    let lines = &slice.facts.lines;
    let mut sums = vec![0; catalogue.products.len()];
    for_days(slice, from, to, |line, _| {
        let sold =
            lines.sku.get(line).zip(lines.listing.get(line)).map(|(sku, listing)| catalogue.unit(*sku, *listing));
        let product = sold.and_then(|unit| catalogue.product_of.get(unit as usize));
        let qty = lines.qty.get(line).filter(|_| lines.gift.get(line) == Some(&false));
        if let Some((slot, qty)) = product.and_then(|product| sums.get_mut(*product as usize)).zip(qty) {
            *slot += i64::from(*qty);
        }
    });
    sums
}

#[cfg(test)]
mod tests {
    use super::super::sample::{catalogue, may, shop};
    use super::*;
    use crate::analytics::facts::days::day_number;
    use crate::analytics::facts::fixture::day;

    #[test]
    fn weeks_are_counted_back_from_the_last_day() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let catalogue = catalogue(&facts);
        let to = day_number(day("2026-05-20"));
        let lives = lives(&slice, &catalogue, to);
        assert_eq!(lives.first[1], Some(day_number(day("2026-05-01"))));
        assert_eq!(lives.last[2], Some(day_number(day("2026-05-20"))));
        assert_eq!(lives.first[0], None);
        let weekly = weekly(&slice, &catalogue, to, &lives);
        // 20 days hold two whole weeks: May 7 to 13 and May 14 to 20. Coat: 1 on May 10; hat: 2 on May 20.
        assert_eq!(weekly.weeks, 2);
        assert_eq!(weekly.pieces, [0, 0, 1, 0, 0, 2, 0, 1]);
        assert_eq!(weekly.first_week[1], -1);
        assert_eq!(pieces(&slice, &catalogue, to - 10, to), [0, 1, 2, 1]);
    }
}
