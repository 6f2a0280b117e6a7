//! A waterfall (瀑布图): why a figure went from one value to another, step by step.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::axis;
use crate::chart::layout::nothing;
use crate::chart::layout::sheet::{Label, SMALL, Sheet, row};
use crate::chart::scale::Scale;
use crate::chart::scene::{Dash, Shape};
use crate::chart::spec::{Hit, Step, Unit, known};

/// The most lines a step's name takes: many steps stand in narrow columns, and each is read.
const NAME_LINES: usize = 3;

/// Where a step begins and ends.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    pub from: f64,
    pub to: f64,
}

/// A change floats where the last step ended; a total stands on zero.
pub fn reaches(steps: &[Step]) -> Vec<Reach> {
    let mut level = 0.0;
    steps
        .iter()
        .map(|step| {
            let value = if known(step.value) { step.value } else { 0.0 };
            let reach =
                if step.total { Reach { from: 0.0, to: value } } else { Reach { from: level, to: level + value } };
            level = reach.to;
            reach
        })
        .collect()
}

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, steps: &[Step], unit: Unit) {
    let reaches = reaches(steps);
    let ends = || reaches.iter().flat_map(|r| [r.from, r.to]);
    let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
    if high - low <= 0.0 {
        return nothing(sheet, area);
    }
    let names: Vec<String> = steps.iter().map(|step| step.name.clone()).collect();
    let step_width = area.width / steps.len() as f32;
    let lines = axis::name_lines(&names, step_width, NAME_LINES);
    // The values stand above their bars, so no scale is needed at the side.
    let head = 22.0;
    let foot = 8.0 + axis::LINE * lines as f32 + if low < 0.0 { 16.0 } else { 0.0 };
    let plot = area.without(head, 0.0, foot, 0.0);
    sheet.plot(plot);
    let scale = Scale { min: low, max: high, step: high - low, ticks: vec![low, high] };
    let y = |value: f64| axis::y_of(plot, &scale, value);
    let axis_color = sheet.palette().axis;
    sheet.across(plot.x, plot.right(), y(0.0), axis_color);

    let thick = (step_width * 0.68).min(96.0);
    let centre = |at: usize| plot.x + (at as f32 + 0.5) * step_width;
    connectors(sheet, &reaches, |at, value| Pos::new(centre(at), y(value)), thick);
    for (index, (step, reach)) in steps.iter().zip(&reaches).enumerate() {
        bar(
            sheet,
            step,
            *reach,
            unit,
            Place { index, x: centre(index), thick, step: step_width, plot, ends: [y(reach.from), y(reach.to)] },
        );
    }
    let under = Rect { y: plot.y, height: plot.height + if low < 0.0 { 16.0 } else { 0.0 }, ..plot };
    axis::names(sheet, under, &names, centre, (step_width, NAME_LINES));
}

/// From the end of each bar to the beginning of the next.
fn connectors(sheet: &mut Sheet<'_>, reaches: &[Reach], at: impl Fn(usize, f64) -> Pos, thick: f32) {
    let faint = sheet.palette().faint;
    for (index, reach) in reaches.iter().enumerate().take(reaches.len().saturating_sub(1)) {
        let (from, to) = (at(index, reach.to), at(index + 1, reach.to));
        let y = from.y.floor() + 0.5;
        let points = vec![Pos::new(from.x + thick / 2.0 + 1.0, y), Pos::new(to.x - thick / 2.0 - 1.0, y)];
        sheet.line(points, 1.0, faint, Dash::Dotted);
    }
}

/// Where one bar stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    index: usize,
    x: f32,
    thick: f32,
    step: f32,
    plot: Rect,
    /// y of the beginning and the end
    ends: [f32; 2],
}

fn bar(sheet: &mut Sheet<'_>, step: &Step, reach: Reach, unit: Unit, place: Place) {
    let (palette, lang) = (sheet.palette(), sheet.lang());
    let change = reach.to - reach.from;
    let color = match (step.total, change > 0.0) {
        (true, _) => palette.accent,
        (false, true) => palette.rise,
        (false, false) => palette.fall,
    };
    let [from, to] = place.ends;
    let left = place.x - place.thick / 2.0;
    let mut rect = Rect::between(Pos::new(left, from), Pos::new(left + place.thick, to));
    if rect.height < 2.0 {
        // A small change is still a line, kept inside the plot.
        rect = Rect::new(left, rect.centre().y - 1.0, place.thick, 2.0).inside(place.plot);
    }
    let ink = if change == 0.0 && !step.total { palette.faint } else { color };
    sheet.rect(rect, 2.0, ink);
    let short = if step.total { format::short(reach.to, unit, lang) } else { format::change(change, unit, lang) };
    if font::width(&short, SMALL, false) <= place.step - 2.0 {
        // Below a bar that hangs under zero, above all others.
        let below = reach.to < 0.0 && (step.total || change < 0.0);
        let y = if below { rect.bottom() + 10.0 } else { rect.y - 10.0 };
        sheet.label(Label::new(Pos::new(place.x, y), &short, palette.text).middle());
    }
    let value = if step.total { format::full(reach.to, unit, lang) } else { format::full_change(change, unit, lang) };
    let mut lines = vec![row(Some(ink), lang.t("chart.value"), value)];
    if !step.total {
        lines.push(row(None, lang.t("chart.running"), format::full(reach.to, unit, lang)));
    }
    let strip = Rect::new(place.x - place.step / 2.0, place.plot.y, place.step, place.plot.height);
    let hit = Some(Hit { series: 0, index: place.index });
    sheet.mark(Shape::Rect(strip), hit, step.name.clone(), lines);
}
