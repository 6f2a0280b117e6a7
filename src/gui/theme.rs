//! The look (外观): every colour, size and distance as a named token, light and dark. No literal of either stands in a screen.

pub mod badge;
pub mod button;
pub mod container;
pub mod icon;
pub mod input;
pub mod text;
pub mod tokens;

use std::sync::LazyLock;

use iced::Theme;
use iced::theme::Palette;

pub use tokens::{DARK, LIGHT, Tokens};

/// Text sizes. Line height is [`LINE`] everywhere.
pub mod size {
    /// Notes, axis labels, badges.
    pub const SMALL: f32 = 12.0;
    /// Body text and tables.
    pub const BODY: f32 = 13.0;
    /// Card titles, fields.
    pub const CARD: f32 = 14.0;
    /// Page titles.
    pub const TITLE: f32 = 16.0;
    /// Figures on cards.
    pub const FIGURE: f32 = 20.0;
    /// The one big heading of a page without data.
    pub const HERO: f32 = 28.0;
}

/// Line height of all text, as a multiple of its size.
pub const LINE: f32 = 1.5;

/// Distances on the four-pixel grid.
pub mod space {
    pub const XS: f32 = 4.0;
    pub const S: f32 = 8.0;
    pub const M: f32 = 12.0;
    pub const L: f32 = 16.0;
    pub const XL: f32 = 24.0;
    pub const XXL: f32 = 32.0;
}

/// Measures of the shell and its controls.
pub mod measure {
    pub const SIDE: f32 = 176.0;
    pub const SIDE_FOLDED: f32 = 52.0;
    pub const TOP: f32 = 52.0;
    pub const FOOT: f32 = 28.0;
    /// Left and right of a page.
    pub const PAGE: f32 = 20.0;
    pub const ROW: f32 = 30.0;
    pub const CONTROL: f32 = 28.0;
    pub const ICON: f32 = 16.0;
    pub const RADIUS: f32 = 6.0;
    pub const BORDER: f32 = 1.0;
    /// Height of a chart inside its card.
    pub const CHART: f32 = 240.0;
}

/// Name of the bundled family, as its files give it.
pub const FAMILY: &str = "Noto Sans CJK SC";

/// The bundled face, regular.
pub const REGULAR: iced::Font = iced::Font::with_name(FAMILY);

/// The bundled face, bold.
pub const BOLD: iced::Font = iced::Font { weight: iced::font::Weight::Bold, ..iced::Font::with_name(FAMILY) };

static LIGHT_THEME: LazyLock<Theme> = LazyLock::new(|| build("zhanggui light", &LIGHT));
static DARK_THEME: LazyLock<Theme> = LazyLock::new(|| build("zhanggui dark", &DARK));

fn build(name: &'static str, tokens: &Tokens) -> Theme {
    Theme::custom(
        name,
        Palette {
            background: tokens.ground,
            text: tokens.text,
            primary: tokens.accent,
            success: tokens.green,
            warning: tokens.amber,
            danger: tokens.red,
        },
    )
}

/// The iced theme that carries the tokens; [`Tokens::of`] finds them again.
pub fn iced_theme(dark: bool) -> Theme {
    if dark { DARK_THEME.clone() } else { LIGHT_THEME.clone() }
}
