//! The working (计算过程) of a suggestion: every number that went in and every step, in an order a person can follow and redo by hand.
//!
//! A line without a formula was given; a line with one was worked out from lines above it, whose symbols the formula uses. Values are
//! kept unrounded; how many decimals are shown is the window's business.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::money::Money;

/// The terms of one rule: an enum, all of them in their order, and the id that names each in words and in what is kept.
macro_rules! terms {
    ($($name:ident => $id:literal,)*) => {
        /// The terms of the working, in its order.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Term {
            $($name,)*
        }

        impl Term {
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];
        }

        impl $crate::domain::working::Named for Term {
            fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}
pub(in crate::domain) use terms;

/// Something with a stable English id, also the tail of the locale key (`replenish.term_cover_days`).
pub trait Named: Copy {
    fn id(self) -> &'static str;
}

/// A number with what it counts.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Pieces (件), whole or worked out.
    Pieces(f64),
    /// Days (天).
    Days(f64),
    /// A plain number or factor.
    Number(f64),
    /// A share from 0 to 1, shown in percent.
    Share(f64),
    Money(Money),
    Date(NaiveDate),
    /// A yes or no of the owner.
    Chosen(bool),
    /// Not limited, not known, or never.
    Nothing,
}

impl Value {
    /// The number behind pieces, days, numbers and shares; yuan for money; 1 or 0 for a choice; `None` for the rest.
    pub fn number(self) -> Option<f64> {
        use rust_decimal::prelude::ToPrimitive;
        match self {
            Self::Pieces(n) | Self::Days(n) | Self::Number(n) | Self::Share(n) => Some(n),
            Self::Money(amount) => amount.yuan().to_f64(),
            Self::Chosen(yes) => Some(f64::from(u8::from(yes))),
            Self::Date(_) | Self::Nothing => None,
        }
    }
}

/// One line of a working.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Line<T> {
    /// What the value is.
    pub term: T,
    pub value: Value,
    /// How it was worked out; `None` when it was given.
    pub formula: Option<&'static str>,
}

/// Lines in the order in which they were worked out. `T` names the terms of one rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Working<T> {
    lines: Vec<Line<T>>,
}

impl<T> Default for Working<T> {
    fn default() -> Self {
        Self { lines: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Working<T> {
    /// Notes a number that went in.
    pub fn given(&mut self, term: T, value: Value) {
        self.lines.push(Line { term, value, formula: None });
    }

    /// Notes a number that was worked out.
    pub fn step(&mut self, term: T, formula: &'static str, value: Value) {
        self.lines.push(Line { term, value, formula: Some(formula) });
    }

    pub fn lines(&self) -> &[Line<T>] {
        &self.lines
    }

    /// The value of a term; `None` when the working has no such line.
    pub fn value(&self, term: T) -> Option<Value> {
        self.lines.iter().find(|line| line.term == term).map(|line| line.value)
    }

    /// The number of a term; see [`Value::number`].
    pub fn number(&self, term: T) -> Option<f64> {
        self.value(term).and_then(Value::number)
    }
}

/// A line of a working as it is kept, to be seen later as it was then.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptLine {
    /// The term's id.
    pub term: String,
    pub value: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub formula: Option<String>,
}

impl<T: Named> Working<T> {
    /// The lines with their terms as ids.
    pub fn kept(&self) -> Vec<KeptLine> {
        self.lines
            .iter()
            .map(|line| KeptLine {
                term: line.term.id().to_owned(),
                value: line.value,
                formula: line.formula.map(str::to_owned),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{clearance, replenish};
    use crate::locale::Lang;

    #[test]
    fn every_term_has_words_in_both_languages_and_a_name_of_its_own() {
        let rule: Vec<&str> = replenish::Term::ALL.iter().map(|term| term.id()).collect();
        let season: Vec<&str> = replenish::newsvendor::Term::ALL.iter().map(|term| term.id()).collect();
        let clear: Vec<&str> = clearance::Term::ALL.iter().map(|term| term.id()).collect();
        for ids in [&rule, &season, &clear] {
            for id in ids {
                let key = format!("replenish.term_{id}");
                for lang in [Lang::Zh, Lang::En] {
                    assert_ne!(lang.t(&key), key);
                }
                assert_eq!(ids.iter().filter(|other| other == &id).count(), 1, "{id}");
            }
        }
    }

    #[test]
    fn what_is_kept_reads_back_as_it_was() {
        let mut working = Working::default();
        working.given(replenish::Term::Sendable, Value::Pieces(12.0));
        working.step(replenish::Term::Cost, "q·c", Value::Money(Money::from_fen(1_234)));
        working.step(replenish::Term::RunsOut, "Σd > A", Value::Nothing);
        let text = serde_json::to_string(&working.kept()).unwrap();
        let read: Vec<KeptLine> = serde_json::from_str(&text).unwrap();
        assert_eq!(read, working.kept());
    }
}
