//! Orders by source, type, amount, hour, region, staff and courier: a chart and a table for each.

use super::{Open, RANKED, hours, hours_number};
use crate::analytics::metric::{Metric, Value, logistics as l, orders as m, sales as s};
use crate::analytics::orders::pick::HandlePick;
use crate::analytics::orders::{Dimension, Sort};
use crate::chart::spec::{Bars, Body, Mark, Slice, Unit};
use crate::domain::money::Money;
use crate::report::sales::{picture, series, sheet};
use crate::report::{Drill, Page, Picture, cell, kind_of};
use crate::table::{Cell, Column, Kind};

/// A grouping: its sheet, its title, and whether it keeps the order of its codes.
struct Grouping {
    dimension: Dimension,
    id: &'static str,
    title: &'static str,
    /// Hours and bands stand in their own order, others by size.
    ordered: bool,
}

const fn ranked(dimension: Dimension, id: &'static str, title: &'static str) -> Grouping {
    Grouping { dimension, id, title, ordered: false }
}

const fn ordered(dimension: Dimension, id: &'static str, title: &'static str) -> Grouping {
    Grouping { dimension, id, title, ordered: true }
}

pub(super) fn source(open: &Open<'_>, page: &mut Page) {
    add(open, &ranked(Dimension::Platform, "orders_by_platform", "rules.an_by_platform"), page);
    add(open, &ranked(Dimension::Shop, "orders_by_shop", "rules.an_by_shop"), page);
    add(open, &ranked(Dimension::Kind, "orders_by_kind", "rules.an_by_kind"), page);
}

pub(super) fn amount(open: &Open<'_>, page: &mut Page) {
    add(open, &ordered(Dimension::Band, "orders_by_band", "rules.an_by_band"), page);
    add(open, &ordered(Dimension::Hour, "orders_by_hour", "rules.an_by_hour"), page);
}

pub(super) fn place(open: &Open<'_>, page: &mut Page) {
    add(open, &ranked(Dimension::Province, "orders_by_province", "rules.an_by_province"), page);
}

pub(super) fn people(open: &Open<'_>, page: &mut Page) {
    add(open, &ranked(Dimension::Staff, "orders_by_staff", "rules.an_by_staff"), page);
    add(open, &ranked(Dimension::Courier, "orders_by_courier", "rules.an_by_courier"), page);
    if open.words.slice.now.known && open.shared.assigned == 0 {
        page.notes.push(open.t("rules.an_note_no_staff"));
    }
}

fn add(open: &Open<'_>, grouping: &Grouping, page: &mut Page) {
    let Grouping { dimension, id, title, ordered } = *grouping;
    let mut sorts = open.handled.by(dimension);
    if !ordered {
        sorts.sort_by_key(|sort| (std::cmp::Reverse(sort.orders), sort.code));
    }
    let drill = |sort: &Sort| Some(Drill::Handled(HandlePick::of(dimension, sort.code)));
    let drills: Vec<Option<Drill>> = sorts.iter().map(drill).collect();
    let names: Vec<String> = sorts.iter().map(|sort| open.name(dimension, sort.code)).collect();
    page.pictures.push(drawn(open, grouping, &sorts, &names, &drills));
    let total: i64 = sorts.iter().map(|sort| sort.orders).sum();
    let of = |metric: &'static Metric| metric.name(open.words.lang);
    let columns = vec![
        Column::new("name", open.t(title), Kind::Text),
        Column::new("orders_paid", of(&s::ORDERS_PAID), Kind::Count),
        Column::new("share", open.t("sales.column_share"), Kind::Ratio),
        Column::new("paid_amount", of(&s::PAID_AMOUNT), Kind::Money),
        Column::new("aov", of(&s::AOV), kind_of(&s::AOV)),
        Column::new("audited", open.t("rules.an_audited"), Kind::Number),
        Column::new("given", open.t("rules.an_given"), Kind::Number),
        Column::new("sent", open.t("rules.an_sent"), Kind::Number),
        Column::new("sent_p90", open.t("rules.an_sent_p90"), Kind::Number),
        Column::new("waiting", open.t("rules.an_waiting"), Kind::Count),
        Column::new("refund_rate_orders", of(&s::REFUND_RATE_ORDERS), Kind::Ratio),
    ];
    let rows = sorts.iter().zip(names).zip(drills).map(|((sort, name), drill)| (cells(sort, name, total), drill));
    page.sheets.push(sheet(id, open.t(title), columns, rows.collect()));
}

fn cells(sort: &Sort, name: String, total: i64) -> Vec<Cell> {
    vec![
        Cell::Text(name),
        Cell::Count(sort.orders),
        Cell::Ratio(sort.orders, total),
        Cell::Money(Money::from_fen(sort.paid)),
        cell(&s::AOV, Value::money_per(sort.paid, sort.orders)),
        hours(sort.waits.audited.median),
        hours(sort.waits.given.median),
        hours(sort.waits.sent.median),
        hours(sort.waits.sent.p90),
        Cell::Count(sort.waiting),
        Cell::Ratio(sort.refunded, sort.orders),
    ]
}

fn drawn(open: &Open<'_>, grouping: &Grouping, sorts: &[Sort], names: &[String], drills: &[Option<Drill>]) -> Picture {
    let Grouping { dimension, id, title, ordered } = *grouping;
    let shown = if ordered { sorts.len() } else { sorts.len().min(RANKED) };
    let leads: Vec<Option<Drill>> = drills.iter().take(shown).cloned().collect();
    let categories: Vec<String> = names.iter().take(shown).cloned().collect();
    let marked = |mark: Mark, name: String, value: &dyn Fn(&Sort) -> Option<f64>| {
        series(name, mark, sorts.iter().take(shown).map(value).collect())
    };
    let bars = |name: String, value: &dyn Fn(&Sort) -> Option<f64>| marked(Mark::Bar, name, value);
    let paid = s::ORDERS_PAID.name(open.words.lang);
    let orders = |name: String| bars(name, &|sort| Some(sort.orders as f64));
    let rows = |series| Body::Rows { categories: categories.clone(), series, bars: Bars::Grouped, unit: Unit::Hours };
    let (body, subtitle, metrics, drills): (Body, &str, Vec<&'static Metric>, _) = match dimension {
        Dimension::Kind | Dimension::Platform => {
            let slices =
                sorts.iter().zip(names).map(|(sort, name)| Slice { name: name.clone(), value: sort.orders as f64 });
            let all = sorts.iter().map(|sort| sort.orders).sum::<i64>() as f64;
            let centre = open.words.whole(all, Unit::Count, &paid);
            let body = Body::Donut { slices: slices.collect(), unit: Unit::Count, centre };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![drills.to_vec()])
        }
        Dimension::Staff => {
            let body = rows(vec![
                bars(open.t("rules.an_to_given"), &|sort| hours_number(sort.waits.given.median)),
                bars(open.t("rules.an_to_sent"), &|sort| hours_number(sort.waits.sent.median)),
            ]);
            let metrics = vec![&m::MEDIAN_HOURS_PAID_TO_ASSIGNED, &l::MEDIAN_HOURS_PAID_TO_SHIPPED];
            (body, "rules.an_staff_subtitle", metrics, vec![leads.clone(), leads])
        }
        Dimension::Courier => {
            let body = rows(vec![
                bars(open.t("logistics.median"), &|sort| hours_number(sort.waits.sent.median)),
                marked(Mark::Compared, open.t("logistics.p90"), &|sort| hours_number(sort.waits.sent.p90)),
            ]);
            let metrics = vec![&l::MEDIAN_HOURS_PAID_TO_SHIPPED, &l::P90_HOURS_PAID_TO_SHIPPED];
            (body, "rules.an_courier_subtitle", metrics, vec![leads.clone(), leads])
        }
        Dimension::Band | Dimension::Hour => {
            let body = Body::Columns {
                categories,
                series: vec![orders(paid)],
                bars: Bars::Grouped,
                left: Unit::Count,
                right: None,
                events: Vec::new(),
                time: false,
            };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![leads])
        }
        Dimension::Shop | Dimension::Province => {
            let series = vec![orders(paid)];
            let body = Body::Rows { categories, series, bars: Bars::Grouped, unit: Unit::Count };
            (body, "rules.an_orders_subtitle", vec![&s::ORDERS_PAID], vec![leads])
        }
    };
    picture(open.words.chart(id, open.t(title), open.t(subtitle), body), metrics, id, drills)
}
