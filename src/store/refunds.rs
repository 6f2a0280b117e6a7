//! Refunds (退款 / 售后): the list, its rows, and one refund with its order and what became of it.

use duckdb::Row;
use duckdb::types::Value;

use super::Store;
use super::error::{Result, StoreError};
use super::flow::steps_of;
use super::lists::{direction, exactly};
use super::orders::{LIST, Where, containing, fen, in_order, joined, order_rows, platform, text};
use super::query::{OrderQuery, RefundList, RefundQuery, RefundSort};
use super::read::{Reader, ids_with_sums};
use super::rows::{RefundBack, RefundDetail, RefundRow, RefundTurn};
use crate::domain::flow::Step;
use crate::domain::money::Money;
use crate::domain::refund::{RefundKind, RefundStatus};

pub(super) const REFUND_COLUMNS: &str = "r.id, r.platform, r.refund_no, r.order_no, r.order_id, r.line_id, r.title, r.sku_code,
    CAST(r.amount * 100 AS BIGINT), r.kind, r.status, r.status_raw, n.name, r.applied_at, r.finished_at, r.return_tracking,
    EXISTS (FROM goods_back b SEMI JOIN order_step s ON s.id = b.step_id AND s.undone_by = 0
        WHERE b.platform = r.platform AND b.refund_no = r.refund_no)";
pub(super) const REFUND_TABLES: &str = "refund r LEFT JOIN reason n ON n.id = r.reason_id";

fn code(row: &Row<'_>, at: usize) -> duckdb::Result<u8> {
    Ok(u8::try_from(row.get::<_, i64>(at)?).unwrap_or_default())
}

fn status(row: &Row<'_>, at: usize) -> duckdb::Result<RefundStatus> {
    Ok(RefundStatus::from_code(code(row, at)?).unwrap_or(RefundStatus::Unknown))
}

pub(super) fn refund_row(row: &Row<'_>) -> duckdb::Result<RefundRow> {
    Ok(RefundRow {
        id: row.get(0)?,
        platform: platform(row, 1)?,
        refund_no: text(row, 2)?,
        order_no: text(row, 3)?,
        order_id: row.get(4)?,
        line_id: row.get(5)?,
        title: text(row, 6)?,
        sku_code: text(row, 7)?,
        amount: Money::from_fen(row.get(8)?),
        kind: RefundKind::from_code(code(row, 9)?).unwrap_or(RefundKind::Unknown),
        status: status(row, 10)?,
        status_raw: text(row, 11)?,
        reason: text(row, 12)?,
        applied_at: row.get(13)?,
        finished_at: row.get(14)?,
        return_tracking: text(row, 15)?,
        goods_back: row.get(16)?,
    })
}

fn conditions(query: &RefundQuery) -> Where {
    let mut found = Where::default();
    found.within("coalesce(r.applied_at, r.finished_at)", query.period);
    exactly(&mut found, "r.id", query.ids.as_ref());
    found.one_of("r.platform", query.platforms.iter().map(|platform| i64::from(platform.code())));
    found.one_of("r.status", query.statuses.iter().map(|status| i64::from(status.code())));
    let orders =
        OrderQuery { shops: query.shops.clone(), categories: query.categories.clone(), ..OrderQuery::default() };
    found.of_orders("r.order_id", "o.id", &orders);
    if !query.text.trim().is_empty() {
        let like = containing(&query.text);
        found.and(
            "(r.refund_no LIKE ? ESCAPE '\\' OR r.order_no LIKE ? ESCAPE '\\' OR r.title LIKE ? ESCAPE '\\'
              OR r.return_tracking = ?)",
            [like.clone(), like.clone(), like, Value::Text(query.text.trim().to_owned())],
        );
    }
    found
}

impl Store {
    /// Refunds in order, and totals.
    pub fn refunds(&self, query: &RefundQuery) -> Result<RefundList> {
        let found = conditions(query);
        let by = match query.sort {
            RefundSort::Applied => "r.applied_at",
            RefundSort::Finished => "r.finished_at",
            RefundSort::Amount => "r.amount",
            RefundSort::RefundNo => "r.refund_no",
            RefundSort::OrderNo => "r.order_no",
            RefundSort::Platform => "r.platform",
            RefundSort::Kind => "r.kind",
            RefundSort::Status => "r.status",
            RefundSort::Reason => "n.name",
        };
        let sql = format!(
            "SELECT r.id, {}, CASE WHEN r.status = {} THEN {} END FROM {REFUND_TABLES} {} ORDER BY {by} {} NULLS LAST, r.id",
            fen("r.amount"),
            RefundStatus::Succeeded.code(),
            fen("r.amount"),
            found.sql(),
            direction(query.descending)
        );
        let reader = self.reader()?;
        let (ids, [amount, given]) = ids_with_sums(&reader.conn, "listing refunds", &sql, &found.params())?;
        Ok(RefundList { ids, amount: Money::from_fen(amount), given: Money::from_fen(given) })
    }

    pub fn refund_rows(&self, ids: &[i64]) -> Result<Vec<RefundRow>> {
        rows(&self.reader()?, ids)
    }

    /// A refund with its order and what became of it.
    pub fn refund_detail(&self, id: i64) -> Result<RefundDetail> {
        let reader = self.reader()?;
        let refund = rows(&reader, &[id])?.pop().ok_or(StoreError::Gone { what: "refund", id })?;
        let order = order_rows(&reader, &[refund.order_id])?.pop();
        let doing = "reading a refund";
        let turns = reader.rows(
            doing,
            "SELECT told_at, from_status, to_status FROM refund_status_history WHERE refund_id = ? ORDER BY told_at",
            &[&id],
            |row| Ok(RefundTurn { at: row.get(0)?, from: status(row, 1)?, to: status(row, 2)? }),
        )?;
        let source_file = reader.row(
            doing,
            "SELECT i.file_name FROM refund r LEFT JOIN import i ON i.id = r.import_id WHERE r.id = ?",
            &[&id],
            |row| text(row, 0),
        )?;
        let back = reader
            .rows(
                doing,
                "SELECT s.batch_id, s.done_at, CAST(sum(b.good) AS BIGINT), CAST(sum(b.defective) AS BIGINT), CAST(sum(b.missing) AS BIGINT)
                 FROM goods_back b JOIN order_step s ON s.id = b.step_id AND s.undone_by = 0
                 JOIN refund r ON r.platform = b.platform AND r.refund_no = b.refund_no WHERE r.id = ? GROUP BY ALL",
                &[&id],
                |row| {
                    Ok(RefundBack {
                        batch_id: row.get(0)?,
                        done_at: row.get(1)?,
                        good: row.get(2)?,
                        defective: row.get(3)?,
                        missing: row.get(4)?,
                    })
                },
            )?
            .pop();
        let goods = matches!(refund.kind, RefundKind::GoodsAndMoney | RefundKind::Exchange | RefundKind::Unknown);
        let over = matches!(refund.status, RefundStatus::Refused | RefundStatus::Closed);
        let flow = if refund.order_id == 0 { None } else { steps_of(&reader.conn, refund.order_id)?.0 };
        let may = flow.is_some_and(|flow| flow.may(Step::TakeBack).is_ok());
        let noted = reader.row(
            doing,
            "SELECT count(*) > 0 FROM aftersale WHERE platform = ? AND refund_no = ?",
            &[&refund.platform.code(), &refund.refund_no],
            |row| row.get(0),
        )?;
        Ok(RefundDetail { may_come_back: goods && !over && may, back, refund, order, turns, source_file, noted })
    }
}

fn rows(reader: &Reader, ids: &[i64]) -> Result<Vec<RefundRow>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT {REFUND_COLUMNS} FROM {REFUND_TABLES} WHERE r.id IN {LIST}");
    let rows = reader.rows("reading refunds", &sql, &[&joined(ids.iter().copied())], refund_row)?;
    Ok(in_order(rows, ids, |row| row.id))
}
