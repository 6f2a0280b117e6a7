//! From what the shop file tells of an SKU's days to the demand that a forecast sees (需求序列).
//!
//! A day on which nothing lay on the shelf in the evening is unknown and not a zero (缺货日不计). Before the books began nobody knows
//! whether there was stock: such days count as they sold. Days that no import told of are unknown, too.

use chrono::{Days, NaiveDate};

use crate::analytics::forecast::{Demand, Result};
use crate::store::{DemandBook, SkuHistory};

/// Days since 1970.
pub fn number(day: NaiveDate) -> i64 {
    (day - NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default()).num_days()
}

/// The day so many days after the first of 1970.
pub fn date(number: i64) -> NaiveDate {
    let first = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default();
    u64::try_from(number).ok().and_then(|days| first.checked_add_days(Days::new(days))).unwrap_or(first)
}

/// The days that are looked at, and which of them imports told of.
#[derive(Debug, Clone)]
pub struct Window {
    first: i64,
    /// The day after the last.
    until: i64,
    /// Spans of told days.
    told: Vec<(i64, i64)>,
}

impl Window {
    /// At most `days` days before `until`, from the first told one on.
    pub fn new(book: &DemandBook, until: NaiveDate, days: u32) -> Self {
        let told: Vec<(i64, i64)> = book.told.iter().map(|(from, to)| (number(*from), number(*to))).collect();
        let until = number(until);
        let earliest = told.first().map_or(until, |(from, _)| *from);
        Self { first: (until - i64::from(days)).max(earliest), until, told }
    }

    pub fn first(&self) -> i64 {
        self.first
    }

    pub fn until(&self) -> i64 {
        self.until
    }

    pub fn told(&self, day: i64) -> bool {
        self.told.iter().any(|(from, to)| (*from..=*to).contains(&day))
    }
}

/// The first day of an SKU's life that is looked at: when it was listed, or first sold; else when it first lay on the shelf.
pub fn born(sku: &SkuHistory, window: &Window) -> Option<i64> {
    let sold = sku.sold.first().map(|(day, _)| *day);
    let listed = sku.listed_at.map(number);
    let stocked = sku.closings.iter().find(|(_, there)| *there > 0).map(|(day, _)| *day);
    let born = match (listed, sold) {
        (Some(listed), Some(sold)) => Some(listed.min(sold)),
        (Some(listed), None) => Some(listed),
        (None, Some(sold)) => Some(stocked.map_or(sold, |stocked| stocked.min(sold))),
        (None, None) => stocked,
    };
    born.map(|day| day.max(window.first)).filter(|day| *day < window.until)
}

/// Stock on the evening of each day of `days`, from the changes the books tell; `None` before they begin.
pub fn closings(sku: &SkuHistory, days: std::ops::Range<i64>) -> impl Iterator<Item = Option<i64>> + '_ {
    let mut changes = sku.closings.iter().peekable();
    let mut there = None;
    days.map(move |day| {
        while let Some((_, pieces)) = changes.next_if(|(at, _)| *at <= day) {
            there = Some(*pieces);
        }
        there
    })
}

/// What was sold day by day, from the SKU's first day on. Empty when it has none. Errors: those of [`Demand::new`].
pub fn demand(sku: &SkuHistory, window: &Window) -> Result<Demand> {
    let first = born(sku, window).unwrap_or(window.until);
    let mut sold = sku.sold.iter().peekable();
    let days = (first..window.until).zip(closings(sku, first..window.until)).map(|(day, there)| {
        let mut pieces = 0;
        while let Some((_, more)) = sold.next_if(|(at, _)| *at <= day) {
            pieces += more;
        }
        let known = window.told(day) && there.is_none_or(|there| there > 0);
        known.then_some(pieces.max(0) as f64)
    });
    Demand::new(date(first), days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn window(from: NaiveDate, to: NaiveDate) -> Window {
        let book = DemandBook { told: vec![(from, to)], ..DemandBook::default() };
        Window::new(&book, to.succ_opt().unwrap(), 730)
    }

    #[test]
    fn days_out_of_stock_are_unknown_and_days_before_the_books_are_not() {
        let n = |d: u32| number(day(4, d));
        let sku = SkuHistory {
            sold: vec![(n(1), 3), (n(4), 2)],
            // The books begin on the 3rd with two pieces, which are gone on the evening of the 4th; ten come on the 6th.
            closings: vec![(n(3), 2), (n(4), 0), (n(6), 10)],
            ..SkuHistory::default()
        };
        let found: Vec<Option<f64>> = demand(&sku, &window(day(4, 1), day(4, 7))).unwrap().days().collect();
        assert_eq!(found, [Some(3.0), Some(0.0), Some(0.0), None, None, Some(0.0), Some(0.0)]);
    }

    #[test]
    fn an_sku_begins_when_it_was_listed_and_not_with_the_shop() {
        let n = |d: u32| number(day(4, d));
        let sku = SkuHistory { listed_at: Some(day(4, 5)), sold: vec![(n(6), 1)], ..SkuHistory::default() };
        let found = demand(&sku, &window(day(4, 1), day(4, 7))).unwrap();
        assert_eq!((found.first(), found.len()), (day(4, 5), 3));
        let unsold = SkuHistory::default();
        assert!(demand(&unsold, &window(day(4, 1), day(4, 7))).unwrap().is_empty());
    }

    #[test]
    fn a_day_that_no_import_told_of_is_no_day_without_sales() {
        let book = DemandBook { told: vec![(day(4, 1), day(4, 2)), (day(4, 5), day(4, 6))], ..DemandBook::default() };
        let sku = SkuHistory { sold: vec![(number(day(4, 1)), 1)], ..SkuHistory::default() };
        let found: Vec<Option<f64>> = demand(&sku, &Window::new(&book, day(4, 7), 730)).unwrap().days().collect();
        assert_eq!(found, [Some(1.0), Some(0.0), None, None, Some(0.0), Some(0.0)]);
    }
}
