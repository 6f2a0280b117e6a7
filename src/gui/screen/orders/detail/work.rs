//! What may be done with an order now, and where files contradict what was done here.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length};

use super::Message;
use crate::domain::flow::{Conflict, Step};
use crate::gui::component::{button, card, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::{self, step_key};
use crate::gui::names;
use crate::gui::screen::orders::work as marks;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::store::OrderDetail;

/// Buttons of the steps that may be taken now.
pub(super) fn steps<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Option<Element<'a, Message>> {
    let id = detail.order.id;
    let flow = detail.flow.as_ref()?;
    let held = flow.stage().waits() && !detail.work.mark.holds.is_empty();
    let release = held.then(|| {
        let message = Message::Work(marks::Message::Release(vec![id]));
        button::primary(ctx.t("rules.release").to_owned(), Some(message)).into()
    });
    let buttons = flow.open().into_iter().filter_map(|step| {
        let message = match step {
            // What is held goes nowhere before it is released.
            Step::Audit | Step::Print | Step::Ship if held => return None,
            // Who assigns an order says to whom; a conflict has a place of its own.
            Step::Allocate | Step::KeepMine | Step::TakeTheirs => return None,
            Step::Ship | Step::Exchange | Step::Reissue => desk::Message::Send(step, vec![id]),
            Step::TakeBack => match detail.refunds.iter().rev().find(|refund| refund.order_id == id) {
                Some(refund) => desk::Message::Receive(vec![refund.id]),
                None => desk::Message::ReceiveOrder(id),
            },
            Step::Audit | Step::Print | Step::Intercept => desk::Message::Take(step, vec![id]),
        };
        let (label, message) = (ctx.t(&step_key(step)).to_owned(), Some(Message::Desk(message)));
        Some(if step == Step::Ship {
            button::primary(label, message).into()
        } else {
            button::secondary(label, message).into()
        })
    });
    let left = detail.order.paid.is_some_and(|paid| paid > detail.order.refund);
    let note = left.then(|| {
        let message = Message::Desk(desk::Message::Refund(vec![id]));
        button::secondary(ctx.t("aftersale.note").to_owned(), Some(message)).into()
    });
    let buttons: Vec<Element<'a, Message>> = release.into_iter().chain(buttons).chain(note).collect();
    (!buttons.is_empty()).then(|| Row::with_children(buttons).spacing(gap::XS).wrap().into())
}

/// The contradiction, and the two ways to settle it.
pub(super) fn conflict<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Option<Element<'a, Message>> {
    let flow = detail.flow.as_ref()?;
    let said = match flow.conflict()? {
        Conflict::NeverLeft(status) => {
            let status = status.map_or_else(|| "—".to_owned(), |status| names::order_status(ctx.lang, status));
            ctx.f("work.conflict_never_left", &[("status", &status)])
        }
        Conflict::OtherParcel(theirs) => {
            ctx.f("work.conflict_other_parcel", &[("mine", &flow.done().tracking_no), ("theirs", theirs)])
        }
    };
    let settle = |step: Step| {
        let message = Message::Desk(desk::Message::Take(step, vec![detail.order.id]));
        button::secondary(ctx.t(&step_key(step)).to_owned(), Some(message))
    };
    let inside = column![
        row![icon::sized(Icon::TriangleAlert, 14.0, |t| t.amber), words::body(said).width(Length::Fill)]
            .spacing(gap::S)
            .align_y(Alignment::Start),
        row![settle(Step::KeepMine), settle(Step::TakeTheirs)].spacing(gap::XS),
    ];
    Some(card::card(container(inside.spacing(gap::S))).padding(gap::S).into())
}
