//! Demand by day as the shop file tells it, decisions on suggestions, and the plan made from both: against what a hand finds.

use chrono::NaiveDate;
use zhanggui::analytics::replenish::series::number;
use zhanggui::analytics::replenish::{Ask, Desk, LeadSource, Plan, Row};
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, RefundDraft};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::refund::{RefundKind, RefundStatus};
use zhanggui::domain::replenish::{DecisionKind, OwnerRules, Term, Urgency};
use zhanggui::domain::stock::{MovementKind, Place, StockRules};
use zhanggui::domain::working::{KeptLine, Value};
use zhanggui::store::{Count, DemandQuery, Entry, EntryLine, Link, NewDecision, SkuHistory};

use super::{Home, at, day, fen, shop};

const RED: &str = "衣-红";
const BLUE: &str = "衣-蓝";

fn product(code: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("上衣 {code}"),
        category: "上衣".to_owned(),
        supplier: "织造厂".to_owned(),
        cost: fen(2_000),
        price: fen(5_000),
        listed_at: Some(day("2026-03-01")),
        ..ProductDraft::default()
    }
}

/// An order of `qty` pieces, paid at `paid`, and shipped then or not.
fn sale(no: &str, code: &str, qty: i64, paid: &str, shipped: Option<&str>) -> (OrderDraft, LineDraft) {
    let status = if shipped.is_some() { OrderStatus::Shipped } else { OrderStatus::Paid };
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        // Created long before it was paid: the pay clock counts.
        created_at: Some(at("2026-03-01 10:00:00")),
        paid_at: Some(at(paid)),
        shipped_at: shipped.map(at),
        payable: fen(5_000 * qty),
        paid: fen(5_000 * qty),
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: fen(5_000 * qty),
        status: Some(status),
        ..LineDraft::default()
    };
    (order, line)
}

fn import(home: &Home, sales: Vec<(OrderDraft, LineDraft)>, refunds: Vec<RefundDraft>) {
    let (orders, lines) = sales.into_iter().unzip();
    home.import(&Drafts { orders, lines, refunds, ..Drafts::default() });
}

fn refund(no: &str, amount: i64, kind: RefundKind) -> RefundDraft {
    RefundDraft {
        row: 1,
        refund_no: format!("R{no}"),
        order_no: no.to_owned(),
        line_no: no.to_owned(),
        item_id: String::new(),
        sku_code: String::new(),
        title: String::new(),
        amount: Money::from_fen(amount),
        kind,
        status: RefundStatus::Succeeded,
        status_raw: "退款成功".to_owned(),
        reason: String::new(),
        applied_at: Some(at("2026-04-03 10:00:00")),
        finished_at: Some(at("2026-04-03 12:00:00")),
        paid_at: None,
        return_tracking: String::new(),
    }
}

fn kept() -> Home {
    let home = shop();
    home.import(&Drafts { products: vec![product(RED), product(BLUE)], ..Drafts::default() });
    home
}

fn history(home: &Home, code: &str) -> SkuHistory {
    let query = DemandQuery { until: day("2026-05-01"), days: 730, ids: None };
    home.store.demand(&query).unwrap().skus.into_iter().find(|sku| sku.code == code).unwrap()
}

fn days(told: &[(i64, i64)]) -> Vec<(NaiveDate, i64)> {
    told.iter().map(|(at, pieces)| (zhanggui::analytics::replenish::series::date(*at), *pieces)).collect()
}

#[test]
fn demand_is_told_by_the_day_of_payment_without_what_went_back_before_it_was_sent() {
    let home = kept();
    import(
        &home,
        vec![
            sale("1", RED, 3, "2026-04-02 23:59:59", Some("2026-04-03 10:00:00")),
            sale("2", RED, 2, "2026-04-02 08:00:00", None),
            // All the money went back before anything was sent: nobody had to serve it.
            sale("3", RED, 7, "2026-04-04 08:00:00", None),
            // The goods were there and came back: it was wanted.
            sale("4", RED, 4, "2026-04-05 08:00:00", Some("2026-04-05 18:00:00")),
            // Half of the money before sending is a discount, the goods still go.
            sale("5", RED, 6, "2026-04-06 08:00:00", None),
        ],
        vec![
            refund("3", 35_000, RefundKind::MoneyBeforeShipping),
            refund("4", 20_000, RefundKind::GoodsAndMoney),
            refund("5", 15_000, RefundKind::MoneyBeforeShipping),
        ],
    );
    let found = history(&home, RED);
    let told = [(day("2026-04-02"), 5), (day("2026-04-05"), 4), (day("2026-04-06"), 6)];
    assert_eq!(days(&found.sold), told);
    assert_eq!(
        (found.cost, found.price, found.category.as_str(), found.supplier.as_str(), found.listed_at),
        (fen(2_000), fen(5_000), "上衣", "织造厂", Some(day("2026-03-01")))
    );
    assert!(history(&home, BLUE).sold.is_empty());
}

#[test]
fn a_bundle_is_demand_for_what_is_in_it() {
    let home = kept();
    import(&home, vec![sale("1", "礼盒", 2, "2026-04-02 10:00:00", None)], Vec::new());
    let id = |code: &str| history(&home, code).sku_id;
    let link =
        Link { listing_id: home.store.listings_unmapped().unwrap()[0], parts: vec![(id(RED), 1), (id(BLUE), 3)] };
    home.store.map("掌柜", &[link]).unwrap();
    assert_eq!(days(&history(&home, RED).sold), [(day("2026-04-02"), 2)]);
    assert_eq!(days(&history(&home, BLUE).sold), [(day("2026-04-02"), 6)]);
}

#[test]
fn closings_and_deliveries_come_from_the_ledger() {
    let home = kept();
    let lines = vec![(RED.to_owned(), 10)];
    let count = Count { warehouse: 1, counted_at: at("2026-04-01 09:00:00"), reason: String::new(), lines };
    home.store.post_count("掌柜", &count).unwrap();
    import(&home, vec![sale("1", RED, 10, "2026-04-03 10:00:00", Some("2026-04-04 10:00:00"))], Vec::new());
    let receipt = |when: &str, qty: i64| Entry {
        kind: MovementKind::Receipt,
        moved_at: at(when),
        reason: "到货".to_owned(),
        lines: vec![EntryLine {
            lot: None,
            code: RED.to_owned(),
            warehouse: 1,
            place: Place::Good,
            qty,
            unit_cost: None,
            note: String::new(),
        }],
    };
    home.store.post_stock("掌柜", &receipt("2026-04-08 09:00:00", 6)).unwrap();
    let wrong = home.store.post_stock("掌柜", &receipt("2026-04-09 09:00:00", 5)).unwrap();
    home.store.reverse_stock("掌柜", wrong.document_id).unwrap();
    let found = history(&home, RED);
    let there = [(day("2026-04-01"), 10), (day("2026-04-04"), 0), (day("2026-04-08"), 6), (day("2026-04-09"), 6)];
    assert_eq!(days(&found.closings), there);
    assert_eq!(days(&found.received), [(day("2026-04-08"), 6)], "what was taken back never came");
    assert!(history(&home, BLUE).closings.is_empty(), "nobody has counted it");
}

#[test]
fn days_between_two_imports_are_told_as_days_nobody_knows() {
    let home = kept();
    import(&home, vec![sale("1", RED, 1, "2026-03-04 10:00:00", None)], Vec::new());
    let book = home.store.demand(&DemandQuery { until: day("2026-05-01"), days: 730, ids: None }).unwrap();
    assert_eq!(book.told, [(day("2026-03-01"), day("2026-03-04"))]);
}

fn decision(kind: DecisionKind, reason: &str) -> NewDecision {
    NewDecision {
        sku_code: RED.to_owned(),
        kind,
        suggested: 40,
        qty: 0,
        position: 12,
        until: Some(day("2026-05-08")),
        reason: reason.to_owned(),
        working: vec![KeptLine {
            term: "safety_stock".to_owned(),
            value: Value::Pieces(36.074),
            formula: Some("z·σ(L+R)".to_owned()),
        }],
        document: String::new(),
    }
}

#[test]
fn a_decision_is_kept_with_its_working_and_can_be_taken_back() {
    let home = kept();
    let first = home.store.decide("掌柜", &[decision(DecisionKind::Snoozed, "下周再看")]).unwrap();
    let second = home.store.decide("掌柜", &[decision(DecisionKind::Rejected, " 要下架 ")]).unwrap();
    let latest = home.store.latest_decisions().unwrap().remove(RED).unwrap();
    assert_eq!((latest.id, latest.kind, latest.reason.as_str()), (second[0], DecisionKind::Rejected, "要下架"));
    assert_eq!(latest.working, decision(DecisionKind::Rejected, "").working);
    home.store.undo_decisions("掌柜", &second).unwrap();
    let latest = home.store.latest_decisions().unwrap().remove(RED).unwrap();
    assert_eq!((latest.id, latest.until), (first[0], Some(day("2026-05-08"))));
    let all: Vec<bool> = home.store.decisions(RED, 9).unwrap().iter().map(|one| one.undone).collect();
    assert_eq!(all, [true, false], "what was taken back is still seen");
    let told: Vec<String> = home.store.audit(3).unwrap().into_iter().map(|deed| deed.what).collect();
    assert_eq!(told, ["undo_replenish", "replenish", "replenish"]);
    let home = home.reopened();
    assert_eq!(home.store.decisions(RED, 9).unwrap().len(), 2);
}

fn ask() -> Ask {
    let rules = OwnerRules { lead_days: 8, lead_spread: 0, service_permille: 500, ..OwnerRules::default() };
    Ask { today: day("2026-05-01"), stock_day: day("2026-05-01"), rules, marks: StockRules::default() }
}

fn row(plan: &Plan, code: &str) -> Row {
    plan.rows.iter().find(|row| row.code == code).unwrap().clone()
}

/// Two pieces a day in April, `there` of them left.
fn selling(there: i64) -> Home {
    let home = kept();
    let april = day("2026-04-01").iter_days().take(30);
    let sales = april.enumerate().map(|(nth, day)| {
        let paid = format!("{day} 10:00:00");
        sale(&format!("{}", nth + 1), RED, 2, &paid, Some(&paid))
    });
    import(&home, sales.collect(), Vec::new());
    let count = Count {
        warehouse: 1,
        counted_at: at("2026-04-30 20:00:00"),
        reason: String::new(),
        lines: vec![(RED.to_owned(), there)],
    };
    home.store.post_count("掌柜", &count).unwrap();
    home
}

#[test]
fn two_a_day_and_ten_left_are_ordered_up_to_what_nine_and_thirty_days_sell() {
    let home = selling(10);
    let plan = Desk::default().plan(&home.store, &ask(), &|_, _| true).unwrap();
    let red = row(&plan, RED);
    let found = red.suggestion.as_ref().unwrap();
    let n = |term| found.working.number(term).unwrap();
    // A service level of one half has no safety stock: s = Σd over 8 + 1 days, S = s + Σd over 30 days.
    assert!((n(Term::SafetyStock)).abs() < 1e-9);
    assert!((n(Term::LeadDemand) - 18.0).abs() < 1.5, "{}", n(Term::LeadDemand));
    assert!((n(Term::OrderUpTo) - 78.0).abs() < 6.0, "{}", n(Term::OrderUpTo));
    assert_eq!((found.position, n(Term::Sendable)), (10, 10.0));
    assert_eq!(found.quantity, (n(Term::OrderUpTo) - 10.0).ceil() as i64);
    assert_eq!(red.spend(), Some(Money::from_fen(2_000 * found.quantity)));
    // Ten pieces serve five days; an order of today comes on the ninth.
    assert_eq!((found.runs_out, red.urgency), (Some(day("2026-05-06")), Urgency::Late));
    assert_eq!((red.supply.supplier.as_str(), red.supply.lead_source), ("织造厂", LeadSource::Assumed));
    assert!(red.waits());
    // Nobody has counted the other: unknown is not nothing.
    let blue = row(&plan, BLUE);
    assert_eq!((blue.urgency, blue.waits()), (Urgency::Unknown, false));
}

#[test]
fn a_rejected_suggestion_stays_away_and_forecasts_are_not_made_twice() {
    let home = selling(10);
    let desk = Desk::default();
    let before = row(&desk.plan(&home.store, &ask(), &|_, _| true).unwrap(), RED);
    let found = before.suggestion.as_ref().unwrap();
    let rejected = NewDecision {
        suggested: found.quantity,
        position: found.position,
        until: None,
        ..decision(DecisionKind::Rejected, "要下架")
    };
    home.store.decide("掌柜", &[rejected]).unwrap();
    let after = row(&desk.plan(&home.store, &ask(), &|_, _| true).unwrap(), RED);
    assert!(after.held && !after.waits());
    assert!(std::sync::Arc::ptr_eq(&before.forecast.unwrap(), &after.forecast.unwrap()));
}

#[test]
fn a_budget_goes_to_the_most_pressing_first() {
    let home = selling(10);
    let budget = OwnerRules { budget_fen: Some(2_000 * 5), ..ask().rules };
    let plan = Desk::default().plan(&home.store, &Ask { rules: budget, ..ask() }, &|_, _| true).unwrap();
    assert_eq!(row(&plan, RED).quantity(), Some(5));
}

#[test]
fn work_that_is_stopped_leaves_no_plan() {
    let home = selling(10);
    assert!(Desk::default().plan(&home.store, &ask(), &|_, _| false).is_err());
}

#[test]
fn a_year_is_replayed_from_the_day_the_books_begin() {
    let home = kept();
    let first = day("2026-01-01");
    // A hundred days, two a day; ten are left in the evening, so that nothing ever ran out.
    let sales = first.iter_days().take(120).enumerate().map(|(nth, day)| {
        let paid = format!("{day} 10:00:00");
        let mut made = sale(&format!("{}", nth + 1), RED, 2, &paid, Some(&paid));
        made.0.created_at = Some(at(&paid));
        made
    });
    import(&home, sales.collect(), Vec::new());
    let count = |when: &str, there: i64| Count {
        warehouse: 1,
        counted_at: at(when),
        reason: String::new(),
        lines: vec![(RED.to_owned(), there)],
    };
    home.store.post_count("掌柜", &count("2026-01-01 20:00:00", 300)).unwrap();
    let test = zhanggui::analytics::replenish::backtest::backtest(&home.store, &ask(), &|_, _| true).unwrap();
    assert_eq!((test.rows.len(), test.left_out), (1, 1));
    let one = &test.rows[0];
    // From 2 January to 30 April.
    assert_eq!((one.replay.first, one.replay.days), (day("2026-01-02"), 119));
    assert_eq!((one.replay.real.stock_out_days, one.replay.real.sold, one.replay.real.closing), (0, 238, 62));
    // Mean of 298, 296 … 62 pieces at 20 yuan.
    assert_eq!(zhanggui::analytics::replay::Replay::tied_up(&test.real, test.days), Money::from_fen(180 * 2_000));
    assert_eq!(one.replay.rule.sold + one.replay.rule.lost, 238);
    assert_eq!(test.money.len(), 119);
    assert_eq!(test.money[118].1, 62 * 2_000);
    assert_eq!(number(one.replay.first), number(test.first));
}
