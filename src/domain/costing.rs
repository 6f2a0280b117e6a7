//! What a piece costs on average (移动加权平均成本): every receipt mixes its price with that of the pieces that are there.
//!
//! `average' = (pieces there × average + pieces received × price) ÷ (pieces there + pieces received)`, kept to a hundredth of a fen, as
//! the trade's bookkeeping does. Nothing else changes it: what leaves, leaves at the average. Pieces below nothing weigh nothing.

use chrono::NaiveDateTime;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use super::money::Money;

/// Decimals of an average, in yuan.
const DECIMALS: u32 = 4;

/// The cost of one piece in yuan, to a hundredth of a fen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Average(Decimal);

impl Average {
    pub fn of(cost: Money) -> Self {
        Self(cost.yuan())
    }

    /// In yuan.
    pub const fn yuan(self) -> Decimal {
        self.0
    }

    /// What so many pieces are worth, to the nearest fen; `None` beyond the range of amounts.
    pub fn worth(self, pieces: i64) -> Option<Money> {
        Money::from_yuan(self.0.checked_mul(Decimal::from(pieces))?)
    }

    /// To the nearest fen.
    pub fn rounded(self) -> Money {
        Money::from_yuan(self.0).unwrap_or_default()
    }

    /// In hundredths of a fen: whole, because it is kept to so many decimals.
    pub fn ten_thousandths(self) -> i64 {
        (self.0 * Decimal::from(10_000)).to_i64().unwrap_or_default()
    }
}

/// Pieces that came in at a price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub at: NaiveDateTime,
    /// Number of the document.
    pub document: String,
    /// Pieces in the house before it.
    pub before: i64,
    pub qty: i64,
    /// `None`: nobody said; they come in at the average.
    pub price: Option<Money>,
}

/// A change of the average (成本变动).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CostStep {
    pub receipt: Receipt,
    pub from: Option<Average>,
    pub to: Average,
}

/// Goes through the receipts in their order. `base`: what a piece costs before the first of them, by the product sheet.
/// Receipts that tell nothing new leave no step.
pub fn history(base: Option<Money>, receipts: Vec<Receipt>) -> Vec<CostStep> {
    let mut average = base.map(Average::of);
    let mut steps = Vec::new();
    for receipt in receipts {
        let Some(price) = receipt.price.filter(|_| receipt.qty > 0) else { continue };
        let to = mixed(average, receipt.before, receipt.qty, price);
        if average != Some(to) {
            steps.push(CostStep { receipt, from: average, to });
        }
        average = Some(to);
    }
    steps
}

fn mixed(average: Option<Average>, before: i64, qty: i64, price: Money) -> Average {
    let there = Decimal::from(before.max(0));
    let Some(Average(average)) = average.filter(|_| before > 0) else { return Average::of(price) };
    let all = there + Decimal::from(qty);
    let value = average.checked_mul(there).and_then(|there| there.checked_add(price.yuan().checked_mul(qty.into())?));
    value.and_then(|value| value.checked_div(all)).map_or(Average(average), |value| {
        Average(value.round_dp_with_strategy(DECIMALS, rust_decimal::RoundingStrategy::MidpointAwayFromZero))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn receipt(before: i64, qty: i64, price: Option<i64>) -> Receipt {
        Receipt {
            at: NaiveDateTime::default(),
            document: String::new(),
            before,
            qty,
            price: price.map(Money::from_fen),
        }
    }

    #[test]
    fn a_receipt_mixes_its_price_with_what_is_there() {
        // 10 at 8.00 and 20 at 9.50 are 270.00 for 30: 9.00. Then 5 are left, and 10 at 9.01 make 135.10 for 15.
        let steps = history(
            Some(Money::from_fen(800)),
            vec![receipt(10, 20, Some(950)), receipt(30, 5, None), receipt(5, 10, Some(901))],
        );
        let to: Vec<String> = steps.iter().map(|step| format!("{:.4}", step.to.yuan())).collect();
        assert_eq!(to, ["9.0000", "9.0067"]);
        assert_eq!(steps[1].to.worth(15), Some(Money::from_fen(13_510)));
        assert_eq!(steps[0].from, Some(Average::of(Money::from_fen(800))));
    }

    #[test]
    fn what_was_sold_without_being_there_weighs_nothing() {
        let steps = history(Some(Money::from_fen(800)), vec![receipt(-4, 10, Some(900))]);
        assert_eq!(steps[0].to, Average::of(Money::from_fen(900)));
        assert!(history(None, vec![receipt(3, 10, None)]).is_empty(), "unknown stays unknown");
    }

    proptest! {
        #[test]
        fn an_average_lies_between_what_was_paid(base in 1i64..100_000, prices in prop::collection::vec((0i64..500, 1i64..500, 1i64..100_000), 1..20)) {
            let least = prices.iter().map(|p| p.2).chain([base]).min().unwrap();
            let most = prices.iter().map(|p| p.2).chain([base]).max().unwrap();
            let receipts = prices.iter().map(|(before, qty, price)| receipt(*before, *qty, Some(*price))).collect();
            for step in history(Some(Money::from_fen(base)), receipts) {
                prop_assert!(step.to >= Average::of(Money::from_fen(least)) && step.to <= Average::of(Money::from_fen(most)));
            }
        }
    }
}
