//! Rows of a list and the record at the right: what a click opens, which pages of rows are fetched, and when the details are read anew.

use std::sync::Arc;

use iced::widget::operation;
use iced::widget::scrollable::AbsoluteOffset;

use crate::gui::action::Action;
use crate::gui::ctx::Ctx;
use crate::gui::screen::Screen as _;
use crate::gui::widget::grid::{GridEvent, Rows as _};

use super::view::DETAILS;
use super::{Message, RecordList, Records, told};

impl<L: Records> RecordList<L> {
    /// Opens what now stands in the place of a record that has left the list.
    pub(super) fn next(&mut self, ctx: &Ctx, place: Option<usize>) -> Action<Message<L>> {
        let (Some(open), Some(place)) = (self.open, place) else { return Action::none() };
        if self.rows.ids().contains(&open) {
            return Action::none();
        }
        let place = place.min(self.rows.len().saturating_sub(1));
        let Some(id) = self.rows.ids().get(place).copied() else {
            self.close();
            return Action::none();
        };
        self.grid.set_cursor(Some(place));
        self.grid.reveal(place);
        self.show(ctx, id)
    }

    pub(super) fn on_grid(&mut self, ctx: &Ctx, event: GridEvent) -> Action<Message<L>> {
        match event {
            GridEvent::Sort(_) => self.ask(ctx),
            GridEvent::Need(range) => {
                let (Some(store), Some(question)) = (ctx.store(), &self.question) else { return Action::none() };
                self.rows.want(&range).into_iter().fold(Action::none(), |all, wanted| {
                    let (store, question, ids) = (store.clone(), Arc::clone(question), wanted.ids.clone());
                    all.and(Action::work(
                        move || L::fetch(&store, &question.query, &ids).map_err(|error| told::<L>(&error)),
                        move |rows| Message::Fetched(wanted, rows),
                    ))
                })
            }
            GridEvent::Open(at) => self.show_row(ctx, at),
            GridEvent::Link(at, column) => {
                if let Some(message) = self.rows.row(at).and_then(|row| self.list.link(row, column)) {
                    return self.update(ctx, Message::Own(message));
                }
                let Some(id) = self.rows.ids().get(at).copied() else { return Action::none() };
                self.open = Some(id);
                self.list.turn();
                self.list.pointed(column);
                self.read(ctx, id)
            }
            GridEvent::Layout(layout) => self.update(ctx, Message::Layout(layout)),
            GridEvent::Copied(n) => self.update(ctx, Message::Copied(Ok(n))),
            GridEvent::Copy => self.copy(ctx),
            GridEvent::Selected => Action::none(),
        }
    }

    fn show_row(&mut self, ctx: &Ctx, at: usize) -> Action<Message<L>> {
        match self.rows.ids().get(at).copied() {
            Some(id) => self.show(ctx, id),
            None => Action::none(),
        }
    }

    /// Opens the details of a record.
    pub(super) fn show(&mut self, ctx: &Ctx, id: i64) -> Action<Message<L>> {
        let again = self.open == Some(id);
        self.open = Some(id);
        self.list.turn();
        let read = self.read(ctx, id);
        if !again {
            // Another record is read from its top.
            return read.and(Action::task(operation::scroll_to(DETAILS, AbsoluteOffset { x: 0.0, y: 0.0 })));
        }
        // What is there already has come as well as if it were read once more.
        match self.detail.value().filter(|_| !self.detail.busy() && self.detail.failed().is_none()) {
            Some(detail) => read.and(self.list.arrived(ctx, detail).map(Message::Own)),
            None => read,
        }
    }

    pub(super) fn read(&mut self, ctx: &Ctx, id: i64) -> Action<Message<L>> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let lens = self.list.lens();
        self.lens = lens;
        let Some(ticket) = self.detail.ask(&(L::version(&store), id, lens)) else { return Action::none() };
        let reading = self.list.reading(ctx);
        Action::work(
            move || reading(&store, id).map(Box::new).map_err(|error| told::<L>(&error)),
            move |detail| Message::Detail(ticket, detail),
        )
    }

    pub(super) fn close(&mut self) {
        self.open = None;
        self.list.turn();
        self.detail.clear();
    }
}
