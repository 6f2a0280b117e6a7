//! Purchase orders (采购单): the states they go through, and which steps lead from one to the next. An order cannot reach a state that
//! its steps do not lead to.

mod payable;
mod score;
mod terms;

pub use payable::{Payable, due};
pub use score::{Share, SupplierScore};
pub use terms::{LeadTime, SkuTerms, SupplierTerms};

use serde::{Deserialize, Serialize};

/// How far a purchase order is (采购单状态). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum PurchaseStatus {
    /// 草稿: lines may still change
    Draft = 1,
    /// 已确认: agreed on, not sent yet
    Confirmed = 2,
    /// 已发出: the supplier has it, its pieces are in transit
    Sent = 3,
    /// 部分到货
    PartReceived = 4,
    /// 已到货: nothing is open any more
    Received = 5,
    /// 已结案: whatever had not come is not waited for
    Closed = 6,
    /// 已取消
    Cancelled = 7,
}

/// How much of an order has come (到货程度).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Arrived {
    Nothing,
    Part,
    All,
}

impl Arrived {
    /// From ordered and received pieces of each line. More of one line does not stand in for another.
    pub fn of(lines: impl IntoIterator<Item = (i64, i64)>) -> Self {
        let (mut any, mut all) = (false, true);
        for (ordered, received) in lines {
            any |= received > 0;
            all &= received >= ordered;
        }
        match (any, all) {
            (false, _) => Self::Nothing,
            (true, false) => Self::Part,
            (true, true) => Self::All,
        }
    }
}

/// What somebody does to an order. Steps that move goods say how much has come once they are done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PurchaseStep {
    /// 修改: other lines, other prices
    Edit,
    /// 确认
    Confirm,
    /// 退回草稿
    Reopen,
    /// 发给供应商
    Send,
    /// 撤回发出: it had not gone out after all
    Unsend,
    /// 收货
    Receive(Arrived),
    /// 撤销收货
    TakeBack(Arrived),
    /// 退供应商
    Return,
    /// 结案
    Close,
    /// 重新打开: what was closed is waited for again
    Resume(Arrived),
    /// 取消
    Cancel,
    /// 恢复: a cancelled order becomes a draft again
    Restore,
    /// 付款
    Pay,
}

/// A step that an order in this state does not allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{step:?} is not allowed in {status:?}")]
pub struct Forbidden {
    pub status: PurchaseStatus,
    pub step: PurchaseStep,
}

impl PurchaseStatus {
    pub const ALL: [Self; 7] =
        [Self::Draft, Self::Confirmed, Self::Sent, Self::PartReceived, Self::Received, Self::Closed, Self::Cancelled];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`purchase.status_draft`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Confirmed => "confirmed",
            Self::Sent => "sent",
            Self::PartReceived => "part_received",
            Self::Received => "received",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Its pieces that have not come are in transit (采购在途).
    pub const fn in_transit(self) -> bool {
        matches!(self, Self::Sent | Self::PartReceived | Self::Received)
    }

    /// Its pieces that have not come will still come: they need not be ordered again.
    pub const fn expected(self) -> bool {
        matches!(self, Self::Confirmed | Self::Sent | Self::PartReceived)
    }

    /// How much has come of an order in this state; `None` where the state does not tell.
    pub const fn arrived(self) -> Option<Arrived> {
        match self {
            Self::Draft | Self::Confirmed | Self::Sent | Self::Cancelled => Some(Arrived::Nothing),
            Self::PartReceived => Some(Arrived::Part),
            Self::Received => Some(Arrived::All),
            Self::Closed => None,
        }
    }

    /// Whether this may be done now.
    pub fn allows(self, step: PurchaseStep) -> bool {
        self.after(step).is_ok()
    }

    /// Whether goods can be received now.
    pub fn receives(self) -> bool {
        self.allows(PurchaseStep::Receive(Arrived::All))
    }

    /// The state after a step.
    ///
    /// # Errors
    /// [`Forbidden`] when the step does not lead on from here.
    pub fn after(self, step: PurchaseStep) -> Result<Self, Forbidden> {
        use PurchaseStep as Step;
        let forbidden = Forbidden { status: self, step };
        let by = |arrived| match arrived {
            Arrived::Nothing => Self::Sent,
            Arrived::Part => Self::PartReceived,
            Arrived::All => Self::Received,
        };
        match (self, step) {
            (Self::Draft, Step::Edit) | (Self::Confirmed, Step::Reopen) | (Self::Cancelled, Step::Restore) => {
                Ok(Self::Draft)
            }
            (Self::Draft, Step::Confirm) | (Self::Sent, Step::Unsend) => Ok(Self::Confirmed),
            (Self::Confirmed, Step::Send) => Ok(Self::Sent),
            (Self::Sent | Self::PartReceived, Step::Receive(arrived @ (Arrived::Part | Arrived::All))) => {
                Ok(by(arrived))
            }
            // What comes when all has come is more than was ordered.
            (Self::Received, Step::Receive(Arrived::All)) => Ok(Self::Received),
            (Self::PartReceived, Step::TakeBack(arrived @ (Arrived::Nothing | Arrived::Part)))
            | (Self::Received, Step::TakeBack(arrived)) => Ok(by(arrived)),
            (Self::PartReceived | Self::Received | Self::Closed, Step::Return) => Ok(self),
            (Self::PartReceived | Self::Received, Step::Close) => Ok(Self::Closed),
            // Nothing is closed before something has come: it would be cancelled.
            (Self::Closed, Step::Resume(arrived @ (Arrived::Part | Arrived::All))) => Ok(by(arrived)),
            (Self::Draft | Self::Confirmed | Self::Sent, Step::Cancel) => Ok(Self::Cancelled),
            (Self::Confirmed | Self::Sent | Self::PartReceived | Self::Received | Self::Closed, Step::Pay) => Ok(self),
            _ => Err(forbidden),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn step() -> impl Strategy<Value = PurchaseStep> {
        use PurchaseStep as S;
        let arrived = prop_oneof![Just(Arrived::Nothing), Just(Arrived::Part), Just(Arrived::All)];
        (arrived, 0..13_u8).prop_map(|(arrived, which)| match which {
            0 => S::Edit,
            1 => S::Confirm,
            2 => S::Reopen,
            3 => S::Send,
            4 => S::Unsend,
            5 => S::Receive(arrived),
            6 => S::TakeBack(arrived),
            7 => S::Return,
            8 => S::Close,
            9 => S::Resume(arrived),
            10 => S::Cancel,
            11 => S::Restore,
            _ => S::Pay,
        })
    }

    #[test]
    fn an_order_goes_from_draft_to_closed() {
        let mut status = PurchaseStatus::Draft;
        let steps = [
            PurchaseStep::Confirm,
            PurchaseStep::Send,
            PurchaseStep::Receive(Arrived::Part),
            PurchaseStep::Receive(Arrived::All),
            PurchaseStep::Close,
        ];
        for step in steps {
            status = status.after(step).unwrap();
        }
        assert_eq!(status, PurchaseStatus::Closed);
        assert!(!PurchaseStatus::Draft.allows(PurchaseStep::Send), "nobody sends what is not confirmed");
        assert!(!PurchaseStatus::Received.allows(PurchaseStep::Cancel), "goods that came cannot be cancelled");
        assert!(!PurchaseStatus::Closed.receives());
    }

    #[test]
    fn more_of_one_line_does_not_stand_in_for_another() {
        assert_eq!(Arrived::of([(10, 0), (5, 0)]), Arrived::Nothing);
        assert_eq!(Arrived::of([(10, 12), (5, 4)]), Arrived::Part);
        assert_eq!(Arrived::of([(10, 12), (5, 5)]), Arrived::All);
    }

    proptest! {
        #[test]
        fn no_sequence_of_steps_skips_the_machine(steps in prop::collection::vec(step(), 0..60)) {
            let mut status = PurchaseStatus::Draft;
            // What must have happened since the order was last a draft.
            let (mut confirmed, mut sent, mut arrived) = (false, false, Arrived::Nothing);
            for step in steps {
                let Ok(next) = status.after(step) else {
                    prop_assert!(!status.allows(step));
                    continue;
                };
                match step {
                    PurchaseStep::Confirm => confirmed = true,
                    PurchaseStep::Send => { prop_assert!(confirmed); sent = true; }
                    PurchaseStep::Unsend => { prop_assert_eq!(arrived, Arrived::Nothing); sent = false; }
                    PurchaseStep::Reopen | PurchaseStep::Restore => (confirmed, sent, arrived) = (false, false, Arrived::Nothing),
                    PurchaseStep::Receive(now) | PurchaseStep::TakeBack(now) | PurchaseStep::Resume(now) => {
                        prop_assert!(sent, "{:?} of what was never sent", step);
                        arrived = now;
                    }
                    PurchaseStep::Cancel => prop_assert_eq!(arrived, Arrived::Nothing),
                    PurchaseStep::Close | PurchaseStep::Return => prop_assert!(arrived > Arrived::Nothing),
                    PurchaseStep::Edit => prop_assert_eq!(next, PurchaseStatus::Draft),
                    PurchaseStep::Pay => prop_assert!(confirmed),
                }
                status = next;
                if let Some(told) = status.arrived() {
                    prop_assert_eq!(told, arrived);
                }
                prop_assert!(!status.in_transit() || sent);
            }
        }
    }
}
