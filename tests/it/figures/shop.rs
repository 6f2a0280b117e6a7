//! The sample shop twice: as the program's facts, and as bare tables for plain SQL, with the few tables that a definition needs.

use std::sync::{LazyLock, Mutex};

use chrono::NaiveDate;
use duckdb::{Connection, Row};
use zhanggui::analytics::facts::Facts;
use zhanggui::analytics::filter::Filter;
use zhanggui::demo::{self, DemoOptions};
use zhanggui::domain::period::Period;
use zhanggui::store::{Options, Store};

/// Enough orders for lanes, cohorts and pairs to have something in them.
const ORDERS: u64 = 6_000;

pub struct Shop {
    pub facts: Facts,
    tables: Mutex<Connection>,
}

static SHOP: LazyLock<Shop> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    demo::fill(&store, &DemoOptions { orders: ORDERS, ..DemoOptions::default() }, &mut |_| true).unwrap();
    let facts = Facts::build(&store.facts().unwrap()).unwrap();
    drop(store);
    let tables = Connection::open_in_memory().unwrap();
    let copy =
        format!("ATTACH '{}' AS file (READ_ONLY); COPY FROM DATABASE file TO memory; DETACH file", path.display());
    tables.execute_batch(&copy).unwrap();
    // What was shipped here counts as shipped, whatever files tell by now.
    let here = "UPDATE orders SET shipped_at = w.shipped_at, status = CASE WHEN coalesce(status, 9) IN (2, 3, 9) THEN 4 ELSE status END
                FROM order_work w WHERE w.platform = orders.platform AND w.order_no = orders.order_no AND w.shipped_at IS NOT NULL";
    tables.execute_batch(here).unwrap();
    Shop { facts, tables: Mutex::new(tables) }
});

pub fn shop() -> &'static Shop {
    &SHOP
}

pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

impl Shop {
    /// The store's id of the shop with this name.
    pub fn id(&self, name: &str) -> i64 {
        self.facts.shops.iter().find(|shop| shop.name == name).unwrap().id
    }

    /// The bare tables under a condition on `platform` and `shop_id`; `true` for the whole shop.
    pub fn ground(&self, condition: &str) -> Ground {
        let conn = self.tables.lock().unwrap().try_clone().unwrap();
        let ground = Ground { conn };
        ground.run(&COUNTED.replace("{condition}", condition));
        ground.run(if condition == "true" { ALL_PARCELS } else { PARCELS_OF_ORDERS });
        ground
    }
}

/// A connection with these tables of its own, made by the definitions alone:
///
/// * `o` the orders that count, with `paid_clock`, the moment of payment; `span` each shop's first and last day (one import brought it all);
///   `r` successful refunds; `t` the daily traffic of whole shops; `l` lines with product, unit and cost; `k` paid orders of known buyers by day; `q` parcels.
/// * for a period ([`Ground::period`]): `b` its bounds, `p` and `c` the orders paid and created in it, `i` the pieces of the paid ones,
///   `n` its buyers, `w` the orders that were to be shipped.
pub struct Ground {
    pub conn: Connection,
}

impl Ground {
    pub fn run(&self, sql: &str) {
        self.conn.execute_batch(sql).unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    pub fn ask<T>(&self, sql: &str, read: impl Fn(&Row<'_>) -> duckdb::Result<T>) -> Vec<T> {
        let fail = |error: duckdb::Error| -> ! { panic!("{error}\n{sql}") };
        let mut statement = self.conn.prepare(sql).unwrap_or_else(|error| fail(error));
        let rows = statement.query_map([], |row| read(row)).unwrap_or_else(|error| fail(error));
        rows.map(|row| row.unwrap_or_else(|error| fail(error))).collect()
    }

    /// One whole number, zero for null.
    pub fn number(&self, sql: &str) -> i64 {
        self.ask(sql, |row| row.get::<_, Option<i64>>(0))[0].unwrap_or(0)
    }

    /// Makes the tables of one period.
    pub fn period(&self, period: Period) {
        let sql = OF_PERIOD.replace("{from}", &period.from().to_string()).replace("{to}", &period.to().to_string());
        self.run(&sql);
    }

    /// Makes the tables of a filter's period.
    pub fn of(&self, filter: &Filter) {
        self.period(filter.period);
    }
}

/// Amounts are fen in these tables; the store keeps yuan.
const COUNTED: &str = "
CREATE OR REPLACE TEMP MACRO fen(yuan) AS CAST(yuan * 100 AS BIGINT);
CREATE OR REPLACE TEMP TABLE o AS
    SELECT id, shop_id, platform, customer_id, coalesce(province, 0) AS province, status, created_at, shipped_at, received_at, items,
        coalesce(paid_at, CASE WHEN paid > 0 AND status NOT IN (1, 6) THEN created_at END) AS paid_clock,
        coalesce(fen(payable), 0) AS payable, coalesce(fen(paid), 0) AS paid, fen(refund) AS refund, coalesce(fen(freight), 0) AS freight
    FROM orders WHERE {condition};
CREATE OR REPLACE TEMP TABLE span AS
    SELECT shop_id, CAST(min(least(created_at, paid_clock)) AS DATE) AS first, CAST(max(greatest(created_at, paid_clock)) AS DATE) AS last
    FROM o GROUP BY shop_id;
CREATE OR REPLACE TEMP TABLE reach AS
    SELECT max(greatest(created_at, paid_at, shipped_at, received_at)) AS now FROM orders;
CREATE OR REPLACE TEMP TABLE r AS
    SELECT r.*, fen(r.amount) AS fen FROM refund r JOIN o ON o.id = r.order_id WHERE r.status = 6;
CREATE OR REPLACE TEMP TABLE t AS
    SELECT * FROM traffic WHERE grain = 1 AND from_day = to_day AND visitors IS NOT NULL AND {condition};

-- What a platform SKU stands for: the owner's mapping, that of the platform before that of any; else the own SKU of the seller's code.
CREATE OR REPLACE TEMP TABLE part AS
    WITH told AS (
        SELECT l.id AS listing, m.platform AS scope, s.id AS sku, m.qty, m.id AS place
        FROM listing l JOIN mapping m ON m.key = l.key AND m.platform IN (0, l.platform) LEFT JOIN sku s ON s.code = m.sku_code)
    SELECT listing, sku, qty, place FROM told
    WHERE scope <> 0 OR listing NOT IN (SELECT listing FROM told WHERE scope <> 0)
    UNION ALL
    SELECT l.id, s.id, 1, 0 FROM listing l JOIN sku s ON s.code = l.sku_code WHERE l.id NOT IN (SELECT listing FROM told);

-- Cost of a line: its pieces at what they cost when they left, before that at what they cost when they were paid.
CREATE OR REPLACE TEMP TABLE cost AS
    WITH line AS (
        SELECT l.id, l.listing_id, l.qty, l.unit_cost, coalesce(l.shipped_at, o.shipped_at, o.paid_clock, o.created_at) AS moment
        FROM order_line l JOIN o ON o.id = l.order_id),
    piece AS (
        SELECT line.id, part.qty,
            coalesce(arg_max(s.cost, s.valid_from) FILTER (s.valid_from <= line.moment), arg_min(s.cost, s.valid_from)) AS cost
        FROM line JOIN part ON part.listing = line.listing_id LEFT JOIN sku_cost s ON s.sku_id = part.sku
        GROUP BY line.id, part.place, part.sku, part.qty),
    whole AS (SELECT id, CASE WHEN bool_and(cost IS NOT NULL) THEN sum(fen(cost) * qty) END AS fen FROM piece GROUP BY id)
    SELECT line.id, coalesce(whole.fen, fen(line.unit_cost)) * line.qty AS fen FROM line LEFT JOIN whole ON whole.id = line.id;

-- Money given back for goods that never left (1) or came back (3) gives their cost back in proportion; where no refund row tells what
-- became of the goods, a line refunded in full counts as returned.
CREATE OR REPLACE TEMP TABLE back AS
    WITH alone AS (SELECT order_id, min(id) AS id FROM order_line GROUP BY order_id HAVING count(*) = 1),
    row AS (
        SELECT r.order_id, r.kind, r.fen, r.finished_at, coalesce(alone.id, nullif(r.line_id, 0)) AS line
        FROM r LEFT JOIN alone ON alone.order_id = r.order_id),
    own AS (
        SELECT line, sum(fen) FILTER (kind IN (1, 3)) AS returned, sum(fen) FILTER (kind <> 9) AS told FROM row
        WHERE line IS NOT NULL GROUP BY line),
    other AS (SELECT order_id, arg_max(kind, finished_at) AS kind FROM row WHERE line IS NULL GROUP BY order_id)
    SELECT l.id, coalesce(own.returned, 0) + CASE
            WHEN other.kind IN (1, 3) OR (coalesce(other.kind, 9) = 9 AND l.refund >= l.paid)
            THEN greatest(fen(l.refund) - coalesce(own.told, 0), 0) ELSE 0 END AS fen
    FROM order_line l JOIN o ON o.id = l.order_id LEFT JOIN own ON own.line = l.id LEFT JOIN other ON other.order_id = l.order_id;

CREATE OR REPLACE TEMP TABLE l AS
    WITH head AS (SELECT listing, arg_min(sku, place) AS sku FROM part WHERE sku IS NOT NULL GROUP BY listing)
    SELECT l.id, l.order_id, o.paid_clock, CAST(o.paid_clock AS DATE) AS day, l.gift, coalesce(l.qty, 0) AS qty,
        CASE WHEN o.paid_clock IS NULL THEN 0 ELSE coalesce(fen(l.paid), 0) END AS paid, fen(l.refund) AS refund, cost.fen AS cost,
        CASE WHEN cost.fen IS NULL OR cost.fen = 0 THEN cost.fen
            WHEN coalesce(l.paid, 0) <= 0 THEN CASE WHEN o.status = 7 AND o.shipped_at IS NULL THEN 0 ELSE cost.fen END
            ELSE cost.fen - (cost.fen * least(greatest(back.fen, 0), fen(l.paid)) * 2 + fen(l.paid)) // (fen(l.paid) * 2) END AS kept,
        CASE WHEN head.sku IS NOT NULL THEN 's' || coalesce(nullif(s.name, ''), s.code)
            WHEN l.listing_id <> 0 THEN 'l' || i.platform || coalesce(nullif(i.item_id, ''), nullif(i.title, ''), i.key) END AS product,
        CASE WHEN head.sku IS NOT NULL THEN coalesce(nullif(s.name, ''), s.code) ELSE coalesce(nullif(i.title, ''), i.item_id) END AS called,
        CASE WHEN head.sku IS NOT NULL THEN 's' || head.sku WHEN l.listing_id <> 0 THEN 'l' || l.listing_id END AS unit,
        coalesce(nullif(s.category_id, 0), nullif(i.category_id, 0), 0) AS category
    FROM order_line l JOIN o ON o.id = l.order_id LEFT JOIN cost ON cost.id = l.id LEFT JOIN back ON back.id = l.id
    LEFT JOIN head ON head.listing = l.listing_id LEFT JOIN sku s ON s.id = head.sku LEFT JOIN listing i ON i.id = l.listing_id;

CREATE OR REPLACE TEMP TABLE k AS
    SELECT o.customer_id AS buyer, o.id, CAST(o.paid_clock AS DATE) AS day, o.paid, o.paid - o.refund AS net,
        coalesce(sum(l.paid - l.refund) FILTER (l.cost IS NOT NULL), 0) AS costed,
        coalesce(sum(l.paid - l.refund - l.kept) FILTER (l.cost IS NOT NULL), 0) AS profit
    FROM o LEFT JOIN l ON l.order_id = o.id WHERE o.paid_clock IS NOT NULL AND o.customer_id <> 0
    GROUP BY o.customer_id, o.id, o.paid_clock, o.paid, o.refund;
";

/// `sent` is when a parcel left, `arrived` that its order is over though nobody signed.
const ALL_PARCELS: &str = "
CREATE OR REPLACE TEMP TABLE q AS
    SELECT p.id, p.order_id, p.courier_id AS courier, coalesce(p.province, o.province, 0) AS province, fen(p.freight) AS freight,
        coalesce(p.shipped_at, o.shipped_at) AS sent, p.collected_at AS collected, p.signed_at AS signed, p.last_scan_at AS scan,
        p.signed_at IS NULL AND coalesce(o.received_at IS NOT NULL OR o.status IN (5, 7), false) AS arrived,
        p.collected_at IS NOT NULL OR p.signed_at IS NOT NULL OR p.last_scan_at IS NOT NULL AS traced,
        p.signed_at >= coalesce(p.shipped_at, o.shipped_at) + INTERVAL 1 HOUR AS believed
    FROM parcel p LEFT JOIN o ON o.id = p.order_id
    WHERE coalesce(p.shipped_at, o.shipped_at) IS NOT NULL";

const PARCELS_OF_ORDERS: &str = "
CREATE OR REPLACE TEMP TABLE q AS
    SELECT p.id, p.order_id, p.courier_id AS courier, coalesce(p.province, o.province, 0) AS province, fen(p.freight) AS freight,
        coalesce(p.shipped_at, o.shipped_at) AS sent, p.collected_at AS collected, p.signed_at AS signed, p.last_scan_at AS scan,
        p.signed_at IS NULL AND (o.received_at IS NOT NULL OR o.status IN (5, 7)) AS arrived,
        p.collected_at IS NOT NULL OR p.signed_at IS NOT NULL OR p.last_scan_at IS NOT NULL AS traced,
        p.signed_at >= coalesce(p.shipped_at, o.shipped_at) + INTERVAL 1 HOUR AS believed
    FROM parcel p JOIN o ON o.id = p.order_id
    WHERE coalesce(p.shipped_at, o.shipped_at) IS NOT NULL";

const OF_PERIOD: &str = "
CREATE OR REPLACE TEMP TABLE b AS
    SELECT DATE '{from}' AS first, DATE '{to}' AS last, least(DATE '{to}', CAST(max(greatest(created_at, paid_clock)) AS DATE)) AS cut,
        CAST(min(least(created_at, paid_clock)) AS DATE) AS begins, (SELECT now FROM reach) AS now,
        CAST((SELECT now FROM reach) AS DATE) AS today
    FROM o;
CREATE OR REPLACE TEMP TABLE p AS SELECT o.* FROM o, b WHERE paid_clock >= first AND paid_clock < last + INTERVAL 1 DAY;
CREATE OR REPLACE TEMP TABLE c AS SELECT o.* FROM o, b WHERE created_at >= first AND created_at < last + INTERVAL 1 DAY;
CREATE OR REPLACE TEMP TABLE pl AS SELECT l.* FROM l, b WHERE l.paid_clock >= first AND l.paid_clock < last + INTERVAL 1 DAY;
CREATE OR REPLACE TEMP TABLE i AS
    SELECT p.id, p.paid, CASE WHEN count(l.id) > 0 AND count(l.id) = count(l.qty)
        THEN sum(CASE WHEN l.gift THEN 0 ELSE l.qty END) ELSE p.items END AS items
    FROM p LEFT JOIN order_line l ON l.order_id = p.id GROUP BY p.id, p.paid, p.items;
CREATE OR REPLACE TEMP TABLE n AS
    SELECT k.buyer, count(*) AS orders, count(DISTINCT k.day) AS days, sum(k.paid) AS paid, sum(k.net) AS net,
        k.buyer IN (SELECT buyer FROM k, b WHERE day >= first - 365 AND day < first) AS was_here
    FROM k, b WHERE k.day BETWEEN b.first AND b.cut GROUP BY k.buyer;
CREATE OR REPLACE TEMP TABLE w AS
    SELECT id, paid_clock, shipped_at, epoch(shipped_at) - epoch(paid_clock) AS wait FROM p
    WHERE shipped_at >= paid_clock OR (shipped_at IS NULL AND status = 2 AND NOT (paid > 0 AND refund >= paid));
CREATE OR REPLACE TEMP TABLE s AS SELECT q.* FROM q, b WHERE sent >= first AND sent < last + INTERVAL 1 DAY;
";
