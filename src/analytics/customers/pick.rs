//! The customers behind a figure, a bar or a cell (下钻), worked out when they are asked for with the very rules that made the figure.

use super::book::Book;
use super::cohort::{self, Month};
use super::concentration;
use super::ledger::{book, customer_ids, days};
use super::regions;
use super::repurchase;
use super::rfm::{CutSettings, Cuts, FREQUENCY_ROWS, Group, RECENCY_STEPS, rfm, window};
use super::slipping::{self, SlipRules, Standing};
use super::split::{self, Kind};
use crate::analytics::facts::Distinct;
use crate::analytics::filter::Slice;
use crate::domain::period::Period;

/// Which customers are meant, under a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BuyerPick {
    /// Everybody who paid in the period.
    All,
    /// Buyers of some kinds; in another period than the filter's when one is given.
    Kinds(&'static [Kind], Option<Period>),
    /// Buyers with so many paid orders: 1, 2, 3, 4, or 5 and more.
    WithOrders(u32),
    /// Buyers with at least two paid orders.
    Repeating,
    /// Buyers of the compared period who came back in the period (`true`) or did not.
    CameBack(bool),
    Rfm(Group, Cuts),
    /// A cell of the recency and frequency grid.
    RfmCell {
        row: usize,
        column: usize,
    },
    /// Buyers of a cohort who paid in a month of its age.
    Cohort {
        month: Month,
        age: i32,
    },
    Standing(Standing, SlipRules),
    /// The best buyers by net paid, in percent of all.
    Top(u32),
    /// Buyers who live in a province; 0 = unknown.
    Home(u8),
    /// Buyers of a category; 0 = products without one.
    Category(u16),
}

impl BuyerPick {
    /// Dense indexes of the buyers; those who matter most first where the pick has such an order.
    pub fn buyers(&self, slice: &Slice<'_>) -> Vec<u32> {
        let book = book(slice);
        let (from, to) = days(slice, &slice.now);
        match self {
            Self::All => paying(&book, from, to, |_| true),
            Self::Kinds(kinds, period) => {
                let (from, to) = period.map_or((from, to), |period| days(slice, &slice.span(period)));
                split::members(&book, from, to, kinds)
            }
            Self::WithOrders(orders) => paying(&book, from, to, |count| (count as u32).min(5) == (*orders).min(5)),
            Self::Repeating => repurchase::repeating(&book, from, to),
            Self::CameBack(back) => {
                let Some(before) = &slice.before else { return Vec::new() };
                let base = days(slice, before);
                book.buyers()
                    .filter(|buyer| {
                        !buyer.within(base.0, base.1).is_empty() && buyer.within(from, to).is_empty() != *back
                    })
                    .map(|buyer| buyer.id)
                    .collect()
            }
            Self::Rfm(group, cuts) => {
                let settings =
                    CutSettings { recent_days: Some(cuts.recent_days), orders: Some(cuts.orders), net: Some(cuts.net) };
                let (from, to) = window((from, to));
                rfm(&book, from, to, settings).members(*group).iter().map(|one| one.buyer).collect()
            }
            Self::RfmCell { row, column } => {
                let (from, to) = window((from, to));
                let found = rfm(&book, from, to, CutSettings::default());
                let cell = |orders: u32, recency: u32| {
                    (
                        (orders.max(1) as usize).min(FREQUENCY_ROWS) - 1,
                        RECENCY_STEPS.partition_point(|end| *end < recency),
                    )
                };
                found
                    .buyers
                    .iter()
                    .filter(|one| cell(one.orders, one.recency) == (*row, *column))
                    .map(|one| one.buyer)
                    .collect()
            }
            Self::Cohort { month, age } => cohort::members(&book, *month, *age, to),
            Self::Standing(standing, rules) => {
                slipping::members(&book, to, *rules, *standing).iter().map(|one| one.buyer).collect()
            }
            Self::Top(percent) => {
                let ranking = concentration::ranking(&book, from, to);
                let count = (ranking.len() * *percent as usize).div_ceil(100);
                ranking.iter().take(count).map(|(buyer, _)| *buyer).collect()
            }
            Self::Home(province) => {
                let of = |order: u32| slice.facts.orders.province.get(order as usize).copied().unwrap_or(0);
                regions::members(&book, from, to, of, *province)
            }
            Self::Category(category) => of_category(slice, *category),
        }
    }

    /// The store's ids of these customers.
    pub fn customer_ids(&self, slice: &Slice<'_>) -> Vec<i64> {
        customer_ids(slice.facts, self.buyers(slice))
    }
}

fn paying(book: &Book, from: i32, to: i32, counts: impl Fn(usize) -> bool) -> Vec<u32> {
    book.buyers()
        .filter(|buyer| {
            let orders = buyer.within(from, to).len();
            orders > 0 && counts(orders)
        })
        .map(|buyer| buyer.id)
        .collect()
}

fn of_category(slice: &Slice<'_>, category: u16) -> Vec<u32> {
    let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
    let mut seen = Distinct::new(slice.facts.buyer_count());
    let mut found = Vec::new();
    for line in slice.now.lines.clone() {
        if lines.category.get(line) != Some(&category) || !slice.keeps_line(line) {
            continue;
        }
        let buyer = lines.order.get(line).and_then(|row| orders.buyer.get(*row as usize)).copied().unwrap_or(0);
        if buyer != 0 && seen.insert(buyer) {
            found.push(buyer);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::{repurchase, rfm, slipping, split};
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Line, Order, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;

    fn facts() -> crate::analytics::facts::Facts {
        let order = |id, buyer, province, paid: &'static str| Order {
            id,
            shop: 1,
            buyer,
            province,
            created: paid,
            paid: Some(paid),
            paid_fen: 100 * id,
            lines: vec![Line { sku: 1, qty: 1, paid: 100 * id, ..Line::default() }],
            ..Order::default()
        };
        Fixture {
            shops: vec![(1, 1, "shop")],
            skus: vec![(1, "coat", 1)],
            categories: vec![(1, "coats")],
            orders: vec![
                order(1, 51, 33, "2026-03-05 10:00:00"),
                order(2, 52, 33, "2026-04-05 10:00:00"),
                order(3, 51, 33, "2026-05-05 10:00:00"),
                order(4, 51, 31, "2026-05-05 11:00:00"),
                order(5, 53, 33, "2026-05-06 11:00:00"),
                order(6, 0, 33, "2026-05-07 11:00:00"),
            ],
            ..Fixture::default()
        }
        .facts()
    }

    #[test]
    fn every_list_is_as_long_as_its_figure_says() {
        let facts = facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
        let ids = |pick: BuyerPick| pick.customer_ids(&slice);
        let book = book(&slice);
        let (from, to) = days(&slice, &slice.now);
        let split = split::split(&book, from, to);
        assert_eq!(ids(BuyerPick::All), [51, 53]);
        assert_eq!(ids(BuyerPick::Kinds(Kind::Returning.alone(), None)), [51]);
        assert_eq!(split.returning.buyers, 1);
        assert_eq!(ids(BuyerPick::Kinds(Kind::NEW, None)), [53]);
        assert_eq!(ids(BuyerPick::Repeating).len() as i64, repurchase::repeat(&book, from, to).repeating);
        assert_eq!(ids(BuyerPick::WithOrders(2)), [51]);
        // The period before is March 31 to April 30: buyer 52 did not come back.
        assert_eq!((ids(BuyerPick::CameBack(true)), ids(BuyerPick::CameBack(false))), (vec![], vec![52]));
        assert_eq!(ids(BuyerPick::Home(31)), [51]);
        assert_eq!(ids(BuyerPick::Top(50)), [51]);
        assert_eq!(ids(BuyerPick::Category(1)), [51, 53]);
        assert_eq!(ids(BuyerPick::Cohort { month: 2026 * 12 + 2, age: 2 }), [51]);
        let (first, last) = rfm::window((from, to));
        let rfm = rfm::rfm(&book, first, last, CutSettings::default());
        let listed: usize = Group::ALL.iter().map(|group| ids(BuyerPick::Rfm(*group, rfm.cuts)).len()).sum();
        // Everybody of the year, buyer 52 as well.
        assert_eq!(listed, 3);
        let rules = SlipRules { fallback_days: 20, ..SlipRules::default() };
        let found = slipping::slipping(&book, to, rules);
        assert_eq!(ids(BuyerPick::Standing(Standing::Slipping, rules)).len() as i64, found.slipping.buyers);
        for (row, cells) in rfm.grid.iter().enumerate() {
            for (column, count) in cells.iter().enumerate() {
                let found = ids(BuyerPick::RfmCell { row, column });
                assert_eq!(found.len() as i64, *count, "{row} {column}: {found:?}");
            }
        }
    }
}
