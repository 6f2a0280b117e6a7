//! Styles of containers.

use iced::widget::container::Style;
use iced::{Background, Border, Color, Theme};

use super::{Tokens, measure};

fn filled(ground: Color, border: Option<Color>, radius: f32) -> Style {
    Style {
        background: Some(Background::Color(ground)),
        border: Border {
            color: border.unwrap_or(Color::TRANSPARENT),
            width: if border.is_some() { measure::BORDER } else { 0.0 },
            radius: radius.into(),
        },
        ..Style::default()
    }
}

/// The window's ground.
pub fn ground(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    Style { text_color: Some(t.text), ..filled(t.ground, None, 0.0) }
}

/// A card on the ground.
pub fn card(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    filled(t.surface, Some(t.border), measure::RADIUS)
}

/// A popover, menu or dialog: a stronger frame instead of a shadow.
pub fn floating(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    Style { text_color: Some(t.text), ..filled(t.surface, Some(t.border_strong), measure::RADIUS) }
}

/// A tooltip: text on the text's colour turned round.
pub fn tooltip(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    let (ground, text) = if t.dark { (t.border_strong, t.text) } else { (t.text, t.surface) };
    Style { text_color: Some(text), ..filled(ground, None, 4.0) }
}

/// Behind a dialog.
pub fn scrim(theme: &Theme) -> Style {
    filled(Tokens::of(theme).scrim, None, 0.0)
}

/// A quiet ground inside a card.
pub fn well(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    filled(t.ground, Some(t.border), measure::RADIUS)
}

/// A thin line, used with a height or width of one pixel.
pub fn line(theme: &Theme) -> Style {
    filled(Tokens::of(theme).border, None, 0.0)
}

/// The frame of a segmented control.
pub fn segments(theme: &Theme) -> Style {
    card(theme)
}

/// A soft ground in the accent: a bar of batch actions, a drop target.
pub fn accent(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    filled(t.accent_soft, Some(t.accent), measure::RADIUS)
}

/// The grey box around a key such as Ctrl K.
pub fn key(theme: &Theme) -> Style {
    let t = Tokens::of(theme);
    Style { text_color: Some(t.muted), ..filled(t.surface, Some(t.border), 4.0) }
}

/// A soft ground in any colour.
pub fn tinted(ground: Color, text: Color) -> impl Fn(&Theme) -> Style {
    move |_| Style { text_color: Some(text), ..filled(ground, None, 4.0) }
}
