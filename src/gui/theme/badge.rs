//! The tones of badges and messages: neutral, accent, good, warning, bad, blue.

use iced::Color;

use super::Tokens;

/// What a badge says before it is read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Tone {
    #[default]
    Neutral,
    Accent,
    Good,
    Warning,
    Bad,
    Blue,
}

impl Tone {
    /// Ground and text.
    pub const fn colours(self, t: &Tokens) -> (Color, Color) {
        match self {
            Self::Neutral => (t.hover, t.muted),
            Self::Accent => (t.accent_soft, t.accent_text),
            Self::Good => (t.green_soft, t.green),
            Self::Warning => (t.amber_soft, t.amber),
            Self::Bad => (t.red_soft, t.red),
            Self::Blue => (t.blue_soft, t.blue),
        }
    }
}
