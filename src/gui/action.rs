//! What a screen answers with (动作): a task to run, and wishes only the shell can fulfil. A screen never knows its parent.

use iced::Task;

use crate::domain::period::Period;
use crate::locale::Said;

use super::command::Do;
use super::filter::Filters;
use super::job::Job;
use super::route::Open;
use crate::settings::{GridLayout, KeptView, Settings};

/// The result of a screen's `update`.
#[must_use = "an action that is dropped does nothing"]
#[derive(Debug)]
pub struct Action<M> {
    pub task: Task<M>,
    pub intents: Vec<Intent>,
}

/// How a message at the window's edge looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Neutral,
    Good,
    Warning,
    Bad,
}

/// A short message that goes away by itself; bad ones stay until closed. It also stands in the foot as the last message.
#[derive(Debug, Clone)]
pub struct Toast {
    pub tone: Tone,
    pub text: Said,
    /// A button in the toast: its locale key and what it opens (查看, 打开文件夹).
    pub button: Option<(&'static str, Box<Intent>)>,
}

impl Toast {
    pub fn good(text: Said) -> Self {
        Self { tone: Tone::Good, text, button: None }
    }

    pub fn bad(text: Said) -> Self {
        Self { tone: Tone::Bad, text, button: None }
    }

    pub fn note(text: Said) -> Self {
        Self { tone: Tone::Neutral, text, button: None }
    }

    pub fn warning(text: Said) -> Self {
        Self { tone: Tone::Warning, text, button: None }
    }

    #[must_use]
    pub fn with_button(mut self, key: &'static str, intent: Intent) -> Self {
        self.button = Some((key, Box::new(intent)));
        self
    }
}

/// A wish to the shell.
#[derive(Debug, Clone)]
pub enum Intent {
    /// Go to a page and show these rows on it.
    Open(Open),
    Toast(Toast),
    /// The shop file has changed: facts are loaded anew and every screen is told.
    DataChanged,
    /// Drafts what should be ordered, where the owner wants that done by itself (自动生成采购草稿).
    DraftOrders,
    /// Somebody dealt with alerts: they are counted anew. The data is as it was.
    AlertsChanged,
    /// Show this job in the foot until it is finished.
    Job(Job),
    /// Another period (a click on a month, a drag over days).
    Period(Period),
    Filters(Filters),
    /// Changed settings: take effect and are saved.
    Settings(Box<Settings>),
    /// What the figure means (口径): opens the definition of the metric with this id.
    Metric(&'static str),
    /// Puts text on the clipboard and says so.
    Copy(String),
    /// Opens the shop file at this path, made anew if it does not exist.
    OpenShop(std::path::PathBuf),
    /// Opens the sample shop (示例店铺).
    OpenSample,
    /// Puts this backup in the place of the open shop, which is closed for it and opened again.
    Restore(std::path::PathBuf),
    /// Closes the shop and shows the welcome page.
    CloseShop,
    /// Shows a file or folder in the system's file manager.
    Reveal(std::path::PathBuf),
    /// Remembers how a grid was left: answer to [`GridEvent::Layout`](super::widget::grid::GridEvent::Layout).
    GridLayout(&'static str, GridLayout),
    /// Remembers the kept filters of a list.
    Views(&'static str, Vec<KeptView>),
    /// Brings a message back to its page: what a toast's button does (撤销).
    Tell(Box<super::screen::Message>),
    /// Runs a command of the one list.
    Do(Do),
    /// Takes a shop off the list of recent ones.
    ForgetShop(std::path::PathBuf),
}

impl<M> Action<M> {
    /// Nothing to do.
    pub fn none() -> Self {
        Self { task: Task::none(), intents: Vec::new() }
    }

    pub fn task(task: Task<M>) -> Self {
        Self { task, intents: Vec::new() }
    }

    pub fn intent(intent: Intent) -> Self {
        Self { task: Task::none(), intents: vec![intent] }
    }

    pub fn toast(toast: Toast) -> Self {
        Self::intent(Intent::Toast(toast))
    }

    /// Runs `f` off the window's thread; its result comes back as the message `done` makes of it.
    pub fn work<T>(
        f: impl FnOnce() -> Result<T, Said> + Send + 'static,
        done: impl FnOnce(Result<T, Said>) -> M + Send + 'static,
    ) -> Self
    where
        T: Send + 'static,
        M: Send + 'static,
    {
        Self::task(super::job::work(f, done))
    }

    #[must_use]
    pub fn with(mut self, intent: Intent) -> Self {
        self.intents.push(intent);
        self
    }

    /// Both actions.
    pub fn and(mut self, other: Self) -> Self
    where
        M: 'static,
    {
        self.task = Task::batch([self.task, other.task]);
        self.intents.extend(other.intents);
        self
    }

    pub fn map<N>(self, f: impl FnMut(M) -> N + Send + 'static) -> Action<N>
    where
        M: Send + 'static,
        N: Send + 'static,
    {
        Action { task: self.task.map(f), intents: self.intents }
    }
}

impl<M> From<Task<M>> for Action<M> {
    fn from(task: Task<M>) -> Self {
        Self::task(task)
    }
}
