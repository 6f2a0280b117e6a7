//! The own SKUs (自有 SKU): the product sheet, with what each sold and the platform SKUs behind it.

use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::gui::action::{Action, Intent, Toast};
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::record_list::{self, Asked, Field, Found, Goal, Records, Texts};
use crate::gui::route::{Open, Route};
use crate::gui::theme::{size, space as gap, text};
use crate::gui::widget::one_line::one_line;
use crate::gui::widget::spark::spark;
use crate::locale::Said;
use crate::store::{
    self, ListingRow, OrderQuery, PriceSource, PurchaseQuery, SkuDetail, SkuQuery, SkuRow, SkuSort, Sold, Store,
};
use crate::table::{Cell, Kind, grouped};

use super::listings::orders;

/// Months in the small line of sales.
const MONTHS: u32 = 12;

/// Platform SKUs shown in the details.
const LISTINGS: usize = 8;

/// Own SKUs as a list.
#[derive(Debug, Clone)]
pub struct Skus {
    without_cost: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    WithoutCost(bool),
    /// The platform SKUs that stand for it.
    Behind(String, Arc<[i64]>),
    Orders(i64, String),
    /// Its stock.
    Stock(i64, String),
    /// The purchase orders it stands in.
    Purchases(String),
    OrdersFound(Result<Open, Said>),
}

impl Records for Skus {
    const ROUTE: Route = super::ROUTE;
    const ID: &'static str = "skus";
    const NAME: &'static str = "catalogue.own";
    const TEXTS: Texts = Texts {
        search: "catalogue.sku_search",
        only: "catalogue.sku_only",
        total: "catalogue.sku_total",
        none: "catalogue.sku_none",
        hint: "catalogue.sku_hint",
    };
    const SORT: (&'static str, bool) = ("sold_paid", true);
    const HIDDEN: &'static [&'static str] = &["weight", "supplier", "barcode", "last_sold_at"];

    type Row = SkuRow;
    type Query = SkuQuery;
    type Detail = SkuDetail;
    type Message = Message;

    fn new(_ctx: &Ctx) -> Self {
        Self { without_cost: false }
    }

    fn fields(&self, ctx: &Ctx) -> Vec<Field<SkuRow>> {
        type F = Field<SkuRow>;
        vec![
            F::id("code", ctx.t("catalogue.code"), |row| row.code.clone()).width(100.0),
            F::text("name", ctx.t("catalogue.name"), |row| row.name.clone()).width(140.0).grow(),
            F::text("props", ctx.t("catalogue.props"), |row| row.props.clone()).width(130.0).unsorted(),
            F::text("category", ctx.t("catalogue.category"), |row| row.category.clone()).width(100.0),
            F::money("cost", ctx.t("catalogue.cost"), |row| row.cost).width(76.0),
            F::money("price", ctx.t("catalogue.price"), |row| row.price).width(76.0),
            F::new("margin", ctx.t("catalogue.margin"), Kind::Ratio, margin).width(76.0),
            F::count("weight", ctx.t("catalogue.weight"), |row| row.weight_g).width(80.0),
            F::text("supplier", ctx.t("catalogue.supplier"), |row| row.supplier.clone()).width(110.0),
            F::id("barcode", ctx.t("catalogue.barcode"), |row| row.barcode.clone()).width(120.0).unsorted(),
            F::count("listings", ctx.t("catalogue.listing_count"), |row| Some(row.listings)).width(76.0),
            F::count("sold_qty", ctx.t("catalogue.sold_qty"), |row| row.sold_qty).width(70.0),
            F::money("sold_paid", ctx.t("catalogue.sold_paid"), |row| row.sold_paid).width(96.0),
            F::time("last_sold_at", ctx.t("catalogue.last_sold_at"), |row| row.last_sold_at),
        ]
    }

    fn query(&self, ctx: &Ctx, asked: &Asked<'_>) -> SkuQuery {
        let sort = match asked.sort.column {
            "code" => SkuSort::Code,
            "name" => SkuSort::Name,
            "category" => SkuSort::Category,
            "cost" => SkuSort::Cost,
            "price" => SkuSort::Price,
            "margin" => SkuSort::Margin,
            "weight" => SkuSort::Weight,
            "supplier" => SkuSort::Supplier,
            "listings" => SkuSort::Listings,
            "sold_qty" => SkuSort::SoldQty,
            "last_sold_at" => SkuSort::LastSold,
            _ => SkuSort::SoldPaid,
        };
        SkuQuery {
            text: asked.text.to_owned(),
            categories: if asked.only.is_some() { Vec::new() } else { ctx.filters.categories.clone() },
            without_cost: self.without_cost.then_some(true),
            ids: asked.only.map(<[i64]>::to_vec),
            sold: super::sold(ctx),
            sort,
            descending: asked.sort.descending,
        }
    }

    fn find(store: &Store, query: &SkuQuery) -> store::Result<Found> {
        let list = store.skus(query)?;
        let totals = vec![("sold_qty", Cell::Count(list.qty)), ("sold_paid", Cell::Money(list.paid))];
        Ok(Found { ids: list.ids, totals })
    }

    fn fetch(store: &Store, query: &SkuQuery, ids: &[i64]) -> store::Result<Vec<SkuRow>> {
        store.sku_rows(ids, &query.sold)
    }

    fn id(row: &SkuRow) -> i64 {
        row.id
    }

    fn read(store: &Store, id: i64) -> store::Result<SkuDetail> {
        store.sku_detail(id, &Sold::default())
    }

    fn title(&self, _ctx: &Ctx, detail: &SkuDetail) -> String {
        if detail.sku.name.is_empty() { detail.sku.code.clone() } else { detail.sku.name.clone() }
    }

    fn detail<'a>(&'a self, ctx: &'a Ctx, detail: &'a SkuDetail) -> Element<'a, Message> {
        column![
            facts(ctx, &detail.sku),
            card::rule(),
            sales(ctx, detail),
            card::rule(),
            behind(ctx, detail),
            card::rule(),
            costs(ctx, detail),
            card::rule(),
            prices(ctx, detail),
        ]
        .spacing(gap::M)
        .into()
    }

    fn goal(what: Open) -> Option<Goal> {
        match what {
            Open::Skus { what, ids } => Some(Goal::These(what, ids)),
            Open::Sku(id) => Some(Goal::One(id)),
            _ => None,
        }
    }

    fn update(&mut self, ctx: &Ctx, message: Message) -> Action<Message> {
        match message {
            Message::WithoutCost(on) => {
                self.without_cost = on;
                Action::none()
            }
            // The page shows the other list.
            Message::Behind(..) => Action::none(),
            Message::Orders(id, what) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let query = OrderQuery { skus: vec![id], ..OrderQuery::default() };
                Action::work(move || orders(&store, &query, what), Message::OrdersFound)
            }
            Message::Stock(id, what) => Action::intent(Intent::Open(Open::Stock { what, ids: Arc::from([id]) })),
            Message::Purchases(code) => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let query = PurchaseQuery { sku_code: Some(code.clone()), ..PurchaseQuery::default() };
                let work = move || {
                    let rows = store.purchases(&query).map_err(|error| error.said())?;
                    Ok(Open::Purchases { what: code, ids: rows.iter().map(|row| row.id).collect() })
                };
                Action::work(work, Message::OrdersFound)
            }
            Message::OrdersFound(Ok(open)) => Action::intent(Intent::Open(open)),
            Message::OrdersFound(Err(said)) => Action::toast(Toast::bad(said)),
        }
    }

    fn filters<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let options = [(false, "catalogue.any"), (true, "catalogue.without_cost")];
        let options = options.map(|(on, key)| (on, ctx.t(key).to_owned()));
        Some(choice::chips(options, self.without_cost, Message::WithoutCost))
    }

    fn narrowed(&self) -> bool {
        self.without_cost
    }

    fn widen(&mut self) {
        self.without_cost = false;
    }

    /// A product sheet is worth looking at before the first order comes.
    fn waiting(ctx: &Ctx) -> Option<Element<'_, record_list::Message<Self>>> {
        let any = ctx.facts().is_some_and(|facts| facts.skus.len() > 1);
        if any { None } else { state::of_facts(ctx, record_list::Message::Import) }
    }
}

/// What of the list price is not cost; unknown without either.
fn margin(row: &SkuRow) -> Cell {
    match (row.cost, row.price) {
        (Some(cost), Some(price)) => Cell::Ratio((price - cost).fen(), price.fen()),
        _ => Cell::Empty,
    }
}

fn facts<'a>(ctx: &'a Ctx, sku: &'a SkuRow) -> Element<'a, Message> {
    let mut facts: Vec<Element<'a, Message>> = Vec::new();
    let mut text = |key: &'static str, value: &'a str| {
        if !value.is_empty() {
            facts.push(card::fact(ctx.t(key), words::body(value).width(Length::Fill)));
        }
    };
    text("catalogue.code", &sku.code);
    text("catalogue.props", &sku.props);
    text("catalogue.category", &sku.category);
    text("catalogue.supplier", &sku.supplier);
    text("catalogue.barcode", &sku.barcode);
    let amount = |amount: Option<Money>| amount.map_or_else(|| Cell::Empty.shown(), yuan);
    facts.push(card::fact(ctx.t("catalogue.cost"), words::body(amount(sku.cost))));
    facts.push(card::fact(ctx.t("catalogue.price"), words::body(amount(sku.price))));
    facts.push(card::fact(ctx.t("catalogue.margin"), words::body(margin(sku).shown())));
    let weight = sku
        .weight_g
        .map_or_else(|| Cell::Empty.shown(), |grams| ctx.f("catalogue.grams", &[("n", &grouped(&grams.to_string()))]));
    facts.push(card::fact(ctx.t("catalogue.weight_plain"), words::body(weight)));
    if let Some(day) = sku.listed_at {
        facts.push(card::fact(ctx.t("catalogue.listed_at"), words::body(Cell::Date(day).shown())));
    }
    card::facts(facts).into()
}

/// What it sold in all time, and the last months as a line.
fn sales<'a>(ctx: &'a Ctx, detail: &'a SkuDetail) -> Element<'a, Message> {
    let sku = &detail.sku;
    let count = sku.sold_qty.map_or(Cell::Empty, Cell::Count).shown();
    let paid = sku.sold_paid.map_or_else(|| Cell::Empty.shown(), yuan);
    let last = sku.last_sold_at.map_or(Cell::Empty, Cell::Time).shown();
    let values = months(detail, ctx.today());
    let line = (values.iter().flatten().count() > 1).then(|| {
        column![
            words::small(ctx.f("catalogue.months", &[("n", &MONTHS.to_string())])),
            spark(values, ctx.tokens().accent, 40.0),
        ]
        .spacing(gap::XS)
    });
    let orders = (sku.last_sold_at.is_some())
        .then(|| button::link(ctx.t("catalogue.see_orders"), Some(Message::Orders(sku.id, sku.code.clone()))));
    column![
        row![
            words::card_title(ctx.t("catalogue.sold_all")).width(Length::Fill),
            button::link(ctx.t("catalogue.see_stock"), Some(Message::Stock(sku.id, sku.code.clone()))),
            orders,
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center),
        card::facts([
            card::fact(ctx.t("catalogue.sold_qty"), words::body(count)),
            card::fact(ctx.t("catalogue.sold_paid"), words::strong(paid)),
            card::fact(ctx.t("catalogue.last_sold_at"), words::body(last)),
        ]),
        line,
    ]
    .spacing(gap::S)
    .into()
}

/// Paid amounts of the last months up to `today`; a month without a sale is a zero.
fn months(detail: &SkuDetail, today: NaiveDate) -> Vec<Option<f32>> {
    let Some(this) = today.with_day(1) else { return Vec::new() };
    let first_sale = detail.months.first().map(|month| month.month);
    (0..MONTHS)
        .rev()
        .filter_map(|back| this.checked_sub_months(Months::new(back)))
        .map(|month| match detail.months.iter().find(|known| known.month == month) {
            Some(known) => known.paid.map(|paid| paid.fen() as f32),
            None => first_sale.filter(|first| *first < month).map(|_| 0.0),
        })
        .collect()
}

/// The platform SKUs that stand for it.
fn behind<'a>(ctx: &'a Ctx, detail: &'a SkuDetail) -> Element<'a, Message> {
    let ids: Arc<[i64]> = detail.listings.iter().map(|row| row.id).collect();
    let count = detail.listings.len();
    let see = (count > 0)
        .then(|| button::link(ctx.t("catalogue.see_listings"), Some(Message::Behind(detail.sku.code.clone(), ids))));
    let title = ctx.f("catalogue.behind", &[("n", &count.to_string())]);
    let mut list =
        column![row![words::card_title(title).width(Length::Fill), see].align_y(Alignment::Center)].spacing(gap::S);
    if count == 0 {
        list = list.push(words::muted(ctx.t("catalogue.nothing_behind")));
    }
    for row in detail.listings.iter().take(LISTINGS) {
        list = list.push(listing(ctx, row, detail.sku.id));
    }
    list.into()
}

fn listing<'a>(ctx: &'a Ctx, listing: &'a ListingRow, sku: i64) -> Element<'a, Message> {
    let qty = listing.mapped.iter().find(|part| part.sku_id == sku).map_or(1, |part| part.qty);
    let pieces = if qty == 1 { String::new() } else { format!(" × {qty}") };
    let bundle = if listing.mapped.len() > 1 { format!(" · {}", ctx.t("mapping.bundle")) } else { String::new() };
    let platform = names::platform(ctx.lang, listing.platform);
    let paid = listing.paid.map_or_else(|| Cell::Empty.shown(), yuan);
    row![
        column![
            one_line(format!("{platform} · {}{pieces}{bundle}", listing.key)),
            one_line(listing.title.as_str()).size(size::SMALL).style(text::muted),
        ]
        .width(Length::Fill),
        words::body(paid),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}

/// What a piece cost from when on.
fn costs<'a>(ctx: &'a Ctx, detail: &'a SkuDetail) -> Element<'a, Message> {
    let title = words::card_title(ctx.t("catalogue.cost_history"));
    if detail.costs.is_empty() {
        return column![title, words::muted(ctx.t("catalogue.cost_unknown"))].spacing(gap::S).into();
    }
    let rows = detail.costs.iter().enumerate().rev().map(|(at, cost)| {
        // The first one known holds for all time before it.
        let since =
            if at == 0 { ctx.t("catalogue.from_the_start").to_owned() } else { Cell::Date(cost.from.date()).shown() };
        let source =
            if cost.file_name.is_empty() { ctx.t("catalogue.by_hand").to_owned() } else { cost.file_name.clone() };
        row![
            container(words::body(since)).width(96),
            one_line(source).size(size::SMALL).style(text::muted).width(Length::Fill),
            words::body(yuan(cost.cost)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .into()
    });
    column![title, Column::with_children(rows).spacing(gap::XS)].spacing(gap::S).into()
}

/// What suppliers asked for, newest first.
fn prices<'a>(ctx: &'a Ctx, detail: &'a SkuDetail) -> Element<'a, Message> {
    let see = button::link(ctx.t("suppliers.see_orders"), Some(Message::Purchases(detail.sku.code.clone())));
    let title = row![words::card_title(ctx.t("suppliers.prices")).width(Length::Fill), see].align_y(Alignment::Center);
    if detail.prices.is_empty() {
        return column![title, words::muted(ctx.t("suppliers.no_prices"))].spacing(gap::S).into();
    }
    let rows = detail.prices.iter().map(|price| {
        let key = match price.source {
            PriceSource::Ordered => "suppliers.price_ordered",
            PriceSource::Received => "suppliers.price_received",
            PriceSource::Imported => "suppliers.price_imported",
        };
        let told = format!("{} · {}", price.supplier, ctx.t(key));
        row![
            container(words::body(Cell::Date(price.at.date()).shown())).width(96),
            one_line(told).size(size::SMALL).style(text::muted).width(Length::Fill),
            words::body(yuan(price.unit_price)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .into()
    });
    column![title, Column::with_children(rows).spacing(gap::XS)].spacing(gap::S).into()
}
