//! One refund, at the right of the list: what is asked for, how it went, and its order.

use iced::widget::{column, row};
use iced::{Alignment, Element, Length};

use super::{Message, kind, tone};
use crate::domain::flow::Step;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::gui::component::detail::{event, lead, part, sum, yuan};
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::names;
use crate::gui::screen::orders;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::store::RefundDetail;

pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a RefundDetail) -> Element<'a, Message> {
    let refund = &detail.refund;
    let of = [names::platform(ctx.lang, refund.platform), kind(refund.kind, ctx.lang)];
    let of = of.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    let mut content = column![
        row![words::muted(of), badge::badge(names::refund_status(ctx.lang, refund.status), tone(refund.status))]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        card::rule(),
        sum(ctx.t("refund_list.amount"), yuan(refund.amount)),
    ]
    .spacing(gap::S);
    for (key, text) in [
        ("refund_list.reason", &refund.reason),
        ("orders.title", &refund.title),
        ("refund_list.sku_code", &refund.sku_code),
        ("refund_list.return_tracking", &refund.return_tracking),
        ("refund_list.status_raw", &refund.status_raw),
    ] {
        if !text.is_empty() {
            content = content.push(card::fact(ctx.t(key), words::body(text.as_str()).width(Length::Fill)));
        }
    }
    if let Some(back) = &detail.back {
        let counts = [("good", back.good), ("defective", back.defective), ("missing", back.missing)];
        let counts = counts.map(|(name, n)| (name, n.to_string()));
        let counts: Vec<(&str, &str)> = counts.iter().map(|(name, n)| (*name, n.as_str())).collect();
        let undo = button::link(ctx.t("shell.undo"), Some(Message::Desk(desk::Message::Undo(back.batch_id))));
        let got = words::body(ctx.f("work.back_counts", &counts)).width(Length::Fill);
        content = content
            .push(part(ctx.t("work.back_got")))
            .push(event(ctx.t("work.did_take_back"), back.done_at))
            .push(row![got, undo].spacing(gap::S).align_y(Alignment::Center));
    } else if detail.may_come_back {
        let message = Message::Desk(desk::Message::Receive(vec![refund.id]));
        content = content.push(button::primary(ctx.t(&desk::step_key(Step::TakeBack)).to_owned(), Some(message)));
    }
    if detail.noted && !matches!(refund.status, RefundStatus::Succeeded | RefundStatus::Closed) {
        let done = if refund.kind.moves_money() { "aftersale.settle_money" } else { "aftersale.settle_goods" };
        let settle = row![
            button::secondary(ctx.t(done), Some(Message::Settle(refund.id, true))),
            button::secondary(ctx.t("aftersale.close"), Some(Message::Settle(refund.id, false))),
        ];
        content = content.push(words::small(ctx.t("aftersale.noted_hint"))).push(settle.spacing(gap::S));
    }
    // An exchange or a reissue goes out with the order's own form.
    let again = match refund.kind {
        RefundKind::Exchange => Some(Step::Exchange),
        RefundKind::Reissue => Some(Step::Reissue),
        _ => None,
    };
    if let Some(step) = again.filter(|_| refund.order_id != 0) {
        let message = Message::Desk(desk::Message::Send(step, vec![refund.order_id]));
        content = content.push(row![button::secondary(ctx.t(&desk::step_key(step)).to_owned(), Some(message))]);
    }
    content = content.push(part(ctx.t("refund_list.course")));
    if let Some(at) = refund.applied_at {
        content = content.push(event(ctx.t("refund_list.applied_at"), at));
    }
    for turn in &detail.turns {
        let (from, to) = (names::refund_status(ctx.lang, turn.from), names::refund_status(ctx.lang, turn.to));
        content = content.push(event(ctx.f("refund_list.turned", &[("from", &from), ("to", &to)]), turn.at));
    }
    if let Some(at) = refund.finished_at {
        content = content.push(event(ctx.t("refund_list.finished_at"), at));
    }
    content = content.push(part(ctx.t("refund_list.order")));
    content = match &detail.order {
        Some(order) => {
            let status =
                order.status.map(|status| badge::badge(names::order_status(ctx.lang, status), orders::tone(status)));
            let paid = order.paid.map_or_else(|| "—".to_owned(), yuan);
            let right = row![status, words::body(paid)].spacing(gap::S).align_y(Alignment::Center);
            content.push(lead(order.order_no.as_str(), right, order.title.as_str(), Message::Order(order.id)))
        }
        None if refund.order_no.is_empty() => content.push(words::muted(ctx.t("refund_list.order_unknown"))),
        None => content.push(words::muted(ctx.f("refund_list.order_gone", &[("no", &refund.order_no)]))),
    };
    let ticket = Message::Ticket(refund.order_no.clone(), refund.refund_no.clone());
    content = content.push(button::labelled(Icon::Headphones, ctx.t("service.new"), Some(ticket)));
    if detail.noted {
        let source = words::body(ctx.t("aftersale.source")).width(Length::Fill);
        content = content.push(card::rule()).push(card::fact(ctx.t("orders.source"), source));
    } else if !detail.source_file.is_empty() {
        let file = words::body(detail.source_file.as_str()).width(Length::Fill);
        content = content.push(card::rule()).push(card::fact(ctx.t("orders.source"), file));
    }
    content.into()
}
