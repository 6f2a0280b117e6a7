//! How much hangs on a few buyers (客户集中度): the share of the top 1, 5, 10 and 20 % and the Pareto curve.

use super::book::{Book, Nameless};

/// The shares that are looked at, in percent of the buyers.
pub const TOPS: [u32; 4] = [1, 5, 10, 20];

/// The best buyers up to some share of all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Top {
    pub percent: u32,
    /// How many that is: the share of the buyers rounded up, so that the top 1 % of 50 buyers is one.
    pub buyers: i64,
    /// Their net paid, fen.
    pub net: i64,
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Concentration {
    pub buyers: i64,
    /// Net paid by all known buyers, fen.
    pub net: i64,
    /// In the order of [`TOPS`].
    pub tops: Vec<Top>,
    /// Net of the best 0 %, 1 %, 2 % ... 100 % of the buyers, fen. Empty without buyers.
    pub curve: Vec<i64>,
    /// How many of the best buyers bring 80 % of the net.
    pub for_80: Option<i64>,
    pub nameless: Nameless,
}

/// Every buyer of the period with the net paid, highest first.
pub fn ranking(book: &Book, from: i32, to: i32) -> Vec<(u32, i64)> {
    let mut buyers: Vec<(u32, i64)> = book
        .buyers()
        .filter_map(|buyer| {
            let at = buyer.within(from, to);
            (!at.is_empty()).then(|| (buyer.id, buyer.net_in(at)))
        })
        .collect();
    buyers.sort_unstable_by_key(|(buyer, net)| (std::cmp::Reverse(*net), *buyer));
    buyers
}

/// Concentration of the net paid from day `from` to day `to`.
pub fn concentration(book: &Book, from: i32, to: i32) -> Concentration {
    let mut nets: Vec<i64> = book
        .buyers()
        .filter_map(|buyer| {
            let at = buyer.within(from, to);
            (!at.is_empty()).then(|| buyer.net_in(at))
        })
        .collect();
    nets.sort_unstable_by_key(|net| std::cmp::Reverse(*net));
    of_sorted(&nets, book.nameless(from, to))
}

fn of_sorted(nets: &[i64], nameless: Nameless) -> Concentration {
    let count = nets.len() as i64;
    let total: i64 = nets.iter().sum();
    let mut found = Concentration { buyers: count, net: total, nameless, ..Concentration::default() };
    if count == 0 {
        return found;
    }
    let top_count = |percent: i64| (count * percent + 99) / 100;
    let mut sum = 0;
    let mut percent = 0;
    for (at, net) in nets.iter().enumerate() {
        while percent <= 100 && top_count(percent) <= at as i64 {
            found.curve.push(sum);
            percent += 1;
        }
        sum += net;
        if found.for_80.is_none() && total > 0 && i128::from(sum) * 5 >= i128::from(total) * 4 {
            found.for_80 = Some(at as i64 + 1);
        }
    }
    while percent <= 100 {
        found.curve.push(sum);
        percent += 1;
    }
    found.tops = TOPS
        .iter()
        .map(|percent| Top {
            percent: *percent,
            buyers: top_count(i64::from(*percent)),
            net: found.curve.get(*percent as usize).copied().unwrap_or(0),
        })
        .collect();
    found
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_best_of_ten_buyers_brings_more_than_half() {
        let mut orders: Vec<(u32, i32, i64)> = (2..=10).map(|buyer| (buyer, 5, 1_000)).collect();
        orders.push((1, 5, 11_000));
        orders.push((0, 6, 99));
        let found = concentration(&book(&orders), 0, 10);
        assert_eq!((found.buyers, found.net), (10, 20_000));
        // 1 %, 5 % and 10 % of ten buyers are all one buyer; 20 % are two.
        let tops: Vec<(i64, i64)> = found.tops.iter().map(|top| (top.buyers, top.net)).collect();
        assert_eq!(tops, [(1, 11_000), (1, 11_000), (1, 11_000), (2, 12_000)]);
        assert_eq!(found.for_80, Some(6), "11,000 + 5 * 1,000 = 16,000 of 20,000");
        assert_eq!((found.curve[0], found.curve[50], found.curve[100]), (0, 15_000, 20_000));
        assert_eq!(ranking(&book(&orders), 0, 10)[0], (1, 11_000));
        assert_eq!(found.nameless, Nameless { orders: 1, net: 99 });
    }

    #[test]
    fn without_buyers_there_is_no_curve() {
        let found = concentration(&book(&[]), 0, 10);
        assert!(found.curve.is_empty() && found.tops.is_empty() && found.for_80.is_none());
    }

    proptest! {
        #[test]
        fn the_curve_has_101_points_and_ends_at_the_total(nets in prop::collection::vec(0_i64..10_000, 1..400)) {
            let orders: Vec<(u32, i32, i64)> = nets.iter().enumerate().map(|(at, net)| (at as u32 + 1, 3, *net)).collect();
            let found = concentration(&book(&orders), 0, 5);
            prop_assert_eq!(found.curve.len(), 101);
            prop_assert_eq!(found.curve[100], nets.iter().sum::<i64>());
            prop_assert!(found.curve.windows(2).all(|pair| pair[0] <= pair[1]));
        }
    }
}
