//! Styles of buttons.

use iced::widget::button::{Status, Style};
use iced::{Background, Border, Color, Theme};

use super::{Tokens, measure};

fn style(ground: Option<Color>, text: Color, border: Option<Color>) -> Style {
    Style {
        background: ground.map(Background::Color),
        text_color: text,
        border: Border {
            color: border.unwrap_or(Color::TRANSPARENT),
            width: if border.is_some() { measure::BORDER } else { 0.0 },
            radius: measure::RADIUS.into(),
        },
        ..Style::default()
    }
}

fn mix(a: Color, b: Color, share: f32) -> Color {
    Color {
        r: (b.r - a.r).mul_add(share, a.r),
        g: (b.g - a.g).mul_add(share, a.g),
        b: (b.b - a.b).mul_add(share, a.b),
        a: (b.a - a.a).mul_add(share, a.a),
    }
}

/// The one thing to do here.
pub fn primary(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active => style(Some(t.accent_text), t.on_accent, None),
        Status::Hovered => style(Some(mix(t.accent_text, t.text, 0.12)), t.on_accent, None),
        Status::Pressed => style(Some(mix(t.accent_text, t.text, 0.22)), t.on_accent, None),
        Status::Disabled => style(Some(t.hover), t.muted, None),
    }
}

/// Anything else one may do.
pub fn secondary(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active => style(Some(t.surface), t.text, Some(t.border)),
        Status::Hovered => style(Some(t.surface), t.text, Some(t.border_strong)),
        Status::Pressed => style(Some(t.hover), t.text, Some(t.border_strong)),
        Status::Disabled => style(Some(t.surface), t.muted, Some(t.border)),
    }
}

/// What cannot be undone.
pub fn danger(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active => style(Some(t.red), if t.dark { t.ground } else { t.on_accent }, None),
        Status::Hovered | Status::Pressed => {
            style(Some(mix(t.red, t.text, 0.15)), if t.dark { t.ground } else { t.on_accent }, None)
        }
        Status::Disabled => style(Some(t.hover), t.muted, None),
    }
}

/// Without a frame: icons, menu entries.
pub fn ghost(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active => style(None, t.muted, None),
        Status::Hovered => style(Some(t.hover), t.text, None),
        Status::Pressed => style(Some(t.border), t.text, None),
        Status::Disabled => style(None, t.faint, None),
    }
}

/// An entry of a menu or list.
pub fn entry(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active => style(None, t.text, None),
        Status::Hovered => style(Some(t.hover), t.text, None),
        Status::Pressed => style(Some(t.border), t.text, None),
        Status::Disabled => style(None, t.muted, None),
    }
}

/// The chosen entry of a menu, the side bar, a list.
pub fn chosen(theme: &Theme, _status: Status) -> Style {
    let t = Tokens::of(theme);
    style(Some(t.accent_soft), t.accent_text, None)
}

/// One part of a segmented control; `on` is the part in force.
pub fn segment(on: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = Tokens::of(theme);
        let mut made = match (on, status) {
            (true, _) => style(Some(t.hover), t.text, None),
            (false, Status::Hovered | Status::Pressed) => style(None, t.text, None),
            (false, _) => style(None, t.muted, None),
        };
        made.border.radius = (measure::RADIUS - 1.0).into();
        made
    }
}

/// Text that is clicked: links, tabs.
pub fn link(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active | Status::Disabled => style(None, t.blue, None),
        Status::Hovered | Status::Pressed => style(None, mix(t.blue, t.text, 0.35), None),
    }
}

/// A figure that leads to its rows: text until the pointer is on it.
pub fn figure(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active | Status::Disabled => style(None, t.text, None),
        Status::Hovered | Status::Pressed => style(None, t.blue, None),
    }
}

/// A tab: the one in force stands out, the others are quiet.
pub fn tab(on: bool) -> impl Fn(&Theme, Status) -> Style {
    move |theme, status| {
        let t = Tokens::of(theme);
        match (on, status) {
            (true, _) => style(None, t.accent_text, None),
            (false, Status::Hovered | Status::Pressed) => style(None, t.text, None),
            (false, _) => style(None, t.muted, None),
        }
    }
}

/// A card that is one big button.
pub fn card(theme: &Theme, status: Status) -> Style {
    let t = Tokens::of(theme);
    match status {
        Status::Active | Status::Disabled => style(Some(t.surface), t.text, Some(t.border)),
        Status::Hovered => style(Some(t.surface), t.text, Some(t.accent)),
        Status::Pressed => style(Some(t.accent_soft), t.text, Some(t.accent)),
    }
}
