//! 售后: every refund of the period, or those behind a figure; goods that come back are taken in here.

mod detail;
#[cfg(test)]
mod tests;

use iced::Element;

use crate::domain::flow::Step;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::choice;
use crate::gui::ctx::Ctx;
use crate::gui::desk::{self, Desk};
use crate::gui::names;
use crate::gui::record_list::{self, Asked, Batch, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::screen::import::ACTOR;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{self, RefundDetail, RefundQuery, RefundRow, RefundSort, Store};
use crate::table::Cell;

/// 售后
pub type RefundList = RecordList<RefundRecords>;

/// Refunds as a list.
#[derive(Debug, Clone)]
pub struct RefundRecords {
    status: Option<RefundStatus>,
    desk: Desk,
}

fn tell(message: desk::Message) -> crate::gui::screen::Message {
    crate::gui::screen::Message::RefundList(record_list::Message::Own(Message::Desk(message)))
}

#[derive(Debug, Clone)]
pub enum Message {
    Status(Option<RefundStatus>),
    /// Opens the order of a refund.
    Order(i64),
    /// A ticket about this order and refund.
    Ticket(String, String),
    Desk(desk::Message),
    /// An after-sale noted by hand is over, or closed.
    Settle(i64, bool),
    /// The import that takes it back.
    Settled(Result<i64, Said>),
}

impl Records for RefundRecords {
    const ROUTE: Route = Route::RefundList;
    const TEXTS: Texts = Texts {
        search: "refund_list.search",
        only: "refund_list.only",
        total: "refund_list.total",
        none: "refund_list.none",
        hint: "refund_list.none_hint",
    };
    const SORT: (&'static str, bool) = ("applied_at", true);
    const HIDDEN: &'static [&'static str] = &["order_no", "kind", "sku_code", "finished_at", "return_tracking"];

    type Row = RefundRow;
    type Query = RefundQuery;
    type Detail = RefundDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { status: None, desk: Desk::new(tell) }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<RefundRow>> {
        type F = Field<RefundRow>;
        let lang = ctx.lang;
        vec![
            F::text("platform", ctx.t("orders.platform"), move |row| names::platform(lang, row.platform)).width(84.0),
            F::id("refund_no", ctx.t("refund_list.refund_no"), |row| row.refund_no.clone()).width(170.0),
            F::id("order_no", ctx.t("orders.order_no"), |row| row.order_no.clone())
                .width(170.0)
                .look(|row| if row.order_id == 0 { Look::Plain } else { Look::Link }),
            F::text("title", ctx.t("orders.title"), |row| row.title.clone()).width(160.0).grow().unsorted(),
            F::id("sku_code", ctx.t("refund_list.sku_code"), |row| row.sku_code.clone()).width(120.0).unsorted(),
            F::text("kind", ctx.t("refund_list.kind"), move |row| kind(row.kind, lang)).width(130.0),
            F::text("status", ctx.t("orders.status"), move |row| names::refund_status(lang, row.status))
                .width(132.0)
                .look(|row| Look::Badge(tone(row.status))),
            F::text("back", ctx.t("work.back_got"), move |row| {
                if row.goods_back { lang.t("work.back_got").to_owned() } else { String::new() }
            })
            .width(72.0)
            .unsorted()
            .look(|_| Look::Badge(Tone::Good)),
            F::text("reason", ctx.t("refund_list.reason"), |row| row.reason.clone()).width(130.0),
            F::money("amount", ctx.t("refund_list.amount"), |row| Some(row.amount)).width(90.0),
            F::money("given", ctx.t("refund_list.given"), |row| {
                (row.status == RefundStatus::Succeeded).then_some(row.amount)
            })
            .width(90.0)
            .unsorted(),
            F::time("applied_at", ctx.t("refund_list.applied_at"), |row| row.applied_at),
            F::time("finished_at", ctx.t("refund_list.finished_at"), |row| row.finished_at),
            F::id("return_tracking", ctx.t("refund_list.return_tracking"), |row| row.return_tracking.clone())
                .width(150.0)
                .unsorted(),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> RefundQuery {
        let all = RefundQuery {
            text: asked.text.to_owned(),
            statuses: self.status.into_iter().collect(),
            sort: sort_by(asked.sort.column),
            descending: asked.sort.descending,
            ..RefundQuery::default()
        };
        match asked.only {
            Some(ids) => RefundQuery { ids: Some(ids.to_vec()), ..all },
            None => RefundQuery {
                period: Some(ctx.period()),
                shops: ctx.filters.shops.clone(),
                platforms: ctx.filters.platforms.clone(),
                categories: ctx.filters.categories.clone(),
                ..all
            },
        }
    }

    fn find(store: &Store, query: &RefundQuery) -> store::Result<Found> {
        let list = store.refunds(query)?;
        let totals = vec![("amount", Cell::Money(list.amount)), ("given", Cell::Money(list.given))];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, _query: &RefundQuery, ids: &[i64]) -> store::Result<Vec<RefundRow>> {
        store.refund_rows(ids)
    }

    fn id(row: &RefundRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<RefundDetail> {
        store.refund_detail(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &RefundDetail) -> String {
        detail.refund.refund_no.clone()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a RefundDetail) -> Element<'a, Message> {
        detail::view(ctx, detail)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Refunds { what, ids } => Some(Goal::These(what, ids)),
            Open::Refund(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Status(status) => {
                self.status = status;
                Action::none()
            }
            Message::Order(id) => Action::intent(Intent::Open(Open::Order(id))),
            Message::Ticket(order_no, refund_no) => {
                Action::intent(Intent::Open(Open::NewTicket { order_no, refund_no }))
            }
            Message::Desk(message) => self.desk.update(ctx, message).map(Message::Desk),
            Message::Settle(id, done) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let work = move || store.settle_aftersale(ACTOR, id, done).map_err(|error| error.said());
                Action::work(work, Message::Settled)
            }
            Message::Settled(Ok(import)) => {
                let undo = Intent::Tell(Box::new(tell(desk::Message::Unnote(vec![import]))));
                let toast = Toast::good(Said::new("aftersale.settled")).with_button("shell.undo", undo);
                Action::toast(toast).with(Intent::DataChanged)
            }
            Message::Settled(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn link(&self, row: &RefundRow, column: &'static str) -> Option<Message> {
        (column == "order_no").then_some(Message::Order(row.order_id))
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let any = std::iter::once((None, ctx.t("orders.any").to_owned()));
        let known = RefundStatus::ALL.into_iter().filter(|status| *status != RefundStatus::Unknown);
        let each = known.map(|status| (Some(status), names::refund_status(ctx.lang, status)));
        Some(choice::chips(any.chain(each), self.status, Message::Status))
    }

    fn narrowed(&self) -> bool {
        self.status.is_some()
    }

    fn widen(&mut self) {
        self.status = None;
    }

    fn batch(&self, ctx: &Ctx) -> Vec<Batch<Self>> {
        let label = ctx.t(&desk::step_key(Step::TakeBack)).to_owned();
        vec![Batch { icon: Icon::PackageCheck, label, message: |ids| Message::Desk(desk::Message::Receive(ids)) }]
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.desk.dialog(ctx)?.map(Message::Desk))
    }

    fn back(&mut self) -> bool {
        self.desk.back()
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.desk.accept(ctx).map(Message::Desk)
    }
}

/// What the buyer asks for; no words where the file does not tell.
fn kind(kind: RefundKind, lang: crate::locale::Lang) -> String {
    if kind == RefundKind::Unknown { String::new() } else { names::refund_kind(lang, kind) }
}

const fn tone(status: RefundStatus) -> Tone {
    match status {
        RefundStatus::WaitSeller | RefundStatus::WaitReceipt => Tone::Accent,
        RefundStatus::WaitReturn => Tone::Blue,
        RefundStatus::Refused => Tone::Warning,
        RefundStatus::Succeeded | RefundStatus::Closed | RefundStatus::Unknown => Tone::Neutral,
    }
}

fn sort_by(column: &str) -> RefundSort {
    match column {
        "platform" => RefundSort::Platform,
        "refund_no" => RefundSort::RefundNo,
        "order_no" => RefundSort::OrderNo,
        "kind" => RefundSort::Kind,
        "status" => RefundSort::Status,
        "reason" => RefundSort::Reason,
        "amount" => RefundSort::Amount,
        "finished_at" => RefundSort::Finished,
        _ => RefundSort::Applied,
    }
}
