//! A table as csv: UTF-8 with a byte order mark, so that Excel reads the Chinese; exact values, not the rounded ones of the screen.

use std::path::Path;

use super::{ExportError, neutral, put};
use crate::table::{Cell, Table};

/// Writes the table with its headings. Unknown values are empty cells.
pub fn write(path: &Path, table: &Table) -> Result<(), ExportError> {
    put(path, &bytes(table).map_err(|detail| ExportError::Failed { path: path.to_owned(), detail })?)
}

/// The file's content.
fn bytes(table: &Table) -> Result<Vec<u8>, String> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let said = |error: csv::Error| error.to_string();
    writer.write_record(table.columns.iter().map(|column| neutral(&column.title))).map_err(said)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(exact)).map_err(said)?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// A value as exact text. Numbers keep their sign; texts are neutralised.
pub fn exact(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Count(n) => n.to_string(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Ratio(num, den) => crate::table::quotient(*num, *den, 6).unwrap_or_default(),
        Cell::Number(milli) => crate::table::quotient(*milli, 1000, 3).unwrap_or_default(),
        Cell::Date(day) => day.format("%Y-%m-%d").to_string(),
        Cell::Time(at) => at.format("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::table::{Column, Kind};

    #[test]
    fn values_are_exact_and_formulas_are_harmless() {
        let table = Table {
            id: "t",
            title: "表".to_owned(),
            columns: vec![
                Column::new("a", "名称", Kind::Text),
                Column::new("b", "金额", Kind::Money),
                Column::new("c", "率", Kind::Ratio),
            ],
            rows: vec![
                vec![Cell::Text("=cmd()".to_owned()), Cell::Money(Money::from_fen(-150)), Cell::Ratio(1, 3)],
                vec![Cell::Text("a,b".to_owned()), Cell::Empty, Cell::Ratio(1, 0)],
            ],
        };
        let text = String::from_utf8(bytes(&table).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}名称,金额,率\r\n'=cmd(),-1.50,0.333333\r\n\"a,b\",,\r\n");
    }
}
