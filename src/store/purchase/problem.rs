//! What stands in the way of a purchase order, a receipt or a payment, and the sentence for it.

use crate::domain::purchase::PurchaseStatus;
use crate::domain::stocktake::MOST_PIECES;
use crate::locale::Said;

/// One thing that is wrong, with the index of its line where it belongs to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PurchaseProblem {
    /// No product sheet knows the code.
    UnknownSku { line: usize, code: String },
    /// Nothing, or less than nothing.
    Quantity { line: usize, code: String, qty: i64 },
    /// More than anybody receives of one SKU at once.
    TooMany { line: usize, code: String, qty: i64 },
    /// Below zero, or missing where it must be known.
    Price { line: usize, code: String },
    /// The SKU stands in another line already.
    Twice { line: usize, code: String },
    /// More would go back than came and is still there.
    TooMuchBack { line: usize, code: String, kept: i64, wanted: i64 },
    /// The line is not one of the order.
    NotOfOrder { line: usize },
    /// An order, a receipt or a return without lines.
    NoLines,
    /// No supplier with this id.
    NoSupplier,
    /// A supplier must be called something, and nobody else may be called so.
    SupplierName { name: String },
    /// Something was ordered from the supplier, or comes from it.
    SupplierUsed,
    /// The order's state does not allow it.
    NotNow { status: PurchaseStatus },
    /// Something later was done to the order: that is taken back first.
    NotTheLatest,
    /// Before the order was sent.
    Day,
    /// An amount that is not above zero.
    Amount,
    /// A term below zero.
    Term,
}

impl PurchaseProblem {
    /// Index of the line, counting from 0.
    pub const fn line(&self) -> Option<usize> {
        match self {
            Self::UnknownSku { line, .. }
            | Self::Quantity { line, .. }
            | Self::TooMany { line, .. }
            | Self::Price { line, .. }
            | Self::Twice { line, .. }
            | Self::TooMuchBack { line, .. }
            | Self::NotOfOrder { line } => Some(*line),
            _ => None,
        }
    }

    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::UnknownSku { code, .. } => Said::new("store.stock_unknown_sku").with("code", code),
            Self::Quantity { code, qty, .. } => {
                Said::new("purchase.wrong_quantity").with("code", code).with("qty", qty)
            }
            Self::TooMany { code, qty, .. } => {
                Said::new("purchase.wrong_too_many").with("code", code).with("qty", qty).with("most", MOST_PIECES)
            }
            Self::Price { code, .. } => Said::new("purchase.wrong_price").with("code", code),
            Self::Twice { code, .. } => Said::new("purchase.wrong_twice").with("code", code),
            Self::TooMuchBack { code, kept, wanted, .. } => {
                Said::new("purchase.wrong_back").with("code", code).with("kept", kept).with("wanted", wanted)
            }
            Self::NotOfOrder { .. } => Said::new("store.gone"),
            Self::NoLines => Said::new("purchase.wrong_no_lines"),
            Self::NoSupplier => Said::new("purchase.wrong_no_supplier"),
            Self::SupplierUsed => Said::new("suppliers.wrong_used"),
            Self::SupplierName { name } if name.trim().is_empty() => Said::new("suppliers.wrong_name_empty"),
            Self::SupplierName { name } => Said::new("suppliers.wrong_name_taken").with("name", name),
            Self::NotNow { status } => Said::new(match status {
                PurchaseStatus::Draft => "purchase.not_now_draft",
                PurchaseStatus::Confirmed => "purchase.not_now_confirmed",
                PurchaseStatus::Sent => "purchase.not_now_sent",
                PurchaseStatus::PartReceived => "purchase.not_now_part_received",
                PurchaseStatus::Received => "purchase.not_now_received",
                PurchaseStatus::Closed => "purchase.not_now_closed",
                PurchaseStatus::Cancelled => "purchase.not_now_cancelled",
            }),
            Self::NotTheLatest => Said::new("purchase.wrong_not_latest"),
            Self::Day => Said::new("purchase.wrong_day"),
            Self::Amount => Said::new("purchase.wrong_amount"),
            Self::Term => Said::new("suppliers.wrong_term"),
        }
    }
}
