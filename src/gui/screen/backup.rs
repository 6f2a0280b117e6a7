//! Backups (备份): what there is, one now, one elsewhere, going back to one, and whether the shop file is sound.

mod list;

use std::path::PathBuf;
use std::sync::Arc;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length, Task};

use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, card, dialog, icon, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::load::{Load, Ticket};
use crate::gui::picker::{Ask, FileKind};
use crate::gui::screen::{PageCommand, Screen};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{container as style, space as gap};
use crate::gui::widget::grid::{Column as GridColumn, GridEvent, GridState, Rows as _, grid};
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::{BackupRecord, CheckFinding, Severity};

use list::Backups;

#[derive(Debug)]
pub struct Backup {
    known: Load<Backups>,
    checked: Load<Arc<[CheckFinding]>>,
    columns: Vec<GridColumn>,
    grid: GridState,
    /// A backup is being made.
    job: Option<Job>,
    /// The backup to go back to, being asked about.
    restoring: Option<PathBuf>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Known(Ticket, Result<Vec<BackupRecord>, Said>),
    Now,
    Elsewhere,
    ElsewherePicked(Option<PathBuf>),
    Done(Result<PathBuf, Said>),
    Grid(GridEvent),
    FromFile,
    FromFilePicked(Option<PathBuf>),
    Restore,
    NotNow,
    Show(PathBuf),
    Check,
    Checked(Ticket, Result<Arc<[CheckFinding]>, Said>),
    Retry,
}

impl Screen for Backup {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        let layout = ctx.settings.grids.get("backups");
        Self {
            known: Load::default(),
            checked: Load::default(),
            columns: list::columns(ctx),
            grid: GridState::new("backups", layout).sorted_by("at", true),
            job: None,
            restoring: None,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        self.columns = list::columns(ctx);
        if let Some(known) = self.known.value_mut() {
            known.speak(ctx.lang);
        }
        self.ask(ctx)
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Known(ticket, result) => {
                let lang = ctx.lang;
                if self.known.answer(ticket, result.map(|records| Backups::new(records, lang)))
                    && let Some(known) = self.known.value_mut()
                {
                    known.sort(self.grid.sort());
                }
                Action::none()
            }
            Message::Now => self.make(ctx, None),
            Message::Elsewhere => {
                let name = ctx.shop.as_ref().map(crate::gui::ctx::Shop::name).unwrap_or_default();
                let ask = Ask {
                    title: ctx.t("backup.elsewhere").to_owned(),
                    name: Some(format!("{name} {}.zhanggui", ctx.now().format("%Y-%m-%d %H%M"))),
                    kinds: vec![FileKind::new(ctx.t("shell.shop_files"), &["zhanggui"])],
                    ..Ask::default()
                };
                Action::task(Task::perform(ctx.services.picker.save(ask), Message::ElsewherePicked))
            }
            Message::ElsewherePicked(None) | Message::FromFilePicked(None) => Action::none(),
            Message::ElsewherePicked(path) => self.make(ctx, path),
            Message::Done(result) => self.done(ctx, result),
            Message::Grid(event) => self.on_grid(event),
            Message::FromFile => {
                let ask = Ask {
                    title: ctx.t("backup.from_file").to_owned(),
                    folder: self.folder(ctx),
                    kinds: vec![FileKind::new(ctx.t("shell.shop_files"), &["zhanggui"])],
                    ..Ask::default()
                };
                Action::task(Task::perform(ctx.services.picker.open_file(ask), Message::FromFilePicked))
            }
            Message::FromFilePicked(path) => {
                self.restoring = path;
                Action::none()
            }
            Message::Restore => match self.restoring.take() {
                Some(path) => Action::intent(Intent::Restore(path)),
                None => Action::none(),
            },
            Message::NotNow => {
                self.restoring = None;
                Action::none()
            }
            Message::Show(path) => Action::intent(Intent::Reveal(path)),
            Message::Check => self.check(ctx),
            Message::Checked(ticket, result) => {
                self.checked.answer(ticket, result);
                Action::none()
            }
            Message::Retry => {
                self.known.stale();
                self.ask(ctx)
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        column![
            container(state::load(ctx, &self.known, Message::Retry, |known| self.table(ctx, known)))
                .style(style::card)
                .padding(1)
                .height(Length::Fill),
            self.check_card(ctx),
        ]
        .spacing(gap::M)
        .padding(iced::Padding::from(0).bottom(gap::L))
        .into()
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let idle = self.job.is_none();
        Some(
            row![
                button::labelled(Icon::RotateCcw, ctx.t("backup.from_file"), Some(Message::FromFile)),
                button::labelled(Icon::Save, ctx.t("backup.elsewhere"), idle.then_some(Message::Elsewhere)),
                button::primary_labelled(Icon::Archive, ctx.t("backup.now"), idle.then_some(Message::Now)),
            ]
            .spacing(gap::S)
            .into(),
        )
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let path = self.restoring.as_ref()?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Some(dialog::confirm(
            ctx.t("backup.restore_title"),
            ctx.f("backup.restore_text", &[("name", &name)]),
            (ctx.t("shell.cancel"), Message::NotNow),
            (ctx.t("backup.restore").to_owned(), Message::Restore),
            true,
        ))
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        self.restoring.take().map(|_| Action::none())
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Refresh => {
                self.known.stale();
                self.ask(ctx)
            }
            PageCommand::Accept if self.restoring.is_some() => self.update(ctx, Message::Restore),
            _ => Action::none(),
        }
    }
}

impl Backup {
    fn ask(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.known.ask(&store.path().to_path_buf()) else { return Action::none() };
        Action::work(move || Ok(store.backups()), move |result| Message::Known(ticket, result))
    }

    /// Makes a backup in the shop's folder, or at `path`.
    fn make(&mut self, ctx: &Ctx, path: Option<PathBuf>) -> Action<Message> {
        let Some(store) = ctx.store().cloned().filter(|_| self.job.is_none()) else { return Action::none() };
        let job = Job::new(Said::new("shell.job_backup"));
        self.job = Some(job.clone());
        let shown = job.clone();
        Action::work(
            move || {
                let made = match path {
                    Some(path) => store.backup_to(&path).map(|()| path),
                    None => store.backup_now(),
                };
                job.finish();
                made.map_err(|error| {
                    tracing::warn!(%error, "backup");
                    error.said()
                })
            },
            Message::Done,
        )
        .with(Intent::Job(shown))
    }

    fn done(&mut self, ctx: &Ctx, result: Result<PathBuf, Said>) -> Action<Message> {
        self.job = None;
        match result {
            Ok(path) => {
                self.known.stale();
                let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                let toast = Toast::good(Said::new("backup.done").with("name", name))
                    .with_button("shell.show_folder", Intent::Reveal(path));
                self.ask(ctx).with(Intent::Toast(toast))
            }
            Err(said) => Action::toast(Toast::bad(said)),
        }
    }

    fn on_grid(&mut self, event: GridEvent) -> Action<Message> {
        let Some(known) = self.known.value_mut() else { return Action::none() };
        match event {
            GridEvent::Sort(_) => {
                known.sort(self.grid.sort());
                Action::none()
            }
            GridEvent::Open(row) | GridEvent::Link(row, "restore") => {
                self.restoring = known.record(row).map(|record| record.path.clone());
                Action::none()
            }
            GridEvent::Link(row, _) => match known.record(row) {
                Some(record) => Action::intent(Intent::Reveal(record.path.clone())),
                None => Action::none(),
            },
            GridEvent::Layout(layout) => Action::intent(Intent::GridLayout(self.grid.id, layout)),
            GridEvent::Copied(n) => Action::toast(Toast::good(Said::new("shell.rows_copied").with("n", n))),
            GridEvent::Selected | GridEvent::Need(_) | GridEvent::Copy => Action::none(),
        }
    }

    /// Where this shop's backups lie.
    fn folder(&self, ctx: &Ctx) -> Option<PathBuf> {
        let newest = self.known.value().and_then(|known| known.record(0)).and_then(|record| record.path.parent());
        newest.map(PathBuf::from).or_else(|| Some(ctx.backup_folder()).filter(|folder| folder.is_dir()))
    }

    fn check(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        self.checked.stale();
        let Some(ticket) = self.checked.ask(&store.version()) else { return Action::none() };
        Action::work(
            move || {
                store.check().map(Arc::from).map_err(|error| {
                    tracing::warn!(%error, "check");
                    error.said()
                })
            },
            move |result| Message::Checked(ticket, result),
        )
    }

    fn table<'a>(&'a self, ctx: &'a Ctx, known: &'a Backups) -> Element<'a, Message> {
        if known.is_empty() {
            let now = button::primary_labelled(Icon::Archive, ctx.t("backup.now"), Some(Message::Now));
            return state::empty(Icon::Archive, ctx.t("backup.none"), ctx.t("backup.none_hint"), Some(now.into()));
        }
        let folder = self.folder(ctx).unwrap_or_default();
        let place = row![
            icon::icon(Icon::Folder),
            one_line(folder.display().to_string())
                .size(crate::gui::theme::size::SMALL)
                .style(crate::gui::theme::text::muted)
                .width(Length::Fill),
            button::link(ctx.t("shell.show_folder"), Some(Message::Show(folder))),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        column![
            grid(&self.grid, known, &self.columns, Message::Grid),
            card::rule(),
            container(column![place, words::small(ctx.t("backup.rotation"))].spacing(gap::XS))
                .padding([gap::S, gap::M]),
        ]
        .into()
    }

    /// Whether the shop file is sound.
    fn check_card<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let busy = self.checked.busy();
        let press = (!busy).then_some(Message::Check);
        let right = button::labelled(Icon::ShieldCheck, ctx.t("backup.check"), press).into();
        let body: Element<'_, Message> = match (self.checked.value(), self.checked.failed()) {
            _ if busy => words::muted(ctx.t("backup.checking")).into(),
            (_, Some(said)) => words::body(ctx.say(said)).style(crate::gui::theme::text::bad).into(),
            (None, None) => words::muted(ctx.t("backup.check_text")).into(),
            (Some(found), None) if found.is_empty() => {
                row![icon::tinted(Icon::CircleCheck, |t| t.green), words::body(ctx.t("backup.check_sound")),]
                    .spacing(gap::S)
                    .align_y(Alignment::Center)
                    .into()
            }
            (Some(found), None) => card::scroll(
                Column::with_children(found.iter().map(|finding| {
                    let bad = finding.severity == Severity::Problem;
                    row![
                        icon::tinted(Icon::TriangleAlert, move |t| if bad { t.red } else { t.amber }),
                        words::body(ctx.say(&finding.said())).width(Length::Fill),
                    ]
                    .spacing(gap::S)
                    .into()
                }))
                .spacing(gap::XS),
            )
            .height(Length::Shrink)
            .into(),
        };
        container(card::section(ctx.t("backup.check_title"), "", Some(right), body)).max_height(220).into()
    }
}
