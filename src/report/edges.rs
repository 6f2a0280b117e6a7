//! Shops at the edge: nothing, one order, no buyers, no costs, more given back than paid, periods without data. Every page must be there,
//! with dashes where nothing is known, and no number that is none.

use super::{Page, pages, sample};
use crate::analytics::facts::Facts;
use crate::analytics::facts::fixture::{Fixture, Line, Order, Parcel, Refund, day};
use crate::analytics::filter::Filter;
use crate::analytics::metric::{self, Value};
use crate::chart::spec::Body;
use crate::domain::period::{Compare, Period, Step};
use crate::domain::platform::Platform;
use crate::locale::Lang;
use crate::table::Cell;

fn may() -> Filter {
    sample::may()
}

fn period(from: &str, to: &str) -> Filter {
    Filter::new(Period::new(day(from), day(to)))
}

/// An order of May, paid in full.
fn order(id: i64) -> Order {
    Order {
        id,
        shop: 1,
        buyer: id,
        province: 33,
        created: "2026-05-10 10:00:00",
        paid: Some("2026-05-10 10:00:00"),
        shipped: Some("2026-05-11 10:00:00"),
        payable: 10_000,
        paid_fen: 10_000,
        lines: vec![Line { listing: 1, sku: 1, qty: 1, paid: 10_000, cost: Some(4_000), ..Line::default() }],
        ..Order::default()
    }
}

fn shop(orders: Vec<Order>) -> Fixture {
    Fixture {
        shops: vec![(1, 1, "shop")],
        skus: vec![(1, "coat", 1)],
        listings: vec![(1, 1)],
        categories: vec![(1, "coats")],
        orders,
        ..Fixture::default()
    }
}

/// Every number of every chart is one, every row is whole, and no cell divides by nothing or by a loss.
fn sound(pages: &[Page], what: &str) {
    for page in pages {
        for sheet in &page.sheets {
            for cell in sheet.table.rows.iter().flatten() {
                let shown = cell.shown();
                assert!(!shown.contains("NaN") && !shown.contains("inf"), "{what}: {} {shown}", sheet.table.id);
                assert!(!matches!(cell, Cell::Ratio(_, ..=0)), "{what}: {} {cell:?}", sheet.table.id);
            }
        }
        for picture in &page.pictures {
            let id = picture.spec.id;
            for number in numbers(&picture.spec.body) {
                assert!(number.is_finite(), "{what}: {id} draws {number}");
            }
        }
    }
}

fn numbers(body: &Body) -> Vec<f64> {
    match body {
        Body::Columns { series, .. } | Body::Rows { series, .. } => {
            series.iter().flat_map(|one| one.values.iter().flatten().copied()).collect()
        }
        Body::Donut { slices, .. } | Body::Treemap { slices, .. } | Body::Funnel { steps: slices, .. } => {
            slices.iter().map(|slice| slice.value).collect()
        }
        Body::Heat { values, .. } => values.iter().flatten().flatten().copied().collect(),
        Body::Scatter { points, cross, .. } => {
            let cross = cross.iter().flat_map(|(x, y)| [*x, *y]);
            points.iter().flat_map(|point| [point.x, point.y, point.size]).chain(cross).collect()
        }
        Body::Waterfall { steps, .. } => steps.iter().map(|step| step.value).collect(),
        Body::Tiles { tiles, .. } => tiles.iter().filter_map(|tile| tile.value).collect(),
        Body::Spark { values } => values.iter().flatten().copied().collect(),
    }
}

/// The figures of all pages under `filter`, after every page was found sound by every step and comparison.
fn figures(facts: &Facts, filter: &Filter, what: &str) -> Vec<(&'static str, Value)> {
    for step in [Step::Hour, Step::Day, Step::Week, Step::Month] {
        for compare in [Compare::Previous, Compare::LastYear, Compare::Nothing] {
            sound(&pages(facts, &Filter { compare, step, ..filter.clone() }, Lang::Zh), what);
        }
    }
    let all = pages(facts, filter, Lang::Zh);
    all.iter().flat_map(|page| &page.figures).map(|figure| (figure.metric.id, figure.now)).collect()
}

fn value(figures: &[(&'static str, Value)], id: &str) -> Value {
    let found: Vec<Value> = figures.iter().filter(|(one, _)| *one == id).map(|(_, value)| *value).collect();
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]), "{id} differs from page to page: {found:?}");
    found[0]
}

#[test]
fn an_empty_shop_and_periods_and_filters_without_data_know_nothing() {
    let empty = Fixture::default().facts();
    let parcel = Parcel { courier: 1, freight: Some(500), shipped: Some("2026-05-02 10:00:00"), ..Parcel::default() };
    let parcels = Fixture { couriers: vec![(1, "ZTO")], parcels: vec![parcel], ..Fixture::default() }.facts();
    let sample = sample::facts();
    let all_of = |facts: &Facts, filter: Filter, what: &str| {
        for (id, value) in figures(facts, &filter, what) {
            let now = ["orders_overdue", "parcels_silent", "parcels_slow"].contains(&id);
            assert!(value == Value::Unknown || (now && what != "empty shop"), "{what}: {id} is {value:?}");
        }
    };
    all_of(&empty, may(), "empty shop");
    all_of(&parcels, may(), "parcels before the first order");
    all_of(&sample, period("2025-01-01", "2025-03-31"), "before the data");
    all_of(&sample, period("2027-01-01", "2027-03-31"), "after the data");
    all_of(&sample, Filter { shops: vec![99], ..may() }, "a shop that is not there");
    all_of(&sample, Filter { platforms: vec![Platform::Kuaishou], ..may() }, "a platform without a shop");
}

#[test]
fn a_category_that_sold_nothing_is_a_zero() {
    let found = figures(&sample::facts(), &Filter { categories: vec![99], ..may() }, "no such category");
    assert_eq!(value(&found, "paid_amount"), Value::money(0));
    assert_eq!(value(&found, "orders_paid"), Value::Count(0));
    assert_eq!(value(&found, "aov"), Value::Unknown);
}

#[test]
fn every_metric_is_shown_by_some_page() {
    let found = figures(&sample::facts(), &may(), "the sample");
    for metric in metric::all() {
        assert!(found.iter().any(|(id, _)| *id == metric.id), "{}", metric.id);
    }
}

#[test]
fn one_order_is_enough_for_every_page() {
    let facts = shop(vec![order(1)]).facts();
    let found = figures(&facts, &may(), "one order");
    assert_eq!(value(&found, "paid_amount"), Value::money(10_000));
    assert_eq!(value(&found, "gross_profit"), Value::money(6_000));
    assert_eq!(value(&found, "new_buyers"), Value::Count(1));
    assert_eq!(value(&found, "median_hours_paid_to_shipped"), Value::Seconds(86_400));
    for unknown in ["repurchase_cycle", "median_gap", "conversion", "parcels_sent", "on_time_rate", "freight_total"] {
        assert_eq!(value(&found, unknown), Value::Unknown, "{unknown}");
    }
}

#[test]
fn where_all_buyers_are_masked_nothing_is_said_about_buyers() {
    let facts = shop((1..=3).map(|id| Order { buyer: 0, ..order(id) }).collect()).facts();
    let found = figures(&facts, &may(), "masked buyers");
    assert_eq!(value(&found, "paid_amount"), Value::money(30_000));
    assert_eq!(value(&found, "known_buyer_orders"), Value::Ratio { num: 0, den: 3 });
    for id in [
        "buyers_paid",
        "average_per_buyer",
        "new_buyers",
        "returning_buyers",
        "repurchase_rate",
        "active_buyers",
        "slipping_buyers",
        "lost_buyers",
        "slipping_share",
        "top_10_share",
        "lifetime_net_12m",
    ] {
        assert_eq!(value(&found, id), Value::Unknown, "{id}");
    }
}

#[test]
fn without_costs_there_is_no_profit_and_with_some_its_coverage_is_told() {
    let line = |cost| Line { listing: 1, sku: 1, qty: 1, paid: 10_000, cost, ..Line::default() };
    let with = |id, cost| Order { lines: vec![line(cost)], ..order(id) };
    let found = figures(&shop(vec![with(1, None), with(2, None)]).facts(), &may(), "no costs");
    assert_eq!(value(&found, "gross_profit"), Value::Unknown);
    assert_eq!(value(&found, "gross_margin"), Value::Unknown);
    assert_eq!(value(&found, "cost_coverage"), Value::Ratio { num: 0, den: 20_000 });
    let found = figures(&shop(vec![with(1, None), with(2, Some(4_000))]).facts(), &may(), "some costs");
    assert_eq!(value(&found, "gross_profit"), Value::money(6_000));
    assert_eq!(value(&found, "gross_margin"), Value::Ratio { num: 6_000, den: 10_000 });
    assert_eq!(value(&found, "cost_coverage"), Value::Ratio { num: 10_000, den: 20_000 });
}

#[test]
fn more_given_back_than_paid_leaves_a_loss_and_dashes() {
    let back = |id, refund| Order { refund, lines: vec![Line { refund, ..order(id).lines.remove(0) }], ..order(id) };
    let refund = |order, amount| Refund {
        order,
        line: 1,
        amount,
        kind: 2,
        finished: Some("2026-05-12 10:00:00"),
        ..Refund::default()
    };
    let fixture =
        Fixture { refunds: vec![refund(1, 12_000), refund(2, 15_000)], ..shop(vec![back(1, 12_000), back(2, 15_000)]) };
    let found = figures(&fixture.facts(), &may(), "a loss");
    assert_eq!(value(&found, "net_sales"), Value::money(-7_000));
    assert_eq!(value(&found, "net_sales_cash"), Value::money(-7_000));
    assert_eq!(value(&found, "refund_rate_amount"), Value::Ratio { num: 27_000, den: 20_000 });
    assert_eq!(value(&found, "gross_margin"), Value::Unknown);
    assert_eq!(value(&found, "top_10_share"), Value::Unknown);
    assert_eq!(value(&found, "a_products"), Value::Count(0));
}

#[test]
fn a_comparison_without_data_is_unknown_and_explains_nothing() {
    let facts = sample::facts();
    let filter = Filter { compare: Compare::LastYear, ..may() };
    let all = pages(&facts, &filter, Lang::Zh);
    for figure in all.iter().flat_map(|page| &page.figures) {
        assert!(figure.before.is_none_or(|before| before == Value::Unknown), "{}", figure.metric.id);
        assert_eq!(figure.change(), None, "{}", figure.metric.id);
    }
    assert!(all.iter().all(|page| page.picture("sales_change").is_none() && page.picture("overview_movers").is_none()));
}

#[test]
fn the_leap_day_is_compared_with_the_last_of_february() {
    let on = |id, at: &'static str, paid_fen| Order {
        created: at,
        paid: Some(at),
        shipped: None,
        payable: paid_fen,
        paid_fen,
        lines: Vec::new(),
        ..order(id)
    };
    let facts = shop(vec![
        on(1, "2023-02-28 10:00:00", 100),
        on(2, "2023-03-01 10:00:00", 1_000),
        on(3, "2024-02-28 10:00:00", 5),
        on(4, "2024-02-29 10:00:00", 50),
        on(5, "2024-03-01 10:00:00", 500),
    ])
    .facts();
    let leap = Filter { compare: Compare::LastYear, ..period("2024-02-29", "2024-02-29") };
    figures(&facts, &leap, "leap day");
    let all = pages(&facts, &leap, Lang::Zh);
    let paid = all[0].figures.iter().find(|figure| figure.metric.id == "paid_amount").unwrap();
    assert_eq!((paid.now, paid.before), (Value::money(50), Some(Value::money(100))));
    let three = Filter { compare: Compare::LastYear, ..period("2024-02-28", "2024-03-01") };
    let all = pages(&facts, &three, Lang::Zh);
    let table = &all[1].sheet("sales_trend").unwrap().table;
    let column = |id: &str| table.columns.iter().position(|column| column.id == id).unwrap();
    let rows: Vec<(String, String)> =
        table.rows.iter().map(|row| (row[column("paid_amount")].shown(), row[column("before")].shown())).collect();
    let told = [("0.05", "1.00"), ("0.50", "—"), ("5.00", "10.00")].map(|(now, then)| (now.into(), then.into()));
    assert_eq!(rows, told, "29 February has no day to stand beside, and 1 March stands beside 1 March");
}
