//! Orders and customers under the names a seller knows: analyses know rows by their own ids (`#4829`), a reader wants the order number.

use std::collections::HashMap;

use super::Page;
use crate::store::{Result, Store};
use crate::table::{Cell, Kind};

/// What a page calls an order or customer until it is named.
pub(super) fn unnamed(id: i64) -> Cell {
    Cell::Text(format!("#{id}"))
}

fn id(cell: &Cell) -> Option<i64> {
    match cell {
        Cell::Text(text) => text.strip_prefix('#')?.parse().ok(),
        _ => None,
    }
}

/// Puts order numbers and buyers in the place of the store's ids. What the store no longer knows keeps its id.
pub fn name(page: &mut Page, store: &Store) -> Result<()> {
    for table in page.sheets.iter_mut().map(|sheet| &mut sheet.table) {
        for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.kind == Kind::Id) {
            let ids: Vec<i64> = table.rows.iter().filter_map(|row| id(row.get(at)?)).collect();
            if ids.is_empty() {
                continue;
            }
            let names: HashMap<i64, String> = match column.id {
                "order" => store.order_rows(&ids)?.into_iter().map(|row| (row.id, row.order_no)).collect(),
                "customer" => store.customer_rows(&ids)?.into_iter().map(|row| (row.id, row.buyer)).collect(),
                _ => continue,
            };
            for cell in table.rows.iter_mut().filter_map(|row| row.get_mut(at)) {
                if let Some(name) = id(cell).and_then(|id| names.get(&id)) {
                    *cell = Cell::Text(name.clone());
                }
            }
        }
    }
    Ok(())
}
