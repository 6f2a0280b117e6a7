//! What stands behind each SKU (供货): who supplies it, how long that takes, in which packs, at which price, and what is ordered.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::suppliers::took;
use super::{DOING, MOVED, PurchaseQuery};
use crate::domain::money::Money;
use crate::domain::purchase::LeadTime;
use crate::domain::replenish::Sharing;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::{money, text};

/// How a SKU is supplied. What nobody knows stays `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct SkuSupply {
    pub supplier_id: i64,
    pub supplier: String,
    /// Days from sending an order to its first receipt: of the supplier's own receipts, before the first as it promises.
    pub lead_days_mean: Option<f64>,
    /// Sample standard deviation in days, from the second receipt on.
    pub lead_days_spread: Option<f64>,
    /// Orders behind mean and spread; 0 when the mean is what the supplier promises.
    pub receipts: u32,
    /// Pieces come in multiples of it.
    pub pack: Option<i64>,
    /// The fewest pieces of the SKU.
    pub moq: Option<i64>,
    /// As agreed on, else what a piece costs by the product sheet.
    pub price: Option<Money>,
    /// What an order costs besides its goods.
    pub order_cost: Option<Money>,
    /// Among how many SKUs it is shared, by the supplier's own orders.
    pub sharing: Sharing,
    /// Days in which it can be sold once it has come, and the last day on which it sells.
    pub shelf_days: Option<u32>,
    pub season_end: Option<NaiveDate>,
}

/// An own SKU to choose from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SkuChoice {
    pub sku_id: i64,
    pub code: String,
    pub barcode: String,
    pub name: String,
    pub props: String,
    /// By the product sheet; 0 = none
    pub supplier_id: i64,
    pub cost: Option<Money>,
    /// What it sells for by the product sheet.
    pub price: Option<Money>,
}

impl Store {
    /// Every own SKU, by code: what an order can be made of.
    pub fn sku_choices(&self) -> Result<Vec<SkuChoice>> {
        let sql = "SELECT id, code, name, props, supplier_id, CAST(cost * 100 AS BIGINT), barcode, CAST(price * 100 AS BIGINT)
                   FROM sku ORDER BY code";
        self.reader()?.rows(DOING, sql, &[], |row| {
            Ok(SkuChoice {
                sku_id: row.get(0)?,
                code: row.get(1)?,
                name: text(row, 2)?,
                props: text(row, 3)?,
                supplier_id: row.get(4)?,
                cost: money(row.get(5)?),
                barcode: text(row, 6)?,
                price: money(row.get(7)?),
            })
        })
    }

    /// By SKU code: the supplier of the product sheet, else the only one that has terms for the SKU; its terms, unless the SKU has
    /// its own. SKUs without a supplier are left out.
    pub fn supply_terms(&self) -> Result<HashMap<String, SkuSupply>> {
        let mut days: HashMap<i64, Vec<f64>> = HashMap::new();
        let mut shared: HashMap<i64, (i64, i64)> = HashMap::new();
        for order in self.purchases(&PurchaseQuery::default())? {
            if order.sent_at.is_some() {
                let (lines, orders) = shared.entry(order.supplier_id).or_default();
                (*lines, *orders) = (*lines + order.skus, *orders + 1);
            }
            if let Some(took) = took(&order) {
                days.entry(order.supplier_id).or_default().push(took);
            }
        }
        let lead: HashMap<i64, LeadTime> =
            days.into_iter().filter_map(|(id, days)| Some((id, LeadTime::of(&days)?))).collect();
        let sql = "WITH own AS (
                 SELECT s.code, s.cost, CASE WHEN s.supplier_id <> 0 THEN s.supplier_id ELSE o.supplier_id END AS supplier_id
                 FROM sku s LEFT JOIN (SELECT sku_code, max(supplier_id) AS supplier_id FROM supplier_sku GROUP BY sku_code
                     HAVING count(*) = 1) o ON o.sku_code = s.code)
             SELECT n.code, u.id, u.name, coalesce(k.pack, t.pack), coalesce(k.moq, t.moq_pieces),
                 CAST(coalesce(k.price, n.cost) * 100 AS BIGINT), CAST(t.order_cost * 100 AS BIGINT), t.lead_days, k.shelf_days,
                 k.season_end
             FROM own n JOIN supplier u ON u.id = n.supplier_id LEFT JOIN supplier_terms t ON t.supplier_id = u.id
             LEFT JOIN supplier_sku k ON k.supplier_id = u.id AND k.sku_code = n.code";
        let found = self.reader()?.rows(DOING, sql, &[], |row| {
            let supplier_id: i64 = row.get(1)?;
            let own = lead.get(&supplier_id);
            let promised: Option<i64> = row.get(7)?;
            let supply = SkuSupply {
                supplier_id,
                supplier: text(row, 2)?,
                lead_days_mean: own.map(|lead| lead.mean).or(promised.map(|days| days as f64)),
                lead_days_spread: own.and_then(|lead| lead.spread),
                receipts: own.map_or(0, |lead| lead.receipts),
                pack: row.get(3)?,
                moq: row.get(4)?,
                price: money(row.get(5)?),
                order_cost: money(row.get(6)?),
                sharing: shared
                    .get(&supplier_id)
                    .map_or(Sharing::ALONE, |(lines, orders)| Sharing::new(*lines, *orders)),
                shelf_days: row.get::<_, Option<i64>>(8)?.and_then(|days| u32::try_from(days).ok()),
                season_end: row.get(9)?,
            };
            Ok((row.get(0)?, supply))
        })?;
        Ok(found.into_iter().collect())
    }

    /// By SKU code: pieces ordered and not received, of orders that are confirmed, sent or partly received. Drafts do not count.
    pub fn on_order(&self) -> Result<HashMap<String, i64>> {
        let sql = format!(
            "SELECT l.sku_code, CAST(sum(greatest(l.qty - coalesce(v.received, 0), 0)) AS BIGINT) AS open
             FROM purchase_order_line l JOIN purchase_order p ON p.id = l.order_id LEFT JOIN {MOVED} v ON v.line_id = l.id
             WHERE p.status IN (2, 3, 4) GROUP BY l.sku_code HAVING open > 0"
        );
        let found = self.reader()?.rows(DOING, &sql, &[], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(found.into_iter().collect())
    }
}
