//! The charts of the page: an SKU's sales with the forecast and its band, its stock under the rule beside what it was, and the money in
//! stock of the whole shop.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::analytics::calendar;
use crate::analytics::replenish::backtest::{BackTest, Tested};
use crate::analytics::replenish::series::{self, Window};
use crate::analytics::replenish::{HISTORY, Plan, Row};
use crate::chart::spec::{Axis, Bars, Body, Event, Mark, Series, Spec, Unit};
use crate::domain::period::Period;
use crate::locale::Lang;
use crate::store::DemandBook;
use crate::table::{Cell, Column, Kind, Table};

/// Days of history and of forecast that are drawn.
const PAST: usize = 84;
const AHEAD: usize = 42;
/// The normal quantile of 90 %: four days in five lie within the band.
const BAND: f64 = 1.281_551_565_544_600_8;

/// A chart and its data.
#[derive(Debug, Clone)]
pub struct Picture {
    pub spec: Spec,
    pub table: Table,
}

fn series_of(name: &str, mark: Mark, values: Vec<Option<f64>>) -> Series {
    Series { name: name.to_owned(), mark, axis: Axis::Left, values, band: Vec::new() }
}

fn columns(categories: Vec<String>, series: Vec<Series>, unit: Unit) -> Body {
    Body::Columns { categories, series, bars: Bars::Grouped, left: unit, right: None, events: Vec::new(), time: true }
}

fn label(day: NaiveDate) -> String {
    day.format("%m-%d").to_string()
}

fn date(first: NaiveDate, at: usize) -> NaiveDate {
    first.checked_add_days(Days::new(at as u64)).unwrap_or(first)
}

/// Pieces, as a table keeps them.
fn pieces(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, |n| Cell::Each((n * 1000.0).round() as i64))
}

fn count(value: Option<f64>) -> Cell {
    value.map_or(Cell::Empty, |n| Cell::Count(n.round() as i64))
}

/// The great sales and the festival among these days.
fn peaks(lang: Lang, first: NaiveDate, days: usize) -> Vec<Event> {
    let last = date(first, days.saturating_sub(1));
    calendar::peaks(Period::new(first, last))
        .into_iter()
        .filter(|(_, event)| event.is_major())
        .filter_map(|(day, event)| {
            let at = usize::try_from((day - first).num_days()).ok()?;
            Some(Event { at, label: lang.t(&format!("sales.event_{}", event.id())).to_owned() })
        })
        .collect()
}

/// What was sold, what is expected, and how far that may stray. Days out of stock are gaps.
pub fn forecast(lang: Lang, plan: &Plan, row: &Row, book: &Arc<DemandBook>) -> Option<Picture> {
    let found = row.forecast.as_ref().ok()?;
    let sku = book.skus.first()?;
    let window = Window::new(book, plan.ask.today, HISTORY);
    let demand = series::demand(sku, &window).ok()?;
    let skip = demand.len().saturating_sub(PAST);
    let sold: Vec<Option<f64>> = demand.days().skip(skip).collect();
    let first = demand.day(skip);
    let ahead: Vec<f64> = found.forecast.per_day.iter().take(AHEAD).copied().collect();
    let days = sold.len() + ahead.len();
    let none = |n: usize| std::iter::repeat_n(None, n);
    let past: Vec<Option<f64>> = sold.iter().copied().chain(none(ahead.len())).collect();
    let expected: Vec<Option<f64>> = none(sold.len()).chain(ahead.iter().copied().map(Some)).collect();
    let reach = BAND * found.forecast.sd;
    let band: Vec<Option<(f64, f64)>> =
        expected.iter().map(|day| day.map(|day| ((day - reach).max(0.0), day + reach))).collect();
    let (title, sold_name, expected_name) = (
        lang.t("replenish.chart").to_owned(),
        lang.t("replenish.chart_sold").to_owned(),
        lang.t("replenish.chart_expected").to_owned(),
    );
    let rows = (0..days)
        .map(|at| {
            let band = band.get(at).copied().flatten();
            vec![
                Cell::Date(date(first, at)),
                count(past.get(at).copied().flatten()),
                pieces(expected.get(at).copied().flatten()),
                pieces(band.map(|band| band.0)),
                pieces(band.map(|band| band.1)),
            ]
        })
        .collect();
    let table = Table {
        id: "replenish_forecast",
        title: format!("{title} {}", row.code),
        columns: vec![
            Column::new("day", lang.t("replenish.day"), Kind::Date),
            Column::new("sold", sold_name.clone(), Kind::Count),
            Column::new("expected", expected_name.clone(), Kind::Number),
            Column::new("low", lang.t("replenish.chart_low"), Kind::Number),
            Column::new("high", lang.t("replenish.chart_high"), Kind::Number),
        ],
        rows,
    };
    let expected = Series { band, ..series_of(&expected_name, Mark::Line, expected) };
    let mut body = columns(
        (0..days).map(|at| label(date(first, at))).collect(),
        vec![series_of(&sold_name, Mark::Area, past), expected],
        Unit::Count,
    );
    if let Body::Columns { events, .. } = &mut body {
        *events = peaks(lang, first, days);
    }
    let spec = Spec {
        id: "replenish_forecast",
        title,
        subtitle: row.code.clone(),
        footer: vec![lang.t("replenish.chart_footer").to_owned()],
        body,
    };
    Some(Picture { spec, table })
}

/// Two lines over the same days: under the rule, and as it was.
fn beside(
    lang: Lang,
    id: &'static str,
    words: (&str, &str),
    first: NaiveDate,
    lines: [Vec<Option<f64>>; 2],
    unit: Unit,
) -> Picture {
    let (title, subtitle) = words;
    let [rule, real] = lines;
    let (rule_name, real_name) = (lang.t("replenish.by_rule"), lang.t("replenish.as_it_was"));
    let days = rule.len().max(real.len());
    let kind = if unit == Unit::Money { Kind::Money } else { Kind::Count };
    let cell = |value: Option<f64>| match (unit, value) {
        (Unit::Money, Some(yuan)) => Cell::Money(crate::domain::money::Money::from_fen((yuan * 100.0).round() as i64)),
        _ => count(value),
    };
    let rows = (0..days)
        .map(|at| {
            let of = |line: &[Option<f64>]| cell(line.get(at).copied().flatten());
            vec![Cell::Date(date(first, at)), of(&rule), of(&real)]
        })
        .collect();
    let table = Table {
        id,
        title: format!("{title} {subtitle}"),
        columns: vec![
            Column::new("day", lang.t("replenish.day"), Kind::Date),
            Column::new("rule", rule_name, kind),
            Column::new("real", real_name, kind),
        ],
        rows,
    };
    let spec = Spec {
        id,
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        footer: vec![lang.t("replenish.backtest_footer").to_owned()],
        body: columns(
            (0..days).map(|at| date(first, at).format("%Y-%m-%d").to_string()).collect(),
            vec![series_of(rule_name, Mark::Line, rule), series_of(real_name, Mark::Line, real)],
            unit,
        ),
    };
    Picture { spec, table }
}

/// Money in stock on every evening.
pub fn money(lang: Lang, test: &BackTest) -> Picture {
    let yuan = |fen: i64| Some(fen as f64 / 100.0);
    let lines =
        [test.money.iter().map(|day| yuan(day.0)).collect(), test.money.iter().map(|day| yuan(day.1)).collect()];
    let words = (lang.t("replenish.chart_money"), lang.t("replenish.chart_money_hint"));
    beside(lang, "replenish_backtest", words, test.first, lines, Unit::Money)
}

/// SKUs out of stock on every day.
pub fn out(lang: Lang, test: &BackTest) -> Picture {
    let lines = [
        test.out.iter().map(|day| Some(day.0 as f64)).collect(),
        test.out.iter().map(|day| Some(day.1 as f64)).collect(),
    ];
    let words = (lang.t("replenish.chart_out"), lang.t("replenish.chart_out_hint"));
    beside(lang, "replenish_backtest_out", words, test.first, lines, Unit::Count)
}

/// One SKU's stock on every evening.
pub fn stock(lang: Lang, one: &Tested) -> Picture {
    let whole = |pieces: &[i64]| pieces.iter().map(|n| Some((*n).max(0) as f64)).collect();
    let lines = [whole(&one.replay.closings), whole(&one.on_hand)];
    let words = (lang.t("replenish.chart_stock"), one.code.as_str());
    beside(lang, "replenish_backtest_sku", words, one.replay.first, lines, Unit::Count)
}
