//! A scatter plot (散点图) with quadrants; the largest dots are named as far as names have room.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::legend::{self, Entry};
use crate::chart::layout::sheet::{Label, SMALL, Sheet, row};
use crate::chart::layout::{axis, nothing};
use crate::chart::scale::{Scale, Zero};
use crate::chart::scene::{Dash, Key, Shape};
use crate::chart::spec::{Hit, Point, Unit, known};

/// The spec's body, by reference.
#[derive(Debug)]
pub struct Chart<'s> {
    pub points: &'s [Point],
    pub groups: &'s [String],
    pub x: &'s (String, Unit),
    pub y: &'s (String, Unit),
    pub cross: Option<(f64, f64)>,
}

/// The largest dot; the plot's rim keeps it inside.
const LARGEST: f32 = 14.0;
/// More names than these are noise.
const NAMED: usize = 30;

/// A point with its place.
#[derive(Debug, Clone, Copy)]
struct Dot<'s> {
    index: usize,
    point: &'s Point,
    at: Pos,
    radius: f32,
}

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, chart: &Chart<'_>) {
    let entries: Vec<Entry> = chart
        .groups
        .iter()
        .enumerate()
        .map(|(series, name)| Entry {
            series,
            name: name.clone(),
            color: sheet.palette().series_at(series),
            key: Key::Circle,
        })
        .collect();
    let area = legend::draw(sheet, area, &entries);
    let shown: Vec<(usize, &Point)> =
        chart.points.iter().enumerate().filter(|(_, p)| known(p.x) && known(p.y) && !sheet.hidden(p.group)).collect();
    if shown.is_empty() {
        return nothing(sheet, area);
    }
    let extent = |of: fn(&Point) -> f64, cross: Option<f64>| {
        let values = shown.iter().map(|(_, p)| of(p)).chain(cross.filter(|c| known(*c)));
        values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)))
    };
    let (x_low, x_high) = extent(|p| p.x, chart.cross.map(|c| c.0));
    let (y_low, y_high) = extent(|p| p.y, chart.cross.map(|c| c.1));
    let lang = sheet.lang();
    let y_scale = Scale::nice(y_low, y_high, axis::intervals(area.height - 60.0, 56.0), Zero::Near, chart.y.1);
    let x_scale = Scale::nice(x_low, x_high, axis::intervals(area.width - 60.0, 110.0), Zero::Near, chart.x.1);
    let y_labels = format::ticks(&y_scale, chart.y.1, lang);
    let x_labels = format::ticks(&x_scale, chart.x.1, lang);

    let rim = LARGEST.min(area.width.min(area.height) / 10.0);
    let right = (axis::widest(&x_labels) / 2.0 - rim).max(4.0);
    // On a very small sheet the dots stand alone.
    let roomy = area.width >= 160.0 && area.height >= 120.0;
    let outer = if roomy { area.without(22.0, right, 44.0, axis::widest(&y_labels) + 8.0) } else { area.inset(2.0) };
    sheet.plot(outer);
    let plot = outer.inset(rim);
    if roomy {
        axes(sheet, outer, plot, (&x_scale, &x_labels), (&y_scale, &y_labels));
        titles(sheet, area, outer, chart);
    }
    let place = |x: f64, y: f64| Pos::new(plot.x + x_scale.part(x) * plot.width, axis::y_of(plot, &y_scale, y));
    if let Some((x, y)) = chart.cross.filter(|(x, y)| known(*x) && known(*y)) {
        let (at, color) = (place(x, y), sheet.palette().faint);
        sheet.line(vec![Pos::new(at.x, outer.y), Pos::new(at.x, outer.bottom())], 1.0, color, Dash::Dashed);
        sheet.line(vec![Pos::new(outer.x, at.y), Pos::new(outer.right(), at.y)], 1.0, color, Dash::Dashed);
    }
    let mut dots: Vec<Dot<'_>> = shown
        .iter()
        .map(|(index, point)| {
            let size = if known(point.size) { point.size.max(1.0).sqrt() as f32 } else { 1.0 };
            Dot { index: *index, point, at: place(point.x, point.y), radius: (4.0 * size).min(rim) }
        })
        .collect();
    // Large dots below, so that no small one is hidden.
    dots.sort_by(|a, b| b.radius.total_cmp(&a.radius).then(a.index.cmp(&b.index)));
    for dot in &dots {
        draw_dot(sheet, dot, chart);
    }
    names(sheet, outer, &dots);
}

fn draw_dot(sheet: &mut Sheet<'_>, dot: &Dot<'_>, chart: &Chart<'_>) {
    let (palette, lang) = (sheet.palette(), sheet.lang());
    let color = palette.series_at(dot.point.group);
    sheet.circle(dot.at, dot.radius, color.alpha(0.72), Some((1.0, palette.surface)));
    let mut lines = vec![
        row(Some(color), &chart.x.0, format::full(dot.point.x, chart.x.1, lang)),
        row(None, &chart.y.0, format::full(dot.point.y, chart.y.1, lang)),
    ];
    if let Some(group) = chart.groups.get(dot.point.group).filter(|_| chart.groups.len() > 1) {
        lines.insert(0, row(Some(color), group, ""));
    }
    let shape = Shape::Circle { centre: dot.at, radius: dot.radius.max(7.0) };
    let hit = Hit { series: dot.point.group, index: dot.index };
    sheet.mark(shape, Some(hit), dot.point.name.clone(), lines);
}

/// A scale with the labels of its ticks.
type Labelled<'s> = (&'s Scale, &'s [String]);

fn axes(sheet: &mut Sheet<'_>, outer: Rect, plot: Rect, x: Labelled<'_>, y: Labelled<'_>) {
    let (line, muted) = (sheet.palette().axis, sheet.palette().muted);
    // Grid lines go through to the rim that keeps dots inside.
    let wide = Rect { x: outer.x, width: outer.width, ..plot };
    axis::grid(sheet, wide, y.0);
    axis::values(sheet, wide, y.0, y.1, axis::Side::Left);
    let bounds = sheet.bounds();
    let mut free_from = f32::NEG_INFINITY;
    for (tick, label) in x.0.ticks.iter().zip(x.1) {
        let half = font::width(label, SMALL, false) / 2.0;
        let at = (plot.x + x.0.part(*tick) * plot.width).min(bounds.right() - half).max(bounds.x + half);
        if at - half >= free_from {
            sheet.label(Label::new(Pos::new(at, outer.bottom() + 14.0), label, muted).middle());
            free_from = at + half + 8.0;
        }
    }
    sheet.across(outer.x, outer.right(), outer.bottom(), line);
}

/// What the axes measure: above the upright one, under the end of the level one.
fn titles(sheet: &mut Sheet<'_>, area: Rect, outer: Rect, chart: &Chart<'_>) {
    let muted = sheet.palette().muted;
    // The arrow stays when the name is shortened.
    let short = |name: &str, room: f32| font::shorten(name, room - 2.0 * SMALL, SMALL, false).into_owned();
    let up = format!("↑ {}", short(&chart.y.0, area.width));
    sheet.label(Label::new(Pos::new(area.x, area.y + 8.0), &up, muted));
    let along = format!("{} →", short(&chart.x.0, outer.right() - area.x));
    sheet.label(Label::new(Pos::new(outer.right(), outer.bottom() + 34.0), &along, muted).end());
}

/// Names beside the largest dots, where they cover neither dots nor each other.
fn names(sheet: &mut Sheet<'_>, outer: Rect, dots: &[Dot<'_>]) {
    let color = sheet.palette().text;
    let mut taken: Vec<Rect> = Vec::new();
    let circles: Vec<Rect> =
        dots.iter().map(|d| Rect::new(d.at.x - d.radius, d.at.y - d.radius, d.radius * 2.0, d.radius * 2.0)).collect();
    for (own, dot) in dots.iter().enumerate().take(NAMED * 4) {
        if taken.len() >= NAMED {
            break;
        }
        let name = font::shorten(&dot.point.name, 110.0, SMALL, false);
        let away = dot.radius + 4.0;
        let places = [
            Label::new(Pos::new(dot.at.x + away, dot.at.y), &name, color),
            Label::new(Pos::new(dot.at.x - away, dot.at.y), &name, color).end(),
            Label::new(Pos::new(dot.at.x, dot.at.y - away - 6.0), &name, color).middle(),
            Label::new(Pos::new(dot.at.x, dot.at.y + away + 6.0), &name, color).middle(),
        ];
        let free = places.into_iter().find(|label| {
            let bounds = sheet.bounds_of(label);
            bounds.x >= outer.x
                && bounds.right() <= outer.right()
                && bounds.y >= outer.y
                && bounds.bottom() <= outer.bottom()
                && !taken.iter().any(|other| other.overlaps(bounds))
                && !circles.iter().enumerate().any(|(at, circle)| at != own && circle.overlaps(bounds))
        });
        if let Some(label) = free {
            let bounds = sheet.label(label);
            taken.push(Rect::new(bounds.x - 3.0, bounds.y - 1.0, bounds.width + 6.0, bounds.height + 2.0));
        }
    }
}
