//! 库存: every own SKU with its pieces in each state, how long they last, and what the owner should look at; receipts, counts and
//! other movements are posted from here.

mod arrivals;
mod asof;
mod columns;
mod detail;
mod form;
mod posting;
mod sheet;
#[cfg(test)]
mod tests;
mod warehouses;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveDateTime};
use iced::widget::row;
use iced::{Alignment, Element};

use crate::domain::costing::CostStep;
use crate::domain::money::Money;
use crate::domain::stock::{Place, StockMark};
use crate::export::xlsx;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, Reading, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::queue;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::{save, sheets};
use crate::locale::Said;
use crate::store::{
    self, MovementQuery, MovementRow, Posted, StockQuery, StockRow, Store, TransferRow, Want, Warehouse,
};
use crate::table::Cell;

use arrivals::Arrivals;
use asof::AsOf;
use columns::{by, mark_key};
use form::Form;
use sheet::Filled;
use warehouses::{Change, Warehouses};

/// 库存
pub type Stock = RecordList<StockRecords>;

/// The remembered folder of sheets to count with.
const FOLDER: &str = "imports";

/// Movements shown in the details.
const MOVEMENTS: u32 = 60;

/// Stock as a list of own SKUs.
#[derive(Debug, Clone)]
pub struct StockRecords {
    mark: Option<StockMark>,
    asof: AsOf,
    /// The places whose movements the details show; all when empty.
    behind: &'static [Place],
    /// The warehouses and what is under way between them.
    places: Load<Places>,
    open: Option<Dialog>,
}

/// What stands over the page.
#[derive(Debug, Clone)]
enum Dialog {
    Form(Box<Form>),
    /// A filled sheet that waits to be posted.
    Filled(Box<Filled>),
    Warehouses(Warehouses),
    Arrivals(Arrivals),
    /// A document of before, by its number, that is about to be taken back.
    TakeBack(i64, String),
}

/// Where stock lies.
#[derive(Debug, Clone)]
pub struct Places {
    warehouses: Arc<[Warehouse]>,
    under_way: Vec<TransferRow>,
    /// When anything was last told or done that moves stock.
    told_at: Option<NaiveDateTime>,
}

/// The list's own question: the shop's, and what is done with its answer.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    stock: StockQuery,
    mark: Option<StockMark>,
    sort: &'static str,
    descending: bool,
}

/// One SKU with the latest of its movements.
#[derive(Debug, Clone)]
pub struct StockDetail {
    row: StockRow,
    /// The movements are those at these places; all when empty.
    behind: &'static [Place],
    movements: Vec<MovementRow>,
    costs: Vec<CostStep>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Mark(Option<StockMark>),
    AsOf(asof::Message),
    Places(Ticket, Result<Places, Said>),
    Form(form::Message),
    /// Opens the form for these SKUs.
    Post(Vec<i64>),
    PostFor(i64, Result<Vec<StockRow>, Said>),
    Manage,
    Warehouses(warehouses::Message),
    /// The warehouses as they are now, and what takes the change back.
    Changed(Result<(Vec<Warehouse>, Change), Said>),
    Change(Change),
    Incoming,
    Arrivals(arrivals::Message),
    Posted(Result<Posted, Said>),
    /// Asks whether this document is to be taken back.
    TakeBack(i64, String),
    TakeBackClose,
    Undo(i64),
    Undone(Result<Posted, Said>),
    Order(i64),
    Sku(i64),
    /// The orders behind a number of this SKU.
    Behind(i64, String, Want),
    BehindFound(String, Want, Result<Vec<i64>, Said>),
    /// Only movements at these places.
    Only(&'static [Place]),
    /// Save the sheet to count with.
    Sheet,
    SheetTo(Option<PathBuf>),
    SheetDone(Result<PathBuf, Said>),
    /// Choose a filled sheet.
    Choose,
    Chosen(Option<PathBuf>),
    Filled(Result<Box<Filled>, Said>),
    OfSheet(sheet::Message),
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "stock");
    error.said()
}

impl Records for StockRecords {
    const ROUTE: Route = Route::Stock;
    const TEXTS: Texts = Texts {
        search: "stock.search",
        only: "stock.only",
        total: "stock.total",
        none: "stock.none",
        hint: "stock.none_hint",
    };
    const SORT: (&'static str, bool) = ("mark", false);
    const HIDDEN: &'static [&'static str] = &[
        "category",
        "supplier",
        "locked",
        "purchase_transit",
        "transfer_transit",
        "return_transit",
        "unpaid",
        "to_audit",
        "average",
        "expires",
        "moved_at",
    ];

    type Row = StockRow;
    type Query = Question;
    type Detail = StockDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { mark: None, asof: AsOf::default(), behind: &[], places: Load::default(), open: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<StockRow>> {
        columns::fields(ctx)
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            stock: StockQuery { text: asked.text.to_owned(), ids: asked.only.map(<[i64]>::to_vec), ..self.seen(ctx) },
            mark: self.mark.filter(|_| asked.only.is_none()),
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut rows = store.stock(&question.stock)?;
        rows.retain(|row| question.mark.is_none_or(|mark| mark == row.mark));
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.code.cmp(&b.code))
        });
        let sum = |of: fn(&StockRow) -> Option<i64>| Cell::Count(rows.iter().filter_map(of).sum());
        let value: Money = rows.iter().filter_map(StockRow::value).sum();
        let totals = vec![
            ("on_hand", sum(|row| row.levels.on_hand())),
            ("to_ship", sum(|row| Some(row.levels.to_ship))),
            ("sendable", sum(|row| row.levels.sendable())),
            ("defective", sum(|row| row.levels.defective)),
            ("locked", sum(|row| row.levels.locked)),
            ("unpaid", sum(|row| Some(row.levels.unpaid))),
            ("to_audit", sum(|row| Some(row.levels.to_audit))),
            ("purchase_transit", sum(|row| Some(row.levels.purchase_transit))),
            ("transfer_transit", sum(|row| Some(row.levels.transfer_transit))),
            ("return_transit", sum(|row| Some(row.levels.return_transit))),
            ("sold", sum(|row| Some(row.pace.sold))),
            ("value", Cell::Money(value)),
        ];
        Ok(Found { ids: rows.iter().map(|row| row.sku_id).collect(), totals })
    }

    fn fetch(store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<StockRow>> {
        store.stock_rows(&question.stock, ids)
    }

    fn id(row: &StockRow) -> i64 {
        row.sku_id
    }

    fn read(store: &Store, id: i64) -> store::Result<StockDetail> {
        let gone = store::StoreError::Gone { what: "sku", id };
        let row = store.stock_of(id)?.ok_or(gone)?;
        let movements = store.movements(&row.code, MOVEMENTS)?;
        let costs = store.cost_history(id)?;
        Ok(StockDetail { row, behind: &[], movements, costs })
    }

    /// As the list is looked at: in its warehouse, on its day.
    fn reading(&self, ctx: &Ctx) -> Reading<StockDetail> {
        let query = self.seen(ctx);
        let (behind, until) = (self.behind, self.asof.day);
        Box::new(move |store, id| {
            let gone = store::StoreError::Gone { what: "sku", id };
            let row = store.stock_rows(&query, &[id])?.pop().ok_or(gone)?;
            let wanted = MovementQuery {
                code: &row.code,
                warehouse: query.warehouse,
                until,
                places: behind,
                at_most: MOVEMENTS,
            };
            let movements = store.movements_behind(&wanted)?;
            let mut costs = store.cost_history(id)?;
            costs.retain(|step| until.is_none_or(|day| step.receipt.at.date() <= day));
            Ok(StockDetail { row, behind, movements, costs })
        })
    }

    fn lens(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.asof.warehouse, self.asof.day, self.behind).hash(&mut hasher);
        hasher.finish()
    }

    fn turn(&mut self) {
        self.behind = &[];
    }

    fn pointed(&mut self, column: &'static str) {
        self.behind = columns::places(column);
    }

    /// Numbers that orders make lead to these orders.
    fn link(&self, row: &StockRow, column: &'static str) -> Option<Message> {
        columns::want(column).map(|want| Message::Behind(row.sku_id, row.code.clone(), want))
    }

    fn title(&self, _ctx: &Ctx, detail: &StockDetail) -> String {
        let row = &detail.row;
        if row.name.is_empty() { row.code.clone() } else { row.name.clone() }
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a StockDetail) -> Element<'a, Message> {
        detail::view(ctx, detail, &self.asof, self.warehouse_name())
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Stock { what, ids } => Some(Goal::These(what, ids)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Mark(mark) => {
                self.mark = mark;
                Action::none()
            }
            Message::AsOf(message) => {
                self.asof.update(message);
                Action::none()
            }
            Message::Places(ticket, places) => {
                let failed = places.as_ref().err().cloned();
                let meant = self.places.answer(ticket, places);
                failed.filter(|_| meant).map_or_else(Action::none, |said| Action::toast(Toast::bad(said)))
            }
            Message::Post(ids) => self.rows_of(ctx, ids, self.here()),
            Message::PostFor(warehouse, Ok(rows)) => {
                if let Some(Dialog::Form(form)) = &mut self.open {
                    form.there(warehouse, rows);
                    return Action::none();
                }
                let known = self.places.value().map_or_else(|| Arc::from([]), |places| Arc::clone(&places.warehouses));
                self.open = Some(Dialog::Form(Box::new(Form::new(rows, known, warehouse))));
                Action::task(iced::widget::operation::focus(form::FIRST))
            }
            Message::PostFor(_, Err(said)) => Action::toast(Toast::bad(said)),
            Message::Form(form::Message::Close)
            | Message::OfSheet(sheet::Message::Close)
            | Message::Warehouses(warehouses::Message::Close)
            | Message::Arrivals(arrivals::Message::Close) => {
                self.open = None;
                Action::none()
            }
            Message::Form(form::Message::Save)
            | Message::OfSheet(sheet::Message::Save)
            | Message::Arrivals(arrivals::Message::Save) => self.save(ctx),
            Message::Form(message) => {
                let Some(Dialog::Form(form)) = &mut self.open else { return Action::none() };
                let elsewhere = match message {
                    form::Message::Warehouse(id) => Some((id, form.ids())),
                    _ => None,
                };
                form.update(message);
                elsewhere.map_or_else(Action::none, |(warehouse, ids)| self.rows_of(ctx, ids, warehouse))
            }
            Message::Manage => {
                let Some(places) = self.places.value() else { return Action::none() };
                self.open = Some(Dialog::Warehouses(Warehouses::new(&places.warehouses)));
                Action::none()
            }
            Message::Warehouses(message) => {
                let Some(Dialog::Warehouses(dialog)) = &mut self.open else { return Action::none() };
                dialog.update(message).map_or_else(Action::none, |change| self.update(ctx, Message::Change(change)))
            }
            Message::Change(change) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || change.make(&store, ACTOR).map_err(|error| told(&error)), Message::Changed)
            }
            Message::Changed(Ok((known, back))) => {
                if known.iter().all(|one| one.id != self.asof.warehouse) {
                    self.asof.warehouse = 0;
                }
                if matches!(self.open, Some(Dialog::Warehouses(_))) {
                    self.open = Some(Dialog::Warehouses(Warehouses::new(&known)));
                }
                let undo = crate::gui::screen::Message::Stock(record_list::Message::Own(Message::Change(back)));
                let toast = Toast::good(Said::new("warehouse.changed"));
                Action::toast(toast.with_button("shell.undo", Intent::Tell(Box::new(undo)))).with(Intent::DataChanged)
            }
            Message::Incoming => {
                let under_way = self.places.value().map(|places| places.under_way.clone()).unwrap_or_default();
                self.open = Some(Dialog::Arrivals(Arrivals::new(under_way)));
                Action::none()
            }
            Message::Arrivals(message) => {
                if let Some(Dialog::Arrivals(dialog)) = &mut self.open {
                    dialog.update(message);
                }
                Action::none()
            }
            Message::Posted(Ok(posted)) => {
                self.open = None;
                let said = Said::new("stock.posted").with("number", &posted.number).with("n", posted.moved);
                let undo = Message::Undo(posted.document_id);
                let undo = crate::gui::screen::Message::Stock(record_list::Message::Own(undo));
                let toast = Toast::good(said).with_button("shell.undo", Intent::Tell(Box::new(undo)));
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Posted(Err(said)) | Message::Changed(Err(said)) => {
                match &mut self.open {
                    Some(Dialog::Form(form)) => form.refused(said),
                    Some(Dialog::Warehouses(dialog)) => dialog.refused(said),
                    Some(Dialog::Arrivals(dialog)) => dialog.refused(said),
                    Some(Dialog::Filled(filled)) => {
                        filled.refused();
                        return Action::toast(Toast::bad(said));
                    }
                    Some(Dialog::TakeBack(..)) | None => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
            Message::TakeBack(document, number) => {
                self.open = Some(Dialog::TakeBack(document, number));
                Action::none()
            }
            Message::TakeBackClose => {
                self.open = None;
                Action::none()
            }
            Message::Undo(document) => {
                if matches!(self.open, Some(Dialog::TakeBack(..))) {
                    self.open = None;
                }
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.reverse_stock(ACTOR, document).map_err(|error| told(&error)),
                    Message::Undone,
                )
            }
            Message::Undone(Ok(posted)) => {
                let said = Said::new("stock.undone").with("number", &posted.number);
                Action::toast(Toast::note(said)).with(Intent::DataChanged)
            }
            Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Sheet => {
                let title = ctx.t("stock.sheet").to_owned();
                let name = format!("{title} {}", now(ctx));
                save::ask(ctx, FOLDER, title, &name, "xlsx", Message::SheetTo)
            }
            Message::SheetTo(None) | Message::Chosen(None) => Action::none(),
            Message::SheetTo(Some(path)) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (question, mark, lang) = (self.everything(ctx), self.mark, ctx.lang);
                let remember = save::remember(ctx, FOLDER, &path);
                let work = move || {
                    let path = save::with_ending(path, "xlsx");
                    let mut rows = store.stock(&question).map_err(|error| told(&error))?;
                    rows.retain(|row| mark.is_none_or(|mark| mark == row.mark));
                    xlsx::write(&path, &[&sheet::table(lang, &rows)], lang).map_err(|error| error.said())?;
                    Ok(path)
                };
                Action::work(work, Message::SheetDone).with(remember)
            }
            Message::SheetDone(done) => save::saved(done),
            Message::Choose => sheets::choose(ctx, |paths| Message::Chosen(sheet::chosen(paths))),
            Message::Chosen(Some(path)) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let at = ctx.now();
                Action::work(move || sheet::read(&store, &path, at).map(Box::new), Message::Filled)
            }
            Message::Filled(Ok(filled)) => {
                self.open = Some(Dialog::Filled(filled));
                Action::none()
            }
            Message::Filled(Err(said)) => Action::toast(Toast::bad(said)),
            Message::OfSheet(sheet::Message::Reason(reason)) => {
                if let Some(Dialog::Filled(filled)) = &mut self.open {
                    filled.reason(reason);
                }
                Action::none()
            }
            Message::Order(id) => Action::intent(Intent::Open(Open::Order(id))),
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
            Message::Behind(sku, code, want) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (query, what) = (self.seen(ctx), format!("{code} · {}", ctx.t(columns::want_key(want))));
                Action::work(
                    move || store.orders_wanting(sku, want, &query).map_err(|error| told(&error)),
                    move |found| Message::BehindFound(what, want, found),
                )
            }
            Message::BehindFound(what, Want::Returning, Ok(ids)) => {
                Action::intent(Intent::Open(Open::Refunds { what, ids: ids.into() }))
            }
            Message::BehindFound(what, _, Ok(ids)) => {
                Action::intent(Intent::Open(Open::Orders { what, ids: ids.into() }))
            }
            Message::BehindFound(_, _, Err(said)) => Action::toast(Toast::bad(said)),
            Message::Only(places) => {
                self.behind = places;
                Action::none()
            }
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(None, ctx.t("orders.any").to_owned())];
        options.extend(StockMark::ALL.map(|mark| (Some(mark), ctx.t(&mark_key(mark)).to_owned())));
        Some(choice::chips(options, self.mark, Message::Mark))
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let places = self.places.value();
        let known = places.map_or(&[][..], |places| &places.warehouses);
        let asof = self.asof.view(ctx, now(ctx), known).map(Message::AsOf);
        let behind = places.and_then(|places| queue::behind(ctx, places.told_at?));
        Some(row![asof, behind].spacing(gap::M).align_y(Alignment::Center).into())
    }

    fn narrowed(&self) -> bool {
        self.mark.is_some() || self.asof.narrowed()
    }

    fn widen(&mut self) {
        self.mark = None;
        self.asof.widen();
    }

    fn kept(&self) -> Option<toml::Table> {
        let mut kept = toml::Table::new();
        if let Some(mark) = self.mark {
            kept.insert("mark".to_owned(), mark.id().into());
        }
        if self.asof.warehouse != 0 {
            kept.insert("warehouse".to_owned(), self.asof.warehouse.into());
        }
        Some(kept)
    }

    /// A day that was looked at is not kept: what is looked at anew is looked at as it is now.
    fn take_up(&mut self, kept: &toml::Table) {
        let mark = kept.get("mark").and_then(toml::Value::as_str);
        self.mark = mark.and_then(|id| StockMark::ALL.into_iter().find(|mark| mark.id() == id));
        let warehouse = kept.get("warehouse").and_then(toml::Value::as_integer).unwrap_or(0);
        let known = self.places.value().map_or(&[][..], |places| &places.warehouses);
        let warehouse = if known.iter().any(|one| one.id == warehouse) { warehouse } else { 0 };
        self.asof.widen();
        self.asof.warehouse = warehouse;
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.places.ask(&store.version()) else { return Action::none() };
        let work = move || {
            let warehouses = store.warehouses().map_err(|error| told(&error))?.into();
            let under_way = store.transfers().map_err(|error| told(&error))?;
            Ok(Places { warehouses, under_way, told_at: store.stock_told_at().map_err(|error| told(&error))? })
        };
        Action::work(work, move |places| Message::Places(ticket, places))
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        vec![Batch { icon: Icon::FileInput, label: ctx.t("stock.post").to_owned(), message: Message::Post }]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(match self.open.as_ref()? {
            Dialog::Form(form) => form.view(ctx).map(Message::Form),
            Dialog::Filled(filled) => filled.view(ctx).map(Message::OfSheet),
            Dialog::Warehouses(dialog) => dialog.view(ctx).map(Message::Warehouses),
            Dialog::Arrivals(dialog) => dialog.view(ctx).map(Message::Arrivals),
            Dialog::TakeBack(document, number) => detail::take_back(ctx, *document, number),
        })
    }

    fn back(&mut self) -> bool {
        self.open.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.save(ctx)
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let under_way = self.places.value().map_or(0, |places| places.under_way.len());
        let arrivals = (under_way > 0).then(|| {
            let label = format!("{} {under_way}", ctx.t("warehouse.arrivals"));
            button::labelled(Icon::Truck, label, Some(Message::Incoming))
        });
        let buttons = row![
            arrivals,
            button::labelled(Icon::Warehouse, ctx.t("warehouse.manage"), self.places.value().map(|_| Message::Manage)),
            button::labelled(Icon::FileSpreadsheet, ctx.t("stock.sheet"), Some(Message::Sheet)),
            button::labelled(Icon::FileInput, ctx.t("stock.sheet_import"), Some(Message::Choose)),
        ];
        Some(buttons.spacing(gap::S).into())
    }

    /// Stock is kept of own SKUs, before the first order as well.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

/// Stock is as it stands now, however far the files reach.
fn now(ctx: &Ctx) -> NaiveDate {
    ctx.today().max(ctx.now().date())
}
