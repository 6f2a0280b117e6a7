//! A ledger of three SKUs in May that a person adds up.

use polars::df;

use super::classes::classes;
use super::course::course;
use super::*;
use crate::analytics::facts::Facts;
use crate::analytics::facts::fixture::{Fixture, Line, Order, day};
use crate::analytics::filter::Filter;
use crate::analytics::products::abc::AbcClass;
use crate::domain::period::Step;

/// Coats: 10 counted on May 1, 5 sold on the 6th and on the 8th, 20 came on the 11th, 4 sold on the 20th; ¥10 each, ¥12 from the 11th on.
/// Hats: 3 counted on the 10th, no cost, never sold. Scarves were never counted.
fn facts() -> Facts {
    let order = Order {
        id: 1,
        shop: 1,
        buyer: 1,
        created: "2026-05-31 10:00:00",
        paid: Some("2026-05-31 10:00:00"),
        paid_fen: 30_000,
        lines: vec![Line { listing: 1, sku: 1, qty: 1, paid: 30_000, cost: Some(10_000), ..Line::default() }],
        ..Order::default()
    };
    let fixture = Fixture {
        shops: vec![(1, 1, "shop")],
        skus: vec![(1, "coat", 1), (2, "hat", 2), (3, "scarf", 1)],
        listings: vec![(1, 1)],
        categories: vec![(1, "coats"), (2, "hats")],
        orders: vec![order],
        ..Fixture::default()
    };
    let on = |text: &str| day_number(day(text));
    let days = ["05-01", "05-06", "05-08", "05-11", "05-20", "05-10"].map(|text| on(&format!("2026-{text}")));
    let moves = df!(
        "sku" => [1_i64, 1, 1, 1, 1, 2],
        "day" => days,
        "kind" => [5_i32, 2, 2, 1, 2, 5],
        "owned" => [10_i64, -5, -5, 20, -4, 3],
        "good" => [10_i64, -5, -5, 20, -4, 3],
    )
    .unwrap();
    let costs = df!(
        "sku" => [1_i64, 1],
        "day" => [on("2026-04-01"), on("2026-05-11")],
        "cost_fen" => [1_000_i64, 1_200],
    )
    .unwrap();
    let frames = fixture.frames();
    Facts::build(&crate::store::FactFrames { moves, costs, ..frames }).unwrap()
}

fn may() -> Filter {
    Filter { step: Step::Week, ..Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))) }
}

fn report(slice: &Slice<'_>) -> Report {
    Report::of(slice, &slice.now, &|_| 21).unwrap()
}

#[test]
fn closings_sales_and_days_are_what_a_person_counts() {
    let facts = facts();
    let slice = Slice::new(&facts, &may());
    let found = report(&slice);
    assert_eq!(found.known.days(), 31);
    let coat = found.skus[0].1;
    // 5 days of 10, 2 of 5, 3 of none, 9 of 20 and 12 of 16.
    let worth = coat.money.unwrap();
    assert_eq!(worth.fen_days, (5 * 10 + 2 * 5) * 1_000 + (9 * 20 + 12 * 16) * 1_200);
    assert_eq!((worth.cogs_fen, worth.value_fen), (10 * 1_000 + 4 * 1_200, 16 * 1_200));
    assert_eq!((coat.sold, coat.received, coat.closing), (14, 20, 16));
    assert_eq!((coat.in_days, coat.out_days), (28, 3), "missed from the 8th to the 10th");
    assert_eq!(coat.lost_milli(), 1_500, "half a piece a day for three days");
    let hat = found.skus[1].1;
    assert_eq!((hat.closing, hat.idle, hat.money), (3, 21, None));
    assert_eq!((hat.in_days, hat.out_days), (22, 0), "before it was counted nobody knows");
    assert!(hat.is_dead(21) && !hat.is_dead(22));
    assert_eq!(found.skus.len(), 2, "of scarves nothing is known");
    assert_eq!((found.sums.moving, found.sums.sellable, found.sums.uncosted), (1, 2, 1));
    assert_eq!(found.sums.dead_fen, 0, "without a cost its worth is not known");
    assert_eq!(found.margin_fen, 20_000);
}

#[test]
fn what_is_there_came_last() {
    let facts = facts();
    let slice = Slice::new(&facts, &may());
    let ages = report(&slice).age;
    // Coats are those of the 11th, 20 days old; hats are 21 days old.
    assert_eq!((ages.ages[0].pieces, ages.ages[0].skus.len(), ages.ages[0].fen), (19, 2, 16 * 1_200));
    assert_eq!((ages.fen_days, ages.fen), (16 * 1_200 * 20, 16 * 1_200));
    assert_eq!((ages.cohort.received, ages.cohort.gone()), (20, 4), "the first ten were counted, not received");
    assert_eq!(ages.oldest.values().copied().collect::<Vec<_>>(), [20, 21]);
}

#[test]
fn before_the_ledger_began_nothing_is_known() {
    let facts = facts();
    let april = Filter::new(Period::new(day("2026-04-01"), day("2026-04-30")));
    let slice = Slice::new(&facts, &april);
    assert_eq!(Report::of(&slice, &slice.now, &|_| 90), None);
    let both = Filter { step: Step::Day, ..Filter::new(Period::new(day("2026-04-30"), day("2026-05-02"))) };
    let slice = Slice::new(&facts, &both);
    let found = report(&slice);
    let points = course(&slice, found.skus.iter().map(|(sku, _)| *sku), found.known, Step::Day);
    assert_eq!(points.iter().map(|point| point.pieces).collect::<Vec<_>>(), [None, Some(10), Some(10)]);
}

#[test]
fn steps_close_with_what_is_there_and_tell_what_moved() {
    let facts = facts();
    let slice = Slice::new(&facts, &may());
    let found = report(&slice);
    let points = course(&slice, found.skus.iter().map(|(sku, _)| *sku), found.known, Step::Week);
    // Weeks end on May 3, 10, 17, 24 and 31.
    let pieces: Vec<_> = points.iter().map(|point| point.pieces.unwrap()).collect();
    assert_eq!(pieces, [10, 3, 23, 19, 19]);
    assert_eq!(points[1].value_fen, Some(0));
    assert_eq!(points[2].value_fen, Some(20 * 1_200));
    assert_eq!(
        (points[1].moved[1], points[2].moved[0]),
        ((0, -10), (20, 0)),
        "sales are the second kind, receipts the first"
    );
}

#[test]
fn categories_narrow_stock_and_shops_do_not() {
    let facts = facts();
    let hats = Filter { categories: vec![2], ..may() };
    let slice = Slice::new(&facts, &hats);
    assert_eq!(report(&slice).skus.iter().map(|(sku, _)| *sku).collect::<Vec<_>>(), [2]);
    let elsewhere = Filter { shops: vec![99], ..may() };
    let slice = Slice::new(&facts, &elsewhere);
    let found = report(&slice);
    assert_eq!((found.skus.len(), found.margin_fen), (2, 0));
}

#[test]
fn the_sku_with_all_the_cost_is_a() {
    let facts = facts();
    let slice = Slice::new(&facts, &may());
    let found = classes(&slice, &report(&slice));
    assert_eq!(found.abc.class, [AbcClass::A, AbcClass::C]);
    assert_eq!(found.variation[0].weeks, 4, "31 days hold four whole weeks, and it was there in each");
}
