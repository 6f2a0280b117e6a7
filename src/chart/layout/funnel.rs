//! A funnel (漏斗): steps as bars of true length, what is lost between them as a pale slope, the rate of each step at the right.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::nothing;
use crate::chart::layout::sheet::{Label, NORMAL, Sheet, row};
use crate::chart::scene::Shape;
use crate::chart::spec::{Hit, Slice, Unit};

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, steps: &[Slice], unit: Unit) {
    let value = |slice: &Slice| if slice.value.is_finite() { slice.value.max(0.0) } else { 0.0 };
    let most = steps.iter().map(value).fold(0.0, f64::max);
    if most <= 0.0 {
        return nothing(sheet, area);
    }
    let lang = sheet.lang();
    let pitch = (area.height / steps.len() as f32).min(56.0);
    let thick = (pitch * 0.7).max(2.0);
    let figures: Vec<String> = steps.iter().map(|s| format::full(value(s), unit, lang)).collect();
    let names = steps.iter().map(|s| font::width(&s.name, NORMAL, false)).fold(0.0, f32::max).min(area.width * 0.3);
    let figure_room = figures.iter().map(|f| font::width(f, NORMAL, false)).fold(0.0, f32::max);
    let rate_room = font::width("100.0%", NORMAL, false) + 16.0;
    let plot = Rect::new(
        area.x + names + 14.0,
        area.y,
        (area.width - names - 14.0 - figure_room - 10.0 - rate_room).max(1.0),
        pitch * steps.len() as f32,
    );
    sheet.plot(plot);
    let palette = sheet.palette();
    let blue = sheet.options().tint.unwrap_or_else(|| palette.series_at(1));
    let (text, muted) = (palette.text, palette.muted);
    let first = steps.first().map_or(0.0, value);
    let mut before: Option<(f64, Rect)> = None;
    for (index, (step, figure)) in steps.iter().zip(&figures).enumerate() {
        let now = value(step);
        let y = plot.y + (index as f32 + 0.5) * pitch;
        let width = ((now / most) as f32 * plot.width).max(if now > 0.0 { 2.0 } else { 0.0 });
        let bar = Rect::new(plot.x, y - thick / 2.0, width, thick);
        let fade = index as f32 / (steps.len() as f32 + 1.0) * 0.75;
        if let Some((_, above)) = before {
            let slope = vec![
                Pos::new(plot.x, above.bottom()),
                Pos::new(above.right(), above.bottom()),
                Pos::new(bar.right(), bar.y),
                Pos::new(plot.x, bar.y),
            ];
            sheet.area(slope, blue.alpha(0.09));
        }
        sheet.rect(bar, 3.0, blue.mix(palette.surface, fade));
        sheet.label(Label::new(Pos::new(area.x, y), &step.name, text).size(NORMAL).room(names));
        let beside = sheet.label(Label::new(Pos::new(bar.right() + 10.0, y), figure, text).size(NORMAL));
        let mut lines = vec![row(Some(blue), lang.t("chart.value"), figure.as_str())];
        if let Some((before, _)) = before {
            let rate = format::share(now, before);
            let rate_at = Pos::new(area.right(), y);
            if beside.right() + rate_room - 10.0 <= area.right() {
                sheet.label(Label::new(rate_at, &rate, muted).size(NORMAL).end());
            }
            lines.push(row(None, lang.t("chart.step_rate"), rate));
            lines.push(row(None, lang.t("chart.first_rate"), format::share(now, first)));
        }
        let strip = Rect::new(area.x, y - pitch / 2.0, area.width, pitch);
        sheet.mark(Shape::Rect(strip), Some(Hit { series: 0, index }), step.name.clone(), lines);
        before = Some((now, bar));
    }
}
