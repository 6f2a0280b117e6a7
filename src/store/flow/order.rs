//! One order's way (订单进度): where orders stand by files and steps together, and the steps behind it.

use chrono::NaiveDateTime;
use duckdb::Connection;

use super::DOING;
use crate::domain::flow::{Done, Flow, Refund, Step, Told};
use crate::domain::platform::Platform;
use crate::domain::refund::RefundStatus;
use crate::store::error::Result;
use crate::store::facts::paid_at;
use crate::store::orders::{platform, status, text};
use crate::store::read::rows;

/// A step as an order's timeline shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepRow {
    pub batch_id: i64,
    pub step: Step,
    pub done_at: NaiveDateTime,
    pub actor: String,
    pub tracking_no: String,
    pub courier: String,
    pub note: String,
    /// Number of the stock document that it posted; empty when none.
    pub document: String,
    pub undone: bool,
}

/// An order with where it stands.
#[derive(Debug, Clone)]
pub(in crate::store) struct OrderWork {
    /// Place in the batch; 0 for a single order.
    pub nth: usize,
    pub id: i64,
    pub platform: Platform,
    pub order_no: String,
    pub flow: Flow,
}

/// Where the orders of `found` stand: a query or table that gives `nth` and `id`.
pub(in crate::store) fn standing(conn: &Connection, found: &str) -> Result<Vec<OrderWork>> {
    let pending =
        [RefundStatus::WaitSeller, RefundStatus::WaitReturn, RefundStatus::WaitReceipt].map(|s| s.code().to_string());
    let sql = format!(
        "WITH f AS MATERIALIZED (SELECT nth, id FROM {found}),
         asked AS (SELECT DISTINCT order_id FROM refund WHERE order_id IN (SELECT id FROM f) AND status IN ({pending})),
         p AS (SELECT order_id, bool_or(collected_at IS NOT NULL) AS collected, bool_and(signed_at IS NOT NULL) AS signed
               FROM parcel WHERE order_id IN (SELECT id FROM f) GROUP BY order_id)
         SELECT f.nth, o.id, o.platform, o.order_no, o.status, {paid} IS NOT NULL, o.shipped_at IS NOT NULL,
             coalesce(p.collected, false), coalesce(p.signed, false), o.received_at IS NOT NULL,
             coalesce(o.paid > 0 AND o.refund >= o.paid, false), o.refund > 0, a.order_id IS NOT NULL,
             CASE WHEN contains(o.tracking_no, '*') THEN NULL ELSE o.tracking_no END,
             w.audited_at IS NOT NULL, w.allocated_at IS NOT NULL, w.printed_at IS NOT NULL, w.shipped_at IS NOT NULL, w.tracking_no,
             w.intercepted_at IS NOT NULL, w.returned_at IS NOT NULL, w.exchanged_at IS NOT NULL, w.reissued_at IS NOT NULL, w.overruled
         FROM f JOIN orders o ON o.id = f.id LEFT JOIN asked a ON a.order_id = o.id LEFT JOIN p ON p.order_id = o.id
         LEFT JOIN order_work w ON w.platform = o.platform AND w.order_no = o.order_no ORDER BY f.nth, o.id",
        pending = pending.join(", "),
        paid = paid_at(),
    );
    rows(conn, DOING, &sql, &[], |row| {
        let told = Told {
            status: status(row.get(4)?),
            paid: row.get(5)?,
            shipped: row.get(6)?,
            collected: row.get(7)?,
            signed: row.get(8)?,
            received: row.get(9)?,
            refund: match (row.get(10)?, row.get(11)?, row.get(12)?) {
                (true, _, _) => Refund::Whole,
                (_, _, true) => Refund::Asked,
                (_, true, _) => Refund::Part,
                _ => Refund::None,
            },
            tracking_no: text(row, 13)?,
        };
        let done = Done {
            audited: row.get(14)?,
            allocated: row.get(15)?,
            printed: row.get(16)?,
            shipped: row.get(17)?,
            tracking_no: text(row, 18)?,
            intercepted: row.get(19)?,
            returned: row.get(20)?,
            exchanged: row.get(21)?,
            reissued: row.get(22)?,
            overruled: text(row, 23)?,
        };
        Ok(OrderWork {
            nth: usize::try_from(row.get::<_, i64>(0)?).unwrap_or_default(),
            id: row.get(1)?,
            platform: platform(row, 2)?,
            order_no: text(row, 3)?,
            flow: Flow::of(told, done),
        })
    })
}

/// Where one order stands, and its steps in the order they were taken.
pub(in crate::store) fn steps_of(conn: &Connection, id: i64) -> Result<(Option<Flow>, Vec<StepRow>)> {
    let one = format!("(SELECT CAST(0 AS BIGINT) AS nth, CAST({id} AS BIGINT) AS id)");
    let flow = standing(conn, &one)?.pop().map(|found| found.flow);
    let sql =
        "SELECT s.batch_id, s.step, s.done_at, s.actor, s.tracking_no, s.courier, s.note, d.number, s.undone_by <> 0
               FROM order_step s JOIN orders o ON o.platform = s.platform AND o.order_no = s.order_no
               LEFT JOIN stock_document d ON d.id = s.document_id AND s.document_id <> 0
               WHERE o.id = ? ORDER BY s.id";
    let steps = rows(conn, DOING, sql, &[&id], |row| {
        Ok(StepRow {
            batch_id: row.get(0)?,
            step: Step::from_code(row.get(1)?).unwrap_or(Step::Audit),
            done_at: row.get(2)?,
            actor: text(row, 3)?,
            tracking_no: text(row, 4)?,
            courier: text(row, 5)?,
            note: text(row, 6)?,
            document: text(row, 7)?,
            undone: row.get(8)?,
        })
    })?;
    Ok((flow, steps))
}
