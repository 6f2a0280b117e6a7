//! The whole way in (导入流程): open → recognise → read → stage → preview → commit.
//!
//! [`prepare`] does all but the last step: nothing has touched the shop, everything can be shown, dropping it leaves nothing behind.
//! [`Prepared::commit`] then puts each file in as one transaction. [`import`] does both file by file, for the command line.

mod candidate;
mod pipeline;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::field::Field;
use super::format::{Format, Kind};
use super::guess::Guess;
use super::header::Names;
use super::mapping::Mapping;
use super::paid::{PaidMeaning, Verdict};
use super::problem::Problems;
use super::read::ReadError;
use super::recognise::{Header, Why};
use super::report::{FileReport, Status};
use super::totals::ControlTotal;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::locale::Said;
use crate::store::{Canceller, ImportSummary, Preview, RecordKind, Staging, Store, StoreError};

pub use pipeline::{Taken, drafts_of};

use candidate::{Candidate, Looked};

/// What goes for the whole import.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Who imports.
    pub actor: String,
    /// A mapping for files whose columns it fits, before any known format (`--map`).
    pub mapping: Option<Mapping>,
    /// What the user decided about single tables.
    pub choices: Vec<Choice>,
}

/// What the user decided about one table; what is left out is found by itself.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Choice {
    /// The table's [`PreparedFile::label`].
    pub label: String,
    /// Id of the format to read it as.
    pub format: Option<String>,
    pub mapping: Option<Mapping>,
    /// Ask which column means what, whatever is known of the file; what is known is where the asking begins.
    pub by_hand: bool,
    pub header_row: Option<u32>,
    pub platform: Option<Platform>,
    pub shop: Option<String>,
    /// Days a file is about whose rows do not say.
    pub period: Option<Period>,
    /// Item a file is about whose rows do not say.
    pub item_id: Option<String>,
    pub paid: Option<Verdict>,
    /// Leave it out.
    pub leave_out: bool,
}

/// How far an import has come.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Table being worked on.
    pub label: String,
    /// Its place among all, from 0, and how many there are.
    pub file: usize,
    pub files: usize,
    pub phase: Phase,
    /// Rows of this table so far.
    pub rows: u64,
    /// Rows a second, over this table.
    pub rows_per_second: u64,
    pub bytes: u64,
    /// At least 1.
    pub total_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    Opening,
    Reading,
    /// Comparing with what the shop knows
    Comparing,
    Writing,
}

/// Listens to [`Progress`]; called from the importing thread.
pub type OnProgress<'f> = &'f (dyn Fn(Progress) + Sync);

/// Why an import stopped altogether. What is wrong with a single file stands in [`State::Refused`].
#[derive(Debug, Clone, thiserror::Error)]
pub enum ImportError {
    #[error("cancelled")]
    Cancelled,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("reading failed")]
    Read(#[from] ReadError),
    #[error("a worker stopped")]
    Worker,
}

impl ImportError {
    pub fn said(&self) -> Said {
        match self {
            Self::Cancelled | Self::Store(StoreError::Cancelled) => Said::new("import.cancelled"),
            Self::Store(error) => error.said(),
            Self::Read(error) => error.said(),
            Self::Worker => Said::new("import.worker"),
        }
    }
}

/// Everything that was found, ready to be looked at and committed.
#[derive(Debug)]
pub struct Prepared {
    /// In the order they were given.
    pub files: Vec<PreparedFile>,
}

/// One table of one file.
#[derive(Debug)]
pub struct PreparedFile {
    pub path: PathBuf,
    /// `订单.csv`, `2026-05.zip/订单.csv`, `报表.xlsx/销售明细`.
    pub label: String,
    pub encoding: String,
    pub state: State,
}

/// What became of a table.
#[derive(Debug)]
pub enum State {
    Ready(Box<Ready>),
    /// No known format: its columns are to be mapped.
    Unknown(Box<Unknown>),
    /// Known by name, used by no figure of this version.
    Noted {
        format: &'static Format,
        why: Why,
    },
    /// It cannot be read; the code is stable, for `--json`.
    Refused {
        code: String,
        said: Said,
    },
}

/// How a table is read.
#[derive(Debug, Clone)]
pub enum What {
    Format { format: &'static Format, layout: usize, why: Why },
    Mapping(Box<Mapping>),
}

/// A table that is read and staged.
#[derive(Debug)]
pub struct Ready {
    pub what: What,
    pub kind: Kind,
    pub header: Header,
    pub platform: Platform,
    pub shop: String,
    /// Days its rows are about.
    pub period: Option<Period>,
    pub rows: u64,
    pub skipped: u64,
    pub preview: Preview,
    pub control_totals: Vec<ControlTotal>,
    pub problems: Problems,
    pub paid: PaidMeaning,
    staging: Staging,
}

/// A table whose columns are to be mapped.
#[derive(Debug, Clone)]
pub struct Unknown {
    pub header: Header,
    pub guess: Guess,
    /// First rows beneath the header, as they stand; for the mapping screen only.
    pub sample: Vec<Vec<String>>,
    /// Why the mapping that was asked for does not fit.
    pub mapping_problem: Option<Said>,
}

impl What {
    /// Id for reports: the format's, or `mapping:<name>`.
    pub fn id(&self) -> String {
        match self {
            Self::Format { format, .. } => format.id.to_owned(),
            Self::Mapping(mapping) => format!("mapping:{}", mapping.name),
        }
    }

    /// Id of the layout, where the format has several.
    pub fn layout(&self) -> &str {
        match self {
            Self::Format { format, layout, .. } => format.layouts.get(*layout).map_or("", |layout| layout.id),
            Self::Mapping(_) => "",
        }
    }
}

impl Kind {
    /// The records a row of this kind is counted as.
    pub const fn record(self) -> RecordKind {
        match self {
            Self::Orders => RecordKind::Orders,
            Self::Lines => RecordKind::Lines,
            Self::Refunds => RecordKind::Refunds,
            Self::Products => RecordKind::Products,
            Self::Traffic(_) | Self::Noted => RecordKind::Traffic,
            Self::Parcels => RecordKind::Parcels,
            Self::Purchases => RecordKind::Purchases,
            Self::Mappings => RecordKind::Mappings,
        }
    }
}

impl PreparedFile {
    /// The table as `--json` tells it, before it is committed.
    pub fn report(&self) -> FileReport {
        FileReport::of(self)
    }
}

/// Files in the folders among `paths`, and the others as they are.
pub fn expand(paths: &[PathBuf]) -> Vec<PathBuf> {
    candidate::expand(paths)
}

/// Reads the files and compares them with the shop. Nothing is written; dropping the result discards it.
pub fn prepare(
    store: &Store,
    paths: &[PathBuf],
    options: &Options,
    on_progress: OnProgress<'_>,
    cancel: &Arc<AtomicBool>,
) -> Result<Prepared, ImportError> {
    let looked = candidate::look(store, paths, options, on_progress, cancel)?;
    let files = looked.len();
    let mut done: Vec<(usize, PreparedFile)> = Vec::with_capacity(files);
    for (turn, item) in looked.into_iter().enumerate() {
        let report = pipeline::Reporter::new(on_progress, turn, files, &item.label);
        done.push((item.place, stage(store, item, options, &report, cancel)?));
    }
    done.sort_by_key(|(place, _)| *place);
    Ok(Prepared { files: done.into_iter().map(|(_, file)| file).collect() })
}

/// Imports files one after the other, products first. Each is one transaction.
pub fn import(
    store: &Store,
    paths: &[PathBuf],
    options: &Options,
    on_progress: OnProgress<'_>,
    cancel: &Arc<AtomicBool>,
) -> Result<Vec<FileReport>, ImportError> {
    let looked = candidate::look(store, paths, options, on_progress, cancel)?;
    let files = looked.len();
    let mut done: Vec<(usize, FileReport)> = Vec::with_capacity(files);
    for (turn, item) in looked.into_iter().enumerate() {
        let report = pipeline::Reporter::new(on_progress, turn, files, &item.label);
        let place = item.place;
        let file = stage(store, item, options, &report, cancel)?;
        done.push((place, commit_one(file, &report)?));
    }
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, report)| report).collect())
}

impl Prepared {
    /// What Cancel must reach while tables are put in, beside the flag that [`Prepared::commit`] looks at.
    pub fn cancellers(&self) -> Vec<Canceller> {
        let ready = self.files.iter().filter_map(|file| match &file.state {
            State::Ready(ready) => Some(ready.staging.canceller()),
            _ => None,
        });
        ready.collect()
    }

    /// Puts every table that is ready into the shop, each as one transaction, products first. Once `cancel` is raised nothing more goes in;
    /// what went in before stays and is told, as is what did not.
    pub fn commit(self, on_progress: OnProgress<'_>, cancel: &AtomicBool) -> Result<Vec<FileReport>, ImportError> {
        let files = self.files.len();
        let mut turns: Vec<(usize, PreparedFile)> = self.files.into_iter().enumerate().collect();
        turns.sort_by_key(|(place, file)| (file.turn(), *place));
        let mut done = Vec::with_capacity(files);
        for (turn, (place, file)) in turns.into_iter().enumerate() {
            let report = pipeline::Reporter::new(on_progress, turn, files, &file.label);
            let mut told = file.report();
            if told.status == Status::Ready {
                match stopped(cancel).and_then(|()| commit_one(file, &report)) {
                    Ok(committed) => told = committed,
                    Err(ImportError::Cancelled) => told.refused("cancelled", Said::new("import.cancelled_file")),
                    Err(error) => return Err(error),
                }
            }
            done.push((place, told));
        }
        if cancel.load(Ordering::Relaxed) && !done.iter().any(|(_, told)| told.status == Status::Imported) {
            return Err(ImportError::Cancelled);
        }
        done.sort_by_key(|(place, _)| *place);
        Ok(done.into_iter().map(|(_, report)| report).collect())
    }
}

impl PreparedFile {
    fn turn(&self) -> u8 {
        match &self.state {
            State::Ready(ready) => ready.kind.turn(),
            _ => u8::MAX,
        }
    }
}

/// Puts one table in. What keeps it out is told in its own report, so that what went in before it is told, too.
fn commit_one(file: PreparedFile, report: &pipeline::Reporter<'_>) -> Result<FileReport, ImportError> {
    let mut told = file.report();
    let State::Ready(ready) = file.state else { return Ok(told) };
    if ready.skipped == ready.rows {
        told.refused("nothing_taken", Said::new("import.nothing_taken"));
        return Ok(told);
    }
    report.phase(Phase::Writing, ready.rows);
    let summary = ImportSummary { rows: ready.rows, skipped: ready.skipped, report: told.brief().to_json() };
    match ready.staging.commit(&summary) {
        Ok(outcome) => told.committed(ready.kind, &outcome.preview),
        Err(StoreError::Cancelled) => return Err(ImportError::Cancelled),
        Err(error) => {
            tracing::error!(%error, label = told.label, "not written");
            let said = error.said();
            told.refused(said.code(), said.clone());
        }
    }
    Ok(told)
}

/// Reads one table into a staging of its own.
fn stage(
    store: &Store,
    item: Candidate,
    options: &Options,
    report: &pipeline::Reporter<'_>,
    cancel: &Arc<AtomicBool>,
) -> Result<PreparedFile, ImportError> {
    let Candidate { path, label, encoding, looked, .. } = item;
    let file = |state| PreparedFile { path: path.clone(), label: label.clone(), encoding: encoding.clone(), state };
    let readable = match looked {
        Looked::Readable(readable) => readable,
        Looked::Done(state) => return Ok(file(*state)),
    };
    let staged = pipeline::into_staging(store, &readable, options, report, cancel);
    let (taken, mut staging) = match staged {
        Ok(staged) => staged,
        // A file that breaks off is that file's trouble; the others go on.
        Err(ImportError::Read(error)) => {
            return Ok(file(State::Refused { code: error.code(), said: error.said() }));
        }
        Err(other) => return Err(other),
    };
    if taken.rows == 0 {
        return Ok(file(State::Refused { code: "no_rows".to_owned(), said: Said::new("import.no_rows") }));
    }
    stopped(cancel)?;
    report.phase(Phase::Comparing, taken.rows);
    let preview = staging.preview()?;
    stopped(cancel)?;
    Ok(file(State::Ready(Box::new(Ready {
        kind: readable.plan.kind,
        header: readable.header,
        platform: readable.source.platform,
        shop: readable.source.shop,
        what: readable.what,
        period: taken.period.or(preview.period),
        rows: taken.rows,
        skipped: taken.skipped,
        preview,
        control_totals: taken.control_totals,
        problems: taken.problems,
        paid: taken.paid,
        staging,
    }))))
}

/// Ends the import when the user pressed cancel.
fn stopped(cancel: &AtomicBool) -> Result<(), ImportError> {
    if cancel.load(Ordering::Relaxed) { Err(ImportError::Cancelled) } else { Ok(()) }
}

/// The columns of a header by field, for a mapping screen to begin with.
pub fn columns_of(names: &Names, pairs: &[(Field, usize)]) -> Vec<(Field, String)> {
    pairs.iter().map(|(field, at)| (*field, names.shown(*at))).collect()
}

/// The last part of a path as text.
fn name_of(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
