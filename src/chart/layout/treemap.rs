//! A treemap (矩形树图): areas in proportion to values, as near to squares as they go (Bruls, Huizing and van Wijk 2000).

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::nothing;
use crate::chart::layout::ramp::Ramp;
use crate::chart::layout::sheet::{Label, NORMAL, SMALL, Sheet, row};
use crate::chart::palette::Color;
use crate::chart::scene::Shape;
use crate::chart::spec::{Hit, Slice, Unit, known};

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, slices: &[Slice], unit: Unit) {
    let mut pieces: Vec<(usize, f64)> = slices
        .iter()
        .enumerate()
        .filter(|(_, s)| known(s.value) && s.value > 0.0)
        .map(|(index, s)| (index, s.value))
        .collect();
    pieces.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let whole: f64 = pieces.iter().map(|p| p.1).sum();
    let ramp = Ramp::over(pieces.iter().map(|p| p.1), sheet.palette().tiles, true);
    let (Some(ramp), true) = (ramp, whole > 0.0) else {
        return nothing(sheet, area);
    };
    let values: Vec<f64> = pieces.iter().map(|p| p.1).collect();
    for ((index, value), full) in pieces.iter().zip(squarified(&values, area)) {
        let Some(slice) = slices.get(*index) else { continue };
        let gap = if full.width.min(full.height) > 6.0 { 2.0 } else { 0.0 };
        let rect = full.without(0.0, gap, gap, 0.0);
        let color = ramp.color(*value);
        sheet.rect(rect, 3.0, color);
        words(sheet, rect, &slice.name, &format::short(*value, unit, sheet.lang()), color);
        let lang = sheet.lang();
        let lines = vec![
            row(Some(color), lang.t("chart.value"), format::full(*value, unit, lang)),
            row(None, lang.t("chart.share"), format::share(*value, whole)),
        ];
        sheet.mark(Shape::Rect(rect), Some(Hit { series: 0, index: *index }), slice.name.clone(), lines);
    }
}

/// Name and value at the top left, as far as they fit; a long name takes a second line where the piece is high enough.
fn words(sheet: &mut Sheet<'_>, rect: Rect, name: &str, value: &str, ground: Color) {
    const LINE: f32 = 18.0;
    let ink = sheet.palette().text_on(ground);
    let pad = if rect.width < 80.0 { 6.0 } else { 8.0 };
    let room = rect.width - 2.0 * pad;
    if room < 26.0 || rect.height < 22.0 {
        return;
    }
    let lines = font::balanced(name, room, NORMAL, true, if rect.height >= 44.0 { 2 } else { 1 });
    // A letter or two of a name say nothing.
    if lines.iter().any(|line| line.ends_with(['…', '.']) && line.chars().count() < 4) {
        return;
    }
    let with_value = rect.height >= 12.0 + LINE * (lines.len() + 1) as f32 && font::width(value, SMALL, false) <= room;
    let top = if rect.height >= 48.0 { 16.0 } else { (rect.height - LINE * (lines.len() as f32 - 1.0)) / 2.0 };
    let mut at = Pos::new(rect.x + pad, rect.y + top);
    for line in &lines {
        sheet.label(Label::new(at, line, ink).size(NORMAL).bold());
        at.y += LINE;
    }
    if with_value {
        sheet.label(Label::new(at, value, ink));
    }
}

/// One rectangle for each value, which fall from the first to the last and are above zero.
pub fn squarified(values: &[f64], area: Rect) -> Vec<Rect> {
    let mut done = Vec::with_capacity(values.len());
    let mut rest = values;
    let mut room = area;
    let mut left: f64 = values.iter().sum();
    while !rest.is_empty() && left > 0.0 {
        let unit = f64::from(room.width) * f64::from(room.height) / left;
        let side = f64::from(room.width.min(room.height)).max(1e-6);
        let count = strip(rest, unit, side);
        let (now, later) = rest.split_at(count);
        let sum: f64 = now.iter().sum();
        let deep = if later.is_empty() { room.width.max(room.height) } else { (sum * unit / side) as f32 };
        let upright = room.width >= room.height;
        let mut at = 0.0f64;
        for value in now {
            let (from, to) = ((at / sum) as f32, ((at + value) / sum) as f32);
            done.push(if upright {
                Rect::new(room.x, room.y + from * room.height, deep, (to - from) * room.height)
            } else {
                Rect::new(room.x + from * room.width, room.y, (to - from) * room.width, deep)
            });
            at += value;
        }
        room = if upright { room.without(0.0, 0.0, 0.0, deep) } else { room.without(deep, 0.0, 0.0, 0.0) };
        left -= sum;
        rest = later;
    }
    // Dust of subtraction may leave the last values without room.
    done.resize(values.len(), Rect::new(area.right(), area.bottom(), 0.0, 0.0));
    done
}

/// How many of the values make the strip whose worst piece is nearest to a square.
fn strip(values: &[f64], unit: f64, side: f64) -> usize {
    let worst = |sum: f64, least: f64, most: f64| {
        let (sum, least, most) = (sum * unit, least * unit, most * unit);
        (side * side * most / (sum * sum)).max(sum * sum / (side * side * least))
    };
    let Some(most) = values.first().copied() else { return 0 };
    let (mut sum, mut count, mut best) = (0.0, 0, f64::INFINITY);
    for value in values {
        let now = worst(sum + value, *value, most);
        if count > 0 && now > best {
            break;
        }
        (sum, count, best) = (sum + value, count + 1, now);
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_of_six_six_four_three_two_two_one_takes_the_left_half() {
        // The worked example of the paper: 6 × 4, values 6 6 4 3 2 2 1; the first two stand on each other, 3 wide.
        let rects = squarified(&[6.0, 6.0, 4.0, 3.0, 2.0, 2.0, 1.0], Rect::new(0.0, 0.0, 6.0, 4.0));
        assert_eq!(rects[0], Rect::new(0.0, 0.0, 3.0, 2.0));
        assert_eq!(rects[1], Rect::new(0.0, 2.0, 3.0, 2.0));
    }

    proptest! {
        #[test]
        fn areas_are_in_proportion_and_inside(mut values in prop::collection::vec(0.01f64..1e6, 1..60), w in 20f32..2000.0, h in 20f32..2000.0) {
            values.sort_by(|a, b| b.total_cmp(a));
            let area = Rect::new(10.0, 20.0, w, h);
            let sum: f64 = values.iter().sum();
            for (value, rect) in values.iter().zip(squarified(&values, area)) {
                let wanted = value / sum * f64::from(w) * f64::from(h);
                prop_assert!((f64::from(rect.width) * f64::from(rect.height) - wanted).abs() < wanted.max(1.0) * 0.05 + 0.5);
                prop_assert!(rect.x >= area.x - 0.1 && rect.right() <= area.right() + 0.1);
                prop_assert!(rect.y >= area.y - 0.1 && rect.bottom() <= area.bottom() + 0.1);
            }
        }
    }
}
