//! Badges and keys.

use iced::widget::{Container, container, text};

use crate::gui::theme::badge::Tone;
use crate::gui::theme::{LINE, Tokens, container as style, size};

/// A word on a soft ground: a status, a count.
pub fn badge<'a, Message: 'a>(words: impl text::IntoFragment<'a>, tone: Tone) -> Container<'a, Message> {
    container(text(words).size(size::SMALL).line_height(LINE)).padding([1, 6]).style(move |theme| {
        let (ground, text) = tone.colours(Tokens::of(theme));
        style::tinted(ground, text)(theme)
    })
}

/// A key or a chord: Ctrl K.
pub fn key<'a, Message: 'a>(words: impl text::IntoFragment<'a>) -> Container<'a, Message> {
    container(text(words).size(size::SMALL).line_height(LINE)).padding([0, 5]).style(style::key)
}
