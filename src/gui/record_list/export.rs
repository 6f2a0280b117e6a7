//! All rows of a list as a file, or the chosen ones on the clipboard: read off the window's thread, piece by piece, in the columns
//! that are shown.

use std::cell::Cell;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::export::{self, csv, xlsx};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::save;
use crate::gui::widget::grid::Rows as _;
use crate::locale::Said;
use crate::store::Store;
use crate::table::{self, grouped};

use super::{Field, Message, Question, RecordList, Records, told};

/// Rows read at once.
const PIECE: usize = 20_000;

/// More rows than a clipboard is good for.
const COPIED_MOST: usize = 100_000;

/// Purpose under which the folder last exported to is remembered.
const FOLDER: &str = "lists";

/// What a list is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Xlsx,
    Csv,
}

impl Form {
    pub const ALL: [Self; 2] = [Self::Xlsx, Self::Csv];

    pub const fn extension(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// Locale key of its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Xlsx => "shell.list_xlsx",
            Self::Csv => "shell.list_csv",
        }
    }

    /// What the file's ending says, else what was meant, with the ending that is missing.
    fn settled(self, path: PathBuf) -> (Self, PathBuf) {
        let said = |form: &Self| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(form.extension()));
        if let Some(form) = Self::ALL.iter().find(|form| said(form)) {
            return (*form, path);
        }
        let mut named = OsString::from(path);
        named.push(".");
        named.push(self.extension());
        (self, PathBuf::from(named))
    }
}

/// The rows of a list as they were when they were asked for.
struct Reading<L: Records> {
    store: Store,
    question: Arc<Question<L>>,
    ids: Vec<i64>,
    fields: Arc<[Field<L::Row>]>,
    /// Places of the columns shown, in their order.
    shown: Vec<usize>,
}

impl<L: Records> Reading<L> {
    fn shown(&self) -> impl Iterator<Item = &Field<L::Row>> {
        self.shown.iter().filter_map(|at| self.fields.get(*at))
    }

    /// The rows in pieces; `going` hears how many are behind and says whether to go on.
    fn pieces<'r>(&'r self, going: &'r dyn Fn(usize) -> bool) -> impl Iterator<Item = Result<Vec<L::Row>, Said>> + 'r {
        self.ids.chunks(PIECE).enumerate().map(move |(at, ids)| {
            if !going(at * PIECE) {
                return Err(Said::new("shell.export_stopped"));
            }
            L::fetch(&self.store, &self.question.query, ids).map_err(|error| told::<L>(&error))
        })
    }

    /// Writes all rows; tells how many.
    fn write(&self, form: Form, path: &Path, title: &str, job: &Job) -> Result<usize, Said> {
        let total = self.ids.len() as u64;
        let going = |done: usize| {
            job.progress(done as u64, Some(total));
            !job.cancelled()
        };
        let written = Cell::new(0);
        let rows = self.pieces(&going).flat_map(|piece| -> Vec<Result<Vec<table::Cell>, Said>> {
            match piece {
                Ok(rows) => {
                    written.set(written.get() + rows.len());
                    rows.iter().map(|row| Ok(self.shown().map(|field| field.value(row)).collect())).collect()
                }
                Err(said) => vec![Err(said)],
            }
        });
        let columns: Vec<table::Column> = self.shown().map(Field::table_column).collect();
        match form {
            Form::Xlsx => xlsx::write_rows(path, title, &columns, rows),
            Form::Csv => csv::write_rows(path, &columns, rows),
        }
        .map_err(|error| {
            tracing::warn!(%error, "list not exported");
            error.said()
        })?;
        Ok(written.get())
    }

    /// The rows as a spreadsheet takes them from the clipboard, as they are shown.
    fn tsv(&self) -> Result<(String, usize), Said> {
        let clean = table::pasted;
        let mut lines = vec![self.shown().map(|field| clean(&field.column.title)).collect::<Vec<_>>().join("\t")];
        for piece in self.pieces(&|_| true) {
            let piece = piece?;
            lines.extend(
                piece
                    .iter()
                    .map(|row| self.shown().map(|field| clean(&field.shown(row).text)).collect::<Vec<_>>().join("\t")),
            );
        }
        let count = lines.len() - 1;
        Ok((lines.join("\n"), count))
    }
}

impl<L: Records> RecordList<L> {
    fn reading(&self, ctx: &Ctx, ids: Vec<i64>) -> Option<Reading<L>> {
        let shown = (0..).zip(&self.columns).filter(|(_, column)| self.grid.visible(column.id)).map(|(at, _)| at);
        Some(Reading {
            store: ctx.store()?.clone(),
            question: Arc::clone(self.question.as_ref()?),
            ids,
            fields: Arc::clone(&self.fields),
            shown: shown.collect(),
        })
    }

    /// Asks where to export to.
    pub(super) fn ask_where(&self, ctx: &Ctx, form: Form) -> Action<Message<L>> {
        if self.rows.is_empty() || self.job.is_some() {
            return Action::none();
        }
        let title = ctx.t(L::NAME);
        let named = match &self.only {
            Some(only) => format!("{title} {}", only.what),
            None if L::ROUTE.heeds().period => format!("{title} {} {}", ctx.period().from(), ctx.period().to()),
            None => format!("{title} {}", ctx.today()),
        };
        let (asked, name) = (ctx.f("shell.list_export_title", &[("what", title)]), export::name::clean(&named));
        save::ask(ctx, FOLDER, asked, &name, form.extension(), move |path| Message::Picked(form, path))
    }

    /// Writes every row of the list, seen or not.
    pub(super) fn export(&mut self, ctx: &Ctx, form: Form, path: PathBuf) -> Action<Message<L>> {
        let Some(reading) = self.reading(ctx, self.rows.ids().to_vec()) else { return Action::none() };
        let (form, path) = form.settled(path);
        let remember = save::remember(ctx, FOLDER, &path);
        let job = Job::new(Said::new("shell.job_export"));
        self.job = Some(job.clone());
        let (title, shown) = (ctx.t(L::NAME).to_owned(), job.clone());
        Action::work(
            move || {
                let written = reading.write(form, &path, &title, &job);
                job.finish();
                match written {
                    Err(_) if job.cancelled() => Ok(None),
                    written => written.map(|count| Some((path, count))),
                }
            },
            Message::Exported,
        )
        .with(Intent::Job(shown))
        .with(remember)
    }

    pub(super) fn exported(&mut self, result: Result<Option<(PathBuf, usize)>, Said>) -> Action<Message<L>> {
        self.job = None;
        Action::toast(match result {
            Ok(Some((path, count))) => {
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let said = Said::new("shell.rows_exported").with("n", grouped(&count.to_string())).with("name", name);
                Toast::good(said).with_button("shell.show_folder", Intent::Reveal(path))
            }
            Ok(None) => Toast::note(Said::new("shell.export_stopped")),
            Err(said) => Toast::bad(said),
        })
    }

    /// Puts the chosen rows on the clipboard, loaded or not.
    pub(super) fn copy(&self, ctx: &Ctx) -> Action<Message<L>> {
        let count = self.grid.selected(self.rows.len());
        if count > COPIED_MOST {
            let most = grouped(&COPIED_MOST.to_string());
            return Action::toast(Toast::warning(Said::new("shell.copy_too_many").with("n", most)));
        }
        let Some(reading) = self.reading(ctx, self.grid.selection().keys(&self.rows)) else { return Action::none() };
        let clipboard = Arc::clone(&ctx.services.clipboard);
        Action::work(
            move || {
                let (text, count) = reading.tsv()?;
                clipboard.set_text(text)?;
                Ok(count)
            },
            Message::Copied,
        )
    }
}
