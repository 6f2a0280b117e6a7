//! The platform SKUs (平台 SKU): what each stands for and what it sold; the one thing to change here is what it stands for.

use std::sync::Arc;

use iced::widget::{Row, column};
use iced::{Element, Length};

use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::mapper::{self, Book, Mapper};
use crate::gui::names;
use crate::gui::record_list::{Asked, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::badge::Tone;
use crate::gui::theme::{space as gap, text};
use crate::gui::widget::grid::Look;
use crate::gui::widget::one_line::one_line;
use crate::locale::Said;
use crate::store::{self, ListingQuery, ListingRow, ListingSort, OrderQuery, Sold, Store, StoreError};
use crate::table;

/// Platform SKUs as a list.
#[derive(Debug, Clone)]
pub struct Listings {
    book: Book,
    map: Mapper,
}

#[derive(Debug, Clone)]
pub enum Message {
    Map(mapper::Message),
    /// The own SKU it stands for.
    Sku(i64),
    Orders(i64, String),
    OrdersFound(Result<Open, Said>),
}

/// What a platform SKU is called: its code, or its title where the platform has none.
pub fn listing_name(row: &ListingRow) -> String {
    if row.sku_code.is_empty() && !row.title.is_empty() { row.title.clone() } else { row.key.clone() }
}

/// What the platform tells of its SKU, and what it sold in all time.
pub fn listing_facts<'a, M: 'a>(ctx: &'a Ctx, row: &'a ListingRow) -> Element<'a, M> {
    let mut facts: Vec<Element<'a, M>> =
        vec![card::fact(ctx.t("mapping.platform"), words::body(names::platform(ctx.lang, row.platform)))];
    let name = listing_name(row);
    for (key, text) in [
        ("mapping.title", &row.title),
        ("mapping.listing_props", &row.props),
        ("mapping.sku_code", &row.sku_code),
        ("mapping.item_id", &row.item_id),
    ] {
        if !text.is_empty() && *text != name {
            facts.push(card::fact(ctx.t(key), words::body(text.as_str()).width(Length::Fill)));
        }
    }
    let count = |n: Option<i64>| n.map_or(table::Cell::Empty, table::Cell::Count).shown();
    let paid = row.paid.map_or_else(|| table::Cell::Empty.shown(), yuan);
    let sold = ctx.f("mapping.sold_line", &[("orders", &count(Some(row.orders))), ("qty", &count(row.qty))]);
    facts.push(card::fact(
        ctx.t("mapping.sold"),
        iced::widget::row![words::strong(paid), one_line(sold).style(text::muted).width(Length::Fill)].spacing(gap::S),
    ));
    if let Some(at) = row.last_sold_at {
        facts.push(card::fact(ctx.t("mapping.last_sold_at"), words::body(table::Cell::Time(at).shown())));
    }
    card::facts(facts).into()
}

impl Records for Listings {
    const ROUTE: Route = super::ROUTE;
    const ID: &'static str = "listings";
    const NAME: &'static str = "catalogue.listings";
    const TEXTS: Texts = Texts {
        search: "catalogue.listing_search",
        only: "catalogue.listing_only",
        total: "catalogue.listing_total",
        none: "catalogue.listing_none",
        hint: "catalogue.listing_hint",
    };
    const SORT: (&'static str, bool) = ("paid", true);
    const HIDDEN: &'static [&'static str] = &["item_id", "category", "last_sold_at"];

    type Row = ListingRow;
    type Query = ListingQuery;
    type Detail = ListingRow;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { book: Book::default(), map: Mapper::new(super::home, "mapping-listing") }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<ListingRow>> {
        type F = Field<ListingRow>;
        let lang = ctx.lang;
        let unmapped = ctx.t("catalogue.unmapped").to_owned();
        vec![
            F::text("platform", ctx.t("mapping.platform"), move |row| names::platform(lang, row.platform)).width(80.0),
            F::id("key", ctx.t("mapping.key"), |row| row.key.clone()).width(130.0),
            F::text("title", ctx.t("mapping.title"), |row| row.title.clone()).width(180.0).grow(),
            F::text("props", ctx.t("mapping.listing_props"), |row| row.props.clone()).width(130.0).unsorted(),
            F::text("mapped", ctx.t("catalogue.mapped"), move |row| {
                if row.mapped.is_empty() { unmapped.clone() } else { parts(row) }
            })
            .width(140.0)
            .unsorted()
            .look(|row| if row.mapped.is_empty() { Look::Badge(Tone::Warning) } else { Look::Plain }),
            F::count("orders", ctx.t("mapping.orders"), |row| Some(row.orders)).width(70.0),
            F::count("qty", ctx.t("mapping.qty"), |row| row.qty).width(70.0),
            F::money("paid", ctx.t("mapping.paid"), |row| row.paid).width(100.0),
            F::id("item_id", ctx.t("mapping.item_id"), |row| row.item_id.clone()).width(130.0).unsorted(),
            F::text("category", ctx.t("mapping.category"), |row| row.category.clone()).width(110.0).unsorted(),
            F::time("last_sold_at", ctx.t("mapping.last_sold_at"), |row| row.last_sold_at),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> ListingQuery {
        let sort = match asked.sort.column {
            "platform" => ListingSort::Platform,
            "key" => ListingSort::Key,
            "title" => ListingSort::Title,
            "orders" => ListingSort::Orders,
            "qty" => ListingSort::Qty,
            "last_sold_at" => ListingSort::LastSold,
            _ => ListingSort::Paid,
        };
        let all = ListingQuery {
            text: asked.text.to_owned(),
            sort,
            descending: asked.sort.descending,
            ..ListingQuery::default()
        };
        let sold = super::sold(ctx);
        match asked.only {
            Some(ids) => ListingQuery { ids: Some(ids.to_vec()), sold: Sold { platforms: Vec::new(), ..sold }, ..all },
            None => ListingQuery { sold, categories: ctx.filters.categories.clone(), ..all },
        }
    }

    fn find(store: &Store, query: &ListingQuery) -> store::Result<Found> {
        let list = store.listings(query)?;
        let totals = vec![("qty", table::Cell::Count(list.qty)), ("paid", table::Cell::Money(list.paid))];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, query: &ListingQuery, ids: &[i64]) -> store::Result<Vec<ListingRow>> {
        store.listing_rows(ids, &query.sold)
    }

    fn id(row: &ListingRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<ListingRow> {
        let row = store.listing_rows(&[id], &Sold::default())?.pop();
        row.ok_or(StoreError::Gone { what: "listing", id })
    }

    fn title(&self, _ctx: &Ctx, row: &ListingRow) -> String {
        listing_name(row)
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, row: &'a ListingRow) -> Element<'a, Message> {
        let own = row.mapped.first().map(|first| {
            let label = ctx.t("catalogue.see_sku");
            button::link(label, Some(Message::Sku(first.sku_id)))
        });
        let orders = (row.orders > 0)
            .then(|| button::link(ctx.t("catalogue.see_orders"), Some(Message::Orders(row.id, listing_name(row)))));
        let links = Row::new().push(orders).push(own).spacing(gap::L);
        column![listing_facts(ctx, row), links, card::rule(), self.map.view(ctx).map(Message::Map)]
            .spacing(gap::M)
            .into()
    }

    fn arrived(&mut self, ctx: &Ctx, row: &ListingRow) -> Action<Message> {
        self.map.show(ctx, &self.book, vec![row.clone()]).map(Message::Map)
    }

    fn turn(&mut self) {
        self.map.close();
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Listings { what, ids } => Some(Goal::These(what, ids)),
            _ => None,
        }
    }

    fn enter(&mut self, ctx: &Ctx) -> Action<Message> {
        if let Some(store) = ctx.store() {
            self.book.renew(store.version());
        }
        Action::none()
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::Map(message) => {
                let mapped = self.map.update(ctx, &self.book, message).map(Message::Map);
                mapped.and(self.enter(ctx))
            }
            // The page shows the other list.
            Message::Sku(_) => Action::none(),
            Message::Orders(id, what) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let query = OrderQuery { listings: vec![id], ..OrderQuery::default() };
                Action::work(move || orders(&store, &query, what), Message::OrdersFound)
            }
            Message::OrdersFound(Ok(open)) => Action::intent(Intent::Open(open)),
            Message::OrdersFound(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn accept(&mut self, ctx: &Ctx) -> Action<Message> {
        self.map.accept(ctx).map(Message::Map)
    }

    fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        Some(self.map.dialog(ctx)?.map(Message::Map))
    }

    fn back(&mut self) -> bool {
        self.map.back()
    }
}

/// The orders that answer, to be shown on their page.
pub(super) fn orders(store: &Store, query: &OrderQuery, what: String) -> Result<Open, Said> {
    let found = store.orders(query).map_err(|error| {
        tracing::warn!(%error, "orders of a SKU");
        error.said()
    })?;
    Ok(Open::Orders { what, ids: Arc::from(found.ids) })
}

/// `A` or `A × 2 + B`, by codes.
fn parts(row: &ListingRow) -> String {
    let words = row.mapped.iter().map(|part| match part.qty {
        1 => part.code.clone(),
        qty => format!("{} × {qty}", part.code),
    });
    words.collect::<Vec<_>>().join(" + ")
}
