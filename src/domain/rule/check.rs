//! Is a rule one that can be kept (检查)? Every mistake gets its sentence at its field.

use std::collections::HashSet;

use super::condition::{Condition, Note};
use super::{Rule, StaffChoice};
use crate::domain::money::Money;
use crate::locale::Said;

/// Characters of a name and of a tag.
pub const LONGEST_NAME: usize = 30;
pub const LONGEST_TAG: usize = 12;

/// Where in a rule something is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Field {
    Name,
    /// Index of the condition.
    Condition(usize),
    Staff,
    Warehouse,
    Courier,
    Tags,
    Hold,
    Pass,
    /// It does nothing.
    Actions,
}

/// Something wrong, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub at: Field,
    pub said: Said,
}

/// What there is beside the rule.
#[derive(Debug, Clone, Copy, Default)]
pub struct Known<'a> {
    /// Everybody who works here, and whether they still do.
    pub staff: &'a [(i64, bool)],
    pub warehouses: &'a [i64],
    /// Names of the other rules.
    pub names: &'a [&'a str],
}

/// Everything that is wrong with a rule, from the top; nothing when it can be kept.
pub fn check(rule: &Rule, known: &Known<'_>) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let mut say = |at: Field, key: &str| wrong.push(Wrong { at, said: Said::new(key) });
    let name = rule.name.trim();
    if name.is_empty() {
        say(Field::Name, "rules.wrong_no_name");
    } else if name.chars().count() > LONGEST_NAME {
        say(Field::Name, "rules.wrong_long_name");
    } else if known.names.iter().any(|other| other.trim() == name) {
        say(Field::Name, "rules.wrong_same_name");
    }
    for (index, condition) in rule.body.conditions.iter().enumerate() {
        if let Some(key) = of_condition(condition) {
            say(Field::Condition(index), key);
        }
    }
    let actions = &rule.body.actions;
    if actions.is_empty() {
        say(Field::Actions, "rules.wrong_no_action");
    }
    if let Some(key) = actions.staff.as_ref().and_then(|choice| of_staff(choice, known)) {
        say(Field::Staff, key);
    }
    if actions.warehouse.is_some_and(|id| !known.warehouses.contains(&id)) {
        say(Field::Warehouse, "rules.wrong_warehouse");
    }
    if actions.courier.as_ref().is_some_and(|name| name.trim().is_empty()) {
        say(Field::Courier, "rules.wrong_courier");
    }
    if actions.tags.iter().any(|tag| tag.trim().is_empty() || tag.contains([',', '，', '、'])) {
        say(Field::Tags, "rules.wrong_tag");
    } else if actions.tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
        say(Field::Tags, "rules.wrong_long_tag");
    }
    if actions.hold.as_ref().is_some_and(|reason| reason.trim().is_empty()) {
        say(Field::Hold, "rules.wrong_hold");
    } else if actions.hold.is_some() && actions.pass {
        say(Field::Pass, "rules.wrong_hold_and_pass");
    }
    wrong
}

fn of_staff(choice: &StaffChoice, known: &Known<'_>) -> Option<&'static str> {
    if let StaffChoice::Balance { among } = choice {
        let different: HashSet<&i64> = among.iter().collect();
        if different.len() < 2 || different.len() < among.len() {
            return Some("rules.wrong_balance");
        }
    }
    let working = |id: &i64| known.staff.iter().any(|(staff, active)| staff == id && *active);
    (!choice.members().iter().all(working)).then_some("rules.wrong_staff")
}

fn of_range<T: PartialOrd + Copy>(from: Option<T>, to: Option<T>, least: T) -> Option<&'static str> {
    match (from, to) {
        (None, None) => Some("rules.wrong_no_range"),
        (Some(from), _) if from < least => Some("rules.wrong_negative"),
        (_, Some(to)) if to < least => Some("rules.wrong_negative"),
        (Some(from), Some(to)) if from > to => Some("rules.wrong_range"),
        _ => None,
    }
}

fn of_words(words: &[String]) -> Option<&'static str> {
    (words.is_empty() || words.iter().any(|word| word.trim().is_empty())).then_some("rules.wrong_no_words")
}

fn of_note(note: &Note) -> Option<&'static str> {
    match note {
        Note::Any | Note::Empty => None,
        Note::Contains { words } => of_words(words),
    }
}

fn of_list<T>(any: &[T]) -> Option<&'static str> {
    any.is_empty().then_some("rules.wrong_nothing_chosen")
}

fn of_condition(condition: &Condition) -> Option<&'static str> {
    match condition {
        Condition::Kind { any } => of_list(any),
        Condition::Platform { any } => of_list(any),
        Condition::Shop { any } => of_list(any),
        Condition::Customer { any } => of_list(any),
        Condition::Region { any, .. } => of_list(any),
        Condition::Category { any } => of_list(any),
        Condition::Weekday { any } => of_list(any)
            .or_else(|| any.iter().any(|day| !(1..=7).contains(day)).then_some("rules.wrong_nothing_chosen")),
        Condition::Sku { any } => of_words(any),
        Condition::Goods { words } => of_words(words),
        Condition::BuyerMessage { note } | Condition::SellerMemo { note } => of_note(note),
        Condition::Paid { from, to } => of_range(*from, *to, Money::ZERO),
        Condition::Items { from, to } => of_range(*from, *to, 0),
        Condition::Bought { orders, paid, within } => {
            if orders.is_none() && paid.is_none() && within.is_none() {
                return Some("rules.wrong_no_range");
            }
            let low = orders.is_some_and(|n| n < 0) || within.is_some_and(|n| n < 0);
            (low || paid.is_some_and(|paid| paid < Money::ZERO)).then_some("rules.wrong_negative")
        }
        Condition::Hour { from, to } => {
            (*from > 23 || *to > 24 || from == to || (*from == 0 && *to == 24)).then_some("rules.wrong_hour")
        }
        Condition::Lacking { .. } => None,
    }
}
