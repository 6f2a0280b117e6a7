//! Writing export files the way platforms do (写文件): csv in their encodings, xlsx, and the xls that is really a web page.
//!
//! Csv and web pages go to disk row by row, so a file of a million orders needs no memory.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

use super::{DemoError, Result};
use crate::domain::money::Money;

/// How a text file is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Gb18030,
    Utf8,
    Utf8Bom,
}

/// What a file is made as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Csv(Encoding),
    /// A csv in a zip archive of its own.
    ZippedCsv(Encoding),
    Xlsx,
    /// A web page called `.xls`, as some back offices write it.
    HtmlXls,
}

/// A cell on its way into a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    Text(String),
    /// A number where the shape knows numbers.
    Amount(Money),
    Count(i64),
    /// Kilograms, told in grams.
    Kilograms(i64),
    Empty,
}

impl Put {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Amount(money) => money.to_string(),
            Self::Count(n) => n.to_string(),
            Self::Kilograms(grams) => format!("{}.{:03}", grams / 1000, grams % 1000),
            Self::Empty => String::new(),
        }
    }
}

impl From<String> for Put {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Put {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A file being written.
pub struct Sheet {
    path: PathBuf,
    rows: u32,
    inner: Inner,
}

enum Inner {
    Csv { out: BufWriter<File>, encoding: Encoding },
    Zip { out: Box<ZipWriter<BufWriter<File>>>, encoding: Encoding },
    Html { out: BufWriter<File> },
    Xlsx { book: Box<Workbook>, sheet: Box<Worksheet> },
}

impl std::fmt::Debug for Sheet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sheet").field("path", &self.path).field("rows", &self.rows).finish_non_exhaustive()
    }
}

impl Sheet {
    /// Begins a file; `tab` is the name of its sheet where it has one.
    pub fn create(path: &Path, shape: Shape, tab: &str) -> Result<Self> {
        let file = |path: &Path| {
            File::create(path).map(|f| BufWriter::with_capacity(1 << 18, f)).map_err(|e| DemoError::file(path, &e))
        };
        let inner = match shape {
            Shape::Csv(encoding) => {
                let mut out = file(path)?;
                if encoding == Encoding::Utf8Bom {
                    out.write_all(BOM).map_err(|e| DemoError::file(path, &e))?;
                }
                Inner::Csv { out, encoding }
            }
            Shape::ZippedCsv(encoding) => {
                let mut out = ZipWriter::new(file(path)?);
                let member = path.with_extension("csv").file_name().unwrap_or_default().to_string_lossy().into_owned();
                // A fixed time: the same seed makes the same bytes.
                let options = SimpleFileOptions::default().last_modified_time(DateTime::default()).large_file(true);
                out.start_file(member, options).map_err(|e| DemoError::zip(path, &e))?;
                if encoding == Encoding::Utf8Bom {
                    out.write_all(BOM).map_err(|e| DemoError::file(path, &e))?;
                }
                Inner::Zip { out: Box::new(out), encoding }
            }
            Shape::HtmlXls => {
                let mut out = file(path)?;
                out.write_all(b"<html><head><meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\"></head><body><table border=\"1\">\n")
                    .map_err(|e| DemoError::file(path, &e))?;
                Inner::Html { out }
            }
            Shape::Xlsx => {
                let mut sheet = Worksheet::new();
                sheet.set_name(tab).map_err(|e| DemoError::sheet(path, &e))?;
                Inner::Xlsx { book: Box::default(), sheet: Box::new(sheet) }
            }
        };
        Ok(Self { path: path.to_owned(), rows: 0, inner })
    }

    /// Rows written so far, header and notes among them.
    pub fn rows(&self) -> u32 {
        self.rows
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Adds a row of plain texts.
    pub fn texts<'t>(&mut self, cells: impl IntoIterator<Item = &'t str>) -> Result<()> {
        let cells: Vec<Put> = cells.into_iter().map(Put::from).collect();
        self.row(&cells)
    }

    /// Adds a row.
    pub fn row(&mut self, cells: &[Put]) -> Result<()> {
        let path = &self.path;
        match &mut self.inner {
            Inner::Csv { out, encoding } => {
                out.write_all(&csv_line(cells, *encoding)).map_err(|e| DemoError::file(path, &e))?;
            }
            Inner::Zip { out, encoding } => {
                out.write_all(&csv_line(cells, *encoding)).map_err(|e| DemoError::file(path, &e))?;
            }
            Inner::Html { out } => {
                let mut line = String::from("<tr>");
                for cell in cells {
                    line.push_str("<td>");
                    push_html(&mut line, &cell.text());
                    line.push_str("</td>");
                }
                line.push_str("</tr>\n");
                out.write_all(line.as_bytes()).map_err(|e| DemoError::file(path, &e))?;
            }
            Inner::Xlsx { sheet, .. } => {
                for (at, cell) in cells.iter().enumerate() {
                    let column = at as u16;
                    // A spreadsheet holds binary numbers: this is the one place where an amount becomes one, as Excel does itself.
                    match cell {
                        Put::Text(text) if text.is_empty() => Ok(sheet.as_mut()),
                        Put::Text(text) => sheet.write_string(self.rows, column, text),
                        Put::Amount(money) => sheet.write_number(self.rows, column, money.fen() as f64 / 100.0),
                        Put::Count(n) => sheet.write_number(self.rows, column, *n as f64),
                        Put::Kilograms(grams) => sheet.write_number(self.rows, column, *grams as f64 / 1000.0),
                        Put::Empty => Ok(sheet.as_mut()),
                    }
                    .map_err(|e| DemoError::sheet(path, &e))?;
                }
            }
        }
        self.rows += 1;
        Ok(())
    }

    /// Joins the cells of a column from one row to another (both counted from 0) into one. Only xlsx knows this.
    pub fn merge(&mut self, column: u16, from: u32, to: u32, cell: &Put) -> Result<()> {
        let path = &self.path;
        if let Inner::Xlsx { sheet, .. } = &mut self.inner
            && from < to
        {
            let middle = Format::new().set_align(FormatAlign::VerticalCenter);
            sheet.merge_range(from, column, to, column, "", &middle).map_err(|e| DemoError::sheet(path, &e))?;
            match cell {
                Put::Amount(money) => sheet.write_number_with_format(from, column, money.fen() as f64 / 100.0, &middle),
                Put::Count(n) => sheet.write_number_with_format(from, column, *n as f64, &middle),
                other => sheet.write_string_with_format(from, column, other.text(), &middle),
            }
            .map_err(|e| DemoError::sheet(path, &e))?;
        }
        Ok(())
    }

    /// Ends the file.
    pub fn finish(self) -> Result<()> {
        let path = self.path;
        match self.inner {
            Inner::Csv { mut out, .. } => out.flush().map_err(|e| DemoError::file(&path, &e)),
            Inner::Zip { out, .. } => {
                let mut file = out.finish().map_err(|e| DemoError::zip(&path, &e))?;
                file.flush().map_err(|e| DemoError::file(&path, &e))
            }
            Inner::Html { mut out } => out
                .write_all(b"</table></body></html>\n")
                .and_then(|()| out.flush())
                .map_err(|e| DemoError::file(&path, &e)),
            Inner::Xlsx { mut book, sheet } => {
                // A fixed date in the properties: the same seed makes the same bytes.
                let made = ExcelDateTime::from_ymd(2026, 11, 1).map_err(|e| DemoError::sheet(&path, &e))?;
                book.set_properties(&DocProperties::new().set_creation_datetime(&made));
                book.push_worksheet(*sheet);
                book.save(&path).map_err(|e| DemoError::sheet(&path, &e))
            }
        }
    }
}

/// An Excel-proof id, `="123"`: written bare between the commas as 千牛 does.
pub fn wrapped(id: &str) -> String {
    format!("=\"{id}\"")
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// One line as it stands in the file.
fn csv_line(cells: &[Put], encoding: Encoding) -> Vec<u8> {
    let mut line = String::with_capacity(cells.len() * 12);
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        match cell {
            Put::Text(text) => push_csv(&mut line, text),
            other => push_csv(&mut line, &other.text()),
        }
    }
    line.push_str("\r\n");
    match encoding {
        Encoding::Gb18030 => encoding_rs::GB18030.encode(&line).0.into_owned(),
        Encoding::Utf8 | Encoding::Utf8Bom => line.into_bytes(),
    }
}

fn push_csv(line: &mut String, cell: &str) {
    if cell.starts_with("=\"") || !cell.contains([',', '"', '\n', '\r']) {
        line.push_str(cell);
    } else {
        line.push('"');
        line.push_str(&cell.replace('"', "\"\""));
        line.push('"');
    }
}

fn push_html(line: &mut String, cell: &str) {
    for c in cell.chars() {
        match c {
            '<' => line.push_str("&lt;"),
            '>' => line.push_str("&gt;"),
            '&' => line.push_str("&amp;"),
            c => line.push(c),
        }
    }
}
