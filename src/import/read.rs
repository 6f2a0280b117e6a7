//! Bytes in, rows of text out (读取): whatever a platform calls an export becomes sheets of text rows, one row in memory at a time.
//!
//! ```text
//! open(path) -> Opened { sheets, refused }     what is inside, by magic bytes and content, never by the file's ending
//! sheet.rows() -> Rows                         a stream from the first row; as often as wanted
//! rows.peek(60) -> &[Row]                      the head of the sheet, for finding the header; nothing is lost
//! rows.next(&mut row) -> bool                  the next row, into buffers that are used again
//! ```
//!
//! Nothing here knows what a column means; `recognise` and `cell` do.

mod archive;
mod bytes;
mod encoding;
mod error;
mod html;
mod ole;
mod row;
mod sniff;
mod split;
mod text;
mod workbook;

use std::collections::VecDeque;
use std::path::Path;

pub use encoding::Encoding;
pub use error::ReadError;
pub use row::{Cell, CellKind, Row};

use bytes::Bytes;

/// Beyond this many columns a file is no table anybody exported (Excel's own limit).
pub const MAX_COLUMNS: usize = 16_384;

/// A file with everything in it that can be read as a table.
#[derive(Debug)]
pub struct Opened {
    /// File name as the user knows it.
    pub name: String,
    /// Size on disk.
    pub size: u64,
    /// Tables found, in file order. A csv has one, a workbook one for each sheet, an archive those of all its members.
    pub sheets: Vec<Sheet>,
    /// Members of an archive, or sheets, that cannot be read; the others still can.
    pub refused: Vec<Refused>,
    bytes: Bytes,
}

/// A part of a file that could not be read, and why.
#[derive(Debug, Clone)]
pub struct Refused {
    pub name: String,
    pub error: ReadError,
}

/// One table inside a file.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// Name of the archive's member, when the file is an archive.
    pub member: Option<String>,
    /// Name of the sheet, when it has one.
    pub name: Option<String>,
    /// Hidden by whoever made the workbook.
    pub hidden: bool,
    pub format: Format,
    source: Source,
}

/// What kind of file a table comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// csv, tsv or txt, in this encoding and with this delimiter.
    Text {
        encoding: Encoding,
        delimiter: u8,
    },
    Xlsx,
    /// Excel 97-2003.
    Xls,
    /// A web page with a table, whatever its ending says.
    Html {
        encoding: Encoding,
    },
}

#[derive(Debug, Clone)]
enum Source {
    Text(text::TextSource),
    Workbook(workbook::WorkbookSource),
    Html(html::HtmlSource),
}

/// How far a stream has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes taken from the file.
    pub done: u64,
    /// Bytes there are; at least 1.
    pub total: u64,
}

/// What each kind of file does to hand out rows.
trait Stream: Send {
    /// Clears `row` and reads the next one into it; `false` at the end.
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError>;
    fn progress(&self) -> Progress;
    /// Characters that the encoding could not make sense of so far.
    fn unreadable(&self) -> u64 {
        0
    }
}

/// The rows of one sheet, first to last. Rows without any content are left out; [`Row::number`] still counts them.
pub struct Rows {
    stream: Box<dyn Stream>,
    ahead: VecDeque<Row>,
}

impl std::fmt::Debug for Rows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows")
            .field("progress", &self.progress())
            .field("ahead", &self.ahead.len())
            .finish_non_exhaustive()
    }
}

/// Opens a file and finds out what it is. Reads no more than its beginning and, for archives, its directory.
pub fn open(path: &Path) -> Result<Opened, ReadError> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    sniff::open(name, Bytes::file(path)?)
}

/// Opens a file that is already in memory, as [`open`] does.
pub fn open_bytes(name: &str, content: Vec<u8>) -> Result<Opened, ReadError> {
    sniff::open(name.to_owned(), Bytes::memory(content))
}

impl Opened {
    /// SHA-256 of the file as lower-case hex, by which the same file is known again.
    pub fn sha256(&self) -> Result<String, ReadError> {
        self.bytes.sha256()
    }
}

impl Sheet {
    /// A stream over all rows, from the first.
    pub fn rows(&self) -> Result<Rows, ReadError> {
        let stream: Box<dyn Stream> = match &self.source {
            Source::Text(source) => Box::new(source.stream()),
            Source::Workbook(source) => source.stream()?,
            Source::Html(source) => Box::new(source.stream()),
        };
        Ok(Rows { stream, ahead: VecDeque::new() })
    }

    /// Encoding of a text or web page; workbooks carry none that matters.
    pub const fn encoding(&self) -> Option<Encoding> {
        match self.format {
            Format::Text { encoding, .. } | Format::Html { encoding } => Some(encoding),
            Format::Xlsx | Format::Xls => None,
        }
    }

    /// `订单.csv`, `2026-05.zip/订单.csv`, `报表.xlsx/销售明细`: what to call it under the file's own name.
    pub fn label(&self, file: &str) -> String {
        [Some(file), self.member.as_deref(), self.name.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("/")
    }
}

impl Format {
    /// `csv`, `tsv`, `xlsx`, `xls`, `html`: for reports.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Text { delimiter: b'\t', .. } => "tsv",
            Self::Text { .. } => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Html { .. } => "html",
        }
    }
}

impl Rows {
    /// The next row, into `row`. `false` at the end, with `row` left empty.
    pub fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        match self.ahead.pop_front() {
            Some(first) => {
                *row = first;
                Ok(true)
            }
            None => self.stream.next(row),
        }
    }

    /// The rows that come next, at most `count`, without taking them.
    pub fn peek(&mut self, count: usize) -> Result<&[Row], ReadError> {
        while self.ahead.len() < count {
            let mut row = Row::default();
            if !self.stream.next(&mut row)? {
                break;
            }
            self.ahead.push_back(row);
        }
        let rows: &[Row] = self.ahead.make_contiguous();
        Ok(rows.get(..count.min(rows.len())).unwrap_or_default())
    }

    pub fn progress(&self) -> Progress {
        self.stream.progress()
    }

    /// Characters so far that are broken in the file and stand as `�` in the cells.
    pub fn unreadable(&self) -> u64 {
        self.stream.unreadable()
    }
}
