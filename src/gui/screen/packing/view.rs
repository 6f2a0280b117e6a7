//! How the packing table looks: the field, a broad strip that says how the last scan went, the articles with what is still missing, and
//! the boxes done before.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::{FIELD, Message, Packing, Went, numbers_of};
use crate::domain::packing::{Check, Counting, PackBox};
use crate::gui::component::{badge, button, card, choice, field, icon, state, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::route::Open;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{Tokens, container as box_style, size, space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::table::grouped;

/// Width of what stands beside the articles.
const ASIDE: f32 = 340.0;

fn number(n: i64) -> String {
    grouped(&n.to_string())
}

impl Packing {
    pub(super) fn page<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let packing = self.check.as_ref().is_some_and(|check| !check.complete());
        let hint = if packing { "packing.scan_article" } else { "packing.scan_number" };
        let leave = packing.then(|| button::secondary(ctx.t("packing.leave"), Some(Message::Leave)));
        let back = self
            .check
            .as_ref()
            .filter(|check| check.found() > 0 && !check.complete())
            .map(|_| button::labelled(Icon::Undo2, ctx.t("packing.take_back"), Some(Message::TakeBack)));
        let entry = field::input(ctx.t(hint), &self.field, Message::Field)
            .id(FIELD)
            .size(size::FIGURE)
            .padding([8, 12])
            .on_submit(Message::Scanned);
        let head = card::card(
            row![icon::sized(Icon::ScanBarcode, 28.0, |t: &Tokens| t.accent), entry, back, leave]
                .spacing(gap::M)
                .align_y(Alignment::Center),
        )
        .padding(gap::M);
        let body: Element<'a, Message> = match (self.current(), &self.check) {
            (Some(one), Some(check)) => row![
                container(self.articles(ctx, check)).width(Length::Fill),
                container(self.aside(ctx, one, check)).width(ASIDE),
            ]
            .spacing(gap::M)
            .into(),
            _ if self.past.is_empty() && self.said.is_none() => {
                state::empty(Icon::PackageCheck, ctx.t("packing.none"), ctx.t("packing.none_hint"), None)
            }
            _ => Column::new().into(),
        };
        let content = column![head, self.strip(ctx), body, self.past(ctx)].spacing(gap::M);
        card::page(content).into()
    }

    /// How the last scan went, readable from two steps away.
    fn strip<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let (went, said) = self.said.as_ref()?;
        let (picture, tone) = match went {
            Went::Well => (Icon::Check, Tone::Accent),
            Went::Done => (Icon::CircleCheck, Tone::Good),
            Went::Mind => (Icon::TriangleAlert, Tone::Warning),
            Went::Badly => (Icon::CircleX, Tone::Bad),
        };
        let inside = row![
            icon::sized(picture, 24.0, move |t: &Tokens| tone.colours(t).1),
            words::page_title(ctx.say(said)).width(Length::Fill),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center);
        let strip = container(inside).padding([gap::M, gap::L]).width(Length::Fill).style(move |theme| {
            let (ground, text) = tone.colours(Tokens::of(theme));
            box_style::tinted(ground, text)(theme)
        });
        Some(strip.into())
    }

    fn articles<'a>(&'a self, ctx: &'a Ctx, check: &'a Check) -> Element<'a, Message> {
        let missing = ctx.f("packing.missing", &[("n", &number(check.wanted() - check.found()))]);
        let progress = format!("{} / {}", number(check.found()), number(check.wanted()));
        let right = words::figure(progress);
        let lines = check.articles.iter().enumerate().map(|(at, one)| article(ctx, at, one, check.complete()));
        let subtitle = if check.complete() { ctx.t("packing.all_in").to_owned() } else { missing };
        card::section(ctx.t("packing.articles"), subtitle, Some(right.into()), Column::with_children(lines)).into()
    }

    fn aside<'a>(&'a self, ctx: &'a Ctx, one: &'a PackBox, check: &'a Check) -> Element<'a, Message> {
        let mut facts = Column::new().spacing(gap::S);
        if self.boxes.len() > 1 {
            let options = self.boxes.iter().enumerate().map(|(at, one)| {
                let label = match one.part {
                    Some((n, of)) => ctx.f("packing.box", &[("n", &n.to_string()), ("of", &of.to_string())]),
                    None => numbers_of(one),
                };
                (at, label)
            });
            facts = facts.push(choice::chips(options, self.at, Message::Box));
        }
        for order in &one.orders {
            let go = Some(Message::Go(Open::Order(order.id)));
            facts = facts.push(card::fact(ctx.t("orders.order_no"), button::link(order.order_no.as_str(), go)));
        }
        let Some(first) = one.orders.first() else { return facts.into() };
        let shop = names::shop(ctx.lang, &first.shop, first.platform);
        let receiver = [first.receiver.as_str(), first.region.as_str()].join("  ");
        let parcel = [first.courier.as_str(), one.tracking_no.as_str()].join(" ");
        for (key, value) in [
            ("orders.shop", shop),
            ("orders.receiver", receiver.trim().to_owned()),
            ("packing.parcel", parcel.trim().to_owned()),
        ] {
            if !value.is_empty() {
                facts = facts.push(card::fact(ctx.t(key), words::body(value).width(Length::Fill)));
            }
        }
        for order in &one.orders {
            for (key, text) in [("orders.seller_memo", &order.remark), ("orders.buyer_message", &order.buyer_message)] {
                if !text.is_empty() {
                    let words = words::strong(text.as_str()).style(ink::warning).width(Length::Fill);
                    facts = facts.push(card::fact(ctx.t(key), words));
                }
            }
        }
        let title = if one.orders.len() > 1 { "packing.together" } else { "packing.order" };
        let done = check.complete().then(|| badge::badge(ctx.t("packing.checked").to_owned(), Tone::Good).into());
        card::section(ctx.t(title), "", done, facts).into()
    }

    fn past<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if self.past.is_empty() {
            return None;
        }
        let lines = self.past.iter().map(|past| {
            row![
                icon::sized(Icon::Check, 14.0, |t: &Tokens| t.green),
                one_line(past.orders.clone()).width(Length::Fill),
                words::muted(ctx.f("packing.pieces", &[("n", &number(past.pieces))])),
                words::muted(past.at.format("%H:%M").to_string()),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center)
            .into()
        });
        let count = ctx.f("packing.past_count", &[("n", &self.past.len().to_string())]);
        let list = Column::with_children(lines).spacing(gap::S);
        Some(card::section(ctx.t("packing.past"), count, None, list).into())
    }
}

/// One article: what it is, how many are in, and a button for what has no code.
fn article<'a>(ctx: &'a Ctx, at: usize, one: &'a Counting, over: bool) -> Element<'a, Message> {
    let full = one.found == one.wanted;
    let style = if full { ink::good } else { ink::plain };
    let code = if one.code.is_empty() { ctx.t("packing.no_code") } else { one.code.as_str() };
    let picture = if full { Icon::CircleCheck } else { Icon::Package };
    let count = words::figure(format!("{} / {}", number(one.found), number(one.wanted))).style(style);
    let by_hand = (!over).then(|| {
        let press = (!full).then_some(Message::Count(at));
        button::icon_button(Icon::Plus, ctx.t("packing.count_by_hand"), press)
    });
    let name = [one.name.as_str(), one.props.as_str()].join("  ");
    column![
        row![
            icon::sized(picture, 20.0, move |t: &Tokens| if full { t.green } else { t.faint }),
            column![one_line(code.to_owned()).bold(), one_line(name.trim().to_owned()).style(ink::muted)]
                .width(Length::Fill),
            count,
            by_hand,
        ]
        .spacing(gap::M)
        .padding([gap::S, 0.0])
        .align_y(Alignment::Center),
        card::rule(),
    ]
    .into()
}
