//! Worked-out values of the order analysis.

use super::*;
use crate::analytics::facts::fixture::{Fixture, Order, Refund, at, day};
use crate::analytics::filter::Filter;
use crate::analytics::orders::after::AfterSales;
use crate::analytics::orders::pick::{HandlePick, Only};
use crate::domain::period::Period;
use polars::df;

/// Four orders of May 1: 1 given after one hour, audited after two and sent after five, 2 given by hand after three, 3 and 4 to nobody, 3 sent
/// after seven hours and audited an hour later, refunded in two parts; 4 is a presale.
fn facts() -> Facts {
    let order = |id, paid: &'static str, shipped: &'static str, fen| Order {
        id,
        shop: 1,
        buyer: id,
        province: 33,
        status: if shipped.is_empty() { 2 } else { 4 },
        created: paid,
        paid: Some(paid),
        shipped: (!shipped.is_empty()).then_some(shipped),
        paid_fen: fen,
        ..Order::default()
    };
    let refund = |reason, amount| Refund { order: 3, amount, kind: 2, reason, ..Refund::default() };
    let fixture = Fixture {
        shops: vec![(1, 1, "shop")],
        reasons: vec![(1, "late"), (2, "broken")],
        refunds: vec![refund(2, 2_000), refund(2, 1_000), refund(1, 1_500)],
        orders: vec![
            order(1, "2026-05-01 10:00:00", "2026-05-01 15:00:00", 10_000),
            order(2, "2026-05-01 10:30:00", "", 26_800),
            Order { refund: 5_000, ..order(3, "2026-05-01 12:00:00", "2026-05-01 19:00:00", 5_000) },
            order(4, "2026-05-01 13:00:00", "", 3_000),
        ],
        ..Fixture::default()
    };
    let mut frames = fixture.frames();
    frames.staff = df!("id" => [7_i64, 8], "name" => ["小林", "阿敏"]).unwrap();
    frames.work = df!(
        "order_id" => [1_i64, 2, 3],
        "staff" => [7_i64, 8, 0],
        "given" => [Some(at("2026-05-01 11:00:00")), Some(at("2026-05-01 13:30:00")), None],
        "by_hand" => [0, 1, 0],
        "held" => [0, 0, 1],
        "audited" => [Some(at("2026-05-01 12:00:00")), None, Some(at("2026-05-01 20:00:00"))],
    )
    .unwrap();
    frames.kinds = df!("order_id" => [4_i64], "kind" => [2]).unwrap();
    Facts::build(&frames).unwrap()
}

#[test]
fn work_is_told_by_whom_it_fell_to() {
    let facts = facts();
    let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
    let handled = Handled::of(&slice, &slice.now);
    let shared = handled.shared();
    assert_eq!((shared.orders, shared.assigned, shared.by_hand), (4, 2, 1));
    assert_eq!(
        (shared.assignable, shared.auditable),
        (4, 4),
        "the first order of all was audited and given to somebody"
    );
    assert_eq!(shared.audited, 2);
    let median = |stage| shared.time(stage).median.map(|seconds| seconds / 3600);
    assert_eq!((median(Stage::PaidToAssigned), median(Stage::PaidToShipped)), (Some(2), Some(6)));
    // Two hours and eight: the late audit counts from payment, but nobody waited for it to ship.
    assert_eq!((median(Stage::PaidToAudited), median(Stage::AuditedToShipped)), (Some(5), Some(3)));
    assert_eq!((shared.time(Stage::AuditedToShipped).count, median(Stage::AssignedToShipped)), (1, Some(4)));
    let staff: Vec<_> = handled
        .by(Dimension::Staff)
        .iter()
        .map(|sort| (sort.code, sort.orders, sort.waiting, sort.refunded, sort.waits.given.median))
        .collect();
    // Order 3 was refunded whole before anything else, but it was sent: it does not wait.
    assert_eq!(staff, [(0, 2, 1, 1, None), (1, 1, 0, 0, Some(3600)), (2, 1, 1, 0, Some(3 * 3600))]);
}

#[test]
fn the_orders_behind_a_sort_and_a_step_are_found() {
    let facts = facts();
    let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
    let ids = |pick: HandlePick| pick.order_ids(&slice);
    assert_eq!(ids(HandlePick::of(Dimension::Staff, 0)), [3, 4]);
    assert_eq!(ids(HandlePick::of(Dimension::Hour, 10)), [1, 2]);
    assert_eq!(ids(HandlePick { only: Only::Refunded, ..HandlePick::of(Dimension::Staff, 0) }), [3]);
    assert_eq!(ids(HandlePick::only(Only::Assigned)), [1, 2]);
    assert_eq!(ids(HandlePick::only(Only::ByHand)), [2]);
    assert_eq!(ids(HandlePick::only(Only::Audited)), [1, 3]);
    assert_eq!(ids(HandlePick::only(Only::Timed(Stage::AuditedToShipped))), [1]);
    let june = Period::new(day("2026-06-01"), day("2026-06-30"));
    assert!(ids(HandlePick { period: Some(june), ..HandlePick::default() }).is_empty());
}

#[test]
fn refunds_fall_to_whoever_looked_after_their_orders() {
    let facts = facts();
    let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
    let found = AfterSales::of(&slice, &slice.now);
    assert_eq!((found.all.refunds, found.all.amount), (3, 4_500));
    let reasons: Vec<_> = found.reasons.iter().map(|told| (told.code, told.sum.refunds, told.sum.amount)).collect();
    assert_eq!(reasons, [(2, 2, 3_000), (1, 1, 1_500)], "the most frequent first");
    assert_eq!(found.reasons[0].ids.len(), 2);
    assert_eq!(found.kinds.len(), 1);
    // The order tells of 50 yuan, the refunds of 45.
    assert_eq!(found.unexplained, 500);
    let fallen = found.by(&Sorter::new(&slice), Dimension::Staff);
    assert_eq!((fallen[0].refunds, fallen[0].top), (3, Some((2, 2))));
    assert_eq!((fallen[1].refunds, fallen[1].top), (0, None));
}

#[test]
fn a_trend_takes_every_run_of_days_by_itself() {
    let facts = facts();
    let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
    let first = crate::analytics::facts::days::day_number(day("2026-05-01"));
    let trend = Handled::of(&slice, &slice.now).trend(&[(first, first), (first + 1, first + 30)]);
    assert_eq!((trend[0].orders, trend[0].waits.sent.median), (4, Some(6 * 3600)));
    assert_eq!(trend[1], Stepped::default());
}

#[test]
fn orders_are_told_apart_by_kind_band_and_hour() {
    let facts = facts();
    let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-05-31"))));
    let handled = Handled::of(&slice, &slice.now);
    let of = |dimension| -> Vec<(usize, i64, i64)> {
        handled.by(dimension).iter().map(|sort| (sort.code, sort.orders, sort.paid)).collect()
    };
    assert_eq!(of(Dimension::Kind), [(1, 3, 41_800), (2, 1, 3_000)]);
    assert_eq!(of(Dimension::Hour), [(10, 2, 36_800), (12, 1, 5_000), (13, 1, 3_000)]);
    // 30 yuan lies from 20 to 50, 50 from 50 to 100, 100 from 100 to 150, 268 from 200 to 300.
    assert_eq!(of(Dimension::Band), [(1, 1, 3_000), (2, 1, 5_000), (3, 1, 10_000), (5, 1, 26_800)]);
    for dimension in [Dimension::Platform, Dimension::Shop, Dimension::Province, Dimension::Courier] {
        assert_eq!(of(dimension).iter().map(|one| one.1).sum::<i64>(), 4, "{dimension:?}");
    }
}
