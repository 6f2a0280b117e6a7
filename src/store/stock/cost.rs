//! What pieces cost on average (移动平均成本), worked out from the receipts of the ledger and stored nowhere.

use std::collections::HashMap;

use chrono::NaiveDateTime;

use crate::domain::costing::{Average, CostStep, Receipt, history};
use crate::domain::money::Money;
use crate::domain::stock::{MovementKind, Place};
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::{Where, fen, money, text};
use crate::store::read::Reader;

const DOING: &str = "averaging costs";

impl Store {
    /// How the average cost of a SKU came about, oldest first.
    pub fn cost_history(&self, sku: i64) -> Result<Vec<CostStep>> {
        let steps = steps(&self.reader()?, None, Some(&[sku]))?;
        Ok(steps.into_values().next().unwrap_or_default())
    }
}

/// The averages of SKUs by code, as of a moment; those without a receipt that tells its price are left out.
pub(super) fn averages(reader: &Reader, end: NaiveDateTime, ids: Option<&[i64]>) -> Result<HashMap<String, Average>> {
    let steps = steps(reader, Some(end), ids)?;
    Ok(steps.into_iter().filter_map(|(code, steps)| Some((code, steps.last()?.to))).collect())
}

/// Codes of the places that lie in the house.
fn in_house() -> String {
    let codes: Vec<String> =
        Place::ALL.iter().filter(|place| place.in_house()).map(|place| place.code().to_string()).collect();
    codes.join(", ")
}

fn steps(reader: &Reader, end: Option<NaiveDateTime>, ids: Option<&[i64]>) -> Result<HashMap<String, Vec<CostStep>>> {
    let mut wanted = Where::default();
    wanted.and(&format!("m.place IN ({})", in_house()), []);
    if let Some(ids) = ids {
        wanted.one_of("s.id", ids.iter().copied());
    }
    if let Some(end) = end {
        wanted.and(&format!("m.moved_at < TIMESTAMP '{end}'"), []);
    }
    // What a document brought and another took back has never been there.
    let sql = format!(
        "SELECT code, {base}, moved_at, document, before, qty, {price} FROM (
             SELECT s.code, coalesce((SELECT arg_min(c.cost, c.valid_from) FROM sku_cost c WHERE c.sku_id = s.id), s.cost) AS base,
                 m.id, m.kind, m.moved_at, d.number AS document, m.qty, m.unit_cost,
                 CAST(sum(m.qty) OVER (PARTITION BY m.sku_code ORDER BY m.moved_at, m.id) - m.qty AS BIGINT) AS before,
                 d.reverses <> 0 OR d.id IN (SELECT reverses FROM stock_document) AS undone
             FROM movement m JOIN sku s ON s.code = m.sku_code LEFT JOIN stock_document d ON d.id = m.document_id
             {wanted})
         WHERE kind IN ({receipt}, {assembly}) AND qty > 0 AND NOT coalesce(undone, false) ORDER BY code, moved_at, id",
        base = fen("base"),
        price = fen("unit_cost"),
        wanted = wanted.sql(),
        receipt = MovementKind::Receipt.code(),
        assembly = MovementKind::Assembly.code(),
    );
    let rows = reader.rows(DOING, &sql, &wanted.params(), |row| {
        let receipt = Receipt {
            at: row.get(2)?,
            document: text(row, 3)?,
            before: row.get(4)?,
            qty: row.get(5)?,
            price: money(row.get(6)?),
        };
        Ok((row.get::<_, String>(0)?, money(row.get(1)?), receipt))
    })?;
    let mut by_code: HashMap<String, (Option<Money>, Vec<Receipt>)> = HashMap::new();
    for (code, base, receipt) in rows {
        by_code.entry(code).or_insert_with(|| (base, Vec::new())).1.push(receipt);
    }
    Ok(by_code.into_iter().map(|(code, (base, receipts))| (code, history(base, receipts))).collect())
}
