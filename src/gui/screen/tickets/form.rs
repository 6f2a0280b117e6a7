//! The form of a ticket (新建工单、修改工单): what it is about, which order, who sees to it and until when. Text stays as it was typed.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use iced::widget::{column, container, row, text_editor};
use iced::{Element, Length};

use crate::domain::ticket::TicketKind;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::locale::Said;
use crate::store::{Store, TicketDetail, TicketDraft};

/// Name of the first field.
pub const FIRST: &str = "ticket-subject";

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Form {
    /// The ticket that is being changed; `None` for a new one.
    pub id: Option<i64>,
    kind: TicketKind,
    subject: String,
    body: text_editor::Content,
    order_no: String,
    refund_no: String,
    assignee: String,
    due: String,
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Kind(TicketKind),
    Subject(String),
    Body(text_editor::Action),
    Order(String),
    Assignee(String),
    Due(String),
    Save,
    Close,
}

/// What is typed, before the order has been looked up.
#[derive(Debug, Clone)]
pub struct Typed {
    pub id: Option<i64>,
    kind: TicketKind,
    subject: String,
    body: String,
    order_no: String,
    refund_no: String,
    assignee: String,
    due: Option<NaiveDateTime>,
}

impl Typed {
    /// Finds the order; runs off the window's thread.
    pub fn draft(self, store: &Store) -> Result<TicketDraft, Said> {
        let order = if self.order_no.is_empty() {
            None
        } else {
            let found = store.order_key(&self.order_no).map_err(|error| error.said())?;
            Some(found.ok_or_else(|| Said::new("service.order_unknown").with("no", &self.order_no))?)
        };
        Ok(TicketDraft {
            kind: self.kind,
            subject: self.subject,
            body: self.body,
            order,
            refund_no: self.refund_no,
            assignee: self.assignee,
            due: self.due,
        })
    }
}

impl Form {
    /// About an order and a refund, where they are named.
    pub fn new(order_no: &str, refund_no: &str) -> Self {
        Self {
            id: None,
            kind: if refund_no.is_empty() { TicketKind::Question } else { TicketKind::Return },
            subject: String::new(),
            body: text_editor::Content::new(),
            order_no: order_no.to_owned(),
            refund_no: refund_no.to_owned(),
            assignee: String::new(),
            due: String::new(),
            tried: false,
            refused: None,
        }
    }

    pub fn of(ticket: &TicketDetail) -> Self {
        let row = &ticket.row;
        Self {
            id: Some(row.id),
            kind: row.kind,
            subject: row.subject.clone(),
            body: text_editor::Content::with_text(&ticket.body),
            order_no: row.order_no.clone(),
            refund_no: row.refund_no.clone(),
            assignee: row.assignee.clone(),
            due: row.due.map(|due| due.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
            ..Self::new("", "")
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Kind(kind) => self.kind = kind,
            Message::Subject(text) => self.subject = text,
            Message::Body(action) => self.body.perform(action),
            Message::Order(text) => {
                // Another order: the refund is not its.
                self.refund_no.clear();
                self.order_no = text;
            }
            Message::Assignee(text) => self.assignee = text,
            Message::Due(text) => self.due = text,
            Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    /// What is typed, once it makes sense; what does not is shown from then on.
    pub fn typed(&mut self) -> Option<Typed> {
        self.tried = true;
        let due = due(&self.due).ok()?;
        if self.subject.trim().is_empty() {
            return None;
        }
        Some(Typed {
            id: self.id,
            kind: self.kind,
            subject: self.subject.trim().to_owned(),
            body: self.body.text().trim().to_owned(),
            order_no: self.order_no.trim().to_owned(),
            refund_no: self.refund_no.clone(),
            assignee: self.assignee.trim().to_owned(),
            due,
        })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let kinds = TicketKind::ALL.map(|kind| (kind, ctx.t(&kind_key(kind)).to_owned()));
        let wrong = |on: bool, key: &'static str| (self.tried && on).then(|| ctx.t(key).to_owned());
        let subject = field::field(
            ctx.t("service.subject"),
            field::input(ctx.t("service.subject_hint"), &self.subject, Message::Subject)
                .id(FIRST)
                .on_submit(Message::Save),
            None,
            wrong(self.subject.trim().is_empty(), "service.subject_needed"),
        );
        let body = field::around(
            ctx.t("service.body"),
            field::area(ctx.t("service.body_hint"), &self.body, 96.0, Message::Body),
            None,
            None,
        );
        let (unknown, refused) = match &self.refused {
            Some(said) if said.key == "service.order_unknown" => (Some(ctx.say(said)), None),
            other => (None, other.as_ref()),
        };
        let refund = (!self.refund_no.is_empty()).then(|| ctx.f("service.about_refund", &[("no", &self.refund_no)]));
        let order = field::field(
            ctx.t("orders.order_no"),
            field::input(ctx.t("service.order_hint"), &self.order_no, Message::Order).on_submit(Message::Save),
            refund,
            unknown,
        );
        let assignee = field::field(
            ctx.t("service.assignee"),
            field::input(ctx.t("service.assignee_hint"), &self.assignee, Message::Assignee).on_submit(Message::Save),
            None,
            None,
        );
        let until = field::field(
            ctx.t("service.due"),
            field::input(ctx.t("service.due_hint"), &self.due, Message::Due).on_submit(Message::Save),
            None,
            wrong(due(&self.due).is_err(), "service.due_wrong"),
        );
        let content = column![
            choice::chips(kinds, self.kind, Message::Kind),
            subject,
            body,
            row![container(order).width(Length::FillPortion(3)), container(assignee).width(Length::FillPortion(2))]
                .spacing(gap::M),
            until,
            refused.map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("service.save"), Some(Message::Save)).into(),
        ];
        let title = if self.id.is_some() { "service.edit_title" } else { "service.new_title" };
        dialog::dialog(ctx.t(title), (ctx.t("shell.close"), Message::Close), content, buttons, 600.0)
    }
}

/// Locale key of a kind's name.
pub fn kind_key(kind: TicketKind) -> String {
    format!("service.kind_{}", kind.id())
}

/// `2026-11-25`, `2026-11-25 18:00`; a day alone means its end. Nothing is no due time.
fn due(text: &str) -> Result<Option<NaiveDateTime>, ()> {
    let text = text.trim().replace('/', "-").replace('T', " ");
    if text.is_empty() {
        return Ok(None);
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M") {
        return Ok(Some(at));
    }
    let day = NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| ())?;
    Ok(Some(day.and_time(NaiveTime::from_hms_opt(23, 59, 0).unwrap_or(NaiveTime::MIN))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_alone_means_its_end_and_nonsense_is_refused() {
        let at = |text: &str| due(text).map(|due| due.map(|at| at.to_string()));
        assert_eq!(at("2026-11-25"), Ok(Some("2026-11-25 23:59:00".to_owned())));
        assert_eq!(at(" 2026/11/25 18:30 "), Ok(Some("2026-11-25 18:30:00".to_owned())));
        assert_eq!(at(""), Ok(None));
        assert_eq!(at("明天"), Err(()));
    }
}
