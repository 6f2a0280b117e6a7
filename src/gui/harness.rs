//! The window without a display, for tests: clicks by the words on the screen, drains every task, and stands in for the system.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, NaiveDateTime};
use iced::futures::StreamExt;
use iced::{Event, Size, Task, window};
use iced_test::runtime::{Action, task};
use iced_test::simulator::Simulator;

use crate::analytics::facts::Facts;
use crate::analytics::replenish::Desk;
use crate::demo::{self, DemoOptions};
use crate::locale::{Lang, Said};
use crate::paths::Paths;
use crate::settings::Settings;
use crate::store::{Options, Store};

use super::action::Intent;
use super::app::{App, Message, Start};
use super::ctx::{Ctx, Services, Shop};
use super::filter::Preset;
use super::load::Load;
use super::notify::Notifier;
use super::picker::{Ask, Clipboard, Clock, FilePicker, Later, Pixels};

/// 2026-11-23 09:00, always.
#[derive(Debug)]
pub struct StillClock;

impl Clock for StillClock {
    fn now(&self) -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 23).and_then(|day| day.and_hms_opt(9, 0, 0)).unwrap_or_default()
    }
}

/// File dialogs that are answered before they open, in order.
#[derive(Debug, Default)]
pub struct FakePicker {
    answers: Mutex<Vec<Vec<PathBuf>>>,
    pub asked: Mutex<Vec<Ask>>,
}

impl FakePicker {
    /// What the next dialog answers.
    pub fn answer(&self, files: &[PathBuf]) {
        self.answers.lock().unwrap().push(files.to_vec());
    }

    fn next(&self, ask: Ask) -> Vec<PathBuf> {
        self.asked.lock().unwrap().push(ask);
        let mut answers = self.answers.lock().unwrap();
        if answers.is_empty() { Vec::new() } else { answers.remove(0) }
    }
}

impl FilePicker for FakePicker {
    fn open_file(&self, ask: Ask) -> Later<Option<PathBuf>> {
        let answer = self.next(ask).into_iter().next();
        Box::pin(async move { answer })
    }

    fn open_files(&self, ask: Ask) -> Later<Vec<PathBuf>> {
        let answer = self.next(ask);
        Box::pin(async move { answer })
    }

    fn open_folder(&self, ask: Ask) -> Later<Option<PathBuf>> {
        self.open_file(ask)
    }

    fn save(&self, ask: Ask) -> Later<Option<PathBuf>> {
        self.open_file(ask)
    }
}

/// A clipboard that only remembers.
#[derive(Debug, Default)]
pub struct FakeClipboard {
    pub text: Mutex<Option<String>>,
    pub picture: Mutex<Option<Pixels>>,
}

impl Clipboard for FakeClipboard {
    fn set_text(&self, text: String) -> Result<(), Said> {
        *self.text.lock().unwrap() = Some(text);
        Ok(())
    }

    fn set_picture(&self, picture: Pixels) -> Result<(), Said> {
        *self.picture.lock().unwrap() = Some(picture);
        Ok(())
    }
}

/// A desktop that only remembers what appeared on it.
#[derive(Debug, Default)]
pub struct FakeNotifier {
    pub shown: Mutex<Vec<String>>,
}

impl Notifier for FakeNotifier {
    fn notify(&self, _title: String, text: String) {
        self.shown.lock().unwrap().push(text);
    }
}

/// What a test holds of the system.
#[derive(Debug)]
pub struct System {
    pub picker: Arc<FakePicker>,
    pub clipboard: Arc<FakeClipboard>,
    pub notifier: Arc<FakeNotifier>,
    pub paths: Paths,
    home: tempfile::TempDir,
}

impl Default for System {
    fn default() -> Self {
        Self::new()
    }
}

impl System {
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        Self {
            picker: Arc::default(),
            clipboard: Arc::default(),
            notifier: Arc::default(),
            paths: Paths::under(home.path().to_path_buf()),
            home,
        }
    }

    pub fn services(&self) -> Services {
        Services {
            clock: Arc::new(StillClock),
            picker: Arc::clone(&self.picker) as Arc<dyn FilePicker>,
            clipboard: Arc::clone(&self.clipboard) as Arc<dyn Clipboard>,
            notifier: Arc::clone(&self.notifier) as Arc<dyn Notifier>,
            paths: self.paths.clone(),
        }
    }

    /// A folder of the test's own.
    pub fn folder(&self) -> &std::path::Path {
        self.home.path()
    }

    /// A context without a shop.
    pub fn ctx(&self, lang: Lang) -> Ctx {
        let mut settings = Settings::default();
        settings.lang = Some(lang);
        // Tests of other things are not to be interrupted; those of alerts switch it on.
        settings.alerts.watch = false;
        Ctx::new(settings, self.services())
    }

    /// A shop file of the test's own with a few invented orders.
    pub fn shop(&self, orders: u64) -> PathBuf {
        let path = self.folder().join("茶舍.zhanggui");
        let options = Options { backups: Some(self.paths.backups.clone()), ..Options::default() };
        let store = Store::create(&path, &options).unwrap();
        demo::fill(&store, &DemoOptions { orders, ..DemoOptions::default() }, &mut |_| true).unwrap();
        path
    }

    /// A context with such a shop open, its facts loaded and all of its days in sight.
    pub fn ctx_with_shop(&self, lang: Lang, orders: u64) -> Ctx {
        let path = self.shop(orders);
        let store = Store::open(&path, &Options::default()).unwrap();
        let made = Facts::build(&store.facts().unwrap()).unwrap();
        let mut facts = Load::default();
        let ticket = facts.ask(&store.version()).unwrap();
        facts.answer(ticket, Ok(Arc::new(made)));
        let mut ctx = self.ctx(lang);
        ctx.shop = Some(Shop { store, path, sample: false, facts, desk: Desk::default() });
        ctx.filters.preset = Preset::Custom(ctx.facts().and_then(|facts| facts.whole()).unwrap());
        ctx
    }
}

/// What a task brings, run to its end.
pub fn outputs<M: 'static>(task: Task<M>) -> Vec<M> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mut outputs = Vec::new();
    if let Some(mut stream) = task::into_stream(task) {
        while let Some(action) = runtime.block_on(stream.next()) {
            if let Action::Output(output) = action {
                outputs.push(output);
            }
        }
    }
    outputs
}

/// The whole window with everything that is under way drained after each step.
#[derive(Debug)]
pub struct Window {
    pub app: App,
    pub system: System,
    /// Of the window, in pixels; 1280 by 800 unless a test needs to see more at once.
    pub size: Size,
    runtime: tokio::runtime::Runtime,
}

impl Window {
    pub fn open(lang: Lang, start: &Start) -> Self {
        Self::with(System::new(), lang, start)
    }

    pub fn with(system: System, lang: Lang, start: &Start) -> Self {
        let (app, task) = App::new(system.ctx(lang), start, &[]);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut window = Self { app, system, size: Size::new(1280.0, 800.0), runtime };
        window.drain(task);
        window
    }

    /// A window with a shop of a few invented orders, all of its days in sight.
    pub fn with_shop(lang: Lang, orders: u64) -> Self {
        let system = System::new();
        let shop = system.shop(orders);
        let mut window = Self::with(system, lang, &Start { shop: Some(shop), sample: false });
        let whole = window.app.ctx.facts().and_then(|facts| facts.whole()).unwrap();
        window.send(Message::Intent(Intent::Period(whole)));
        window
    }

    /// Draws frames until grids have asked for all the rows in sight and got them.
    pub fn draw(&mut self) {
        for _ in 0..8 {
            let messages: Vec<Message> = {
                let mut ui = self.simulator();
                let now = std::time::Instant::now();
                let _ = ui.simulate([Event::Window(window::Event::RedrawRequested(now))]);
                ui.into_messages().collect()
            };
            if messages.is_empty() {
                return;
            }
            for message in messages {
                self.send(message);
            }
        }
    }

    /// Runs a task, and whatever its messages start, to the end.
    pub fn drain(&mut self, first: Task<Message>) {
        let mut waiting = vec![first];
        while let Some(next) = waiting.pop() {
            let Some(mut stream) = task::into_stream(next) else { continue };
            while let Some(action) = self.runtime.block_on(stream.next()) {
                if let Action::Output(message) = action {
                    waiting.push(self.app.update(message));
                }
            }
        }
    }

    pub fn send(&mut self, message: Message) {
        let task = self.app.update(message);
        self.drain(task);
    }

    /// A double click: the same message comes once more before the first is answered.
    pub fn send_twice(&mut self, message: &Message) {
        let tasks = [(); 2].map(|()| self.app.update(message.clone()));
        for task in tasks {
            self.drain(task);
        }
    }

    /// Whether these words stand on the screen, alone in their label.
    pub fn sees(&self, words: &str) -> bool {
        self.simulator().find(words).is_ok()
    }

    /// Clicks the label with these words.
    ///
    /// # Panics
    /// When it is not there.
    #[track_caller]
    pub fn click(&mut self, words: &str) {
        let messages: Vec<Message> = {
            let mut ui = self.simulator();
            assert!(ui.click(words).is_ok(), "{words} is not on the screen");
            ui.into_messages().collect()
        };
        for message in messages {
            self.send(message);
        }
    }

    /// Types into the field with this placeholder or text.
    #[track_caller]
    pub fn type_into(&mut self, field: &str, text: &str) {
        let messages: Vec<Message> = {
            let mut ui = self.simulator();
            assert!(ui.click(field).is_ok(), "no field {field}");
            let _ = ui.typewrite(text);
            ui.into_messages().collect()
        };
        for message in messages {
            self.send(message);
        }
    }

    fn simulator(&self) -> Simulator<'_, Message> {
        Simulator::with_size(super::program(), self.size, self.app.view())
    }
}
