//! Going through the rules (判定): which one decides, and what spoke against those before it.

use serde::{Deserialize, Serialize};

use super::Rule;
use super::condition::{Before, Condition, OrderFacts, OrderKind, ShopKey, Tier};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;

/// What a condition saw on an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "saw", content = "value", rename_all = "snake_case")]
pub enum Seen {
    Kind(OrderKind),
    Platform(Platform),
    Shop(ShopKey),
    Tier(Tier),
    Before(Before),
    Money(Money),
    Count(i64),
    Province(Province),
    /// A word, a code or a category that was asked for and found.
    Text(String),
    Hour(u32),
    Weekday(u32),
    Lacking(bool),
    /// There is something where nothing was asked for, or the other way round.
    Something,
    /// Nothing of the kind.
    Nothing,
    /// Nobody knows.
    Unknown,
}

/// A condition beside what was seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tested {
    pub condition: Condition,
    pub seen: Seen,
}

/// A rule that did not decide, and the first of its conditions that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Its place in the list, from 1.
    pub place: usize,
    pub name: String,
    pub failed: Tested,
}

/// Why an order was handed out as it was (分配原因); written on the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// The rule's place in the list, from 1.
    pub place: usize,
    pub name: String,
    pub held: Vec<Tested>,
    /// The rules before it.
    pub before: Vec<Missed>,
}

/// What the rules say of one order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judgement {
    /// Index of the rule that decides; `None` when none does.
    pub rule: Option<usize>,
    /// What held for it.
    pub held: Vec<Tested>,
    /// Rules asked before it (all, when none decides).
    pub missed: Vec<Missed>,
}

impl Judgement {
    /// What is written on the order.
    pub fn reason(&self, rules: &[Rule]) -> Option<Reason> {
        let index = self.rule?;
        let name = rules.get(index)?.name.clone();
        Some(Reason { place: index + 1, name, held: self.held.clone(), before: self.missed.clone() })
    }
}

/// Index of the rule that decides.
pub fn first_match(rules: &[Rule], facts: &OrderFacts) -> Option<usize> {
    rules.iter().position(|rule| rule.on && rule.body.conditions.iter().all(|condition| condition.test(facts).0))
}

/// Which rule decides, and why.
pub fn judge(rules: &[Rule], facts: &OrderFacts) -> Judgement {
    let mut missed = Vec::new();
    for (index, rule) in rules.iter().enumerate().filter(|(_, rule)| rule.on) {
        match hold_all(rule, facts) {
            Ok(held) => return Judgement { rule: Some(index), held, missed },
            Err(failed) => missed.push(Missed { place: index + 1, name: rule.name.clone(), failed }),
        }
    }
    Judgement { rule: None, held: Vec::new(), missed }
}

/// Everything that held, or the first that did not.
fn hold_all(rule: &Rule, facts: &OrderFacts) -> Result<Vec<Tested>, Tested> {
    let mut held = Vec::with_capacity(rule.body.conditions.len());
    for condition in &rule.body.conditions {
        let (holds, seen) = condition.test(facts);
        let tested = Tested { condition: condition.clone(), seen };
        if !holds {
            return Err(tested);
        }
        held.push(tested);
    }
    Ok(held)
}
