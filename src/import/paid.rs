//! Is "actually paid" net of refunds? (实付是否已扣退款)
//!
//! Platforms do not say, and one and the same export has been seen both ways. So the file is asked: on a paid row with a refund,
//! an amount net of it leaves `paid + refund = payable`, a gross one `paid = payable`. Where discounts blur both, two things are
//! still certain: nobody gets back more than he paid, and nobody pays more than he owed.

use serde::{Deserialize, Serialize};

use crate::domain::draft::Drafts;
use crate::domain::money::Money;
use crate::locale::Said;

/// What the paid amount of a file means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Refunds are already taken off: they are added back to get what was paid.
    Net,
    /// What was paid, whatever was refunded later.
    Gross,
    /// The rows do not tell; the amount is taken as it stands.
    Undecided,
}

/// The verdict and the rows behind it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidMeaning {
    /// Paid rows with a refund that fit a net amount only.
    pub net_rows: u64,
    /// Paid rows with a refund that fit a gross amount only.
    pub gross_rows: u64,
    /// Paid rows with a refund that fit both or neither.
    pub open_rows: u64,
    /// What the user said it means, which counts before the rows.
    pub chosen: Option<Verdict>,
}

/// Rows that settle the question before the end of the file is reached.
const ENOUGH: u64 = 200;

impl PaidMeaning {
    /// Takes a paid row's amounts as evidence. `payable` is a limit when freight is part of it, as on orders but not on lines.
    pub fn see(&mut self, payable: Option<Money>, limit: bool, paid: Option<Money>, refund: Option<Money>) {
        let (Some(paid), Some(refund)) = (paid, refund) else { return };
        if refund <= Money::ZERO {
            return;
        }
        let net_sum = paid + refund;
        let only_net = refund > paid || payable == Some(net_sum);
        let only_gross = payable.is_some_and(|payable| paid == payable || (limit && net_sum > payable));
        match (only_net, only_gross) {
            (true, false) => self.net_rows += 1,
            (false, true) => self.gross_rows += 1,
            _ => self.open_rows += 1,
        }
    }

    /// Nine rows of ten must agree.
    pub fn verdict(&self) -> Verdict {
        if let Some(chosen) = self.chosen {
            chosen
        } else if self.net_rows > 0 && self.net_rows >= 9 * self.gross_rows {
            Verdict::Net
        } else if self.gross_rows > 0 && self.gross_rows >= 9 * self.net_rows {
            Verdict::Gross
        } else {
            Verdict::Undecided
        }
    }

    /// Whether more rows would hardly change the verdict.
    pub fn settled(&self) -> bool {
        self.chosen.is_some() || (self.net_rows + self.gross_rows >= ENOUGH && self.verdict() != Verdict::Undecided)
    }

    /// The verdict and its rows as a sentence.
    pub fn said(&self) -> Said {
        let key = match self.verdict() {
            Verdict::Net => "import.paid_net",
            Verdict::Gross => "import.paid_gross",
            Verdict::Undecided => "import.paid_undecided",
        };
        Said::new(key).with("net", self.net_rows).with("gross", self.gross_rows).with("open", self.open_rows)
    }

    /// Whether there was anything to ask about.
    pub const fn asked(&self) -> bool {
        self.chosen.is_some() || self.net_rows + self.gross_rows + self.open_rows > 0
    }
}

/// Turns paid amounts as the file tells them into gross ones.
pub fn make_gross(drafts: &mut Drafts, verdict: Verdict) {
    if verdict != Verdict::Net {
        return;
    }
    let gross = |paid: &mut Option<Money>, refund: Option<Money>| {
        if let (Some(paid), Some(refund)) = (paid.as_mut(), refund) {
            *paid += refund;
        }
    };
    for order in &mut drafts.orders {
        gross(&mut order.paid, order.refund);
    }
    for line in &mut drafts.lines {
        gross(&mut line.paid, line.refund);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(yuan: i64) -> Option<Money> {
        Some(Money::from_fen(yuan * 100))
    }

    #[test]
    fn a_net_amount_and_its_refund_make_the_payable() {
        let mut meaning = PaidMeaning::default();
        meaning.see(yuan(100), true, yuan(60), yuan(40));
        meaning.see(yuan(100), true, yuan(0), yuan(100));
        meaning.see(yuan(100), true, yuan(100), yuan(0));
        assert_eq!((meaning.net_rows, meaning.gross_rows, meaning.verdict()), (2, 0, Verdict::Net));
    }

    #[test]
    fn a_gross_amount_is_the_payable() {
        let mut meaning = PaidMeaning::default();
        meaning.see(yuan(100), true, yuan(100), yuan(40));
        meaning.see(yuan(100), true, yuan(100), yuan(100));
        assert_eq!((meaning.gross_rows, meaning.verdict()), (2, Verdict::Gross));
    }

    #[test]
    fn discounts_blur_the_sums_but_not_the_limits() {
        let mut meaning = PaidMeaning::default();
        // Paid 30 after a discount of 20, 50 owed: 40 cannot come back out of 30.
        meaning.see(yuan(100), true, yuan(30), yuan(40));
        assert_eq!(meaning.verdict(), Verdict::Net);
        let mut meaning = PaidMeaning::default();
        // 80 kept and 40 given back would be more than the 100 that were owed.
        meaning.see(yuan(100), true, yuan(80), yuan(40));
        assert_eq!(meaning.verdict(), Verdict::Gross);
        let mut meaning = PaidMeaning::default();
        meaning.see(yuan(100), true, yuan(50), yuan(10));
        assert_eq!((meaning.open_rows, meaning.verdict()), (1, Verdict::Undecided));
        let mut line = PaidMeaning::default();
        // A line of 100 with 10 of freight on top, 30 of it given back: no contradiction to a net 80.
        line.see(yuan(100), false, yuan(80), yuan(30));
        assert_eq!(line.verdict(), Verdict::Undecided);
    }

    #[test]
    fn rows_that_contradict_each_other_decide_nothing() {
        let meaning = PaidMeaning { net_rows: 60, gross_rows: 40, ..PaidMeaning::default() };
        assert_eq!(meaning.verdict(), Verdict::Undecided);
        assert_eq!(PaidMeaning { chosen: Some(Verdict::Gross), ..meaning }.verdict(), Verdict::Gross);
    }
}
