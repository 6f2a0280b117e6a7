//! What is asked (筛选): a period, what it is compared with, and which shops, platforms and categories count.
//!
//! A [`Slice`] is a filter made ready on one snapshot of facts: row ranges and, per order, what of it counts. Every analysis of a
//! screen shares one.
//!
//! With categories chosen, an order counts when one of its lines is of those categories, and its amounts and pieces are those of
//! these lines only; postage and money that no line explains then belong to no category.

use std::borrow::Cow;
use std::ops::Range;

use chrono::NaiveDateTime;

use super::facts::coverage::{self, Run};
use super::facts::days::day_number;
use super::facts::{Cells, Counted, CreatedCell, Facts, NONE, PaidCell};
use crate::domain::period::{Compare, Period, Step};
use crate::domain::platform::Platform;

/// What a person asks of the figures.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Filter {
    pub period: Period,
    pub compare: Compare,
    pub step: Step,
    /// Store ids of shops; empty = all.
    pub shops: Vec<i64>,
    /// Empty = all.
    pub platforms: Vec<Platform>,
    /// Store ids of categories, 0 = products without one; empty = all, postage included.
    pub categories: Vec<i64>,
    /// The moment the question is asked, for what is late as of today. `None`: as of the last moment the data knows, so that a
    /// report can be repeated.
    pub now: Option<NaiveDateTime>,
}

/// The rows of one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    pub period: Period,
    /// Rows of [`Orders`](super::facts::Orders) paid in the period.
    pub paid: Range<usize>,
    /// Lines of those orders.
    pub lines: Range<usize>,
    /// Rows of [`Created`](super::facts::Created) created in the period.
    pub created: Range<usize>,
    /// Rows of [`Refunds`](super::facts::Refunds) paid out in the period.
    pub refunded: Range<usize>,
    /// Rows of [`Parcels`](super::facts::Parcels) shipped in the period.
    pub shipped: Range<usize>,
    /// False when the data of the chosen shops does not touch the period: its figures are unknown, not zero.
    pub known: bool,
}

/// A filter on one snapshot of facts.
#[derive(Debug, Clone)]
pub struct Slice<'a> {
    pub facts: &'a Facts,
    pub filter: Filter,
    pub now: Span,
    /// The compared period, when one is asked for.
    pub before: Option<Span>,
    /// For every order row, whether it counts.
    pub keep: Vec<bool>,
    /// For every shop code, whether it counts.
    pub shops: Vec<bool>,
    /// For every category code, whether it counts; `None` when all do, postage included.
    pub categories: Option<Vec<bool>>,
    /// Per order row: what was paid for what counts of it.
    pub paid_fen: Cow<'a, [i64]>,
    pub refund_fen: Cow<'a, [i64]>,
    pub payable_fen: Cow<'a, [i64]>,
    /// -1 = unknown.
    pub items: Cow<'a, [i32]>,
    /// First and last day the chosen shops have orders on.
    pub reach: Option<(i32, i32)>,
    /// The days on which the orders of at least one chosen shop are known, as runs in order.
    pub covered: Vec<Run>,
    /// Sums by day and shop; shops that do not count are still among them.
    cells: Cow<'a, Cells>,
}

/// What a choice of categories leaves of a run of orders.
struct Narrowed {
    keep: Vec<bool>,
    paid_fen: Vec<i64>,
    refund_fen: Vec<i64>,
    payable_fen: Vec<i64>,
    items: Vec<i32>,
}

impl Narrowed {
    #[expect(clippy::indexing_slicing, reason = "lines lie within their order; codes index shops and categories")]
    fn of(slice: &Slice<'_>, rows: Range<usize>) -> Self {
        let (orders, lines) = (&slice.facts.orders, &slice.facts.lines);
        let categories = slice.categories.as_deref().unwrap_or_default();
        let count = rows.len();
        let mut found = Self {
            keep: vec![false; count],
            paid_fen: vec![0; count],
            refund_fen: vec![0; count],
            payable_fen: vec![0; count],
            items: vec![-1; count],
        };
        for (at, row) in rows.enumerate() {
            if !slice.shops[orders.shop[row] as usize] {
                continue;
            }
            let range = orders.line_start[row] as usize..orders.line_start[row + 1] as usize;
            let mut pieces = 0;
            let mut all = true;
            for line in range {
                if categories[lines.category[line] as usize] {
                    found.keep[at] = true;
                    found.paid_fen[at] += lines.paid_fen[line];
                    found.refund_fen[at] += lines.refund_fen[line];
                    found.payable_fen[at] += lines.payable_fen[line];
                    pieces += if lines.gift[line] { 0 } else { lines.qty[line] };
                } else {
                    all = false;
                }
            }
            if found.keep[at] {
                // Lines that do not tell their pieces leave them unknown, unless the order tells for all of them.
                found.items[at] = if all || orders.items[row] < 0 { orders.items[row] } else { pieces };
            }
        }
        found
    }

    fn append(&mut self, mut other: Self) {
        self.keep.append(&mut other.keep);
        self.paid_fen.append(&mut other.paid_fen);
        self.refund_fen.append(&mut other.refund_fen);
        self.payable_fen.append(&mut other.payable_fen);
        self.items.append(&mut other.items);
    }
}

impl Filter {
    /// Everything of `period`, by day, compared with the period before.
    pub const fn new(period: Period) -> Self {
        Self {
            period,
            compare: Compare::Previous,
            step: Step::Day,
            shops: Vec::new(),
            platforms: Vec::new(),
            categories: Vec::new(),
            now: None,
        }
    }

    /// A step that makes a readable trend of a period: hours of a day, days up to three months, weeks up to a year, then months.
    pub fn fitting_step(period: Period) -> Step {
        match period.days() {
            1 => Step::Hour,
            2..=92 => Step::Day,
            93..=366 => Step::Week,
            _ => Step::Month,
        }
    }

    pub fn is_narrowed(&self) -> bool {
        !(self.shops.is_empty() && self.platforms.is_empty() && self.categories.is_empty())
    }
}

impl<'a> Slice<'a> {
    /// Makes `filter` ready on `facts`.
    pub fn new(facts: &'a Facts, filter: &Filter) -> Self {
        let shops: Vec<bool> = facts
            .shops
            .iter()
            .map(|shop| {
                (filter.shops.is_empty() || filter.shops.contains(&shop.id))
                    && (filter.platforms.is_empty() || filter.platforms.contains(&shop.platform))
            })
            .collect();
        let categories: Option<Vec<bool>> = (!filter.categories.is_empty())
            .then(|| facts.categories.iter().map(|category| filter.categories.contains(&category.id)).collect());
        let chosen = || facts.shops.iter().zip(&shops).filter(|(_, keep)| **keep).map(|(shop, _)| shop);
        let reach = chosen().filter_map(|shop| shop.span).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let covered = coverage::joined(chosen().flat_map(|shop| shop.covered.iter().copied()).collect());
        let mut slice = Slice {
            facts,
            filter: filter.clone(),
            now: span(facts, filter.period, &covered),
            before: filter.period.compared(filter.compare).map(|period| span(facts, period, &covered)),
            keep: Vec::new(),
            paid_fen: Cow::Borrowed(&facts.orders.paid_fen),
            refund_fen: Cow::Borrowed(&facts.orders.refund_fen),
            payable_fen: Cow::Borrowed(&facts.orders.payable_fen),
            items: Cow::Borrowed(&facts.orders.items),
            shops,
            categories,
            reach,
            covered,
            cells: Cow::Borrowed(&facts.cells),
        };
        slice.keep_orders();
        slice
    }

    #[expect(clippy::indexing_slicing, reason = "shop codes index the shops")]
    fn keep_orders(&mut self) {
        let orders = &self.facts.orders;
        if self.categories.is_none() {
            let all_shops = self.shops.iter().all(|keep| *keep);
            self.keep = if all_shops {
                vec![true; orders.len()]
            } else {
                orders.shop.iter().map(|shop| self.shops[*shop as usize]).collect()
            };
            return;
        }
        let middle = orders.len() / 2;
        let (mut first, second) =
            super::both(|| Narrowed::of(self, 0..middle), || Narrowed::of(self, middle..orders.len()));
        first.append(second);
        self.cells = Cow::Owned(Cells::of(
            self.facts,
            Counted {
                keep: &first.keep,
                paid_fen: &first.paid_fen,
                refund_fen: &first.refund_fen,
                payable_fen: &first.payable_fen,
                items: &first.items,
                categories: self.categories.as_deref(),
            },
        ));
        self.keep = first.keep;
        self.paid_fen = Cow::Owned(first.paid_fen);
        self.refund_fen = Cow::Owned(first.refund_fen);
        self.payable_fen = Cow::Owned(first.payable_fen);
        self.items = Cow::Owned(first.items);
    }

    /// The sums by day and shop of the counted orders paid in `period`.
    pub fn paid_cells(&self, period: Period) -> impl Iterator<Item = &PaidCell> {
        self.cells.paid_in(period).iter().filter(|cell| self.keeps_shop(cell.shop))
    }

    /// The sums by day and shop of the counted orders created in `period`.
    pub fn created_cells(&self, period: Period) -> impl Iterator<Item = &CreatedCell> {
        self.cells.created_in(period).iter().filter(|cell| self.keeps_shop(cell.shop))
    }

    #[inline]
    fn keeps_shop(&self, shop: u16) -> bool {
        self.shops.get(shop as usize).copied().unwrap_or(false)
    }

    /// The rows of another period under the same shops, platforms and categories.
    pub fn span(&self, period: Period) -> Span {
        span(self.facts, period, &self.covered)
    }

    /// Whether the order at `row` counts.
    #[inline]
    pub fn keeps(&self, row: usize) -> bool {
        self.keep.get(row).copied().unwrap_or(false)
    }

    /// Whether the line counts: its order and its category do.
    #[inline]
    pub fn keeps_line(&self, line: usize) -> bool {
        let lines = &self.facts.lines;
        lines.order.get(line).is_some_and(|row| self.keeps(*row as usize))
            && self.categories.as_ref().is_none_or(|categories| {
                lines
                    .category
                    .get(line)
                    .and_then(|category| categories.get(*category as usize))
                    .copied()
                    .unwrap_or(false)
            })
    }

    /// Whether the data of the chosen shops reaches `day` (days since 1970). A day it does not reach is a gap, not a zero.
    pub fn reaches(&self, day: i32) -> bool {
        coverage::touches(&self.covered, day, day)
    }

    /// Whether the data of the chosen shops reaches a day of `period`.
    pub fn touches(&self, period: Period) -> bool {
        coverage::touches(&self.covered, day_number(period.from()), day_number(period.to()))
    }

    /// How many days of `period` the data of the chosen shops does not reach.
    pub fn missing_days(&self, period: Period) -> i64 {
        coverage::missing(&self.covered, day_number(period.from()), day_number(period.to()))
    }

    /// The last day of `period` that the data of the chosen shops reaches.
    pub fn last_day_of(&self, period: Period) -> Option<i32> {
        let (first, last) = (day_number(period.from()), day_number(period.to()));
        let run = self.covered.iter().rev().find(|run| run.0 <= last)?;
        Some(run.1.min(last)).filter(|day| first <= *day)
    }

    /// "Now" in seconds since 1970: the moment asked at, else the last moment the data knows; [`NONE`] for an empty shop.
    pub fn now_seconds(&self) -> i64 {
        self.filter.now.or(self.facts.reach.at).map_or(NONE, |at| at.and_utc().timestamp())
    }
}

fn span(facts: &Facts, period: Period, covered: &[Run]) -> Span {
    let paid = facts.paid_rows(period);
    Span {
        period,
        lines: facts.orders.lines_of_rows(paid.clone()),
        paid,
        created: facts.created_rows(period),
        refunded: facts.refunds.by_finished.period(period),
        shipped: facts.parcels.by_shipped.period(period),
        known: coverage::touches(covered, day_number(period.from()), day_number(period.to())),
    }
}
