//! 库存: every own SKU with its pieces in each state, how long they last, and what the owner should look at; receipts, counts and
//! other movements are posted from here.

mod detail;
mod form;
mod sheet;
#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};
use iced::Element;
use iced::widget::row;

use crate::domain::money::Money;
use crate::domain::stock::StockMark;
use crate::export::xlsx;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::queue;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::gui::{save, sheets};
use crate::locale::Said;
use crate::store::{self, MovementRow, Posted, StockQuery, StockRow, Store};
use crate::table::Cell;

use form::Form;
use sheet::Filled;

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
    form: Option<Form>,
    /// A filled sheet that waits to be posted.
    filled: Option<Box<Filled>>,
    /// When anything was last told or done that moves stock.
    told_at: Load<Option<NaiveDateTime>>,
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
    movements: Vec<MovementRow>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Mark(Option<StockMark>),
    ToldAt(Ticket, Result<Option<NaiveDateTime>, Said>),
    Form(form::Message),
    /// Opens the form for these SKUs.
    Post(Vec<i64>),
    PostFor(Result<Vec<StockRow>, Said>),
    Posted(Result<Posted, Said>),
    Undo(i64),
    Undone(Result<Posted, Said>),
    Order(i64),
    Sku(i64),
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

const fn tone(mark: StockMark) -> Tone {
    match mark {
        StockMark::Oversold | StockMark::Out => Tone::Bad,
        StockMark::Low => Tone::Warning,
        StockMark::Dead | StockMark::Over => Tone::Blue,
        StockMark::Fine => Tone::Good,
        StockMark::Untracked => Tone::Neutral,
    }
}

/// Key of a mark's name.
fn mark_key(mark: StockMark) -> String {
    format!("domain.stock_mark_{}", mark.id())
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
        "moved_at",
    ];

    type Row = StockRow;
    type Query = Question;
    type Detail = StockDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { mark: None, form: None, filled: None, told_at: Load::default() }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<StockRow>> {
        type F = Field<StockRow>;
        let lang = ctx.lang;
        vec![
            F::id("code", ctx.t("catalogue.code"), |row| row.code.clone()).width(96.0),
            F::text("name", ctx.t("catalogue.name"), |row| row.name.clone()).width(130.0).grow(),
            F::text("props", ctx.t("catalogue.props"), |row| row.props.clone()).width(110.0),
            F::text("category", ctx.t("catalogue.category"), |row| row.category.clone()).width(100.0),
            F::text("supplier", ctx.t("catalogue.supplier"), |row| row.supplier.clone()).width(110.0),
            F::text("mark", ctx.t("stock.mark"), move |row| lang.t(&mark_key(row.mark)).to_owned())
                .width(72.0)
                .look(|row| Look::Badge(tone(row.mark))),
            F::count("on_hand", ctx.t("stock.on_hand"), |row| row.levels.on_hand()).width(66.0),
            F::count("to_ship", ctx.t("stock.to_ship"), |row| Some(row.levels.to_ship)).width(66.0),
            F::count("sendable", ctx.t("stock.sendable"), |row| row.levels.sendable()).width(66.0),
            F::count("defective", ctx.t("domain.place_defective"), |row| row.levels.defective).width(60.0),
            F::count("locked", ctx.t("domain.place_locked"), |row| row.levels.locked).width(60.0),
            F::count("unpaid", ctx.t("stock.unpaid"), |row| Some(row.levels.unpaid)).width(66.0),
            F::count("purchase_transit", ctx.t("domain.place_purchase_transit"), |row| {
                Some(row.levels.purchase_transit)
            })
            .width(76.0),
            F::count("transfer_transit", ctx.t("domain.place_transfer_transit"), |row| {
                Some(row.levels.transfer_transit)
            })
            .width(76.0),
            F::count("return_transit", ctx.t("domain.place_return_transit"), |row| Some(row.levels.return_transit))
                .width(76.0),
            F::count("sold", ctx.t("stock.sold_30"), |row| Some(row.pace.sold)).width(76.0),
            F::number("cover", ctx.t("stock.cover"), |row| Some(cover(row)? * 100)).width(76.0),
            F::money("value", ctx.t("stock.value"), StockRow::value).width(96.0),
            F::time("moved_at", ctx.t("stock.moved_at"), |row| row.last_moved_at),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            stock: StockQuery {
                day: now(ctx),
                sold_until: ctx.today(),
                warehouse: 0,
                text: asked.text.to_owned(),
                categories: Vec::new(),
                ids: asked.only.map(<[i64]>::to_vec),
                rules: ctx.stock_rules(),
            },
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
        Ok(StockDetail { row, movements })
    }

    fn title(&self, _ctx: &Ctx, detail: &StockDetail) -> String {
        let row = &detail.row;
        if row.name.is_empty() { row.code.clone() } else { row.name.clone() }
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a StockDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
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
            Message::ToldAt(ticket, told_at) => {
                self.told_at.answer(ticket, told_at);
                Action::none()
            }
            Message::Post(ids) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let question = self.everything(ctx);
                Action::work(move || store.stock_rows(&question, &ids).map_err(|error| told(&error)), Message::PostFor)
            }
            Message::PostFor(Ok(rows)) => {
                self.form = Some(Form::new(rows));
                Action::task(iced::widget::operation::focus(form::FIRST))
            }
            Message::PostFor(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Form(form::Message::Close) => {
                self.form = None;
                Action::none()
            }
            Message::Form(form::Message::Save) => self.save(ctx),
            Message::Form(message) => {
                if let Some(form) = &mut self.form {
                    form.update(message);
                }
                Action::none()
            }
            Message::Posted(Ok(posted)) => {
                self.form = None;
                self.filled = None;
                let said = Said::new("stock.posted").with("number", &posted.number).with("n", posted.moved);
                let undo = Message::Undo(posted.document_id);
                let undo = crate::gui::screen::Message::Stock(record_list::Message::Own(undo));
                let toast = Toast::good(said).with_button("shell.undo", Intent::Tell(Box::new(undo)));
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Posted(Err(said)) => {
                if let Some(form) = &mut self.form {
                    form.refused(said);
                    return Action::none();
                }
                Action::toast(Toast::bad(said))
            }
            Message::Undo(document) => {
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
                self.filled = Some(filled);
                Action::none()
            }
            Message::Filled(Err(said)) => Action::toast(Toast::bad(said)),
            Message::OfSheet(sheet::Message::Close) => {
                self.filled = None;
                Action::none()
            }
            Message::OfSheet(sheet::Message::Reason(reason)) => {
                if let Some(filled) = &mut self.filled {
                    filled.reason(reason);
                }
                Action::none()
            }
            Message::OfSheet(sheet::Message::Save) => self.post_sheet(ctx),
            Message::Order(id) => Action::intent(Intent::Open(Open::Order(id))),
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(None, ctx.t("orders.any").to_owned())];
        options.extend(StockMark::ALL.map(|mark| (Some(mark), ctx.t(&mark_key(mark)).to_owned())));
        Some(choice::chips(options, self.mark, Message::Mark))
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.told_at.ask(&store.version()) else { return Action::none() };
        let work = move || store.stock_told_at().map_err(|error| told(&error));
        Action::work(work, move |told_at| Message::ToldAt(ticket, told_at))
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        queue::behind(ctx, (*self.told_at.value()?)?)
    }

    fn narrowed(&self) -> bool {
        self.mark.is_some()
    }

    fn widen(&mut self) {
        self.mark = None;
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        vec![Batch { icon: Icon::FileInput, label: ctx.t("stock.post").to_owned(), message: Message::Post }]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match (&self.form, &self.filled) {
            (Some(form), _) => Some(form.view(ctx).map(Message::Form)),
            (None, Some(filled)) => Some(filled.view(ctx).map(Message::OfSheet)),
            (None, None) => None,
        }
    }

    fn back(&mut self) -> bool {
        self.form.take().is_some() || self.filled.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.form.is_some() { self.save(ctx) } else { self.post_sheet(ctx) }
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let buttons = row![
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

impl StockRecords {
    /// All SKUs as they stand today.
    fn everything(&self, ctx: &Ctx) -> StockQuery {
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

    /// Posts the rows of the filled sheet that can be posted.
    fn post_sheet(&self, ctx: &Ctx) -> Action<Message> {
        let count = self.filled.as_ref().and_then(|filled| filled.count());
        let (Some(count), Some(store)) = (count, ctx.store().cloned()) else { return Action::none() };
        Action::work(move || store.post_count(ACTOR, &count).map_err(|error| told(&error)), Message::Posted)
    }

    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(form), Some(store)) = (&mut self.form, ctx.store().cloned()) else { return Action::none() };
        let Some(document) = form.document(ctx) else { return Action::none() };
        Action::work(
            move || {
                let posted = match document {
                    form::Document::Entry(entry) => store.post_stock(ACTOR, &entry),
                    form::Document::Count(count) => store.post_count(ACTOR, &count),
                };
                posted.map_err(|error| told(&error))
            },
            Message::Posted,
        )
    }
}

/// Stock is as it stands now, however far the files reach.
fn now(ctx: &Ctx) -> NaiveDate {
    ctx.today().max(ctx.now().date())
}

/// Days that the sendable pieces last, in tenths.
fn cover(row: &StockRow) -> Option<i64> {
    row.pace.cover_tenths(row.levels.sendable()?)
}

/// The order of two rows by a column; what is not known comes last upwards.
fn by(column: &str, a: &StockRow, b: &StockRow) -> Ordering {
    let known = |a: Option<i64>, b: Option<i64>| match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    };
    let (l, r) = (&a.levels, &b.levels);
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "category" => a.category.cmp(&b.category),
        "supplier" => a.supplier.cmp(&b.supplier),
        "mark" => a.mark.cmp(&b.mark).then_with(|| known(cover(a), cover(b))),
        "on_hand" => known(l.on_hand(), r.on_hand()),
        "to_ship" => l.to_ship.cmp(&r.to_ship),
        "sendable" => known(l.sendable(), r.sendable()),
        "defective" => known(l.defective, r.defective),
        "locked" => known(l.locked, r.locked),
        "unpaid" => l.unpaid.cmp(&r.unpaid),
        "purchase_transit" => l.purchase_transit.cmp(&r.purchase_transit),
        "transfer_transit" => l.transfer_transit.cmp(&r.transfer_transit),
        "return_transit" => l.return_transit.cmp(&r.return_transit),
        "sold" => a.pace.sold.cmp(&b.pace.sold),
        "cover" => known(cover(a), cover(b)),
        "value" => known(a.value().map(Money::fen), b.value().map(Money::fen)),
        "moved_at" => a.last_moved_at.cmp(&b.last_moved_at),
        _ => a.code.cmp(&b.code),
    }
}
