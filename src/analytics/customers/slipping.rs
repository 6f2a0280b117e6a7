//! Who is slipping away (流失预警): buyers who have been silent for longer than they usually are.
//!
//! A buyer with at least two gaps between purchases has a rhythm, the median gap: silence beyond a multiple of it is a warning,
//! beyond twice that the buyer counts as lost. Buyers without a rhythm are measured by fixed days.

use super::book::{Book, Buyer};
use crate::analytics::quantile::{Share, quantile};

/// The owner's rules (流失规则).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SlipRules {
    /// Slipping = silent for more than so many times the own median gap; lost = for more than twice as long.
    pub times: u32,
    /// Never warn before so many days of silence, however quick the rhythm.
    pub least_days: u32,
    /// For buyers without a rhythm: slipping after so many days,
    pub fallback_days: u32,
    /// and lost after so many.
    pub fallback_lost_days: u32,
}

impl Default for SlipRules {
    fn default() -> Self {
        Self { times: 2, least_days: 14, fallback_days: 90, fallback_lost_days: 180 }
    }
}

/// How a buyer stands on the last day looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// 活跃
    Active,
    /// 将流失
    Slipping,
    /// 已流失
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Dense buyer index.
    pub buyer: u32,
    pub standing: Standing,
    /// Day of the last paid order, days since 1970.
    pub last_day: i32,
    /// Days of silence.
    pub silent: u32,
    /// Median gap of the own purchases in days; `None` for fewer than three purchases.
    pub own_gap: Option<u32>,
    /// Days of silence after which the buyer counts as slipping.
    pub limit: u32,
    /// Paid orders so far.
    pub orders: u32,
    /// Net paid so far, fen.
    pub net: i64,
}

/// Sum of one standing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StandingSum {
    pub buyers: i64,
    /// Net paid so far by them, fen.
    pub net: i64,
}

#[derive(Debug, Clone, Default)]
pub struct Slipping {
    pub active: StandingSum,
    pub slipping: StandingSum,
    pub lost: StandingSum,
    /// The slipping buyers, those who paid most first.
    pub list: Vec<Judged>,
}

fn judge(buyer: &Buyer<'_>, to: i32, rules: SlipRules, gaps: &mut Vec<u32>) -> Option<Judged> {
    let count = buyer.day.partition_point(|day| *day <= to);
    let days = buyer.day.get(..count)?;
    let last_day = *days.last()?;
    gaps.clear();
    gaps.extend(days.windows(2).filter_map(|pair| match pair {
        [before, after] if before < after => Some((after - before) as u32),
        _ => None,
    }));
    let own_gap = if gaps.len() >= 2 { quantile(gaps, Share::MEDIAN) } else { None };
    let (limit, lost_after) = own_gap.map_or((rules.fallback_days, rules.fallback_lost_days), |gap| {
        let limit = gap.saturating_mul(rules.times).max(rules.least_days);
        (limit, limit.saturating_mul(2))
    });
    let silent = (to - last_day).max(0) as u32;
    let standing = match silent {
        silent if silent > lost_after => Standing::Lost,
        silent if silent > limit => Standing::Slipping,
        _ => Standing::Active,
    };
    let net = buyer.net.get(..count).map_or(0, |nets| nets.iter().sum());
    Some(Judged { buyer: buyer.id, standing, last_day, silent, own_gap, limit, orders: count as u32, net })
}

/// Judges every buyer by the purchases up to the end of day `to`.
pub fn slipping(book: &Book, to: i32, rules: SlipRules) -> Slipping {
    let mut found = Slipping::default();
    let mut gaps = Vec::new();
    for one in book.buyers().filter_map(|buyer| judge(&buyer, to, rules, &mut gaps)) {
        let sum = match one.standing {
            Standing::Active => &mut found.active,
            Standing::Slipping => &mut found.slipping,
            Standing::Lost => &mut found.lost,
        };
        sum.buyers += 1;
        sum.net += one.net;
        if one.standing == Standing::Slipping {
            found.list.push(one);
        }
    }
    found.list.sort_unstable_by_key(|one| (std::cmp::Reverse(one.net), one.buyer));
    found
}

/// The buyers of one standing, those who paid most first.
pub fn members(book: &Book, to: i32, rules: SlipRules, wanted: Standing) -> Vec<Judged> {
    let mut gaps = Vec::new();
    let mut found: Vec<Judged> = book
        .buyers()
        .filter_map(|buyer| judge(&buyer, to, rules, &mut gaps))
        .filter(|one| one.standing == wanted)
        .collect();
    found.sort_unstable_by_key(|one| (std::cmp::Reverse(one.net), one.buyer));
    found
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;

    #[test]
    fn silence_is_measured_by_the_buyers_own_rhythm() {
        let book = book(&[
            // Every 20 days, last on day 140: silent for 60 = 3 times the gap, limit 40, lost after 80.
            (1, 100, 100),
            (1, 120, 100),
            (1, 140, 100),
            // Every 30 days, last on day 160: silent for 40, limit 60.
            (2, 100, 100),
            (2, 130, 100),
            (2, 160, 100),
            // Two orders only: no rhythm. Silent for 100 days.
            (3, 90, 5_000),
            (3, 100, 5_000),
            // One order 185 days ago.
            (4, 15, 10),
            // Every 3 days, silent for 12: six would be the limit, but nobody is warned about before 14 days.
            (5, 182, 1),
            (5, 185, 1),
            (5, 188, 1),
        ]);
        let found = slipping(&book, 200, SlipRules::default());
        assert_eq!(found.list.iter().map(|one| one.buyer).collect::<Vec<_>>(), [3, 1], "the bigger spender first");
        let one = found.list[1];
        assert_eq!((one.silent, one.own_gap, one.limit, one.orders, one.net), (60, Some(20), 40, 3, 300));
        assert_eq!((found.list[0].own_gap, found.list[0].limit), (None, 90));
        assert_eq!((found.active.buyers, found.slipping.buyers, found.lost.buyers), (2, 2, 1));
        assert_eq!(found.lost.net, 10);
        assert_eq!(members(&book, 200, SlipRules::default(), Standing::Lost)[0].buyer, 4);
    }

    #[test]
    fn orders_after_the_last_day_do_not_count_yet() {
        let book = book(&[(1, 10, 1), (1, 300, 1)]);
        assert_eq!(slipping(&book, 150, SlipRules::default()).list[0].silent, 140);
    }
}
