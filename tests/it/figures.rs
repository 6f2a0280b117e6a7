//! Figures of the sample shop against plain SQL on its shop file, to the fen. The SQL knows nothing of the program's columns and
//! works from the base tables.

use std::path::PathBuf;

use chrono::NaiveDate;
use duckdb::{Connection, Row};
use zhanggui::analytics::facts::Facts;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::metric::{Value, find};
use zhanggui::analytics::overview::Overview;
use zhanggui::analytics::pick::Pick;
use zhanggui::analytics::sales::{Group, Sales};
use zhanggui::demo::{self, DemoOptions};
use zhanggui::domain::period::{Compare, Period, Step};
use zhanggui::domain::platform::Platform;
use zhanggui::store::{Options, OrderQuery, Store};

struct Shop {
    _folder: tempfile::TempDir,
    path: PathBuf,
    facts: Facts,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.zhanggui");
        let store = Store::create(&path, &Options::default()).unwrap();
        let options = DemoOptions { orders: 1_500, ..DemoOptions::default() };
        demo::fill(&store, &options, &mut |_| true).unwrap();
        let facts = Facts::build(&store.facts().unwrap()).unwrap();
        drop(store);
        Self { _folder: folder, path, facts }
    }

    fn ask<T>(&self, sql: &str, read: impl Fn(&Row<'_>) -> duckdb::Result<T>) -> Vec<T> {
        let conn = Connection::open(&self.path).unwrap();
        let mut statement = conn.prepare(sql).unwrap();
        statement.query_map([], |row| read(row)).unwrap().map(Result::unwrap).collect()
    }

    /// One whole number.
    fn number(&self, sql: &str) -> i64 {
        self.ask(sql, |row| row.get::<_, Option<i64>>(0))[0].unwrap_or(0)
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn fen(value: Value) -> i64 {
    match value {
        Value::Money(money) => money.fen(),
        other => panic!("{other:?} is no amount"),
    }
}

fn count(value: Value) -> i64 {
    match value {
        Value::Count(count) => count,
        other => panic!("{other:?} is no count"),
    }
}

const PAID: &str = "FROM orders o WHERE o.paid_at >= '2026-03-01' AND o.paid_at < '2026-09-01'";

#[test]
fn sales_of_the_sample_shop_are_what_plain_sql_says() {
    let shop = Shop::new();
    let filter = Filter { compare: Compare::LastYear, ..Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31))) };
    let sales = Sales::of(&Slice::new(&shop.facts, &filter));
    let value = |id: &str| sales.now.value(find(id).unwrap());
    let created = "FROM orders WHERE created_at >= '2026-03-01' AND created_at < '2026-09-01'";
    for (id, sql) in [
        ("gmv", format!("SELECT CAST(sum(payable) * 100 AS BIGINT) {created}")),
        ("paid_amount", format!("SELECT CAST(sum(o.paid) * 100 AS BIGINT) {PAID}")),
        ("net_sales", format!("SELECT CAST(sum(o.paid - o.refund) * 100 AS BIGINT) {PAID}")),
        ("refund_amount", format!("SELECT CAST(sum(o.refund) * 100 AS BIGINT) {PAID}")),
        (
            "refund_paid_out",
            "SELECT CAST(sum(r.amount) * 100 AS BIGINT) FROM refund r JOIN orders o ON o.id = r.order_id
             WHERE r.status = 6 AND r.finished_at >= '2026-03-01' AND r.finished_at < '2026-09-01'"
                .to_owned(),
        ),
    ] {
        assert_eq!(fen(value(id)), shop.number(&sql), "{id}");
    }
    let lines = format!("FROM order_line l WHERE NOT l.gift AND l.order_id IN (SELECT o.id {PAID})");
    for (id, sql) in [
        ("orders_created", format!("SELECT count(*) {created}")),
        ("orders_paid", format!("SELECT count(*) {PAID}")),
        ("items_paid", format!("SELECT CAST(sum(l.qty) AS BIGINT) {lines}")),
        ("buyers_paid", format!("SELECT count(DISTINCT o.customer_id) {PAID} AND o.customer_id <> 0")),
    ] {
        assert_eq!(count(value(id)), shop.number(&sql), "{id}");
    }
    let before = sales.before.unwrap();
    let last_year =
        "SELECT CAST(sum(paid) * 100 AS BIGINT) FROM orders WHERE paid_at >= '2025-03-01' AND paid_at < '2025-09-01'";
    assert_eq!(before.sums.paid, shop.number(last_year));
    let change = sales.change.unwrap();
    assert_eq!(change.shares.iter().map(|share| share.fen).sum::<i64>(), sales.now.sums.paid - before.sums.paid);
    let mature = format!(
        "SELECT CAST(sum(o.refund) * 100 AS BIGINT), CAST(sum(o.paid) * 100 AS BIGINT) {PAID} AND o.paid_at <=
         (SELECT max(greatest(created_at, paid_at, shipped_at, received_at)) - INTERVAL 21 DAY FROM orders)"
    );
    let (num, den) = shop.ask(&mature, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?)))[0];
    assert_eq!(value("refund_rate_mature"), Value::Ratio { num, den });
}

/// Code, orders and paid fen of the groups that have orders.
fn listed(groups: &[Group]) -> Vec<(i64, i64, i64)> {
    let sold = groups.iter().filter(|group| group.sums.orders > 0);
    sold.map(|group| (group.code as i64, group.sums.orders, group.sums.paid)).collect()
}

#[test]
fn parts_of_the_sample_shop_are_what_plain_sql_groups() {
    let shop = Shop::new();
    let filter = Filter { step: Step::Month, ..Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31))) };
    let sales = Sales::of(&Slice::new(&shop.facts, &filter));
    let pair = |row: &Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?));
    let grouped = |key: &str| {
        shop.ask(
            &format!("SELECT CAST({key} AS BIGINT) AS k, count(*), CAST(sum(o.paid) * 100 AS BIGINT) {PAID} GROUP BY k ORDER BY k"),
            pair,
        )
    };
    assert_eq!(listed(&sales.groups.provinces), grouped("coalesce(o.province, 0)"));
    assert_eq!(listed(&sales.groups.platforms), grouped("o.platform"));
    let months: Vec<_> = sales.trend.now.iter().map(|point| point.sums.unwrap()).collect();
    let told: Vec<_> = grouped("month(o.paid_at)").into_iter().map(|(_, orders, paid)| (orders, paid)).collect();
    assert_eq!(months.iter().map(|step| (step.sums.orders, step.sums.paid)).collect::<Vec<_>>(), told);
    let buyers = format!(
        "SELECT month(o.paid_at) AS k, count(DISTINCT o.customer_id), 0 {PAID} AND o.customer_id <> 0 GROUP BY k ORDER BY k"
    );
    let told: Vec<_> = shop.ask(&buyers, |row| row.get::<_, i64>(1));
    assert_eq!(months.iter().map(|step| step.buyers).collect::<Vec<_>>(), told);
    for (hour, orders, paid) in grouped("(isodow(o.paid_at) - 1) * 24 + hour(o.paid_at)") {
        let (weekday, hour) = ((hour / 24) as usize, (hour % 24) as usize);
        assert_eq!((sales.groups.heat.orders[weekday][hour], sales.groups.heat.paid[weekday][hour]), (orders, paid));
    }
}

/// Cost of each line by the rules the program states: what a piece cost when it was paid for, given back in proportion for goods
/// that never left or came back.
#[test]
fn gross_profit_of_the_sample_shop_follows_the_cost_at_the_time_of_payment() {
    let shop = Shop::new();
    let filter = Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31)));
    let sales = Sales::of(&Slice::new(&shop.facts, &filter));
    let frames = shop.facts.lines.clone();
    let of_period = sales.now.profit;
    let paid = shop.number(&format!(
        "SELECT CAST(sum(l.paid) * 100 AS BIGINT) FROM order_line l WHERE l.order_id IN (SELECT o.id {PAID})"
    ));
    assert_eq!(of_period.goods_paid, paid);
    // Lines without any refund keep their whole cost.
    for (line, cost) in frames.cost_fen.iter().enumerate().filter(|(_, cost)| **cost != i64::MIN) {
        if frames.refund_fen[line] == 0 {
            assert_eq!(frames.kept_cost_fen[line], *cost);
        } else {
            assert!((0..=*cost).contains(&frames.kept_cost_fen[line]));
        }
    }
    assert!(of_period.costed_paid > 0 && of_period.gross() > 0);
}

#[test]
fn a_mark_of_the_sample_shop_opens_the_rows_it_is_made_of() {
    let shop = Shop::new();
    let filter =
        Filter { platforms: vec![Platform::Taobao], ..Filter::new(Period::new(day(2026, 6, 1), day(2026, 6, 30))) };
    let slice = Slice::new(&shop.facts, &filter);
    let groups = Sales::of(&slice).groups;
    let best = groups.provinces.iter().filter(|group| group.code != 0).max_by_key(|group| group.sums.paid).unwrap();
    let pick = Pick { province: Some(best.code as u8), ..Pick::all() };
    let store = Store::open(&shop.path, &Options::default()).unwrap();
    let list = store.orders(&OrderQuery { ids: Some(pick.order_ids(&slice)), ..OrderQuery::default() }).unwrap();
    assert_eq!((list.ids.len() as i64, list.paid.fen()), (best.sums.orders, best.sums.paid));
}

#[test]
fn the_overview_of_the_sample_shop_shows_its_last_day() {
    let shop = Shop::new();
    let filter = Filter::new(shop.facts.whole().unwrap());
    let overview = Overview::of(&Slice::new(&shop.facts, &filter));
    let last = shop.ask("SELECT CAST(max(greatest(created_at, paid_at)) AS DATE)::VARCHAR FROM orders", |row| {
        row.get::<_, String>(0)
    });
    assert_eq!(overview.day.unwrap().to_string(), last[0]);
    let paid =
        format!("SELECT CAST(sum(paid) * 100 AS BIGINT) FROM orders WHERE CAST(paid_at AS DATE) = '{}'", last[0]);
    let figure = overview.day_figures.iter().find(|figure| figure.metric.id == "paid_amount").unwrap();
    assert_eq!(fen(figure.now), shop.number(&paid));
    let unshipped = shop
        .number("SELECT count(*) FROM orders WHERE paid_at IS NOT NULL AND shipped_at IS NULL AND status IN (2, 3)");
    assert_eq!(shop.facts.orders.open.len() as i64, unshipped);
}
