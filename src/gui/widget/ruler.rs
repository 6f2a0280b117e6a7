//! Measures text, shortens it with an ellipsis so that a cell's text never leaves its cell, and draws it.
//!
//! Widths come from the bundled face's own tables: shaping a paragraph for every cell of every frame would cost more than drawing it.

use std::borrow::Cow;

use iced::advanced::Renderer as _;
use iced::advanced::text::{self, Renderer as _};
use iced::alignment::Vertical;
use iced::{Color, Pixels, Point, Rectangle, Renderer, Size};

use crate::chart::font;
use crate::gui::theme::{BOLD, LINE, REGULAR};

/// Width of one line of text in pixels.
pub fn width(text: &str, size: f32, bold: bool) -> f32 {
    font::width(text, size, bold)
}

/// The text as it fits into `room` pixels: whole, or cut and ended with an ellipsis. Line breaks become blanks.
pub fn fit(text: &str, size: f32, bold: bool, room: f32) -> Cow<'_, str> {
    // Half a pixel of tolerance: column widths are whole pixels, sums of widths are not.
    let room = room + 0.5;
    if text.contains(['\n', '\r', '\t']) {
        let flat = text.replace(['\n', '\r', '\t'], " ");
        return Cow::Owned(font::shorten(&flat, room, size, bold).into_owned());
    }
    font::shorten(text, room, size, bold)
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

/// Draws one line of text, vertically centred in `area`. Nothing outside `clip`, which is the layer being drawn. The text must fit: see
/// [`fit`].
pub fn label(renderer: &mut Renderer, text: &str, area: Rectangle, ink: Ink, clip: Rectangle) {
    if text.is_empty() || area.intersection(&clip).is_none() {
        return;
    }
    // Placed by its upper left corner: the software renderer takes a text for whatever lies right of and below the point it is
    // anchored at, and would repaint the wrong part of a text that is anchored elsewhere.
    let spare = area.width - width(text, ink.size, ink.bold);
    let x = match ink.align {
        Align::Left => area.x,
        Align::Centre => area.x + spare / 2.0,
        Align::Right => area.x + spare,
    };
    let height = ink.size * LINE;
    renderer.fill_text(
        text::Text {
            content: text.to_owned(),
            bounds: Size::new(f32::INFINITY, height),
            size: Pixels(ink.size),
            line_height: text::LineHeight::Relative(LINE),
            font: if ink.bold { BOLD } else { REGULAR },
            align_x: text::Alignment::Left,
            align_y: Vertical::Top,
            shaping: text::Shaping::Auto,
            wrapping: text::Wrapping::None,
        },
        Point::new(x, area.center_y() - height / 2.0),
        ink.colour,
        // The whole area, not what is left of it in the layer: the software renderer cuts a text only when its clip sticks out.
        area,
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
