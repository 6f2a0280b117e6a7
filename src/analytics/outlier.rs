//! Days that stand out (异常日): daily amounts on a logarithmic scale, freed of the weekday and of the slow trend, judged by the
//! robust z-score (0.6745 · distance from the median ÷ median absolute deviation; Iglewicz and Hoaglin, 1993).

/// Robust z from which a day stands out.
pub const LIMIT: f64 = 3.5;

/// Fewer known days than this say nothing about what is usual.
const LEAST_DAYS: usize = 21;

/// Days to each side over which the slow trend is taken.
const REACH: usize = 14;

/// A deviation below this share of the usual amount never stands out, however calm the other days are: e^0.2 is 22 %.
const LEAST_DISTANCE: f64 = 0.2;

/// A day far from what was usual.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outlier {
    /// Index into the days given.
    pub at: usize,
    /// Robust z-score; above zero for a high day.
    pub z: f64,
    /// What was usual for that weekday at that time, in the unit given.
    pub usual: i64,
}

/// The days of `values` (consecutive, the first on `weekday`, Monday = 0) that stand out, in order. `None` is a gap.
pub fn find(values: &[Option<i64>], weekday: u8) -> Vec<Outlier> {
    let known = values.iter().flatten().count();
    if known < LEAST_DAYS {
        return Vec::new();
    }
    let logs: Vec<Option<f64>> = values.iter().map(|value| value.map(|v| (v.max(0) as f64).ln_1p())).collect();
    let trend: Vec<f64> = (0..logs.len()).map(|at| local_median(&logs, at)).collect();
    let flat: Vec<Option<f64>> = logs.iter().zip(&trend).map(|(log, trend)| log.map(|log| log - trend)).collect();
    let by_weekday: Vec<f64> = (0..7).map(|day| median_of(weekdays(&flat, weekday, day))).collect();
    let usual_log = |at: usize| {
        let day = (usize::from(weekday) + at) % 7;
        trend.get(at).copied().unwrap_or_default() + by_weekday.get(day).copied().unwrap_or_default()
    };
    let distance: Vec<Option<f64>> =
        logs.iter().enumerate().map(|(at, log)| log.map(|log| log - usual_log(at))).collect();
    let middle = median_of(distance.iter().flatten().copied());
    let spread = median_of(distance.iter().flatten().map(|d| (d - middle).abs())).max(0.02);
    distance
        .iter()
        .enumerate()
        .filter_map(|(at, distance)| {
            let distance = (*distance)? - middle;
            let z = 0.6745 * distance / spread;
            (z.abs() > LIMIT && distance.abs() > LEAST_DISTANCE).then(|| Outlier {
                at,
                z,
                usual: usual_log(at).exp_m1().max(0.0).round() as i64,
            })
        })
        .collect()
}

/// The median of the known values around `at`.
fn local_median(logs: &[Option<f64>], at: usize) -> f64 {
    let from = at.saturating_sub(REACH);
    let to = (at + REACH + 1).min(logs.len());
    median_of(logs.get(from..to).unwrap_or_default().iter().flatten().copied())
}

fn weekdays(flat: &[Option<f64>], first: u8, day: usize) -> impl Iterator<Item = f64> {
    flat.iter().enumerate().filter(move |(at, _)| (usize::from(first) + at) % 7 == day).filter_map(|(_, value)| *value)
}

/// The median, 0 of nothing.
fn median_of(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    match (sorted.get(middle), middle.checked_sub(1).and_then(|below| sorted.get(below))) {
        (Some(high), Some(low)) if sorted.len().is_multiple_of(2) => f64::midpoint(*high, *low),
        (Some(high), _) => *high,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten weeks in which Sunday sells twice as much, with a little unrest.
    fn weeks() -> Vec<Option<i64>> {
        (0..70i64).map(|day| Some(if day % 7 == 6 { 200_000 } else { 100_000 } + (day * 7919) % 9000)).collect()
    }

    #[test]
    fn a_sunday_like_every_sunday_does_not_stand_out() {
        assert_eq!(find(&weeks(), 0), []);
    }

    #[test]
    fn a_promotion_and_a_day_without_sales_stand_out() {
        let mut days = weeks();
        days[38] = Some(900_000);
        days[52] = Some(0);
        days[60] = None;
        let found = find(&days, 0);
        assert_eq!(
            found.iter().map(|outlier| (outlier.at, outlier.z > 0.0)).collect::<Vec<_>>(),
            [(38, true), (52, false)]
        );
        assert!((95_000..115_000).contains(&found[0].usual), "{}", found[0].usual);
    }

    #[test]
    fn three_weeks_are_needed_to_know_what_is_usual() {
        assert_eq!(find(&[Some(1), Some(1_000_000)], 0), []);
    }
}
