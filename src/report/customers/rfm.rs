//! RFM groups (客户分层): the eight groups, what each brings, and the grid of recency and frequency.

use super::{Open, leads, money, money_per, whole};
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::rfm::{CutSettings, FREQUENCY_ROWS, Group, RECENCY_STEPS, Rfm, rfm, window};
use crate::analytics::metric::{customers as m, sales as s};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::domain::money::Money;
use crate::report::Page;
use crate::report::sales::{picture, series, sheet};
use crate::table::{Cell, Column, Kind};

pub(super) fn group_name(open: &Open<'_>, group: Group) -> String {
    open.t(&format!("customers.rfm_{}", group.id()))
}

pub(super) fn add(open: &Open<'_>, settings: CutSettings, page: &mut Page) {
    let (from, to) = window(open.days);
    let found = rfm(open.book, from, to, settings);
    let cuts = found.cuts;
    let net = crate::table::grouped(&Money::from_fen(cuts.net).to_string());
    let args = [("days", whole(cuts.recent_days.into())), ("orders", whole(cuts.orders.into())), ("net", net)];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let by_median = settings.recent_days.is_none() || settings.orders.is_none() || settings.net.is_none();
    let key = if by_median { "customers.rfm_cuts_median" } else { "customers.rfm_cuts" };
    // Cuts through nobody say nothing.
    let subtitle = if found.all().buyers == 0 { open.t("customers.rfm_nobody") } else { open.f(key, &args) };
    groups(open, &found, subtitle, page);
    grid(open, &found, page);
}

fn groups(open: &Open<'_>, found: &Rfm, subtitle: String, page: &mut Page) {
    let all = found.all();
    let bars = |of: &dyn Fn(Group) -> Option<f64>| Group::ALL.iter().map(|group| of(*group)).collect::<Vec<_>>();
    let drills: Vec<_> =
        Group::ALL.iter().map(|group| leads(BuyerPick::Rfm(*group, found.cuts), found.sum(*group).buyers)).collect();
    let share = |part: i64, whole: i64| (whole > 0).then(|| part as f64 / whole as f64);
    let body = Body::Rows {
        categories: Group::ALL.iter().map(|group| group_name(open, *group)).collect(),
        series: vec![
            series(
                open.t("customers.column_buyers_share"),
                Mark::Bar,
                bars(&|group| share(found.sum(group).buyers, all.buyers)),
            ),
            series(
                open.t("customers.column_net_share"),
                Mark::Bar,
                bars(&|group| share(found.sum(group).net, all.net)),
            ),
        ],
        bars: Bars::Grouped,
        unit: Unit::Percent,
    };
    let spec = open.words.chart("customers_rfm", open.t("customers.rfm"), subtitle, body);
    page.pictures.push(picture(spec, vec![&m::REPURCHASE_RATE], "customers_rfm", vec![drills.clone(), drills.clone()]));
    let columns = vec![
        Column::new("group", open.t("customers.column_group"), Kind::Text).wide(120.0),
        Column::new("traits", open.t("customers.column_traits"), Kind::Text).wide(190.0),
        Column::new("buyers", s::BUYERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("buyers_share", open.t("customers.column_buyers_share"), Kind::Ratio),
        Column::new("orders", s::ORDERS_PAID.name(open.words.lang), Kind::Count),
        Column::new("net", s::NET_SALES.name(open.words.lang), Kind::Money),
        Column::new("net_share", open.t("customers.column_net_share"), Kind::Ratio),
        Column::new("net_per_buyer", open.t("customers.column_net_per_buyer"), Kind::Money),
        Column::new("advice", open.t("customers.column_advice"), Kind::Text).wide(320.0),
    ];
    let rows = Group::ALL
        .iter()
        .zip(drills)
        .map(|(group, drill)| {
            let sum = found.sum(*group);
            let (recent, frequent, big) = group.traits();
            let level = |high: bool, yes: &str, no: &str| open.t(if high { yes } else { no });
            let traits = [
                level(recent, "customers.trait_recent", "customers.trait_long_ago"),
                level(frequent, "customers.trait_frequent", "customers.trait_seldom"),
                level(big, "customers.trait_big", "customers.trait_small"),
            ];
            let cells = vec![
                Cell::Text(group_name(open, *group)),
                Cell::Text(traits.join(" · ")),
                Cell::Count(sum.buyers),
                Cell::Ratio(sum.buyers, all.buyers),
                Cell::Count(sum.orders),
                money(sum.net),
                Cell::Ratio(sum.net, all.net),
                money_per(sum.net, sum.buyers),
                Cell::Text(open.t(&format!("customers.advice_{}", group.id()))),
            ];
            (cells, drill)
        })
        .collect();
    page.sheets.push(sheet("customers_rfm", open.t("customers.rfm"), columns, rows));
}

fn grid(open: &Open<'_>, found: &Rfm, page: &mut Page) {
    let mut from = 0;
    let mut columns: Vec<String> = Vec::new();
    for end in RECENCY_STEPS {
        columns.push(open.f("customers.days_range", &[("from", &from.to_string()), ("to", &end.to_string())]));
        from = end + 1;
    }
    columns.push(open.f("customers.days_more", &[("from", &from.to_string())]));
    let row_name = |row: usize| {
        let key = if row + 1 < FREQUENCY_ROWS { "customers.orders_n" } else { "customers.orders_n_more" };
        open.f(key, &[("n", &(row + 1).to_string())])
    };
    // The most frequent buyers on top.
    let rows: Vec<usize> = (0..FREQUENCY_ROWS).rev().collect();
    let cells = |row: usize| found.grid.get(row).copied().unwrap_or_default();
    let drill = |row: usize, column: usize, count: i64| leads(BuyerPick::RfmCell { row, column }, count);
    let body = Body::Heat {
        rows: rows.iter().map(|row| row_name(*row)).collect(),
        columns: columns.clone(),
        values: rows
            .iter()
            .map(|row| cells(*row).iter().map(|count| (*count > 0).then_some(*count as f64)).collect())
            .collect(),
        immature: Vec::new(),
        unit: Unit::Count,
        labels: true,
    };
    let drills = rows
        .iter()
        .map(|row| cells(*row).iter().enumerate().map(|(column, count)| drill(*row, column, *count)).collect())
        .collect();
    let spec = open.words.chart(
        "customers_rfm_grid",
        open.t("customers.rfm_grid"),
        open.t("customers.rfm_grid_subtitle"),
        body,
    );
    page.pictures.push(picture(spec, vec![&s::BUYERS_PAID], "customers_rfm_grid", drills));
    let ids = ["days_30", "days_60", "days_90", "days_180", "days_365", "days_more"];
    let mut heads = vec![Column::new("orders", open.t("customers.orders"), Kind::Text)];
    heads.extend(ids.into_iter().zip(columns).map(|(id, title)| Column::new(id, title, Kind::Count)));
    let table = rows
        .iter()
        .map(|row| {
            let counts = cells(*row);
            (std::iter::once(Cell::Text(row_name(*row))).chain(counts.iter().map(|n| Cell::Count(*n))).collect(), None)
        })
        .collect();
    page.sheets.push(sheet("customers_rfm_grid", open.t("customers.rfm_grid"), heads, table));
}
