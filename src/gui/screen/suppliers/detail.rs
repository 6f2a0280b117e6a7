//! One supplier: its terms, the parts of its score with their counts, its latest orders, and what its goods cost over time.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, lead_words, tone};
use crate::domain::purchase::Share;
use crate::gui::component::detail::{lead, part, yuan};
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::screen::purchases::{status_key, tone as status_tone};
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::{PriceRow, PriceSource, PurchaseRow, SupplierDetail};
use crate::table::{Cell, grouped};

/// Orders and prices shown; all orders are one click away.
const ORDERS: usize = 6;
const PRICES: usize = 20;

fn dash() -> String {
    Cell::Empty.shown()
}

pub fn view<'a>(ctx: &'a Ctx, detail: &'a SupplierDetail) -> Element<'a, Message> {
    let row = &detail.supplier;
    let terms = &row.terms;
    let fact = |key: &str, value: String| card::fact(ctx.t(key), words::body(value));
    let days = |n: Option<i64>| n.map_or_else(dash, |n| ctx.f("suppliers.days", &[("n", &n.to_string())]));
    let pieces = |n: Option<i64>| n.map_or(Cell::Empty, Cell::Count).shown();
    let text = |text: &str| if text.is_empty() { dash() } else { text.to_owned() };
    let real = lead_words(ctx.lang, row.lead);
    let facts = card::facts([
        fact("suppliers.lead", text(&real)),
        fact("suppliers.lead_days", days(terms.lead_days)),
        fact("suppliers.pay_days", days(terms.pay_days)),
        fact("suppliers.moq", pieces(terms.moq_pieces)),
        fact("suppliers.pack", pieces(terms.pack)),
        fact("suppliers.moq_amount", terms.moq_amount.map_or_else(dash, yuan)),
        fact("suppliers.order_cost", terms.order_cost.map_or_else(dash, yuan)),
        fact("purchase.owed", yuan(row.owed)),
        fact("purchase.due_on", row.due_on.map_or(Cell::Empty, Cell::Date).shown()),
        fact("suppliers.contact", text(&terms.contact)),
        fact("purchase.note", text(&terms.note)),
    ]);
    let buttons = row![
        button::primary(ctx.t("suppliers.edit"), Some(Message::Edit(Box::new(row.clone())))),
        button::secondary(ctx.t("suppliers.edit_skus"), Some(Message::EditSkus(Box::new(detail.clone())))),
    ]
    .spacing(gap::S);
    let mut orders = part(ctx.t("suppliers.orders"));
    if detail.orders.is_empty() {
        orders = orders.push(words::muted(ctx.t("suppliers.no_orders")));
    }
    for order in detail.orders.iter().take(ORDERS) {
        orders = orders.push(order_view(ctx, order));
    }
    if detail.orders.len() > ORDERS {
        let ids = detail.orders.iter().map(|order| order.id).collect();
        let all = ctx.f("suppliers.all_orders", &[("n", &grouped(&detail.orders.len().to_string()))]);
        orders = orders.push(button::link(all, Some(Message::Orders(row.name.clone(), ids))));
    }
    let mut prices = part(ctx.t("suppliers.prices"));
    if detail.prices.is_empty() {
        prices = prices.push(words::muted(ctx.t("suppliers.no_prices")));
    }
    for price in detail.prices.iter().take(PRICES) {
        prices = prices.push(price_view(ctx, detail, price));
    }
    column![facts, buttons, score(ctx, detail), orders, prices].spacing(gap::M).into()
}

/// The points and the shares behind them, each with its counts.
fn score<'a>(ctx: &'a Ctx, detail: &'a SupplierDetail) -> Element<'a, Message> {
    let score = &detail.supplier.score;
    let line = |key: &str, share: Share| {
        let value = if share.whole > 0 { Cell::Ratio(share.part, share.whole) } else { Cell::Empty };
        let counts = ctx.f(
            "suppliers.of",
            &[("part", &grouped(&share.part.to_string())), ("whole", &grouped(&share.whole.to_string()))],
        );
        row![
            container(words::muted(ctx.t(key).to_owned())).width(Length::Fill),
            words::small(counts),
            container(words::strong(value.shown())).align_right(64),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
    };
    let points: Element<'a, Message> = match score.points() {
        Some(points) => badge::badge(ctx.f("suppliers.points_of", &[("n", &points.to_string())]), tone(points)).into(),
        None => words::muted(ctx.t("suppliers.no_score")).into(),
    };
    part(ctx.t("suppliers.score"))
        .push(points)
        .push(line("suppliers.on_time", score.on_time))
        .push(line("suppliers.delivered", score.delivered))
        .push(line("suppliers.returned", score.returned))
        .push(words::small(ctx.t("suppliers.score_hint")))
        .into()
}

fn order_view<'a>(ctx: &'a Ctx, order: &'a PurchaseRow) -> Element<'a, Message> {
    let status = badge::badge(ctx.t(&status_key(order.status)).to_owned(), status_tone(order.status));
    let told = ctx.f(
        "suppliers.order_told",
        &[
            ("day", &order.created_at.date().to_string()),
            ("n", &grouped(&order.ordered.to_string())),
            ("amount", &order.amount.map_or_else(dash, yuan)),
        ],
    );
    lead(order.number.clone(), status, told, Message::Order(order.id))
}

fn price_view<'a>(ctx: &'a Ctx, detail: &'a SupplierDetail, price: &'a PriceRow) -> Element<'a, Message> {
    let key = match price.source {
        PriceSource::Ordered => "suppliers.price_ordered",
        PriceSource::Received => "suppliers.price_received",
        PriceSource::Imported => "suppliers.price_imported",
    };
    let sku = detail.skus.iter().find(|sku| sku.code == price.code && sku.sku_id != 0).map(|sku| sku.sku_id);
    let code: Element<'a, Message> = match sku {
        Some(id) => button::link(price.code.as_str(), Some(Message::Sku(id))).into(),
        None => one_line(price.code.clone()).into(),
    };
    let told = format!("{} · {} × {}", price.at.date(), ctx.t(key), grouped(&price.qty.to_string()));
    column![
        row![container(code).width(Length::Fill), words::strong(yuan(price.unit_price))]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        words::small(told),
    ]
    .spacing(2)
    .into()
}
