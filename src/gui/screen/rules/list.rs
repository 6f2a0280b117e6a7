//! The list of rules, the first that matches on top.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::rule::Rule;
use crate::gui::component::{badge, button, card, choice, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};

use super::{Desk, Message};

pub fn view<'a>(ctx: &'a Ctx, desk: &'a Desk, rules: &'a [Rule]) -> Element<'a, Message> {
    if rules.is_empty() {
        let new = button::primary_labelled(Icon::Plus, ctx.t("rules.new"), Some(Message::New)).into();
        let empty = state::empty(Icon::Workflow, ctx.t("rules.none"), ctx.t("rules.none_hint"), Some(new));
        return card::card(container(empty).height(320)).into();
    }
    let last = rules.len() - 1;
    let lines = rules.iter().enumerate().map(|(at, rule)| {
        let under = (at < last).then(card::rule);
        column![line(ctx, desk, at, rule, last), under].spacing(gap::S).into()
    });
    card::section(ctx.t("rules.list"), ctx.t("rules.list_hint"), None, Column::with_children(lines).spacing(gap::S))
        .into()
}

fn line<'a>(ctx: &'a Ctx, desk: &'a Desk, at: usize, rule: &'a Rule, last: usize) -> Element<'a, Message> {
    let kept = desk.book.in_force.iter().find(|kept| kept.id == rule.id && rule.id != 0);
    // Only what it says and whether it is on; its place is seen.
    let state = match kept {
        None => Some(("rules.is_new", Tone::Accent)),
        Some(kept) if kept.body != rule.body || kept.name != rule.name || kept.on != rule.on => {
            Some(("rules.is_changed", Tone::Warning))
        }
        Some(_) => None,
    };
    let state = state.map(|(key, tone)| badge::badge(ctx.t(key), tone));
    let off = (!rule.on).then(|| badge::badge(ctx.t("rules.is_off"), Tone::Neutral));
    let name = words::strong(rule.name.as_str());
    let said = words::body(rule.said(ctx.lang, &desk.book.names)).style(ink::muted).width(Length::Fill);
    let said = column![row![name, state, off].spacing(gap::S).align_y(Alignment::Center), said].spacing(2);
    let on = choice::check("", rule.on, move |_| Message::Toggle(at));
    let tip = ctx.t(if rule.on { "rules.switch_off" } else { "rules.switch_on" });
    let tool = |icon: Icon, key: &'a str, message: Option<Message>| button::icon_button(icon, ctx.t(key), message);
    row![
        container(words::muted((at + 1).to_string())).width(20),
        button::tipped(on, tip),
        said.width(Length::Fill),
        row![
            tool(Icon::ArrowUp, "rules.up", (at > 0).then_some(Message::Move(at, true))),
            tool(Icon::ArrowDown, "rules.down", (at < last).then_some(Message::Move(at, false))),
            tool(Icon::Pencil, "rules.edit", Some(Message::Edit(at))),
            tool(Icon::Copy, "rules.copy", Some(Message::Copy(at))),
            tool(Icon::Trash2, "rules.delete", Some(Message::Delete(at))),
        ],
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}
