//! Lines, areas and vertical bars over categories, with a second axis, a forecast's band, and words at special days.

mod marks;

use std::ops::RangeInclusive;

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::legend::{self, Entry};
use crate::chart::layout::sheet::{Label, SMALL, Sheet, row};
use crate::chart::layout::{axis, nothing};
use crate::chart::palette::{Color, Palette};
use crate::chart::scale::{Scale, Zero};
use crate::chart::scene::{Column, Dash, Dot, Hover, Key};
use crate::chart::spec::{Axis, Bars, Event, Hit, Mark, Series, Unit, known};

/// The most lines a name below the plot takes.
const NAME_LINES: usize = 3;

/// The spec's body, by reference.
#[derive(Debug)]
pub struct Chart<'s> {
    pub categories: &'s [String],
    pub series: &'s [Series],
    pub bars: Bars,
    pub left: Unit,
    pub right: Unit,
    pub events: &'s [Event],
    pub time: bool,
}

/// A series that is switched on, with what it is drawn with.
#[derive(Debug)]
struct Shown<'s> {
    index: usize,
    series: &'s Series,
    color: Color,
    unit: Unit,
    right: bool,
}

impl Shown<'_> {
    fn value(&self, category: usize) -> Option<f64> {
        self.series.values.get(category).copied().flatten().filter(|v| known(*v))
    }

    fn band(&self, category: usize) -> Option<(f64, f64)> {
        self.series.band.get(category).copied().flatten().filter(|(a, b)| known(*a) && known(*b))
    }

    const fn is_bar(&self) -> bool {
        matches!(self.series.mark, Mark::Bar)
    }
}

/// Everything the marks are placed by.
#[derive(Debug)]
struct Placed<'s> {
    shown: Vec<Shown<'s>>,
    range: RangeInclusive<usize>,
    plot: Rect,
    left: Scale,
    right: Option<Scale>,
    /// Width of one category.
    step: f32,
    /// Categories are strips (bars) rather than points (lines).
    strips: bool,
    stacked: bool,
    /// Words of special days above the plot.
    events: Vec<EventWord>,
}

/// A special day's word: middle, row counted from the plot upwards, text.
#[derive(Debug)]
struct EventWord {
    x: f32,
    row: usize,
    text: String,
}

impl Placed<'_> {
    fn x(&self, category: usize) -> f32 {
        let at = category.saturating_sub(*self.range.start()) as f32;
        if self.strips { self.plot.x + (at + 0.5) * self.step } else { self.plot.x + at * self.step }
    }

    fn scale(&self, shown: &Shown<'_>) -> &Scale {
        self.right.as_ref().filter(|_| shown.right).unwrap_or(&self.left)
    }

    fn y(&self, shown: &Shown<'_>, value: f64) -> f32 {
        axis::y_of(self.plot, self.scale(shown), value)
    }
}

/// One colour for each series: the compared period is grey, the others take the palette's in order.
pub fn colors(series: &[Series], palette: &Palette, first: Option<Color>) -> Vec<Color> {
    let mut next = 0;
    series
        .iter()
        .map(|series| {
            if series.mark == Mark::Compared {
                return palette.faint;
            }
            next += 1;
            if next == 1 { first.unwrap_or_else(|| palette.series_at(0)) } else { palette.series_at(next - 1) }
        })
        .collect()
}

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, chart: &Chart<'_>) {
    let colors = colors(chart.series, sheet.palette(), sheet.options().tint);
    let area = legend::draw(sheet, area, &entries(sheet, chart, &colors));
    let shown: Vec<Shown<'_>> = chart
        .series
        .iter()
        .zip(colors)
        .enumerate()
        .filter(|(index, _)| !sheet.hidden(*index))
        .map(|(index, (series, color))| {
            let right = series.axis == Axis::Right;
            Shown { index, series, color, unit: if right { chart.right } else { chart.left }, right }
        })
        .collect();
    let Some(range) = range(chart, sheet.options().zoom) else {
        return nothing(sheet, area);
    };
    let stacked = chart.bars == Bars::Stacked;
    let Some((left, right)) = scales(&shown, &range, stacked, axis::intervals(area.height - 32.0, 52.0)) else {
        return nothing(sheet, area);
    };
    let placed = place(
        sheet,
        area,
        chart,
        Placed {
            strips: shown.iter().any(Shown::is_bar),
            shown,
            range,
            plot: area,
            left,
            right,
            step: 0.0,
            stacked,
            events: Vec::new(),
        },
    );
    sheet.plot(placed.plot);
    event_lines(sheet, &placed, chart);
    marks::draw(sheet, &placed, chart);
    for EventWord { x, row, text } in &placed.events {
        let at = Pos::new(*x, placed.plot.y - axis::LINE * (0.5 + *row as f32));
        sheet.label(Label::new(at, text, sheet.palette().muted).middle());
    }
    read(sheet, &placed, chart);
}

fn entries(sheet: &Sheet<'_>, chart: &Chart<'_>, colors: &[Color]) -> Vec<Entry> {
    let both = chart.series.iter().any(|s| s.axis == Axis::Right) && chart.series.iter().any(|s| s.axis == Axis::Left);
    chart
        .series
        .iter()
        .zip(colors)
        .enumerate()
        .map(|(at, (series, color))| Entry {
            series: at,
            name: if both && series.axis == Axis::Right {
                sheet.lang().f("chart.right_axis", &[("name", &series.name)])
            } else {
                series.name.clone()
            },
            color: *color,
            key: match series.mark {
                Mark::Line | Mark::Area => Key::Line,
                Mark::Compared => Key::Dashed,
                Mark::Bar => Key::Square,
                Mark::Dots => Key::Circle,
            },
        })
        .collect()
}

/// The categories in sight; `None` without any.
fn range(chart: &Chart<'_>, zoom: Option<(usize, usize)>) -> Option<RangeInclusive<usize>> {
    let last = chart.categories.len().checked_sub(1)?;
    match zoom.filter(|_| chart.time) {
        Some((from, to)) => Some(from.min(to).min(last)..=from.max(to).min(last)),
        None => Some(0..=last),
    }
}

/// Least and greatest value on one axis, and whether its marks stand on zero; `None` without any value.
fn extent(shown: &[Shown<'_>], right: bool, range: &RangeInclusive<usize>, stacked: bool) -> Option<(f64, f64, Zero)> {
    let mut ends: Option<(f64, f64)> = None;
    let mut take = |value: f64| {
        let (low, high) = ends.unwrap_or((value, value));
        ends = Some((low.min(value), high.max(value)));
    };
    let mine = || shown.iter().filter(|s| s.right == right);
    for category in range.clone() {
        let (mut up, mut down, mut any) = (0.0, 0.0, false);
        for series in mine() {
            if let Some(value) = series.value(category) {
                if stacked && series.is_bar() {
                    any = true;
                    if value > 0.0 { up += value } else { down += value }
                } else {
                    take(value);
                }
            }
            if let Some((low, high)) = series.band(category) {
                take(low);
                take(high);
            }
        }
        if any {
            take(up);
            take(down);
        }
    }
    let solid =
        |s: &Shown<'_>| matches!(s.series.mark, Mark::Bar | Mark::Area) || matches!(s.unit, Unit::Money | Unit::Count);
    let zero = if mine().any(solid) { Zero::Included } else { Zero::Near };
    ends.map(|(low, high)| (low, high, zero))
}

/// The scales of both axes. With two, both stand on zero and share grid lines.
fn scales(
    shown: &[Shown<'_>],
    range: &RangeInclusive<usize>,
    stacked: bool,
    intervals: usize,
) -> Option<(Scale, Option<Scale>)> {
    let unit = |right: bool| shown.iter().find(|s| s.right == right).map_or(Unit::Plain, |s| s.unit);
    let left = extent(shown, false, range, stacked);
    let right = extent(shown, true, range, stacked);
    let (Some((low, high, zero)), Some((right_low, right_high, _))) = (left, right) else {
        let side = left.is_none();
        let (low, high, zero) = left.or(right)?;
        let scale = Scale::nice(low, high, intervals, zero, unit(side));
        return Some(if side { (scale.clone(), Some(scale)) } else { (scale, None) });
    };
    let first = Scale::nice(low, high, intervals, Zero::Included, unit(false));
    let (mut below, mut above) = first.intervals();
    if right_low < 0.0 && below == 0 {
        below = 1;
    }
    if right_high > 0.0 && above == 0 {
        above = 1;
    }
    // A share that nearly fills its axis ends at 100 %, not at 120 %: the intervals follow it.
    let share = unit(true) == Unit::Percent && below == 0 && (0.0..=1.0).contains(&right_high);
    if share && Scale::beside(0.0, right_high, 0, above, Unit::Percent).max > 1.0 {
        above = if above < 5 { 4 } else { 5 };
    }
    let left =
        if (below, above) == first.intervals() { first } else { Scale::beside(low, high, below, above, unit(false)) };
    let _ = zero;
    Some((left, Some(Scale::beside(right_low, right_high, below, above, unit(true)))))
}

/// Finds the plot inside its labels, and draws the axes.
fn place<'s>(sheet: &mut Sheet<'_>, area: Rect, chart: &Chart<'_>, mut placed: Placed<'s>) -> Placed<'s> {
    let lang = sheet.lang();
    let has = |right: bool| placed.shown.iter().find(|s| s.right == right).map(|s| s.unit);
    let left_labels = has(false).map(|unit| format::ticks(&placed.left, unit, lang)).unwrap_or_default();
    let right_labels = match (has(true), &placed.right) {
        (Some(unit), Some(scale)) => format::ticks(scale, unit, lang),
        _ => Vec::new(),
    };
    let labels = chart.categories.get(placed.range.clone()).unwrap_or_default();
    let roomy = area.width >= 160.0 && area.height >= 70.0;
    let gutter = |labels: &[String]| if labels.is_empty() { 0.0 } else { axis::widest(labels) + 8.0 };
    let count = labels.len().max(1);
    let (left, right) = if roomy {
        // Half of the last label hangs over the end of a line chart.
        let over = if placed.strips { 4.0 } else { (axis::widest(labels) / 2.0).clamp(8.0, 28.0) };
        (gutter(&left_labels).max(over), gutter(&right_labels).max(over))
    } else {
        (4.0, 4.0)
    };
    let width = (area.width - left - right).max(1.0);
    placed.plot = Rect::new(area.x + left, area.y, width, area.height);
    let bands = if placed.strips || count == 1 { count } else { count - 1 };
    placed.step = width / bands as f32;
    // A lone point stands in the middle of its strip.
    placed.strips = placed.strips || count == 1;
    let lines = if chart.time { 1 } else { axis::name_lines(labels, placed.step, NAME_LINES) };
    let (top, bottom) = if roomy {
        placed.events = event_words(area, chart, &placed);
        let rows = placed.events.iter().map(|word| word.row + 1).max().unwrap_or(0);
        (8.0 + rows as f32 * axis::LINE, 8.0 + axis::LINE * lines as f32)
    } else {
        (4.0, 4.0)
    };
    placed.plot = area.without(top, right, bottom, left);
    placed.plot.width = width;
    let plot = placed.plot;
    axis::grid(sheet, plot, &placed.left);
    if roomy {
        axis::values(sheet, plot, &placed.left, &left_labels, axis::Side::Left);
        if let Some(scale) = &placed.right {
            axis::values(sheet, plot, scale, &right_labels, axis::Side::Right);
        }
        let first = *placed.range.start();
        let centre = |at: usize| placed.x(first + at);
        if chart.time {
            axis::moments(sheet, plot, labels, centre, placed.step);
        } else {
            axis::names(sheet, plot, labels, centre, (placed.step, NAME_LINES));
        }
    }
    placed
}

fn events<'s>(chart: &Chart<'s>, placed: &Placed<'_>) -> Vec<&'s Event> {
    let mut events: Vec<&Event> = chart.events.iter().filter(|e| placed.range.contains(&e.at)).collect();
    events.sort_by_key(|event| event.at);
    events
}

fn event_lines(sheet: &mut Sheet<'_>, placed: &Placed<'_>, chart: &Chart<'_>) {
    let color = sheet.palette().faint.alpha(0.6);
    for event in events(chart, placed) {
        let x = placed.x(event.at);
        let points = vec![Pos::new(x, placed.plot.y), Pos::new(x, placed.plot.bottom())];
        sheet.line(points, 1.0, color, Dash::Dotted);
    }
}

/// The words of events in up to two rows; where days stand too close the word is left to the tooltip.
fn event_words(area: Rect, chart: &Chart<'_>, placed: &Placed<'_>) -> Vec<EventWord> {
    // The uppermost figure of an axis stands beside the lower row.
    let has = |right: bool| placed.shown.iter().any(|s| s.right == right);
    let left = if has(false) { placed.plot.x - 4.0 } else { area.x };
    let right = if has(true) { placed.plot.right() + 4.0 } else { area.right() };
    let rows = if area.height > 160.0 { 2 } else { 1 };
    let mut free_from = [f32::NEG_INFINITY; 2];
    let mut words = Vec::new();
    for event in events(chart, placed) {
        let text = font::shorten(&event.label, (right - left).min(96.0), SMALL, false).into_owned();
        let half = font::width(&text, SMALL, false) / 2.0;
        let x = placed.x(event.at).min(right - half).max(left + half);
        if let Some((row, free)) = free_from.iter_mut().take(rows).enumerate().find(|(_, free)| x - half >= **free) {
            *free = x + half + 8.0;
            words.push(EventWord { x, row, text });
        }
    }
    words
}

/// What the pointer reads at each category.
fn read(sheet: &mut Sheet<'_>, placed: &Placed<'_>, chart: &Chart<'_>) {
    let (plot, lang) = (placed.plot, sheet.lang());
    let stacks = placed.stacked && placed.shown.iter().filter(|s| s.is_bar()).count() > 1;
    for category in placed.range.clone() {
        let x = placed.x(category);
        let mut hover = Hover { anchor: Pos::new(x, plot.y), ..Hover::default() };
        hover.title = chart.categories.get(category).cloned().unwrap_or_default();
        for event in chart.events.iter().filter(|e| e.at == category) {
            hover.title.push_str(" · ");
            hover.title.push_str(&event.label);
        }
        let mut sum = None;
        for shown in &placed.shown {
            let value = shown.value(category);
            hover.rows.push(row(Some(shown.color), &shown.series.name, format::full_or_dash(value, shown.unit, lang)));
            if let Some((low, high)) = shown.band(category) {
                let name = lang.f("chart.forecast_range", &[("name", &shown.series.name)]);
                let ends = [low, high].map(|v| format::full(v, shown.unit, lang)).join(" – ");
                hover.rows.push(row(None, name, ends));
            }
            if shown.is_bar() {
                sum = value.map_or(sum, |v| Some(sum.unwrap_or(0.0) + v));
            }
            if let Some(value) = value.filter(|_| !shown.is_bar()) {
                let at = Pos::new(x, placed.y(shown, value));
                hover.dots.push(Dot { at, color: shown.color, hit: Hit { series: shown.index, index: category } });
            }
        }
        if let Some(unit) = placed.shown.iter().find(|s| s.is_bar()).filter(|_| stacks).map(|s| s.unit) {
            hover.rows.push(row(None, lang.t("chart.sum"), format::full_or_dash(sum, unit, lang)));
        }
        hover.guide = Some((Pos::new(x, plot.y), Pos::new(x, plot.bottom())));
        let hover = sheet.hover(hover);
        let from = (x - placed.step / 2.0).max(plot.x);
        let to = (x + placed.step / 2.0).min(plot.right());
        sheet.column(Column { from, to, index: category, hover });
    }
}
