//! Products that moved most (涨跌榜) between the compared period and this one, by paid amount.

use crate::analytics::filter::{Slice, Span};

/// How many stand in each list.
pub const SHOWN: usize = 8;

/// A product with its paid amount in both periods, in fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mover {
    /// Index into [`Facts::products`](crate::analytics::facts::Facts::products).
    pub product: u32,
    pub now: i64,
    pub before: i64,
}

impl Mover {
    pub const fn change(&self) -> i64 {
        self.now - self.before
    }
}

/// The largest rises and falls; both are empty when nothing is compared or the compared period is unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Movers {
    pub up: Vec<Mover>,
    pub down: Vec<Mover>,
}

pub fn of(slice: &Slice<'_>) -> Movers {
    let Some(before) = slice.before.as_ref().filter(|span| span.known) else { return Movers::default() };
    if !slice.now.known {
        return Movers::default();
    }
    let now = paid_by_product(slice, &slice.now);
    let then = paid_by_product(slice, before);
    let mut all: Vec<Mover> = (0u32..)
        .zip(now.into_iter().zip(then))
        .skip(1)
        .map(|(product, (now, before))| Mover { product, now, before })
        .filter(|mover| mover.change() != 0)
        .collect();
    all.sort_by_key(|mover| (-mover.change(), mover.product));
    let up = all.iter().copied().take_while(|mover| mover.change() > 0).take(SHOWN).collect();
    let down = all.iter().rev().copied().take_while(|mover| mover.change() < 0).take(SHOWN).collect();
    Movers { up, down }
}

#[expect(clippy::indexing_slicing, reason = "lines name orders and products")]
fn paid_by_product(slice: &Slice<'_>, span: &Span) -> Vec<i64> {
    let lines = &slice.facts.lines;
    let mut paid = vec![0; slice.facts.products.len()];
    let chosen = slice.categories.as_deref();
    for line in span.lines.clone() {
        let counts = chosen.is_none_or(|chosen| chosen[lines.category[line] as usize]);
        if counts && slice.keep[lines.order[line] as usize] {
            paid[lines.product[line] as usize] += lines.paid_fen[line];
        }
    }
    paid
}
