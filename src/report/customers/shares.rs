//! How much hangs on a few buyers (客户集中度).

use super::{Open, leads, money, money_per, whole};
use crate::analytics::customers::concentration::{Concentration, concentration};
use crate::analytics::customers::ledger;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::metric::{Figure, Value, customers as m, sales as s};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::Page;
use crate::report::sales::{picture, series, sheet};
use crate::table::{Cell, Column, Kind};

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let found = concentration(open.book, open.days.0, open.days.1);
    let before = open.words.slice.before.as_ref().map(|span| {
        let (from, to) = ledger::days(open.words.slice, span);
        (span.known, concentration(open.book, from, to))
    });
    for (metric, percent) in [(&m::TOP_1_SHARE, 1), (&m::TOP_10_SHARE, 10), (&m::TOP_20_SHARE, 20)] {
        let share = |found: &Concentration| {
            let top = found.tops.iter().find(|top| top.percent == percent);
            top.map_or(Value::Unknown, |top| Value::ratio(top.net, found.net))
        };
        let now = if open.known() { share(&found) } else { Value::Unknown };
        let then = before.as_ref().map(|(known, found)| if *known { share(found) } else { Value::Unknown });
        page.figures.push(Figure::new(metric, now, then));
    }
    curve(open, &found, page);
    tops(open, &found, page);
    if let Some(count) = found.for_80.filter(|_| found.buyers > 0) {
        let share = crate::table::percent(count, found.buyers).unwrap_or_default();
        page.notes.push(open.f("customers.note_for_80", &[("count", &whole(count)), ("share", &share)]));
    }
}

fn curve(open: &Open<'_>, found: &Concentration, page: &mut Page) {
    let share = |net: &i64| (found.net > 0).then(|| *net as f64 / found.net as f64);
    let body = Body::Columns {
        categories: (0..found.curve.len()).map(|percent| format!("{percent}%")).collect(),
        series: vec![
            series(open.t("customers.curve"), Mark::Area, found.curve.iter().map(share).collect()),
            series(
                open.t("customers.curve_even"),
                Mark::Compared,
                (0..found.curve.len()).map(|percent| Some(percent as f64 / 100.0)).collect(),
            ),
        ],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("customers.concentration");
    let spec = open.words.chart("customers_concentration", title, open.t("customers.concentration_subtitle"), body);
    let picks = (0..found.curve.len()).map(|percent| leads(BuyerPick::Top(percent as u32), percent as i64)).collect();
    let metrics = vec![&m::TOP_1_SHARE, &m::TOP_10_SHARE, &m::TOP_20_SHARE];
    page.pictures.push(picture(spec, metrics, "customers_concentration", vec![picks]));
}

fn tops(open: &Open<'_>, found: &Concentration, page: &mut Page) {
    let columns = vec![
        Column::new("top", open.t("customers.column_top"), Kind::Text),
        Column::new("buyers", s::BUYERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
        Column::new("share", open.t("customers.column_net_share"), Kind::Ratio),
        Column::new("net_per_buyer", open.t("customers.column_net_per_buyer"), Kind::Money),
    ];
    let mut rows: Vec<_> = found
        .tops
        .iter()
        .map(|top| {
            let cells = vec![
                Cell::Text(open.f("customers.top_n", &[("percent", &top.percent.to_string())])),
                Cell::Count(top.buyers),
                money(top.net),
                Cell::Ratio(top.net, found.net),
                money_per(top.net, top.buyers),
            ];
            (cells, leads(BuyerPick::Top(top.percent), top.buyers))
        })
        .collect();
    let all = vec![
        Cell::Text(open.t("customers.all_buyers")),
        Cell::Count(found.buyers),
        money(found.net),
        Cell::Ratio(found.net, found.net),
        money_per(found.net, found.buyers),
    ];
    rows.push((all, leads(BuyerPick::All, found.buyers)));
    page.sheets.push(sheet("customers_concentration", open.t("customers.concentration"), columns, rows));
}
