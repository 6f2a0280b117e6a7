//! The queue of orders to be shipped (待发货), the most urgent first, and what has got stuck in it or after it.

use chrono::{NaiveDateTime, TimeDelta};
use duckdb::types::Value;
use duckdb::{Row, ToSql};

use super::{DOING, LINE_WAITS};
use crate::domain::flow::Stage;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::privacy::mask_name;
use crate::domain::refund::RefundStatus;
use crate::domain::region::Province;
use crate::domain::rule::Flag;
use crate::domain::stock::Place;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::facts::{NOT_EXCLUDED, paid_at};
use crate::store::lists::exactly;
use crate::store::orders::{Where, containing, fen, in_order, mask_digits, money, platform, province, text};
use crate::store::parts::PARTS;
use crate::store::read::Reader;
use crate::store::stock::MAIN;

/// Which orders to look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum QueueView {
    /// Everything paid and not shipped
    #[default]
    All,
    /// 已超时
    Overdue,
    /// 今天到期
    DueToday,
    /// 待审核
    NotAudited,
    /// 缺货
    Short,
    /// 有备注或留言
    Remark,
    /// 挂起: they wait for a reason
    Held,
    /// 卡单: audited or printed more than a day ago and still here
    Stuck,
    /// 冲突: files contradict what was done here
    Conflict,
    /// 发货后无物流: shipped, and no scan for days
    Silent,
}

impl QueueView {
    pub const ALL: [Self; 10] = [
        Self::All,
        Self::Overdue,
        Self::DueToday,
        Self::NotAudited,
        Self::Short,
        Self::Remark,
        Self::Held,
        Self::Stuck,
        Self::Conflict,
        Self::Silent,
    ];

    /// Stable English id; also the tail of the locale key (`work.view_overdue`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Overdue => "overdue",
            Self::DueToday => "due_today",
            Self::NotAudited => "not_audited",
            Self::Short => "short",
            Self::Remark => "remark",
            Self::Held => "held",
            Self::Stuck => "stuck",
            Self::Conflict => "conflict",
            Self::Silent => "silent",
        }
    }

    fn condition(self) -> &'static str {
        match self {
            Self::All => "waits",
            Self::Overdue => "waits AND due_at < now",
            Self::DueToday => "waits AND due_at >= now AND CAST(due_at AS DATE) = CAST(now AS DATE)",
            Self::NotAudited => "waits AND stage = 2",
            Self::Short => "waits AND short",
            Self::Remark => "waits AND remark",
            Self::Held => "waits AND holds IS NOT NULL",
            Self::Stuck => "waits AND stage > 2 AND moved_at < now - INTERVAL 24 HOUR",
            Self::Conflict => "conflict",
            Self::Silent => "silent",
        }
    }
}

/// What is asked of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct QueueQuery {
    pub view: QueueView,
    /// Part of an order number, title, memo or message.
    pub text: String,
    pub shops: Vec<i64>,
    pub platforms: Vec<Platform>,
    pub ids: Option<Vec<i64>>,
    pub now: NaiveDateTime,
    /// Hours from payment to the deadline.
    pub hours: u32,
    /// Hours without a scan after which a parcel is silent.
    pub silent_hours: u32,
    /// Id of a column of the page.
    pub sort: &'static str,
    pub descending: bool,
}

/// An order in the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    pub id: i64,
    pub platform: Platform,
    pub shop: String,
    pub order_no: String,
    pub stage: Stage,
    /// A refund is asked for.
    pub refunding: bool,
    pub conflict: bool,
    pub paid: Option<Money>,
    pub paid_at: Option<NaiveDateTime>,
    pub due_at: Option<NaiveDateTime>,
    /// `A-1 × 2, B-3 × 1`; the order's title where its goods are not mapped.
    pub items: String,
    pub pieces: i64,
    /// Of a SKU that is kept in stock there are too few, counting those that were paid before.
    pub short: bool,
    /// Nobody keeps stock of any of its SKUs.
    pub untracked: bool,
    pub buyer_message: String,
    pub seller_memo: String,
    pub province: Option<Province>,
    pub city: String,
    /// Masked.
    pub receiver: String,
    /// When it was shipped, for those that are silent or contradicted.
    pub shipped_at: Option<NaiveDateTime>,
    pub tracking_no: String,
    /// Who looks after it, and the courier that was decided on; empty: nobody, none.
    pub staff: String,
    pub courier: String,
    pub flag: Option<Flag>,
    /// Reasons it waits for, the oldest first.
    pub holds: Vec<String>,
}

impl QueueRow {
    /// Minutes until the deadline; below zero it has passed.
    pub fn minutes_left(&self, now: NaiveDateTime) -> Option<i64> {
        self.due_at.map(|due| (due - now).num_minutes())
    }
}

/// How many orders each view shows, in the order of [`QueueView::ALL`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct QueueCounts(pub [i64; QueueView::ALL.len()]);

impl Store {
    /// Ids in order, pieces and money of them all.
    pub fn queue(&self, query: &QueueQuery) -> Result<(Vec<i64>, i64, Money)> {
        let (sql, found) = question(query);
        let (by, then) = (sort(query.sort), if query.descending { "DESC" } else { "ASC" });
        let sql = format!(
            "{sql} SELECT id, pieces, {} FROM queue {} ORDER BY {by} {then} NULLS LAST, due_at, id",
            fen("paid"),
            found.sql()
        );
        let reader = self.reader()?;
        let (ids, [pieces, paid]) = crate::store::read::ids_with_sums(&reader.conn, DOING, &sql, &found.params())?;
        Ok((ids, pieces, Money::from_fen(paid)))
    }

    /// Rows for these ids, in their order.
    pub fn queue_rows(&self, query: &QueueQuery, ids: &[i64]) -> Result<Vec<QueueRow>> {
        let query = QueueQuery { ids: Some(ids.to_vec()), text: String::new(), ..query.clone() };
        let (sql, found) = question(&query);
        let rows =
            read(&self.reader()?, &format!("{sql} SELECT {COLUMNS} FROM queue {}", found.sql()), &found.params())?;
        Ok(in_order(rows, ids, |row| row.id))
    }

    /// How many orders each view would show.
    pub fn queue_counts(&self, query: &QueueQuery) -> Result<QueueCounts> {
        let all = QueueQuery { ids: None, text: String::new(), ..query.clone() };
        let (sql, _) = question(&all);
        let mut found = Where::default();
        shops(&mut found, query);
        let counts = QueueView::ALL.map(|view| format!("count(*) FILTER ({})", view.condition())).join(", ");
        let sql = format!("{sql} SELECT {counts} FROM queue {}", found.sql());
        self.reader()?.row(DOING, &sql, &found.params(), |row| {
            let mut all = [0; QueueView::ALL.len()];
            for (at, slot) in all.iter_mut().enumerate() {
                *slot = row.get(at)?;
            }
            Ok(QueueCounts(all))
        })
    }

    /// Up to when files tell of sales and so of stock (库存截至); `None` where nothing was imported. What is done here by hand makes the
    /// truth about the rest no younger.
    pub fn stock_told_at(&self) -> Result<Option<NaiveDateTime>> {
        let sql = "SELECT max(made_at) FROM import WHERE undone_at IS NULL";
        self.reader()?.row("reading how old stock is", sql, &[], |row| row.get(0))
    }
}

fn shops(found: &mut Where, query: &QueueQuery) {
    found.one_of("shop_id", query.shops.iter().copied());
    found.one_of("platform", query.platforms.iter().map(|platform| i64::from(platform.code())));
}

fn sort(column: &str) -> &'static str {
    match column {
        "shop" => "shop",
        "order_no" => "order_no",
        "stage" => "stage",
        "paid" => "paid",
        "paid_at" => "paid_at",
        "items" => "items",
        "pieces" => "pieces",
        "stock" => "short",
        "province" => "province",
        _ => "due_at",
    }
}

const COLUMNS: &str = "id, platform, shop, order_no, stage, refunding, conflict, CAST(paid * 100 AS BIGINT), paid_at, due_at, items, pieces,
    short, untracked, buyer_message, seller_memo, province, city, receiver, shipped_at, tracking_no, staff, flag, holds, courier";
/// Between the reasons of an order.
const UNIT: char = '\u{1f}';

fn read(reader: &Reader, sql: &str, params: &[&dyn ToSql]) -> Result<Vec<QueueRow>> {
    reader.rows(DOING, sql, params, |row: &Row<'_>| {
        Ok(QueueRow {
            id: row.get(0)?,
            platform: platform(row, 1)?,
            shop: text(row, 2)?,
            order_no: text(row, 3)?,
            stage: Stage::from_code(row.get::<_, i64>(4)?).unwrap_or(Stage::Paid),
            refunding: row.get(5)?,
            conflict: row.get(6)?,
            paid: money(row.get(7)?),
            paid_at: row.get(8)?,
            due_at: row.get(9)?,
            items: text(row, 10)?,
            pieces: row.get(11)?,
            short: row.get(12)?,
            untracked: row.get(13)?,
            buyer_message: mask_digits(&text(row, 14)?),
            seller_memo: mask_digits(&text(row, 15)?),
            province: province(row, 16)?,
            city: text(row, 17)?,
            receiver: mask_name(&text(row, 18)?),
            shipped_at: row.get(19)?,
            tracking_no: text(row, 20)?,
            staff: text(row, 21)?,
            courier: text(row, 24)?,
            flag: row.get::<_, Option<i64>>(22)?.and_then(|code| Flag::from_code(u8::try_from(code).ok()?)),
            holds: text(row, 23)?.split(UNIT).filter(|reason| !reason.is_empty()).map(str::to_owned).collect(),
        })
    })
}

/// `WITH queue AS (...)`, and the conditions on it. Whether there is enough of a SKU is worked out over the whole queue: what was paid
/// first is served first.
fn question(query: &QueueQuery) -> (String, Where) {
    use OrderStatus as S;
    let open = [S::Paid, S::PartShipped, S::Unknown].map(|status| status.code().to_string()).join(", ");
    let pending = [RefundStatus::WaitSeller, RefundStatus::WaitReturn, RefundStatus::WaitReceipt]
        .map(|s| s.code().to_string())
        .join(", ");
    let never_left = [S::Unpaid, S::ClosedUnpaid, S::ClosedRefunded].map(|status| status.code().to_string()).join(", ");
    let now = format!("TIMESTAMP '{}'", query.now.format("%Y-%m-%d %H:%M:%S"));
    let quiet = query.now - TimeDelta::hours(i64::from(query.silent_hours));
    // A parcel of long ago is a matter of its courier, no longer of this page.
    let old = query.now - TimeDelta::days(30);
    let sql = format!(
        "WITH part AS MATERIALIZED {PARTS},
         base AS MATERIALIZED (
             SELECT o.id, o.platform, o.order_no, o.shop_id, o.status, o.paid, o.title, o.province, o.city, o.receiver, o.seller_memo,
                 o.buyer_message, {paid_at} AS paid_at, w.shipped_at AS shipped_here, coalesce(w.shipped_at, o.shipped_at) AS shipped_at,
                 coalesce(w.tracking_no, o.tracking_no) AS tracking_no, o.received_at,
                 CASE WHEN w.printed_at IS NOT NULL THEN 5 WHEN w.allocated_at IS NOT NULL THEN 4 WHEN w.audited_at IS NOT NULL THEN 3
                     ELSE 2 END AS local,
                 greatest(w.audited_at, w.allocated_at, w.printed_at) AS moved_at,
                 coalesce(o.paid > 0 AND o.refund >= o.paid, false) AS given_back,
                 w.shipped_at IS NOT NULL AND CASE
                     WHEN o.shipped_at IS NULL AND o.received_at IS NULL AND o.id NOT IN (
                             SELECT order_id FROM parcel WHERE collected_at IS NOT NULL OR signed_at IS NOT NULL)
                         AND (coalesce(o.status, 9) IN ({never_left}) OR (coalesce(o.status, 9) NOT IN (4, 5) AND o.paid > 0 AND o.refund >= o.paid))
                         THEN 'status:' || coalesce(o.status, 0) IS DISTINCT FROM w.overruled
                     ELSE w.tracking_no IS NOT NULL AND o.tracking_no IS NOT NULL AND NOT contains(o.tracking_no, '*')
                         AND o.tracking_no <> w.tracking_no AND 'parcel:' || o.tracking_no IS DISTINCT FROM w.overruled END AS conflict
             FROM orders o LEFT JOIN order_work w ON w.platform = o.platform AND w.order_no = o.order_no
             WHERE {NOT_EXCLUDED} AND (w.shipped_at IS NOT NULL OR coalesce(o.status, {unknown}) IN ({open})
                 OR (o.status = {shipped} AND o.shipped_at > TIMESTAMP '{old}'))),
         wait AS MATERIALIZED (
             SELECT * FROM base WHERE paid_at IS NOT NULL AND shipped_here IS NULL AND NOT given_back AND received_at IS NULL
                 AND coalesce(status, {unknown}) IN ({open}) AND (shipped_at IS NULL OR status = {part_shipped})),
         need AS (
             SELECT w.id, w.paid_at, s.code, CAST(sum(l.qty * p.qty) AS BIGINT) AS qty
             FROM wait w JOIN order_line l ON l.order_id = w.id JOIN part p ON p.listing_id = l.listing_id JOIN sku s ON s.id = p.sku_id
             WHERE {LINE_WAITS} GROUP BY ALL),
         good AS (SELECT sku_code, CAST(coalesce(sum(qty) FILTER (place = {good}), 0) AS BIGINT) AS there FROM movement
             WHERE warehouse_id = {MAIN} GROUP BY sku_code),
         run AS (SELECT n.*, g.there, sum(n.qty) OVER (PARTITION BY n.code ORDER BY n.paid_at, n.id) AS upto
             FROM need n LEFT JOIN good g ON g.sku_code = n.code),
         goods AS (SELECT id, string_agg(code || ' × ' || qty, ', ' ORDER BY code) AS items, CAST(sum(qty) AS BIGINT) AS pieces,
             coalesce(bool_or(upto > there), false) AS short, bool_and(there IS NULL) AS untracked FROM run GROUP BY id),
         quiet AS (
             SELECT b.id FROM base b JOIN parcel p ON p.order_id = b.id
             WHERE b.shipped_at IS NOT NULL AND b.received_at IS NULL AND coalesce(b.status, 9) NOT IN (5, 6, 7)
             GROUP BY b.id HAVING bool_and(p.signed_at IS NULL)
                 AND max(coalesce(p.last_scan_at, p.collected_at, p.shipped_at, b.shipped_at)) < TIMESTAMP '{quiet}'
                 AND max(coalesce(p.shipped_at, b.shipped_at)) > TIMESTAMP '{old}'),
         kept AS (SELECT platform, order_no, string_agg(reason, chr(31) ORDER BY id) AS holds FROM hold WHERE released_at IS NULL
             GROUP BY platform, order_no),
         queue AS (
             SELECT b.id, b.platform, b.shop_id, h.name AS shop, b.order_no, b.paid, b.paid_at, b.title, b.province, b.city, b.receiver,
                 b.seller_memo, b.buyer_message, b.shipped_at, b.tracking_no, b.conflict, b.moved_at,
                 CASE WHEN w.id IS NULL THEN {left} ELSE b.local END AS stage, w.id IS NOT NULL AS waits, q.id IS NOT NULL AS silent,
                 b.id IN (SELECT order_id FROM refund WHERE status IN ({pending})) AS refunding,
                 b.paid_at + INTERVAL {hours} HOUR AS due_at, {now} AS now,
                 coalesce(g.items, b.title) AS items, coalesce(g.pieces, 0) AS pieces, coalesce(g.short, false) AS short,
                 coalesce(g.untracked, true) AS untracked,
                 coalesce(b.seller_memo, '') <> '' OR coalesce(b.buyer_message, '') <> '' AS remark,
                 e.name AS staff, a.flag, a.courier, k.holds
             FROM base b LEFT JOIN wait w ON w.id = b.id LEFT JOIN goods g ON g.id = b.id LEFT JOIN quiet q ON q.id = b.id
             LEFT JOIN shop h ON h.id = b.shop_id
             LEFT JOIN assignment a ON a.platform = b.platform AND a.order_no = b.order_no LEFT JOIN staff e ON e.id = a.staff_id
             LEFT JOIN kept k ON k.platform = b.platform AND k.order_no = b.order_no
             WHERE w.id IS NOT NULL OR q.id IS NOT NULL OR b.conflict)",
        paid_at = paid_at(),
        unknown = S::Unknown.code(),
        shipped = S::Shipped.code(),
        part_shipped = S::PartShipped.code(),
        good = Place::Good.code(),
        left = Stage::Shipped.code(),
        hours = query.hours,
        quiet = quiet.format("%Y-%m-%d %H:%M:%S"),
        old = old.format("%Y-%m-%d %H:%M:%S"),
    );
    let mut found = Where::default();
    exactly(&mut found, "id", query.ids.as_ref());
    if query.ids.is_none() {
        found.and(query.view.condition(), []);
        shops(&mut found, query);
    }
    if !query.text.trim().is_empty() {
        let like: Value = containing(&query.text);
        found.and(
            "(order_no LIKE ? ESCAPE '\\' OR title LIKE ? ESCAPE '\\' OR items LIKE ? ESCAPE '\\' OR seller_memo LIKE ? ESCAPE '\\'
              OR buyer_message LIKE ? ESCAPE '\\' OR tracking_no LIKE ? ESCAPE '\\')",
            std::iter::repeat_n(like, 6),
        );
    }
    (sql, found)
}
