//! Cohorts by month of first order: retention (留存) and lifetime value (生命周期价值).

use super::{Open, leads, money, money_per};
use crate::analytics::customers::cohort::{Cohort, Cohorts, Lifetime, cohorts, month_start};
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::metric::{Figure, Value, customers as m};
use crate::chart::spec::{Bars, Body, Mark, Unit};
use crate::report::sales::{picture, series, sheet};
use crate::report::{Page, yuan};
use crate::table::{Cell, Column, Kind};

/// How many cohorts are drawn; the table has all.
const DRAWN: usize = 24;

/// Ids of the table's columns by age.
const AGES: [&str; 25] = [
    "m0", "m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9", "m10", "m11", "m12", "m13", "m14", "m15", "m16", "m17",
    "m18", "m19", "m20", "m21", "m22", "m23", "m24",
];

fn name(cohort: &Cohort) -> String {
    month_start(cohort.month).format("%Y-%m").to_string()
}

fn age_name(open: &Open<'_>, age: usize) -> String {
    if age == 0 { open.t("customers.month_0") } else { open.f("customers.month_n", &[("n", &age.to_string())]) }
}

/// A heat map's subtitle; what grey means is said where something is grey.
fn subtitle(open: &Open<'_>, text: String, unripe: &[Vec<bool>]) -> String {
    if unripe.iter().flatten().any(|unripe| *unripe) { text + &open.t("customers.grey_months") } else { text }
}

/// Cohorts with buyers.
fn found(open: &Open<'_>) -> Cohorts {
    let mut all = cohorts(open.book, open.days.1);
    all.cohorts.retain(|cohort| cohort.buyers > 0);
    all
}

fn ages(all: &Cohorts) -> usize {
    all.cohorts.iter().map(|cohort| cohort.cells.len()).max().unwrap_or(0).min(AGES.len())
}

/// What both pages must say about young cells and about the first month of the data.
fn note(open: &Open<'_>, all: &Cohorts, page: &mut Page) {
    if let Some(first) = all.data_begins {
        let month = month_start(first).format("%Y-%m").to_string();
        page.notes.push(open.f("customers.note_first_month", &[("month", &month)]));
    }
    page.notes.push(open.t("customers.note_grey"));
}

pub(super) fn add_retention(open: &Open<'_>, page: &mut Page) {
    let all = found(open);
    let ages = ages(&all);
    let drawn = all.clone().latest(DRAWN);
    let row = |cohort: &Cohort, value: &dyn Fn(usize) -> Option<f64>| -> Vec<Option<f64>> {
        (1..ages).map(|age| (age < cohort.cells.len()).then(|| value(age)).flatten()).collect()
    };
    let share =
        |cohort: &Cohort, age: usize| cohort.cells.get(age).map(|cell| cell.buyers as f64 / cohort.buyers as f64);
    let pick = |cohort: &Cohort, age: usize| {
        let back = cohort.cells.get(age).map_or(0, |cell| cell.buyers);
        leads(BuyerPick::Cohort { month: cohort.month, age: age as i32 }, back)
    };
    let unripe: Vec<Vec<bool>> = drawn
        .cohorts
        .iter()
        .map(|cohort| (1..ages).map(|age| cohort.cells.get(age).is_some_and(|cell| !cell.mature)).collect())
        .collect();
    let words = subtitle(open, open.t("customers.retention_subtitle"), &unripe);
    let body = Body::Heat {
        rows: drawn.cohorts.iter().map(name).collect(),
        columns: (1..ages).map(|age| age_name(open, age)).collect(),
        values: drawn.cohorts.iter().map(|cohort| row(cohort, &|age| share(cohort, age))).collect(),
        immature: unripe,
        unit: Unit::Percent,
        labels: true,
    };
    let drills = drawn.cohorts.iter().map(|cohort| (1..ages).map(|age| pick(cohort, age)).collect()).collect();
    let spec = open.words.chart("customers_retention", open.t("customers.retention"), words, body);
    page.pictures.push(picture(spec, Vec::new(), "customers_retention", drills));
    let mean: Vec<(i64, i64)> = (1..ages).map(|age| all.mean_retention(age)).collect();
    let body = Body::Columns {
        categories: (1..ages).map(|age| age_name(open, age)).collect(),
        series: vec![series(
            open.t("customers.mean_retention"),
            Mark::Area,
            mean.iter().map(|(back, buyers)| (*buyers > 0).then(|| *back as f64 / *buyers as f64)).collect(),
        )],
        bars: Bars::Grouped,
        left: Unit::Percent,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let spec = open.words.chart(
        "customers_mean_retention",
        open.t("customers.mean_retention"),
        open.t("customers.mean_retention_subtitle"),
        body,
    );
    page.pictures.push(picture(spec, Vec::new(), "customers_retention", Vec::new()));
    let mut columns = vec![
        Column::new("cohort", open.t("customers.column_cohort"), Kind::Text).wide(90.0),
        Column::new("buyers", open.t("customers.column_first_buyers"), Kind::Count),
    ];
    let ids = AGES.into_iter().enumerate().take(ages).skip(1);
    columns.extend(ids.map(|(age, id)| Column::new(id, age_name(open, age), Kind::Ratio).wide(76.0)));
    let rows = all
        .cohorts
        .iter()
        .map(|cohort| {
            let mut cells = vec![Cell::Text(name(cohort)), Cell::Count(cohort.buyers)];
            // A month that is not over says nothing yet: a dash in the table, grey in the picture.
            cells.extend((1..ages).map(|age| match cohort.cells.get(age) {
                Some(cell) if cell.mature => Cell::Ratio(cell.buyers, cohort.buyers),
                _ => Cell::Empty,
            }));
            (cells, pick(cohort, 0))
        })
        .collect();
    page.sheets.push(sheet("customers_retention", open.t("customers.retention"), columns, rows));
    note(open, &all, page);
}

pub(super) fn add_lifetime(open: &Open<'_>, page: &mut Page) {
    let all = found(open);
    let ages = ages(&all);
    let profit = all.costs_known_enough();
    let of = |one: &Lifetime| if profit { one.profit } else { one.net };
    let mean = all.mean_lifetime();
    figures(open, &mean, page);
    let key = if profit { "customers.lifetime_profit" } else { "customers.lifetime_net" };
    let drawn = all.clone().latest(DRAWN);
    let lives: Vec<Vec<Lifetime>> = drawn.cohorts.iter().filter_map(Cohort::lifetime).collect();
    let unripe: Vec<Vec<bool>> =
        lives.iter().map(|life| (0..ages).map(|age| life.get(age).is_some_and(|one| !one.mature)).collect()).collect();
    let words = subtitle(open, open.t(key), &unripe);
    let body = Body::Heat {
        rows: drawn.cohorts.iter().map(name).collect(),
        columns: (0..ages).map(|age| age_name(open, age)).collect(),
        values: lives
            .iter()
            .map(|life| (0..ages).map(|age| life.get(age).map(|one| yuan(of(one)) / one.buyers as f64)).collect())
            .collect(),
        immature: unripe,
        unit: Unit::Money,
        labels: true,
    };
    let spec = open.words.chart("customers_lifetime", open.t("customers.lifetime"), words, body);
    let drills = drawn
        .cohorts
        .iter()
        .map(|cohort| vec![leads(BuyerPick::Cohort { month: cohort.month, age: 0 }, cohort.buyers); ages])
        .collect();
    page.pictures.push(picture(
        spec,
        vec![&m::LIFETIME_PROFIT_12M, &m::LIFETIME_NET_12M],
        "customers_lifetime",
        drills,
    ));
    let path = all.mean_path();
    let line = |of: &dyn Fn(&Lifetime) -> i64| -> Vec<Option<f64>> {
        path.ages.iter().map(|one| (one.buyers > 0).then(|| yuan(of(one)) / one.buyers as f64)).collect()
    };
    let mut lines = vec![series(open.t("customers.line_net"), Mark::Line, line(&|one| one.net))];
    if profit {
        lines.insert(0, series(open.t("customers.line_profit"), Mark::Area, line(&|one| one.profit)));
    }
    let body = Body::Columns {
        categories: (0..path.ages.len()).map(|age| age_name(open, age)).collect(),
        series: lines,
        bars: Bars::Grouped,
        left: Unit::Money,
        right: None,
        events: Vec::new(),
        time: false,
    };
    let title = open.t("customers.mean_lifetime");
    let args = [("months", path.ages.len().to_string()), ("cohorts", path.cohorts.to_string())];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let subtitle = open.f("customers.mean_lifetime_subtitle", &args);
    let spec = open.words.chart("customers_mean_lifetime", title, subtitle, body);
    page.pictures.push(picture(
        spec,
        vec![&m::LIFETIME_PROFIT_12M, &m::LIFETIME_NET_12M],
        "customers_lifetime",
        Vec::new(),
    ));
    table(open, &all, ages, profit, page);
    if !profit {
        page.notes.push(open.t("customers.note_costs_unknown"));
    }
    note(open, &all, page);
}

/// Value of a buyer within twelve months: months 0 to 11.
fn figures(open: &Open<'_>, mean: &[Lifetime], page: &mut Page) {
    let year = mean.get(11).filter(|one| one.buyers > 0);
    let net = year.map_or(Value::Unknown, |one| Value::money_per(one.net, one.buyers));
    let profit =
        year.filter(|one| one.costed != 0).map_or(Value::Unknown, |one| Value::money_per(one.profit, one.buyers));
    let coverage = year.map_or(Value::Unknown, |one| Value::ratio(one.costed, one.net));
    for (metric, value) in
        [(&m::LIFETIME_NET_12M, net), (&m::LIFETIME_PROFIT_12M, profit), (&m::LIFETIME_COST_COVERAGE, coverage)]
    {
        let value = if open.known() { value } else { Value::Unknown };
        page.figures.push(Figure::new(metric, value, None));
    }
}

fn table(open: &Open<'_>, all: &Cohorts, ages: usize, profit: bool, page: &mut Page) {
    let mut columns = vec![
        Column::new("cohort", open.t("customers.column_cohort"), Kind::Text).wide(90.0),
        Column::new("buyers", open.t("customers.column_first_buyers"), Kind::Count),
        Column::new("net", open.t("customers.column_net_so_far"), Kind::Money),
        Column::new("profit", open.t("customers.column_profit_so_far"), Kind::Money),
        Column::new("coverage", open.t("customers.column_coverage"), Kind::Ratio),
    ];
    let ids = AGES.into_iter().enumerate().take(ages);
    columns.extend(ids.map(|(age, id)| Column::new(id, age_name(open, age), Kind::Money).wide(86.0)));
    let rows = all
        .cohorts
        .iter()
        .map(|cohort| {
            let life = cohort.lifetime().unwrap_or_default();
            let last = life.last().copied().unwrap_or_default();
            let gained = if last.costed == 0 { Cell::Empty } else { money(last.profit) };
            let mut cells = vec![
                Cell::Text(name(cohort)),
                Cell::Count(cohort.buyers),
                money(last.net),
                gained,
                Cell::Ratio(last.costed, last.net),
            ];
            cells.extend((0..ages).map(|age| match life.get(age) {
                Some(one) if one.mature => money_per(if profit { one.profit } else { one.net }, one.buyers),
                _ => Cell::Empty,
            }));
            (cells, leads(BuyerPick::Cohort { month: cohort.month, age: 0 }, cohort.buyers))
        })
        .collect();
    page.sheets.push(sheet("customers_lifetime", open.t("customers.lifetime"), columns, rows));
}
