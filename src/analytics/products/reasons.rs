//! Why money went back (退款原因), over all and by product.

use crate::analytics::facts::NO_ROW;
use crate::analytics::filter::{Slice, Span};
use crate::domain::refund::{RefundKind, RefundStatus};

/// Successful refunds of one kind of row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RefundSum {
    pub refunds: i64,
    /// Fen.
    pub amount: i64,
}

impl RefundSum {
    pub(crate) fn add(&mut self, amount: i64) {
        self.refunds += 1;
        self.amount += amount;
    }
}

/// Successful refunds of the orders paid in a period, whenever the money went back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reasons {
    pub all: RefundSum,
    /// By reason index; entry 0 is "not told".
    pub reasons: Vec<RefundSum>,
    /// In the order of [`RefundKind::ALL`].
    pub kinds: [RefundSum; RefundKind::ALL.len()],
    /// Product and reason with their sums, the highest amount first. Product 0: the refund names no line of its order.
    pub by_product: Vec<(u32, u16, RefundSum)>,
    /// Refunded money of these orders that no refund row explains, fen.
    pub unexplained: i64,
}

/// Rows of the successful refunds of the counted orders paid in `span`, whenever the money went back.
pub fn refund_rows<'a>(slice: &'a Slice<'_>, span: &'a Span) -> impl Iterator<Item = usize> + 'a {
    let refunds = &slice.facts.refunds;
    let rows = refunds.order.iter().zip(&refunds.line).zip(&refunds.status).enumerate();
    rows.filter_map(move |(at, ((order, line), status))| {
        let counts = *status == RefundStatus::Succeeded.code()
            && span.paid.contains(&(*order as usize))
            && if *line == NO_ROW {
                slice.categories.is_none() && slice.keeps(*order as usize)
            } else {
                slice.keeps_line(*line as usize)
            };
        counts.then_some(at)
    })
}

/// Where a kind stands in [`RefundKind::ALL`]; what no kind has this code is unknown, the last of them.
pub fn kind_at(code: u8) -> usize {
    RefundKind::ALL.iter().position(|one| one.code() == code).unwrap_or(RefundKind::ALL.len() - 1)
}

/// Refunded money of the orders paid in `span` that no refund row explains, fen.
pub fn unexplained(slice: &Slice<'_>, span: &Span, explained: i64) -> i64 {
    let told: i64 = span.paid.clone().filter(|row| slice.keeps(*row)).filter_map(|row| slice.refund_fen.get(row)).sum();
    (told - explained).max(0)
}

/// Adds up the refunds of the orders paid in `span`.
#[expect(clippy::indexing_slicing, reason = "refund rows index every column of the refunds")]
pub fn reasons(slice: &Slice<'_>, span: &Span) -> Reasons {
    let (refunds, lines) = (&slice.facts.refunds, &slice.facts.lines);
    let mut found =
        Reasons { reasons: vec![RefundSum::default(); slice.facts.reasons.len().max(1)], ..Reasons::default() };
    let mut pairs: Vec<(u32, u16, i64)> = Vec::new();
    for at in refund_rows(slice, span) {
        let (line, amount, reason) = (refunds.line[at], refunds.amount_fen[at], refunds.reason[at]);
        found.all.add(amount);
        if let Some(sum) = found.reasons.get_mut(reason as usize) {
            sum.add(amount);
        }
        if let Some(sum) = found.kinds.get_mut(kind_at(refunds.kind[at])) {
            sum.add(amount);
        }
        // A refund of the whole order names no line.
        let product = lines.product.get(line as usize).copied().unwrap_or(0);
        pairs.push((product, reason, amount));
    }
    pairs.sort_unstable_by_key(|(product, reason, _)| (*product, *reason));
    found.by_product = pairs
        .chunk_by(|one, next| (one.0, one.1) == (next.0, next.1))
        .filter_map(|run| {
            let mut sum = RefundSum::default();
            for (_, _, amount) in run {
                sum.add(*amount);
            }
            run.first().map(|(product, reason, _)| (*product, *reason, sum))
        })
        .collect();
    found.by_product.sort_by_key(|(product, reason, sum)| (std::cmp::Reverse(sum.amount), *product, *reason));
    found.unexplained = unexplained(slice, span, found.all.amount);
    found
}

#[cfg(test)]
mod tests {
    use super::super::sample::{may, shop};
    use super::*;

    #[test]
    fn refunds_are_told_by_reason_kind_and_product() {
        let facts = shop();
        let slice = Slice::new(&facts, &may());
        let found = reasons(&slice, &slice.now);
        // One refund succeeded: order 2, the coat, reason 1; another was refused.
        assert_eq!(found.all, RefundSum { refunds: 1, amount: 30_000 });
        assert_eq!(found.reasons[1], RefundSum { refunds: 1, amount: 30_000 });
        assert_eq!(found.by_product, [(1, 1, RefundSum { refunds: 1, amount: 30_000 })]);
        let goods = RefundKind::ALL.iter().position(|kind| *kind == RefundKind::GoodsAndMoney).unwrap();
        assert_eq!(found.kinds[goods].amount, 30_000);
        assert_eq!(found.unexplained, 0);
    }
}
