//! Opening and closing a shop, loading its facts, the sample shop.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use iced::Task;

use crate::analytics::facts::Facts;
use crate::analytics::replenish::Desk;
use crate::demo::{self, DemoOptions};
use crate::gui::action::{Intent, Toast};
use crate::gui::ctx::Shop;
use crate::gui::filter::Filters;
use crate::gui::job::{Job, work};
use crate::gui::load::{Load, Ticket};
use crate::gui::route::{Open, Route};
use crate::locale::Said;
use crate::store::{Options, Store, StoreError};

use super::{App, Float, Message, Opened, Trouble};

impl App {
    fn options(&self) -> Options {
        Options { backups: Some(self.ctx.backup_folder()), ..Options::default() }
    }

    /// Opens the shop file, made anew if there is none. The open one is closed first: it may be the same.
    pub(super) fn open_shop(&mut self, path: PathBuf) -> Task<Message> {
        self.open_with(path, false, Vec::new())
    }

    fn open_with(&mut self, path: PathBuf, sample: bool, then: Vec<PathBuf>) -> Task<Message> {
        let path = if path.extension().is_none() { path.with_extension("zhanggui") } else { path };
        self.waiting_files = then;
        self.float = None;
        self.screens.clear();
        self.ctx.shop = None;
        self.forget_alerts();
        self.route = Route::Welcome;
        self.opening.stale();
        let Some(ticket) = self.opening.ask(&path) else { return Task::none() };
        let options = self.options();
        let asked = path.clone();
        let job = sample.then(|| Job::new(Said::new("shell.job_sample")));
        self.jobs.extend(job.clone());
        let job = work(
            move || {
                if let Some(job) = job {
                    let made = make_sample(&path, &job);
                    job.finish();
                    if let Err(said) = made {
                        return Ok(Err(Trouble { said, path, backup: None }));
                    }
                }
                Ok(Store::open_or_create(&path, &options)
                    .map_err(|error| {
                        tracing::warn!(%error, "shop does not open");
                        trouble(&error, path.clone())
                    })
                    .map(|store| Opened { store, path, sample }))
            },
            move |result| {
                let result = result.unwrap_or_else(|said| Err(Trouble { said, path: asked, backup: None }));
                Message::Opened(ticket, result)
            },
        );
        Task::batch([job, self.tell()])
    }

    pub(super) fn opened(&mut self, ticket: Ticket, result: Result<Opened, Trouble>) -> Task<Message> {
        if !self.opening.answer(ticket, Ok(())) {
            return Task::none();
        }
        self.opening.clear();
        let opened = match result {
            Ok(opened) => opened,
            Err(trouble) => {
                self.float = Some(Float::Trouble { said: trouble.said, path: trouble.path, backup: trouble.backup });
                return Task::none();
            }
        };
        let key = opened.path.display().to_string();
        self.ctx.filters = if opened.sample {
            Filters::default()
        } else {
            self.ctx.settings.filters.get(&key).map(Filters::from_table).unwrap_or_default()
        };
        let (path, sample) = (opened.path.clone(), opened.sample);
        self.ctx.shop = Some(Shop {
            store: opened.store,
            path: opened.path,
            sample,
            facts: Load::default(),
            desk: Desk::default(),
        });
        self.before.clear();
        let last = self.ctx.settings.page.clone();
        let page = Route::ALL.into_iter().find(|route| Some(route.id()) == last.as_deref() && route.needs_shop());
        let remembered =
            if sample { Task::none() } else { self.change_settings_quietly(|settings| settings.remember_shop(&path)) };
        let files = std::mem::take(&mut self.waiting_files);
        let shown = if files.is_empty() {
            self.go(if sample { Route::Overview } else { page.unwrap_or(Route::Overview) })
        } else {
            self.open(Open::Files(files))
        };
        Task::batch([remembered, self.load_facts(), shown])
    }

    /// The nightly backup, when it is due.
    fn back_up(&self) -> Task<Message> {
        let Some(shop) = self.ctx.shop.as_ref().filter(|shop| !shop.sample) else { return Task::none() };
        let store = shop.store.clone();
        work(
            move || {
                store.backup_if_due().map(|_| ()).map_err(|error| {
                    tracing::warn!(%error, "automatic backup");
                    Said::new("backup.automatic_failed")
                        .with("reason", crate::locale::Lang::system().say(&error.said()))
                })
            },
            |result| match result {
                Ok(()) => Message::Nothing,
                Err(said) => Message::Intent(Intent::Toast(Toast::warning(said))),
            },
        )
    }

    /// Loads facts when the data version has changed.
    pub(super) fn load_facts(&mut self) -> Task<Message> {
        let Some(shop) = &mut self.ctx.shop else { return Task::none() };
        let Some(ticket) = shop.facts.ask(&shop.store.version()) else { return Task::none() };
        let store = shop.store.clone();
        work(
            move || {
                let frames = store.facts().map_err(|error| {
                    tracing::warn!(%error, "facts");
                    error.said()
                })?;
                let facts = Facts::build(&frames).map_err(|error| {
                    tracing::warn!(%error, "facts");
                    error.said()
                })?;
                Ok(Arc::new(facts))
            },
            move |result| Message::Facts(ticket, result),
        )
    }

    pub(super) fn facts(&mut self, ticket: Ticket, result: Result<Arc<Facts>, Said>) -> Task<Message> {
        let Some(shop) = &mut self.ctx.shop else { return Task::none() };
        let first = shop.facts.value().is_none() && shop.facts.failed().is_none();
        if !shop.facts.answer(ticket, result) {
            return Task::none();
        }
        let known: Vec<i64> = shop.facts.value().map(|f| f.shops.iter().map(|s| s.id).collect()).unwrap_or_default();
        // A shop or category that is gone would filter everything away without being seen.
        if !known.is_empty() {
            self.ctx.filters.shops.retain(|id| known.contains(id));
        }
        // The backup would only make the first page wait.
        let backup = if first { self.back_up() } else { Task::none() };
        // A failure stands on the page itself.
        Task::batch([self.tell(), backup, self.draft_orders(), self.watch_all()])
    }

    /// Opens the sample shop (示例店铺), made first if it has never been.
    pub(super) fn open_sample(&mut self) -> Task<Message> {
        self.open_with(self.ctx.services.paths.sample(), true, Vec::new())
    }

    /// Puts a backup in the place of the open shop.
    pub(super) fn restore(&mut self, backup: PathBuf) -> Task<Message> {
        let Some(shop) = self.ctx.shop.take() else { return Task::none() };
        let (path, options) = (shop.path.clone(), self.options());
        drop(shop);
        self.forget_alerts();
        self.screens.clear();
        self.route = Route::Welcome;
        self.opening.stale();
        // Shown as being opened until it is.
        let _ = self.opening.ask(&path);
        let asked = path.clone();
        work(
            move || {
                let mut tries = 0;
                loop {
                    match Store::restore(&path, &backup, &options) {
                        // Work that was still running lets the file go as soon as it ends.
                        Err(StoreError::Locked { .. }) if tries < 50 => {
                            tries += 1;
                            std::thread::sleep(Duration::from_millis(100));
                        }
                        done => {
                            return done.map_err(|error| {
                                tracing::warn!(%error, "restore");
                                error.said()
                            });
                        }
                    }
                }
            },
            move |result| Message::Restored(asked, result),
        )
    }

    /// Opens the shop again, whether the backup took its place or not.
    pub(super) fn restored(&mut self, shop: PathBuf, result: Result<Option<PathBuf>, Said>) -> Task<Message> {
        let toast = match result {
            Ok(Some(kept)) => {
                let name = kept.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
                Toast::good(Said::new("backup.restored").with("name", name))
                    .with_button("shell.show_folder", Intent::Reveal(kept))
            }
            Ok(None) => Toast::good(Said::new("backup.restored_plain")),
            Err(said) => Toast::bad(said),
        };
        let said = self.toast(toast);
        Task::batch([said, self.open_shop(shop)])
    }

    pub(super) fn close_shop(&mut self) -> Task<Message> {
        self.ctx.shop = None;
        self.forget_alerts();
        self.screens.clear();
        self.before.clear();
        self.route = Route::Welcome;
        self.float = None;
        let kept = self.change_settings_quietly(|settings| settings.page = None);
        Task::batch([kept, self.tell()])
    }

    /// Files to import: into the open shop, or into a new one of the program's own folder when there is none.
    pub(super) fn import_files(&mut self, files: Vec<PathBuf>) -> Task<Message> {
        if self.ctx.shop.is_some() {
            return self.open(Open::Files(files));
        }
        let folder = self.ctx.services.paths.shops.clone();
        let name = self.ctx.t("shell.first_shop").to_owned();
        let free = (1..1000)
            .map(|n| folder.join(if n == 1 { format!("{name}.zhanggui") } else { format!("{name} {n}.zhanggui") }))
            .find(|path| !path.exists());
        match free {
            Some(path) => self.open_with(path, false, files),
            None => self.run(crate::gui::command::Do::NewShop),
        }
    }
}

/// Makes the sample shop's file unless it is there: beside its place first, so that half a shop never stands in it.
fn make_sample(path: &Path, job: &Job) -> Result<(), Said> {
    if path.is_file() {
        return Ok(());
    }
    let half = path.with_extension("part.zhanggui");
    let tidy = || {
        for ending in ["zhanggui", "zhanggui.wal", "zhanggui.lock"] {
            let _ = std::fs::remove_file(half.with_extension(ending));
        }
    };
    tidy();
    let made = Store::create(&half, &Options::default()).map_err(|error| error.said()).and_then(|store| {
        demo::fill(&store, &DemoOptions::default(), &mut |at| {
            job.progress(at.done, Some(at.total));
            !job.cancelled()
        })
        .map_err(|error| error.said())
    });
    // The file is closed by now: it may be moved.
    let done = made.and_then(|()| {
        std::fs::rename(&half, path).map_err(|error| {
            tracing::warn!(%error, "sample shop");
            Said::new("shell.error_save").with("path", path.display()).with("reason", error)
        })
    });
    tidy();
    done
}

fn trouble(error: &StoreError, path: PathBuf) -> Trouble {
    let backup = match error {
        StoreError::Damaged { newest_backup, .. } => newest_backup.clone(),
        _ => None,
    };
    Trouble { said: error.said(), path, backup }
}
