//! Stock as a ledger (库存台账): what may move goods, between which places, and in which direction.
//!
//! A quantity is never stored: it is the sum of movements. A movement names its [`MovementKind`], the [`Place`] it touches, and the
//! document it stands for.

use serde::{Deserialize, Serialize};

/// Where pieces are, inside or on the way to a warehouse (库存状态). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum Place {
    /// 良品: on the shelf, free to be sold
    Good = 1,
    /// 残次
    Defective = 2,
    /// 锁定: kept for a campaign
    Locked = 3,
    /// 采购在途
    PurchaseTransit = 4,
    /// 调拨在途
    TransferTransit = 5,
    /// 退货在途
    ReturnTransit = 6,
}

impl Place {
    pub const ALL: [Self; 6] = [
        Self::Good,
        Self::Defective,
        Self::Locked,
        Self::PurchaseTransit,
        Self::TransferTransit,
        Self::ReturnTransit,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|place| place.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`domain.place_good`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Defective => "defective",
            Self::Locked => "locked",
            Self::PurchaseTransit => "purchase_transit",
            Self::TransferTransit => "transfer_transit",
            Self::ReturnTransit => "return_transit",
        }
    }

    /// Pieces here lie in the house: they are part of what is on hand (在库).
    pub const fn in_house(self) -> bool {
        matches!(self, Self::Good | Self::Defective | Self::Locked)
    }
}

/// Why pieces moved (出入库类型). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum MovementKind {
    /// 入库: bought or made goods came in
    Receipt = 1,
    /// 销售出库: follows the orders by itself
    Sale = 2,
    /// 退货入库
    Return = 3,
    /// 调拨
    Transfer = 4,
    /// 盘点差异: what a count found beside what the books said
    CountDifference = 5,
    /// 报损: broken, spoiled or lost
    Damage = 6,
    /// 调整: any other correction, with its reason
    Adjustment = 7,
    /// 组装拆卸: bundles put together or taken apart
    Assembly = 8,
    /// 锁定与解锁
    Lock = 9,
}

impl MovementKind {
    pub const ALL: [Self; 9] = [
        Self::Receipt,
        Self::Sale,
        Self::Return,
        Self::Transfer,
        Self::CountDifference,
        Self::Damage,
        Self::Adjustment,
        Self::Assembly,
        Self::Lock,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`domain.movement_receipt`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Transfer => "transfer",
            Self::CountDifference => "count_difference",
            Self::Damage => "damage",
            Self::Adjustment => "adjustment",
            Self::Assembly => "assembly",
            Self::Lock => "lock",
        }
    }
}
