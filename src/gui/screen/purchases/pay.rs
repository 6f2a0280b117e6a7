//! The form that notes a payment to a supplier (付款): how much, when.

use chrono::NaiveDate;
use iced::Element;
use iced::widget::column;

use crate::domain::money::Money;
use crate::gui::component::detail::{sum, yuan};
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::store::PurchaseRow;

/// Name of the first field.
pub const FIRST: &str = "pay-amount";

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct PayForm {
    order: PurchaseRow,
    amount: String,
    today: NaiveDate,
    day: String,
    note: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Amount(String),
    Day(String),
    Note(String),
    Save,
    Close,
}

/// What was paid.
#[derive(Debug, Clone)]
pub struct Payment {
    pub order_id: i64,
    pub amount: Money,
    pub day: NaiveDate,
    pub note: String,
}

impl PayForm {
    /// What is owed is taken to have been paid.
    pub fn new(order: &PurchaseRow, today: NaiveDate) -> Self {
        let owed = order.payable.open();
        Self {
            order: order.clone(),
            amount: if owed.fen() > 0 { owed.to_string() } else { String::new() },
            today,
            day: today.to_string(),
            note: String::new(),
            tried: false,
            busy: false,
            refused: None,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Amount(text) => self.amount = text,
            Message::Day(text) => self.day = text,
            Message::Note(text) => self.note = text,
            Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    fn amount(&self) -> Option<Money> {
        cell::money(&self.amount).ok().flatten().filter(|amount| amount.fen() > 0)
    }

    fn day(&self) -> Option<NaiveDate> {
        cell::date(&self.day).ok().flatten().filter(|day| *day <= self.today)
    }

    /// The payment, once everything in it makes sense. Only once until it is refused.
    pub fn payment(&mut self) -> Option<Payment> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let (amount, day) = self.amount().zip(self.day())?;
        self.busy = true;
        Some(Payment { order_id: self.order.id, amount, day, note: self.note.clone() })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let wrong = |wrong: bool, key: &'static str| (self.tried && wrong).then(|| ctx.t(key).to_owned());
        let amount = field::field(
            ctx.t("purchase.pay_amount"),
            field::input("", &self.amount, Message::Amount).id(FIRST).on_submit(Message::Save),
            None,
            wrong(self.amount().is_none(), "purchase.wrong_amount"),
        );
        let day = field::field(
            ctx.t("purchase.paid_on"),
            field::input("2026-12-01", &self.day, Message::Day).on_submit(Message::Save),
            None,
            wrong(self.day().is_none(), "purchase.wrong_future"),
        );
        let note = field::field(
            ctx.t("purchase.note"),
            field::input(ctx.t("purchase.pay_note_hint"), &self.note, Message::Note).on_submit(Message::Save),
            None,
            None,
        );
        let account = &self.order.payable;
        let content = column![
            sum(ctx.t("purchase.payable"), yuan(account.amount())),
            sum(ctx.t("purchase.paid"), yuan(account.paid)),
            sum(ctx.t("purchase.owed"), yuan(account.open())),
            card::rule(),
            amount,
            day,
            note,
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("purchase.pay_save"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let title = ctx.f("purchase.pay_title", &[("number", &self.order.number)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 440.0)
    }
}
