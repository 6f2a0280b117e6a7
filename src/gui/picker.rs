//! File dialogs, clipboard and clock behind traits, so that tests put their own in place.

use std::fmt;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, Utc};

pub use crate::chart::png::Pixels;
use crate::locale::Said;

/// A boxed future that may cross threads.
pub type Later<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// A kind of file a dialog offers: its name in the user's words and its extensions without dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKind {
    pub name: String,
    pub extensions: Vec<String>,
}

impl FileKind {
    pub fn new(name: impl Into<String>, extensions: &[&str]) -> Self {
        Self { name: name.into(), extensions: extensions.iter().map(|e| (*e).to_owned()).collect() }
    }
}

/// What a file dialog asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ask {
    pub title: String,
    /// Where the dialog starts.
    pub folder: Option<PathBuf>,
    /// The suggested file name, for saving.
    pub name: Option<String>,
    pub kinds: Vec<FileKind>,
}

/// The system's file dialogs. Each answers `None` or nothing when the person closes it.
pub trait FilePicker: Send + Sync + fmt::Debug {
    fn open_file(&self, ask: Ask) -> Later<Option<PathBuf>>;
    fn open_files(&self, ask: Ask) -> Later<Vec<PathBuf>>;
    fn open_folder(&self, ask: Ask) -> Later<Option<PathBuf>>;
    fn save(&self, ask: Ask) -> Later<Option<PathBuf>>;

    /// Why the last dialog could not be shown, told once.
    fn trouble(&self) -> Option<Said> {
        None
    }
}

/// Nobody closes a dialog sooner than this after asking for it: one that is gone by then was never there.
const AT_ONCE: Duration = Duration::from_millis(350);

/// The dialogs of the system, through rfd.
#[derive(Debug, Clone, Default)]
pub struct SystemPicker {
    failed: Arc<AtomicBool>,
    /// A dialog is on the screen: a second one would only stand behind it.
    open: Arc<AtomicBool>,
}

impl SystemPicker {
    /// Waits for a dialog. rfd answers a dialog that failed as one that was closed, so the time it took must tell them apart.
    fn watched<T: Send + 'static>(
        &self,
        dialog: impl Future<Output = Option<T>> + Send + 'static,
    ) -> impl Future<Output = Option<T>> + Send + 'static {
        let (failed, open) = (Arc::clone(&self.failed), Arc::clone(&self.open));
        async move {
            if open.swap(true, Ordering::Relaxed) {
                return None;
            }
            let asked = Instant::now();
            let answer = dialog.await;
            open.store(false, Ordering::Relaxed);
            if answer.is_none() && asked.elapsed() < AT_ONCE {
                tracing::warn!("the system's file dialog did not open");
                failed.store(true, Ordering::Relaxed);
            }
            answer
        }
    }
}

impl SystemPicker {
    fn dialog(ask: Ask) -> rfd::AsyncFileDialog {
        let mut dialog = rfd::AsyncFileDialog::new().set_title(ask.title);
        // Where nothing is remembered yet, people look for their files among their own, not at the root of the disk.
        let own = || {
            let user = directories::UserDirs::new()?;
            Some(user.document_dir().filter(|folder| folder.is_dir()).unwrap_or(user.home_dir()).to_path_buf())
        };
        if let Some(folder) = ask.folder.filter(|folder| folder.is_dir()).or_else(own) {
            dialog = dialog.set_directory(folder);
        }
        if let Some(name) = ask.name {
            dialog = dialog.set_file_name(name);
        }
        for kind in ask.kinds {
            dialog = dialog.add_filter(kind.name, &kind.extensions);
        }
        dialog
    }
}

impl FilePicker for SystemPicker {
    fn open_file(&self, ask: Ask) -> Later<Option<PathBuf>> {
        let picked = self.watched(Self::dialog(ask).pick_file());
        Box::pin(async move { picked.await.map(PathBuf::from) })
    }

    fn open_files(&self, ask: Ask) -> Later<Vec<PathBuf>> {
        let picked = self.watched(Self::dialog(ask).pick_files());
        Box::pin(async move {
            let files = picked.await.unwrap_or_default();
            files.into_iter().map(PathBuf::from).collect()
        })
    }

    fn open_folder(&self, ask: Ask) -> Later<Option<PathBuf>> {
        let picked = self.watched(Self::dialog(ask).pick_folder());
        Box::pin(async move { picked.await.map(PathBuf::from) })
    }

    fn save(&self, ask: Ask) -> Later<Option<PathBuf>> {
        let picked = self.watched(Self::dialog(ask).save_file());
        Box::pin(async move { picked.await.map(PathBuf::from) })
    }

    fn trouble(&self) -> Option<Said> {
        self.failed.swap(false, Ordering::Relaxed).then(|| Said::new("shell.dialog_failed"))
    }
}

/// The clipboard. Slow: call it off the window's thread.
pub trait Clipboard: Send + Sync + fmt::Debug {
    fn set_text(&self, text: String) -> Result<(), Said>;
    fn set_picture(&self, picture: Pixels) -> Result<(), Said>;
}

/// Where "now" comes from.
pub trait Clock: Send + Sync + fmt::Debug {
    /// Now, in China time.
    fn now(&self) -> NaiveDateTime;
}

/// The computer's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> NaiveDateTime {
        Utc::now().naive_utc() + chrono::TimeDelta::hours(8)
    }
}
