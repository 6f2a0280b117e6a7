//! The tile map (方块地图): every province a tile of one size near its place, so that small ones are seen as well as large ones.

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::nothing;
use crate::chart::layout::ramp::{self, Ramp};
use crate::chart::layout::sheet::{Label, SMALL, Sheet, row};
use crate::chart::scene::Shape;
use crate::chart::spec::{Hit, Tile, Unit, known};

const GAP: f32 = 3.0;

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, tiles: &[Tile], unit: Unit, measure: &str) {
    let values = || tiles.iter().filter_map(|tile| tile.value).filter(|v| known(*v));
    let Some(ramp) = Ramp::over(values(), sheet.palette().tiles, true) else {
        return nothing(sheet, area);
    };
    let (Some(left), Some(right)) = (tiles.iter().map(|t| t.column).min(), tiles.iter().map(|t| t.column).max()) else {
        return nothing(sheet, area);
    };
    let (top, bottom) =
        (tiles.iter().map(|t| t.row).min().unwrap_or(0), tiles.iter().map(|t| t.row).max().unwrap_or(0));
    let keyed = area.height > 160.0;
    let room = area.without(0.0, 0.0, if keyed { ramp::KEY + 4.0 } else { 0.0 }, 0.0);
    let (columns, rows) = (f32::from(right - left) + 1.0, f32::from(bottom - top) + 1.0);
    let height = (room.height / rows).min(64.0);
    // A tile may be wider than high: names are.
    let width = (room.width / columns).min(height * 2.0);
    let plot = Rect::new(room.x + (room.width - width * columns) / 2.0, room.y, width * columns, height * rows);
    sheet.plot(plot);
    let palette = sheet.palette();
    let lang = sheet.lang();
    for (index, tile) in tiles.iter().enumerate() {
        let rect = Rect::new(
            plot.x + f32::from(tile.column - left) * width,
            plot.y + f32::from(tile.row - top) * height,
            width - GAP,
            height - GAP,
        );
        let value = tile.value.filter(|v| known(*v));
        let color = value.map_or(palette.unripe, |v| ramp.color(v));
        let ink = if value.is_some() { palette.text_on(color) } else { palette.unripe_text() };
        sheet.rect(rect, 4.0, color);
        let short = value.map_or_else(|| format::DASH.to_owned(), |v| format::short(v, unit, lang));
        let centre = rect.centre();
        let room = rect.width - 4.0;
        if rect.height >= 34.0 && font::width(&short, SMALL, false) <= room {
            let at = Pos::new(centre.x, centre.y - 8.0);
            sheet.label(Label::new(at, &tile.name, ink).middle().room(room));
            sheet.label(Label::new(Pos::new(centre.x, centre.y + 8.0), &short, ink).middle());
        } else if rect.height >= 14.0 {
            sheet.label(Label::new(centre, &tile.name, ink).middle().room(room));
        }
        let lines = vec![row(Some(color), measure, format::full_or_dash(value, unit, lang))];
        sheet.mark(Shape::Rect(rect), Some(Hit { series: 0, index }), tile.name.clone(), lines);
    }
    if keyed {
        ramp.key(sheet, Rect::new(plot.x, plot.bottom() + 4.0, plot.width - GAP, ramp::KEY), unit);
    }
}
