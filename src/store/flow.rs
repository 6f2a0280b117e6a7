//! The orders' daily work (订单流转): what people did to orders, kept apart from what files tell and merged with it when it is read.
//!
//! `order_step` remembers every step by platform and order number, so that it outlives imports and their undoing; `order_work` is what
//! the steps in force and the assignments ([`crate::store`], rules) come to. Whoever looks at orders as they stand reads [`orders_now`] in the place of the table `orders`.

mod back;
mod check;
mod order;
mod queue;
mod take;
mod undo;
mod work;

use chrono::NaiveDateTime;

pub use back::{BackGoods, BackLine, BackOrder, GoodsBack};
pub(super) use check::unfit;
pub use order::StepRow;
pub(super) use order::steps_of;
pub use queue::{QueueCounts, QueueQuery, QueueRow, QueueView};
pub(super) use take::mark_printed;
pub use undo::BatchRow;
pub(super) use work::{came_to, rework, settle_parcels};

use crate::domain::flow::{Oversell, Step};
use crate::domain::order::OrderStatus;
use crate::locale::Said;

const DOING: &str = "working on orders";

/// One order of a batch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    /// 0: the order is named by its number.
    pub order_id: i64,
    pub order_no: String,
    /// For steps that send a parcel.
    pub tracking_no: String,
    pub courier: String,
    /// When it was done; `None` is now.
    pub at: Option<NaiveDateTime>,
    pub note: String,
}

impl Task {
    pub fn of(order_id: i64) -> Self {
        Self { order_id, ..Self::default() }
    }

    /// What is sent, with which parcel.
    pub fn parcel(order_id: i64, tracking_no: &str, courier: &str) -> Self {
        Self { order_id, tracking_no: tracking_no.to_owned(), courier: courier.to_owned(), ..Self::default() }
    }
}

/// An order of a batch with which the step was taken, or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Place in the batch, counting from 0.
    pub nth: usize,
    pub order_id: i64,
    pub order_no: String,
    /// What the owner should know of it nevertheless.
    pub warning: Option<Said>,
}

/// An order of a batch that stayed as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    pub nth: usize,
    pub order_no: String,
    pub why: Said,
}

/// What became of a batch, row by row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BatchResult {
    /// 0 when nothing was done.
    pub batch_id: i64,
    pub done: Vec<Taken>,
    pub refused: Vec<Refused>,
}

/// The owner's rules that steps keep to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StepRules {
    pub oversell: Oversell,
}

/// The orders as they stand: those of the files with what was done here. It stands in the place of the table `orders` and has one
/// column more, `local_stage` ([`crate::domain::flow::Stage`], null where nobody did anything).
pub(super) fn orders_now() -> String {
    let open = [OrderStatus::Paid, OrderStatus::PartShipped, OrderStatus::Unknown].map(|s| s.code().to_string());
    format!(
        "(SELECT o.* REPLACE (
             CASE WHEN w.shipped_at IS NOT NULL AND coalesce(o.status, {unknown}) IN ({open})
                 THEN CAST({shipped} AS SMALLINT) ELSE o.status END AS status,
             coalesce(w.shipped_at, o.shipped_at) AS shipped_at,
             coalesce(w.tracking_no, o.tracking_no) AS tracking_no,
             coalesce(wk.id, o.courier_id) AS courier_id),
             w.stage AS local_stage
         FROM orders o
         LEFT JOIN (SELECT *, CASE WHEN shipped_at IS NOT NULL THEN 6 WHEN printed_at IS NOT NULL THEN 5
                 WHEN allocated_at IS NOT NULL THEN 4 WHEN audited_at IS NOT NULL THEN 3 END AS stage FROM order_work) w
             ON w.platform = o.platform AND w.order_no = o.order_no
         LEFT JOIN (SELECT name, min(id) AS id FROM courier GROUP BY name) wk ON wk.name = w.courier)",
        unknown = OrderStatus::Unknown.code(),
        open = open.join(", "),
        shipped = OrderStatus::Shipped.code(),
    )
}

/// The line `l` of an order that has not been shipped still lies in the house: not sent, not closed, its money not given back.
pub(super) const LINE_WAITS: &str = "l.qty > 0 AND l.shipped_at IS NULL AND coalesce(l.status, 2) NOT IN (4, 5, 6, 7)
    AND NOT (coalesce(l.paid, 0) > 0 AND l.refund >= l.paid)";

/// The deed of a batch, for the audit: `store.did_<this>`.
const fn deed(step: Step) -> &'static str {
    match step {
        Step::Audit => "audit_orders",
        Step::Allocate => "allocate_orders",
        Step::Print => "print_orders",
        Step::Ship => "ship_orders",
        Step::Intercept => "intercept_orders",
        Step::TakeBack => "take_back",
        Step::Exchange => "exchange",
        Step::Reissue => "reissue",
        Step::KeepMine => "keep_mine",
        Step::TakeTheirs => "take_theirs",
    }
}
