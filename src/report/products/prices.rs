//! Price bands (价格带): what sells at which price of a piece.

use super::Open;
use super::ranking::{sums_cells, sums_columns};
use crate::analytics::metric::sales as s;
use crate::analytics::products::price_band::{Banding, price_bands};
use crate::analytics::products::sums::LineSums;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Page, Words, yuan};
use crate::table::{Cell, Column, Kind};

/// Names of price bands from their inner ends in fen: `0–50`, `50–100`, `100 以上`.
pub fn band_names(words: &Words<'_>, ends: &[i64]) -> Vec<String> {
    let yuan = |fen: &i64| (fen / 100).to_string();
    let Some(last) = ends.last() else { return vec![words.t("products.band_all")] };
    let lower = std::iter::once("0".to_owned()).chain(ends.iter().map(yuan));
    let mut names: Vec<String> = lower.zip(ends).map(|(low, high)| format!("{low}–{}", yuan(high))).collect();
    names.push(words.f("products.band_open", &[("from", &yuan(last))]));
    names
}

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let banding = Banding::new(slice, &slice.now, None);
    let bands = price_bands(slice, &slice.now, &banding);
    let before = slice.before.as_ref().filter(|span| span.known).map(|span| {
        let same = Banding::new(slice, span, Some(banding.ends.clone()));
        price_bands(slice, span, &same)
    });
    let names = band_names(open.words, &banding.ends);
    let line = |of: fn(&LineSums) -> Option<f64>| bands.iter().map(of).collect::<Vec<_>>();
    let mut lines = vec![series(s::NET_SALES.name(open.words.lang), Mark::Bar, line(|sums| Some(yuan(sums.net()))))];
    if let Some(before) = &before {
        let name = open.words.compared().unwrap_or_default();
        lines.push(series(name, Mark::Compared, before.iter().map(|sums| Some(yuan(sums.net()))).collect()));
    }
    let margin = |sums: &LineSums| sums.margin().map(|(profit, net)| profit as f64 / net as f64);
    let rate = |sums: &LineSums| (sums.paid > 0).then(|| sums.refund as f64 / sums.paid as f64);
    let mut right = vec![on_right(series(s::REFUND_RATE_AMOUNT.name(open.words.lang), Mark::Line, line(rate)))];
    if bands.iter().any(|sums| sums.margin().is_some()) {
        right.push(on_right(series(s::GROSS_MARGIN.name(open.words.lang), Mark::Line, line(margin))));
    }
    lines.extend(right);
    let body = Body::Columns {
        categories: names.clone(),
        series: lines,
        bars: Bars::Grouped,
        left: Unit::Money,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: false,
    };
    let title = open.t("products.prices");
    let spec = open.words.chart("products_prices", title.clone(), open.t("products.prices_subtitle"), body);
    let metrics = vec![&s::NET_SALES, &s::REFUND_RATE_AMOUNT, &s::GROSS_MARGIN];
    page.pictures.push(picture(spec, metrics, "products_prices", Vec::new()));
    let pieces = Body::Columns {
        categories: names.clone(),
        series: vec![series(s::ITEMS_PAID.name(open.words.lang), Mark::Bar, line(|sums| Some(sums.pieces as f64)))],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let spec = open.words.chart(
        "products_price_pieces",
        open.t("products.price_pieces"),
        open.t("products.price_pieces_subtitle"),
        pieces,
    );
    page.pictures.push(picture(spec, vec![&s::ITEMS_PAID], "products_prices", Vec::new()));
    let mut columns = vec![Column::new("band", open.t("products.column_band"), Kind::Text).wide(130.0)];
    columns.extend(sums_columns(open));
    let net: i64 = bands.iter().map(LineSums::net).sum();
    let rows = names
        .into_iter()
        .zip(&bands)
        .map(|(name, sums)| (std::iter::once(Cell::Text(name)).chain(sums_cells(sums, net)).collect(), None))
        .collect();
    page.sheets.push(sheet("products_prices", title, columns, rows));
}
