//! Exact quantiles (分位数): medians and tails of waiting times and amounts, whole by selection, by group by sorting once.
//!
//! Between two ranks the value is interpolated (the definition spreadsheets and SQL's `quantile_cont` use) and rounded half up
//! to a whole unit: seconds, fen or days.

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

/// A value between two of whose kind there can be another.
pub trait Between: Copy + Ord {
    /// `self + (next - self) * num / den`, rounded half up; `self <= next`.
    #[must_use]
    fn between(self, next: Self, num: u64, den: u64) -> Self;
}

impl Between for u32 {
    fn between(self, next: Self, num: u64, den: u64) -> Self {
        let gap = u64::from(next - self);
        self + ((gap * num * 2 + den) / (den * 2)) as u32
    }
}

impl Between for i64 {
    fn between(self, next: Self, num: u64, den: u64) -> Self {
        let (gap, num, den) = (i128::from(next) - i128::from(self), i128::from(num), i128::from(den));
        (i128::from(self) + (gap * num * 2 + den) / (den * 2)) as i64
    }
}

/// The quantile of `values`, which are put in another order; `None` when there are none.
pub fn quantile<T: Between>(values: &mut [T], share: Share) -> Option<T> {
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
        values.sort_unstable();
        Self::of_sorted(values.len(), |at| values.get(at).copied().unwrap_or(0))
    }

    /// Median, P90 and P95 of `count` values given by rank.
    fn of_sorted(count: usize, value: impl Fn(usize) -> u32) -> Self {
        let at = |share: Share| {
            let last = count.checked_sub(1)? as u64;
            let (num, den) = (u64::from(share.num), u64::from(share.den.max(1)));
            let (rank, rest) = ((last * num / den) as usize, last * num % den);
            let low = value(rank);
            Some(if rest == 0 { low } else { low.between(value(rank + 1), rest, den) })
        };
        Self { count: count as u32, median: at(Share::MEDIAN), p90: at(Share::P90), p95: at(Share::P95) }
    }
}

/// `(group, value)` pairs sorted by value once, so that any grouping of them has its quantiles without further sorting.
#[derive(Debug, Clone, Default)]
pub struct Ranked {
    /// Value in the upper half, group in the lower.
    pairs: Vec<u64>,
}

impl Ranked {
    /// Sorts the pairs by value.
    pub fn new(pairs: impl Iterator<Item = (u32, u32)>) -> Self {
        let mut pairs: Vec<u64> = pairs.map(|(group, value)| u64::from(value) << 32 | u64::from(group)).collect();
        sort_by_value(&mut pairs);
        Self { pairs }
    }

    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Values with their groups, the smallest value first.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.pairs.iter().map(|pair| (*pair as u32, (pair >> 32) as u32))
    }

    /// Spread of all values.
    pub fn spread(&self) -> Spread {
        Spread::of_sorted(self.pairs.len(), |at| self.pairs.get(at).map_or(0, |pair| (pair >> 32) as u32))
    }

    /// Spread of the values of each of `groups` groups, which `group` makes of the group the pair was given; pairs that fall into no
    /// group are left out.
    pub fn by(&self, groups: usize, group: impl Fn(u32) -> u32) -> Vec<Spread> {
        let mut starts = vec![0_u32; groups + 2];
        for pair in &self.pairs {
            if let Some(count) = starts.get_mut((group(*pair as u32) as usize).min(groups) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Laid out in the order of the values, every group's stretch ends up sorted.
        let mut next = starts.clone();
        let mut values = vec![0_u32; self.pairs.len()];
        for pair in &self.pairs {
            if let Some(at) = next.get_mut((group(*pair as u32) as usize).min(groups)) {
                if let Some(slot) = values.get_mut(*at as usize) {
                    *slot = (pair >> 32) as u32;
                }
                *at += 1;
            }
        }
        starts
            .windows(2)
            .take(groups)
            .map(|ends| match ends {
                [start, end] => Spread::of_sorted((end - start) as usize, |at| {
                    values.get(*start as usize + at).copied().unwrap_or(0)
                }),
                _ => Spread::default(),
            })
            .collect()
    }
}

/// Sorts by the upper half: a radix sort where there are many, which takes a few passes over the values instead of twenty.
fn sort_by_value(pairs: &mut Vec<u64>) {
    const BITS: u32 = 11;
    const FEW: usize = 4_096;
    if pairs.len() < FEW {
        pairs.sort_unstable();
        return;
    }
    let most = pairs.iter().map(|pair| pair >> 32).max().unwrap_or(0);
    let mut other = vec![0_u64; pairs.len()];
    let mut shift = 0;
    while shift == 0 || most >> shift > 0 {
        let digit = |pair: u64| ((pair >> (32 + shift)) & ((1 << BITS) - 1)) as usize;
        let mut next = [0_u32; 1 << BITS];
        for pair in pairs.iter() {
            if let Some(count) = next.get_mut(digit(*pair)) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for place in &mut next {
            let count = *place;
            *place = sum;
            sum += count;
        }
        for pair in pairs.iter() {
            if let Some(place) = next.get_mut(digit(*pair)) {
                if let Some(slot) = other.get_mut(*place as usize) {
                    *slot = *pair;
                }
                *place += 1;
            }
        }
        std::mem::swap(pairs, &mut other);
        shift += BITS;
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
    fn each_group_has_its_own_spread_and_strangers_stay_out() {
        let ranked = Ranked::new([(1, 9), (0, 7), (1, 5), (8, 1)].into_iter());
        assert_eq!(ranked.iter().collect::<Vec<_>>(), [(8, 1), (1, 5), (0, 7), (1, 9)]);
        let spreads = ranked.by(3, |group| group);
        assert_eq!(
            spreads.iter().map(|one| (one.count, one.median)).collect::<Vec<_>>(),
            [(1, Some(7)), (2, Some(7)), (0, None)]
        );
        assert_eq!(ranked.by(1, |group| group / 2)[0].count, 3);
        assert_eq!(ranked.spread().median, Some(6));
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

        #[test]
        fn many_values_are_sorted_as_few_are(values in prop::collection::vec((0_u32..40, 0_u32..9_000_000), 4_100..4_200)) {
            let ranked = Ranked::new(values.iter().copied());
            let mut expected: Vec<u32> = values.iter().map(|pair| pair.1).collect();
            expected.sort_unstable();
            prop_assert_eq!(ranked.iter().map(|pair| pair.1).collect::<Vec<_>>(), expected);
            let mut third: Vec<u32> = values.iter().filter(|pair| pair.0 == 3).map(|pair| pair.1).collect();
            prop_assert_eq!(ranked.by(40, |group| group)[3], Spread::of(&mut third));
        }
    }
}
