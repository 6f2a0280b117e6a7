//! What nobody wants (呆滞): stock that has not sold for longer than the owner's line says.

use super::{Open, money};
use crate::analytics::metric::stock as m;
use crate::analytics::stock::days::SkuDays;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many SKUs the chart draws; the table has all.
const SHOWN: usize = 15;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let mut dead: Vec<&(usize, SkuDays)> =
        open.report.skus.iter().filter(|(sku, one)| one.is_dead((open.dead_days)(*sku))).collect();
    let value = |one: &SkuDays| one.money.map(|worth| worth.value_fen);
    dead.sort_by_key(|(sku, one)| (std::cmp::Reverse((value(one), one.closing)), *sku));
    let shown = || dead.iter().filter(|(_, one)| value(one).is_some()).take(SHOWN);
    let body = Body::Rows {
        categories: shown().map(|(sku, _)| open.name(*sku)).collect(),
        series: vec![series(
            m::STOCK_DEAD_VALUE.name(open.words.lang),
            Mark::Bar,
            shown().map(|(_, one)| value(one).map(yuan)).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let title = open.t("stock_analysis.dead");
    let spec = open.words.chart("stock_dead", title.clone(), open.t("stock_analysis.dead_subtitle"), body);
    let leads = shown().map(|(sku, _)| open.stock([*sku])).collect();
    page.pictures.push(picture(spec, vec![&m::STOCK_DEAD_VALUE], "stock_dead", vec![leads]));
    let columns = vec![
        Column::new("code", open.t("stock_analysis.code"), Kind::Id).wide(120.0),
        Column::new("name", open.t("stock_analysis.name"), Kind::Text).wide(240.0),
        Column::new("category", open.t("stock_analysis.category"), Kind::Text).wide(140.0),
        Column::new("pieces", open.t("stock_analysis.pieces"), Kind::Count),
        Column::new("value", m::STOCK_VALUE.name(open.words.lang), Kind::Money),
        Column::new("idle", open.t("stock_analysis.idle"), Kind::Count),
        Column::new("oldest", open.t("stock_analysis.oldest"), Kind::Count),
    ];
    let rows = dead.iter().map(|(sku, one)| {
        let cells = vec![
            Cell::Text(open.code(*sku)),
            Cell::Text(open.name(*sku)),
            Cell::Text(open.category(*sku)),
            Cell::Count(one.closing),
            value(one).map_or(Cell::Empty, money),
            Cell::Count(one.idle),
            open.report.age.oldest.get(sku).map_or(Cell::Empty, |days| Cell::Count(*days)),
        ];
        (cells, open.stock([*sku]))
    });
    page.sheets.push(sheet("stock_dead", title, columns, rows.collect()));
}
