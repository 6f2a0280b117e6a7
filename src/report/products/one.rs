//! One product (单品): how it sells over time, in which colours and sizes, what it is bought with, why it comes back.

use super::{Open, variants};
use crate::analytics::facts::days::day_number;
use crate::analytics::metric::{Figure, Metric, Value, sales as s};
use crate::analytics::products::sums::LineSums;
use crate::analytics::products::trend::product_trend;
use crate::analytics::sales::trend::steps;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::period::{Period, Step};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Page, Words, cell, yuan};
use crate::table::{Cell, Column, Kind};

/// Works out the page of one product of [`Facts::products`](crate::analytics::facts::Facts::products).
pub fn one(words: &Words<'_>, product: u32) -> Page {
    let open = Open::new(words, true);
    let mut page = Page::new("product", open.name(product));
    figures(&open, product, &mut page);
    trend(&open, product, &mut page);
    let units = open.catalogue.units_of.get(product as usize).cloned().unwrap_or_default();
    variants::properties(&open, units.clone(), &mut page);
    variants::units(&open, units, &mut page);
    page
}

fn value(metric: &Metric, sums: &LineSums) -> Value {
    match metric.id {
        "items_paid" => Value::Count(sums.pieces),
        "orders_paid" => Value::Count(sums.orders),
        "net_sales" => Value::money(sums.net()),
        "price_per_item" => Value::money_per(sums.paid, sums.pieces),
        "refund_rate_amount" => Value::ratio(sums.refund, sums.paid),
        "gross_profit" => sums.profit().map_or(Value::Unknown, Value::money),
        "gross_margin" => sums.margin().map_or(Value::Unknown, |(profit, net)| Value::ratio(profit, net)),
        _ => Value::Unknown,
    }
}

const METRICS: [&Metric; 7] = [
    &s::NET_SALES,
    &s::ITEMS_PAID,
    &s::ORDERS_PAID,
    &s::PRICE_PER_ITEM,
    &s::REFUND_RATE_AMOUNT,
    &s::GROSS_PROFIT,
    &s::GROSS_MARGIN,
];

fn figures(open: &Open<'_>, product: u32, page: &mut Page) {
    let compared = open.words.slice.before.is_some();
    for metric in METRICS {
        let now = if open.known() { value(metric, &open.sums(product)) } else { Value::Unknown };
        let before = compared.then(|| open.then(product).map_or(Value::Unknown, |sums| value(metric, &sums)));
        page.figures.push(Figure::new(metric, now, before));
    }
}

fn trend(open: &Open<'_>, product: u32, page: &mut Page) {
    let words = open.words;
    let slice = words.slice;
    let step = if slice.filter.step == Step::Hour { Step::Day } else { slice.filter.step };
    let periods: Vec<Period> = steps(slice.filter.period, step);
    let days: Vec<(i32, i32)> = periods.iter().map(|one| (day_number(one.from()), day_number(one.to()))).collect();
    let sums = product_trend(slice, &slice.now, product, &days);
    let known: Vec<bool> = periods.iter().map(|one| slice.touches(*one)).collect();
    let line = |of: &dyn Fn(&LineSums) -> Option<f64>| -> Vec<Option<f64>> {
        sums.iter().zip(&known).map(|(sum, known)| if *known { of(sum) } else { None }).collect()
    };
    let labels: Vec<String> = periods.iter().map(|one| words.step_label(step, one.from(), None)).collect();
    let body = Body::Columns {
        categories: labels.clone(),
        series: vec![
            series(s::NET_SALES.name(words.lang), Mark::Area, line(&|sum| Some(yuan(sum.net())))),
            on_right(series(s::ITEMS_PAID.name(words.lang), Mark::Line, line(&|sum| Some(sum.pieces as f64)))),
        ],
        bars: Bars::Grouped,
        left: Unit::Money,
        right: Some(Unit::Count),
        events: Vec::new(),
        time: true,
    };
    let subtitle = open.f("products.one_subtitle", &[("step", &words.step(step))]);
    let spec =
        words.chart("product_trend", open.f("products.one_trend", &[("product", &open.name(product))]), subtitle, body);
    let orders = |period: &Period| {
        let pick =
            crate::analytics::pick::Pick { product: Some(product), ..crate::analytics::pick::Pick::in_period(*period) };
        Some(crate::report::Drill::Orders(pick))
    };
    let drills: Vec<Option<crate::report::Drill>> = periods.iter().map(orders).collect();
    page.pictures.push(picture(
        spec,
        vec![&s::NET_SALES, &s::ITEMS_PAID],
        "product_trend",
        vec![drills.clone(), drills.clone()],
    ));
    let price = line(&|sum| (sum.pieces > 0).then(|| yuan(sum.paid) / sum.pieces as f64));
    let body = Body::Columns {
        categories: labels.clone(),
        series: vec![series(s::PRICE_PER_ITEM.name(words.lang), Mark::Line, price)],
        bars: Bars::Grouped,
        left: Unit::Money,
        right: None,
        events: Vec::new(),
        time: true,
    };
    let spec = words.chart("product_price", open.t("products.one_price"), open.t("products.one_price_subtitle"), body);
    page.pictures.push(picture(spec, vec![&s::PRICE_PER_ITEM], "product_trend", vec![drills.clone()]));
    let mut columns = vec![Column::new("step", open.t("products.column_step"), Kind::Text).wide(110.0)];
    columns
        .extend(METRICS.map(|metric| Column::new(metric.id, metric.name(words.lang), crate::report::kind_of(metric))));
    let rows = sums
        .iter()
        .zip(&known)
        .zip(labels.into_iter().zip(drills))
        .map(|((sum, known), (label, drill))| {
            let value = |metric: &&'static Metric| if *known { cell(metric, value(metric, sum)) } else { Cell::Empty };
            (std::iter::once(Cell::Text(label)).chain(METRICS.iter().map(value)).collect(), drill)
        })
        .collect();
    page.sheets.push(sheet("product_trend", open.t("products.one_data"), columns, rows));
}
