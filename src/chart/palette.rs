//! Colours of charts (配色) in plain data: for the light and the dark window and for saved pictures.
//!
//! The eight series colours keep apart for readers with protanopia, deuteranopia and tritanopia, and stand at least 3:1
//! against the ground they are drawn on; the tests below hold both.

/// A colour in sRGB with straight alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color {
    pub r: u8,
    pub g: u8,
    pub b: u8,
    /// 255 is opaque.
    pub a: u8,
}

impl Color {
    /// `0xE8590C` and the like, opaque.
    pub const fn hex(rgb: u32) -> Self {
        Self { r: (rgb >> 16) as u8, g: (rgb >> 8) as u8, b: rgb as u8, a: 255 }
    }

    /// The same colour, `alpha` between 0 and 1.
    #[must_use]
    pub fn alpha(self, alpha: f32) -> Self {
        Self { a: (alpha.clamp(0.0, 1.0) * 255.0).round() as u8, ..self }
    }

    /// The colour `part` of the way to `other`.
    #[must_use]
    pub fn mix(self, other: Self, part: f32) -> Self {
        let part = part.clamp(0.0, 1.0);
        let blend = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * part).round() as u8;
        Self {
            r: blend(self.r, other.r),
            g: blend(self.g, other.g),
            b: blend(self.b, other.b),
            a: blend(self.a, other.a),
        }
    }

    /// The contrast between two opaque colours after WCAG, 1 to 21.
    pub fn contrast(self, other: Self) -> f32 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f32 {
        let [r, g, b] = self.linear();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn linear(self) -> [f32; 3] {
        [self.r, self.g, self.b].map(|c| {
            let c = f32::from(c) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        })
    }
}

/// Which way is up in colour (涨跌颜色).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum RiseFall {
    /// 红涨绿跌, as sellers in China are used to.
    #[default]
    RedUp,
    /// 绿涨红跌
    GreenUp,
}

/// Every colour a chart takes.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// What the picture is filled with; `None` leaves it transparent.
    pub background: Option<Color>,
    /// What lies behind the marks: for gaps between pieces, rings of dots and readable halos.
    pub surface: Color,
    pub text: Color,
    pub muted: Color,
    /// Lines that only guide the eye: the compared period, connectors.
    pub faint: Color,
    /// Grid lines and the tracks of bars.
    pub grid: Color,
    /// The line the bars stand on.
    pub axis: Color,
    pub accent: Color,
    pub rise: Color,
    pub fall: Color,
    pub series: [Color; 8],
    /// Heat: from the least to the most.
    pub heat: [Color; 2],
    /// Tiles, treemap: from the least to the most.
    pub tiles: [Color; 2],
    /// A cell whose figure is not ripe yet, or a province nobody bought from.
    pub unripe: Color,
}

/// The least contrast between words and their ground.
const READABLE: f32 = 4.5;

const RED: [Color; 2] = [Color::hex(0xD92D20), Color::hex(0xFF6B5E)];
const GREEN: [Color; 2] = [Color::hex(0x0F8A5F), Color::hex(0x3DCB96)];

impl Palette {
    /// The light window.
    pub const fn light() -> Self {
        Self {
            background: None,
            surface: Color::hex(0xFFFFFF),
            text: Color::hex(0x1F1E1B),
            muted: Color::hex(0x79756C),
            faint: Color::hex(0xA5A198),
            grid: Color::hex(0xEFEDE9),
            axis: Color::hex(0xE7E5E0),
            accent: Color::hex(0xE8590C),
            rise: RED[0],
            fall: GREEN[0],
            series: [
                Color::hex(0xE8590C),
                Color::hex(0x2F6FDE),
                Color::hex(0x0B6E5E),
                Color::hex(0x5F2A9B),
                Color::hex(0x785A00),
                Color::hex(0x219FCB),
                Color::hex(0xC62985),
                Color::hex(0x75905D),
            ],
            heat: [Color::hex(0xFFF3EB), Color::hex(0xE8590C)],
            tiles: [Color::hex(0xE9F0FC), Color::hex(0x2560C8)],
            unripe: Color::hex(0xDFDDD7),
        }
    }

    /// The dark window.
    pub const fn dark() -> Self {
        Self {
            background: None,
            surface: Color::hex(0x1C1B18),
            text: Color::hex(0xECEAE5),
            muted: Color::hex(0x9C978C),
            faint: Color::hex(0x6D695F),
            grid: Color::hex(0x282622),
            axis: Color::hex(0x3A3832),
            accent: Color::hex(0xFF8A4C),
            rise: RED[1],
            fall: GREEN[1],
            series: [
                Color::hex(0xFF8A4C),
                Color::hex(0x6EA0FF),
                Color::hex(0xA3F7DF),
                Color::hex(0x9B4DB0),
                Color::hex(0xFDD66F),
                Color::hex(0x58D4FA),
                Color::hex(0xBE8198),
                Color::hex(0x647056),
            ],
            heat: [Color::hex(0x2A221C), Color::hex(0xFF8A4C)],
            tiles: [Color::hex(0x222A38), Color::hex(0x6EA0FF)],
            unripe: Color::hex(0x3B3934),
        }
    }

    /// A saved picture on white.
    pub const fn print() -> Self {
        let mut palette = Self::light();
        palette.background = Some(Color::hex(0xFFFFFF));
        palette
    }

    /// A saved picture without a ground, to be laid on a light page.
    pub const fn transparent() -> Self {
        Self::light()
    }

    /// The dark window's picture on its own ground.
    pub const fn dark_print() -> Self {
        let mut palette = Self::dark();
        palette.background = Some(palette.surface);
        palette
    }

    /// The palette with rise and fall as the owner set them.
    #[must_use]
    pub fn rising(mut self, way: RiseFall) -> Self {
        let theme = usize::from(self.dark_ground());
        let (red, green) = (RED.get(theme).copied().unwrap_or(RED[0]), GREEN.get(theme).copied().unwrap_or(GREEN[0]));
        (self.rise, self.fall) = match way {
            RiseFall::RedUp => (red, green),
            RiseFall::GreenUp => (green, red),
        };
        self
    }

    /// The colour of the series at `index`; they repeat after eight.
    pub fn series_at(&self, index: usize) -> Color {
        self.series.get(index % self.series.len()).copied().unwrap_or(self.accent)
    }

    /// The colour at `part` (0 to 1) of a ramp.
    pub fn ramp(ramp: [Color; 2], part: f32) -> Color {
        ramp[0].mix(ramp[1], part)
    }

    /// Words on [`Self::unripe`]: quiet, and still readable.
    pub fn unripe_text(&self) -> Color {
        self.muted.mix(self.text, 0.5)
    }

    /// The text colour on `ground`: the theme's own where it reads well, else black or white. On any colour at all one of
    /// those two stands out by 4.58:1 or more.
    pub fn text_on(&self, ground: Color) -> Color {
        if self.text.contrast(ground) >= READABLE {
            return self.text;
        }
        let (black, white) = (Color::hex(0x000000), Color::hex(0xFFFFFF));
        if black.contrast(ground) >= white.contrast(ground) { black } else { white }
    }

    fn dark_ground(&self) -> bool {
        self.surface.luminance() < 0.2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Severe protanopia, deuteranopia and tritanopia in linear RGB (Machado, Oliveira and Fernandes 2009), and full sight.
    const SIGHTS: [[[f32; 3]; 3]; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ];

    fn times(m: &[[f32; 3]; 3], v: [f32; 3]) -> [f32; 3] {
        [0, 1, 2].map(|row: usize| m[row].iter().zip(v).map(|(a, b)| a * b).sum())
    }

    /// A colour in OKLab, where equal distances look equally different (Ottosson 2020).
    fn seen(color: Color, sight: &[[f32; 3]; 3]) -> [f32; 3] {
        let cones = [
            [0.412_221_46, 0.536_332_55, 0.051_445_995],
            [0.211_903_5, 0.680_699_5, 0.107_396_96],
            [0.088_302_46, 0.281_718_85, 0.629_978_7],
        ];
        let lab = [
            [0.210_454_26, 0.793_617_8, -0.004_072_047],
            [1.977_998_5, -2.428_592_2, 0.450_593_7],
            [0.025_904_037, 0.782_771_77, -0.808_675_77],
        ];
        let light = times(sight, color.linear()).map(|c| c.clamp(0.0, 1.0));
        times(&lab, times(&cones, light).map(f32::cbrt))
    }

    #[test]
    fn series_stay_apart_for_colour_blind_readers() {
        for palette in [Palette::light(), Palette::dark()] {
            for sight in &SIGHTS {
                for (at, a) in palette.series.iter().enumerate() {
                    for b in &palette.series[at + 1..] {
                        let (a, b) = (seen(*a, sight), seen(*b, sight));
                        let apart = a.iter().zip(b).map(|(x, y)| (x - y).powi(2)).sum::<f32>().sqrt();
                        assert!(apart > 0.085, "{a:?} and {b:?} are {apart} apart");
                    }
                }
            }
        }
    }

    #[test]
    fn marks_and_words_stand_out_from_their_ground() {
        for palette in [Palette::light(), Palette::dark()] {
            for color in palette.series.iter().chain([&palette.rise, &palette.fall, &palette.accent]) {
                assert!(color.contrast(palette.surface) >= 3.0, "{color:?}");
            }
            for color in [palette.text, palette.muted] {
                assert!(color.contrast(palette.surface) >= 4.5, "{color:?}");
            }
            assert!(palette.unripe_text().contrast(palette.unripe) >= 4.5);
        }
    }

    #[test]
    fn words_on_any_step_of_a_ramp_can_be_read() {
        for palette in [Palette::light(), Palette::dark()] {
            for step in 0..=20u8 {
                for ramp in [palette.heat, palette.tiles] {
                    let ground = Palette::ramp(ramp, f32::from(step) / 20.0);
                    assert!(palette.text_on(ground).contrast(ground) >= 4.5, "{ground:?}");
                }
            }
        }
    }

    #[test]
    fn the_owner_may_swap_rise_and_fall() {
        let usual = Palette::dark();
        let swapped = Palette::dark().rising(RiseFall::GreenUp);
        assert_eq!((usual.rise, usual.fall), (swapped.fall, swapped.rise));
    }
}
