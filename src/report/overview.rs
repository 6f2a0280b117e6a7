//! The overview page (总览).

use super::sales::{change_picture, picture, platform_picture, province_pictures, province_sheet, series, sheet};
use super::sales::{gaps, trend_picture, trend_sheet};
use super::{Drill, Page, Picture, Sheet, Words, cell, change, kind_of, number, yuan};
use crate::analytics::metric::{Figure, Metric, sales as m};
use crate::analytics::overview::{Attention, Concern, Mover, Overview};
use crate::analytics::pick::Pick;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::alert::{AlertKind, Tally};
use crate::domain::money::Money;
use crate::table::{Cell, Column, Kind};

/// Works out the overview page. `alerts` are those that stand now.
pub fn page(words: &Words<'_>, alerts: &[Tally]) -> Page {
    let overview = Overview::of(words.slice);
    let figures = overview.sparks.iter().map(|spark| Figure::new(spark.metric, spark.now, spark.before)).collect();
    let mut sheets = vec![day_sheet(words, &overview), attention_sheet(words, &overview.attention, alerts)];
    let mut pictures: Vec<Picture> = overview
        .sparks
        .iter()
        .map(|spark| {
            let values = spark.line.iter().map(|value| number(spark.metric, *value)).collect();
            spark_picture(words, spark.metric, values)
        })
        .collect();
    sheets.push(renamed(trend_sheet(words, &overview.trend), "overview_trend"));
    pictures.push(named(trend_picture(words, &overview.trend, &[]), "overview_trend"));
    if let Some(change) = &overview.change {
        pictures.push(named(change_picture(words, change), "overview_change"));
    }
    let movers = &overview.movers;
    if !movers.up.is_empty() || !movers.down.is_empty() {
        sheets.push(mover_sheet(words, movers.up.iter().chain(movers.down.iter().rev())));
        pictures.push(mover_picture(words, movers.up.iter().chain(movers.down.iter().rev())));
    }
    sheets.push(renamed(province_sheet(words, &overview.provinces), "overview_provinces"));
    let [ranking, _] = province_pictures(words, &overview.provinces);
    pictures.push(named(ranking, "overview_provinces"));
    pictures.push(named(platform_picture(words, &overview.platforms), "overview_platforms"));
    let notes = match overview.day {
        Some(_) => gaps(words),
        None => vec![words.f("sales.note_no_data", &[("reach", &words.reach())])],
    };
    Page {
        id: "overview",
        title: words.t("overview.title"),
        figures,
        sheets,
        pictures,
        notes,
        parts: Vec::new(),
        leads: Vec::new(),
    }
}

/// A picture of the sales page under the overview's own id, so that saved files do not collide.
fn named(mut picture: Picture, id: &'static str) -> Picture {
    picture.spec.id = id;
    picture.sheet = match id {
        "overview_trend" | "overview_provinces" => id,
        _ => "",
    };
    picture
}

fn renamed(mut sheet: Sheet, id: &'static str) -> Sheet {
    sheet.table.id = id;
    sheet
}

/// The last day beside yesterday, last week and last year.
fn day_sheet(words: &Words<'_>, overview: &Overview) -> Sheet {
    let mut columns = vec![Column::new("name", words.t("metric.column_name"), Kind::Text)];
    let day = overview.day.map(|day| day.to_string()).unwrap_or_default();
    columns.push(Column::new("day", words.f("overview.column_day", &[("day", &day)]), Kind::Number).wide(150.0));
    for (id, change, key) in [
        ("yesterday", "yesterday_change", "overview.column_yesterday"),
        ("last_week", "last_week_change", "overview.column_last_week"),
        ("last_year", "last_year_change", "overview.column_last_year"),
    ] {
        columns.push(Column::new(id, words.t(key), Kind::Number).wide(120.0));
        columns.push(Column::new(change, words.t("metric.column_change"), Kind::Ratio));
    }
    let rows = overview.day_figures.iter().map(|figure| {
        let mut cells = vec![Cell::Text(figure.metric.name(words.lang)), cell(figure.metric, figure.now)];
        for before in [figure.yesterday, figure.last_week, figure.last_year] {
            cells.push(cell(figure.metric, before));
            cells.push(change(words.lang, &Figure::new(figure.metric, figure.now, Some(before))));
        }
        let drill =
            overview.day.map(|day| Drill::Orders(Pick::in_period(crate::domain::period::Period::new(day, day))));
        (cells, drill)
    });
    let title = words.f("overview.day", &[("day", &day)]);
    sheet("overview_day", title, columns, rows.collect())
}

/// A metric's small line; the id of the chart is made from the metric's.
fn spark_picture(words: &Words<'_>, metric: &'static Metric, values: Vec<Option<f64>>) -> Picture {
    let id = match metric.id {
        "paid_amount" => "overview_spark_paid_amount",
        "net_sales" => "overview_spark_net_sales",
        "orders_paid" => "overview_spark_orders_paid",
        "buyers_paid" => "overview_spark_buyers_paid",
        "average_per_buyer" => "overview_spark_average_per_buyer",
        "refund_rate_amount" => "overview_spark_refund_rate_amount",
        "gross_profit" => "overview_spark_gross_profit",
        _ => "overview_spark_conversion",
    };
    let spec = words.chart(id, metric.name(words.lang), metric.clock.name(words.lang), Body::Spark { values });
    picture(spec, vec![metric], "", Vec::new())
}

/// The sentence of a concern.
pub fn concern_text(words: &Words<'_>, attention: &Attention) -> String {
    let amount =
        attention.amount.map(|fen| crate::table::grouped(&Money::from_fen(fen).to_string())).unwrap_or_default();
    let args = [("count", attention.count.to_string()), ("amount", amount)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words.f(&format!("overview.concern_{}", attention.concern.id()), &args)
}

/// Where a concern leads.
pub fn concern_drill(attention: &Attention) -> Option<Drill> {
    let ids = attention.ids.clone().into();
    match attention.concern {
        Concern::UnshippedOver48h | Concern::UnshippedOver24h => Some(Drill::OrderIds(ids)),
        Concern::ParcelsStuck => Some(Drill::Parcels(ids)),
        Concern::RefundsPending => Some(Drill::Refunds(ids)),
        Concern::SkusUnmapped => Some(Drill::Listings(ids)),
        Concern::CostsMissing => Some(Drill::Skus(ids)),
        Concern::TrafficMissing | Concern::DataLate => None,
    }
}

/// The sentence of an alert, and where it leads; `None` for what the concerns of the facts tell already.
fn alert_row(words: &Words<'_>, tally: &Tally) -> Option<(Vec<Cell>, Option<Drill>)> {
    let key = match tally.kind {
        AlertKind::Late | AlertKind::AfterSale | AlertKind::Silent => return None,
        kind => format!("alerts.told_{}", kind.id()),
    };
    let count = i64::try_from(tally.count).unwrap_or(i64::MAX);
    let said = words.f(&key, &[("n", &crate::table::grouped(&count.to_string()))]);
    let ids = tally.ids.clone().into();
    let drill = if tally.kind.family().of_stock() { Drill::Stock(ids) } else { Drill::OrderIds(ids) };
    Some((vec![Cell::Text(said), Cell::Count(count), Cell::Empty], Some(drill)))
}

/// Alerts that cost sales today come first, those that only tie up money last.
fn attention_sheet(words: &Words<'_>, attention: &[Attention], alerts: &[Tally]) -> Sheet {
    let columns = vec![
        Column::new("concern", words.t("overview.column_concern"), Kind::Text).wide(420.0),
        Column::new("count", words.t("overview.column_count"), Kind::Count),
        Column::new("amount", words.t("sales.column_amount"), Kind::Money),
    ];
    let of = |urgent: bool| {
        let some = alerts.iter().filter(move |tally| (tally.kind <= AlertKind::DueSoon) == urgent);
        some.filter_map(|tally| alert_row(words, tally))
    };
    let concerns = attention.iter().map(|attention| {
        let cells = vec![
            Cell::Text(concern_text(words, attention)),
            Cell::Count(attention.count),
            attention.amount.map_or(Cell::Empty, |fen| Cell::Money(Money::from_fen(fen))),
        ];
        (cells, concern_drill(attention))
    });
    let rows = of(true).chain(concerns).chain(of(false)).collect();
    sheet("overview_attention", words.t("overview.attention"), columns, rows)
}

fn mover_sheet<'m>(words: &Words<'_>, movers: impl Iterator<Item = &'m Mover>) -> Sheet {
    let columns = vec![
        Column::new("product", words.t("overview.column_product"), Kind::Text).wide(320.0),
        Column::new("now", m::PAID_AMOUNT.name(words.lang), kind_of(&m::PAID_AMOUNT)),
        Column::new("before", words.t("metric.column_before"), Kind::Money),
        Column::new("difference", words.t("overview.column_difference"), Kind::Money),
        Column::new("change", words.t("metric.column_change"), Kind::Ratio),
    ];
    let money = |fen| Cell::Money(Money::from_fen(fen));
    let rows = movers.map(|mover| {
        let cells = vec![
            Cell::Text(words.product(mover.product as usize)),
            money(mover.now),
            money(mover.before),
            money(mover.change()),
            Cell::Ratio(mover.change(), mover.before),
        ];
        (cells, Some(mover_drill(words, mover)))
    });
    sheet("overview_movers", words.t("overview.movers"), columns, rows.collect())
}

/// The product's orders of the period, of the compared one where there are none now.
fn mover_drill(words: &Words<'_>, mover: &Mover) -> Drill {
    let before = words.slice.before.as_ref().filter(|_| mover.now == 0).map(|span| span.period);
    Drill::Orders(Pick { period: before, product: Some(mover.product), ..Pick::all() })
}

fn mover_picture<'m>(words: &Words<'_>, movers: impl Iterator<Item = &'m Mover>) -> Picture {
    let movers: Vec<&Mover> = movers.collect();
    let values = movers.iter().map(|mover| Some(yuan(mover.change()))).collect();
    let leads = movers.iter().map(|mover| Some(mover_drill(words, mover))).collect();
    let body = Body::Rows {
        categories: movers.iter().map(|mover| words.product(mover.product as usize)).collect(),
        series: vec![series(words.t("overview.column_difference"), Mark::Bar, values)],
        bars: Bars::Grouped,
        unit: Unit::Money,
    };
    let compared = words.compared().unwrap_or_default();
    let subtitle = words.f("overview.movers_subtitle", &[("compared", &compared)]);
    let spec = words.chart("overview_movers", words.t("overview.movers"), subtitle, body);
    picture(spec, vec![&m::PAID_AMOUNT], "overview_movers", vec![leads])
}
