//! Purchase orders that draft themselves (自动采购) whenever the data has changed, for owners who want that. What was drafted once is not
//! drafted again: a decision keeps it away until the stock has moved.

use std::sync::Arc;

use iced::Task;

use crate::analytics::replenish::{PlanError, pressing_wishes};
use crate::gui::action::{Intent, Toast};
use crate::gui::job::{Job, work};
use crate::gui::ordering::{self, AUTO, Ordered};
use crate::gui::route::Open;
use crate::locale::Said;

use super::{App, Message};

impl App {
    /// Drafts what waits to be ordered, off the window's thread.
    pub(super) fn draft_orders(&mut self) -> Task<Message> {
        let wanted = self.ctx.settings.replenish.auto_drafts && self.ctx.facts().is_some();
        let Some(shop) = self.ctx.shop.as_ref().filter(|_| wanted) else { return Task::none() };
        let (store, desk, ask, lang) = (shop.store.clone(), shop.desk.clone(), self.ctx.replenish_ask(), self.ctx.lang);
        let job = Job::new(Said::new("replenish.job"));
        self.jobs.push(job.clone());
        let draft = move || {
            let watched = job.clone();
            let found = desk.plan(&store, &ask, &move |done, total| {
                watched.progress(done, Some(total));
                !watched.cancelled()
            });
            job.finish();
            let plan = match found {
                Ok(plan) => plan,
                Err(PlanError::Cancelled) => return Ok(None),
                Err(error) => {
                    tracing::warn!(%error, "drafting orders");
                    return Err(error.said());
                }
            };
            let wishes = pressing_wishes(&plan);
            if wishes.is_empty() {
                return Ok(None);
            }
            let ordered = ordering::order(&store, AUTO, &plan, &wishes, "", lang)?;
            Ok((ordered.drafts > 0).then(|| Arc::new(ordered)))
        };
        work(draft, Message::Drafted)
    }

    pub(super) fn drafted(&mut self, result: Result<Option<Arc<Ordered>>, Said>) -> Task<Message> {
        let toast = match result {
            Ok(None) => return Task::none(),
            Ok(Some(ordered)) => {
                let said =
                    Said::new("replenish.drafted_by_itself").with("drafts", ordered.drafts).with("n", ordered.skus);
                let what = self.ctx.t("purchase.status_draft").to_owned();
                let drafts = Open::Purchases { what, ids: ordered.orders() };
                Toast::note(said).with_button("replenish.see", Intent::Open(drafts))
            }
            Err(said) => Toast::bad(said),
        };
        let said = self.toast(toast);
        Task::batch([said, self.load_facts()])
    }
}
