//! 盘点: the plans, and for one of them the place where it is counted, compared and posted.

mod asking;
mod form;
mod line;
mod plans;
mod scan;
mod sheet;
#[cfg(test)]
mod tests;
mod work;

use iced::Element;

use crate::domain::abc::AbcClass;
use crate::domain::stocktake::{Base, Limits, Scope, StocktakeState};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::detail::yuan;
use crate::gui::ctx::Ctx;
use crate::gui::record_list::{self, RecordList};
use crate::gui::route::Open;
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::{PageCommand, Screen};
use crate::gui::theme::badge::Tone;
use crate::locale::{Lang, Said};
use crate::store::{Posted, StocktakeRow, StoreError};
use crate::table::grouped;

use plans::Plans;
use work::Work;

/// 盘点
#[derive(Debug)]
pub struct Stocktakes {
    plans: RecordList<Plans>,
    /// The plan that is being worked on.
    work: Option<RecordList<Work>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Plans(record_list::Message<Plans>),
    Work(record_list::Message<Work>),
    /// Takes a document out of the books.
    Reverse(i64),
    Reversed(Result<Posted, Said>),
    /// Takes back the latest batch of a plan.
    UndoCount(i64),
    /// Takes up a plan that was given up.
    TakeUp(i64),
    Undone(Result<(), Said>),
}

impl Screen for Stocktakes {
    type Message = Message;

    fn new(ctx: &Ctx) -> Self {
        Self { plans: RecordList::new(ctx), work: None }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        match &mut self.work {
            Some(work) => work.enter(ctx).map(Message::Work),
            None => self.plans.enter(ctx).map(Message::Plans),
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Plans(record_list::Message::Own(plans::Message::Work(id))) => {
                let mut work = RecordList::<Work>::new(ctx);
                let shown = work.update(ctx, record_list::Message::Own(work::Message::Show(id)));
                self.work = Some(work);
                shown.map(Message::Work).and(self.enter(ctx))
            }
            Message::Work(record_list::Message::Own(work::Message::Leave)) => {
                self.work = None;
                self.enter(ctx)
            }
            Message::Plans(record_list::Message::Own(plans::Message::Reverse(document)))
            | Message::Work(record_list::Message::Own(work::Message::Reverse(document)))
            | Message::Reverse(document) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let actor = who(ctx);
                let work = move || store.reverse_stock(&actor, document).map_err(|error| told(&error));
                Action::work(work, Message::Reversed)
            }
            Message::Plans(message) => {
                let own = matches!(message, record_list::Message::Own(_));
                let done = self.plans.update(ctx, message).map(Message::Plans);
                if own { done.and(self.enter(ctx)) } else { done }
            }
            Message::Work(message) => {
                // What was told stands in the file, not in the facts: the page itself looks whether it sees more now.
                let own = matches!(message, record_list::Message::Own(_));
                let Some(work) = &mut self.work else { return Action::none() };
                let done = work.update(ctx, message).map(Message::Work);
                if own { done.and(self.enter(ctx)) } else { done }
            }
            Message::Reversed(Ok(posted)) => {
                let said = Said::new("stocktake.reversed").with("number", &posted.number);
                Action::toast(Toast::note(said)).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::UndoCount(id) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let actor = who(ctx);
                let work = move || store.undo_stocktake_count(&actor, id).map(|_| ()).map_err(|error| told(&error));
                Action::work(work, Message::Undone)
            }
            Message::TakeUp(id) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let actor = who(ctx);
                let work = move || store.take_up_stocktake(&actor, id).map(|_| ()).map_err(|error| told(&error));
                Action::work(work, Message::Undone)
            }
            Message::Undone(Ok(())) => Action::toast(Toast::note(Said::new("stocktake.undone"))).and(self.enter(ctx)),
            Message::Reversed(Err(said)) | Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        match &self.work {
            Some(work) => work.view(ctx).map(Message::Work),
            None => self.plans.view(ctx).map(Message::Plans),
        }
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match &self.work {
            Some(work) => Some(work.actions(ctx)?.map(Message::Work)),
            None => Some(self.plans.actions(ctx)?.map(Message::Plans)),
        }
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        match &self.work {
            Some(work) => Some(work.dialog(ctx)?.map(Message::Work)),
            None => Some(self.plans.dialog(ctx)?.map(Message::Plans)),
        }
    }

    fn back(&mut self, ctx: &Ctx) -> Option<Action<Message>> {
        let Some(work) = &mut self.work else { return Some(self.plans.back(ctx)?.map(Message::Plans)) };
        if let Some(done) = work.back(ctx) {
            return Some(done.map(Message::Work));
        }
        self.work = None;
        Some(self.enter(ctx))
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match &mut self.work {
            Some(work) => work.command(ctx, command).map(Message::Work),
            None => self.plans.command(ctx, command).map(Message::Plans),
        }
    }

    fn open(&mut self, ctx: &Ctx, what: Open) -> Action<Message> {
        self.work = None;
        self.plans.open(ctx, what).map(Message::Plans)
    }
}

/// A message of this page for a toast's button.
fn home(message: Message) -> Intent {
    Intent::Tell(Box::new(crate::gui::screen::Message::Stocktakes(message)))
}

/// Who sits at this computer: whoever counts stands beside the count.
fn who(ctx: &Ctx) -> String {
    let name = ctx.settings.actor.trim();
    if name.is_empty() { ACTOR.to_owned() } else { name.to_owned() }
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "stocktake");
    error.said()
}

const fn tone(state: StocktakeState) -> Tone {
    match state {
        StocktakeState::Draft | StocktakeState::GivenUp => Tone::Neutral,
        StocktakeState::Counting => Tone::Blue,
        StocktakeState::Recounting => Tone::Warning,
        StocktakeState::Ready => Tone::Accent,
        StocktakeState::Posted => Tone::Good,
    }
}

/// Key of a state's name.
fn state_key(state: StocktakeState) -> String {
    format!("stocktake.state_{}", state.id())
}

/// Who counts blindly does not see the books before the first count has ended.
fn blind_now(row: &StocktakeRow) -> bool {
    row.plan.blind && matches!(row.state, StocktakeState::Draft | StocktakeState::Counting)
}

/// What a plan counts, in words.
fn scope_words(lang: Lang, scope: &Scope) -> String {
    let base = match &scope.base {
        Base::All => lang.t("stocktake.scope_all").to_owned(),
        Base::Categories(names) => names.join(lang.t("stocktake.comma")),
        Base::Abc(classes) => {
            let letters: String = AbcClass::ALL.iter().filter(|c| classes.contains(c)).map(|c| c.letter()).collect();
            lang.f("stocktake.scope_abc", &[("classes", &letters)])
        }
        Base::Skus(codes) => lang.f("stocktake.scope_skus", &[("n", &grouped(&codes.len().to_string()))]),
    };
    match scope.draw {
        Some(draw) => lang.f("stocktake.scope_draw", &[("base", &base), ("n", &grouped(&draw.skus.to_string()))]),
        None => base,
    }
}

/// From where on a difference must be counted again, in words.
fn limit_words(lang: Lang, limits: &Limits) -> String {
    let parts: Vec<String> = [
        limits.pieces.map(|n| lang.f("stocktake.limit_pieces", &[("n", &grouped(&n.to_string()))])),
        limits.percent.map(|n| lang.f("stocktake.limit_percent", &[("n", &n.to_string())])),
        limits.value.map(|value| lang.f("stocktake.limit_value", &[("value", &yuan(value))])),
    ]
    .into_iter()
    .flatten()
    .collect();
    if parts.is_empty() {
        return lang.t("stocktake.limit_none").to_owned();
    }
    parts.join(lang.t("stocktake.or"))
}

/// Pieces with their sign: `+12`.
fn signed(pieces: i64) -> String {
    let sign = if pieces > 0 { "+" } else { "" };
    format!("{sign}{}", grouped(&pieces.to_string()))
}
