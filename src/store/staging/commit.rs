//! Writing what was compared (提交). Runs inside one transaction. Whatever is about to change is first kept as it was
//! (`*_before`), so that the import can be taken back exactly.

use super::kinds::{Kind, LINES, LISTINGS, ORDERS, PARCELS, PURCHASES, REFUNDS, SKUS, TRAFFIC};
use super::work::Work;
use crate::store::error::Result;
use crate::store::write::Tx;

/// Writes everything.
pub(super) fn write(work: &Work<'_>) -> Result<()> {
    names(work)?;
    orders(work)?;
    lines(work)?;
    refunds(work)?;
    parcels(work)?;
    for kind in [&SKUS, &LISTINGS, &TRAFFIC, &PURCHASES] {
        simple(work, kind)?;
    }
    costs(work)?;
    mappings(work)
}

/// Moves the counters past every id that was used.
pub(super) fn counters(work: &Work<'_>, tx: &Tx<'_>) -> Result<()> {
    let last = [
        ("shop", "SELECT max(id) FROM x_shop"),
        ("courier", "SELECT max(id) FROM x_courier"),
        ("category", "SELECT max(id) FROM x_category"),
        ("reason", "SELECT max(id) FROM x_reason"),
        ("supplier", "SELECT max(id) FROM x_supplier"),
        ("customer", "SELECT max(id) FROM x_buyer"),
        ("orders", "SELECT max(id) FROM r_orders"),
        (
            "order_line",
            "SELECT max(m) FROM (SELECT max(id) AS m FROM w_line UNION ALL SELECT max(id) FROM r_order_line)",
        ),
        ("refund", "SELECT max(id) FROM r_refund"),
        ("parcel", "SELECT max(id) FROM r_parcel"),
        ("sku", "SELECT max(id) FROM r_sku"),
        ("listing", "SELECT max(id) FROM r_listing"),
        ("traffic", "SELECT max(id) FROM r_traffic"),
        ("purchase_line", "SELECT max(id) FROM r_purchase_line"),
        ("mapping", "SELECT max(id) FROM mapping"),
    ];
    for (table, sql) in last {
        let used = work.count(&format!("SELECT coalesce(({sql}), 0)"))?;
        let next = work.first(table);
        if used >= next {
            tx.take_numbers(table, used + 1 - next)?;
        }
    }
    Ok(())
}

fn names(work: &Work<'_>) -> Result<()> {
    let (import, at, platform) = (work.import_id, work.at_sql(), work.batch.platform);
    work.run(&format!(
        "INSERT INTO shop SELECT id, {platform}, name, {import}, {at} FROM x_shop WHERE is_new ORDER BY id"
    ))?;
    work.run(&format!("INSERT INTO customer SELECT id, {platform}, buyer, {import}, {at} FROM x_buyer WHERE is_new"))?;
    for table in ["courier", "category", "reason", "supplier"] {
        work.run(&format!(
            "INSERT INTO {table} SELECT id, name, {import}, {at} FROM x_{table} WHERE is_new ORDER BY id"
        ))?;
    }
    Ok(())
}

/// Keeps rows as they are and takes them out; they are written anew right after.
fn lift(work: &Work<'_>, kind: &Kind, ids: &str) -> Result<()> {
    let base = kind.base;
    work.run(&format!(
        "INSERT INTO {base}_before SELECT {import}, b.* FROM {base} b WHERE b.id IN ({ids})",
        import = work.import_id
    ))?;
    work.run(&format!("DELETE FROM {base} WHERE id IN ({ids})"))?;
    Ok(())
}

/// Columns every written row ends with.
fn bookkeeping(work: &Work<'_>, told: &str) -> String {
    let (import, at) = (work.import_id, work.at_sql());
    format!(
        "coalesce(o.created_import, {import}) AS created_import, CASE WHEN {told} THEN {import} ELSE o.import_id END AS import_id,
         {at} AS updated_at"
    )
}

/// A kind without sums or links: new and updated rows, merged.
fn simple(work: &Work<'_>, kind: &Kind) -> Result<()> {
    let base = kind.base;
    lift(work, kind, &format!("SELECT id FROM r_{base} WHERE state = 1"))?;
    let keys: Vec<String> = kind.key.iter().map(|key| format!("s.{key}")).collect();
    let platform = if kind.per_platform { format!("{} AS platform, ", work.batch.platform) } else { String::new() };
    work.run(&format!(
        "INSERT INTO {base} BY NAME SELECT r.id, {platform}{keys}, {merged}, {book}
         FROM {view} s JOIN r_{base} r ON r.seq = s.seq
         LEFT JOIN {base}_before o ON o.id = r.id AND o.undo_import = {import}
         WHERE r.state < 2",
        keys = keys.join(", "),
        merged = kind.merged_columns(&work.batch).join(", "),
        book = bookkeeping(work, "true"),
        view = kind.view(),
        import = work.import_id,
    ))?;
    Ok(())
}

/// Writes the rows of `t_<base>` (id, seq, state and the columns of `derived`), which were lifted before: staged ones merged, the
/// others as they were but for what is derived.
fn rewrite(work: &Work<'_>, kind: &Kind, key: &str, derived: &[&str]) -> Result<()> {
    let (base, import) = (kind.base, work.import_id);
    let of_t: Vec<String> = derived.iter().map(|column| format!("t.{column}")).collect();
    let platform = if kind.per_platform { format!("{} AS platform, ", work.batch.platform) } else { String::new() };
    work.run(&format!(
        "INSERT INTO {base} BY NAME SELECT t.id, {platform}s.{key}, {merged}, {derived}, {book}
         FROM {view} s JOIN t_{base} t ON t.seq = s.seq
         LEFT JOIN {base}_before o ON o.id = t.id AND o.undo_import = {import}",
        merged = kind.merged_columns(&work.batch).join(", "),
        derived = of_t.join(", "),
        book = bookkeeping(work, "t.state < 2"),
        view = kind.view(),
    ))?;
    let replaced: Vec<String> = derived.iter().map(|column| format!("t.{column} AS {column}")).collect();
    work.run(&format!(
        "INSERT INTO {base} BY NAME SELECT o.* EXCLUDE (undo_import) REPLACE ({replaced}, {at} AS updated_at)
         FROM {base}_before o JOIN t_{base} t ON t.id = o.id WHERE o.undo_import = {import} AND t.seq IS NULL",
        replaced = replaced.join(", "),
        at = work.at_sql(),
    ))?;
    Ok(())
}

fn history(work: &Work<'_>, base: &str, table: &str, id: &str) -> Result<()> {
    let (import, at) = (work.import_id, work.at_sql());
    work.run(&format!(
        "INSERT INTO {table} SELECT n.id AS {id}, o.status, n.status, {at}, {import}
         FROM {base} n JOIN {base}_before o ON o.id = n.id AND o.undo_import = {import}
         WHERE n.status <> o.status ORDER BY n.id"
    ))?;
    Ok(())
}

fn yuan(fen: &str) -> String {
    format!("(CAST({fen} AS DECIMAL(18,0)) * 0.01)")
}

fn orders(work: &Work<'_>) -> Result<()> {
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE t_orders AS
         SELECT a.id, a.seq, a.state, {refund} AS refund FROM a_order a JOIN d_order d ON d.id = a.id
         WHERE a.state < 2 OR {refund} <> a.old_refund",
        refund = yuan("d.refund")
    ))?;
    lift(work, &ORDERS, "SELECT id FROM t_orders WHERE state <> 0")?;
    rewrite(work, &ORDERS, "order_no", &["refund"])?;
    history(work, "orders", "order_status_history", "order_id")
}

fn lines(work: &Work<'_>) -> Result<()> {
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE t_order_line AS
         SELECT w.id, w.seq, w.state, w.order_id, w.listing_id, w.qty, w.stand_in, {paid} AS paid, {refund} AS refund
         FROM w_line w JOIN d_line d ON d.id = w.id
         WHERE w.state < 2 OR {paid} IS DISTINCT FROM w.old_paid OR {refund} <> w.old_refund
             OR w.listing_id <> w.old_listing OR w.qty IS DISTINCT FROM w.old_qty",
        paid = yuan("d.paid"),
        refund = yuan("d.refund"),
    ))?;
    lift(work, &LINES, "SELECT id FROM t_order_line WHERE state <> 0 UNION ALL SELECT id FROM gone_line")?;
    work.run(&format!(
        "INSERT INTO order_line BY NAME
         SELECT t.id, {platform} AS platform, s.order_no AS line_no, t.order_id, t.listing_id, s.title, t.qty, t.paid, t.refund,
             0 AS category_id, false AS gift, true AS stand_in, 0 AS courier_id,
             coalesce(o.created_import, {import}) AS created_import, {import} AS import_id, {at} AS updated_at
         FROM t_order_line t JOIN s_order s ON s.order_id = t.order_id
         LEFT JOIN order_line_before o ON o.id = t.id AND o.undo_import = {import}
         WHERE t.stand_in",
        platform = work.batch.platform,
        import = work.import_id,
        at = work.at_sql(),
    ))?;
    work.run("DELETE FROM t_order_line WHERE stand_in")?;
    rewrite(work, &LINES, "line_no", &["order_id", "listing_id", "paid", "refund", "stand_in"])
}

fn refunds(work: &Work<'_>) -> Result<()> {
    work.run(
        "CREATE OR REPLACE TEMP TABLE t_refund AS
         SELECT f.id, f.seq, f.state, f.order_id, l.line_id FROM f_refund f JOIN l_refund l ON l.id = f.id
         WHERE f.state < 2 OR f.order_id IS DISTINCT FROM f.old_order OR l.line_id IS DISTINCT FROM f.old_line",
    )?;
    lift(work, &REFUNDS, "SELECT id FROM t_refund WHERE state <> 0")?;
    rewrite(work, &REFUNDS, "refund_no", &["order_id", "line_id"])?;
    history(work, "refund", "refund_status_history", "refund_id")
}

fn parcels(work: &Work<'_>) -> Result<()> {
    work.run(
        "CREATE OR REPLACE TEMP TABLE t_parcel AS
         SELECT f.id, f.seq, f.state, f.order_id, coalesce(o.implied, true) AND coalesce(s.implied, true) AS implied
         FROM f_parcel f LEFT JOIN st_parcel s ON s.seq = f.seq LEFT JOIN parcel o ON o.id = f.id
         WHERE f.state < 2 OR f.order_id IS DISTINCT FROM f.old_order",
    )?;
    lift(work, &PARCELS, "SELECT id FROM t_parcel WHERE state <> 0")?;
    rewrite(work, &PARCELS, "tracking_no", &["order_id", "implied"])
}

/// A new cost counts from the moment of the import on.
fn costs(work: &Work<'_>) -> Result<()> {
    let (import, at) = (work.import_id, work.at_sql());
    work.run(&format!(
        "INSERT INTO sku_cost SELECT n.id, {at}, n.cost, {import} FROM sku n
         LEFT JOIN sku_before o ON o.id = n.id AND o.undo_import = {import}
         WHERE n.import_id = {import} AND n.cost IS NOT NULL AND n.cost IS DISTINCT FROM o.cost ORDER BY n.id"
    ))?;
    Ok(())
}

fn mappings(work: &Work<'_>) -> Result<()> {
    let (import, at, scope, first) = (work.import_id, work.at_sql(), work.mapping_scope(), work.first("mapping"));
    let old = format!(
        "SELECT m.id FROM mapping m JOIN r_mapping r ON r.key = m.key WHERE r.state = 1 AND m.platform = {scope}"
    );
    work.run(&format!("INSERT INTO mapping_before SELECT {import}, b.* FROM mapping b WHERE b.id IN ({old})"))?;
    work.run(&format!("DELETE FROM mapping WHERE id IN ({old})"))?;
    work.run(&format!(
        "INSERT INTO mapping BY NAME
         SELECT {first} + s.seq AS id, {scope} AS platform, s.key, s.sku_code, s.qty,
             {import} AS created_import, {import} AS import_id, {at} AS updated_at
         FROM m_told s JOIN r_mapping r ON r.key = s.key WHERE r.state < 2 ORDER BY s.seq"
    ))?;
    Ok(())
}
