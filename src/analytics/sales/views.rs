//! Platform view and owner view (平台口径 / 老板口径) of the same period, and the bridge between them, which adds up exactly.

use crate::analytics::filter::Slice;

use super::totals::{Sums, keeps_refund};

/// How the paid amount becomes net sales and net receipts. All in fen.
///
/// `paid - own_within - own_outside - undated = net` (a refund goes back to the day of payment), and
/// `paid - own_within - of_others = receipts` (a refund counts on the day it finished).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bridge {
    /// 支付金额: the platform's view.
    pub paid: i64,
    /// Refunds of the period's orders that finished within the period.
    pub own_within: i64,
    /// Refunds of the period's orders that finished outside of it, mostly later.
    pub own_outside: i64,
    /// Refunds of the period's orders without a record that tells when.
    pub undated: i64,
    /// Refunds finished within the period for orders of other periods.
    pub of_others: i64,
    /// 净销售额: the owner's view.
    pub net: i64,
    /// 净收款额: the cash view.
    pub receipts: i64,
}

impl Bridge {
    #[expect(clippy::indexing_slicing, reason = "refund rows are below the count of dated refunds")]
    pub fn of(slice: &Slice<'_>) -> Self {
        let span = &slice.now;
        let mut sums = Sums::default();
        for cell in slice.paid_cells(span.period) {
            sums.merge(&cell.sums);
        }
        let refunds = &slice.facts.refunds;
        let mut bridge = Self { paid: sums.paid, net: sums.net(), ..Self::default() };
        for at in 0..refunds.done_count {
            if !keeps_refund(slice, at) {
                continue;
            }
            let own = span.paid.contains(&(refunds.order[at] as usize));
            let within = span.refunded.contains(&at);
            let amount = refunds.amount_fen[at];
            match (own, within) {
                (true, true) => bridge.own_within += amount,
                (true, false) => bridge.own_outside += amount,
                (false, true) => bridge.of_others += amount,
                (false, false) => {}
            }
        }
        bridge.undated = sums.refund - bridge.own_within - bridge.own_outside;
        bridge.receipts = bridge.paid - bridge.own_within - bridge.of_others;
        bridge
    }
}
