//! Parts of the sample shop: what each group, step, hour and factor holds, and that they add up.

use duckdb::Row;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::metric::{Value, find};
use zhanggui::analytics::overview::{Concern, Overview};
use zhanggui::analytics::sales::{Formula, Group, Sales};
use zhanggui::domain::period::{Compare, Period, Step};
use zhanggui::domain::platform::Platform;

use super::shop::{Ground, day, shop};

fn summer() -> Filter {
    Filter { step: Step::Month, ..Filter::new(Period::new(day(2026, 3, 1), day(2026, 8, 31))) }
}

fn ground(filter: &Filter) -> Ground {
    let ground = shop().ground("true");
    ground.of(filter);
    ground
}

/// Code, orders and paid fen of the groups that have orders.
fn listed(groups: &[Group]) -> Vec<(i64, i64, i64)> {
    let sold = groups.iter().filter(|group| group.sums.orders > 0);
    sold.map(|group| (group.code as i64, group.sums.orders, group.sums.paid)).collect()
}

fn triple(row: &Row<'_>) -> duckdb::Result<(i64, i64, i64)> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

#[test]
fn groups_of_the_sample_shop_are_what_plain_sql_groups() {
    let filter = summer();
    let sales = Sales::of(&Slice::new(&shop().facts, &filter));
    let ground = ground(&filter);
    let grouped = |key: &str| {
        let sql = format!("SELECT ({key})::BIGINT AS k, count(*), sum(paid)::BIGINT FROM p GROUP BY k ORDER BY k");
        ground.ask(&sql, triple)
    };
    assert_eq!(listed(&sales.groups.provinces), grouped("province"));
    assert!(grouped("province").iter().any(|(code, ..)| *code == 0), "some provinces are unknown");
    assert_eq!(listed(&sales.groups.platforms), grouped("platform"));
    let shops: Vec<_> = listed(&sales.groups.shops)
        .into_iter()
        .map(|(code, orders, paid)| (shop().facts.shops[code as usize].id, orders, paid))
        .collect();
    assert_eq!(shops, grouped("shop_id"));
    let band = "CASE WHEN paid < 2000 THEN 0 WHEN paid < 5000 THEN 1 WHEN paid < 10000 THEN 2 WHEN paid < 15000 THEN 3
        WHEN paid < 20000 THEN 4 WHEN paid < 30000 THEN 5 WHEN paid < 50000 THEN 6 WHEN paid < 100000 THEN 7
        WHEN paid < 200000 THEN 8 WHEN paid < 500000 THEN 9 ELSE 10 END";
    assert_eq!(listed(&sales.groups.bands), grouped(band));
    for (at, orders, paid) in grouped("(isodow(paid_clock) - 1) * 24 + hour(paid_clock)") {
        let (weekday, hour) = ((at / 24) as usize, (at % 24) as usize);
        assert_eq!((sales.groups.heat.orders[weekday][hour], sales.groups.heat.paid[weekday][hour]), (orders, paid));
    }
    // Every buyer counts once in a province, however often.
    let buyers = ground.ask(
        "SELECT province::BIGINT, count(DISTINCT customer_id), 0 FROM p WHERE customer_id <> 0 GROUP BY 1 ORDER BY 1",
        triple,
    );
    for (province, told, _) in buyers {
        let group = sales.groups.provinces.iter().find(|group| group.code as i64 == province).unwrap();
        assert_eq!(group.buyers, Some(told));
    }
    let categories: Vec<_> = sales
        .categories
        .groups
        .iter()
        .filter(|group| group.orders > 0)
        .map(|group| (shop().facts.categories[group.code].id, group.orders, group.paid))
        .collect();
    let told = ground.ask(
        "SELECT category, count(DISTINCT order_id), sum(paid)::BIGINT FROM pl GROUP BY category ORDER BY category",
        triple,
    );
    assert_eq!(categories, told);
}

#[test]
fn steps_of_the_sample_shop_are_what_plain_sql_cuts() {
    let filter = Filter { compare: Compare::LastYear, ..summer() };
    let sales = Sales::of(&Slice::new(&shop().facts, &filter));
    let ground = ground(&filter);
    let told = ground.ask(
        "SELECT count(*), sum(paid)::BIGINT, count(DISTINCT nullif(customer_id, 0)) FROM p GROUP BY month(paid_clock) ORDER BY month(paid_clock)",
        triple,
    );
    let now: Vec<_> = sales.trend.now.iter().map(|point| point.sums.unwrap()).collect();
    assert_eq!(now.iter().map(|step| (step.sums.orders, step.sums.paid, step.buyers)).collect::<Vec<_>>(), told);
    let visitors = ground.ask(
        "SELECT month(from_day), sum(visitors)::BIGINT, 0 FROM t, b WHERE from_day BETWEEN first AND last GROUP BY 1 ORDER BY 1",
        triple,
    );
    assert_eq!(
        now.iter().map(|step| step.visitors).collect::<Vec<_>>(),
        visitors.iter().map(|row| Some(row.1)).collect::<Vec<_>>()
    );
    ground.period(Period::new(day(2025, 3, 1), day(2025, 8, 31)));
    let told = ground.ask(
        "SELECT count(*), sum(paid)::BIGINT, 0 FROM p GROUP BY month(paid_clock) ORDER BY month(paid_clock)",
        triple,
    );
    let then: Vec<_> = sales.trend.before.iter().map(|point| point.sums.unwrap().sums).collect();
    assert_eq!(then.iter().map(|sums| (sums.orders, sums.paid, 0)).collect::<Vec<_>>(), told);
}

#[test]
fn the_steps_of_a_trend_add_up_to_its_period_and_to_the_compared_one() {
    for compare in [Compare::Previous, Compare::LastYear] {
        for step in [Step::Day, Step::Week, Step::Month] {
            // A period that neither begins nor ends with a week or month.
            let filter = Filter { step, compare, ..Filter::new(Period::new(day(2026, 2, 12), day(2026, 8, 20))) };
            let sales = Sales::of(&Slice::new(&shop().facts, &filter));
            let trend = &sales.trend;
            assert_eq!(trend.now.len(), trend.before.len(), "they are read side by side");
            let sum = |points: &[zhanggui::analytics::sales::Point]| -> i64 {
                points.iter().filter_map(|point| point.sums).map(|step| step.sums.paid).sum()
            };
            assert_eq!(sum(&trend.now), sales.now.sums.paid);
            assert_eq!(sum(&trend.before), sales.before.unwrap().sums.paid, "{compare:?} {step:?}");
            for (now, before) in trend.now.iter().zip(&trend.before) {
                let days = |point: &zhanggui::analytics::sales::Point| (point.to - point.from).num_days();
                assert_eq!(days(now), days(before), "as many days stand side by side");
            }
        }
    }
}

#[test]
fn the_change_is_explained_and_the_views_are_bridged_to_the_fen() {
    let taobao = || vec![Platform::Tmall];
    for filter in [
        Filter { compare: Compare::LastYear, ..summer() },
        summer(),
        Filter { platforms: taobao(), ..Filter::new(Period::new(day(2026, 6, 1), day(2026, 6, 30))) },
    ] {
        let slice = Slice::new(&shop().facts, &filter);
        let sales = Sales::of(&slice);
        let change = sales.change.unwrap();
        let (now, before) = (sales.now.sums.paid, sales.before.unwrap().sums.paid);
        assert_eq!((change.now, change.before), (now, before));
        assert_eq!(change.shares.iter().map(|share| share.fen).sum::<i64>(), now - before, "{:?}", change.formula);
        // The factors are what their names say: their product is the paid amount, in both periods.
        for (paid, of) in [(now, true), (before, false)] {
            let product: f64 = change
                .shares
                .iter()
                .map(|share| match if of { share.now } else { share.before } {
                    Value::Count(count) => count as f64,
                    Value::Ratio { num, den } => num as f64 / den as f64,
                    Value::MoneyPer { fen, den } => fen as f64 / den as f64,
                    other => panic!("{other:?}"),
                })
                .product();
            assert!((product - paid as f64).abs() < 1.0, "{product} {paid}");
        }
        let bridge = sales.bridge;
        let value = |id: &str| sales.now.value(find(id).unwrap());
        assert_eq!(Value::money(bridge.paid), value("paid_amount"));
        assert_eq!(Value::money(bridge.net), value("net_sales"));
        assert_eq!(Value::money(bridge.receipts), value("net_sales_cash"));
        assert_eq!(bridge.paid - bridge.own_within - bridge.own_outside - bridge.undated, bridge.net);
        assert_eq!(bridge.net + bridge.own_outside + bridge.undated - bridge.of_others, bridge.receipts);
    }
}

#[test]
fn visitors_explain_the_change_only_where_every_shop_has_traffic() {
    let slice = |filter: &Filter| Sales::of(&Slice::new(&shop().facts, filter)).change.unwrap().formula;
    assert_ne!(slice(&summer()), Formula::Traffic, "the shops of the ERP have no traffic files");
}

#[test]
fn bridge_steps_are_the_refunds_that_plain_sql_finds() {
    let filter = summer();
    let bridge = Sales::of(&Slice::new(&shop().facts, &filter)).bridge;
    let ground = ground(&filter);
    let sum = |condition: &str| {
        ground.number(&format!("SELECT sum(r.fen)::BIGINT FROM r, b WHERE r.finished_at IS NOT NULL AND {condition}"))
    };
    let (own, within) = ("r.order_id IN (SELECT id FROM p)", "CAST(r.finished_at AS DATE) BETWEEN first AND last");
    assert_eq!(bridge.own_within, sum(&format!("{own} AND {within}")));
    assert_eq!(bridge.own_outside, sum(&format!("{own} AND NOT {within}")));
    assert_eq!(bridge.of_others, sum(&format!("NOT {own} AND {within}")));
}

#[test]
fn the_overview_of_the_sample_shop_shows_its_last_day_beside_earlier_ones() {
    let filter = Filter::new(shop().facts.whole().unwrap());
    let overview = Overview::of(&Slice::new(&shop().facts, &filter));
    let last = overview.day.unwrap();
    let ground = ground(&filter);
    assert_eq!(ground.ask("SELECT cut::VARCHAR FROM b", |row| row.get::<_, String>(0))[0], last.to_string());
    let figure = overview.day_figures.iter().find(|figure| figure.metric.id == "paid_amount").unwrap();
    for (value, back) in [
        (figure.now, "INTERVAL 0 DAY"),
        (figure.yesterday, "INTERVAL 1 DAY"),
        (figure.last_week, "INTERVAL 7 DAY"),
        (figure.last_year, "INTERVAL 1 YEAR"),
    ] {
        let told =
            ground.number(&format!("SELECT sum(paid)::BIGINT FROM o, b WHERE CAST(paid_clock AS DATE) = cut - {back}"));
        assert_eq!(value, Value::money(told), "{back}");
    }
}

#[test]
fn what_needs_attention_is_what_the_pages_say() {
    let filter = Filter { now: shop().facts.reach.at, ..Filter::new(shop().facts.whole().unwrap()) };
    let overview = Overview::of(&Slice::new(&shop().facts, &filter));
    let ground = ground(&filter);
    let count =
        |concern: Concern| overview.attention.iter().find(|one| one.concern == concern).map_or(0, |one| one.count);
    let told = |id: &str| {
        let check = super::logistics::CHECKS.iter().find(|check| check.0 == id).unwrap();
        super::answer(&ground, check)
    };
    assert_eq!(Value::Count(count(Concern::UnshippedOver48h)), told("orders_overdue"));
    assert_eq!(Value::Count(count(Concern::ParcelsStuck)), told("parcels_silent"));
    assert!(count(Concern::ParcelsStuck) > 0, "the sample shop has lost parcels");
    let pending =
        ground.number("SELECT count(*) FROM refund WHERE status IN (1, 2, 3) AND order_id IN (SELECT id FROM o)");
    assert_eq!(count(Concern::RefundsPending), pending);
    let unmapped = ground.number("SELECT count(DISTINCT unit) FROM pl WHERE unit LIKE 'l%'");
    assert_eq!(count(Concern::SkusUnmapped), unmapped);
    let costless = ground.number("SELECT count(DISTINCT unit) FROM pl WHERE unit LIKE 's%' AND cost IS NULL");
    assert_eq!(count(Concern::CostsMissing), costless);
    for one in &overview.attention {
        assert!(one.ids.is_empty() || one.ids.len() as i64 == one.count, "{:?}", one.concern);
    }
}

#[test]
fn the_best_and_worst_movers_are_those_of_plain_sql() {
    let filter = Filter { compare: Compare::LastYear, ..summer() };
    let movers = Overview::of(&Slice::new(&shop().facts, &filter)).movers;
    let ground = ground(&filter);
    ground
        .run("CREATE OR REPLACE TEMP TABLE now AS SELECT product, sum(paid)::BIGINT AS paid FROM pl GROUP BY product");
    ground.period(filter.period.compared(filter.compare).unwrap());
    ground.run(
        "CREATE OR REPLACE TEMP TABLE \"then\" AS SELECT product, sum(paid)::BIGINT AS paid FROM pl GROUP BY product",
    );
    let told = |order: &str| {
        ground.ask(
            &format!(
                "SELECT coalesce(n.paid, 0) - coalesce(t.paid, 0) AS moved FROM now n FULL JOIN \"then\" t USING (product)
                 WHERE product IS NOT NULL ORDER BY moved {order} LIMIT 8"
            ),
            |row| row.get::<_, i64>(0),
        )
    };
    assert_eq!(movers.up.iter().map(zhanggui::analytics::overview::Mover::change).collect::<Vec<_>>(), told("DESC"));
    assert_eq!(movers.down.iter().map(zhanggui::analytics::overview::Mover::change).collect::<Vec<_>>(), told("ASC"));
}
