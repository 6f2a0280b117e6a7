//! Refunds and after-sales (退款 / 售后).

use serde::{Deserialize, Serialize};

use super::money::Money;

/// What the buyer asks for (售后类型). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum RefundKind {
    /// 仅退款，未发货
    MoneyBeforeShipping = 1,
    /// 仅退款，已发货
    MoneyAfterShipping = 2,
    /// 退货退款
    GoodsAndMoney = 3,
    /// 换货
    Exchange = 4,
    /// 补寄
    Reissue = 5,
    /// 维修
    Repair = 6,
    /// Not told by the file
    Unknown = 9,
}

impl RefundKind {
    pub const ALL: [Self; 7] = [
        Self::MoneyBeforeShipping,
        Self::MoneyAfterShipping,
        Self::GoodsAndMoney,
        Self::Exchange,
        Self::Reissue,
        Self::Repair,
        Self::Unknown,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|k| k.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`domain.refund_kind_goods_and_money`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::MoneyBeforeShipping => "money_before_shipping",
            Self::MoneyAfterShipping => "money_after_shipping",
            Self::GoodsAndMoney => "goods_and_money",
            Self::Exchange => "exchange",
            Self::Reissue => "reissue",
            Self::Repair => "repair",
            Self::Unknown => "unknown",
        }
    }
}

impl RefundKind {
    /// Money goes back to the buyer.
    pub const fn moves_money(self) -> bool {
        matches!(self, Self::MoneyBeforeShipping | Self::MoneyAfterShipping | Self::GoodsAndMoney)
    }
}

/// Why an after-sale cannot be noted of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NoteRefusal {
    NotPaid,
    /// All of the money is back already.
    AllBack,
    /// Another one is under way.
    Pending,
    /// No money, or less than none.
    Nothing,
    /// More than is left of what was paid.
    TooMuch,
}

/// May an after-sale of so much money be noted of an order that was `paid` so much, of which so much is `left`?
///
/// # Errors
/// [`NoteRefusal`], which says what stands in the way.
pub fn may_note(
    paid: Option<Money>,
    left: Money,
    amount: Money,
    moves_money: bool,
    pending: bool,
) -> Result<(), NoteRefusal> {
    match paid {
        None => Err(NoteRefusal::NotPaid),
        Some(paid) if paid <= Money::ZERO && moves_money => Err(NoteRefusal::NotPaid),
        _ if pending => Err(NoteRefusal::Pending),
        _ if !moves_money => Ok(()),
        _ if left <= Money::ZERO => Err(NoteRefusal::AllBack),
        _ if amount <= Money::ZERO => Err(NoteRefusal::Nothing),
        _ if amount > left => Err(NoteRefusal::TooMuch),
        _ => Ok(()),
    }
}

/// How far a refund has come (退款状态). Discriminants are kept in the shop file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum RefundStatus {
    /// 等待卖家同意
    WaitSeller = 1,
    /// 等待买家退货
    WaitReturn = 2,
    /// 等待卖家确认收货
    WaitReceipt = 3,
    /// 卖家拒绝
    Refused = 4,
    /// 退款关闭
    Closed = 5,
    /// 退款成功: the only state that moves money
    Succeeded = 6,
    /// The file's words fit none of the above
    Unknown = 9,
}

impl RefundStatus {
    pub const ALL: [Self; 7] = [
        Self::WaitSeller,
        Self::WaitReturn,
        Self::WaitReceipt,
        Self::Refused,
        Self::Closed,
        Self::Succeeded,
        Self::Unknown,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`domain.refund_status_succeeded`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::WaitSeller => "wait_seller",
            Self::WaitReturn => "wait_return",
            Self::WaitReceipt => "wait_receipt",
            Self::Refused => "refused",
            Self::Closed => "closed",
            Self::Succeeded => "succeeded",
            Self::Unknown => "unknown",
        }
    }
}
