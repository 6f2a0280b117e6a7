//! Where a grid's rows come from: a trait, and the one that shows a [`Table`].

use std::cmp::Ordering;
use std::sync::Arc;

use crate::gui::theme::badge::Tone;
use crate::gui::theme::size;
use crate::gui::widget::ruler;
use crate::table::{self, Table};

use super::Sort;

/// How a cell looks.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Look {
    #[default]
    Plain,
    Muted,
    Strong,
    /// Clicked apart from its row.
    Link,
    /// The same, and plain until it is pointed at: a number that opens what stands behind it.
    Lead,
    Badge(Tone),
    /// Text in a tone's colour.
    Toned(Tone),
    /// A change with its arrow: up, down, or neither.
    Change(Option<bool>),
    /// A bar behind the text, from 0 to 1.
    Bar(f32),
    /// A small line instead of text.
    Spark(Vec<Option<f32>>),
}

impl Look {
    /// Clicked apart from its row.
    pub const fn opens(&self) -> bool {
        matches!(self, Self::Link | Self::Lead)
    }
}

/// One cell, as it is shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    pub look: Look,
}

impl Cell {
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), look: Look::Plain }
    }

    pub fn new(text: impl Into<String>, look: Look) -> Self {
        Self { text: text.into(), look }
    }
}

impl From<&table::Cell> for Cell {
    fn from(cell: &table::Cell) -> Self {
        let look = if matches!(cell, table::Cell::Empty) { Look::Muted } else { Look::Plain };
        Self { text: cell.shown(), look }
    }
}

/// The rows of a grid. Asked only for what is visible.
pub trait Rows {
    fn len(&self) -> usize;

    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What stands in a cell. Called for ready rows only.
    fn cell(&self, row: usize, column: usize) -> Cell;

    /// The row has been loaded.
    fn ready(&self, _row: usize) -> bool {
        true
    }

    /// What names the row when the order changes: an id.
    fn key(&self, row: usize) -> i64 {
        i64::try_from(row).unwrap_or(i64::MAX)
    }
}

/// How many rows decide how much room a column needs.
const MEASURED: usize = 200;
/// Room for the arrow of a sorted heading or of a change.
const ARROW: f32 = 16.0;
/// What part of its width a column of words keeps, and how little it may be.
const WORDS: f32 = 0.75;
const NARROW_TEXT: f32 = 110.0;
const LONG_HEAD: f32 = 120.0;

type Dress = Box<dyn Fn(usize, usize, &table::Cell) -> Option<Look> + Send + Sync>;

/// A table in memory, in any order.
pub struct TableRows {
    table: Arc<Table>,
    /// Shown row to table row.
    order: Vec<u32>,
    dress: Option<Dress>,
}

impl std::fmt::Debug for TableRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TableRows")
            .field("table", &self.table.id)
            .field("rows", &self.order.len())
            .finish_non_exhaustive()
    }
}

impl TableRows {
    pub fn new(table: Arc<Table>) -> Self {
        let order = (0..u32::try_from(table.rows.len()).unwrap_or(u32::MAX)).collect();
        Self { table, order, dress: None }
    }

    /// A table of the report: shares in its `change` columns show their direction with arrow and colour.
    pub fn of_report(table: Arc<Table>) -> Self {
        let changes: Vec<bool> =
            table.columns.iter().map(|column| column.id == "change" || column.id.ends_with("_change")).collect();
        Self::new(table).dressed(move |_, column, cell| match cell {
            table::Cell::Ratio(num, den) if *den > 0 && changes.get(column) == Some(&true) => {
                // What reads 0.0 % points nowhere.
                let moved = num.unsigned_abs().saturating_mul(2000) >= den.unsigned_abs();
                Some(Look::Change(moved.then_some(*num > 0)))
            }
            table::Cell::Change(moved) | table::Cell::Points(moved, _) => {
                Some(Look::Change((*moved != 0).then_some(*moved > 0)))
            }
            _ => None,
        })
    }

    /// Looks of cells by table row, column and value; `None` leaves a cell as it is.
    #[must_use]
    pub fn dressed(
        mut self,
        dress: impl Fn(usize, usize, &table::Cell) -> Option<Look> + Send + Sync + 'static,
    ) -> Self {
        self.dress = Some(Box::new(dress));
        self
    }

    /// The grid's columns for the table's: as wide as their numbers and headings need; the first text column grows.
    pub fn columns(&self) -> Vec<super::Column> {
        let mut columns: Vec<super::Column> = self.table.columns.iter().map(super::Column::from).collect();
        for (at, column) in columns.iter_mut().enumerate() {
            let needed = self.needed(at, column.right());
            column.width = if column.kind == table::Kind::Text { column.width } else { column.width.max(needed) };
            // Words can be cut and read in full elsewhere, figures cannot.
            let least = if column.kind == table::Kind::Text { column.width * WORDS } else { 0.0 };
            column.least = needed.min(least.max(NARROW_TEXT)).min(column.width);
            if column.kind != table::Kind::Text {
                column.least = needed.min(column.width);
            }
        }
        if let Some(first) = columns.iter_mut().find(|c| c.kind == table::Kind::Text) {
            first.grow = true;
        }
        columns
    }

    /// What a column's heading and its first rows take.
    fn needed(&self, column: usize, right: bool) -> f32 {
        let head = self.table.columns.get(column).map_or(0.0, |c| ruler::width(&c.title, size::SMALL, false));
        // A sorted column has its arrow, a change has one, too. Of a very long heading the beginning must do.
        let head = head.min(LONG_HEAD) + ARROW;
        let cells = self.table.rows.iter().take(MEASURED).filter_map(|row| row.get(column));
        let arrow = if right { ARROW } else { 0.0 };
        let widest = cells.map(|cell| {
            let moved = matches!(cell, table::Cell::Change(_) | table::Cell::Points(..) | table::Cell::Ratio(..));
            ruler::width(&cell.shown(), size::BODY, false) + if moved { arrow } else { 0.0 }
        });
        (widest.fold(head, f32::max) + 2.0 * super::plan::PAD).ceil()
    }

    pub fn table(&self) -> &Arc<Table> {
        &self.table
    }

    /// The table with its rows as they are shown: ordered and filtered.
    pub fn shown(&self) -> Table {
        let rows = self.order.iter().filter_map(|at| self.table.rows.get(*at as usize).cloned()).collect();
        Table { id: self.table.id, title: self.table.title.clone(), columns: self.table.columns.clone(), rows }
    }

    /// The table's row behind a shown one.
    pub fn source_row(&self, row: usize) -> Option<usize> {
        self.order.get(row).map(|at| *at as usize)
    }

    /// Keeps the rows `keep` says yes to, in the table's own order.
    pub fn filter(&mut self, keep: impl Fn(&[table::Cell]) -> bool) {
        self.order = (0..).zip(&self.table.rows).filter(|(_, row)| keep(row)).map(|(at, _)| at).collect();
    }

    /// Orders the rows; unknown values stand last either way, equal ones keep their order.
    pub fn sort(&mut self, sort: Option<Sort>) {
        let Some(sort) = sort else {
            self.order.sort_unstable();
            return;
        };
        let Some(column) = self.table.columns.iter().position(|c| c.id == sort.column) else { return };
        let rows = &self.table.rows;
        let cell = |at: u32| rows.get(at as usize).and_then(|row| row.get(column)).unwrap_or(&table::Cell::Empty);
        self.order.sort_by(|a, b| {
            let (a, b) = (cell(*a), cell(*b));
            match (unknown(a), unknown(b)) {
                (true, true) => Ordering::Equal,
                (true, false) => Ordering::Greater,
                (false, true) => Ordering::Less,
                (false, false) if sort.descending => compare(b, a),
                (false, false) => compare(a, b),
            }
        });
    }
}

const fn unknown(cell: &table::Cell) -> bool {
    matches!(cell, table::Cell::Empty | table::Cell::Ratio(_, 0))
}

fn compare(a: &table::Cell, b: &table::Cell) -> Ordering {
    use table::Cell as C;
    match (a, b) {
        (C::Text(a), C::Text(b)) => a.cmp(b),
        (C::Count(a), C::Count(b)) => a.cmp(b),
        (C::Number(a) | C::Each(a), C::Number(b) | C::Each(b)) => a.cmp(b),
        (C::Money(a), C::Money(b)) => a.cmp(b),
        (C::Ratio(a, m), C::Ratio(b, n)) => {
            let (left, right) = (i128::from(*a) * i128::from(*n), i128::from(*b) * i128::from(*m));
            if (*m < 0) == (*n < 0) { left.cmp(&right) } else { right.cmp(&left) }
        }
        (C::Change(a) | C::Points(a, _), C::Change(b) | C::Points(b, _)) => a.cmp(b),
        (C::Date(a), C::Date(b)) => a.cmp(b),
        (C::Time(a), C::Time(b)) => a.cmp(b),
        _ => a.shown().cmp(&b.shown()),
    }
}

impl Rows for TableRows {
    fn len(&self) -> usize {
        self.order.len()
    }

    fn cell(&self, row: usize, column: usize) -> Cell {
        let Some(at) = self.source_row(row) else { return Cell::default() };
        let Some(cell) = self.table.rows.get(at).and_then(|row| row.get(column)) else { return Cell::default() };
        let mut shown = Cell::from(cell);
        if let Some(look) = self.dress.as_ref().and_then(|dress| dress(at, column, cell)) {
            shown.look = look;
        }
        shown
    }

    fn key(&self, row: usize) -> i64 {
        self.order.get(row).map_or(-1, |at| i64::from(*at))
    }
}
