//! The list of orders and one order with all that belongs to it (订单). Lists answer with ids, so that a grid of a million rows reads
//! only what is visible.

use chrono::{Days, NaiveDateTime, NaiveTime};
use duckdb::types::Value;
use duckdb::{Row, ToSql};

use super::Store;
use super::error::{Result, StoreError};
use super::flow::{StepRow, orders_now, steps_of};
use super::parcels::{PARCEL_COLUMNS, PARCEL_TABLES, parcel_row};
use super::parts::PARTS;
use super::query::{OrderClock, OrderList, OrderQuery, OrderSort};
use super::read::Reader;
use super::refunds::{REFUND_COLUMNS, REFUND_TABLES, refund_row};
use super::rows::{LineRow, OrderDetail, OrderRow, PersonalData, TimelineEvent, TimelineKind};
use super::rules::{self, OrderMark};
use super::skus::parts_of;
use super::write::Deed;
use crate::domain::flow::Stage;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::domain::privacy::{mask_address, mask_name, mask_phone};
use crate::domain::region::Province;

/// Conditions of a query with their values, in order.
#[derive(Default)]
pub(super) struct Where {
    parts: Vec<String>,
    values: Vec<Value>,
}

impl Where {
    pub fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value>) {
        self.parts.push(condition.to_owned());
        self.values.extend(values);
    }

    /// `column` is one of `ids`; nothing when there are none.
    pub fn one_of(&mut self, column: &str, ids: impl IntoIterator<Item = i64>) {
        let ids = joined(ids);
        if !ids.is_empty() {
            self.and(&format!("{column} IN {LIST}"), [Value::Text(ids)]);
        }
    }

    /// `column` is among what `select` gives of the orders that `orders` asks for; nothing when it asks for all.
    pub fn of_orders(&mut self, column: &str, select: &str, orders: &OrderQuery) {
        let of = conditions(orders);
        if !of.parts.is_empty() {
            self.and(&format!("{column} IN (SELECT {select} FROM orders o {})", of.sql()), of.values);
        }
    }

    /// `column` lies within the days of the period.
    pub fn within(&mut self, column: &str, period: Option<Period>) {
        if let Some(period) = period {
            let [from, to] = bounds(period);
            self.and(&format!("{column} >= CAST(? AS TIMESTAMP) AND {column} < CAST(? AS TIMESTAMP)"), [from, to]);
        }
    }

    /// `WHERE ...`, or nothing.
    pub fn sql(&self) -> String {
        if self.parts.is_empty() { String::new() } else { format!("WHERE {}", self.parts.join(" AND ")) }
    }

    pub fn params(&self) -> Vec<&dyn ToSql> {
        self.values.iter().map(|value| value as &dyn ToSql).collect()
    }

    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}

/// A list of numbers that travels as one text parameter.
pub(super) const LIST: &str = "(SELECT unnest(CAST(string_split(nullif(?, ''), ',') AS BIGINT[])))";

/// `1,2,3`
pub(super) fn joined(ids: impl IntoIterator<Item = i64>) -> String {
    ids.into_iter().map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

/// The first moment of a period and the first after it.
pub(super) fn bounds(period: Period) -> [Value; 2] {
    let after = period.to().checked_add_days(Days::new(1)).unwrap_or(period.to());
    [period.from(), after].map(|day| Value::Text(day.and_time(NaiveTime::MIN).to_string()))
}

/// The text between `%`, its own wildcards taken literally under `ESCAPE '\'`.
pub(super) fn containing(text: &str) -> Value {
    let escaped = text.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Value::Text(format!("%{escaped}%"))
}

/// An amount column as whole fen.
pub(super) fn fen(column: &str) -> String {
    format!("CAST({column} * 100 AS BIGINT)")
}

pub(super) fn money(fen: Option<i64>) -> Option<Money> {
    fen.map(Money::from_fen)
}

pub(super) fn text(row: &Row<'_>, at: usize) -> duckdb::Result<String> {
    Ok(row.get::<_, Option<String>>(at)?.unwrap_or_default())
}

pub(super) fn platform(row: &Row<'_>, at: usize) -> duckdb::Result<Platform> {
    let code: i64 = row.get(at)?;
    Ok(u8::try_from(code).ok().and_then(Platform::from_code).unwrap_or(Platform::Other))
}

pub(super) fn province(row: &Row<'_>, at: usize) -> duckdb::Result<Option<Province>> {
    let code: Option<i64> = row.get(at)?;
    Ok(code.and_then(|code| u8::try_from(code).ok()).and_then(Province::from_code))
}

pub(super) fn status(code: Option<i64>) -> Option<OrderStatus> {
    code.and_then(|code| u8::try_from(code).ok()).and_then(OrderStatus::from_code)
}

fn clock(clock: OrderClock) -> &'static str {
    match clock {
        OrderClock::Created => "o.created_at",
        OrderClock::Paid => "o.paid_at",
        OrderClock::Shipped => "o.shipped_at",
        OrderClock::Received => "o.received_at",
    }
}

fn sort(sort: OrderSort) -> &'static str {
    match sort {
        OrderSort::Id => "o.id",
        OrderSort::OrderNo => "o.order_no",
        OrderSort::Created => "o.created_at",
        OrderSort::Paid => "o.paid_at",
        OrderSort::Shipped => "o.shipped_at",
        OrderSort::Received => "o.received_at",
        OrderSort::Payable => "o.payable",
        OrderSort::PaidAmount => "o.paid",
        OrderSort::Refund => "o.refund",
        OrderSort::Items => "o.items",
        OrderSort::Status => "o.status",
        OrderSort::Province => "o.province",
        OrderSort::Shop => "o.shop_id",
    }
}

const EXCLUDED: &str =
    "EXISTS (SELECT 1 FROM order_exclusion x WHERE x.platform = o.platform AND x.order_no = o.order_no)";

fn conditions(query: &OrderQuery) -> Where {
    let mut found = Where::default();
    found.within(clock(query.clock), query.period);
    found.one_of("o.shop_id", query.shops.iter().copied());
    found.one_of("o.platform", query.platforms.iter().map(|p| i64::from(p.code())));
    found.one_of("o.status", query.statuses.iter().map(|s| i64::from(s.code())));
    found.one_of("o.province", query.provinces.iter().map(|p| i64::from(p.code())));
    found.one_of("o.customer_id", query.customers.iter().copied());
    if let Some(ids) = &query.ids {
        if ids.is_empty() {
            found.and("false", []);
        } else {
            found.one_of("o.id", ids.iter().copied());
        }
    }
    if !query.couriers.is_empty() {
        let ids = Value::Text(joined(query.couriers.iter().copied()));
        found.and(
            &format!("(o.courier_id IN {LIST} OR o.id IN (SELECT order_id FROM parcel WHERE courier_id IN {LIST}))"),
            [ids.clone(), ids],
        );
    }
    if !query.listings.is_empty() {
        let ids = Value::Text(joined(query.listings.iter().copied()));
        found.and(&format!("o.id IN (SELECT order_id FROM order_line WHERE listing_id IN {LIST})"), [ids]);
    }
    if !query.skus.is_empty() {
        let ids = Value::Text(joined(query.skus.iter().copied()));
        found.and(
            &format!(
                "o.id IN (SELECT l.order_id FROM order_line l JOIN {PARTS} p ON p.listing_id = l.listing_id WHERE p.sku_id IN {LIST})"
            ),
            [ids],
        );
    }
    if !query.categories.is_empty() {
        let ids = Value::Text(joined(query.categories.iter().copied()));
        found.and(
            &format!(
                "o.id IN (SELECT l.order_id FROM order_line l LEFT JOIN {PARTS} p ON p.listing_id = l.listing_id AND p.place = 1
                 LEFT JOIN sku s ON s.id = p.sku_id LEFT JOIN listing g ON g.id = l.listing_id
                 WHERE coalesce(nullif(s.category_id, 0), nullif(g.category_id, 0), l.category_id) IN {LIST})"
            ),
            [ids],
        );
    }
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        let whole = Value::Text(query.text.trim().to_owned());
        found.and(
            "(o.order_no LIKE ? ESCAPE '\\' OR o.tracking_no LIKE ? ESCAPE '\\' OR o.title LIKE ? ESCAPE '\\'
              OR o.seller_memo LIKE ? ESCAPE '\\'
              OR o.id IN (SELECT order_id FROM order_line WHERE line_no = ? OR sku_code = ? OR title LIKE ? ESCAPE '\\'))",
            [like.clone(), like.clone(), like.clone(), like.clone(), whole.clone(), whole, like],
        );
    }
    match query.refunded {
        Some(true) => found.and("o.refund > 0", []),
        Some(false) => found.and("o.refund = 0", []),
        None => {}
    }
    match query.excluded {
        Some(true) => found.and(EXCLUDED, []),
        Some(false) => found.and(&format!("NOT {EXCLUDED}"), []),
        None => {}
    }
    rules::narrow(&mut found, query);
    found
}

const ORDER_COLUMNS: &str = "o.id, o.platform, o.shop_id, h.name, o.order_no, o.status, o.status_raw, o.created_at, o.paid_at, o.shipped_at,
    o.received_at, CAST(o.payable * 100 AS BIGINT), CAST(o.paid * 100 AS BIGINT), CAST(o.freight * 100 AS BIGINT),
    CAST(o.refund * 100 AS BIGINT), o.items, o.title, o.province, o.city, o.customer_id, c.buyer, o.receiver, k.name, o.tracking_no,
    (SELECT max(x.reason) FROM order_exclusion x WHERE x.platform = o.platform AND x.order_no = o.order_no), o.local_stage";
const ORDER_TABLES: &str = "o LEFT JOIN shop h ON h.id = o.shop_id LEFT JOIN c ON c.id = o.customer_id
    LEFT JOIN courier k ON k.id = o.courier_id";

fn order_row(row: &Row<'_>) -> duckdb::Result<OrderRow> {
    Ok(OrderRow {
        id: row.get(0)?,
        platform: platform(row, 1)?,
        shop_id: row.get(2)?,
        shop: text(row, 3)?,
        order_no: text(row, 4)?,
        status: status(row.get(5)?),
        status_raw: text(row, 6)?,
        created_at: row.get(7)?,
        paid_at: row.get(8)?,
        shipped_at: row.get(9)?,
        received_at: row.get(10)?,
        payable: money(row.get(11)?),
        paid: money(row.get(12)?),
        freight: money(row.get(13)?),
        refund: Money::from_fen(row.get(14)?),
        items: row.get(15)?,
        title: text(row, 16)?,
        province: province(row, 17)?,
        city: text(row, 18)?,
        customer_id: row.get(19)?,
        buyer: mask_name(&text(row, 20)?),
        receiver: mask_name(&text(row, 21)?),
        courier: text(row, 22)?,
        tracking_no: text(row, 23)?,
        excluded_reason: text(row, 24)?,
        mark: OrderMark::default(),
        local_stage: row.get::<_, Option<i64>>(25)?.and_then(Stage::from_code),
    })
}

/// Runs of seven or more digits in a free text are somebody's number: only their ends stay.
pub(super) fn mask_digits(note: &str) -> String {
    let mut out = String::with_capacity(note.len());
    let mut run = String::new();
    for c in note.chars().chain(std::iter::once('\0')) {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        if run.len() >= 7 {
            out.push_str(&mask_phone(&run))
        } else {
            out.push_str(&run)
        }
        run.clear();
        if c != '\0' {
            out.push(c);
        }
    }
    out
}

impl Store {
    /// Ids in order, and totals.
    pub fn orders(&self, query: &OrderQuery) -> Result<OrderList> {
        let doing = "listing orders";
        let reader = self.reader()?;
        let found = conditions(query);
        let (sql, params) = (found.sql(), found.params());
        let direction = if query.descending { "DESC" } else { "ASC" };
        let ids = super::read::ids(
            &reader.conn,
            doing,
            &format!(
                "SELECT o.id FROM {} o {sql} ORDER BY {} {direction} NULLS LAST, o.id {direction}",
                orders_now(),
                sort(query.sort)
            ),
            &params,
        )?;
        let total = |column: &str| format!("CAST(coalesce(sum({column}), 0) * 100 AS BIGINT)");
        let totals = format!(
            "SELECT {}, {}, {}, CAST(coalesce(sum(o.items), 0) AS BIGINT) FROM {} o {sql}",
            total("o.payable"),
            total("o.paid"),
            total("o.refund"),
            orders_now()
        );
        reader.row(doing, &totals, &params, |row| {
            Ok(OrderList {
                ids,
                payable: Money::from_fen(row.get(0)?),
                paid: Money::from_fen(row.get(1)?),
                refund: Money::from_fen(row.get(2)?),
                items: row.get(3)?,
            })
        })
    }

    /// Rows for these ids, in the order of the ids; ids that are gone are left out.
    pub fn order_rows(&self, ids: &[i64]) -> Result<Vec<OrderRow>> {
        order_rows(&self.reader()?, ids)
    }

    /// An order with its lines, refunds, parcels and timeline.
    pub fn order_detail(&self, id: i64) -> Result<OrderDetail> {
        let reader = self.reader()?;
        let order = order_rows(&reader, &[id])?.pop().ok_or(StoreError::Gone { what: "order", id })?;
        let doing = "reading an order";
        let work = rules::of_order(&reader, &order)?;
        let mut detail = reader.row(
            doing,
            "SELECT o.district, o.phone, o.address, o.seller_memo, o.buyer_message, o.close_reason, o.linked_order_no,
                    CAST(o.goods_amount * 100 AS BIGINT), CAST(o.settled * 100 AS BIGINT), i.file_name, o.updated_at,
                    o.shipped_at
             FROM orders o LEFT JOIN import i ON i.id = o.import_id WHERE o.id = ?",
            &[&id],
            |row| {
                Ok(OrderDetail {
                    order,
                    district: text(row, 0)?,
                    phone: mask_phone(&text(row, 1)?),
                    address: mask_address(&text(row, 2)?),
                    seller_memo: mask_digits(&text(row, 3)?),
                    buyer_message: mask_digits(&text(row, 4)?),
                    close_reason: text(row, 5)?,
                    linked_order_no: text(row, 6)?,
                    goods_amount: money(row.get(7)?),
                    settled: money(row.get(8)?),
                    lines: Vec::new(),
                    refunds: Vec::new(),
                    parcels: Vec::new(),
                    told_shipped_at: row.get(11)?,
                    flow: None,
                    timeline: Vec::new(),
                    care: super::care::OrderCare::default(),
                    work,
                    source_file: text(row, 9)?,
                    updated_at: row.get(10)?,
                })
            },
        )?;
        detail.lines = lines(&reader, id)?;
        detail.refunds = reader.rows(
            doing,
            &format!("SELECT {REFUND_COLUMNS} FROM {REFUND_TABLES} WHERE r.order_id = ? ORDER BY r.applied_at, r.id"),
            &[&id],
            refund_row,
        )?;
        detail.parcels = reader.rows(
            doing,
            &format!("SELECT {PARCEL_COLUMNS} FROM {PARCEL_TABLES} WHERE p.order_id = ? ORDER BY p.shipped_at, p.id"),
            &[&id],
            parcel_row,
        )?;
        let (flow, steps) = steps_of(&reader.conn, id)?;
        detail.flow = flow;
        super::care::apply(&reader, &mut detail)?;
        detail.timeline = timeline(&reader, &detail, steps)?;
        Ok(detail)
    }

    /// Personal data in clear. Leaves a row in the audit.
    pub fn reveal(&self, actor: &str, order_id: i64) -> Result<PersonalData> {
        let no: String = self.reader()?.row(
            "reading an order",
            "SELECT coalesce(max(order_no), '') FROM orders WHERE id = ?",
            &[&order_id],
            |row| row.get(0),
        )?;
        if no.is_empty() {
            return Err(StoreError::Gone { what: "order", id: order_id });
        }
        let deed = Deed { what: "reveal", subject: &no, detail: String::new() };
        self.write(actor, &deed, |tx| {
            let sql = format!(
                "SELECT c.buyer, coalesce(x.receiver, o.receiver), coalesce(x.phone, o.phone), coalesce(x.address, o.address),
                     coalesce(x.remark, o.seller_memo), o.buyer_message
                 FROM orders o LEFT JOIN customer c ON c.id = o.customer_id
                 LEFT JOIN {} x ON x.platform = o.platform AND x.order_no = o.order_no WHERE o.id = ?",
                super::packing::CHANGES
            );
            super::read::rows(tx.conn, "reading an order", &sql, &[&order_id], |row| {
                Ok(PersonalData {
                    buyer: text(row, 0)?,
                    receiver: text(row, 1)?,
                    phone: text(row, 2)?,
                    address: text(row, 3)?,
                    seller_memo: text(row, 4)?,
                    buyer_message: text(row, 5)?,
                })
            })?
            .pop()
            .ok_or(StoreError::Gone { what: "order", id: order_id })
        })
    }

    /// Keeps orders out of the analyses, with the owner's reason; an empty reason takes them in again.
    pub fn exclude_orders(&self, actor: &str, ids: &[i64], reason: &str) -> Result<()> {
        if ids.is_empty() {
            return Ok(());
        }
        let (list, reason) = (joined(ids.iter().copied()), reason.trim().to_owned());
        let detail = format!("{} orders: {reason}", ids.len());
        let deed = Deed { what: if reason.is_empty() { "include" } else { "exclude" }, subject: "", detail };
        self.write(actor, &deed, |tx| {
            use super::error::Doing;
            let doing = "excluding orders";
            tx.conn
                .execute(
                    &format!(
                        "DELETE FROM order_exclusion x WHERE EXISTS
                         (SELECT 1 FROM orders o WHERE o.platform = x.platform AND o.order_no = x.order_no AND o.id IN {LIST})"
                    ),
                    [&list],
                )
                .doing(doing)?;
            if !reason.is_empty() {
                tx.conn
                    .execute(
                        &format!(
                            "INSERT INTO order_exclusion SELECT o.platform, o.order_no, ?, ?, ? FROM orders o WHERE o.id IN {LIST}"
                        ),
                        duckdb::params![reason, actor, tx.now, list],
                    )
                    .doing(doing)?;
            }
            Ok(())
        })
    }
}

pub(super) fn order_rows(reader: &Reader, ids: &[i64]) -> Result<Vec<OrderRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    // Only the buyers of these orders are joined: all customers to two hundred rows would cost more than reading them.
    let sql = format!(
        "WITH o AS MATERIALIZED (SELECT * FROM {orders} WHERE id IN {LIST}),
              c AS (SELECT id, buyer FROM customer WHERE id IN (SELECT customer_id FROM o))
         SELECT {ORDER_COLUMNS} FROM {ORDER_TABLES}",
        orders = orders_now(),
    );
    let mut rows = reader.rows("reading orders", &sql, &[&joined(ids.iter().copied())], order_row)?;
    rules::dress(reader, &mut rows)?;
    Ok(in_order(rows, ids, |row| row.id))
}

/// Puts rows into the order of `ids`.
pub(super) fn in_order<T>(rows: Vec<T>, ids: &[i64], id: impl Fn(&T) -> i64) -> Vec<T> {
    let place: std::collections::HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut rows = rows;
    rows.sort_by_key(|row| place.get(&id(row)).copied().unwrap_or(usize::MAX));
    rows
}

fn lines(reader: &Reader, order_id: i64) -> Result<Vec<LineRow>> {
    let mut lines = reader.rows(
        "reading an order",
        "SELECT id, line_no, listing_id, title, props, sku_code, qty, CAST(unit_price * 100 AS BIGINT), CAST(paid * 100 AS BIGINT),
                CAST(refund * 100 AS BIGINT), status, gift, stand_in
         FROM order_line WHERE order_id = ? ORDER BY line_no, id",
        &[&order_id],
        |row| {
            Ok(LineRow {
                id: row.get(0)?,
                line_no: text(row, 1)?,
                listing_id: row.get(2)?,
                title: text(row, 3)?,
                props: text(row, 4)?,
                sku_code: text(row, 5)?,
                mapped: Vec::new(),
                qty: row.get::<_, Option<i64>>(6)?.unwrap_or_default(),
                unit_price: money(row.get(7)?),
                paid: money(row.get(8)?),
                refund: Money::from_fen(row.get(9)?),
                status: status(row.get(10)?),
                gift: row.get(11)?,
                stand_in: row.get(12)?,
            })
        },
    )?;
    let listings: Vec<i64> = lines.iter().map(|line| line.listing_id).collect();
    let parts = parts_of(reader, &listings)?;
    for line in &mut lines {
        line.mapped = parts.get(&line.listing_id).cloned().unwrap_or_default();
    }
    Ok(lines)
}

/// Everything that happened to an order, by files and by people, in one line of time.
fn timeline(reader: &Reader, detail: &OrderDetail, steps: Vec<StepRow>) -> Result<Vec<TimelineEvent>> {
    let order = &detail.order;
    let mut events: Vec<TimelineEvent> = Vec::new();
    let mut add = |at: Option<NaiveDateTime>, what: TimelineKind| {
        if let Some(at) = at {
            events.push(TimelineEvent { at, what });
        }
    };
    add(order.created_at, TimelineKind::Created);
    add(order.paid_at, TimelineKind::Paid(order.paid));
    add(detail.told_shipped_at, TimelineKind::Shipped);
    add(order.received_at, TimelineKind::Received);
    for refund in &detail.refunds {
        let (refund_no, amount) = (refund.refund_no.clone(), refund.amount);
        add(refund.applied_at, TimelineKind::RefundApplied { refund_no: refund_no.clone(), amount });
        add(refund.finished_at, TimelineKind::RefundFinished { refund_no, amount, status: refund.status });
    }
    for parcel in &detail.parcels {
        let tracking_no = parcel.tracking_no.clone();
        add(parcel.collected_at, TimelineKind::Collected { tracking_no: tracking_no.clone() });
        add(parcel.signed_at, TimelineKind::Signed { tracking_no });
    }
    let told = reader.rows(
        "reading an order",
        "SELECT s.told_at, s.from_status, s.to_status, i.file_name FROM order_status_history s
         LEFT JOIN import i ON i.id = s.import_id WHERE s.order_id = ? ORDER BY s.told_at",
        &[&order.id],
        |row| Ok((row.get::<_, NaiveDateTime>(0)?, status(row.get(1)?), status(row.get(2)?), text(row, 3)?)),
    )?;
    for (at, from, to, file_name) in told {
        if let (Some(from), Some(to)) = (from, to) {
            events.push(TimelineEvent { at, what: TimelineKind::StatusChanged { from, to, file_name } });
        }
    }
    events.extend(steps.into_iter().map(|step| TimelineEvent { at: step.done_at, what: TimelineKind::Step(step) }));
    let mut add = |at: NaiveDateTime, what: TimelineKind| events.push(TimelineEvent { at, what });
    for change in detail.work.history.iter().filter(|change| !change.parts.is_empty()) {
        add(change.at, TimelineKind::Handed(change.clone()));
    }
    for hold in &detail.work.holds {
        add(hold.since, TimelineKind::Held(hold.clone()));
        if let Some(at) = hold.released_at {
            add(at, TimelineKind::Released(hold.clone()));
        }
    }
    for event in &detail.care.events {
        add(event.at, TimelineKind::Care(event.clone()));
    }
    for ticket in &detail.care.tickets {
        add(ticket.opened_at, TimelineKind::Ticket(ticket.clone()));
    }
    events.sort_by_key(|event| event.at);
    Ok(events)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phone_in_a_memo_is_masked_and_an_amount_is_not() {
        assert_eq!(mask_digits("请打 13800001234，退 15 元"), "请打 138****1234，退 15 元");
    }

    #[test]
    fn wildcards_in_a_search_are_taken_literally() {
        assert_eq!(containing(" 5%_a "), Value::Text("%5\\%\\_a%".to_owned()));
    }
}
