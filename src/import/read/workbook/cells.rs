//! Cells of a sheet put together into rows: values as text, merged ranges filled downwards.

use std::fmt::Write as _;

use calamine::{Data, DataRef, Dimensions, ExcelDateTime};
use chrono::{NaiveDate, NaiveTime, TimeDelta};

use super::super::MAX_COLUMNS;
use super::super::error::ReadError;
use super::super::row::{Cell, CellKind, Row};
use super::Outlet;

/// A cell's value on its way to text.
pub(super) enum Value<'v> {
    Empty,
    Text(&'v str),
    Number(f64),
    Int(i64),
    Bool(bool),
    Moment(&'v ExcelDateTime),
    Iso(&'v str),
    Error(&'v calamine::CellErrorType),
}

impl<'v> From<&'v DataRef<'v>> for Value<'v> {
    fn from(value: &'v DataRef<'v>) -> Self {
        match value {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Int(number) => Self::Int(*number),
            DataRef::Bool(flag) => Self::Bool(*flag),
            DataRef::DateTime(moment) => Self::Moment(moment),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Self::Iso(text),
            DataRef::Error(error) => Self::Error(error),
        }
    }
}

impl<'v> From<&'v Data> for Value<'v> {
    fn from(value: &'v Data) -> Self {
        match value {
            Data::Empty => Self::Empty,
            Data::String(text) => Self::Text(text),
            Data::Float(number) => Self::Number(*number),
            Data::Int(number) => Self::Int(*number),
            Data::Bool(flag) => Self::Bool(*flag),
            Data::DateTime(moment) => Self::Moment(moment),
            Data::DateTimeIso(text) | Data::DurationIso(text) => Self::Iso(text),
            Data::Error(error) => Self::Error(error),
        }
    }
}

impl Value<'_> {
    /// Writes the value behind `text` and says what it was.
    fn write(&self, text: &mut String) -> CellKind {
        let written = match self {
            Self::Empty => return CellKind::Text,
            Self::Text(value) => {
                // Zero bytes mean nothing, and no text of the shop file may hold one.
                text.extend(value.split('\0'));
                return CellKind::Text;
            }
            Self::Bool(flag) => {
                text.push_str(if *flag { "TRUE" } else { "FALSE" });
                return CellKind::Text;
            }
            Self::Iso(value) => {
                text.push_str(value);
                return CellKind::Date;
            }
            Self::Moment(moment) => {
                write_moment(moment, text);
                return CellKind::Date;
            }
            Self::Error(error) => write!(text, "{error}").map(|()| CellKind::Error),
            Self::Int(number) => write!(text, "{number}").map(|()| CellKind::Number),
            // The shortest digits that mean this float: 97.79, and 97.79000000000001 where that is what the file holds.
            Self::Number(number) => write!(text, "{number}").map(|()| CellKind::Number),
        };
        written.unwrap_or_default()
    }
}

/// `2026-05-01`, `2026-05-01 08:30:00`, or a bare time of day `08:30:00`; durations as hours, minutes, seconds.
fn write_moment(moment: &ExcelDateTime, text: &mut String) {
    let serial = moment.as_f64();
    let written = if moment.is_duration() {
        let seconds = (serial * 86_400.0).round() as i64;
        let sign = if seconds < 0 { "-" } else { "" };
        let seconds = seconds.unsigned_abs();
        write!(text, "{sign}{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    } else {
        // A float of a moment is off by some microseconds: 08:29:59.999 was 08:30:00.
        let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
        let at = NaiveDate::from_ymd_opt(year.into(), month.into(), day.into())
            .and_then(|day| day.and_hms_opt(hour.into(), minute.into(), second.into()))
            .map(|at| at + TimeDelta::seconds(i64::from(milli >= 500)));
        match at {
            // Excel knows a 29 February 1900.
            None => write!(text, "{serial}"),
            Some(at) if (0.0..1.0).contains(&serial) => write!(text, "{}", at.format("%H:%M:%S")),
            Some(at) if at.time() == NaiveTime::MIN => write!(text, "{}", at.format("%Y-%m-%d")),
            Some(at) => write!(text, "{}", at.format("%Y-%m-%d %H:%M:%S")),
        }
    };
    // Writing into a `String` cannot fail.
    written.unwrap_or_default();
}

/// A merged range that reaches below its first row, from the top.
struct Merge {
    top: u32,
    bottom: u32,
    column: u32,
}

/// A merged range the current row lies in.
struct Filling {
    bottom: u32,
    column: u32,
    text: String,
    kind: CellKind,
}

/// Puts cells in file order together into rows.
pub(super) struct Assembly {
    merges: std::iter::Peekable<std::vec::IntoIter<Merge>>,
    filling: Vec<Filling>,
    /// Row being put together, counted from 0.
    number: Option<u32>,
    cells: Vec<(u32, CellKind, std::ops::Range<usize>)>,
    text: String,
    row: Row,
}

impl Assembly {
    pub(super) fn new(merges: Vec<Dimensions>) -> Self {
        let mut merges: Vec<Merge> = merges
            .into_iter()
            .filter(|range| range.end.0 > range.start.0)
            .map(|range| Merge { top: range.start.0, bottom: range.end.0, column: range.start.1 })
            .collect();
        merges.sort_by_key(|merge| (merge.top, merge.column));
        Self {
            merges: merges.into_iter().peekable(),
            filling: Vec::new(),
            number: None,
            cells: Vec::new(),
            text: String::new(),
            row: Row::default(),
        }
    }

    /// Whether a cell of `row` belongs to a later row than the one being put together.
    pub(super) fn is_before(&self, row: u32) -> bool {
        self.number.is_some_and(|number| number != row)
    }

    pub(super) fn add(&mut self, row: u32, column: u32, value: &Value<'_>) -> Result<(), ReadError> {
        self.number = Some(row);
        if column as usize >= MAX_COLUMNS {
            return Err(ReadError::TooWide { row: row.saturating_add(1), limit: MAX_COLUMNS });
        }
        let from = self.text.len();
        let kind = value.write(&mut self.text);
        if self.text.len() > from {
            self.cells.push((column, kind, from..self.text.len()));
        }
        Ok(())
    }

    /// Sends the row off, unless it is empty; `false` when nobody listens any more.
    pub(super) fn flush(&mut self, out: &mut Outlet) -> bool {
        let Some(number) = self.number.take() else { return true };
        if self.cells.is_empty() {
            return true;
        }
        // Cells come in order but for files made by odd programs.
        self.cells.sort_by_key(|(column, _, _)| *column);
        self.fill(number);
        self.row.clear(number.saturating_add(1));
        for (column, kind, range) in &self.cells {
            while self.row.len() < *column as usize {
                self.row.push("");
            }
            if self.row.len() == *column as usize {
                let filled = range.start >= self.text.len();
                let text = if filled {
                    self.filling.iter().find(|f| f.column == *column).map_or("", |f| f.text.as_str())
                } else {
                    self.text.get(range.clone()).unwrap_or_default()
                };
                self.row.push_cell(Cell { text, kind: *kind, filled });
            }
        }
        self.cells.clear();
        self.text.clear();
        out.send(&mut self.row)
    }

    /// Adds the cells that merged ranges from above put into this row, and notes the ranges that begin in it.
    fn fill(&mut self, number: u32) {
        self.filling.retain(|filling| filling.bottom >= number);
        let own = self.cells.len();
        for filling in &self.filling {
            let taken =
                self.cells.get(..own).unwrap_or_default().binary_search_by_key(&filling.column, |c| c.0).is_ok();
            if !taken && !filling.text.is_empty() {
                // A range beyond the text marks a filled cell.
                self.cells.push((filling.column, filling.kind, usize::MAX..usize::MAX));
            }
        }
        while let Some(merge) = self.merges.next_if(|merge| merge.top <= number) {
            let cell = self.cells.iter().take(own).find(|(column, _, _)| *column == merge.column);
            if let (true, Some((column, kind, range))) = (merge.top == number, cell) {
                let text = self.text.get(range.clone()).unwrap_or_default().to_owned();
                self.filling.push(Filling { bottom: merge.bottom, column: *column, text, kind: *kind });
            }
        }
        self.cells.sort_by_key(|(column, _, _)| *column);
    }
}
