//! 补货建议: what to order, what slow stock should be sold for, and what the rule would have done with the last twelve months.
//!
//! The plan is made off the window's thread, with progress and cancel in the foot, and anew whenever the data or the owner's wishes
//! change; the three lists show it.

mod backtest;
mod clearing;
mod decide;
mod picture;
mod rules;
mod season;
mod suggestions;
#[cfg(test)]
mod tests;
mod working;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use crate::analytics::replenish::backtest::{self as replayed, BackTest};
use crate::analytics::replenish::{Plan, PlanError};
use crate::gui::action::{Action, Intent};
use crate::gui::component::{button, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::load::{Load, Ticket};
use crate::gui::record_list::{self, RecordList};
use crate::gui::route::{Open, Route};
use crate::gui::screen::{PageCommand, Screen};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::locale::Said;

use backtest::Tests;
use clearing::Clearing;
use rules::Form as Rules;
use suggestions::Suggestions;

/// What is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Orders,
    Clearing,
    BackTest,
}

impl Tab {
    const ALL: [Self; 3] = [Self::Orders, Self::Clearing, Self::BackTest];

    const fn key(self) -> &'static str {
        match self {
            Self::Orders => "replenish.tab_orders",
            Self::Clearing => "replenish.tab_clearing",
            Self::BackTest => "replenish.tab_backtest",
        }
    }
}

/// 补货建议
#[derive(Debug)]
pub struct Replenish {
    tab: Tab,
    plan: Load<Arc<Plan>>,
    job: Option<Job>,
    test: Load<Arc<BackTest>>,
    test_job: Option<Job>,
    orders: RecordList<Suggestions>,
    clearing: RecordList<Clearing>,
    tests: RecordList<Tests>,
    rules: Option<Rules>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Tab(Tab),
    Planned(Ticket, Result<Arc<Plan>, Said>),
    Tested(Ticket, Result<Arc<BackTest>, Said>),
    Orders(record_list::Message<Suggestions>),
    Clearing(record_list::Message<Clearing>),
    Tests(record_list::Message<Tests>),
    /// Open the owner's wishes.
    Wishes,
    Rules(rules::Message),
    Auto(bool),
    Retry,
}

/// A plan as part of a question: equal when it is the same plan.
#[derive(Debug, Clone, Default)]
struct Book(Option<Arc<Plan>>);

impl Hash for Book {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.as_ref().map(|plan| plan.stamp).hash(state);
    }
}

/// The route all lists stand on.
const ROUTE: Route = Route::Replenish;

fn told(error: &PlanError) -> Said {
    if *error != PlanError::Cancelled {
        tracing::warn!(%error, "replenishment");
    }
    error.said()
}

impl Screen for Replenish {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        Self {
            tab: Tab::Orders,
            plan: Load::default(),
            job: None,
            test: Load::default(),
            test_job: None,
            orders: RecordList::new(ctx),
            clearing: RecordList::new(ctx),
            tests: RecordList::new(ctx),
            rules: None,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let asked = match self.tab {
            Tab::BackTest => self.ask_test(ctx),
            Tab::Orders | Tab::Clearing => self.ask_plan(ctx),
        };
        asked.and(self.enter_list(ctx))
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Tab(tab) => {
                self.tab = tab;
                self.enter(ctx)
            }
            Message::Planned(ticket, plan) => {
                if !self.plan.answer(ticket, plan) || self.plan.failed().is_some() {
                    return Action::none();
                }
                let Some(plan) = self.plan.value().cloned() else { return Action::none() };
                let orders = record_list::Message::Own(suggestions::Message::Plan(Arc::clone(&plan)));
                let clearing = record_list::Message::Own(clearing::Message::Plan(plan));
                self.orders
                    .update(ctx, orders)
                    .map(Message::Orders)
                    .and(self.clearing.update(ctx, clearing).map(Message::Clearing))
            }
            Message::Tested(ticket, test) => {
                if !self.test.answer(ticket, test) || self.test.failed().is_some() {
                    return Action::none();
                }
                let Some(test) = self.test.value().cloned() else { return Action::none() };
                let own = record_list::Message::Own(backtest::Message::Test(test));
                self.tests.update(ctx, own).map(Message::Tests)
            }
            Message::Orders(message) => self.orders.update(ctx, message).map(Message::Orders),
            Message::Clearing(message) => self.clearing.update(ctx, message).map(Message::Clearing),
            Message::Tests(message) => self.tests.update(ctx, message).map(Message::Tests),
            Message::Wishes => {
                self.rules = Some(Rules::new(&ctx.settings.replenish));
                Action::task(iced::widget::operation::focus(rules::FIRST))
            }
            Message::Rules(rules::Message::Close) => {
                self.rules = None;
                Action::none()
            }
            Message::Rules(rules::Message::Save) => self.keep_rules(ctx),
            Message::Rules(message) => {
                if let Some(rules) = &mut self.rules {
                    rules.update(message);
                }
                Action::none()
            }
            Message::Auto(on) => {
                let mut settings = ctx.settings.clone();
                settings.replenish.auto_drafts = on;
                // What waits already is drafted at once.
                Action::intent(Intent::Settings(Box::new(settings))).with(Intent::DraftOrders)
            }
            Message::Retry => {
                self.plan.stale();
                self.test.stale();
                self.enter(ctx)
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let tabs = Tab::ALL.map(|tab| (tab, ctx.t(tab.key()).to_owned()));
        let busy = self.plan.busy() && self.plan.value().is_some() && self.tab != Tab::BackTest;
        let head = row![
            container(choice::segments(tabs, Some(self.tab), Message::Tab)).width(Length::Fill),
            busy.then(|| words::muted(ctx.t("replenish.working"))),
            button::tipped(
                choice::check(ctx.t("replenish.auto"), ctx.settings.replenish.auto_drafts, Message::Auto),
                ctx.t("replenish.auto_hint")
            ),
            button::labelled(Icon::SlidersHorizontal, ctx.t("replenish.rules"), Some(Message::Wishes)),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center);
        column![head, container(self.body(ctx)).height(Length::Fill)].spacing(gap::M).into()
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if let Some(rules) = &self.rules {
            return Some(rules.view(ctx).map(Message::Rules));
        }
        match self.tab {
            Tab::Orders => Some(self.orders.dialog(ctx)?.map(Message::Orders)),
            Tab::Clearing => Some(self.clearing.dialog(ctx)?.map(Message::Clearing)),
            Tab::BackTest => Some(self.tests.dialog(ctx)?.map(Message::Tests)),
        }
    }

    fn back(&mut self, ctx: &Ctx) -> Option<Action<Message>> {
        if self.rules.take().is_some() {
            return Some(Action::none());
        }
        match self.tab {
            Tab::Orders => Some(self.orders.back(ctx)?.map(Message::Orders)),
            Tab::Clearing => Some(self.clearing.back(ctx)?.map(Message::Clearing)),
            Tab::BackTest => Some(self.tests.back(ctx)?.map(Message::Tests)),
        }
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        if self.rules.is_some() && command == PageCommand::Accept {
            return self.keep_rules(ctx);
        }
        if command == PageCommand::Refresh {
            return self.update(ctx, Message::Retry);
        }
        match self.tab {
            Tab::Orders => self.orders.command(ctx, command).map(Message::Orders),
            Tab::Clearing => self.clearing.command(ctx, command).map(Message::Clearing),
            Tab::BackTest => self.tests.command(ctx, command).map(Message::Tests),
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        self.tab = Tab::Orders;
        self.orders.open(ctx, what).map(Message::Orders)
    }

    fn count(ctx: &Ctx) -> Option<u64> {
        ctx.shop.as_ref().map(|shop| shop.desk.waiting())
    }
}

impl Replenish {
    fn enter_list(&mut self, ctx: &Ctx) -> Action<Message> {
        match self.tab {
            Tab::Orders => self.orders.enter(ctx).map(Message::Orders),
            Tab::Clearing => self.clearing.enter(ctx).map(Message::Clearing),
            Tab::BackTest => self.tests.enter(ctx).map(Message::Tests),
        }
    }

    /// Asks for the plan if anything it depends on has changed; an older question is given up.
    fn ask_plan(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(shop), Some(_)) = (&ctx.shop, ctx.facts()) else { return Action::none() };
        let ask = ctx.replenish_ask();
        let Some(ticket) = self.plan.ask(&(shop.store.version(), &ask)) else { return Action::none() };
        let job = renewed(&mut self.job, "replenish.job");
        let (store, desk, shown) = (shop.store.clone(), shop.desk.clone(), job.clone());
        let work = move || {
            let watched = job.clone();
            let found = desk.plan(&store, &ask, &move |done, total| watch(&watched, done, total));
            job.finish();
            found.map_err(|error| told(&error))
        };
        Action::work(work, move |plan| Message::Planned(ticket, plan)).with(Intent::Job(shown))
    }

    fn ask_test(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(store), Some(_)) = (ctx.store().cloned(), ctx.facts()) else { return Action::none() };
        let ask = ctx.replenish_ask();
        let Some(ticket) = self.test.ask(&(store.version(), &ask)) else { return Action::none() };
        let job = renewed(&mut self.test_job, "replenish.job_backtest");
        let shown = job.clone();
        let work = move || {
            let watched = job.clone();
            let found = replayed::backtest(&store, &ask, &move |done, total| watch(&watched, done, total));
            job.finish();
            found.map(Arc::new).map_err(|error| told(&error))
        };
        Action::work(work, move |test| Message::Tested(ticket, test)).with(Intent::Job(shown))
    }

    fn keep_rules(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(wishes) = self.rules.as_mut().and_then(Rules::wishes) else { return Action::none() };
        self.rules = None;
        let mut settings = ctx.settings.clone();
        settings.replenish = wishes;
        if settings == ctx.settings {
            return Action::none();
        }
        Action::intent(Intent::Settings(Box::new(settings)))
    }

    fn body<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let (there, failed) = match self.tab {
            Tab::Orders | Tab::Clearing => {
                (self.plan.value().is_some(), self.plan.failed().filter(|_| !self.plan.busy()))
            }
            Tab::BackTest => (self.test.value().is_some(), self.test.failed().filter(|_| !self.test.busy())),
        };
        if let Some(said) = failed {
            return state::failed(ctx, said, Some(Message::Retry));
        }
        if !there && ctx.facts().is_some_and(|facts| facts.skus.len() > 1) {
            return state::loading();
        }
        match self.tab {
            Tab::Orders => self.orders.view(ctx).map(Message::Orders),
            Tab::Clearing => self.clearing.view(ctx).map(Message::Clearing),
            Tab::BackTest => self.tests.view(ctx).map(Message::Tests),
        }
    }
}

/// A new job in the place of one that is given up.
fn renewed(place: &mut Option<Job>, key: &str) -> Job {
    if let Some(old) = place.take() {
        old.cancel();
    }
    let job = Job::new(Said::new(key));
    *place = Some(job.clone());
    job
}

fn watch(job: &Job, done: u64, total: u64) -> bool {
    job.progress(done, Some(total));
    !job.cancelled()
}
