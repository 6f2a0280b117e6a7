//! Comparing (比对): which staged rows are new, which change something known, which do not, and which orders that touches.
//!
//! Everything here reads the shop and writes temporary tables only. The commit that follows uses these very tables, so what the
//! preview showed is what happens. Tables: `x_*` staged names with ids, `r_*` staged rows with id and state (0 new, 1 updated,
//! 2 unchanged), `a_order` the orders whose sums have to be worked out anew.

use duckdb::Connection;

use super::kinds::{ALL, LINES, LISTINGS, ORDERS, PURCHASES, REFUNDS, Rule, SKUS, TRAFFIC};
use super::names::{AllNames, Names};
use super::sql::{Batch, listing_key};
use super::work::Work;
use super::{derive, parcels};
use crate::domain::draft::Source;
use crate::store::error::{Doing, Result};

/// Works everything out anew from the staging tables.
pub(super) fn resolve(work: &mut Work<'_>, names: &mut AllNames, source: &Source) -> Result<()> {
    clean(work)?;
    lookups(work, source)?;
    let stub_shop = names.shop.number(&source.shop);
    stub_orders(work, stub_shop)?;
    load_names(work, names)?;
    for kind in ALL {
        work.run(&kind.view_sql())?;
    }
    orders(work)?;
    lines(work)?;
    refunds(work)?;
    affected(work)?;
    stand_ins(work)?;
    listings(work)?;
    derive::lines(work)?;
    derive::refund_links(work)?;
    derive::amounts(work)?;
    parcels::resolve(work)?;
    for kind in [&SKUS, &TRAFFIC, &PURCHASES] {
        let first = work.first(kind.base);
        work.run(&kind.resolve_sql(&work.batch, first))?;
    }
    mappings(work)
}

/// Takes out rows of an earlier comparison and rows without a key, and makes one row of several for the same record.
fn clean(work: &mut Work<'_>) -> Result<()> {
    for kind in ALL {
        let stage = kind.stage();
        if kind.implied {
            work.run(&format!("DELETE FROM {stage} WHERE implied"))?;
        }
        let missing: Vec<String> = kind.stage_key().iter().map(|key| format!("{key} IS NULL")).collect();
        let dropped = work.run(&format!("DELETE FROM {stage} WHERE {}", missing.join(" OR ")))?;
        if dropped > 0 {
            tracing::warn!(stage, dropped, "staged rows without a key were left out");
        }
        collapse(work, kind)?;
    }
    Ok(())
}

pub(super) fn collapse(work: &mut Work<'_>, kind: &super::kinds::Kind) -> Result<()> {
    let (stage, keys) = (kind.stage(), kind.stage_key());
    let list = keys.join(", ");
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE dup AS SELECT {list} FROM {stage} GROUP BY {list} HAVING count(*) > 1"
    ))?;
    if work.count("SELECT count(*) FROM dup")? == 0 {
        return Ok(());
    }
    let columns = kind.collapse_columns().join(", ");
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE one AS SELECT {columns} FROM {stage} SEMI JOIN dup USING ({list}) GROUP BY {list}"
    ))?;
    let same: Vec<String> = keys.iter().map(|key| format!("{stage}.{key} = dup.{key}")).collect();
    work.run(&format!("DELETE FROM {stage} USING dup WHERE {}", same.join(" AND ")))?;
    work.run(&format!("INSERT INTO {stage} BY NAME SELECT * FROM one"))?;
    work.run("DROP TABLE one")?;
    Ok(())
}

/// What the batch knows of itself, and the customers.
fn lookups(work: &mut Work<'_>, source: &Source) -> Result<()> {
    let platform = source.platform.code();
    let default_shop =
        work.count(&format!("SELECT coalesce(max(id), 0) FROM shop WHERE platform = {platform} AND name = ''"))?;
    work.batch = Batch { platform, default_shop, ..work.batch };
    let first = work.first("customer");
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE x_buyer AS
         SELECT d.buyer, coalesce(c.id, {first} + row_number() OVER ()) AS id, c.id IS NULL AS is_new
         FROM (SELECT DISTINCT buyer FROM st_orders WHERE buyer IS NOT NULL) d
         LEFT JOIN customer c ON c.platform = {platform} AND c.buyer = d.buyer"
    ))?;
    Ok(())
}

/// Lines may come before their order: such an order begins as its number and what its lines tell.
fn stub_orders(work: &mut Work<'_>, shop: i32) -> Result<()> {
    let platform = work.batch.platform;
    work.run(&format!(
        "INSERT INTO st_orders BY NAME
         SELECT (SELECT coalesce(max(seq), 0) FROM st_orders) + row_number() OVER () AS seq, l.order_no, {shop} AS shop,
             min(nullif(l.status, 9)) AS status, min(l.shipped_at) AS shipped_at, true AS implied
         FROM st_order_line l
         WHERE NOT EXISTS (FROM st_orders s WHERE s.order_no = l.order_no)
           AND NOT EXISTS (FROM orders o WHERE o.platform = {platform} AND o.order_no = l.order_no)
         GROUP BY l.order_no"
    ))?;
    Ok(())
}

fn load_names(work: &mut Work<'_>, names: &AllNames) -> Result<()> {
    let platform = work.batch.platform;
    let all: [(&str, &Names); 5] = [
        ("shop", &names.shop),
        ("courier", &names.courier),
        ("category", &names.category),
        ("reason", &names.reason),
        ("supplier", &names.supplier),
    ];
    for (table, known) in all {
        work.run("CREATE OR REPLACE TEMP TABLE named(code INTEGER, name VARCHAR)")?;
        append(work.conn, "named", known.batch()?)?;
        let first = work.first(table);
        let of_platform = if table == "shop" { format!(" AND b.platform = {platform}") } else { String::new() };
        work.run(&format!(
            "CREATE OR REPLACE TEMP TABLE x_{table} AS
             SELECT n.code, n.name, coalesce(b.id, {first} + n.code) AS id, b.id IS NULL AS is_new
             FROM named n LEFT JOIN {table} b ON b.name = n.name{of_platform}"
        ))?;
    }
    Ok(())
}

/// Appends a batch to a temporary table.
pub(super) fn append(conn: &Connection, table: &str, batch: duckdb::arrow::record_batch::RecordBatch) -> Result<()> {
    let doing = "staging";
    if batch.num_rows() == 0 {
        return Ok(());
    }
    let mut appender = conn.appender_to_catalog_and_db(table, "temp", "main").doing(doing)?;
    appender.append_record_batch(batch).doing(doing)?;
    // Its drop would swallow an error.
    appender.flush().doing(doing)
}

fn orders(work: &mut Work<'_>) -> Result<()> {
    let first = work.first(ORDERS.base);
    work.run(&ORDERS.resolve_sql(&work.batch, first))?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE x_order AS SELECT s.order_no, r.id FROM st_orders s JOIN r_orders r ON r.seq = s.seq",
    )?;
    Ok(())
}

/// Lines, beside their state: the order they belong to and the key of their platform SKU.
fn lines(work: &mut Work<'_>) -> Result<()> {
    let (batch, first) = (work.batch, work.first(LINES.base));
    let merged = |column: &str| LINES.merged(column, Rule::Later, &batch);
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE r_order_line AS
         SELECT s.seq, coalesce(o.id, {first} + s.seq) AS id,
             CAST(CASE WHEN o.id IS NULL THEN 0 WHEN {differs} THEN 1 ELSE 2 END AS TINYINT) AS state,
             coalesce(o.order_id, x.id, p.id) AS order_id, {key} AS key
         FROM v_order_line s
         LEFT JOIN order_line o ON {matches} AND NOT o.stand_in
         LEFT JOIN x_order x ON x.order_no = s.order_no
         LEFT JOIN orders p ON p.platform = {platform} AND p.order_no = s.order_no",
        differs = LINES.differs(&batch),
        key = listing_key(&merged("sku_code"), &merged("item_id"), &merged("props"), &merged("title")),
        matches = LINES.matches(&batch),
        platform = batch.platform,
    ))?;
    Ok(())
}

/// Refunds, beside their state: the order they belong to, 0 when it is not known.
fn refunds(work: &mut Work<'_>) -> Result<()> {
    let (platform, first) = (work.batch.platform, work.first(REFUNDS.base));
    if work.count("SELECT count(*) FROM st_refund WHERE order_no IS NULL")? > 0 {
        work.run(
            "UPDATE st_refund SET order_no = l.order_no FROM st_order_line l
             WHERE st_refund.order_no IS NULL AND l.line_no = st_refund.line_no",
        )?;
        work.run(&format!(
            "UPDATE st_refund SET order_no = o.order_no FROM order_line l JOIN orders o ON o.id = l.order_id
             WHERE st_refund.order_no IS NULL AND l.platform = {platform} AND l.line_no = st_refund.line_no"
        ))?;
    }
    work.run(&REFUNDS.resolve_sql(&work.batch, first))?;
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE x_refund AS
         SELECT r.seq, coalesce(x.id, p.id, 0) AS order_id
         FROM r_refund r JOIN st_refund s ON s.seq = r.seq LEFT JOIN refund o ON o.id = r.id
         LEFT JOIN x_order x ON x.order_no = coalesce(o.order_no, s.order_no)
         LEFT JOIN orders p ON p.platform = {platform} AND p.order_no = coalesce(o.order_no, s.order_no)"
    ))?;
    Ok(())
}

/// Every order of which a row, a line or a refund is new or changed, with what its sums depend on.
fn affected(work: &mut Work<'_>) -> Result<()> {
    let batch = work.batch;
    work.run(
        "CREATE OR REPLACE TEMP TABLE a_id AS
         SELECT order_id FROM r_order_line WHERE state < 2
         UNION SELECT x.order_id FROM x_refund x JOIN r_refund r ON r.seq = x.seq WHERE r.state < 2 AND x.order_id <> 0",
    )?;
    let told = ["paid_at", "status", "paid", "refund_told", "items", "title"];
    let merged: Vec<String> = ORDERS
        .columns
        .iter()
        .filter(|(column, _)| told.contains(column))
        .map(|(column, rule)| format!("{} AS {column}", ORDERS.merged(column, *rule, &batch)))
        .collect();
    let known: Vec<String> =
        ORDERS.columns.iter().filter(|(c, _)| told.contains(c)).map(|(c, _)| format!("o.{c}")).collect();
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE a_order AS
         SELECT *, paid_at IS NULL AND (coalesce(status IN (1, 6), false) OR (coalesce(status, 9) = 9 AND coalesce(paid, 0) = 0))
             AS unpaid, CAST(paid * 100 AS BIGINT) AS paid_fen FROM (
         SELECT r.id, r.seq, r.state, s.order_no, {merged}, coalesce(o.refund, 0) AS old_refund
         FROM st_orders s JOIN r_orders r ON r.seq = s.seq LEFT JOIN orders o ON o.id = r.id
         WHERE r.state < 2 OR r.id IN (SELECT order_id FROM a_id)
         UNION ALL
         SELECT o.id, NULL, 3, o.order_no, {known}, o.refund FROM orders o
         WHERE o.id IN (SELECT order_id FROM a_id) AND o.id NOT IN (SELECT id FROM r_orders))",
        merged = merged.join(", "),
        known = known.join(", "),
    ))?;
    work.run("DROP TABLE a_id")?;
    Ok(())
}

/// Orders that need a stand-in line: no file has told a real one. Only their ids are kept: titles are long, and orders many.
fn stand_ins(work: &mut Work<'_>) -> Result<()> {
    work.run(
        "CREATE OR REPLACE TEMP TABLE s_id AS
         SELECT a.id AS order_id FROM a_order a
         WHERE NOT EXISTS (FROM r_order_line r WHERE r.order_id = a.id)
           AND NOT EXISTS (FROM order_line l WHERE l.order_id = a.id AND NOT l.stand_in)",
    )?;
    work.run(
        "CREATE OR REPLACE TEMP VIEW s_order AS
         SELECT a.id AS order_id, a.order_no, a.title, a.items, '~' || a.title AS key FROM a_order a
         WHERE a.id IN (SELECT order_id FROM s_id)",
    )?;
    Ok(())
}

/// Platform SKUs: those that a product export tells, and those that lines name for the first time.
fn listings(work: &mut Work<'_>) -> Result<()> {
    let platform = work.batch.platform;
    work.run(&format!(
        "INSERT INTO st_listing BY NAME
         SELECT (SELECT coalesce(max(seq), 0) FROM st_listing) + row_number() OVER (ORDER BY first_seq) AS seq,
             key, item_id, platform_sku_id, sku_code, title, props, category, true AS implied
         FROM (
             SELECT r.key, min(r.seq) AS first_seq, arg_min(s.item_id, r.seq) AS item_id,
                 arg_min(s.platform_sku_id, r.seq) AS platform_sku_id, arg_min(s.sku_code, r.seq) AS sku_code,
                 arg_min(s.title, r.seq) AS title, arg_min(s.props, r.seq) AS props, arg_min(s.category, r.seq) AS category
             FROM r_order_line r JOIN st_order_line s ON s.seq = r.seq WHERE r.key IS NOT NULL GROUP BY r.key
             UNION ALL
             SELECT key, 1000000000000 + min(order_id), NULL, NULL, NULL, min(title), NULL, NULL
             FROM s_order WHERE key IS NOT NULL GROUP BY key)
         WHERE key NOT IN (SELECT key FROM listing WHERE platform = {platform})"
    ))?;
    collapse(work, &LISTINGS)?;
    let first = work.first(LISTINGS.base);
    work.run(&LISTINGS.resolve_sql(&work.batch, first))?;
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE x_listing AS
         SELECT key, id FROM listing WHERE platform = {platform}
         UNION ALL SELECT s.key, r.id FROM r_listing r JOIN st_listing s ON s.seq = r.seq WHERE r.state = 0"
    ))?;
    Ok(())
}

/// A sheet's mapping replaces the known one of the same platform SKU if the two differ.
fn mappings(work: &mut Work<'_>) -> Result<()> {
    let scope = work.mapping_scope();
    work.run("DELETE FROM st_mapping WHERE key IS NULL OR sku_code IS NULL")?;
    work.run(
        "CREATE OR REPLACE TEMP TABLE m_told AS
         SELECT key, sku_code, arg_max(qty, seq) AS qty, min(seq) AS seq FROM st_mapping GROUP BY key, sku_code",
    )?;
    work.run(&format!(
        "CREATE OR REPLACE TEMP TABLE r_mapping AS
         WITH told AS (SELECT key, list_sort(list(sku_code || '*' || qty)) AS parts FROM m_told GROUP BY key),
         known AS (
             SELECT key, list_sort(list(sku_code || '*' || qty)) AS parts FROM mapping WHERE platform = {scope} GROUP BY key)
         SELECT t.key, CAST(CASE WHEN k.key IS NULL THEN 0 WHEN k.parts IS DISTINCT FROM t.parts THEN 1 ELSE 2 END AS TINYINT) AS state
         FROM told t LEFT JOIN known k ON k.key = t.key"
    ))?;
    Ok(())
}
