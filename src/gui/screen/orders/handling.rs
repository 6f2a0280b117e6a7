//! Work on orders (订单处理): documents are printed, orders share a box or are split, receivers and remarks are changed, and
//! orders are made by hand. The list of orders takes all of it in as one message.

mod change;
mod making;
mod print;
mod split;
#[cfg(test)]
mod tests;

use iced::Element;
use iced::widget::row;

use crate::domain::packing::PackOrder;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::button;
use crate::gui::ctx::Ctx;
use crate::gui::printing;
use crate::gui::route::{Open, Route};
use crate::gui::screen::{self, import::ACTOR};
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::locale::Said;
use crate::store::{Made, OrderChange, PersonalData, SkuChoice, Store};

use change::Change;
use making::Making;
use split::Split;

/// What is open; at most one of them.
#[derive(Debug, Clone)]
pub struct Handling {
    /// Makes the page's own message of one of these, for buttons in toasts.
    tell: fn(Message) -> screen::Message,
    open: Option<Form>,
}

#[derive(Debug, Clone)]
enum Form {
    Making(Making),
    Change(Change),
    Split(Split),
    /// Which document of these orders
    Print(Vec<i64>),
}

/// An order's receiver in clear, and what of it is the owner's word.
#[derive(Debug, Clone)]
pub struct Known {
    id: i64,
    person: PersonalData,
    now: OrderChange,
}

#[derive(Debug, Clone)]
pub enum Message {
    /// Which document of these?
    ToPrint(Vec<i64>),
    OfPrint(print::Message),
    Print(printing::Message),
    Merge(Vec<i64>),
    /// The box, and how many orders are in it.
    Merged(Result<(i64, usize), Said>),
    Unplan(i64),
    Unplanned(Result<(), Said>),
    Split(i64),
    ToSplit(Result<Box<PackOrder>, Said>),
    OfSplit(split::Message),
    SplitDone(Result<i64, Said>),
    Change(i64),
    ToChange(Result<Box<Known>, Said>),
    OfChange(change::Message),
    /// The order, and what held before.
    Changed(Result<(i64, OrderChange), Said>),
    /// Puts back what held before.
    ChangeBack(i64, OrderChange),
    ChangedBack(Result<(), Said>),
    New,
    ToMake(Result<Vec<SkuChoice>, Said>),
    OfMaking(making::Message),
    Made(Result<Made, Said>),
    Unmake(i64),
    Unmade(Result<(), Said>),
    Go(Open),
}

fn told(error: &crate::store::StoreError) -> Said {
    tracing::warn!(%error, "orders");
    error.said()
}

/// The page's own buttons.
pub fn actions(ctx: &Ctx) -> Element<'_, Message> {
    let pack = Message::Go(Open::Page(Route::Packing));
    row![
        button::labelled(Icon::ScanBarcode, ctx.t("shell.page_packing"), Some(pack)),
        button::labelled(Icon::Plus, ctx.t("desk.new"), Some(Message::New)),
    ]
    .spacing(gap::S)
    .into()
}

impl Handling {
    pub fn new(tell: fn(Message) -> screen::Message) -> Self {
        Self { tell, open: None }
    }

    /// Brings a message back from a toast.
    fn own(&self, message: Message) -> Intent {
        Intent::Tell(Box::new((self.tell)(message)))
    }

    pub fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        match message {
            Message::ToPrint(ids) => {
                self.open = Some(Form::Print(ids));
                Action::none()
            }
            Message::OfPrint(print::Message::Choose(kind)) => {
                let Some(Form::Print(ids)) = self.open.take() else { return Action::none() };
                printing::update(ctx, printing::Message::Ask(kind, ids)).map(Message::Print)
            }
            Message::Print(message) => printing::update(ctx, message).map(Message::Print),
            Message::Merge(ids) => {
                let n = ids.len();
                let work = move || Ok((store.merge_orders(ACTOR, &ids).map_err(|error| told(&error))?, n));
                Action::work(work, Message::Merged)
            }
            Message::Merged(Ok((id, n))) => {
                let said = Said::new("desk.merged").with("n", n);
                let toast = Toast::good(said).with_button("shell.undo", self.own(Message::Unplan(id)));
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Unplan(id) => {
                Action::work(move || store.unplan_box(ACTOR, id).map_err(|error| told(&error)), Message::Unplanned)
            }
            Message::Unplanned(Ok(())) => {
                Action::toast(Toast::note(Said::new("desk.unplanned"))).with(Intent::DataChanged)
            }
            Message::Split(id) => Action::work(
                move || {
                    let boxes = store.boxes(&[id]).map_err(|error| told(&error))?;
                    let one = boxes.into_iter().find(|one| one.orders.iter().any(|order| order.id == id));
                    let mut one = one.ok_or_else(|| Said::new("store.gone"))?;
                    let order = one.orders.iter().position(|order| order.id == id).unwrap_or_default();
                    let mut order = one.orders.swap_remove(order);
                    order.lines = one.lines;
                    Ok(Box::new(order))
                },
                Message::ToSplit,
            ),
            Message::ToSplit(Ok(order)) => {
                self.open = Some(Form::Split(Split::new(&order)));
                Action::task(iced::widget::operation::focus(split::FIRST))
            }
            Message::OfSplit(split::Message::Close)
            | Message::OfChange(change::Message::Close)
            | Message::OfPrint(print::Message::Close)
            | Message::OfMaking(making::Message::Close) => {
                self.open = None;
                Action::none()
            }
            Message::OfSplit(split::Message::Save) => self.save(ctx),
            Message::OfSplit(message) => {
                if let Some(Form::Split(form)) = &mut self.open {
                    form.update(message);
                }
                Action::none()
            }
            Message::SplitDone(Ok(id)) => {
                self.open = None;
                let toast =
                    Toast::good(Said::new("desk.split_done")).with_button("shell.undo", self.own(Message::Unplan(id)));
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Change(id) => Action::work(
                move || {
                    let person = store.reveal(ACTOR, id).map_err(|error| told(&error))?;
                    let now = store.change_of(id).map_err(|error| told(&error))?;
                    Ok(Box::new(Known { id, person, now }))
                },
                Message::ToChange,
            ),
            Message::ToChange(Ok(known)) => {
                self.open = Some(Form::Change(Change::new(*known)));
                Action::task(iced::widget::operation::focus(change::FIRST))
            }
            Message::OfChange(change::Message::Save) => self.save(ctx),
            Message::OfChange(change::Message::Platform) => {
                let Some(Form::Change(form)) = &self.open else { return Action::none() };
                keep(store, form.id(), OrderChange::default())
            }
            Message::OfChange(message) => {
                if let Some(Form::Change(form)) = &mut self.open {
                    form.update(message);
                }
                Action::none()
            }
            Message::Changed(Ok((id, before))) => {
                self.open = None;
                let back = self.own(Message::ChangeBack(id, before));
                let toast = Toast::good(Said::new("desk.changed")).with_button("shell.undo", back);
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::ChangeBack(id, before) => Action::work(
                move || store.change_order(ACTOR, id, &before).map_err(|error| told(&error)),
                Message::ChangedBack,
            ),
            Message::ChangedBack(Ok(())) => {
                Action::toast(Toast::note(Said::new("desk.changed_back"))).with(Intent::DataChanged)
            }
            Message::New => Action::work(move || store.sku_choices().map_err(|error| told(&error)), Message::ToMake),
            Message::ToMake(Ok(skus)) => {
                self.open = Some(Form::Making(Making::new(skus)));
                Action::task(iced::widget::operation::focus(making::FIRST))
            }
            Message::OfMaking(making::Message::Save) => self.save(ctx),
            Message::OfMaking(message) => {
                if let Some(Form::Making(form)) = &mut self.open {
                    form.update(message);
                }
                Action::none()
            }
            Message::Made(Ok(made)) => {
                self.open = None;
                let said = Said::new("desk.made").with("no", &made.order_no);
                let toast = Toast::good(said).with_button("shell.undo", self.own(Message::Unmake(made.order_id)));
                Action::toast(toast).with(Intent::DataChanged).with(Intent::Open(Open::Order(made.order_id)))
            }
            Message::Unmake(id) => {
                Action::work(move || store.unmake_order(ACTOR, id).map_err(|error| told(&error)), Message::Unmade)
            }
            Message::Unmade(Ok(())) => Action::toast(Toast::note(Said::new("desk.unmade"))).with(Intent::DataChanged),
            Message::Go(what) => Action::intent(Intent::Open(what)),
            Message::Changed(Err(said)) | Message::SplitDone(Err(said)) | Message::Made(Err(said)) => {
                self.refused(said)
            }
            Message::Merged(Err(said))
            | Message::Unplanned(Err(said))
            | Message::ToSplit(Err(said))
            | Message::ToChange(Err(said))
            | Message::ChangedBack(Err(said))
            | Message::ToMake(Err(said))
            | Message::Unmade(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    /// The form stays open with what the shop file says against it.
    fn refused(&mut self, said: Said) -> Action<Message> {
        match &mut self.open {
            Some(Form::Making(form)) => form.refused(said),
            Some(Form::Change(form)) => form.refused(said),
            Some(Form::Split(form)) => form.refused(said),
            Some(Form::Print(_)) | None => return Action::toast(Toast::bad(said)),
        }
        Action::none()
    }

    /// Saves what is open, once it makes sense.
    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        match &mut self.open {
            Some(Form::Making(form)) => {
                let (Some(order), at) = (form.order(), ctx.now()) else { return Action::none() };
                Action::work(move || store.make_order(ACTOR, &order, at).map_err(|error| told(&error)), Message::Made)
            }
            Some(Form::Change(form)) => {
                let (id, change) = (form.id(), form.change());
                keep(store, id, change)
            }
            Some(Form::Split(form)) => {
                let (id, Some(aside)) = (form.id(), form.aside()) else { return Action::none() };
                Action::work(
                    move || store.split_order(ACTOR, id, &aside).map_err(|error| told(&error)),
                    Message::SplitDone,
                )
            }
            Some(Form::Print(_)) | None => Action::none(),
        }
    }

    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(match self.open.as_ref()? {
            Form::Making(form) => form.view(ctx).map(Message::OfMaking),
            Form::Change(form) => form.view(ctx).map(Message::OfChange),
            Form::Split(form) => form.view(ctx).map(Message::OfSplit),
            Form::Print(ids) => print::view(ctx, ids.len()).map(Message::OfPrint),
        })
    }

    /// Esc: closes what is open. `false` when nothing is.
    pub fn back(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// Enter in what is open.
    pub fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.save(ctx)
    }
}

fn keep(store: Store, id: i64, change: OrderChange) -> Action<Message> {
    Action::work(
        move || {
            let before = store.change_of(id).map_err(|error| told(&error))?;
            store.change_order(ACTOR, id, &change).map_err(|error| told(&error))?;
            Ok((id, before))
        },
        Message::Changed,
    )
}
