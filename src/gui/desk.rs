//! The desk where orders are worked on (工作台): taking steps with one order or thousands, what is filled in for it, what became of it,
//! and taking it back. Pages that show orders keep a desk each and hand its messages on.

mod back;
mod batches;
mod outcome;
mod refunding;
mod sending;
mod sheet;

use std::path::PathBuf;

use iced::Element;

use crate::domain::flow::Step;
use crate::export::xlsx;
use crate::locale::Said;
use crate::store::{
    BackOrder, BatchResult, BatchRow, GoodsBack, Noted, OrderRow, QueueQuery, StepRules, StoreError, Task,
};
use crate::table::grouped;

use super::action::{Action, Intent, Toast};
use super::ctx::Ctx;
use super::job::Job;
use super::screen::import::ACTOR;
use super::{save, screen, sheets};

pub use back::Message as BackMessage;
pub use refunding::Message as RefundingMessage;
pub use sending::Message as SendingMessage;
pub use sheet::Message as SheetMessage;

use back::Back;
use outcome::Outcome;
use refunding::Refunding;
use sending::Sending;
use sheet::Filled;

/// The remembered folder of sheets to fill in.
const FOLDER: &str = "imports";
/// A batch this long shows its progress in the foot.
const LONG: usize = 500;
/// Orders whose tracking numbers can be typed at once.
const TYPED_MOST: usize = 200;
/// Batches listed.
const BATCHES: u32 = 40;

/// What lies on the desk.
#[derive(Debug, Clone)]
pub struct Desk {
    /// Makes the page's own message of one of the desk's, for buttons in toasts.
    tell: fn(Message) -> screen::Message,
    open: Option<Dialog>,
}

#[derive(Debug, Clone)]
enum Dialog {
    Sending(Box<Sending>),
    Back(Back),
    Refunding(Box<Refunding>),
    Outcome(Outcome),
    Sheet(Box<Filled>),
    Batches(Vec<BatchRow>),
}

#[derive(Debug, Clone)]
pub enum Message {
    /// Takes a step that needs nothing filled in.
    Take(Step, Vec<i64>),
    /// Opens the form of a step that sends parcels.
    Send(Step, Vec<i64>),
    Sending(Result<Box<Sent>, Said>),
    OfSending(SendingMessage),
    /// Opens the form for goods that came back for these refunds, or of this order without one.
    Receive(Vec<i64>),
    ReceiveOrder(i64),
    Back(Result<Vec<BackOrder>, Said>),
    OfBack(BackMessage),
    /// Opens the form that notes after-sales of these orders.
    Refund(Vec<i64>),
    Refunding(Result<Vec<OrderRow>, Said>),
    OfRefunding(RefundingMessage),
    Noted(Result<Noted, Said>),
    Unnote(Vec<i64>),
    Unnoted(Result<(), Said>),
    Done(Step, Result<BatchResult, Said>),
    Undo(i64),
    Undone(Result<BatchResult, Said>),
    /// Saves the sheet to fill in, with the orders that answer to this question.
    Sheet(QueueQuery),
    SheetTo(QueueQuery, Option<PathBuf>),
    SheetDone(Result<PathBuf, Said>),
    Choose,
    Chosen(Option<PathBuf>),
    Filled(Result<Box<Filled>, Said>),
    OfSheet(SheetMessage),
    Batches,
    Listed(Result<Vec<BatchRow>, Said>),
    Close,
}

/// What the form of sent parcels begins with.
#[derive(Debug, Clone)]
pub struct Sent {
    step: Step,
    orders: Vec<OrderRow>,
    couriers: Vec<String>,
    /// What goes out again.
    goods: Option<BackOrder>,
}

/// The sentence for the user; the technical chain goes to the log.
fn told(error: &StoreError) -> Said {
    tracing::warn!(%error, "order work");
    error.said()
}

/// The owner's rules that steps keep to.
fn rules(ctx: &Ctx) -> StepRules {
    StepRules { oversell: ctx.settings.oversell }
}

impl Desk {
    pub fn new(tell: fn(Message) -> screen::Message) -> Self {
        Self { tell, open: None }
    }

    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        match message {
            Message::Take(step, ids) => self.take(ctx, step, ids.into_iter().map(Task::of).collect()),
            Message::Send(_, ids) if ids.len() > TYPED_MOST => {
                let said = Said::new("work.too_many_to_type").with("most", TYPED_MOST);
                Action::toast(Toast::warning(said))
            }
            Message::Send(step, ids) => Action::work(
                move || {
                    let again = matches!(step, Step::Exchange | Step::Reissue);
                    let goods = match ids.first().filter(|_| again) {
                        Some(order) => Some(store.goods_of_order(*order).map_err(|error| told(&error))?),
                        None => None,
                    };
                    let orders = store.order_rows(&ids).map_err(|error| told(&error))?;
                    let couriers = store.couriers().map_err(|error| told(&error))?;
                    let couriers = couriers.into_iter().map(|courier| courier.name).collect();
                    Ok(Box::new(Sent { step, orders, couriers, goods }))
                },
                Message::Sending,
            ),
            Message::Sending(Ok(sent)) => {
                self.open = Some(Dialog::Sending(Box::new(Sending::new(*sent))));
                Action::task(iced::widget::operation::focus(sending::field(0)))
            }
            Message::OfSending(message) => self.of_sending(ctx, message),
            Message::Receive(refunds) => {
                Action::work(move || store.goods_of_refunds(&refunds).map_err(|error| told(&error)), Message::Back)
            }
            Message::ReceiveOrder(order) => Action::work(
                move || store.goods_of_order(order).map(|one| vec![one]).map_err(|error| told(&error)),
                Message::Back,
            ),
            Message::Back(Ok(orders)) if orders.is_empty() => {
                Action::toast(Toast::warning(Said::new("work.back_nothing_to_take")))
            }
            Message::Back(Ok(orders)) => {
                self.open = Some(Dialog::Back(Back::new(orders)));
                Action::none()
            }
            Message::OfBack(message) => self.of_back(ctx, message),
            Message::Refund(ids) => {
                Action::work(move || store.order_rows(&ids).map_err(|error| told(&error)), Message::Refunding)
            }
            Message::Refunding(Ok(orders)) => {
                self.open = Some(Dialog::Refunding(Box::new(Refunding::new(orders))));
                Action::task(iced::widget::operation::focus(refunding::FIRST))
            }
            Message::OfRefunding(message) => self.of_refunding(ctx, message),
            Message::Noted(Ok(noted)) => self.noted(noted),
            Message::Unnote(imports) => Action::work(
                move || store.unnote_aftersales(ACTOR, &imports).map_err(|error| told(&error)),
                Message::Unnoted,
            ),
            Message::Unnoted(Ok(())) => {
                Action::toast(Toast::note(Said::new("aftersale.undone"))).with(Intent::DataChanged)
            }
            Message::Done(step, Ok(result)) => self.done(ctx, step, result),
            Message::Undo(batch) => {
                Action::work(move || store.undo_batch(ACTOR, batch).map_err(|error| told(&error)), Message::Undone)
            }
            Message::Undone(Ok(result)) => self.undone(ctx, result),
            Message::Sheet(query) => {
                let title = ctx.t("work.sheet_template").to_owned();
                let name = format!("{} {}", ctx.t("work.sheet_name"), query.now.format("%Y-%m-%d"));
                save::ask(ctx, FOLDER, title, &name, "xlsx", move |path| Message::SheetTo(query.clone(), path))
            }
            Message::SheetTo(_, None) | Message::Chosen(None) => Action::none(),
            Message::SheetTo(query, Some(path)) => {
                let lang = ctx.lang;
                let remember = save::remember(ctx, FOLDER, &path);
                let work = move || {
                    let path = save::with_ending(path, "xlsx");
                    let (ids, _, _) = store.queue(&query).map_err(|error| told(&error))?;
                    let rows = store.queue_rows(&query, &ids).map_err(|error| told(&error))?;
                    xlsx::write(&path, &[&sheet::table(lang, &rows)], lang).map_err(|error| error.said())?;
                    Ok(path)
                };
                Action::work(work, Message::SheetDone).with(remember)
            }
            Message::SheetDone(done) => save::saved(done),
            Message::Choose => sheets::choose(ctx, |paths| Message::Chosen(paths.into_iter().next())),
            Message::Chosen(Some(path)) => {
                let rules = rules(ctx);
                Action::work(move || sheet::read(&store, &path, rules).map(Box::new), Message::Filled)
            }
            Message::Filled(Ok(filled)) => {
                self.open = Some(Dialog::Sheet(filled));
                Action::none()
            }
            Message::OfSheet(message) => self.of_sheet(ctx, message),
            Message::Batches => {
                Action::work(move || store.order_batches(BATCHES).map_err(|error| told(&error)), Message::Listed)
            }
            Message::Listed(Ok(batches)) => {
                self.open = Some(Dialog::Batches(batches));
                Action::none()
            }
            Message::Close => {
                self.open = None;
                Action::none()
            }
            Message::Sending(Err(said))
            | Message::Back(Err(said))
            | Message::Refunding(Err(said))
            | Message::Unnoted(Err(said))
            | Message::Undone(Err(said))
            | Message::Filled(Err(said))
            | Message::Listed(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Done(_, Err(said)) | Message::Noted(Err(said)) => {
                match &mut self.open {
                    Some(Dialog::Refunding(refunding)) => refunding.refused(said),
                    Some(Dialog::Sending(sending)) => sending.refused(said),
                    Some(Dialog::Back(back)) => back.refused(said),
                    Some(Dialog::Sheet(filled)) => {
                        filled.refused();
                        return Action::toast(Toast::bad(said));
                    }
                    _ => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
        }
    }

    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(match self.open.as_ref()? {
            Dialog::Sending(sending) => sending.view(ctx).map(Message::OfSending),
            Dialog::Back(back) => back.view(ctx).map(Message::OfBack),
            Dialog::Refunding(refunding) => refunding.view(ctx).map(Message::OfRefunding),
            Dialog::Outcome(outcome) => outcome.view(ctx),
            Dialog::Sheet(filled) => filled.view(ctx).map(Message::OfSheet),
            Dialog::Batches(batches) => batches::view(ctx, batches),
        })
    }

    /// Esc; `false` when nothing was open.
    pub fn back(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// Enter or Ctrl+S in a dialog.
    pub fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        match &self.open {
            Some(Dialog::Sending(_)) => self.of_sending(ctx, SendingMessage::Save),
            Some(Dialog::Back(_)) => self.of_back(ctx, BackMessage::Save),
            Some(Dialog::Refunding(_)) => self.of_refunding(ctx, RefundingMessage::Save),
            Some(Dialog::Sheet(_)) => self.of_sheet(ctx, SheetMessage::Save),
            Some(Dialog::Outcome(_) | Dialog::Batches(_)) | None => {
                self.open = None;
                Action::none()
            }
        }
    }

    /// Takes a step off the window's thread; a long batch shows in the foot that it is under way.
    fn take(&self, ctx: &Ctx, step: Step, tasks: Vec<Task>) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let rules = rules(ctx);
        let job = (tasks.len() >= LONG).then(|| {
            let title = Said::new("work.job").with("step", ctx.t(&step_key(step))).with("n", tasks.len());
            Job::new(title)
        });
        let shown = job.clone();
        let action = Action::work(
            move || {
                let result = store.take_steps(ACTOR, step, &tasks, rules).map_err(|error| told(&error));
                if let Some(job) = job {
                    job.finish();
                }
                result
            },
            move |result| Message::Done(step, result),
        );
        match shown {
            Some(job) => action.with(Intent::Job(job)),
            None => action,
        }
    }

    fn of_sending(&mut self, ctx: &Ctx, message: SendingMessage) -> Action<Message> {
        let Some(Dialog::Sending(sending)) = &mut self.open else { return Action::none() };
        match message {
            SendingMessage::Close => {
                self.open = None;
                Action::none()
            }
            SendingMessage::Next(at) => {
                let next = sending.after(at);
                match next {
                    Some(next) => Action::task(iced::widget::operation::focus(sending::field(next))),
                    None => self.of_sending(ctx, SendingMessage::Save),
                }
            }
            SendingMessage::Save => {
                let step = sending.step();
                let Some((tasks, goods)) = sending.tasks() else { return Action::none() };
                let (Some(store), Some(first)) = (ctx.store().cloned(), tasks.first().cloned()) else {
                    return Action::none();
                };
                match goods {
                    Some(goods) => Action::work(
                        move || store.send_again(ACTOR, step, &first, &goods).map_err(|error| told(&error)),
                        move |result| Message::Done(step, result),
                    ),
                    None => self.take(ctx, step, tasks),
                }
            }
            message => {
                sending.update(message);
                Action::none()
            }
        }
    }

    fn of_back(&mut self, ctx: &Ctx, message: BackMessage) -> Action<Message> {
        let Some(Dialog::Back(back)) = &mut self.open else { return Action::none() };
        match message {
            BackMessage::Close => {
                self.open = None;
                Action::none()
            }
            BackMessage::Save => {
                let (Some(goods), Some(store)) = (back.goods(), ctx.store().cloned()) else { return Action::none() };
                let work = move |goods: Vec<GoodsBack>| store.take_back(ACTOR, &goods).map_err(|error| told(&error));
                Action::work(move || work(goods), |result| Message::Done(Step::TakeBack, result))
            }
            message => {
                back.update(message);
                Action::none()
            }
        }
    }

    fn of_refunding(&mut self, ctx: &Ctx, message: RefundingMessage) -> Action<Message> {
        let Some(Dialog::Refunding(refunding)) = &mut self.open else { return Action::none() };
        match message {
            RefundingMessage::Close => {
                self.open = None;
                Action::none()
            }
            RefundingMessage::Save => {
                let (Some((what, orders)), Some(store)) = (refunding.note(ctx.now()), ctx.store().cloned()) else {
                    return Action::none();
                };
                let work = move || store.note_aftersales(ACTOR, &what, &orders).map_err(|error| told(&error));
                Action::work(work, Message::Noted)
            }
            message => {
                refunding.update(message);
                Action::none()
            }
        }
    }

    /// What became of after-sales that were noted.
    fn noted(&mut self, noted: Noted) -> Action<Message> {
        let Noted { imports, done, refused } = noted;
        let action = if done.is_empty() {
            Action::none()
        } else {
            let key = if refused.is_empty() { "aftersale.noted" } else { "aftersale.noted_with" };
            let said = Said::new(key)
                .with("n", grouped(&done.len().to_string()))
                .with("refused", grouped(&refused.len().to_string()));
            let toast = if refused.is_empty() { Toast::good(said) } else { Toast::warning(said) };
            let undo = (self.tell)(Message::Unnote(imports));
            Action::toast(toast.with_button("shell.undo", Intent::Tell(Box::new(undo)))).with(Intent::DataChanged)
        };
        self.open = Outcome::of_aftersale(BatchResult { batch_id: 0, done, refused }).map(Dialog::Outcome);
        action
    }

    fn of_sheet(&mut self, ctx: &Ctx, message: SheetMessage) -> Action<Message> {
        let Some(Dialog::Sheet(filled)) = &mut self.open else { return Action::none() };
        match message {
            SheetMessage::Close => {
                self.open = None;
                Action::none()
            }
            SheetMessage::Save => {
                let Some(tasks) = filled.tasks() else { return Action::none() };
                self.take(ctx, Step::Ship, tasks)
            }
            SheetMessage::Courier(courier) => {
                filled.courier(courier);
                Action::none()
            }
        }
    }

    /// What became of a batch: a toast when all went well, row by row when not.
    fn done(&mut self, ctx: &Ctx, step: Step, result: BatchResult) -> Action<Message> {
        let action = if result.batch_id == 0 {
            Action::none()
        } else {
            let toast = outcome::toast(ctx, step, &result);
            let undo = (self.tell)(Message::Undo(result.batch_id));
            Action::toast(toast.with_button("shell.undo", Intent::Tell(Box::new(undo)))).with(Intent::DataChanged)
        };
        self.open = Outcome::of(step, result).map(Dialog::Outcome);
        action
    }

    fn undone(&mut self, ctx: &Ctx, result: BatchResult) -> Action<Message> {
        let (done, refused) = (result.done.len(), result.refused.len());
        let key = if refused == 0 { "work.undone" } else { "work.undone_with" };
        let said = Said::new(key).with("n", done).with("refused", refused);
        let listed = matches!(self.open, Some(Dialog::Batches(_)));
        let action = Action::toast(Toast::note(said)).with(Intent::DataChanged);
        if refused > 0 {
            self.open = Some(Dialog::Outcome(Outcome::of_undo(result)));
            return action;
        }
        // The list of batches stays open and tells what has changed.
        if listed { action.and(self.update(ctx, Message::Batches)) } else { action }
    }
}

/// Key of a step's name.
pub fn step_key(step: Step) -> String {
    format!("work.step_{}", step.id())
}

/// Who did something, in words.
pub fn who(ctx: &Ctx, actor: &str) -> String {
    namer(ctx)(actor)
}

/// [`who`], for columns.
pub fn namer(ctx: &Ctx) -> impl Fn(&str) -> String + Send + Sync + Clone + 'static {
    let (lang, own) = (ctx.lang, ctx.settings.actor.clone());
    move |actor| match actor {
        ACTOR if own.is_empty() => lang.t("work.who_owner").to_owned(),
        ACTOR => own.clone(),
        "demo" => lang.t("work.who_demo").to_owned(),
        other => other.to_owned(),
    }
}
