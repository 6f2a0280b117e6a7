//! 导入: choose files, look at what they are and what they would change, correct it, take them in, and take them back.

mod history;
mod mapping;
mod preview;
mod progress;

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length, Task};

use crate::domain::platform::Platform;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, card, choice, dialog, icon, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::load::{Load, Ticket};
use crate::gui::picker::{Ask, FileKind};
use crate::gui::route::Open;
use crate::gui::screen::Screen;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::grid::GridEvent;
use crate::gui::{save, sheets};
use crate::import::field::Field;
use crate::import::format::Kind;
use crate::import::mapping::Mapping;
use crate::import::paid::Verdict;
use crate::import::report::{FileReport, Status};
use crate::import::run::{self, Choice, ImportError, Options, Prepared};
use crate::import::template::Template;
use crate::locale::Said;
use crate::store::{Canceller, ImportRecord};

/// Who acts in the window.
pub(in crate::gui) const ACTOR: &str = "owner";

/// A value that is handed over once, so that messages can be cloned.
type Handed<T> = Arc<Mutex<Option<T>>>;

/// Where the page stands.
#[derive(Debug, Default)]
enum Stage {
    #[default]
    Idle,
    /// Reading, comparing or writing; the foot shows how far.
    Busy(Job),
    /// Nothing is written yet.
    Prepared(Box<preview::Preview>),
    /// What went in.
    Done(Vec<FileReport>),
}

/// 导入
#[derive(Debug)]
pub struct Import {
    stage: Stage,
    paths: Vec<PathBuf>,
    options: Options,
    history: history::History,
    records: Load<Vec<ImportRecord>>,
    /// The import that is about to be undone.
    undoing: Option<ImportRecord>,
    /// Esc was pressed while decisions would be lost: the question stands.
    leaving: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    ChooseFiles,
    ChooseFolder,
    Chosen(Vec<PathBuf>),
    Template(Template),
    Prepared(Handed<Prepared>, Option<Said>),
    /// Another table of the list is looked at.
    Files(GridEvent),
    /// Read the chosen table as this format; `None`: as the program thinks.
    Format(Option<&'static str>),
    /// Say by hand which column means what, or let the program say.
    ByHand(bool),
    /// Stays with what was decided about the files.
    Keep,
    /// Gives it up.
    Leave,
    Platform(Platform),
    /// The shop's name is being typed.
    Shop(String),
    /// It is what the rows belong to.
    ShopSaid,
    Paid(Verdict),
    LeaveOut(bool),
    ExportProblems,
    ExportProblemsTo(Option<PathBuf>),
    Exported(Result<PathBuf, Said>),
    MapKind(Kind),
    MapColumn(usize, Option<Field>),
    MapName(String),
    UseMapping,
    MappingSaved(Result<Mapping, Said>),
    Cancel,
    Commit,
    Committed(Result<Vec<FileReport>, Said>),
    Records(Ticket, Result<Vec<ImportRecord>, Said>),
    History(GridEvent),
    AskUndo(i64),
    KeepIt,
    Undo,
    Undone(Result<String, Said>),
    Retry,
}

impl Screen for Import {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        Self {
            stage: Stage::Idle,
            paths: Vec::new(),
            options: Options { actor: ACTOR.to_owned(), ..Options::default() },
            history: history::History::new(ctx),
            records: Load::default(),
            undoing: None,
            leaving: false,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.records.ask(&(store.version(), ctx.lang)) else { return Action::none() };
        Action::work(
            move || store.imports().map_err(|error| error.said()),
            move |found| Message::Records(ticket, found),
        )
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::ChooseFiles => sheets::choose(ctx, Message::Chosen),
            Message::ChooseFolder => {
                let ask = Ask {
                    title: ctx.t("intake.choose_folder").to_owned(),
                    folder: sheets::folder(ctx),
                    ..Ask::default()
                };
                let picked = ctx.services.picker.open_folder(ask);
                Action::task(Task::perform(picked, |path| Message::Chosen(path.into_iter().collect())))
            }
            Message::Chosen(paths) if paths.is_empty() => Action::none(),
            Message::Chosen(paths) => self.take(ctx, paths),
            Message::Template(template) => {
                let lang = ctx.lang;
                let make = move || template.xlsx(lang).map_err(|error| error.said());
                sheets::keep(ctx, ctx.t(template.name_key()), make, Message::Exported)
            }
            Message::ExportProblemsTo(None) => Action::none(),
            Message::Exported(done) => save::saved(done),
            Message::Prepared(handed, said) => self.prepared(ctx, &handed, said),
            Message::Committed(done) => self.committed(ctx, done),
            Message::Cancel => self.cancel(),
            Message::Commit => self.commit(ctx),
            Message::Records(ticket, found) => {
                if self.records.answer(ticket, found) {
                    self.history.show(ctx, self.records.value().map_or(&[][..], Vec::as_slice));
                }
                Action::none()
            }
            Message::History(event) => self.history.on(event),
            Message::AskUndo(id) => {
                self.undoing = self.records.value().and_then(|all| all.iter().find(|record| record.id == id).cloned());
                Action::none()
            }
            Message::KeepIt => {
                self.undoing = None;
                Action::none()
            }
            Message::Undo => self.undo(ctx),
            Message::Undone(Ok(file)) => {
                // What went in is no longer in.
                if matches!(self.stage, Stage::Done(_)) {
                    self.stage = Stage::Idle;
                }
                let done = Toast::good(Said::new("intake.undone").with("file", file));
                Action::toast(done).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Retry => {
                self.records.stale();
                self.enter(ctx)
            }
            Message::ExportProblems => {
                let name = format!("{}.xlsx", ctx.t("import.problems"));
                let kinds = vec![FileKind::new("XLSX", &["xlsx"])];
                let ask = Ask {
                    title: ctx.t("import.problems").to_owned(),
                    folder: sheets::folder(ctx),
                    name: Some(name),
                    kinds,
                };
                Action::task(Task::perform(ctx.services.picker.save(ask), Message::ExportProblemsTo))
            }
            Message::ExportProblemsTo(Some(path)) => {
                let Stage::Prepared(preview) = &self.stage else { return Action::none() };
                let lang = ctx.lang;
                let Some(table) = preview.problems(lang) else { return Action::none() };
                Action::work(
                    move || {
                        crate::export::xlsx::write(&path, &[&table], lang).map_err(|error| error.said())?;
                        Ok(path)
                    },
                    Message::Exported,
                )
            }
            Message::UseMapping => {
                let (Stage::Prepared(preview), Some(store)) = (&self.stage, ctx.store().cloned()) else {
                    return Action::none();
                };
                let Some(mapping) = preview.mapping() else { return Action::none() };
                Action::work(
                    move || {
                        let body = mapping.to_toml().map_err(|error| error.said())?;
                        store.save_mapping(ACTOR, &mapping.name, &body).map_err(|error| error.said())?;
                        Ok(mapping)
                    },
                    Message::MappingSaved,
                )
            }
            Message::MappingSaved(Err(said)) => Action::toast(Toast::bad(said)),
            Message::MappingSaved(Ok(mapping)) => self.decide(ctx, |choice| {
                choice.mapping = Some(mapping);
                choice.by_hand = false;
            }),
            Message::Format(format) => self.decide(ctx, |choice| {
                choice.format = format.map(str::to_owned);
                choice.mapping = None;
                choice.by_hand = false;
            }),
            Message::ByHand(on) => self.decide(ctx, |choice| {
                choice.mapping = None;
                choice.by_hand = on;
            }),
            Message::Keep => {
                self.leaving = false;
                Action::none()
            }
            Message::Leave => {
                self.leaving = false;
                self.cancel()
            }
            Message::Platform(platform) => self.decide(ctx, |choice| choice.platform = Some(platform)),
            Message::ShopSaid => {
                let Stage::Prepared(preview) = &self.stage else { return Action::none() };
                let Some(shop) = preview.shop() else { return Action::none() };
                self.decide(ctx, |choice| choice.shop = Some(shop))
            }
            Message::Paid(verdict) => self.decide(ctx, |choice| choice.paid = Some(verdict)),
            Message::LeaveOut(out) => self.decide(ctx, |choice| choice.leave_out = out),
            Message::Files(_)
            | Message::Shop(_)
            | Message::MapKind(_)
            | Message::MapColumn(..)
            | Message::MapName(_) => {
                if let Stage::Prepared(preview) = &mut self.stage {
                    preview.update(message);
                }
                Action::none()
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let below: Element<'a, Message> = match &self.stage {
            Stage::Prepared(preview) => preview.view(ctx),
            Stage::Busy(job) => progress::view(ctx, job),
            Stage::Done(reports) => column![preview::done(ctx, reports), self.past(ctx)].spacing(gap::M).into(),
            Stage::Idle => self.past(ctx),
        };
        column![choose(ctx, matches!(self.stage, Stage::Busy(_))), below].spacing(gap::M).into()
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if self.leaving {
            return Some(dialog::confirm(
                ctx.t("intake.leave_title"),
                ctx.t("intake.leave_text").to_owned(),
                (ctx.t("intake.leave_keep"), Message::Keep),
                (ctx.t("intake.leave").to_owned(), Message::Leave),
                true,
            ));
        }
        let record = self.undoing.as_ref()?;
        Some(dialog::confirm(
            ctx.t("intake.undo_title"),
            ctx.f(
                "intake.undo_text",
                &[("file", &record.file_name), ("rows", &crate::table::grouped(&record.rows.to_string()))],
            ),
            (ctx.t("intake.keep"), Message::KeepIt),
            (ctx.t("intake.undo").to_owned(), Message::Undo),
            true,
        ))
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        if self.undoing.take().is_some() || std::mem::take(&mut self.leaving) {
            return Some(Action::none());
        }
        if matches!(&self.stage, Stage::Prepared(preview) if preview.touched() || !self.options.choices.is_empty()) {
            self.leaving = true;
            return Some(Action::none());
        }
        matches!(self.stage, Stage::Prepared(_) | Stage::Done(_)).then(|| self.cancel())
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        match what {
            Open::Files(paths) if !paths.is_empty() => self.take(ctx, paths),
            _ => Action::none(),
        }
    }
}

impl Import {
    /// New files: what was decided about others is forgotten.
    fn take(&mut self, ctx: &Ctx, paths: Vec<PathBuf>) -> Action<Message> {
        if matches!(self.stage, Stage::Busy(_)) {
            return Action::toast(Toast::warning(Said::new("intake.still_busy")));
        }
        let mut settings = ctx.settings.clone();
        if let Some(folder) = paths.first().and_then(|path| path.parent()) {
            settings.folders.insert("imports".to_owned(), folder.to_path_buf());
        }
        self.options.choices.clear();
        self.paths = run::expand(&paths);
        self.prepare(ctx).with(Intent::Settings(Box::new(settings)))
    }

    /// Reads the files anew with what has been decided; what was staged before is discarded.
    fn prepare(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let (job, cancel) = started(&self.paths);
        self.stage = Stage::Busy(job.clone());
        let (paths, options, shown) = (self.paths.clone(), self.options.clone(), job.clone());
        Action::work(
            move || {
                let teller = progress::Teller::default();
                let done = run::prepare(&store, &paths, &options, &|now| teller.tell(&shown, &now), &cancel);
                shown.finish();
                done.map(|prepared| Arc::new(Mutex::new(Some(prepared)))).map_err(|error| error.said())
            },
            |done| match done {
                Ok(handed) => Message::Prepared(handed, None),
                Err(said) => Message::Prepared(Handed::default(), Some(said)),
            },
        )
        .with(Intent::Job(job))
    }

    fn prepared(&mut self, ctx: &Ctx, handed: &Handed<Prepared>, said: Option<Said>) -> Action<Message> {
        let prepared = handed.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (prepared, said) {
            (Some(prepared), _) => {
                self.stage = Stage::Prepared(Box::new(preview::Preview::new(ctx, prepared, &self.options)));
                Action::none()
            }
            (None, Some(said)) => {
                self.stage = Stage::Idle;
                Action::toast(if said.key == "import.cancelled" { Toast::note(said) } else { Toast::bad(said) })
            }
            (None, None) => Action::none(),
        }
    }

    /// Changes what is decided about the table being looked at, and reads again.
    fn decide(&mut self, ctx: &Ctx, change: impl FnOnce(&mut Choice)) -> Action<Message> {
        let Stage::Prepared(preview) = &self.stage else { return Action::none() };
        let Some(label) = preview.label().map(str::to_owned) else { return Action::none() };
        let at = self.options.choices.iter().position(|choice| choice.label == label).unwrap_or_else(|| {
            self.options.choices.push(Choice { label, ..Choice::default() });
            self.options.choices.len() - 1
        });
        if let Some(choice) = self.options.choices.get_mut(at) {
            change(choice);
        }
        self.prepare(ctx)
    }

    fn cancel(&mut self) -> Action<Message> {
        if let Stage::Busy(job) = &self.stage {
            job.cancel();
            return Action::none();
        }
        self.stage = Stage::Idle;
        Action::none()
    }

    fn commit(&mut self, ctx: &Ctx) -> Action<Message> {
        if !matches!(self.stage, Stage::Prepared(_)) {
            return Action::none();
        }
        let (job, cancel) = started(&self.paths);
        let Stage::Prepared(preview) = std::mem::replace(&mut self.stage, Stage::Busy(job.clone())) else {
            return Action::none();
        };
        let (prepared, shown, lang) = (preview.into_prepared(), job.clone(), ctx.lang);
        let (flag, writing) = (Arc::clone(&cancel), prepared.cancellers());
        job.on_cancel(move || {
            flag.store(true, Ordering::Relaxed);
            writing.iter().for_each(Canceller::cancel);
        });
        Action::work(
            move || {
                let teller = progress::Teller::default();
                let done = prepared.commit(&|now| teller.tell(&shown, &now), &cancel);
                shown.finish();
                let done = done.map_err(|error: ImportError| error.said())?;
                Ok(done.into_iter().map(|report| report.in_language(lang)).collect())
            },
            Message::Committed,
        )
        .with(Intent::Job(job))
    }

    fn committed(&mut self, ctx: &Ctx, done: Result<Vec<FileReport>, Said>) -> Action<Message> {
        match done {
            Ok(reports) => {
                let files = reports.iter().filter(|report| report.status == Status::Imported).count();
                let sum = |of: fn(&FileReport) -> u64| reports.iter().map(of).sum::<u64>();
                let said = Said::new("intake.done")
                    .with("files", files)
                    .with("new", crate::table::grouped(&sum(|r| r.new).to_string()))
                    .with("updated", crate::table::grouped(&sum(|r| r.updated).to_string()));
                let reason = reports.iter().find_map(|report| report.problems.first()?.said.clone());
                let toast = match reason.filter(|_| files == 0) {
                    Some(reason) => Toast::bad(reason),
                    None => Toast::good(said)
                        .with_button("intake.see", Intent::Open(Open::Page(crate::gui::route::Route::Overview))),
                };
                self.stage = Stage::Done(reports);
                Action::toast(toast).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Err(said) => {
                self.stage = Stage::Idle;
                Action::toast(Toast::bad(said)).with(Intent::DataChanged).and(self.enter(ctx))
            }
        }
    }

    fn undo(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(record), Some(store)) = (self.undoing.take(), ctx.store().cloned()) else { return Action::none() };
        Action::work(
            move || {
                store.undo_import(ACTOR, record.id).map_err(|error| error.said())?;
                Ok(record.file_name)
            },
            Message::Undone,
        )
    }

    /// What was imported before.
    fn past<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        state::load(ctx, &self.records, Message::Retry, |records| self.history.view(ctx, records))
    }
}

/// A job for the foot, and the flag its Cancel raises.
fn started(paths: &[PathBuf]) -> (Job, Arc<AtomicBool>) {
    let name = match paths {
        [one] => one.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
        many => format!("× {}", many.len()),
    };
    let job = Job::new(Said::new("shell.job_import").with("file", name));
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    job.on_cancel(move || flag.store(true, Ordering::Relaxed));
    (job, cancel)
}

/// The ways in, and the sheets to fill.
fn choose(ctx: &Ctx, busy: bool) -> Element<'_, Message> {
    let free = |message: Message| (!busy).then_some(message);
    let templates = Template::ALL.map(|template| {
        choice::menu_entry(Some(Icon::FileSpreadsheet), ctx.t(template.name_key()), Some(Message::Template(template)))
            .into()
    });
    let menu =
        row![icon::icon(Icon::Download), words::body(ctx.t("intake.templates"))].spacing(6).align_y(Alignment::Center);
    card::card(
        row![
            words::card_title(ctx.t("intake.drop")),
            container(words::muted(ctx.t("intake.drop_hint"))).width(Length::Fill),
            dropdown(menu, choice::menu(templates, 200.0)).align_right(),
            button::secondary(ctx.t("intake.choose_folder"), free(Message::ChooseFolder)),
            button::primary(ctx.t("intake.choose_files"), free(Message::ChooseFiles)),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center),
    )
    .into()
}
