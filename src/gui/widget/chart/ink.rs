//! Puts a scene on the screen: shapes as one piece of geometry, words one by one.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::geometry::Renderer as _;
use iced::advanced::text::{self, Renderer as _};
use iced::alignment::Vertical;
use iced::widget::canvas::{Cache, Frame, LineDash, LineJoin, Path, Stroke, path};
use iced::{Color, Pixels, Point, Rectangle, Renderer, Size, Vector, border};

use crate::chart::font::{ASCENT, DESCENT};
use crate::chart::geometry::Pos;
use crate::chart::palette::{self, Palette};
use crate::chart::scene::{Dash, Hover, Item, Scene, Sector, Shape, Text};
use crate::gui::theme::{BOLD, REGULAR};

/// Steps in which an arc is drawn: two degrees.
const STEP: f32 = std::f32::consts::PI / 90.0;

pub(super) fn colour(c: palette::Color) -> Color {
    Color::from_rgba8(c.r, c.g, c.b, f32::from(c.a) / 255.0)
}

const fn point(p: Pos) -> Point {
    Point::new(p.x, p.y)
}

/// The whole scene at `bounds`.
pub(super) fn scene(renderer: &mut Renderer, scene: &Scene, cache: &Cache<Renderer>, bounds: Rectangle) {
    let geometry = cache.draw(renderer, bounds.size(), |frame| {
        for item in &scene.items {
            shape(frame, item);
        }
    });
    renderer.with_translation(Vector::new(bounds.x, bounds.y), |renderer| renderer.draw_geometry(geometry));
    for text in scene.texts() {
        word(renderer, text, bounds);
    }
}

fn shape(frame: &mut Frame, item: &Item) {
    match item {
        Item::Rect { rect, radius, fill } => {
            if rect.width <= 0.0 || rect.height <= 0.0 {
                return;
            }
            let (at, size) = (Point::new(rect.x, rect.y), Size::new(rect.width, rect.height));
            if *radius > 0.0 {
                let radius = radius.min(rect.width / 2.0).min(rect.height / 2.0);
                frame.fill(&Path::rounded_rectangle(at, size, border::Radius::from(radius)), colour(*fill));
            } else {
                frame.fill_rectangle(at, size, colour(*fill));
            }
        }
        Item::Line { points, width, color, dash } => line(frame, points, *width, colour(*color), *dash),
        Item::Area { points, fill } => {
            if points.len() > 2 {
                frame.fill(&polygon(points), colour(*fill));
            }
        }
        Item::Circle { centre, radius, fill, ring } => {
            let path = Path::circle(point(*centre), *radius);
            frame.fill(&path, colour(*fill));
            if let Some((width, ring)) = ring {
                frame.stroke(&path, Stroke::default().with_color(colour(*ring)).with_width(*width));
            }
        }
        Item::Sector { sector, fill } => frame.fill(&polygon(&ring_piece(*sector)), colour(*fill)),
        Item::Text(_) => {}
    }
}

fn line(frame: &mut Frame, points: &[Pos], width: f32, colour: Color, dash: Dash) {
    if points.len() < 2 {
        return;
    }
    let path = Path::new(|path| trace(path, points));
    let pattern = dash.pattern();
    let segments: &[f32] = pattern.as_ref().map_or(&[], |p| p.as_slice());
    frame.stroke(
        &path,
        Stroke {
            line_join: LineJoin::Round,
            line_dash: LineDash { segments, offset: 0 },
            ..Stroke::default().with_color(colour).with_width(width)
        },
    );
}

fn trace(path: &mut path::Builder, points: &[Pos]) {
    for (at, p) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(point(*p));
        } else {
            path.line_to(point(*p));
        }
    }
}

fn polygon(points: &[Pos]) -> Path {
    Path::new(|path| {
        trace(path, points);
        path.close();
    })
}

/// The outline of a piece of a ring, in short steps.
fn ring_piece(sector: Sector) -> Vec<Pos> {
    let turn = sector.to - sector.from;
    let steps = (turn / STEP).ceil().max(1.0);
    let angles: Vec<f32> = (0..=steps as u32).map(|n| sector.from + turn * (n as f32 / steps)).collect();
    let mut outline: Vec<Pos> = angles.iter().map(|a| sector.at(*a, sector.outer)).collect();
    if sector.inner > 0.0 {
        outline.extend(angles.iter().rev().map(|a| sector.at(*a, sector.inner)));
    } else {
        outline.push(sector.centre);
    }
    outline
}

fn word(renderer: &mut Renderer, text: &Text, bounds: Rectangle) {
    let area = text.bounds();
    let top = bounds.y + text.baseline - ASCENT * text.size;
    let height = (ASCENT + DESCENT) * text.size;
    let clip =
        Rectangle::new(Point::new(bounds.x + area.x - 2.0, top - 1.0), Size::new(area.width + 6.0, height + 2.0));
    renderer.fill_text(
        text::Text {
            content: text.content.clone(),
            bounds: Size::new(f32::INFINITY, height),
            size: Pixels(text.size),
            line_height: text::LineHeight::Relative(ASCENT + DESCENT),
            font: if text.bold { BOLD } else { REGULAR },
            // From its left end, whatever its anchor: see `ruler::label`.
            align_x: text::Alignment::Left,
            align_y: Vertical::Top,
            shaping: text::Shaping::Auto,
            wrapping: text::Wrapping::None,
        },
        Point::new(bounds.x + area.x, top),
        colour(text.color),
        clip,
    );
}

/// What lifts the hovered mark out: its guide, its dots, its own shape.
pub(super) fn hover(renderer: &mut Renderer, hover: &Hover, bounds: Rectangle, palette: &Palette) {
    let mut frame = Frame::new(renderer, bounds.size());
    if let Some((from, to)) = hover.guide {
        line(&mut frame, &[from, to], 1.0, colour(palette.faint), Dash::Dotted);
    }
    if let Some(mark) = &hover.mark {
        let lift = colour(palette.text.alpha(0.10));
        match mark {
            Shape::Rect(rect) if rect.width > 0.0 && rect.height > 0.0 => {
                frame.fill_rectangle(Point::new(rect.x, rect.y), Size::new(rect.width, rect.height), lift);
            }
            Shape::Circle { centre, radius } => {
                let ring = Path::circle(point(*centre), radius + 2.0);
                frame.stroke(&ring, Stroke::default().with_color(colour(palette.text)).with_width(1.5));
            }
            Shape::Sector(sector) => frame.fill(&polygon(&ring_piece(*sector)), lift),
            Shape::Rect(_) => {}
        }
    }
    for dot in &hover.dots {
        let path = Path::circle(point(dot.at), 4.0);
        frame.fill(&path, colour(palette.surface));
        frame.stroke(&path, Stroke::default().with_color(colour(dot.color)).with_width(2.0));
    }
    let geometry = frame.into_geometry();
    renderer.with_translation(Vector::new(bounds.x, bounds.y), |renderer| renderer.draw_geometry(geometry));
}

/// The time that is being dragged over.
pub(super) fn band(
    renderer: &mut Renderer,
    scene: &Scene,
    (from, to): (usize, usize),
    bounds: Rectangle,
    palette: &Palette,
) {
    let (Some((left, _)), Some((_, right))) = (scene.strip_of(from), scene.strip_of(to)) else { return };
    let area = Rectangle::new(
        Point::new(bounds.x + left, bounds.y + scene.plot.y),
        Size::new(right - left, scene.plot.height),
    );
    crate::gui::widget::ruler::fill(renderer, area, colour(palette.accent.alpha(0.15)), 0.0);
}
