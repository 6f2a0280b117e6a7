//! A funnel (漏斗): steps as bars of true length, what is lost between them as a pale slope, the rate of each step at the right.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::nothing;
use crate::chart::layout::sheet::{Label, NORMAL, Sheet, row};
use crate::chart::scene::Shape;
use crate::chart::spec::{Hit, Slice, Unit, known};

/// Words need this height.
const LINE: f32 = 15.0;

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, steps: &[Slice], unit: Unit) {
    let value = |slice: &Slice| if known(slice.value) { slice.value.max(0.0) } else { 0.0 };
    let most = steps.iter().map(value).fold(0.0, f64::max);
    if most <= 0.0 {
        return nothing(sheet, area);
    }
    let lang = sheet.lang();
    let pitch = (area.height / steps.len() as f32).min(56.0);
    let thick = (pitch * 0.7).max(2.0);
    let widest = |texts: &[String]| texts.iter().map(|text| font::width(text, NORMAL, false)).fold(0.0, f32::max);
    let names = steps.iter().map(|s| font::width(&s.name, NORMAL, false)).fold(0.0, f32::max).min(area.width * 0.3);
    let rates: Vec<String> =
        steps.iter().zip(steps.iter().skip(1)).map(|(before, now)| format::share(value(now), value(before))).collect();
    let rate_room = widest(&rates) + 16.0;
    let room = area.width - names - 14.0 - 10.0 - rate_room;
    let mut figures: Vec<String> = steps.iter().map(|s| format::full(value(s), unit, lang)).collect();
    if widest(&figures) > room / 2.0 {
        figures = steps.iter().map(|s| format::short(value(s), unit, lang)).collect();
    }
    let length = (room - widest(&figures) - 1.0).max(1.0).min(area.width);
    let plot = Rect::new(area.x + names + 14.0, area.y, length, pitch * steps.len() as f32);
    sheet.plot(plot);
    let palette = sheet.palette();
    let blue = sheet.options().tint.unwrap_or_else(|| palette.series_at(1));
    let (text, muted) = (palette.text, palette.muted);
    let first = steps.first().map_or(0.0, value);
    let mut above: Option<Rect> = None;
    let rates = std::iter::once(None).chain(rates.into_iter().map(Some));
    for (index, ((step, figure), rate)) in steps.iter().zip(&figures).zip(rates).enumerate() {
        let now = value(step);
        let y = plot.y + (index as f32 + 0.5) * pitch;
        let width = ((now / most) as f32 * plot.width).max(if now > 0.0 { 2.0 } else { 0.0 });
        let bar = Rect::new(plot.x, y - thick / 2.0, width, thick);
        let fade = index as f32 / (steps.len() as f32 + 1.0) * 0.75;
        if let Some(above) = above {
            let slope = vec![
                Pos::new(plot.x, above.bottom()),
                Pos::new(above.right(), above.bottom()),
                Pos::new(bar.right(), bar.y),
                Pos::new(plot.x, bar.y),
            ];
            sheet.area(slope, blue.alpha(0.09));
        }
        sheet.rect(bar, 3.0, blue.mix(palette.surface, fade));
        let mut lines = vec![row(Some(blue), lang.t("chart.value"), format::full(now, unit, lang))];
        let worded = pitch >= LINE;
        if worded {
            sheet.label(Label::new(Pos::new(area.x, y), &step.name, text).size(NORMAL).room(names));
            let at = Pos::new(bar.right() + 10.0, y);
            sheet.label(Label::new(at, figure, text).size(NORMAL).room(area.right() - rate_room - at.x));
        }
        if let Some(rate) = rate {
            if worded {
                let at = Pos::new(area.right(), y);
                sheet.label(Label::new(at, &rate, muted).size(NORMAL).end().room(area.width / 3.0));
            }
            lines.push(row(None, lang.t("chart.step_rate"), rate));
            lines.push(row(None, lang.t("chart.first_rate"), format::share(now, first)));
        }
        let strip = Rect::new(area.x, y - pitch / 2.0, area.width, pitch);
        sheet.mark(Shape::Rect(strip), Some(Hit { series: 0, index }), step.name.clone(), lines);
        above = Some(bar);
    }
}
