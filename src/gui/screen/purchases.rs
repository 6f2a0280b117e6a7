//! 采购: purchase orders from draft to closed. What a state allows stands as buttons beside the order; goods are received, sent back
//! and paid for from here.

mod deed;
mod detail;
mod give_back;
mod order;
mod order_form;
mod paper;
mod pay;
mod receive;
mod sheet;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use chrono::NaiveDate;
use iced::Element;
use iced::widget::row;

use crate::domain::money::Money;
use crate::domain::purchase::PurchaseStatus;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::{button, choice, state};
use crate::gui::ctx::Ctx;
use crate::gui::desk;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::save;
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{self, PurchaseDetail, PurchaseQuery, PurchaseRow, Store};
use crate::table::Cell;

pub use deed::{Deed, Undo};
use deed::{Done, take_back};
use order::by;
use order_form::{OrderForm, Stock};
use paper::Format;

/// 采购
pub type Purchases = RecordList<PurchaseRecords>;

/// What is drafted by the program itself names this actor.
pub const AUTO: &str = "auto";

/// Which orders are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum View {
    All,
    Status(PurchaseStatus),
    /// 逾期未到
    Late,
    /// 未付清
    Owed,
}

/// Purchase orders as a list.
#[derive(Debug, Clone)]
pub struct PurchaseRecords {
    view: View,
    dialog: Option<Dialog>,
}

#[derive(Debug, Clone)]
enum Dialog {
    Order(Box<OrderForm>),
    Receive(receive::ReceiveForm),
    GiveBack(give_back::GiveBackForm),
    Pay(Box<pay::PayForm>),
}

/// The list's own question.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Question {
    purchases: PurchaseQuery,
    view: View,
    today: NaiveDate,
    sort: &'static str,
    descending: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    View(View),
    /// A new order.
    New,
    /// Change a draft.
    Edit(i64),
    OrderForm(Result<Box<OrderForm>, Said>),
    Order(order_form::Message),
    Receive(Box<PurchaseDetail>),
    OfReceive(receive::Message),
    GiveBack(Box<PurchaseDetail>),
    OfGiveBack(give_back::Message),
    Pay(Box<PurchaseDetail>),
    OfPay(pay::Message),
    Step(i64, PurchaseStatus, Deed),
    Undo(Undo),
    Done(Result<Done, Said>),
    Undone(Result<(), Said>),
    /// Save orders for their supplier; the text names the only one.
    Save(Format, String, Vec<i64>),
    SaveTo(Format, Vec<i64>, Option<PathBuf>),
    Saved(Result<PathBuf, Said>),
    Sku(i64),
    Supplier(i64),
}

pub(in crate::gui::screen) const fn tone(status: PurchaseStatus) -> Tone {
    match status {
        PurchaseStatus::Draft | PurchaseStatus::Closed | PurchaseStatus::Cancelled => Tone::Neutral,
        PurchaseStatus::Confirmed => Tone::Accent,
        PurchaseStatus::Sent => Tone::Blue,
        PurchaseStatus::PartReceived => Tone::Warning,
        PurchaseStatus::Received => Tone::Good,
    }
}

/// Key of a state's name.
pub(in crate::gui::screen) fn status_key(status: PurchaseStatus) -> String {
    format!("purchase.status_{}", status.id())
}

/// Who did something, in words.
pub(super) fn who(ctx: &Ctx, actor: &str) -> String {
    if actor == AUTO { ctx.t("purchase.actor_auto").to_owned() } else { desk::who(ctx, actor) }
}

/// The sentence for the user; the technical chain goes to the log.
pub(super) fn told(error: &store::StoreError) -> Said {
    tracing::warn!(%error, "purchases");
    error.said()
}

impl Records for PurchaseRecords {
    const ROUTE: Route = Route::Purchases;
    const TEXTS: Texts = Texts {
        search: "purchase.search",
        only: "purchase.only",
        total: "purchase.total",
        none: "purchase.none",
        hint: "purchase.none_hint",
    };
    const SORT: (&'static str, bool) = ("number", true);
    const HIDDEN: &'static [&'static str] =
        &["created_at", "skus", "payable", "sent_at", "received_at", "returned", "paid", "note"];

    type Row = PurchaseRow;
    type Query = Question;
    type Detail = PurchaseDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { view: View::All, dialog: None }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<PurchaseRow>> {
        type F = Field<PurchaseRow>;
        let (lang, today) = (ctx.lang, now(ctx));
        let (auto, owner) = (who(ctx, AUTO), who(ctx, ACTOR));
        let drafted_by = move |row: &PurchaseRow| match row.drafted_by.as_str() {
            AUTO => auto.clone(),
            ACTOR => owner.clone(),
            other => other.to_owned(),
        };
        let late = move |row: &PurchaseRow| if row.late(today) { Look::Toned(Tone::Bad) } else { Look::Plain };
        let due = move |row: &PurchaseRow| {
            let past = row.due_on.is_some_and(|day| day < today);
            if past { Look::Toned(Tone::Bad) } else { Look::Plain }
        };
        vec![
            F::id("number", ctx.t("purchase.number"), |row| row.number.clone()).width(126.0),
            F::text("supplier", ctx.t("purchase.supplier"), |row| row.supplier.clone()).width(122.0).grow().link(),
            F::text("status", ctx.t("purchase.status"), move |row| lang.t(&status_key(row.status)).to_owned())
                .width(90.0)
                .look(|row| Look::Badge(tone(row.status))),
            F::date("created_at", ctx.t("purchase.created_at"), |row| Some(row.created_at.date())).width(92.0),
            F::count("skus", ctx.t("purchase.skus"), |row| Some(row.skus)).width(60.0),
            F::count("ordered", ctx.t("purchase.ordered"), |row| Some(row.ordered)).width(72.0),
            F::count("received", ctx.t("purchase.received"), |row| Some(row.received)).width(76.0),
            F::count("open", ctx.t("purchase.open"), |row| Some(row.open)).width(76.0),
            F::date("expected_on", ctx.t("purchase.expected_on"), |row| row.expected_on).width(92.0).look(late),
            F::money("amount", ctx.t("purchase.amount"), |row| row.amount).width(96.0),
            F::money("payable", ctx.t("purchase.payable"), |row| Some(row.payable.amount())).width(100.0),
            F::money("owed", ctx.t("purchase.owed"), |row| Some(row.payable.open())).width(100.0),
            F::date("due_on", ctx.t("purchase.due_on"), |row| row.due_on).width(92.0).look(due),
            F::time("sent_at", ctx.t("purchase.sent_at"), |row| row.sent_at),
            F::time("received_at", ctx.t("purchase.received_at"), |row| row.last_received_at),
            F::count("returned", ctx.t("purchase.returned"), |row| Some(row.returned)).width(66.0),
            F::money("paid", ctx.t("purchase.paid"), |row| Some(row.payable.paid)).width(100.0),
            F::text("drafted_by", ctx.t("purchase.drafted_by"), drafted_by).width(80.0),
            F::text("note", ctx.t("purchase.note"), |row| row.note.clone()).width(140.0),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> Question {
        Question {
            purchases: PurchaseQuery {
                text: asked.text.to_owned(),
                ids: asked.only.map(<[i64]>::to_vec),
                ..PurchaseQuery::default()
            },
            view: if asked.only.is_some() { View::All } else { self.view },
            today: now(ctx),
            sort: asked.sort.column,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, question: &Question) -> store::Result<Found> {
        let mut rows = store.purchases(&question.purchases)?;
        rows.retain(|row| match question.view {
            View::All => true,
            View::Status(status) => row.status == status,
            View::Late => row.late(question.today),
            View::Owed => row.payable.open() != Money::ZERO,
        });
        rows.sort_by(|a, b| {
            let order = by(question.sort, a, b);
            let order = if question.descending { order.reverse() } else { order };
            order.then_with(|| b.id.cmp(&a.id))
        });
        let sum = |of: fn(&PurchaseRow) -> i64| Cell::Count(rows.iter().map(of).sum());
        let money = |of: fn(&PurchaseRow) -> Money| Cell::Money(rows.iter().map(of).sum());
        let totals = vec![
            ("ordered", sum(|row| row.ordered)),
            ("received", sum(|row| row.received)),
            ("open", sum(|row| row.open)),
            ("returned", sum(|row| row.returned)),
            ("amount", money(|row| row.amount.unwrap_or_default())),
            ("payable", money(|row| row.payable.amount())),
            ("owed", money(|row| row.payable.open())),
            ("paid", money(|row| row.payable.paid)),
        ];
        Ok(Found { ids: rows.iter().map(|row| row.id).collect(), totals })
    }

    fn fetch(store: &Store, _question: &Question, ids: &[i64]) -> store::Result<Vec<PurchaseRow>> {
        store.purchase_rows(ids)
    }

    fn id(row: &PurchaseRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<PurchaseDetail> {
        store.purchase(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &PurchaseDetail) -> String {
        detail.order.number.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a PurchaseDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Purchases { what, ids } => Some(Goal::These(what, ids)),
            Open::Purchase(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn link(&self, row: &PurchaseRow, column: &'static str) -> Option<Message> {
        (column == "supplier").then_some(Message::Supplier(row.supplier_id))
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::View(view) => {
                self.view = view;
                Action::none()
            }
            Message::New => Self::open_form(ctx, None),
            Message::Edit(id) => Self::open_form(ctx, Some(id)),
            Message::OrderForm(Ok(form)) => {
                self.dialog = Some(Dialog::Order(form));
                Action::task(iced::widget::operation::focus(order_form::SEARCH))
            }
            Message::OrderForm(Err(said)) | Message::Undone(Err(said)) => Action::toast(Toast::bad(said)),
            Message::Receive(detail) => {
                self.dialog = Some(Dialog::Receive(receive::ReceiveForm::new(&detail, now(ctx))));
                Action::task(iced::widget::operation::focus(receive::FIRST))
            }
            Message::GiveBack(detail) => {
                self.dialog = Some(Dialog::GiveBack(give_back::GiveBackForm::new(&detail, now(ctx))));
                Action::task(iced::widget::operation::focus(give_back::FIRST))
            }
            Message::Pay(detail) => {
                self.dialog = Some(Dialog::Pay(Box::new(pay::PayForm::new(&detail.order, now(ctx)))));
                Action::task(iced::widget::operation::focus(pay::FIRST))
            }
            Message::Order(order_form::Message::Close)
            | Message::OfReceive(receive::Message::Close)
            | Message::OfGiveBack(give_back::Message::Close)
            | Message::OfPay(pay::Message::Close) => {
                self.dialog = None;
                Action::none()
            }
            Message::Order(order_form::Message::Save)
            | Message::OfReceive(receive::Message::Save)
            | Message::OfGiveBack(give_back::Message::Save)
            | Message::OfPay(pay::Message::Save) => self.save(ctx),
            Message::Order(message) => {
                if let Some(Dialog::Order(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::OfReceive(message) => {
                if let Some(Dialog::Receive(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::OfGiveBack(message) => {
                if let Some(Dialog::GiveBack(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::OfPay(message) => {
                if let Some(Dialog::Pay(form)) = &mut self.dialog {
                    form.update(message);
                }
                Action::none()
            }
            Message::Step(id, before, deed) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let at = ctx.now();
                let work = move || {
                    let order = store.purchase(id)?.order;
                    deed.run(&store, id, at)?;
                    let undo = Some(Undo::Deeds(id, deed.back(before), order.sent_at));
                    Ok(Done { said: Said::new(deed.said()).with("number", order.number), undo, open: None })
                };
                Action::work(move || work().map_err(|error| told(&error)), Message::Done)
            }
            Message::Done(Ok(done)) => {
                self.dialog = None;
                let mut toast = Toast::good(done.said);
                if let Some(undo) = done.undo {
                    let tell = record_list::Message::Own(Message::Undo(undo));
                    let tell = crate::gui::screen::Message::Purchases(tell);
                    toast = toast.with_button("shell.undo", Intent::Tell(Box::new(tell)));
                }
                let action = Action::toast(toast).with(Intent::DataChanged);
                match done.open {
                    Some(id) => action.with(Intent::Open(Open::Purchase(id))),
                    None => action,
                }
            }
            Message::Done(Err(said)) => {
                match &mut self.dialog {
                    Some(Dialog::Order(form)) => form.refused(said),
                    Some(Dialog::Receive(form)) => form.refused(said),
                    Some(Dialog::GiveBack(form)) => form.refused(said),
                    Some(Dialog::Pay(form)) => form.refused(said),
                    None => return Action::toast(Toast::bad(said)),
                }
                Action::none()
            }
            Message::Undo(undo) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let at = ctx.now();
                Action::work(move || take_back(&store, &undo, at).map_err(|error| told(&error)), Message::Undone)
            }
            Message::Undone(Ok(())) => {
                Action::toast(Toast::note(Said::new("purchase.undone"))).with(Intent::DataChanged)
            }
            Message::Save(format, name, ids) => paper::ask(ctx, format, &name, ids),
            Message::SaveTo(_, _, None) => Action::none(),
            Message::SaveTo(format, ids, Some(path)) => paper::write(ctx, format, ids, &path),
            Message::Saved(done) => save::saved(done),
            Message::Sku(id) => Action::intent(Intent::Open(Open::Sku(id))),
            Message::Supplier(id) => Action::intent(Intent::Open(Open::Supplier(id))),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let mut options = vec![(View::All, ctx.t("orders.any").to_owned())];
        options.extend(PurchaseStatus::ALL.map(|one| (View::Status(one), ctx.t(&status_key(one)).to_owned())));
        options.push((View::Late, ctx.t("purchase.view_late").to_owned()));
        options.push((View::Owed, ctx.t("purchase.view_owed").to_owned()));
        Some(choice::chips(options, self.view, Message::View))
    }

    fn narrowed(&self) -> bool {
        self.view != View::All
    }

    fn widen(&mut self) {
        self.view = View::All;
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let batch = |icon, key, message| Batch { icon, label: ctx.t(key).to_owned(), message };
        vec![
            batch(Icon::FileText, "purchase.save_pdf", |ids| Message::Save(Format::Pdf, String::new(), ids)),
            batch(Icon::FileSpreadsheet, "purchase.save_xlsx", |ids| Message::Save(Format::Xlsx, String::new(), ids)),
        ]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(match self.dialog.as_ref()? {
            Dialog::Order(form) => form.view(ctx).map(Message::Order),
            Dialog::Receive(form) => form.view(ctx).map(Message::OfReceive),
            Dialog::GiveBack(form) => form.view(ctx).map(Message::OfGiveBack),
            Dialog::Pay(form) => form.view(ctx).map(Message::OfPay),
        })
    }

    fn back(&mut self) -> bool {
        self.dialog.take().is_some()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.save(ctx)
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(
            row![button::primary_labelled(Icon::Plus, ctx.t("purchase.new"), Some(Message::New))]
                .spacing(gap::S)
                .into(),
        )
    }

    fn blank<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let way = button::primary_labelled(Icon::Plus, ctx.t("purchase.new"), Some(Message::New)).into();
        Some(state::empty(Self::ROUTE.icon(), ctx.t("purchase.none"), ctx.t("purchase.none_hint"), Some(way)))
    }

    /// Goods are ordered before the first is sold, once there are own SKUs.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

impl PurchaseRecords {
    /// Reads what the form of an order chooses from, and the draft it changes.
    fn open_form(ctx: &Ctx, id: Option<i64>) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let work = move || -> store::Result<Box<OrderForm>> {
            let stock =
                Stock { suppliers: store.suppliers()?, skus: store.sku_choices()?, supply: store.supply_terms()? };
            let draft = id.map(|id| store.purchase(id)).transpose()?;
            Ok(Box::new(OrderForm::new(stock, draft.as_ref())))
        };
        Action::work(move || work().map_err(|error| told(&error)), Message::OrderForm)
    }

    /// Does what the open form says, once everything in it makes sense.
    fn save(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(store) = ctx.store().cloned() else { return Action::none() };
        let at = ctx.now();
        let work: Box<dyn FnOnce() -> store::Result<Done> + Send> = match &mut self.dialog {
            Some(Dialog::Order(form)) => {
                let Some((id, new)) = form.order() else { return Action::none() };
                Box::new(move || order_form::save(&store, id, &new))
            }
            Some(Dialog::Receive(form)) => {
                let Some(receipt) = form.receipt(at) else { return Action::none() };
                Box::new(move || {
                    let posted = store.receive_purchase(ACTOR, &receipt)?;
                    let said = Said::new("purchase.done_receive").with("number", posted.number);
                    Ok(Done { said, undo: Some(Undo::Move(receipt.order_id)), open: None })
                })
            }
            Some(Dialog::GiveBack(form)) => {
                let Some(back) = form.give_back(at) else { return Action::none() };
                Box::new(move || {
                    let posted = store.give_back_purchase(ACTOR, &back)?;
                    let said = Said::new("purchase.done_return").with("number", posted.number);
                    Ok(Done { said, undo: Some(Undo::Move(back.order_id)), open: None })
                })
            }
            Some(Dialog::Pay(form)) => {
                let Some(payment) = form.payment() else { return Action::none() };
                Box::new(move || {
                    let entry =
                        store.pay_purchase(ACTOR, payment.order_id, payment.day, payment.amount, &payment.note)?;
                    let said = Said::new("purchase.done_pay").with("amount", payment.amount);
                    Ok(Done { said, undo: Some(Undo::Payment(entry)), open: None })
                })
            }
            None => return Action::none(),
        };
        Action::work(move || work().map_err(|error| told(&error)), Message::Done)
    }
}

/// Orders stand as they are now, however far the files reach.
fn now(ctx: &Ctx) -> NaiveDate {
    ctx.now().date()
}
