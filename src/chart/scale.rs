//! Scales with round ticks (刻度): 0, 5万, 10万 and never 0, 3.7万, 7.4万.
//!
//! Steps are 1, 2, 2.5 or 5 times a power of ten, which reads round in 万 and 亿 as it does in k and M.

use crate::chart::spec::Unit;

/// A range of values with its ticks.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    pub min: f64,
    pub max: f64,
    pub step: f64,
    /// From `min` to `max`, rising, at least two.
    pub ticks: Vec<f64>,
}

/// Whether a scale must reach zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Zero {
    /// Bars and areas: their length is the figure.
    Included,
    /// Lines of ratios and times: only when the values come near it.
    Near,
}

const MANTISSAS: [f64; 4] = [1.0, 2.0, 2.5, 5.0];
/// Finer choices for the second axis, whose number of intervals is given by the first.
const FINE: [f64; 10] = [1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.5, 8.0];

impl Scale {
    /// The scale of values between `low` and `high`, in about `intervals` intervals.
    pub fn nice(low: f64, high: f64, intervals: usize, zero: Zero, unit: Unit) -> Self {
        let (low, high) = spread(low, high, zero, unit);
        let step = round_step((high - low) / intervals.max(1) as f64, &MANTISSAS).max(least_step(unit));
        let (first, last) = ((low / step).floor(), (high / step).ceil());
        Self::from_steps(first, last.max(first + 1.0), step)
    }

    /// The scale of the second axis: intervals below and above zero as on the first, so that both share grid lines.
    pub fn beside(low: f64, high: f64, below: usize, above: usize, unit: Unit) -> Self {
        let (low, high) = spread(low, high, Zero::Included, unit);
        let share = |value: f64, count: usize| if count == 0 { 0.0 } else { value / count as f64 };
        let wanted = share(high.max(0.0), above).max(share((-low).max(0.0), below));
        let step = round_step(wanted, &FINE).max(least_step(unit));
        Self::from_steps(-(below as f64), above as f64, step)
    }

    fn from_steps(first: f64, last: f64, step: f64) -> Self {
        let count = (last - first).round().clamp(1.0, 1000.0) as usize;
        // Every tick is made from its number and not by adding up: 3 × 0.1, not 0.1 + 0.1 + 0.1.
        let ticks: Vec<f64> = (0..=count).map(|n| tidy((first + n as f64) * step, step)).collect();
        let (min, max) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
        Self { min, max, step, ticks }
    }

    /// Number of intervals below and above zero.
    pub fn intervals(&self) -> (usize, usize) {
        let count = |span: f64| (span.max(0.0) / self.step).round() as usize;
        (count(-self.min), count(self.max))
    }

    /// Where `value` lies, 0 at `min` and 1 at `max`; outside values are clamped, so that no mark leaves the plot.
    pub fn part(&self, value: f64) -> f32 {
        if !value.is_finite() {
            return 0.0;
        }
        ((value - self.min) / (self.max - self.min)).clamp(0.0, 1.0) as f32
    }
}

/// The range made wide enough to have ticks, and reaching zero where it must.
fn spread(low: f64, high: f64, zero: Zero, unit: Unit) -> (f64, f64) {
    let clean = |v: f64| if v.is_finite() { v.clamp(-1e15, 1e15) } else { 0.0 };
    let (low, high) = (clean(low.min(high)), clean(low.max(high)));
    let near = low >= 0.0 && low <= 0.6 * high || high <= 0.0 && high >= 0.6 * low || low < 0.0 && high > 0.0;
    let (low, high) = if zero == Zero::Included || near { (low.min(0.0), high.max(0.0)) } else { (low, high) };
    if high - low > high.abs().max(low.abs()) * 1e-9 {
        return (low, high);
    }
    // All values are equal.
    if high.abs() < f64::EPSILON {
        (0.0, if unit == Unit::Percent { 0.1 } else { 1.0 })
    } else {
        let margin = high.abs() * 0.1;
        (low - margin, high + margin)
    }
}

/// Half an order is no tick.
fn least_step(unit: Unit) -> f64 {
    match unit {
        Unit::Count => 1.0,
        Unit::Money => 0.01,
        Unit::Percent => 0.001,
        Unit::Hours | Unit::Days | Unit::Plain => 0.01,
    }
}

/// The smallest round step that is not below `wanted`.
fn round_step(wanted: f64, mantissas: &[f64]) -> f64 {
    if !wanted.is_finite() || wanted <= 0.0 {
        return 1.0;
    }
    let power = wanted.log10().floor() as i32;
    (power..=power + 1)
        .flat_map(|p| mantissas.iter().map(move |m| m * 10f64.powi(p)))
        .find(|step| *step >= wanted * (1.0 - 1e-9))
        .unwrap_or(wanted)
}

/// Takes the dust of binary fractions off a tick.
fn tidy(value: f64, step: f64) -> f64 {
    let decimals = (3.0 - step.log10().floor()).clamp(0.0, 12.0) as i32;
    let scale = 10f64.powi(decimals);
    let rounded = (value * scale).round() / scale;
    if rounded.abs() < step / 1000.0 { 0.0 } else { rounded }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn seventeen_wan_gets_ticks_of_five_wan() {
        let scale = Scale::nice(0.0, 172_700.0, 4, Zero::Included, Unit::Money);
        assert_eq!(scale.ticks, [0.0, 50_000.0, 100_000.0, 150_000.0, 200_000.0]);
    }

    #[test]
    fn bars_start_at_zero_and_a_narrow_line_need_not() {
        assert_eq!(Scale::nice(90.0, 100.0, 4, Zero::Included, Unit::Plain).ticks, [0.0, 25.0, 50.0, 75.0, 100.0]);
        let line = Scale::nice(0.92, 0.98, 3, Zero::Near, Unit::Percent);
        assert_eq!(line.ticks, [0.92, 0.94, 0.96, 0.98]);
    }

    #[test]
    fn three_orders_have_no_tick_at_half_an_order() {
        assert_eq!(Scale::nice(0.0, 3.0, 6, Zero::Included, Unit::Count).ticks, [0.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn nothing_but_zeros_still_has_a_scale() {
        assert_eq!(Scale::nice(0.0, 0.0, 4, Zero::Included, Unit::Percent).max.to_bits(), 0.1f64.to_bits());
        assert!(Scale::nice(0.0, 0.0, 4, Zero::Included, Unit::Money).max > 0.0);
    }

    #[test]
    fn the_second_axis_shares_the_grid_of_the_first() {
        let scale = Scale::beside(0.0, 0.043, 0, 4, Unit::Percent);
        assert_eq!(scale.ticks, [0.0, 0.015, 0.03, 0.045, 0.06]);
    }

    proptest! {
        #[test]
        fn ticks_rise_evenly_and_hold_all_values(a in -1e12f64..1e12, b in -1e12f64..1e12, n in 1usize..9, near: bool) {
            let zero = if near { Zero::Near } else { Zero::Included };
            for unit in [Unit::Money, Unit::Count, Unit::Percent, Unit::Plain] {
                let scale = Scale::nice(a, b, n, zero, unit);
                prop_assert!(scale.ticks.len() >= 2 && scale.ticks.len() <= n + 3);
                prop_assert!(scale.ticks.windows(2).all(|w| w[0] < w[1]));
                let slack = scale.step * 1e-6;
                prop_assert!(scale.min <= a.min(b) + slack && scale.max >= a.max(b) - slack);
                if zero == Zero::Included {
                    prop_assert!(scale.ticks.contains(&0.0));
                }
                let mantissa = scale.step / 10f64.powf(scale.step.log10().floor());
                prop_assert!(MANTISSAS.iter().any(|m| (m - mantissa).abs() < 1e-6 || (m * 10.0 - mantissa).abs() < 1e-6));
            }
        }

        #[test]
        fn small_values_have_ticks_too(a in -1.0f64..1.0, b in -1.0f64..1.0) {
            let scale = Scale::nice(a, b, 4, Zero::Near, Unit::Percent);
            prop_assert!(scale.ticks.windows(2).all(|w| w[0] < w[1]));
        }
    }
}
