//! What a trial found (试运行结果): orders of each rule with examples to open, those nobody takes, and who would have got how many.

use std::sync::Arc;

use iced::widget::{Column, Row, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::rule::Rule;
use crate::gui::component::{badge, button, card, words};
use crate::gui::ctx::Ctx;
use crate::gui::route::Open;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::space as gap;
use crate::gui::widget::one_line::one_line;
use crate::store::{DryRun, Matched};
use crate::table::{Cell, grouped};

use super::Message;

/// Widths of the table's columns.
const PLACE: f32 = 20.0;
const COUNT: f32 = 72.0;
const SHARE: f32 = 64.0;
const EXAMPLES: f32 = 330.0;

/// A trial, and the list it was run with.
#[derive(Debug, Clone)]
pub struct Trial {
    /// Names the list.
    pub stamp: u64,
    pub rules: Vec<Rule>,
    pub run: Arc<DryRun>,
}

fn number(n: i64) -> String {
    grouped(&n.to_string())
}

fn count(found: &Matched) -> i64 {
    i64::try_from(found.ids.len()).unwrap_or(i64::MAX)
}

fn these(what: &str, found: &Matched) -> Option<Message> {
    (!found.ids.is_empty())
        .then(|| Message::Open(Open::Orders { what: what.to_owned(), ids: found.ids.as_slice().into() }))
}

impl Trial {
    /// `present`: the list on the screen is still the one that was tried.
    pub fn view<'a>(&'a self, ctx: &'a Ctx, present: bool) -> Element<'a, Message> {
        let run = &*self.run;
        let days = run.period.map_or_else(String::new, |period| {
            format!("{} – {}", period.from().format("%m-%d"), period.to().format("%m-%d"))
        });
        let title = ctx.f("rules.trial_title", &[("days", &days)]);
        let state = if present {
            badge::badge(ctx.t("rules.trial_present"), Tone::Good)
        } else {
            badge::badge(ctx.t("rules.trial_old"), Tone::Warning)
        };
        let taken = run.orders - count(&run.nobody);
        let summary = ctx.f("rules.trial_summary", &[("n", &number(run.orders)), ("taken", &number(taken))]);
        let changed = match count(&run.changed) {
            0 => words::muted(ctx.t("rules.trial_same")).into(),
            n => {
                let label = ctx.f("rules.trial_changed", &[("n", &number(n))]);
                Element::from(button::link(label, these(ctx.t("rules.trial_changed_what"), &run.changed)))
            }
        };
        let deserted = (run.deserted > 0).then(|| {
            words::body(ctx.f("rules.trial_deserted", &[("n", &number(run.deserted))]))
                .style(crate::gui::theme::text::bad)
        });
        let head = row![
            container(words::small("#")).width(PLACE),
            container(words::small(ctx.t("rules.trial_rule"))).width(Length::Fill),
            container(words::small(ctx.t("rules.trial_orders"))).align_right(COUNT),
            container(words::small(ctx.t("rules.trial_share"))).align_right(SHARE),
            container(words::small(ctx.t("rules.trial_examples"))).width(EXAMPLES),
        ]
        .spacing(gap::S);
        let mut lines = Column::new().spacing(gap::XS).push(head).push(card::rule());
        for (at, (rule, found)) in self.rules.iter().zip(&run.rules).enumerate().filter(|(_, (rule, _))| rule.on) {
            lines = lines.push(line(ctx, (at + 1).to_string(), &rule.name, found, run.orders));
        }
        let nobody = line(ctx, String::new(), ctx.t("rules.trial_nobody"), &run.nobody, run.orders);
        let shares = run.shares.iter().map(|share| {
            row![words::body(share.name.as_str()), words::strong(number(share.orders))].spacing(gap::XS).into()
        });
        let shares = row![words::muted(ctx.t("rules.trial_shares")), Row::with_children(shares).spacing(gap::L).wrap()]
            .spacing(gap::M);
        let content = column![
            row![words::body(summary), changed].spacing(gap::M).align_y(Alignment::Center),
            deserted,
            lines.push(card::rule()).push(nobody).push(card::rule()),
            shares,
        ]
        .spacing(gap::S);
        card::section(title, "", Some(state.into()), content).into()
    }
}

fn line<'a>(ctx: &'a Ctx, place: String, name: &'a str, found: &'a Matched, of: i64) -> Element<'a, Message> {
    let n = count(found);
    let all = button::link(number(n), these(name, found));
    let examples = found
        .examples
        .iter()
        .map(|(id, order_no)| button::link(short(order_no), Some(Message::Open(Open::Order(*id)))).into());
    let none = (n == 0 && !place.is_empty()).then(|| words::small(ctx.t("rules.trial_never")));
    row![
        container(words::muted(place)).width(PLACE),
        one_line(name).width(Length::Fill),
        container(all).align_right(COUNT),
        container(words::muted(Cell::Ratio(n, of).shown())).align_right(SHARE),
        container(row![Row::with_children(examples).spacing(gap::M), none]).width(EXAMPLES),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}

/// The end of a long number, which is what tells orders apart.
fn short(order_no: &str) -> String {
    let count = order_no.chars().count();
    if count <= 12 {
        order_no.to_owned()
    } else {
        format!("…{}", order_no.chars().skip(count - 10).collect::<String>())
    }
}
