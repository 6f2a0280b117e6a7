//! A spark line (迷你走势): a line without axes for cards and table cells, its last point marked.

use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::sheet::Sheet;
use crate::chart::scene::Dash;
use crate::chart::spec::known;

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, values: &[Option<f64>]) {
    // The whole range fills the height: a spark line shows the shape and not the size.
    let drawn = values.iter().flatten().copied().filter(|v| known(*v));
    let (low, high) = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
    if low > high {
        return;
    }
    let plot = area.inset(2.5_f32.min(area.width.min(area.height) / 3.0));
    sheet.plot(plot);
    let color = sheet.options().tint.unwrap_or(sheet.palette().muted);
    let step = plot.width / values.len().saturating_sub(1).max(1) as f32;
    let place = |at: usize, value: f64| {
        let part = if high > low { ((value - low) / (high - low)) as f32 } else { 0.5 };
        Pos::new(plot.x + at as f32 * step, plot.bottom() - part * plot.height)
    };
    let mut run: Vec<Pos> = Vec::new();
    let mut last = None;
    for (at, value) in values.iter().enumerate() {
        if let Some(value) = value.filter(|v| known(*v)) {
            let at = place(at, value);
            run.push(at);
            last = Some(at);
        } else {
            sheet.line(std::mem::take(&mut run), 1.5, color, Dash::Solid);
        }
    }
    sheet.line(run, 1.5, color, Dash::Solid);
    if let Some(at) = last {
        sheet.circle(at, 2.0, color, None);
    }
}
