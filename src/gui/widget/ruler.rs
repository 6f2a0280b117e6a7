//! Measures text and shortens it with an ellipsis, so that a cell's text never leaves its cell.
//!
//! Widths are the sum of each character's own width, measured once: shaping a paragraph for every cell of every frame would cost more
//! than drawing it.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

use iced::advanced::graphics::text::Paragraph;
use iced::advanced::renderer::Renderer as _;
use iced::advanced::text::{self, Paragraph as _, Renderer as _};
use iced::alignment::Vertical;
use iced::{Color, Font, Pixels, Point, Rectangle, Renderer, Size};

use crate::gui::theme::{BOLD, LINE, REGULAR};

/// The size characters are measured at.
const MEASURE: f32 = 64.0;

/// Widths of single characters in ems, regular and bold.
#[derive(Debug, Default)]
pub struct Ruler {
    known: RefCell<HashMap<(char, bool), f32>>,
}

fn measured(content: &str, bold: bool) -> f32 {
    Paragraph::with_text(text::Text {
        content,
        bounds: Size::new(f32::INFINITY, f32::INFINITY),
        size: Pixels(MEASURE),
        line_height: text::LineHeight::Relative(LINE),
        font: face(bold),
        align_x: text::Alignment::Left,
        align_y: Vertical::Top,
        shaping: text::Shaping::Auto,
        wrapping: text::Wrapping::None,
    })
    .min_width()
        / MEASURE
}

const fn face(bold: bool) -> Font {
    if bold { BOLD } else { REGULAR }
}

impl Ruler {
    fn em(&self, c: char, bold: bool) -> f32 {
        if let Some(width) = self.known.borrow().get(&(c, bold)) {
            return *width;
        }
        let mut buffer = [0; 4];
        let width = if c.is_whitespace() {
            // Blanks at the end of a line have no width of their own.
            measured(&format!("x{c}x"), bold) - measured("xx", bold)
        } else {
            measured(c.encode_utf8(&mut buffer), bold)
        };
        self.known.borrow_mut().insert((c, bold), width);
        width
    }

    /// Width of one line of text in pixels.
    pub fn width(&self, text: &str, size: f32, bold: bool) -> f32 {
        text.chars().map(|c| self.em(c, bold)).sum::<f32>() * size
    }

    /// The text as it fits into `room` pixels: whole, or cut and ended with an ellipsis. Line breaks become blanks.
    pub fn fit<'t>(&self, text: &'t str, size: f32, bold: bool, room: f32) -> Cow<'t, str> {
        let text = if text.contains(['\n', '\r', '\t']) {
            Cow::Owned(text.replace(['\n', '\r', '\t'], " "))
        } else {
            Cow::Borrowed(text)
        };
        let room = room / size;
        let ellipsis = self.em('…', bold);
        let mut used = 0.0;
        // Where to cut so that the ellipsis still fits.
        let mut cut = 0;
        for (at, c) in text.char_indices() {
            if used + ellipsis <= room {
                cut = at;
            }
            used += self.em(c, bold);
            // Half a pixel of tolerance: column widths are whole pixels, sums of widths are not.
            if used > room + 0.5 / size {
                let kept = text.get(..cut).unwrap_or_default().trim_end();
                return Cow::Owned(if kept.is_empty() && room < ellipsis { String::new() } else { format!("{kept}…") });
            }
        }
        text
    }
}

/// Where text stands in its box.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// How a label is drawn.
#[derive(Debug, Clone, Copy)]
pub struct Ink {
    pub size: f32,
    pub bold: bool,
    pub colour: Color,
    pub align: Align,
}

/// Draws one line of text, vertically centred in `area` and clipped to `area` within `clip`. The text must fit: see [`Ruler::fit`].
pub fn label(renderer: &mut Renderer, text: &str, area: Rectangle, ink: Ink, clip: Rectangle) {
    let Some(clip) = area.intersection(&clip) else { return };
    if text.is_empty() {
        return;
    }
    let (x, align_x) = match ink.align {
        Align::Left => (area.x, text::Alignment::Left),
        Align::Centre => (area.center_x(), text::Alignment::Center),
        Align::Right => (area.x + area.width, text::Alignment::Right),
    };
    renderer.fill_text(
        text::Text {
            content: text.to_owned(),
            bounds: Size::new(f32::INFINITY, area.height),
            size: Pixels(ink.size),
            line_height: text::LineHeight::Relative(LINE),
            font: face(ink.bold),
            align_x,
            align_y: Vertical::Center,
            shaping: text::Shaping::Auto,
            wrapping: text::Wrapping::None,
        },
        Point::new(x, area.center_y()),
        ink.colour,
        clip,
    );
}

/// Fills a rectangle; nothing when it is empty.
pub fn fill(renderer: &mut Renderer, area: Rectangle, colour: Color, radius: f32) {
    if area.width <= 0.0 || area.height <= 0.0 {
        return;
    }
    renderer.fill_quad(
        iced::advanced::renderer::Quad {
            bounds: area,
            border: iced::Border { radius: radius.into(), ..iced::Border::default() },
            ..iced::advanced::renderer::Quad::default()
        },
        colour,
    );
}

/// Fills a rectangle with a frame one pixel wide.
pub fn framed(renderer: &mut Renderer, area: Rectangle, ground: Color, border: Color, radius: f32) {
    if area.width <= 0.0 || area.height <= 0.0 {
        return;
    }
    renderer.fill_quad(
        iced::advanced::renderer::Quad {
            bounds: area,
            border: iced::Border { color: border, width: 1.0, radius: radius.into() },
            ..iced::advanced::renderer::Quad::default()
        },
        ground,
    );
}
