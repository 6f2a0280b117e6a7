//! Parcels (包裹): those a file tells, and those implied by the tracking numbers of orders and lines, linked to their orders.

use super::kinds::PARCELS;
use super::sql::masked;
use super::work::Work;
use crate::store::error::Result;

/// `r_parcel`, and `f_parcel`: every parcel to be written, with the order it belongs to.
pub(super) fn resolve(work: &mut Work<'_>) -> Result<()> {
    implied(work)?;
    super::resolve::collapse(work, &PARCELS)?;
    let first = work.first(PARCELS.base);
    work.run(&PARCELS.resolve_sql(&work.batch, first))?;
    let platform = work.batch.platform;
    // An order number may be of any platform, because a courier's file names none; this file's platform comes first.
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE f_parcel AS
         WITH told AS (
             SELECT r.id, r.seq, r.state, coalesce(nullif(o.order_id, 0), CASE WHEN o.order_no IS NULL OR o.order_no = s.order_no THEN s.order_id END) AS order_id,
                 coalesce(o.order_no, s.order_no) AS order_no, o.order_id AS old_order
             FROM r_parcel r JOIN st_parcel s ON s.seq = r.seq LEFT JOIN parcel o ON o.id = r.id),
         wanted AS (SELECT DISTINCT order_no FROM told WHERE order_id IS NULL AND order_no IS NOT NULL),
         found AS (
             SELECT o.order_no, arg_min(o.id, CASE WHEN o.platform = {platform} THEN 0 ELSE o.platform END) AS id
             FROM orders o SEMI JOIN wanted w ON w.order_no = o.order_no GROUP BY o.order_no)
         SELECT t.id, t.seq, t.state, coalesce(t.order_id, x.id, f.id, 0) AS order_id, t.old_order
         FROM told t LEFT JOIN found f ON f.order_no = t.order_no
         LEFT JOIN (SELECT x.* FROM x_order x SEMI JOIN wanted w ON w.order_no = x.order_no) x ON x.order_no = t.order_no
         UNION ALL
         SELECT p.id, NULL, 3, a.id, 0 FROM parcel p JOIN a_order a ON a.order_no = p.order_no
         WHERE p.order_id = 0 AND a.state = 0 AND p.id NOT IN (SELECT id FROM r_parcel)"
    ))?;
    Ok(())
}

/// A tracking number on a new or changed order or line is a parcel, too. Masked numbers are nobody's key.
fn implied(work: &mut Work<'_>) -> Result<()> {
    work.run(&format!(
        "INSERT INTO st_parcel BY NAME
         SELECT (SELECT coalesce(max(seq), 0) FROM st_parcel) + row_number() OVER () AS seq, *, true AS implied FROM (
             SELECT s.tracking_no, s.order_no, r.id AS order_id, s.courier, s.province, s.city, s.shipped_at
             FROM st_orders s JOIN r_orders r ON r.seq = s.seq
             WHERE r.state < 2 AND s.tracking_no IS NOT NULL AND NOT {masked}
             UNION ALL
             SELECT s.tracking_no, s.order_no, r.order_id, s.courier, NULL, NULL, s.shipped_at
             FROM st_order_line s JOIN r_order_line r ON r.seq = s.seq
             WHERE r.state < 2 AND s.tracking_no IS NOT NULL AND NOT {masked})",
        masked = masked("s.tracking_no"),
    ))?;
    Ok(())
}
