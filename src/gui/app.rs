//! The window's state and the dispatch of messages: owns the [`Ctx`], the pages, jobs, toasts and what floats above them. No page's
//! business stands here.

mod drafts;
mod keys;
mod persist;
mod shop;
#[cfg(test)]
mod tests;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use iced::{Element, Event, Size, Subscription, Task, event, window};

use crate::analytics::facts::Facts;
use crate::analytics::metric::{self, Metric};
use crate::domain::alert::Tally;
use crate::locale::{Lang, Said};
use crate::settings::Settings;
use crate::store::{AlertRun, Store};

use super::action::{Action, Intent, Toast, Tone};
use super::command::Do;
use super::component::calendar::CalendarMessage;
use super::ctx::Ctx;
use super::filter::Filters;
use super::job::Job;
use super::load::{Load, Ticket};
use super::ordering::Ordered;
use super::route::{Open, Route};
use super::screen::{self, Screens};
use super::shell::{self, palette::Palette};

/// A toast on the screen.
#[derive(Debug)]
pub struct Shown {
    pub id: u64,
    pub toast: Toast,
    /// When it goes away by itself.
    pub until: Option<Instant>,
}

/// What floats above the page, beside the page's own dialog.
#[derive(Debug)]
pub enum Float {
    Palette(Palette),
    Shortcuts,
    Metric(&'static Metric),
    /// The window was closed while a job runs.
    Leave,
    /// A shop file that does not open, and the backup that could take its place.
    Trouble {
        said: Said,
        path: PathBuf,
        backup: Option<PathBuf>,
    },
}

/// The window.
#[derive(Debug)]
pub struct App {
    pub ctx: Ctx,
    pub screens: Screens,
    pub route: Route,
    pub before: Vec<Route>,
    pub toasts: Vec<Shown>,
    next_toast: u64,
    /// The last message, in the foot.
    pub last: Option<(Tone, Said)>,
    pub jobs: Vec<Job>,
    pub float: Option<Float>,
    pub calendar: Option<super::component::calendar::Calendar>,
    pub size: Size,
    /// A shop file that is being opened.
    pub opening: Load<()>,
    /// Files hang over the window.
    pub hovering: bool,
    dropped: Vec<PathBuf>,
    /// Files to import once the shop being opened is open.
    waiting_files: Vec<PathBuf>,
    persist: persist::Persist,
    watch: watch::Watch,
    /// Grows with every change that pages may depend on, so that a page is told once.
    told: u64,
}

/// What the person asked for on the command line.
#[derive(Debug, Clone, Default)]
pub struct Start {
    pub shop: Option<PathBuf>,
    pub sample: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Screen(screen::Message),
    Do(Do),
    /// A group of the side bar is opened or closed.
    Group(&'static str),
    Intent(Intent),
    Key(keys::Pressed),
    Palette(shell::palette::Message),
    Calendar(CalendarMessage),
    Filters(Filters),
    Opened(Ticket, Result<Opened, Trouble>),
    /// A backup took a shop's place; the former file lies where it says.
    Restored(PathBuf, Result<Option<PathBuf>, Said>),
    Facts(Ticket, Result<Arc<Facts>, Said>),
    /// Orders that were drafted by themselves; `None` when nothing had to be.
    Drafted(Result<Option<Arc<Ordered>>, Said>),
    ShopPicked(Option<PathBuf>),
    CloseToast(u64),
    PressToast(u64),
    CancelJob,
    CloseFloat,
    Hovered(bool),
    Dropped(PathBuf),
    DroppedAll,
    Resized(Size),
    CloseRequested,
    Leave,
    SystemDark(bool),
    Tick(Instant),
    /// Time to look whether anything is wrong.
    Watch,
    /// The alerts that stand, counted anew.
    AlertsCounted(u64, Result<Vec<Tally>, Said>),
    /// What a look found; the number says of which opening of a shop.
    Watched(u64, Result<AlertRun, Said>),
    Saved(Result<(), Said>),
    Copied(Result<(), Said>),
    Nothing,
}

/// A shop that has been opened off the window's thread.
#[derive(Debug, Clone)]
pub struct Opened {
    pub store: Store,
    pub path: PathBuf,
    pub sample: bool,
}

/// Why a shop did not open.
#[derive(Debug, Clone)]
pub struct Trouble {
    pub said: Said,
    pub path: PathBuf,
    pub backup: Option<PathBuf>,
}

impl App {
    /// The window as it comes up.
    pub fn new(mut ctx: Ctx, start: &Start, bad_settings: &[String]) -> (Self, Task<Message>) {
        let size = Size::new(ctx.settings.window.width, ctx.settings.window.height);
        let sample = start.sample;
        let shop = start.shop.clone().or_else(|| {
            let last = ctx.settings.recent_shops.first().cloned();
            last.filter(|path| !sample && ctx.settings.page.is_some() && path.is_file())
        });
        ctx.system_dark = false;
        let mut app = Self {
            ctx,
            screens: Screens::default(),
            route: Route::Welcome,
            before: Vec::new(),
            toasts: Vec::new(),
            next_toast: 0,
            last: None,
            jobs: Vec::new(),
            float: None,
            calendar: None,
            size,
            opening: Load::default(),
            hovering: false,
            dropped: Vec::new(),
            waiting_files: Vec::new(),
            persist: persist::Persist::default(),
            watch: watch::Watch::default(),
            told: 0,
        };
        let mut tasks = vec![app.tell()];
        if !bad_settings.is_empty() {
            let fields = bad_settings.join(", ");
            tasks.push(app.toast(Toast::warning(Said::new("settings.bad_fields").with("fields", fields))));
        }
        if sample {
            tasks.push(app.open_sample());
        } else if let Some(path) = shop {
            tasks.push(app.open_shop(path));
        }
        tasks.push(iced::system::theme().map(|mode| Message::SystemDark(mode == iced::theme::Mode::Dark)));
        (app, Task::batch(tasks))
    }

    pub fn title(&self) -> String {
        match &self.ctx.shop {
            Some(shop) => format!("{} — {}", shop.name(), self.ctx.t("shell.app_name")),
            None => self.ctx.t("shell.app_name").to_owned(),
        }
    }

    pub fn update(&mut self, message: Message) -> Task<Message> {
        let task = self.handle(message);
        // A dialog that could not be shown answers as one that was closed; that it failed must be said all the same.
        match self.ctx.services.picker.trouble() {
            Some(said) => Task::batch([task, self.toast(Toast::bad(said))]),
            None => task,
        }
    }

    fn handle(&mut self, message: Message) -> Task<Message> {
        match message {
            Message::Screen(message) => {
                let action = self.screens.update(message, &self.ctx);
                self.act(action)
            }
            Message::Do(what) => self.run(what),
            Message::Intent(intent) => self.intent(intent),
            Message::Key(pressed) => self.key(pressed),
            Message::Palette(message) => self.palette(message),
            Message::Calendar(message) => self.calendar(message),
            Message::Filters(filters) => self.filter(filters),
            Message::Opened(ticket, result) => self.opened(ticket, result),
            Message::Restored(shop, result) => self.restored(shop, result),
            Message::Facts(ticket, result) => self.facts(ticket, result),
            Message::Group(id) => self.change_settings_quietly(|settings| {
                let closed = &mut settings.side_closed;
                match closed.iter().position(|one| one == id) {
                    Some(at) => drop(closed.remove(at)),
                    None => closed.push(id.to_owned()),
                }
            }),
            Message::Drafted(result) => self.drafted(result),
            Message::ShopPicked(picked) => picked.map_or_else(Task::none, |path| self.open_shop(path)),
            Message::CloseToast(id) => {
                self.toasts.retain(|shown| shown.id != id);
                Task::none()
            }
            Message::PressToast(id) => self.press_toast(id),
            Message::CancelJob => {
                if let Some(job) = self.jobs.last() {
                    job.cancel();
                }
                Task::none()
            }
            Message::CloseFloat => {
                self.float = None;
                Task::none()
            }
            Message::Hovered(on) => {
                self.hovering = on;
                Task::none()
            }
            Message::Dropped(path) => self.drop_file(path),
            Message::DroppedAll => self.open_dropped(),
            Message::Resized(size) => self.resized(size),
            Message::CloseRequested => {
                if self.jobs.iter().any(|job| !job.finished()) {
                    self.float = Some(Float::Leave);
                    return Task::none();
                }
                self.leave()
            }
            Message::Leave => self.leave(),
            Message::SystemDark(dark) => {
                self.ctx.system_dark = dark;
                Task::none()
            }
            Message::Tick(now) => {
                self.jobs.retain(|job| !job.finished());
                self.toasts.retain(|shown| shown.until.is_none_or(|until| now < until));
                Task::none()
            }
            Message::Watch => self.watch_due(),
            Message::AlertsCounted(shop, counted) => self.alerts_counted(shop, counted),
            Message::Watched(shop, result) => self.watched(shop, result),
            Message::Saved(result) => self.saved(result),
            Message::Copied(result) => match result {
                Ok(()) => self.toast(Toast::good(Said::new("shell.copied"))),
                Err(said) => self.toast(Toast::bad(said)),
            },
            Message::Nothing => Task::none(),
        }
    }

    pub fn view(&self) -> Element<'_, Message> {
        shell::view(self)
    }

    pub fn theme(&self) -> iced::Theme {
        super::theme::iced_theme(self.ctx.dark())
    }

    pub fn subscription(&self) -> Subscription<Message> {
        let mut all = vec![
            event::listen_with(heard),
            iced::system::theme_changes().map(|mode| Message::SystemDark(mode == iced::theme::Mode::Dark)),
        ];
        if !self.jobs.is_empty() || self.toasts.iter().any(|shown| shown.until.is_some()) {
            all.push(iced::time::every(Duration::from_millis(200)).map(Message::Tick));
        }
        if self.ctx.shop.is_some() && self.ctx.settings.alerts.watch {
            all.push(iced::time::every(watch::EVERY).map(|_| Message::Watch));
        }
        Subscription::batch(all)
    }

    /// Runs what a page asks for.
    fn act(&mut self, action: Action<screen::Message>) -> Task<Message> {
        let mut tasks = vec![action.task.map(Message::Screen)];
        for intent in action.intents {
            tasks.push(self.intent(intent));
        }
        Task::batch(tasks)
    }

    fn intent(&mut self, intent: Intent) -> Task<Message> {
        match intent {
            Intent::Open(what) => self.open(what),
            Intent::Toast(toast) => self.toast(toast),
            Intent::DataChanged => self.load_facts(),
            Intent::DraftOrders => self.draft_orders(),
            Intent::AlertsChanged => self.count_alerts(),
            Intent::Job(job) => {
                self.jobs.push(job);
                Task::none()
            }
            Intent::Period(period) => {
                let preset = super::filter::Preset::Custom(period);
                self.filter(Filters { preset, ..self.ctx.filters.clone() })
            }
            Intent::Filters(filters) => self.filter(filters),
            Intent::Settings(settings) => self.change_settings(|now| *now = *settings),
            Intent::GridLayout(grid, layout) => self.change_settings_quietly(|settings| {
                settings.grids.insert(grid.to_owned(), layout);
            }),
            Intent::Views(list, views) => self.change_settings_quietly(|settings| {
                settings.views.insert(list.to_owned(), views);
            }),
            Intent::Metric(id) => {
                self.float = metric::find(id).map(Float::Metric);
                Task::none()
            }
            Intent::Copy(text) => {
                let clipboard = Arc::clone(&self.ctx.services.clipboard);
                super::job::work(move || clipboard.set_text(text), Message::Copied)
            }
            Intent::OpenShop(path) => self.open_shop(path),
            Intent::OpenSample => self.open_sample(),
            Intent::Restore(backup) => self.restore(backup),
            Intent::CloseShop => self.close_shop(),
            Intent::Reveal(path) => self.reveal(path),
            Intent::Tell(message) => self.update(Message::Screen(*message)),
            Intent::Do(what) => self.run(what),
            Intent::ForgetShop(path) => self.change_settings(|settings| settings.forget_shop(&path)),
        }
    }

    /// Shows a page, and on it what is meant.
    fn open(&mut self, what: Open) -> Task<Message> {
        let route = what.route();
        if let (Open::Files(files), None) = (&what, &self.ctx.shop) {
            return self.import_files(files.clone());
        }
        if route.needs_shop() && self.ctx.shop.is_none() {
            return self.go(Route::Welcome);
        }
        if matches!(what, Open::Page(_)) {
            return self.go(route);
        }
        let action = self.screens.open(what, &self.ctx);
        let opened = self.act(action);
        Task::batch([opened, self.go(route)])
    }

    pub(super) fn go(&mut self, route: Route) -> Task<Message> {
        if self.route != route {
            self.before.push(self.route);
            self.before.truncate(32);
            self.route = route;
        }
        self.float = None;
        let told = self.tell();
        if self.ctx.shop.is_some() && route.needs_shop() {
            let page = Some(route.id().to_owned());
            if self.ctx.settings.page != page {
                return Task::batch([told, self.change_settings_quietly(|settings| settings.page = page)]);
            }
        }
        told
    }

    /// Tells the shown page that something it may depend on has changed.
    fn tell(&mut self) -> Task<Message> {
        self.told += 1;
        let action = self.screens.enter(self.route, &self.ctx);
        self.act(action)
    }

    fn filter(&mut self, filters: Filters) -> Task<Message> {
        self.ctx.filters = filters;
        let table = self.ctx.filters.to_table();
        let kept = match &self.ctx.shop {
            Some(shop) if !shop.sample => {
                let key = shop.path.display().to_string();
                self.change_settings_quietly(|settings| {
                    settings.filters.insert(key, table);
                })
            }
            _ => Task::none(),
        };
        Task::batch([kept, self.tell()])
    }

    fn calendar(&mut self, message: CalendarMessage) -> Task<Message> {
        let period = self.ctx.period();
        let calendar = self.calendar.get_or_insert_with(|| super::component::calendar::Calendar::new(period));
        match calendar.update(message) {
            Some(period) => self.intent(Intent::Period(period)),
            None => Task::none(),
        }
    }

    pub(super) fn toast(&mut self, toast: Toast) -> Task<Message> {
        let stay = match toast.tone {
            Tone::Bad => None,
            Tone::Warning => Some(Duration::from_secs(10)),
            // What can be undone or looked at stays long enough to reach for.
            Tone::Good | Tone::Neutral if toast.button.is_some() => Some(Duration::from_secs(10)),
            Tone::Good | Tone::Neutral => Some(Duration::from_secs(5)),
        };
        self.last = Some((toast.tone, toast.text.clone()));
        self.next_toast += 1;
        self.toasts.push(Shown { id: self.next_toast, toast, until: stay.map(|stay| Instant::now() + stay) });
        if self.toasts.len() > 4 {
            self.toasts.remove(0);
        }
        Task::none()
    }

    fn press_toast(&mut self, id: u64) -> Task<Message> {
        let Some(at) = self.toasts.iter().position(|shown| shown.id == id) else { return Task::none() };
        match self.toasts.remove(at).toast.button {
            Some((_, intent)) => self.intent(*intent),
            None => Task::none(),
        }
    }

    fn drop_file(&mut self, path: PathBuf) -> Task<Message> {
        self.hovering = false;
        let first = self.dropped.is_empty();
        self.dropped.push(path);
        // Several files come as several events: wait until all are here.
        if first {
            Task::perform(tokio::time::sleep(Duration::from_millis(80)), |()| Message::DroppedAll)
        } else {
            Task::none()
        }
    }

    fn open_dropped(&mut self) -> Task<Message> {
        let files = std::mem::take(&mut self.dropped);
        if files.is_empty() {
            return Task::none();
        }
        let is_shop = |path: &PathBuf| path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zhanggui"));
        if let [only] = files.as_slice()
            && is_shop(only)
        {
            return self.open_shop(only.clone());
        }
        self.import_files(files)
    }

    fn resized(&mut self, size: Size) -> Task<Message> {
        self.size = size;
        if size.width < 200.0 || size.height < 200.0 {
            return Task::none();
        }
        self.change_settings_quietly(|settings| {
            settings.window.width = size.width;
            settings.window.height = size.height;
        })
    }

    fn reveal(&mut self, path: PathBuf) -> Task<Message> {
        let folder = if path.is_dir() { path } else { path.parent().map(PathBuf::from).unwrap_or_default() };
        super::job::work(
            move || {
                opener(&folder).map_err(|error| {
                    tracing::warn!(%error, folder = %folder.display(), "file manager");
                    Said::new("shell.error_reveal").with("folder", folder.display())
                })
            },
            |result| match result {
                Ok(()) => Message::Nothing,
                Err(said) => Message::Intent(Intent::Toast(Toast::bad(said))),
            },
        )
    }

    /// Changes settings that pages do not depend on: no page is told.
    fn change_settings_quietly(&mut self, change: impl FnOnce(&mut Settings)) -> Task<Message> {
        change(&mut self.ctx.settings);
        self.save_soon()
    }

    /// Changes settings; they take effect at once.
    fn change_settings(&mut self, change: impl FnOnce(&mut Settings)) -> Task<Message> {
        change(&mut self.ctx.settings);
        self.ctx.lang = self.ctx.settings.lang.unwrap_or_else(Lang::system);
        Task::batch([self.save_soon(), self.tell()])
    }
}

/// Opens a folder in the system's file manager.
fn opener(folder: &std::path::Path) -> std::io::Result<()> {
    let program = if cfg!(target_os = "windows") {
        "explorer"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "xdg-open"
    };
    std::process::Command::new(program).arg(folder).spawn().map(|_| ())
}

/// What the window itself listens to.
fn heard(event: Event, status: event::Status, _window: window::Id) -> Option<Message> {
    match event {
        Event::Keyboard(event) => keys::heard(event, status == event::Status::Captured).map(Message::Key),
        Event::Window(window::Event::FileHovered(_)) => Some(Message::Hovered(true)),
        Event::Window(window::Event::FilesHoveredLeft) => Some(Message::Hovered(false)),
        Event::Window(window::Event::FileDropped(path)) => Some(Message::Dropped(path)),
        Event::Window(window::Event::Resized(size)) => Some(Message::Resized(size)),
        Event::Window(window::Event::CloseRequested) => Some(Message::CloseRequested),
        _ => None,
    }
}
