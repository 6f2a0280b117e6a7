//! Sharing orders out (均衡分配): the next one goes to whoever has least to do.

use std::collections::HashMap;

/// What somebody has on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    pub staff: i64,
    /// Orders given to them that are not sent yet.
    pub open: i64,
    /// Orders given to them today.
    pub today: i64,
}

/// Hands orders out one after the other. Whoever it does not know (somebody who has left) gets none.
#[derive(Debug, Clone, Default)]
pub struct Balance {
    /// Open orders, and those of today.
    loads: HashMap<i64, (i64, i64)>,
}

impl Balance {
    pub fn new(loads: impl IntoIterator<Item = Load>) -> Self {
        Self { loads: loads.into_iter().map(|load| (load.staff, (load.open, load.today))).collect() }
    }

    /// Whoever of these has the fewest open orders, then the fewest of today, then stands first. The order counts as theirs from now on.
    pub fn pick(&mut self, among: &[i64]) -> Option<i64> {
        let load = |staff: &i64| self.loads.get(staff).copied();
        // `min_by_key` keeps the first of equals.
        let chosen = among.iter().filter_map(|staff| Some((*staff, load(staff)?))).min_by_key(|(_, load)| *load)?.0;
        if let Some((open, today)) = self.loads.get_mut(&chosen) {
            *open += 1;
            *today += 1;
        }
        Some(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn load(staff: i64, open: i64, today: i64) -> Load {
        Load { staff, open, today }
    }

    #[test]
    fn open_orders_count_first_then_those_of_today_then_the_order_of_the_list() {
        let mut balance = Balance::new([load(1, 3, 0), load(2, 2, 9), load(3, 2, 4), load(4, 2, 4)]);
        let picks: Vec<_> = (0..5).map(|_| balance.pick(&[1, 2, 3, 4])).collect();
        // 3 and 4 have two open and four today: 3 stands first. Then 4, then 2; now all have three, and 1 got none today.
        assert_eq!(picks, [Some(3), Some(4), Some(2), Some(1), Some(3)]);
    }

    #[test]
    fn somebody_who_has_left_gets_nothing() {
        let mut balance = Balance::new([load(2, 50, 50)]);
        assert_eq!((balance.pick(&[1, 2]), balance.pick(&[1])), (Some(2), None));
    }

    proptest! {
        #[test]
        fn equal_desks_never_differ_by_more_than_one(staff in 1_i64..9, orders in 0_usize..400) {
            let among: Vec<i64> = (1..=staff).collect();
            let mut balance = Balance::new(among.iter().map(|id| load(*id, 0, 0)));
            let mut got: HashMap<i64, usize> = among.iter().map(|id| (*id, 0)).collect();
            for _ in 0..orders {
                let picked = balance.pick(&among);
                prop_assert!(picked.is_some());
                *got.entry(picked.unwrap_or_default()).or_default() += 1;
            }
            let (least, most) = (got.values().min().copied(), got.values().max().copied());
            prop_assert!(most.unwrap_or_default() - least.unwrap_or_default() <= 1);
            prop_assert_eq!(got.values().sum::<usize>(), orders);
        }

        #[test]
        fn unequal_desks_come_closer(open in prop::collection::vec(0_i64..20, 2..6)) {
            let among: Vec<i64> = (1..).take(open.len()).collect();
            let mut balance = Balance::new(among.iter().zip(&open).map(|(id, open)| load(*id, *open, 0)));
            let mut now = open.clone();
            for _ in 0..200 {
                let Some(picked) = balance.pick(&among) else { continue };
                now[usize::try_from(picked - 1).unwrap_or_default()] += 1;
            }
            let spread = now.iter().max().zip(now.iter().min()).map_or(0, |(most, least)| most - least);
            prop_assert!(spread <= 1, "{now:?}");
        }
    }
}
