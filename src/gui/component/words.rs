//! Text in the sizes and colours there are.

use iced::widget::text::{IntoFragment, Wrapping};
use iced::widget::{Text, text};

use crate::gui::theme::{BOLD, LINE, size, text as style};

fn sized<'a>(words: impl IntoFragment<'a>, size: f32) -> Text<'a> {
    text(words).size(size).line_height(LINE)
}

/// Body text.
pub fn body<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY)
}

/// Body text, bold.
pub fn strong<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY).font(BOLD)
}

/// Body text, quiet.
pub fn muted<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::BODY).style(style::muted)
}

/// Small and quiet: hints, subtitles.
pub fn small<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::SMALL).style(style::muted)
}

/// The title of a card.
pub fn card_title<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::CARD).font(BOLD)
}

/// The title of a page.
pub fn page_title<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::TITLE).font(BOLD)
}

/// A figure on a card.
pub fn figure<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::FIGURE).font(BOLD).wrapping(Wrapping::None)
}

/// The one big heading of a page.
pub fn hero<'a>(words: impl IntoFragment<'a>) -> Text<'a> {
    sized(words, size::HERO).font(BOLD)
}
