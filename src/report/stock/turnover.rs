//! How fast each category turns (分类周转): worth tied up, cost of what was sold, turnover and days.

use std::collections::BTreeMap;

use super::{Open, days_of, money, rounded};
use crate::analytics::metric::{Value, stock as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{on_right, picture, series, sheet};
use crate::report::{Page, cell, number, yuan};
use crate::table::{Cell, Column, Kind};

/// How many categories the chart draws; the table has all.
const SHOWN: usize = 12;

#[derive(Debug, Default)]
struct Group {
    skus: Vec<usize>,
    fen_days: i64,
    cogs: i64,
    value: i64,
    moving: i64,
    sellable: i64,
}

pub(super) fn add(open: &Open<'_>, page: &mut Page) {
    let days = open.report.known.days();
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    for (sku, one) in &open.report.skus {
        let group = groups.entry(open.category(*sku)).or_default();
        group.skus.push(*sku);
        group.moving += i64::from(one.sold > 0);
        group.sellable += i64::from(one.was_sellable());
        if let Some(worth) = one.money {
            group.fen_days += worth.fen_days;
            group.cogs += worth.cogs_fen;
            group.value += worth.value_fen;
        }
    }
    let mut groups: Vec<(String, Group)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, group)| std::cmp::Reverse(group.fen_days));
    let lang = open.words.lang;
    let shown = || groups.iter().take(SHOWN);
    let turn = |group: &Group| days_of(group.fen_days, group.cogs);
    let body = Body::Columns {
        categories: shown().map(|(name, _)| name.clone()).collect(),
        series: vec![
            series(
                m::STOCK_AVERAGE.name(lang),
                Mark::Bar,
                shown().map(|(_, group)| Some(yuan(rounded(group.fen_days, days)))).collect(),
            ),
            on_right(series(
                m::STOCK_TURNOVER_DAYS.name(lang),
                Mark::Dots,
                shown().map(|(_, group)| number(&m::STOCK_TURNOVER_DAYS, turn(group))).collect(),
            )),
        ],
        bars: Bars::Grouped,
        left: Unit::Money,
        right: Some(Unit::Days),
        events: Vec::new(),
        time: false,
    };
    let title = open.t("stock_analysis.turnover");
    let spec = open.words.chart("stock_turnover", title.clone(), open.t("stock_analysis.turnover_subtitle"), body);
    let leads: Vec<_> = shown().map(|(_, group)| open.stock(group.skus.iter().copied())).collect();
    page.pictures.push(picture(
        spec,
        vec![&m::STOCK_AVERAGE, &m::STOCK_TURNOVER_DAYS],
        "stock_turnover",
        vec![leads.clone(), leads],
    ));
    let columns = vec![
        Column::new("category", open.t("stock_analysis.category"), Kind::Text).wide(180.0),
        Column::new("skus", open.t("stock_analysis.skus"), Kind::Count),
        Column::new("value", m::STOCK_VALUE.name(lang), Kind::Money),
        Column::new("average", m::STOCK_AVERAGE.name(lang), Kind::Money),
        Column::new("cogs", m::STOCK_COGS.name(lang), Kind::Money),
        Column::new("turnover", m::STOCK_TURNOVER.name(lang), Kind::Number),
        Column::new("days", m::STOCK_TURNOVER_DAYS.name(lang), Kind::Number),
        Column::new("moving", m::STOCK_MOVING_RATE.name(lang), Kind::Ratio),
    ];
    let rows = groups.iter().map(|(name, group)| {
        let cells = vec![
            Cell::Text(name.clone()),
            Cell::Count(group.skus.len() as i64),
            money(group.value),
            money(rounded(group.fen_days, days)),
            money(group.cogs),
            cell(&m::STOCK_TURNOVER, Value::ratio(group.cogs * days, group.fen_days)),
            cell(&m::STOCK_TURNOVER_DAYS, turn(group)),
            Cell::Ratio(group.moving, group.sellable),
        ];
        (cells, open.stock(group.skus.iter().copied()))
    });
    page.sheets.push(sheet("stock_turnover", title, columns, rows.collect()));
}
