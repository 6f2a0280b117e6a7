//! Rules, staff, and what was decided about orders (分配).
//!
//! `list` keeps the rules and their draft, `staff` the people; `facts` reads what rules look at, `run` tries and applies them; `marks`
//! is what people do by hand with orders, `work` what is known of an order's assignment.

mod facts;
mod list;
mod marks;
mod run;
mod staff;
mod state;
mod work;

pub use list::RuleBook;
pub use marks::{Hand, Skipped, Touched};
pub use run::{Applied, DryRun, Matched, Share};
pub use staff::StaffRow;
pub use work::{Change, ChangePart, Doer, HoldRow, OrderMark, OrderWork};

pub(super) use work::{dress, narrow, of_order};

use crate::domain::order::OrderStatus;

/// The order `o` is paid and waits to be sent, given the pay clock `paid`.
pub(super) fn waiting(paid: &str) -> String {
    let over = [
        OrderStatus::Unpaid,
        OrderStatus::Shipped,
        OrderStatus::Finished,
        OrderStatus::ClosedUnpaid,
        OrderStatus::ClosedRefunded,
    ];
    let over = over.map(|status| status.code().to_string()).join(", ");
    format!("({paid} IS NOT NULL AND o.shipped_at IS NULL AND coalesce(o.status, 0) NOT IN ({over}))")
}
