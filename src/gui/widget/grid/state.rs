//! What a grid keeps while its page is hidden: scroll, cursor, selection, order, widths.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use iced::advanced::widget::operation::Focusable;

use crate::settings::GridLayout;

use super::rows::Rows;

/// The order of a grid's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sort {
    pub column: &'static str,
    pub descending: bool,
}

/// Chosen rows by key. "All" is kept as such, so that choosing a million rows costs nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    all: bool,
    /// The chosen ones, or with `all` the ones that are not.
    keys: HashSet<i64>,
}

impl Selection {
    pub fn contains(&self, key: i64) -> bool {
        self.all != self.keys.contains(&key)
    }

    pub fn is_empty(&self) -> bool {
        !self.all && self.keys.is_empty()
    }

    /// How many rows of `len` are chosen.
    pub fn count(&self, len: usize) -> usize {
        if self.all { len.saturating_sub(self.keys.len()) } else { self.keys.len() }
    }

    pub fn toggle(&mut self, key: i64) {
        if !self.keys.remove(&key) {
            self.keys.insert(key);
        }
    }

    pub fn set(&mut self, key: i64, on: bool) {
        if self.contains(key) != on {
            self.toggle(key);
        }
    }

    pub fn all(&mut self) {
        *self = Self { all: true, keys: HashSet::new() };
    }

    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The chosen keys in the order of the rows.
    pub fn keys(&self, rows: &dyn Rows) -> Vec<i64> {
        (0..rows.len()).map(|row| rows.key(row)).filter(|key| self.contains(*key)).collect()
    }
}

/// The state of one grid. The widget changes it in place, so a page only reads it.
#[derive(Debug)]
pub struct GridState {
    /// Id under which the layout is remembered.
    pub id: &'static str,
    pub(super) scroll_y: Cell<f64>,
    pub(super) scroll_x: Cell<f32>,
    pub(super) focused: Cell<bool>,
    /// The row the keyboard is on.
    pub(super) cursor: Cell<Option<usize>>,
    /// Where a range with Shift begins.
    pub(super) anchor: Cell<Option<usize>>,
    pub(super) selection: RefCell<Selection>,
    pub(super) sort: Cell<Option<Sort>>,
    pub(super) widths: RefCell<BTreeMap<String, f32>>,
    pub(super) hidden: RefCell<HashSet<String>>,
    /// Columns the program comes with put away.
    away: Vec<&'static str>,
    /// Nobody has changed widths or columns yet.
    fresh: bool,
    /// Rows asked for with the last [`super::GridEvent::Need`].
    pub(super) asked: RefCell<Option<Range<usize>>>,
    /// Rows the body had room for when it was last drawn.
    pub(super) room: Cell<usize>,
}

impl GridState {
    /// `layout` as it was remembered under `id`.
    pub fn new(id: &'static str, layout: Option<&GridLayout>) -> Self {
        let fresh = layout.is_none();
        let layout = layout.cloned().unwrap_or_default();
        Self {
            id,
            scroll_y: Cell::new(0.0),
            scroll_x: Cell::new(0.0),
            focused: Cell::new(false),
            cursor: Cell::new(None),
            anchor: Cell::new(None),
            selection: RefCell::default(),
            sort: Cell::new(None),
            widths: RefCell::new(layout.widths),
            hidden: RefCell::new(layout.hidden.into_iter().collect()),
            away: Vec::new(),
            fresh,
            asked: RefCell::new(None),
            room: Cell::new(0),
        }
    }

    #[must_use]
    pub fn sorted_by(self, column: &'static str, descending: bool) -> Self {
        self.sort.set(Some(Sort { column, descending }));
        self
    }

    /// Columns put away until the person wants them.
    #[must_use]
    pub fn hiding(mut self, columns: &[&'static str]) -> Self {
        self.away = columns.to_vec();
        // Only where the person has not chosen otherwise.
        if self.fresh {
            self.put_away();
        }
        self
    }

    fn put_away(&self) {
        let mut hidden = self.hidden.borrow_mut();
        hidden.clear();
        hidden.extend(self.away.iter().map(|column| (*column).to_owned()));
    }

    pub fn sort(&self) -> Option<Sort> {
        self.sort.get()
    }

    pub fn set_sort(&self, sort: Option<Sort>) {
        self.sort.set(sort);
    }

    /// The row the keyboard or the last click is on.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor.get()
    }

    pub fn set_cursor(&self, row: Option<usize>) {
        self.cursor.set(row);
    }

    pub fn selection(&self) -> Selection {
        self.selection.borrow().clone()
    }

    pub fn selected(&self, len: usize) -> usize {
        self.selection.borrow().count(len)
    }

    pub fn clear_selection(&self) {
        self.selection.borrow_mut().clear();
    }

    /// Other rows: back to the top, nothing chosen.
    pub fn reset(&self) {
        self.scroll_y.set(0.0);
        self.cursor.set(None);
        self.anchor.set(None);
        self.selection.borrow_mut().clear();
        *self.asked.borrow_mut() = None;
    }

    /// The rows are the same ones in another order.
    pub fn reordered(&self) {
        self.scroll_y.set(0.0);
        self.cursor.set(None);
        self.anchor.set(None);
        *self.asked.borrow_mut() = None;
    }

    pub fn visible(&self, column: &str) -> bool {
        !self.hidden.borrow().contains(column)
    }

    /// Shows or puts away a column and tells the layout to remember.
    pub fn toggle_column(&self, column: &str) -> GridLayout {
        {
            let mut hidden = self.hidden.borrow_mut();
            if !hidden.remove(column) {
                hidden.insert(column.to_owned());
            }
        }
        self.layout()
    }

    /// Back to the widths and columns the program comes with.
    pub fn reset_layout(&self) -> GridLayout {
        self.widths.borrow_mut().clear();
        self.put_away();
        self.layout()
    }

    /// Widths and hidden columns, to be remembered.
    pub fn layout(&self) -> GridLayout {
        let mut hidden: Vec<String> = self.hidden.borrow().iter().cloned().collect();
        hidden.sort_unstable();
        GridLayout { widths: self.widths.borrow().clone(), hidden }
    }

    /// Brings a row into view at the next frame.
    pub fn reveal(&self, row: usize) {
        let height = f64::from(super::plan::ROW);
        let room = (self.room.get().max(1) as f64 - 1.0).max(0.0) * height;
        let top = row as f64 * height;
        let scroll = self.scroll_y.get();
        if top < scroll {
            self.scroll_y.set(top);
        } else if top > scroll + room {
            self.scroll_y.set(top - room);
        }
    }
}

/// Lets focus operations reach a grid.
pub(super) struct Focus<'a>(pub &'a GridState);

impl Focusable for Focus<'_> {
    fn is_focused(&self) -> bool {
        self.0.focused.get()
    }

    fn focus(&mut self) {
        self.0.focused.set(true);
    }

    fn unfocus(&mut self) {
        self.0.focused.set(false);
    }
}
