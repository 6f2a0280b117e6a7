//! Alerts: told once, by the rules that stock is marked by, written only when something changed, and in the hands of people.

use chrono::{NaiveDateTime, TimeDelta};
use zhanggui::domain::alert::{AlertKind, AlertLimits, Family, Line, Nap, Rule, Scope, Threshold};
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ParcelDraft, ProductDraft, RefundDraft};
use zhanggui::domain::flow::Step;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::refund::RefundStatus;
use zhanggui::domain::stock::{MovementKind, Place, StockMark, StockRules};
use zhanggui::store::{
    AlertDeed, AlertQuery, AlertRow, AlertRun, AlertSort, AlertState, Count, Entry, EntryLine, EventKind, StepRules,
    StockQuery, Task,
};

use super::merging::refund;
use super::{Home, at, fen, shop};

const RED: &str = "衣-红";
const BLUE: &str = "衣-蓝";

fn product(code: &str, category: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: "上衣".to_owned(),
        category: category.to_owned(),
        cost: fen(1_000),
        ..ProductDraft::default()
    }
}

fn order(no: &str, code: &str, qty: i64, paid: Option<&str>, created: &str, shipped: Option<&str>) -> Drafts {
    let status = match (paid, shipped) {
        (_, Some(_)) => OrderStatus::Shipped,
        (Some(_), None) => OrderStatus::Paid,
        (None, None) => OrderStatus::Unpaid,
    };
    let amount = fen(5_000 * qty);
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        created_at: Some(at(created)),
        paid_at: paid.map(at),
        shipped_at: shipped.map(at),
        payable: amount,
        paid: amount.filter(|_| paid.is_some()),
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: amount.filter(|_| paid.is_some()),
        status: Some(status),
        ..LineDraft::default()
    };
    Drafts { orders: vec![order], lines: vec![line], ..Drafts::default() }
}

fn count(home: &Home, when: &str, code: &str, pieces: i64) {
    let count =
        Count { warehouse: 1, counted_at: at(when), reason: String::new(), lines: vec![(code.to_owned(), pieces)] };
    home.store.post_count("掌柜", &count).unwrap();
}

fn receive(home: &Home, when: &str, code: &str, place: Place, qty: i64) {
    let line =
        EntryLine { lot: None, code: code.to_owned(), warehouse: 1, place, qty, unit_cost: None, note: String::new() };
    let entry =
        Entry { kind: MovementKind::Receipt, moved_at: at(when), reason: "到货".to_owned(), lines: vec![line] };
    home.store.post_stock("掌柜", &entry).unwrap();
}

/// Two SKUs counted on 1 April; of the red one 30 pieces were sold and shipped within the last 30 days: one a day.
fn kept() -> Home {
    let home = shop();
    home.import(&Drafts { products: vec![product(RED, "上衣"), product(BLUE, "上衣")], ..Drafts::default() });
    count(&home, "2026-03-01 09:00:00", RED, 43);
    home.import(&order("1", RED, 30, Some("2026-04-20 10:00:00"), "2026-04-20 09:00:00", Some("2026-04-20 12:00:00")));
    home
}

const NOW: &str = "2026-04-20 13:00:00";

fn look(home: &Home, when: &str) -> AlertRun {
    home.store.run_alerts(at(when), &AlertLimits::default(), &Family::ALL).unwrap()
}

fn listed(home: &Home, state: Option<AlertState>, when: &str) -> Vec<AlertRow> {
    let query = AlertQuery {
        state,
        kinds: Vec::new(),
        text: String::new(),
        ids: None,
        sort: AlertSort::Kind,
        descending: false,
        now: at(when),
    };
    let ids = home.store.alerts(&query).unwrap();
    home.store.alert_rows(&ids).unwrap()
}

fn kinds(home: &Home, when: &str) -> Vec<AlertKind> {
    listed(home, Some(AlertState::Open), when).into_iter().map(|row| row.kind).collect()
}

fn later(when: &str, minutes: i64) -> String {
    (at(when) + TimeDelta::minutes(minutes)).to_string()
}

#[test]
fn low_stock_is_told_once_with_its_figures_and_nothing_is_written_while_it_stands() {
    let home = kept();
    let version = home.store.version();
    let run = look(&home, NOW);
    assert_eq!(run.told, [(AlertKind::Low, 1)], "13 pieces at one a day last less than 14 days");
    assert_eq!((run.open[0].kind, run.open[0].count, run.open[0].ids.len()), (AlertKind::Low, 1, 1));
    assert_eq!(home.store.version(), version, "no analysis has to be worked out anew");
    let audit = home.store.audit(50).unwrap().len();
    let seen = home.store.alerts_version();
    let again = look(&home, &later(NOW, 5));
    assert_eq!((again.told.len(), again.changed, again.open), (0, false, run.open));
    assert_eq!((home.store.audit(50).unwrap().len(), home.store.alerts_version()), (audit, seen));
    let row = listed(&home, Some(AlertState::Open), NOW).remove(0);
    assert_eq!((row.subject.as_str(), row.value, row.threshold, row.ordered), (RED, Some(13), Some(14), Some(0)));
    receive(&home, "2026-04-20 12:30:00", RED, Place::PurchaseTransit, 50);
    assert_eq!(listed(&home, None, NOW)[0].ordered, Some(50), "what is ordered already");
}

#[test]
fn it_settles_itself_when_goods_come_and_is_raised_anew_when_they_are_gone_again() {
    let home = kept();
    look(&home, NOW);
    receive(&home, "2026-04-20 12:30:00", RED, Place::Good, 100);
    assert!(look(&home, &later(NOW, 5)).told.is_empty());
    assert_eq!(kinds(&home, NOW), []);
    let settled = listed(&home, Some(AlertState::Settled), NOW);
    assert_eq!((settled.len(), settled[0].settled_by.as_str()), (1, ""));
    home.import(&order("2", RED, 105, Some("2026-04-20 12:40:00"), "2026-04-20 12:40:00", None));
    assert_eq!(look(&home, &later(NOW, 10)).told, [(AlertKind::Low, 1)]);
    let detail = home.store.alert(listed(&home, Some(AlertState::Open), NOW)[0].id).unwrap();
    assert_eq!(detail.earlier, [at(NOW)], "the earlier one is remembered");
    assert_eq!(home.store.alert(settled[0].id).unwrap().events[0].what, EventKind::Gone);
}

#[test]
fn worse_is_told_and_a_swing_back_is_not() {
    let home = kept();
    look(&home, NOW);
    home.import(&order("2", RED, 13, Some("2026-04-20 12:40:00"), "2026-04-20 12:40:00", None));
    assert_eq!(look(&home, &later(NOW, 5)).told, [(AlertKind::Out, 1)]);
    receive(&home, "2026-04-20 12:50:00", RED, Place::Good, 1);
    assert_eq!((look(&home, &later(NOW, 10)).told, kinds(&home, NOW)), (Vec::new(), vec![AlertKind::Low]));
    home.import(&order("3", RED, 2, Some("2026-04-20 12:55:00"), "2026-04-20 12:55:00", None));
    assert_eq!(look(&home, &later(NOW, 15)).told, [(AlertKind::Oversold, 1)]);
}

#[test]
fn put_off_it_is_silent_until_its_hour_and_that_can_be_taken_back() {
    let home = kept();
    look(&home, NOW);
    let id = listed(&home, None, NOW)[0].id;
    let nap = |nap| home.store.handle_alerts("掌柜", &[id], &AlertDeed::Snooze(nap), at(NOW)).unwrap();
    let done = nap(Nap::Hour);
    assert_eq!((done.done.len(), done.settled), (1, 0));
    assert!(home.store.open_alerts(at(NOW)).unwrap().is_empty());
    assert_eq!(listed(&home, Some(AlertState::Snoozed), NOW).len(), 1);
    assert!(look(&home, &later(NOW, 59)).told.is_empty());
    assert_eq!(look(&home, &later(NOW, 60)).told, [(AlertKind::Low, 1)], "its hour is over");
    let done = nap(Nap::UntilStock);
    home.store.restore_alerts("掌柜", &done.done, at(NOW)).unwrap();
    assert_eq!(kinds(&home, NOW), [AlertKind::Low]);
    nap(Nap::UntilStock);
    receive(&home, "2026-04-20 12:30:00", RED, Place::Good, 1);
    assert!(look(&home, &later(NOW, 65)).told.is_empty(), "a piece came, and 14 are no longer low");
    let events: Vec<EventKind> = home.store.alert(id).unwrap().events.iter().map(|event| event.what).collect();
    for what in [EventKind::Raised, EventKind::Snoozed, EventKind::Woken, EventKind::Reopened, EventKind::Gone] {
        assert!(events.contains(&what), "{what:?}");
    }
}

#[test]
fn settled_by_hand_it_rests_with_its_reason_and_settling_twice_says_so() {
    let home = kept();
    look(&home, NOW);
    let id = listed(&home, None, NOW)[0].id;
    let settle = || {
        let deed = AlertDeed::Settle("周五到货".to_owned());
        home.store.handle_alerts("掌柜", &[id], &deed, at(NOW)).unwrap()
    };
    assert_eq!(settle().done.len(), 1);
    let again = settle();
    assert_eq!((again.done.len(), again.settled), (0, 1));
    assert!(look(&home, &later(NOW, 5)).told.is_empty());
    let row = listed(&home, Some(AlertState::Settled), NOW).remove(0);
    assert_eq!((row.settled_by.as_str(), row.reason.as_str()), ("掌柜", "周五到货"));
    home.import(&order("2", RED, 13, Some("2026-04-20 12:40:00"), "2026-04-20 12:40:00", None));
    assert_eq!(look(&home, &later(NOW, 10)).told, [(AlertKind::Out, 1)], "worse than what was settled");
    let whats: Vec<String> = home.store.audit(9).unwrap().into_iter().map(|row| row.what).collect();
    assert!(whats.contains(&"settle_alerts".to_owned()));
}

#[test]
fn the_marks_of_stock_and_the_alerts_follow_one_set_of_rules() {
    let home = kept();
    let mark = || {
        let query = StockQuery {
            day: at(NOW).date(),
            sold_until: at(NOW).date(),
            warehouse: 0,
            text: RED.to_owned(),
            categories: Vec::new(),
            ids: None,
            rules: StockRules::default(),
        };
        home.store.stock(&query).unwrap().remove(0)
    };
    assert_eq!(mark().mark, StockMark::Low);
    look(&home, NOW);
    let rule = |scope, threshold| Rule { id: 0, line: Line::Low, scope, threshold };
    home.store.save_alert_rule("掌柜", &rule(Scope::Category("上衣".to_owned()), Threshold::Pieces(5))).unwrap();
    assert_eq!(mark().mark, StockMark::Fine);
    look(&home, &later(NOW, 5));
    assert_eq!(kinds(&home, NOW), []);
    home.store.save_alert_rule("掌柜", &rule(Scope::Sku(RED.to_owned()), Threshold::Sales(100))).unwrap();
    assert_eq!(mark().rule.unwrap().scope, Scope::Sku(RED.to_owned()), "30 pieces a month: 13 are too few");
    assert_eq!(look(&home, &later(NOW, 10)).told, [(AlertKind::Low, 1)]);
    // The same line and scope once more takes the place of the first.
    home.store.save_alert_rule("掌柜", &rule(Scope::Sku(RED.to_owned()), Threshold::Pieces(2))).unwrap();
    let rules = home.store.alert_rules().unwrap();
    assert_eq!(rules.len(), 2);
    for row in rules {
        home.store.drop_alert_rule("掌柜", &row.rule).unwrap();
    }
    assert_eq!(mark().mark, StockMark::Low, "the general line again");
}

#[test]
fn orders_refunds_and_parcels_are_told_as_far_as_the_data_knows() {
    let home = shop();
    home.import(&Drafts { products: vec![product(BLUE, "上衣")], ..Drafts::default() });
    // The data ends on 20 April at 12:00.
    home.import(&order("end", BLUE, 1, Some("2026-04-20 12:00:00"), "2026-04-20 12:00:00", None));
    home.import(&order("soon", BLUE, 1, Some("2026-04-18 15:00:00"), "2026-04-18 15:00:00", None));
    home.import(&order("late", BLUE, 1, Some("2026-04-18 12:00:00"), "2026-04-18 12:00:00", None));
    home.import(&order("old", BLUE, 1, Some("2026-01-18 12:00:00"), "2026-01-18 12:00:00", None));
    home.import(&order("unpaid", BLUE, 1, None, "2026-04-17 11:00:00", None));
    home.import(&order(
        "sent",
        BLUE,
        1,
        Some("2026-04-10 12:00:00"),
        "2026-04-10 12:00:00",
        Some("2026-04-11 12:00:00"),
    ));
    let refund = |no: &str, status| RefundDraft {
        applied_at: Some(at("2026-04-18 11:00:00")),
        ..refund(no, "sent", 1_000, status)
    };
    let parcel = ParcelDraft {
        tracking_no: "YT1".to_owned(),
        order_no: "sent".to_owned(),
        shipped_at: Some(at("2026-04-11 12:00:00")),
        last_scan_at: Some(at("2026-04-13 12:00:00")),
        ..ParcelDraft::default()
    };
    home.import(&Drafts {
        refunds: vec![refund("R1", RefundStatus::WaitSeller), refund("R2", RefundStatus::Succeeded)],
        parcels: vec![parcel],
        ..Drafts::default()
    });
    // Ten days after the export: nobody knows what happened since, so nothing has become later.
    let now = "2026-04-30 12:00:00";
    look(&home, now);
    let found: Vec<(AlertKind, String)> =
        listed(&home, Some(AlertState::Open), now).into_iter().map(|row| (row.kind, row.subject)).collect();
    let told = |kind, no: &str| (kind, no.to_owned());
    assert_eq!(
        found,
        [
            told(AlertKind::Late, "late"),
            told(AlertKind::DueSoon, "soon"),
            told(AlertKind::AfterSale, "R1"),
            told(AlertKind::Silent, "YT1"),
            told(AlertKind::Unpaid, "unpaid"),
        ]
    );
    let one = listed(&home, None, now).into_iter().find(|row| row.subject == "late").unwrap();
    assert_eq!((one.since, one.threshold, one.ordered), (Some(at("2026-04-18 12:00:00")), Some(48), None));
    assert_ne!(one.subject_id, 0, "it leads to its order");
    // Shipped: the alert goes by itself.
    home.import(&order(
        "late",
        BLUE,
        1,
        Some("2026-04-18 12:00:00"),
        "2026-04-18 12:00:00",
        Some("2026-04-20 11:00:00"),
    ));
    look(&home, now);
    assert!(!listed(&home, Some(AlertState::Open), now).iter().any(|row| row.subject == "late"));
    // Shipped here, of which no file has told yet: it goes as well, and comes back with the order.
    let soon = listed(&home, Some(AlertState::Open), now).into_iter().find(|row| row.subject == "soon").unwrap();
    let parcel = [Task::parcel(soon.subject_id, "ZT10001", "中通快递")];
    let shipped = home.store.take_steps("掌柜", Step::Ship, &parcel, StepRules::default()).unwrap();
    assert_eq!((shipped.done.len(), shipped.refused.len()), (1, 0));
    look(&home, now);
    let of = |state| listed(&home, Some(state), now).into_iter().filter(|row| row.subject == "soon").count();
    assert_eq!((of(AlertState::Open), of(AlertState::Settled)), (0, 1));
    home.store.undo_batch("掌柜", shipped.batch_id).unwrap();
    look(&home, now);
    assert_eq!(of(AlertState::Open), 1);
}

#[test]
fn alerts_and_rules_outlive_an_import_that_is_taken_back() {
    let home = kept();
    look(&home, NOW);
    let rule = Rule { id: 0, line: Line::Dead, scope: Scope::All, threshold: Threshold::Days(30) };
    home.store.save_alert_rule("掌柜", &rule).unwrap();
    let imports = home.store.imports().unwrap();
    for import in imports {
        home.store.undo_import("掌柜", import.id).unwrap();
    }
    look(&home, &later(NOW, 5));
    assert_eq!(home.store.alert_rules().unwrap().len(), 1);
    assert_eq!(
        (kinds(&home, NOW), listed(&home, None, NOW).len()),
        (Vec::new(), 1),
        "settled: there is no such SKU now"
    );
    assert!(home.store.check().unwrap().iter().all(|finding| finding.id == "movement_without_sku"));
}

#[test]
fn a_moment_put_off_is_kept_when_the_shop_is_opened_again() {
    let home = kept();
    look(&home, NOW);
    let id = listed(&home, None, NOW)[0].id;
    home.store.handle_alerts("掌柜", &[id], &AlertDeed::Snooze(Nap::Tomorrow), at(NOW)).unwrap();
    let home = home.reopened();
    let row = listed(&home, Some(AlertState::Snoozed), NOW).remove(0);
    let nine: NaiveDateTime = at("2026-04-21 09:00:00");
    assert_eq!(row.snoozed_until, Some(nine));
    assert!(look(&home, &later(NOW, 5)).told.is_empty());
}
