//! Rows of one table on their way into staging: one thread reads, one builds drafts, one appends, so that decoding, understanding
//! and writing go on at the same time and memory stays flat.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread;
use std::time::Instant;

use super::candidate::{self, Candidate, Looked, Readable};
use super::{Choice, ImportError, OnProgress, Options, Phase, Progress, State, What, stopped};
use crate::domain::draft::{Drafts, Source};
use crate::domain::period::Period;
use crate::import::build::{Builder, Built, Lessons};
use crate::import::paid::PaidMeaning;
use crate::import::problem::{Problems, Severity};
use crate::import::read::{ReadError, Row, Rows};
use crate::import::totals::ControlTotal;
use crate::locale::Said;
use crate::store::{ImportMeta, Staging, Store, china_now};

/// Rows handed over at once.
const BATCH: usize = 1024;
/// A file teaches at most three lessons; a fourth reading would be a mistake of ours.
const READINGS: usize = 4;

/// What a table's rows came to.
#[derive(Debug)]
pub struct Taken {
    pub rows: u64,
    pub skipped: u64,
    pub period: Option<Period>,
    pub control_totals: Vec<ControlTotal>,
    pub problems: Problems,
    pub paid: PaidMeaning,
}

/// Tells the progress of one table.
pub(super) struct Reporter<'f> {
    on_progress: OnProgress<'f>,
    file: usize,
    files: usize,
    label: String,
    since: Instant,
}

impl<'f> Reporter<'f> {
    pub(super) fn new(on_progress: OnProgress<'f>, file: usize, files: usize, label: &str) -> Self {
        Self { on_progress, file, files, label: label.to_owned(), since: Instant::now() }
    }

    pub(super) fn phase(&self, phase: Phase, rows: u64) {
        self.tell(phase, rows, 0, 1);
    }

    fn tell(&self, phase: Phase, rows: u64, bytes: u64, total_bytes: u64) {
        let millis = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        (self.on_progress)(Progress {
            label: self.label.clone(),
            file: self.file,
            files: self.files,
            phase,
            rows,
            rows_per_second: rows.saturating_mul(1000) / millis,
            bytes,
            total_bytes,
        });
    }
}

/// Reads a table into a staging.
pub(super) fn into_staging(
    store: &Store,
    readable: &Readable,
    options: &Options,
    report: &Reporter<'_>,
    cancel: &AtomicBool,
) -> Result<(Taken, Staging), ImportError> {
    let mut lessons = Lessons::default();
    for _ in 0..READINGS {
        let meta = ImportMeta {
            actor: options.actor.clone(),
            file_name: readable.file_name.clone(),
            sha256: readable.sha256.clone(),
            format: readable.what.id(),
            encoding: readable.encoding.clone(),
            at: china_now(),
        };
        let mut staging = store.stage(&readable.source, meta)?;
        let built = read(readable, lessons, report, cancel, &mut |drafts| Ok(staging.append(&drafts)?))?;
        match built.again {
            Some(again) => lessons = again,
            None => return Ok((taken(built), staging)),
        }
    }
    Err(ImportError::Worker)
}

/// A file's tables as drafts in memory, outside of any shop: what the importer understands, for those who check it.
pub fn drafts_of(path: &Path, choice: &Choice) -> Result<Vec<(What, Source, Drafts, Taken)>, ImportError> {
    let mut all = Vec::new();
    for Candidate { label, looked, .. } in candidate::look_at(path, choice) {
        let readable = match looked {
            Looked::Readable(readable) => readable,
            Looked::Done(state) => match *state {
                State::Refused { .. } | State::Unknown(_) | State::Noted { .. } | State::Ready(_) => continue,
            },
        };
        let quiet = |_: Progress| {};
        let report = Reporter::new(&quiet, 0, 1, &label);
        let mut lessons = Lessons::default();
        for _ in 0..READINGS {
            let mut drafts = Drafts::default();
            let keep = &mut |more: Drafts| {
                drafts.append(more);
                Ok(())
            };
            let built = read(&readable, lessons, &report, &AtomicBool::new(false), keep)?;
            if let Some(again) = built.again {
                lessons = again
            } else {
                all.push((readable.what.clone(), readable.source.clone(), drafts, taken(built)));
                break;
            }
        }
    }
    Ok(all)
}

fn taken(built: Built) -> Taken {
    let Built { columns, problems, totals, paid, period, .. } = built;
    Taken {
        rows: u64::try_from(totals.rows()).unwrap_or(0),
        skipped: u64::try_from(totals.rows_skipped()).unwrap_or(0),
        period,
        control_totals: totals.control(&columns),
        problems,
        paid,
    }
}

/// Bytes read so far and in all, shared between the threads.
#[derive(Default)]
struct Reach {
    bytes: AtomicU64,
    total: AtomicU64,
    unreadable: AtomicU64,
}

/// Reads all rows once and hands drafts on.
fn read(
    readable: &Readable,
    lessons: Lessons,
    report: &Reporter<'_>,
    cancel: &AtomicBool,
    append: &mut (dyn FnMut(Drafts) -> Result<(), ImportError> + Send),
) -> Result<Built, ImportError> {
    let rows = readable.sheet.rows()?;
    let skip_to = readable.header.last_row;
    let mut plan = readable.plan.clone();
    plan.lessons = lessons;
    let mut builder = Builder::new(plan);
    let reach = Reach::default();
    thread::scope(|scope| {
        let (row_out, row_in) = sync_channel::<Vec<Row>>(4);
        let (back_out, back_in) = channel::<Vec<Row>>();
        let (draft_out, draft_in) = sync_channel::<Drafts>(2);
        let reach = &reach;
        let reader = scope.spawn(move || read_rows(rows, skip_to, &row_out, &back_in, reach));
        let appender = scope.spawn(move || draft_in.into_iter().try_for_each(append));
        let built = build(&mut builder, row_in, &back_out, &draft_out, report, reach, cancel);
        let finished = built.map(|()| {
            let (rest, done) = builder.finish();
            for drafts in rest {
                // A closed channel means the appender failed; its own error is the one to tell.
                if draft_out.send(drafts).is_err() {
                    break;
                }
            }
            done
        });
        drop(draft_out);
        // Joined in the order in which errors cause each other.
        let appended = appender.join().map_err(|_| ImportError::Worker)?;
        drop(back_out);
        let read = reader.join().map_err(|_| ImportError::Worker)?;
        appended?;
        stopped(cancel)?;
        read?;
        let mut done = finished?;
        let unreadable = reach.unreadable.load(Ordering::Relaxed);
        if unreadable > 0 {
            let said = Said::new("import.unreadable_characters").with("count", unreadable);
            done.problems.note(0, Severity::Noted, "unreadable_characters", said);
        }
        Ok(done)
    })
}

/// The reading thread: rows below the header, in batches whose buffers come back to be used again.
fn read_rows(
    mut rows: Rows,
    skip_to: u32,
    out: &SyncSender<Vec<Row>>,
    back: &Receiver<Vec<Row>>,
    reach: &Reach,
) -> Result<(), ReadError> {
    loop {
        let mut batch = back.try_recv().unwrap_or_default();
        let mut filled = 0;
        while filled < BATCH {
            if filled == batch.len() {
                batch.push(Row::default());
            }
            let Some(row) = batch.get_mut(filled) else { break };
            if !rows.next(row)? {
                break;
            }
            if row.number() > skip_to {
                filled += 1;
            }
        }
        batch.truncate(filled);
        let progress = rows.progress();
        reach.bytes.store(progress.done, Ordering::Relaxed);
        reach.total.store(progress.total, Ordering::Relaxed);
        reach.unreadable.store(rows.unreadable(), Ordering::Relaxed);
        let last = filled < BATCH;
        // Nobody listens any more once the import was cancelled or failed.
        if (filled > 0 && out.send(batch).is_err()) || last {
            return Ok(());
        }
    }
}

/// The building thread's work, until the rows end or the user cancels.
fn build(
    builder: &mut Builder,
    rows: Receiver<Vec<Row>>,
    back: &Sender<Vec<Row>>,
    out: &SyncSender<Drafts>,
    report: &Reporter<'_>,
    reach: &Reach,
    cancel: &AtomicBool,
) -> Result<(), ImportError> {
    let mut count = 0_u64;
    let mut first = true;
    for batch in rows {
        stopped(cancel)?;
        if std::mem::take(&mut first) {
            builder.look(&batch);
        }
        for row in &batch {
            builder.row(row);
        }
        count += batch.len() as u64;
        let _ = back.send(batch);
        for drafts in builder.ready() {
            if out.send(drafts).is_err() {
                return Ok(());
            }
        }
        let total = reach.total.load(Ordering::Relaxed).max(1);
        report.tell(Phase::Reading, count, reach.bytes.load(Ordering::Relaxed), total);
    }
    Ok(())
}
