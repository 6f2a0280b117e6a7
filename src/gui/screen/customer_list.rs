//! 客户名单: every customer, or those behind a figure, with what they bought over all time; read-only.

mod detail;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use iced::Element;

use crate::analytics::customers::rfm::{self, Group};
use crate::domain::period::Period;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::choice;
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::names;
use crate::gui::record_list::{Asked, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::badge::Tone;
use crate::gui::widget::grid::Look;
use crate::locale::{Lang, Said};
use crate::store::{self, CustomerDetail, CustomerQuery, CustomerRow, CustomerSort, Store};
use crate::table::Cell;

/// 客户名单
pub type CustomerList = RecordList<CustomerRecords>;

/// How long ago somebody bought (最近购买).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Since {
    Month,
    Quarter,
    Year,
    Longer,
    Never,
}

impl Since {
    const ALL: [Self; 5] = [Self::Month, Self::Quarter, Self::Year, Self::Longer, Self::Never];

    const fn key(self) -> &'static str {
        match self {
            Self::Month => "customer_list.since_month",
            Self::Quarter => "customer_list.since_quarter",
            Self::Year => "customer_list.since_year",
            Self::Longer => "customer_list.since_longer",
            Self::Never => "customer_list.since_never",
        }
    }

    /// The days of the last payment, counted back from `today`; none for who never paid.
    fn days(self, today: NaiveDate) -> Option<Period> {
        let back = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
        let (from, to) = match self {
            // Later than today: a file of a computer whose clock runs ahead.
            Self::Month => (back(30), today.checked_add_days(Days::new(366)).unwrap_or(today)),
            Self::Quarter => (back(90), back(31)),
            Self::Year => (back(365), back(91)),
            Self::Longer => (back(365 * 100), back(366)),
            Self::Never => return None,
        };
        Some(Period::new(from, to))
    }
}

/// Customers as a list.
#[derive(Debug, Clone)]
pub struct CustomerRecords {
    since: Option<Since>,
    /// RFM groups over all time, by customer.
    groups: Load<Arc<HashMap<i64, Group>>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Since(Option<Since>),
    Groups(Ticket, Result<Arc<HashMap<i64, Group>>, Said>),
    /// Opens an order.
    Order(i64),
    /// Opens all orders of a customer.
    Orders(String, Arc<[i64]>),
}

impl Records for CustomerRecords {
    const ROUTE: Route = Route::CustomerList;
    const TEXTS: Texts = Texts {
        search: "customer_list.search",
        only: "customer_list.only",
        total: "customer_list.total",
        none: "customer_list.none",
        hint: "customer_list.none_hint",
    };
    const SORT: (&'static str, bool) = ("paid", true);

    type Row = CustomerRow;
    type Query = CustomerQuery;
    type Detail = CustomerDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { since: None, groups: Load::default() }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(facts) = ctx.facts().cloned() else { return Action::none() };
        let cuts = ctx.rfm_cuts();
        let question = (facts.version, cuts.recent_days, cuts.orders, cuts.net);
        let Some(ticket) = self.groups.ask(&question) else { return Action::none() };
        Action::work(move || Ok(Arc::new(rfm::groups(&facts, cuts))), move |groups| Message::Groups(ticket, groups))
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<CustomerRow>> {
        type F = Field<CustomerRow>;
        let (lang, today) = (ctx.lang, ctx.today());
        let groups = self.groups.value().cloned().unwrap_or_default();
        let named = Arc::clone(&groups);
        vec![
            F::text("platform", ctx.t("orders.platform"), move |row| names::platform(lang, row.platform)).width(84.0),
            F::id("no", ctx.t("customer_list.no"), |row| format!("#{}", row.id)).width(70.0).unsorted(),
            F::text("buyer", ctx.t("customer_list.buyer"), |row| row.buyer.clone()).width(110.0).grow(),
            F::text("province", ctx.t("orders.province"), move |row| names::province(lang, row.province)).width(84.0),
            F::count("orders", ctx.t("customer_list.orders"), |row| Some(row.orders)).width(76.0),
            F::money("paid", ctx.t("customer_list.paid"), |row| Some(row.paid)).width(126.0),
            F::money("refund", ctx.t("orders.refund"), |row| Some(row.refund).filter(|refund| refund.fen() != 0))
                .width(100.0),
            F::date("first_paid", ctx.t("customer_list.first_paid"), |row| row.first_paid_at.map(|at| at.date()))
                .width(92.0),
            F::date("last_paid", ctx.t("customer_list.last_paid"), |row| row.last_paid_at.map(|at| at.date()))
                .width(92.0),
            F::count("silent", ctx.t("customer_list.silent"), move |row| silent(row, today)).width(80.0),
            F::text("group", ctx.t("customer_list.group"), move |row| {
                named.get(&row.id).map(|group| group_name(lang, *group)).unwrap_or_default()
            })
            .width(100.0)
            .unsorted()
            .look(move |row| groups.get(&row.id).map_or(Look::Plain, |group| Look::Badge(tone(*group)))),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> CustomerQuery {
        let since = self.since.map(|since| (since, since.days(ctx.today())));
        let (sort, descending) = sort_by(asked.sort.column, asked.sort.descending);
        let all = CustomerQuery {
            text: asked.text.to_owned(),
            last_paid: since.and_then(|(_, days)| days),
            paid: since.and_then(|(_, days)| days.is_none().then_some(false)),
            sort,
            descending,
            ..CustomerQuery::default()
        };
        match asked.only {
            Some(ids) => CustomerQuery { ids: Some(ids.to_vec()), ..all },
            None => CustomerQuery {
                shops: ctx.filters.shops.clone(),
                platforms: ctx.filters.platforms.clone(),
                categories: ctx.filters.categories.clone(),
                ..all
            },
        }
    }

    fn find(store: &Store, query: &CustomerQuery) -> store::Result<Found> {
        let list = store.customers(query)?;
        let totals = vec![
            ("orders", Cell::Count(list.orders)),
            ("paid", Cell::Money(list.paid)),
            ("refund", Cell::Money(list.refund)),
        ];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, _query: &CustomerQuery, ids: &[i64]) -> store::Result<Vec<CustomerRow>> {
        store.customer_rows(ids)
    }

    fn id(row: &CustomerRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<CustomerDetail> {
        store.customer_detail(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &CustomerDetail) -> String {
        format!("{}  #{}", detail.customer.buyer, detail.customer.id)
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a CustomerDetail) -> Element<'a, Message> {
        let group = self.groups.value().and_then(|groups| groups.get(&detail.customer.id)).copied();
        detail::view(ctx, detail, group)
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Customers { what, ids } => Some(Goal::These(what, ids)),
            Open::Customer(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, _ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Since(since) => {
                self.since = since;
                Action::none()
            }
            Message::Groups(ticket, Ok(groups)) => {
                self.groups.answer(ticket, Ok(groups));
                Action::none()
            }
            Message::Groups(ticket, Err(said)) => {
                self.groups.answer(ticket, Err(said.clone()));
                Action::toast(Toast::bad(said))
            }
            Message::Order(id) => Action::intent(Intent::Open(Open::Order(id))),
            Message::Orders(what, ids) => Action::intent(Intent::Open(Open::Orders { what, ids })),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let any = std::iter::once((None, ctx.t("customer_list.since_any").to_owned()));
        let each = Since::ALL.map(|since| (Some(since), ctx.t(since.key()).to_owned()));
        Some(choice::chips(any.chain(each), self.since, Message::Since))
    }

    fn narrowed(&self) -> bool {
        self.since.is_some()
    }

    fn widen(&mut self) {
        self.since = None;
    }
}

/// Whole days since the last payment, up to the last day of the data.
fn silent(row: &CustomerRow, today: NaiveDate) -> Option<i64> {
    Some((today - row.last_paid_at?.date()).num_days().max(0))
}

fn group_name(lang: Lang, group: Group) -> String {
    lang.t(&format!("customers.rfm_{}", group.id())).to_owned()
}

const fn tone(group: Group) -> Tone {
    match group {
        Group::Champion => Tone::Accent,
        Group::Promising => Tone::Good,
        Group::ToKeep => Tone::Warning,
        Group::ToWinBack => Tone::Bad,
        Group::Regular => Tone::Blue,
        Group::Fresh | Group::Cooling | Group::Dormant => Tone::Neutral,
    }
}

/// The longest silent are those who paid last the longest ago.
fn sort_by(column: &str, descending: bool) -> (CustomerSort, bool) {
    let sort = match column {
        "platform" => CustomerSort::Platform,
        "buyer" => CustomerSort::Buyer,
        "province" => CustomerSort::Province,
        "orders" => CustomerSort::Orders,
        "refund" => CustomerSort::Refund,
        "first_paid" => CustomerSort::FirstPaid,
        "last_paid" => CustomerSort::LastPaid,
        "silent" => return (CustomerSort::LastPaid, !descending),
        _ => CustomerSort::Paid,
    };
    (sort, descending)
}
