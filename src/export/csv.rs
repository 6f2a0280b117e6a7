//! A table as csv: UTF-8 with a byte order mark, so that Excel reads the Chinese; exact values, not the rounded ones of the screen.

use std::io::{BufWriter, Write};
use std::path::Path;

use super::{ExportError, Rows, neutral, put_with};
use crate::table::{Cell, Column, Table};

/// Writes the table with its headings. Unknown values are empty cells.
pub fn write(path: &Path, table: &Table) -> Result<(), ExportError> {
    write_rows(path, &table.columns, table.rows.iter().cloned().map(Ok))
}

/// Writes rows under their headings as they come.
pub fn write_rows(path: &Path, columns: &[Column], rows: impl Rows) -> Result<(), ExportError> {
    put_with(path, |file| {
        let mut out = BufWriter::new(file);
        fill(&mut out, columns, rows).and_then(|()| out.flush().map_err(Trouble::Written)).map_err(|trouble| {
            match trouble {
                Trouble::Written(error) => ExportError::of(path, &error),
                Trouble::Rows(said) => ExportError::Rows(said),
            }
        })
    })
}

/// What ends a file half way.
#[derive(Debug)]
enum Trouble {
    Written(std::io::Error),
    Rows(crate::locale::Said),
}

impl From<csv::Error> for Trouble {
    fn from(error: csv::Error) -> Self {
        Self::Written(error.into())
    }
}

/// The file's content.
fn fill(out: &mut impl Write, columns: &[Column], rows: impl Rows) -> Result<(), Trouble> {
    out.write_all("\u{feff}".as_bytes()).map_err(Trouble::Written)?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    writer.write_record(columns.iter().map(|column| neutral(&column.title)))?;
    for row in rows {
        writer.write_record(row.map_err(Trouble::Rows)?.iter().map(exact))?;
    }
    writer.flush().map_err(Trouble::Written)
}

/// A value as exact text. Numbers keep their sign; texts are neutralised.
pub fn exact(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => neutral(text),
        Cell::Count(n) => n.to_string(),
        Cell::Money(amount) => amount.to_string(),
        Cell::Ratio(num, den) => crate::table::quotient(*num, *den, 6).unwrap_or_default(),
        Cell::Change(permille) => crate::table::quotient(*permille, 1000, 3).unwrap_or_default(),
        // Beside changes in percent, points must say what they are.
        Cell::Points(tenths, _) => {
            format!("{}pp", crate::table::quotient(*tenths, 10, 1).unwrap_or_default())
        }
        Cell::Number(milli) | Cell::Each(milli) => crate::table::quotient(*milli, 1000, 3).unwrap_or_default(),
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
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        write(&path, &table).unwrap();
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text, "\u{feff}名称,金额,率\r\n'=cmd(),-1.50,0.333333\r\n\"a,b\",,\r\n");
    }

    #[test]
    fn points_in_files_say_what_they_are() {
        assert_eq!(exact(&Cell::Points(-28, crate::locale::Lang::Zh)), "-2.8pp");
        assert_eq!(exact(&Cell::Change(125)), "0.125");
    }

    #[test]
    fn rows_that_stop_coming_leave_no_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.csv");
        let columns = [Column::new("a", "名称", Kind::Text)];
        let said = crate::locale::Said::new("shell.error_crashed");
        let rows = [Ok(vec![Cell::Text("一".to_owned())]), Err(said.clone())];
        assert_eq!(write_rows(&path, &columns, rows.into_iter()), Err(ExportError::Rows(said)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
