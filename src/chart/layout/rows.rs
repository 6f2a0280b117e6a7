//! Horizontal bars (排行): names at the left, figures at the right, bars in between.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::columns::colors;
use crate::chart::layout::legend::{self, Entry};
use crate::chart::layout::nothing;
use crate::chart::layout::sheet::{Label, NORMAL, SMALL, Sheet, row};
use crate::chart::palette::Color;
use crate::chart::scene::{HoverRow, Key, Shape};
use crate::chart::spec::{Bars, Hit, Mark, Series, Unit, known};

/// The spec's body, by reference.
#[derive(Debug)]
pub struct Chart<'s> {
    pub categories: &'s [String],
    pub series: &'s [Series],
    pub bars: Bars,
    pub unit: Unit,
}

#[derive(Debug)]
struct Shown<'s> {
    index: usize,
    series: &'s Series,
    color: Color,
}

impl Shown<'_> {
    fn value(&self, category: usize) -> Option<f64> {
        self.series.values.get(category).copied().flatten().filter(|v| known(*v))
    }

    const fn compared(&self) -> bool {
        matches!(self.series.mark, Mark::Compared)
    }
}

/// Where values stand between the names and the figures.
#[derive(Debug, Clone, Copy)]
struct Across {
    plot: Rect,
    low: f64,
    high: f64,
}

impl Across {
    fn x(&self, value: f64) -> f32 {
        let span = self.high - self.low;
        let part = if span > 0.0 { ((value - self.low) / span).clamp(0.0, 1.0) } else { 0.0 };
        self.plot.x + part as f32 * self.plot.width
    }

    /// The bar between two values, never thinner than two pixels.
    fn bar(&self, from: f64, to: f64, y: f32, thick: f32) -> Rect {
        let rect = Rect::between(Pos::new(self.x(from), y), Pos::new(self.x(to), y + thick));
        if rect.width >= 2.0 || (to - from).abs() <= 0.0 {
            return rect;
        }
        let x = if to < from { rect.right() - 2.0 } else { rect.x };
        Rect::new(x, y, 2.0, thick).inside(Rect { y, height: thick, ..self.plot })
    }
}

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, chart: &Chart<'_>) {
    // A single ranking is blue, so that it is not taken for the trend beside it.
    let lone = chart.series.iter().filter(|s| s.mark != Mark::Compared).count() == 1;
    let first = sheet.options().tint.or_else(|| lone.then(|| sheet.palette().series_at(1)));
    let colors = colors(chart.series, sheet.palette(), first);
    let entries: Vec<Entry> = chart
        .series
        .iter()
        .zip(&colors)
        .enumerate()
        .map(|(series, (s, color))| Entry {
            series,
            name: s.name.clone(),
            color: if s.mark == Mark::Compared { sheet.palette().text } else { *color },
            key: if s.mark == Mark::Compared { Key::Tick } else { Key::Square },
        })
        .collect();
    let area = legend::draw(sheet, area, &entries);
    let shown: Vec<Shown<'_>> = chart
        .series
        .iter()
        .zip(colors)
        .enumerate()
        .filter(|(index, _)| !sheet.hidden(*index))
        .map(|(index, (series, color))| Shown { index, series, color })
        .collect();
    let count = chart.categories.len();
    let any = (0..count).any(|category| shown.iter().any(|s| s.value(category).is_some()));
    if !any {
        return nothing(sheet, area);
    }
    let stacked = chart.bars == Bars::Stacked;
    let (low, high) = extent(&shown, count, stacked);
    // Rates lie on a track that ends at 100 %; small shares of a whole are told apart by the largest of them.
    let high = if chart.unit == Unit::Percent && (0.5..1.0).contains(&high) { 1.0 } else { high };
    let abreast = if stacked { 1 } else { shown.iter().filter(|s| !s.compared()).count().max(1) };

    let least = if abreast > 1 { 8.0 + 9.0 * abreast as f32 } else { 22.0 };
    let fit = (area.height / least).floor().max(1.0) as usize;
    let (visible, left_out) = if count > fit { (fit.saturating_sub(1).max(1), true) } else { (count, false) };
    let pitch = (area.height / (visible + usize::from(left_out)) as f32).clamp(least.min(area.height), least.max(40.0));

    let (thick, gap) = thickness(pitch, abreast);
    // Bars abreast are read one by one where a line of words fits beside each.
    let each = abreast > 1 && thick + gap >= SMALL;
    let figures: Vec<Vec<String>> =
        (0..visible).map(|category| figures(sheet, chart, &shown, category, (stacked, each))).collect();
    let names = chart.categories.get(..visible).unwrap_or_default();
    let name_room = names.iter().map(|n| font::width(n, NORMAL, false)).fold(0.0, f32::max).min(area.width * 0.34);
    let size = if each { SMALL } else { NORMAL };
    let figure_room =
        figures.iter().flatten().map(|f| font::width(f, size, false)).fold(0.0, f32::max).min(area.width * 0.3);
    let plot = Rect::new(
        area.x + name_room + 14.0,
        area.y,
        area.width - name_room - figure_room - 28.0,
        pitch * visible as f32,
    );
    sheet.plot(plot);
    let across = Across { plot, low, high };
    let (text, muted, track) = (sheet.palette().text, sheet.palette().muted, sheet.palette().grid);
    for (category, (name, figures)) in names.iter().zip(&figures).enumerate() {
        let strip = Rect::new(area.x, area.y + category as f32 * pitch, area.width, pitch);
        let y = strip.centre().y;
        let lines = read(sheet, chart, &shown, category);
        sheet.mark(
            Shape::Rect(strip),
            Some(Hit { series: shown.first().map_or(0, |s| s.index), index: category }),
            name.clone(),
            lines,
        );
        sheet.label(Label::new(Pos::new(area.x, y), name, text).size(NORMAL).room(name_room));
        let first = y - (figures.len() as f32 - 1.0) * (thick + gap) / 2.0;
        for (line, figure) in figures.iter().enumerate() {
            let at = Pos::new(area.right(), first + line as f32 * (thick + gap));
            sheet.label(Label::new(at, figure, text).size(size).end().room(figure_room));
        }
        if abreast == 1 && !stacked && low >= 0.0 {
            sheet.rect(Rect::new(plot.x, y - thick / 2.0, plot.width, thick), thick / 2.0, track);
        }
        bars(sheet, &across, &shown, category, (y, pitch), (abreast, stacked));
    }
    if low < 0.0 {
        let zero = across.x(0.0).floor() + 0.5;
        let color = sheet.palette().axis;
        sheet.rect(Rect::new(zero - 0.5, plot.y, 1.0, plot.height), 0.0, color);
    }
    if left_out {
        let words = sheet.lang().f("chart.more_rows", &[("n", &(count - visible).to_string())]);
        let at = Pos::new(area.x, (plot.bottom() + pitch / 2.0).min(area.bottom() - 8.0));
        sheet.label(Label::new(at, &words, muted).size(SMALL).room(area.width));
    }
}

/// How thick a bar is, and what is free between two abreast.
fn thickness(pitch: f32, abreast: usize) -> (f32, f32) {
    if abreast == 1 {
        return ((pitch * 0.36).clamp(6.0, 12.0), 0.0);
    }
    let share = (pitch - 8.0) / abreast as f32;
    let gap = if share >= 14.0 { 3.0 } else { 1.0 };
    ((share - gap).clamp(3.0, 12.0), gap)
}

fn extent(shown: &[Shown<'_>], count: usize, stacked: bool) -> (f64, f64) {
    let (mut low, mut high) = (0.0f64, 0.0f64);
    for category in 0..count {
        let (mut up, mut down) = (0.0, 0.0);
        for series in shown {
            let value = series.value(category).unwrap_or(0.0);
            if stacked && !series.compared() {
                if value > 0.0 { up += value } else { down += value }
            } else {
                low = low.min(value);
                high = high.max(value);
            }
        }
        low = low.min(down);
        high = high.max(up);
    }
    (low, high)
}

/// The figures at the right: the sum of a stack, one for each bar, or only the first bar's.
fn figures(
    sheet: &Sheet<'_>,
    chart: &Chart<'_>,
    shown: &[Shown<'_>],
    category: usize,
    (stacked, each): (bool, bool),
) -> Vec<String> {
    let mut values: Vec<Option<f64>> = shown.iter().filter(|s| !s.compared()).map(|s| s.value(category)).collect();
    if stacked {
        values = vec![values.into_iter().flatten().reduce(|a, b| a + b)];
    } else if !each {
        values.truncate(1);
    }
    let text = |v: f64| format::short(v, chart.unit, sheet.lang());
    values.into_iter().map(|value| value.map_or_else(|| format::DASH.to_owned(), text)).collect()
}

fn read(sheet: &Sheet<'_>, chart: &Chart<'_>, shown: &[Shown<'_>], category: usize) -> Vec<HoverRow> {
    shown
        .iter()
        .map(|s| {
            let value = format::full_or_dash(s.value(category), chart.unit, sheet.lang());
            row(Some(s.color), &s.series.name, value)
        })
        .collect()
}

/// `strip` is the middle and height of the row, `way` how many bars stand abreast and whether they are stacked.
fn bars(
    sheet: &mut Sheet<'_>,
    across: &Across,
    shown: &[Shown<'_>],
    category: usize,
    (middle, pitch): (f32, f32),
    (abreast, stacked): (usize, bool),
) {
    let (thick, gap) = thickness(pitch, abreast);
    let whole = thick * abreast as f32 + gap * (abreast as f32 - 1.0);
    let mut y = middle - whole / 2.0;
    let (mut up, mut down) = (0.0, 0.0);
    for series in shown.iter().filter(|s| !s.compared()) {
        let hit = Some(Hit { series: series.index, index: category });
        if let Some(value) = series.value(category).filter(|v| *v != 0.0) {
            let from = match (stacked, value > 0.0) {
                (false, _) => 0.0,
                (true, true) => up,
                (true, false) => down,
            };
            if value > 0.0 {
                up += value
            } else {
                down += value
            }
            let mut rect = across.bar(from, from + value, y, thick);
            if stacked && rect.width > 4.0 {
                rect = rect.without(0.0, 1.0, 0.0, 0.0);
            }
            // Only a bar that lies on its track has round ends: others stand on zero or on each other.
            let radius = match (stacked, abreast) {
                (true, _) => 0.0,
                (false, 1) if across.low >= 0.0 => thick / 2.0,
                (false, _) => 2.0,
            };
            sheet.rect(rect, radius, series.color);
            let lines = sheet.last_hover();
            sheet.hit(Shape::Rect(rect), hit, lines);
        }
        if !stacked {
            y += thick + gap;
        }
    }
    // The compared value is a tick across the bar.
    for series in shown.iter().filter(|s| s.compared()) {
        if let Some(value) = series.value(category) {
            let tick = Rect::new(across.x(value) - 1.0, middle - whole / 2.0 - 3.0, 2.0, whole + 6.0);
            let tick = tick.inside(Rect { y: tick.y, height: tick.height, ..across.plot });
            let (text, surface) = (sheet.palette().text, sheet.palette().surface);
            sheet.rect(tick.inset(-1.0), 0.0, surface);
            sheet.rect(tick, 0.0, text);
        }
    }
}
