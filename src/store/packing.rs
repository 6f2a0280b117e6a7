//! What packing asks the shop file (打包): the goods of chosen orders box by box, what was printed and checked, which orders share a box.

use std::collections::HashMap;

use chrono::NaiveDateTime;
use duckdb::params;

use super::Store;
use super::error::{Doing, Result, StoreError};
use super::flow::{Refused, mark_printed, unfit};
use super::orders::{LIST, in_order, joined, platform, province, status, text};
use super::parts::PARTS;
use super::read::{Reader, rows};
use super::write::{Deed, Tx};
use crate::domain::order::OrderStatus;
use crate::domain::packing::{self, MergeRefusal, PackBox, PackLine, PackOrder, Planned, PrintKind, SplitRefusal};
use crate::domain::platform::Platform;
use crate::domain::privacy::{mask_address, mask_name, mask_phone};
use crate::locale::Said;

const DOING: &str = "reading what is to be packed";

/// What was printed, and what was kept from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Printed {
    pub boxes: Vec<PackBox>,
    /// One of each box that was left out.
    pub kept: Vec<Refused>,
}

/// The newest word of the owner on each of these orders.
pub(super) const CHANGES: &str =
    "(SELECT * FROM order_change QUALIFY row_number() OVER (PARTITION BY platform, order_no ORDER BY id DESC) = 1)";

impl Store {
    /// What of these orders goes into which box, in the order of the ids; an order that shares its box brings the others along.
    /// Receivers are masked.
    pub fn boxes(&self, ids: &[i64]) -> Result<Vec<PackBox>> {
        let mut boxes = boxes(&self.reader()?, ids)?;
        for order in boxes.iter_mut().flat_map(|one| &mut one.orders) {
            mask(order);
        }
        Ok(boxes)
    }

    /// Notes that these orders are printed and gives their boxes. A label ([`PrintKind::Label`]) has the receiver in clear; the audit
    /// knows who printed it. Boxes with an order that waits for a reason or whose money goes back are left out, each with why; what goes
    /// on the parcel brings its orders on their way ([`crate::domain::flow::Step::Print`]).
    pub fn print(&self, actor: &str, kind: PrintKind, ids: &[i64]) -> Result<Printed> {
        let reader = self.reader()?;
        let found = boxes(&reader, ids)?;
        let all: Vec<i64> = found.iter().flat_map(|one| &one.orders).map(|order| order.id).collect();
        let unfit = unfit(&reader.conn, &all)?;
        drop(reader);
        let mut out = Printed::default();
        for one in found {
            let why = one.orders.iter().find_map(|order| Some((order.order_no.clone(), unfit.get(&order.id)?.clone())));
            match why {
                Some((order_no, why)) => out.kept.push(Refused { nth: out.kept.len(), order_no, why }),
                None => out.boxes.push(one),
            }
        }
        if out.boxes.is_empty() {
            return Ok(out);
        }
        let what = match kind {
            PrintKind::PickList => "print_pick_list",
            PrintKind::PackingSlip => "print_packing_slip",
            PrintKind::Label => "print_label",
        };
        let orders: Vec<i64> = out.boxes.iter().flat_map(|one| &one.orders).map(|order| order.id).collect();
        let subject = match out.boxes.as_slice() {
            [one] => one.orders.first().map(|order| order.order_no.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        let deed = Deed { what, subject: &subject, detail: orders.len().to_string() };
        self.write(actor, &deed, |tx| {
            let sql = format!(
                "INSERT INTO order_print SELECT DISTINCT platform, order_no, {}, ?, ? FROM orders WHERE id IN {LIST}",
                kind.code()
            );
            tx.conn
                .execute(&sql, params![actor, tx.now, joined(orders.iter().copied())])
                .doing("noting what was printed")?;
            if kind == PrintKind::PickList { Ok(()) } else { mark_printed(tx, actor, &orders) }
        })?;
        if kind != PrintKind::Label {
            for order in out.boxes.iter_mut().flat_map(|one| &mut one.orders) {
                mask(order);
            }
        }
        Ok(out)
    }

    /// Why these orders should not leave the house, the first of them that should not.
    pub fn unfit_to_pack(&self, ids: &[i64]) -> Result<Option<Said>> {
        let mut unfit = unfit(&self.reader()?.conn, ids)?;
        Ok(ids.iter().find_map(|id| unfit.remove(id)))
    }

    /// The boxes behind a scanned order number or parcel number; empty when there is no such order.
    pub fn boxes_of_number(&self, number: &str) -> Result<Vec<PackBox>> {
        let number = number.trim();
        if number.is_empty() {
            return Ok(Vec::new());
        }
        let sql = "SELECT DISTINCT id FROM (
                       SELECT id FROM orders WHERE order_no = ? OR tracking_no = ?
                       UNION ALL SELECT order_id FROM order_line WHERE tracking_no = ?
                       UNION ALL SELECT order_id FROM parcel WHERE tracking_no = ? AND order_id <> 0)
                   ORDER BY id LIMIT 20";
        let ids = self.reader()?.rows(DOING, sql, &[&number, &number, &number, &number], |row| row.get(0))?;
        self.boxes(&ids)
    }

    /// When and by whom one of these orders was last checked.
    pub fn last_check(&self, orders: &[(Platform, String)]) -> Result<Option<(NaiveDateTime, String)>> {
        let reader = self.reader()?;
        let mut last = None;
        for (platform, order_no) in orders {
            let sql = "SELECT updated_at, actor FROM order_check WHERE platform = ? AND order_no = ? ORDER BY updated_at DESC LIMIT 1";
            let found = reader.rows(DOING, sql, &[&platform.code(), order_no], |row| {
                Ok((row.get::<_, NaiveDateTime>(0)?, text(row, 1)?))
            })?;
            last = last.max(found.into_iter().next());
        }
        Ok(last)
    }

    /// Notes that a box was scanned and found complete.
    pub fn checked(&self, actor: &str, orders: &[(Platform, String)], pieces: i64) -> Result<()> {
        let subject = orders.iter().map(|(_, no)| no.as_str()).collect::<Vec<_>>().join(", ");
        let deed = Deed { what: "check_box", subject: &subject, detail: pieces.to_string() };
        self.write(actor, &deed, |tx| {
            for (platform, order_no) in orders {
                tx.conn
                    .execute(
                        "INSERT INTO order_check VALUES (?, ?, ?, ?, ?)",
                        params![platform.code(), order_no, pieces, actor, tx.now],
                    )
                    .doing("noting a checked box")?;
            }
            Ok(())
        })
    }

    /// Lets these orders share a box (合单). What they shared with others or had been split into is undone. Gives the box.
    ///
    /// # Errors
    /// [`StoreError::MergeRefused`] says which order cannot.
    pub fn merge_orders(&self, actor: &str, ids: &[i64]) -> Result<i64> {
        let orders = orders(&self.reader()?, ids)?;
        packing::may_merge(&orders).map_err(StoreError::MergeRefused)?;
        let subject = orders.iter().map(|order| order.order_no.as_str()).collect::<Vec<_>>().join(", ");
        let deed = Deed { what: "merge_orders", subject: &subject, detail: String::new() };
        self.write(actor, &deed, |tx| {
            release(tx, &orders)?;
            let id = tx.take_numbers("packing_box", 1)?;
            for order in &orders {
                plan(tx, id, order, "", 0, actor)?;
            }
            Ok(id)
        })
    }

    /// Puts some of an order's goods into a box of their own (拆单): line number and how many of what was ordered. Gives the box.
    ///
    /// # Errors
    /// [`StoreError::SplitRefused`]
    pub fn split_order(&self, actor: &str, id: i64, aside: &[(String, i64)]) -> Result<i64> {
        let reader = self.reader()?;
        let order = orders(&reader, &[id])?.pop().ok_or(StoreError::Gone { what: "order", id })?;
        let known = plans(&reader, &[id])?;
        drop(reader);
        let mut ordered: Vec<(&str, i64)> = Vec::new();
        for line in &order.lines {
            if ordered.iter().all(|(no, _)| *no != line.line_no) {
                let elsewhere: i64 = known.iter().filter(|p| p.line_no == line.line_no).map(|p| p.qty).sum();
                ordered.push((&line.line_no, line.ordered - elsewhere));
            }
        }
        let part = |no: &str| aside.iter().filter(|(line, _)| line == no).map(|(_, qty)| *qty).sum::<i64>();
        let quantities: Vec<i64> = ordered.iter().map(|(_, qty)| *qty).collect();
        let wanted: Vec<i64> = ordered.iter().map(|(no, _)| part(no)).collect();
        packing::may_split(order.waits(), &quantities, &wanted).map_err(StoreError::SplitRefused)?;
        let detail = wanted.iter().sum::<i64>().to_string();
        let deed = Deed { what: "split_order", subject: &order.order_no, detail };
        self.write(actor, &deed, |tx| {
            // An order in a shared box cannot lie in others as well.
            if known.iter().any(|p| p.line_no.is_empty()) {
                release(tx, std::slice::from_ref(&order))?;
            }
            let id = tx.take_numbers("packing_box", 1)?;
            for ((no, _), qty) in ordered.iter().zip(&wanted).filter(|(_, qty)| **qty > 0) {
                plan(tx, id, &order, no, *qty, actor)?;
            }
            Ok(id)
        })
    }

    /// Takes back a planned box: its orders are packed on their own again, its goods go back into the first box.
    pub fn unplan_box(&self, actor: &str, box_id: i64) -> Result<()> {
        let deed = Deed { what: "unplan_box", subject: "", detail: box_id.to_string() };
        self.write(actor, &deed, |tx| {
            let gone = tx.conn.execute("DELETE FROM packing_box WHERE id = ?", [box_id]).doing("taking back a box")?;
            if gone == 0 { Err(StoreError::Gone { what: "box", id: box_id }) } else { Ok(()) }
        })
    }
}

/// Takes orders out of whatever boxes were planned for them; a shared box with one order left is none.
fn release(tx: &Tx<'_>, orders: &[PackOrder]) -> Result<()> {
    let doing = "planning boxes";
    for order in orders {
        tx.conn
            .execute(
                "DELETE FROM packing_box WHERE platform = ? AND order_no = ?",
                params![order.platform.code(), order.order_no],
            )
            .doing(doing)?;
    }
    tx.conn
        .execute_batch(
            "DELETE FROM packing_box WHERE line_no = '' AND id IN
             (SELECT id FROM packing_box WHERE line_no = '' GROUP BY id HAVING count(*) = 1)",
        )
        .doing(doing)
}

fn plan(tx: &Tx<'_>, id: i64, order: &PackOrder, line_no: &str, qty: i64, actor: &str) -> Result<()> {
    tx.conn
        .execute(
            "INSERT INTO packing_box VALUES (?, ?, ?, ?, ?, ?, ?)",
            params![id, order.platform.code(), order.order_no, line_no, qty, actor, tx.now],
        )
        .doing("planning boxes")?;
    Ok(())
}

fn mask(order: &mut PackOrder) {
    order.receiver = mask_name(&order.receiver);
    order.phone = mask_phone(&order.phone);
    order.address = mask_address(&order.address);
}

fn boxes(reader: &Reader, ids: &[i64]) -> Result<Vec<PackBox>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mates = reader.rows(
        DOING,
        &format!(
            "SELECT DISTINCT m.id FROM orders o JOIN packing_box a ON a.platform = o.platform AND a.order_no = o.order_no AND a.line_no = ''
             JOIN packing_box b ON b.id = a.id AND b.line_no = '' JOIN orders m ON m.platform = b.platform AND m.order_no = b.order_no
             WHERE o.id IN {LIST} ORDER BY m.id"
        ),
        &[&joined(ids.iter().copied())],
        |row| row.get::<_, i64>(0),
    )?;
    let mut all = ids.to_vec();
    let asked: std::collections::HashSet<i64> = ids.iter().copied().collect();
    all.extend(mates.into_iter().filter(|id| !asked.contains(id)));
    let plan = plans(reader, &all)?;
    Ok(packing::boxes(orders(reader, &all)?, &plan))
}

fn plans(reader: &Reader, ids: &[i64]) -> Result<Vec<Planned>> {
    let sql = format!(
        "SELECT b.id, b.platform, b.order_no, b.line_no, b.qty FROM packing_box b
         JOIN orders o ON o.platform = b.platform AND o.order_no = b.order_no WHERE o.id IN {LIST} ORDER BY b.id, b.order_no, b.line_no"
    );
    reader.rows(DOING, &sql, &[&joined(ids.iter().copied())], |row| {
        Ok(Planned {
            box_id: row.get(0)?,
            platform: platform(row, 1)?,
            order_no: text(row, 2)?,
            line_no: text(row, 3)?,
            qty: row.get(4)?,
        })
    })
}

/// Orders with their lines, in the order of the ids, in clear.
pub(super) fn orders(reader: &Reader, ids: &[i64]) -> Result<Vec<PackOrder>> {
    let list = joined(ids.iter().copied());
    let sql = format!(
        "WITH o AS MATERIALIZED (SELECT * FROM orders WHERE id IN {LIST}),
              p AS (SELECT p.order_id, min(p.tracking_no) AS tracking_no, arg_min(k.name, p.tracking_no) AS courier FROM parcel p
                    LEFT JOIN courier k ON k.id = p.courier_id WHERE p.order_id IN (SELECT id FROM o) GROUP BY p.order_id)
         SELECT o.id, o.platform, o.order_no, h.name, o.status, coalesce(o.paid_at, o.created_at), o.customer_id,
             coalesce(x.receiver, o.receiver), coalesce(x.phone, o.phone), coalesce(x.address, o.address), x.address,
             o.province, o.city, o.buyer_message, coalesce(x.remark, o.seller_memo),
             coalesce(k.name, p.courier, a.courier), coalesce(nullif(o.tracking_no, ''), p.tracking_no)
         FROM o LEFT JOIN shop h ON h.id = o.shop_id LEFT JOIN courier k ON k.id = o.courier_id LEFT JOIN p ON p.order_id = o.id
         LEFT JOIN assignment a ON a.platform = o.platform AND a.order_no = o.order_no
         LEFT JOIN {CHANGES} x ON x.platform = o.platform AND x.order_no = o.order_no"
    );
    let found = reader.rows(DOING, &sql, &[&list], |row| {
        let moved = text(row, 10)?;
        let region = if moved.is_empty() {
            let province = province(row, 11)?.map_or("", |province| province.chinese());
            [province, text(row, 12)?.as_str()].join(" ").trim().to_owned()
        } else {
            mask_address(&moved)
        };
        Ok(PackOrder {
            id: row.get(0)?,
            platform: platform(row, 1)?,
            order_no: text(row, 2)?,
            shop: text(row, 3)?,
            status: status(row.get(4)?),
            paid_at: row.get(5)?,
            customer_id: row.get(6)?,
            receiver: text(row, 7)?,
            phone: text(row, 8)?,
            address: text(row, 9)?,
            region,
            buyer_message: text(row, 13)?,
            remark: text(row, 14)?,
            courier: text(row, 15)?,
            tracking_no: text(row, 16)?,
            lines: Vec::new(),
        })
    })?;
    let mut lines = lines(reader, &list)?;
    let mut found = in_order(found, ids, |order| order.id);
    for order in &mut found {
        order.lines = lines.remove(&order.id).unwrap_or_default();
    }
    Ok(found)
}

/// The lines that are still to be had, by order: what was refunded or closed is not packed.
fn lines(reader: &Reader, ids: &str) -> Result<HashMap<i64, Vec<PackLine>>> {
    let closed = [OrderStatus::ClosedUnpaid, OrderStatus::ClosedRefunded].map(|s| s.code().to_string()).join(", ");
    let sql = format!(
        "WITH l AS MATERIALIZED (SELECT * FROM order_line WHERE order_id IN {LIST} AND coalesce(status, 0) NOT IN ({closed})),
              p AS (SELECT * FROM {PARTS} WHERE listing_id IN (SELECT listing_id FROM l))
         SELECT l.order_id, l.line_no, coalesce(s.code, l.sku_code), s.barcode, coalesce(nullif(s.name, ''), l.title, o.title),
             coalesce(nullif(s.props, ''), l.props), coalesce(l.qty, o.items, 1), coalesce(p.qty, 1), l.gift, l.tracking_no
         FROM l JOIN orders o ON o.id = l.order_id LEFT JOIN p ON p.listing_id = l.listing_id LEFT JOIN sku s ON s.id = p.sku_id
         ORDER BY l.order_id, l.line_no, l.id, p.place"
    );
    let found = reader.rows(DOING, &sql, &[&ids], |row| {
        let line = PackLine {
            line_no: text(row, 1)?,
            code: text(row, 2)?,
            barcode: text(row, 3)?,
            name: text(row, 4)?,
            props: text(row, 5)?,
            ordered: row.get(6)?,
            each: row.get(7)?,
            gift: row.get(8)?,
            tracking_no: text(row, 9)?,
        };
        Ok((row.get::<_, i64>(0)?, line))
    })?;
    let mut by_order: HashMap<i64, Vec<PackLine>> = HashMap::new();
    for (order, line) in found {
        by_order.entry(order).or_default().push(line);
    }
    Ok(by_order)
}

/// The sentence for why orders cannot share a box.
pub(super) fn merge_said(refusal: &MergeRefusal) -> crate::locale::Said {
    use crate::locale::Said;
    match refusal {
        MergeRefusal::Alone => Said::new("store.merge_alone"),
        MergeRefusal::NotWaiting { order_no } => Said::new("store.merge_not_waiting").with("order", order_no),
        MergeRefusal::OtherReceiver { order_no } => Said::new("store.merge_other_receiver").with("order", order_no),
    }
}

/// The sentence for why an order cannot be split.
pub(super) fn split_said(refusal: SplitRefusal) -> crate::locale::Said {
    use crate::locale::Said;
    match refusal {
        SplitRefusal::NotWaiting => Said::new("store.split_not_waiting"),
        SplitRefusal::Nothing => Said::new("store.split_nothing"),
        SplitRefusal::Everything => Said::new("store.split_everything"),
        SplitRefusal::Wrong { line } => Said::new("store.split_wrong").with("line", line + 1),
    }
}

/// Rows of a query inside a write.
pub(super) fn of_tx<T>(
    tx: &Tx<'_>,
    sql: &str,
    values: &[&dyn duckdb::ToSql],
    each: impl FnMut(&duckdb::Row<'_>) -> duckdb::Result<T>,
) -> Result<Vec<T>> {
    rows(tx.conn, DOING, sql, values, each)
}
