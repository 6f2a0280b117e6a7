//! What the owner makes of a suggestion (采纳, 改量, 拒绝, 稍后), for how long that holds, and how pressing a suggestion is.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Outcome, Suggestion};

/// What was decided. Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum DecisionKind {
    /// 采纳: ordered as suggested
    Accepted = 1,
    /// 改量: ordered in another quantity
    Changed = 2,
    /// 拒绝
    Rejected = 3,
    /// 稍后: comes again on a day
    Snoozed = 4,
}

impl DecisionKind {
    pub const ALL: [Self; 4] = [Self::Accepted, Self::Changed, Self::Rejected, Self::Snoozed];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// It puts the SKU into a draft order.
    pub const fn orders(self) -> bool {
        matches!(self, Self::Accepted | Self::Changed)
    }

    /// Stable English id; also the tail of the locale key (`replenish.decision_accepted`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Changed => "changed",
            Self::Rejected => "rejected",
            Self::Snoozed => "snoozed",
        }
    }
}

/// A decision, as far as it matters for whether it still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decided {
    pub kind: DecisionKind,
    /// The position (库存位置) at that time, in pieces.
    pub position: i64,
    /// Pieces that were suggested then.
    pub suggested: i64,
    /// The day on which a snoozed suggestion comes again.
    pub until: Option<NaiveDate>,
}

impl Decided {
    /// The position must have moved by this part of what was suggested before the question is asked again.
    const MATERIAL: i64 = 4;

    /// Whether it still keeps the suggestion away: until its day when it was put off, and never longer than until the position has
    /// moved by a quarter of what was suggested then.
    pub fn holds(&self, position: i64, today: NaiveDate) -> bool {
        let due = self.kind == DecisionKind::Snoozed && self.until.is_none_or(|until| today >= until);
        let moved = position.abs_diff(self.position);
        let material = (self.suggested.max(0) + Self::MATERIAL - 1) / Self::MATERIAL;
        !due && moved < material.max(1).unsigned_abs()
    }
}

/// How pressing a suggestion is, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// 已断货: nothing left to send
    Out,
    /// 来不及: it runs out before an order of today comes
    Late,
    /// 该下单
    Due,
    /// 充足
    Fine,
    /// 无需求: nobody is expected to buy it
    Idle,
    /// Nobody knows its stock or its sales
    Unknown,
}

impl Urgency {
    pub const ALL: [Self; 6] = [Self::Out, Self::Late, Self::Due, Self::Fine, Self::Idle, Self::Unknown];

    /// Stable English id; also the tail of the locale key (`replenish.urgency_out`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Out => "out",
            Self::Late => "late",
            Self::Due => "due",
            Self::Fine => "fine",
            Self::Idle => "idle",
            Self::Unknown => "unknown",
        }
    }

    /// Something should be ordered.
    pub const fn pressing(self) -> bool {
        matches!(self, Self::Out | Self::Late | Self::Due)
    }

    /// Of a suggestion for an SKU of which so many pieces can be sent.
    pub fn of(found: &Suggestion, sendable: i64, today: NaiveDate) -> Self {
        match found.outcome {
            Outcome::Enough => Self::Fine,
            Outcome::NoDemand => Self::Idle,
            _ if sendable <= 0 => Self::Out,
            _ if found.order_by.is_some_and(|day| day < today) => Self::Late,
            _ => Self::Due,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, d).unwrap()
    }

    #[test]
    fn a_rejected_suggestion_stays_away_until_the_position_has_moved_by_a_quarter() {
        let rejected = Decided { kind: DecisionKind::Rejected, position: 40, suggested: 100, until: None };
        assert!(rejected.holds(40, day(1)) && rejected.holds(16, day(1)) && rejected.holds(64, day(9)));
        assert!(!rejected.holds(15, day(1)), "25 pieces have gone");
        assert!(!rejected.holds(65, day(1)), "25 pieces have come");
    }

    #[test]
    fn a_snooze_ends_on_its_day_or_when_the_position_moves() {
        let snoozed = Decided { kind: DecisionKind::Snoozed, position: 40, suggested: 8, until: Some(day(5)) };
        assert!(snoozed.holds(40, day(4)) && snoozed.holds(39, day(4)));
        assert!(!snoozed.holds(40, day(5)));
        assert!(!snoozed.holds(38, day(4)));
    }

    #[test]
    fn even_the_smallest_suggestion_is_kept_away_while_nothing_moves() {
        let small = Decided { kind: DecisionKind::Rejected, position: 0, suggested: 1, until: None };
        assert!(small.holds(0, day(1)) && !small.holds(-1, day(1)));
    }
}
