//! One SKU's stock in detail: its pieces in each state, and the movements behind them, newest first.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::asof::AsOf;
use super::{Message, StockDetail, columns};
use crate::domain::costing::{Average, CostStep};
use crate::domain::stock::{MovementKind, Place};
use crate::gui::component::detail::{part, yuan};
use crate::gui::component::{button, card, dialog, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::who;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::store::{MovementRow, StockRow, Want};
use crate::table::{Cell, grouped};

/// Changes of cost shown.
const STEPS: usize = 8;

fn pieces(count: Option<i64>) -> String {
    count.map_or(Cell::Empty, Cell::Count).shown()
}

/// `warehouse`: the one alone that is looked at.
pub fn view<'a>(
    ctx: &'a Ctx,
    detail: &'a StockDetail,
    asof: &'a AsOf,
    warehouse: Option<&'a str>,
) -> Element<'a, Message> {
    let (row, levels) = (&detail.row, &detail.row.levels);
    let fact = |key: &str, value: String| card::fact(ctx.t(key), words::body(value));
    // A number leads to what stands behind it.
    let behind = |key: &str, count: i64, message: Message| {
        let shown = pieces(Some(count));
        let value: Element<'a, Message> =
            if count == 0 { words::body(shown).into() } else { button::link(shown, Some(message)).into() };
        card::fact(ctx.t(key), value)
    };
    let orders =
        |key: &str, count: i64, want: Want| behind(key, count, Message::Behind(row.sku_id, row.code.clone(), want));
    let mut facts = vec![fact("catalogue.code", row.code.clone()), fact("stock.on_hand", pieces(levels.on_hand()))];
    if levels.good.is_some() {
        for (key, count, column) in [
            ("domain.place_good", levels.good, "sendable"),
            ("domain.place_defective", levels.defective, "defective"),
            ("domain.place_locked", levels.locked, "locked"),
        ] {
            facts.push(behind(key, count.unwrap_or(0), Message::Only(columns::places(column))));
        }
    }
    facts.extend([
        orders("stock.unpaid", levels.unpaid, Want::Unpaid),
        orders("stock.to_ship", levels.to_ship, Want::ToShip),
        orders("stock.of_it_to_audit", levels.to_audit, Want::ToAudit),
        card::fact(ctx.t("stock.sendable"), words::strong(pieces(levels.sendable()))),
    ]);
    for (key, count, column) in [
        ("domain.place_purchase_transit", levels.purchase_transit, "purchase_transit"),
        ("domain.place_transfer_transit", levels.transfer_transit, "transfer_transit"),
    ] {
        if count != 0 {
            facts.push(behind(key, count, Message::Only(columns::places(column))));
        }
    }
    if levels.return_transit != 0 {
        facts.push(orders("domain.place_return_transit", levels.return_transit, Want::Returning));
    }
    facts.extend([
        fact("stock.average", row.unit_cost().map_or_else(|| Cell::Empty.shown(), exact)),
        fact("stock.value", row.value().map_or_else(|| Cell::Empty.shown(), yuan)),
    ]);
    let facts = card::facts(facts);
    let seen: Vec<String> = warehouse
        .map(str::to_owned)
        .into_iter()
        .chain(asof.day.map(|day| ctx.f("warehouse.as_of", &[("day", &day.to_string())])))
        .collect();
    let seen = (!seen.is_empty()).then(|| words::strong(seen.join(" · ")));
    let buttons = row![
        button::primary(ctx.t("stock.post"), Some(Message::Post(vec![row.sku_id]))),
        button::link(ctx.t("stock.see_sku"), Some(Message::Sku(row.sku_id))),
    ]
    .spacing(gap::M)
    .align_y(Alignment::Center);
    let lots = lots(ctx, row);
    let costs = costs(ctx, &detail.costs);
    let mut moved = column![part(ctx.t("stock.movements"))].spacing(gap::S);
    if !detail.behind.is_empty() {
        let named = |place: &Place| ctx.t(&format!("domain.place_{}", place.id())).to_owned();
        let named: Vec<String> = detail.behind.iter().map(named).collect();
        let only = ctx.f("stock.only_places", &[("places", &named.join(ctx.t("stocktake.comma")))]);
        moved = moved.push(
            row![
                one_line(only).width(Length::Fill),
                button::link(ctx.t("stock.all_movements"), Some(Message::Only(&[])))
            ]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        );
    }
    if detail.movements.is_empty() {
        let key = if detail.behind.is_empty() { "stock.no_movements" } else { "stock.no_movements_there" };
        moved = moved.push(words::muted(ctx.t(key)));
    }
    for movement in &detail.movements {
        moved = moved.push(line(ctx, movement));
    }
    column![seen, facts, buttons, lots, costs, moved].spacing(gap::M).into()
}

/// An average with the decimals it has beyond the fen.
fn exact(average: Average) -> String {
    let text = average.yuan().normalize().to_string();
    let decimals = text.split_once('.').map_or(0, |(_, tail)| tail.len());
    if decimals > 2 { format!("¥{text}") } else { yuan(average.rounded()) }
}

/// What is left of each batch, the next to expire first.
fn lots<'a>(ctx: &'a Ctx, of: &'a StockRow) -> Option<Element<'a, Message>> {
    if of.lots.is_empty() {
        return None;
    }
    let mut list = column![part(ctx.t("stock.lots"))].spacing(gap::XS);
    for (lot, left) in &of.lots {
        let expires = lot.expires.map_or_else(|| Cell::Empty.shown(), |day| day.to_string());
        let late = lot.expires.is_some_and(|day| day <= ctx.now().date());
        let expires = if late { words::strong(expires).style(ink::bad) } else { words::body(expires) };
        list = list.push(
            row![
                one_line(lot.batch.clone()).width(Length::Fill),
                expires,
                container(words::strong(pieces(Some(*left)))).align_right(64)
            ]
            .spacing(gap::S),
        );
    }
    Some(list.into())
}

/// How the average cost came about, newest first.
fn costs<'a>(ctx: &'a Ctx, steps: &'a [CostStep]) -> Option<Element<'a, Message>> {
    if steps.is_empty() {
        return None;
    }
    let mut list = column![part(ctx.t("stock.cost_history"))].spacing(gap::S);
    for step in steps.iter().rev().take(STEPS) {
        let from = step.from.map_or_else(|| Cell::Empty.shown(), exact);
        let receipt = &step.receipt;
        let price = receipt.price.map_or_else(|| Cell::Empty.shown(), yuan);
        let how = ctx.f(
            "stock.cost_step",
            &[("before", &pieces(Some(receipt.before))), ("qty", &pieces(Some(receipt.qty))), ("price", &price)],
        );
        list = list.push(
            column![
                row![one_line(format!("{from} → {}", exact(step.to))).bold().width(Length::Fill), words::small(how)]
                    .spacing(gap::S)
                    .align_y(Alignment::Center),
                row![words::small(Cell::Time(receipt.at).shown()), words::small(receipt.document.as_str())]
                    .spacing(gap::S),
            ]
            .spacing(2),
        );
    }
    Some(list.into())
}

/// `+20 入库 → 45` and beneath it the moment, the document, and why.
fn line<'a>(ctx: &'a Ctx, movement: &'a MovementRow) -> Element<'a, Message> {
    let sign = if movement.qty > 0 { "+" } else { "" };
    let qty = format!("{sign}{}", grouped(&movement.qty.to_string()));
    let qty = if movement.qty < 0 { words::strong(qty).style(ink::bad) } else { words::strong(qty).style(ink::good) };
    let mut what = ctx.t(&format!("domain.movement_{}", movement.kind.id())).to_owned();
    if movement.place != Place::Good {
        what = format!("{what} · {}", ctx.t(&format!("domain.place_{}", movement.place.id())));
    }
    let balance = ctx.f("stock.balance", &[("n", &grouped(&movement.balance.to_string()))]);
    let document: Element<'a, Message> = if movement.order_id == 0 {
        words::small(movement.document.as_str()).into()
    } else {
        button::link(movement.document.clone(), Some(Message::Order(movement.order_id))).into()
    };
    let elsewhere = if movement.main { "" } else { movement.warehouse.as_str() };
    let actor = if movement.actor.is_empty() { String::new() } else { who(ctx, &movement.actor) };
    let more = [elsewhere, actor.as_str(), movement.reason.as_str(), movement.note.as_str()];
    let more: Vec<&str> = more.into_iter().filter(|text| !text.is_empty()).collect();
    let reversed = movement.reversed.then(|| words::small(ctx.t("stock.reversed")).style(ink::muted));
    let take_back = can_be_taken_back(movement).then(|| {
        let message = Message::TakeBack(movement.document_id, movement.document.clone());
        button::link(ctx.t("stock.take_back"), Some(message))
    });
    column![
        row![container(qty).width(64), one_line(what).width(Length::Fill), words::muted(balance)]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        row![words::small(Cell::Time(movement.moved_at).shown()), document, reversed, take_back]
            .spacing(gap::S)
            .align_y(Alignment::Center),
        (!more.is_empty()).then(|| words::small(more.join(" · "))),
    ]
    .spacing(2)
    .into()
}

/// Documents of this page; those of purchases, returns and orders are taken back where they were made.
fn can_be_taken_back(movement: &MovementRow) -> bool {
    use MovementKind::{Adjustment, Assembly, CountDifference, Damage, Lock, Receipt, Transfer};
    let here = [Receipt, Transfer, CountDifference, Damage, Adjustment, Assembly, Lock].contains(&movement.kind);
    movement.document_id != 0 && !movement.reversed && here
}

/// Asks before a document of before is taken back.
pub fn take_back<'a>(ctx: &'a Ctx, document: i64, number: &str) -> Element<'a, Message> {
    let buttons = [
        button::secondary(ctx.t("shell.cancel"), Some(Message::TakeBackClose)).into(),
        button::primary(ctx.t("stock.take_back"), Some(Message::Undo(document))).into(),
    ];
    let title = ctx.f("stock.take_back_title", &[("number", number)]);
    let content = words::body(ctx.t("stock.take_back_hint"));
    dialog::dialog(title, (ctx.t("shell.close"), Message::TakeBackClose), content, buttons, 460.0)
}
