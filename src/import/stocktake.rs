//! Counted sheets (盘点表): codes and the pieces that were found, and when where a column says so, as people fill them in a spreadsheet.
//! All that is wrong is found at once.

use std::collections::HashMap;
use std::path::Path;

use chrono::NaiveDateTime;

use super::cell;
use super::header::Names;
use super::read::{self, ReadError, Row};
use crate::locale::Said;

/// Names under which the columns stand.
const CODES: [&str; 8] = ["编码", "SKU编码", "SKU 编码", "商家编码", "商品编码", "自有编码", "SKU", "Code"];
const COUNTS: [&str; 8] =
    ["实盘", "实盘数", "实盘数量", "盘点数", "盘点数量", "数到的件数", "Counted", "Pieces counted"];
const TIMES: [&str; 4] = ["盘点时间", "清点时间", "盘点日期", "Counted at"];

/// Rows looked at for the heading.
const HEAD: usize = 20;

/// A row that cannot be counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowProblem {
    /// As a spreadsheet shows it.
    pub row: u32,
    pub said: Said,
}

/// A row that was counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub row: u32,
    pub code: String,
    pub pieces: i64,
    /// When it was counted, where the sheet says so.
    pub at: Option<NaiveDateTime>,
}

/// What a sheet says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub lines: Vec<Counted>,
    pub problems: Vec<RowProblem>,
    /// Rows with a code that nobody has counted.
    pub blank: usize,
}

/// Why a file is no counted sheet.
#[derive(Debug, Clone, thiserror::Error)]
pub enum SheetError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error("no columns of codes and counts")]
    NoColumns,
}

impl SheetError {
    pub fn said(&self) -> Said {
        match self {
            Self::Read(error) => error.said(),
            Self::NoColumns => Said::new("stock.sheet_no_columns"),
        }
    }
}

/// Reads the first table of a file that has both columns.
pub fn read(path: &Path) -> Result<Sheet, SheetError> {
    for sheet in read::open(path)?.sheets {
        let mut rows = sheet.rows()?;
        let columns = rows.peek(HEAD)?.iter().find_map(|row| Some((row.number(), columns(row)?)));
        if let Some((head, columns)) = columns {
            let mut found = Sheet::default();
            let mut seen = HashMap::new();
            let mut row = Row::default();
            while rows.next(&mut row)? {
                if row.number() > head {
                    take(&row, &columns, &mut seen, &mut found);
                }
            }
            return Ok(found);
        }
    }
    Err(SheetError::NoColumns)
}

/// Where the columns stand.
struct Columns {
    code: usize,
    count: usize,
    time: Option<usize>,
}

fn columns(row: &Row) -> Option<Columns> {
    let names = Names::new((0..row.len()).map(|at| row.text(at)));
    let find = |all: &[&str]| all.iter().find_map(|name| names.find(name));
    Some(Columns { code: find(&CODES)?, count: find(&COUNTS)?, time: find(&TIMES) })
}

fn take(row: &Row, columns: &Columns, seen: &mut HashMap<String, u32>, found: &mut Sheet) {
    let (code, told) = (cell::clean(row.text(columns.code)).to_owned(), cell::clean(row.text(columns.count)));
    if code.is_empty() || told.is_empty() {
        found.blank += usize::from(!code.is_empty());
        if code.is_empty() && !told.is_empty() {
            found.problems.push(RowProblem { row: row.number(), said: Said::new("stock.row_no_code") });
        }
        return;
    }
    let time = columns.time.map_or("", |time| row.text(time));
    let Ok(at) = cell::time(time) else {
        let said = Said::new("stocktake.row_no_time").with("code", &code).with("found", cell::clean(time));
        found.problems.push(RowProblem { row: row.number(), said });
        return;
    };
    let problem = match cell::count(told) {
        Ok(Some(pieces)) if pieces < 0 => {
            Some(Said::new("store.stock_negative").with("code", &code).with("qty", pieces))
        }
        Ok(Some(pieces)) => {
            let first = seen.insert(code.clone(), row.number());
            if first.is_none() {
                found.lines.push(Counted { row: row.number(), code: code.clone(), pieces, at });
            }
            first.map(|first| Said::new("stock.row_twice").with("code", &code).with("first", first))
        }
        Ok(None) => {
            found.blank += 1;
            None
        }
        Err(_) => Some(Said::new("stock.row_no_number").with("code", &code).with("found", told)),
    };
    found.problems.extend(problem.map(|said| RowProblem { row: row.number(), said }));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("盘点.csv");
        std::fs::write(&path, text).unwrap();
        read(&path).unwrap()
    }

    #[test]
    fn every_wrong_row_is_named_and_the_others_are_counted() {
        let text = "季度盘点,,,\n编码,名称,规格,实盘\nA-1,上衣,红,12\nA-2,上衣,蓝,十二\nA-3,裤子,,-4\nA-1,上衣,红,3\nA-4,裤子,,\nA-5,帽子,,\"1,024\"\n,,,7\n";
        let found = sheet(text);
        let lines: Vec<(&str, i64, u32)> =
            found.lines.iter().map(|line| (line.code.as_str(), line.pieces, line.row)).collect();
        assert_eq!(lines, [("A-1", 12, 3), ("A-5", 1024, 8)]);
        let wrong: Vec<(u32, &str)> = found.problems.iter().map(|one| (one.row, one.said.key.as_str())).collect();
        assert_eq!(
            wrong,
            [(4, "stock.row_no_number"), (5, "store.stock_negative"), (6, "stock.row_twice"), (9, "stock.row_no_code")]
        );
        assert_eq!(found.blank, 1);
    }

    #[test]
    fn a_column_may_say_when_each_row_was_counted() {
        let found = sheet("编码,实盘,盘点时间\nA-1,12,2026-11-20 09:30\nA-2,3,\nA-3,4,昨天\n");
        let at = |line: &Counted| line.at.map(|at| at.to_string());
        assert_eq!(found.lines.iter().map(at).collect::<Vec<_>>(), [Some("2026-11-20 09:30:00".to_owned()), None]);
        assert_eq!(
            found.problems.first().map(|one| (one.row, one.said.key.as_str())),
            Some((4, "stocktake.row_no_time"))
        );
    }

    #[test]
    fn a_file_without_the_two_columns_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("订单.csv");
        std::fs::write(&path, "订单编号,总金额\n1,2.00\n").unwrap();
        assert!(matches!(read(&path), Err(SheetError::NoColumns)));
    }
}
