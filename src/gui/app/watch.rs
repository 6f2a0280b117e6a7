//! The watch (后台巡检): looks for alerts every few minutes and after every change of the data, off the window's thread, and tells what is
//! new once: a toast, a note on the desktop, the number in the side bar.

use std::time::Duration;

use iced::Task;

use crate::domain::alert::{AlertKind, Family, Rounds, Tally};
use crate::gui::action::{Intent, Toast};
use crate::gui::job::work;
use crate::gui::route::{Open, Route};
use crate::locale::{Lang, Said};
use crate::store::AlertRun;
use crate::table::grouped;

use super::{App, Message};

/// How often it is asked which looks are due; each family has its own interval.
pub(super) const EVERY: Duration = Duration::from_mins(5);

/// What is known of the looks at the open shop.
#[derive(Debug, Default)]
pub(super) struct Watch {
    /// Which opening of a shop is watched: an answer about another one does not count.
    shop: u64,
    rounds: Rounds,
    busy: bool,
    /// Something changed while a look was under way: look again.
    again: bool,
    complained: bool,
}

/// `3 个 SKU 偏低，1 个 SKU 缺货`
pub(super) fn summed_up(lang: Lang, told: &[(AlertKind, u64)]) -> String {
    let part = |(kind, count): &(AlertKind, u64)| {
        lang.f(&format!("alerts.told_{}", kind.id()), &[("n", &grouped(&count.to_string()))])
    };
    told.iter().map(part).collect::<Vec<_>>().join(lang.t("alerts.comma"))
}

impl App {
    /// Another shop, or none: what was found belongs to the past.
    pub(super) fn forget_alerts(&mut self) {
        self.watch = Watch { shop: self.watch.shop + 1, ..Watch::default() };
        self.ctx.alerts.clear();
    }

    /// The clock ticked: whatever is due.
    pub(super) fn watch_due(&mut self) -> Task<Message> {
        // The facts are on their way, and a look follows them.
        if self.watch.busy || self.ctx.facts().is_none() {
            return Task::none();
        }
        let due = self.watch.rounds.due(self.ctx.now());
        self.look(due)
    }

    /// The data has changed: everything.
    pub(super) fn watch_all(&mut self) -> Task<Message> {
        if self.watch.busy {
            self.watch.again = true;
            return Task::none();
        }
        let all = self.watch.rounds.all(self.ctx.now());
        self.look(all)
    }

    fn look(&mut self, families: Vec<Family>) -> Task<Message> {
        let Some(store) = self.ctx.store().cloned() else { return Task::none() };
        if families.is_empty() || !self.ctx.settings.alerts.watch {
            return Task::none();
        }
        self.watch.busy = true;
        let (shop, now, limits) = (self.watch.shop, self.ctx.now(), self.ctx.alert_limits());
        work(
            move || {
                store.run_alerts(now, &limits, &families).map_err(|error| {
                    tracing::warn!(%error, "alerts");
                    error.said()
                })
            },
            move |found| Message::Watched(shop, found),
        )
    }

    pub(super) fn watched(&mut self, shop: u64, found: Result<AlertRun, Said>) -> Task<Message> {
        if shop != self.watch.shop {
            return Task::none();
        }
        self.watch.busy = false;
        let shown = match found {
            Ok(run) => self.found(run),
            // Once is enough: the next looks will fail as this one did.
            Err(_) if std::mem::replace(&mut self.watch.complained, true) => Task::none(),
            Err(said) => self.toast(Toast::warning(said)),
        };
        if std::mem::take(&mut self.watch.again) { Task::batch([shown, self.watch_all()]) } else { shown }
    }

    /// Somebody dealt with alerts.
    pub(super) fn count_alerts(&self) -> Task<Message> {
        let Some(store) = self.ctx.store().cloned() else { return Task::none() };
        let (shop, now) = (self.watch.shop, self.ctx.now());
        work(
            move || {
                store.open_alerts(now).map_err(|error| {
                    tracing::warn!(%error, "alerts");
                    error.said()
                })
            },
            move |counted| Message::AlertsCounted(shop, counted),
        )
    }

    pub(super) fn alerts_counted(&mut self, shop: u64, counted: Result<Vec<Tally>, Said>) -> Task<Message> {
        match counted {
            Ok(open) if shop == self.watch.shop => {
                self.ctx.alerts = open;
                self.tell()
            }
            // The next look counts them again.
            Ok(_) | Err(_) => Task::none(),
        }
    }

    fn found(&mut self, run: AlertRun) -> Task<Message> {
        let mut tasks = Vec::new();
        if !run.told.is_empty() {
            let text = summed_up(self.ctx.lang, &run.told);
            if self.ctx.settings.alerts.notify {
                let title = self.ctx.shop.as_ref().map(crate::gui::ctx::Shop::name).unwrap_or_default();
                self.ctx.services.notifier.notify(title, text.clone());
            }
            let toast = Toast::warning(Said::new("alerts.new").with("what", text));
            tasks.push(self.toast(toast.with_button("alerts.look", Intent::Open(Open::Page(Route::Alerts)))));
        }
        if run.changed || run.open != self.ctx.alerts {
            self.ctx.alerts = run.open;
            tasks.push(self.tell());
        }
        Task::batch(tasks)
    }
}
