//! The ledger of stock as columns (库存台账): movements by SKU, day and kind, and what a piece cost from when on. Stock of any day follows.

use std::ops::Range;

use super::columns::Columns;
use super::{Codes, FactsError};
use crate::domain::alert::Rule;
use crate::store::FactFrames;

/// Movements sorted by SKU, then day, then kind. A SKU without any has never been kept (未建账): nothing is known of its stock.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    /// First movement of every SKU of [`Facts::skus`](super::Facts::skus); one more entry than SKUs.
    start: Vec<u32>,
    /// Days since 1970.
    pub day: Vec<i32>,
    /// Code of [`MovementKind`](crate::domain::stock::MovementKind).
    pub kind: Vec<u8>,
    /// Pieces that came into the owner's hands, or (below zero) left them.
    pub owned: Vec<i64>,
    /// Those of them that can be sold.
    pub good: Vec<i64>,
    cost_start: Vec<u32>,
    cost_day: Vec<i32>,
    cost_fen: Vec<i64>,
    /// The day the ledger began.
    pub first: Option<i32>,
    /// The owner's lines of low, over-stock and dead stock.
    pub rules: Vec<Rule>,
}

/// What a piece of one SKU costs on a day.
#[derive(Debug, Clone, Copy)]
pub struct Costs<'a> {
    day: &'a [i32],
    fen: &'a [i64],
}

impl Costs<'_> {
    /// Fen on `day`; the earliest cost also holds before it. `None` where no cost was ever told.
    pub fn on(&self, day: i32) -> Option<i64> {
        let at = self.day.partition_point(|from| *from <= day);
        self.fen.get(at.saturating_sub(1)).copied()
    }
}

/// Where the rows of each code begin; rows stand by code, and rows of no code come first.
fn starts(codes: &[u32], count: usize) -> Vec<u32> {
    (0..=count as u32).map(|code| codes.partition_point(|one| *one < code) as u32).collect()
}

/// Reads the ledger; `skus` is the length of [`Facts::skus`](super::Facts::skus).
pub(super) fn read(frames: &FactFrames, codes: &Codes, skus: usize) -> Result<Stock, FactsError> {
    let mut stock = Stock { rules: frames.rules.clone(), ..Stock::default() };
    let coded = |ids: Vec<i64>| -> Vec<u32> { ids.into_iter().map(|id| codes.code(id)).collect() };
    if frames.moves.height() > 0 {
        let read = Columns { frame: &frames.moves, name: "moves" };
        stock.start = starts(&coded(read.ints("sku")?), skus);
        stock.day = read.ints("day")?.into_iter().map(|day| day as i32).collect();
        stock.kind = read.ints("kind")?.into_iter().map(|kind| u8::try_from(kind).unwrap_or_default()).collect();
        stock.owned = read.counts("owned")?;
        stock.good = read.counts("good")?;
        stock.first = stock.day.iter().copied().min();
    }
    if frames.costs.height() > 0 {
        let read = Columns { frame: &frames.costs, name: "costs" };
        stock.cost_start = starts(&coded(read.ints("sku")?), skus);
        stock.cost_day = read.ints("day")?.into_iter().map(|day| day as i32).collect();
        stock.cost_fen = read.counts("cost_fen")?;
    }
    Ok(stock)
}

fn between(starts: &[u32], at: usize) -> Range<usize> {
    let start = |at: usize| starts.get(at).map_or(0, |start| *start as usize);
    start(at)..start(at + 1).max(start(at))
}

impl Stock {
    /// Rows of one SKU.
    pub fn moves(&self, sku: usize) -> Range<usize> {
        between(&self.start, sku)
    }

    /// Since when stock of a SKU is kept; `None`: never.
    pub fn kept_since(&self, sku: usize) -> Option<i32> {
        let rows = self.moves(sku);
        if rows.is_empty() { None } else { self.day.get(rows.start).copied() }
    }

    pub fn costs(&self, sku: usize) -> Costs<'_> {
        let rows = between(&self.cost_start, sku);
        Costs {
            day: self.cost_day.get(rows.clone()).unwrap_or_default(),
            fen: self.cost_fen.get(rows).unwrap_or_default(),
        }
    }
}
