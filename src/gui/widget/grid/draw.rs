//! Draws one frame of a grid: what is visible and nothing else.

use iced::advanced::Renderer as _;
use iced::advanced::graphics::geometry::Renderer as _;
use iced::widget::canvas::{Frame, LineJoin, Path, Stroke};
use iced::{Color, Point, Rectangle, Renderer, Size, Theme, Vector};

use crate::gui::theme::{Tokens, size};
use crate::gui::widget::ruler::{self, Align, Ink, fill, framed, label};
use crate::gui::widget::spark;

use super::input::{Drag, Inner};
use super::plan::{PAD, Plan, ROW};
use super::{Cell, Column, Grid, Look};

/// Height of a badge.
const BADGE: f32 = 20.0;

impl<Message> Grid<'_, Message> {
    pub(super) fn draw_all(
        &self,
        inner: &Inner,
        renderer: &mut Renderer,
        theme: &Theme,
        plan: &Plan,
        visible: Rectangle,
    ) {
        let t = Tokens::of(theme);
        let brush = Brush { t, red_up: self.red_up };
        if let Some(body) = plan.body.intersection(&visible) {
            renderer.with_layer(body, |renderer| self.draw_body(inner, renderer, plan, &brush, body));
        }
        if let Some(header) = plan.header.intersection(&visible) {
            renderer.with_layer(header, |renderer| self.draw_header(inner, renderer, plan, &brush, header));
        }
        if let Some(band) = plan.filter_band {
            line(renderer, Point::new(band.x, band.y + band.height - 1.0), band.width, t.border);
        }
        if let Some(band) = plan.totals.and_then(|band| band.intersection(&visible)) {
            renderer.with_layer(band, |renderer| self.draw_totals(renderer, plan, &brush, band));
        }
        self.draw_bars(inner, renderer, plan, t, visible);
        if let Some(Drag::Column { index, .. }) = &inner.drag
            && let Some(placed) = plan.columns.iter().find(|c| c.index == *index)
        {
            let x = placed.x + placed.width - 1.0;
            let height = plan.body.y + plan.body.height - plan.header.y;
            fill(renderer, Rectangle::new(Point::new(x, plan.header.y), Size::new(1.0, height)), t.accent, 0.0);
        }
    }

    fn draw_header(&self, inner: &Inner, renderer: &mut Renderer, plan: &Plan, brush: &Brush, clip: Rectangle) {
        let t = brush.t;
        if self.selectable {
            let selection = self.state.selection.borrow();
            let count = selection.count(plan.len);
            let mark = match count {
                0 => Check::Off,
                n if n == plan.len => Check::On,
                _ => Check::Some,
            };
            check(renderer, plan.check(plan.header.y), mark, t);
        }
        let sort = self.state.sort.get();
        for placed in &plan.columns {
            let Some(column) = self.columns.get(placed.index) else { continue };
            let area = plan.header_cell(placed);
            let sorted = sort.filter(|s| s.column == column.id);
            let hot = inner.hover_header == Some(placed.index) && column.sortable;
            let colour = if sorted.is_some() || hot { t.text } else { t.muted };
            let mut text_area = padded(area);
            if sorted.is_some() {
                text_area.width -= 12.0;
            }
            let title = ruler::fit(&column.title, size::SMALL, sorted.is_some(), text_area.width);
            let align = if column.right() { Align::Right } else { Align::Left };
            let ink = Ink { size: size::SMALL, bold: sorted.is_some(), colour, align };
            label(renderer, &title, text_area, ink, clip);
            if let Some(sort) = sorted {
                let width = ruler::width(&title, size::SMALL, true);
                let x = if column.right() { text_area.x + text_area.width } else { text_area.x + width } + 3.0;
                let arrow = Rectangle::new(Point::new(x, area.y), Size::new(10.0, area.height));
                let ink = Ink { size: size::SMALL, bold: true, colour: t.accent_text, align: Align::Left };
                label(renderer, if sort.descending { "↓" } else { "↑" }, arrow, ink, clip);
            }
            if inner.hover_edge == Some(placed.index) {
                let edge = Rectangle::new(
                    Point::new(area.x + area.width - 1.0, area.y + 7.0),
                    Size::new(1.0, area.height - 14.0),
                );
                fill(renderer, edge, t.border_strong, 0.0);
            }
        }
        line(renderer, Point::new(plan.header.x, plan.header.y + ROW - 1.0), plan.header.width, t.border);
    }

    fn draw_body(&self, inner: &Inner, renderer: &mut Renderer, plan: &Plan, brush: &Brush, clip: Rectangle) {
        let t = brush.t;
        let selection = self.state.selection.borrow();
        let cursor = self.state.cursor.get();
        let mut sparks: Vec<(Rectangle, Vec<Option<f32>>)> = Vec::new();
        for row in plan.rows.clone() {
            let area = plan.row(row);
            let chosen = !selection.is_empty() && selection.contains(self.rows.key(row));
            if chosen || cursor == Some(row) {
                fill(renderer, area, t.accent_soft, 0.0);
            } else if inner.hover == Some(row) {
                fill(renderer, area, t.hover, 0.0);
            }
            line(renderer, Point::new(area.x, area.y + ROW - 1.0), area.width, t.border);
            if cursor == Some(row) && self.state.focused.get() {
                fill(renderer, Rectangle::new(area.position(), Size::new(2.0, ROW - 1.0)), t.accent, 0.0);
            }
            if self.selectable {
                check(renderer, plan.check(area.y), if chosen { Check::On } else { Check::Off }, t);
            }
            let ready = self.rows.ready(row);
            for placed in &plan.columns {
                let Some(column) = self.columns.get(placed.index) else { continue };
                let area = plan.cell(row, placed);
                if !ready {
                    let mut bar = padded(area);
                    bar.width = (bar.width * 0.6).min(120.0);
                    bar.y += 11.0;
                    bar.height = 8.0;
                    fill(renderer, bar, t.hover, 4.0);
                    continue;
                }
                let cell = self.rows.cell(row, placed.index);
                let hot = inner.hover == Some(row) && inner.hover_column == Some(placed.index);
                if let Look::Spark(values) = cell.look {
                    sparks.push((padded(area).shrink([7.0, 0.0]), values));
                } else {
                    brush.cell(renderer, &cell, column, area, clip, hot);
                }
            }
        }
        if !sparks.is_empty() {
            draw_sparks(renderer, plan.body, &sparks, t, self.red_up);
        }
    }

    fn draw_totals(&self, renderer: &mut Renderer, plan: &Plan, brush: &Brush, clip: Rectangle) {
        let (Some(totals), Some(band)) = (&self.totals, plan.totals) else { return };
        line(renderer, band.position(), band.width, brush.t.border);
        for placed in &plan.columns {
            let (Some(cell), Some(column), Some(area)) =
                (totals.get(placed.index), self.columns.get(placed.index), plan.total_cell(placed))
            else {
                continue;
            };
            let strong = match cell.look {
                Look::Plain => Cell { text: cell.text.clone(), look: Look::Strong },
                _ => cell.clone(),
            };
            brush.cell(renderer, &strong, column, area, clip, false);
        }
    }

    fn draw_bars(&self, inner: &Inner, renderer: &mut Renderer, plan: &Plan, t: &Tokens, visible: Rectangle) {
        let dragged = |wanted: bool| match inner.drag {
            Some(Drag::ScrollY { .. }) => wanted,
            Some(Drag::ScrollX { .. }) => !wanted,
            _ => false,
        };
        // Never beyond what is seen of the grid: below the fold stands the foot line.
        let Some(seen) = plan.bounds.intersection(&visible) else { return };
        renderer.with_layer(seen, |renderer| {
            for (bar, hot) in [(plan.bar_y(), dragged(true)), (plan.bar_x(), dragged(false))] {
                if let Some((_, thumb)) = bar {
                    fill(renderer, thumb, if hot || inner.hover_bar { t.faint } else { t.border_strong }, 3.0);
                }
            }
        });
    }
}

/// What cells are drawn with.
struct Brush {
    t: &'static Tokens,
    red_up: bool,
}

impl Brush {
    fn cell(&self, renderer: &mut Renderer, cell: &Cell, column: &Column, area: Rectangle, clip: Rectangle, hot: bool) {
        let t = self.t;
        let room = padded(area);
        let align = if column.right() { Align::Right } else { Align::Left };
        let (bold, colour) = match &cell.look {
            Look::Plain | Look::Lead | Look::Bar(_) | Look::Spark(_) => (false, t.text),
            Look::Muted => (false, t.muted),
            Look::Strong => (true, t.text),
            Look::Link => (false, t.blue),
            Look::Badge(tone) => return self.badge(renderer, &cell.text, *tone, room, clip),
            Look::Toned(tone) => (false, tone.colours(t).1),
            Look::Change(Some(up)) => (false, t.change(*up, self.red_up)),
            Look::Change(None) => (false, t.muted),
        };
        if let Look::Bar(share) = cell.look {
            let width = (room.width * share.clamp(0.0, 1.0)).max(0.0);
            let x = if align == Align::Right { room.x + room.width - width } else { room.x };
            let bar = Rectangle::new(Point::new(x, room.y + ROW - 6.0), Size::new(width, 3.0));
            fill(renderer, bar, t.blue, 1.5);
        }
        let text = match cell.look {
            Look::Change(Some(up)) => {
                format!("{} {}", if up { '▲' } else { '▼' }, cell.text.trim_start_matches(['+', crate::table::MINUS]))
            }
            _ => cell.text.clone(),
        };
        let text = ruler::fit(&text, size::BODY, bold, room.width);
        label(renderer, &text, room, Ink { size: size::BODY, bold, colour, align }, clip);
        if hot && cell.look.opens() {
            let width = ruler::width(&text, size::BODY, bold);
            let x = if align == Align::Right { room.x + room.width - width } else { room.x };
            line(renderer, Point::new(x, room.y + ROW - 7.0), width, colour);
        }
    }

    fn badge(
        &self,
        renderer: &mut Renderer,
        text: &str,
        tone: crate::gui::theme::badge::Tone,
        room: Rectangle,
        clip: Rectangle,
    ) {
        if text.is_empty() {
            return;
        }
        let (ground, colour) = tone.colours(self.t);
        let text = ruler::fit(text, size::SMALL, false, room.width - 12.0);
        let width = ruler::width(&text, size::SMALL, false) + 12.0;
        let area = Rectangle::new(Point::new(room.x, room.y + (ROW - BADGE) / 2.0), Size::new(width.ceil(), BADGE));
        fill(renderer, area, ground, 4.0);
        label(renderer, &text, area, Ink { size: size::SMALL, bold: false, colour, align: Align::Centre }, clip);
    }
}

fn padded(area: Rectangle) -> Rectangle {
    Rectangle { x: area.x + PAD, width: (area.width - 2.0 * PAD).max(0.0), ..area }
}

fn line(renderer: &mut Renderer, at: Point, width: f32, colour: Color) {
    fill(renderer, Rectangle::new(at, Size::new(width, 1.0)), colour, 0.0);
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    Off,
    Some,
    On,
}

fn check(renderer: &mut Renderer, area: Rectangle, mark: Check, t: &Tokens) {
    if mark == Check::Off {
        framed(renderer, area, t.surface, t.border_strong, 3.0);
        return;
    }
    fill(renderer, area, t.accent_text, 3.0);
    if mark == Check::Some {
        let dash = Rectangle::new(Point::new(area.x + 3.5, area.center_y() - 1.0), Size::new(7.0, 2.0));
        fill(renderer, dash, t.on_accent, 1.0);
        return;
    }
    let tick = Rectangle::new(Point::new(area.x, area.y - 3.0), Size::new(area.width, area.height + 6.0));
    let ink = Ink { size: 11.0, bold: true, colour: t.on_accent, align: Align::Centre };
    label(renderer, "✓", tick, ink, tick);
}

/// All spark lines of a frame in one piece of geometry: each piece costs the software renderer a clip mask.
fn draw_sparks(
    renderer: &mut Renderer,
    body: Rectangle,
    sparks: &[(Rectangle, Vec<Option<f32>>)],
    t: &Tokens,
    red_up: bool,
) {
    let mut frame = Frame::new(renderer, body.size());
    for (area, values) in sparks {
        let origin = Vector::new(area.x - body.x, area.y - body.y);
        let colour = match spark::direction(values) {
            Some(up) => t.change(up, red_up),
            None => t.faint,
        };
        for run in spark::runs(values, area.size()) {
            let path = Path::new(|path| {
                for (at, point) in run.iter().enumerate() {
                    if at == 0 {
                        path.move_to(*point + origin);
                    } else {
                        path.line_to(*point + origin);
                    }
                }
            });
            frame.stroke(
                &path,
                Stroke { line_join: LineJoin::Round, ..Stroke::default().with_color(colour).with_width(1.5) },
            );
        }
    }
    let geometry = frame.into_geometry();
    renderer.with_translation(Vector::new(body.x, body.y), |renderer| renderer.draw_geometry(geometry));
}
