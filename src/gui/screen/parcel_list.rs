//! 包裹: every parcel of the period, those that look late or lost, or those behind a figure; read-only.

mod detail;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::Arc;

use iced::Element;

use crate::analytics::filter::Slice;
use crate::analytics::logistics::stuck::{Stuck, Trouble, stuck_now};
use crate::domain::period::Step;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::choice;
use crate::gui::ctx::Ctx;
use crate::gui::load::{Load, Ticket};
use crate::gui::names;
use crate::gui::record_list::{Asked, Field, Found, Goal, RecordList, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::badge::Tone;
use crate::gui::widget::grid::Look;
use crate::locale::Said;
use crate::store::{self, ParcelDetail, ParcelQuery, ParcelRow, ParcelSort, ParcelState, Store};
use crate::table::{Cell, grouped};

/// 包裹
pub type ParcelList = RecordList<ParcelRecords>;

/// Which parcels are let through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    State(ParcelState),
    /// Those that look late or lost now, whatever the period.
    Trouble,
}

/// Parcels that look late or lost, by id.
type Troubles = HashMap<i64, Stuck>;

/// Parcels as a list.
#[derive(Debug, Clone)]
pub struct ParcelRecords {
    which: Option<Which>,
    troubles: Load<Arc<Troubles>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Which(Option<Which>),
    Troubles(Ticket, Result<Arc<Troubles>, Said>),
    /// Opens the order of a parcel.
    Order(i64),
}

/// How a parcel stands (状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Trouble(Trouble),
    Signed,
    /// Its order is over; no file tells that it was signed.
    Over,
    UnderWay,
}

impl Standing {
    fn of(row: &ParcelRow, troubles: &Troubles) -> Option<Self> {
        match troubles.get(&row.id) {
            Some(stuck) => Some(Self::Trouble(stuck.trouble)),
            None if row.signed_at.is_some() => Some(Self::Signed),
            None if row.order_over => Some(Self::Over),
            None => row.shipped_at.map(|_| Self::UnderWay),
        }
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Trouble(Trouble::Silent) => "logistics.trouble_silent",
            Self::Trouble(Trouble::Slow) => "logistics.trouble_slow",
            Self::Signed => "parcel_list.signed",
            Self::Over => "parcel_list.over",
            Self::UnderWay => "parcel_list.under_way",
        }
    }

    const fn tone(self) -> Tone {
        match self {
            Self::Trouble(Trouble::Silent) => Tone::Bad,
            Self::Trouble(Trouble::Slow) => Tone::Warning,
            Self::Signed | Self::Over => Tone::Neutral,
            Self::UnderWay => Tone::Blue,
        }
    }
}

impl Records for ParcelRecords {
    const ROUTE: Route = Route::ParcelList;
    const TEXTS: Texts = Texts {
        search: "parcel_list.search",
        only: "parcel_list.only",
        total: "parcel_list.total",
        none: "parcel_list.none",
        hint: "parcel_list.none_hint",
    };
    const SORT: (&'static str, bool) = ("shipped_at", true);
    const HIDDEN: &'static [&'static str] = &["platform", "collected_at", "last_scan_at", "weight"];

    type Row = ParcelRow;
    type Query = ParcelQuery;
    type Detail = ParcelDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { which: None, troubles: Load::default() }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        let Some(facts) = ctx.facts().cloned() else { return Action::none() };
        let (rules, filter) = (ctx.parcel_rules(), ctx.filter(Step::Day));
        let narrowed = (filter.shops.clone(), filter.platforms.clone(), filter.categories.clone());
        let Some(ticket) = self.troubles.ask(&(facts.version, rules, narrowed)) else { return Action::none() };
        Action::work(
            move || {
                let found = stuck_now(&Slice::new(&facts, &filter), rules);
                let id = |one: &Stuck| facts.parcels.id.get(one.parcel as usize).copied();
                Ok(Arc::new(found.into_iter().filter_map(|one| Some((id(&one)?, one))).collect()))
            },
            move |troubles| Message::Troubles(ticket, troubles),
        )
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<ParcelRow>> {
        type F = Field<ParcelRow>;
        let lang = ctx.lang;
        let troubles = self.troubles.value().cloned().unwrap_or_default();
        let named = Arc::clone(&troubles);
        vec![
            F::text("platform", ctx.t("orders.platform"), move |row| {
                row.platform.map(|platform| names::platform(lang, platform)).unwrap_or_default()
            })
            .width(84.0)
            .unsorted(),
            F::id("tracking_no", ctx.t("orders.tracking_no"), |row| row.tracking_no.clone()).width(138.0),
            F::text("courier", ctx.t("orders.courier"), |row| row.courier.clone()).width(84.0),
            F::id("order_no", ctx.t("orders.order_no"), |row| row.order_no.clone())
                .width(176.0)
                .look(|row| if row.order_id == 0 { Look::Plain } else { Look::Link }),
            F::text("place", ctx.t("parcel_list.place"), move |row| {
                let place = [names::province(lang, row.province), row.city.clone()];
                place.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .width(106.0)
            .grow(),
            F::text("state", ctx.t("orders.status"), move |row| {
                Standing::of(row, &named).map(|standing| lang.t(standing.key()).to_owned()).unwrap_or_default()
            })
            .width(96.0)
            .unsorted()
            .look(move |row| Standing::of(row, &troubles).map_or(Look::Plain, |one| Look::Badge(one.tone()))),
            F::time("shipped_at", ctx.t("orders.shipped_at"), |row| row.shipped_at),
            F::time("collected_at", ctx.t("parcel_list.collected_at"), |row| row.collected_at),
            F::time("last_scan_at", ctx.t("parcel_list.last_scan_at"), |row| row.last_scan_at),
            F::time("signed_at", ctx.t("parcel_list.signed_at"), |row| row.signed_at),
            F::number("hours", ctx.t("parcel_list.hours"), |row| {
                let seconds = (row.signed_at? - row.collected_at.or(row.shipped_at)?).num_seconds();
                (seconds >= 0).then_some(seconds * 10 / 36)
            })
            .width(72.0)
            .unsorted(),
            F::count("weight", ctx.t("parcel_list.weight"), |row| row.weight_g).width(80.0),
            F::money("freight", ctx.t("parcel_list.freight"), |row| row.freight).width(84.0),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> ParcelQuery {
        let all = ParcelQuery {
            text: asked.text.to_owned(),
            state: match self.which {
                Some(Which::State(state)) => Some(state),
                Some(Which::Trouble) | None => None,
            },
            sort: sort_by(asked.sort.column),
            descending: asked.sort.descending,
            ..ParcelQuery::default()
        };
        if self.which == Some(Which::Trouble) {
            return ParcelQuery { ids: Some(self.in_trouble(asked.only)), ..all };
        }
        match asked.only {
            Some(ids) => ParcelQuery { ids: Some(ids.to_vec()), ..all },
            None => ParcelQuery {
                period: Some(ctx.period()),
                shops: ctx.filters.shops.clone(),
                platforms: ctx.filters.platforms.clone(),
                categories: ctx.filters.categories.clone(),
                ..all
            },
        }
    }

    fn find(store: &Store, query: &ParcelQuery) -> store::Result<Found> {
        let list = store.parcels(query)?;
        let totals = vec![("freight", Cell::Money(list.freight)), ("weight", Cell::Count(list.weight_g))];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, _query: &ParcelQuery, ids: &[i64]) -> store::Result<Vec<ParcelRow>> {
        store.parcel_rows(ids)
    }

    fn id(row: &ParcelRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<ParcelDetail> {
        store.parcel_detail(id)
    }

    fn title(&self, _ctx: &Ctx, detail: &ParcelDetail) -> String {
        format!("{} {}", detail.parcel.courier, detail.parcel.tracking_no).trim().to_owned()
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a ParcelDetail) -> Element<'a, Message> {
        let none = Troubles::new();
        let troubles = self.troubles.value().map_or(&none, |troubles| &**troubles);
        let standing = Standing::of(&detail.parcel, troubles);
        detail::view(ctx, detail, standing, troubles.get(&detail.parcel.id))
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Parcels { what, ids } => Some(Goal::These(what, ids)),
            Open::Parcel(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, _ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Which(which) => {
                self.which = which;
                Action::none()
            }
            Message::Troubles(ticket, Ok(troubles)) => {
                self.troubles.answer(ticket, Ok(troubles));
                Action::none()
            }
            Message::Troubles(ticket, Err(said)) => {
                self.troubles.answer(ticket, Err(said.clone()));
                Action::toast(Toast::bad(said))
            }
            Message::Order(id) => Action::intent(Intent::Open(Open::Order(id))),
        }
    }

    fn link(&self, row: &ParcelRow, column: &'static str) -> Option<Message> {
        (column == "order_no").then_some(Message::Order(row.order_id))
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let trouble = match self.troubles.value() {
            Some(troubles) => ctx.f("parcel_list.trouble_n", &[("n", &grouped(&troubles.len().to_string()))]),
            None => ctx.t("parcel_list.trouble").to_owned(),
        };
        let options = [
            (None, ctx.t("orders.any").to_owned()),
            (Some(Which::State(ParcelState::UnderWay)), ctx.t("parcel_list.under_way").to_owned()),
            (Some(Which::State(ParcelState::Arrived)), ctx.t("parcel_list.arrived").to_owned()),
            (Some(Which::Trouble), trouble),
        ];
        Some(choice::chips(options, self.which, Message::Which))
    }

    fn narrowed(&self) -> bool {
        self.which.is_some()
    }

    fn widen(&mut self) {
        self.which = None;
    }
}

impl ParcelRecords {
    /// Parcels that look late or lost, among those wanted.
    fn in_trouble(&self, only: Option<&[i64]>) -> Vec<i64> {
        let Some(troubles) = self.troubles.value() else { return Vec::new() };
        let mut ids: Vec<i64> = match only {
            Some(ids) => ids.iter().copied().filter(|id| troubles.contains_key(id)).collect(),
            None => troubles.keys().copied().collect(),
        };
        ids.sort_unstable();
        ids
    }
}

fn sort_by(column: &str) -> ParcelSort {
    match column {
        "tracking_no" => ParcelSort::TrackingNo,
        "courier" => ParcelSort::Courier,
        "order_no" => ParcelSort::OrderNo,
        "place" => ParcelSort::Province,
        "collected_at" => ParcelSort::Collected,
        "last_scan_at" => ParcelSort::LastScan,
        "signed_at" => ParcelSort::Signed,
        "weight" => ParcelSort::Weight,
        "freight" => ParcelSort::Freight,
        _ => ParcelSort::Shipped,
    }
}
