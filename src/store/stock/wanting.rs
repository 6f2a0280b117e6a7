//! What orders want of stock (订单占用): pieces unpaid, to be audited, to be shipped and sold, as they were at the end of any day, and the
//! orders behind each of these numbers.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime};

use super::levels::{PACE_DAYS, StockQuery};
use crate::domain::order::OrderStatus;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::facts::{NOT_EXCLUDED, paid_at};
use crate::store::flow::orders_now;
use crate::store::parts::PARTS;

const DOING: &str = "finding what stands behind a number";

/// A number that orders make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Want {
    /// 待付款
    Unpaid,
    /// 待审核
    ToAudit,
    /// 待发货
    ToShip,
    /// 近 30 天售出
    Sold,
    /// 退货在途: refunds, not orders
    Returning,
}

/// Midnight after a day.
pub(super) fn after(day: NaiveDate) -> NaiveDateTime {
    day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN)
}

/// From when to when sales are counted: `since` and the midnight after the last day.
pub(super) fn pace_span(query: &StockQuery) -> (NaiveDateTime, NaiveDateTime) {
    let until = query.sold_until.min(query.day);
    let since = until.checked_sub_days(Days::new(PACE_DAYS - 1)).unwrap_or(until);
    (since.and_time(NaiveTime::MIN), after(until))
}

/// `order_id, sku_id, qty, paid_at, unpaid, waits, to_audit` for every order line that a SKU stands behind, as of the end of the day
/// before `end`. `parts`: the mappings.
pub(super) fn lines(end: NaiveDateTime, parts: &str) -> String {
    format!(
        "SELECT order_id, sku_id, qty, paid_at,
             created_at < {end} AND (paid_at >= {end} OR (paid_at IS NULL AND status = {unpaid})) AS unpaid,
             paid_at < {end} AND (shipped_at >= {end} OR (shipped_at IS NULL AND NOT given_back
                 AND coalesce(line_status, 0) NOT IN ({closed}, {refunded}, {finished}, {shipped}))) AS waits,
             waits AND coalesce(looked_at >= {end}, true) AS to_audit
         FROM (
             SELECT o.id AS order_id, p.sku_id, l.qty * p.qty AS qty, {paid} AS paid_at, o.created_at, o.status AS status,
                 coalesce(l.shipped_at, o.shipped_at) AS shipped_at, coalesce(l.status, o.status) AS line_status,
                 coalesce(l.paid, 0) > 0 AND l.refund >= l.paid AS given_back,
                 least(k.audited_at, k.allocated_at, k.printed_at) AS looked_at
             FROM order_line l JOIN {orders} o ON o.id = l.order_id JOIN {parts} p ON p.listing_id = l.listing_id
             LEFT JOIN order_work k ON k.platform = o.platform AND k.order_no = o.order_no
             WHERE p.sku_id <> 0 AND l.qty > 0 AND {NOT_EXCLUDED})",
        end = format!("TIMESTAMP '{end}'"),
        unpaid = OrderStatus::Unpaid.code(),
        closed = OrderStatus::ClosedUnpaid.code(),
        refunded = OrderStatus::ClosedRefunded.code(),
        finished = OrderStatus::Finished.code(),
        shipped = OrderStatus::Shipped.code(),
        paid = paid_at(),
        orders = orders_now(),
    )
}

/// `refund_id, sku_id, qty` of goods that buyers send back (退货在途), as of the end of the day before `end`: sent, and neither taken in
/// here nor settled by then.
pub(super) fn returning(end: NaiveDateTime, parts: &str) -> String {
    format!(
        "SELECT r.id AS refund_id, p.sku_id, l.qty * p.qty AS qty
         FROM refund r JOIN orders o ON o.id = r.order_id
         JOIN order_line l ON l.order_id = o.id AND (r.line_id = 0 OR l.id = r.line_id) AND l.qty > 0
         JOIN {parts} p ON p.listing_id = l.listing_id
         WHERE p.sku_id <> 0 AND r.applied_at < {end}
             AND ((r.kind IN ({goods}, {exchange}) AND r.status = {sent}) OR (r.kind = {goods} AND r.status = {done} AND r.finished_at >= {end}))
             AND NOT EXISTS (FROM goods_back b JOIN order_step s ON s.id = b.step_id WHERE s.undone_by = 0 AND s.done_at < {end}
                 AND b.platform = r.platform AND b.order_no = o.order_no AND b.refund_no = r.refund_no)",
        end = format!("TIMESTAMP '{end}'"),
        goods = RefundKind::GoodsAndMoney.code(),
        exchange = RefundKind::Exchange.code(),
        sent = RefundStatus::WaitReceipt.code(),
        done = RefundStatus::Succeeded.code(),
    )
}

impl Store {
    /// The orders (for what is sent back, the refunds) behind a number of a SKU, the latest first.
    pub fn orders_wanting(&self, sku: i64, want: Want, query: &StockQuery) -> Result<Vec<i64>> {
        let (since, told) = pace_span(query);
        if want == Want::Returning {
            let sql = format!(
                "SELECT DISTINCT refund_id FROM ({}) WHERE sku_id = ? ORDER BY refund_id DESC",
                returning(after(query.day), PARTS)
            );
            return self.reader()?.rows(DOING, &sql, &[&sku], |row| row.get(0));
        }
        let only = match want {
            Want::Unpaid => "unpaid".to_owned(),
            Want::ToAudit => "to_audit".to_owned(),
            Want::ToShip => "waits".to_owned(),
            Want::Returning | Want::Sold => format!("paid_at >= TIMESTAMP '{since}' AND paid_at < TIMESTAMP '{told}'"),
        };
        let sql = format!(
            "SELECT DISTINCT order_id FROM ({}) WHERE sku_id = ? AND {only} ORDER BY order_id DESC",
            lines(after(query.day), PARTS)
        );
        self.reader()?.rows(DOING, &sql, &[&sku], |row| row.get(0))
    }
}
