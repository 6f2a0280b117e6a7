//! What people look after about an order, in its details: the owner's word on the receiver, boxes, tickets, and what can be done next.

use iced::widget::{Column, Row, container, row};
use iced::{Element, Length};

use super::Message;
use super::handling;
use crate::domain::order::OrderStatus;
use crate::domain::ticket::TicketState;
use crate::gui::component::detail::{lead, part};
use crate::gui::component::{button, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::route::Open;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::store::OrderDetail;

/// The whole part; buttons first.
pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Column<'a, Message> {
    let (order, care) = (&detail.order, &detail.care);
    let handle = |message: handling::Message| Message::Handling(message);
    let ticket = Open::NewTicket { order_no: order.order_no.clone(), refund_no: String::new() };
    let waits = matches!(order.status, Some(OrderStatus::Paid | OrderStatus::PartShipped));
    let mut buttons: Vec<Element<'a, Message>> = vec![
        button::labelled(Icon::Headphones, ctx.t("service.new"), Some(Message::Go(ticket))).into(),
        button::labelled(Icon::BookOpen, ctx.t("service.replies"), Some(Message::Go(Open::Replies(order.id)))).into(),
        button::labelled(Icon::Pencil, ctx.t("desk.change"), Some(handle(handling::Message::Change(order.id)))).into(),
    ];
    if waits {
        let pack = Message::Go(Open::Pack(order.order_no.clone()));
        buttons.push(button::labelled(Icon::ScanBarcode, ctx.t("desk.pack"), Some(pack)).into());
        if detail.lines.iter().map(|line| line.qty).sum::<i64>() > 1 {
            let split = handle(handling::Message::Split(order.id));
            buttons.push(button::labelled(Icon::Split, ctx.t("desk.split"), Some(split)).into());
        }
    }
    let closed = matches!(order.status, Some(OrderStatus::ClosedUnpaid | OrderStatus::ClosedRefunded));
    if care.manual && !closed {
        let unmake = handle(handling::Message::Unmake(order.id));
        buttons.push(button::labelled(Icon::Ban, ctx.t("desk.unmake"), Some(unmake)).into());
    }
    let mut content = part(ctx.t("desk.care")).push(Row::with_children(buttons).spacing(gap::S).wrap());
    if care.conflict {
        content = content.push(state::note(Tone::Warning, ctx.t("desk.conflict"), None));
    } else if care.readdressed {
        content = content.push(state::note(Tone::Blue, ctx.t("desk.readdressed"), None));
    }
    if !care.mates.is_empty() {
        let n = care.mates.len().to_string();
        let ids = std::iter::once(order.id).chain(care.mates.iter().map(|(id, _)| *id)).collect();
        let merge = (ctx.t("desk.merge").to_owned(), handle(handling::Message::Merge(ids)));
        content = content.push(state::note(Tone::Accent, ctx.f("desk.mates", &[("n", &n)]), Some(merge)));
    }
    for one in &care.boxes {
        let words = if one.with.is_empty() {
            ctx.f("desk.box_aside", &[("n", &one.pieces.to_string())])
        } else {
            let others: Vec<&str> = one.with.iter().map(|(_, no)| no.as_str()).collect();
            ctx.f("desk.box_with", &[("orders", &others.join(", "))])
        };
        let undo = handle(handling::Message::Unplan(one.id));
        content = content.push(
            row![container(words::body(words)).width(Length::Fill), button::link(ctx.t("shell.undo"), Some(undo)),]
                .spacing(gap::S),
        );
    }
    for ticket in &care.tickets {
        let about = format!("{} · {}", ticket.number, ctx.t(&format!("service.kind_{}", ticket.kind.id())));
        let state = words::muted(ctx.t(&format!("service.state_{}", ticket.state.id())).to_owned());
        let state =
            if ticket.state == TicketState::Done { state } else { state.style(crate::gui::theme::text::accent) };
        content = content.push(lead(ticket.subject.as_str(), state, about, Message::Go(Open::Ticket(ticket.id))));
    }
    content
}
