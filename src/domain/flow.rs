//! The way of an order (订单流转) as a machine: from created to finished, with what happens after the sale.
//!
//! A [`Flow`] is made of what files tell ([`Told`]) and what people did here ([`Done`]); nothing else makes one, so none can stand where
//! the two do not lead. People move it with [`Flow::after`]; imports change what is told, and [`Flow::of`] says where that leads:
//! whichever of the two has come further counts, what people did stays done, and where both contradict each other there is a
//! [`Conflict`] to be settled.
//!
//! ```text
//! created ─ paid ─┬─ audited ─┬─ allocated ─┬─ printed ─┬─ shipped ─ collected ─ delivered ─ finished
//!     │           └───────────┴─────────────┴───────────┘     (any of the three may be left out, none comes twice)
//!     └─ closed unpaid        refunding, refunded in part or whole; intercepted, returned, exchanged, reissued
//! ```

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use super::order::OrderStatus;

/// How far an order is (阶段). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Stage {
    /// 待付款
    Created = 1,
    /// 待审核: paid, and nobody has looked at it yet
    Paid = 2,
    /// 已审核
    Audited = 3,
    /// 已分配: somebody, a warehouse and a courier are to send it
    Allocated = 4,
    /// 已打印
    Printed = 5,
    /// 已发货
    Shipped = 6,
    /// 已揽收
    Collected = 7,
    /// 已签收
    Delivered = 8,
    /// 交易成功
    Finished = 9,
    /// 未付款关闭
    Closed = 10,
}

impl Stage {
    pub const ALL: [Self; 10] = [
        Self::Created,
        Self::Paid,
        Self::Audited,
        Self::Allocated,
        Self::Printed,
        Self::Shipped,
        Self::Collected,
        Self::Delivered,
        Self::Finished,
        Self::Closed,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: impl TryInto<u8>) -> Option<Self> {
        let code = code.try_into().ok()?;
        Self::ALL.into_iter().find(|stage| stage.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`work.stage_paid`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Paid => "paid",
            Self::Audited => "audited",
            Self::Allocated => "allocated",
            Self::Printed => "printed",
            Self::Shipped => "shipped",
            Self::Collected => "collected",
            Self::Delivered => "delivered",
            Self::Finished => "finished",
            Self::Closed => "closed",
        }
    }

    /// Paid and still in the house (待发货).
    pub const fn waits(self) -> bool {
        matches!(self, Self::Paid | Self::Audited | Self::Allocated | Self::Printed)
    }

    /// Out of the house.
    pub const fn left(self) -> bool {
        matches!(self, Self::Shipped | Self::Collected | Self::Delivered | Self::Finished)
    }
}

/// What somebody does to an order (动作). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Step {
    /// 审核
    Audit = 1,
    /// 分配
    Allocate = 2,
    /// 打印标记
    Print = 3,
    /// 发货
    Ship = 4,
    /// 拦截: shipped goods are called back
    Intercept = 5,
    /// 收到退货
    TakeBack = 6,
    /// 换货发出
    Exchange = 7,
    /// 补寄
    Reissue = 8,
    /// In a conflict: what was done here holds (以本地为准)
    KeepMine = 9,
    /// In a conflict: what the file says holds (以文件为准)
    TakeTheirs = 10,
}

impl Step {
    pub const ALL: [Self; 10] = [
        Self::Audit,
        Self::Allocate,
        Self::Print,
        Self::Ship,
        Self::Intercept,
        Self::TakeBack,
        Self::Exchange,
        Self::Reissue,
        Self::KeepMine,
        Self::TakeTheirs,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// Stable English id; also the tail of locale keys (`work.step_ship`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::Allocate => "allocate",
            Self::Print => "print",
            Self::Ship => "ship",
            Self::Intercept => "intercept",
            Self::TakeBack => "take_back",
            Self::Exchange => "exchange",
            Self::Reissue => "reissue",
            Self::KeepMine => "keep_mine",
            Self::TakeTheirs => "take_theirs",
        }
    }

    /// A parcel leaves with it, so it needs a tracking number.
    pub const fn sends(self) -> bool {
        matches!(self, Self::Ship | Self::Exchange | Self::Reissue)
    }
}

/// What happens when more is shipped than lies on the shelf (超卖).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Oversell {
    /// 发，但标出来: the books may lag behind the shelf
    #[default]
    Flag,
    /// 不发
    Refuse,
}

/// Money on its way back (退款进度).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Refund {
    #[default]
    None,
    /// 部分退款
    Part,
    /// 退款中: asked for, not decided
    Asked,
    /// 全额退款
    Whole,
}

/// What files tell of an order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    pub status: Option<OrderStatus>,
    /// Money came in.
    pub paid: bool,
    pub shipped: bool,
    pub collected: bool,
    pub signed: bool,
    pub received: bool,
    pub refund: Refund,
    /// Empty when no file tells one, or only a masked one.
    pub tracking_no: String,
}

/// What people did to an order here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Done {
    pub audited: bool,
    pub allocated: bool,
    pub printed: bool,
    pub shipped: bool,
    /// With which the order was shipped here.
    pub tracking_no: String,
    pub intercepted: bool,
    pub returned: bool,
    pub exchanged: bool,
    pub reissued: bool,
    /// The word of a file that somebody has overruled: [`Conflict::word`].
    pub overruled: String,
}

/// Where files and people contradict each other (冲突).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Conflict {
    /// Shipped here, but the files say it never left: closed, not paid, or the money was given back.
    NeverLeft(Option<OrderStatus>),
    /// Shipped here with one tracking number, the file tells this one.
    OtherParcel(String),
}

impl Conflict {
    /// The file's word, as it is remembered when somebody overrules it: another word is another conflict.
    pub fn word(&self) -> String {
        match self {
            Self::NeverLeft(status) => format!("status:{}", status.map_or(0, OrderStatus::code)),
            Self::OtherParcel(tracking_no) => format!("parcel:{tracking_no}"),
        }
    }
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Forbidden {
    NotPaid,
    Closed,
    Refunding,
    Refunded,
    AlreadyShipped,
    NotShipped,
    /// Delivered: there is nothing left to call back.
    Arrived,
    /// This step, or a later one, was taken before.
    AlreadyDone,
    /// Nobody asked to send goods back, and they were not called back.
    NothingComesBack,
    NoConflict,
}

impl Forbidden {
    /// The tail of the sentence's key (`work.refused_not_paid`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::NotPaid => "not_paid",
            Self::Closed => "closed",
            Self::Refunding => "refunding",
            Self::Refunded => "refunded",
            Self::AlreadyShipped => "already_shipped",
            Self::NotShipped => "not_shipped",
            Self::Arrived => "arrived",
            Self::AlreadyDone => "already_done",
            Self::NothingComesBack => "nothing_comes_back",
            Self::NoConflict => "no_conflict",
        }
    }
}

/// Where an order stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    told: Told,
    done: Done,
    stage: Stage,
    conflict: Option<Conflict>,
}

impl Flow {
    /// Merges what files tell with what people did.
    pub fn of(told: Told, done: Done) -> Self {
        let theirs = told_stage(&told);
        let stage = match theirs {
            _ if done.shipped => theirs.max(Stage::Shipped),
            Stage::Paid if done.printed => Stage::Printed,
            Stage::Paid if done.allocated => Stage::Allocated,
            Stage::Paid if done.audited => Stage::Audited,
            theirs => theirs,
        };
        // Closed comes last in the list of stages, but what has left has left.
        let stage = if done.shipped && stage == Stage::Closed { Stage::Shipped } else { stage };
        let conflict = conflict(&told, &done, theirs).filter(|conflict| conflict.word() != done.overruled);
        Self { told, done, stage, conflict }
    }

    pub const fn stage(&self) -> Stage {
        self.stage
    }

    pub const fn refund(&self) -> Refund {
        self.told.refund
    }

    pub const fn done(&self) -> &Done {
        &self.done
    }

    pub const fn conflict(&self) -> Option<&Conflict> {
        self.conflict.as_ref()
    }

    /// The flow after a step.
    ///
    /// # Errors
    /// [`Forbidden`], which says what stands in the way; the flow is as it was.
    pub fn after(&self, step: Step, tracking_no: &str) -> Result<Self, Forbidden> {
        self.may(step)?;
        let mut done = self.done.clone();
        match step {
            Step::Audit => done.audited = true,
            Step::Allocate => done.allocated = true,
            Step::Print => done.printed = true,
            Step::Ship => {
                done.shipped = true;
                tracking_no.clone_into(&mut done.tracking_no);
            }
            Step::Intercept => done.intercepted = true,
            Step::TakeBack => done.returned = true,
            Step::Exchange => done.exchanged = true,
            Step::Reissue => done.reissued = true,
            Step::KeepMine => {
                done.overruled = self.conflict.as_ref().map(Conflict::word).unwrap_or_default();
            }
            Step::TakeTheirs => match &self.conflict {
                Some(Conflict::NeverLeft(_)) => {
                    // It never left, so nothing of it can have been called back or sent again.
                    done = Done {
                        audited: done.audited,
                        allocated: done.allocated,
                        printed: done.printed,
                        ..Done::default()
                    };
                }
                Some(Conflict::OtherParcel(_)) => done.tracking_no.clear(),
                None => {}
            },
        }
        Ok(Self::of(self.told.clone(), done))
    }

    /// Whether a step can be taken now.
    ///
    /// # Errors
    /// [`Forbidden`], which says what stands in the way.
    pub fn may(&self, step: Step) -> Result<(), Forbidden> {
        match step {
            Step::Audit => self.before_shipping(Stage::Audited),
            Step::Allocate => self.before_shipping(Stage::Allocated),
            Step::Print => self.before_shipping(Stage::Printed),
            Step::Ship => self.before_shipping(Stage::Shipped),
            Step::Intercept => {
                self.after_shipping()?;
                match self.stage {
                    _ if self.done.intercepted => Err(Forbidden::AlreadyDone),
                    Stage::Delivered | Stage::Finished => Err(Forbidden::Arrived),
                    _ => Ok(()),
                }
            }
            Step::TakeBack => {
                self.after_shipping()?;
                let comes = self.told.refund != Refund::None || self.done.intercepted || self.done.exchanged;
                if comes { Ok(()) } else { Err(Forbidden::NothingComesBack) }
            }
            Step::Exchange | Step::Reissue => self.after_shipping(),
            Step::KeepMine | Step::TakeTheirs => self.conflict.as_ref().map(|_| ()).ok_or(Forbidden::NoConflict),
        }
    }

    /// Steps that can be taken now, in the order of the machine.
    pub fn open(&self) -> Vec<Step> {
        Step::ALL.into_iter().filter(|step| self.may(*step).is_ok()).collect()
    }

    fn before_shipping(&self, to: Stage) -> Result<(), Forbidden> {
        match self.stage {
            Stage::Created => Err(Forbidden::NotPaid),
            Stage::Closed => Err(Forbidden::Closed),
            stage if stage.left() => Err(Forbidden::AlreadyShipped),
            _ if self.told.refund == Refund::Whole => Err(Forbidden::Refunded),
            _ if self.told.refund == Refund::Asked => Err(Forbidden::Refunding),
            stage if stage >= to => Err(Forbidden::AlreadyDone),
            _ => Ok(()),
        }
    }

    fn after_shipping(&self) -> Result<(), Forbidden> {
        match self.stage {
            Stage::Created => Err(Forbidden::NotPaid),
            Stage::Closed => Err(Forbidden::Closed),
            stage if stage.left() => Ok(()),
            _ => Err(Forbidden::NotShipped),
        }
    }
}

/// How far the files alone say that an order is.
fn told_stage(told: &Told) -> Stage {
    use OrderStatus as S;
    match told.status {
        Some(S::Finished) => Stage::Finished,
        _ if told.received => Stage::Finished,
        // Part of it is still in the house.
        Some(S::PartShipped) => Stage::Paid,
        _ if told.signed => Stage::Delivered,
        _ if told.collected => Stage::Collected,
        Some(S::Shipped) => Stage::Shipped,
        _ if told.shipped => Stage::Shipped,
        Some(S::ClosedUnpaid) => Stage::Closed,
        Some(S::Paid | S::ClosedRefunded) => Stage::Paid,
        Some(S::Unpaid) => Stage::Created,
        _ if told.paid => Stage::Paid,
        _ => Stage::Created,
    }
}

fn conflict(told: &Told, done: &Done, theirs: Stage) -> Option<Conflict> {
    if !done.shipped {
        return None;
    }
    let refunded = told.refund == Refund::Whole || told.status == Some(OrderStatus::ClosedRefunded);
    if !theirs.left() && (refunded || matches!(theirs, Stage::Created | Stage::Closed)) {
        return Some(Conflict::NeverLeft(told.status));
    }
    let other = !told.tracking_no.is_empty() && !done.tracking_no.is_empty() && told.tracking_no != done.tracking_no;
    other.then(|| Conflict::OtherParcel(told.tracking_no.clone()))
}
