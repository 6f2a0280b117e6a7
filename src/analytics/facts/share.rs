//! Each order's payable amount shared among its lines, for a million orders at once.

#![expect(
    clippy::indexing_slicing,
    reason = "parts and rests are as long as the weights, lines lie within the order's range"
)]

use super::Facts;
use crate::domain::money::Money;

/// Every line's share of its order's payable amount: by what the lines brought in, before payment by pieces.
pub(super) fn payable(facts: &Facts) -> Vec<i64> {
    let (orders, lines) = (&facts.orders, &facts.lines);
    let mut payable = vec![0; lines.id.len()];
    let (mut weights, mut rests) = (Vec::new(), Vec::new());
    for row in 0..orders.len() {
        let range = orders.line_start[row] as usize..orders.line_start[row + 1] as usize;
        let amount = orders.payable_fen[row];
        if range.len() == 1 {
            payable[range.start] = amount;
        } else if range.len() > 1 {
            let paid = &lines.paid_fen[range.clone()];
            weights.clear();
            if paid.iter().any(|fen| *fen > 0) {
                weights.extend_from_slice(paid);
            } else {
                weights.extend(range.clone().map(|line| if lines.gift[line] { 0 } else { i64::from(lines.qty[line]) }));
            }
            split(amount, &weights, &mut payable[range], &mut rests);
        }
    }
    payable
}

/// [`Money::split`] without its allocations, for the usual case of small positive amounts.
fn split(amount: i64, weights: &[i64], parts: &mut [i64], rests: &mut Vec<i64>) {
    const SMALL: i64 = 1 << 31;
    let total: i64 = weights.iter().sum();
    let small = |fen: i64| (0..SMALL).contains(&fen);
    if !small(amount) || total <= 0 || !weights.iter().all(|weight| small(*weight)) {
        for (part, money) in parts.iter_mut().zip(Money::from_fen(amount).split(weights)) {
            *part = money.fen();
        }
        return;
    }
    rests.clear();
    let mut left = amount;
    for (part, weight) in parts.iter_mut().zip(weights) {
        let product = amount * weight;
        *part = product / total;
        left -= *part;
        rests.push(product - *part * total);
    }
    // Largest remainder, the earlier line first.
    for _ in 0..left {
        let mut most = 0;
        for at in 1..rests.len() {
            if rests[at] > rests[most] {
                most = at;
            }
        }
        parts[most] += 1;
        rests[most] = -1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn splits_as_money_does(amount in -100i64..9_000_000_000, weights in prop::collection::vec(-5i64..3_000_000_000, 1..9)) {
            let mut parts = vec![0; weights.len()];
            split(amount, &weights, &mut parts, &mut Vec::new());
            let expected: Vec<i64> = Money::from_fen(amount).split(&weights).into_iter().map(Money::fen).collect();
            prop_assert_eq!(parts, expected);
        }
    }
}
