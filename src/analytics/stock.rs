//! 库存分析: what stock ties up, how fast it turns, how old it is, what was missing and what nobody wants.
//!
//! Everything comes of the ledger ([`Stock`](super::facts::Stock)): closings of each day, at what a piece cost that day. Stock belongs to
//! no shop and no platform, so of a filter only period and categories count; gross margin, which comes of orders, heeds all of it. Days before
//! a SKU was kept are unknown and count nowhere.

pub mod age;
pub mod classes;
pub mod course;
pub mod days;
#[cfg(test)]
mod tests;

use super::facts::NONE;
use super::facts::days::day_number;
use super::filter::{Slice, Span};
use crate::domain::period::Period;
use days::{SkuDays, sku_days};

/// The days of a period that the ledger knows: from the day it began to the last day with orders. Days since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub from: i32,
    pub to: i32,
}

impl Known {
    /// `None` when the ledger does not touch the period.
    pub fn of(slice: &Slice<'_>, period: Period) -> Option<Self> {
        let begun = slice.facts.stock.first?;
        let reach = slice.facts.reach.last.map(day_number)?;
        let (from, to) = (day_number(period.from()).max(begun), day_number(period.to()).min(reach));
        (from <= to).then_some(Self { from, to })
    }

    pub const fn days(self) -> i64 {
        (self.to - self.from) as i64 + 1
    }
}

/// Sums over SKUs with a known cost, and counts of SKUs and days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// Worth of the closing of the last day.
    pub value_fen: i64,
    /// Worth of the closings of all days together.
    pub fen_days: i64,
    /// Cost of what was sold and stayed sold.
    pub cogs_fen: i64,
    /// SKUs with a sale, and those that could be sold.
    pub moving: i64,
    pub sellable: i64,
    /// Days of SKUs that were wanted and not there, and all days of SKUs that were there or wanted.
    pub out_days: i64,
    pub wanted_days: i64,
    /// Thousandths of pieces that would have been sold.
    pub lost_milli: i64,
    /// Worth of stock that has not sold for long.
    pub dead_fen: i64,
    /// SKUs with stock and no cost: they are missing in all amounts.
    pub uncosted: i64,
}

/// Stock of the chosen categories in one period.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub known: Known,
    /// Every SKU of the chosen categories that was kept by the last day, with its index.
    pub skus: Vec<(usize, SkuDays)>,
    pub sums: Sums,
    pub age: age::Ages,
    /// Net sales less kept cost of what the chosen shops sold of SKUs that are kept, fen.
    pub margin_fen: i64,
}

impl Report {
    /// `None` when the ledger knows nothing of the period. `dead_days` says how many days without a sale make the stock of a SKU dead.
    pub fn of(slice: &Slice<'_>, span: &Span, dead_days: &dyn Fn(usize) -> i64) -> Option<Self> {
        let known = Known::of(slice, span.period)?;
        let facts = slice.facts;
        let chosen = |sku: usize| {
            let category = facts.skus.get(sku).map_or(0, |sku| sku.category);
            slice.categories.as_ref().is_none_or(|all| all.get(category as usize).copied().unwrap_or(false))
        };
        let skus: Vec<(usize, SkuDays)> = (1..facts.skus.len())
            .filter(|sku| chosen(*sku))
            .filter_map(|sku| Some((sku, sku_days(&facts.stock, sku, known)?)))
            .collect();
        let mut sums = Sums::default();
        for (sku, one) in &skus {
            sums.add(one, dead_days(*sku));
        }
        let age = age::Ages::of(&facts.stock, skus.iter().map(|(sku, _)| *sku), known);
        Some(Self { known, age, margin_fen: margin(slice, span), sums, skus })
    }

    /// Mean worth of the daily closings, as fen over days.
    pub const fn average(&self) -> (i64, i64) {
        (self.sums.fen_days, self.known.days())
    }
}

impl Sums {
    fn add(&mut self, one: &SkuDays, dead_days: i64) {
        self.moving += i64::from(one.sold > 0);
        self.sellable += i64::from(one.was_sellable());
        self.out_days += one.out_days;
        self.wanted_days += one.out_days + one.in_days;
        self.lost_milli += one.lost_milli();
        let Some(money) = one.money else {
            self.uncosted += i64::from(one.closing != 0);
            return;
        };
        self.value_fen += money.value_fen;
        self.fen_days += money.fen_days;
        self.cogs_fen += money.cogs_fen;
        if one.is_dead(dead_days) {
            self.dead_fen += money.value_fen;
        }
    }
}

/// Gross margin of lines with a known cost whose SKU is kept.
#[expect(clippy::indexing_slicing, reason = "rows are line rows")]
fn margin(slice: &Slice<'_>, span: &Span) -> i64 {
    let lines = &slice.facts.lines;
    span.lines
        .clone()
        .filter(|line| lines.kept_cost_fen[*line] != NONE && slice.keeps_line(*line))
        .filter(|line| slice.facts.stock.kept_since(lines.sku[*line] as usize).is_some())
        .map(|line| lines.paid_fen[line] - lines.refund_fen[line] - lines.kept_cost_fen[line])
        .sum()
}
