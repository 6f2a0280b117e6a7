//! Goods that come back (退货验收) and goods that go out again (换货, 补寄): each order posts a document of its own to the ledger.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDateTime;
use duckdb::{Connection, params};

use super::check::{check, sentence};
use super::order::OrderWork;
use super::take::{batch, settle, write};
use super::{BatchResult, DOING, Refused, StepRules, Taken, Task, deed};
use crate::domain::flow::Step;
use crate::domain::stock::{MovementKind, Place};
use crate::locale::Said;
use crate::store::Store;
use crate::store::error::{Doing, Result, StoreError};
use crate::store::orders::{LIST, joined, text};
use crate::store::parts::PARTS;
use crate::store::read::rows;
use crate::store::stock::{Entry, EntryLine, post};
use crate::store::write::{Deed, Tx};

/// Pieces of an own SKU that an order took out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackGoods {
    pub code: String,
    pub name: String,
    pub props: String,
    pub qty: i64,
}

/// What may come back of an order, for a refund or without one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackOrder {
    pub order_id: i64,
    pub order_no: String,
    /// Empty without a refund.
    pub refund_no: String,
    pub goods: Vec<BackGoods>,
}

/// What was found of one SKU when the parcel was opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BackLine {
    pub code: String,
    /// 良品: back on the shelf
    pub good: i64,
    /// 残次
    pub defective: i64,
    /// 缺件: was to come and did not
    pub missing: i64,
}

/// Goods of one order that came back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GoodsBack {
    pub order_id: i64,
    /// Empty without a refund.
    pub refund_no: String,
    pub lines: Vec<BackLine>,
    /// `None` is now.
    pub at: Option<NaiveDateTime>,
    pub note: String,
}

/// The warehouse that orders are shipped from.
const MAIN_WAREHOUSE: i64 = 1;

impl Store {
    /// What is to come back for these refunds, by own SKU; refunds of orders that are not in the file are left out.
    pub fn goods_of_refunds(&self, refunds: &[i64]) -> Result<Vec<BackOrder>> {
        let sql = format!(
            "SELECT r.id, o.id, o.order_no, r.refund_no, s.code, s.name, s.props, CAST(sum(l.qty * p.qty) AS BIGINT)
             FROM refund r JOIN orders o ON o.id = r.order_id
             LEFT JOIN order_line l ON l.order_id = o.id AND (r.line_id = 0 OR l.id = r.line_id) AND l.qty > 0
             LEFT JOIN {PARTS} p ON p.listing_id = l.listing_id LEFT JOIN sku s ON s.id = p.sku_id
             WHERE r.id IN {LIST} GROUP BY ALL ORDER BY r.id, s.code"
        );
        goods(&self.reader()?.conn, &sql, &joined(refunds.iter().copied()))
    }

    /// What an order took out, by own SKU.
    pub fn goods_of_order(&self, order: i64) -> Result<BackOrder> {
        goods_of_orders(&self.reader()?.conn, &[order])?.pop().ok_or(StoreError::Gone { what: "order", id: order })
    }

    /// Takes goods back that orders had taken out: good and defective pieces come into the house, each order with a document that names
    /// its refund. Orders that cannot take anything back stay as they are and say why.
    ///
    /// # Errors
    /// Only when the shop file itself fails; nothing is done then.
    pub fn take_back(&self, actor: &str, all: &[GoodsBack]) -> Result<BatchResult> {
        let deed = Deed { what: deed(Step::TakeBack), subject: Step::TakeBack.id(), detail: all.len().to_string() };
        self.write(actor, &deed, |tx| {
            let ids: Vec<i64> = all.iter().map(|one| one.order_id).collect();
            let expected: HashMap<i64, BTreeMap<String, i64>> = goods_of_orders(tx.conn, &ids)?
                .into_iter()
                .map(|one| (one.order_id, one.goods.into_iter().map(|goods| (goods.code, goods.qty)).collect()))
                .collect();
            let back = back_already(tx.conn)?;
            let kept = kept(tx.conn)?;
            let mut seen: HashSet<(i64, &str)> = HashSet::new();
            let mut out = BatchResult::default();
            let mut taken: Vec<(&GoodsBack, OrderWork, i64)> = Vec::new();
            for (nth, one) in all.iter().enumerate() {
                // Each by itself: several refunds of one order may come back in one batch.
                let checked = check(tx.conn, Step::TakeBack, &[Task::of(one.order_id)], StepRules::default())?;
                let Some((first, order)) = checked.taken.into_iter().next() else {
                    out.refused.extend(checked.refused.into_iter().map(|refused| Refused { nth, ..refused }));
                    continue;
                };
                let known = expected.get(&one.order_id);
                let key = (order.platform.code(), order.order_no.clone(), one.refund_no.clone());
                let why = if back.contains(&key) || !seen.insert((one.order_id, &one.refund_no)) {
                    Some(sentence("already_back"))
                } else {
                    wrong(one, known)
                };
                let posted = match why {
                    Some(why) => Err(why),
                    None => receive(tx, actor, one, &kept)?,
                };
                match posted {
                    Err(why) => {
                        let why = why.with("no", &order.order_no);
                        out.refused.push(Refused { nth, order_no: order.order_no, why });
                    }
                    Ok(document) => {
                        out.done.push(Taken { nth, ..first });
                        taken.push((one, order, document));
                    }
                }
            }
            if taken.is_empty() {
                return Ok(out);
            }
            out.batch_id = batch(tx, actor, Step::TakeBack, out.done.len(), out.refused.len(), 0)?;
            let words = taken.iter().map(|(one, order, _)| {
                let note = if one.note.trim().is_empty() { one.refund_no.clone() } else { one.note.trim().to_owned() };
                (order.platform.code(), order.order_no.as_str(), one.at.unwrap_or(tx.now), None, note)
            });
            let first = write(tx, actor, Step::TakeBack, out.batch_id, words)?;
            for (step_id, (one, order, document)) in (first..).zip(&taken) {
                point(tx, step_id, *document)?;
                for line in &one.lines {
                    tx.conn
                        .execute(
                            "INSERT INTO goods_back VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            params![
                                step_id,
                                order.platform.code(),
                                order.order_no,
                                one.refund_no,
                                line.code,
                                line.good,
                                line.defective,
                                line.missing,
                                tx.now
                            ],
                        )
                        .doing(DOING)?;
                }
            }
            settle(tx)?;
            Ok(out)
        })
    }

    /// Sends goods out again with a parcel of their own ([`Step::Exchange`], [`Step::Reissue`]): the pieces leave the books at once.
    ///
    /// # Errors
    /// [`StoreError::StockRefused`] when there are too few pieces; nothing is done then.
    pub fn send_again(&self, actor: &str, step: Step, task: &Task, goods: &[(String, i64)]) -> Result<BatchResult> {
        let deed = Deed { what: deed(step), subject: step.id(), detail: "1".to_owned() };
        self.write(actor, &deed, |tx| {
            let checked = check(tx.conn, step, std::slice::from_ref(task), StepRules::default())?;
            let Some((taken, order)) = checked.taken.into_iter().next() else {
                return Ok(BatchResult { refused: checked.refused, ..BatchResult::default() });
            };
            let at = task.at.unwrap_or(tx.now);
            let kept = kept(tx.conn)?;
            let lines: Vec<EntryLine> = goods
                .iter()
                .filter(|(code, qty)| *qty > 0 && kept.contains(code))
                .map(|(code, qty)| piece(code, Place::Good, -qty))
                .collect();
            let entry = Entry { kind: MovementKind::Sale, moved_at: at, reason: order.order_no.clone(), lines };
            let document = if entry.lines.is_empty() { 0 } else { post(tx, actor, &entry)?.document_id };
            let batch_id = batch(tx, actor, step, 1, 0, 0)?;
            let parcel = Some((task.tracking_no.trim(), task.courier.trim()));
            let words = (order.platform.code(), order.order_no.as_str(), at, parcel, task.note.trim().to_owned());
            let first = write(tx, actor, step, batch_id, std::iter::once(words))?;
            point(tx, first, document)?;
            settle(tx)?;
            Ok(BatchResult { batch_id, done: vec![taken], refused: Vec::new() })
        })
    }
}

fn goods_of_orders(conn: &Connection, orders: &[i64]) -> Result<Vec<BackOrder>> {
    let sql = format!(
        "SELECT o.id, o.id, o.order_no, '', s.code, s.name, s.props, CAST(sum(l.qty * p.qty) AS BIGINT)
         FROM orders o LEFT JOIN order_line l ON l.order_id = o.id AND l.qty > 0
         LEFT JOIN {PARTS} p ON p.listing_id = l.listing_id LEFT JOIN sku s ON s.id = p.sku_id
         WHERE o.id IN {LIST} GROUP BY ALL ORDER BY o.id, s.code"
    );
    goods(conn, &sql, &joined(orders.iter().copied()))
}

/// Rows of one key after another, put together.
fn goods(conn: &Connection, sql: &str, ids: &str) -> Result<Vec<BackOrder>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = rows(conn, DOING, sql, &[&ids], |row| {
        let order =
            BackOrder { order_id: row.get(1)?, order_no: text(row, 2)?, refund_no: text(row, 3)?, goods: Vec::new() };
        let code = text(row, 4)?;
        let qty = row.get::<_, Option<i64>>(7)?.unwrap_or(0);
        let goods = BackGoods { code, name: text(row, 5)?, props: text(row, 6)?, qty };
        Ok((row.get::<_, i64>(0)?, order, goods))
    })?;
    let mut out: Vec<(i64, BackOrder)> = Vec::new();
    for (key, order, goods) in found {
        if out.last().is_none_or(|(last, _)| *last != key) {
            out.push((key, order));
        }
        if let Some((_, order)) = out.last_mut().filter(|_| !goods.code.is_empty()) {
            order.goods.push(goods);
        }
    }
    Ok(out.into_iter().map(|(_, order)| order).collect())
}

/// Platform, order number and refund number of everything that has come back.
fn back_already(conn: &Connection) -> Result<HashSet<(u8, String, String)>> {
    let sql = "SELECT DISTINCT platform, order_no, refund_no FROM goods_back
               WHERE step_id IN (SELECT id FROM order_step WHERE undone_by = 0)";
    Ok(rows(conn, DOING, sql, &[], |row| Ok((row.get(0)?, text(row, 1)?, text(row, 2)?)))?.into_iter().collect())
}

/// Codes of which people keep stock: of others nobody knows how many there are, so that nothing is posted for them.
fn kept(conn: &Connection) -> Result<HashSet<String>> {
    let sql = "SELECT DISTINCT sku_code FROM movement";
    Ok(rows(conn, DOING, sql, &[], |row| row.get(0))?.into_iter().collect())
}

/// What makes no sense in what was found.
fn wrong(one: &GoodsBack, known: Option<&BTreeMap<String, i64>>) -> Option<Said> {
    let mut all = 0;
    for line in &one.lines {
        let about = |id: &str| Some(sentence(id).with("code", &line.code));
        let pieces = [line.good, line.defective, line.missing];
        if pieces.iter().any(|qty| *qty < 0) {
            return about("negative");
        }
        let pieces: i64 = pieces.iter().sum();
        let Some(sent) = known.and_then(|known| known.get(&line.code)) else { return about("not_in_order") };
        if pieces > *sent {
            return Some(sentence("more_than_sent").with("code", &line.code).with("sent", sent).with("found", pieces));
        }
        all += pieces;
    }
    (all == 0).then(|| sentence("nothing_back"))
}

fn piece(code: &str, place: Place, qty: i64) -> EntryLine {
    EntryLine {
        code: code.to_owned(),
        warehouse: MAIN_WAREHOUSE,
        place,
        qty,
        unit_cost: None,
        note: String::new(),
        lot: None,
    }
}

/// Posts what came back; 0 when nothing of it is kept in stock.
fn receive(tx: &Tx<'_>, actor: &str, one: &GoodsBack, kept: &HashSet<String>) -> Result<Result<i64, Said>> {
    let lines: Vec<EntryLine> = one
        .lines
        .iter()
        .filter(|line| kept.contains(&line.code))
        .flat_map(|line| {
            [(Place::Good, line.good), (Place::Defective, line.defective)].map(|(place, qty)| (line, place, qty))
        })
        .filter(|(_, _, qty)| *qty > 0)
        .map(|(line, place, qty)| piece(&line.code, place, qty))
        .collect();
    if lines.is_empty() {
        return Ok(Ok(0));
    }
    let reason =
        [one.refund_no.as_str(), one.note.trim()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    let moved_at = one.at.unwrap_or(tx.now);
    let entry = Entry { kind: MovementKind::Return, moved_at, reason: reason.join(" · "), lines };
    match post(tx, actor, &entry) {
        Ok(posted) => Ok(Ok(posted.document_id)),
        Err(error @ StoreError::StockRefused { .. }) => Ok(Err(error.said())),
        Err(error) => Err(error),
    }
}

/// The step names the document that it posted.
fn point(tx: &Tx<'_>, step_id: i64, document: i64) -> Result<()> {
    if document != 0 {
        tx.conn
            .execute("UPDATE order_step SET document_id = ? WHERE id = ?", params![document, step_id])
            .doing(DOING)?;
    }
    Ok(())
}
