//! 订单: every order of the period, found, sorted and opened; brought on its way ([`crate::gui::desk`]), handed out, marked and held
//! ([`work`]), printed, packed and made by hand ([`handling`]).

mod assigned;
pub(super) mod bar;
mod care;
pub(super) mod detail;
pub(super) mod handling;
#[cfg(test)]
mod tests;
pub(super) mod work;

use iced::widget::{container, row};
use iced::{Element, Length};

use super::queue;
use crate::domain::flow::Stage;
use crate::domain::order::OrderStatus;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::choice;
use crate::gui::ctx::Ctx;
use crate::gui::desk::{self, Desk};
use crate::gui::names;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::space as gap;
use crate::gui::widget::grid::Look;
use crate::locale::{Lang, Said};
use crate::store::{self, OrderClock, OrderDetail, OrderQuery, OrderRow, OrderSort, PersonalData, Store};
use crate::table::Cell;

use handling::Handling;
use work::Work;

/// 订单
pub type Orders = RecordList<OrderRecords>;

/// Orders as a list.
#[derive(Debug, Clone)]
pub struct OrderRecords {
    status: Option<OrderStatus>,
    /// The order whose receiver somebody has asked for, and the receiver.
    revealed: Option<(i64, PersonalData)>,
    /// Bringing orders on their way: steps, parcels, sheets.
    desk: Desk,
    handling: Handling,
    /// Who looks after orders: filters and dialogs.
    work: Work,
}

#[derive(Debug, Clone)]
pub enum Message {
    Status(Option<OrderStatus>),
    /// Show the receiver of this order; that is recorded.
    Reveal(i64),
    Revealed(i64, Result<PersonalData, Said>),
    Handling(handling::Message),
    /// To the buyer, a refund, a parcel of the order.
    Go(Open),
    /// Handing out, marking, holding.
    Work(work::Message),
    Desk(desk::Message),
}

fn own(message: Message) -> crate::gui::screen::Message {
    crate::gui::screen::Message::Orders(record_list::Message::Own(message))
}

impl bar::Hosts for OrderRecords {
    fn desk(message: desk::Message) -> Message {
        Message::Desk(message)
    }

    fn handling(message: handling::Message) -> Message {
        Message::Handling(message)
    }

    fn work(message: work::Message) -> Message {
        Message::Work(message)
    }
}

impl Records for OrderRecords {
    const ROUTE: Route = Route::Orders;
    const TEXTS: Texts = Texts {
        search: "orders.search",
        only: "orders.only",
        total: "orders.total",
        none: "orders.none",
        hint: "orders.none_hint",
    };
    const SORT: (&'static str, bool) = ("paid_at", true);
    const IN_SIGHT: usize = bar::IN_SIGHT;
    const HIDDEN: &'static [&'static str] =
        &["shop", "payable", "created_at", "shipped_at", "received_at", "courier", "tracking_no", "items", "tags"];

    type Row = OrderRow;
    type Query = OrderQuery;
    type Detail = OrderDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self {
            status: None,
            revealed: None,
            desk: Desk::new(|message| own(Message::Desk(message))),
            handling: Handling::new(|message| own(Message::Handling(message))),
            work: Work::new(|message| own(Message::Work(message))),
        }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<OrderRow>> {
        type F = Field<OrderRow>;
        let lang = ctx.lang;
        vec![
            F::text("platform", ctx.t("orders.platform"), move |row| names::platform(lang, row.platform))
                .width(84.0)
                .unsorted(),
            F::text("shop", ctx.t("orders.shop"), |row| row.shop.clone()).width(120.0),
            F::id("order_no", ctx.t("orders.order_no"), |row| row.order_no.clone()).width(180.0).link(),
            F::text("title", ctx.t("orders.title"), |row| row.title.clone()).width(112.0).grow().unsorted(),
            F::money("payable", ctx.t("orders.payable"), |row| row.payable).width(90.0),
            F::money("paid", ctx.t("orders.paid"), |row| row.paid).width(92.0),
            F::money("refund", ctx.t("orders.refund"), |row| Some(row.refund).filter(|refund| refund.fen() != 0))
                .width(74.0),
            F::count("items", ctx.t("orders.items"), |row| row.items).width(60.0),
            F::text("status", ctx.t("orders.status"), move |row| state(lang, row).unwrap_or_default())
                .width(90.0)
                .look(|row| match (waiting(row), row.status) {
                    (Some(stage), _) => Look::Badge(queue::tone(stage)),
                    (None, status) => status.map_or(Look::Plain, |status| Look::Badge(tone(status))),
                }),
            F::text("staff", ctx.t("rules.staff"), |row| row.mark.staff.clone()).width(60.0).unsorted(),
            F::text("flag", ctx.t("rules.flag"), move |row| {
                row.mark.flag.map(|flag| work::flag_name(lang, flag)).unwrap_or_default()
            })
            .width(68.0)
            .unsorted()
            .look(|row| row.mark.flag.map_or(Look::Plain, |flag| Look::Badge(work::flag_tone(flag)))),
            F::text("tags", ctx.t("rules.tags"), move |row| crate::domain::rule::listed(lang, row.mark.tags.clone()))
                .width(110.0)
                .unsorted(),
            F::text("holds", ctx.t("rules.held"), move |row| crate::domain::rule::listed(lang, row.mark.holds.clone()))
                .width(80.0)
                .unsorted()
                .look(|_| Look::Toned(Tone::Warning)),
            F::text("province", ctx.t("orders.province"), move |row| names::province(lang, row.province)).width(78.0),
            F::time("created_at", ctx.t("orders.created_at"), |row| row.created_at),
            F::time("paid_at", ctx.t("orders.paid_at"), |row| row.paid_at),
            F::time("shipped_at", ctx.t("orders.shipped_at"), |row| row.shipped_at),
            F::time("received_at", ctx.t("orders.received_at"), |row| row.received_at),
            F::text("courier", ctx.t("orders.courier"), |row| row.courier.clone()).width(90.0).unsorted(),
            F::id("tracking_no", ctx.t("orders.tracking_no"), |row| row.tracking_no.clone()).width(150.0).unsorted(),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> OrderQuery {
        let mut all = OrderQuery {
            text: asked.text.to_owned(),
            statuses: self.status.into_iter().collect(),
            sort: sort_by(asked.sort.column),
            descending: asked.sort.descending,
            ..OrderQuery::default()
        };
        self.work.lens.ask(&mut all);
        match asked.only {
            Some(ids) => OrderQuery { ids: Some(ids.to_vec()), ..all },
            None => OrderQuery {
                clock: OrderClock::Created,
                period: Some(ctx.period()),
                shops: ctx.filters.shops.clone(),
                platforms: ctx.filters.platforms.clone(),
                categories: ctx.filters.categories.clone(),
                ..all
            },
        }
    }

    fn find(store: &Store, query: &OrderQuery) -> store::Result<Found> {
        let list = store.orders(query)?;
        let totals = vec![
            ("payable", Cell::Money(list.payable)),
            ("paid", Cell::Money(list.paid)),
            ("refund", Cell::Money(list.refund)),
            ("items", Cell::Count(list.items)),
        ];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, _query: &OrderQuery, ids: &[i64]) -> store::Result<Vec<OrderRow>> {
        store.order_rows(ids)
    }

    fn id(row: &OrderRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<OrderDetail> {
        store.order_detail(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &OrderDetail) -> String {
        detail.order.order_no.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a OrderDetail) -> Element<'a, Message> {
        let own = self.revealed.as_ref().filter(|(id, _)| *id == detail.order.id);
        detail::view(ctx, detail, own.map(|(_, person)| person))
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Orders { what, ids } => Some(Goal::These(what, ids)),
            Open::Order(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Status(status) => {
                self.status = status;
                Action::none()
            }
            Message::Reveal(id) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                Action::work(
                    move || store.reveal(super::import::ACTOR, id).map_err(|error| error.said()),
                    move |person| Message::Revealed(id, person),
                )
            }
            Message::Revealed(id, Ok(person)) => {
                self.revealed = Some((id, person));
                Action::none()
            }
            Message::Handling(message) => self.handling.update(ctx, message).map(Message::Handling),
            Message::Go(what) => Action::intent(Intent::Open(what)),
            Message::Work(message) => self.work.update(ctx, message).map(Message::Work),
            Message::Desk(message) => self.desk.update(ctx, message).map(Message::Desk),
            Message::Revealed(_, Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let any = std::iter::once((None, ctx.t("orders.any").to_owned()));
        let known = OrderStatus::ALL.into_iter().filter(|status| *status != OrderStatus::Unknown);
        let each = known.map(|status| (Some(status), names::order_status(ctx.lang, status)));
        let states = choice::chips(any.chain(each), self.status, Message::Status);
        let people = self.work.filter(ctx).map(Message::Work);
        Some(row![container(states).width(Length::Fill), people].spacing(gap::S).into())
    }

    fn narrowed(&self) -> bool {
        self.status.is_some() || self.work.lens != work::Lens::All
    }

    fn widen(&mut self) {
        self.status = None;
        self.work.lens = work::Lens::All;
    }

    fn actions<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(handling::actions(ctx).map(Message::Handling))
    }

    fn turn(&mut self) {
        self.revealed = None;
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        self.work.enter(ctx).map(Message::Work)
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        bar::batch(ctx)
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let desk = self.desk.dialog(ctx).map(|dialog| dialog.map(Message::Desk));
        let handling = || self.handling.dialog(ctx).map(|dialog| dialog.map(Message::Handling));
        let work = || self.work.dialog(ctx).map(|dialog| dialog.map(Message::Work));
        desk.or_else(handling).or_else(work)
    }

    fn back(&mut self) -> bool {
        self.desk.back() || self.handling.back() || self.work.close()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        if self.work.open() {
            return self.work.save(ctx).map(Message::Work);
        }
        self.desk.accept(ctx).map(Message::Desk).and(self.handling.accept(ctx).map(Message::Handling))
    }
}

/// How far people have brought an order that still waits to be shipped.
pub(super) fn waiting(row: &OrderRow) -> Option<Stage> {
    row.local_stage.filter(|stage| stage.waits() && row.status == Some(OrderStatus::Paid))
}

/// It is still in the house.
fn waits(detail: &OrderDetail) -> bool {
    detail.flow.as_ref().is_some_and(|flow| flow.stage().waits())
}

/// The order's state in words: what files tell, and how far it was brought here.
pub(super) fn state(lang: Lang, row: &OrderRow) -> Option<String> {
    match waiting(row) {
        Some(stage) => Some(lang.t(&queue::stage_key(stage)).to_owned()),
        None => row.status.map(|status| names::order_status(lang, status)),
    }
}

fn sort_by(column: &str) -> OrderSort {
    match column {
        "shop" => OrderSort::Shop,
        "order_no" => OrderSort::OrderNo,
        "payable" => OrderSort::Payable,
        "paid" => OrderSort::PaidAmount,
        "refund" => OrderSort::Refund,
        "items" => OrderSort::Items,
        "status" => OrderSort::Status,
        "province" => OrderSort::Province,
        "created_at" => OrderSort::Created,
        "shipped_at" => OrderSort::Shipped,
        "received_at" => OrderSort::Received,
        _ => OrderSort::Paid,
    }
}

/// The tone an order's state is shown in.
pub(super) const fn tone(status: OrderStatus) -> Tone {
    match status {
        OrderStatus::Paid | OrderStatus::PartShipped => Tone::Accent,
        OrderStatus::ClosedRefunded => Tone::Warning,
        OrderStatus::Shipped => Tone::Blue,
        OrderStatus::Unpaid | OrderStatus::Finished | OrderStatus::ClosedUnpaid | OrderStatus::Unknown => Tone::Neutral,
    }
}
