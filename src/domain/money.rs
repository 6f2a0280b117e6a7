//! Money (金额) in whole fen, so that sums are exact.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

/// An amount of Chinese yuan, counted in fen (分). Signed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    pub const ZERO: Self = Self(0);

    /// `fen` hundredths of a yuan.
    pub const fn from_fen(fen: i64) -> Self {
        Self(fen)
    }

    /// The amount in fen.
    pub const fn fen(self) -> i64 {
        self.0
    }

    /// The nearest amount to a number of yuan (half away from zero); `None` beyond the range of `i64` fen.
    pub fn from_yuan(yuan: Decimal) -> Option<Self> {
        yuan.checked_mul(Decimal::ONE_HUNDRED)?
            .round_dp_with_strategy(0, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .map(Self)
    }

    /// The amount in yuan with two decimals.
    pub fn yuan(self) -> Decimal {
        Decimal::new(self.0, 2)
    }

    /// The amount without its sign.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// Splits the amount in proportion to `weights` by largest remainder: the parts add up to the amount exactly.
    ///
    /// Weights below zero count as zero. When no weight is above zero the parts are as equal as fen allow.
    /// Ties go to the earlier part, so the split is reproducible. No weights give no parts.
    pub fn split(self, weights: &[i64]) -> Vec<Self> {
        let count = weights.len() as i128;
        if count == 0 {
            return Vec::new();
        }
        let clean: Vec<i128> = weights.iter().map(|w| i128::from((*w).max(0))).collect();
        let total: i128 = clean.iter().sum();
        let (clean, total) = if total == 0 { (vec![1; weights.len()], count) } else { (clean, total) };
        let sign: i128 = if self.0 < 0 { -1 } else { 1 };
        let amount = i128::from(self.0).abs();
        let mut parts: Vec<i128> = clean.iter().map(|w| amount * w / total).collect();
        let mut order: Vec<(usize, i128)> = clean.iter().map(|w| amount * w % total).enumerate().collect();
        order.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        let left = amount - parts.iter().sum::<i128>();
        for (at, _) in order.into_iter().take(usize::try_from(left).unwrap_or(0)) {
            if let Some(part) = parts.get_mut(at) {
                *part += 1;
            }
        }
        parts.into_iter().map(|part| Self(i64::try_from(part * sign).unwrap_or(0))).collect()
    }
}

impl fmt::Display for Money {
    /// `1234.50`, `-0.05`: two decimals, no thousands separators.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fen = self.0.unsigned_abs();
        let sign = if self.0 < 0 { "-" } else { "" };
        write!(f, "{sign}{}.{:02}", fen / 100, fen % 100)
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Money {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        self.0 += other.0;
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Self) {
        self.0 -= other.0;
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ten_yuan_over_three_equal_lines_is_334_333_333() {
        let parts = Money::from_fen(1000).split(&[1, 1, 1]);
        assert_eq!(parts, [334, 333, 333].map(Money::from_fen));
    }

    #[test]
    fn an_amount_without_weights_is_shared_equally() {
        assert_eq!(Money::from_fen(5).split(&[0, 0]), [3, 2].map(Money::from_fen));
    }

    #[test]
    fn prints_small_negative_amounts_with_their_sign() {
        assert_eq!(Money::from_fen(-5).to_string(), "-0.05");
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_fen(amount in -1_000_000_000_000i64..1_000_000_000_000, weights in prop::collection::vec(0i64..10_000_000, 1..40)) {
            let parts = Money::from_fen(amount).split(&weights);
            prop_assert_eq!(parts.len(), weights.len());
            prop_assert_eq!(parts.into_iter().sum::<Money>(), Money::from_fen(amount));
        }
    }
}
