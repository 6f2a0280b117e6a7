//! One ticket at the right of the list: what it is about, who sees to it, what was said, and what to do next.

use chrono::NaiveDateTime;
use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::form::kind_key;
use super::{Message, late, state_key, tone};
use crate::domain::ticket::TicketState;
use crate::gui::component::detail::{lead, part};
use crate::gui::component::{badge, button, card, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::who;
use crate::gui::names;
use crate::gui::route::Open;
use crate::gui::screen::queue;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::store::{TicketDetail, TicketNote};

fn moment(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

pub(super) fn view<'a>(ctx: &'a Ctx, ticket: &'a TicketDetail, note: &'a str) -> Element<'a, Message> {
    let row_ = &ticket.row;
    let id = row_.id;
    let mut content = column![
        row![
            words::muted(format!("{} · {}", row_.number, ctx.t(&kind_key(row_.kind)))),
            badge::badge(ctx.t(&state_key(row_.state)).to_owned(), tone(row_.state)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center),
        row![
            button::labelled(Icon::Pencil, ctx.t("service.edit"), Some(Message::Edit(id))),
            button::labelled(Icon::BookOpen, ctx.t("service.replies"), Some(Message::Replies(row_.order_id))),
        ]
        .spacing(gap::S),
        card::rule(),
    ]
    .spacing(gap::S);
    if !ticket.body.is_empty() {
        content = content.push(words::body(ticket.body.as_str()));
    }
    let nobody = ctx.t("service.nobody");
    let assignee = if row_.assignee.is_empty() { nobody } else { row_.assignee.as_str() };
    content = content.push(card::fact(ctx.t("service.assignee"), words::body(assignee)));
    if let Some(due) = row_.due {
        let words = words::body(moment(due));
        let words = if late(row_, queue::now(ctx)) { words.style(ink::bad) } else { words };
        content = content.push(card::fact(ctx.t("service.due"), words));
    }
    content = content.push(card::fact(
        ctx.t("service.opened"),
        words::body(format!("{} · {}", moment(row_.opened_at), who(ctx, &row_.opened_by))).width(Length::Fill),
    ));
    if !row_.order_no.is_empty() {
        content = content.push(part(ctx.t("service.about")));
        let on = row_.platform.map(|platform| names::platform(ctx.lang, platform)).unwrap_or_default();
        if row_.order_id == 0 {
            content = content.push(words::muted(ctx.f("refund_list.order_gone", &[("no", &row_.order_no)])));
        } else {
            let go = Message::Go(Open::Order(row_.order_id));
            content = content.push(lead(row_.order_no.as_str(), words::muted(on), row_.buyer.as_str(), go));
        }
        if row_.refund_id != 0 {
            let go = Message::Go(Open::Refund(row_.refund_id));
            content = content.push(lead(row_.refund_no.as_str(), words::muted(ctx.t("orders.refund")), "", go));
        }
        if row_.customer_id != 0 {
            let go = Message::Go(Open::Customer(row_.customer_id));
            content = content.push(button::link(ctx.t("service.see_customer"), Some(go)));
        }
    }
    content = content.push(part(ctx.t("service.notes")));
    for one in &ticket.notes {
        content = content.push(happened(ctx, one));
    }
    let able = (!note.trim().is_empty()).then_some(Message::NoteSave(id));
    content = content.push(
        row![
            field::input(ctx.t("service.note_hint"), note, Message::Note).on_submit(Message::NoteSave(id)),
            button::secondary(ctx.t("service.note_add"), able),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center),
    );
    let moves = TicketState::ALL.into_iter().filter(|state| *state != row_.state).map(|state| {
        let label = ctx.t(move_key(state));
        let message = Some(Message::Move(vec![id], state));
        match state {
            TicketState::Done => button::primary(label, message).into(),
            _ => button::secondary(label, message).into(),
        }
    });
    content.push(card::rule()).push(iced::widget::Row::with_children(moves).spacing(gap::S)).into()
}

/// What putting a ticket into a state is called.
pub(super) const fn move_key(state: TicketState) -> &'static str {
    match state {
        TicketState::Open => "service.reopen",
        TicketState::Waiting => "service.wait",
        TicketState::Done => "service.close",
    }
}

fn happened<'a>(ctx: &'a Ctx, one: &'a TicketNote) -> Element<'a, Message> {
    let by = words::small(format!("{} · {}", moment(one.at), who(ctx, &one.actor)));
    match one.state {
        Some(state) => row![
            container(words::muted(ctx.f("service.moved_to", &[("state", ctx.t(&state_key(state)))])))
                .width(Length::Fill),
            by,
        ]
        .spacing(gap::S)
        .into(),
        None => column![by, words::body(one.note.as_str())].spacing(2).into(),
    }
}
