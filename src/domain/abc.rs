//! ABC: few products bring most of the sales (ABC 分类), with the Pareto curve.

use serde::{Deserialize, Serialize};

/// Where the classes are cut, in percent of the total (80 and 95 by default).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AbcCuts {
    pub a: u8,
    pub b: u8,
}

impl Default for AbcCuts {
    fn default() -> Self {
        Self { a: 80, b: 95 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AbcClass {
    A,
    B,
    C,
}

impl AbcClass {
    pub const ALL: [Self; 3] = [Self::A, Self::B, Self::C];

    pub const fn letter(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::B => "B",
            Self::C => "C",
        }
    }
}

/// What one class holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct AbcSum {
    pub products: i64,
    pub value: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Abc {
    /// Indexes of the values from the highest down.
    pub order: Vec<u32>,
    /// Running sum along `order`.
    pub running: Vec<i64>,
    /// Class of every value, in the order of the values.
    pub class: Vec<AbcClass>,
    /// In the order of [`AbcClass::ALL`].
    pub sums: [AbcSum; 3],
    pub total: i64,
}

/// Classifies products by value (net sales, pieces or gross profit). A product is A while the products before it bring less than
/// the first cut of the total, B while less than the second, else C. Values of zero and below are always C.
pub fn abc(values: &[i64], cuts: AbcCuts) -> Abc {
    let mut order: Vec<u32> = (0..values.len() as u32).collect();
    let value = |at: u32| values.get(at as usize).copied().unwrap_or(0);
    order.sort_unstable_by_key(|at| (std::cmp::Reverse(value(*at)), *at));
    let base: i128 = values.iter().filter(|value| **value > 0).map(|value| i128::from(*value)).sum();
    let mut found =
        Abc { class: vec![AbcClass::C; values.len()], running: Vec::with_capacity(order.len()), ..Abc::default() };
    let mut sum = 0_i64;
    for at in &order {
        let one = value(*at);
        let before = i128::from(sum) * 100;
        let class = if one <= 0 {
            AbcClass::C
        } else if before < base * i128::from(cuts.a) {
            AbcClass::A
        } else if before < base * i128::from(cuts.b) {
            AbcClass::B
        } else {
            AbcClass::C
        };
        sum += one;
        found.running.push(sum);
        if let Some(slot) = found.class.get_mut(*at as usize) {
            *slot = class;
        }
        if let Some(group) = found.sums.get_mut(class as usize) {
            group.products += 1;
            group.value += one;
        }
    }
    found.total = sum;
    found.order = order;
    found
}

impl Abc {
    pub fn sum(&self, class: AbcClass) -> AbcSum {
        self.sums.get(class as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn products_that_make_up_the_first_80_percent_are_a() {
        // Sorted: 500, 300, 100, 60, 40 of 1000. Before each: 0, 50, 80, 90, 96 %.
        let found = abc(&[60, 500, 40, 300, 100], AbcCuts::default());
        assert_eq!(found.order, [1, 3, 4, 0, 2]);
        assert_eq!(found.running, [500, 800, 900, 960, 1_000]);
        use AbcClass::{A, B, C};
        assert_eq!(found.class, [B, A, C, A, B]);
        assert_eq!(found.sum(A), AbcSum { products: 2, value: 800 });
        assert_eq!(found.sum(B), AbcSum { products: 2, value: 160 });
        assert_eq!(found.total, 1_000);
    }

    #[test]
    fn what_earned_nothing_or_lost_money_is_c() {
        let found = abc(&[0, 100, -30], AbcCuts::default());
        assert_eq!(found.class, [AbcClass::C, AbcClass::A, AbcClass::C]);
        assert_eq!(found.total, 70);
        assert_eq!(abc(&[], AbcCuts::default()).total, 0);
    }

    proptest! {
        #[test]
        fn the_classes_add_up_to_the_whole(values in prop::collection::vec(-50_i64..100_000, 0..200), a in 1_u8..90, more in 0_u8..10) {
            let found = abc(&values, AbcCuts { a, b: a + more });
            prop_assert_eq!(found.sums.iter().map(|sum| sum.products).sum::<i64>(), values.len() as i64);
            prop_assert_eq!(found.sums.iter().map(|sum| sum.value).sum::<i64>(), values.iter().sum::<i64>());
            prop_assert!(found.class.iter().zip(&values).all(|(class, value)| *class == AbcClass::C || *value > 0));
        }
    }
}
