//! A donut (环形图): a ring of shares with the whole in its middle and the shares listed beside it.

use std::f32::consts::TAU;

use crate::chart::font;
use crate::chart::format;
use crate::chart::geometry::{Pos, Rect};
use crate::chart::layout::nothing;
use crate::chart::layout::sheet::{Label, NORMAL, SMALL, Sheet, row};
use crate::chart::palette::Color;
use crate::chart::scene::{LegendEntry, Sector, Shape};
use crate::chart::spec::{Hit, Slice, Unit, known};

/// How many slices have a colour of their own.
const MOST: usize = 8;
const LINE: f32 = 26.0;

/// A slice, or all the small ones together.
#[derive(Debug)]
struct Piece {
    /// Index in the spec; `None` for the rest.
    index: Option<usize>,
    name: String,
    value: f64,
    color: Color,
    hidden: bool,
}

pub fn draw(sheet: &mut Sheet<'_>, area: Rect, slices: &[Slice], unit: Unit, centre: &str) {
    let pieces = pieces(sheet, slices);
    let whole: f64 = pieces.iter().filter(|p| !p.hidden).map(|p| p.value).sum();
    if pieces.is_empty() {
        return nothing(sheet, area);
    }
    let beside = area.width >= 300.0 || area.width > area.height * 1.6;
    let (disc, list) = split(area, beside, pieces.len());
    let radius = (disc.width.min(disc.height) / 2.0 - 2.0).max(1.0);
    sheet.plot(disc);
    ring(sheet, disc.centre(), radius, &pieces, unit, whole);
    words(sheet, disc.centre(), radius * 0.62, centre);
    read(sheet, list, &pieces, unit, whole);
}

/// The pieces in the order of the spec; beyond eight, the smallest are one grey piece.
fn pieces(sheet: &Sheet<'_>, slices: &[Slice]) -> Vec<Piece> {
    let mut kept: Vec<(usize, &Slice)> =
        slices.iter().enumerate().filter(|(_, s)| known(s.value) && s.value > 0.0).collect();
    let mut rest = Vec::new();
    if kept.len() > MOST {
        kept.sort_by(|a, b| b.1.value.total_cmp(&a.1.value).then(a.0.cmp(&b.0)));
        rest = kept.split_off(MOST - 1);
    }
    let mut pieces: Vec<Piece> = kept
        .into_iter()
        .enumerate()
        .map(|(at, (index, slice))| Piece {
            index: Some(index),
            name: slice.name.clone(),
            value: slice.value,
            color: sheet.palette().series_at(at),
            hidden: sheet.hidden(index),
        })
        .collect();
    if !rest.is_empty() {
        pieces.push(Piece {
            index: None,
            name: sheet.lang().f("chart.others", &[("n", &rest.len().to_string())]),
            value: rest.iter().map(|(_, slice)| slice.value).sum(),
            color: sheet.palette().faint,
            hidden: false,
        });
    }
    pieces
}

/// The ring's square and the list's rectangle.
fn split(area: Rect, beside: bool, lines: usize) -> (Rect, Rect) {
    let list_height = lines as f32 * LINE;
    if beside {
        let side = area.height.min(area.width * 0.42).min(320.0);
        let disc = Rect::new(area.x, area.y + (area.height - side) / 2.0, side, side);
        // On a wide sheet the list stays near its ring.
        let width = (area.width - side - 32.0).min(420.0);
        let slack = (area.width - side - 32.0 - width) / 2.0;
        let height = list_height.min(area.height);
        let list = Rect::new(area.x + slack + side + 32.0, area.y + (area.height - height) / 2.0, width, height);
        (Rect::new(disc.x + slack, disc.y, side, side), list)
    } else {
        let side = (area.height - list_height.min(area.height * 0.5) - 12.0).min(area.width).max(1.0);
        let disc = Rect::new(area.x + (area.width - side) / 2.0, area.y, side, side);
        (disc, Rect::new(area.x, disc.bottom() + 12.0, area.width, area.bottom() - disc.bottom() - 12.0))
    }
}

fn ring(sheet: &mut Sheet<'_>, centre: Pos, radius: f32, pieces: &[Piece], unit: Unit, whole: f64) {
    let inner = radius * 0.66;
    let seen: Vec<&Piece> = pieces.iter().filter(|p| !p.hidden).collect();
    if seen.is_empty() {
        let empty = Sector { centre, inner, outer: radius, from: 0.0, to: TAU };
        let color = sheet.palette().grid;
        sheet.sector(empty, color);
    }
    let gap = if seen.len() > 1 { 1.5 / radius } else { 0.0 };
    let mut from = 0.0f32;
    for piece in seen {
        let turn = (piece.value / whole) as f32 * TAU;
        let full = Sector { centre, inner, outer: radius, from, to: (from + turn).min(TAU) };
        // The gap is taken from the piece, but a sliver is still drawn.
        let drawn = Sector {
            from: full.from + gap / 2.0,
            to: (full.to - gap / 2.0).max(full.from + gap / 2.0 + 0.004),
            ..full
        };
        sheet.sector(drawn, piece.color);
        let lines = vec![
            row(Some(piece.color), sheet.lang().t("chart.value"), format::full(piece.value, unit, sheet.lang())),
            row(None, sheet.lang().t("chart.share"), format::share(piece.value, whole)),
        ];
        sheet.mark(Shape::Sector(full), piece.index.map(|index| Hit { series: 0, index }), piece.name.clone(), lines);
        from += turn;
    }
}

/// The first line large, further lines small.
fn words(sheet: &mut Sheet<'_>, centre: Pos, radius: f32, text: &str) {
    let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
    let (ink, muted) = (sheet.palette().text, sheet.palette().muted);
    let small = lines.len().saturating_sub(1) as f32 * 18.0;
    let mut y = centre.y - small / 2.0;
    for (at, line) in lines.iter().enumerate() {
        let room = radius * 1.7;
        if at == 0 {
            let size = [28.0, 20.0, 16.0, 14.0, 12.0]
                .into_iter()
                .find(|size| font::width(line, *size, true) <= room && *size <= radius * 0.5)
                .unwrap_or(12.0);
            sheet.label(Label::new(Pos::new(centre.x, y), line, ink).size(size).bold().middle().room(room));
            y += size / 2.0 + 12.0;
        } else {
            sheet.label(Label::new(Pos::new(centre.x, y), line, muted).size(SMALL).middle().room(room));
            y += 18.0;
        }
    }
}

/// The list: colour, name, value, share; each line switches its slice off and on.
fn read(sheet: &mut Sheet<'_>, list: Rect, pieces: &[Piece], unit: Unit, whole: f64) {
    let lines = (list.height / 20.0).floor().max(0.0) as usize;
    let shown = if pieces.len() > lines { lines.saturating_sub(1) } else { pieces.len() };
    let line = if shown == 0 { LINE } else { (list.height / pieces.len().min(lines) as f32).min(LINE) };
    let lang = sheet.lang();
    let (text, muted, faint) = (sheet.palette().text, sheet.palette().muted, sheet.palette().faint);
    let values: Vec<String> = pieces.iter().map(|p| format::short(p.value, unit, lang)).collect();
    let value_room = values.iter().map(|v| font::width(v, NORMAL, false)).fold(0.0, f32::max);
    let share_room = font::width("100.0%", NORMAL, false);
    // A list of shares in percent needs no second column of them. On a narrow list the share is what a ring is for.
    let shares = unit != Unit::Percent && list.width >= 100.0;
    let names = pieces.iter().map(|p| font::width(&p.name, NORMAL, false)).fold(0.0, f32::max);
    let both = list.width - 20.0 - value_room - 12.0 - share_room - 16.0 >= names.min(180.0);
    let (value_room, tail) = match (shares, both) {
        (true, true) => (value_room, share_room + 16.0),
        (true, false) => (0.0, share_room),
        (false, _) => (value_room, 0.0),
    };
    for (at, (piece, value)) in pieces.iter().zip(&values).take(shown).enumerate() {
        let strip = Rect::new(list.x, list.y + at as f32 * line, list.width, line);
        let y = strip.centre().y;
        let (key, ink) = if piece.hidden { (faint.alpha(0.45), faint) } else { (piece.color, text) };
        sheet.rect(Rect::new(list.x + 2.0, y - 5.0, 10.0, 10.0), 2.0, key);
        let room = list.width - 20.0 - value_room - tail - 12.0;
        let name = sheet.label(Label::new(Pos::new(list.x + 20.0, y), &piece.name, ink).size(NORMAL).room(room));
        if piece.hidden {
            sheet.across(name.x, name.right(), y, faint);
        }
        let end = list.right() - tail;
        if both || !shares {
            sheet.label(Label::new(Pos::new(end, y), value, ink).size(NORMAL).end());
        }
        if shares && !piece.hidden {
            let share = format::share(piece.value, whole);
            sheet.label(Label::new(Pos::new(list.right(), y), &share, muted).size(NORMAL).end());
        }
        if let Some(series) = piece.index {
            let entry =
                LegendEntry { rect: strip, series, name: piece.name.clone(), color: piece.color, hidden: piece.hidden };
            sheet.legend(entry);
        }
    }
    if shown < pieces.len() && shown > 0 {
        let words = lang.f("chart.more_rows", &[("n", &(pieces.len() - shown).to_string())]);
        let at = Pos::new(list.x + 20.0, list.y + (shown as f32 + 0.5) * line);
        sheet.label(Label::new(at, &words, muted).room(list.width - 20.0));
    }
}
