//! How far an order has come (订单状态), as the platforms' exports tell it.

use serde::{Deserialize, Serialize};

/// The state of an order or of one of its lines. The discriminant is kept in the shop file and must never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum OrderStatus {
    /// 等待买家付款
    Unpaid = 1,
    /// 买家已付款，等待卖家发货
    Paid = 2,
    /// 卖家部分发货
    PartShipped = 3,
    /// 卖家已发货，等待买家确认
    Shipped = 4,
    /// 已签收 / 交易成功
    Finished = 5,
    /// 付款以前交易关闭
    ClosedUnpaid = 6,
    /// 付款以后退款成功，交易关闭
    ClosedRefunded = 7,
    /// The file's words fit none of the above; the raw text is kept beside it
    Unknown = 9,
}

impl OrderStatus {
    pub const ALL: [Self; 8] = [
        Self::Unpaid,
        Self::Paid,
        Self::PartShipped,
        Self::Shipped,
        Self::Finished,
        Self::ClosedUnpaid,
        Self::ClosedRefunded,
        Self::Unknown,
    ];

    pub const fn code(self) -> u8 {
        self as u8
    }

    pub fn from_code(code: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|s| s.code() == code)
    }

    /// Stable English id; also the tail of the locale key (`domain.order_status_paid`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unpaid => "unpaid",
            Self::Paid => "paid",
            Self::PartShipped => "part_shipped",
            Self::Shipped => "shipped",
            Self::Finished => "finished",
            Self::ClosedUnpaid => "closed_unpaid",
            Self::ClosedRefunded => "closed_refunded",
            Self::Unknown => "unknown",
        }
    }
}
