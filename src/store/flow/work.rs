//! What follows from steps: the row of each order's work, and the parcels that were sent from here.

use duckdb::params;

use super::DOING;
use crate::domain::flow::Step;
use crate::store::error::{Doing, Result};
use crate::store::write::Tx;

/// What the steps in force and the assignments of some orders come to: a row of `order_work` for each that has any. `keys` gives
/// their `platform, order_no`. Who let an order pass or handed it out by a rule or by hand has brought it as far as a step would have;
/// an order counts as handed out only once it is audited.
pub(in crate::store) fn came_to(keys: &str) -> String {
    let last = |column: &str, step: Step| format!("arg_max(s.{column}, s.id) FILTER (s.step = {})", step.code());
    let moment = |step: Step| format!("max(s.done_at) FILTER (s.step = {})", step.code());
    // The file's tracking number was taken after it was shipped here.
    let given_up = format!(
        "coalesce(max(s.id) FILTER (s.step = {}), 0) > coalesce(max(s.id) FILTER (s.step = {}), 0)",
        Step::TakeTheirs.code(),
        Step::Ship.code()
    );
    format!(
        "(WITH k AS MATERIALIZED ({keys}),
         s AS (SELECT s.platform, s.order_no, {audited} AS audited_at, {allocated} AS allocated_at, {printed} AS printed_at,
                 {shipped} AS shipped_at, CASE WHEN {given_up} THEN NULL ELSE {tracking} END AS tracking_no,
                 CASE WHEN {given_up} THEN NULL ELSE {courier} END AS courier,
                 {intercepted} AS intercepted_at, {returned} AS returned_at, {exchanged} AS exchanged_at, {reissued} AS reissued_at,
                 {overruled} AS overruled
             FROM order_step s SEMI JOIN k ON k.platform = s.platform AND k.order_no = s.order_no
             WHERE s.undone_by = 0 GROUP BY s.platform, s.order_no),
         a AS (SELECT a.platform, a.order_no, CASE WHEN a.passed THEN a.made_at END AS passed_at,
                 CASE WHEN a.staff_id <> 0 OR a.warehouse_id <> 0 OR coalesce(a.courier, '') <> '' THEN a.made_at END AS handed_at
             FROM assignment a SEMI JOIN k ON k.platform = a.platform AND k.order_no = a.order_no),
         b AS (SELECT platform, order_no, s.* EXCLUDE (platform, order_no) REPLACE (coalesce(s.audited_at, a.passed_at) AS audited_at),
                 a.handed_at, s.order_no IS NOT NULL AS stepped
             FROM s FULL JOIN a USING (platform, order_no))
         SELECT * EXCLUDE (handed_at, stepped) REPLACE (coalesce(allocated_at, CASE WHEN handed_at IS NOT NULL AND audited_at IS NOT NULL
                 THEN greatest(handed_at, audited_at) END) AS allocated_at)
         FROM b WHERE stepped OR audited_at IS NOT NULL)",
        audited = moment(Step::Audit),
        allocated = moment(Step::Allocate),
        printed = moment(Step::Print),
        shipped = moment(Step::Ship),
        tracking = last("tracking_no", Step::Ship),
        courier = last("courier", Step::Ship),
        intercepted = moment(Step::Intercept),
        returned = moment(Step::TakeBack),
        exchanged = moment(Step::Exchange),
        reissued = moment(Step::Reissue),
        overruled = last("note", Step::KeepMine),
    )
}

/// Works the rows of `order_work` out anew for the orders in `x_touched` (platform, order_no).
pub(in crate::store) fn rework(tx: &Tx<'_>) -> Result<()> {
    tx.conn
        .execute_batch(
            "DELETE FROM order_work w WHERE EXISTS (FROM x_touched t WHERE t.platform = w.platform AND t.order_no = w.order_no)",
        )
        .doing(DOING)?;
    let sql = format!(
        "INSERT INTO order_work BY NAME SELECT *, CAST(? AS TIMESTAMP) AS updated_at FROM {}",
        came_to("SELECT platform, order_no FROM x_touched")
    );
    tx.conn.execute(&sql, params![tx.now.to_string()]).doing(DOING)?;
    Ok(())
}

/// Tracking numbers in force that were told here: `platform, order_no, tracking_no, courier, sent_at`.
fn sent() -> String {
    format!(
        "SELECT platform, order_no, tracking_no, courier, shipped_at AS sent_at FROM order_work
         WHERE shipped_at IS NOT NULL AND tracking_no IS NOT NULL
         UNION ALL
         SELECT platform, order_no, tracking_no, courier, done_at FROM order_step
         WHERE undone_by = 0 AND step IN ({}, {}) AND tracking_no IS NOT NULL",
        Step::Exchange.code(),
        Step::Reissue.code()
    )
}

/// Every parcel sent from here has its row, once: a file that tells of it later finds it by its number. What was taken back and no file
/// ever told of goes. Cheap while nobody works here.
pub(in crate::store) fn settle_parcels(tx: &Tx<'_>) -> Result<()> {
    let any: i64 =
        tx.conn.query_row("SELECT count(*) FROM (FROM order_step LIMIT 1)", [], |r| r.get(0)).doing(DOING)?;
    if any == 0 {
        return Ok(());
    }
    tx.conn.execute_batch(&format!("CREATE OR REPLACE TEMP TABLE x_sent AS {}", sent())).doing(DOING)?;
    couriers(tx)?;
    // The order or courier of a parcel may have gone with its import, and may have come again under another id.
    tx.conn
        .execute_batch(
            "DELETE FROM parcel WHERE created_import = 0 AND import_id = 0 AND (tracking_no NOT IN (SELECT tracking_no FROM x_sent)
                 OR (order_id <> 0 AND order_id NOT IN (SELECT id FROM orders))
                 OR (courier_id <> 0 AND courier_id NOT IN (SELECT id FROM courier)));
             DELETE FROM x_sent WHERE tracking_no IN (
                 SELECT p.tracking_no FROM parcel p SEMI JOIN x_sent x ON x.tracking_no = p.tracking_no)",
        )
        .doing(DOING)?;
    let count: i64 = tx.conn.query_row("SELECT count(*) FROM x_sent", [], |r| r.get(0)).doing(DOING)?;
    if count > 0 {
        let first = tx.take_numbers("parcel", count)?;
        tx.conn
            .execute(
                "INSERT INTO parcel BY NAME
                 SELECT ? - 1 + row_number() OVER (ORDER BY x.sent_at, x.tracking_no) AS id, x.tracking_no, x.order_no,
                     coalesce(o.id, 0) AS order_id, coalesce(k.id, 0) AS courier_id, o.province, o.city, x.sent_at AS shipped_at,
                     true AS implied, 0 AS created_import, 0 AS import_id, CAST(? AS TIMESTAMP) AS updated_at
                 FROM x_sent x LEFT JOIN orders o ON o.platform = x.platform AND o.order_no = x.order_no
                 LEFT JOIN (SELECT name, min(id) AS id FROM courier GROUP BY name) k ON k.name = x.courier",
                params![first, tx.now.to_string()],
            )
            .doing(DOING)?;
    }
    tx.conn.execute_batch("DROP TABLE x_sent").doing(DOING)
}

/// Couriers that no file has named yet.
fn couriers(tx: &Tx<'_>) -> Result<()> {
    let sql = "SELECT count(DISTINCT courier) FROM x_sent WHERE courier NOT IN (SELECT name FROM courier)";
    let unknown: i64 = tx.conn.query_row(sql, [], |r| r.get(0)).doing(DOING)?;
    if unknown == 0 {
        return Ok(());
    }
    let first = tx.take_numbers("courier", unknown)?;
    tx.conn
        .execute(
            "INSERT INTO courier SELECT ? - 1 + row_number() OVER (ORDER BY name), name, 0, CAST(? AS TIMESTAMP)
             FROM (SELECT DISTINCT courier AS name FROM x_sent WHERE courier NOT IN (SELECT name FROM courier))",
            params![first, tx.now.to_string()],
        )
        .doing(DOING)?;
    Ok(())
}
