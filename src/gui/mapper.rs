//! The mapping of platform SKUs to own ones (对应), for every page that shows platform SKUs: suggestions with their reasons, a search,
//! bundles with pieces, a new own SKU where there is none; saved in one deed with 撤销.

mod book;
mod view;

use std::sync::Arc;

use crate::domain::matching::Reason;
use crate::domain::money::Money;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{Link, ListingRow, NewSku, Replaced, Store, StoreError};

use super::action::{Action, Intent, Toast};
use super::ctx::Ctx;
use super::load::{Load, Ticket};
use super::screen;
use super::screen::import::ACTOR;

pub use book::{Book, Offer, Part, find, offers};
pub use view::{named, reason};

/// Suggestions and search results shown at once.
const OFFERS: usize = 4;
const RESULTS: usize = 8;

/// Name of the first field of a new own SKU.
const FIRST_FIELD: &str = "mapping-code";

/// Most pieces of one own SKU in a platform SKU.
const MOST_PIECES: i64 = 99_999;

/// An own SKU being put into a mapping; its pieces as they are typed.
#[derive(Debug, Clone, PartialEq)]
struct Chosen {
    part: Part,
    qty: String,
}

impl Chosen {
    fn new(part: Part) -> Self {
        Self { qty: part.qty.to_string(), part }
    }

    /// The pieces, if what is typed makes sense.
    fn pieces(&self) -> Option<i64> {
        cell::count(&self.qty).ok().flatten().filter(|qty| (1..=MOST_PIECES).contains(qty))
    }
}

/// An own SKU being made, as it is typed.
#[derive(Debug, Clone, Default, PartialEq)]
struct Making {
    code: String,
    name: String,
    props: String,
    cost: String,
    /// What the shop file says against it.
    refused: Option<Said>,
}

impl Making {
    /// The cost: none when the field is empty, an error when it is no amount.
    fn cost(&self) -> Result<Option<Money>, ()> {
        match cell::money(&self.cost) {
            Ok(cost) if cost.is_none_or(|cost| cost.fen() >= 0) => Ok(cost),
            _ => Err(()),
        }
    }
}

/// What is being mapped, and to what.
#[derive(Debug, Clone)]
pub struct Mapper {
    targets: Vec<ListingRow>,
    chosen: Vec<Chosen>,
    /// Somebody has changed what is chosen.
    edited: bool,
    offers: Load<Vec<Offer>>,
    query: String,
    found: Load<Vec<Part>>,
    making: Option<Making>,
    saving: bool,
    /// Brings an undo back to the page.
    home: fn(Message) -> screen::Message,
    /// Name of the search field.
    field: &'static str,
}

#[derive(Debug, Clone)]
pub enum Message {
    Offered(Ticket, Result<Vec<Offer>, Said>),
    Query(String),
    Found(Ticket, Result<Vec<Part>, Said>),
    /// The first own SKU found: Enter in the search field.
    First,
    Add(Part),
    Qty(usize, String),
    Remove(usize),
    /// Take a suggestion and save it.
    Take(Offer),
    Save,
    /// Take the mapping back.
    Unmap,
    Saved(Result<Done, Said>),
    Undo(Arc<Replaced>),
    Undone(Result<usize, Said>),
    Make,
    Unmake,
    Code(String),
    Name(String),
    Props(String),
    Cost(String),
    Create,
    Created(Result<Done, Said>),
}

/// What was mapped, in words, and the way back.
#[derive(Debug, Clone)]
pub struct Done {
    said: Said,
    replaced: Arc<Replaced>,
}

impl Message {
    /// The shop has changed by it.
    pub const fn changed(&self) -> bool {
        matches!(self, Self::Saved(Ok(_)) | Self::Undone(Ok(_)) | Self::Created(Ok(_)))
    }
}

fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "mapping");
    error.said()
}

impl Mapper {
    /// `home` wraps a message so that the shell brings it back here; `field` names the search field, each on a page its own.
    pub fn new(home: fn(Message) -> screen::Message, field: &'static str) -> Self {
        Self {
            targets: Vec::new(),
            chosen: Vec::new(),
            edited: false,
            offers: Load::default(),
            query: String::new(),
            found: Load::default(),
            making: None,
            saving: false,
            home,
            field,
        }
    }

    /// Begins to map these platform SKUs, or goes on with them: what has been chosen already stays.
    pub fn show(&mut self, ctx: &Ctx, book: &Book, rows: Vec<ListingRow>) -> Action<Message> {
        let ids = |rows: &[ListingRow]| rows.iter().map(|row| row.id).collect::<Vec<_>>();
        if ids(&self.targets) != ids(&rows) {
            self.close();
        }
        if !self.edited {
            self.chosen = match rows.as_slice() {
                [one] => one
                    .mapped
                    .iter()
                    .map(|m| {
                        let (code, name) = (m.code.clone(), m.name.clone());
                        Chosen::new(Part { sku_id: m.sku_id, code, name, props: m.props.clone(), qty: m.qty })
                    })
                    .collect(),
                _ => Vec::new(),
            };
        }
        self.targets = rows;
        self.ask(ctx, book)
    }

    /// Lets go of what is being mapped.
    pub fn close(&mut self) {
        *self = Self::new(self.home, self.field);
    }

    /// Puts the cursor into the search field.
    pub fn focus(&self) -> Action<Message> {
        Action::task(iced::widget::operation::focus(self.field))
    }

    pub fn is_open(&self) -> bool {
        !self.targets.is_empty()
    }

    /// Esc: closes the form of a new own SKU; `false` when it is not open.
    pub fn back(&mut self) -> bool {
        self.making.take().is_some()
    }

    /// Enter in a dialog: makes the new own SKU, or saves.
    pub fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.making.is_some() { self.create(ctx) } else { self.save(ctx) }
    }

    /// How many platform SKUs are being mapped.
    pub fn targets(&self) -> usize {
        self.targets.len()
    }

    fn ask(&mut self, ctx: &Ctx, book: &Book) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let ids: Vec<i64> = self.targets.iter().map(|row| row.id).collect();
        let Some(ticket) = self.offers.ask(&(book, ids)) else { return Action::none() };
        let (book, rows) = (book.clone(), self.targets.clone());
        Action::work(
            move || {
                let matcher = book.open(&store).map_err(|error| told(&error))?;
                let mut all: Vec<Offer> = Vec::new();
                for row in &rows {
                    for offer in offers(matcher, row, OFFERS) {
                        if all.iter().all(|known| known.parts != offer.parts) {
                            all.push(offer);
                        }
                    }
                }
                all.sort_by_key(|offer| (!offer.sure, offer.reason_rank()));
                // Beside what is sure, what is merely alike is noise.
                if all.first().is_some_and(|best| best.sure) {
                    all.retain(|offer| !matches!(offer.reason, Reason::Alike(_)));
                }
                all.truncate(OFFERS);
                Ok(all)
            },
            move |offers| Message::Offered(ticket, offers),
        )
    }

    pub fn update(&mut self, ctx: &Ctx, book: &Book, message: Message) -> Action<Message> {
        match message {
            Message::Offered(ticket, offers) => {
                self.offers.answer(ticket, offers);
            }
            Message::Query(query) => {
                self.query = query;
                return self.search(ctx, book);
            }
            Message::Found(ticket, found) => {
                self.found.answer(ticket, found);
                return self.search(ctx, book);
            }
            Message::First => {
                if let Some(first) = self.results().first().cloned() {
                    self.add(first);
                }
            }
            Message::Add(part) => self.add(part),
            Message::Qty(at, qty) => {
                if let Some(chosen) = self.chosen.get_mut(at) {
                    chosen.qty = qty;
                    self.edited = true;
                }
            }
            Message::Remove(at) => {
                if at < self.chosen.len() {
                    self.chosen.remove(at);
                    self.edited = true;
                }
            }
            Message::Take(offer) => {
                self.chosen = offer.parts.into_iter().map(Chosen::new).collect();
                self.edited = true;
                return self.save(ctx);
            }
            Message::Save => return self.save(ctx),
            Message::Unmap => {
                self.chosen.clear();
                return self.put(ctx, Vec::new());
            }
            Message::Saved(done) => return self.saved(done),
            Message::Undo(replaced) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                return Action::work(
                    move || {
                        store.undo_map(ACTOR, &replaced).map(|()| replaced.listings()).map_err(|error| told(&error))
                    },
                    Message::Undone,
                );
            }
            Message::Undone(Ok(count)) => {
                let said = Said::new("mapping.undone").with("n", count);
                return Action::toast(Toast::note(said)).with(Intent::DataChanged);
            }
            Message::Undone(Err(said)) => return Action::toast(Toast::bad(said)),
            Message::Make => {
                self.make();
                return Action::task(iced::widget::operation::focus(FIRST_FIELD));
            }
            Message::Unmake => self.making = None,
            Message::Code(code) => self.typed(|making| making.code = code),
            Message::Name(name) => self.typed(|making| making.name = name),
            Message::Props(props) => self.typed(|making| making.props = props),
            Message::Cost(cost) => self.typed(|making| making.cost = cost),
            Message::Create => return self.create(ctx),
            Message::Created(Ok(done)) => return self.saved(Ok(done)),
            Message::Created(Err(said)) => {
                self.saving = false;
                self.typed(|making| making.refused = Some(said));
            }
        }
        Action::none()
    }

    /// Searches off the window's thread, one question at a time: ten thousand names by pinyin take a while.
    fn search(&mut self, ctx: &Ctx, book: &Book) -> Action<Message> {
        let Some(store) = ctx.store().cloned().filter(|_| !self.found.busy()) else { return Action::none() };
        let query = self.query.trim().to_owned();
        let Some(ticket) = self.found.ask(&(book, &query)) else { return Action::none() };
        let book = book.clone();
        Action::work(
            move || Ok(find(book.open(&store).map_err(|error| told(&error))?, &query, RESULTS)),
            move |found| Message::Found(ticket, found),
        )
    }

    /// What was found and is not chosen yet.
    fn results(&self) -> Vec<Part> {
        if self.query.trim().is_empty() {
            return Vec::new();
        }
        let chosen = |part: &Part| self.chosen.iter().any(|chosen| chosen.part.sku_id == part.sku_id);
        self.found.value().into_iter().flatten().filter(|part| !chosen(part)).cloned().collect()
    }

    fn add(&mut self, part: Part) {
        if self.chosen.iter().all(|chosen| chosen.part.sku_id != part.sku_id) {
            self.chosen.push(Chosen::new(part));
            self.edited = true;
        }
        self.query.clear();
    }

    /// The mapping as it would be saved, if it can be.
    fn ready(&self) -> Option<Vec<(i64, i64)>> {
        let parts: Option<Vec<(i64, i64)>> =
            self.chosen.iter().map(|chosen| Some((chosen.part.sku_id, chosen.pieces()?))).collect();
        parts.filter(|parts| !parts.is_empty() && self.edited && !self.saving)
    }

    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        match self.ready() {
            Some(parts) => self.put(ctx, parts),
            None => Action::none(),
        }
    }

    fn put(&mut self, ctx: &Ctx, parts: Vec<(i64, i64)>) -> Action<Message> {
        let Some(store) = ctx.store().cloned().filter(|_| !self.saving && self.is_open()) else {
            return Action::none();
        };
        self.saving = true;
        let words = view::parts_in_words(self.chosen.iter().map(|chosen| (&chosen.part, chosen.pieces().unwrap_or(1))));
        let said = match (self.targets.as_slice(), words.is_empty()) {
            ([one], true) => Said::new("mapping.taken_back").with("key", &one.key),
            ([one], false) => Said::new("mapping.saved").with("key", view::key(one)).with("own", words),
            (many, _) => Said::new("mapping.saved_many").with("n", many.len()).with("own", words),
        };
        let links = self.targets.iter().map(|row| Link { listing_id: row.id, parts: parts.clone() }).collect();
        Self::link(store, links, said)
    }

    /// Maps all of these at once; `said` is what to say then.
    pub fn link(store: Store, links: Vec<Link>, said: Said) -> Action<Message> {
        Action::work(
            move || {
                let replaced = Arc::new(store.map(ACTOR, &links).map_err(|error| told(&error))?);
                Ok(Done { said, replaced })
            },
            Message::Saved,
        )
    }

    fn saved(&mut self, done: Result<Done, Said>) -> Action<Message> {
        self.saving = false;
        match done {
            Ok(done) => {
                self.edited = false;
                self.making = None;
                self.query.clear();
                let undo = Intent::Tell(Box::new((self.home)(Message::Undo(done.replaced))));
                Action::toast(Toast::good(done.said).with_button("shell.undo", undo)).with(Intent::DataChanged)
            }
            Err(said) => Action::toast(Toast::bad(said)),
        }
    }

    /// Opens the form of a new own SKU with what the platform SKU tells.
    fn make(&mut self) {
        let Some(row) = self.targets.first() else { return };
        self.making = Some(Making {
            code: row.sku_code.clone(),
            name: row.title.clone(),
            props: row.props.clone(),
            ..Making::default()
        });
    }

    fn typed(&mut self, change: impl FnOnce(&mut Making)) {
        if let Some(making) = &mut self.making {
            making.refused = None;
            change(making);
        }
    }

    /// The own SKU as it would be made, if it can be.
    fn new_sku(&self) -> Option<NewSku> {
        let making = self.making.as_ref().filter(|making| !making.code.trim().is_empty() && !self.saving)?;
        let cost = making.cost().ok()?;
        let text = |text: &str| text.trim().to_owned();
        Some(NewSku { code: text(&making.code), name: text(&making.name), props: text(&making.props), cost })
    }

    fn create(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(sku), Some(store)) = (self.new_sku(), ctx.store().cloned()) else { return Action::none() };
        self.saving = true;
        let listings: Vec<i64> = self.targets.iter().map(|row| row.id).collect();
        Action::work(
            move || {
                let replaced = store.map_to_new(ACTOR, &listings, &sku).map_err(|error| told(&error))?;
                let said = Said::new("mapping.created").with("code", &sku.code).with("n", listings.len());
                Ok(Done { said, replaced: Arc::new(replaced) })
            },
            Message::Created,
        )
    }
}
