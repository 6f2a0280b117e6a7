//! The colours. Text colours keep a contrast of at least 4.5:1 on every ground they stand on; a test computes it.

use iced::{Color, Theme, color};

/// The colours of one theme.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    pub dark: bool,
    /// Behind everything, and the side bar.
    pub ground: Color,
    /// Cards, fields, popovers.
    pub surface: Color,
    /// Under the mouse, and inactive badges.
    pub hover: Color,
    pub border: Color,
    /// A border that must be seen: focused or hovered fields, check boxes.
    pub border_strong: Color,
    pub text: Color,
    pub muted: Color,
    /// Not for text: disabled icons, tracks, grid lines of charts.
    pub faint: Color,
    /// Marks and large shapes.
    pub accent: Color,
    /// The accent as text or as the ground of a button.
    pub accent_text: Color,
    /// Behind a chosen row or item.
    pub accent_soft: Color,
    pub on_accent: Color,
    pub red: Color,
    pub red_soft: Color,
    pub green: Color,
    pub green_soft: Color,
    pub amber: Color,
    pub amber_soft: Color,
    pub blue: Color,
    pub blue_soft: Color,
    /// Over the page, behind a dialog.
    pub scrim: Color,
}

pub const LIGHT: Tokens = Tokens {
    dark: false,
    ground: color!(0xF6F5F2),
    surface: color!(0xFFFFFF),
    hover: color!(0xEFEDE8),
    border: color!(0xE7E5E0),
    border_strong: color!(0xC9C5BC),
    text: color!(0x1F1E1B),
    muted: color!(0x6E6A61),
    faint: color!(0xA5A198),
    accent: color!(0xE8590C),
    accent_text: color!(0xB93E07),
    accent_soft: color!(0xFFF0E6),
    on_accent: color!(0xFFFFFF),
    red: color!(0xC9251A),
    red_soft: color!(0xFDECEA),
    green: color!(0x0B7A53),
    green_soft: color!(0xE6F4EE),
    amber: color!(0x92500A),
    amber_soft: color!(0xFBF0DC),
    blue: color!(0x2563CF),
    blue_soft: color!(0xE9F0FC),
    scrim: Color { r: 0.08, g: 0.07, b: 0.06, a: 0.36 },
};

pub const DARK: Tokens = Tokens {
    dark: true,
    ground: color!(0x141311),
    surface: color!(0x1C1B18),
    hover: color!(0x262420),
    border: color!(0x2E2C27),
    border_strong: color!(0x4A463E),
    text: color!(0xECEAE5),
    muted: color!(0x9C978C),
    faint: color!(0x6D695F),
    accent: color!(0xFF8A4C),
    accent_text: color!(0xFF8A4C),
    accent_soft: color!(0x3A2417),
    on_accent: color!(0x1C1B18),
    red: color!(0xFF6B5E),
    red_soft: color!(0x3A1D1A),
    green: color!(0x3DCB96),
    green_soft: color!(0x15301F),
    amber: color!(0xE0A84A),
    amber_soft: color!(0x342815),
    blue: color!(0x6EA0FF),
    blue_soft: color!(0x1A2740),
    scrim: Color { r: 0.0, g: 0.0, b: 0.0, a: 0.55 },
};

impl Tokens {
    /// The tokens behind an iced theme made by [`super::iced_theme`].
    pub fn of(theme: &Theme) -> &'static Self {
        if theme.extended_palette().is_dark { &DARK } else { &LIGHT }
    }

    /// The colour of a rise (涨) or a fall (跌): red up and green down unless the owner wants it the other way round.
    pub const fn change(&self, up: bool, red_up: bool) -> Color {
        if up == red_up { self.red } else { self.green }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn luminance(c: Color) -> f32 {
        let part = |v: f32| if v <= 0.03928 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
        0.2126 * part(c.r) + 0.7152 * part(c.g) + 0.0722 * part(c.b)
    }

    fn contrast(a: Color, b: Color) -> f32 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_readable_on_every_ground() {
        for t in [&LIGHT, &DARK] {
            let pairs = [
                ("text", t.text, vec![t.ground, t.surface, t.hover, t.accent_soft]),
                ("muted", t.muted, vec![t.ground, t.surface, t.hover, t.accent_soft]),
                ("accent", t.accent_text, vec![t.ground, t.surface, t.hover, t.accent_soft]),
                ("on accent", t.on_accent, vec![t.accent_text]),
                ("red", t.red, vec![t.ground, t.surface, t.red_soft]),
                ("green", t.green, vec![t.ground, t.surface, t.green_soft]),
                ("amber", t.amber, vec![t.ground, t.surface, t.amber_soft]),
                ("blue", t.blue, vec![t.ground, t.surface, t.blue_soft, t.accent_soft]),
            ];
            for (name, text, grounds) in pairs {
                for ground in grounds {
                    let ratio = contrast(text, ground);
                    assert!(ratio >= 4.5, "{name} on {ground:?}: {ratio:.2}");
                }
            }
        }
    }

    #[test]
    fn the_theme_finds_its_tokens_again() {
        assert!(!Tokens::of(&super::super::iced_theme(false)).dark);
        assert!(Tokens::of(&super::super::iced_theme(true)).dark);
    }
}
