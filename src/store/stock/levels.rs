//! What the ledger says (库存): pieces of every SKU in each state on any day, beside what orders still want of them and how fast they sell.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use duckdb::ToSql;
use duckdb::types::Value;

use super::cost::averages;
use super::lots::lots;
use super::wanting::{after, lines, pace_span, returning};
use crate::domain::alert::Applied;
use crate::domain::alert::rule::Subject;
use crate::domain::costing::Average;
use crate::domain::lots::Lot;
use crate::domain::money::Money;
use crate::domain::stock::{Levels, Pace, Place, StockMark, StockRules};
use crate::store::Store;
use crate::store::alerts::book;
use crate::store::error::Result;
use crate::store::orders::{Where, containing, fen, in_order, money, text};
use crate::store::parts::PARTS;
use crate::store::read::Reader;

/// Days over which the pace of sales is measured.
pub const PACE_DAYS: u64 = 30;

/// Which SKUs to list, and as of which day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StockQuery {
    /// The end of this day is looked at.
    pub day: NaiveDate,
    /// Sales are told up to the end of this day: the pace is that of the days before.
    pub sold_until: NaiveDate,
    /// 0: all warehouses together.
    pub warehouse: i64,
    /// Part of a code, name, property or barcode, or of the name of a category or supplier.
    pub text: String,
    pub categories: Vec<i64>,
    pub ids: Option<Vec<i64>>,
    /// Where low, over-stock and dead stock begin; rules of the shop file are more particular.
    pub rules: StockRules,
}

/// A SKU in the list.
#[derive(Debug, Clone, PartialEq)]
pub struct StockRow {
    pub sku_id: i64,
    pub code: String,
    pub name: String,
    pub props: String,
    pub category: String,
    pub supplier: String,
    /// What a piece costs by the product sheet.
    pub cost: Option<Money>,
    /// What a piece costs on average by the receipts; `None` when none told its price.
    pub average: Option<Average>,
    /// What is left of each batch, in the order in which it will leave.
    pub lots: Vec<(Lot, i64)>,
    pub levels: Levels,
    pub pace: Pace,
    pub mark: StockMark,
    /// The rule by which it is marked; none where no line decides.
    pub rule: Option<Applied>,
    pub last_moved_at: Option<NaiveDateTime>,
    pub last_sold_at: Option<NaiveDateTime>,
    /// Days since it last sold; for what never has, days since stock is kept of it.
    pub idle_days: Option<i64>,
}

impl StockRow {
    /// What a piece costs: on average, or by the product sheet where no receipt told a price.
    pub fn unit_cost(&self) -> Option<Average> {
        self.average.or(self.cost.map(Average::of))
    }

    /// What lies in the house is worth at cost (库存金额); unknown without a cost or a count.
    pub fn value(&self) -> Option<Money> {
        self.unit_cost()?.worth(self.levels.on_hand()?)
    }

    /// The day on which the next batch expires.
    pub fn expires(&self) -> Option<NaiveDate> {
        self.lots.iter().find_map(|(lot, _)| lot.expires)
    }
}

impl Store {
    /// Every SKU that answers, by code.
    pub fn stock(&self, query: &StockQuery) -> Result<Vec<StockRow>> {
        levels(&self.reader()?, query)
    }

    /// One SKU as it stands now.
    pub fn stock_of(&self, sku: i64) -> Result<Option<StockRow>> {
        let day = (self.inner.options.now)().date();
        let query = StockQuery {
            day,
            sold_until: day,
            warehouse: 0,
            text: String::new(),
            categories: Vec::new(),
            ids: Some(vec![sku]),
            rules: StockRules::default(),
        };
        Ok(levels(&self.reader()?, &query)?.pop())
    }

    /// Rows for these SKUs, in their order.
    pub fn stock_rows(&self, query: &StockQuery, ids: &[i64]) -> Result<Vec<StockRow>> {
        let query =
            StockQuery { ids: Some(ids.to_vec()), text: String::new(), categories: Vec::new(), ..query.clone() };
        Ok(in_order(levels(&self.reader()?, &query)?, ids, |row| row.sku_id))
    }
}

/// Pieces at a place, from the sums of the ledger.
fn at(place: Place) -> String {
    format!("CAST(sum(qty) FILTER (place = {}) AS BIGINT) AS {}", place.code(), place.id())
}

/// See [`Store::stock`].
pub(in crate::store) fn levels(reader: &Reader, query: &StockQuery) -> Result<Vec<StockRow>> {
    let next = after(query.day);
    let sold_until = query.sold_until.min(query.day);
    let (since, told) = pace_span(query);
    let end = format!("TIMESTAMP '{next}'");
    let told = format!("TIMESTAMP '{told}'");
    let begin = format!("TIMESTAMP '{since}'");
    let mut here = Where::default();
    here.and(&format!("moved_at < {end}"), []);
    if query.warehouse != 0 {
        here.and("warehouse_id = ?", [Value::BigInt(query.warehouse)]);
    }
    let mut wanted = Where::default();
    if let Some(ids) = &query.ids {
        wanted.one_of("s.id", ids.iter().copied());
    }
    wanted.one_of("s.category_id", query.categories.iter().copied());
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        wanted.and(
            "(s.code ILIKE ? ESCAPE '\\' OR s.name ILIKE ? ESCAPE '\\' OR s.props ILIKE ? ESCAPE '\\' OR s.barcode ILIKE ? ESCAPE '\\'
                 OR g.name ILIKE ? ESCAPE '\\' OR u.name ILIKE ? ESCAPE '\\')",
            [like.clone(), like.clone(), like.clone(), like.clone(), like.clone(), like],
        );
    }
    let sums = Place::ALL.map(at).join(", ");
    let places = Place::ALL.map(|place| format!("m.{}", place.id())).join(", ");
    let sql = format!(
        "WITH part AS MATERIALIZED {PARTS},
         m AS (SELECT sku_code, {sums}, max(moved_at) AS last, bool_or(place IN (1, 2, 3)) AS kept FROM movement {here} GROUP BY sku_code),
         -- Closings of good pieces: each holds until the next change.
         day AS (SELECT sku_code, CAST(moved_at AS DATE) AS d, sum(qty) AS qty FROM movement {here} AND place = {good} GROUP BY ALL),
         closing AS (SELECT sku_code, d, sum(qty) OVER (PARTITION BY sku_code ORDER BY d) AS there,
             lead(d, 1, CAST({told} AS DATE)) OVER (PARTITION BY sku_code ORDER BY d) AS until FROM day),
         stocked AS (SELECT sku_code, CAST(sum(CASE WHEN there > 0
                 THEN greatest(0, least(until, CAST({told} AS DATE)) - greatest(d, CAST({begin} AS DATE))) ELSE 0 END) AS BIGINT) AS days,
             min(d) AS kept_since FROM closing GROUP BY sku_code),
         line AS ({lines}),
         want AS (
             SELECT sku_id,
                 CAST(sum(qty) FILTER (unpaid) AS BIGINT) AS unpaid,
                 CAST(sum(qty) FILTER (waits) AS BIGINT) AS to_ship,
                 CAST(sum(qty) FILTER (to_audit) AS BIGINT) AS to_audit,
                 CAST(sum(qty) FILTER (paid_at >= {begin} AND paid_at < {told}) AS BIGINT) AS sold,
                 max(paid_at) FILTER (paid_at < {end}) AS last_sold
             FROM line GROUP BY sku_id),
         back AS (SELECT sku_id, CAST(sum(qty) AS BIGINT) AS qty FROM ({returning}) GROUP BY sku_id)
         SELECT s.id, s.code, s.name, s.props, g.name, u.name, {cost}, {places}, w.unpaid, w.to_ship, w.sold, k.days,
             CAST({told} AS DATE) - k.kept_since, m.last, w.last_sold, coalesce(m.kept, false), w.to_audit, b.qty
         FROM sku s LEFT JOIN category g ON g.id = s.category_id LEFT JOIN supplier u ON u.id = s.supplier_id
         LEFT JOIN m ON m.sku_code = s.code LEFT JOIN stocked k ON k.sku_code = s.code LEFT JOIN want w ON w.sku_id = s.id
         LEFT JOIN back b ON b.sku_id = s.id
         {wanted} ORDER BY s.code",
        here = here.sql(),
        lines = lines(next, "part"),
        returning = returning(next, "part"),
        good = Place::Good.code(),
        cost = fen("s.cost"),
        wanted = wanted.sql(),
    );
    let params: Vec<&dyn ToSql> = here.params().into_iter().chain(here.params()).chain(wanted.params()).collect();
    let book = book(reader, query.rules)?;
    let main = query.warehouse == 0 || query.warehouse == main_warehouse(reader)?;
    let mut found = reader.rows("reading stock", &sql, &params, |row| {
        let place = |at: usize| row.get::<_, Option<i64>>(7 + at);
        // What is only under way does not open the books.
        let kept: bool = row.get(20)?;
        let known = |pieces: Option<i64>| kept.then(|| pieces.unwrap_or(0));
        // Orders ship from the main warehouse.
        let wanted = |pieces: Option<i64>| if main { pieces.unwrap_or(0) } else { 0 };
        let levels = Levels {
            good: known(place(0)?),
            defective: known(place(1)?),
            locked: known(place(2)?),
            purchase_transit: place(3)?.unwrap_or(0),
            transfer_transit: place(4)?.unwrap_or(0),
            return_transit: place(5)?.unwrap_or(0) + wanted(row.get(22)?),
            unpaid: wanted(row.get(13)?),
            to_audit: wanted(row.get(21)?),
            to_ship: wanted(row.get(14)?),
        };
        let in_stock = row.get::<_, Option<i64>>(16)?;
        let since_kept = row.get::<_, Option<i64>>(17)?.map(|days| days.max(0));
        let kept_days = since_kept.map(|days| days.min(PACE_DAYS as i64));
        // Days before anybody kept stock count as days in stock: nothing else is known of them.
        let days = match (in_stock, kept_days) {
            (Some(days), Some(kept)) => days + (PACE_DAYS as i64 - kept).max(0),
            _ => PACE_DAYS as i64,
        };
        let pace = Pace { sold: row.get::<_, Option<i64>>(15)?.unwrap_or(0), days };
        let last_sold_at: Option<NaiveDateTime> = row.get(19)?;
        let idle_days = last_sold_at.map(|at| (sold_until.and_time(NaiveTime::MIN) - at).num_days()).or(since_kept);
        let (code, category) = (text(row, 1)?, text(row, 4)?);
        let subject = Subject { code: &code, category: &category, warehouse: query.warehouse };
        let judged = book.judge(subject, &levels, pace, idle_days);
        Ok(StockRow {
            sku_id: row.get(0)?,
            code,
            name: text(row, 2)?,
            props: text(row, 3)?,
            category,
            supplier: text(row, 5)?,
            cost: money(row.get(6)?),
            average: None,
            lots: Vec::new(),
            mark: judged.mark,
            rule: judged.rule,
            levels,
            pace,
            last_moved_at: row.get(18)?,
            last_sold_at,
            idle_days,
        })
    })?;
    let averages = averages(reader, next, query.ids.as_deref())?;
    let mut lots = lots(reader, next, query.ids.as_deref())?;
    for row in &mut found {
        row.average = averages.get(&row.code).copied();
        row.lots = lots.remove(&row.code).unwrap_or_default();
    }
    Ok(found)
}

fn main_warehouse(reader: &Reader) -> Result<i64> {
    reader.row("finding the main warehouse", "SELECT min(id) FROM warehouse", &[], |row| row.get(0))
}
