//! What is left of each batch (批次): worked out from the ledger, for the SKUs that have any.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use crate::domain::lots::{Lot, remaining};
use crate::domain::stock::{MovementKind, Place};
use crate::store::error::Result;
use crate::store::orders::{Where, text};
use crate::store::read::Reader;

/// Batches of good pieces by SKU code, as of a moment, in the order in which they leave. Goods under way between warehouses count:
/// they are the shop's own.
pub(super) fn lots(
    reader: &Reader,
    end: NaiveDateTime,
    ids: Option<&[i64]>,
) -> Result<HashMap<String, Vec<(Lot, i64)>>> {
    let mut wanted = Where::default();
    wanted.and(&format!("place = {} AND kind <> {}", Place::Good.code(), MovementKind::Transfer.code()), []);
    wanted.and(&format!("moved_at < TIMESTAMP '{end}'"), []);
    wanted.and("sku_code IN (SELECT sku_code FROM movement WHERE batch IS NOT NULL OR expires IS NOT NULL)", []);
    if let Some(ids) = ids {
        let mut these = Where::default();
        these.one_of("id", ids.iter().copied());
        let sql = format!("sku_code IN (SELECT code FROM sku {})", these.sql());
        wanted.and(&sql, these.into_values());
    }
    let sql = format!(
        "SELECT sku_code, qty, batch IS NOT NULL OR expires IS NOT NULL, batch, expires FROM movement {} ORDER BY sku_code, moved_at, id",
        wanted.sql()
    );
    let rows = reader.rows("reading batches", &sql, &wanted.params(), |row| {
        let lot = if row.get(2)? { Some(Lot { batch: text(row, 3)?, expires: row.get(4)? }) } else { None };
        Ok((row.get::<_, String>(0)?, (row.get::<_, i64>(1)?, lot)))
    })?;
    let mut changes: HashMap<String, Vec<(i64, Option<Lot>)>> = HashMap::new();
    for (code, change) in rows {
        changes.entry(code).or_default().push(change);
    }
    Ok(changes.into_iter().map(|(code, changes)| (code, remaining(changes))).collect())
}
