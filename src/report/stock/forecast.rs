//! How good the forecasts are (预测准确度): what a rolling back-test would have said beside what was sold, against the same weekday of last
//! week as the yardstick.

use std::collections::BTreeMap;

use super::{Open, whole};
use crate::analytics::forecast::select::{Method, Score, Selected};
use crate::analytics::metric::{Figure, Value, stock as m};
use crate::analytics::replenish::Plan;
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::Page;
use crate::report::sales::{picture, series, sheet};
use crate::table::{Cell, Column, Kind};

/// How many categories the chart draws; the table has all.
const SHOWN: usize = 12;

/// A category with its sums and its SKUs.
type Group = (String, (Sums, Vec<usize>));

/// Sums of a back-test, in thousandths of a piece.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    absolute: i64,
    signed: i64,
    sold: i64,
    /// Σ|e| of the yardstick over the same stretches.
    naive: i64,
}

impl Sums {
    fn of(found: &Selected) -> Option<Self> {
        let Score { absolute, signed, sold, .. } = found.score()?;
        let naive = found.trials.iter().find(|trial| trial.method == Method::YARDSTICK)?.score()?;
        let milli = |pieces: f64| (pieces * 1000.0).round() as i64;
        let (absolute, signed, sold) = (milli(absolute), milli(signed), milli(sold));
        Some(Self { absolute, signed, sold, naive: milli(naive.absolute) })
    }

    const fn add(&mut self, other: Self) {
        self.absolute += other.absolute;
        self.signed += other.signed;
        self.sold += other.sold;
        self.naive += other.naive;
    }

    const fn ratio(self, num: i64) -> Cell {
        if self.sold > 0 { Cell::Ratio(num, self.sold) } else { Cell::Empty }
    }

    /// Sold pieces, WAPE, bias, and the WAPE of the yardstick.
    const fn cells(self) -> [Cell; 4] {
        [Cell::Number(self.sold), self.ratio(self.absolute), self.ratio(self.signed), self.ratio(self.naive)]
    }
}

/// The last four columns of both tables.
fn columns(open: &Open<'_>) -> [Column; 4] {
    let lang = open.words.lang;
    [
        Column::new("sold", open.t("stock_analysis.tested_sold"), Kind::Number).wide(110.0),
        Column::new("wape", m::FORECAST_WAPE.name(lang), Kind::Ratio).wide(120.0),
        Column::new("bias", m::FORECAST_BIAS.name(lang), Kind::Ratio).wide(100.0),
        Column::new("naive", open.t("stock_analysis.naive_wape"), Kind::Ratio).wide(130.0),
    ]
}

pub(super) fn add(open: &Open<'_>, plan: &Plan, page: &mut Page) {
    let facts = open.words.facts();
    let tested = open.report.skus.iter().filter_map(|(sku, _)| {
        let found = plan.row(facts.skus.get(*sku)?.id)?.forecast.as_deref().ok()?;
        Some((*sku, found, Sums::of(found)?))
    });
    let mut tested: Vec<(usize, &Selected, Sums)> = tested.collect();
    tested.sort_by_key(|(sku, _, sums)| (std::cmp::Reverse(sums.absolute), *sku));
    let mut all = Sums::default();
    let mut groups: BTreeMap<String, (Sums, Vec<usize>)> = BTreeMap::new();
    for (sku, _, sums) in &tested {
        all.add(*sums);
        let group = groups.entry(open.category(*sku)).or_default();
        group.0.add(*sums);
        group.1.push(*sku);
    }
    let ratio = |num: i64| if all.sold > 0 { Value::ratio(num, all.sold) } else { Value::Unknown };
    page.figures.push(Figure::new(&m::FORECAST_WAPE, ratio(all.absolute), None));
    page.figures.push(Figure::new(&m::FORECAST_BIAS, ratio(all.signed), None));
    let mut groups: Vec<Group> = groups.into_iter().collect();
    groups.sort_by_key(|(name, (sums, _))| (std::cmp::Reverse(sums.sold), name.clone()));
    by_category(open, all, &groups, tested.len(), page);
    let mut heads = vec![
        Column::new("code", open.t("stock_analysis.code"), Kind::Id).wide(110.0),
        Column::new("name", open.t("stock_analysis.name"), Kind::Text).wide(200.0),
        Column::new("method", open.t("replenish.method"), Kind::Text).wide(190.0),
    ];
    heads.extend(columns(open));
    let rows = tested.iter().map(|(sku, found, sums)| {
        let method = found.winner.named(open.words.lang);
        let mut cells = vec![Cell::Text(open.code(*sku)), Cell::Text(open.name(*sku)), Cell::Text(method)];
        cells.extend(sums.cells());
        (cells, open.stock([*sku]))
    });
    page.sheets.push(sheet("stock_forecast", open.t("stock_analysis.forecast"), heads, rows.collect()));
}

fn by_category(open: &Open<'_>, all: Sums, groups: &[Group], skus: usize, page: &mut Page) {
    let lang = open.words.lang;
    let shown = || groups.iter().filter(|(_, (sums, _))| sums.sold > 0).take(SHOWN);
    let drawn = |name: String, mark: Mark, of: fn(&Sums) -> i64| {
        series(name, mark, shown().map(|(_, (sums, _))| Some(of(sums) as f64 / sums.sold as f64)).collect())
    };
    let body = Body::Columns {
        categories: shown().map(|(name, _)| name.clone()).collect(),
        series: vec![
            drawn(m::FORECAST_WAPE.name(lang), Mark::Bar, |sums| sums.absolute),
            drawn(open.t("stock_analysis.naive_wape"), Mark::Bar, |sums| sums.naive),
            drawn(m::FORECAST_BIAS.name(lang), Mark::Dots, |sums| sums.signed),
        ],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let (title, about) = (open.t("stock_analysis.forecast_categories"), open.t("stock_analysis.forecast_subtitle"));
    let spec = open.words.chart("stock_forecast_categories", title.clone(), about, body);
    let leads: Vec<_> = shown().map(|(_, (_, skus))| open.stock(skus.iter().copied())).collect();
    let metrics = vec![&m::FORECAST_WAPE, &m::FORECAST_BIAS];
    page.pictures.push(picture(spec, metrics, "stock_forecast_categories", vec![leads.clone(), leads.clone(), leads]));
    let mut heads = vec![
        Column::new("category", open.t("stock_analysis.category"), Kind::Text).wide(180.0),
        Column::new("skus", open.t("stock_analysis.skus"), Kind::Count),
    ];
    heads.extend(columns(open));
    let line = |name: String, skus: usize, sums: Sums| {
        let mut cells = vec![Cell::Text(name), Cell::Count(skus as i64)];
        cells.extend(sums.cells());
        cells
    };
    let name = open.words.f("stock_analysis.forecast_all", &[("n", &whole(skus as i64))]);
    let mut rows = vec![(line(name, skus, all), None)];
    rows.extend(
        groups
            .iter()
            .map(|(name, (sums, skus))| (line(name.clone(), skus.len(), *sums), open.stock(skus.iter().copied()))),
    );
    page.sheets.push(sheet("stock_forecast_categories", title, heads, rows));
}
