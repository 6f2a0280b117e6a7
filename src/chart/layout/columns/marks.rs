//! The marks of a column chart: areas, bands and bars first, lines and dots on top.

use super::{Chart, Placed, Shown};
use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::sheet::{Label, SMALL, Sheet};
use crate::chart::scene::{Dash, Shape};
use crate::chart::spec::{Hit, Mark};

/// The widest a single bar may grow.
const WIDEST_BAR: f32 = 48.0;

pub fn draw(sheet: &mut Sheet<'_>, placed: &Placed<'_>, chart: &Chart<'_>) {
    for shown in &placed.shown {
        band(sheet, placed, shown);
        if shown.series.mark == Mark::Area {
            for run in runs(placed, shown) {
                fill(sheet, placed, shown, &run);
            }
        }
    }
    bars(sheet, placed, chart);
    // The compared period lies below the lines it is compared with.
    for compared in [true, false] {
        for shown in placed.shown.iter().filter(|s| (s.series.mark == Mark::Compared) == compared) {
            match shown.series.mark {
                Mark::Line | Mark::Area => line(sheet, placed, shown, 2.0),
                Mark::Compared => line(sheet, placed, shown, 1.5),
                Mark::Dots => dots(sheet, placed, shown),
                Mark::Bar => {}
            }
        }
    }
}

/// The unbroken stretches of a series, as (category, place).
fn runs(placed: &Placed<'_>, shown: &Shown<'_>) -> Vec<Vec<(usize, Pos)>> {
    let mut runs = vec![Vec::new()];
    for category in placed.range.clone() {
        match shown.value(category) {
            Some(value) => {
                if let Some(run) = runs.last_mut() {
                    run.push((category, Pos::new(placed.x(category), placed.y(shown, value))));
                }
            }
            None => runs.push(Vec::new()),
        }
    }
    runs.retain(|run| !run.is_empty());
    runs
}

fn fill(sheet: &mut Sheet<'_>, placed: &Placed<'_>, shown: &Shown<'_>, run: &[(usize, Pos)]) {
    let base = placed.y(shown, 0.0);
    if let (Some((_, first)), Some((_, last))) = (run.first(), run.last()) {
        let mut points = vec![Pos::new(first.x, base)];
        points.extend(run.iter().map(|(_, at)| *at));
        points.push(Pos::new(last.x, base));
        sheet.area(points, shown.color.alpha(0.11));
    }
}

/// A line with its gaps. What is forecast, that is what has a band, is dashed.
fn line(sheet: &mut Sheet<'_>, placed: &Placed<'_>, shown: &Shown<'_>, width: f32) {
    let compared = shown.series.mark == Mark::Compared;
    let over_bars = placed.shown.iter().any(Shown::is_bar);
    let halo = sheet.palette().surface;
    for run in runs(placed, shown) {
        if over_bars {
            // Bars of a like brightness would swallow the line.
            sheet.line(run.iter().map(|(_, at)| *at).collect(), width + 2.0, halo, Dash::Solid);
        }
        if let [(_, alone)] = run.as_slice() {
            // A day between two gaps would vanish as a line.
            if compared {
                sheet.circle(*alone, 3.5, halo, Some((1.5, sheet.palette().muted)));
            } else {
                sheet.circle(*alone, 3.0, shown.color, None);
            }
            continue;
        }
        let mut piece: Vec<Pos> = Vec::new();
        let mut ahead = false;
        for (category, at) in run {
            let forecast = compared || shown.band(category).is_some();
            if forecast != ahead && !piece.is_empty() {
                let joint = piece.last().copied();
                sheet.line(std::mem::take(&mut piece), width, shown.color, dash(ahead));
                piece.extend(joint);
            }
            ahead = forecast;
            piece.push(at);
        }
        sheet.line(piece, width, shown.color, dash(ahead));
    }
}

const fn dash(forecast: bool) -> Dash {
    if forecast { Dash::Dashed } else { Dash::Solid }
}

fn dots(sheet: &mut Sheet<'_>, placed: &Placed<'_>, shown: &Shown<'_>) {
    let surface = sheet.palette().surface;
    let radius = (placed.step * 0.45).clamp(2.0, 4.0);
    for (category, at) in runs(placed, shown).into_iter().flatten() {
        sheet.circle(at, radius, shown.color, Some((1.0, surface)));
        let hit = Hit { series: shown.index, index: category };
        sheet.hit(Shape::Circle { centre: at, radius: 7.0 }, Some(hit), None);
    }
}

fn band(sheet: &mut Sheet<'_>, placed: &Placed<'_>, shown: &Shown<'_>) {
    let mut upper: Vec<Pos> = Vec::new();
    let mut lower: Vec<Pos> = Vec::new();
    let mut before: Option<Pos> = None;
    let ends = *placed.range.end();
    for category in placed.range.clone() {
        let x = placed.x(category);
        let band = shown.band(category);
        if let Some((low, high)) = band {
            // The band opens from the last known point.
            if let (true, Some(known)) = (upper.is_empty(), before) {
                upper.push(known);
                lower.push(known);
            }
            upper.push(Pos::new(x, placed.y(shown, low.max(high))));
            lower.push(Pos::new(x, placed.y(shown, low.min(high))));
        }
        if band.is_none() || category == ends {
            let mut points = std::mem::take(&mut upper);
            points.extend(std::mem::take(&mut lower).into_iter().rev());
            sheet.area(points, shown.color.alpha(0.16));
        }
        before = shown.value(category).map(|value| Pos::new(x, placed.y(shown, value)));
    }
}

fn bars(sheet: &mut Sheet<'_>, placed: &Placed<'_>, chart: &Chart<'_>) {
    let bars: Vec<&Shown<'_>> = placed.shown.iter().filter(|s| s.is_bar()).collect();
    let abreast = if placed.stacked { 1 } else { bars.len().max(1) } as f32;
    let gap = if placed.step > 14.0 * abreast { 2.0 } else { 0.0 };
    let whole = (placed.step * 0.72).min(WIDEST_BAR * abreast).max(placed.step.min(1.0));
    let each = ((whole - gap * (abreast - 1.0)) / abreast).max(0.25);
    for category in placed.range.clone() {
        let left = placed.x(category) - whole / 2.0;
        let (mut up, mut down) = (0.0, 0.0);
        for (at, shown) in bars.iter().enumerate() {
            let Some(value) = shown.value(category).filter(|v| *v != 0.0) else { continue };
            let (from, x) = if placed.stacked {
                let from = if value > 0.0 { up } else { down };
                if value > 0.0 {
                    up += value
                } else {
                    down += value
                }
                (from, left)
            } else {
                (0.0, left + at as f32 * (each + gap))
            };
            let mut rect = standing(placed, shown, x, each, [from, from + value]);
            if placed.stacked && rect.height > 4.0 && bars.len() > 1 {
                // A hair between the pieces of a stack.
                rect = rect.without(1.0, 0.0, 0.0, 0.0);
            }
            let radius = if each >= 6.0 && (!placed.stacked || bars.len() == 1) { 2.0 } else { 0.0 };
            sheet.rect(rect, radius, shown.color);
            sheet.hit(Shape::Rect(rect), Some(Hit { series: shown.index, index: category }), None);
        }
    }
    if let ([shown], false) = (bars.as_slice(), chart.time || placed.shown.len() > 1) {
        captions(sheet, placed, shown, chart.events.is_empty());
    }
}

/// The rectangle of a bar between two values. What is not zero is seen: at least a pixel high, inside the plot.
fn standing(placed: &Placed<'_>, shown: &Shown<'_>, x: f32, width: f32, ends: [f64; 2]) -> Rect {
    let [from, to] = ends.map(|value| placed.y(shown, value));
    let rect = Rect::between(Pos::new(x, from), Pos::new(x + width, to));
    if rect.height >= 1.0 {
        return rect;
    }
    let y = if to <= from { from - 1.0 } else { from };
    Rect::new(x, y, width, 1.0).inside(placed.plot)
}

/// A few bars carry their values, if every one has room for its own.
fn captions(sheet: &mut Sheet<'_>, placed: &Placed<'_>, shown: &Shown<'_>, free_above: bool) {
    let (lang, color) = (sheet.lang(), sheet.palette().text);
    let texts: Vec<(usize, f64, String)> = placed
        .range
        .clone()
        .filter_map(|category| shown.value(category).map(|v| (category, v, format::short(v, shown.unit, lang))))
        .collect();
    if texts.iter().any(|(.., text)| font::width(text, SMALL, false) > placed.step - 6.0) {
        return;
    }
    for (category, value, text) in texts {
        let y = placed.y(shown, value);
        let y = if value < 0.0 { y + 9.0 } else { y - 9.0 };
        // Where the bar fills the plot to its edge, the value would stand on the next line of words.
        let top = if free_above { placed.plot.y - 10.0 } else { placed.plot.y };
        if y - 8.0 >= top && y + 8.0 <= placed.plot.bottom() + 2.0 {
            sheet.label(Label::new(Pos::new(placed.x(category), y), &text, color).middle());
        }
    }
}
