//! Icons in the sizes and colours there are.

use iced::widget::{Svg, svg};
use iced::{Color, Theme};

use crate::gui::theme::icon::Icon;
use crate::gui::theme::{Tokens, measure};

/// A quiet icon, 16 pixels.
pub fn icon<'a>(icon: Icon) -> Svg<'a, Theme> {
    tinted(icon, |t| t.muted)
}

/// An icon in a token's colour.
pub fn tinted<'a>(icon: Icon, colour: impl Fn(&Tokens) -> Color + 'a) -> Svg<'a, Theme> {
    sized(icon, measure::ICON, colour)
}

/// An icon of another size.
pub fn sized<'a>(icon: Icon, size: f32, colour: impl Fn(&Tokens) -> Color + 'a) -> Svg<'a, Theme> {
    svg(icon.handle())
        .width(size)
        .height(size)
        .style(move |theme, _| svg::Style { color: Some(colour(Tokens::of(theme))) })
}
