//! One waiting order at the right of the queue: the order's own page, with what can be done now.

use iced::Element;

use super::Message;
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::route::Open;
use crate::gui::screen::orders;
use crate::store::OrderDetail;

pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Element<'a, Message> {
    let id = detail.order.id;
    orders::detail::body(ctx, detail, None).map(move |message| match message {
        orders::Message::Desk(message) => Message::Desk(message),
        orders::Message::Go(what) => Message::Go(what),
        orders::Message::Handling(message) => Message::Handling(message),
        orders::Message::Work(message) => Message::Work(message),
        // The receiver is shown on the order's own page.
        orders::Message::Reveal(_) => Message::Go(Open::Order(id)),
        orders::Message::Status(_) | orders::Message::Revealed(..) => Message::Desk(desk::Message::Close),
    })
}
