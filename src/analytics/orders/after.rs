//! What came back (售后), and who it falls to: successful refunds of the orders paid in a period, by reason, kind, and the staff and
//! couriers of these orders.

use super::{Dimension, Sorter};
use crate::analytics::filter::{Slice, Span};
use crate::analytics::products::reasons::{RefundSum, kind_at, refund_rows, unexplained};
use crate::domain::refund::RefundKind;

/// Refunds of one reason or kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// Index of the reason (0 = not told), or where the kind stands in [`RefundKind::ALL`].
    pub code: usize,
    pub sum: RefundSum,
    /// The store's ids of the refunds, in rising order.
    pub ids: Vec<i64>,
}

/// Refunds of the orders of one sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fallen {
    pub refunds: i64,
    /// The reason told most often and how often; `None` where none is told.
    pub top: Option<(u16, i64)>,
}

/// Successful refunds of the orders paid in a period, whenever the money went back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AfterSales {
    pub all: RefundSum,
    /// Those with refunds, the most frequent first.
    pub reasons: Vec<Told>,
    /// Likewise.
    pub kinds: Vec<Told>,
    /// Refunded money of these orders that no refund row explains, fen.
    pub unexplained: i64,
    /// Row of the order and reason of every refund.
    rows: Vec<(u32, u16)>,
}

impl AfterSales {
    #[expect(clippy::indexing_slicing, reason = "refund rows index every column of the refunds")]
    pub fn of(slice: &Slice<'_>, span: &Span) -> Self {
        let refunds = &slice.facts.refunds;
        let mut found = Self::default();
        let mut reasons: Vec<Told> = empty(slice.facts.reasons.len().max(1));
        let mut kinds: Vec<Told> = empty(RefundKind::ALL.len());
        for at in refund_rows(slice, span) {
            let (amount, reason) = (refunds.amount_fen[at], refunds.reason[at]);
            found.all.add(amount);
            found.rows.push((refunds.order[at], reason));
            let own = [reasons.get_mut(usize::from(reason)), kinds.get_mut(kind_at(refunds.kind[at]))];
            for told in own.into_iter().flatten() {
                told.sum.add(amount);
                told.ids.push(refunds.id[at]);
            }
        }
        found.unexplained = unexplained(slice, span, found.all.amount);
        (found.reasons, found.kinds) = (ranked(reasons), ranked(kinds));
        found
    }

    /// Refunds of the orders of every sort, in the order of their codes.
    pub fn by(&self, sorter: &Sorter<'_>, dimension: Dimension) -> Vec<Fallen> {
        let mut fallen = vec![Fallen::default(); sorter.size(dimension)];
        let mut pairs: Vec<(usize, u16)> =
            self.rows.iter().map(|(row, reason)| (sorter.code(dimension, *row as usize), *reason)).collect();
        pairs.sort_unstable();
        for run in pairs.chunk_by(|one, next| one == next) {
            let Some((code, reason)) = run.first().copied() else { continue };
            let Some(slot) = fallen.get_mut(code) else { continue };
            let count = run.len() as i64;
            slot.refunds += count;
            // Of equally frequent reasons the first one known stays.
            if reason != 0 && slot.top.is_none_or(|(_, most)| most < count) {
                slot.top = Some((reason, count));
            }
        }
        fallen
    }
}

fn empty(count: usize) -> Vec<Told> {
    (0..count).map(|code| Told { code, ..Told::default() }).collect()
}

fn ranked(mut all: Vec<Told>) -> Vec<Told> {
    all.retain(|told| told.sum.refunds > 0);
    all.sort_by_key(|told| (std::cmp::Reverse(told.sum.refunds), told.code));
    for told in &mut all {
        told.ids.sort_unstable();
    }
    all
}
