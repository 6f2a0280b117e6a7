//! Control totals (核对合计): what the file says its columns add up to, what was read, and what went in.
//!
//! For every column of amounts or pieces: `read = kept + skipped + repeated`. A row left out, and an amount of the whole order that
//! stands on each of its rows, are the only reasons why less is kept than was read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cell;
use super::columns::Columns;
use super::field::{Field, Value};
use super::read::Row;
use crate::domain::money::Money;

/// One column, added up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ControlTotal {
    /// The column's name as the file writes it; `rows` for the count of rows.
    pub name: String,
    /// What the file itself says in its totals row; exact text.
    pub file: Option<String>,
    /// Sum of all cells read.
    pub read: String,
    /// Sum of what went in.
    pub kept: String,
    /// On rows that were left out.
    pub skipped: String,
    /// The same amount again on further rows of one order: counted once.
    pub repeated: String,
    /// What the file says is what was read; where it says nothing, everything read is accounted for.
    pub agrees: bool,
}

impl ControlTotal {
    /// Rows that were left out had some of it.
    pub fn left_out(&self) -> bool {
        some(&self.skipped)
    }

    /// Some of it stood on several rows of one order and was counted once.
    pub fn repeated_some(&self) -> bool {
        some(&self.repeated)
    }
}

/// The figure is not nought.
fn some(figure: &str) -> bool {
    figure.contains(|c: char| ('1'..='9').contains(&c))
}

#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    read: i64,
    skipped: i64,
    repeated: i64,
}

/// The sums of one file as they grow.
#[derive(Debug, Clone, Default)]
pub struct Totals {
    /// By the field's number; `None` for fields without figures.
    sums: Vec<Option<Sum>>,
    stated: BTreeMap<Field, i64>,
    rows: Sum,
}

impl Totals {
    /// A row and its figures, taken or left out.
    pub fn row(&mut self, figures: &[(Field, i64)], skipped: bool) {
        self.rows.read += 1;
        self.rows.skipped += i64::from(skipped);
        for (field, figure) in figures {
            self.change(*field, |sum| {
                sum.read = sum.read.saturating_add(*figure);
                if skipped {
                    sum.skipped = sum.skipped.saturating_add(*figure);
                }
            });
        }
    }

    fn change(&mut self, field: Field, change: impl FnOnce(&mut Sum)) {
        if self.sums.is_empty() {
            self.sums.resize(Field::ALL.len(), None);
        }
        if let Some(sum) = self.sums.get_mut(field as usize) {
            change(sum.get_or_insert_default());
        }
    }

    /// An amount that was read again and counts no more.
    pub fn repeat(&mut self, field: Field, figure: i64) {
        self.change(field, |sum| sum.repeated = sum.repeated.saturating_add(figure));
    }

    /// A row that was read sums up others that were read, too.
    pub const fn repeat_row(&mut self) {
        self.rows.repeated += 1;
    }

    pub const fn rows(&self) -> i64 {
        self.rows.read
    }

    pub const fn rows_skipped(&self) -> i64 {
        self.rows.skipped
    }

    /// Sum of a field over the rows that were taken.
    pub fn kept(&self, field: Field) -> i64 {
        self.sums.get(field as usize).copied().flatten().map_or(0, |sum| sum.read - sum.skipped - sum.repeated)
    }

    /// Takes a totals row of the file: its figures are what the file says.
    pub fn state(&mut self, row: &Row, columns: &Columns) {
        for field in Field::ALL.iter().copied().filter(|field| matches!(field.value(), Value::Money | Value::Count)) {
            let Some(at) = columns.at(field) else { continue };
            let text = row.text(at);
            let figure = match field.value() {
                Value::Money => cell::money(text).ok().flatten().map(Money::fen),
                _ => cell::count(text).ok().flatten(),
            };
            // A subtotal before the grand total is overwritten by it.
            if let Some(figure) = figure {
                self.stated.insert(field, figure);
            }
        }
    }

    /// All columns in the order of the fields, rows first.
    pub fn control(&self, columns: &Columns) -> Vec<ControlTotal> {
        let rows = ControlTotal {
            name: "rows".to_owned(),
            file: None,
            read: self.rows.read.to_string(),
            kept: (self.rows.read - self.rows.skipped - self.rows.repeated).to_string(),
            skipped: self.rows.skipped.to_string(),
            repeated: self.rows.repeated.to_string(),
            agrees: true,
        };
        let of = |field: &Field| {
            let sum = self.sums.get(*field as usize).copied().flatten()?;
            let shown = |figure: i64| match field.value() {
                Value::Money => Money::from_fen(figure).to_string(),
                _ => figure.to_string(),
            };
            let stated = self.stated.get(field).copied();
            Some(ControlTotal {
                name: columns.name(*field),
                file: stated.map(shown),
                read: shown(sum.read),
                kept: shown(sum.read - sum.skipped - sum.repeated),
                skipped: shown(sum.skipped),
                repeated: shown(sum.repeated),
                agrees: stated.is_none_or(|stated| stated == sum.read),
            })
        };
        std::iter::once(rows).chain(Field::ALL.iter().filter_map(of)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::header::Names;

    #[test]
    fn the_files_own_total_is_compared_with_what_was_read() {
        let columns = Columns::new(Names::new(["订单号", "应付金额"]), &[(Field::Payable, 1)], 1);
        let mut totals = Totals::default();
        totals.row(&[(Field::Payable, 1000)], false);
        totals.row(&[(Field::Payable, 1000)], false);
        totals.repeat(Field::Payable, 1000);
        totals.row(&[(Field::Payable, 50)], true);
        let mut row = Row::default();
        row.clear(5);
        row.push("合计");
        row.push("20.50");
        totals.state(&row, &columns);
        let control = totals.control(&columns);
        assert_eq!(control[0].read, "3");
        let payable = &control[1];
        assert_eq!(
            (payable.read.as_str(), payable.kept.as_str(), payable.skipped.as_str()),
            ("20.50", "10.00", "0.50")
        );
        assert_eq!(
            (payable.repeated.as_str(), payable.file.as_deref(), payable.agrees),
            ("10.00", Some("20.50"), true)
        );
    }
}
