//! One plan at work: how far it is, the scanner's field, and its lines — still to count, counted, different, to be counted again.

mod columns;
mod view;

use std::path::PathBuf;

use iced::Element;

use super::asking::{self, Asking};
use super::line::{self, Reason};
use super::scan::{self, Scan};
use super::sheet::{self, Filled};
use super::{blind_now, home, told, who};
use crate::domain::money::Money;
use crate::domain::stocktake::StocktakeState;
use crate::export::{name, xlsx};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::state;
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::load::{Load, Ticket};
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::icon::Icon;
use crate::gui::{save, sheets};
use crate::locale::Said;
use crate::store::{
    self, LineQuery, LineSet, SheetPreview, StocktakeEntry, StocktakeLine, StocktakePosted, StocktakeRow, Store,
};
use crate::table::{Cell, grouped};

/// The remembered folder of sheets to count with.
const FOLDER: &str = "imports";
/// Entries kept in sight.
const ENTRIES: u32 = 2;

/// The plan, and what was told of it lately.
#[derive(Debug, Clone)]
pub struct Head {
    row: StocktakeRow,
    entries: Vec<StocktakeEntry>,
}

/// One plan at work.
#[derive(Debug, Clone)]
pub struct Work {
    plan: i64,
    head: Load<Head>,
    /// Which lines are shown; `None` those that matter most in the plan's state.
    set: Option<LineSet>,
    scan: Scan,
    reason: Reason,
    asking: Option<Asking>,
    filled: Option<Box<Filled>>,
    job: Option<Job>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    lines: LineQuery,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    /// Works on this plan.
    Show(i64),
    /// Back to the plans.
    Leave,
    Head(Ticket, Result<Box<Head>, Said>),
    Set(LineSet),
    Scan(scan::Message),
    Line(line::Message),
    Asking(asking::Message),
    Ask(Asking),
    /// Why these lines differ.
    Reason(Vec<i64>),
    Start,
    Finish,
    Resume,
    TakeUp,
    /// Takes the document out of the books.
    Reverse(i64),
    /// A step is done, and what is said of it.
    Done(Result<Option<Said>, Said>),
    GivenUp(Result<(), Said>),
    Posted(Result<Box<StocktakePosted>, Said>),
    /// Save the sheet to count with.
    Sheet,
    SheetTo(Option<PathBuf>),
    SheetDone(Result<PathBuf, Said>),
    /// Choose a filled sheet.
    Choose,
    Chosen(Option<PathBuf>),
    Filled(Result<Box<Filled>, Said>),
    OfSheet(sheet::Message),
    Taken(Result<SheetPreview, Said>),
}

impl Records for Work {
    const ROUTE: Route = Route::Stocktakes;
    const ID: &'static str = "stocktake_lines";
    const TEXTS: Texts = Texts {
        search: "stocktake.lines_search",
        only: "stocktake.lines_only",
        total: "stocktake.lines_total",
        none: "stocktake.lines_none",
        hint: "stocktake.lines_hint",
    };
    const SORT: (&'static str, bool) = ("value", true);
    const HIDDEN: &'static [&'static str] = &["category", "barcode", "counted_at", "counted_by"];

    type Row = StocktakeLine;
    type Query = Question;
    type Detail = StocktakeLine;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            plan: 0,
            head: Load::default(),
            set: None,
            scan: Scan::default(),
            reason: Reason::default(),
            asking: None,
            filled: None,
            job: None,
        }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<StocktakeLine>> {
        columns::fields(ctx, self.row())
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        let set = if asked.only.is_some() { LineSet::All } else { self.set() };
        let lines = LineQuery {
            plan: self.plan,
            set,
            text: asked.text.trim().to_owned(),
            ids: asked.only.map(<[i64]>::to_vec),
        };
        // What must not be seen does not show in the order either.
        let hidden = self.blind() && matches!(asked.sort.column, "value" | "off" | "book" | "mark");
        let (sort, descending) = if hidden { ("code", false) } else { (asked.sort.column, asked.sort.descending) };
        Question { lines, sort, descending }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut lines = store.stocktake_lines(&question.lines)?;
        lines.sort_by(|a, b| {
            let order = columns::by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| a.code.cmp(&b.code))
        });
        let sum = |of: fn(&StocktakeLine) -> Option<i64>| Cell::Count(lines.iter().filter_map(of).sum());
        let value: Money = lines.iter().filter_map(StocktakeLine::value).sum();
        let totals = vec![
            ("book", sum(|line| line.book)),
            ("counted", sum(|line| line.counted)),
            ("off", sum(StocktakeLine::off)),
            ("value", Cell::Money(value)),
        ];
        Ok(Found { ids: lines.iter().map(|line| line.id).collect(), totals })
    }

    fn fetch(store: &Store, question: &Question, ids: &[i64]) -> store::Result<Vec<StocktakeLine>> {
        let query = LineQuery { plan: question.lines.plan, ids: Some(ids.to_vec()), ..LineQuery::default() };
        let lines = store.stocktake_lines(&query)?;
        let place: std::collections::HashMap<i64, usize> = ids.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        let mut lines: Vec<StocktakeLine> = lines;
        lines.sort_by_key(|line| place.get(&line.id).copied());
        Ok(lines)
    }

    fn id(row: &StocktakeLine) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<StocktakeLine> {
        store.stocktake_line(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &StocktakeLine) -> String {
        if detail.name.is_empty() { detail.code.clone() } else { detail.name.clone() }
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a StocktakeLine) -> Element<'a, Message> {
        let open = self.row().is_some_and(|row| row.state.counts());
        line::view(ctx, detail, &self.reason, self.blind(), open).map(Message::Line)
    }

    fn arrived(&mut self, _ctx: &Ctx, detail: &StocktakeLine) -> Action<Message> {
        if self.reason.line != detail.id {
            self.reason = Reason { line: detail.id, text: detail.reason.clone(), tried: false };
        }
        Action::none()
    }

    fn turn(&mut self) {
        self.reason = Reason::default();
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let plan = self.plan;
        let Some(ticket) = self.head.ask(&(store.version(), plan)) else { return Action::none() };
        let work = move || {
            let row = store.stocktake(plan).map_err(|error| told(&error))?;
            let entries = store.stocktake_entries(plan, ENTRIES).map_err(|error| told(&error))?;
            Ok(Box::new(Head { row, entries }))
        };
        Action::work(work, move |head| Message::Head(ticket, head))
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Show(plan) => {
                self.plan = plan;
                Action::none()
            }
            // The page takes these.
            Message::Leave | Message::Reverse(_) => Action::none(),
            Message::Head(ticket, head) => {
                let before = self.row().map(|row| row.state);
                self.head.answer(ticket, head.map(|head| *head));
                if before != self.row().map(|row| row.state) {
                    // Another state, other lines that matter.
                    self.set = None;
                }
                // The field is there as soon as the plan is.
                match (before, self.row()) {
                    (None, Some(row)) if row.state.counts() => Action::task(iced::widget::operation::focus(scan::CODE)),
                    _ => Action::none(),
                }
            }
            Message::Set(set) => {
                self.set = Some(set);
                Action::none()
            }
            Message::Scan(message) => self.scan.update(ctx, self.plan, message).map(Message::Scan),
            Message::Line(line::Message::Text(text)) => {
                self.reason.text = text;
                Action::none()
            }
            Message::Line(line::Message::Keep(accept)) => {
                if accept && self.reason.text.trim().is_empty() {
                    self.reason.tried = true;
                    return Action::none();
                }
                self.explain(ctx, vec![self.reason.line], self.reason.text.clone(), accept)
            }
            Message::Ask(asking) => {
                self.asking = Some(asking);
                Action::task(iced::widget::operation::focus(asking::REASON))
            }
            Message::Reason(lines) => {
                self.asking = Some(Asking::Reason(lines, String::new()));
                Action::none()
            }
            Message::Asking(asking::Message::Text(text)) => {
                if let Some(asking) = &mut self.asking {
                    asking.text(text);
                }
                Action::none()
            }
            Message::Asking(asking::Message::Close) => {
                self.asking = None;
                Action::none()
            }
            Message::Asking(asking::Message::Accept) => self.answer(ctx),
            Message::Start => {
                let (until, at) = (ctx.today(), ctx.now());
                self.step(ctx, move |store, actor, plan| store.start_stocktake(actor, plan, until, at).map(|_| None))
            }
            Message::Finish => self.step(ctx, |store, actor, plan| {
                let key = match store.finish_stocktake(actor, plan)? {
                    StocktakeState::Recounting => "stocktake.finished_due",
                    _ => "stocktake.finished",
                };
                Ok(Some(Said::new(key)))
            }),
            Message::Resume => self.step(ctx, |store, actor, plan| store.resume_stocktake(actor, plan).map(|_| None)),
            Message::TakeUp => self.step(ctx, |store, actor, plan| store.take_up_stocktake(actor, plan).map(|_| None)),
            Message::Done(Ok(Some(said))) => Action::toast(Toast::note(said)),
            Message::Done(Ok(None)) => Action::none(),
            Message::GivenUp(Ok(())) => {
                self.asking = None;
                let undo = home(super::Message::TakeUp(self.plan));
                Action::toast(Toast::note(Said::new("stocktake.given_up_done")).with_button("shell.undo", undo))
            }
            Message::Posted(Ok(done)) => {
                self.end();
                self.asking = (!done.left_out.is_empty())
                    .then(|| Asking::LeftOut(done.left_out.iter().map(store::StockProblem::said).collect()));
                let posted = &done.posted;
                let said = Said::new("stocktake.posted").with("number", &posted.number).with("n", posted.moved);
                let undo = home(super::Message::Reverse(posted.document_id));
                Action::toast(Toast::good(said).with_button("shell.undo", undo)).with(Intent::DataChanged)
            }
            Message::Posted(Err(said)) => {
                self.end();
                self.asking = None;
                Action::toast(Toast::bad(said))
            }
            Message::Done(Err(said)) | Message::GivenUp(Err(said)) | Message::Filled(Err(said)) => {
                Action::toast(Toast::bad(said))
            }
            Message::Sheet => {
                let Some(row) = self.row() else { return Action::none() };
                let title = ctx.t("stock.sheet").to_owned();
                let name = name::clean(&format!("{title} {}", row.plan.name));
                save::ask(ctx, FOLDER, title, &name, "xlsx", Message::SheetTo)
            }
            Message::SheetTo(None) | Message::Chosen(None) => Action::none(),
            Message::SheetTo(Some(path)) => {
                let (Some(store), Some(row)) = (ctx.store().cloned(), self.row().cloned()) else {
                    return Action::none();
                };
                let remember = save::remember(ctx, FOLDER, &path);
                let lang = ctx.lang;
                let work = move || {
                    let path = save::with_ending(path, "xlsx");
                    let lines = sheet::lines(&store, &row)?;
                    let table = sheet::table(lang, &row.plan.name, row.plan.blind, &lines);
                    xlsx::write(&path, &[&table], lang).map_err(|error| error.said())?;
                    Ok(path)
                };
                Action::work(work, Message::SheetDone).with(remember)
            }
            Message::SheetDone(done) => save::saved(done),
            Message::Choose => sheets::choose(ctx, |paths| Message::Chosen(paths.into_iter().next())),
            Message::Chosen(Some(path)) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (plan, now) = (self.plan, ctx.now());
                Action::work(move || sheet::read(&store, plan, &path, now).map(Box::new), Message::Filled)
            }
            Message::Filled(Ok(filled)) => {
                self.filled = Some(filled);
                Action::none()
            }
            Message::OfSheet(sheet::Message::Close) => {
                self.filled = None;
                Action::none()
            }
            Message::OfSheet(sheet::Message::When(when)) => {
                if let Some(filled) = &mut self.filled {
                    filled.when(when);
                }
                Action::none()
            }
            Message::OfSheet(sheet::Message::Save) => self.take_sheet(ctx),
            Message::Taken(Ok(taken)) => {
                self.end();
                self.filled = None;
                let said = Said::new("stocktake.sheet_taken").with("n", grouped(&taken.good.to_string()));
                let undo = home(super::Message::UndoCount(self.plan));
                Action::toast(Toast::good(said).with_button("shell.undo", undo))
            }
            Message::Taken(Err(said)) => {
                self.end();
                if let Some(filled) = &mut self.filled {
                    filled.refused();
                }
                Action::toast(Toast::bad(said))
            }
        }
    }

    fn above<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.top(ctx)
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.sets(ctx)
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.nothing(ctx)
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let open = self.row().is_some_and(|row| row.state.counts()) && !self.blind();
        if !open {
            return Vec::new();
        }
        vec![Batch { icon: Icon::Pencil, label: ctx.t("stocktake.keep_reason").to_owned(), message: Message::Reason }]
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        self.buttons(ctx)
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match (&self.filled, &self.asking) {
            (Some(filled), _) => Some(filled.view(ctx).map(Message::OfSheet)),
            (None, Some(asking)) => Some(asking.view(ctx, self.row()?).map(Message::Asking)),
            (None, None) => None,
        }
    }

    fn back(&mut self) -> bool {
        self.filled.take().is_some() || self.asking.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.filled.is_some() { self.take_sheet(ctx) } else { self.answer(ctx) }
    }

    /// SKUs are counted before the first order as well.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

impl Work {
    fn row(&self) -> Option<&StocktakeRow> {
        self.head.value().map(|head| &head.row)
    }

    /// What the books say is not shown, nor anything that tells it. Nobody knows yet while the plan is on its way.
    fn blind(&self) -> bool {
        self.row().is_none_or(blind_now)
    }

    /// The lines shown: those chosen, else those that matter most now.
    fn set(&self) -> LineSet {
        let set = match (self.set, self.row().map(|row| row.state)) {
            (Some(set), _) => set,
            (None, Some(StocktakeState::Recounting)) => LineSet::Due,
            (None, Some(StocktakeState::Ready | StocktakeState::Posted)) => LineSet::Different,
            (None, _) => LineSet::Uncounted,
        };
        if self.blind() && matches!(set, LineSet::Different | LineSet::Due) { LineSet::Counted } else { set }
    }

    fn end(&mut self) {
        if let Some(job) = self.job.take() {
            job.finish();
        }
    }

    /// Takes a step off the window's thread.
    fn step(
        &self,
        ctx: &Ctx,
        step: impl FnOnce(&Store, &str, i64) -> store::Result<Option<Said>> + Send + 'static,
    ) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let (plan, actor) = (self.plan, who(ctx));
        Action::work(move || step(&store, &actor, plan).map_err(|error| told(&error)), Message::Done)
    }

    fn explain(&self, ctx: &Ctx, lines: Vec<i64>, reason: String, accept: bool) -> Action<Message> {
        self.step(ctx, move |store, actor, plan| {
            store.reason_stocktake(actor, plan, &lines, &reason, accept)?;
            Ok(Some(Said::new("stocktake.reason_kept").with("n", lines.len())))
        })
    }

    /// What is asked is answered with yes.
    fn answer(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let (plan, at, actor) = (self.plan, ctx.now(), who(ctx));
        match &mut self.asking {
            Some(Asking::Post(reason)) if self.job.is_none() => {
                let reason = reason.clone();
                let title = Said::new("stocktake.job_post");
                let job = Job::new(title);
                self.job = Some(job.clone());
                let work =
                    move || store.post_stocktake(&actor, plan, &reason, at).map(Box::new).map_err(|error| told(&error));
                Action::work(work, Message::Posted).with(Intent::Job(job))
            }
            Some(Asking::GiveUp { reason, tried }) => {
                *tried = true;
                if reason.trim().is_empty() {
                    return Action::none();
                }
                let reason = reason.clone();
                let work = move || store.give_up_stocktake(&actor, plan, &reason, at).map_err(|error| told(&error));
                Action::work(work, Message::GivenUp)
            }
            Some(Asking::Reason(lines, reason)) => {
                let (lines, reason) = (std::mem::take(lines), std::mem::take(reason));
                self.asking = None;
                self.explain(ctx, lines, reason, false)
            }
            Some(Asking::LeftOut(_)) => {
                self.asking = None;
                Action::none()
            }
            Some(Asking::Post(_)) | None => Action::none(),
        }
    }

    fn take_sheet(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(sheet) = self.filled.as_mut().and_then(|filled| filled.take()) else { return Action::none() };
        let (plan, actor) = (self.plan, who(ctx));
        let job = Job::new(Said::new("stocktake.job_sheet").with("name", &sheet.source));
        self.job = Some(job.clone());
        let work = move || store.count_stocktake_sheet(&actor, plan, &sheet).map_err(|error| told(&error));
        Action::work(work, Message::Taken).with(Intent::Job(job))
    }
}
