//! 分配规则: the list of rules in its order, written, tried on the days gone by, and only then put in force; beside it the people that
//! orders are handed out to.

mod form;
mod line;
mod list;
mod staff;
#[cfg(test)]
pub(in crate::gui::screen) mod tests;
mod trial;

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use iced::widget::{column, container, row};
use iced::{Element, Length};

use crate::domain::period::Period;
use crate::domain::rule::Rule;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, card, state};
use crate::gui::ctx::Ctx;
use crate::gui::job::Job;
use crate::gui::load::{Load, Ticket};
use crate::gui::route::Open;
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::{self, PageCommand, Screen};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::locale::Said;
use crate::store::{
    self, Applied, DryRun, NamedRow, RuleBook, ShopRow, StaffRow, Store, StoreError, Touched, Warehouse,
};

use form::Form;
use staff::People;
use trial::Trial;

/// Days that a trial looks back.
const TRIAL_DAYS: u64 = 30;
/// Width of the card with the staff.
const SIDE: f32 = 280.0;

/// What the page reads.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    book: RuleBook,
    staff: Vec<StaffRow>,
    shops: Vec<ShopRow>,
    categories: Vec<NamedRow>,
    couriers: Vec<NamedRow>,
    warehouses: Vec<Warehouse>,
}

/// 分配规则
#[derive(Debug)]
pub struct Rules {
    desk: Load<Desk>,
    /// The list somebody works on.
    working: Vec<Rule>,
    /// Changes on their way into the shop file; until they are there, what is read from it is old.
    writing: usize,
    form: Option<Form>,
    trial: Option<Trial>,
    /// A trial under way.
    job: Option<Job>,
    people: People,
}

#[derive(Debug, Clone)]
pub enum Message {
    Desk(Ticket, Result<Box<Desk>, Said>),
    Retry,
    New,
    Edit(usize),
    Copy(usize),
    Delete(usize),
    /// One place up, or down.
    Move(usize, bool),
    Toggle(usize),
    Form(form::Message),
    /// The list becomes this one again.
    Back(Vec<Rule>),
    Drafted(Result<(), Said>),
    /// The draft is given up.
    Discard,
    Try,
    /// The list that was tried, and what was found.
    Tried(Vec<Rule>, Result<Arc<DryRun>, Said>),
    Enact,
    /// Rules that were in force before, and those that are now.
    Enacted(Vec<Rule>, Result<Vec<Rule>, Said>),
    /// Puts rules of before in force again.
    Restore(Vec<Rule>),
    Restored(Result<Vec<Rule>, Said>),
    Apply,
    Applied(Result<Applied, Said>),
    UndoApply(i64),
    Undone(Result<Box<Touched>, Said>),
    Open(Open),
    Staff(staff::Message),
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "rules");
    error.said()
}

/// A message of this page, for the button of a toast.
fn home(message: Message) -> Intent {
    Intent::Tell(Box::new(screen::Message::Rules(message)))
}

/// Names what a list says.
fn stamp(rules: &[Rule]) -> u64 {
    let mut hasher = DefaultHasher::new();
    // What they say: number and version come with switching them on, which changes nothing that was tried.
    for rule in rules {
        (&rule.name, rule.on, &rule.body).hash(&mut hasher);
    }
    rules.len().hash(&mut hasher);
    hasher.finish()
}

fn read(store: &Store) -> store::Result<Desk> {
    Ok(Desk {
        book: store.rules()?,
        staff: store.staff()?,
        shops: store.shops()?,
        categories: store.categories()?,
        couriers: store.couriers()?,
        warehouses: store.warehouses()?,
    })
}

impl Screen for Rules {
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            desk: Load::default(),
            working: Vec::new(),
            writing: 0,
            form: None,
            trial: None,
            job: None,
            people: People::default(),
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let Some(ticket) = self.desk.ask(&store.version()) else { return Action::none() };
        Action::work(
            move || read(&store).map(Box::new).map_err(|error| told(&error)),
            move |desk| Message::Desk(ticket, desk),
        )
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Desk(ticket, desk) => {
                if self.desk.answer(ticket, desk.map(|desk| *desk))
                    && self.writing == 0
                    && let Some(desk) = self.desk.value()
                {
                    self.working = desk.book.working().to_vec();
                }
                Action::none()
            }
            Message::Retry => {
                self.desk.stale();
                self.enter(ctx)
            }
            Message::New => self.open_form(None),
            Message::Edit(at) => self.open_form(Some(at)),
            Message::Copy(at) => {
                let Some(mut copy) = self.working.get(at).cloned() else { return Action::none() };
                (copy.id, copy.version, copy.on) = (0, 0, false);
                copy.name = free_name(&self.working, &copy.name, ctx.t("rules.copy_of"));
                let said = Said::new("rules.copied").with("name", &copy.name);
                self.change(ctx, Some(said), |rules| rules.insert(at + 1, copy))
            }
            Message::Delete(at) => {
                let Some(rule) = self.working.get(at) else { return Action::none() };
                let said = Said::new("rules.deleted").with("name", &rule.name);
                self.change(ctx, Some(said), |rules| drop(rules.remove(at)))
            }
            Message::Move(at, up) => {
                let to = if up { at.checked_sub(1) } else { Some(at + 1) };
                let Some(to) = to.filter(|to| *to < self.working.len()) else { return Action::none() };
                self.change(ctx, None, |rules| rules.swap(at, to))
            }
            Message::Toggle(at) => self.change(ctx, None, |rules| {
                if let Some(rule) = rules.get_mut(at) {
                    rule.on = !rule.on;
                }
            }),
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
            Message::Back(rules) => self.change(ctx, None, |working| *working = rules),
            Message::Drafted(done) => {
                self.writing = self.writing.saturating_sub(1);
                let failed = match done {
                    Ok(()) => Action::none(),
                    Err(said) => Action::toast(Toast::bad(said)),
                };
                failed.and(self.enter(ctx))
            }
            Message::Discard => {
                let Some(desk) = self.desk.value() else { return Action::none() };
                let rules = desk.book.in_force.clone();
                self.change(ctx, Some(Said::new("rules.discarded")), |working| *working = rules)
            }
            Message::Try => self.try_out(ctx),
            Message::Tried(rules, run) => {
                self.job = None;
                match run {
                    Ok(run) => {
                        self.trial = Some(Trial { stamp: stamp(&rules), rules, run });
                        Action::none()
                    }
                    Err(said) if said.key == "store.cancelled" => Action::toast(Toast::note(said)),
                    Err(said) => Action::toast(Toast::bad(said)),
                }
            }
            Message::Enact => self.enact(ctx),
            Message::Enacted(before, Ok(rules)) => {
                let on = rules.iter().filter(|rule| rule.on).count();
                self.working = rules;
                let toast = Toast::good(Said::new("rules.enacted").with("n", on))
                    .with_button("shell.undo", home(Message::Restore(before)));
                Action::toast(toast).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::Restore(rules) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || store.enact_rules(ACTOR, &rules).map_err(|error| told(&error)), Message::Restored)
            }
            Message::Restored(Ok(rules)) => {
                self.working = rules;
                Action::toast(Toast::note(Said::new("rules.restored"))).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::Apply => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(move || store.apply_rules(ACTOR).map_err(|error| told(&error)), Message::Applied)
            }
            Message::Applied(Ok(applied)) if applied.assigned == 0 => {
                let said = if applied.looked_at == 0 { "rules.applied_none_wait" } else { "rules.applied_none" };
                Action::toast(Toast::note(Said::new(said).with("n", applied.nobody))).and(self.enter(ctx))
            }
            Message::Applied(Ok(applied)) => {
                let said = Said::new("rules.applied")
                    .with("n", applied.assigned)
                    .with("held", applied.held)
                    .with("nobody", applied.nobody);
                let toast = Toast::good(said).with_button("shell.undo", home(Message::UndoApply(applied.batch)));
                Action::toast(toast).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::UndoApply(batch) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.undo_marks(ACTOR, batch).map(Box::new).map_err(|error| told(&error)),
                    Message::Undone,
                )
            }
            Message::Undone(Ok(touched)) => {
                let said = Said::new("rules.undone_with_left")
                    .with("n", touched.done.len())
                    .with("left", touched.skipped.len());
                Action::toast(Toast::note(said)).with(Intent::DataChanged).and(self.enter(ctx))
            }
            Message::Enacted(_, Err(said))
            | Message::Restored(Err(said))
            | Message::Applied(Err(said))
            | Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Open(what) => Action::intent(Intent::Open(what)),
            Message::Staff(message) => {
                let done = message.changes();
                let own = self.people.update(ctx, message).map(Message::Staff);
                if done { own.and(self.enter(ctx)) } else { own }
            }
        }
    }

    fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        state::load(ctx, &self.desk, Message::Retry, |desk| {
            let trial = self.trial.as_ref().map(|trial| trial.view(ctx, trial.stamp == stamp(&self.working)));
            let main = column![self.note(ctx, desk), list::view(ctx, desk, &self.working), trial].spacing(gap::M);
            let people = container(self.people.view(ctx, desk).map(Message::Staff)).width(SIDE);
            let page = row![main.width(Length::Fill), people].spacing(gap::M);
            card::page(page).into()
        })
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let desk = self.desk.value()?;
        let changed = self.working != desk.book.in_force;
        let waiting = self.job.is_none() && self.writing == 0;
        let ready = changed && self.tried() && waiting;
        let (enact, why) = match () {
            () if !changed => (None, "rules.enact_same"),
            () if ready => (Some(Message::Enact), "rules.enact_ready"),
            () => (None, "rules.enact_untried"),
        };
        let any = self.working.iter().any(|rule| rule.on);
        let in_force = desk.book.in_force.iter().any(|rule| rule.on);
        let apply = button::labelled(Icon::UserCheck, ctx.t("rules.apply"), in_force.then_some(Message::Apply));
        let try_out =
            button::labelled(Icon::ListChecks, ctx.t("rules.try"), (self.job.is_none() && any).then_some(Message::Try));
        let buttons = row![
            button::tipped(apply, ctx.t("rules.apply_hint")),
            button::labelled(Icon::Plus, ctx.t("rules.new"), Some(Message::New)),
            button::tipped(try_out, ctx.t("rules.try_hint")),
            button::tipped(button::primary_labelled(Icon::Check, ctx.t("rules.enact"), enact), ctx.t(why)),
        ];
        Some(buttons.spacing(gap::S).into())
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.form.as_ref()?.view(ctx, self.desk.value()?).map(Message::Form))
    }

    fn back(&mut self, _ctx: &Ctx) -> Option<Action<Message>> {
        (self.form.take().is_some() || self.people.back()).then(Action::none)
    }

    fn command(&mut self, ctx: &Ctx, command: PageCommand) -> Action<Message> {
        match command {
            PageCommand::Refresh => self.update(ctx, Message::Retry),
            PageCommand::Accept if self.form.is_some() => self.save(ctx),
            _ => Action::none(),
        }
    }
}

impl Rules {
    /// The list on the screen has been tried as it stands.
    fn tried(&self) -> bool {
        self.trial.as_ref().is_some_and(|trial| trial.stamp == stamp(&self.working))
    }

    fn open_form(&mut self, at: Option<usize>) -> Action<Message> {
        self.form = Some(Form::new(&self.working, at));
        Action::task(iced::widget::operation::focus(form::FIRST))
    }

    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(form), Some(desk)) = (&mut self.form, self.desk.value()) else { return Action::none() };
        let Some(rule) = form.rule(desk) else { return Action::none() };
        let at = form.at;
        self.form = None;
        let said = Said::new("rules.saved").with("name", &rule.name);
        self.change(ctx, Some(said), |rules| match at.and_then(|at| rules.get_mut(at)) {
            Some(slot) => *slot = rule,
            None => rules.push(rule),
        })
    }

    /// Changes the list on the screen and keeps it as the draft; what is said offers the list of before.
    fn change(&mut self, ctx: &Ctx, said: Option<Said>, change: impl FnOnce(&mut Vec<Rule>)) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let before = self.working.clone();
        change(&mut self.working);
        if self.working == before {
            return Action::none();
        }
        let rules = self.working.clone();
        self.writing += 1;
        let kept =
            Action::work(move || store.draft_rules(ACTOR, &rules).map_err(|error| told(&error)), Message::Drafted);
        match said {
            Some(said) => {
                let toast = Toast::note(said).with_button("shell.undo", home(Message::Back(before)));
                kept.with(Intent::Toast(toast))
            }
            None => kept,
        }
    }

    /// Tries the list on the days gone by, off the window's thread.
    fn try_out(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned().filter(|_| self.job.is_none()) else { return Action::none() };
        let rules = self.working.clone();
        let period = Period::last_days(ctx.today(), TRIAL_DAYS);
        let tried = rules.clone();
        let job = Job::new(Said::new("rules.job_trial"));
        self.job = Some(job.clone());
        let shown = job.clone();
        Action::work(
            move || {
                let run = store.dry_run(&rules, period, &mut |done, total| {
                    job.progress(done, Some(total));
                    !job.cancelled()
                });
                job.finish();
                run.map(Arc::new).map_err(|error| told(&error))
            },
            move |run| Message::Tried(tried, run),
        )
        .with(Intent::Job(shown))
    }

    fn enact(&mut self, ctx: &Ctx) -> Action<Message> {
        let (Some(store), Some(desk), true) = (ctx.store().cloned(), self.desk.value(), self.tried()) else {
            return Action::none();
        };
        let (rules, before) = (self.working.clone(), desk.book.in_force.clone());
        Action::work(
            move || store.enact_rules(ACTOR, &rules).map_err(|error| told(&error)),
            move |done| Message::Enacted(before, done),
        )
    }

    /// How the list on the screen stands to the one in force.
    fn note<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk) -> Option<Element<'a, Message>> {
        if self.working == desk.book.in_force {
            return None;
        }
        let (tone, key) =
            if self.tried() { (Tone::Good, "rules.note_tried") } else { (Tone::Warning, "rules.note_draft") };
        Some(state::note(tone, ctx.t(key), Some((ctx.t("rules.discard").to_owned(), Message::Discard))))
    }
}

/// The first name like this one that no rule has: 江浙沪大单 副本, 江浙沪大单 副本 2.
fn free_name(rules: &[Rule], name: &str, copy: &str) -> String {
    let taken = |name: &str| rules.iter().any(|rule| rule.name == name);
    let first = format!("{name} {copy}");
    let more = (2..=rules.len() + 2).map(|n| format!("{first} {n}"));
    std::iter::once(first.clone()).chain(more).find(|name| !taken(name)).unwrap_or(first)
}
