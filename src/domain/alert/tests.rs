//! An alert is told once, keeps still when it was put off, and comes back only when its cause did.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use proptest::prelude::*;

use super::rule::Subject;
use super::*;
use crate::domain::stock::{Levels, Pace, StockMark};

fn at(minute: i64) -> NaiveDateTime {
    let begin = NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap();
    begin + TimeDelta::minutes(minute)
}

fn sign(code: &str, class: u8, value: i64) -> Sign {
    Sign {
        cause: Cause { family: Family::Short, place: 0, subject: code.to_owned() },
        class,
        value: Some(value),
        threshold: Some(14),
        since: None,
        working: Working::Hours { limit: 1 },
    }
}

/// Alerts as the shop file would keep them, to play days with.
#[derive(Default)]
struct Book {
    alerts: Vec<Standing>,
    next: i64,
    /// Codes told in each look.
    told: Vec<Vec<String>>,
}

impl Book {
    fn look(&mut self, signs: Vec<Sign>, now: NaiveDateTime) -> Vec<Change> {
        let found = changes(&self.alerts, signs, &Family::ALL, now);
        self.told.push(found.iter().filter_map(Change::told).map(|sign| sign.cause.subject.clone()).collect());
        for change in &found {
            match change {
                Change::Raise(sign) => {
                    self.next += 1;
                    let (peak, sign) = (sign.class, sign.clone());
                    self.alerts.push(Standing { id: self.next, sign, peak, snooze: None, settled: false });
                }
                Change::Worsen(id, sign) | Change::Wake(id, sign) => {
                    let alert = self.of(*id);
                    alert.peak = sign.class.max(alert.peak);
                    alert.snooze = None;
                    alert.sign = sign.clone();
                }
                Change::Update(id, sign) => self.of(*id).sign = sign.clone(),
                Change::Gone(id) => self.alerts.retain(|alert| alert.id != *id),
            }
        }
        found
    }

    fn of(&mut self, id: i64) -> &mut Standing {
        self.alerts.iter_mut().find(|alert| alert.id == id).unwrap()
    }
}

#[test]
fn an_alert_is_told_once_while_it_stands_and_again_when_it_comes_back() {
    let mut book = Book::default();
    book.look(vec![sign("A", 1, 9)], at(0));
    book.look(vec![sign("A", 1, 8)], at(5));
    assert_eq!(book.look(vec![sign("A", 1, 8)], at(10)), [], "nothing new, nothing to write");
    book.look(Vec::new(), at(15));
    book.look(vec![sign("A", 1, 7)], at(20));
    assert_eq!(book.told, [vec!["A"], vec![], vec![], vec![], vec!["A"]]);
}

#[test]
fn it_is_told_again_when_worse_than_ever_not_when_it_swings() {
    let mut book = Book::default();
    for (minute, class) in [(0, 1), (5, 2), (10, 1), (15, 2), (20, 3)] {
        book.look(vec![sign("A", class, 3 - i64::from(class))], at(minute));
    }
    assert_eq!(book.told, [vec!["A"], vec!["A"], vec![], vec![], vec!["A"]]);
}

#[test]
fn put_off_it_keeps_still_even_when_it_gets_worse_and_comes_back_in_time() {
    let mut book = Book::default();
    book.look(vec![sign("A", 1, 9)], at(0));
    book.of(1).snooze = Nap::Hour.snooze(Family::Short, at(0), Some(9));
    book.look(vec![sign("A", 2, 0)], at(59));
    book.look(vec![sign("A", 2, 0)], at(60));
    book.look(vec![sign("A", 2, 0)], at(65));
    assert_eq!(book.told, [vec!["A"], vec![], vec!["A"], vec![]]);
}

#[test]
fn put_off_until_stock_comes_it_waits_for_more_pieces_than_there_were() {
    let mut book = Book::default();
    book.look(vec![sign("A", 1, 5)], at(0));
    book.of(1).snooze = Nap::UntilStock.snooze(Family::Short, at(0), Some(5));
    book.look(vec![sign("A", 1, 2)], at(9_000));
    book.look(vec![sign("A", 1, 6)], at(9_005));
    assert_eq!(book.told, [vec!["A"], vec![], vec!["A"]], "some came, and they are still too few");
    assert_eq!(Nap::UntilStock.snooze(Family::Unpaid, at(0), None), None, "orders wait for no stock");
}

#[test]
fn settled_by_hand_it_rests_until_it_is_worse_or_came_back() {
    let mut book = Book::default();
    book.look(vec![sign("A", 1, 5)], at(0));
    book.of(1).settled = true;
    book.look(vec![sign("A", 1, 4)], at(5));
    let worse = book.look(vec![sign("A", 2, 0)], at(10));
    assert!(matches!(worse.as_slice(), [Change::Gone(1), Change::Raise(_)]));
    assert_eq!(book.told, [vec!["A"], vec![], vec!["A"]]);
}

#[test]
fn what_was_not_looked_at_stays_as_it_is() {
    let mut book = Book::default();
    book.look(vec![sign("A", 1, 5)], at(0));
    assert_eq!(changes(&book.alerts, Vec::new(), &[Family::Unpaid], at(5)), []);
}

#[test]
fn each_family_is_due_at_its_own_interval() {
    let mut rounds = Rounds::default();
    assert_eq!(rounds.due(at(0)), Family::ALL);
    assert_eq!(rounds.due(at(4)), []);
    assert_eq!(rounds.due(at(5)), [Family::Short, Family::Unshipped]);
    assert_eq!(rounds.due(at(10)), [Family::Short, Family::Surplus, Family::Unshipped]);
    assert_eq!(rounds.due(at(-60)), Family::ALL, "the computer's clock was set back");
}

#[test]
fn orders_are_told_before_their_deadline_and_again_after_it() {
    let limits = AlertLimits::default();
    let cause = |family| Cause { family, place: 1, subject: "7001".to_owned() };
    let kind = |family, hours: i64| {
        let waiting = Waiting { cause: cause(family), since: at(0) };
        let sign = waiting_sign(&waiting, &limits, at(hours * 60))?;
        AlertKind::of(family, sign.class)
    };
    assert_eq!(kind(Family::Unshipped, 43), None);
    assert_eq!(kind(Family::Unshipped, 44), Some(AlertKind::DueSoon), "four hours before the 48 are over");
    assert_eq!(kind(Family::Unshipped, 48), Some(AlertKind::Late));
    assert_eq!((kind(Family::Unpaid, 71), kind(Family::Unpaid, 72)), (None, Some(AlertKind::Unpaid)));
    assert_eq!((kind(Family::AfterSale, 47), kind(Family::AfterSale, 48)), (None, Some(AlertKind::AfterSale)));
    assert_eq!((kind(Family::Silent, 71), kind(Family::Silent, 72)), (None, Some(AlertKind::Silent)));
}

fn rule(line: Line, scope: Scope, threshold: Threshold) -> Rule {
    Rule { id: 1, line, scope, threshold }
}

fn levels(good: i64) -> Levels {
    Levels { good: Some(good), ..Levels::default() }
}

#[test]
fn the_most_particular_rule_wins_and_says_so() {
    let book = RuleBook::new(
        StockRules::default(),
        [
            rule(Line::Low, Scope::All, Threshold::Days(10)),
            rule(Line::Low, Scope::Category("上衣".to_owned()), Threshold::Sales(50)),
            rule(Line::Low, Scope::Sku("A-1".to_owned()), Threshold::Pieces(40)),
            rule(Line::Low, Scope::Warehouse(2), Threshold::Lead { lead: 5, safety: 2 }),
        ],
    );
    // Two pieces a day: 10 days are 20 pieces, half a month's sales 30, lead and safety 14.
    let pace = Pace { sold: 60, days: 30 };
    let line = |code, category, warehouse| {
        let applied = book.applied(Line::Low, Subject { code, category, warehouse });
        (applied.threshold.pieces(pace), applied.scope)
    };
    assert_eq!(line("A-1", "上衣", 0), (40, Scope::Sku("A-1".to_owned())));
    assert_eq!(line("A-2", "上衣", 0), (30, Scope::Category("上衣".to_owned())));
    assert_eq!(line("B-1", "裤子", 0), (20, Scope::All));
    assert_eq!(line("A-1", "上衣", 2), (14, Scope::Warehouse(2)));
    let over = book.applied(Line::Over, Subject { code: "A-1", category: "上衣", warehouse: 0 });
    assert_eq!((over.scope, over.threshold), (Scope::All, Threshold::Days(180)), "the starting line");
    let mark = |good| {
        let subject = Subject { code: "A-1", category: "上衣", warehouse: 0 };
        book.judge(subject, &levels(good), pace, Some(1)).mark
    };
    assert_eq!((mark(39), mark(40)), (StockMark::Low, StockMark::Fine));
}

#[test]
fn days_in_stock_set_the_pace_of_a_line() {
    // 30 pieces in 10 days in stock are 3 a day: five days are 15 pieces, and a third of a piece makes the line a whole one more.
    let pace = Pace { sold: 30, days: 10 };
    assert_eq!(Threshold::Days(5).pieces(pace), 15);
    assert!(Threshold::Days(5).above(14, pace) && !Threshold::Days(5).above(15, pace));
    assert_eq!(Threshold::Days(1).pieces(Pace { sold: 1, days: 3 }), 1);
    assert_eq!(Threshold::Sales(100).pieces(pace), 90);
}

fn any_look() -> impl Strategy<Value = (Vec<(usize, u8)>, i64, Option<(usize, u8)>)> {
    let signs = prop::collection::vec((0_usize..4, 1_u8..4), 0..8);
    (signs, 1_i64..90, prop::option::of((0_usize..4, 0_u8..3)))
}

proptest! {
    /// Whatever happens and whatever people do: one alert for a cause at most, silence where it was asked for, and no alert told twice
    /// unless it woke, got worse than ever, or went away in between.
    #[test]
    fn alerts_never_repeat_themselves(looks in prop::collection::vec(any_look(), 1..40)) {
        let codes = ["A", "B", "C", "D"];
        let mut book = Book::default();
        let mut minute = 0;
        // The worst class told since the cause was last seen gone.
        let mut told: BTreeMap<&str, u8> = BTreeMap::new();
        for (signs, later, deed) in looks {
            minute += later;
            let now = at(minute);
            let signs: Vec<Sign> = signs.into_iter().map(|(code, class)| sign(codes[code], class, 5)).collect();
            let asleep: BTreeSet<String> = book
                .alerts
                .iter()
                .filter(|alert| !alert.settled && alert.snooze.is_some_and(|snooze| snooze.holds(now, Some(5))))
                .map(|alert| alert.sign.cause.subject.clone())
                .collect();
            let woken: BTreeSet<String> = book
                .alerts
                .iter()
                .filter(|alert| !alert.settled && alert.snooze.is_some_and(|snooze| !snooze.holds(now, Some(5))))
                .map(|alert| alert.sign.cause.subject.clone())
                .collect();
            book.look(signs.clone(), now);
            let mut causes: Vec<&Cause> = book.alerts.iter().map(|alert| &alert.sign.cause).collect();
            causes.sort();
            prop_assert!(causes.windows(2).all(|two| two[0] != two[1]), "two alerts for one cause");
            let heard = book.told.last().cloned().unwrap_or_default();
            for code in codes {
                let class = signs.iter().filter(|sign| sign.cause.subject == code).map(|sign| sign.class).max();
                let Some(class) = class else {
                    told.remove(code);
                    prop_assert!(!heard.iter().any(|told| told == code));
                    continue;
                };
                prop_assert!(book.alerts.iter().any(|alert| alert.sign.cause.subject == code));
                if heard.iter().any(|told| told == code) {
                    prop_assert!(!asleep.contains(code), "{code} was to keep still");
                    let before = told.get(code).copied().unwrap_or(0);
                    prop_assert!(class > before || woken.contains(code), "{code} repeats itself");
                    told.insert(code, class.max(before));
                }
            }
            if let Some((code, what)) = deed
                && let Some(alert) = book.alerts.iter_mut().find(|alert| alert.sign.cause.subject == codes[code])
            {
                match what {
                    0 => alert.snooze = Nap::Hour.snooze(Family::Short, now, Some(5)),
                    1 => alert.snooze = Nap::UntilStock.snooze(Family::Short, now, Some(5)),
                    _ => alert.settled = true,
                }
            }
        }
    }
}
