//! Printed documents (打印单据) as PDF: pick list, packing slip, label and purchase order.
//!
//! A document is laid out as plain data first ([`Page`]): texts that are cut to their room and filled rectangles, in points from the
//! upper left corner. Only [`bytes`] knows the format. The same pages give the same bytes; of the bundled face only the glyphs that
//! are used go into the file.

pub mod code128;
pub mod label;
pub mod layout;
pub mod packing;
pub mod pick;
pub mod purchase;

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};
use krilla::{Document, SerializeSettings};

use crate::chart::font;
use crate::locale::Said;

/// A millimetre in points.
pub const MM: f32 = 72.0 / 25.4;

/// How dark something is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ink {
    Black,
    /// Labels and what matters less
    Grey,
    /// Hairlines
    Light,
    /// The ground of a heading
    Pale,
    /// Letters on a black ground
    White,
}

impl Ink {
    const fn lightness(self) -> u8 {
        match self {
            Self::Black => 0,
            Self::Grey => 96,
            Self::Light => 190,
            Self::Pale => 236,
            Self::White => 255,
        }
    }
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// One line of text; `baseline` is where its letters stand.
    Text { x: f32, baseline: f32, size: f32, bold: bool, ink: Ink, text: String },
    /// A filled rectangle: a line, a bar of a code, a ground.
    Fill { x: f32, y: f32, width: f32, height: f32, ink: Ink },
}

/// A page, in points.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    pub width: f32,
    pub height: f32,
    pub items: Vec<Item>,
}

/// The file of these pages; `title` is what a reader shows in its window.
///
/// # Errors
/// What the writer of the format says, as a sentence.
pub fn bytes(pages: &[Page], title: &str) -> Result<Vec<u8>, Said> {
    let settings = SerializeSettings { enable_tagging: false, xmp_metadata: false, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let face = |data: &'static [u8]| Font::new(data.into(), 0).ok_or_else(|| Said::new("print.no_font"));
    let fonts = [face(font::REGULAR)?, face(font::BOLD)?];
    for page in pages {
        let settings = PageSettings::from_wh(page.width, page.height)
            .ok_or_else(|| Said::new("print.failed").with("detail", "0"))?;
        let mut sheet = document.start_page_with(settings);
        let mut surface = sheet.surface();
        for item in &page.items {
            draw(&mut surface, &fonts, item);
        }
        surface.finish();
        sheet.finish();
    }
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("掌柜".to_owned()));
    document.finish().map_err(|error| {
        tracing::warn!(%error, "pdf not made");
        Said::new("print.failed").with("detail", error)
    })
}

fn draw(surface: &mut Surface<'_>, fonts: &[Font; 2], item: &Item) {
    let fill = |ink: Ink| Fill { paint: luma::Color::new(ink.lightness()).into(), ..Fill::default() };
    match item {
        Item::Text { x, baseline, size, bold, ink, text } => {
            let [regular, heavy] = fonts;
            let face = if *bold { heavy } else { regular };
            surface.set_fill(Some(fill(*ink)));
            surface.draw_glyphs(Point::from_xy(*x, *baseline), &glyphs(text, *bold), face.clone(), text, *size, false);
        }
        Item::Fill { x, y, width, height, ink } => {
            let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else { return };
            let mut path = PathBuilder::new();
            path.push_rect(rect);
            let Some(path) = path.finish() else { return };
            surface.set_fill(Some(fill(*ink)));
            surface.draw_path(&path);
        }
    }
}

/// One glyph after the other, as wide as the layout has measured them.
fn glyphs(text: &str, bold: bool) -> Vec<KrillaGlyph> {
    text.char_indices()
        .map(|(at, c)| {
            let (glyph, advance) = font::glyph(c, bold);
            let range = at..at + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(u32::from(glyph)), advance, 0.0, 0.0, 0.0, range, None)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::layout::{A4, Sheet, Style};
    use super::*;

    fn some() -> Vec<Page> {
        let mut sheet = Sheet::new(A4, "试");
        sheet.text(Style::new(14.0).bold(), "拣货单 Pick list 🔥");
        sheet.finish()
    }

    #[test]
    fn the_same_pages_make_the_same_small_file() {
        let one = bytes(&some(), "拣货单").unwrap();
        assert!(one.starts_with(b"%PDF-"));
        assert!(one.len() < 60_000, "{} bytes: the face is cut down to what is used", one.len());
        assert_eq!(one, bytes(&some(), "拣货单").unwrap());
    }
}
