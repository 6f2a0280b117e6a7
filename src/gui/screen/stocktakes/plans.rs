//! The list of plans, and one of them in short at the right.

use std::sync::Arc;

use iced::widget::{column, container, progress_bar, row};
use iced::{Alignment, Element};

use super::form::{self, Form, Options};
use super::{blind_now, limit_words, scope_words, signed, state_key, told, tone, who};
use crate::domain::money::Money;
use crate::domain::stocktake::StocktakeState;
use crate::gui::action::{Action, Toast};
use crate::gui::component::detail::yuan;
use crate::gui::component::{badge, button, card, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::record_list::{self, Asked, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{input, space as gap};
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{self, StocktakeRow, Store};
use crate::table::{Cell, Kind, grouped};

/// The plans as a list.
#[derive(Debug, Clone)]
pub struct Plans {
    state: Option<StocktakeState>,
    form: Option<Form>,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    text: String,
    only: Option<Vec<i64>>,
    state: Option<StocktakeState>,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    State(Option<StocktakeState>),
    /// A new plan.
    New,
    /// Changes a draft.
    Change(Box<StocktakeRow>),
    Opened(Option<Box<StocktakeRow>>, Result<Arc<Options>, Said>),
    Form(form::Message),
    /// Draws the SKUs of a draft.
    Start(i64),
    Started(Result<i64, Said>),
    /// Works on a plan.
    Work(i64),
    /// Takes its document out of the books.
    Reverse(i64),
}

impl Records for Plans {
    const ROUTE: Route = Route::Stocktakes;
    const TEXTS: Texts = Texts {
        search: "stocktake.search",
        only: "stocktake.only",
        total: "stocktake.total",
        none: "stocktake.none",
        hint: "stocktake.none_hint",
    };
    const SORT: (&'static str, bool) = ("created_at", true);
    const HIDDEN: &'static [&'static str] = &["warehouse", "actor", "closed_at", "more", "less"];

    type Row = StocktakeRow;
    type Query = Question;
    type Detail = StocktakeRow;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { state: None, form: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<StocktakeRow>> {
        type F = Field<StocktakeRow>;
        let (lang, who) = (ctx.lang, desk::namer(ctx));
        let told = |of: fn(&StocktakeRow) -> i64| {
            move |row: &StocktakeRow| (row.counted > 0 && !blind_now(row)).then(|| of(row))
        };
        vec![
            F::text("name", ctx.t("stocktake.name"), |row| row.plan.name.clone()).width(140.0).grow(),
            F::text("state", ctx.t("stocktake.state"), move |row| lang.t(&state_key(row.state)).to_owned())
                .width(90.0)
                .look(|row| Look::Badge(tone(row.state))),
            F::text("scope", ctx.t("stocktake.scope"), move |row| scope_words(lang, &row.plan.scope)).width(160.0),
            F::text("warehouse", ctx.t("stocktake.warehouse"), |row| row.warehouse_name.clone()).width(80.0),
            F::new("progress", ctx.t("stocktake.progress"), Kind::Text, |row| {
                if row.planned == 0 { Cell::Empty } else { Cell::Text(progress_words(row)) }
            })
            .width(104.0)
            .look(|row| Look::Bar(share(row))),
            F::count("different", ctx.t("stocktake.different"), told(|row| row.different)).width(80.0),
            F::count("more", ctx.t("stocktake.more"), told(|row| row.more)).width(66.0),
            F::count("less", ctx.t("stocktake.less"), told(|row| row.less)).width(66.0),
            F::count("pieces", ctx.t("stocktake.pieces"), told(|row| row.more + row.less)).width(80.0),
            F::money("value", ctx.t("stocktake.value"), |row| {
                (row.counted > 0 && !blind_now(row)).then_some(row.value)
            })
            .width(104.0),
            F::text("actor", ctx.t("stocktake.actor"), move |row| who(&row.actor)).width(80.0),
            F::time("created_at", ctx.t("stocktake.created_at"), |row| Some(row.created_at)),
            F::time("closed_at", ctx.t("stocktake.closed_at"), |row| row.closed_at),
            F::id("document", ctx.t("stocktake.document"), |row| row.document.clone()).width(124.0),
        ]
    }

    fn query(&self, _ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            text: asked.text.trim().to_owned(),
            only: asked.only.map(<[i64]>::to_vec),
            state: self.state,
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut rows = store.stocktakes(question.only.as_deref())?;
        rows.retain(|row| {
            question.state.is_none_or(|state| state == row.state)
                && (question.text.is_empty()
                    || row.plan.name.contains(&question.text)
                    || row.document.contains(&question.text))
        });
        rows.sort_by(|a, b| {
            let order = match question.sort {
                "name" => a.plan.name.cmp(&b.plan.name),
                "state" => a.state.cmp(&b.state),
                "progress" => share(a).total_cmp(&share(b)),
                "different" => a.different.cmp(&b.different),
                "more" => a.more.cmp(&b.more),
                "less" => a.less.cmp(&b.less),
                "pieces" => (a.more + a.less).cmp(&(b.more + b.less)),
                "value" => a.value.cmp(&b.value),
                "actor" => a.actor.cmp(&b.actor),
                "closed_at" => a.closed_at.cmp(&b.closed_at),
                "document" => a.document.cmp(&b.document),
                "warehouse" => a.plan.warehouse.cmp(&b.plan.warehouse),
                _ => a.created_at.cmp(&b.created_at).then(a.id.cmp(&b.id)),
            };
            if question.descending { order.reverse() } else { order }
        });
        let value: Money = rows.iter().filter(|row| row.document_id != 0).map(|row| row.value).sum();
        let totals = vec![("value", Cell::Money(value))];
        Ok(Found { ids: rows.iter().map(|row| row.id).collect(), totals })
    }

    fn fetch(store: &Store, _question: &Question, ids: &[i64]) -> store::Result<Vec<StocktakeRow>> {
        let mut rows = store.stocktakes(Some(ids))?;
        rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
        Ok(rows)
    }

    fn id(row: &StocktakeRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<StocktakeRow> {
        store.stocktake(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &StocktakeRow) -> String {
        detail.plan.name.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, row: &'a StocktakeRow) -> Element<'a, Message> {
        let fact = |key: &str, value: String| card::fact(ctx.t(key), words::body(value));
        let time = |at: chrono::NaiveDateTime| Cell::Time(at).shown();
        let dash = || Cell::Empty.shown();
        let mut facts = vec![
            card::fact(
                ctx.t("stocktake.state"),
                badge::badge(ctx.t(&state_key(row.state)).to_owned(), tone(row.state)),
            ),
            fact("stocktake.scope", scope_words(ctx.lang, &row.plan.scope)),
            fact("stocktake.warehouse", row.warehouse_name.clone()),
            fact("stocktake.mode", ctx.t(if row.plan.blind { "stocktake.blind" } else { "stocktake.open" }).to_owned()),
            fact("stocktake.limits", limit_words(ctx.lang, &row.plan.limits)),
            fact("stocktake.created_at", format!("{} · {}", time(row.created_at), desk::who(ctx, &row.actor))),
            fact("stocktake.started_at", row.started_at.map_or_else(dash, time)),
            fact("stocktake.closed_at", row.closed_at.map_or_else(dash, time)),
        ];
        if !row.document.is_empty() {
            facts.push(fact("stocktake.document", row.document.clone()));
        }
        if !row.given_up.is_empty() {
            facts.push(fact("stocktake.given_up", row.given_up.clone()));
        }
        let progress = (row.planned > 0).then(|| progress(ctx, row));
        let found: Option<Element<'a, Message>> = if row.counted == 0 {
            None
        } else if blind_now(row) {
            Some(words::muted(ctx.t("stocktake.blind_hint")).into())
        } else {
            Some(differences(ctx, row))
        };
        let buttons = match row.state {
            StocktakeState::Draft => row![
                button::primary(ctx.t("stocktake.start"), Some(Message::Start(row.id))),
                button::secondary(ctx.t("stocktake.change"), Some(Message::Change(Box::new(row.clone())))),
            ],
            StocktakeState::Posted => row![
                button::primary(ctx.t("stocktake.look"), Some(Message::Work(row.id))),
                button::secondary(ctx.t("stocktake.reverse"), Some(Message::Reverse(row.document_id))),
            ],
            StocktakeState::GivenUp => row![button::primary(ctx.t("stocktake.look"), Some(Message::Work(row.id)))],
            _ => row![button::primary(ctx.t("stocktake.work"), Some(Message::Work(row.id)))],
        };
        column![buttons.spacing(gap::S), progress, found, card::rule(), card::facts(facts)].spacing(gap::M).into()
    }

    fn goal(_what: Open) -> Option<Goal> {
        None
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::State(state) => {
                self.state = state;
                Action::none()
            }
            Message::New => open(ctx, None),
            Message::Change(row) => open(ctx, Some(row)),
            Message::Opened(row, Ok(options)) => {
                let mut form = Form::new(ctx, options, row.as_deref());
                let preview = form.preview(ctx);
                self.form = Some(form);
                preview.map(Message::Form).and(Action::task(iced::widget::operation::focus(form::FIRST)))
            }
            Message::Opened(_, Err(said)) | Message::Started(Err(said)) if self.form.is_none() => {
                Action::toast(Toast::bad(said))
            }
            Message::Opened(_, Err(said)) | Message::Started(Err(said)) => {
                if let Some(form) = &mut self.form {
                    form.refused(said);
                }
                Action::none()
            }
            Message::Form(form::Message::Close) => {
                self.form = None;
                Action::none()
            }
            Message::Form(form::Message::Saved(Ok((id, start)))) => {
                self.form = None;
                if start {
                    return Action::task(iced::Task::done(Message::Work(id)));
                }
                Action::toast(Toast::good(Said::new("stocktake.kept")))
            }
            Message::Form(message) => match &mut self.form {
                Some(form) => form.update(ctx, message).map(Message::Form),
                None => Action::none(),
            },
            Message::Start(id) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (until, at, actor) = (ctx.today(), ctx.now(), who(ctx));
                let work =
                    move || store.start_stocktake(&actor, id, until, at).map(|_| id).map_err(|error| told(&error));
                Action::work(work, Message::Started)
            }
            Message::Started(Ok(id)) => Action::task(iced::Task::done(Message::Work(id))),
            // The page takes these.
            Message::Work(_) | Message::Reverse(_) => Action::none(),
        }
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let new = button::primary_labelled(Icon::Plus, ctx.t("stocktake.new"), Some(Message::New));
        Some(state::empty(Self::ROUTE.icon(), ctx.t("stocktake.none"), ctx.t("stocktake.none_hint"), Some(new.into())))
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(None, ctx.t("stocktake.any").to_owned())];
        options.extend(StocktakeState::ALL.map(|state| (Some(state), ctx.t(&state_key(state)).to_owned())));
        Some(choice::chips(options, self.state, Message::State))
    }

    fn narrowed(&self) -> bool {
        self.state.is_some()
    }

    fn widen(&mut self) {
        self.state = None;
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(button::primary_labelled(Icon::Plus, ctx.t("stocktake.new"), Some(Message::New)).into())
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.form.as_ref()?.view(ctx).map(Message::Form))
    }

    fn back(&mut self) -> bool {
        self.form.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.update(ctx, Message::Form(form::Message::Save(true)))
    }

    /// SKUs are counted before the first order as well.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

/// Reads what the form offers.
fn open(ctx: &Ctx, row: Option<Box<StocktakeRow>>) -> Action<Message> {
    let Some(store) = ctx.store().cloned() else { return Action::none() };
    let work = move || Options::read(&store).map(Arc::new).map_err(|error| told(&error));
    Action::work(work, move |options| Message::Opened(row, options))
}

/// How far a plan is, from 0 to 1.
pub fn share(row: &StocktakeRow) -> f32 {
    row.counted as f32 / row.planned.max(1) as f32
}

fn progress_words(row: &StocktakeRow) -> String {
    format!("{} / {}", grouped(&row.counted.to_string()), grouped(&row.planned.to_string()))
}

/// How far a plan is: a bar, and the count of it.
pub fn progress<'a, M: 'a>(ctx: &'a Ctx, row: &StocktakeRow) -> Element<'a, M> {
    let counted = ctx.f(
        "stocktake.counted_of",
        &[("n", &grouped(&row.counted.to_string())), ("all", &grouped(&row.planned.to_string()))],
    );
    row![
        container(progress_bar(0.0..=1.0, share(row)).girth(8).style(input::progress)).width(160),
        words::body(counted),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}

/// What differs, in pieces and money.
pub fn differences<'a, M: 'a>(ctx: &'a Ctx, row: &StocktakeRow) -> Element<'a, M> {
    let said = ctx.f(
        "stocktake.differences",
        &[
            ("n", &grouped(&row.different.to_string())),
            ("more", &signed(row.more)),
            ("less", &signed(row.less)),
            ("value", &yuan(row.value)),
        ],
    );
    let unknown = (row.without_cost > 0)
        .then(|| words::small(ctx.f("stocktake.without_cost", &[("n", &grouped(&row.without_cost.to_string()))])));
    let opened =
        (row.opened > 0).then(|| words::small(ctx.f("stocktake.opened", &[("n", &grouped(&row.opened.to_string()))])));
    column![words::body(said), unknown, opened].spacing(2).into()
}
