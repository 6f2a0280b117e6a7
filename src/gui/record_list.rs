//! One machinery for every list of records (列表): orders, customers, parcels, refunds, products. It asks for the ids that answer to
//! search, filters and sort, fetches the pages that come in sight, shows one record at the right, says which rows a click meant and
//! leads back to all of them, copies chosen rows and exports all of them.
//!
//! What makes one list is a [`Records`]: its columns, its questions to the shop file, its own filters, and its details. The page is
//! [`RecordList`] of it, which is a [`Screen`] already.

mod export;
mod field;
mod rows;
#[cfg(test)]
mod tests;
mod view;
mod views;

use std::collections::hash_map::DefaultHasher;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use iced::Element;

use crate::locale::Said;
use crate::settings::GridLayout;
use crate::store::{self, Store, StoreError};
use crate::table;

use super::action::{Action, Intent, Toast};
use super::component::state;
use super::ctx::Ctx;
use super::job::Job;
use super::load::{Load, Ticket};
use super::paging::{Paged, Wanted};
use super::route::{Open, Route};
use super::screen::{PageCommand, Screen};
use super::theme::icon::Icon;
use super::widget::grid::{Column, GridEvent, GridState, Rows as _, Sort};

pub use export::Form;
pub use field::Field;
pub use views::ViewMessage;

/// Locale keys of what a list says in its own words.
#[derive(Debug, Clone, Copy)]
pub struct Texts {
    /// In the empty search field: what it looks through.
    pub search: &'static str,
    /// Which rows are shown, with `{what}` and `{n}`.
    pub only: &'static str,
    /// How many rows there are, with `{n}`.
    pub total: &'static str,
    /// There is none.
    pub none: &'static str,
    /// What the list is for and where its rows come from.
    pub hint: &'static str,
}

/// What is asked for beside the list's own filters.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    pub text: &'a str,
    /// Exactly these; the filters of the top bar do not count then.
    pub only: Option<&'a [i64]>,
    pub sort: Sort,
}

/// The answer to a question: ids in order, and what stands in the row of totals by column id.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    pub ids: Vec<i64>,
    pub totals: Vec<(&'static str, table::Cell)>,
}

/// What somebody wants to see on a list.
#[derive(Debug, Clone)]
pub enum Goal {
    /// These rows; the words say which they are.
    These(String, Arc<[i64]>),
    /// One record, with its details.
    One(i64),
}

/// Something that can be done with the chosen rows.
#[derive(Debug)]
pub struct Batch<L: Records> {
    pub icon: Icon,
    pub label: String,
    /// The list's own message for their ids.
    pub message: fn(Vec<i64>) -> L::Message,
}

/// Reads one record off the window's thread.
pub type Reading<D> = Box<dyn FnOnce(&Store, i64) -> store::Result<D> + Send>;

/// One kind of list: what it shows and what it asks. It keeps its own filters, and whatever its details need.
pub trait Records: fmt::Debug + Clone + Sized + 'static {
    /// The page.
    const ROUTE: Route;
    /// Names the remembered layout and the search field; pages with several lists give each its own.
    const ID: &'static str = Self::ROUTE.id();
    /// Locale key of the list's name, which exported files carry.
    const NAME: &'static str = Self::ROUTE.title();
    /// Records leave the list once they are dealt with: the next one is opened then.
    const QUEUE: bool = false;
    const TEXTS: Texts;
    /// The column sorted by at first, and whether downwards.
    const SORT: (&'static str, bool);
    /// Columns put away at first.
    const HIDDEN: &'static [&'static str] = &[];
    /// Things to do with chosen rows whose buttons stand in the bar; the others wait in its menu.
    const IN_SIGHT: usize = usize::MAX;

    type Row: fmt::Debug + Clone + Send + Sync + 'static;
    type Query: fmt::Debug + Hash + Send + Sync + 'static;
    type Detail: fmt::Debug + Clone + Send + 'static;
    /// What happens in the list's own filters and details.
    type Message: fmt::Debug + Clone + Send + 'static;

    fn new(ctx: &Ctx) -> Self;

    /// The columns with what stands in them, in the language in force. Asked again whenever something may have changed.
    fn fields(&self, ctx: &Ctx) -> Vec<Field<Self::Row>>;

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> Self::Query;

    /// What the answers depend on beside the question.
    fn version(store: &Store) -> u64 {
        store.version()
    }

    /// Runs off the window's thread, as [`Records::fetch`] and [`Records::read`] do.
    fn find(store: &Store, query: &Self::Query) -> store::Result<Found>;

    /// Rows for these ids, in their order; ids that are gone are left out.
    fn fetch(store: &Store, query: &Self::Query, ids: &[i64]) -> store::Result<Vec<Self::Row>>;

    fn id(row: &Self::Row) -> i64;

    /// One record with all that belongs to it.
    fn read(store: &Store, id: i64) -> store::Result<Self::Detail>;

    /// How the details are read; for lists whose details depend on more than the record.
    fn reading(&self, _ctx: &Ctx) -> Reading<Self::Detail> {
        Box::new(Self::read)
    }

    /// What the details depend on beside the record, as a hash: they are read again when it has changed.
    fn lens(&self) -> u64 {
        0
    }

    /// A number opened the details: what stands behind it comes first.
    fn pointed(&mut self, _column: &'static str) {}

    /// The heading of the details.
    fn title(&self, ctx: &Ctx, detail: &Self::Detail) -> String;

    /// The details under their heading; they scroll by themselves.
    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a Self::Detail) -> Element<'a, Self::Message>;

    /// The details have come, or come anew: ask for what else is shown with them.
    fn arrived(&mut self, _ctx: &Ctx, _detail: &Self::Detail) -> Action<Self::Message> {
        Action::none()
    }

    /// What of this is meant for the list.
    fn goal(what: Open) -> Option<Goal>;

    /// Something else that is wanted of the list: a form, a dialog. Asked before [`Records::goal`]; `None` when it is not meant.
    fn wanted(&mut self, _ctx: &Ctx, _what: &Open) -> Option<Action<Self::Message>> {
        None
    }

    /// Takes an own message. The list is asked for again when its query has changed by it.
    fn update(&mut self, ctx: &Ctx, message: Self::Message) -> Action<Self::Message>;

    /// The page is shown or something it may depend on has changed: ask for what the list itself needs.
    fn enter(&mut self, _ctx: &Ctx) -> Action<Self::Message> {
        Action::none()
    }

    /// What stands above the list, over its whole width.
    fn above<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// What stands in the place of an empty list that nothing narrows; without it, what the list is for and the way to import.
    fn blank<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// The list's own filters, at the left above the grid.
    fn filters<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// The list's own filters leave something out.
    fn narrowed(&self) -> bool {
        false
    }

    /// Back to everything: other rows are wanted than the list's own filters let through.
    fn widen(&mut self) {}

    /// The list's own filters in a form that can be kept by a name (筛选方案); `None`: this list keeps none.
    fn kept(&self) -> Option<toml::Table> {
        None
    }

    /// Takes up filters that were kept; what cannot be read stays open.
    fn take_up(&mut self, _kept: &toml::Table) {}

    /// A link in a column was clicked. `None` opens the row.
    fn link(&self, _row: &Self::Row, _column: &'static str) -> Option<Self::Message> {
        None
    }

    /// The details are closed, or those of another record opened: forget what belonged to them.
    fn turn(&mut self) {}

    /// What can be done with chosen rows, beside copying them.
    fn batch(&self, _ctx: &Ctx) -> Vec<Batch<Self>> {
        Vec::new()
    }

    /// The page's own buttons in the top bar.
    fn actions<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    fn dialog<'a>(&'a self, _ctx: &'a Ctx) -> Option<Element<'a, Self::Message>> {
        None
    }

    /// Esc: closes a dialog of the list's own; `false` when there is none.
    fn back(&mut self) -> bool {
        false
    }

    /// Enter in a dialog of the list's own.
    fn accept(&mut self, _ctx: &Ctx) -> Action<Self::Message> {
        Action::none()
    }

    /// A number beside the page's name in the side bar.
    fn count(_ctx: &Ctx) -> Option<u64> {
        None
    }

    /// What the page shows instead of the list while there is nothing to list from.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, Message<Self>>> {
        state::of_facts(ctx, Message::Import)
    }
}

#[derive(Debug, Clone)]
pub enum Message<L: Records> {
    Found(Ticket, Arc<Question<L>>, Result<Found, Said>),
    Fetched(Wanted, Result<Vec<L::Row>, Said>),
    Grid(GridEvent),
    Text(String),
    /// All rows again, not only those somebody wanted to see.
    All,
    Layout(GridLayout),
    View(ViewMessage),
    Detail(Ticket, Result<Box<L::Detail>, Said>),
    Close,
    Retry,
    /// No row is chosen any more.
    Deselect,
    Copy,
    Copied(Result<usize, Said>),
    Export(Form),
    Picked(Form, Option<PathBuf>),
    /// The file and how many rows it holds; `None` when it was stopped.
    Exported(Result<Option<(PathBuf, usize)>, Said>),
    Import,
    Batch(fn(Vec<i64>) -> L::Message),
    Own(L::Message),
}

/// What was asked for.
#[derive(Debug)]
pub struct Question<L: Records> {
    query: L::Query,
    /// See [`Records::version`].
    version: u64,
    /// Equal for questions that differ only in the order of their rows.
    rows: u64,
}

/// Rows somebody wanted to see: what they are, and their ids.
#[derive(Debug, Clone)]
struct Only {
    what: String,
    ids: Arc<[i64]>,
}

/// A page that shows one list.
#[derive(Debug)]
pub struct RecordList<L: Records> {
    list: L,
    grid: GridState,
    columns: Vec<Column>,
    fields: Arc<[Field<L::Row>]>,
    rows: Paged<L::Row>,
    found: Load<Found>,
    /// The question that the rows answer.
    question: Option<Arc<Question<L>>>,
    text: String,
    /// The name that filters are about to be kept by.
    view_name: String,
    only: Option<Only>,
    detail: Load<L::Detail>,
    open: Option<i64>,
    /// See [`Records::lens`].
    lens: u64,
    /// An export under way.
    job: Option<Job>,
}

/// The sentence for the user; the technical chain goes to the log.
fn told<L: Records>(error: &StoreError) -> Said {
    tracing::warn!(%error, list = L::ROUTE.id(), "list");
    error.said()
}

impl<L: Records> Screen for RecordList<L> {
    type Message = Message<L>;

    fn new(ctx: &Ctx) -> Self {
        let (column, descending) = L::SORT;
        let grid = GridState::new(L::ID, ctx.settings.grids.get(L::ID)).sorted_by(column, descending).hiding(L::HIDDEN);
        Self {
            list: L::new(ctx),
            grid,
            columns: Vec::new(),
            fields: Arc::new([]),
            rows: Paged::new(L::id, |_, _| super::widget::grid::Cell::default()),
            found: Load::default(),
            question: None,
            text: String::new(),
            view_name: String::new(),
            only: None,
            detail: Load::default(),
            open: None,
            lens: 0,
            job: None,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message<L>> {
        let own = self.list.enter(ctx).map(Message::Own);
        self.dress(ctx);
        let detail = match self.open {
            Some(id) => self.read(ctx, id),
            None => Action::none(),
        };
        own.and(detail).and(self.ask(ctx))
    }

    fn update(&mut self, ctx: &Ctx, message: Message<L>) -> Action<Message<L>> {
        match message {
            Message::Found(ticket, question, found) => {
                let changed = self.question.as_ref().is_some_and(|before| before.version != question.version);
                let place = self.open.and_then(|open| self.rows.ids().iter().position(|id| *id == open));
                self.answer(ticket, question, found);
                let next = if L::QUEUE && changed { self.next(ctx, place) } else { Action::none() };
                // What was typed or chosen in the meantime.
                next.and(self.ask(ctx))
            }
            Message::Fetched(wanted, Ok(fetched)) => {
                self.rows.put(&wanted, fetched);
                Action::none()
            }
            Message::Fetched(_, Err(said)) | Message::Copied(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Grid(event) => self.on_grid(ctx, event),
            Message::Text(text) => {
                self.text = text;
                self.ask(ctx)
            }
            Message::All => {
                self.only = None;
                self.ask(ctx)
            }
            Message::View(message) => self.on_view(ctx, message),
            Message::Layout(layout) => Action::intent(Intent::GridLayout(L::ID, layout)),
            Message::Detail(ticket, detail) => {
                self.detail.answer(ticket, detail.map(|detail| *detail));
                match self.detail.value().filter(|_| self.detail.failed().is_none()) {
                    Some(detail) => self.list.arrived(ctx, detail).map(Message::Own),
                    None => Action::none(),
                }
            }
            Message::Close => {
                self.close();
                Action::none()
            }
            Message::Retry => {
                self.question = None;
                self.found.stale();
                self.detail.stale();
                self.enter(ctx)
            }
            Message::Deselect => {
                self.grid.clear_selection();
                Action::none()
            }
            Message::Copy => self.copy(ctx),
            Message::Copied(Ok(n)) => {
                Action::toast(Toast::good(Said::new("shell.rows_copied").with("n", table::grouped(&n.to_string()))))
            }
            Message::Export(form) => self.ask_where(ctx, form),
            Message::Picked(_, None) => Action::none(),
            Message::Picked(form, Some(path)) => self.export(ctx, form, path),
            Message::Exported(result) => self.exported(result),
            Message::Import => Action::intent(Intent::Open(Open::Page(Route::Import))),
            Message::Batch(message) => {
                let ids = self.grid.selection().keys(&self.rows);
                self.update(ctx, Message::Own(message(ids)))
            }
            Message::Own(message) => {
                let own = self.list.update(ctx, message);
                self.after(ctx, own)
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message<L>> {
        L::waiting(ctx).unwrap_or_else(|| self.page(ctx))
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message<L>>> {
        Some(self.list.actions(ctx)?.map(Message::Own))
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message<L>>> {
        Some(self.list.dialog(ctx)?.map(Message::Own))
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message<L>>> {
        if self.list.back() {
            return Some(Action::none());
        }
        if self.open.is_some() {
            self.close();
            return Some(Action::none());
        }
        (self.grid.selected(self.rows.len()) > 0).then(|| {
            self.grid.clear_selection();
            Action::none()
        })
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message<L>> {
        match command {
            PageCommand::Find => Action::task(iced::widget::operation::focus(view::search_field::<L>())),
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Export => self.ask_where(ctx, Form::Xlsx),
            PageCommand::Accept => {
                let own = self.list.accept(ctx);
                self.after(ctx, own)
            }
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message<L>> {
        if let Some(own) = self.list.wanted(ctx, &what) {
            return self.after(ctx, own);
        }
        match L::goal(what) {
            Some(Goal::These(what, ids)) => {
                self.only = Some(Only { what, ids });
                self.list.widen();
                self.text.clear();
                self.close();
                // Rows of before must not stand under the new heading; an answer still on its way is let go.
                self.found = Load::default();
                self.rows.set(Vec::new());
                self.ask(ctx)
            }
            Some(Goal::One(id)) => self.show(ctx, id),
            None => Action::none(),
        }
    }

    fn count(ctx: &Ctx) -> Option<u64> {
        L::count(ctx)
    }
}

impl<L: Records> RecordList<L> {
    /// The list's own state.
    pub const fn list(&self) -> &L {
        &self.list
    }

    /// Which rows somebody wanted to see; `None` when all are shown.
    pub fn only(&self) -> Option<&str> {
        self.only.as_ref().map(|only| only.what.as_str())
    }

    /// The record whose details are open.
    pub const fn opened(&self) -> Option<i64> {
        self.open
    }

    /// The ids shown, in order.
    pub fn ids(&self) -> &[i64] {
        self.rows.ids()
    }

    /// The list's own state may have changed: words, and what is asked for.
    fn after(&mut self, ctx: &Ctx, own: Action<L::Message>) -> Action<Message<L>> {
        self.dress(ctx);
        let detail = match self.open.filter(|_| self.lens != self.list.lens()) {
            Some(id) => self.read(ctx, id),
            None => Action::none(),
        };
        own.map(Message::Own).and(detail).and(self.ask(ctx))
    }

    /// Puts the columns into the words in force.
    fn dress(&mut self, ctx: &Ctx) {
        let fields: Arc<[Field<L::Row>]> = self.list.fields(ctx).into();
        self.columns = fields.iter().map(|field| field.column.clone()).collect();
        let shown = Arc::clone(&fields);
        self.rows.dress(move |row, at| shown.get(at).map(|field| field.shown(row)).unwrap_or_default());
        self.fields = fields;
    }

    /// What is asked for, in this order.
    fn query(&self, ctx: &Ctx, sort: Option<Sort>) -> L::Query {
        let (column, descending) = L::SORT;
        let asked = Asked {
            text: &self.text,
            only: self.only.as_ref().map(|only| &*only.ids),
            sort: sort.unwrap_or(Sort { column, descending }),
        };
        self.list.query(ctx, &asked)
    }

    /// Asks for the list if anything it depends on has changed. One question at a time: typing does not start a search with every key.
    fn ask(&mut self, ctx: &Ctx) -> Action<Message<L>> {
        // Before the facts are there nobody knows which days "the last 30 days" are.
        let (Some(store), Some(_), false) = (ctx.store().cloned(), ctx.facts(), self.found.busy()) else {
            return Action::none();
        };
        let query = self.query(ctx, self.grid.sort());
        let Some(ticket) = self.found.ask(&(L::version(&store), &query)) else { return Action::none() };
        let mut rows = DefaultHasher::new();
        (L::version(&store), self.query(ctx, None)).hash(&mut rows);
        let question = Arc::new(Question { query, version: L::version(&store), rows: rows.finish() });
        let asked = Arc::clone(&question);
        Action::work(
            move || L::find(&store, &asked.query).map_err(|error| told::<L>(&error)),
            move |found| Message::Found(ticket, question, found),
        )
    }

    fn answer(&mut self, ticket: Ticket, question: Arc<Question<L>>, found: Result<Found, Said>) {
        if !self.found.answer(ticket, found) || self.found.failed().is_some() {
            return;
        }
        if let Some(found) = self.found.value_mut() {
            self.rows.set(std::mem::take(&mut found.ids));
        }
        if self.question.as_ref().is_some_and(|before| before.rows == question.rows) {
            self.grid.reordered();
        } else {
            self.grid.reset();
        }
        self.question = Some(question);
    }
}
