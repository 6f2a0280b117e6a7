//! What is bought together (关联购买).

use super::{Open, whole};
use crate::analytics::metric::{Figure, Value, products as m};
use crate::analytics::products::basket::Pair;
use crate::analytics::products::together::{fitting_support, together};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::Page;
use crate::report::sales::{on_right, picture, series, sheet};
use crate::table::{Cell, Column, Kind};

/// How many pairs are drawn, and how many the table has.
const DRAWN: usize = 12;
const LISTED: usize = 1_000;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let found = together(slice, &slice.now, None);
    let before = slice.before.as_ref().map(|span| {
        let found = together(slice, span, None);
        if span.known { Value::ratio(found.mixed, found.orders) } else { Value::Unknown }
    });
    let now = if open.known() { Value::ratio(found.mixed, found.orders) } else { Value::Unknown };
    page.figures.push(Figure::new(&m::MIXED_ORDER_RATE, now, before));
    // Pairs that meet by chance alone say nothing.
    let drawn: Vec<&Pair> = found.pairs.iter().filter(|pair| pair.lift_milli() > 1_000).take(DRAWN).collect();
    let name = |pair: &Pair| format!("{} + {}", open.name(pair.a), open.name(pair.b));
    let body = Body::Rows {
        categories: drawn.iter().map(|pair| name(pair)).collect(),
        series: vec![series(
            open.t("products.together_orders"),
            Mark::Bar,
            drawn.iter().map(|pair| Some(pair.both as f64)).collect(),
        )],
        bars: Bars::Grouped,
        unit: Unit::Count,
    };
    let title = open.t("products.together");
    let least = whole(fitting_support(found.orders));
    let spec = open.words.chart(
        "products_together",
        title.clone(),
        open.f("products.together_subtitle", &[("least", &least)]),
        body,
    );
    page.pictures.push(picture(spec, vec![&m::MIXED_ORDER_RATE], "products_together", Vec::new()));
    let lift = Body::Columns {
        categories: drawn.iter().map(|pair| name(pair)).collect(),
        series: vec![
            series(
                open.t("products.lift"),
                Mark::Bar,
                drawn.iter().map(|pair| Some(pair.lift_milli() as f64 / 1e3)).collect(),
            ),
            on_right(series(
                open.t("products.best_confidence"),
                Mark::Dots,
                drawn
                    .iter()
                    .map(|pair| {
                        let least = pair.with_a.min(pair.with_b);
                        (least > 0).then(|| pair.both as f64 / least as f64)
                    })
                    .collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Plain,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: false,
    };
    let spec = open.words.chart("products_lift", open.t("products.lift_title"), open.t("products.lift_subtitle"), lift);
    page.pictures.push(picture(spec, vec![&m::MIXED_ORDER_RATE], "products_together", Vec::new()));
    table(open, &found.pairs, title, page);
    if found.pairs.is_empty() && open.known() {
        page.notes.push(open.f("products.note_no_pairs", &[("least", &least)]));
    }
}

fn table(open: &Open<'_>, pairs: &[Pair], title: String, page: &mut Page) {
    let columns = vec![
        Column::new("a", open.t("products.column_a"), Kind::Text).wide(220.0),
        Column::new("b", open.t("products.column_b"), Kind::Text).wide(220.0),
        Column::new("orders", open.t("products.together_orders"), Kind::Count),
        Column::new("support", open.t("products.column_support"), Kind::Ratio),
        Column::new("confidence_ab", open.t("products.column_confidence_ab"), Kind::Ratio).wide(110.0),
        Column::new("confidence_ba", open.t("products.column_confidence_ba"), Kind::Ratio).wide(110.0),
        Column::new("lift", open.t("products.lift"), Kind::Number),
    ];
    let ratio = |(num, den): (i64, i64)| Cell::Ratio(num, den);
    let rows = pairs
        .iter()
        .take(LISTED)
        .map(|pair| {
            let cells = vec![
                Cell::Text(open.name(pair.a)),
                Cell::Text(open.name(pair.b)),
                Cell::Count(pair.both),
                ratio(pair.support()),
                ratio(pair.confidence_ab()),
                ratio(pair.confidence_ba()),
                Cell::Number(pair.lift_milli()),
            ];
            (cells, None)
        })
        .collect();
    page.sheets.push(sheet("products_together", title, columns, rows));
}
