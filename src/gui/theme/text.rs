//! Styles of text.

use iced::Theme;
use iced::widget::text::Style;

use super::Tokens;

pub fn plain(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).text) }
}

pub fn muted(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).muted) }
}

pub fn accent(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).accent_text) }
}

pub fn bad(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).red) }
}

pub fn good(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).green) }
}

pub fn warning(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).amber) }
}

pub fn link(theme: &Theme) -> Style {
    Style { color: Some(Tokens::of(theme).blue) }
}
