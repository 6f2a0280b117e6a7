//! Why an amount changed (变化拆解): the amount is a product of factors (访客 × 转化率 × 客单价), and the change is shared among them
//! by the logarithm of each factor's growth. The shares add up to the change exactly, to the fen, whatever the order of the
//! factors; no factor is left with an unexplained rest.
//!
//! With factors f and amounts A: share of f = L(A1, A0) · ln(f1 / f0), where L is the logarithmic mean (A1 − A0) / ln(A1 / A0).
//! (B. W. Ang, "The LMDI approach to decomposition analysis", Energy Policy 33, 2005.)

/// One factor of a product, before and now. Each is a numerator over a denominator, all of them not below zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    pub before: (i64, i64),
    pub now: (i64, i64),
}

impl Factor {
    pub const fn new(before: (i64, i64), now: (i64, i64)) -> Self {
        Self { before, now }
    }

    fn growth(self) -> Option<f64> {
        let before = self.before.0 as f64 / self.before.1 as f64;
        let now = self.now.0 as f64 / self.now.1 as f64;
        let growth = (now / before).ln();
        growth.is_finite().then_some(growth)
    }

    fn is_nothing(pair: (i64, i64)) -> bool {
        pair.0 == 0 || pair.1 == 0
    }
}

/// Shares the change from `before` to `now` (fen) among `factors`, whose product the amounts are.
///
/// Where one of the amounts is zero no logarithm exists: the first factor that is zero on one side only takes the whole change.
pub fn shares(before: i64, now: i64, factors: &[Factor]) -> Vec<i64> {
    let change = now - before;
    let growths: Option<Vec<f64>> =
        if before > 0 && now > 0 { factors.iter().map(|factor| factor.growth()).collect() } else { None };
    let Some(growths) = growths else {
        let culprit = factors
            .iter()
            .position(|factor| Factor::is_nothing(factor.before) != Factor::is_nothing(factor.now))
            .unwrap_or(0);
        return (0..factors.len()).map(|at| if at == culprit { change } else { 0 }).collect();
    };
    let mean = logarithmic_mean(before as f64, now as f64);
    let exact: Vec<f64> = growths.iter().map(|growth| mean * growth).collect();
    whole(&exact, change)
}

/// (a - b) / ln(a / b), which is `a` for equal numbers.
fn logarithmic_mean(a: f64, b: f64) -> f64 {
    let growth = (a / b).ln();
    if growth.abs() < 1e-12 { a } else { (a - b) / growth }
}

/// Rounds parts to whole numbers that add up to `total`: each is cut down, and what is missing goes to the largest remainders.
/// What rounding cannot explain (the parts did not add up) goes to the largest part.
fn whole(parts: &[f64], total: i64) -> Vec<i64> {
    let mut cut: Vec<i64> = parts.iter().map(|part| part.floor() as i64).collect();
    let mut order: Vec<(usize, f64)> = parts.iter().map(|part| part - part.floor()).enumerate().collect();
    order.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let mut missing = total - cut.iter().sum::<i64>();
    for (at, _) in order {
        if missing <= 0 {
            break;
        }
        if let Some(part) = cut.get_mut(at) {
            *part += 1;
            missing -= 1;
        }
    }
    let largest = parts.iter().enumerate().max_by(|a, b| a.1.abs().total_cmp(&b.1.abs())).map(|(at, _)| at);
    if let Some(part) = largest.and_then(|at| cut.get_mut(at)) {
        *part += missing;
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn doubling_visitors_at_equal_conversion_and_average_is_all_visitors() {
        // 100 visitors, 10 buyers, ¥1000 -> 200 visitors, 20 buyers, ¥2000
        let factors = [
            Factor::new((100, 1), (200, 1)),
            Factor::new((10, 100), (20, 200)),
            Factor::new((100_000, 10), (200_000, 20)),
        ];
        assert_eq!(shares(100_000, 200_000, &factors), [100_000, 0, 0]);
    }

    #[test]
    fn two_equal_growths_share_a_change_equally() {
        // 10 buyers at ¥10 -> 20 buyers at ¥20: 100 -> 400, each factor doubled
        let factors = [Factor::new((10, 1), (20, 1)), Factor::new((10_000, 10), (40_000, 20))];
        assert_eq!(shares(10_000, 40_000, &factors), [15_000, 15_000]);
    }

    #[test]
    fn sales_out_of_nothing_are_put_to_the_buyers() {
        let factors = [Factor::new((500, 1), (400, 1)), Factor::new((0, 500), (3, 400)), Factor::new((0, 0), (900, 3))];
        assert_eq!(shares(0, 900, &factors), [0, 900, 0]);
        assert_eq!(shares(0, 0, &factors), [0, 0, 0]);
    }

    proptest! {
        #[test]
        fn the_shares_add_up_to_the_change(
            v in (1i64..5_000_000, 1i64..5_000_000),
            b in (0i64..400_000, 0i64..400_000),
            a in (0i64..900_000_000_000, 0i64..900_000_000_000),
        ) {
            let a = (if b.0 == 0 { 0 } else { a.0 }, if b.1 == 0 { 0 } else { a.1 });
            let factors = [
                Factor::new((v.0, 1), (v.1, 1)),
                Factor::new((b.0, v.0), (b.1, v.1)),
                Factor::new((a.0, b.0), (a.1, b.1)),
            ];
            let parts = shares(a.0, a.1, &factors);
            prop_assert_eq!(parts.iter().sum::<i64>(), a.1 - a.0);
        }

        #[test]
        fn the_order_of_the_factors_does_not_matter(
            v in (1i64..500_000, 1i64..500_000), b in (1i64..40_000, 1i64..40_000), a in (1i64..90_000_000, 1i64..90_000_000),
        ) {
            let one = Factor::new((v.0, 1), (v.1, 1));
            let two = Factor::new((b.0, v.0), (b.1, v.1));
            let three = Factor::new((a.0, b.0), (a.1, b.1));
            let forth = shares(a.0, a.1, &[one, two, three]);
            let back = shares(a.0, a.1, &[three, two, one]);
            for (x, y) in forth.iter().zip(back.iter().rev()) {
                prop_assert!((x - y).abs() <= 1);
            }
        }
    }
}
