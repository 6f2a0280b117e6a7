//! What a grid does with mouse and keyboard. Scroll, hover, cursor and selection change in place.

use iced::advanced::clipboard::Kind as ClipboardKind;
use iced::advanced::mouse::click;
use iced::advanced::{Clipboard, Shell};
use iced::keyboard::{self, Key, Modifiers, key::Named};
use iced::{Event, Point, mouse, window};

use crate::gui::widget::ruler;

use super::plan::{NARROWEST, PAD, Plan, ROW};
use super::{Grid, GridEvent, Sort};

/// Rows are asked for in pages of this many.
const PAGE: usize = 200;
/// Pixels of one notch of the wheel.
const NOTCH: f32 = 60.0;

/// What is being dragged.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Drag {
    Column {
        index: usize,
        from: f32,
        width: f32,
    },
    /// Distance of the pointer from the thumb's start.
    ScrollY {
        grip: f32,
    },
    ScrollX {
        grip: f32,
    },
}

/// What only the widget needs to know.
#[derive(Debug, Default)]
pub struct Inner {
    pub(super) hover: Option<usize>,
    pub(super) hover_column: Option<usize>,
    pub(super) hover_header: Option<usize>,
    pub(super) hover_edge: Option<usize>,
    pub(super) hover_bar: bool,
    pub(super) drag: Option<Drag>,
    modifiers: Modifiers,
    last_click: Option<click::Click>,
}

impl<Message> Grid<'_, Message> {
    pub(super) fn handle(
        &self,
        inner: &mut Inner,
        event: &Event,
        plan: &Plan,
        cursor: mouse::Cursor,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            Event::Window(window::Event::RedrawRequested(_)) => self.ask_for_rows(plan, shell),
            Event::Mouse(event) => self.mouse(inner, *event, plan, cursor, shell),
            Event::Keyboard(keyboard::Event::ModifiersChanged(modifiers)) => inner.modifiers = *modifiers,
            Event::Keyboard(keyboard::Event::KeyPressed { key, modifiers, .. }) if self.state.focused.get() => {
                self.key(key, *modifiers, plan, clipboard, shell);
            }
            _ => {}
        }
    }

    fn publish(&self, shell: &mut Shell<'_, Message>, event: GridEvent) {
        shell.publish((self.on_event)(event));
    }

    fn ask_for_rows(&self, plan: &Plan, shell: &mut Shell<'_, Message>) {
        if plan.rows.clone().all(|row| self.rows.ready(row)) {
            return;
        }
        let from = plan.rows.start / PAGE * PAGE;
        let to = (plan.rows.end.div_ceil(PAGE) * PAGE).min(plan.len);
        if self.state.asked.borrow().as_ref() == Some(&(from..to)) {
            return;
        }
        *self.state.asked.borrow_mut() = Some(from..to);
        self.publish(shell, GridEvent::Need(from..to));
    }

    fn mouse(
        &self,
        inner: &mut Inner,
        event: mouse::Event,
        plan: &Plan,
        cursor: mouse::Cursor,
        shell: &mut Shell<'_, Message>,
    ) {
        match event {
            mouse::Event::CursorMoved { .. } => self.moved(inner, plan, cursor, shell),
            mouse::Event::CursorLeft if inner.hover.take().is_some() => {
                shell.request_redraw();
            }
            mouse::Event::WheelScrolled { delta } if cursor.is_over(plan.bounds) => {
                let (x, y) = match delta {
                    mouse::ScrollDelta::Lines { x, y } => (x * NOTCH, y * NOTCH),
                    mouse::ScrollDelta::Pixels { x, y } => (x, y),
                };
                let (x, y) = if inner.modifiers.shift() { (x + y, 0.0) } else { (x, y) };
                if self.scroll(plan, -x, f64::from(-y), shell) {
                    self.moved(inner, plan, cursor, shell);
                    shell.capture_event();
                }
            }
            mouse::Event::ButtonPressed(mouse::Button::Left) => {
                if let Some(point) = cursor.position_over(plan.bounds) {
                    self.state.focused.set(true);
                    self.pressed(inner, plan, point, shell);
                    shell.request_redraw();
                    shell.capture_event();
                } else if self.state.focused.replace(false) {
                    shell.request_redraw();
                }
            }
            mouse::Event::ButtonReleased(mouse::Button::Left) => {
                if let Some(drag) = inner.drag.take() {
                    if matches!(drag, Drag::Column { .. }) {
                        self.publish(shell, GridEvent::Layout(self.state.layout()));
                    }
                    shell.request_redraw();
                    shell.capture_event();
                }
            }
            _ => {}
        }
    }

    /// Scrolls by pixels; `false` when the grid is at its end already, so that what is around it may scroll.
    fn scroll(&self, plan: &Plan, x: f32, y: f64, shell: &mut Shell<'_, Message>) -> bool {
        let most_y = (plan.content_height - f64::from(plan.body.height)).max(0.0);
        let most_x = (plan.content_width - plan.bounds.width).max(0.0);
        let to_y = (plan.scroll_y + y).clamp(0.0, most_y);
        let to_x = (plan.scroll_x + x).clamp(0.0, most_x);
        let moved_y = (to_y - plan.scroll_y).abs() > f64::EPSILON;
        let moved_x = (to_x - plan.scroll_x).abs() > f32::EPSILON;
        if moved_y {
            self.state.scroll_y.set(to_y);
        }
        if moved_x {
            self.state.scroll_x.set(to_x);
            if !self.filters.is_empty() {
                shell.invalidate_layout();
            }
        }
        if moved_x || moved_y {
            shell.request_redraw();
        }
        moved_x || moved_y
    }

    fn moved(&self, inner: &mut Inner, plan: &Plan, cursor: mouse::Cursor, shell: &mut Shell<'_, Message>) {
        match inner.drag {
            Some(Drag::Column { index, from, width }) => {
                if let (Some(column), Some(point)) = (self.columns.get(index), cursor.position()) {
                    let width = (width + point.x - from).clamp(NARROWEST, 1200.0).round();
                    self.state.widths.borrow_mut().insert(column.id.to_owned(), width);
                    shell.invalidate_layout();
                    shell.request_redraw();
                }
                return;
            }
            Some(Drag::ScrollY { grip }) => {
                if let (Some((track, thumb)), Some(point)) = (plan.bar_y(), cursor.position()) {
                    let room = f64::from(track.height - thumb.height).max(1.0);
                    let share = (f64::from(point.y - grip - track.y) / room).clamp(0.0, 1.0);
                    self.state.scroll_y.set(share * (plan.content_height - f64::from(plan.body.height)).max(0.0));
                    shell.request_redraw();
                }
                return;
            }
            Some(Drag::ScrollX { grip }) => {
                if let (Some((track, thumb)), Some(point)) = (plan.bar_x(), cursor.position()) {
                    let room = (track.width - thumb.width).max(1.0);
                    let share = ((point.x - grip - track.x) / room).clamp(0.0, 1.0);
                    self.state.scroll_x.set(share * (plan.content_width - plan.bounds.width).max(0.0));
                    shell.invalidate_layout();
                    shell.request_redraw();
                }
                return;
            }
            None => {}
        }
        let point = cursor.position_over(plan.bounds);
        let in_header = point.filter(|p| plan.header.contains(*p));
        let hover = point.and_then(|p| plan.row_at(p));
        let hover_column = point.and_then(|p| plan.column_at(p.x)).map(|c| c.index);
        let hover_edge = in_header.and_then(|p| plan.edge_at(p.x)).map(|c| c.index);
        let hover_header = in_header.and_then(|p| plan.column_at(p.x)).map(|c| c.index);
        let over = |bar: Option<(iced::Rectangle, iced::Rectangle)>| {
            point.is_some_and(|p| bar.is_some_and(|(track, _)| track.contains(p)))
        };
        let hover_bar = over(plan.bar_y()) || over(plan.bar_x());
        let now = (hover, hover_column, hover_edge, hover_header, hover_bar);
        let before = (inner.hover, inner.hover_column, inner.hover_edge, inner.hover_header, inner.hover_bar);
        if now != before {
            (inner.hover, inner.hover_column, inner.hover_edge, inner.hover_header, inner.hover_bar) = now;
            shell.request_redraw();
        }
    }

    fn pressed(&self, inner: &mut Inner, plan: &Plan, point: Point, shell: &mut Shell<'_, Message>) {
        let click = click::Click::new(point, mouse::Button::Left, inner.last_click);
        let double = click.kind() == click::Kind::Double;
        inner.last_click = Some(click);
        if let Some((track, thumb)) = plan.bar_y()
            && track.contains(point)
        {
            let grip = if thumb.contains(point) { point.y - thumb.y } else { thumb.height / 2.0 };
            inner.drag = Some(Drag::ScrollY { grip });
            return self.moved(inner, plan, mouse::Cursor::Available(point), shell);
        }
        if let Some((track, thumb)) = plan.bar_x()
            && track.contains(point)
        {
            let grip = if thumb.contains(point) { point.x - thumb.x } else { thumb.width / 2.0 };
            inner.drag = Some(Drag::ScrollX { grip });
            return self.moved(inner, plan, mouse::Cursor::Available(point), shell);
        }
        if plan.header.contains(point) {
            self.pressed_header(inner, plan, point, double, shell);
        } else if let Some(row) = plan.row_at(point) {
            self.pressed_row(inner, plan, row, point, shell);
        }
    }

    fn pressed_header(
        &self,
        inner: &mut Inner,
        plan: &Plan,
        point: Point,
        double: bool,
        shell: &mut Shell<'_, Message>,
    ) {
        if let Some(edge) = plan.edge_at(point.x) {
            if double {
                self.fit_column(plan, edge.index);
                shell.invalidate_layout();
                self.publish(shell, GridEvent::Layout(self.state.layout()));
            } else {
                inner.drag = Some(Drag::Column { index: edge.index, from: point.x, width: edge.width });
            }
            return;
        }
        if self.selectable && point.x < plan.bounds.x + plan.checks - plan.scroll_x {
            {
                let mut selection = self.state.selection.borrow_mut();
                if selection.count(plan.len) == plan.len { selection.clear() } else { selection.all() }
            }
            return self.publish(shell, GridEvent::Selected);
        }
        let Some(column) = plan.column_at(point.x).and_then(|c| self.columns.get(c.index)) else { return };
        if !column.sortable {
            return;
        }
        // Numbers and dates are wanted largest first, words from the beginning.
        let first_down = column.right() || matches!(column.kind, crate::table::Kind::Date | crate::table::Kind::Time);
        let descending = match self.state.sort.get() {
            Some(sort) if sort.column == column.id => !sort.descending,
            _ => first_down,
        };
        self.state.sort.set(Some(Sort { column: column.id, descending }));
        self.state.reordered();
        self.publish(shell, GridEvent::Sort(column.id));
    }

    fn pressed_row(&self, inner: &Inner, plan: &Plan, row: usize, point: Point, shell: &mut Shell<'_, Message>) {
        let key = self.rows.key(row);
        if self.selectable {
            let on_check = point.x < plan.bounds.x + plan.checks - plan.scroll_x;
            if inner.modifiers.shift() {
                let from = self.state.anchor.get().unwrap_or(row);
                self.select_run(from, row);
                self.state.cursor.set(Some(row));
                return self.publish(shell, GridEvent::Selected);
            }
            if on_check || inner.modifiers.command() {
                self.state.selection.borrow_mut().toggle(key);
                self.state.anchor.set(Some(row));
                self.state.cursor.set(Some(row));
                return self.publish(shell, GridEvent::Selected);
            }
        }
        self.state.anchor.set(Some(row));
        self.state.cursor.set(Some(row));
        if !self.rows.ready(row) {
            return;
        }
        if let Some(placed) = plan.column_at(point.x)
            && let Some(column) = self.columns.get(placed.index)
            && self.rows.cell(row, placed.index).look.opens()
        {
            return self.publish(shell, GridEvent::Link(row, column.id));
        }
        self.publish(shell, GridEvent::Open(row));
    }

    fn select_run(&self, from: usize, to: usize) {
        let mut selection = self.state.selection.borrow_mut();
        selection.clear();
        for row in from.min(to)..=from.max(to) {
            selection.set(self.rows.key(row), true);
        }
    }

    /// As wide as the widest of what is visible.
    fn fit_column(&self, plan: &Plan, index: usize) {
        let Some(column) = self.columns.get(index) else { return };
        let size = crate::gui::theme::size::BODY;
        let title = ruler::width(&column.title, size, true) + 14.0;
        let widest = plan
            .rows
            .clone()
            .filter(|row| self.rows.ready(*row))
            .map(|row| ruler::width(&self.rows.cell(row, index).text, size, false))
            .fold(title, f32::max);
        let width = (widest + 2.0 * PAD + 4.0).clamp(NARROWEST, 600.0).ceil();
        self.state.widths.borrow_mut().insert(column.id.to_owned(), width);
    }

    fn key(
        &self,
        key: &Key,
        modifiers: Modifiers,
        plan: &Plan,
        clipboard: &mut dyn Clipboard,
        shell: &mut Shell<'_, Message>,
    ) {
        if plan.len == 0 {
            return;
        }
        let last = plan.len - 1;
        let page = self.state.room.get().max(1);
        let at = self.state.cursor.get();
        let to = match key.as_ref() {
            Key::Named(Named::ArrowDown) => at.map_or(0, |at| (at + 1).min(last)),
            Key::Named(Named::ArrowUp) => at.map_or(0, |at| at.saturating_sub(1)),
            Key::Named(Named::PageDown) => at.map_or(page, |at| at + page).min(last),
            Key::Named(Named::PageUp) => at.map_or(0, |at| at.saturating_sub(page)),
            Key::Named(Named::Home) => 0,
            Key::Named(Named::End) => last,
            Key::Named(Named::ArrowLeft) => {
                self.scroll(plan, -NOTCH, 0.0, shell);
                return shell.capture_event();
            }
            Key::Named(Named::ArrowRight) => {
                self.scroll(plan, NOTCH, 0.0, shell);
                return shell.capture_event();
            }
            Key::Named(Named::Space) if self.selectable => {
                if let Some(at) = at {
                    self.state.selection.borrow_mut().toggle(self.rows.key(at));
                    self.state.anchor.set(Some(at));
                    self.publish(shell, GridEvent::Selected);
                }
                return shell.capture_event();
            }
            Key::Named(Named::Enter) => {
                if let Some(at) = at.filter(|at| self.rows.ready(*at)) {
                    self.publish(shell, GridEvent::Open(at));
                }
                return shell.capture_event();
            }
            Key::Character("a") if modifiers.command() && self.selectable => {
                self.state.selection.borrow_mut().all();
                self.publish(shell, GridEvent::Selected);
                return shell.capture_event();
            }
            Key::Character("c") if modifiers.command() => {
                self.copy(clipboard, shell);
                return shell.capture_event();
            }
            _ => return,
        };
        if modifiers.shift() && self.selectable {
            let from = self.state.anchor.get().or(at).unwrap_or(to);
            self.state.anchor.set(Some(from));
            self.select_run(from, to);
            self.publish(shell, GridEvent::Selected);
        } else {
            self.state.anchor.set(Some(to));
        }
        self.state.cursor.set(Some(to));
        self.state.reveal(to);
        shell.request_redraw();
        shell.capture_event();
    }

    /// Puts the chosen rows, or the row of the cursor, on the clipboard as TSV with their headings.
    fn copy(&self, clipboard: &mut dyn Clipboard, shell: &mut Shell<'_, Message>) {
        let selection = self.state.selection.borrow();
        let rows: Vec<usize> = if selection.is_empty() {
            self.state.cursor.get().into_iter().collect()
        } else if selection.count(self.rows.len()) > self.copy_limit {
            return self.publish(shell, GridEvent::Copy);
        } else {
            (0..self.rows.len()).filter(|row| selection.contains(self.rows.key(*row))).collect()
        };
        if rows.is_empty() {
            return;
        }
        if !rows.iter().all(|row| self.rows.ready(*row)) {
            return self.publish(shell, GridEvent::Copy);
        }
        clipboard.write(ClipboardKind::Standard, self.tsv(&rows));
        self.publish(shell, GridEvent::Copied(rows.len()));
    }

    fn tsv(&self, rows: &[usize]) -> String {
        let shown: Vec<usize> = (0..self.columns.len())
            .filter(|at| self.columns.get(*at).is_some_and(|c| self.state.visible(c.id)))
            .collect();
        let clean = crate::table::pasted;
        let mut lines = Vec::with_capacity(rows.len() + 1);
        let titles: Vec<String> =
            shown.iter().filter_map(|at| self.columns.get(*at)).map(|c| clean(&c.title)).collect();
        lines.push(titles.join("\t"));
        for row in rows {
            let cells: Vec<String> = shown.iter().map(|at| clean(&self.rows.cell(*row, *at).text)).collect();
            lines.push(cells.join("\t"));
        }
        lines.join("\n")
    }

    pub(super) fn pointer(&self, inner: &Inner, plan: &Plan, cursor: mouse::Cursor) -> mouse::Interaction {
        if matches!(inner.drag, Some(Drag::Column { .. })) {
            return mouse::Interaction::ResizingHorizontally;
        }
        let Some(point) = cursor.position_over(plan.bounds) else { return mouse::Interaction::None };
        if plan.header.contains(point) {
            if plan.edge_at(point.x).is_some() {
                return mouse::Interaction::ResizingHorizontally;
            }
            let sortable = plan.column_at(point.x).and_then(|c| self.columns.get(c.index)).is_some_and(|c| c.sortable);
            return if sortable { mouse::Interaction::Pointer } else { mouse::Interaction::Idle };
        }
        let on_bar = plan.bar_y().is_some_and(|(track, _)| track.contains(point));
        let linked = || {
            let (row, placed) = (plan.row_at(point)?, plan.column_at(point.x)?);
            self.rows.ready(row).then(|| self.rows.cell(row, placed.index).look.opens())
        };
        if !on_bar && linked() == Some(true) { mouse::Interaction::Pointer } else { mouse::Interaction::Idle }
    }

    /// Height of one row, for pages that place things beside rows.
    pub const fn row_height() -> f32 {
        ROW
    }
}
