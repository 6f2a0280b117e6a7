//! Dialogs: a title, something to read or fill in, and buttons at the lower right.

use iced::widget::{Row, column, container, row, space};
use iced::{Alignment, Element, Length};

use crate::gui::theme::icon::Icon;
use crate::gui::theme::{container as style, space as gap};

use super::{button, card, words};

/// A dialog `width` wide. `close` is the cross at the upper right.
pub fn dialog<'a, Message: Clone + 'a>(
    title: impl Into<String>,
    close: (&str, Message),
    content: impl Into<Element<'a, Message>>,
    buttons: impl IntoIterator<Item = Element<'a, Message>>,
    width: f32,
) -> Element<'a, Message> {
    let buttons: Vec<Element<'a, Message>> = buttons.into_iter().collect();
    let foot = (!buttons.is_empty())
        .then(|| row![space::horizontal(), Row::with_children(buttons).spacing(gap::S)].padding([gap::M, gap::L]));
    container(column![
        row![
            words::page_title(title.into()).width(Length::Fill),
            button::icon_button(Icon::X, close.0.to_owned(), Some(close.1)),
        ]
        .align_y(Alignment::Center)
        .padding(iced::Padding { top: gap::M, right: gap::M, bottom: gap::XS, left: gap::L }),
        card::scroll_padded(container(content).padding([gap::S, gap::L]).width(Length::Fill)),
        foot,
    ])
    .width(width)
    .max_height(640)
    .style(style::floating)
    .into()
}

/// A question with 取消 and one answer; `dangerous` makes the answer red.
pub fn confirm<'a, Message: Clone + 'a>(
    title: impl Into<String>,
    text: impl Into<String>,
    cancel: (&str, Message),
    accept: (String, Message),
    dangerous: bool,
) -> Element<'a, Message> {
    let accept: Element<'a, Message> = if dangerous {
        button::danger(accept.0, Some(accept.1)).into()
    } else {
        button::primary(accept.0, Some(accept.1)).into()
    };
    dialog(
        title,
        (cancel.0, cancel.1.clone()),
        words::body(text.into()),
        [button::secondary(cancel.0.to_owned(), Some(cancel.1)).into(), accept],
        440.0,
    )
}
