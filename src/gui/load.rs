//! What a screen asked for and may not have yet (加载状态). A late answer to an old question is dropped; while a new answer is on
//! its way the old one stays on the screen.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use crate::locale::Said;

/// Names a question; an answer brings it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ticket(u64);

/// A value that is loaded off the window's thread.
#[derive(Debug, Clone)]
pub struct Load<T> {
    asked: Option<Ticket>,
    busy: bool,
    value: Option<T>,
    failed: Option<Said>,
    /// Grows when the same question is asked again, so that an answer from before does not count.
    round: u64,
}

impl<T> Default for Load<T> {
    fn default() -> Self {
        Self { asked: None, busy: false, value: None, failed: None, round: 0 }
    }
}

impl<T> Load<T> {
    /// Asks `question`. `None` when it is the one already asked or answered: there is nothing to do.
    ///
    /// Put into the question whatever the answer depends on: the data version, the filter, the sort.
    pub fn ask(&mut self, question: &impl Hash) -> Option<Ticket> {
        let mut hasher = DefaultHasher::new();
        self.round.hash(&mut hasher);
        question.hash(&mut hasher);
        let ticket = Ticket(hasher.finish());
        if self.asked == Some(ticket) {
            return None;
        }
        self.asked = Some(ticket);
        self.busy = true;
        Some(ticket)
    }

    /// Forgets which question was asked, so that the next [`Load::ask`] goes through (刷新, 重试). What is shown stays.
    pub fn stale(&mut self) {
        self.round += 1;
        self.asked = None;
        self.busy = false;
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        let round = self.round + 1;
        *self = Self { round, ..Self::default() };
    }

    /// Takes the answer to the question `ticket` stands for; `false` when another one has been asked since.
    pub fn answer(&mut self, ticket: Ticket, answer: Result<T, Said>) -> bool {
        if self.asked != Some(ticket) {
            return false;
        }
        self.busy = false;
        match answer {
            Ok(value) => {
                self.value = Some(value);
                self.failed = None;
            }
            Err(said) => self.failed = Some(said),
        }
        true
    }

    /// The newest answer, even when a newer one is on its way.
    pub const fn value(&self) -> Option<&T> {
        self.value.as_ref()
    }

    pub const fn value_mut(&mut self) -> Option<&mut T> {
        self.value.as_mut()
    }

    /// Why the last question has no answer.
    pub const fn failed(&self) -> Option<&Said> {
        self.failed.as_ref()
    }

    /// A question is open.
    pub const fn busy(&self) -> bool {
        self.busy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_late_answer_to_an_old_question_is_dropped() {
        let mut load = Load::default();
        let may = load.ask(&"May").unwrap();
        let june = load.ask(&"June").unwrap();
        assert!(!load.answer(may, Ok(5)));
        assert_eq!(load.value(), None);
        assert!(load.answer(june, Ok(6)));
        assert_eq!(load.value(), Some(&6));
        assert!(load.ask(&"June").is_none(), "already answered");
    }

    #[test]
    fn the_old_answer_stays_while_the_new_one_is_computed_and_after_a_failure() {
        let mut load = Load::default();
        let ticket = load.ask(&1).unwrap();
        load.answer(ticket, Ok("one"));
        let next = load.ask(&2).unwrap();
        assert_eq!((load.value(), load.busy()), (Some(&"one"), true));
        load.answer(next, Err(Said::new("shell.error_crashed")));
        assert_eq!(load.value(), Some(&"one"));
        assert!(load.failed().is_some());
    }

    #[test]
    fn refreshing_asks_the_same_question_again() {
        let mut load: Load<u8> = Load::default();
        let first = load.ask(&1).unwrap();
        load.stale();
        let second = load.ask(&1).unwrap();
        assert!(!load.answer(first, Ok(1)));
        assert!(load.answer(second, Ok(2)));
    }
}
