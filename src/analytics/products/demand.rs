//! Pieces sold by product and week, and when products first and last sold: what XYZ, new and fading products are judged by.

use super::xyz::WeeklyDemand;
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
pub fn lives(slice: &Slice<'_>, to: i32) -> Lives {
    const UNSEEN: i32 = i32::MAX;
    let mut days = vec![(UNSEEN, UNSEEN); slice.facts.products.len().max(1)];
    for_lines(slice, i32::MIN / 2, to, |product, _, day| {
        if let Some((first, last)) = days.get_mut(product) {
            *first = day.min(*first);
            *last = day;
        }
    });
    let known = |day: i32| (day != UNSEEN).then_some(day);
    Lives { first: days.iter().map(|one| known(one.0)).collect(), last: days.iter().map(|one| known(one.1)).collect() }
}

/// Pieces of every product in the weeks of seven days that end with day `to`, as many as the data holds, at most [`WEEKS`].
pub fn weekly(slice: &Slice<'_>, to: i32, lives: &Lives) -> WeeklyDemand {
    let facts = slice.facts;
    let begin = facts.orders.by_paid.span().map_or(to, |(first, _)| first);
    let weeks = ((to - begin + 1) / 7).clamp(0, WEEKS);
    let from = to - weeks * 7 + 1;
    let mut pieces = vec![0_i64; facts.products.len().max(1) * weeks as usize];
    for_lines(slice, from, to, |product, qty, day| {
        if let Some(slot) = pieces.get_mut(product * weeks as usize + ((day - from) / 7) as usize) {
            *slot += qty;
        }
    });
    WeeklyDemand {
        weeks: weeks as usize,
        pieces,
        category: facts.products.iter().map(|product| u32::from(product.category)).collect(),
        first_week: lives.first.iter().map(|first| first.map_or(0, |first| (first - from).div_euclid(7))).collect(),
    }
}

/// Pieces of every product sold from day `from` to day `to`.
pub fn pieces(slice: &Slice<'_>, from: i32, to: i32) -> Vec<i64> {
    let mut sums = vec![0; slice.facts.products.len().max(1)];
    for_lines(slice, from, to, |product, qty, _| {
        if let Some(sum) = sums.get_mut(product) {
            *sum += qty;
        }
    });
    sums
}

/// Calls `take` with product, pieces and day of every counted line paid from day `from` to day `to`. Gifts are not sold.
#[expect(clippy::indexing_slicing, reason = "days give order rows, which give lines")]
fn for_lines(slice: &Slice<'_>, from: i32, to: i32, mut take: impl FnMut(usize, i64, i32)) {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let Some((first, last)) = orders.by_paid.span() else { return };
    for day in from.max(first)..=to.min(last) {
        for row in orders.by_paid.day(day) {
            if !slice.keep[row] {
                continue;
            }
            for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
                if !lines.gift[line] && (slice.categories.is_none() || slice.keeps_line(line)) {
                    take(lines.product[line] as usize, i64::from(lines.qty[line]), day);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample::{may, shop};
    use super::*;
    use crate::analytics::facts::days::day_number;
    use crate::analytics::facts::fixture::day;

    #[test]
    fn weeks_are_counted_back_from_the_last_day() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let to = day_number(day("2026-05-20"));
        let lives = lives(&slice, to);
        assert_eq!(lives.first[1], Some(day_number(day("2026-05-01"))));
        assert_eq!(lives.last[2], Some(day_number(day("2026-05-20"))));
        assert_eq!(lives.first[0], None);
        let weekly = weekly(&slice, to, &lives);
        // 20 days hold two whole weeks: May 7 to 13 and May 14 to 20. Coat: 1 on May 10; hat: 2 on May 20.
        assert_eq!(weekly.weeks, 2);
        assert_eq!(weekly.pieces, [0, 0, 1, 0, 0, 2, 0, 1]);
        assert_eq!(weekly.first_week[1], -1);
        assert_eq!(pieces(&slice, to - 10, to), [0, 1, 2, 1]);
    }
}
