//! The form that changes an order's receiver and remark (改地址、备注): the owner's word beside the platform's, which is never rewritten.

use iced::widget::{column, container, row};
use iced::{Element, Length};

use super::Known;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::locale::Said;
use crate::store::OrderChange;

/// Name of the first field.
pub const FIRST: &str = "change-receiver";

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Change {
    known: Known,
    receiver: String,
    phone: String,
    address: String,
    remark: String,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Receiver(String),
    Phone(String),
    Address(String),
    Remark(String),
    /// The platform's word holds again.
    Platform,
    Save,
    Close,
}

impl Change {
    pub fn new(known: Known) -> Self {
        let person = &known.person;
        Self {
            receiver: person.receiver.clone(),
            phone: person.phone.clone(),
            address: person.address.clone(),
            remark: person.seller_memo.clone(),
            known,
            refused: None,
        }
    }

    pub const fn id(&self) -> i64 {
        self.known.id
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Receiver(text) => self.receiver = text,
            Message::Phone(text) => self.phone = text,
            Message::Address(text) => self.address = text,
            Message::Remark(text) => self.remark = text,
            Message::Platform | Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    /// What was touched becomes the owner's word; what was not stays whosever it is.
    pub fn change(&self) -> OrderChange {
        let person = &self.known.person;
        let word = |typed: &String, shown: &String, before: &Option<String>| {
            if typed == shown { before.clone() } else { Some(typed.trim().to_owned()) }
        };
        OrderChange {
            receiver: word(&self.receiver, &person.receiver, &self.known.now.receiver),
            phone: word(&self.phone, &person.phone, &self.known.now.phone),
            address: word(&self.address, &person.address, &self.known.now.address),
            remark: word(&self.remark, &person.seller_memo, &self.known.now.remark),
        }
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let input = |key: &'static str, value: &'a str, message: fn(String) -> Message| {
            field::field(ctx.t(key), field::input("", value, message).on_submit(Message::Save), None, None)
        };
        let receiver = field::field(
            ctx.t("orders.receiver"),
            field::input("", &self.receiver, Message::Receiver).id(FIRST).on_submit(Message::Save),
            None,
            None,
        );
        let content = column![
            words::muted(ctx.t("desk.change_hint")),
            row![
                container(receiver).width(Length::FillPortion(1)),
                container(input("desk.phone", &self.phone, Message::Phone)).width(Length::FillPortion(1)),
            ]
            .spacing(gap::M),
            input("desk.address", &self.address, Message::Address),
            input("orders.seller_memo", &self.remark, Message::Remark),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let own = (self.known.now != OrderChange::default())
            .then(|| button::secondary(ctx.t("desk.platform_again"), Some(Message::Platform)).into());
        let buttons = own.into_iter().chain([
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("service.save"), Some(Message::Save)).into(),
        ]);
        let close = (ctx.t("shell.close"), Message::Close);
        dialog::dialog(ctx.t("desk.change_title"), close, content, buttons, 560.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::PersonalData;

    #[test]
    fn only_what_was_touched_becomes_the_owners_word() {
        let person = PersonalData {
            buyer: String::new(),
            receiver: "林晓明".to_owned(),
            phone: "138".to_owned(),
            address: "杭州".to_owned(),
            seller_memo: "轻放".to_owned(),
            buyer_message: String::new(),
        };
        let now = OrderChange { remark: Some("轻放".to_owned()), ..OrderChange::default() };
        let mut form = Change::new(Known { id: 1, person, now });
        form.update(Message::Address(" 宁波 ".to_owned()));
        let change = form.change();
        assert_eq!((change.receiver, change.phone), (None, None));
        assert_eq!((change.address.as_deref(), change.remark.as_deref()), (Some("宁波"), Some("轻放")));
    }
}
