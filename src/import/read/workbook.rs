//! Excel workbooks (工作簿): xlsx and xlsm as a stream of rows, Excel 97-2003 from memory.
//!
//! The reader runs in a thread of its own, a few batches of rows ahead, because it borrows the workbook it reads from; the
//! batches travel back to be filled again. A panic in there, on a file nobody foresaw, ends as an error and not the program.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use calamine::{Reader as _, SheetType, SheetVisible, Xls, Xlsx};

use super::archive::{self, Budget};
use super::bytes::{Bytes, Reader};
use super::error::ReadError;
use super::ole::{self, Ole};
use super::row::Row;
use super::{Format, Progress, Sheet, Source, Stream};

mod cells;

use cells::Assembly;

/// Excel 97-2003 files are held in memory whole; its own limits keep real ones well below.
const MAX_XLS: u64 = 200 * 1024 * 1024;

/// Texts that cells share are held in memory whole.
const MAX_SHARED: u64 = 512 * 1024 * 1024;

const BATCH: usize = 256;

#[derive(Debug, Clone)]
pub(super) struct WorkbookSource {
    bytes: Bytes,
    sheet: String,
    /// Somewhere in the workbook cells are merged.
    merged: bool,
    book: Arc<Shelf>,
}

/// Where an opened workbook waits for its next reader, so that its texts are not read again for each sheet.
struct Shelf(Mutex<Option<Book>>);

enum Book {
    /// With the counter of what is read from the file.
    Xlsx(Box<Xlsx<Reader>>, Arc<AtomicU64>),
    Xls(Box<Xls<Reader>>),
}

impl std::fmt::Debug for Shelf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Shelf")
    }
}

impl Shelf {
    fn take(&self) -> Option<Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn put(&self, book: Book) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(book);
    }
}

/// Whether a zip is an Office document rather than an archive of files.
pub(super) fn is_office(bytes: &Bytes) -> Result<bool, ReadError> {
    let archive = archive::directory(bytes)?;
    let mut names = archive.file_names_raw();
    Ok(names.any(|name| name == b"[Content_Types].xml" || name == b"mimetype"))
}

/// The sheets of an xlsx or xlsm file.
pub(super) fn open_xlsx(bytes: &Bytes) -> Result<Vec<Sheet>, ReadError> {
    let merged = inspect(bytes)?;
    let reader = bytes.reader();
    let counter = reader.taken();
    let book = guarded(|| Xlsx::new(reader).map_err(|error| xlsx_fault(&error)))?;
    let metadata = book.sheets_metadata().to_vec();
    sheets(bytes, Format::Xlsx, Book::Xlsx(Box::new(book), counter), merged, metadata)
}

/// The sheets of an Excel 97-2003 file.
pub(super) fn open_xls(bytes: &Bytes) -> Result<Vec<Sheet>, ReadError> {
    if bytes.len() > MAX_XLS {
        return Err(ReadError::TooLarge { kind: "xls", size: bytes.len(), limit: MAX_XLS });
    }
    let file = bytes.head(MAX_XLS)?;
    let compound = Ole::parse(&file)?;
    if compound.has("EncryptedPackage") {
        return Err(ReadError::Password);
    }
    let Some(stream) = compound.stream(&["Workbook", "Book"])? else {
        let kind = [("WordDocument", "Word"), ("PowerPoint Document", "PowerPoint"), ("VisioDocument", "Visio")]
            .into_iter()
            .find_map(|(stream, kind)| compound.has(stream).then_some(kind));
        return Err(ReadError::Document { kind: kind.unwrap_or("OLE") });
    };
    if ole::check_workbook(&stream)? {
        return Err(ReadError::Password);
    }
    drop(stream);
    let book = guarded(|| Xls::new(bytes.reader()).map_err(|error| xls_fault(&error)))?;
    let metadata = book.sheets_metadata().to_vec();
    sheets(bytes, Format::Xls, Book::Xls(Box::new(book)), true, metadata)
}

fn sheets(
    bytes: &Bytes,
    format: Format,
    book: Book,
    merged: bool,
    metadata: Vec<calamine::Sheet>,
) -> Result<Vec<Sheet>, ReadError> {
    let book = Arc::new(Shelf(Mutex::new(Some(book))));
    let sheets: Vec<Sheet> = metadata
        .into_iter()
        .filter(|sheet| sheet.typ == SheetType::WorkSheet)
        .map(|sheet| Sheet {
            member: None,
            name: Some(sheet.name.clone()),
            hidden: sheet.visible != SheetVisible::Visible,
            format,
            source: Source::Workbook(WorkbookSource {
                bytes: bytes.clone(),
                sheet: sheet.name,
                merged,
                book: Arc::clone(&book),
            }),
        })
        .collect();
    if sheets.is_empty() { Err(ReadError::NoSheets) } else { Ok(sheets) }
}

/// Unpacks every part once and keeps nothing: a truncated or damaged file is found before its first rows are shown, a bomb
/// before the workbook reader, which trusts sizes, sees it. `true`: somewhere cells are merged.
fn inspect(bytes: &Bytes) -> Result<bool, ReadError> {
    let mut archive = archive::directory(bytes)?;
    let (mut names, mut locked) = (Vec::new(), false);
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|error| ReadError::Damaged { detail: error.to_string() })?;
        locked |= part.encrypted();
        names.push(String::from_utf8_lossy(part.name_raw()).to_ascii_lowercase());
    }
    if locked {
        return Err(ReadError::LockedArchive);
    }
    if !names.iter().any(|name| name.ends_with("workbook.xml")) {
        let kinds = [
            ("xl/workbook.bin", "Excel xlsb"),
            ("word/", "Word"),
            ("ppt/", "PowerPoint"),
            ("visio/", "Visio"),
            ("content.xml", "OpenDocument"),
        ];
        let kind = kinds.iter().find(|(part, _)| names.iter().any(|name| name.starts_with(part)));
        return Err(kind.map_or(ReadError::NoSheets, |(_, kind)| ReadError::Document { kind }));
    }
    let mut budget = Budget::default();
    let mut merged = false;
    for (at, name) in names.iter().enumerate().filter(|(_, name)| name.rsplit('.').next() == Some("xml")) {
        let mut part = archive.by_index(at).map_err(|error| ReadError::Damaged { detail: error.to_string() })?;
        let packed = part.compressed_size();
        let mut first = Vec::new();
        // The last bytes of the piece before, in case the word is cut in two.
        let mut seam = Vec::new();
        let size = budget.unpack(&mut part, packed, |piece| {
            if first.len() < 4096 {
                first.extend_from_slice(piece.get(..4096).unwrap_or(piece));
            }
            if !merged {
                seam.extend_from_slice(piece);
                merged = String::from_utf8_lossy(&seam).contains("<mergeCell ");
                seam.drain(..seam.len().saturating_sub(16));
            }
            Ok(())
        })?;
        if name.ends_with("sharedstrings.xml") {
            check_shared(&first, size)?;
        }
    }
    Ok(merged)
}

/// The reader makes room for as many texts as the file announces; each takes at least five bytes of the file.
fn check_shared(first: &[u8], size: u64) -> Result<(), ReadError> {
    if size > MAX_SHARED {
        return Err(ReadError::TooLarge { kind: "xlsx", size, limit: MAX_SHARED });
    }
    let head = String::from_utf8_lossy(first);
    let announced = head.split("uniqueCount").nth(1).map(|rest| {
        rest.trim_start_matches([' ', '=', '"', '\'']).chars().take_while(char::is_ascii_digit).collect::<String>()
    });
    match announced.map(|digits| digits.parse::<u64>().unwrap_or(u64::MAX)) {
        Some(count) if count > size / 5 + 1 => Err(ReadError::Damaged { detail: format!("announces {count} texts") }),
        _ => Ok(()),
    }
}

/// Runs a reader that may panic on a damaged file.
fn guarded<T>(read: impl FnOnce() -> Result<T, ReadError>) -> Result<T, ReadError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ReadError::Damaged { detail: "the workbook reader gave up".to_owned() }))
}

fn xlsx_fault(error: &calamine::XlsxError) -> ReadError {
    match error {
        calamine::XlsxError::Password => ReadError::Password,
        other => ReadError::Damaged { detail: other.to_string() },
    }
}

fn xls_fault(error: &calamine::XlsError) -> ReadError {
    match error {
        calamine::XlsError::Password => ReadError::Password,
        other => ReadError::Damaged { detail: other.to_string() },
    }
}

impl WorkbookSource {
    pub(super) fn stream(&self) -> Result<Box<dyn Stream>, ReadError> {
        let (full, batches) = sync_channel(4);
        let (empty, returned) = channel();
        let source = self.clone();
        let done = Arc::new(AtomicU64::new(0));
        let told = Arc::clone(&done);
        let thread = std::thread::Builder::new().name("workbook".to_owned()).spawn(move || {
            let mut out = Outlet { full, returned, batch: Vec::new(), used: 0 };
            let result = guarded(|| source.read(&mut out, &told));
            out.finish(result);
        })?;
        Ok(Box::new(WorkbookStream {
            batches: Some(batches),
            empty,
            batch: Vec::new(),
            at: 0,
            done,
            total: self.bytes.len(),
            thread: Some(thread),
        }))
    }

    fn read(&self, out: &mut Outlet, done: &AtomicU64) -> Result<(), ReadError> {
        let book = match self.book.take() {
            Some(book) => book,
            // Another reader has it just now.
            None => self.open()?,
        };
        match book {
            Book::Xlsx(mut book, counter) => {
                let result = self.read_xlsx(&mut book, &counter, out, done);
                self.book.put(Book::Xlsx(book, counter));
                result
            }
            Book::Xls(mut book) => {
                let result = self.read_xls(&mut book, out, done);
                self.book.put(Book::Xls(book));
                result
            }
        }
    }

    fn open(&self) -> Result<Book, ReadError> {
        let reader = self.bytes.reader();
        if super::sniff::is_zip(&self.bytes.head(4)?) {
            let counter = reader.taken();
            let book = Xlsx::new(reader).map_err(|error| xlsx_fault(&error))?;
            Ok(Book::Xlsx(Box::new(book), counter))
        } else {
            let book = Xls::new(reader).map_err(|error| xls_fault(&error))?;
            Ok(Book::Xls(Box::new(book)))
        }
    }

    fn read_xlsx(
        &self,
        book: &mut Xlsx<Reader>,
        counter: &AtomicU64,
        out: &mut Outlet,
        done: &AtomicU64,
    ) -> Result<(), ReadError> {
        let merges = if self.merged {
            book.merge_cells_by_sheet_name(&self.sheet).map_err(|error| xlsx_fault(&error))?
        } else {
            Vec::new()
        };
        let mut assembly = Assembly::new(merges);
        let before = counter.load(Ordering::Relaxed);
        let mut cells = book.worksheet_cells_reader(&self.sheet).map_err(|error| xlsx_fault(&error))?;
        while let Some(cell) = cells.next_cell().map_err(|error| xlsx_fault(&error))? {
            let (row, column) = cell.get_position();
            if assembly.is_before(row) {
                done.store(counter.load(Ordering::Relaxed) - before, Ordering::Relaxed);
                if !assembly.flush(out) {
                    return Ok(());
                }
            }
            assembly.add(row, column, &cell.get_value().into())?;
        }
        assembly.flush(out);
        Ok(())
    }

    fn read_xls(&self, book: &mut Xls<Reader>, out: &mut Outlet, done: &AtomicU64) -> Result<(), ReadError> {
        let merges = book.merge_cells_by_sheet_name(&self.sheet).map_err(|error| xls_fault(&error))?;
        let range = book.worksheet_range(&self.sheet).map_err(|error| xls_fault(&error))?;
        let (top, left) = range.start().unwrap_or_default();
        let mut assembly = Assembly::new(merges);
        let height = range.height().max(1) as u64;
        for (down, cells) in range.rows().enumerate() {
            for (along, value) in cells.iter().enumerate() {
                assembly.add(top + down as u32, left + along as u32, &value.into())?;
            }
            done.store(self.bytes.len() * down as u64 / height, Ordering::Relaxed);
            if !assembly.flush(out) {
                break;
            }
        }
        Ok(())
    }
}

/// The reading thread's end: rows go out in batches.
pub(super) struct Outlet {
    full: SyncSender<Result<Vec<Row>, ReadError>>,
    returned: Receiver<Vec<Row>>,
    /// Rows to be sent, then old ones to be written over.
    batch: Vec<Row>,
    used: usize,
}

impl Outlet {
    /// Sends a finished row and gives an old one back; `false` when nobody listens any more.
    fn send(&mut self, row: &mut Row) -> bool {
        match self.batch.get_mut(self.used) {
            Some(old) => std::mem::swap(old, row),
            None => self.batch.push(std::mem::take(row)),
        }
        self.used += 1;
        if self.used < BATCH {
            return true;
        }
        self.used = 0;
        let next = self.returned.try_recv().unwrap_or_default();
        self.full.send(Ok(std::mem::replace(&mut self.batch, next))).is_ok()
    }

    fn finish(mut self, result: Result<(), ReadError>) {
        self.batch.truncate(self.used);
        // Whoever went away has no use for the rest.
        let sent = self.batch.is_empty() || self.full.send(Ok(self.batch)).is_ok();
        if let (true, Err(error)) = (sent, result) {
            drop(self.full.send(Err(error)));
        }
    }
}

struct WorkbookStream {
    /// `None` once the sheet has ended.
    batches: Option<Receiver<Result<Vec<Row>, ReadError>>>,
    empty: Sender<Vec<Row>>,
    batch: Vec<Row>,
    at: usize,
    done: Arc<AtomicU64>,
    total: u64,
    thread: Option<JoinHandle<()>>,
}

impl Stream for WorkbookStream {
    fn next(&mut self, row: &mut Row) -> Result<bool, ReadError> {
        loop {
            if let Some(next) = self.batch.get_mut(self.at) {
                std::mem::swap(row, next);
                self.at += 1;
                return Ok(true);
            }
            let Some(batches) = &self.batches else {
                row.clear(0);
                return Ok(false);
            };
            let old = std::mem::take(&mut self.batch);
            if !old.is_empty() {
                // The thread may have ended; then nobody needs it.
                drop(self.empty.send(old));
            }
            self.at = 0;
            match batches.recv() {
                Ok(Ok(batch)) => self.batch = batch,
                Ok(Err(error)) => {
                    self.batches = None;
                    return Err(error);
                }
                Err(_) => self.batches = None,
            }
        }
    }

    fn progress(&self) -> Progress {
        let total = self.total.max(1);
        let done = if self.batches.is_none() { total } else { self.done.load(Ordering::Relaxed).min(total) };
        Progress { done, total }
    }
}

impl Drop for WorkbookStream {
    /// Waits for the thread, which stops at its next batch, so that the workbook is back on its shelf for the next reader.
    fn drop(&mut self) {
        self.batches = None;
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}
