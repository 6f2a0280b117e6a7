//! Figures of the sample shop against plain SQL, to the fen.
//!
//! The SQL is written from what each metric says it is (`assets/locales/zh/metric.toml`), on the bare tables of the shop file; it knows
//! nothing of the program's columns. Every metric of the registry must have its query: a new one without fails here.

mod customers;
mod drills;
mod logistics;
mod orders;
mod parts;
mod products;
mod sales;
mod shop;
mod stock;

use std::collections::BTreeMap;

use duckdb::Row;
use zhanggui::analytics::filter::Filter;
use zhanggui::analytics::metric::{self, Figure, Metric, Unit, Value};
use zhanggui::domain::period::{Compare, Period};
use zhanggui::domain::platform::Platform;
use zhanggui::locale::Lang;
use zhanggui::report;

use shop::{Ground, day, shop};

/// What a query answers with, in its first column or its first two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    /// Fen.
    Money,
    Count,
    /// Two counts.
    Ratio,
    /// Two amounts in fen.
    MoneyRatio,
    /// Two counts whose quotient is a number, not a share.
    CountPer,
    /// Fen and a count.
    MoneyPer,
    /// Seconds, of a metric in hours.
    Hours,
    /// Seconds, of a metric in days.
    Days,
    /// A share that no whole numbers make, as a float.
    Estimate,
}

/// Id, kind of answer and query of a metric. Null is unknown.
type Check = (&'static str, Answer, &'static str);

fn check_of(metric: &Metric) -> &'static Check {
    let mut all =
        [sales::CHECKS, customers::CHECKS, products::CHECKS, logistics::CHECKS, stock::CHECKS, orders::CHECKS]
            .into_iter()
            .flatten();
    all.find(|check| check.0 == metric.id).unwrap_or_else(|| panic!("{} is held by no query", metric.id))
}

impl Answer {
    const fn unit(self) -> Unit {
        match self {
            Self::Money => Unit::Money,
            Self::Count => Unit::Count,
            Self::Ratio | Self::MoneyRatio | Self::Estimate => Unit::Ratio,
            Self::CountPer => Unit::CountPer,
            Self::MoneyPer => Unit::MoneyPer,
            Self::Hours => Unit::Hours,
            Self::Days => Unit::Days,
        }
    }

    fn read(self, row: &Row<'_>) -> duckdb::Result<Value> {
        if self == Self::Estimate {
            let share = row.get::<_, Option<f64>>(0)?;
            return Ok(share.map_or(Value::Unknown, |share| Value::ratio((share * 1e6).round() as i64, 1_000_000)));
        }
        let Some(first) = row.get::<_, Option<i64>>(0)? else { return Ok(Value::Unknown) };
        let base = |second: Option<i64>| second.filter(|base| *base > 0);
        Ok(match self {
            Self::Money => Value::money(first),
            Self::Count => Value::Count(first),
            Self::Hours | Self::Days => Value::Seconds(first),
            Self::MoneyPer => base(row.get(1)?).map_or(Value::Unknown, |den| Value::MoneyPer { fen: first, den }),
            _ => base(row.get(1)?).map_or(Value::Unknown, |den| Value::Ratio { num: first, den }),
        })
    }

    /// Equal to the last fen and piece; quantiles to a second, estimates to a millionth.
    fn agrees(self, found: Value, told: Value) -> bool {
        match (self, found, told) {
            (Self::Hours, Value::Seconds(found), Value::Seconds(told)) => (found - told).abs() <= 1,
            (Self::Estimate, Value::Ratio { num: found, den: a }, Value::Ratio { num: told, den: b }) => {
                a == b && (found - told).abs() <= 1
            }
            _ => found == told,
        }
    }
}

struct Case {
    name: &'static str,
    filter: Filter,
    /// The filter's choice of shops as SQL.
    condition: String,
}

fn cases() -> Vec<Case> {
    let summer = || Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31)));
    let autumn = || Filter::new(Period::new(day(2025, 10, 15), day(2025, 12, 14)));
    let case = |name, filter, condition: String| Case { name, filter, condition };
    let (home, masked) = (shop().id("栗屿家居馆"), shop().id("栗屿生活馆"));
    vec![
        case("half a year and the one before", Filter { compare: Compare::LastYear, ..summer() }, "true".to_owned()),
        case("two months and those before", autumn(), "true".to_owned()),
        case(
            "to the end of the data and beyond",
            Filter { compare: Compare::Nothing, ..Filter::new(Period::new(day(2026, 9, 1), day(2026, 12, 31))) },
            "true".to_owned(),
        ),
        case(
            "one platform",
            Filter { platforms: vec![Platform::Taobao], compare: Compare::LastYear, ..summer() },
            format!("platform = {}", Platform::Taobao.code()),
        ),
        case("one shop", Filter { shops: vec![home], ..autumn() }, format!("shop_id = {home}")),
        case(
            "a shop whose buyers are masked",
            Filter { shops: vec![masked], ..summer() },
            format!("shop_id = {masked}"),
        ),
    ]
}

/// The figures of every page; one that several pages show must be the same everywhere.
fn figures(filter: &Filter) -> BTreeMap<&'static str, Figure> {
    let mut found: BTreeMap<&'static str, Figure> = BTreeMap::new();
    for page in report::pages(&shop().facts, filter, Lang::Zh) {
        for figure in page.figures {
            let known = found.entry(figure.metric.id).or_insert(figure);
            assert_eq!(known.now, figure.now, "{} differs on the page {}", figure.metric.id, page.id);
            if known.before.is_none() {
                *known = figure;
            }
        }
    }
    found
}

fn answer(ground: &Ground, check: &Check) -> Value {
    let (_, kind, sql) = check;
    ground.ask(sql, |row| kind.read(row)).first().copied().unwrap_or(Value::Unknown)
}

/// Metrics that stand for a moment, or look from one period to another, and so are compared with nothing.
const NOT_COMPARED: [&str; 19] = [
    "came_back_rate",
    "back_within_90_days",
    "repurchase_cycle",
    "median_gap",
    "lifetime_net_12m",
    "lifetime_profit_12m",
    "lifetime_cost_coverage",
    "active_buyers",
    "slipping_buyers",
    "lost_buyers",
    "slipping_share",
    "a_products",
    "a_products_share",
    "new_products",
    "fading_products",
    "orders_waiting",
    "parcels_silent",
    "parcels_slow",
    "orders_overdue",
];

#[test]
fn every_metric_is_what_plain_sql_says_under_every_filter() {
    let mut wrong = Vec::new();
    for case in cases() {
        let figures = figures(&case.filter);
        let ground = shop().ground(&case.condition);
        let before = case.filter.period.compared(case.filter.compare);
        // 回购率 looks from the buyers of the compared period to this one.
        ground.run("CREATE OR REPLACE TEMP TABLE base AS SELECT buyer FROM k LIMIT 0");
        if let Some(before) = before {
            ground.period(before);
            ground.run("CREATE OR REPLACE TEMP TABLE base AS SELECT buyer FROM n");
        }
        let mut compare = |metric: &Metric, found: Value, told: Value, when: &str| {
            if !check_of(metric).1.agrees(found, told) {
                wrong.push(format!("{} {when}, {}: {found:?}, by SQL {told:?}", metric.id, case.name));
            }
        };
        ground.of(&case.filter);
        for metric in metric::all() {
            let check = check_of(metric);
            assert_eq!(check.1.unit(), metric.unit, "{}", metric.id);
            assert_eq!(check.1 == Answer::MoneyRatio, metric.of_money, "{}: a ratio of two amounts?", metric.id);
            let figure = figures.get(metric.id).unwrap_or_else(|| panic!("no page shows {}", metric.id));
            compare(metric, figure.now, answer(&ground, check), "now");
        }
        let Some(before) = before else { continue };
        ground.period(before);
        for metric in metric::all() {
            let figure = figures[metric.id];
            let alone = NOT_COMPARED.contains(&metric.id);
            assert_eq!(figure.before.is_none(), alone, "{} {}", metric.id, case.name);
            if let Some(then) = figure.before {
                compare(metric, then, answer(&ground, check_of(metric)), "before");
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn no_query_stands_for_a_metric_that_is_gone() {
    let all = [sales::CHECKS, customers::CHECKS, products::CHECKS, logistics::CHECKS, stock::CHECKS, orders::CHECKS];
    for (id, ..) in all.into_iter().flatten() {
        assert!(metric::find(id).is_some(), "{id}");
    }
}
