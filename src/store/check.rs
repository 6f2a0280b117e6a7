//! Is the shop file consistent with itself (自检)? Sums, keys, orphans, counters.

use super::Store;
use super::error::Result;
use super::flow::came_to;
use super::read::{Reader, rows};
use super::stock::lagging;
use crate::locale::Said;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What the exports themselves say does not add up; worth knowing, nothing is broken.
    Note,
    /// The file contradicts itself: something is off.
    Problem,
}

/// One thing that `check` found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckFinding {
    /// Stable English id, also the tail of the locale key (`store.check_line_sums`).
    pub id: &'static str,
    pub severity: Severity,
    /// How many rows.
    pub count: u64,
    /// The first few, by their numbers.
    pub examples: Vec<String>,
}

impl CheckFinding {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        Said::new(&format!("store.check_{}", self.id))
            .with("count", self.count)
            .with("examples", self.examples.join(", "))
    }
}

use Severity::{Note, Problem};

/// Id, severity, and a query for the numbers of what is off.
const CHECKS: &[(&str, Severity, &str)] = &[
    // What we split ourselves must add up; what files tell may not.
    (
        "line_sums",
        Problem,
        "SELECT o.order_no FROM orders o JOIN (
             SELECT order_id, sum(paid) AS paid, count(*) = count(paid) AS known, count(*) > count(paid_told) AS split,
                 coalesce(sum(paid_told), 0) AS told
             FROM order_line GROUP BY order_id) l ON l.order_id = o.id
         WHERE l.known AND l.split AND l.told <= o.paid AND l.paid IS DISTINCT FROM o.paid",
    ),
    (
        "told_sums",
        Note,
        "SELECT o.order_no FROM orders o JOIN (
             SELECT order_id, sum(paid) AS paid, count(*) = count(paid) AS known, count(*) > count(paid_told) AS split,
                 coalesce(sum(paid_told), 0) AS told
             FROM order_line GROUP BY order_id) l ON l.order_id = o.id
         WHERE o.paid IS NOT NULL AND l.known AND (NOT l.split OR l.told > o.paid) AND l.paid <> o.paid",
    ),
    (
        "line_refunds",
        Problem,
        "SELECT o.order_no FROM orders o JOIN (SELECT order_id, sum(refund) AS refund FROM order_line GROUP BY order_id) l
         ON l.order_id = o.id WHERE l.refund <> o.refund",
    ),
    ("refund_over_paid", Note, "SELECT order_no FROM orders WHERE paid IS NOT NULL AND refund > paid"),
    ("same_order", Problem, "SELECT order_no FROM orders GROUP BY platform, order_no HAVING count(*) > 1"),
    ("same_line", Problem, "SELECT line_no FROM order_line WHERE NOT stand_in GROUP BY platform, line_no HAVING count(*) > 1"),
    ("same_refund", Problem, "SELECT refund_no FROM refund GROUP BY platform, refund_no HAVING count(*) > 1"),
    ("same_parcel", Problem, "SELECT tracking_no FROM parcel GROUP BY tracking_no HAVING count(*) > 1"),
    ("same_sku", Problem, "SELECT code FROM sku GROUP BY code HAVING count(*) > 1"),
    ("same_listing", Problem, "SELECT key FROM listing GROUP BY platform, key HAVING count(*) > 1"),
    ("same_customer", Problem, "SELECT CAST(min(id) AS VARCHAR) FROM customer GROUP BY platform, buyer HAVING count(*) > 1"),
    (
        "same_id",
        Problem,
        "SELECT 'orders ' || id FROM orders GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'order_line ' || id FROM order_line GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'refund ' || id FROM refund GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'parcel ' || id FROM parcel GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'listing ' || id FROM listing GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'sku ' || id FROM sku GROUP BY id HAVING count(*) > 1
         UNION ALL SELECT 'customer ' || id FROM customer GROUP BY id HAVING count(*) > 1",
    ),
    ("line_without_order", Problem, "SELECT line_no FROM order_line WHERE order_id NOT IN (SELECT id FROM orders)"),
    (
        "line_without_listing",
        Problem,
        "SELECT line_no FROM order_line WHERE listing_id <> 0 AND listing_id NOT IN (SELECT id FROM listing)",
    ),
    ("order_without_line", Problem, "SELECT order_no FROM orders WHERE id NOT IN (SELECT order_id FROM order_line)"),
    (
        "order_without_shop",
        Problem,
        "SELECT order_no FROM orders WHERE shop_id NOT IN (SELECT id FROM shop)
         OR (customer_id <> 0 AND customer_id NOT IN (SELECT id FROM customer))
         OR (courier_id <> 0 AND courier_id NOT IN (SELECT id FROM courier))",
    ),
    (
        "refund_link",
        Problem,
        "SELECT refund_no FROM refund WHERE (order_id <> 0 AND order_id NOT IN (SELECT id FROM orders))
         OR (line_id <> 0 AND line_id NOT IN (SELECT id FROM order_line))
         OR (reason_id <> 0 AND reason_id NOT IN (SELECT id FROM reason))",
    ),
    (
        "parcel_link",
        Problem,
        "SELECT tracking_no FROM parcel WHERE (order_id <> 0 AND order_id NOT IN (SELECT id FROM orders))
         OR (courier_id <> 0 AND courier_id NOT IN (SELECT id FROM courier))",
    ),
    (
        "import_link",
        Problem,
        "SELECT order_no FROM orders WHERE import_id NOT IN (SELECT id FROM import WHERE undone_at IS NULL UNION ALL SELECT 0)",
    ),
    (
        "negative",
        Problem,
        "SELECT line_no FROM order_line WHERE qty < 0 OR paid < 0 OR refund < 0
         UNION ALL SELECT order_no FROM orders WHERE paid < 0 OR refund < 0
         UNION ALL SELECT code FROM sku WHERE cost < 0",
    ),
    ("mapping_to_nothing", Note, "SELECT key FROM mapping WHERE sku_code NOT IN (SELECT code FROM sku)"),
    (
        "counter",
        Problem,
        "SELECT name FROM counter c WHERE next <= (CASE name
             WHEN 'orders' THEN (SELECT max(id) FROM orders) WHEN 'order_line' THEN (SELECT max(id) FROM order_line)
             WHEN 'refund' THEN (SELECT max(id) FROM refund) WHEN 'parcel' THEN (SELECT max(id) FROM parcel)
             WHEN 'sku' THEN (SELECT max(id) FROM sku) WHEN 'listing' THEN (SELECT max(id) FROM listing)
             WHEN 'customer' THEN (SELECT max(id) FROM customer) WHEN 'import' THEN (SELECT max(id) FROM import) ELSE -1 END)",
    ),
    (
        "movement_document",
        Problem,
        "SELECT CAST(id AS VARCHAR) FROM movement WHERE document_id <> 0 AND document_id NOT IN (SELECT id FROM stock_document)",
    ),
    ("movement_without_sku", Note, "SELECT DISTINCT sku_code FROM movement WHERE sku_code NOT IN (SELECT code FROM sku)"),
    (
        "stock_below_zero",
        Note,
        "SELECT sku_code FROM movement GROUP BY sku_code, warehouse_id, place HAVING sum(qty) < 0",
    ),
    // Goods in transit are those of sent orders that have not come.
    (
        "purchase_transit",
        Problem,
        "SELECT coalesce(m.sku_code, p.sku_code) FROM (
             SELECT sku_code, sum(qty) AS qty FROM movement WHERE place = 4 GROUP BY sku_code HAVING sum(qty) <> 0) m
         FULL JOIN (
             SELECT l.sku_code, sum(greatest(l.qty - coalesce(r.qty, 0), 0)) AS open
             FROM purchase_order_line l JOIN purchase_order o ON o.id = l.order_id AND o.status IN (3, 4, 5)
             LEFT JOIN (
                 SELECT ml.line_id, sum(ml.qty) AS qty FROM purchase_move_line ml JOIN purchase_move v ON v.id = ml.move_id
                 WHERE v.kind = 1 AND NOT v.undone GROUP BY ml.line_id) r ON r.line_id = l.id
             GROUP BY l.sku_code HAVING open <> 0) p ON p.sku_code = m.sku_code
         WHERE m.qty IS DISTINCT FROM p.open",
    ),
    (
        "purchase_document",
        Problem,
        "SELECT o.number FROM purchase_move v JOIN purchase_order o ON o.id = v.order_id
         LEFT JOIN stock_document d ON d.id = v.document_id LEFT JOIN stock_document r ON r.reverses = d.id
         WHERE d.id IS NULL OR v.undone <> (r.id IS NOT NULL)",
    ),
    (
        "purchase_state",
        Problem,
        "SELECT o.number FROM purchase_order o LEFT JOIN (
             SELECT l.order_id, sum(coalesce(r.received, 0)) AS received,
                 bool_and(coalesce(r.received, 0) >= l.qty) AS whole, bool_or(coalesce(r.returned, 0) > coalesce(r.received, 0)) AS back
             FROM purchase_order_line l LEFT JOIN (
                 SELECT ml.line_id, sum(CASE WHEN v.kind = 1 THEN ml.qty ELSE 0 END) AS received,
                     sum(CASE WHEN v.kind = 2 THEN ml.qty ELSE 0 END) AS returned
                 FROM purchase_move_line ml JOIN purchase_move v ON v.id = ml.move_id WHERE NOT v.undone GROUP BY ml.line_id) r
             ON r.line_id = l.id GROUP BY l.order_id) l ON l.order_id = o.id
         WHERE coalesce(l.back, false) OR CASE
             WHEN o.status IN (1, 2, 3, 7) THEN coalesce(l.received, 0) > 0
             WHEN o.status = 4 THEN coalesce(l.received, 0) = 0 OR l.whole
             WHEN o.status = 5 THEN NOT coalesce(l.whole, false)
             ELSE coalesce(l.received, 0) = 0 END",
    ),
    (
        "purchase_link",
        Problem,
        "SELECT number FROM purchase_order WHERE supplier_id NOT IN (SELECT id FROM supplier)
         UNION ALL SELECT 'line ' || id FROM purchase_order_line WHERE order_id NOT IN (SELECT id FROM purchase_order) OR qty <= 0
         UNION ALL SELECT 'payment ' || id FROM purchase_payment WHERE order_id NOT IN (SELECT id FROM purchase_order)",
    ),
    (
        "step_without_work",
        Problem,
        "SELECT DISTINCT s.order_no FROM order_step s ANTI JOIN order_work w ON w.platform = s.platform AND w.order_no = s.order_no
         WHERE s.undone_by = 0",
    ),
    (
        "step_document",
        Problem,
        "SELECT order_no FROM order_step WHERE document_id <> 0 AND document_id NOT IN (SELECT id FROM stock_document)",
    ),
    (
        "paid_before_created",
        Note,
        "SELECT order_no FROM orders WHERE paid_at < created_at",
    ),
];

impl Store {
    /// Everything that is off, worst first; empty when the file is sound.
    pub fn check(&self) -> Result<Vec<CheckFinding>> {
        let reader = self.reader()?;
        let mut found = Vec::new();
        for (id, severity, sql) in CHECKS {
            if let Some(finding) = look(&reader, id, *severity, sql)? {
                found.push(finding);
            }
        }
        found.extend(look(&reader, "stock_lags", Problem, &lagging())?);
        found.extend(look(&reader, "work_without_step", Problem, &work_apart())?);
        found.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| b.count.cmp(&a.count)));
        Ok(found)
    }
}

/// Orders whose kept way is not what their steps and assignments come to.
fn work_apart() -> String {
    let all = came_to(
        "SELECT platform, order_no FROM order_step UNION SELECT platform, order_no FROM assignment
         UNION SELECT platform, order_no FROM order_work",
    );
    let apart = ["audited_at", "allocated_at", "printed_at", "shipped_at", "tracking_no", "returned_at"]
        .map(|column| format!("w.{column} IS DISTINCT FROM d.{column}"))
        .join(" OR ");
    format!(
        "SELECT coalesce(w.order_no, d.order_no) FROM order_work w FULL JOIN {all} d ON d.platform = w.platform AND d.order_no = w.order_no
         WHERE w.order_no IS NULL OR d.order_no IS NULL OR {apart}"
    )
}

fn look(reader: &Reader, id: &'static str, severity: Severity, sql: &str) -> Result<Option<CheckFinding>> {
    let sql = format!("WITH off(number) AS ({sql}) SELECT number, count(*) OVER () FROM off LIMIT 5");
    let examples = rows(&reader.conn, "checking", &sql, &[], |row| {
        Ok((row.get::<_, Option<String>>(0)?.unwrap_or_default(), row.get::<_, i64>(1)?))
    })?;
    let Some((_, count)) = examples.first() else { return Ok(None) };
    let count = u64::try_from(*count).unwrap_or_default();
    Ok(Some(CheckFinding { id, severity, count, examples: examples.into_iter().map(|(number, _)| number).collect() }))
}
