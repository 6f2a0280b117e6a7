//! A scene as SVG (矢量图).
//!
//! [`svg`] is what files hold: words are drawn as outlines of the bundled face, so that a saved picture's Chinese is right on a
//! machine without Chinese fonts; title and words also stand in `<title>` and `<desc>`, for search and for screen readers.
//! [`markup`] keeps words as text; PNG pictures are rendered from it.

use std::fmt::Write as _;

use resvg::usvg::{self, WriteOptions};

use crate::chart::font;
use crate::chart::geometry::Pos;
use crate::chart::palette::Color;
use crate::chart::png;
use crate::chart::scene::{Anchor, Dash, Item, Scene, Sector, Text};

/// The scene as a file that needs no fonts.
pub fn svg(scene: &Scene) -> String {
    let text = markup(scene);
    // What we write we can also read; should that ever fail, a picture with live text is still a picture.
    let Ok(tree) = png::tree(&text, scene) else { return text };
    let options = WriteOptions {
        preserve_text: false,
        coordinates_precision: 3,
        transforms_precision: 4,
        indent: usvg::Indent::None,
        ..WriteOptions::default()
    };
    let drawn = tree.to_string(&options);
    match drawn.find('>') {
        Some(end) => {
            let (head, rest) = drawn.split_at(end + 1);
            format!("{head}{}{rest}\n", described(scene))
        }
        None => text,
    }
}

/// The scene with its words as text in the bundled face, or, where that is missing, in another Chinese face.
pub fn markup(scene: &Scene) -> String {
    let mut out = String::with_capacity(scene.items.len() * 120 + 400);
    let (w, h) = (Num(scene.width), Num(scene.height));
    let _ = write!(
        out,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}" font-family="{}" style="font-variant-numeric:tabular-nums">"#,
        escaped(font::FALLBACKS)
    );
    out.push_str(&described(scene));
    if let Some(color) = scene.background {
        let _ = write!(out, r#"<rect width="{w}" height="{h}"{}/>"#, Fill(color));
    }
    for item in &scene.items {
        one(&mut out, item);
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn described(scene: &Scene) -> String {
    let words: Vec<&str> = scene.texts().map(|text| text.content.as_str()).collect();
    format!("<title>{}</title><desc>{}</desc>\n", escaped(&scene.title), escaped(&words.join(" | ")))
}

fn one(out: &mut String, item: &Item) {
    let _ = match item {
        Item::Rect { rect, radius, fill } => write!(
            out,
            r#"<rect x="{}" y="{}" width="{}" height="{}" rx="{}"{}/>"#,
            Num(rect.x),
            Num(rect.y),
            Num(rect.width),
            Num(rect.height),
            Num(*radius),
            Fill(*fill)
        ),
        Item::Line { points, width, color, dash } => write!(
            out,
            r#"<polyline points="{}" fill="none" stroke-linejoin="round" stroke-linecap="{}" stroke-width="{}"{}{}/>"#,
            Points(points),
            if points.len() > 2 && *dash == Dash::Solid { "round" } else { "butt" },
            Num(*width),
            dashes(*dash),
            Stroke(*color)
        ),
        Item::Area { points, fill } => write!(out, r#"<polygon points="{}"{}/>"#, Points(points), Fill(*fill)),
        Item::Circle { centre, radius, fill, ring } => write!(
            out,
            r#"<circle cx="{}" cy="{}" r="{}"{}{}/>"#,
            Num(centre.x),
            Num(centre.y),
            Num(*radius),
            Fill(*fill),
            ring.map(|(width, color)| format!(r#" stroke-width="{}"{}"#, Num(width), Stroke(color)))
                .unwrap_or_default()
        ),
        Item::Sector { sector, fill } => write!(out, r#"<path d="{}"{}/>"#, arc(sector), Fill(*fill)),
        Item::Text(text) => word(out, text),
    };
}

fn word(out: &mut String, text: &Text) -> std::fmt::Result {
    let anchor = match text.anchor {
        Anchor::Start => "",
        Anchor::Middle => r#" text-anchor="middle""#,
        Anchor::End => r#" text-anchor="end""#,
    };
    write!(
        out,
        r#"<text x="{}" y="{}" font-size="{}"{}{anchor}{}>{}</text>"#,
        Num(text.x),
        Num(text.baseline),
        Num(text.size),
        if text.bold { r#" font-weight="700""# } else { "" },
        Fill(text.color),
        escaped(&text.content)
    )
}

fn dashes(dash: Dash) -> String {
    dash.pattern().map(|[on, off]| format!(r#" stroke-dasharray="{} {}""#, Num(on), Num(off))).unwrap_or_default()
}

/// The outline of a piece of a ring, in halves: one arc cannot go all the way round.
fn arc(sector: &Sector) -> String {
    let middle = f32::midpoint(sector.from, sector.to);
    let mut d = String::new();
    let start = sector.at(sector.from, sector.outer);
    let _ = write!(d, "M{} {}", Num(start.x), Num(start.y));
    let mut sweep = |to: f32, radius: f32, clockwise: u8| {
        let end = sector.at(to, radius);
        let _ = write!(d, "A{0} {0} 0 0 {clockwise} {1} {2}", Num(radius), Num(end.x), Num(end.y));
    };
    sweep(middle, sector.outer, 1);
    sweep(sector.to, sector.outer, 1);
    let inner = sector.at(sector.to, sector.inner);
    let _ = write!(d, "L{} {}", Num(inner.x), Num(inner.y));
    let mut back = |to: f32| {
        let end = sector.at(to, sector.inner);
        let _ = write!(d, "A{0} {0} 0 0 0 {1} {2}", Num(sector.inner), Num(end.x), Num(end.y));
    };
    back(middle);
    back(sector.from);
    d.push('Z');
    d
}

/// A coordinate with at most two decimals.
struct Num(f32);

impl std::fmt::Display for Num {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let text = format!("{:.2}", self.0);
        let text = text.trim_end_matches('0').trim_end_matches('.');
        f.write_str(if text == "-0" { "0" } else { text })
    }
}

struct Points<'p>(&'p [Pos]);

impl std::fmt::Display for Points<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, point) in self.0.iter().enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{},{}", Num(point.x), Num(point.y))?;
        }
        Ok(())
    }
}

struct Fill(Color);

impl std::fmt::Display for Fill {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        paint(f, "fill", self.0)
    }
}

struct Stroke(Color);

impl std::fmt::Display for Stroke {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        paint(f, "stroke", self.0)
    }
}

fn paint(f: &mut std::fmt::Formatter<'_>, what: &str, color: Color) -> std::fmt::Result {
    write!(f, r##" {what}="#{:02X}{:02X}{:02X}""##, color.r, color.g, color.b)?;
    if color.a < 255 {
        write!(f, r#" {what}-opacity="{}""#, Num(f32::from(color.a) / 255.0))?;
    }
    Ok(())
}

/// Text for XML: marked-up characters written out, characters that XML does not know left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
