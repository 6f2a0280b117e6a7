//! New and returning buyers (新老客): figures, what each kind brings, and how they come over time.

use super::{Open, leads, money, money_per};
use crate::analytics::customers::ledger;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::repurchase::{self, order_counts};
use crate::analytics::customers::split::{Kind, Split, split, split_steps};
use crate::analytics::facts::days::day_number;
use crate::analytics::filter::Filter;
use crate::analytics::metric::{Figure, Metric, Value, customers as m, sales as s};
use crate::analytics::sales::trend::steps;
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::domain::period::{Period, Step};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Drill, Page};
use crate::table::{Cell, Column, Kind as Holds};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let words = open.words;
    let (from, to) = open.days;
    let now = split(open.book, from, to);
    let before = words.slice.before.as_ref().map(|span| (span.known, ledger::days(words.slice, span)));
    let then = before.map(|(known, (from, to))| (known, split(open.book, from, to)));
    figures(open, &now, then.as_ref(), page);
    kinds(open, &now, then.as_ref().filter(|(known, _)| *known).map(|(_, split)| split), page);
    trend(open, page);
    counts(open, page);
    if !now.known_back && open.known() {
        page.notes.push(open.t("customers.note_young_data"));
    }
}

fn value(metric: &Metric, split: &Split) -> Value {
    let all = split.all();
    // With buyers that nobody can tell apart there is nothing to count, except how many orders that is.
    if all.buyers == 0 && split.nameless.orders > 0 && metric.id != m::KNOWN_BUYER_ORDERS.id {
        return Value::Unknown;
    }
    match metric.id {
        "new_buyers" => Value::Count(split.new_buyers().buyers),
        "returning_buyers" => Value::Count(split.returning.buyers),
        "returning_paid_share" => Value::ratio(split.returning.paid, all.paid),
        "average_per_new_buyer" => Value::money_per(split.new_buyers().paid, split.new_buyers().buyers),
        "average_per_returning_buyer" => Value::money_per(split.returning.paid, split.returning.buyers),
        "known_buyer_orders" => Value::ratio(all.orders, all.orders + split.nameless.orders),
        _ => Value::Unknown,
    }
}

fn figures(open: &Open<'_>, now: &Split, then: Option<&(bool, Split)>, page: &mut Page) {
    let metrics: [&'static Metric; 6] = [
        &m::NEW_BUYERS,
        &m::RETURNING_BUYERS,
        &m::RETURNING_PAID_SHARE,
        &m::AVERAGE_PER_NEW_BUYER,
        &m::AVERAGE_PER_RETURNING_BUYER,
        &m::KNOWN_BUYER_ORDERS,
    ];
    let known = |known: bool, value: Value| if known { value } else { Value::Unknown };
    // Who came before the data began nobody knows: nobody there is no "0 came back".
    let first = open.words.facts().whole().map(Period::from);
    let told = |metric: &Metric, period: Period| {
        let of_the_past = [m::RETURNING_BUYERS.id, m::RETURNING_PAID_SHARE.id, m::AVERAGE_PER_RETURNING_BUYER.id];
        !of_the_past.contains(&metric.id) || first.is_some_and(|first| first < period.from())
    };
    let slice = open.words.slice;
    for metric in metrics {
        let before = then
            .zip(slice.before.as_ref())
            .map(|((had, split), span)| known(*had && told(metric, span.period), value(metric, split)));
        let now = known(open.known() && told(metric, slice.now.period), value(metric, now));
        page.figures.push(Figure::new(metric, now, before));
    }
    let rate = |days: (i32, i32)| {
        let repeat = repurchase::repeat(open.book, days.0, days.1);
        Value::ratio(repeat.repeating, repeat.buyers)
    };
    let before = then
        .zip(open.words.slice.before.as_ref())
        .map(|((had, _), span)| known(*had, rate(ledger::days(open.words.slice, span))));
    page.figures.insert(3, Figure::new(&m::REPURCHASE_RATE, known(open.known(), rate(open.days)), before));
}

pub(super) fn kind_key(kind: Kind) -> &'static str {
    match kind {
        Kind::First => "customers.kind_first",
        Kind::WonBack => "customers.kind_won_back",
        Kind::Returning => "customers.kind_returning",
    }
}

fn kinds(open: &Open<'_>, now: &Split, then: Option<&Split>, page: &mut Page) {
    let all = now.all();
    let name = |metric: &Metric| metric.name(open.words.lang);
    let mut columns = vec![
        Column::new("kind", open.t("customers.column_kind"), Holds::Text),
        Column::new("buyers", name(&s::BUYERS_PAID), Holds::Count),
        Column::new("buyers_share", open.t("customers.column_buyers_share"), Holds::Ratio),
    ];
    if then.is_some() {
        columns.push(Column::new("before", open.t("metric.column_before"), Holds::Count));
        columns.push(Column::new("change", open.t("metric.column_change"), Holds::Ratio));
    }
    columns.extend([
        Column::new("orders", name(&s::ORDERS_PAID), Holds::Count),
        Column::new("paid", name(&s::PAID_AMOUNT), Holds::Money),
        Column::new("net", name(&s::NET_SALES), Holds::Money),
        Column::new("net_share", open.t("customers.column_net_share"), Holds::Ratio),
        Column::new("per_buyer", name(&s::AVERAGE_PER_BUYER), Holds::Money),
    ]);
    let rows = Kind::ALL
        .iter()
        .map(|kind| {
            let side = now.side(*kind);
            let mut cells = vec![
                Cell::Text(open.t(kind_key(*kind))),
                Cell::Count(side.buyers),
                Cell::Ratio(side.buyers, all.buyers),
            ];
            if let Some(then) = then {
                let before = then.side(*kind).buyers;
                cells.extend([Cell::Count(before), Cell::Ratio(side.buyers - before, before)]);
            }
            cells.extend([
                Cell::Count(side.orders),
                money(side.paid),
                money(side.net),
                Cell::Ratio(side.net, all.net),
                money_per(side.paid, side.buyers),
            ]);
            (cells, leads(BuyerPick::Kinds(kind.alone(), None), side.buyers))
        })
        .collect();
    page.sheets.push(sheet("customers_kinds", open.t("customers.kinds"), columns, rows));
    let slices = Kind::ALL
        .iter()
        .map(|kind| Slice { name: open.t(kind_key(*kind)), value: crate::report::yuan(now.side(*kind).net) })
        .collect();
    let centre = crate::table::percent(now.returning.net, all.net)
        .map(|share| format!("{share}\n{}", open.t(kind_key(Kind::Returning))))
        .unwrap_or_default();
    let body = Body::Donut { slices, unit: Unit::Money, centre };
    let spec =
        open.words.chart("customers_kinds", open.t("customers.kinds_chart"), open.t("customers.kinds_subtitle"), body);
    let drills =
        Kind::ALL.iter().map(|kind| leads(BuyerPick::Kinds(kind.alone(), None), now.side(*kind).buyers)).collect();
    page.pictures.push(picture(spec, vec![&s::NET_SALES, &m::RETURNING_BUYERS], "customers_kinds", vec![drills]));
}

/// The step a trend of buyers is drawn by: never hours, since a buyer of an hour says nothing.
fn step(filter: &Filter) -> Step {
    if filter.step == Step::Hour { Step::Day } else { filter.step }
}

fn trend(open: &Open<'_>, page: &mut Page) {
    let words = open.words;
    let step = step(&words.slice.filter);
    let periods: Vec<Period> = steps(words.slice.filter.period, step);
    let days: Vec<(i32, i32)> = periods.iter().map(|one| (day_number(one.from()), day_number(one.to()))).collect();
    let splits = split_steps(open.book, &days);
    // Where the data does not reach there is a gap, not a zero.
    let known: Vec<bool> = periods.iter().map(|one| words.slice.touches(*one)).collect();
    let line = |of: &dyn Fn(&Split) -> Option<f64>| -> Vec<Option<f64>> {
        splits.iter().zip(&known).map(|(split, known)| if *known { of(split) } else { None }).collect()
    };
    let share = |split: &Split| {
        let all = split.all().buyers;
        (all > 0).then(|| split.returning.buyers as f64 / all as f64)
    };
    let labels: Vec<String> = periods.iter().map(|one| words.step_label(step, one.from(), None)).collect();
    let body = Body::Columns {
        categories: labels.clone(),
        series: vec![
            series(m::RETURNING_BUYERS.name(words.lang), Mark::Bar, line(&|split| Some(split.returning.buyers as f64))),
            series(m::NEW_BUYERS.name(words.lang), Mark::Bar, line(&|split| Some(split.new_buyers().buyers as f64))),
            on_right(series(open.t("customers.returning_share"), Mark::Line, line(&share))),
        ],
        bars: Bars::Stacked,
        left: Unit::Count,
        right: Some(Unit::Percent),
        events: Vec::new(),
        time: true,
    };
    let subtitle = open.f("customers.trend_subtitle", &[("step", &words.step(step))]);
    let spec = words.chart("customers_trend", open.t("customers.trend"), subtitle, body);
    let orders = |period: &Period| Some(Drill::Orders(crate::analytics::pick::Pick::in_period(*period)));
    let buyers = |kinds: &'static [Kind]| -> Vec<Option<Drill>> {
        periods.iter().map(|one| Some(Drill::Buyers(BuyerPick::Kinds(kinds, Some(*one))))).collect()
    };
    let drills = vec![buyers(Kind::Returning.alone()), buyers(Kind::NEW), Vec::new()];
    page.pictures.insert(0, picture(spec, vec![&m::NEW_BUYERS, &m::RETURNING_BUYERS], "customers_trend", drills));
    let name = |metric: &Metric| metric.name(words.lang);
    let columns = vec![
        Column::new("step", open.t("customers.column_step"), Holds::Text).wide(110.0),
        Column::new("buyers", name(&s::BUYERS_PAID), Holds::Count),
        Column::new("new_buyers", name(&m::NEW_BUYERS), Holds::Count),
        Column::new("first", open.t("customers.kind_first"), Holds::Count),
        Column::new("won_back", open.t("customers.kind_won_back"), Holds::Count),
        Column::new("returning", name(&m::RETURNING_BUYERS), Holds::Count),
        Column::new("returning_share", open.t("customers.returning_share"), Holds::Ratio),
        Column::new("new_net", open.t("customers.column_new_net"), Holds::Money),
        Column::new("returning_net", open.t("customers.column_returning_net"), Holds::Money),
    ];
    let rows = splits
        .iter()
        .zip(&known)
        .zip(labels.iter().zip(&periods))
        .map(|((split, known), (label, period))| {
            let mut cells = vec![Cell::Text(label.clone())];
            if *known {
                let all = split.all().buyers;
                cells.extend([
                    Cell::Count(all),
                    Cell::Count(split.new_buyers().buyers),
                    Cell::Count(split.first.buyers),
                    Cell::Count(split.won_back.buyers),
                    Cell::Count(split.returning.buyers),
                    Cell::Ratio(split.returning.buyers, all),
                    money(split.new_buyers().net),
                    money(split.returning.net),
                ]);
            } else {
                cells.resize(columns.len(), Cell::Empty);
            }
            (cells, orders(period))
        })
        .collect();
    page.sheets.push(sheet("customers_trend", open.t("customers.trend"), columns, rows));
}

fn counts(open: &Open<'_>, page: &mut Page) {
    let counts = order_counts(open.book, open.days.0, open.days.1);
    let all: i64 = counts.iter().sum();
    let name = |at: usize| {
        let key = if at + 1 < counts.len() { "customers.orders_n" } else { "customers.orders_n_more" };
        open.f(key, &[("n", &(at + 1).to_string())])
    };
    let drills: Vec<Option<Drill>> =
        counts.iter().enumerate().map(|(at, count)| leads(BuyerPick::WithOrders(at as u32 + 1), *count)).collect();
    let body = Body::Columns {
        categories: (0..counts.len()).map(name).collect(),
        series: vec![series(
            s::BUYERS_PAID.name(open.words.lang),
            Mark::Bar,
            counts.iter().map(|n| Some(*n as f64)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Count,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let spec =
        open.words.chart("customers_orders", open.t("customers.orders"), open.t("customers.orders_subtitle"), body);
    page.pictures.push(picture(spec, vec![&m::REPURCHASE_RATE], "customers_orders", vec![drills.clone()]));
    let columns = vec![
        Column::new("orders", open.t("customers.orders"), Holds::Text),
        Column::new("buyers", s::BUYERS_PAID.name(open.words.lang), Holds::Count),
        Column::new("share", open.t("customers.column_buyers_share"), Holds::Ratio),
    ];
    let rows = counts
        .iter()
        .enumerate()
        .zip(drills)
        .map(|((at, count), drill)| (vec![Cell::Text(name(at)), Cell::Count(*count), Cell::Ratio(*count, all)], drill))
        .collect();
    page.sheets.push(sheet("customers_orders", open.t("customers.orders"), columns, rows));
}
