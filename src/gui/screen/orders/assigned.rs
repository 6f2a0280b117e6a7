//! Who looks after an order, why, and what it waits for (分配): a part of the order's details.

use iced::widget::{Column, Row, column, row};
use iced::{Alignment, Element, Length};

use super::Message;
use super::work::{self, flag_name, flag_tone};
use crate::gui::component::detail::part;
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::who as who_is;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::{space as gap, text as ink};
use crate::store::OrderDetail;

/// Rules before the one that decided, of which it is said why they did not.
const MISSED: usize = 6;

pub(super) fn view<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Column<'a, Message> {
    let (id, work) = (detail.order.id, &detail.work);
    let mark = &work.mark;
    let mut content = part(ctx.t("rules.part"));
    let who = if mark.staff.is_empty() { ctx.t("rules.nobody") } else { mark.staff.as_str() };
    let flag = mark.flag.map(|flag| {
        let name = ctx.f("rules.flag_badge", &[("flag", &flag_name(ctx.lang, flag))]);
        badge::badge(name, flag_tone(flag)).into()
    });
    let tags = mark.tags.iter().map(|tag| badge::badge(tag.as_str(), Tone::Neutral).into());
    let marks: Vec<Element<'a, Message>> = flag.into_iter().chain(tags).collect();
    content = content.push(card::fact(ctx.t("rules.staff"), words::strong(who)));
    for (key, value) in [("rules.warehouse", &work.warehouse), ("rules.courier", &work.courier)] {
        if !value.is_empty() {
            content = content.push(card::fact(ctx.t(key), words::body(value.as_str())));
        }
    }
    if !marks.is_empty() {
        content = content.push(card::fact(ctx.t("rules.marks"), Row::with_children(marks).spacing(gap::XS).wrap()));
    }
    if !work.remark.is_empty() {
        content =
            content.push(card::fact(ctx.t("rules.remark"), words::body(work.remark.as_str()).width(Length::Fill)));
    }
    content = content.push(why(ctx, detail));
    for hold in work.holds.iter().filter(|hold| hold.released_at.is_none()) {
        let since = hold.since.format("%m-%d %H:%M").to_string();
        let by = if hold.rule_id == 0 { who_is(ctx, &hold.actor) } else { ctx.t("rules.by_rule").to_owned() };
        content = content.push(
            column![
                row![badge::badge(ctx.t("rules.held"), Tone::Warning), words::body(hold.reason.as_str())]
                    .spacing(gap::S)
                    .align_y(Alignment::Center),
                words::small(ctx.f("rules.held_since", &[("at", &since), ("who", &by)])),
            ]
            .spacing(2),
        );
    }
    let ids = vec![id];
    let release = (!mark.holds.is_empty())
        .then(|| button::link(ctx.t("rules.release"), Some(Message::Work(work::Message::Release(ids.clone())))));
    let buttons = row![
        button::link(ctx.t("rules.assign"), Some(Message::Work(work::Message::Assign(ids.clone())))),
        button::link(ctx.t("rules.mark"), Some(Message::Work(work::Message::Mark(ids.clone())))),
        button::link(ctx.t("rules.hold"), Some(Message::Work(work::Message::Hold(ids.clone())))),
        release,
    ];
    content.push(buttons.spacing(gap::M))
}

/// The rule that decided and why, or who decided by hand.
fn why<'a>(ctx: &'a Ctx, detail: &'a OrderDetail) -> Column<'a, Message> {
    let work = &detail.work;
    let at = work.made_at.map(|at| at.format("%m-%d %H:%M").to_string()).unwrap_or_default();
    let mut content = Column::new().spacing(2);
    if work.by_hand {
        content =
            content.push(words::body(ctx.f("rules.made_by_hand", &[("who", &who_is(ctx, &work.actor)), ("at", &at)])));
    }
    let Some(reason) = &work.reason else { return content };
    let said = words::body(reason.said(ctx.lang)).width(Length::Fill);
    content = content.push(if work.by_hand { said.style(ink::muted) } else { said });
    if work.passed {
        content = content.push(words::small(ctx.t("rules.passed")));
    }
    for missed in reason.before.iter().take(MISSED) {
        content = content.push(words::small(missed.said(ctx.lang)).width(Length::Fill));
    }
    content
}
