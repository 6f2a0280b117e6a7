//! The list of suggestions (补货): one row for each own SKU, with its working at the right; accepted, changed, rejected or put off from
//! here, one by one or many at once.

mod detail;

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::sync::Arc;

use chrono::NaiveDate;
use iced::Element;
use iced::widget::{container, row};

use super::decide::{self, Deciding, Decision};
use super::picture::{self, Picture};
use super::season::{self, Season};
use super::{Book, ROUTE};
use crate::analytics::replenish::{Plan, Row, Wish, kept_working};
use crate::domain::money::Money;
use crate::domain::replenish::{DecisionKind, Urgency};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::charts::{self, Charts};
use crate::gui::component::{choice, field};
use crate::gui::ctx::Ctx;
use crate::gui::ordering::{self, Ordered, Undo};
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::locale::{Lang, Said};
use crate::store::{self, DecisionRow, DemandBook, DemandQuery, NewDecision, PurchaseQuery, Store};
use crate::table::Cell;

/// Decisions shown in the details.
const DECISIONS: u32 = 20;

/// Which SKUs are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Show {
    /// 待处理
    #[default]
    Waiting,
    /// 已处理: kept away by a decision
    Decided,
    All,
}

impl Show {
    const ALL: [Self; 3] = [Self::Waiting, Self::Decided, Self::All];

    const fn key(self) -> &'static str {
        match self {
            Self::Waiting => "replenish.show_waiting",
            Self::Decided => "replenish.show_decided",
            Self::All => "replenish.show_all",
        }
    }

    fn has(self, row: &Row) -> bool {
        match self {
            Self::Waiting => row.waits(),
            Self::Decided => row.urgency.pressing() && row.held,
            Self::All => true,
        }
    }
}

/// Suggestions as a list.
#[derive(Debug)]
pub struct Suggestions {
    book: Book,
    show: Show,
    supplier: Option<i64>,
    form: Option<Deciding>,
    season: Option<Season>,
    /// The chart of the SKU whose details are open, and what it is drawn from.
    picture: Option<Picture>,
    history: Option<(i64, Arc<DemandBook>)>,
    charts: Charts,
    /// A decision whose working is looked at.
    looked: Option<DecisionRow>,
}

impl Clone for Suggestions {
    /// Charts remember what was hovered and hidden; a copy begins anew.
    fn clone(&self) -> Self {
        Self {
            book: self.book.clone(),
            show: self.show,
            supplier: self.supplier,
            form: self.form.clone(),
            season: self.season.clone(),
            picture: self.picture.clone(),
            history: self.history.clone(),
            charts: Charts::default(),
            looked: self.looked.clone(),
        }
    }
}

/// What is asked of the plan.
#[derive(Debug, Hash)]
pub struct Question {
    book: Book,
    show: Show,
    supplier: Option<i64>,
    text: String,
    only: Option<Vec<i64>>,
    sort: &'static str,
    descending: bool,
}

/// What the details need from the shop file.
#[derive(Debug, Clone)]
pub struct Detail {
    sku_id: i64,
    name: String,
    history: Arc<DemandBook>,
    decisions: Vec<DecisionRow>,
    /// Purchase orders with the SKU, by number.
    orders: HashMap<String, i64>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Plan(Arc<Plan>),
    Show(Show),
    Supplier(Option<i64>),
    Accept(Vec<i64>),
    Change(Vec<i64>),
    Reject(Vec<i64>),
    Snooze(Vec<i64>),
    Form(decide::Message),
    /// Order once for what is left of a season.
    Season(i64),
    OfSeason(season::Message),
    Ordered(Result<Arc<Ordered>, Said>),
    Decided(Result<(DecisionKind, Vec<i64>), Said>),
    /// Take drafts back, with their decisions.
    Undo(Arc<Undo>),
    /// Take decisions back.
    Forget(Vec<i64>),
    Undone(Result<(), Said>),
    Chart(charts::Message),
    /// The working as it was when it was decided.
    Look(Box<DecisionRow>),
    CloseLook,
    Sku(i64),
    Stock(i64, String),
    /// The purchase order it became.
    Purchase(i64),
}

const fn tone(urgency: Urgency) -> Tone {
    match urgency {
        Urgency::Out => Tone::Bad,
        Urgency::Late => Tone::Warning,
        Urgency::Due => Tone::Accent,
        Urgency::Fine => Tone::Good,
        Urgency::Idle => Tone::Blue,
        Urgency::Unknown => Tone::Neutral,
    }
}

/// `已拒绝`, `稍后 12-02`
fn decided(lang: Lang, row: &Row) -> String {
    let Some(decision) = row.decision.as_ref().filter(|_| row.held) else { return String::new() };
    let word = lang.t(&format!("replenish.decision_{}", decision.kind.id())).to_owned();
    match decision.until {
        Some(day) => format!("{word} {}", day.format("%m-%d")),
        None => word,
    }
}

fn home(message: Message) -> Intent {
    let own = super::Message::Orders(record_list::Message::Own(message));
    Intent::Tell(Box::new(crate::gui::screen::Message::Replenish(own)))
}

impl Records for Suggestions {
    const ROUTE: Route = ROUTE;
    const TEXTS: Texts = Texts {
        search: "replenish.search",
        only: "replenish.only",
        total: "replenish.total",
        none: "replenish.none",
        hint: "replenish.none_hint",
    };
    const SORT: (&'static str, bool) = ("urgency", false);
    const HIDDEN: &'static [&'static str] = &["category", "props", "drafted", "decided", "unit"];

    type Row = Row;
    type Query = Question;
    type Detail = Detail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            book: Book::default(),
            show: Show::default(),
            supplier: None,
            form: None,
            season: None,
            picture: None,
            history: None,
            charts: Charts::default(),
            looked: None,
        }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<Row>> {
        type F = Field<Row>;
        let lang = ctx.lang;
        let today = self.today();
        vec![
            F::id("code", ctx.t("catalogue.code"), |row| row.code.clone()).width(96.0),
            F::text("name", ctx.t("catalogue.name"), |row| row.name.clone()).width(112.0).grow(),
            F::text("props", ctx.t("catalogue.props"), |row| row.props.clone()).width(110.0),
            F::text("category", ctx.t("catalogue.category"), |row| row.category.clone()).width(100.0),
            F::text("supplier", ctx.t("catalogue.supplier"), |row| row.supply.supplier.clone()).width(134.0),
            F::text("urgency", ctx.t("replenish.urgency"), move |row| {
                lang.t(&format!("replenish.urgency_{}", row.urgency.id())).to_owned()
            })
            .width(96.0)
            .look(|row| Look::Badge(tone(row.urgency))),
            F::count("sendable", ctx.t("stock.sendable"), |row| row.levels.sendable()).width(76.0),
            F::count("ordered", ctx.t("replenish.ordered"), |row| Some(row.ordered)).width(76.0),
            F::count("drafted", ctx.t("replenish.in_draft"), |row| Some(row.drafted)).width(76.0),
            F::new("per_day", ctx.t("replenish.per_day"), crate::table::Kind::Number, per_day).width(76.0),
            F::count("cover", ctx.t("stock.cover"), move |row| row.cover(today)).width(80.0),
            F::date("runs_out", ctx.t("replenish.runs_out"), Row::runs_out).width(92.0),
            F::count("quantity", ctx.t("replenish.quantity"), Row::quantity).width(76.0).look(|_| Look::Strong),
            F::money("unit", ctx.t("catalogue.cost"), |row| row.supply.price).width(80.0),
            F::money("cost", ctx.t("replenish.cost"), Row::spend).width(88.0),
            F::text("decided", ctx.t("replenish.decided"), move |row| decided(lang, row))
                .width(96.0)
                .look(|_| Look::Badge(Tone::Neutral)),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        let all = asked.only.is_some();
        Question {
            book: self.book.clone(),
            show: if all { Show::All } else { self.show },
            supplier: self.supplier.filter(|_| !all),
            text: asked.text.trim().to_lowercase(),
            only: asked.only.map(<[i64]>::to_vec),
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(_store: &Store, question: &Question) -> store::Result<Found> {
        let Some(plan) = &question.book.0 else { return Ok(Found::default()) };
        let mut rows: Vec<&Row> = plan.rows.iter().filter(|row| question.has(row)).collect();
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.code.cmp(&b.code))
        });
        let pieces = rows.iter().filter_map(|row| row.quantity()).sum();
        let money: Money = rows.iter().filter_map(|row| row.spend()).sum();
        let totals = vec![("quantity", Cell::Count(pieces)), ("cost", Cell::Money(money))];
        Ok(Found { ids: rows.iter().map(|row| row.sku_id).collect(), totals })
    }

    fn fetch(_store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<Row>> {
        let Some(plan) = &question.book.0 else { return Ok(Vec::new()) };
        Ok(ids.iter().filter_map(|id| plan.row(*id)).cloned().collect())
    }

    fn id(row: &Row) -> i64 {
        row.sku_id
    }

    fn read(store: &Store, id: i64) -> store::Result<Detail> {
        let book = store.demand(&DemandQuery::whole(vec![id]))?;
        let gone = store::StoreError::Gone { what: "sku", id };
        let sku = book.skus.first().ok_or(gone)?;
        let name = if sku.name.is_empty() { sku.code.clone() } else { format!("{} {}", sku.name, sku.props) };
        let decisions = store.decisions(&sku.code, DECISIONS)?;
        let with_sku = PurchaseQuery { sku_code: Some(sku.code.clone()), ..PurchaseQuery::default() };
        let orders = store.purchases(&with_sku)?.into_iter().map(|order| (order.number, order.id)).collect();
        Ok(Detail { sku_id: id, name, decisions, orders, history: Arc::new(book) })
    }

    fn title(&self, _ctx: &Ctx, detail: &Detail) -> String {
        detail.name.trim().to_owned()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a Detail) -> Element<'a, Message> {
        detail::view(self, ctx, detail)
    }

    fn arrived(&mut self, ctx: &Ctx, detail: &Detail) -> Action<Message> {
        self.history = Some((detail.sku_id, Arc::clone(&detail.history)));
        self.draw(ctx);
        Action::none()
    }

    fn turn(&mut self) {
        self.history = None;
        self.picture = None;
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Replenish { what, ids } => Some(Goal::These(what, ids)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Plan(plan) => {
                let known = |id: i64| plan.rows.iter().any(|row| row.supply.supplier_id == id);
                self.supplier = self.supplier.filter(|id| known(*id));
                self.book = Book(Some(plan));
                self.draw(ctx);
                Action::none()
            }
            Message::Show(show) => {
                self.show = show;
                Action::none()
            }
            Message::Supplier(supplier) => {
                self.supplier = supplier;
                Action::none()
            }
            Message::Accept(ids) => {
                let wishes = self.rows(&ids).map(|row| Wish { sku_id: row.sku_id, qty: row.quantity().unwrap_or(0) });
                let wishes = wishes.collect();
                self.order(ctx, wishes, String::new())
            }
            Message::Change(ids) => self.decide(Decision::Change, &ids),
            Message::Reject(ids) => self.decide(Decision::Reject, &ids),
            Message::Snooze(ids) => self.decide(Decision::Snooze, &ids),
            Message::Form(decide::Message::Close) => {
                self.form = None;
                Action::none()
            }
            Message::Form(decide::Message::Save) => self.keep(ctx),
            Message::Form(message) => {
                if let Some(form) = &mut self.form {
                    form.update(message);
                }
                Action::none()
            }
            Message::Season(id) => {
                self.season = self.row(id).and_then(Season::new);
                Action::task(iced::widget::operation::focus(season::FIRST))
            }
            Message::OfSeason(season::Message::Close) => {
                self.season = None;
                Action::none()
            }
            Message::OfSeason(season::Message::Save) => self.keep(ctx),
            Message::OfSeason(message) => {
                if let Some(season) = &mut self.season {
                    season.update(message);
                }
                Action::none()
            }
            Message::Ordered(Ok(ordered)) => {
                self.form = None;
                self.season = None;
                let mut action = match ordered.trouble(ctx.lang) {
                    Some(trouble) => Action::toast(Toast::warning(trouble)),
                    None => Action::none(),
                };
                if ordered.drafts > 0 {
                    let undo = home(Message::Undo(Arc::new(ordered.undo.clone())));
                    let toast = Toast::good(ordered.said()).with_button("shell.undo", undo);
                    action = action.and(Action::toast(toast)).with(Intent::DataChanged);
                }
                action
            }
            Message::Decided(Ok((kind, ids))) => {
                self.form = None;
                let said = Said::new(&format!("replenish.did_{}", kind.id())).with("n", ids.len());
                let toast = Toast::good(said).with_button("shell.undo", home(Message::Forget(ids)));
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Ordered(Err(said)) | Message::Decided(Err(said)) => match &mut self.form {
                Some(form) => {
                    form.refused(said);
                    Action::none()
                }
                None => Action::toast(Toast::bad(said)),
            },
            Message::Undo(undo) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || ordering::take_back(&store, ACTOR, &undo), Message::Undone)
            }
            Message::Forget(ids) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let work = move || store.undo_decisions(ACTOR, &ids).map_err(|error| refused(&error));
                Action::work(work, Message::Undone)
            }
            Message::Undone(Ok(())) => {
                Action::toast(Toast::note(Said::new("replenish.undone"))).with(Intent::DataChanged)
            }
            Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Chart(message) => self.charts.update(ctx, message).map(Message::Chart),
            Message::Look(decision) => {
                self.looked = Some(*decision);
                Action::none()
            }
            Message::CloseLook => {
                self.looked = None;
                Action::none()
            }
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
            Message::Purchase(id) => Action::intent(Intent::Open(Open::Purchase(id))),
            Message::Stock(id, what) => Action::intent(Intent::Open(Open::Stock { what, ids: Arc::from([id]) })),
        }
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.book.0.as_ref().map(|plan| detail::strip(ctx, plan))
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let shows = Show::ALL.map(|show| (show, ctx.t(show.key()).to_owned()));
        let suppliers = self.suppliers(ctx);
        let chosen = suppliers.iter().find(|one| one.id == self.supplier).cloned();
        let pick = field::pick(suppliers, chosen, ctx.t("replenish.any_supplier"), |one| Message::Supplier(one.id));
        let chips = choice::chips(shows, self.show, Message::Show);
        Some(row![chips, container(pick).width(170)].spacing(gap::M).align_y(iced::Alignment::Center).into())
    }

    fn narrowed(&self) -> bool {
        // The rows that wait are what the page is for.
        self.supplier.is_some() || self.show == Show::Decided
    }

    fn widen(&mut self) {
        self.supplier = None;
        self.show = Show::All;
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(detail::nothing(ctx, self.show))
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let batch = |icon, key: &str, message| Batch { icon, label: ctx.t(key).to_owned(), message };
        vec![
            batch(Icon::ShoppingCart, "replenish.accept_many", Message::Accept),
            batch(Icon::Ban, "replenish.reject", Message::Reject),
            batch(Icon::AlarmClock, "replenish.snooze", Message::Snooze),
        ]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if let Some(data) = self.charts.dialog(ctx) {
            return Some(data.map(Message::Chart));
        }
        if let Some(season) = &self.season {
            return Some(season.view(ctx).map(Message::OfSeason));
        }
        match (&self.form, &self.looked) {
            (Some(form), _) => Some(form.view(ctx).map(Message::Form)),
            (None, Some(decision)) => Some(detail::look(ctx, decision)),
            (None, None) => None,
        }
    }

    fn back(&mut self) -> bool {
        self.charts.back() || self.season.take().is_some() || self.form.take().is_some() || self.looked.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.keep(ctx)
    }
}

fn refused(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "decisions");
    error.said()
}

/// A supplier in the list to pick from.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Choice {
    id: Option<i64>,
    name: String,
}

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

impl Suggestions {
    fn today(&self) -> NaiveDate {
        self.book.0.as_ref().map_or(NaiveDate::MIN, |plan| plan.ask.today)
    }

    fn rows<'a>(&'a self, ids: &'a [i64]) -> impl Iterator<Item = &'a Row> + 'a {
        ids.iter().filter_map(|id| self.row(*id))
    }

    fn row(&self, id: i64) -> Option<&Row> {
        self.book.0.as_ref().and_then(|plan| plan.row(id))
    }

    /// Suppliers with something to order, and the way back to all.
    fn suppliers(&self, ctx: &Ctx) -> Vec<Choice> {
        let mut found = BTreeMap::new();
        for row in self.book.0.iter().flat_map(|plan| &plan.rows).filter(|row| self.show.has(row)) {
            if row.supply.supplier_id != 0 {
                found.insert(row.supply.supplier.clone(), row.supply.supplier_id);
            }
        }
        let any = Choice { id: None, name: ctx.t("replenish.any_supplier").to_owned() };
        std::iter::once(any).chain(found.into_iter().map(|(name, id)| Choice { id: Some(id), name })).collect()
    }

    /// Draws the chart of the SKU whose details are open.
    fn draw(&mut self, ctx: &Ctx) {
        self.picture = match (&self.history, &self.book.0) {
            (Some((id, book)), Some(plan)) => {
                plan.row(*id).and_then(|row| picture::forecast(ctx.lang, plan, row, book))
            }
            _ => None,
        };
    }

    /// Opens the form for these SKUs.
    fn decide(&mut self, what: Decision, ids: &[i64]) -> Action<Message> {
        let subjects: Vec<decide::Subject> = self
            .rows(ids)
            .filter_map(|row| {
                Some(decide::Subject { sku_id: row.sku_id, code: row.code.clone(), suggested: row.quantity()? })
            })
            .collect();
        if subjects.is_empty() {
            return Action::toast(Toast::note(Said::new("replenish.nothing_chosen")));
        }
        self.form = Some(Deciding::new(what, subjects));
        Action::task(iced::widget::operation::focus(decide::FIRST))
    }

    /// Does what the open form says.
    fn keep(&mut self, ctx: &Ctx) -> Action<Message> {
        if let Some(season) = &self.season {
            let reason = ctx.t("replenish.season").to_owned();
            return season.wish().map_or_else(Action::none, |wish| self.order(ctx, vec![wish], reason));
        }
        let Some(answer) = self.form.as_mut().and_then(Deciding::answer) else { return Action::none() };
        match answer {
            decide::Answer::Order(wishes, reason) => self.order(ctx, wishes, reason),
            decide::Answer::Leave { kind, ids, days, reason } => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let until = days.and_then(|days| ctx.now().date().checked_add_days(chrono::Days::new(days)));
                let decisions: Vec<NewDecision> =
                    self.rows(&ids).filter_map(|row| leave(row, kind, until, &reason)).collect();
                let work = move || {
                    let ids = store.decide(ACTOR, &decisions).map_err(|error| refused(&error))?;
                    Ok((kind, ids))
                };
                Action::work(work, Message::Decided)
            }
        }
    }

    fn order(&self, ctx: &Ctx, wishes: Vec<Wish>, reason: String) -> Action<Message> {
        let (Some(store), Some(plan)) = (ctx.store().cloned(), self.book.0.clone()) else { return Action::none() };
        let lang = ctx.lang;
        let work = move || ordering::order(&store, ACTOR, &plan, &wishes, &reason, lang).map(Arc::new);
        Action::work(work, Message::Ordered)
    }
}

/// A decision not to order now.
fn leave(row: &Row, kind: DecisionKind, until: Option<NaiveDate>, reason: &str) -> Option<NewDecision> {
    let found = row.suggestion.as_ref().ok()?;
    Some(NewDecision {
        sku_code: row.code.clone(),
        kind,
        suggested: found.quantity,
        qty: 0,
        position: found.position,
        until,
        reason: reason.to_owned(),
        working: kept_working(row),
        document: String::new(),
    })
}

impl Question {
    fn has(&self, row: &Row) -> bool {
        self.only.as_ref().is_none_or(|ids| ids.contains(&row.sku_id))
            && self.show.has(row)
            && self.supplier.is_none_or(|id| row.supply.supplier_id == id)
            && (self.text.is_empty()
                || [&row.code, &row.name, &row.props, &row.supply.supplier]
                    .iter()
                    .any(|words| words.to_lowercase().contains(&self.text)))
    }
}

/// Pieces a day with one decimal; of what sells less than that, two.
fn per_day(row: &Row) -> Cell {
    row.per_day.map_or(Cell::Empty, |pieces| {
        let milli = (pieces * 1000.0).round() as i64;
        if milli < 1000 { Cell::Each(milli) } else { Cell::Number(milli) }
    })
}

/// The order of two rows by a column; what is not known comes last upwards.
fn by(column: &str, a: &Row, b: &Row) -> Ordering {
    fn known<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => a.cmp(&b),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }
    }
    let runs_out = || known(a.runs_out(), b.runs_out());
    match column {
        "name" => a.name.cmp(&b.name),
        "props" => a.props.cmp(&b.props),
        "category" => a.category.cmp(&b.category),
        "supplier" => a.supply.supplier.cmp(&b.supply.supplier).then_with(|| a.urgency.cmp(&b.urgency)),
        "urgency" => a.urgency.cmp(&b.urgency).then_with(runs_out),
        "sendable" => known(a.levels.sendable(), b.levels.sendable()),
        "ordered" => a.ordered.cmp(&b.ordered),
        "drafted" => a.drafted.cmp(&b.drafted),
        "per_day" => a.per_day.unwrap_or(-1.0).total_cmp(&b.per_day.unwrap_or(-1.0)),
        "cover" | "runs_out" => runs_out(),
        "quantity" => known(a.quantity(), b.quantity()),
        "unit" => known(a.supply.price, b.supply.price),
        "cost" => known(a.spend(), b.spend()),
        "decided" => known(a.decision.as_ref().map(|one| one.made_at), b.decision.as_ref().map(|one| one.made_at)),
        _ => a.code.cmp(&b.code),
    }
}
