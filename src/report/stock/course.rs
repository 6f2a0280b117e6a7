//! Stock over time (库存走势), and what moved (出入库).

use super::{Open, money};
use crate::analytics::metric::stock as m;
use crate::analytics::stock::course::{Point, course};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::stock::MovementKind;
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Page, yuan};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let slice = open.words.slice;
    let skus = open.report.skus.iter().map(|(sku, _)| *sku);
    let points = course(slice, skus, open.report.known, slice.filter.step);
    over_time(open, &points, page);
    by_kind(open, &points, page);
}

fn labels(open: &Open<'_>, points: &[Point]) -> Vec<String> {
    let step = slice_step(open);
    points.iter().map(|point| open.words.step_label(step, point.days.from(), None)).collect()
}

fn slice_step(open: &Open<'_>) -> crate::domain::period::Step {
    use crate::domain::period::Step;
    match open.words.slice.filter.step {
        Step::Hour => Step::Day,
        step => step,
    }
}

fn over_time(open: &Open<'_>, points: &[Point], page: &mut Page) {
    let title = open.t("stock_analysis.course");
    let body = Body::Columns {
        categories: labels(open, points),
        series: vec![
            series(
                m::STOCK_VALUE.name(open.words.lang),
                Mark::Area,
                points.iter().map(|point| point.value_fen.map(yuan)).collect(),
            ),
            on_right(series(
                open.t("stock_analysis.pieces"),
                Mark::Line,
                points.iter().map(|point| point.pieces.map(|pieces| pieces as f64)).collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Money,
        right: Some(Unit::Count),
        events: Vec::new(),
        time: true,
    };
    let spec = open.words.chart("stock_course", title.clone(), open.t("stock_analysis.course_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::STOCK_VALUE], "stock_course", Vec::new()));
    let columns = vec![
        Column::new("from", open.t("stock_analysis.from"), Kind::Date),
        Column::new("to", open.t("stock_analysis.to"), Kind::Date),
        Column::new("value", m::STOCK_VALUE.name(open.words.lang), Kind::Money),
        Column::new("pieces", open.t("stock_analysis.pieces"), Kind::Count),
        Column::new("came", open.t("stock_analysis.came"), Kind::Count),
        Column::new("left", open.t("stock_analysis.left"), Kind::Count),
    ];
    let rows = points.iter().map(|point| {
        let sum = |of: fn(&(i64, i64)) -> i64| point.moved.iter().map(of).sum::<i64>();
        let known = point.pieces.is_some();
        let count = |n: i64| if known { Cell::Count(n) } else { Cell::Empty };
        let cells = vec![
            Cell::Date(point.days.from()),
            Cell::Date(point.days.to()),
            point.value_fen.map_or(Cell::Empty, money),
            point.pieces.map_or(Cell::Empty, Cell::Count),
            count(sum(|moved| moved.0)),
            count(-sum(|moved| moved.1)),
        ];
        (cells, None)
    });
    page.sheets.push(sheet("stock_course", title, columns, rows.collect()));
}

/// What came and what left, by kind, over the whole period and step by step.
fn by_kind(open: &Open<'_>, points: &[Point], page: &mut Page) {
    let name = |kind: MovementKind| open.t(&format!("domain.movement_{}", kind.id()));
    let at = |point: &Point, kind: usize| point.moved.get(kind).copied().unwrap_or_default();
    let moved: Vec<(usize, MovementKind)> = MovementKind::ALL
        .into_iter()
        .enumerate()
        .filter(|(kind, _)| points.iter().any(|point| at(point, *kind) != (0, 0)))
        .collect();
    let drawn = moved.iter().map(|(kind, of)| {
        let net = |point: &Point| point.pieces.map(|_| (at(point, *kind).0 + at(point, *kind).1) as f64);
        series(name(*of), Mark::Bar, points.iter().map(net).collect())
    });
    let title = open.t("stock_analysis.moves");
    let body = Body::Columns {
        categories: labels(open, points),
        series: drawn.collect(),
        bars: Bars::Stacked,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: true,
    };
    let spec = open.words.chart("stock_moves", title.clone(), open.t("stock_analysis.moves_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::STOCK_VALUE], "stock_moves", Vec::new()));
    let columns = vec![
        Column::new("kind", open.t("stock_analysis.kind"), Kind::Text).wide(140.0),
        Column::new("came", open.t("stock_analysis.came"), Kind::Count),
        Column::new("left", open.t("stock_analysis.left"), Kind::Count),
        Column::new("net", open.t("stock_analysis.net"), Kind::Count),
    ];
    let rows = moved.iter().map(|(kind, of)| {
        let came: i64 = points.iter().map(|point| at(point, *kind).0).sum();
        let left: i64 = points.iter().map(|point| at(point, *kind).1).sum();
        (vec![Cell::Text(name(*of)), Cell::Count(came), Cell::Count(-left), Cell::Count(came + left)], None)
    });
    page.sheets.push(sheet("stock_moves", title, columns, rows.collect()));
}
