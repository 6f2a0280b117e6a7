//! Rules that hand orders out (分配规则): who looks after an order, which warehouse and courier send it, and whether it waits.
//!
//! A list of rules is gone through from the top: the first whose conditions all hold decides, and no other is asked ("first match wins").
//! What a fact is not known of never holds: an order without a told amount is neither big nor small.

mod balance;
mod check;
mod condition;
mod judge;
#[cfg(test)]
mod tests;
mod words;

use serde::{Deserialize, Serialize};

pub use balance::{Balance, Load};
pub use check::{Field, Known, LONGEST_NAME, LONGEST_TAG, Wrong, check};
pub use condition::{Before, Condition, Note, OrderFacts, OrderKind, ShopKey, Tier};
pub use judge::{Judgement, Missed, Reason, Seen, Tested, first_match, judge};
pub use words::{Names, list as listed};

/// A flag on an order (旗标), in the colours of Taobao's back office. Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Flag {
    /// 红
    Red = 1,
    /// 黄
    Yellow = 2,
    /// 绿
    Green = 3,
    /// 蓝
    Blue = 4,
    /// 紫
    Purple = 5,
}

impl Flag {
    pub const ALL: [Self; 5] = [Self::Red, Self::Yellow, Self::Green, Self::Blue, Self::Purple];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|flag| flag.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`rules.flag_red`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Red => "red",
            Self::Yellow => "yellow",
            Self::Green => "green",
            Self::Blue => "blue",
            Self::Purple => "purple",
        }
    }
}

/// Who gets the orders of a rule (分给谁).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "to", rename_all = "snake_case")]
pub enum StaffChoice {
    /// This member of the staff.
    One { id: i64 },
    /// Whoever of these has least to do.
    Balance { among: Vec<i64> },
}

impl StaffChoice {
    /// Everybody it may fall to, in the order of the list.
    pub fn members(&self) -> &[i64] {
        match self {
            Self::One { id } => std::slice::from_ref(id),
            Self::Balance { among } => among,
        }
    }
}

/// What a rule does with an order. What is not set stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Actions {
    pub staff: Option<StaffChoice>,
    /// Id of the warehouse.
    pub warehouse: Option<i64>,
    /// The courier's name, as the files write it.
    pub courier: Option<String>,
    pub flag: Option<Flag>,
    pub tags: Vec<String>,
    /// The order waits for this reason (挂起).
    pub hold: Option<String>,
    /// The order passes the audit by itself (自动过审).
    pub pass: bool,
}

impl Actions {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What a rule says: all conditions must hold; none at all means every order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Body {
    pub conditions: Vec<Condition>,
    pub actions: Actions,
}

/// A rule (分配规则).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rule {
    /// 0 until the shop file keeps it.
    pub id: i64,
    pub name: String,
    /// Rules that are off are passed over.
    pub on: bool,
    /// Grows with every change of what it says.
    pub version: i64,
    pub body: Body,
}
