//! One waiting order at the right of the queue: the order's own page, with what can be done now.

use iced::Element;

use super::Message;
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::screen::orders;
use crate::store::OrderDetail;

pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Element<'a, Message> {
    orders::detail::body(ctx, detail, None).map(|message| match message {
        orders::Message::Desk(message) => Message::Desk(message),
        orders::Message::Go(what) => Message::Go(what),
        // The receiver is shown on the order's own page.
        orders::Message::Reveal(id) => Message::Go(crate::gui::route::Open::Order(id)),
        orders::Message::Status(_) | orders::Message::Revealed(..) => Message::Desk(desk::Message::Close),
    })
}
