//! Which days the orders of a shop are known for (数据覆盖): the stretch from the first to the last order of one import is known
//! throughout, so a day without orders in it is a zero; a day that lies between two such stretches was never imported and is a gap.

use super::columns::Columns;
use super::side::Dims;
use super::{Facts, FactsError, NONE};
use crate::store::FactFrames;

/// First and last day of a stretch, days since 1970, both included.
pub type Run = (i32, i32);

/// Puts runs in order and joins those that touch.
pub fn joined(mut runs: Vec<Run>) -> Vec<Run> {
    runs.sort_unstable();
    let mut found: Vec<Run> = Vec::new();
    for (from, to) in runs {
        match found.last_mut() {
            Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
            _ => found.push((from, to)),
        }
    }
    found
}

/// Whether one of the joined runs has a day from `first` to `last`.
pub fn touches(runs: &[Run], first: i32, last: i32) -> bool {
    let at = runs.partition_point(|run| run.1 < first);
    runs.get(at).is_some_and(|run| run.0 <= last)
}

/// How many days from `first` to `last` lie in none of the joined runs.
pub fn missing(runs: &[Run], first: i32, last: i32) -> i64 {
    let days = |from: i32, to: i32| i64::from(to) - i64::from(from) + 1;
    let known: i64 = runs.iter().map(|run| days(run.0.max(first), run.1.min(last)).max(0)).sum();
    days(first, last).max(0) - known
}

/// Fills [`Shop::covered`](super::Shop). A shop whose orders no import accounts for is known from its first to its last order.
pub(super) fn fill(frames: &FactFrames, dims: &Dims, facts: &mut Facts) -> Result<(), FactsError> {
    let read = Columns { frame: &frames.coverage, name: "coverage" };
    let (shops, from, to) = (read.counts("shop")?, read.ints("from")?, read.ints("to")?);
    let mut runs: Vec<Vec<Run>> = vec![Vec::new(); facts.shops.len()];
    for ((shop, from), to) in shops.iter().zip(from).zip(to) {
        let own = dims.shop(*shop).and_then(|shop| runs.get_mut(usize::from(shop)));
        if let Some(own) = own.filter(|_| from != NONE && to != NONE) {
            own.push((from as i32, to as i32));
        }
    }
    for (shop, runs) in facts.shops.iter_mut().zip(runs) {
        shop.covered = if runs.is_empty() { shop.span.into_iter().collect() } else { joined(runs) };
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn runs_that_touch_are_one_and_days_between_runs_are_missing() {
        let runs = joined(vec![(20, 25), (1, 5), (6, 8), (22, 23)]);
        assert_eq!(runs, [(1, 8), (20, 25)]);
        assert!(touches(&runs, 8, 9) && touches(&runs, 0, 1) && touches(&runs, 9, 20));
        assert!(!touches(&runs, 9, 19) && !touches(&runs, 26, 99) && !touches(&[], 0, 9));
        assert_eq!((missing(&runs, 1, 25), missing(&runs, 9, 19), missing(&runs, 21, 30)), (11, 11, 5));
    }

    proptest! {
        #[test]
        fn a_day_is_missing_or_touched(runs in prop::collection::vec((0_i32..60, 0_i32..9), 0..9), first in 0_i32..60, more in 0_i32..30) {
            let runs = joined(runs.into_iter().map(|(from, more)| (from, from + more)).collect());
            let touched = (first..=first + more).filter(|day| touches(&runs, *day, *day)).count() as i64;
            prop_assert_eq!(i64::from(more) + 1 - touched, missing(&runs, first, first + more));
        }
    }
}
