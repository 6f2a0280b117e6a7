//! What the page asks of stock, and what its dialogs come to when they are posted.

use super::form;
use super::{Dialog, Message, StockRecords, now, told};
use crate::gui::action::Action;
use crate::gui::ctx::Ctx;
use crate::gui::record_list::Records as _;
use crate::gui::screen::import::ACTOR;
use crate::store::StockQuery;

impl StockRecords {
    /// All SKUs as the page looks at them: in its warehouse, on its day.
    pub(super) fn seen(&self, ctx: &Ctx) -> StockQuery {
        let day = self.asof.day.unwrap_or_else(|| now(ctx));
        StockQuery { day, warehouse: self.asof.warehouse, ..self.everything(ctx) }
    }

    /// The warehouse that is looked at; `None` for all of them.
    pub(super) fn warehouse_name(&self) -> Option<&str> {
        let known = self.places.value().map_or(&[][..], |places| &places.warehouses);
        known.iter().find(|one| one.id == self.asof.warehouse).map(|one| one.name.as_str())
    }

    /// All SKUs as they stand today.
    pub(super) fn everything(&self, ctx: &Ctx) -> StockQuery {
        StockQuery {
            day: now(ctx),
            sold_until: ctx.today(),
            warehouse: 0,
            text: String::new(),
            categories: Vec::new(),
            ids: None,
            rules: ctx.stock_rules(),
        }
    }

    /// The warehouse that is looked at, or the one that ships orders.
    pub(super) fn here(&self) -> i64 {
        let first = || self.places.value().and_then(|places| places.warehouses.first()).map_or(1, |one| one.id);
        if self.asof.warehouse == 0 { first() } else { self.asof.warehouse }
    }

    /// Asks what of these SKUs lies in a warehouse, for the form.
    pub(super) fn rows_of(&self, ctx: &Ctx, ids: Vec<i64>, warehouse: i64) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let question = StockQuery { warehouse, ..self.everything(ctx) };
        let work = move || store.stock_rows(&question, &ids).map_err(|error| told(&error));
        Action::work(work, move |rows| Message::PostFor(warehouse, rows))
    }

    /// Posts what the dialog comes to, when it is one that posts.
    pub(super) fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let at = ctx.now();
        match &mut self.open {
            Some(Dialog::Form(form)) => {
                let Some(document) = form.document(ctx) else { return Action::none() };
                let post = move || match document {
                    form::Document::Entry(entry) => store.post_stock(ACTOR, &entry),
                    form::Document::Count(count) => store.post_count(ACTOR, &count),
                    form::Document::Transfer(transfer) => store.transfer(ACTOR, &transfer),
                };
                Action::work(move || post().map_err(|error| told(&error)), Message::Posted)
            }
            Some(Dialog::Filled(filled)) => {
                let Some(count) = filled.count() else { return Action::none() };
                Action::work(move || store.post_count(ACTOR, &count).map_err(|error| told(&error)), Message::Posted)
            }
            Some(Dialog::Arrivals(dialog)) => {
                let Some((id, came)) = dialog.arrived() else { return Action::none() };
                let take_in = move || store.receive_transfer(ACTOR, id, at, &came).map_err(|error| told(&error));
                Action::work(take_in, Message::Posted)
            }
            Some(Dialog::TakeBack(document, _)) => {
                let document = *document;
                self.update(ctx, Message::Undo(document))
            }
            Some(Dialog::Warehouses(_)) | None => Action::none(),
        }
    }
}
