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
    fn add(&mut self, amount: i64) {
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

/// Adds up the refunds of the orders paid in `span`.
pub fn reasons(slice: &Slice<'_>, span: &Span) -> Reasons {
    let (refunds, lines) = (&slice.facts.refunds, &slice.facts.lines);
    let mut found =
        Reasons { reasons: vec![RefundSum::default(); slice.facts.reasons.len().max(1)], ..Reasons::default() };
    let mut pairs: Vec<(u32, u16, i64)> = Vec::new();
    let rows = refunds
        .order
        .iter()
        .zip(&refunds.line)
        .zip(&refunds.amount_fen)
        .zip(&refunds.kind)
        .zip(&refunds.status)
        .zip(&refunds.reason);
    for (((((order, line), amount), kind), status), reason) in rows {
        let known_line = *line != NO_ROW;
        let counts = *status == RefundStatus::Succeeded.code()
            && span.paid.contains(&(*order as usize))
            && if known_line {
                slice.keeps_line(*line as usize)
            } else {
                slice.categories.is_none() && slice.keeps(*order as usize)
            };
        if !counts {
            continue;
        }
        found.all.add(*amount);
        if let Some(sum) = found.reasons.get_mut(*reason as usize) {
            sum.add(*amount);
        }
        let kind = RefundKind::ALL.iter().position(|one| one.code() == *kind).unwrap_or(RefundKind::ALL.len() - 1);
        if let Some(sum) = found.kinds.get_mut(kind) {
            sum.add(*amount);
        }
        let product = if known_line { lines.product.get(*line as usize).copied().unwrap_or(0) } else { 0 };
        pairs.push((product, *reason, *amount));
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
    let told: i64 = span.paid.clone().filter(|row| slice.keeps(*row)).filter_map(|row| slice.refund_fen.get(row)).sum();
    found.unexplained = (told - found.all.amount).max(0);
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
