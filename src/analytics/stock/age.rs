//! How old stock is (库龄), first in first out: what is there now are the pieces that came last.

use std::collections::BTreeMap;

use super::Known;
use crate::analytics::facts::Stock;
use crate::domain::stock::MovementKind;

/// Last day of each age but the oldest.
pub const BOUNDS: [i64; 5] = [30, 60, 90, 180, 365];

/// How many ages there are.
pub const AGES: usize = BOUNDS.len() + 1;

/// Older than this is old.
pub const OLD_DAYS: i64 = 180;

/// Stock of one age.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Age {
    pub pieces: i64,
    /// Worth at cost; pieces without a cost are missing in it.
    pub fen: i64,
    /// SKUs with stock of this age.
    pub skus: Vec<usize>,
}

/// What suppliers brought in one month, and what of it is still there on the last day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Cohort {
    pub received: i64,
    pub left: i64,
}

impl Cohort {
    pub const fn gone(&self) -> i64 {
        self.received - self.left
    }
}

/// Stock of the last day by age, and what became of what was received.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ages {
    pub ages: [Age; AGES],
    /// Sum of fen times days, and of fen: their quotient is the mean age.
    pub fen_days: i64,
    pub fen: i64,
    /// Worth of what is older than [`OLD_DAYS`].
    pub old_fen: i64,
    /// Of the period.
    pub cohort: Cohort,
    /// By the first day of the month, of the whole ledger up to the last day; days since 1970.
    pub months: BTreeMap<i32, Cohort>,
    /// The oldest layer of each SKU with stock, in days.
    pub oldest: BTreeMap<usize, i64>,
}

/// Place of an age in days among the ages.
fn place(days: i64) -> usize {
    BOUNDS.iter().position(|bound| days <= *bound).unwrap_or(BOUNDS.len())
}

impl Ages {
    pub fn of(stock: &Stock, skus: impl Iterator<Item = usize>, known: Known) -> Self {
        let mut found = Self::default();
        for sku in skus {
            found.add(stock, sku, known);
        }
        found
    }

    #[expect(clippy::indexing_slicing, reason = "rows are rows of the ledger, ages are counted")]
    fn add(&mut self, stock: &Stock, sku: usize, known: Known) {
        let rows = stock.moves(sku);
        let end = rows.start + stock.day[rows.clone()].partition_point(|day| *day <= known.to);
        let rows = rows.start..end;
        // What came last is what is there.
        let mut left: i64 = stock.owned[rows.clone()].iter().sum();
        let cost = stock.costs(sku).on(known.to);
        let receipt = MovementKind::Receipt.code();
        for row in rows.rev().filter(|row| stock.owned[*row] > 0) {
            let (came, day) = (stock.owned[row], stock.day[row]);
            let there = left.clamp(0, came);
            left -= there;
            if stock.kind[row] == receipt {
                let month = self.months.entry(month_of(day)).or_default();
                month.received += came;
                month.left += there;
                if day >= known.from {
                    self.cohort.received += came;
                    self.cohort.left += there;
                }
            }
            if there == 0 {
                continue;
            }
            let days = i64::from(known.to - day);
            self.oldest.insert(sku, days);
            let age = &mut self.ages[place(days)];
            age.pieces += there;
            if age.skus.last() != Some(&sku) {
                age.skus.push(sku);
            }
            if let Some(cost) = cost {
                let fen = there * cost;
                age.fen += fen;
                self.fen += fen;
                self.fen_days += fen * days;
                if days > OLD_DAYS {
                    self.old_fen += fen;
                }
            }
        }
    }
}

/// The first day of the month that a day lies in.
fn month_of(day: i32) -> i32 {
    use crate::analytics::facts::days::{date_of, day_number};
    use chrono::Datelike;
    let date = date_of(day);
    day_number(date.with_day(1).unwrap_or(date))
}
