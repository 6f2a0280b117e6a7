//! Cost of goods that stayed sold (商品成本, 退货入库冲回).
//!
//! Goods that never left (仅退款未发货) and goods that came back (退货退款) give their cost back in the proportion of money returned
//! to money paid. Money returned for goods that stayed with the buyer does not. Where no refund row tells which it was, a full
//! refund of a line counts as returned and a partial one as money only.

#![expect(clippy::indexing_slicing, reason = "row numbers are made from the lengths of these very columns")]

use super::{Facts, NO_ROW, NONE};
use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};

/// What became of the goods of a refund.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Goods {
    Returned,
    Kept,
    NotTold,
}

fn goods(kind: u8) -> Goods {
    match RefundKind::from_code(kind) {
        Some(RefundKind::MoneyBeforeShipping | RefundKind::GoodsAndMoney) => Goods::Returned,
        Some(RefundKind::Unknown) | None => Goods::NotTold,
        Some(_) => Goods::Kept,
    }
}

/// Kept cost of every line, [`NONE`] where the cost is unknown.
pub(super) fn kept(facts: &Facts) -> Vec<i64> {
    let (lines, refunds, orders) = (&facts.lines, &facts.refunds, &facts.orders);
    let count = lines.id.len();
    let mut returned = vec![0i64; count];
    let mut told = vec![0i64; count];
    let mut order_goods = vec![Goods::NotTold; orders.len()];
    for at in 0..refunds.id.len() {
        if refunds.status[at] != RefundStatus::Succeeded.code() {
            continue;
        }
        let goods = goods(refunds.kind[at]);
        let line = refunds.line[at];
        if line == NO_ROW {
            order_goods[refunds.order[at] as usize] = goods;
        } else if goods != Goods::NotTold {
            told[line as usize] += refunds.amount_fen[at];
            if goods == Goods::Returned {
                returned[line as usize] += refunds.amount_fen[at];
            }
        }
    }
    let never_left =
        |order: usize| orders.status[order] == OrderStatus::ClosedRefunded.code() && orders.shipped[order] == NONE;
    (0..count)
        .map(|line| {
            let (cost, paid, refund) = (lines.cost_fen[line], lines.paid_fen[line], lines.refund_fen[line]);
            let order = lines.order[line] as usize;
            if cost == NONE || cost == 0 {
                return cost;
            }
            if paid <= 0 {
                return if never_left(order) { 0 } else { cost };
            }
            let rest = (refund - told[line]).max(0);
            let back = match order_goods[order] {
                Goods::Returned => returned[line] + rest,
                Goods::Kept => returned[line],
                Goods::NotTold if refund >= paid => returned[line] + rest,
                Goods::NotTold => returned[line],
            };
            cost - share(cost, back.clamp(0, paid), paid)
        })
        .collect()
}

/// `cost * part / whole`, rounded half up; all are positive.
fn share(cost: i64, part: i64, whole: i64) -> i64 {
    let product = i128::from(cost) * i128::from(part) * 2 + i128::from(whole);
    (product / (i128::from(whole) * 2)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_third_of_ten_yuan_is_333() {
        assert_eq!(share(1000, 1, 3), 333);
        assert_eq!(share(1000, 2, 3), 667);
        assert_eq!(share(1000, 3, 3), 1000);
    }
}
