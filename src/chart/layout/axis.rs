//! Axes: round ticks with grid lines, and category labels thinned out until none touches its neighbour.

use crate::chart::font;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::sheet::{Label, SMALL, Sheet};
use crate::chart::scale::Scale;

/// Free pixels between two category labels.
const APART: f32 = 12.0;
/// Height of one line of category labels.
pub const LINE: f32 = 16.0;

/// Width of the widest of some labels.
pub fn widest<S: AsRef<str>>(labels: &[S]) -> f32 {
    labels.iter().map(|label| font::width(label.as_ref(), SMALL, false)).fold(0.0, f32::max)
}

/// Where a value stands in a plot whose scale runs upwards.
pub fn y_of(plot: Rect, scale: &Scale, value: f64) -> f32 {
    plot.bottom() - scale.part(value) * plot.height
}

/// How many intervals fit between ticks.
pub fn intervals(length: f32, each: f32) -> usize {
    (length / each).round().clamp(1.0, 6.0) as usize
}

/// On which side of the plot the labels stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Left,
    Right,
}

/// Grid lines at the ticks; zero stands out as the line that bars stand on.
pub fn grid(sheet: &mut Sheet<'_>, plot: Rect, scale: &Scale) {
    let (grid, axis) = (sheet.palette().grid, sheet.palette().axis);
    for tick in &scale.ticks {
        let zero = tick.abs() < scale.step / 1000.0;
        sheet.across(plot.x, plot.right(), y_of(plot, scale, *tick), if zero { axis } else { grid });
    }
}

/// The labels of a value axis; in a very low plot those that would touch are left out.
pub fn values(sheet: &mut Sheet<'_>, plot: Rect, scale: &Scale, labels: &[String], side: Side) {
    let muted = sheet.palette().muted;
    let mut free_below = f32::INFINITY;
    for (tick, label) in scale.ticks.iter().zip(labels) {
        let y = y_of(plot, scale, *tick);
        if y + LINE / 2.0 > free_below {
            continue;
        }
        free_below = y - LINE / 2.0;
        sheet.label(match side {
            Side::Left => Label::new(Pos::new(plot.x - 8.0, y), label, muted).end(),
            Side::Right => Label::new(Pos::new(plot.right() + 8.0, y), label, muted),
        });
    }
}

/// Strides at which dates, hours and months read naturally.
const STRIDES: [usize; 16] = [1, 2, 3, 4, 5, 6, 7, 10, 12, 14, 15, 20, 24, 28, 30, 60];

/// Every how many-th label stands so that none touches the next.
fn stride(labels: &[String], step: f32) -> usize {
    let needed = widest(labels) + APART;
    let least = (needed / step.max(0.001)).ceil().max(1.0) as usize;
    STRIDES.iter().copied().find(|stride| *stride >= least).unwrap_or(least)
}

/// Labels of moments below the plot: as many as fit, evenly.
pub fn moments(sheet: &mut Sheet<'_>, plot: Rect, labels: &[String], centre: impl Fn(usize) -> f32, step: f32) {
    let stride = stride(labels, step);
    let muted = sheet.palette().muted;
    let bounds = sheet.bounds();
    let mut free_from = f32::NEG_INFINITY;
    for (at, label) in labels.iter().enumerate().step_by(stride) {
        let label = &font::shorten(label, bounds.width, SMALL, false);
        let half = font::width(label, SMALL, false) / 2.0;
        // The first and the last may lean inwards so that they are not cut off.
        let x = centre(at).min(bounds.right() - half).max(half);
        if x - half < free_from {
            continue;
        }
        let drawn = sheet.label(Label::new(Pos::new(x, plot.bottom() + 14.0), label, muted).middle());
        free_from = drawn.right() + APART / 2.0;
    }
}

/// Names in order that carry numbers (months of a cohort, hours): among many of them some may be left out.
fn counted(labels: &[String]) -> bool {
    labels.len() > 12 && labels.iter().all(|label| label.contains(|c: char| c.is_ascii_digit()))
}

/// Columns too narrow for words, or names that read well at a stride, are labelled like moments.
fn thinned(labels: &[String], room: f32) -> bool {
    widest(labels) > room && (room < 30.0 || counted(labels))
}

/// How many lines the labels of named things take below the plot, `most` at the most.
pub fn name_lines(labels: &[String], step: f32, most: usize) -> usize {
    let room = step - 8.0;
    if widest(labels) <= room || thinned(labels, room) {
        return 1;
    }
    labels.iter().map(|label| font::wrap(label, room, SMALL, false, most).len()).max().unwrap_or(1).max(1)
}

/// Draws what [`name_lines`] measured, each label shortened to its column.
pub fn names(
    sheet: &mut Sheet<'_>,
    plot: Rect,
    labels: &[String],
    centre: impl Fn(usize) -> f32,
    (step, most): (f32, usize),
) {
    let room = step - 8.0;
    if thinned(labels, room) {
        moments(sheet, plot, labels, centre, step);
        return;
    }
    let muted = sheet.palette().muted;
    let lines = name_lines(labels, step, most);
    let bounds = sheet.bounds();
    for (at, label) in labels.iter().enumerate() {
        let place = centre(at);
        // At the ends of a line there may be less room outwards than inwards; words there lean inwards.
        let outwards = (place - bounds.x).min(bounds.right() - place);
        for (line, text) in
            font::balanced(label, room.min(outwards + room / 2.0), SMALL, false, lines).iter().enumerate()
        {
            let half = font::width(text, SMALL, false) / 2.0;
            let x = place.min(bounds.right() - half).max(bounds.x + half);
            let y = plot.bottom() + 14.0 + line as f32 * LINE;
            sheet.label(Label::new(Pos::new(x, y), text, muted).middle());
        }
    }
}
