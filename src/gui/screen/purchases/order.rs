//! The order of purchase orders in their list (排序).

use std::cmp::Ordering;

use crate::store::PurchaseRow;

/// The order of two rows by a column; what is not known comes first upwards.
pub fn by(column: &str, a: &PurchaseRow, b: &PurchaseRow) -> Ordering {
    match column {
        "number" => a.number.cmp(&b.number),
        "supplier" => a.supplier.cmp(&b.supplier),
        "status" => a.status.cmp(&b.status),
        "skus" => a.skus.cmp(&b.skus),
        "ordered" => a.ordered.cmp(&b.ordered),
        "received" => a.received.cmp(&b.received),
        "open" => a.open.cmp(&b.open),
        "expected_on" => a.expected_on.cmp(&b.expected_on),
        "amount" => a.amount.cmp(&b.amount),
        "payable" => a.payable.amount().cmp(&b.payable.amount()),
        "owed" => a.payable.open().cmp(&b.payable.open()),
        "due_on" => a.due_on.cmp(&b.due_on),
        "sent_at" => a.sent_at.cmp(&b.sent_at),
        "received_at" => a.last_received_at.cmp(&b.last_received_at),
        "returned" => a.returned.cmp(&b.returned),
        "paid" => a.payable.paid.cmp(&b.payable.paid),
        "drafted_by" => a.drafted_by.cmp(&b.drafted_by),
        "note" => a.note.cmp(&b.note),
        _ => a.created_at.cmp(&b.created_at),
    }
}
