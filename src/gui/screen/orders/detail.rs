//! One order with all that belongs to it, at the right of the list.

mod course;
mod work;

use iced::widget::{Column, Row, column, container, row};
use iced::{Element, Length};

use super::{Message, queue, tone};
use crate::domain::flow::Refund;
use crate::gui::component::detail::{lead, part, sum, yuan};
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::route::Open;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::{OrderDetail, PersonalData};

pub(super) fn view<'a>(
    ctx: &'a Ctx,
    detail: &'a OrderDetail,
    revealed: Option<&'a PersonalData>,
) -> Element<'a, Message> {
    body(ctx, detail, revealed)
}

/// The order's page, wherever it is shown.
pub(in crate::gui::screen) fn body<'a>(
    ctx: &'a Ctx,
    detail: &'a OrderDetail,
    revealed: Option<&'a PersonalData>,
) -> Element<'a, Message> {
    let order = &detail.order;
    let told = match (super::waiting(order), order.status) {
        (Some(stage), _) => Some(queue::tone(stage)),
        (None, status) => status.map(tone),
    };
    let status = super::state(ctx.lang, order).zip(told).map(|(words, tone)| badge::badge(words, tone));
    let held = order.mark.holds.first().map(|_| "rules.held").filter(|_| super::waits(detail));
    let marks = held.into_iter().chain(marks(detail)).map(|key| badge::badge(ctx.t(key), Tone::Warning).into());
    let shop = if order.shop.is_empty() { String::new() } else { format!(" · {}", order.shop) };
    let mut content = column![
        words::muted(format!("{}{shop}", names::platform(ctx.lang, order.platform))),
        Row::with_children(status.map(Into::into).into_iter().chain(marks)).spacing(gap::XS).wrap(),
        work::conflict(ctx, detail),
        work::steps(ctx, detail),
        card::rule(),
    ]
    .spacing(gap::S);
    for one in &detail.timeline {
        content = content.push(course::view(ctx, one));
    }
    content = content.push(super::assigned::view(ctx, detail)).push(card::rule());
    for line in &detail.lines {
        let props = if line.props.is_empty() { String::new() } else { format!(" · {}", line.props) };
        content = content.push(
            row![
                one_line(format!("{}{props}", line.title)).width(Length::Fill),
                words::muted(format!("× {}", line.qty)),
                words::body(line.paid.map_or_else(|| "—".to_owned(), yuan)),
            ]
            .spacing(gap::S),
        );
    }
    for (key, value) in [
        ("orders.goods_amount", detail.goods_amount),
        ("orders.freight", order.freight),
        ("orders.payable", order.payable),
        ("orders.paid", order.paid),
        ("orders.refund", Some(order.refund).filter(|refund| refund.fen() != 0)),
    ] {
        if let Some(value) = value {
            content = content.push(sum(ctx.t(key), yuan(value)));
        }
    }
    if !detail.refunds.is_empty() {
        content = content.push(part(ctx.t("orders.refunds")));
        for refund in &detail.refunds {
            let status = names::refund_status(ctx.lang, refund.status);
            let about = [status.as_str(), refund.reason.as_str()].join(" · ");
            let go = Message::Go(Open::Refund(refund.id));
            content = content.push(lead(refund.refund_no.as_str(), words::body(yuan(refund.amount)), about, go));
        }
    }
    if !detail.parcels.is_empty() {
        content = content.push(part(ctx.t("orders.parcels")));
        for parcel in &detail.parcels {
            let signed = parcel.signed_at.map(|at| at.format("%m-%d %H:%M").to_string());
            let about = signed.map_or_else(String::new, |at| format!("{} {at}", ctx.t("orders.at_signed")));
            let go = Message::Go(Open::Parcel(parcel.id));
            content = content.push(lead(parcel.tracking_no.as_str(), words::body(&parcel.courier), about, go));
        }
    }
    if order.customer_id != 0 {
        let go = Message::Go(Open::Customer(order.customer_id));
        let buyer = card::fact(ctx.t("orders.buyer"), button::link(order.buyer.as_str(), Some(go)));
        content = content.push(card::rule()).push(buyer);
    }
    content = content.push(card::rule()).push(person(ctx, detail, revealed));
    content = content.push(super::care::view(ctx, detail));
    for (key, text) in [
        ("orders.seller_memo", &detail.seller_memo),
        ("orders.buyer_message", &detail.buyer_message),
        ("orders.close_reason", &detail.close_reason),
        ("orders.source", &detail.source_file),
    ] {
        if !text.is_empty() {
            content = content.push(card::fact(ctx.t(key), words::body(text.as_str()).width(Length::Fill)));
        }
    }
    content.into()
}

/// The receiver, masked until somebody asks; that is recorded.
fn person<'a>(ctx: &'a Ctx, detail: &'a OrderDetail, revealed: Option<&'a PersonalData>) -> Column<'a, Message> {
    let title = if revealed.is_some() { "orders.receiver" } else { "orders.receiver_masked" };
    let (receiver, phone, address) = match revealed {
        Some(person) => (&person.receiver, &person.phone, &person.address),
        None => (&detail.order.receiver, &detail.phone, &detail.address),
    };
    let all = [receiver, phone, address].iter().filter(|text| !text.is_empty()).map(|t| t.as_str()).collect::<Vec<_>>();
    let show = (revealed.is_none() && !all.is_empty())
        .then(|| button::link(ctx.t("orders.reveal"), Some(Message::Reveal(detail.order.id))));
    column![
        row![container(words::muted(ctx.t(title))).width(Length::Fill), show],
        words::body(if all.is_empty() { "—".to_owned() } else { all.join("  ") }),
    ]
    .spacing(gap::XS)
}

/// What happened after the sale, as badges.
fn marks(detail: &OrderDetail) -> Vec<&'static str> {
    let Some(flow) = &detail.flow else { return Vec::new() };
    let refund = match flow.refund() {
        Refund::None => None,
        Refund::Asked => Some("work.mark_refunding"),
        Refund::Part => Some("work.mark_part"),
        Refund::Whole => Some("work.mark_whole"),
    };
    let done = flow.done();
    let local = [
        (done.intercepted, "work.mark_intercepted"),
        (done.returned, "work.mark_returned"),
        (done.exchanged, "work.mark_exchanged"),
        (done.reissued, "work.mark_reissued"),
    ];
    refund.into_iter().chain(local.into_iter().filter(|(on, _)| *on).map(|(_, key)| key)).collect()
}
