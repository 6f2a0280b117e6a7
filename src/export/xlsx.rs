//! Tables as an Excel workbook (xlsx): one sheet each, typed cells, a frozen heading; ids stay text.

use std::collections::BTreeSet;
use std::convert::Infallible;
use std::io::{BufWriter, Write};
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{ExportError, Rows, put_with};
use crate::locale::Lang;
use crate::table::{Cell, Column, Kind, Table};

/// The most rows a sheet can hold; further ones go on in a sheet of their own.
const ROWS: usize = 1_048_575;

/// Writes the tables, each on its sheet.
pub fn write(path: &Path, tables: &[&Table], lang: Lang) -> Result<(), ExportError> {
    save(path, book(tables, lang).map_err(|error| failed(path, error))?)
}

/// Writes rows under their headings as they come, on a sheet called `title`.
pub fn write_rows(path: &Path, title: &str, columns: &[Column], rows: impl Rows) -> Result<(), ExportError> {
    let mut book = Workbook::new();
    add(&mut book, &Looks::new(), &mut BTreeSet::new(), (title, columns), rows).map_err(|trouble| match trouble {
        Trouble::Xlsx(error) => failed(path, error),
        Trouble::Rows(said) => ExportError::Rows(said),
    })?;
    save(path, book)
}

fn failed(path: &Path, error: XlsxError) -> ExportError {
    match error {
        XlsxError::IoError(error) => ExportError::of(path, &error),
        error => ExportError::Failed { path: path.to_owned(), detail: error.to_string() },
    }
}

fn save(path: &Path, mut book: Workbook) -> Result<(), ExportError> {
    put_with(path, |file| {
        let mut out = BufWriter::new(file);
        book.save_to_writer(&mut out).map_err(|error| failed(path, error))?;
        out.flush().map_err(|error| ExportError::of(path, &error))
    })
}

/// The workbook of some tables.
fn book(tables: &[&Table], lang: Lang) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let looks = Looks::new();
    let mut names = BTreeSet::new();
    for table in tables {
        let rows = table.rows.iter().cloned().map(Ok::<_, Infallible>);
        add(&mut book, &looks, &mut names, (&table.title, &table.columns), rows).map_err(|trouble| match trouble {
            Trouble::Xlsx(error) => error,
            Trouble::Rows(never) => match never {},
        })?;
    }
    if tables.is_empty() {
        book.add_worksheet().write(0, 0, lang.t("export.no_tables"))?;
    }
    Ok(book)
}

/// What ends a sheet half way.
#[derive(Debug)]
enum Trouble<E> {
    Xlsx(XlsxError),
    Rows(E),
}

impl<E> From<XlsxError> for Trouble<E> {
    fn from(error: XlsxError) -> Self {
        Self::Xlsx(error)
    }
}

/// Adds rows under their title and headings, on as many sheets as they need.
fn add<E>(
    book: &mut Workbook,
    looks: &Looks,
    names: &mut BTreeSet<String>,
    (title, columns): (&str, &[Column]),
    rows: impl Iterator<Item = Result<Vec<Cell>, E>>,
) -> Result<(), Trouble<E>> {
    let mut rows = rows.peekable();
    loop {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(title, names))?;
        fill(sheet, columns, rows.by_ref().take(ROWS), looks)?;
        if rows.peek().is_none() {
            return Ok(());
        }
    }
}

/// The format of points: `0.0" 个点"`.
fn points(lang: Lang) -> String {
    format!("0.0\"{}\"", lang.f("shell.points_short", &[("n", "")]))
}

struct Looks {
    head: Format,
    head_right: Format,
    text: Format,
    count: Format,
    money: Format,
    ratio: Format,
    points_zh: Format,
    points_en: Format,
    number: Format,
    each: Format,
    date: Format,
    time: Format,
}

impl Looks {
    fn new() -> Self {
        let form = |code: &str| Format::new().set_num_format(code);
        let head = Format::new().set_bold().set_background_color(0x00F6_F5F2);
        Self {
            head_right: head.clone().set_align(FormatAlign::Right),
            head,
            text: form("@"),
            count: form("#,##0"),
            money: form("#,##0.00"),
            ratio: form("0.0%"),
            points_zh: form(&points(Lang::Zh)),
            points_en: form(&points(Lang::En)),
            number: form("#,##0.0"),
            each: form("#,##0.00"),
            date: form("yyyy-mm-dd"),
            time: form("yyyy-mm-dd hh:mm"),
        }
    }
}

fn fill<E>(
    sheet: &mut Worksheet,
    columns: &[Column],
    rows: impl Iterator<Item = Result<Vec<Cell>, E>>,
    looks: &Looks,
) -> Result<(), Trouble<E>> {
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in (0u16..).zip(columns) {
        let right = matches!(column.kind, Kind::Count | Kind::Money | Kind::Ratio | Kind::Number);
        let title = if column.kind == Kind::Money { format!("{} ¥", column.title) } else { column.title.clone() };
        sheet.write_with_format(0, at, title, if right { &looks.head_right } else { &looks.head })?;
        sheet.set_column_width(at, f64::from(column.width) / 7.0)?;
    }
    for (row, cells) in (1u32..).zip(rows) {
        for (at, cell) in (0u16..).zip(&cells.map_err(Trouble::Rows)?) {
            put_cell(sheet, row, at, cell, looks)?;
        }
    }
    Ok(())
}

/// A typed cell. Excel keeps numbers as doubles: fifteen digits, which is 9 trillion yuan to the fen.
fn put_cell(sheet: &mut Worksheet, row: u32, at: u16, cell: &Cell, looks: &Looks) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {}
        Cell::Text(text) => {
            sheet.write_string_with_format(row, at, text, &looks.text)?;
        }
        Cell::Count(n) => {
            sheet.write_number_with_format(row, at, *n as f64, &looks.count)?;
        }
        Cell::Money(amount) => {
            sheet.write_number_with_format(row, at, amount.fen() as f64 / 100.0, &looks.money)?;
        }
        Cell::Ratio(_, 0) => {}
        Cell::Ratio(num, den) => {
            sheet.write_number_with_format(row, at, *num as f64 / *den as f64, &looks.ratio)?;
        }
        Cell::Change(permille) => {
            sheet.write_number_with_format(row, at, *permille as f64 / 1000.0, &looks.ratio)?;
        }
        Cell::Points(tenths, lang) => {
            let look = if *lang == Lang::Zh { &looks.points_zh } else { &looks.points_en };
            sheet.write_number_with_format(row, at, *tenths as f64 / 10.0, look)?;
        }
        Cell::Number(milli) => {
            sheet.write_number_with_format(row, at, *milli as f64 / 1000.0, &looks.number)?;
        }
        Cell::Each(milli) => {
            sheet.write_number_with_format(row, at, *milli as f64 / 1000.0, &looks.each)?;
        }
        Cell::Date(day) => {
            sheet.write_number_with_format(row, at, serial(day.and_time(NaiveTime::MIN)), &looks.date)?;
        }
        Cell::Time(moment) => {
            sheet.write_number_with_format(row, at, serial(*moment), &looks.time)?;
        }
    }
    Ok(())
}

/// A moment as Excel counts it: days since the end of 1899, the time of day as a fraction.
fn serial(moment: NaiveDateTime) -> f64 {
    let start = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap_or_default().and_time(NaiveTime::MIN);
    (moment - start).num_seconds() as f64 / 86_400.0
}

/// At most 31 characters, none that Excel refuses, no name twice.
fn sheet_name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let plain: String = title.chars().map(|c| if "[]:*?/\\".contains(c) { ' ' } else { c }).collect();
    let plain = plain.trim().trim_matches('\'').to_owned();
    let base = if plain.is_empty() { "Sheet".to_owned() } else { plain };
    for n in 1.. {
        let tail = if n == 1 { String::new() } else { format!(" {n}") };
        let name: String = base.chars().take(31 - tail.len()).collect::<String>() + &tail;
        if taken.insert(name.to_lowercase()) {
            return name;
        }
    }
    base
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use crate::table::Column;
    use calamine::{Data, Reader, Xlsx};

    #[test]
    fn a_workbook_reads_back_as_it_was() {
        let table = |title: &str| Table {
            id: "t",
            title: title.to_owned(),
            columns: vec![
                Column::new("id", "订单号", Kind::Id),
                Column::new("m", "实付", Kind::Money),
                Column::new("at", "付款时间", Kind::Time),
            ],
            rows: vec![
                vec![
                    Cell::Text("2261122740118253001".to_owned()),
                    Cell::Money(Money::from_fen(123_456)),
                    // Excel's day 46143 is 2026-05-01; noon is its half.
                    Cell::Time(NaiveDate::from_ymd_opt(2026, 5, 1).unwrap().and_hms_opt(12, 0, 0).unwrap()),
                ],
                vec![Cell::Text("=HYPERLINK(\"x\")".to_owned()), Cell::Empty, Cell::Empty],
            ],
        };
        let (one, two) = (table("省/份"), table("省:份"));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.xlsx");
        write(&path, &[&one, &two], Lang::Zh).unwrap();
        let mut book: Xlsx<_> = calamine::open_workbook(&path).unwrap();
        assert_eq!(book.sheet_names(), ["省 份", "省 份 2"]);
        let sheet = book.worksheet_range("省 份").unwrap();
        assert_eq!(sheet.get((1, 0)), Some(&Data::String("2261122740118253001".to_owned())));
        assert_eq!(sheet.get((1, 1)), Some(&Data::Float(1234.56)));
        match sheet.get((1, 2)) {
            Some(Data::DateTime(at)) => assert!((at.as_f64() - 46_143.5).abs() < 1e-9, "{at:?}"),
            other => panic!("a moment Excel can sort and filter by: {other:?}"),
        }
        assert_eq!(sheet.get((2, 0)), Some(&Data::String("=HYPERLINK(\"x\")".to_owned())), "a text, not a formula");
        assert!(book.worksheet_formula("省 份").unwrap().is_empty());
    }
}
