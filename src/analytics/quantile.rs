//! Exact quantiles (分位数): medians and tails of waiting times and amounts, whole or by group, by selection instead of sorting.
//!
//! Between two ranks the value is interpolated (the definition spreadsheets and SQL's `quantile_cont` use) and rounded half up
//! to a whole unit: seconds, fen or days.

use std::ops::Range;

/// A share such as 1/2 or 95/100, so that ranks are found in whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    pub num: u32,
    pub den: u32,
}

impl Share {
    pub const QUARTER: Self = Self { num: 1, den: 4 };
    pub const MEDIAN: Self = Self { num: 1, den: 2 };
    pub const P90: Self = Self { num: 9, den: 10 };
    pub const P95: Self = Self { num: 19, den: 20 };
}

/// A value that has ranks.
pub trait Ranked: Copy + Ord {
    /// `self + (next - self) * num / den`, rounded half up; `self <= next`.
    #[must_use]
    fn between(self, next: Self, num: u64, den: u64) -> Self;
}

impl Ranked for u32 {
    fn between(self, next: Self, num: u64, den: u64) -> Self {
        let gap = u64::from(next - self);
        self + ((gap * num * 2 + den) / (den * 2)) as u32
    }
}

impl Ranked for i64 {
    fn between(self, next: Self, num: u64, den: u64) -> Self {
        let (gap, num, den) = (i128::from(next) - i128::from(self), i128::from(num), i128::from(den));
        (i128::from(self) + (gap * num * 2 + den) / (den * 2)) as i64
    }
}

/// The quantile of `values`, which are put in another order; `None` when there are none.
pub fn quantile<T: Ranked>(values: &mut [T], share: Share) -> Option<T> {
    let last = values.len().checked_sub(1)? as u64;
    let (num, den) = (u64::from(share.num), u64::from(share.den.max(1)));
    let at = (last * num / den).min(last) as usize;
    let rest = last * num % den;
    let (_, low, above) = values.select_nth_unstable(at);
    let low = *low;
    if rest == 0 {
        return Some(low);
    }
    Some(above.iter().copied().min().map_or(low, |next| low.between(next, rest, den)))
}

/// What a set of waiting times comes down to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Spread {
    /// How many were measured.
    pub count: u32,
    /// Medians and tails in the unit of the values; `None` when nothing was measured.
    pub median: Option<u32>,
    pub p90: Option<u32>,
    pub p95: Option<u32>,
}

impl Spread {
    /// Median, P90 and P95 of `values`, which are put in another order.
    pub fn of(values: &mut [u32]) -> Self {
        // From the top down each selection leaves the smaller values in front of it.
        let count = values.len();
        let p95 = quantile(values, Share::P95);
        let p90 = Self::below(values, count, Share::P95, Share::P90);
        let median = Self::below(values, count, Share::P90, Share::MEDIAN);
        Self { count: count as u32, median, p90, p95 }
    }

    /// A lower quantile, looked for only in front of the place where the higher one `done` was selected.
    fn below(values: &mut [u32], count: usize, done: Share, share: Share) -> Option<u32> {
        let last = count.checked_sub(1)? as u64;
        let rank = |share: Share| (last * u64::from(share.num) / u64::from(share.den)) as usize;
        let (front, at) = (rank(done), rank(share));
        // The next rank is needed for interpolation and must lie in the selected stretch.
        if at + 1 > front {
            return quantile(values, share);
        }
        let stretch = values.get_mut(..=front)?;
        let (_, low, above) = stretch.select_nth_unstable(at);
        let (low, rest) = (*low, last * u64::from(share.num) % u64::from(share.den));
        if rest == 0 {
            return Some(low);
        }
        Some(above.iter().copied().min().map_or(low, |next| low.between(next, rest, u64::from(share.den))))
    }
}

/// Values brought together by group, in the order of the groups.
#[derive(Debug, Clone, Default)]
pub struct Grouped {
    starts: Vec<u32>,
    values: Vec<u32>,
}

impl Grouped {
    /// Gathers `(group, value)` pairs; a pair whose group is not below `groups` is left out. The iterator runs twice.
    pub fn gather<I>(groups: usize, pairs: I) -> Self
    where
        I: Iterator<Item = (u32, u32)> + Clone,
    {
        let mut starts = vec![0_u32; groups + 1];
        for (group, _) in pairs.clone() {
            if let Some(count) = starts.get_mut(group as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut values = vec![0; sum as usize];
        for (group, value) in pairs {
            if group as usize >= groups {
                continue;
            }
            if let Some(at) = next.get_mut(group as usize) {
                if let Some(slot) = values.get_mut(*at as usize) {
                    *slot = value;
                }
                *at += 1;
            }
        }
        Self { starts, values }
    }

    pub fn groups(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    fn range(&self, groups: Range<usize>) -> Range<usize> {
        let at = |group: usize| self.starts.get(group).copied().unwrap_or(0) as usize;
        at(groups.start)..at(groups.end)
    }

    /// The values of one group, free to be put in another order.
    pub fn group(&mut self, group: usize) -> &mut [u32] {
        self.span(group..group + 1)
    }

    /// The values of several neighbouring groups together.
    pub fn span(&mut self, groups: Range<usize>) -> &mut [u32] {
        let range = self.range(groups);
        self.values.get_mut(range).unwrap_or_default()
    }

    /// Spread of every group.
    pub fn spreads(&mut self) -> Vec<Spread> {
        (0..self.groups()).map(|group| Spread::of(self.group(group))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_median_of_four_lies_between_the_two_in_the_middle() {
        assert_eq!(quantile(&mut [40, 10, 20, 31_u32], Share::MEDIAN), Some(26)); // (20 + 31) / 2 = 25.5
        assert_eq!(quantile(&mut [3_u32, 1, 2], Share::MEDIAN), Some(2));
        assert_eq!(quantile::<u32>(&mut [], Share::MEDIAN), None);
        assert_eq!(quantile(&mut [-3_i64, -2], Share::MEDIAN), Some(-2)); // -2.5 rounds half up
    }

    #[test]
    fn p90_of_one_to_eleven_is_ten() {
        let mut values: Vec<u32> = (1..=11).rev().collect();
        let spread = Spread::of(&mut values);
        // Ranks 0..10: 0.5 → rank 5 → 6; 0.9 → rank 9 → 10; 0.95 → rank 9.5 → 10.5, rounded to 11.
        assert_eq!(spread, Spread { count: 11, median: Some(6), p90: Some(10), p95: Some(11) });
    }

    #[test]
    fn groups_keep_their_values_and_strangers_stay_out() {
        let pairs = [(1, 5), (0, 7), (1, 9), (8, 1)];
        let mut grouped = Grouped::gather(3, pairs.iter().copied());
        assert_eq!(grouped.group(0), [7]);
        assert_eq!(grouped.group(1), [5, 9]);
        assert_eq!(grouped.group(2), [0_u32; 0]);
        assert_eq!(grouped.span(0..2).len(), 3);
        assert_eq!(grouped.spreads()[1].median, Some(7));
    }

    proptest! {
        #[test]
        fn selection_agrees_with_sorting(mut values in prop::collection::vec(0_u32..5_000, 1..200)) {
            let spread = Spread::of(&mut values.clone());
            values.sort_unstable();
            for (share, found) in [(Share::MEDIAN, spread.median), (Share::P90, spread.p90), (Share::P95, spread.p95)] {
                let rank = (values.len() - 1) as f64 * f64::from(share.num) / f64::from(share.den);
                let (low, high) = (values[rank.floor() as usize], values[rank.ceil() as usize]);
                let expected = f64::from(low) + f64::from(high - low) * rank.fract();
                prop_assert!((f64::from(found.unwrap()) - expected).abs() <= 0.5 + 1e-6);
            }
        }
    }
}
