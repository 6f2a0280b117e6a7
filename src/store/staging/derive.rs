//! Sums that follow from what is told (推算): what each line of an affected order brought in and what was given back, to the fen.
//!
//! Told amounts are kept beside derived ones, and every affected order is worked out from all that is known of it, so the result does
//! not depend on the order in which files came. Tables: `w_line` the lines of affected orders, `f_refund` their refunds,
//! `d_line` and `d_order` the results.

use super::kinds::{LINES, REFUNDS};
use super::sql::Batch;
use super::work::Work;
use crate::store::error::Result;

fn fen(amount: &str) -> String {
    format!("CAST(({amount}) * 100 AS BIGINT)")
}

fn merged(column: &str, batch: &Batch) -> String {
    LINES
        .columns
        .iter()
        .find(|(name, _)| *name == column)
        .map_or_else(String::new, |(name, rule)| LINES.merged(name, *rule, batch))
}

/// The lines of every affected order, stand-ins included where no real line is known.
pub(super) fn lines(work: &mut Work<'_>) -> Result<()> {
    let batch = work.batch;
    let told = |column: &str| merged(column, &batch);
    let weight = |goods: &str, price: &str, qty: &str| format!("coalesce({}, {} * ({qty}))", fen(goods), fen(price));
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE w_line AS
         SELECT r.id, r.order_id, r.seq, r.state, false AS stand_in, coalesce(x.id, 0) AS listing_id, {qty} AS qty,
             {gift} AS gift, {paid_told} AS paid_told, {refund_told} AS refund_told, {weight} AS weight,
             o.paid AS old_paid, o.refund AS old_refund, o.listing_id AS old_listing, o.qty AS old_qty
         FROM st_order_line s JOIN r_order_line r ON r.seq = s.seq
         LEFT JOIN order_line o ON o.id = r.id LEFT JOIN x_listing x ON x.key = r.key
         WHERE r.order_id IN (SELECT id FROM a_order)
         UNION ALL
         SELECT o.id, o.order_id, NULL, 3, o.stand_in, o.listing_id, o.qty, o.gift, {known_paid}, {known_refund}, {known_weight},
             o.paid, o.refund, o.listing_id, o.qty
         FROM order_line o
         WHERE o.order_id IN (SELECT id FROM a_order WHERE state <> 0) AND o.id NOT IN (SELECT id FROM r_order_line)",
        qty = told("qty"),
        gift = told("gift"),
        paid_told = fen(&told("paid_told")),
        refund_told = fen(&told("refund_told")),
        weight = weight(&told("goods_amount"), &told("unit_price"), &told("qty")),
        known_paid = fen("o.paid_told"),
        known_refund = fen("o.refund_told"),
        known_weight = weight("o.goods_amount", "o.unit_price", "o.qty"),
    ))?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE gone_line AS
         SELECT id FROM w_line WHERE stand_in AND order_id NOT IN (SELECT order_id FROM s_order)",
    )?;
    work.run("DELETE FROM w_line WHERE id IN (SELECT id FROM gone_line)")?;
    // A stand-in follows its order.
    work.run(
        "UPDATE w_line SET qty = s.items, listing_id = coalesce(x.id, 0)
         FROM s_order s LEFT JOIN x_listing x ON x.key = s.key
         WHERE w_line.stand_in AND w_line.order_id = s.order_id
           AND (w_line.qty IS DISTINCT FROM s.items OR w_line.listing_id <> coalesce(x.id, 0))",
    )?;
    let first = work.first(LINES.base);
    work.run(&format!(
        "INSERT INTO w_line BY NAME
         SELECT {first} + (SELECT coalesce(max(seq), 0) FROM st_order_line) + row_number() OVER (ORDER BY s.order_id) AS id,
             s.order_id, 0 AS state, true AS stand_in, coalesce(x.id, 0) AS listing_id, s.items AS qty, false AS gift
         FROM s_order s LEFT JOIN x_listing x ON x.key = s.key
         WHERE NOT EXISTS (FROM w_line w WHERE w.order_id = s.order_id)"
    ))?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE g_order AS
         SELECT order_id, count(*) AS n, count(*) FILTER (paid_told IS NULL) AS untold,
             CAST(coalesce(sum(paid_told), 0) AS BIGINT) AS told,
             bool_or(paid_told IS NULL AND weight IS NULL) AS no_weight,
             CAST(coalesce(sum(refund_told), 0) AS BIGINT) AS refund_told
         FROM w_line GROUP BY order_id",
    )?;
    Ok(())
}

/// Refunds of affected orders, and new or changed refunds of unknown orders, with the line each is about.
pub(super) fn refund_links(work: &mut Work<'_>) -> Result<()> {
    let (platform, batch) = (work.batch.platform, work.batch);
    let told = |column: &str| {
        REFUNDS
            .columns
            .iter()
            .find(|(name, _)| *name == column)
            .map_or_else(String::new, |(name, rule)| REFUNDS.merged(name, *rule, &batch))
    };
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE f_refund AS
         SELECT r.id, r.seq, r.state, x.order_id, {amount} AS amount, {status} = 6 AS succeeded, {line_no} AS line_no,
             {sku_code} AS sku_code, {item_id} AS item_id, o.order_id AS old_order, o.line_id AS old_line
         FROM r_refund r JOIN x_refund x ON x.seq = r.seq JOIN st_refund s ON s.seq = r.seq LEFT JOIN refund o ON o.id = r.id
         WHERE r.state < 2 OR x.order_id IN (SELECT id FROM a_order)
         UNION ALL
         SELECT o.id, NULL, 3, a.id, {known}, o.status = 6, o.line_no, o.sku_code, o.item_id, o.order_id, o.line_id
         FROM refund o JOIN a_order a ON a.order_no = o.order_no
         WHERE o.platform = {platform} AND o.id NOT IN (SELECT id FROM r_refund)",
        amount = fen(&told("amount")),
        status = told("status"),
        line_no = told("line_no"),
        sku_code = told("sku_code"),
        item_id = told("item_id"),
        known = fen("o.amount"),
    ))?;
    // The line by its number; else the only line; else the only one with that code or item.
    work.run(
        "CREATE OR REPLACE TEMP TABLE l_refund AS
         WITH c AS (
             SELECT w.id, w.order_id, coalesce(o.line_no, s.line_no) AS line_no, coalesce(s.sku_code, o.sku_code) AS sku_code,
                 coalesce(s.item_id, o.item_id) AS item_id
             FROM w_line w LEFT JOIN st_order_line s ON s.seq = w.seq LEFT JOIN order_line o ON o.id = w.id
             WHERE w.order_id IN (SELECT order_id FROM f_refund))
         SELECT f.id, coalesce(
             max(c.id) FILTER (c.line_no = f.line_no),
             CASE WHEN count(c.id) = 1 THEN max(c.id) END,
             CASE WHEN count(c.id) FILTER (c.sku_code = f.sku_code) = 1 THEN max(c.id) FILTER (c.sku_code = f.sku_code) END,
             CASE WHEN count(c.id) FILTER (c.item_id = f.item_id) = 1 THEN max(c.id) FILTER (c.item_id = f.item_id) END,
             0) AS line_id
         FROM f_refund f LEFT JOIN c ON c.order_id = f.order_id GROUP BY f.id",
    )?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE rr AS
         SELECT f.order_id, CAST(sum(f.amount) AS BIGINT) AS amount,
             CAST(coalesce(sum(f.amount) FILTER (l.line_id = 0), 0) AS BIGINT) AS unlinked
         FROM f_refund f JOIN l_refund l ON l.id = f.id WHERE f.succeeded GROUP BY f.order_id",
    )?;
    Ok(())
}

/// What every line of an affected order brought in and gave back: `d_line` and `d_order`, in fen.
pub(super) fn amounts(work: &mut Work<'_>) -> Result<()> {
    let paid_split = split(
        "SELECT w.id, w.order_id AS owner, greatest(a.paid_fen - g.told, 0) AS amount,
             CASE WHEN g.no_weight THEN CASE WHEN w.gift THEN 0 ELSE coalesce(w.qty, 1) END ELSE w.weight END AS weight
         FROM w_line w JOIN a_order a ON a.id = w.order_id JOIN g_order g ON g.order_id = w.order_id
         WHERE w.paid_told IS NULL AND g.untold > 1 AND a.paid_fen IS NOT NULL AND NOT a.unpaid",
    );
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE d_paid AS
         SELECT w.id, w.order_id, CASE WHEN a.unpaid THEN NULL WHEN w.paid_told IS NOT NULL THEN w.paid_told
             WHEN g.untold = 1 THEN greatest(a.paid_fen - g.told, CASE WHEN a.paid_fen IS NOT NULL THEN 0 END) ELSE p.part END AS paid
         FROM w_line w JOIN a_order a ON a.id = w.order_id JOIN g_order g ON g.order_id = w.order_id
         LEFT JOIN ({paid_split}) p ON p.id = w.id"
    ))?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE d_order AS
         SELECT a.id, CASE WHEN r.amount IS NOT NULL THEN r.amount WHEN a.refund_told > 0 THEN CAST(a.refund_told * 100 AS BIGINT)
             ELSE coalesce(g.refund_told, 0) END AS refund, r.amount IS NOT NULL AS by_rows, coalesce(r.unlinked, 0) AS unlinked
         FROM a_order a LEFT JOIN rr r ON r.order_id = a.id LEFT JOIN g_order g ON g.order_id = a.id",
    )?;
    let refund_split = split(
        "SELECT w.id, w.order_id AS owner, CASE WHEN d.by_rows THEN d.unlinked ELSE d.refund END AS amount,
             CASE WHEN NOT d.by_rows AND g.refund_told > 0 THEN w.refund_told ELSE p.paid END AS weight
         FROM w_line w JOIN d_order d ON d.id = w.order_id JOIN g_order g ON g.order_id = w.order_id JOIN d_paid p ON p.id = w.id
         WHERE CASE WHEN d.by_rows THEN d.unlinked ELSE d.refund END > 0",
    );
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE d_line AS
         SELECT p.id, p.paid, coalesce(s.part, 0) + coalesce(k.amount, 0) AS refund
         FROM d_paid p LEFT JOIN ({refund_split}) s ON s.id = p.id
         LEFT JOIN (
             SELECT l.line_id, CAST(sum(f.amount) AS BIGINT) AS amount FROM f_refund f JOIN l_refund l ON l.id = f.id
             WHERE f.succeeded AND l.line_id <> 0 GROUP BY l.line_id) k ON k.line_id = p.id"
    ))?;
    // Nobody asks for these again, and an import of a million orders needs the room.
    for table in ["g_order", "d_paid", "rr"] {
        work.run(&format!("DROP TABLE {table}"))?;
    }
    Ok(())
}

/// [`crate::domain::money::Money::split`] for many amounts at once: `source` yields id, owner, amount (fen, not below zero) and
/// weight; the parts of each owner add up to its amount exactly, by largest remainder, ties to the smaller id.
pub(super) fn split(source: &str) -> String {
    format!(
        "WITH src AS ({source}),
         total AS (SELECT owner, sum(greatest(coalesce(weight, 0), 0)) AS all_weight, count(*) AS n FROM src GROUP BY owner),
         share AS (
             SELECT s.id, s.owner, s.amount,
                 CAST(s.amount AS HUGEINT) * (CASE WHEN t.all_weight = 0 THEN 1 ELSE greatest(coalesce(s.weight, 0), 0) END) AS product,
                 CASE WHEN t.all_weight = 0 THEN CAST(t.n AS HUGEINT) ELSE t.all_weight END AS whole
             FROM src s JOIN total t ON t.owner = s.owner),
         cut AS (SELECT id, owner, amount, product // whole AS part, product % whole AS rest FROM share)
         SELECT id, CAST(part + CASE WHEN row_number() OVER (PARTITION BY owner ORDER BY rest DESC, id)
             <= amount - sum(part) OVER (PARTITION BY owner) THEN 1 ELSE 0 END AS BIGINT) AS part FROM cut"
    )
}
