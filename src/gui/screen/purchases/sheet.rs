//! The sheet that goes to the supplier (采购单 xlsx): every line with the order's number, day and supplier, so that it stands on its own
//! wherever it is copied to, and what the order comes to.

use crate::domain::money::Money;
use crate::locale::Lang;
use crate::store::PurchaseDetail;
use crate::table::{Cell, Column, Kind, Table};

/// One order as a table; its number names the sheet.
pub fn table(lang: Lang, detail: &PurchaseDetail) -> Table {
    let order = &detail.order;
    let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
    let money = |amount: Option<Money>| amount.map_or(Cell::Empty, Cell::Money);
    let day = order.sent_at.unwrap_or(order.created_at).date();
    let head = || [text(&order.number), Cell::Date(day), text(&order.supplier)];
    let mut rows: Vec<Vec<Cell>> = detail
        .lines
        .iter()
        .map(|line| {
            let amount = line.unit_price.map(|price| Money::from_fen(price.fen().saturating_mul(line.qty)));
            let mut row = head().to_vec();
            row.extend([
                text(&line.code),
                text(&line.name),
                text(&line.props),
                Cell::Count(line.qty),
                money(line.unit_price),
                money(amount),
            ]);
            row
        })
        .collect();
    let mut total = head().to_vec();
    total.extend([
        text(lang.t("purchase.sheet_total")),
        Cell::Empty,
        Cell::Empty,
        Cell::Count(order.ordered),
        Cell::Empty,
        money(order.amount),
    ]);
    rows.push(total);
    let column = |id, key: &str, kind, width| Column::new(id, lang.t(key), kind).wide(width);
    Table {
        id: "purchase_order",
        title: order.number.clone(),
        columns: vec![
            column("number", "purchase.number", Kind::Id, 130.0),
            column("date", "purchase.sheet_date", Kind::Date, 90.0),
            column("supplier", "purchase.supplier", Kind::Text, 160.0),
            column("code", "catalogue.code", Kind::Id, 120.0),
            column("name", "catalogue.name", Kind::Text, 180.0),
            column("props", "catalogue.props", Kind::Text, 140.0),
            column("qty", "purchase.qty", Kind::Count, 70.0),
            column("price", "purchase.sheet_price", Kind::Money, 90.0),
            column("amount", "purchase.amount", Kind::Money, 100.0),
        ],
        rows,
    }
}
