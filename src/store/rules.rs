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
use crate::domain::rule::OrderKind;

/// `order_id, staff, given, by_hand, held, audited` of the orders that somebody or a rule has touched. An order is audited when the first
/// of them let it pass: a person ([`Step::Audit`](crate::domain::flow::Step::Audit)) or a rule (自动过审).
pub(super) fn work_sql(seconds: impl Fn(&str) -> String) -> String {
    format!(
        "WITH held AS (SELECT DISTINCT platform, order_no, true AS held FROM hold WHERE released_at IS NULL),
         audit AS (SELECT platform, order_no, audited_at FROM order_work WHERE audited_at IS NOT NULL)
         SELECT o.id AS order_id, coalesce(a.staff_id, 0) AS staff, {given} AS given,
             CAST(coalesce(a.by_hand, false) AS INTEGER) AS by_hand, CAST(coalesce(h.held, false) AS INTEGER) AS held,
             {audited} AS audited
         FROM assignment a FULL JOIN held h USING (platform, order_no) FULL JOIN audit USING (platform, order_no)
         JOIN orders o USING (platform, order_no)",
        given = seconds("a.made_at"),
        audited = seconds("least(audit.audited_at, CASE WHEN a.passed THEN a.made_at END)"),
    )
}

/// `order_id, kind` of the orders that are not ordinary ones: what `facts` calls them for the rules.
pub(super) fn kinds_sql() -> String {
    let [presale, gift, reissue, manual] =
        [OrderKind::Presale, OrderKind::Gift, OrderKind::Reissue, OrderKind::Manual].map(OrderKind::code);
    format!(
        "WITH line AS (
             SELECT order_id, bool_and(gift) AS gift, bool_or(contains(title, '预售') OR contains(props, '预售')) AS presale
             FROM order_line GROUP BY order_id)
         SELECT o.id AS order_id, CAST(CASE
                 WHEN m.order_no IS NOT NULL AND coalesce(o.linked_order_no, '') <> '' THEN {reissue}
                 WHEN m.order_no IS NOT NULL THEN {manual} WHEN l.gift THEN {gift} ELSE {presale} END AS INTEGER) AS kind
         FROM orders o LEFT JOIN line l ON l.order_id = o.id
         LEFT JOIN manual_order m ON m.platform = o.platform AND m.order_no = o.order_no
         WHERE m.order_no IS NOT NULL OR l.gift OR l.presale OR contains(o.title, '预售')"
    )
}

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
