//! The legend: one entry for each series, in rows above the plot; a click switches it off and on.

use crate::chart::font;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::sheet::{Label, SMALL, Sheet};
use crate::chart::palette::Color;
use crate::chart::scene::{Dash, Key, LegendEntry};

/// What the legend says of one series.
#[derive(Debug, Clone)]
pub struct Entry {
    pub series: usize,
    pub name: String,
    pub color: Color,
    pub key: Key,
}

const LINE: f32 = 22.0;
const KEY: f32 = 14.0;
const GAP: f32 = 18.0;

/// Draws the entries and gives what is left of `area`. A single series needs no legend.
pub fn draw(sheet: &mut Sheet<'_>, area: Rect, entries: &[Entry]) -> Rect {
    if entries.len() < 2 || area.height < 90.0 || area.width < 120.0 {
        return area;
    }
    let most = (area.width - KEY - 6.0).min(220.0);
    let mut x = area.x;
    let mut y = area.y + LINE / 2.0;
    for entry in entries {
        let width = KEY + 6.0 + font::width(&entry.name, SMALL, false).min(most);
        if x > area.x && x + width > area.right() {
            x = area.x;
            y += LINE;
        }
        if y + LINE / 2.0 > area.y + area.height / 3.0 && y > area.y + LINE {
            break;
        }
        let hidden = sheet.hidden(entry.series);
        let (muted, faint) = (sheet.palette().muted, sheet.palette().faint);
        key(sheet, Pos::new(x, y), entry.key, if hidden { faint.alpha(0.45) } else { entry.color });
        let color = if hidden { faint } else { muted };
        let at = Pos::new(x + KEY + 6.0, y);
        let words = sheet.label(Label::new(at, &entry.name, color).room(most));
        if hidden {
            sheet.across(words.x, words.right(), y, faint);
        }
        sheet.legend(LegendEntry {
            rect: Rect::new(x - 4.0, y - LINE / 2.0, width + 8.0, LINE),
            series: entry.series,
            name: entry.name.clone(),
            color: entry.color,
            hidden,
        });
        x += width + GAP;
    }
    area.without(y + LINE / 2.0 + 4.0 - area.y, 0.0, 0.0, 0.0)
}

/// The sign of a series, `at` its left middle.
pub fn key(sheet: &mut Sheet<'_>, at: Pos, key: Key, color: Color) {
    let end = Pos::new(at.x + KEY, at.y);
    match key {
        Key::Square => sheet.rect(Rect::new(at.x + 2.0, at.y - 5.0, 10.0, 10.0), 2.0, color),
        Key::Line => {
            sheet.line(vec![at, end], 2.0, color, Dash::Solid);
            sheet.circle(Pos::new(at.x + KEY / 2.0, at.y), 3.0, color, None);
        }
        Key::Dashed => sheet.line(vec![at, end], 1.5, color, Dash::Dashed),
        Key::Tick => sheet.rect(Rect::new(at.x + KEY / 2.0 - 1.0, at.y - 7.0, 2.0, 14.0), 0.0, color),
        Key::Circle => sheet.circle(Pos::new(at.x + KEY / 2.0, at.y), 5.0, color, None),
    }
}
