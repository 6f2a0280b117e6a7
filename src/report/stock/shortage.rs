//! What was missing (缺货): on how many days each SKU was wanted and not there, and what that probably cost.

use super::{Open, rounded};
use crate::analytics::metric::stock as m;
use crate::analytics::stock::days::SkuDays;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::Page;
use crate::report::sales::{picture, series, sheet};
use crate::table::{Cell, Column, Kind};

/// How many SKUs the chart draws; the table has all.
const SHOWN: usize = 15;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let mut missed: Vec<&(usize, SkuDays)> = open.report.skus.iter().filter(|(_, one)| one.out_days > 0).collect();
    missed.sort_by_key(|(sku, one)| (std::cmp::Reverse((one.lost_milli(), one.out_days)), *sku));
    let shown = || missed.iter().filter(|(_, one)| one.lost_milli() > 0).take(SHOWN);
    let body = Body::Rows {
        categories: shown().map(|(sku, _)| open.name(*sku)).collect(),
        series: vec![series(
            m::STOCK_LOST_PIECES.name(open.words.lang),
            Mark::Bar,
            shown().map(|(_, one)| Some(rounded(one.lost_milli(), 1000) as f64)).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Count,
    };
    let title = open.t("stock_analysis.shortage");
    let spec = open.words.chart("stock_shortage", title.clone(), open.t("stock_analysis.shortage_subtitle"), body);
    let leads = shown().map(|(sku, _)| open.stock([*sku])).collect();
    let metrics = vec![&m::STOCK_LOST_PIECES, &m::STOCK_OUT_RATE];
    page.pictures.push(picture(spec, metrics, "stock_shortage", vec![leads]));
    let columns = vec![
        Column::new("code", open.t("stock_analysis.code"), Kind::Id).wide(120.0),
        Column::new("name", open.t("stock_analysis.name"), Kind::Text).wide(240.0),
        Column::new("sold", open.t("stock_analysis.sold"), Kind::Count),
        Column::new("in_days", open.t("stock_analysis.in_days"), Kind::Count),
        Column::new("out_days", open.t("stock_analysis.out_days"), Kind::Count),
        Column::new("rate", m::STOCK_OUT_RATE.name(open.words.lang), Kind::Ratio),
        Column::new("lost", m::STOCK_LOST_PIECES.name(open.words.lang), Kind::Number),
        Column::new("good", open.t("stock_analysis.good"), Kind::Count),
    ];
    let rows = missed.iter().map(|(sku, one)| {
        let cells = vec![
            Cell::Text(open.code(*sku)),
            Cell::Text(open.name(*sku)),
            Cell::Count(one.sold),
            Cell::Count(one.in_days),
            Cell::Count(one.out_days),
            Cell::Ratio(one.out_days, one.in_days + one.out_days),
            // Of what was never there nobody knows how fast it would have sold.
            if one.in_days > 0 { Cell::Number(one.lost_milli()) } else { Cell::Empty },
            Cell::Count(one.good),
        ];
        (cells, open.stock([*sku]))
    });
    page.sheets.push(sheet("stock_shortage", title, columns, rows.collect()));
}
