//! What a count would change (盘点预览), before anything is posted.

use std::collections::{HashMap, HashSet};

use super::post::{Count, StockProblem};
use crate::domain::money::Money;
use crate::domain::stock::Place;
use crate::store::Store;
use crate::store::error::Result;
use crate::store::orders::{fen, money, text};

/// A SKU of which something else was found than the books say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub code: String,
    pub name: String,
    /// `None`: nobody has counted it before, the books begin with this.
    pub book: Option<i64>,
    pub counted: i64,
    /// What a piece costs.
    pub cost: Option<Money>,
}

impl Difference {
    pub fn pieces(&self) -> i64 {
        self.counted - self.book.unwrap_or(0)
    }

    /// What the difference is worth at cost.
    pub fn value(&self) -> Option<Money> {
        self.cost.map(|cost| Money::from_fen(cost.fen().saturating_mul(self.pieces())))
    }
}

/// A count beside the books.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountPreview {
    /// Lines that cannot be posted, by their place in the count.
    pub problems: Vec<StockProblem>,
    /// The largest first.
    pub differences: Vec<Difference>,
    /// Lines that found what the books say.
    pub same: usize,
}

impl Store {
    /// Compares a count with the books as of its moment.
    pub fn preview_count(&self, count: &Count) -> Result<CountPreview> {
        let reader = self.reader()?;
        let doing = "comparing a count";
        let moment = count.counted_at.to_string();
        let skus: HashMap<String, (String, Option<Money>)> = reader
            .rows(doing, &format!("SELECT code, name, {} FROM sku", fen("cost")), &[], |row| {
                Ok((row.get(0)?, (text(row, 1)?, money(row.get(2)?))))
            })?
            .into_iter()
            .collect();
        let good = i64::from(Place::Good.code());
        let books: HashMap<String, i64> = reader
            .rows(
                doing,
                "SELECT sku_code, CAST(sum(qty) AS BIGINT) FROM movement
                 WHERE warehouse_id = ? AND place = ? AND moved_at <= CAST(? AS TIMESTAMP) GROUP BY sku_code",
                &[&count.warehouse, &good, &moment],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )?
            .into_iter()
            .collect();
        let later: HashSet<String> = reader
            .rows(
                doing,
                "SELECT DISTINCT sku_code FROM movement WHERE warehouse_id = ? AND counted IS NOT NULL
                     AND moved_at > CAST(? AS TIMESTAMP) AND document_id NOT IN (SELECT reverses FROM stock_document)",
                &[&count.warehouse, &moment],
                |row| row.get(0),
            )?
            .into_iter()
            .collect();
        let mut preview = CountPreview::default();
        let mut seen = HashSet::new();
        for (line, (code, counted)) in count.lines.iter().enumerate() {
            let of = || code.clone();
            let Some((name, cost)) = skus.get(code) else {
                preview.problems.push(StockProblem::UnknownSku { line, code: of() });
                continue;
            };
            if *counted < 0 {
                preview.problems.push(StockProblem::Negative { line, code: of(), qty: *counted });
            } else if !seen.insert(code) {
                preview.problems.push(StockProblem::Twice { line, code: of() });
            } else if later.contains(code) {
                preview.problems.push(StockProblem::CountedLater { line, code: of() });
            } else {
                let book = books.get(code).copied();
                if book == Some(*counted) {
                    preview.same += 1;
                } else {
                    let (name, cost) = (name.clone(), *cost);
                    preview.differences.push(Difference { code: of(), name, book, counted: *counted, cost });
                }
            }
        }
        preview.differences.sort_by_key(|one| (std::cmp::Reverse(one.pieces().abs()), one.code.clone()));
        Ok(preview)
    }
}
