//! Ramps of one hue: where a value lies between the least and the most, and the little key that says so.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::sheet::{Label, SMALL, Sheet};
use crate::chart::palette::{Color, Palette};
use crate::chart::spec::{Unit, known};

/// The range of values that a ramp spans.
#[derive(Debug, Clone, Copy)]
pub struct Ramp {
    colors: [Color; 2],
    low: f64,
    high: f64,
    /// Values of very unequal provinces are told apart by their square roots.
    rooted: bool,
}

/// Height of the key.
pub const KEY: f32 = 22.0;

impl Ramp {
    /// A ramp over these values; it begins at zero unless some are below. `None` without values.
    pub fn over(values: impl Iterator<Item = f64>, colors: [Color; 2], rooted: bool) -> Option<Self> {
        let ends = values.filter(|v| known(*v)).fold(None, |ends: Option<(f64, f64)>, v| {
            Some(ends.map_or((v, v), |(low, high)| (low.min(v), high.max(v))))
        });
        ends.map(|(low, high)| Self { colors, low: low.min(0.0), high: high.max(0.0), rooted })
    }

    pub fn color(&self, value: f64) -> Color {
        let span = self.high - self.low;
        if span <= 0.0 {
            return self.colors[0];
        }
        let part = ((value - self.low) / span).clamp(0.0, 1.0);
        Palette::ramp(self.colors, if self.rooted { part.sqrt() } else { part } as f32)
    }

    const SWATCH: f32 = 18.0;

    /// The words at the key's ends.
    fn ends(&self, sheet: &Sheet<'_>, unit: Unit) -> [String; 2] {
        [self.low, self.high].map(|v| format::short(v, unit, sheet.lang()))
    }

    /// How wide the key is.
    pub fn key_width(&self, sheet: &Sheet<'_>, unit: Unit) -> f32 {
        let ends = self.ends(sheet, unit);
        ends.iter().map(|text| font::width(text, SMALL, false) + 6.0).sum::<f32>() + Self::SWATCH * 5.0
    }

    /// The key: least value, five steps, most value, ending at the right of `line`.
    pub fn key(&self, sheet: &mut Sheet<'_>, line: Rect, unit: Unit) {
        let muted = sheet.palette().muted;
        if self.high - self.low <= 0.0 || self.key_width(sheet, unit) > line.width {
            return;
        }
        let [least, most] = self.ends(sheet, unit);
        let y = line.centre().y;
        let drawn = sheet.label(Label::new(Pos::new(line.right(), y), &most, muted).end());
        let mut x = drawn.x - 6.0 - Self::SWATCH * 5.0;
        sheet.label(Label::new(Pos::new(x - 6.0, y), &least, muted).end());
        for step in 0..5u8 {
            let rect = Rect::new(x, y - 5.0, Self::SWATCH - 1.0, 10.0);
            sheet.rect(rect, 1.0, Palette::ramp(self.colors, f32::from(step) / 4.0));
            x += Self::SWATCH;
        }
    }
}
