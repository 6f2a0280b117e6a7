//! What people did with one order (处理记录): printed, checked, packed otherwise, changed, and the tickets about it.

use chrono::NaiveDateTime;

use super::error::Result;
use super::manual::{TOLD, by_hand};
use super::orders::text;
use super::packing::CHANGES;
use super::read::Reader;
use super::rows::OrderDetail;
use super::tickets::{TicketRow, of_order};
use crate::domain::order::OrderStatus;
use crate::domain::packing::PrintKind;
use crate::domain::privacy::{mask_address, mask_name, mask_phone};

const DOING: &str = "reading what was done with an order";

/// Something a person did with an order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CareKind {
    Made,
    Printed(PrintKind),
    /// Every piece of its box was scanned.
    Checked {
        pieces: i64,
    },
    /// Shares a box with others, or some pieces have a box of their own.
    Merged,
    Split {
        pieces: i64,
    },
    /// Locale keys of what was changed; none when the platform's word holds again.
    Changed(Vec<&'static str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CareEvent {
    pub at: NaiveDateTime,
    pub actor: String,
    pub what: CareKind,
}

/// A box that was planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedBox {
    pub id: i64,
    /// The other orders in it: id and number.
    pub with: Vec<(i64, String)>,
    /// Pieces put aside, for a box of its own.
    pub pieces: i64,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct OrderCare {
    /// Oldest first.
    pub events: Vec<CareEvent>,
    pub tickets: Vec<TicketRow>,
    pub boxes: Vec<PlannedBox>,
    /// Other orders that wait for the same receiver and could share its box: id and number.
    pub mates: Vec<(i64, String)>,
    /// Receiver, phone or address are the owner's word, not the platform's.
    pub readdressed: bool,
    pub remarked: bool,
    /// The platform has told another receiver since then.
    pub conflict: bool,
    /// Made by hand.
    pub manual: bool,
}

/// Reads what people did, and puts the owner's word in the place of the platform's, masked.
pub(super) fn apply(reader: &Reader, detail: &mut OrderDetail) -> Result<()> {
    let (platform, order_no) = (detail.order.platform, detail.order.order_no.clone());
    let code = platform.code();
    let key: [&dyn duckdb::ToSql; 2] = [&code, &order_no];
    let mut care = OrderCare {
        tickets: of_order(reader, platform, &order_no)?,
        manual: by_hand(reader, platform, &order_no)?,
        ..OrderCare::default()
    };
    let sql = "SELECT updated_at, actor, kind, CAST(NULL AS BIGINT), 1 FROM order_print WHERE platform = $1 AND order_no = $2
        UNION ALL SELECT updated_at, actor, 0, pieces, 2 FROM order_check WHERE platform = $1 AND order_no = $2
        UNION ALL SELECT updated_at, actor, 0, NULL, 3 FROM manual_order WHERE platform = $1 AND order_no = $2
        UNION ALL SELECT min(updated_at), min(actor), 0, CAST(sum(qty) AS BIGINT), CASE WHEN min(line_no) = '' THEN 4 ELSE 5 END
            FROM packing_box WHERE platform = $1 AND order_no = $2 GROUP BY id
        ORDER BY 1";
    care.events = reader.rows(DOING, sql, &key, |row| {
        let pieces = row.get::<_, Option<i64>>(3)?.unwrap_or_default();
        let what = match row.get::<_, i64>(4)? {
            1 => CareKind::Printed(PrintKind::from_code(row.get(2)?).unwrap_or(PrintKind::PackingSlip)),
            2 => CareKind::Checked { pieces },
            3 => CareKind::Made,
            4 => CareKind::Merged,
            _ => CareKind::Split { pieces },
        };
        Ok(CareEvent { at: row.get(0)?, actor: text(row, 1)?, what })
    })?;
    let sql =
        "SELECT updated_at, actor, receiver IS NOT NULL, phone IS NOT NULL, address IS NOT NULL, remark IS NOT NULL
               FROM order_change WHERE platform = $1 AND order_no = $2 ORDER BY id";
    care.events.extend(reader.rows(DOING, sql, &key, |row| {
        let parts = ["service.part_receiver", "service.part_phone", "service.part_address", "service.part_remark"];
        let mut named = Vec::new();
        for (at, key) in (2..).zip(parts) {
            if row.get(at)? {
                named.push(key);
            }
        }
        Ok(CareEvent { at: row.get(0)?, actor: text(row, 1)?, what: CareKind::Changed(named) })
    })?);
    care.events.sort_by_key(|event| event.at);
    care.boxes = boxes(reader, &key)?;
    if matches!(detail.order.status, Some(OrderStatus::Paid | OrderStatus::PartShipped)) {
        care.mates = mates(reader, detail.order.id)?;
    }
    let sql = format!(
        "SELECT x.receiver, x.phone, x.address, x.remark, x.told <> {TOLD} FROM {CHANGES} x
         JOIN orders o ON o.platform = x.platform AND o.order_no = x.order_no WHERE x.platform = $1 AND x.order_no = $2"
    );
    let word = reader.rows(DOING, &sql, &key, |row| {
        let parts: [Option<String>; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
        Ok((parts, row.get::<_, bool>(4)?))
    })?;
    if let Some(([receiver, phone, address, remark], moved)) = word.into_iter().next() {
        care.readdressed = receiver.is_some() || phone.is_some() || address.is_some();
        care.remarked = remark.is_some();
        care.conflict = care.readdressed && moved;
        if let Some(receiver) = receiver {
            detail.order.receiver = mask_name(&receiver);
        }
        if let Some(phone) = phone {
            detail.phone = mask_phone(&phone);
        }
        if let Some(address) = address {
            detail.address = mask_address(&address);
        }
        if let Some(remark) = remark {
            detail.seller_memo = super::orders::mask_digits(&remark);
        }
    }
    detail.care = care;
    Ok(())
}

/// Orders that wait for the same receiver, at most a handful. Behind a mask it must be the same buyer as well.
fn mates(reader: &Reader, id: i64) -> Result<Vec<(i64, String)>> {
    let waits = [OrderStatus::Paid, OrderStatus::PartShipped].map(|status| status.code().to_string()).join(", ");
    let sql = format!(
        "WITH o AS (SELECT * FROM orders WHERE id = ? AND coalesce(receiver, '') <> '' AND coalesce(address, '') <> '')
         SELECT m.id, m.order_no FROM orders m JOIN o ON m.id <> o.id AND m.receiver = o.receiver AND m.address = o.address
             AND coalesce(m.phone, '') = coalesce(o.phone, '')
         WHERE m.status IN ({waits}) AND (concat(o.receiver, o.phone, o.address) NOT SIMILAR TO '.*([*]|##|[$][$]).*'
             OR (o.customer_id <> 0 AND m.customer_id = o.customer_id))
           AND NOT EXISTS (SELECT 1 FROM packing_box a JOIN packing_box b ON b.id = a.id
               WHERE a.platform = o.platform AND a.order_no = o.order_no AND b.platform = m.platform AND b.order_no = m.order_no)
         ORDER BY m.id DESC LIMIT 20"
    );
    reader.rows(DOING, &sql, &[&id], |row| Ok((row.get(0)?, text(row, 1)?)))
}

fn boxes(reader: &Reader, key: &[&dyn duckdb::ToSql; 2]) -> Result<Vec<PlannedBox>> {
    let sql = "SELECT b.id, coalesce(o.id, 0), b.order_no, b.platform = $1 AND b.order_no = $2, b.qty FROM packing_box b
               LEFT JOIN orders o ON o.platform = b.platform AND o.order_no = b.order_no
               WHERE b.id IN (SELECT id FROM packing_box WHERE platform = $1 AND order_no = $2) ORDER BY b.id, b.order_no";
    let rows = reader.rows(DOING, sql, key, |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, text(row, 2)?, row.get::<_, bool>(3)?, row.get::<_, i64>(4)?))
    })?;
    let mut found: Vec<PlannedBox> = Vec::new();
    for (id, order, order_no, own, qty) in rows {
        if found.last().is_none_or(|last| last.id != id) {
            found.push(PlannedBox { id, with: Vec::new(), pieces: 0 });
        }
        let Some(last) = found.last_mut() else { continue };
        if own {
            last.pieces += qty;
        } else {
            last.with.push((order, order_no));
        }
    }
    Ok(found)
}
