//! What a SKU cost over time (价格历史): from own orders, from what really came, and from purchases that were imported.

use duckdb::ToSql;

use super::DOING;
use super::rows::{PriceRow, PriceSource};
use crate::domain::money::Money;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::text;

/// `code, at, supplier_id, unit_price, qty, source, number`. Orders that have been received tell their price by the receipt.
const PRICES: &str = "(
    SELECT l.sku_code AS code, p.sent_at AS at, p.supplier_id, l.unit_price, l.qty, 1 AS source, p.number
    FROM purchase_order_line l JOIN purchase_order p ON p.id = l.order_id
    WHERE p.sent_at IS NOT NULL AND p.status <> 7 AND l.unit_price IS NOT NULL AND l.id NOT IN (
        SELECT ml.line_id FROM purchase_move_line ml JOIN purchase_move m ON m.id = ml.move_id WHERE m.kind = 1 AND NOT m.undone)
    UNION ALL
    SELECT ml.sku_code, m.moved_at, p.supplier_id, ml.unit_price, ml.qty, 2, p.number
    FROM purchase_move_line ml JOIN purchase_move m ON m.id = ml.move_id JOIN purchase_order p ON p.id = m.order_id
    WHERE m.kind = 1 AND NOT m.undone
    UNION ALL
    SELECT i.sku_code, coalesce(i.paid_at, i.created_at), i.supplier_id, i.unit_price, i.qty, 3, i.order_no
    FROM purchase_line i WHERE i.unit_price IS NOT NULL AND i.sku_code IS NOT NULL AND coalesce(i.paid_at, i.created_at) IS NOT NULL
        AND coalesce(i.status_raw, '') NOT LIKE '%关闭%')";

impl Store {
    /// What a SKU cost, newest first.
    pub fn price_history(&self, code: &str, at_most: u32) -> Result<Vec<PriceRow>> {
        self.prices("r.code = ?", &[&code, &at_most])
    }

    /// What a supplier asked for, newest first.
    pub(super) fn supplier_prices(&self, id: i64, at_most: u32) -> Result<Vec<PriceRow>> {
        self.prices("r.supplier_id = ?", &[&id, &at_most])
    }

    fn prices(&self, wanted: &str, params: &[&dyn ToSql]) -> Result<Vec<PriceRow>> {
        let sql = format!(
            "SELECT r.code, r.at, u.name, CAST(r.unit_price * 100 AS BIGINT), r.qty, r.source, r.number
             FROM {PRICES} r LEFT JOIN supplier u ON u.id = r.supplier_id WHERE {wanted}
             ORDER BY r.at DESC, r.number DESC, r.code LIMIT ?"
        );
        self.reader()?.rows(DOING, &sql, params, |row| {
            Ok(PriceRow {
                code: row.get(0)?,
                at: row.get(1)?,
                supplier: text(row, 2)?,
                unit_price: Money::from_fen(row.get(3)?),
                qty: row.get(4)?,
                source: match row.get::<_, i32>(5)? {
                    1 => PriceSource::Ordered,
                    2 => PriceSource::Received,
                    _ => PriceSource::Imported,
                },
                number: text(row, 6)?,
            })
        })
    }
}
