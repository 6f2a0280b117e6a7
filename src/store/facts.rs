//! What analyses read (事实): polars frames of one data version.

use std::thread;

use polars::prelude::DataFrame;

use super::error::{Doing, Result};
use super::flow::orders_now;
use super::parts::PARTS;
use super::{Store, frame, write};
use crate::domain::alert::Rule;
use crate::domain::order::OrderStatus;
use crate::domain::stock::Place;

/// One data version as frames. Codes are Int32; ids, amounts in fen and times in seconds since 1970 (China time) are Int64; null = unknown.
/// Orders, lines and parcels stand in no particular order.
#[derive(Debug, Clone, Default)]
pub struct FactFrames {
    /// The data version the frames were read at.
    pub version: u64,
    /// order_id, shop, platform, buyer (0 = unknown), province (0 = unknown), status, created, paid, shipped,
    /// received, payable, paid_fen (gross), freight_fen, refund_fen (successful refunds), items. Excluded orders are left out.
    pub orders: DataFrame,
    /// order_id, line_id, listing, sku (0 = unmapped), qty, paid_fen (null when the order is
    /// unpaid), refund_fen, cost_fen (whole line, null = unknown), gift (0/1), status.
    pub lines: DataFrame,
    /// refund_id, order_id, line_id (0 = whole order), amount_fen, kind, status, reason (0 = not told), applied, finished.
    pub refunds: DataFrame,
    /// parcel_id, order_id (0 = unknown), courier, province, weight_g, freight_fen, shipped, collected, signed, last_scan.
    pub parcels: DataFrame,
    /// shop, platform, grain, from, to (days since 1970), subject, subject_name, visitors, page_views, cart_buyers,
    /// favourite_buyers, order_buyers, order_fen, pay_buyers, pay_items, pay_orders, pay_fen, refund_fen, new_visitors,
    /// returning_visitors, ad_fen.
    pub traffic: DataFrame,
    /// shop, from, to (days since 1970): the first and last day with orders of one shop that one import brought.
    pub coverage: DataFrame,
    /// id, platform, name.
    pub shops: DataFrame,
    /// id, code, name, category (id, 0 = none), props, price_fen, cost_fen, listed (days since 1970).
    pub skus: DataFrame,
    /// id, platform, key, item_id, title, props, sku (0 = unmapped), category (the platform's own word, 0 = none).
    pub listings: DataFrame,
    /// id, name.
    pub categories: DataFrame,
    /// id, name.
    pub couriers: DataFrame,
    /// id, name.
    pub reasons: DataFrame,
    /// sku, day (days since 1970), kind, owned, good: pieces of an own SKU that came into its owner's hands (above zero) or left them on
    /// a day, and those of them that can be sold. By SKU, day and kind.
    pub moves: DataFrame,
    /// sku, day, cost_fen: what a piece costs from a day on; the first also holds for all time before. By SKU and day.
    pub costs: DataFrame,
    /// The owner's lines of low, over-stock and dead stock.
    pub rules: Vec<Rule>,
    /// id, name: people who look after orders.
    pub staff: DataFrame,
    /// order_id, staff (0 = nobody), given, by_hand (0/1), held (0/1), audited: orders that were audited, handed out, marked or held.
    pub work: DataFrame,
    /// order_id, kind: orders that are not ordinary ones.
    pub kinds: DataFrame,
}

impl Store {
    /// Frames of the present data version. Takes a second or so for a million orders: never on the UI thread.
    ///
    /// The long tables are read side by side, each on a connection of its own with its own snapshot.
    pub fn facts(&self) -> Result<FactFrames> {
        loop {
            let rules = self.alert_rules()?.into_iter().map(|row| row.rule).collect();
            let (rest, lines, parcels, stock) = thread::scope(|scope| {
                let lines = scope.spawn(|| self.at_one_version(|read, counts| read(&lines_sql(counts), "order_line")));
                let parcels = scope.spawn(|| self.at_one_version(|read, _| read(&parcels_sql(), "parcel")));
                let stock = scope.spawn(|| {
                    self.at_one_version(|read, _| Ok((read(&moves_sql(), "movement")?, read(COST_DAYS, "sku_cost")?)))
                });
                let rest = self.at_one_version(|read, counts| {
                    Ok(FactFrames {
                        orders: read(&orders_sql(counts), "orders")?,
                        refunds: read(&refunds_sql(), "refund")?,
                        traffic: read(&traffic_sql(), "traffic")?,
                        coverage: read(COVERAGE, "shop")?,
                        shops: read(
                            "SELECT id, CAST(platform AS INTEGER) AS platform, name FROM shop ORDER BY id",
                            "shop",
                        )?,
                        skus: read(&skus_sql(), "sku")?,
                        listings: read(&listings_sql(), "listing")?,
                        categories: read("SELECT id, name FROM category ORDER BY id", "category")?,
                        couriers: read("SELECT id, name FROM courier ORDER BY id", "courier")?,
                        reasons: read("SELECT id, name FROM reason ORDER BY id", "reason")?,
                        staff: read("SELECT id, name FROM staff ORDER BY id", "staff")?,
                        work: read(&super::rules::work_sql(seconds), "assignment")?,
                        kinds: read(&super::rules::kinds_sql(), "staff")?,
                        ..FactFrames::default()
                    })
                });
                (rest, joined(lines), joined(parcels), joined(stock))
            });
            let ((version, rest), (of_lines, lines), (of_parcels, parcels)) = (rest?, lines?, parcels?);
            let (of_stock, (moves, costs)) = stock?;
            // Something was written between the first snapshot and the last: once more.
            if [of_lines, of_parcels, of_stock] == [version; 3] {
                return Ok(FactFrames { version, lines, parcels, moves, costs, rules, ..rest });
            }
        }
    }

    /// Asks questions of one data version, whatever is written meanwhile; `ask` is given a way to ask and which orders count.
    fn at_one_version<T>(&self, ask: impl FnOnce(Read<'_>, &str) -> Result<T>) -> Result<(u64, T)> {
        let reader = self.reader()?;
        let conn = &reader.conn;
        // Rolled back, because nothing is written here.
        let snapshot = conn.unchecked_transaction().doing(DOING)?;
        let version = u64::try_from(write::peek(conn, "version")?).unwrap_or_default();
        let excluded: i64 = conn.query_row("SELECT count(*) FROM order_exclusion", [], |r| r.get(0)).doing(DOING)?;
        let read = |sql: &str, table: &str| {
            let rows: i64 = conn.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0)).doing(DOING)?;
            frame::query(conn, DOING, sql, usize::try_from(rows).unwrap_or_default())
        };
        let told = ask(&read, if excluded == 0 { "true" } else { NOT_EXCLUDED })?;
        drop(snapshot);
        Ok((version, told))
    }
}

/// Turns a query into a frame; the table named tells about how many rows there will be.
type Read<'a> = &'a dyn Fn(&str, &str) -> Result<DataFrame>;

fn joined<T>(thread: thread::ScopedJoinHandle<'_, T>) -> T {
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

const DOING: &str = "reading facts";

/// The order `o` counts in the analyses.
pub(super) const NOT_EXCLUDED: &str =
    "NOT EXISTS (FROM order_exclusion e WHERE e.platform = o.platform AND e.order_no = o.order_no)";

/// The pay clock of the order `o`: the moment of payment; where money came in and no file tells that moment, the moment of creation.
pub(super) fn paid_at() -> String {
    let unpaid = [OrderStatus::Unpaid, OrderStatus::ClosedUnpaid].map(|status| status.code().to_string()).join(", ");
    format!(
        "coalesce(o.paid_at, CASE WHEN o.paid > 0 AND coalesce(o.status, {}) NOT IN ({unpaid}) THEN o.created_at END)",
        OrderStatus::Unknown.code()
    )
}

/// Excluded orders tell of their days as well as others do.
const COVERAGE: &str = "SELECT shop_id AS shop,
        CAST(CAST(min(least(created_at, paid_at)) AS DATE) - DATE '1970-01-01' AS INTEGER) AS \"from\",
        CAST(CAST(max(greatest(created_at, paid_at)) AS DATE) - DATE '1970-01-01' AS INTEGER) AS \"to\"
    FROM orders WHERE created_at IS NOT NULL OR paid_at IS NOT NULL GROUP BY shop_id, created_import";

/// An amount in yuan as whole fen.
pub(super) fn fen(amount: &str) -> String {
    format!("CAST({amount} * 100 AS BIGINT)")
}

/// A time as seconds since 1970.
fn seconds(time: &str) -> String {
    format!("epoch_us({time}) // 1000000")
}

fn orders_sql(counts: &str) -> String {
    format!(
        "SELECT o.id AS order_id, o.shop_id AS shop, CAST(o.platform AS INTEGER) AS platform, o.customer_id AS buyer,
             CAST(coalesce(o.province, 0) AS INTEGER) AS province, CAST(coalesce(o.status, 9) AS INTEGER) AS status,
             {created} AS created, {paid} AS paid, {shipped} AS shipped, {received} AS received, {payable} AS payable,
             CASE WHEN o.paid_at IS NULL AND o.paid = 0 THEN NULL ELSE {paid_fen} END AS paid_fen, {freight} AS freight_fen,
             {refund} AS refund_fen, o.items
         FROM {orders} o WHERE {counts}",
        orders = orders_now(),
        created = seconds("o.created_at"),
        paid = seconds("o.paid_at"),
        shipped = seconds("o.shipped_at"),
        received = seconds("o.received_at"),
        payable = fen("o.payable"),
        paid_fen = fen("o.paid"),
        freight = fen("o.freight"),
        refund = fen("o.refund"),
    )
}

/// What a piece of an own SKU cost between two moments; the earliest cost also holds for all time before it.
pub(super) const COSTS: &str = "SELECT sku_id, cost,
        CASE WHEN row_number() OVER w = 1 THEN TIMESTAMP '-infinity' ELSE valid_from END AS since,
        lead(valid_from, 1, TIMESTAMP 'infinity') OVER w AS upto
    FROM sku_cost WINDOW w AS (PARTITION BY sku_id ORDER BY valid_from, import_id)";

/// Lines with the own SKU their platform SKU stands for, and their cost by what all its parts cost between two moments. A piece costs
/// what it cost when it left (出库时成本), while it has not left what it cost when it was paid.
fn lines_sql(counts: &str) -> String {
    format!(
        "WITH part AS MATERIALIZED (FROM {PARTS}),
         cost AS MATERIALIZED ({COSTS}),
         moment AS (
             SELECT DISTINCT p.listing_id, coalesce(c.since, TIMESTAMP '-infinity') AS since
             FROM part p LEFT JOIN cost c ON c.sku_id = p.sku_id),
         price AS MATERIALIZED (
             SELECT m.listing_id, m.since,
                 lead(m.since, 1, TIMESTAMP 'infinity') OVER (PARTITION BY m.listing_id ORDER BY m.since) AS upto,
                 coalesce(arg_min(nullif(p.sku_id, 0), p.place), 0) AS sku_id,
                 CASE WHEN count(*) = count(c.cost) THEN CAST(sum(c.cost * 100 * p.qty) AS BIGINT) END AS fen
             FROM moment m JOIN part p ON p.listing_id = m.listing_id
             LEFT JOIN cost c ON c.sku_id = p.sku_id AND m.since >= c.since AND m.since < c.upto
             GROUP BY m.listing_id, m.since)
         SELECT l.order_id, l.id AS line_id, l.listing_id AS listing, coalesce(p.sku_id, 0) AS sku, l.qty, {paid} AS paid_fen,
             {refund} AS refund_fen, coalesce(p.fen * l.qty, {told} * l.qty) AS cost_fen, CAST(l.gift AS INTEGER) AS gift,
             CAST(coalesce(l.status, o.status, 9) AS INTEGER) AS status
         FROM order_line l JOIN {orders} o ON o.id = l.order_id
         LEFT JOIN price p ON p.listing_id = l.listing_id AND {at} >= p.since AND {at} < p.upto
         WHERE {counts}",
        orders = orders_now(),
        paid = fen("l.paid"),
        refund = fen("l.refund"),
        told = fen("l.unit_cost"),
        at = "coalesce(l.shipped_at, o.shipped_at, o.paid_at, o.created_at, TIMESTAMP '9999-01-01')",
    )
}

/// Pieces that changed hands by SKU, day and kind, whatever the warehouse. What is under way between the owner's own warehouses is his; what he has
/// only ordered is not.
fn moves_sql() -> String {
    let owned =
        [Place::Good, Place::Defective, Place::Locked, Place::TransferTransit].map(|place| place.code().to_string());
    format!(
        "SELECT s.id AS sku, CAST(m.day - DATE '1970-01-01' AS INTEGER) AS day, m.kind, m.owned, m.good
         FROM (
             SELECT sku_code, CAST(moved_at AS DATE) AS day, CAST(kind AS INTEGER) AS kind, CAST(sum(qty) AS BIGINT) AS owned,
                 coalesce(CAST(sum(qty) FILTER (place = {good}) AS BIGINT), 0) AS good
             FROM movement WHERE place IN ({owned}) GROUP BY ALL) m
         JOIN sku s ON s.code = m.sku_code ORDER BY s.id, m.day, m.kind",
        good = Place::Good.code(),
        owned = owned.join(", "),
    )
}

/// The last cost of each day counts.
const COST_DAYS: &str = "SELECT sku_id AS sku, CAST(CAST(valid_from AS DATE) - DATE '1970-01-01' AS INTEGER) AS day,
        CAST(arg_max(cost, (valid_from, import_id)) * 100 AS BIGINT) AS cost_fen
    FROM sku_cost GROUP BY ALL ORDER BY sku, day";

fn refunds_sql() -> String {
    format!(
        "SELECT r.id AS refund_id, r.order_id, r.line_id, {amount} AS amount_fen, CAST(r.kind AS INTEGER) AS kind,
             CAST(r.status AS INTEGER) AS status, r.reason_id AS reason, {applied} AS applied, {finished} AS finished
         FROM refund r ORDER BY r.id",
        amount = fen("r.amount"),
        applied = seconds("r.applied_at"),
        finished = seconds("r.finished_at"),
    )
}

/// What a parcel's own file does not tell, its order may: only such parcels are set beside the orders.
fn parcels_sql() -> String {
    let told = |province: &str, shipped: &str| {
        format!(
            "SELECT p.id AS parcel_id, p.order_id, p.courier_id AS courier, CAST({province} AS INTEGER) AS province,
                 p.weight_g, {freight} AS freight_fen, {shipped} AS shipped, {collected} AS collected, {signed} AS signed,
                 {last_scan} AS last_scan
             FROM parcel p",
            freight = fen("p.freight"),
            shipped = seconds(shipped),
            collected = seconds("p.collected_at"),
            signed = seconds("p.signed_at"),
            last_scan = seconds("p.last_scan_at"),
        )
    };
    let whole = "p.province IS NOT NULL AND p.shipped_at IS NOT NULL";
    format!(
        "{} WHERE {whole} UNION ALL {} LEFT JOIN {orders} o ON o.id = p.order_id WHERE NOT ({whole})",
        told("p.province", "p.shipped_at"),
        told("coalesce(p.province, o.province, 0)", "coalesce(p.shipped_at, o.shipped_at)"),
        orders = orders_now(),
    )
}

fn traffic_sql() -> String {
    format!(
        "SELECT shop_id AS shop, CAST(platform AS INTEGER) AS platform, CAST(grain AS INTEGER) AS grain,
             CAST(from_day - DATE '1970-01-01' AS INTEGER) AS \"from\", CAST(to_day - DATE '1970-01-01' AS INTEGER) AS \"to\",
             subject, coalesce(subject_name, '') AS subject_name, visitors, page_views, cart_buyers, favourite_buyers, order_buyers,
             {order_fen} AS order_fen, pay_buyers, pay_items, pay_orders, {pay_fen} AS pay_fen, {refund_fen} AS refund_fen,
             new_visitors, returning_visitors, {ad_fen} AS ad_fen
         FROM traffic ORDER BY from_day, id",
        order_fen = fen("order_amount"),
        pay_fen = fen("pay_amount"),
        refund_fen = fen("refund_amount"),
        ad_fen = fen("ad_spend"),
    )
}

fn skus_sql() -> String {
    format!(
        "SELECT id, code, coalesce(name, '') AS name, category_id AS category, coalesce(props, '') AS props, {price} AS price_fen,
             {cost} AS cost_fen, CAST(listed_at - DATE '1970-01-01' AS INTEGER) AS listed
         FROM sku ORDER BY id",
        price = fen("price"),
        cost = fen("cost"),
    )
}

fn listings_sql() -> String {
    format!(
        "WITH part AS (FROM {PARTS}),
         head AS (SELECT listing_id, arg_min(nullif(sku_id, 0), place) AS sku_id FROM part GROUP BY listing_id)
         SELECT l.id, CAST(l.platform AS INTEGER) AS platform, l.key, coalesce(l.item_id, '') AS item_id,
             coalesce(l.title, '') AS title, coalesce(l.props, '') AS props, coalesce(h.sku_id, 0) AS sku, l.category_id AS category
         FROM listing l LEFT JOIN head h ON h.listing_id = l.id ORDER BY l.id"
    )
}
