//! The rule on numbers worked out by hand.

use super::*;
use crate::domain::replenish::{Counted, ServiceLevel, Sharing};
use proptest::prelude::*;

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).unwrap()
}

fn yuan(n: i64) -> Money {
    Money::from_fen(n * 100)
}

fn plan(per_day: f64, sd: f64) -> DemandPlan {
    DemandPlan::new(day(3, 1), vec![per_day; 120], sd, None).unwrap()
}

fn policy(order_cost: Money) -> Policy {
    let service = ServiceLevel::new(0.95).unwrap();
    Policy::new(service, 1, 30, order_cost, Decimal::new(2, 1), Counted::default()).unwrap()
}

/// 10 pieces a day ± 3, lead time 8 ± 2 days, checked daily, 95 %, orders last 30 days, a piece costs 20 yuan.
fn ask(stock: Stock, terms: Terms, caps: Caps) -> Suggestion {
    let (plan, policy) = (plan(10.0, 3.0), policy(Money::ZERO));
    let lead = LeadTime::new(8.0, 2.0).unwrap();
    suggest(&Case { plan: &plan, lead, policy: &policy, stock, terms, caps }).unwrap()
}

fn stock(sendable: i64) -> Stock {
    Stock::new(sendable, 0, 0, 0).unwrap()
}

fn singly() -> Terms {
    Terms::new(yuan(20), 0, 1).unwrap()
}

#[test]
fn the_textbook_item_orders_the_textbook_quantity() {
    // σ(L+R) = √(9·9 + 100·4) = √481 = 21.93171; SS = 1.644854 × 21.93171 = 36.07446; s = 90 + 36.07446; S = s + 300.
    let found = ask(stock(100), singly(), Caps::default());
    assert!((found.safety_stock - 36.07446).abs() < 1e-4, "{}", found.safety_stock);
    assert!((found.reorder_point - 126.07446).abs() < 1e-4);
    assert!((found.order_up_to - 426.07446).abs() < 1e-4);
    assert_eq!((found.outcome, found.quantity), (Outcome::Order { cut_by: None }, 327));
    assert_eq!(found.cost, yuan(6_540));
    // 100 pieces serve ten days and fail on the eleventh; an order has to leave eight days before.
    assert_eq!(found.runs_out, Some(day(3, 11)));
    assert_eq!(found.order_by, Some(day(3, 3)));
}

#[test]
fn above_the_reorder_point_nothing_is_ordered() {
    assert_eq!(ask(stock(127), singly(), Caps::default()).outcome, Outcome::Enough);
    assert_eq!(ask(stock(126), singly(), Caps::default()).outcome, Outcome::Order { cut_by: None });
}

#[test]
fn what_is_on_its_way_counts_and_what_is_owed_counts_against() {
    let found = ask(Stock::new(50, 60, 20, 10).unwrap(), singly(), Caps::default());
    assert_eq!((found.position, found.quantity), (120, 307));
    assert_eq!(found.runs_out, Some(day(3, 5)), "forty free pieces");
    assert_eq!(found.runs_out_with_coming, Some(day(3, 13)));
}

#[test]
fn what_the_owner_does_not_tick_is_not_counted() {
    let (plan, lead) = (plan(10.0, 3.0), LeadTime::new(8.0, 2.0).unwrap());
    let counted = Counted { ordered: false, ..Counted::default() };
    let policy = Policy::new(ServiceLevel::DEFAULT, 1, 30, Money::ZERO, Decimal::ONE, counted).unwrap();
    let stock = Stock::new(50, 60, 20, 10).unwrap();
    let case = Case { plan: &plan, lead, policy: &policy, stock, terms: singly(), caps: Caps::default() };
    let found = suggest(&case).unwrap();
    assert_eq!(found.position, 60);
    assert_eq!(found.working.value(Term::Ordered), Some(Value::Nothing));
}

#[test]
fn packs_are_filled_and_the_least_order_is_kept() {
    let packed = ask(stock(100), Terms::new(yuan(20), 0, 24).unwrap(), Caps::default());
    assert_eq!(packed.quantity, 336, "327 pieces in packs of 24 are 14 packs");
    let least = ask(stock(100), Terms::new(yuan(20), 500, 24).unwrap(), Caps::default());
    assert_eq!(least.quantity, 504);
}

#[test]
fn each_limit_cuts_and_says_so() {
    // Comes after 8 days, keeps 20: 28 days sell 280, of which the 100 there sell first.
    let caps = Caps::new(Some(20), None, None).unwrap();
    let shelf = ask(stock(100), singly(), caps);
    assert_eq!((shelf.quantity, shelf.outcome), (180, Outcome::Order { cut_by: Some(Limit::ShelfLife) }));
    let money = ask(stock(100), singly(), Caps::new(None, Some(yuan(2_019)), None).unwrap());
    assert_eq!((money.quantity, money.outcome), (100, Outcome::Order { cut_by: Some(Limit::Budget) }));
    // Until 31 March 310 sell.
    let season = ask(stock(100), singly(), Caps::new(None, None, Some(day(3, 31))).unwrap());
    assert_eq!((season.quantity, season.outcome), (210, Outcome::Order { cut_by: Some(Limit::SeasonEnd) }));
    let late = ask(stock(100), singly(), Caps::new(None, None, Some(day(3, 5))).unwrap());
    assert_eq!((late.quantity, late.outcome), (0, Outcome::Prevented { by: Limit::SeasonEnd }));
    let poor =
        ask(stock(100), Terms::new(yuan(20), 200, 1).unwrap(), Caps::new(None, Some(yuan(2_000)), None).unwrap());
    assert_eq!(poor.outcome, Outcome::Prevented { by: Limit::Budget }, "100 pieces are less than the supplier sells");
}

#[test]
fn stock_that_runs_out_before_the_order_comes_does_not_shrink_what_keeps() {
    // 30 pieces are gone on day 3; from day 8 to day 28 the order sells 200.
    let found = ask(stock(30), singly(), Caps::new(Some(20), None, None).unwrap());
    assert_eq!(found.quantity, 200);
}

#[test]
fn harris_own_example_and_a_textbook_one() {
    // 1,200 pieces a year, an order costs 100, a piece 50 at 20 % a year: √(2·1200·100/10) = 154.919…
    let found = economic_order(1_200.0, yuan(100), Decimal::new(2, 1), yuan(50)).unwrap();
    assert!((found - 154.919_333_848).abs() < 1e-6);
    assert_eq!(economic_order(1_200.0, yuan(100), Decimal::new(2, 1), Money::ZERO), None);
}

#[test]
fn the_economic_order_wins_where_it_is_larger_than_the_cover() {
    let (plan, lead, policy) = (plan(10.0, 0.0), LeadTime::new(8.0, 0.0).unwrap(), policy(yuan(500)));
    let case = Case { plan: &plan, lead, policy: &policy, stock: stock(0), terms: singly(), caps: Caps::default() };
    let found = suggest(&case).unwrap();
    // √(2·3650·500/4) = 955.25; S = 90 + 955.25.
    assert_eq!(found.quantity, 1_046);
}

#[test]
fn the_expected_short_is_the_unit_normal_loss_of_the_tables() {
    // L(1.0) = 0.08332, L(2.0) = 0.008491, L(0) = 0.39894 (Silver, Pyke, Thomas, table of the unit normal).
    for (z, loss) in [(0.0, 0.39894), (1.0, 0.08332), (2.0, 0.008491)] {
        assert!((expected_short(1.0, z) - loss).abs() < 5e-6, "{z}");
    }
    let found = ask(stock(100), singly(), Caps::default());
    // L(1.644854) = 0.0208926; × 21.93171 = 0.458211; ÷ 300.
    assert!((found.expected_short - 0.45821).abs() < 1e-4, "{}", found.expected_short);
    assert!((found.fill_rate - 0.998_473).abs() < 1e-5);
}

#[test]
fn nothing_is_ordered_of_what_nobody_buys_unless_it_is_owed() {
    let (lead, policy) = (LeadTime::new(8.0, 2.0).unwrap(), policy(yuan(500)));
    let terms = Terms::new(yuan(20), 50, 1).unwrap();
    let ask = |per_day, stock| {
        let plan = plan(per_day, 0.0);
        let case = Case { plan: &plan, lead, policy: &policy, stock, terms, caps: Caps::default() };
        let found = suggest(&case).unwrap();
        (found.outcome, found.quantity)
    };
    let owed = Stock::new(0, 0, 0, 3).unwrap();
    assert_eq!(ask(0.0, stock(0)), (Outcome::NoDemand, 0));
    assert_eq!(ask(0.0, owed), (Outcome::Order { cut_by: None }, 50));
    assert_eq!(ask(0.002, stock(0)), (Outcome::NoDemand, 0), "not a piece in a year");
    assert_eq!(ask(0.002, owed).0, Outcome::Order { cut_by: None });
    assert_eq!(ask(0.003, stock(0)).0, Outcome::Order { cut_by: None });
}

#[test]
fn the_freight_of_an_order_is_shared_by_what_it_brings() {
    let (plan, lead) = (plan(10.0, 4.0), LeadTime::new(8.0, 2.0).unwrap());
    let terms = Terms::new(yuan(20), 0, 1).unwrap();
    let lot = |sharing| {
        let policy = policy(yuan(500)).shared(sharing);
        let case = Case { plan: &plan, lead, policy: &policy, stock: stock(0), terms, caps: Caps::default() };
        suggest(&case).unwrap().working.number(Term::EconomicOrder).unwrap()
    };
    // √(2 · 3650 · 500 ÷ (0.2 · 20)) = 955.25; shared by four it is half.
    assert!((lot(Sharing::ALONE) - 955.249).abs() < 0.01);
    assert!((lot(Sharing::new(8, 2)) - 477.624).abs() < 0.01);
}

#[test]
fn an_order_beyond_all_money_is_refused_in_words() {
    let plan = DemandPlan::new(day(3, 1), vec![1e6; 30], 0.0, None).unwrap();
    let (lead, policy) = (LeadTime::new(8.0, 2.0).unwrap(), policy(Money::ZERO));
    let terms = Terms::new(Money::from_fen(i64::MAX), 0, 1).unwrap();
    let case = Case { plan: &plan, lead, policy: &policy, stock: stock(0), terms, caps: Caps::default() };
    assert_eq!(suggest(&case), Err(Refused::TooMuchMoney));
}

/// Redoes the working with nothing but its own lines, as a reader with a pocket calculator would.
fn redo(working: &Working<Term>) {
    let n = |term| working.number(term).unwrap();
    let near = |found: f64, term| assert!((found - n(term)).abs() <= 1e-6 * found.abs().max(1.0), "{term:?}");
    let days = n(Term::LeadDays) + n(Term::ReviewDays);
    let d = n(Term::LeadDemand) / days;
    near(d, Term::DemandPerDay);
    let spread = (days * n(Term::DemandSpread).powi(2) + (d * n(Term::LeadSpread)).powi(2)).sqrt();
    near(n(Term::SafetyFactor) * spread, Term::SafetyStock);
    near(n(Term::LeadDemand) + n(Term::SafetyStock), Term::ReorderPoint);
    let held = n(Term::HoldingRate) * n(Term::UnitCost);
    let eoq = (2.0 * n(Term::YearDemand) * n(Term::OrderCost) / held).sqrt();
    near(eoq.max(n(Term::CoverDemand)), Term::Lot);
    near(n(Term::ReorderPoint) + n(Term::Lot), Term::OrderUpTo);
    near(n(Term::Sendable) + n(Term::Ordered) + n(Term::Transfers) - n(Term::Owed), Term::Position);
    if n(Term::Position) > n(Term::ReorderPoint) {
        return near(0.0, Term::Quantity);
    }
    let Some(wanted) = working.number(Term::Wanted) else {
        return near(0.0, Term::Quantity);
    };
    let pack = n(Term::Pack);
    let pieces = (n(Term::OrderUpTo) - n(Term::Position)).max(n(Term::LeastOrder));
    assert!(wanted >= pieces - 1e-6 && wanted < pieces.ceil() + pack + 1e-6);
    let most = [Term::ShelfLifeMost, Term::SeasonMost, Term::BudgetMost];
    let most = most.into_iter().filter_map(|term| working.number(term)).fold(wanted, f64::min);
    let cut = (most / pack).floor() * pack;
    near(if cut < n(Term::LeastOrder) { 0.0 } else { cut }, Term::Quantity);
    near(n(Term::Quantity) * n(Term::UnitCost), Term::Cost);
}

proptest! {
    #[test]
    fn every_working_can_be_redone_by_hand(
        demand in prop::collection::vec(0.0..50.0f64, 1..200), sd in 0.0..30.0f64,
        lead in (0.0..60.0f64, 0.0..20.0f64), share in 0.5..0.999f64, days in (1u32..30, 1u32..120),
        money in (0i64..100_000, 1i64..100_000), pieces in (-500i64..5_000, 0i64..500, 0i64..500, 0i64..500),
        order in (0i64..500, 1i64..100), caps in (prop::option::of(0u32..400), prop::option::of(0i64..10_000_000), prop::option::of(0u64..400)),
    ) {
        let today = day(3, 1);
        let plan = DemandPlan::new(today, demand, sd, None).unwrap();
        let service = ServiceLevel::new(share).unwrap();
        let policy = Policy::new(service, days.0, days.1, Money::from_fen(money.0), Decimal::new(25, 2), Counted::default()).unwrap();
        let case = Case {
            plan: &plan,
            lead: LeadTime::new(lead.0, lead.1).unwrap(),
            policy: &policy,
            stock: Stock::new(pieces.0, pieces.1, pieces.2, pieces.3).unwrap(),
            terms: Terms::new(Money::from_fen(money.1), order.0, order.1).unwrap(),
            caps: Caps::new(caps.0, caps.1.map(Money::from_fen), caps.2.and_then(|days| today.checked_add_days(Days::new(days)))).unwrap(),
        };
        let found = suggest(&case).unwrap();
        redo(&found.working);
        prop_assert_eq!(found.quantity % order.1, 0);
        prop_assert!(found.quantity == 0 || found.quantity >= order.0);
        prop_assert!((0.0..=1.0).contains(&found.fill_rate) && found.expected_short >= 0.0);
        if let Some(budget) = caps.1 {
            prop_assert!(found.cost.fen() <= budget);
        }
    }
}
