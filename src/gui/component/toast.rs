//! Toasts: short messages at the lower right.

use iced::widget::{column, container, row, text};
use iced::{Alignment, Element, Length};

use crate::gui::action::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{LINE, Tokens, container as style, size, space as gap};

use super::{button, icon, words};

/// One toast: its sign, its words, an optional button, and the cross.
pub fn toast<'a, Message: Clone + 'a>(
    tone: Tone,
    words: String,
    action: Option<(String, Message)>,
    close: (&str, Message),
) -> Element<'a, Message> {
    let picture = match tone {
        Tone::Neutral => Icon::Info,
        Tone::Good => Icon::CircleCheck,
        Tone::Warning => Icon::TriangleAlert,
        Tone::Bad => Icon::CircleAlert,
    };
    let colour = move |t: &Tokens| match tone {
        Tone::Neutral => t.blue,
        Tone::Good => t.green,
        Tone::Warning => t.amber,
        Tone::Bad => t.red,
    };
    let body = column![
        text(words).size(size::BODY).line_height(LINE).width(Length::Fill),
        action.map(|(label, message)| button::link(label, Some(message))),
    ]
    .spacing(gap::XS);
    container(
        row![
            container(icon::tinted(picture, colour)).padding([2, 0]),
            body,
            button::icon_button(Icon::X, close.0.to_owned(), Some(close.1)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Start),
    )
    .padding([gap::S, gap::M])
    .width(360)
    .style(style::floating)
    .into()
}

/// The last message, in the foot.
pub fn last<'a, Message: 'a>(tone: Tone, text: String) -> Element<'a, Message> {
    let line = crate::gui::widget::one_line::one_line(text).size(size::SMALL);
    match tone {
        Tone::Bad => line.style(crate::gui::theme::text::bad).into(),
        Tone::Warning => line.style(crate::gui::theme::text::warning).into(),
        Tone::Neutral | Tone::Good => line.style(crate::gui::theme::text::muted).into(),
    }
}

/// Toasts above each other.
pub fn pile<'a, Message: 'a>(toasts: impl IntoIterator<Item = Element<'a, Message>>) -> Element<'a, Message> {
    iced::widget::Column::with_children(toasts).spacing(gap::S).into()
}

/// Words in the middle of a bar.
pub fn hint<'a, Message: 'a>(text: impl Into<String>) -> Element<'a, Message> {
    words::small(text.into()).into()
}
