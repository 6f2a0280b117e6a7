//! A heat map (热力图): hours by weekdays, cohorts by months.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::axis;
use crate::chart::layout::nothing;
use crate::chart::layout::ramp::{self, Ramp};
use crate::chart::layout::sheet::{Label, SMALL, Sheet, row};
use crate::chart::scene::Shape;
use crate::chart::spec::{Hit, Unit, known};
use crate::locale::Lang;

/// The spec's body, by reference.
#[derive(Debug)]
pub struct Chart<'s> {
    pub rows: &'s [String],
    pub columns: &'s [String],
    pub values: &'s [Vec<Option<f64>>],
    pub unripe: &'s [Vec<bool>],
    pub unit: Unit,
    pub labels: bool,
}

impl Chart<'_> {
    fn value(&self, row: usize, column: usize) -> Option<f64> {
        self.values.get(row).and_then(|r| r.get(column)).copied().flatten().filter(|v| known(*v))
    }

    fn unripe(&self, row: usize, column: usize) -> bool {
        self.unripe.get(row).and_then(|r| r.get(column)).copied().unwrap_or(false)
    }

    fn any_unripe(&self) -> bool {
        (0..self.rows.len()).any(|r| (0..self.columns.len()).any(|c| self.unripe(r, c) && self.value(r, c).is_some()))
    }

    /// What stands in a cell. The whole of a ratio (a cohort's first month) takes no more room than its parts.
    fn label(&self, value: f64, lang: Lang) -> String {
        let whole = self.unit == Unit::Percent && (value - 1.0).abs() < 1e-9;
        if whole { "100%".to_owned() } else { format::bare(value, self.unit, lang) }
    }

    /// The values that the ramp spans. In a table of ratios a full 100 % is given (a cohort's first month) and would
    /// leave all others pale.
    fn ramped(&self) -> Vec<f64> {
        let all = || self.values.iter().flatten().flatten().copied().filter(|v| known(*v));
        let below: Vec<f64> = all().filter(|v| self.unit != Unit::Percent || *v < 1.0).collect();
        if below.is_empty() { all().collect() } else { below }
    }
}

const TALLEST: f32 = 48.0;
const WIDEST: f32 = 120.0;

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, chart: &Chart<'_>, measure: &str) {
    let (rows, columns) = (chart.rows.len(), chart.columns.len());
    let Some(ramp) = Ramp::over(chart.ramped().into_iter(), sheet.palette().heat, false) else {
        return nothing(sheet, area);
    };
    if rows == 0 || columns == 0 {
        return nothing(sheet, area);
    }
    let left = (axis::widest(chart.rows) + 8.0).min(area.width * 0.25);
    let keyed = area.height > 150.0;
    // A few long heads take two lines before any of them is left out.
    let wide = axis::widest(chart.columns) + 8.0 > ((area.width - left) / columns as f32).min(WIDEST);
    let lines = if wide && columns <= 12 { 2 } else { 1 };
    let (top, bottom) = (4.0 + axis::LINE * lines as f32, if keyed { ramp::KEY + 4.0 } else { 0.0 });
    let room = area.without(top, 0.0, bottom, left);
    let cell = ((room.width / columns as f32).min(WIDEST), (room.height / rows as f32).min(TALLEST));
    let plot = Rect::new(room.x, room.y, cell.0 * columns as f32, cell.1 * rows as f32);
    sheet.plot(plot);
    words(sheet, chart, plot, (left, lines), cell);
    let gap = if cell.0.min(cell.1) > 8.0 { 2.0 } else { 0.0 };
    let palette = sheet.palette();
    let lang = sheet.lang();
    // Either every cell tells its value or none does.
    let longest = chart.values.iter().flatten().flatten().filter(|v| known(**v));
    let longest = longest.map(|v| font::width(&chart.label(*v, lang), SMALL, false)).fold(0.0, f32::max);
    let labelled = chart.labels && cell.1 >= 14.0 && longest <= cell.0 - gap - 2.0;
    for (r, name) in chart.rows.iter().enumerate() {
        for (c, column) in chart.columns.iter().enumerate() {
            let Some(value) = chart.value(r, c) else { continue };
            let rect = Rect::new(plot.x + c as f32 * cell.0, plot.y + r as f32 * cell.1, cell.0 - gap, cell.1 - gap);
            let unripe = chart.unripe(r, c);
            let color = if unripe { palette.unripe } else { ramp.color(value) };
            sheet.rect(rect, 2.0, color);
            if labelled {
                let short = chart.label(value, lang);
                let ink = if unripe { palette.unripe_text() } else { palette.text_on(color) };
                sheet.label(Label::new(rect.centre(), &short, ink).middle());
            }
            let mut lines = vec![row(Some(color), measure, format::full(value, chart.unit, lang))];
            if unripe {
                lines.push(row(None, lang.t("chart.unripe"), ""));
            }
            sheet.mark(Shape::Rect(rect), Some(Hit { series: r, index: c }), format!("{name} · {column}"), lines);
        }
    }
    if keyed {
        // Under a narrow table the key reaches beyond it.
        let line = Rect::new(plot.x, plot.bottom() + 4.0, (plot.width - gap).max(room.width.min(360.0)), ramp::KEY);
        if chart.any_unripe() {
            // What the grey cells are stands at the left of the key, as far as both have room.
            let y = line.centre().y;
            sheet.rect(Rect::new(line.x, y - 5.0, 17.0, 10.0), 1.0, palette.unripe);
            let free = line.width - 24.0 - ramp.key_width(sheet, chart.unit) - 12.0;
            sheet.label(Label::new(Pos::new(line.x + 23.0, y), lang.t("chart.unripe"), palette.muted).room(free));
        }
        ramp.key(sheet, line, chart.unit);
    }
}

/// Names of rows at the left, of columns above, the latter thinned out.
fn words(sheet: &mut Sheet<'_>, chart: &Chart<'_>, plot: Rect, (left, lines): (f32, usize), cell: (f32, f32)) {
    let muted = sheet.palette().muted;
    let stride = (14.0 / cell.1).ceil().max(1.0) as usize;
    for (r, name) in chart.rows.iter().enumerate().step_by(stride) {
        let at = Pos::new(plot.x - left, plot.y + (r as f32 + 0.5) * cell.1 - 1.0);
        sheet.label(Label::new(at, name, muted).room(left - 8.0));
    }
    let bounds = sheet.bounds();
    if lines > 1 {
        for (c, name) in chart.columns.iter().enumerate() {
            let x = plot.x + (c as f32 + 0.5) * cell.0 - 1.0;
            let heads = font::balanced(name, (cell.0 - 4.0).max(0.0), SMALL, false, lines);
            for (line, head) in heads.iter().rev().enumerate() {
                let half = font::width(head, SMALL, false) / 2.0;
                let x = x.min(bounds.right() - half).max(bounds.x + half);
                sheet.label(Label::new(Pos::new(x, plot.y - 11.0 - line as f32 * axis::LINE), head, muted).middle());
            }
        }
        return;
    }
    let mut free_from = f32::NEG_INFINITY;
    let needed = axis::widest(chart.columns) + 8.0;
    let stride = [1, 2, 3, 4, 6, 12].into_iter().find(|s| *s as f32 * cell.0 >= needed).unwrap_or(24);
    let room = (cell.0 * stride as f32 - 4.0).min(bounds.width);
    for (c, name) in chart.columns.iter().enumerate().step_by(stride) {
        let name = font::shorten(name, room, SMALL, false);
        let half = font::width(&name, SMALL, false) / 2.0;
        let x = (plot.x + (c as f32 + 0.5) * cell.0 - 1.0).min(bounds.right() - half).max(bounds.x + half);
        if x - half >= free_from {
            free_from = x + half + 4.0;
            sheet.label(Label::new(Pos::new(x, plot.y - 11.0), &name, muted).middle());
        }
    }
}
