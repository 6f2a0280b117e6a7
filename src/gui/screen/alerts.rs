//! 预警: what is wrong in the shop, the most urgent first. Alerts come by themselves; here they are looked into, put off, settled, and
//! the lines are drawn that they follow.

mod detail;
mod handle;
mod phrase;
mod rules;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{NaiveDateTime, Timelike};
use iced::Element;
use iced::widget::row;

use crate::domain::alert::{AlertKind, Family, Rule};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::dropdown::dropdown;
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{
    self, AlertBefore, AlertDeed, AlertDetail, AlertQuery, AlertRow, AlertSort, AlertState, AlertsDone, Store,
};
use crate::table::grouped;

use handle::Handle;
use rules::{Back, Loaded, Rules};

/// 预警
pub type Alerts = RecordList<AlertRecords>;

/// Alerts as a list.
#[derive(Debug, Clone)]
pub struct AlertRecords {
    state: Option<AlertState>,
    kind: Option<AlertKind>,
    handle: Option<Handle>,
    rules: Option<Rules>,
}

#[derive(Debug, Clone)]
pub enum Message {
    State(Option<AlertState>),
    Kind(Option<AlertKind>),
    /// Put these off: asks for how long.
    Snooze(Vec<i64>),
    /// Settle these: asks why.
    Settle(Vec<i64>),
    Handle(handle::Message),
    Handled(AlertDeed, Result<AlertsDone, Said>),
    Undo(Arc<[AlertBefore]>),
    Undone(Result<(), Said>),
    /// The rows that these are about.
    Lead(Vec<i64>),
    Led(Result<Vec<AlertRow>, Said>),
    Go(Open),
    /// Opens the rules.
    Rules,
    RulesCame(Result<Box<Loaded>, Said>),
    OfRules(rules::Message),
    /// The key of what is said of it, and the way back.
    RuleSaved(&'static str, Result<Back, Said>),
    RuleUndo(Back),
    RuleUndone(Result<(), Said>),
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "alerts");
    error.said()
}

const fn tone(kind: AlertKind) -> Tone {
    match kind {
        AlertKind::Oversold | AlertKind::Out | AlertKind::Late => Tone::Bad,
        AlertKind::Low | AlertKind::DueSoon | AlertKind::AfterSale | AlertKind::Silent => Tone::Warning,
        AlertKind::Unpaid | AlertKind::Dead | AlertKind::Over => Tone::Blue,
    }
}

impl Records for AlertRecords {
    const ROUTE: Route = Route::Alerts;
    const QUEUE: bool = true;
    const TEXTS: Texts = Texts {
        search: "alerts.search",
        only: "alerts.only",
        total: "alerts.total",
        none: "alerts.none",
        hint: "alerts.none_hint",
    };
    const SORT: (&'static str, bool) = ("kind", false);
    const HIDDEN: &'static [&'static str] = &["warehouse", "reason"];

    type Row = AlertRow;
    type Query = AlertQuery;
    type Detail = AlertDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { state: Some(AlertState::Open), kind: None, handle: None, rules: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<AlertRow>> {
        type F = Field<AlertRow>;
        let (lang, until, now) = (ctx.lang, waited_until(ctx), ctx.now());
        vec![
            F::text("kind", ctx.t("alerts.kind"), move |row| phrase::kind(lang, row.kind))
                .width(96.0)
                .look(|row| Look::Badge(tone(row.kind))),
            F::id("subject", ctx.t("alerts.subject"), |row| row.subject.clone()).width(150.0).link(),
            F::text("name", ctx.t("alerts.name"), |row| row.name.clone()).width(140.0).grow().unsorted(),
            F::text("warehouse", ctx.t("alerts.warehouse"), |row| row.warehouse.clone()).width(90.0).unsorted(),
            F::text("value", ctx.t("alerts.value"), move |row| phrase::value(lang, row, until)).width(130.0),
            F::text("threshold", ctx.t("alerts.threshold"), move |row| phrase::threshold(lang, row))
                .width(110.0)
                .unsorted(),
            F::count("ordered", ctx.t("alerts.ordered"), |row| row.ordered).width(76.0),
            F::time("raised", ctx.t("alerts.raised_at"), |row| Some(row.raised_at)),
            F::text("state", ctx.t("alerts.state"), move |row| phrase::state(lang, row, now)).width(140.0).unsorted(),
            F::text("reason", ctx.t("alerts.reason"), |row| row.reason.clone()).width(140.0).unsorted(),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> AlertQuery {
        let all = asked.only.is_some();
        AlertQuery {
            state: self.state.filter(|_| !all),
            kinds: self.kind.filter(|_| !all).into_iter().collect(),
            text: asked.text.to_owned(),
            ids: asked.only.map(<[i64]>::to_vec),
            sort: match asked.sort.column {
                "subject" => AlertSort::Subject,
                "value" => AlertSort::Value,
                "ordered" => AlertSort::Ordered,
                "raised" => AlertSort::Raised,
                _ => AlertSort::Kind,
            },
            descending: asked.sort.descending,
            now: this_minute(ctx),
        }
    }

    fn version(store: &Store) -> u64 {
        // Both only ever grow.
        store.version().wrapping_add(store.alerts_version() << 32)
    }

    fn find(store: &Store, query: &AlertQuery) -> store::Result<Found> {
        Ok(Found { ids: store.alerts(query)?, totals: Vec::new() })
    }

    fn fetch(store: &Store, _query: &AlertQuery, ids: &[i64]) -> store::Result<Vec<AlertRow>> {
        store.alert_rows(ids)
    }

    fn id(row: &AlertRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<AlertDetail> {
        store.alert(id)
    }

    fn title(&self, ctx: &Ctx, detail: &AlertDetail) -> String {
        format!("{} {}", phrase::kind(ctx.lang, detail.row.kind), detail.row.subject)
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a AlertDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
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
            Message::Kind(kind) => {
                self.kind = kind;
                Action::none()
            }
            Message::Snooze(ids) => {
                self.handle = Some(Handle::snooze(ids));
                Action::none()
            }
            Message::Settle(ids) => {
                self.handle = Some(Handle::settle(ids));
                Action::task(iced::widget::operation::focus(handle::FIRST))
            }
            Message::Handle(handle::Message::Close) => {
                self.handle = None;
                Action::none()
            }
            Message::Handle(handle::Message::Save) => self.save(ctx),
            Message::Handle(message) => {
                if let Some(handle) = &mut self.handle {
                    handle.update(message);
                }
                Action::none()
            }
            Message::Handled(deed, Ok(done)) => self.handled(&deed, done),
            Message::Undo(before) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let now = ctx.now();
                Action::work(
                    move || store.restore_alerts(ACTOR, &before, now).map_err(|error| told(&error)),
                    Message::Undone,
                )
            }
            Message::Undone(Ok(())) => {
                Action::toast(Toast::note(Said::new("alerts.undone"))).with(Intent::AlertsChanged)
            }
            Message::Lead(ids) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || store.alert_rows(&ids).map_err(|error| told(&error)), Message::Led)
            }
            Message::Led(Ok(rows)) => lead(ctx, &rows),
            Message::Go(what) => Action::intent(Intent::Open(what)),
            Message::Rules => rules::load(ctx, Message::RulesCame),
            Message::RulesCame(Ok(loaded)) => {
                self.rules = Some(Rules::new(*loaded, ctx.stock_rules()));
                Action::none()
            }
            Message::OfRules(rules::Message::Close) => {
                self.rules = None;
                Action::none()
            }
            Message::OfRules(rules::Message::Save) => self.save_rule(ctx),
            Message::OfRules(rules::Message::Drop(rule)) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let work = move || {
                    store.drop_alert_rule(ACTOR, &rule).map_err(|error| told(&error))?;
                    Ok(Back { away: None, back: vec![rule] })
                };
                Action::work(work, |back| Message::RuleSaved("alerts.rule_dropped", back))
            }
            Message::OfRules(message) => {
                if let Some(rules) = &mut self.rules {
                    rules.update(message);
                }
                Action::none()
            }
            // The marks of stock follow the rules: everything that shows them asks anew.
            Message::RuleSaved(key, Ok(back)) => {
                let undo = crate::gui::screen::Message::Alerts(record_list::Message::Own(Message::RuleUndo(back)));
                let toast = Toast::good(Said::new(key)).with_button("shell.undo", Intent::Tell(Box::new(undo)));
                self.rules_changed(ctx).and(Action::toast(toast))
            }
            Message::RuleUndo(back) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || back.make(&store, ACTOR).map_err(|error| told(&error)), Message::RuleUndone)
            }
            Message::RuleUndone(Ok(())) => {
                self.rules_changed(ctx).and(Action::toast(Toast::note(Said::new("alerts.rule_undone"))))
            }
            Message::Handled(_, Err(said))
            | Message::Undone(Err(said))
            | Message::Led(Err(said))
            | Message::RulesCame(Err(said))
            | Message::RuleSaved(_, Err(said))
            | Message::RuleUndone(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let states = std::iter::once((None, ctx.t("orders.any").to_owned()));
        let states = states.chain(AlertState::ALL.map(|state| (Some(state), phrase::of_state(ctx.lang, state))));
        let label = self.kind.map_or_else(|| ctx.t("alerts.any_kind").to_owned(), |kind| phrase::kind(ctx.lang, kind));
        let any = choice::menu_entry(None, ctx.t("alerts.any_kind"), Some(Message::Kind(None))).into();
        let kinds = AlertKind::ALL
            .map(|kind| choice::menu_entry(None, phrase::kind(ctx.lang, kind), Some(Message::Kind(Some(kind)))).into());
        let menu = choice::menu(std::iter::once(any).chain(kinds), 160.0);
        let kinds = dropdown(choice::opens(label), menu);
        Some(row![choice::chips(states, self.state, Message::State), kinds].spacing(gap::S).into())
    }

    fn narrowed(&self) -> bool {
        self.kind.is_some() || matches!(self.state, Some(AlertState::Snoozed | AlertState::Settled))
    }

    fn widen(&mut self) {
        self.state = None;
        self.kind = None;
    }

    fn kept(&self) -> Option<toml::Table> {
        let mut kept = toml::Table::new();
        if let Some(state) = self.state {
            kept.insert("state".to_owned(), state.id().into());
        }
        if let Some(kind) = self.kind {
            kept.insert("kind".to_owned(), kind.id().into());
        }
        Some(kept)
    }

    fn take_up(&mut self, kept: &toml::Table) {
        let id = |key: &str| kept.get(key).and_then(toml::Value::as_str);
        self.state = id("state").and_then(|id| AlertState::ALL.into_iter().find(|state| state.id() == id));
        self.kind = id("kind").and_then(|id| AlertKind::ALL.into_iter().find(|kind| kind.id() == id));
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let rules = button::labelled(Icon::SlidersHorizontal, ctx.t("alerts.rules"), Some(Message::Rules)).into();
        Some(state::empty(Icon::CircleCheck, ctx.t("alerts.all_well"), ctx.t("alerts.none_hint"), Some(rules)))
    }

    fn link(&self, row: &AlertRow, _column: &'static str) -> Option<Message> {
        subject(row).map(Message::Go)
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        vec![
            Batch { icon: Icon::BellOff, label: ctx.t("alerts.snooze").to_owned(), message: Message::Snooze },
            Batch { icon: Icon::Check, label: ctx.t("alerts.settle").to_owned(), message: Message::Settle },
            Batch { icon: Icon::ArrowRight, label: ctx.t("alerts.lead").to_owned(), message: Message::Lead },
        ]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match (&self.handle, &self.rules) {
            (Some(handle), _) => Some(handle.view(ctx).map(Message::Handle)),
            (None, Some(rules)) => Some(rules.view(ctx).map(Message::OfRules)),
            (None, None) => None,
        }
    }

    fn back(&mut self) -> bool {
        if self.handle.take().is_some() {
            return true;
        }
        let there = self.rules.is_some();
        // From the form to the list, and from the list away.
        self.rules.take_if(|rules| !rules.back());
        there
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.handle.is_some() { self.save(ctx) } else { self.save_rule(ctx) }
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(button::labelled(Icon::SlidersHorizontal, ctx.t("alerts.rules"), Some(Message::Rules)).into())
    }

    fn count(ctx: &Ctx) -> Option<u64> {
        Some(ctx.alerts.iter().map(|tally| tally.count).sum())
    }

    /// Stock is kept of own SKUs, before the first order as well.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

impl AlertRecords {
    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(handle), Some(store)) = (&mut self.handle, ctx.store().cloned()) else { return Action::none() };
        let Some(deed) = handle.deed() else { return Action::none() };
        let (ids, now, what) = (handle.ids().to_vec(), ctx.now(), deed.clone());
        Action::work(
            move || store.handle_alerts(ACTOR, &ids, &deed, now).map_err(|error| told(&error)),
            move |done| Message::Handled(what, done),
        )
    }

    /// Says what was done and to how many not, and offers the way back.
    fn handled(&mut self, deed: &AlertDeed, done: AlertsDone) -> Action<Message> {
        self.handle = None;
        let key = match deed {
            AlertDeed::Snooze(_) => "alerts.snoozed_n",
            AlertDeed::Settle(_) => "alerts.settled_n",
        };
        let n = grouped(&done.done.len().to_string());
        let left = done.settled + done.no_stock;
        let said = match left {
            0 => Said::new(key).with("n", n),
            _ if done.no_stock > 0 => {
                Said::new("alerts.done_but_no_stock").with("n", n).with("left", done.no_stock + done.settled)
            }
            _ => Said::new("alerts.done_but_settled").with("n", n).with("left", left),
        };
        let toast = if left == 0 { Toast::good(said) } else { Toast::warning(said) };
        if done.done.is_empty() {
            return Action::toast(toast).with(Intent::AlertsChanged);
        }
        let undo = Message::Undo(done.done.into());
        let undo = crate::gui::screen::Message::Alerts(record_list::Message::Own(undo));
        Action::toast(toast.with_button("shell.undo", Intent::Tell(Box::new(undo)))).with(Intent::AlertsChanged)
    }

    /// The marks of stock follow the rules; the dialog, if it is open, shows them anew.
    fn rules_changed(&self, ctx: &Ctx) -> Action<Message> {
        let shown = self.rules.as_ref().map_or_else(Action::none, |_| rules::load(ctx, Message::RulesCame));
        shown.with(Intent::DataChanged)
    }

    fn save_rule(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(rules), Some(store)) = (&mut self.rules, ctx.store().cloned()) else { return Action::none() };
        let Some(rule): Option<Rule> = rules.rule() else { return Action::none() };
        let back = rules.displaced(&rule);
        let work = move || {
            let id = store.save_alert_rule(ACTOR, &rule).map_err(|error| told(&error))?;
            Ok(Back { away: Some(Rule { id, ..rule }), back })
        };
        Action::work(work, |back| Message::RuleSaved("alerts.rule_kept", back))
    }
}

/// The clock in whole minutes: the list is not asked anew with every second.
fn this_minute(ctx: &Ctx) -> NaiveDateTime {
    let now = ctx.now();
    now.with_second(0).and_then(|now| now.with_nanosecond(0)).unwrap_or(now)
}

/// Nobody knows what became of an order after the data ends.
fn waited_until(ctx: &Ctx) -> NaiveDateTime {
    let now = ctx.now();
    ctx.reach().map_or(now, |reach| reach.min(now))
}

/// Where one alert leads.
fn subject(row: &AlertRow) -> Option<Open> {
    let id = row.subject_id;
    (id != 0).then(|| match row.kind.family() {
        Family::Short | Family::Surplus => Open::Stock { what: row.subject.clone(), ids: [id].into() },
        Family::Unshipped | Family::Unpaid => Open::Order(id),
        Family::AfterSale => Open::Refund(id),
        Family::Silent => Open::Parcel(id),
    })
}

/// Where several alerts lead: the list of what they are about.
fn lead(ctx: &Ctx, rows: &[AlertRow]) -> Action<Message> {
    let Some(first) = rows.first() else { return Action::none() };
    let group = |row: &AlertRow| match row.kind.family() {
        Family::Short | Family::Surplus => 0,
        Family::Unshipped | Family::Unpaid => 1,
        Family::AfterSale => 2,
        Family::Silent => 3,
    };
    if rows.iter().any(|row| group(row) != group(first)) {
        return Action::toast(Toast::note(Said::new("alerts.lead_mixed")));
    }
    let mut ids: Vec<i64> = rows.iter().map(|row| row.subject_id).filter(|id| *id != 0).collect();
    ids.sort_unstable();
    ids.dedup();
    let what = ctx.t("shell.page_alerts").to_owned();
    let ids = ids.into();
    Action::intent(Intent::Open(match group(first) {
        0 => Open::Stock { what, ids },
        1 => Open::Orders { what, ids },
        2 => Open::Refunds { what, ids },
        _ => Open::Parcels { what, ids },
    }))
}
