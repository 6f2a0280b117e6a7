//! Sales figures against sums done by hand, and what must hold of every shop.

use proptest::prelude::*;

use super::*;
use crate::analytics::facts::fixture::{Day, Fixture, Line, Order, Refund, day};
use crate::analytics::facts::{Facts, NONE};
use crate::analytics::filter::{Filter, Slice};
use crate::analytics::metric::{Value, find};
use crate::analytics::pick::Pick;
use crate::domain::period::{Compare, Step};
use crate::domain::platform::Platform;

/// Two shops on two platforms around 1 and 2 May 2026. Each figure below is worked out by hand from these rows.
fn shop() -> Fixture {
    Fixture {
        shops: vec![(1, 1, "衣柜"), (2, 3, "")],
        skus: vec![(5, "coat", 1), (6, "shoe", 2)],
        listings: vec![(10, 5), (11, 6), (12, 0)],
        categories: vec![(1, "大衣"), (2, "鞋")],
        orders: vec![
            Order {
                id: 1,
                shop: 1,
                buyer: 1,
                province: 33,
                created: "2026-05-01 09:50:00",
                paid: Some("2026-05-01 10:00:00"),
                payable: 11_000,
                paid_fen: 11_000,
                freight: Some(1_000),
                lines: vec![Line { listing: 10, sku: 5, qty: 2, paid: 10_000, cost: Some(4_000), ..Line::default() }],
                ..Order::default()
            },
            Order {
                id: 2,
                shop: 1,
                buyer: 1,
                province: 33,
                created: "2026-05-02 23:50:00",
                paid: Some("2026-05-02 23:59:59"),
                payable: 6_000,
                paid_fen: 6_000,
                refund: 4_000,
                lines: vec![
                    Line {
                        listing: 10,
                        sku: 5,
                        qty: 1,
                        paid: 4_000,
                        refund: 4_000,
                        cost: Some(2_000),
                        ..Line::default()
                    },
                    Line { listing: 11, sku: 6, qty: 1, paid: 2_000, ..Line::default() },
                ],
                ..Order::default()
            },
            Order {
                id: 3,
                shop: 2,
                buyer: 2,
                created: "2026-05-02 20:00:00",
                paid: Some("2026-05-03 00:00:00"),
                payable: 3_000,
                paid_fen: 3_000,
                refund: 500,
                lines: vec![Line { listing: 12, qty: 3, paid: 3_000, refund: 500, ..Line::default() }],
                ..Order::default()
            },
            Order {
                id: 4,
                shop: 1,
                buyer: 4,
                created: "2026-05-02 12:00:00",
                payable: 7_000,
                lines: vec![Line { listing: 10, sku: 5, qty: 1, ..Line::default() }],
                ..Order::default()
            },
            Order {
                id: 5,
                shop: 1,
                buyer: 3,
                created: "2026-04-30 11:00:00",
                paid: Some("2026-04-30 12:00:00"),
                payable: 5_000,
                paid_fen: 5_000,
                refund: 5_000,
                lines: vec![Line {
                    listing: 10,
                    sku: 5,
                    qty: 1,
                    paid: 5_000,
                    refund: 5_000,
                    cost: Some(2_000),
                    ..Line::default()
                }],
                ..Order::default()
            },
            Order {
                id: 6,
                shop: 2,
                created: "2026-05-02 08:00:00",
                paid: Some("2026-05-02 08:00:00"),
                payable: 800,
                paid_fen: 800,
                ..Order::default()
            },
        ],
        refunds: vec![
            Refund {
                order: 2,
                line: 1,
                amount: 4_000,
                kind: 3,
                finished: Some("2026-05-03 09:00:00"),
                ..Refund::default()
            },
            Refund {
                order: 5,
                line: 1,
                amount: 5_000,
                kind: 1,
                finished: Some("2026-05-02 09:00:00"),
                ..Refund::default()
            },
            Refund { order: 1, line: 1, amount: 9_999, kind: 3, status: 5, ..Refund::default() },
        ],
        traffic: vec![
            Day {
                shop: 1,
                day: "2026-05-01",
                visitors: Some(100),
                cart_buyers: Some(10),
                order_buyers: Some(5),
                pay_buyers: Some(1),
            },
            Day { shop: 1, day: "2026-05-02", visitors: Some(50), ..Day::default() },
        ],
        ..Fixture::default()
    }
}

fn two_days() -> Filter {
    Filter::new(Period::new(day("2026-05-01"), day("2026-05-02")))
}

fn sales(facts: &Facts, filter: &Filter) -> Sales {
    Sales::of(&Slice::new(facts, filter))
}

fn value(sales: &Sales, id: &str) -> Value {
    sales.now.value(find(id).unwrap())
}

#[test]
fn every_figure_of_the_two_days_is_the_one_done_by_hand() {
    let facts = shop().facts();
    let sales = sales(&facts, &two_days());
    for (id, expected) in [
        ("gmv", Value::money(27_800)),
        ("orders_created", Value::Count(5)),
        ("payment_rate", Value::ratio(4, 5)),
        ("paid_amount", Value::money(17_800)),
        ("orders_paid", Value::Count(3)),
        ("items_paid", Value::Count(4)),
        ("buyers_paid", Value::Count(1)),
        ("net_sales", Value::money(13_800)),
        ("net_sales_cash", Value::money(12_800)),
        ("aov", Value::money_per(17_800, 3)),
        ("average_per_buyer", Value::money_per(17_000, 1)),
        ("price_per_item", Value::money_per(17_000, 4)),
        ("units_per_order", Value::ratio(4, 2)),
        ("refund_amount", Value::money(4_000)),
        ("refund_paid_out", Value::money(5_000)),
        ("refund_rate_amount", Value::ratio(4_000, 17_800)),
        ("refund_rate_same_day", Value::ratio(5_000, 17_800)),
        // Nothing is 21 days old yet.
        ("refund_rate_mature", Value::Unknown),
        ("refund_rate_orders", Value::ratio(1, 3)),
        // Order 1: 100.00 - 40.00; the coat of order 2 came back and costs nothing.
        ("gross_profit", Value::money(6_000)),
        ("gross_margin", Value::ratio(6_000, 10_000)),
        // Goods: 100.00 + 60.00 + 8.00, of which coats 100.00 + 40.00.
        ("cost_coverage", Value::ratio(14_000, 16_800)),
        ("visitors", Value::Count(150)),
        ("page_views", Value::Unknown),
        ("cart_rate", Value::ratio(10, 100)),
        // 1 May as the file tells, 2 May from the orders of that shop.
        ("conversion", Value::ratio(2, 150)),
        ("uv_value", Value::money_per(17_000, 150)),
    ] {
        assert_eq!(value(&sales, id), expected, "{id}");
    }
    assert_eq!(sales.now.traffic.missing, 1);
    assert_eq!(
        sales.now.traffic.funnel,
        Funnel { shop_days: 1, visitors: 100, cart_buyers: 10, order_buyers: 5, pay_buyers: 1 }
    );
}

#[test]
fn three_weeks_later_the_refund_rate_is_mature() {
    let mut fixture = shop();
    fixture.orders.push(Order {
        id: 7,
        shop: 1,
        created: "2026-05-22 10:00:00",
        paid: Some("2026-05-22 10:00:00"),
        payable: 100,
        paid_fen: 100,
        ..Order::default()
    });
    let facts = fixture.facts();
    // 21 days before 22 May 10:00 is 1 May 10:00: order 1 counts, order 2 not yet.
    assert_eq!(value(&sales(&facts, &two_days()), "refund_rate_mature"), Value::ratio(0, 11_000));
}

#[test]
fn the_compared_period_and_the_change_are_explained_to_the_fen() {
    let facts = shop().facts();
    let found = sales(&facts, &two_days());
    let before = found.before.unwrap();
    assert_eq!((before.sums.paid, before.sums.orders), (5_000, 1));
    let change = found.change.unwrap();
    // The buyer of order 6 is not known, so buyers cannot explain the change.
    assert_eq!(change.formula, Formula::Orders);
    assert_eq!((change.before, change.now), (5_000, 17_800));
    // L = 12800 / ln(17800 / 5000); orders: L * ln 3; value: L * ln(17800 / 15000)
    assert_eq!(change.shares.iter().map(|share| share.fen).collect::<Vec<_>>(), [11_075, 1_725]);
    let last_year = Filter { compare: Compare::LastYear, ..two_days() };
    let found = sales(&facts, &last_year);
    assert!(!found.before.unwrap().known && found.change.is_none());
}

#[test]
fn the_bridge_leads_from_the_platform_to_the_owner_and_to_cash() {
    let facts = shop().facts();
    let bridge = sales(&facts, &two_days()).bridge;
    let expected = Bridge {
        paid: 17_800,
        own_within: 0,
        own_outside: 4_000,
        undated: 0,
        of_others: 5_000,
        net: 13_800,
        receipts: 12_800,
    };
    assert_eq!(bridge, expected);
    let third = Filter::new(Period::new(day("2026-05-03"), day("2026-05-03")));
    let bridge = sales(&facts, &third).bridge;
    assert_eq!((bridge.undated, bridge.net, bridge.of_others, bridge.receipts), (500, 2_500, 4_000, -1_000));
}

#[test]
fn a_category_counts_its_lines_only() {
    let facts = shop().facts();
    let coats = Filter { categories: vec![1], ..two_days() };
    let found = sales(&facts, &coats);
    // Order 1 as a whole, two thirds of order 2, order 4 unpaid.
    for (id, expected) in [
        ("paid_amount", Value::money(14_000)),
        ("net_sales", Value::money(10_000)),
        ("orders_paid", Value::Count(2)),
        ("items_paid", Value::Count(3)),
        ("gmv", Value::money(11_000 + 4_000 + 7_000)),
        ("gross_profit", Value::money(6_000)),
        ("visitors", Value::Unknown),
    ] {
        assert_eq!(value(&found, id), expected, "{id}");
    }
    let all = sales(&facts, &two_days()).categories;
    assert_eq!(
        all.groups.iter().map(|group| (group.orders, group.paid)).collect::<Vec<_>>(),
        [(0, 0), (2, 14_000), (1, 2_000)]
    );
    assert_eq!((all.unexplained, all.unexplained_refund), (1_800, 0));
}

#[test]
fn midnight_parts_the_days_and_days_beyond_the_data_are_gaps() {
    let facts = shop().facts();
    let filter = Filter::new(Period::new(day("2026-04-29"), day("2026-05-04")));
    let trend = sales(&facts, &filter).trend;
    let paid: Vec<Option<i64>> = trend.now.iter().map(|point| point.sums.map(|step| step.sums.paid)).collect();
    assert_eq!(paid, [None, Some(5_000), Some(11_000), Some(6_800), Some(3_000), None]);
    let first = Filter { step: Step::Hour, ..Filter::new(Period::new(day("2026-05-01"), day("2026-05-01"))) };
    let hours = sales(&facts, &first).trend.now;
    assert_eq!(hours.len(), 24);
    assert_eq!(hours[10].sums.unwrap().sums.paid, 11_000);
    assert_eq!(hours[9].sums.unwrap().gmv, 11_000);
    assert_eq!(hours[11].sums.unwrap().sums.orders, 0);
}

/// The shop with an order of 10 May that a later import brought: nothing is known of the days from the 4th to the 9th.
fn with_a_hole() -> Fixture {
    let mut fixture = shop();
    fixture.orders.push(Order {
        id: 7,
        shop: 1,
        created: "2026-05-10 10:00:00",
        paid: Some("2026-05-10 10:00:00"),
        payable: 100,
        paid_fen: 100,
        ..Order::default()
    });
    fixture.coverage =
        vec![(1, "2026-04-30", "2026-05-02"), (1, "2026-05-10", "2026-05-10"), (2, "2026-05-02", "2026-05-03")];
    fixture.traffic.push(Day { shop: 1, day: "2026-05-06", visitors: Some(70), ..Day::default() });
    fixture
}

#[test]
fn days_that_no_import_brought_are_gaps_and_days_without_sales_are_zeros() {
    let facts = with_a_hole().facts();
    let filter = Filter::new(Period::new(day("2026-05-01"), day("2026-05-10")));
    let slice = Slice::new(&facts, &filter);
    let found = Sales::of(&slice);
    let paid: Vec<Option<i64>> = found.trend.now.iter().map(|point| point.sums.map(|step| step.sums.paid)).collect();
    let hole = [None; 6];
    assert_eq!(paid, [vec![Some(11_000), Some(6_800), Some(3_000)], hole.to_vec(), vec![Some(100)]].concat());
    assert_eq!(slice.missing_days(filter.period), 6);
    // 8 May is in the hole, so the last day known up to then is the 3rd.
    let week = Period::new(day("2026-05-01"), day("2026-05-08"));
    assert_eq!(slice.last_day_of(week), Some(crate::analytics::facts::days::day_number(day("2026-05-03"))));
    let inside = sales(&facts, &Filter::new(Period::new(day("2026-05-05"), day("2026-05-07"))));
    assert_eq!(value(&inside, "paid_amount"), Value::Unknown);
    // The same without the hole: one import brought everything, so these days are known to have sold nothing.
    let whole = Fixture { coverage: vec![(1, "2026-04-30", "2026-05-10")], ..with_a_hole() }.facts();
    let inside = sales(&whole, &Filter::new(Period::new(day("2026-05-05"), day("2026-05-07"))));
    assert_eq!(value(&inside, "paid_amount"), Value::money(0));
    assert_eq!(value(&inside, "aov"), Value::Unknown, "no order, no average");
}

#[test]
fn visitors_of_days_without_imported_orders_are_not_taken_for_people_who_bought_nothing() {
    let filter = Filter::new(Period::new(day("2026-05-01"), day("2026-05-10")));
    let facts = with_a_hole().facts();
    let found = sales(&facts, &filter);
    assert_eq!(value(&found, "visitors"), Value::Count(220));
    // The 70 visitors of 6 May say nothing about buying; paid on the two other days: 110.00 and 60.00.
    assert_eq!(value(&found, "conversion"), Value::ratio(2, 150));
    assert_eq!(value(&found, "uv_value"), Value::money_per(17_000, 150));
    let whole = Fixture { coverage: vec![(1, "2026-04-30", "2026-05-10")], ..with_a_hole() }.facts();
    let found = sales(&whole, &filter);
    assert_eq!(value(&found, "conversion"), Value::ratio(2, 220));
    assert_eq!(value(&found, "uv_value"), Value::money_per(17_000, 220));
}

#[test]
fn more_given_back_than_paid_is_a_loss_and_no_base_for_shares() {
    let order = |id, refund, cost: i64| Order {
        id,
        shop: 1,
        buyer: id,
        created: "2026-05-01 10:00:00",
        paid: Some("2026-05-01 10:00:00"),
        payable: 1_000,
        paid_fen: 1_000,
        refund,
        lines: vec![Line { sku: 5, qty: 1, paid: 1_000, refund, cost: Some(cost), ..Line::default() }],
        ..Order::default()
    };
    let orders = vec![order(1, 1_500, 400), order(2, 900, 400)];
    let facts = Fixture { orders, refunds: Vec::new(), ..shop() }.facts();
    let found = sales(&facts, &two_days());
    assert_eq!(value(&found, "net_sales"), Value::money(-400));
    assert_eq!(value(&found, "refund_rate_amount"), Value::ratio(2_400, 2_000));
    // Nothing tells that the goods of order 2 came back, so its cost of 4.00 stays; those of order 1 count as returned.
    assert_eq!(value(&found, "gross_profit"), Value::money(-800));
    assert_eq!(value(&found, "gross_margin"), Value::Unknown);
}

#[test]
fn a_shop_without_refund_records_does_not_claim_to_know_when_money_went_back() {
    let fixture = Fixture { refunds: Vec::new(), ..shop() };
    let facts = fixture.facts();
    let found = sales(&facts, &two_days());
    assert_eq!(value(&found, "refund_paid_out"), Value::Unknown);
    assert_eq!(value(&found, "net_sales_cash"), Value::Unknown);
    assert_eq!(value(&found, "net_sales"), Value::money(13_800));
    assert_eq!(found.bridge.undated, 4_000);
}

#[test]
fn an_empty_shop_knows_nothing() {
    let facts = Fixture::default().facts();
    let found = sales(&facts, &two_days());
    assert_eq!(value(&found, "paid_amount"), Value::Unknown);
    assert!(found.standouts.is_empty() && found.trend.now.iter().all(|point| point.sums.is_none()));
}

#[test]
fn a_mark_opens_exactly_the_orders_it_is_made_of() {
    let facts = shop().facts();
    let filter = two_days();
    let slice = Slice::new(&facts, &filter);
    let ids = |pick: Pick| pick.order_ids(&slice);
    assert_eq!(ids(Pick::all()), [1, 2, 6]);
    assert_eq!(ids(Pick { province: Some(33), ..Pick::all() }), [1, 2]);
    assert_eq!(ids(Pick { province: Some(0), ..Pick::all() }), [6]);
    assert_eq!(ids(Pick { hour: Some(23), weekday: Some(5), ..Pick::all() }), [2]);
    assert_eq!(ids(Pick { category: Some(2), ..Pick::all() }), [2]);
    assert_eq!(ids(Pick { refunded: true, ..Pick::all() }), [2]);
    assert_eq!(ids(Pick { platform: Some(3), ..Pick::all() }), [6]);
    assert_eq!(ids(Pick { by: crate::analytics::pick::By::Created, ..Pick::all() }), [1, 2, 3, 4, 6]);
}

/// An order out of a few random numbers: shop, day, lines of (sku, pieces, paid, refunded).
type Seed = (i32, u8, i64, Vec<(i64, i64, i64, bool)>, i64);

fn seeded(seeds: Vec<Seed>) -> Facts {
    const DAYS: [&str; 4] =
        ["2026-05-01 00:00:00", "2026-05-01 23:59:59", "2026-05-02 12:00:00", "2026-05-09 08:30:00"];
    let mut fixture = Fixture { orders: Vec::new(), refunds: Vec::new(), traffic: Vec::new(), ..shop() };
    for (id, (shop, at, buyer, lines, freight)) in (1..).zip(seeds) {
        let lines: Vec<Line> = lines
            .into_iter()
            .map(|(sku, qty, paid, refunded)| Line {
                listing: if sku == 0 { 12 } else { sku + 5 },
                sku,
                qty,
                paid,
                refund: if refunded { paid } else { 0 },
                cost: (sku != 6).then_some(paid / 3),
                ..Line::default()
            })
            .collect();
        let paid_fen = lines.iter().map(|line| line.paid).sum::<i64>() + freight;
        let refund = lines.iter().map(|line| line.refund).sum();
        if refund > 0 {
            fixture.refunds.push(Refund {
                order: id,
                amount: refund,
                finished: Some("2026-05-02 13:00:00"),
                ..Refund::default()
            });
        }
        let at = DAYS[usize::from(at)];
        fixture.orders.push(Order {
            id,
            shop,
            buyer,
            province: if buyer % 2 == 0 { 44 } else { 0 },
            created: at,
            paid: Some(at),
            payable: paid_fen,
            paid_fen,
            freight: Some(freight),
            refund,
            lines,
            ..Order::default()
        });
    }
    fixture.facts()
}

proptest! {
    #[test]
    fn parts_add_up_to_the_whole(
        seeds in prop::collection::vec(
            (1i32..=2, 0u8..4, 0i64..5, prop::collection::vec((prop_oneof![Just(0i64), Just(5), Just(6)], 1i64..4, 0i64..50_000, any::<bool>()), 0..4), 0i64..1_500),
            1..30,
        ),
    ) {
        let facts = seeded(seeds);
        let filter = Filter { step: Step::Week, ..Filter::new(Period::new(day("2026-05-01"), day("2026-05-09"))) };
        let all = sales(&facts, &filter);
        let sums = all.now.sums;

        let narrowed = |filter: Filter| sales(&facts, &filter).now;
        let taobao = narrowed(Filter { platforms: vec![Platform::Taobao], ..filter.clone() });
        let pdd = narrowed(Filter { platforms: vec![Platform::Pinduoduo], ..filter.clone() });
        let paid = |totals: &Totals| if totals.known { totals.sums.paid } else { 0 };
        prop_assert_eq!(paid(&taobao) + paid(&pdd), sums.paid);
        prop_assert_eq!(taobao.gmv + pdd.gmv, all.now.gmv);
        prop_assert_eq!(taobao.profit.gross() + pdd.profit.gross(), all.now.profit.gross());

        let by_category: Vec<Totals> =
            [0, 1, 2].iter().map(|id| narrowed(Filter { categories: vec![*id], ..filter.clone() })).collect();
        prop_assert_eq!(by_category.iter().map(paid).sum::<i64>() + all.categories.unexplained, sums.paid);
        prop_assert_eq!(by_category.iter().map(|totals| totals.profit.gross()).sum::<i64>(), all.now.profit.gross());
        prop_assert_eq!(by_category.iter().map(|totals| totals.sums.items).sum::<i64>(), sums.items);

        let trend: i64 = all.trend.now.iter().filter_map(|point| point.sums).map(|step| step.sums.paid).sum();
        prop_assert_eq!(trend, sums.paid);
        for groups in [&all.groups.shops, &all.groups.platforms, &all.groups.provinces, &all.groups.bands] {
            prop_assert_eq!(groups.iter().map(|group| group.sums.paid).sum::<i64>(), sums.paid);
            prop_assert_eq!(groups.iter().map(|group| group.sums.orders).sum::<i64>(), sums.orders);
        }
        prop_assert_eq!(all.groups.heat.paid.iter().flatten().sum::<i64>(), sums.paid);

        let bridge = all.bridge;
        prop_assert_eq!(bridge.paid - bridge.own_within - bridge.own_outside - bridge.undated, bridge.net);
        prop_assert_eq!(bridge.net + bridge.own_outside + bridge.undated - bridge.of_others, bridge.receipts);

        let facts_buyers: std::collections::HashSet<_> = facts.orders.buyer.iter().filter(|buyer| **buyer != 0).collect();
        prop_assert_eq!(all.now.buyers, facts_buyers.len() as i64);
        prop_assert!(facts.lines.kept_cost_fen.iter().zip(&facts.lines.cost_fen).all(|(kept, cost)| *kept == NONE || (0..=*cost).contains(kept)));
    }
}
