//! Stock as a ledger (库存台账): what may move goods, between which places, and in which direction.
//!
//! A quantity is never stored: it is the sum of movements. A movement names its [`MovementKind`], the [`Place`] it touches, and the
//! document it stands for.

use serde::{Deserialize, Serialize};

use super::alert::rule::{RuleBook, Subject};

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
    pub const ALL: [Self; 6] =
        [Self::Good, Self::Defective, Self::Locked, Self::PurchaseTransit, Self::TransferTransit, Self::ReturnTransit];

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
    /// 采购在途: ordered pieces are under way, or no longer waited for
    Ordered = 10,
    /// 采购退货: bought goods go back to the supplier
    SupplierReturn = 11,
}

impl MovementKind {
    pub const ALL: [Self; 11] = [
        Self::Receipt,
        Self::Sale,
        Self::Return,
        Self::Transfer,
        Self::CountDifference,
        Self::Damage,
        Self::Adjustment,
        Self::Assembly,
        Self::Lock,
        Self::Ordered,
        Self::SupplierReturn,
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
            Self::Ordered => "ordered",
            Self::SupplierReturn => "supplier_return",
        }
    }
}

/// Pieces of one SKU in every state (库存状态). `None`: nobody has counted it or taken it in yet, which is not nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Levels {
    pub good: Option<i64>,
    pub defective: Option<i64>,
    pub locked: Option<i64>,
    pub purchase_transit: i64,
    pub transfer_transit: i64,
    /// What buyers send back, by their refunds
    pub return_transit: i64,
    /// 待付款: ordered, not paid
    pub unpaid: i64,
    /// 待审核: paid, and nobody has looked at the order yet; part of what is to be shipped
    pub to_audit: i64,
    /// 待发货: paid, not shipped
    pub to_ship: i64,
}

impl Levels {
    /// 在库: everything in the house.
    pub fn on_hand(&self) -> Option<i64> {
        Some(self.good? + self.defective.unwrap_or(0) + self.locked.unwrap_or(0))
    }

    /// 可发库存 = on hand − to ship − locked − defective. Below zero more is sold than there is.
    pub fn sendable(&self) -> Option<i64> {
        self.good.map(|good| good - self.to_ship)
    }
}

/// How fast a SKU sells (动销): pieces sold over the days it was in stock. Calendar days would understate it after a stock-out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pace {
    pub sold: i64,
    pub days: i64,
}

impl Pace {
    /// 可售天数: how many days `pieces` last, in tenths of a day; `None` when nothing is sold.
    pub fn cover_tenths(self, pieces: i64) -> Option<i64> {
        let per = i128::from(self.sold);
        let tenths = i128::from(pieces.max(0)) * i128::from(self.days.max(1)) * 10;
        (per > 0).then(|| i64::try_from(tenths / per).unwrap_or(i64::MAX))
    }
}

/// What the owner should look at (库存提示).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StockMark {
    /// 超卖: more is to be shipped than there is
    Oversold,
    /// 缺货
    Out,
    /// 偏低
    Low,
    /// 呆滞: stock that has not sold for long
    Dead,
    /// 积压: covers far too many days
    Over,
    /// 正常
    Fine,
    /// 未建账: nobody has counted it yet
    Untracked,
}

impl StockMark {
    pub const ALL: [Self; 7] =
        [Self::Oversold, Self::Out, Self::Low, Self::Dead, Self::Over, Self::Fine, Self::Untracked];

    /// Stable English id; also the tail of the locale key (`domain.stock_mark_low`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Oversold => "oversold",
            Self::Out => "out",
            Self::Low => "low",
            Self::Dead => "dead",
            Self::Over => "over",
            Self::Fine => "fine",
            Self::Untracked => "untracked",
        }
    }
}

/// Where low, over-stock and dead stock begin (库存预警线), in days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct StockRules {
    /// Fewer days of cover are low.
    pub low_days: u32,
    /// More days of cover are too many.
    pub over_days: u32,
    /// Without a sale for so many days, stock is dead.
    pub dead_days: u32,
}

impl Default for StockRules {
    fn default() -> Self {
        Self { low_days: 14, over_days: 180, dead_days: 90 }
    }
}

impl StockRules {
    /// The mark of a SKU where the owner has no rules of his own. `idle`: days since it last sold, `None` when it never has.
    pub fn mark(&self, levels: &Levels, pace: Pace, idle: Option<i64>) -> StockMark {
        let nobody = Subject { code: "", category: "", warehouse: 0 };
        RuleBook::from(*self).judge(nobody, levels, pace, idle).mark
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn levels(good: i64, to_ship: i64) -> Levels {
        Levels { good: Some(good), defective: Some(2), locked: Some(3), to_ship, ..Levels::default() }
    }

    #[test]
    fn what_can_be_sent_is_what_is_good_and_not_sold() {
        let one = levels(40, 7);
        assert_eq!((one.on_hand(), one.sendable()), (Some(45), Some(33)));
        assert_eq!(Levels::default().sendable(), None, "not counted is not nothing");
    }

    #[test]
    fn cover_leaves_days_without_stock_out() {
        // 30 pieces in 10 days in stock are 3 a day: 33 pieces last 11 days, not 33.
        assert_eq!(Pace { sold: 30, days: 10 }.cover_tenths(33), Some(110));
        assert_eq!(Pace { sold: 0, days: 30 }.cover_tenths(33), None);
    }

    #[test]
    fn marks_follow_the_owners_lines() {
        let rules = StockRules { low_days: 10, over_days: 100, dead_days: 60 };
        let day = |sold| Pace { sold, days: 30 };
        let mark = |good, to_ship, sold, idle| rules.mark(&levels(good, to_ship), day(sold), idle);
        assert_eq!(mark(5, 6, 30, Some(1)), StockMark::Oversold);
        assert_eq!(mark(6, 6, 30, Some(1)), StockMark::Out);
        assert_eq!(mark(9, 0, 30, Some(1)), StockMark::Low, "9 days at one a day");
        assert_eq!(mark(10, 0, 30, Some(1)), StockMark::Fine);
        assert_eq!(mark(101, 0, 30, Some(1)), StockMark::Over);
        assert_eq!(mark(10, 0, 0, Some(60)), StockMark::Dead);
        assert_eq!(mark(10, 0, 0, None), StockMark::Dead);
        assert_eq!(rules.mark(&Levels::default(), day(9), Some(1)), StockMark::Untracked);
    }

    proptest! {
        #[test]
        fn a_mark_is_always_found(good in -1_000_000_i64..1_000_000, to_ship in 0_i64..1_000_000, sold in 0_i64..1_000_000, days in 0_i64..40) {
            let mark = StockRules::default().mark(&levels(good, to_ship), Pace { sold, days }, Some(1));
            prop_assert_eq!(mark == StockMark::Oversold, good < to_ship);
        }
    }
}
