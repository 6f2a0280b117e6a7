//! RFM: buyers of a period by recency, frequency and money, in eight groups (客户分层).
//!
//! R = whole days since the last paid order, counted from the last day looked at; F = paid orders; M = net paid. Each is above or
//! below a cut. The owner sets the cuts; a cut that is not set is the median of the period's buyers, and at least two orders for F,
//! since a median of one order would call everybody frequent.

use std::collections::HashMap;

use super::book::{Book, Nameless};
use super::ledger::{book, days};
use crate::analytics::facts::Facts;
use crate::analytics::filter::{Filter, Slice};
use crate::analytics::quantile::{Share, quantile};

/// The owner's thresholds (阈值); `None` is worked out from the buyers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct CutSettings {
    /// Recent = at most so many days ago.
    pub recent_days: Option<u32>,
    /// Frequent = at least so many orders.
    pub orders: Option<u32>,
    /// Big = at least so much net paid, fen.
    pub net: Option<i64>,
}

/// The cuts that were used.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cuts {
    pub recent_days: u32,
    pub orders: u32,
    /// Fen.
    pub net: i64,
}

/// One buyer's three measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    /// Dense buyer index.
    pub buyer: u32,
    /// Days since the last paid order.
    pub recency: u32,
    /// Paid orders in the period.
    pub orders: u32,
    /// Net paid in the period, fen.
    pub net: i64,
}

/// The eight groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// 重要价值: recent, frequent, big
    Champion,
    /// 重要发展: recent, seldom, big
    Promising,
    /// 重要保持: long ago, frequent, big
    ToKeep,
    /// 重要挽留: long ago, seldom, big
    ToWinBack,
    /// 一般价值: recent, frequent, small
    Regular,
    /// 一般发展: recent, seldom, small
    Fresh,
    /// 一般保持: long ago, frequent, small
    Cooling,
    /// 一般挽留: long ago, seldom, small
    Dormant,
}

impl Group {
    pub const ALL: [Self; 8] = [
        Self::Champion,
        Self::Promising,
        Self::ToKeep,
        Self::ToWinBack,
        Self::Regular,
        Self::Fresh,
        Self::Cooling,
        Self::Dormant,
    ];

    /// Stable English id; also the tail of the locale key `customers.rfm_champion`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Champion => "champion",
            Self::Promising => "promising",
            Self::ToKeep => "to_keep",
            Self::ToWinBack => "to_win_back",
            Self::Regular => "regular",
            Self::Fresh => "fresh",
            Self::Cooling => "cooling",
            Self::Dormant => "dormant",
        }
    }

    /// Whether the group is recent, frequent and big, in this order.
    pub const fn traits(self) -> (bool, bool, bool) {
        match self {
            Self::Champion => (true, true, true),
            Self::Promising => (true, false, true),
            Self::ToKeep => (false, true, true),
            Self::ToWinBack => (false, false, true),
            Self::Regular => (true, true, false),
            Self::Fresh => (true, false, false),
            Self::Cooling => (false, true, false),
            Self::Dormant => (false, false, false),
        }
    }
}

impl Cuts {
    pub const fn group(&self, one: &Measured) -> Group {
        match (one.recency <= self.recent_days, one.orders >= self.orders, one.net >= self.net) {
            (true, true, true) => Group::Champion,
            (true, false, true) => Group::Promising,
            (false, true, true) => Group::ToKeep,
            (false, false, true) => Group::ToWinBack,
            (true, true, false) => Group::Regular,
            (true, false, false) => Group::Fresh,
            (false, true, false) => Group::Cooling,
            (false, false, false) => Group::Dormant,
        }
    }
}

/// Sum of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GroupSum {
    pub buyers: i64,
    pub orders: i64,
    /// Fen.
    pub net: i64,
}

/// Upper ends of the columns of [`Rfm::grid`] in days; a last column has no end.
pub const RECENCY_STEPS: [u32; 5] = [30, 60, 90, 180, 365];

/// Rows of [`Rfm::grid`]: 1, 2, 3, 4 and more orders.
pub const FREQUENCY_ROWS: usize = 5;

#[derive(Debug, Clone, Default)]
pub struct Rfm {
    pub cuts: Cuts,
    /// In the order of [`Group::ALL`].
    pub groups: [GroupSum; 8],
    /// Buyers by number of orders (rows: 1, 2, 3, 4, 5 and more) and recency (columns: [`RECENCY_STEPS`] and beyond).
    pub grid: [[i64; RECENCY_STEPS.len() + 1]; FREQUENCY_ROWS],
    /// Every known buyer of the period, by index.
    pub buyers: Vec<Measured>,
    pub nameless: Nameless,
}

/// The days that tell who buyers are (观察窗口): the year that ends with the period, or the period itself where it is longer. Within a
/// month everybody came lately and hardly anybody twice.
pub fn window((from, to): (i32, i32)) -> (i32, i32) {
    (from.min(to - 364), to)
}

/// Measures the buyers who paid from day `from` to day `to`; recency counts back from `to`.
pub fn rfm(book: &Book, from: i32, to: i32, settings: CutSettings) -> Rfm {
    let mut buyers = Vec::new();
    for buyer in book.buyers() {
        let at = buyer.within(from, to);
        let Some(last) = at.end.checked_sub(1).filter(|_| !at.is_empty()).and_then(|last| buyer.day.get(last)) else {
            continue;
        };
        buyers.push(Measured {
            buyer: buyer.id,
            recency: (to - last).max(0) as u32,
            orders: at.len() as u32,
            net: buyer.net_in(at),
        });
    }
    let cuts = cuts(&buyers, settings);
    let mut rfm = Rfm { cuts, nameless: book.nameless(from, to), ..Rfm::default() };
    for one in &buyers {
        if let Some(sum) = rfm.groups.get_mut(cuts.group(one) as usize) {
            sum.buyers += 1;
            sum.orders += i64::from(one.orders);
            sum.net += one.net;
        }
        let column = RECENCY_STEPS.partition_point(|end| *end < one.recency);
        let row = (one.orders.max(1) as usize).min(FREQUENCY_ROWS) - 1;
        if let Some(cell) = rfm.grid.get_mut(row).and_then(|row| row.get_mut(column)) {
            *cell += 1;
        }
    }
    rfm.buyers = buyers;
    rfm
}

/// The group of every customer who ever paid, by the store's id: measured over all the data, recency counted from its last day.
pub fn groups(facts: &Facts, settings: CutSettings) -> HashMap<i64, Group> {
    let Some(whole) = facts.whole() else { return HashMap::new() };
    let slice = Slice::new(facts, &Filter::new(whole));
    let (from, to) = days(&slice, &slice.now);
    let rfm = rfm(&book(&slice), from, to, settings);
    let id = |one: &Measured| facts.buyers.get(one.buyer as usize).copied();
    rfm.buyers.iter().filter_map(|one| Some((id(one)?, rfm.cuts.group(one)))).collect()
}

fn cuts(buyers: &[Measured], settings: CutSettings) -> Cuts {
    let by_median = |of: fn(&Measured) -> u32| quantile(&mut buyers.iter().map(of).collect::<Vec<_>>(), Share::MEDIAN);
    Cuts {
        recent_days: settings.recent_days.or_else(|| by_median(|one| one.recency)).unwrap_or(0),
        orders: settings.orders.or_else(|| by_median(|one| one.orders).map(|orders| orders.max(2))).unwrap_or(2),
        net: settings
            .net
            .or_else(|| quantile(&mut buyers.iter().map(|one| one.net).collect::<Vec<_>>(), Share::MEDIAN))
            .unwrap_or(0),
    }
}

impl Rfm {
    /// The buyers of one group, those with the highest net first.
    pub fn members(&self, group: Group) -> Vec<Measured> {
        let mut found: Vec<Measured> =
            self.buyers.iter().filter(|one| self.cuts.group(one) == group).copied().collect();
        found.sort_unstable_by_key(|one| (std::cmp::Reverse(one.net), one.buyer));
        found
    }

    pub fn sum(&self, group: Group) -> GroupSum {
        self.groups.get(group as usize).copied().unwrap_or_default()
    }

    /// All groups together.
    pub fn all(&self) -> GroupSum {
        self.groups.iter().fold(GroupSum::default(), |all, one| GroupSum {
            buyers: all.buyers + one.buyers,
            orders: all.orders + one.orders,
            net: all.net + one.net,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_owners_thresholds_decide_the_groups() {
        // Looked at on day 100.
        let book = book(&[
            (1, 95, 60_000), // 5 days ago, two orders, ¥1,200
            (1, 60, 60_000),
            (2, 90, 50_000), // 10 days ago, one order, ¥500
            (3, 20, 1_000),  // 80 days ago, two orders, ¥20
            (3, 10, 1_000),
            (4, 69, 49_999), // 31 days ago, one order, ¥499.99
            (0, 50, 123),
        ]);
        let settings = CutSettings { recent_days: Some(30), orders: Some(2), net: Some(50_000) };
        let rfm = rfm(&book, 1, 100, settings);
        let groups: Vec<Group> = rfm.buyers.iter().map(|one| rfm.cuts.group(one)).collect();
        assert_eq!(groups, [Group::Champion, Group::Promising, Group::Cooling, Group::Dormant]);
        assert_eq!(rfm.sum(Group::Champion), GroupSum { buyers: 1, orders: 2, net: 120_000 });
        assert_eq!(rfm.members(Group::Cooling), [Measured { buyer: 3, recency: 80, orders: 2, net: 2_000 }]);
        assert_eq!(rfm.nameless.orders, 1);
        // One order 10 days ago, one 31 days ago; two orders 5 days ago, two 80 days ago.
        assert_eq!(rfm.grid[0], [1, 1, 0, 0, 0, 0]);
        assert_eq!(rfm.grid[1], [1, 0, 1, 0, 0, 0]);
    }

    #[test]
    fn without_thresholds_the_medians_cut_and_one_order_is_never_frequent() {
        let book = book(&[(1, 10, 100), (2, 20, 300), (3, 30, 500)]);
        let rfm = rfm(&book, 0, 40, CutSettings::default());
        assert_eq!(rfm.cuts, Cuts { recent_days: 20, orders: 2, net: 300 });
        assert_eq!(rfm.sum(Group::Promising).buyers, 2); // buyers 2 and 3
        assert_eq!(rfm.sum(Group::Dormant).buyers, 1); // buyer 1
    }

    #[test]
    fn every_group_has_its_own_traits() {
        let all: BTreeSet<_> = Group::ALL.iter().map(|group| group.traits()).collect();
        assert_eq!(all.len(), 8);
    }

    proptest! {
        #[test]
        fn the_groups_share_out_every_buyer(orders in prop::collection::vec((0_u32..30, 0_i32..300, -100_i64..10_000), 0..150)) {
            let rfm = rfm(&book(&orders), 100, 250, CutSettings::default());
            prop_assert_eq!(rfm.all().buyers, rfm.buyers.len() as i64);
            let mut seen = BTreeSet::new();
            for group in Group::ALL {
                let members = rfm.members(group);
                prop_assert_eq!(members.len() as i64, rfm.sum(group).buyers);
                prop_assert_eq!(members.iter().map(|one| one.net).sum::<i64>(), rfm.sum(group).net);
                for one in members {
                    prop_assert!(seen.insert(one.buyer));
                }
            }
            prop_assert_eq!(rfm.grid.iter().flatten().sum::<i64>(), rfm.buyers.len() as i64);
        }
    }
}
