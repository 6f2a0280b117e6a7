//! What is owed to a supplier (应付): pieces received at their price, less what was sent back; and when it is to be paid.

use chrono::{Days, NaiveDate};

use crate::domain::money::Money;

/// The account of a purchase order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Payable {
    /// Received pieces × price
    pub received: Money,
    /// Returned pieces × price
    pub returned: Money,
    pub paid: Money,
}

impl Payable {
    /// 应付: what the goods that were kept cost.
    pub fn amount(&self) -> Money {
        self.received - self.returned
    }

    /// 未付: below zero when more was paid than is owed, a deposit for instance.
    pub fn open(&self) -> Money {
        self.amount() - self.paid
    }
}

/// The day by which the next part is to be paid (应付日): each receipt is due `days` after it came, and what was paid or sent back
/// settles the earliest first. `None` when nothing is open.
pub fn due(arrivals: &[(NaiveDate, Money)], settled: Money, days: u64) -> Option<NaiveDate> {
    let mut left = settled;
    for (day, amount) in arrivals {
        if amount.fen() > left.fen() {
            return day.checked_add_days(Days::new(days));
        }
        left -= *amount;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payments_settle_the_earliest_receipt_first() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let arrivals = [(day("2026-05-01"), Money::from_fen(10_000)), (day("2026-05-20"), Money::from_fen(5_000))];
        assert_eq!(due(&arrivals, Money::ZERO, 30), Some(day("2026-05-31")));
        assert_eq!(due(&arrivals, Money::from_fen(9_999), 30), Some(day("2026-05-31")));
        assert_eq!(due(&arrivals, Money::from_fen(10_000), 30), Some(day("2026-06-19")));
        assert_eq!(due(&arrivals, Money::from_fen(15_000), 30), None);
        assert_eq!(due(&[], Money::ZERO, 30), None);
    }

    #[test]
    fn what_was_sent_back_is_not_owed() {
        let account = Payable {
            received: Money::from_fen(12_000),
            returned: Money::from_fen(1_000),
            paid: Money::from_fen(4_000),
        };
        assert_eq!((account.amount().fen(), account.open().fen()), (11_000, 7_000));
    }
}
