//! One alert in detail: what is the matter, the figures and the rule behind it, whether goods are ordered already, and what happened so far.

use iced::widget::{column, container, row};
use iced::{Alignment, Element, Length};

use super::{Message, phrase, subject, waited_until};
use crate::domain::alert::Working;
use crate::gui::component::detail::part;
use crate::gui::component::{button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::{AlertDetail, AlertEvent, AlertState};
use crate::table::{Cell, grouped};

pub fn view<'a>(ctx: &'a Ctx, detail: &'a AlertDetail) -> Element<'a, Message> {
    let (lang, row) = (ctx.lang, &detail.row);
    let fact = |key: &'a str, value: String| card::fact(ctx.t(key), words::body(value).width(Length::Fill));
    let known = |text: &str| if text.is_empty() { Cell::Empty.shown() } else { text.to_owned() };
    let mut facts = vec![
        fact("alerts.value", known(&phrase::value(lang, row, waited_until(ctx)))),
        fact("alerts.threshold", known(&phrase::threshold(lang, row))),
    ];
    if row.kind.family().of_stock() {
        facts.insert(0, fact("alerts.name", known(&row.name)));
        let ordered = row.ordered.filter(|pieces| *pieces > 0);
        let ordered = ordered.map_or_else(
            || ctx.t("alerts.not_ordered").to_owned(),
            |pieces| ctx.f("alerts.ordered_n", &[("n", &grouped(&pieces.to_string()))]),
        );
        facts.push(fact("alerts.ordered", ordered));
    }
    if let Some(since) = row.since {
        facts.push(fact("alerts.since", Cell::Time(since).shown()));
    }
    facts.push(fact("alerts.raised_at", Cell::Time(row.raised_at).shown()));
    facts.push(fact("alerts.state", phrase::state(lang, row, ctx.now())));
    if !row.reason.is_empty() {
        facts.push(fact("alerts.reason", row.reason.clone()));
    }
    let open = row.state(ctx.now()) != AlertState::Settled;
    let lead = subject(row).map(Message::Go);
    let buttons = row![
        lead.map(|lead| button::primary(ctx.t("alerts.lead"), Some(lead))),
        open.then(|| button::secondary(ctx.t("alerts.snooze"), Some(Message::Snooze(vec![row.id])))),
        open.then(|| button::secondary(ctx.t("alerts.settle"), Some(Message::Settle(vec![row.id])))),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center);
    let mut history = part(ctx.t("alerts.history"));
    for one in &detail.events {
        history = history.push(event(ctx, one));
    }
    for raised in &detail.earlier {
        history = history.push(line(ctx.t("alerts.raised_before").to_owned(), Cell::Time(*raised).shown()));
    }
    column![card::facts(facts), buttons, working(ctx, detail), history].spacing(gap::M).into()
}

/// The figures used and the rule that fired, in sentences.
fn working<'a>(ctx: &'a Ctx, detail: &'a AlertDetail) -> Option<Element<'a, Message>> {
    let lang = ctx.lang;
    let mut lines = part(ctx.t("alerts.working"));
    match detail.working.as_ref()? {
        Working::Stock { sendable, on_hand, sold, days, idle, rule } => {
            let text = |n: i64| grouped(&n.to_string());
            lines = lines.push(words::body(
                ctx.f("alerts.working_stock", &[("on_hand", &text(*on_hand)), ("sendable", &text(*sendable))]),
            ));
            let pace = if *sold > 0 {
                let cover = phrase::cover(*sendable, *sold, *days);
                ctx.f("alerts.working_pace", &[("sold", &text(*sold)), ("days", &text(*days)), ("cover", &cover)])
            } else {
                ctx.f("alerts.working_no_pace", &[("days", &text(*days))])
            };
            lines = lines.push(words::body(pace));
            if let Some(idle) = idle {
                lines = lines.push(if *idle > 0 {
                    words::body(ctx.f("alerts.working_idle", &[("n", &text(*idle))]))
                } else {
                    words::body(ctx.t("alerts.working_idle_today"))
                });
            }
            if let Some(rule) = rule {
                lines = lines.push(words::body(phrase::rule(lang, rule, &detail.row.warehouse)));
            }
        }
        Working::Hours { limit } => {
            let hours = grouped(&limit.to_string());
            lines = lines.push(words::body(ctx.f("alerts.working_hours", &[("n", &hours)])));
        }
    }
    Some(lines.into())
}

fn event<'a>(ctx: &'a Ctx, event: &'a AlertEvent) -> Element<'a, Message> {
    let mut what = ctx.t(&format!("alerts.event_{}", event.what.id())).to_owned();
    if let Some(kind) = event.kind {
        what = format!("{what} · {}", phrase::kind(ctx.lang, kind));
    }
    if !event.note.is_empty() {
        what = format!("{what} · {}", event.note);
    }
    line(what, Cell::Time(event.at).shown())
}

fn line<'a>(what: String, at: String) -> Element<'a, Message> {
    row![one_line(what).width(Length::Fill), container(words::muted(at))]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .into()
}
