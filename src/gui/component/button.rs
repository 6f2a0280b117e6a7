//! Buttons. A button without a message is there but cannot be pressed.

use std::time::Duration;

use iced::widget::{Button, Tooltip, button, container, row, text, tooltip};
use iced::{Alignment, Element, Theme};

use crate::gui::theme::icon::Icon;
use crate::gui::theme::{BOLD, LINE, Tokens, button as style, container as box_style, measure, size};

use super::icon;

/// How long the mouse rests before a tooltip comes.
const REST: Duration = Duration::from_millis(450);

fn framed<'a, Message: Clone + 'a>(
    content: impl Into<Element<'a, Message>>,
    message: Option<Message>,
) -> Button<'a, Message> {
    button(container(content).center_y(measure::CONTROL))
        .padding([0, 12])
        .height(measure::CONTROL)
        .on_press_maybe(message)
}

/// The one thing to do here.
pub fn primary<'a, Message: Clone + 'a>(
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    framed(text(label).size(size::BODY).line_height(LINE).font(BOLD), message).style(style::primary)
}

/// Anything else one may do.
pub fn secondary<'a, Message: Clone + 'a>(
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    framed(text(label).size(size::BODY).line_height(LINE), message).style(style::secondary)
}

/// What cannot be undone.
pub fn danger<'a, Message: Clone + 'a>(
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    framed(text(label).size(size::BODY).line_height(LINE).font(BOLD), message).style(style::danger)
}

/// Without a frame.
pub fn ghost<'a, Message: Clone + 'a>(
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    framed(text(label).size(size::BODY).line_height(LINE), message).padding([0, 8]).style(style::ghost)
}

/// A secondary button with an icon before its word.
pub fn labelled<'a, Message: Clone + 'a>(
    picture: Icon,
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    let inside =
        row![icon::icon(picture), text(label).size(size::BODY).line_height(LINE)].spacing(6).align_y(Alignment::Center);
    framed(inside, message).padding([0, 10]).style(style::secondary)
}

/// The primary button with an icon before its word.
pub fn primary_labelled<'a, Message: Clone + 'a>(
    picture: Icon,
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    let inside =
        row![icon::tinted(picture, |t| t.on_accent), text(label).size(size::BODY).line_height(LINE).font(BOLD)]
            .spacing(6)
            .align_y(Alignment::Center);
    framed(inside, message).style(style::primary)
}

/// Words that are clicked.
pub fn link<'a, Message: Clone + 'a>(
    label: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Button<'a, Message> {
    button(text(label).size(size::BODY).line_height(LINE)).padding(0).on_press_maybe(message).style(style::link)
}

/// An icon that is clicked; `tip` says what it does.
pub fn icon_button<'a, Message: Clone + 'a>(
    picture: Icon,
    tip: impl text::IntoFragment<'a>,
    message: Option<Message>,
) -> Element<'a, Message> {
    let able = message.is_some();
    let shown = icon::tinted(picture, move |t: &Tokens| if able { t.muted } else { t.faint });
    tipped(
        button(container(shown).center(measure::CONTROL)).padding(0).on_press_maybe(message).style(style::ghost),
        tip,
    )
    .into()
}

/// Anything with a tooltip under it.
pub fn tipped<'a, Message: 'a>(
    content: impl Into<Element<'a, Message>>,
    tip: impl text::IntoFragment<'a>,
) -> Tooltip<'a, Message, Theme> {
    let words = container(text(tip).size(size::SMALL).line_height(LINE)).padding([4, 8]).max_width(360);
    tooltip(content, words, tooltip::Position::Bottom).gap(4).delay(REST).style(box_style::tooltip)
}
