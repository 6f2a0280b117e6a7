//! The form of a supplier's terms (供应商条款). An empty field is not agreed on. The text as it was typed is kept.

use iced::widget::{column, container, row};
use iced::{Element, Length};

use crate::domain::money::Money;
use crate::domain::purchase::SupplierTerms;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::store::SupplierRow;

/// Names of the first fields: of a new supplier, and of a known one.
pub const NAME: &str = "supplier-name";
pub const FIRST: &str = "supplier-lead";

/// A field of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Name,
    LeadDays,
    PayDays,
    MoqAmount,
    Moq,
    Pack,
    OrderCost,
    Contact,
    Note,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct TermsForm {
    id: Option<i64>,
    title: String,
    before: Option<SupplierTerms>,
    texts: [String; 9],
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Text(Part, String),
    Save,
    Close,
}

impl TermsForm {
    pub fn new(row: Option<&SupplierRow>) -> Self {
        let count = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let money = |amount: Option<Money>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let terms = row.map(|row| row.terms.clone()).unwrap_or_default();
        Self {
            id: row.map(|row| row.id),
            title: row.map(|row| row.name.clone()).unwrap_or_default(),
            texts: [
                row.map(|row| row.name.clone()).unwrap_or_default(),
                count(terms.lead_days),
                count(terms.pay_days),
                money(terms.moq_amount),
                count(terms.moq_pieces),
                count(terms.pack),
                money(terms.order_cost),
                terms.contact.clone(),
                terms.note.clone(),
            ],
            before: row.map(|_| terms),
            tried: false,
            refused: None,
        }
    }

    /// The terms before they were changed.
    pub const fn before(&self) -> Option<&SupplierTerms> {
        self.before.as_ref()
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        if let Message::Text(part, text) = message
            && let Some(slot) = self.texts.get_mut(part as usize)
        {
            *slot = text;
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    fn text(&self, part: Part) -> &str {
        self.texts.get(part as usize).map_or("", String::as_str)
    }

    /// A whole number from `least` on, or nothing.
    fn count(&self, part: Part, least: i64) -> Result<Option<i64>, ()> {
        match cell::count(self.text(part)) {
            Ok(n) if n.is_none_or(|n| n >= least) => Ok(n),
            _ => Err(()),
        }
    }

    fn money(&self, part: Part) -> Result<Option<Money>, ()> {
        match cell::money(self.text(part)) {
            Ok(amount) if amount.is_none_or(|amount| amount.fen() >= 0) => Ok(amount),
            _ => Err(()),
        }
    }

    fn read(&self) -> Result<SupplierTerms, ()> {
        Ok(SupplierTerms {
            lead_days: self.count(Part::LeadDays, 0)?,
            moq_amount: self.money(Part::MoqAmount)?,
            moq_pieces: self.count(Part::Moq, 1)?,
            pack: self.count(Part::Pack, 1)?,
            pay_days: self.count(Part::PayDays, 0)?,
            order_cost: self.money(Part::OrderCost)?,
            contact: self.text(Part::Contact).trim().to_owned(),
            note: self.text(Part::Note).trim().to_owned(),
        })
    }

    /// The supplier, its name and its terms, once everything in them makes sense.
    pub fn terms(&mut self) -> Option<(Option<i64>, String, SupplierTerms)> {
        self.tried = true;
        let name = self.text(Part::Name).trim().to_owned();
        let terms = self.read().ok()?;
        (!name.is_empty()).then_some((self.id, name, terms))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let one = |part: Part, key: &str, hint: &str, wrong: Option<&'static str>| {
            let input =
                field::input("", self.text(part), move |text| Message::Text(part, text)).on_submit(Message::Save);
            let input = match part {
                Part::Name => input.id(NAME),
                Part::LeadDays => input.id(FIRST),
                _ => input,
            };
            let wrong = wrong.filter(|_| self.tried).map(|key| ctx.t(key).to_owned());
            let hint = (!hint.is_empty()).then(|| ctx.t(hint).to_owned());
            container(field::field(ctx.t(key), input, hint, wrong)).width(Length::Fill)
        };
        let count = |part, least| self.count(part, least).is_err().then_some("suppliers.wrong_count");
        let money = |part| self.money(part).is_err().then_some("purchase.wrong_price_text");
        let nameless = self.text(Part::Name).trim().is_empty().then_some("suppliers.wrong_name_empty");
        let name = self.id.is_none().then(|| one(Part::Name, "suppliers.name", "", nameless));
        let content = column![
            name,
            row![
                one(Part::LeadDays, "suppliers.lead_days_field", "suppliers.lead_days_hint", count(Part::LeadDays, 0)),
                one(Part::PayDays, "suppliers.pay_days_field", "suppliers.pay_days_hint", count(Part::PayDays, 0)),
            ]
            .spacing(gap::M),
            row![
                one(Part::Moq, "suppliers.moq_field", "suppliers.moq_hint", count(Part::Moq, 1)),
                one(Part::Pack, "suppliers.pack_field", "suppliers.pack_hint", count(Part::Pack, 1)),
            ]
            .spacing(gap::M),
            row![
                one(Part::MoqAmount, "suppliers.moq_amount_field", "suppliers.moq_amount_hint", money(Part::MoqAmount)),
                one(Part::OrderCost, "suppliers.order_cost_field", "suppliers.order_cost_hint", money(Part::OrderCost)),
            ]
            .spacing(gap::M),
            one(Part::Contact, "suppliers.contact", "", None),
            one(Part::Note, "purchase.note", "", None),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("suppliers.save"), Some(Message::Save)).into(),
        ];
        let title = if self.id.is_none() {
            ctx.t("suppliers.new").to_owned()
        } else {
            ctx.f("suppliers.terms_title", &[("name", &self.title)])
        };
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 560.0)
    }
}
