//! Saving settings: off the window's thread, one write at a time, the newest state always last; and leaving.

use std::time::Duration;

use iced::Task;

use crate::gui::action::Toast;
use crate::locale::Said;

use super::{App, Message};

/// Quiet after the last change before settings are written.
const QUIET: Duration = Duration::from_millis(400);

/// Whether settings are waiting to be written.
#[derive(Debug, Default)]
pub(super) struct Persist {
    writing: bool,
    again: bool,
    complained: bool,
}

impl App {
    /// Writes the settings after a moment of quiet.
    pub(super) fn save_soon(&mut self) -> Task<Message> {
        if std::mem::replace(&mut self.persist.writing, true) {
            self.persist.again = true;
            return Task::none();
        }
        self.write_settings()
    }

    fn write_settings(&self) -> Task<Message> {
        let (settings, path) = (self.ctx.settings.clone(), self.ctx.services.paths.settings.clone());
        crate::gui::job::work(
            move || {
                std::thread::sleep(QUIET);
                settings.write(&path).map_err(|error| {
                    tracing::warn!(%error, "settings");
                    error.said()
                })
            },
            Message::Saved,
        )
    }

    pub(super) fn saved(&mut self, result: Result<(), Said>) -> Task<Message> {
        if std::mem::take(&mut self.persist.again) {
            return self.write_settings();
        }
        self.persist.writing = false;
        match result {
            Ok(()) => {
                self.persist.complained = false;
                Task::none()
            }
            // Once is enough: a folder that cannot be written stays so.
            Err(_) if self.persist.complained => Task::none(),
            Err(said) => {
                self.persist.complained = true;
                self.toast(Toast::warning(said))
            }
        }
    }

    /// Keeps the settings and closes the window.
    pub(super) fn leave(&mut self) -> Task<Message> {
        for job in &self.jobs {
            job.cancel();
        }
        if let Err(error) = self.ctx.settings.write(&self.ctx.services.paths.settings) {
            tracing::warn!(%error, "settings");
        }
        self.ctx.shop = None;
        iced::exit()
    }
}
