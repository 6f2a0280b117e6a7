//! Seeded chance (随机): every draw of the sample shop comes from here, so that one seed makes one shop.
//!
//! A [`Dice`] is made from the shop's seed and a label. Separate labels give independent streams, so one part of the shop
//! can be drawn again (a customer, a day) without drawing all that came before.

use rand::{RngCore, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A stream of reproducible draws.
#[derive(Debug, Clone)]
pub struct Dice(ChaCha8Rng);

/// Mixes two numbers into one with all bits stirred (the finaliser of `splitmix64`).
pub fn mix(a: u64, b: u64) -> u64 {
    let mut z = a.wrapping_add(b.wrapping_mul(0x9E37_79B9_7F4A_7C15)).wrapping_add(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl Dice {
    /// The stream `label` of `seed`.
    pub fn new(seed: u64, label: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(mix(seed, label)))
    }

    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Even in `[0, 1)`.
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// Even in `[0, n)`; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        if n == 0 { 0 } else { ((u128::from(self.0.next_u64()) * u128::from(n)) >> 64) as u64 }
    }

    /// Even in `[from, to]`.
    pub fn between(&mut self, from: i64, to: i64) -> i64 {
        let width = to.saturating_sub(from).saturating_add(1).max(1);
        from + self.below(width.unsigned_abs()) as i64
    }

    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Standard normal, by Box and Muller.
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// Log-normal with the given median; `sigma` is the deviation of the logarithm.
    pub fn around(&mut self, median: f64, sigma: f64) -> f64 {
        median * (sigma * self.normal()).exp()
    }

    /// Exponential with the given mean.
    pub fn wait(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Gamma, by Marsaglia and Tsang (2000).
    pub fn gamma(&mut self, shape: f64, scale: f64) -> f64 {
        if shape < 1.0 {
            let boost = (1.0 - self.unit()).powf(1.0 / shape);
            return boost * self.gamma(shape + 1.0, scale);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v > 0.0 && (1.0 - self.unit()).ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return d * v * scale;
            }
        }
    }

    /// Beta in `(0, 1)`.
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let x = self.gamma(a, 1.0);
        let y = self.gamma(b, 1.0);
        if x + y > 0.0 { x / (x + y) } else { 0.5 }
    }

    /// How many of `n` trials succeed. Exact where few do, by the normal approximation where many do.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        if n == 0 || p <= 0.0 {
            return 0;
        }
        if p >= 1.0 {
            return n;
        }
        if p > 0.5 {
            return n - self.binomial(n, 1.0 - p);
        }
        let mean = n as f64 * p;
        if mean > 40.0 {
            let drawn = (mean + (mean * (1.0 - p)).sqrt() * self.normal()).round();
            return (drawn.max(0.0) as u64).min(n);
        }
        // Walk the cumulative distribution from zero.
        let odds = p / (1.0 - p);
        let mut mass = (n as f64 * (1.0 - p).ln()).exp();
        let mut left = self.unit();
        for k in 0..n {
            if left < mass {
                return k;
            }
            left -= mass;
            mass *= odds * (n - k) as f64 / (k + 1) as f64;
        }
        n
    }

    /// A place drawn in proportion to `weights`; `None` when none is above zero.
    pub fn weighted(&mut self, weights: impl Iterator<Item = f64> + Clone) -> Option<usize> {
        let total: f64 = weights.clone().map(|w| w.max(0.0)).sum();
        if total <= 0.0 {
            return None;
        }
        let mut left = self.unit() * total;
        let mut last = None;
        for (at, weight) in weights.enumerate() {
            if weight > 0.0 {
                last = Some(at);
                if left < weight {
                    break;
                }
                left -= weight;
            }
        }
        last
    }

    /// One of `choices`, each with its weight. The table must not be empty: an empty one gives `None`.
    pub fn choose<'t, T>(&mut self, choices: &'t [(T, u32)]) -> Option<&'t T> {
        let at = self.weighted(choices.iter().map(|c| f64::from(c.1)))?;
        choices.get(at).map(|c| &c.0)
    }

    /// One of `choices`, all alike.
    pub fn any<'t, T>(&mut self, choices: &'t [T]) -> Option<&'t T> {
        let at = self.below(choices.len() as u64) as usize;
        choices.get(at)
    }

    /// `n` decimal digits.
    pub fn digits(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

/// Running totals of weights, so that many draws from one table cost a binary search each.
#[derive(Debug, Clone, Default)]
pub struct Wheel(Vec<f64>);

impl Wheel {
    pub fn new(weights: impl Iterator<Item = f64>) -> Self {
        Self(
            weights
                .scan(0.0, |sum, weight| {
                    *sum += weight.max(0.0);
                    Some(*sum)
                })
                .collect(),
        )
    }

    /// Sum of the weights.
    pub fn total(&self) -> f64 {
        self.0.last().copied().unwrap_or(0.0)
    }

    /// A place drawn in proportion to its weight; `None` when no weight is above zero.
    pub fn spin(&self, dice: &mut Dice) -> Option<usize> {
        let total = self.total();
        if total <= 0.0 {
            return None;
        }
        let mark = dice.unit() * total;
        let at = self.0.partition_point(|sum| *sum <= mark);
        (at < self.0.len()).then_some(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_shapes_they_are_named_after() {
        let mut dice = Dice::new(1, 1);
        let n = 20_000;
        let mean = |draw: &mut dyn FnMut(&mut Dice) -> f64, dice: &mut Dice| {
            (0..n).map(|_| draw(dice)).sum::<f64>() / f64::from(n)
        };
        assert!((mean(&mut Dice::unit, &mut dice) - 0.5).abs() < 0.01);
        assert!(mean(&mut Dice::normal, &mut dice).abs() < 0.03);
        assert!((mean(&mut |d| d.gamma(0.6, 2.0), &mut dice) - 1.2).abs() < 0.05);
        assert!((mean(&mut |d| d.beta(1.0, 3.0), &mut dice) - 0.25).abs() < 0.01);
        assert!((mean(&mut |d| d.wait(7.0), &mut dice) - 7.0).abs() < 0.2);
        assert!((mean(&mut |d| d.binomial(50, 0.1) as f64, &mut dice) - 5.0).abs() < 0.1);
        assert!((mean(&mut |d| d.binomial(5_000, 0.9) as f64, &mut dice) - 4_500.0).abs() < 2.0);
    }

    #[test]
    fn a_wheel_follows_its_weights() {
        let wheel = Wheel::new([1.0, 0.0, 3.0].into_iter());
        let mut dice = Dice::new(2, 2);
        let mut hits = [0; 3];
        for _ in 0..8_000 {
            hits[wheel.spin(&mut dice).unwrap()] += 1;
        }
        assert_eq!(hits[1], 0);
        assert!((1_800..2_200).contains(&hits[0]), "{hits:?}");
    }
}
