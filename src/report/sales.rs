//! The sales page (销售).

mod explain;
mod groups;
mod time;

use super::{Drill, Page, Picture, Sheet, Words, figures_sheet};
use crate::analytics::facts::days::date_of;
use crate::analytics::metric::Metric;
use crate::analytics::sales::{Sales, Sums};
use crate::chart::spec::{Axis, Mark, Series};
use crate::domain::period::Period;
use crate::table::{Cell, Column, Kind, Table};

pub(super) use explain::change_picture;
pub(super) use groups::{platform_picture, province_pictures, province_sheet};
pub(super) use time::{trend_picture, trend_sheet};

/// Works out the sales page.
pub fn page(words: &Words<'_>) -> Page {
    let sales = Sales::of(words.slice);
    let figures = sales.figures();
    let mut sheets = vec![figures_sheet(words.lang, "sales_figures", &figures)];
    let mut pictures = Vec::new();
    time::add(words, &sales, &mut sheets, &mut pictures);
    explain::add(words, &sales, &mut sheets, &mut pictures);
    groups::add(words, &sales, &mut sheets, &mut pictures);
    Page {
        id: "sales",
        title: words.t("sales.title"),
        figures,
        sheets,
        pictures,
        notes: notes(words, &sales),
        parts: Vec::new(),
        leads: Vec::new(),
    }
}

/// What the reader must know about this data.
fn notes(words: &Words<'_>, sales: &Sales) -> Vec<String> {
    let mut notes = Vec::new();
    let now = &sales.now;
    if !now.known {
        notes.push(words.f("sales.note_no_data", &[("reach", &words.reach())]));
        return notes;
    }
    notes.extend(gaps(words));
    if now.sums.buyer_orders < now.sums.orders {
        let count = now.sums.orders - now.sums.buyer_orders;
        notes.push(words.f("sales.note_buyers_masked", &[("count", &count.to_string())]));
    }
    if now.sums.item_orders < now.sums.orders {
        let count = now.sums.orders - now.sums.item_orders;
        notes.push(words.f("sales.note_items_unknown", &[("count", &count.to_string())]));
    }
    let traffic = &now.traffic;
    if words.slice.categories.is_some() {
        notes.push(words.t("sales.note_category_traffic"));
    } else if traffic.shop_days == 0 {
        notes.push(words.t("sales.note_no_traffic"));
    } else if traffic.missing > 0 {
        notes.push(words.f("sales.note_traffic_missing", &[("count", &traffic.missing.to_string())]));
    }
    if sales.bridge.undated != 0 {
        let amount = crate::domain::money::Money::from_fen(sales.bridge.undated);
        let amount = crate::table::grouped(&amount.to_string());
        notes.push(words.f("sales.note_refunds_undated", &[("amount", &amount)]));
    }
    notes
}

/// Days that no file told of, in the period up to the end of the data and in the compared period.
pub(super) fn gaps(words: &Words<'_>) -> Vec<String> {
    let slice = words.slice;
    let told = |key: &str, missing: i64| (missing > 0).then(|| words.f(key, &[("count", &missing.to_string())]));
    let end = slice.last_day_of(slice.filter.period).map(date_of);
    let now = end.map(|end| slice.missing_days(Period::new(slice.filter.period.from(), end)));
    let before = slice.before.as_ref().filter(|span| span.known).map(|span| slice.missing_days(span.period));
    let now = now.and_then(|missing| told("sales.note_days_missing", missing));
    now.into_iter().chain(before.and_then(|missing| told("sales.note_compared_days_missing", missing))).collect()
}

/// A line, area or bar on the left axis without a band.
pub(super) fn series(name: String, mark: Mark, values: Vec<Option<f64>>) -> Series {
    Series { name, mark, axis: Axis::Left, values, band: Vec::new() }
}

pub(super) fn on_right(mut series: Series) -> Series {
    series.axis = Axis::Right;
    series
}

/// A chart with the metrics behind it and the sheet of its data.
pub(super) fn picture(
    spec: crate::chart::spec::Spec,
    metrics: Vec<&'static Metric>,
    sheet: &'static str,
    drills: Vec<Vec<Option<Drill>>>,
) -> Picture {
    Picture { spec, metrics, sheet, drills }
}

/// The columns that every grouping of orders has.
pub(super) fn sums_columns(words: &Words<'_>, compared: bool) -> Vec<Column> {
    use crate::analytics::metric::sales as m;
    let name = |metric: &Metric| metric.name(words.lang);
    let mut columns = vec![
        Column::new("paid_amount", name(&m::PAID_AMOUNT), Kind::Money),
        Column::new("share", words.t("sales.column_share"), Kind::Ratio),
    ];
    if compared {
        columns.push(Column::new("before", words.t("metric.column_before"), Kind::Money));
        columns.push(Column::new("change", words.t("metric.column_change"), Kind::Ratio));
    }
    columns.extend([
        Column::new("orders_paid", name(&m::ORDERS_PAID), Kind::Count),
        Column::new("items_paid", name(&m::ITEMS_PAID), Kind::Count),
        Column::new("aov", name(&m::AOV), Kind::Money),
        Column::new("refund_amount", name(&m::REFUND_AMOUNT), Kind::Money),
        Column::new("refund_rate_amount", name(&m::REFUND_RATE_AMOUNT), Kind::Ratio),
        Column::new("net_sales", name(&m::NET_SALES), Kind::Money),
    ]);
    columns
}

/// The cells for [`sums_columns`].
pub(super) fn sums_cells(sums: &Sums, total: i64, before: Option<Option<i64>>) -> Vec<Cell> {
    use crate::domain::money::Money;
    let money = |fen| Cell::Money(Money::from_fen(fen));
    let mut cells = vec![money(sums.paid), Cell::Ratio(sums.paid, total)];
    if let Some(before) = before {
        cells.push(before.map_or(Cell::Empty, money));
        cells.push(before.map_or(Cell::Empty, |before| Cell::Ratio(sums.paid - before, before)));
    }
    let aov = crate::analytics::metric::Value::money_per(sums.paid, sums.orders);
    cells.extend([
        Cell::Count(sums.orders),
        if sums.item_orders > 0 || sums.orders == 0 { Cell::Count(sums.items) } else { Cell::Empty },
        super::cell(&crate::analytics::metric::sales::AOV, aov),
        money(sums.refund),
        Cell::Ratio(sums.refund, sums.paid),
        money(sums.net()),
    ]);
    cells
}

/// A sheet and where its rows lead. A share of nothing, or of a loss, is unknown.
pub(super) fn sheet(
    id: &'static str,
    title: String,
    columns: Vec<Column>,
    rows: Vec<(Vec<Cell>, Option<Drill>)>,
) -> Sheet {
    let (mut rows, drills): (Vec<Vec<Cell>>, Vec<Option<Drill>>) = rows.into_iter().unzip();
    for cell in rows.iter_mut().flatten().filter(|cell| matches!(cell, Cell::Ratio(_, ..=0))) {
        *cell = Cell::Empty;
    }
    Sheet { table: Table { id, title, columns, rows }, drills }
}
