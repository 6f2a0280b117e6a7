//! How old stock is (库龄), and how much of what came has gone (售罄).

use super::{Open, money, whole};
use crate::analytics::facts::days::date_of;
use crate::analytics::metric::stock as m;
use crate::analytics::stock::age::BOUNDS;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Page, yuan};
use crate::table::{Cell, Column, Kind};

/// Months of receipts that the chart draws; the table has all.
const MONTHS: usize = 24;

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    by_age(open, page);
    by_month(open, page);
}

/// `0–30 天`, ..., `365 天以上`
fn names(open: &Open<'_>) -> Vec<String> {
    let lower = std::iter::once(0).chain(BOUNDS.iter().map(|bound| bound + 1));
    let mut names: Vec<String> = lower
        .zip(BOUNDS)
        .map(|(from, to)| open.words.f("stock_analysis.age_days", &[("from", &whole(from)), ("to", &whole(to))]))
        .collect();
    let last = BOUNDS.last().copied().unwrap_or(0);
    names.push(open.words.f("stock_analysis.age_more", &[("from", &whole(last))]));
    names
}

fn by_age(open: &Open<'_>, page: &mut Page) {
    let ages = &open.report.age.ages;
    let names = names(open);
    let leads: Vec<_> = ages.iter().map(|age| open.stock(age.skus.iter().copied())).collect();
    let body = Body::Columns {
        categories: names.clone(),
        series: vec![series(
            m::STOCK_VALUE.name(open.words.lang),
            Mark::Bar,
            ages.iter().map(|age| Some(yuan(age.fen))).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Money,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("stock_analysis.ages");
    let spec = open.words.chart("stock_ages", title.clone(), open.t("stock_analysis.ages_subtitle"), body);
    let metrics = vec![&m::STOCK_AGE, &m::STOCK_OLD_SHARE];
    page.pictures.push(picture(spec, metrics, "stock_ages", vec![leads.clone()]));
    let all: i64 = ages.iter().map(|age| age.pieces).sum();
    let columns = vec![
        Column::new("age", open.t("stock_analysis.age"), Kind::Text).wide(130.0),
        Column::new("skus", open.t("stock_analysis.skus"), Kind::Count),
        Column::new("pieces", open.t("stock_analysis.pieces"), Kind::Count),
        Column::new("share", open.t("stock_analysis.pieces_share"), Kind::Ratio),
        Column::new("value", m::STOCK_VALUE.name(open.words.lang), Kind::Money),
        Column::new("value_share", open.t("stock_analysis.value_share"), Kind::Ratio),
    ];
    let rows = names.into_iter().zip(ages).zip(leads).map(|((name, age), lead)| {
        let cells = vec![
            Cell::Text(name),
            Cell::Count(age.skus.len() as i64),
            Cell::Count(age.pieces),
            Cell::Ratio(age.pieces, all),
            money(age.fen),
            Cell::Ratio(age.fen, open.report.age.fen),
        ];
        (cells, lead)
    });
    page.sheets.push(sheet("stock_ages", title, columns, rows.collect()));
}

/// What came in each month, and how much of it has gone by now.
fn by_month(open: &Open<'_>, page: &mut Page) {
    let months: Vec<_> = open.report.age.months.iter().collect();
    let name = |day: i32| date_of(day).format("%Y-%m").to_string();
    let shown = || months.iter().skip(months.len().saturating_sub(MONTHS));
    let body = Body::Columns {
        categories: shown().map(|(day, _)| name(**day)).collect(),
        series: vec![
            series(
                open.t("stock_analysis.received"),
                Mark::Bar,
                shown().map(|(_, cohort)| Some(cohort.received as f64)).collect(),
            ),
            on_right(series(
                m::STOCK_SELL_THROUGH.name(open.words.lang),
                Mark::Line,
                shown()
                    .map(|(_, cohort)| (cohort.received > 0).then(|| cohort.gone() as f64 / cohort.received as f64))
                    .collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: true,
    };
    let title = open.t("stock_analysis.cohorts");
    let spec = open.words.chart("stock_cohorts", title.clone(), open.t("stock_analysis.cohorts_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::STOCK_SELL_THROUGH], "stock_cohorts", Vec::new()));
    let columns = vec![
        Column::new("month", open.t("stock_analysis.month"), Kind::Text).wide(100.0),
        Column::new("received", open.t("stock_analysis.received"), Kind::Count),
        Column::new("gone", open.t("stock_analysis.gone"), Kind::Count),
        Column::new("rate", m::STOCK_SELL_THROUGH.name(open.words.lang), Kind::Ratio),
        Column::new("there", open.t("stock_analysis.there"), Kind::Count),
    ];
    let rows = months.iter().rev().map(|(day, cohort)| {
        let cells = vec![
            Cell::Text(name(**day)),
            Cell::Count(cohort.received),
            Cell::Count(cohort.gone()),
            Cell::Ratio(cohort.gone(), cohort.received),
            Cell::Count(cohort.left),
        ];
        (cells, None)
    });
    page.sheets.push(sheet("stock_cohorts", title, columns, rows.collect()));
}
