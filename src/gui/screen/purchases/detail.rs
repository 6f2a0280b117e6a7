//! One purchase order: what may be done now, its lines, what came and went back, what was paid, and who did what when.

use iced::widget::{Row, column, container, row};
use iced::{Alignment, Element, Length};

use super::{Deed, Format, Message, Undo, status_key, tone, who};
use crate::domain::money::Money;
use crate::domain::purchase::{PurchaseStatus, PurchaseStep};
use crate::gui::component::detail::{part, sum, yuan};
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::store::{MoveRow, PaymentRow, PurchaseDetail, PurchaseLineRow};
use crate::table::{Cell, grouped};

fn pieces(n: i64) -> String {
    grouped(&n.to_string())
}

pub fn view<'a>(ctx: &'a Ctx, detail: &'a PurchaseDetail) -> Element<'a, Message> {
    let order = &detail.order;
    let fact = |key: &str, value: String| card::fact(ctx.t(key), words::body(value));
    let day = |day: Option<chrono::NaiveDate>| day.map_or(Cell::Empty, Cell::Date).shown();
    let time = |at: Option<chrono::NaiveDateTime>| at.map_or(Cell::Empty, Cell::Time).shown();
    let supplier = button::link(order.supplier.as_str(), Some(Message::Supplier(order.supplier_id)));
    let mut facts = vec![
        card::fact(
            ctx.t("purchase.status"),
            badge::badge(ctx.t(&status_key(order.status)).to_owned(), tone(order.status)),
        ),
        card::fact(ctx.t("purchase.supplier"), supplier),
        fact("purchase.drafted_by", who(ctx, &order.drafted_by)),
        fact("purchase.sent_at", time(order.sent_at)),
        fact("purchase.expected_on", day(order.expected_on)),
    ];
    if !order.note.is_empty() {
        facts.push(fact("purchase.note", order.note.clone()));
    }
    let mut lines = part(ctx.t("purchase.lines"));
    for line in &detail.lines {
        lines = lines.push(line_view(ctx, line));
    }
    let amount = order.amount.map_or_else(|| Cell::Empty.shown(), yuan);
    let mut account = part(ctx.t("purchase.account")).push(sum(ctx.t("purchase.amount"), amount));
    if order.payable.received != Money::ZERO {
        account = account.push(sum(ctx.t("purchase.received_worth"), yuan(order.payable.received)));
    }
    if order.payable.returned != Money::ZERO {
        account = account.push(sum(ctx.t("purchase.returned_worth"), yuan(-order.payable.returned)));
    }
    if order.payable.paid != Money::ZERO || order.payable.amount() != Money::ZERO {
        account = account
            .push(sum(ctx.t("purchase.paid"), yuan(order.payable.paid)))
            .push(sum(ctx.t("purchase.owed"), yuan(order.payable.open())))
            .push(sum(ctx.t("purchase.due_on"), day(order.due_on)));
    }
    for payment in &detail.payments {
        account = account.push(payment_view(ctx, payment));
    }
    let latest = detail.moves.iter().find(|one| !one.undone).map(|one| one.id);
    let moves = (!detail.moves.is_empty()).then(|| {
        detail.moves.iter().fold(part(ctx.t("purchase.moves")), |all, one| {
            let undo = Some(one.id) == latest && order.status != PurchaseStatus::Closed;
            all.push(move_view(ctx, one, undo.then_some(Message::Undo(Undo::Move(order.id)))))
        })
    });
    let timeline = detail.events.iter().fold(part(ctx.t("purchase.timeline")), |all, event| {
        let what = ctx.f(&format!("purchase.event_{}", event.what), &[("detail", &event.detail)]);
        let by = format!("{} · {}", Cell::Time(event.at).shown(), who(ctx, &event.actor));
        all.push(column![one_line(what).width(Length::Fill), words::small(by)].spacing(2))
    });
    column![card::facts(facts), buttons(ctx, detail), lines, account, moves, timeline].spacing(gap::M).into()
}

/// What the order's state allows: the next step first.
fn buttons<'a>(ctx: &'a Ctx, detail: &'a PurchaseDetail) -> Element<'a, Message> {
    let order = &detail.order;
    let status = order.status;
    let step = |deed: Deed| Message::Step(order.id, status, deed);
    let whole = || Box::new(detail.clone());
    let mut all: Vec<Element<'a, Message>> = Vec::new();
    let next = match status {
        PurchaseStatus::Draft => Some(("purchase.do_confirm", step(Deed::Confirm))),
        PurchaseStatus::Confirmed => Some(("purchase.do_send", step(Deed::Send))),
        PurchaseStatus::Sent | PurchaseStatus::PartReceived => Some(("purchase.do_receive", Message::Receive(whole()))),
        PurchaseStatus::Received => Some(("purchase.do_close", step(Deed::Close))),
        PurchaseStatus::Closed | PurchaseStatus::Cancelled => None,
    };
    if let Some((key, message)) = next {
        all.push(button::primary(ctx.t(key), Some(message)).into());
    }
    let mut more = |allowed: bool, key: &'static str, message: Message| {
        if allowed {
            all.push(button::secondary(ctx.t(key), Some(message)).into());
        }
    };
    more(status.allows(PurchaseStep::Edit), "purchase.do_edit", Message::Edit(order.id));
    more(status == PurchaseStatus::Received, "purchase.do_receive_more", Message::Receive(whole()));
    more(status.allows(PurchaseStep::Return), "purchase.do_return", Message::GiveBack(whole()));
    more(status.allows(PurchaseStep::Pay), "purchase.do_pay", Message::Pay(whole()));
    more(status == PurchaseStatus::PartReceived, "purchase.do_close", step(Deed::Close));
    more(status.allows(PurchaseStep::Reopen), "purchase.do_reopen", step(Deed::Reopen));
    more(status.allows(PurchaseStep::Unsend), "purchase.do_unsend", step(Deed::Unsend));
    more(status == PurchaseStatus::Closed, "purchase.do_resume", step(Deed::Resume));
    more(status.allows(PurchaseStep::Cancel), "purchase.do_cancel", step(Deed::Cancel));
    more(status.allows(PurchaseStep::Restore), "purchase.do_restore", step(Deed::Restore));
    let all = Row::with_children(all).spacing(gap::S).wrap().vertical_spacing(gap::S);
    let save = |icon, key: &'static str, format| {
        let name = format!("{} {}", order.number, order.supplier);
        button::labelled(icon, ctx.t(key), Some(Message::Save(format, name, vec![order.id])))
    };
    let paper = (!detail.lines.is_empty()).then(|| {
        row![
            save(Icon::FileText, "purchase.save_pdf", Format::Pdf),
            save(Icon::FileSpreadsheet, "purchase.save_xlsx", Format::Xlsx),
        ]
        .spacing(gap::S)
    });
    column![all, paper].spacing(gap::S).into()
}

/// Code and amount, beneath them what was ordered, came and is open, and why it was ordered.
fn line_view<'a>(ctx: &'a Ctx, line: &'a PurchaseLineRow) -> Element<'a, Message> {
    let amount = line.unit_price.map(|price| Money::from_fen(price.fen().saturating_mul(line.qty)));
    let code: Element<'a, Message> = if line.sku_id == 0 {
        words::strong(line.code.as_str()).into()
    } else {
        button::link(line.code.as_str(), Some(Message::Sku(line.sku_id))).into()
    };
    let head =
        row![container(code).width(Length::Fill), words::strong(amount.map_or_else(|| Cell::Empty.shown(), yuan)),]
            .spacing(gap::S)
            .align_y(Alignment::Center);
    let price = line.unit_price.map_or_else(|| Cell::Empty.shown(), yuan);
    let told = ctx.f(
        "purchase.line_told",
        &[("ordered", &pieces(line.qty)), ("received", &pieces(line.received)), ("open", &pieces(line.open))],
    );
    let mut told = format!("{told} · {price}");
    if line.returned > 0 {
        told = format!("{told} · {}", ctx.f("purchase.line_returned", &[("n", &pieces(line.returned))]));
    }
    let over = line.received - line.qty;
    let over = (over > 0).then(|| words::small(ctx.f("purchase.over", &[("n", &pieces(over))])).style(ink::warning));
    column![
        head,
        one_line(format!("{} {}", line.name, line.props)).width(Length::Fill),
        words::small(told),
        over,
        (!line.note.is_empty()).then(|| words::small(line.note.as_str())),
    ]
    .spacing(2)
    .into()
}

fn payment_view<'a>(ctx: &'a Ctx, payment: &'a PaymentRow) -> Element<'a, Message> {
    let what = ctx.f("purchase.payment", &[("day", &payment.paid_on.to_string()), ("amount", &yuan(payment.amount))]);
    let undo: Element<'a, Message> = if payment.undone {
        words::small(ctx.t("stock.reversed")).into()
    } else {
        button::link(ctx.t("shell.undo"), Some(Message::Undo(Undo::Payment(payment.id)))).into()
    };
    column![
        row![one_line(what).width(Length::Fill), undo].spacing(gap::S).align_y(Alignment::Center),
        (!payment.note.is_empty()).then(|| words::small(payment.note.as_str())),
    ]
    .spacing(2)
    .into()
}

/// `收货 60 件 · RK20261125-001` and beneath it the moment and each line.
fn move_view<'a>(ctx: &'a Ctx, one: &'a MoveRow, undo: Option<Message>) -> Element<'a, Message> {
    let total: i64 = one.lines.iter().map(|line| line.qty).sum();
    let key = if one.back { "purchase.move_back" } else { "purchase.move_came" };
    let title = ctx.f(key, &[("n", &pieces(total))]);
    let right: Element<'a, Message> = match undo {
        Some(undo) => button::link(ctx.t("shell.undo"), Some(undo)).into(),
        None if one.undone => words::small(ctx.t("stock.reversed")).into(),
        None => words::small(one.document.as_str()).into(),
    };
    let told = format!("{} · {}", Cell::Time(one.at).shown(), one.document);
    let lines = one.lines.iter().map(|line| {
        let mut told = format!("{} × {} · {}", line.code, pieces(line.qty), yuan(line.unit_price));
        if line.over > 0 {
            told = format!("{told} · {}", ctx.f("purchase.over", &[("n", &pieces(line.over))]));
        }
        if !line.reason.is_empty() {
            told = format!("{told} · {}", line.reason);
        }
        words::small(told).into()
    });
    column![
        row![container(words::strong(title)).width(Length::Fill), right].spacing(gap::S).align_y(Alignment::Center),
        words::small(told),
        (!one.reason.is_empty()).then(|| words::small(one.reason.as_str())),
        iced::widget::Column::with_children(lines).spacing(2),
    ]
    .spacing(2)
    .into()
}
