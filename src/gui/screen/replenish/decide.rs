//! The form that changes, rejects or puts off suggestions (改量, 拒绝, 稍后). The text as it was typed is kept.

use iced::Element;
use iced::widget::{column, row};

use crate::analytics::replenish::Wish;
use crate::domain::replenish::DecisionKind;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "replenish-first";

/// No order is larger, in pieces.
const MOST: i64 = 10_000_000;
/// A suggestion is put off so many days at most.
const LONGEST: i64 = 365;

/// What is being decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Change,
    Reject,
    Snooze,
}

/// A SKU that is decided on.
#[derive(Debug, Clone)]
pub struct Subject {
    pub sku_id: i64,
    pub code: String,
    pub suggested: i64,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Deciding {
    what: Decision,
    subjects: Vec<Subject>,
    qty: String,
    days: String,
    reason: String,
    /// Saving was tried: what is missing is shown.
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Qty(String),
    Days(String),
    Reason(String),
    Save,
    Close,
}

/// What the form comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Answer {
    Order(Vec<Wish>, String),
    /// Not ordered now; `days` until it comes again.
    Leave {
        kind: DecisionKind,
        ids: Vec<i64>,
        days: Option<u64>,
        reason: String,
    },
}

impl Deciding {
    pub fn new(what: Decision, subjects: Vec<Subject>) -> Self {
        let qty = subjects.first().map(|one| one.suggested.to_string()).unwrap_or_default();
        Self { what, subjects, qty, days: "7".to_owned(), reason: String::new(), tried: false, refused: None }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Qty(qty) => self.qty = qty,
            Message::Days(days) => self.days = days,
            Message::Reason(reason) => self.reason = reason,
            Message::Save | Message::Close => {}
        }
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    fn pieces(&self) -> Option<i64> {
        cell::count(&self.qty).ok().flatten().filter(|qty| (1..=MOST).contains(qty))
    }

    fn put_off(&self) -> Option<u64> {
        let days = cell::count(&self.days).ok().flatten().filter(|days| (1..=LONGEST).contains(days))?;
        u64::try_from(days).ok()
    }

    /// Why must be said where nothing else explains it.
    fn lacks_reason(&self) -> bool {
        self.what == Decision::Reject && self.reason.trim().is_empty()
    }

    /// The answer, once everything in it makes sense; what does not is shown from then on.
    pub fn answer(&mut self) -> Option<Answer> {
        self.tried = true;
        let reason = self.reason.trim().to_owned();
        let ids = || self.subjects.iter().map(|one| one.sku_id).collect();
        match self.what {
            Decision::Change => {
                let qty = self.pieces()?;
                Some(Answer::Order(self.subjects.iter().map(|one| Wish { sku_id: one.sku_id, qty }).collect(), reason))
            }
            Decision::Reject if self.lacks_reason() => None,
            Decision::Reject => Some(Answer::Leave { kind: DecisionKind::Rejected, ids: ids(), days: None, reason }),
            Decision::Snooze => {
                let days = Some(self.put_off()?);
                Some(Answer::Leave { kind: DecisionKind::Snoozed, ids: ids(), days, reason })
            }
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let (title, hint, save) = match self.what {
            Decision::Change => ("replenish.change_title", "replenish.change_hint", "replenish.change_save"),
            Decision::Reject => ("replenish.reject_title", "replenish.reject_hint", "replenish.reject"),
            Decision::Snooze => ("replenish.snooze_title", "replenish.snooze_hint", "replenish.snooze"),
        };
        let wrong = |bad: bool, key: &str| (self.tried && bad).then(|| ctx.t(key).to_owned());
        let number: Option<Element<'a, Message>> = match self.what {
            Decision::Change => {
                let suggested = self.subjects.first().map_or(0, |one| one.suggested);
                let hint = ctx.f("replenish.suggested", &[("n", &grouped(&suggested.to_string()))]);
                let input = field::input("", &self.qty, Message::Qty).id(FIRST).on_submit(Message::Save);
                let wrong = wrong(self.pieces().is_none(), "replenish.qty_wrong");
                Some(field::field(ctx.t("replenish.quantity"), input, Some(hint), wrong).into())
            }
            Decision::Snooze => {
                let input = field::input("", &self.days, Message::Days).id(FIRST).on_submit(Message::Save);
                let wrong = wrong(self.put_off().is_none(), "replenish.days_wrong");
                Some(field::field(ctx.t("replenish.snooze_days"), input, None, wrong).into())
            }
            Decision::Reject => None,
        };
        let reason =
            field::input(ctx.t("replenish.reason_hint"), &self.reason, Message::Reason).on_submit(Message::Save);
        let reason = if self.what == Decision::Reject { reason.id(FIRST) } else { reason };
        let lacks = wrong(self.lacks_reason(), "replenish.reason_needed");
        let reason = field::field(ctx.t("replenish.reason"), reason, None, lacks);
        let subject = match self.subjects.as_slice() {
            [only] => only.code.clone(),
            many => ctx.f("replenish.subjects", &[("n", &grouped(&many.len().to_string()))]),
        };
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![
            words::strong(subject),
            words::muted(ctx.t(hint)),
            number.map(|number| row![number].width(iced::Length::Fill)),
            reason,
            refused
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t(save), Some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Close), content, buttons, 440.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(what: Decision) -> Deciding {
        Deciding::new(what, vec![Subject { sku_id: 7, code: "A-1".to_owned(), suggested: 12 }])
    }

    #[test]
    fn a_rejection_says_why() {
        let mut reject = form(Decision::Reject);
        assert_eq!(reject.answer(), None);
        reject.update(Message::Reason(" 要下架 ".to_owned()));
        let reason = "要下架".to_owned();
        let kind = DecisionKind::Rejected;
        assert_eq!(reject.answer(), Some(Answer::Leave { kind, ids: vec![7], days: None, reason }));
    }

    #[test]
    fn a_quantity_is_a_whole_number_of_pieces() {
        let mut change = form(Decision::Change);
        for wrong in ["", "0", "-3", "2.5", "很多"] {
            change.update(Message::Qty(wrong.to_owned()));
            assert_eq!(change.answer(), None, "{wrong}");
        }
        change.update(Message::Qty("1,200".to_owned()));
        assert_eq!(change.answer(), Some(Answer::Order(vec![Wish { sku_id: 7, qty: 1200 }], String::new())));
    }
}
