//! The frame of a saved picture: title and subtitle above, period, filters and source below.

use crate::chart::font;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::Dress;
use crate::chart::layout::sheet::{Label, NORMAL, SMALL, Sheet};
use crate::chart::spec::Spec;

const RIM: f32 = 28.0;
const TITLE: f32 = 20.0;
const FOOT_LINE: f32 = 18.0;
/// Between the chart and the footer.
const UNDER: f32 = 18.0;
/// Words around a chart never leave it less height than this.
const LEAST: f32 = 90.0;

/// The size of a picture in which the chart itself has this much room, as it has on the screen.
pub fn around(spec: &Spec, width: f32, height: f32) -> (f32, f32) {
    let beside = width - font::width(&spec.title, TITLE, true).min(width) - 12.0;
    let head = if spec.subtitle.is_empty() || font::width(&spec.subtitle, NORMAL, false) <= beside {
        40.0
    } else {
        44.0 + font::wrap(&spec.subtitle, width, NORMAL, false, 2).len() as f32 * 20.0
    };
    let lines: usize = spec.footer.iter().map(|line| font::wrap(line, width, SMALL, false, 2).len()).sum();
    let foot = if lines == 0 { 0.0 } else { lines as f32 * FOOT_LINE + UNDER };
    (width + 2.0 * RIM, height + head + foot + 2.0 * RIM)
}

/// Draws title and footer where the chart is dressed for itself, and gives what is left for the chart.
pub fn draw(sheet: &mut Sheet<'_>, spec: &Spec) -> Rect {
    let whole = sheet.bounds();
    if sheet.options().dress == Dress::Window {
        return whole;
    }
    let rim = RIM.min(whole.width / 8.0).min(whole.height / 8.0);
    let inner = whole.inset(rim);
    let top = head(sheet, spec, inner);
    let bottom = foot(sheet, spec, inner, inner.height - top - LEAST);
    inner.without(top, 0.0, bottom, 0.0)
}

/// Height used.
fn head(sheet: &mut Sheet<'_>, spec: &Spec, inner: Rect) -> f32 {
    let (text, muted) = (sheet.palette().text, sheet.palette().muted);
    let title = Label::new(Pos::new(inner.x, inner.y + 12.0), &spec.title, text).size(TITLE).bold().room(inner.width);
    let drawn = sheet.label(title);
    if spec.subtitle.is_empty() {
        return 40.0;
    }
    // Beside the title while there is room, below it otherwise.
    let beside = inner.right() - drawn.right() - 12.0;
    if font::width(&spec.subtitle, NORMAL, false) <= beside {
        let at = Pos::new(drawn.right() + 12.0, inner.y + 14.0);
        sheet.label(Label::new(at, &spec.subtitle, muted).size(NORMAL));
        40.0
    } else if inner.height < 64.0 + LEAST {
        40.0
    } else {
        let most = if inner.height < 84.0 + LEAST { 1 } else { 2 };
        let lines = font::wrap(&spec.subtitle, inner.width, NORMAL, false, most);
        for (at, line) in lines.iter().enumerate() {
            let at = Pos::new(inner.x, inner.y + 38.0 + at as f32 * 20.0);
            sheet.label(Label::new(at, line, muted).size(NORMAL));
        }
        44.0 + lines.len() as f32 * 20.0
    }
}

/// Height used: as many lines as `room` holds.
fn foot(sheet: &mut Sheet<'_>, spec: &Spec, inner: Rect, room: f32) -> f32 {
    let most = ((room - UNDER) / FOOT_LINE).floor().max(0.0) as usize;
    let lines = spec.footer.iter().flat_map(|line| font::wrap(line, inner.width, SMALL, false, 2));
    let lines: Vec<String> = lines.take(most).collect();
    if lines.is_empty() {
        return 0.0;
    }
    let (muted, grid) = (sheet.palette().muted, sheet.palette().axis);
    let height = lines.len() as f32 * FOOT_LINE;
    let top = inner.bottom() - height;
    sheet.across(inner.x, inner.right(), top - 6.0, grid);
    for (at, line) in lines.iter().enumerate() {
        let y = top + (at as f32 + 0.5) * FOOT_LINE + 2.0;
        sheet.label(Label::new(Pos::new(inner.x, y), line, muted).room(inner.width));
    }
    height + UNDER
}
