//! Each dashboard of a shop with a million orders, worked out after a change of the filter, beside a hand-written set of DuckDB queries
//! for the same figures (`benches/sql`). What no filter changes stands ready on both sides: ours in the facts, the yardstick's in
//! tables in memory (`ready.sql`).
//!
//! `cargo bench --profile dev --bench dashboards`; `ZHANGGUI_BENCH_ORDERS` for another size, `ZHANGGUI_BENCH_RUNS` for another number of runs.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program for measuring"
)]

mod shop;
mod table;

use std::time::Duration;

use chrono::{Days, Months, NaiveDate};
use duckdb::{Config, Connection};
use table::{Line, time};
use zhanggui::analytics::facts::Facts;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::logistics::parcels::ParcelRules;
use zhanggui::analytics::metric::Value;
use zhanggui::domain::period::{Period, Step};
use zhanggui::domain::platform::Platform;
use zhanggui::locale::Lang;
use zhanggui::report::customers::CustomerRules;
use zhanggui::report::products::ProductRules;
use zhanggui::report::{Page, Words, customers, logistics, overview, products, sales};
use zhanggui::store::{Options, Store};

type Make = fn(&Words<'_>) -> Page;

/// Name, how it is made, and the queries for the same figures.
const PAGES: [(&str, Make, &str); 5] = [
    ("总览", |words| overview::page(words, &[]), include_str!("sql/overview.sql")),
    ("销售", sales::page, include_str!("sql/sales.sql")),
    ("客户", |words| customers::page(words, CustomerRules::default()), include_str!("sql/customers.sql")),
    ("商品", |words| products::page(words, ProductRules::default()), include_str!("sql/products.sql")),
    ("物流", |words| logistics::page(words, ParcelRules::default()), include_str!("sql/logistics.sql")),
];

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let path = shop::shop(number("ZHANGGUI_BENCH_ORDERS", 1_000_000));
    let store = Store::open(&path, &Options::default()).expect("the shop opens");
    let mut facts = None;
    let loading = time(|| {
        let frames = store.facts().expect("facts");
        facts = Some(Facts::build(&frames).expect("facts"));
    });
    drop(store);
    let facts = facts.expect("facts");
    println!("{} orders; facts loaded in {:.2} s", facts.orders.len(), loading.as_secs_f64());
    let config = Config::default().enable_autoload_extension(false).unwrap();
    let conn = Connection::open_with_flags(&path, config).expect("the shop opens");
    conn.execute_batch(include_str!("sql/ready.sql")).expect("the yardstick's tables");
    let runs = number("ZHANGGUI_BENCH_RUNS", 7);
    let mut lines = Vec::new();
    for (name, filter) in filters(&facts) {
        for (title, page, sql) in PAGES {
            let line = Line::new(format!("{title}, {name}")).times(1.5).most(Duration::from_millis(150));
            lines.push((line, filter.clone(), page, sql));
        }
    }
    // By turns over all filters, so that every page is worked out after a change of the filter.
    for run in 0..=runs {
        for (line, filter, make, sql) in &mut lines {
            let questions = Questions::new(&facts, filter, sql);
            let (mut page, mut told) = (None, Vec::new());
            line.run(
                || {
                    let slice = Slice::new(&facts, filter);
                    page = Some(make(&Words::new(&slice, Lang::Zh)));
                },
                || told = questions.ask(&conn),
            );
            if run == 0 {
                agree(&line.name, &page.expect("a page"), &told);
                // The first run warms both.
                line.ours.clear();
                line.yardstick.clear();
            }
        }
    }
    let lines: Vec<Line> = lines.into_iter().map(|(line, ..)| line).collect();
    table::print("Dashboards on a million orders", "hand-written SQL", &lines);
}

/// What an owner looks at, from a month to everything there is.
fn filters(facts: &Facts) -> Vec<(&'static str, Filter)> {
    let last = facts.reach.last.expect("a shop with orders");
    let of = |days: u64| {
        let period = Period::last_days(last, days);
        Filter { step: Filter::fitting_step(period), ..Filter::new(period) }
    };
    let year = of(365);
    let lines = |category: usize| facts.lines.category.iter().filter(|of| usize::from(**of) == category).count();
    let largest = (1..facts.categories.len()).max_by_key(|category| lines(*category)).expect("categories");
    let category = facts.categories.get(largest).expect("one of them").id;
    vec![
        ("30 days", of(30)),
        ("365 days", year.clone()),
        ("730 days", of(730)),
        ("365 days of 淘宝", Filter { platforms: vec![Platform::Taobao], ..year.clone() }),
        ("365 days of the largest category", Filter { categories: vec![category], ..year }),
    ]
}

/// The yardstick's statements for one page and filter, each with the metric its first row must agree with.
struct Questions {
    prepare: String,
    all: Vec<(Option<String>, String)>,
}

impl Questions {
    fn new(facts: &Facts, filter: &Filter, page: &str) -> Self {
        let period = filter.period;
        let before = period.compared(filter.compare).map_or(period.from(), Period::from);
        let day = |day: NaiveDate| format!("TIMESTAMP '{day} 00:00:00'");
        let next = period.to() + Days::new(1);
        let at = facts.reach.at.expect("a shop with orders");
        let (mut keep, mut traffic) = ("true".to_owned(), "true".to_owned());
        let codes: Vec<String> = filter.platforms.iter().map(|platform| platform.code().to_string()).collect();
        if !codes.is_empty() {
            keep = format!("platform IN ({})", codes.join(", "));
            traffic.clone_from(&keep);
        }
        let chosen: Vec<String> = filter.categories.iter().map(i64::to_string).collect();
        if !chosen.is_empty() {
            keep = format!("category IN ({})", chosen.join(", "));
            // Traffic is told for whole shops.
            "false".clone_into(&mut traffic);
        }
        let step = |column: &str| match filter.step {
            Step::Hour => format!("date_trunc('hour', {column})"),
            Step::Day => format!("date_trunc('day', {column})"),
            Step::Week => format!("date_trunc('week', {column})"),
            Step::Month => format!("date_trunc('month', {column})"),
        };
        let words = [
            ("{from}", day(period.from())),
            ("{to}", day(next)),
            ("{before}", day(before)),
            ("{day}", day(period.to())),
            ("{yesterday}", day(period.to() - Days::new(1))),
            ("{week}", day(period.to() - Days::new(7))),
            ("{year}", day(period.to() - Months::new(12))),
            ("{now}", format!("TIMESTAMP '{at}'")),
            ("{mature}", format!("TIMESTAMP '{}'", at - Days::new(21))),
            ("{step_paid}", step("paid_at")),
            ("{step_created}", step("created_at")),
            ("{step_traffic}", step("from_day")),
            ("{keep}", keep),
            ("{traffic}", traffic),
        ];
        let filled = |text: &str| words.iter().fold(text.to_owned(), |text, (word, value)| text.replace(word, value));
        let prepare =
            if chosen.is_empty() { include_str!("sql/filter.sql") } else { include_str!("sql/filter_category.sql") };
        let all = filled(page)
            .split(';')
            .filter(|statement| !statement.trim().is_empty())
            .map(|statement| {
                let metric = statement.lines().find_map(|line| line.strip_prefix("-- ="));
                (metric.map(str::to_owned), statement.to_owned())
            })
            .collect();
        Self { prepare: filled(prepare), all }
    }

    /// Asks everything and takes every answer to its end.
    fn ask(&self, conn: &Connection) -> Vec<(String, Vec<i64>)> {
        conn.execute_batch(&self.prepare).unwrap_or_else(|error| panic!("{error}: {}", self.prepare));
        let mut told = Vec::new();
        for (metric, sql) in &self.all {
            let mut statement = conn.prepare(sql).unwrap_or_else(|error| panic!("{error}: {sql}"));
            if let Some(metric) = metric {
                let numbers = statement.query_row([], |row| {
                    let one = |at| row.get::<_, Option<i64>>(at).map(Option::unwrap_or_default);
                    Ok(one(1).map_or_else(|_| one(0).map(|only| vec![only]), |second| Ok(vec![one(0)?, second])))
                });
                told.push((metric.clone(), numbers.unwrap().unwrap_or_else(|error| panic!("{error}: {sql}"))));
            } else {
                let rows: usize = statement
                    .query_arrow([])
                    .unwrap_or_else(|error| panic!("{error}: {sql}"))
                    .map(|batch| batch.num_rows())
                    .sum();
                std::hint::black_box(rows);
            }
        }
        told
    }
}

/// Both sides must tell the same.
fn agree(name: &str, page: &Page, told: &[(String, Vec<i64>)]) {
    for (metric, theirs) in told {
        let figure = page
            .figures
            .iter()
            .find(|figure| figure.metric.id == metric)
            .unwrap_or_else(|| panic!("{name}: no {metric}"));
        let ours = match figure.now {
            Value::Money(money) => vec![money.fen()],
            Value::Count(count) => vec![count],
            Value::Ratio { num, den } => vec![num, den],
            other => panic!("{name}: {metric} is {other:?}"),
        };
        assert_eq!(&ours, theirs, "{name}: {metric}");
    }
}
