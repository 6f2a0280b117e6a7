//! How the mapping of a platform SKU looks: suggestions, what is chosen, the search, the form of a new own SKU.

use iced::widget::{Column, button as plain_button, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::matching::Reason;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, container as box_style, size, space as gap, text};
use crate::gui::widget::busy::Busy;
use crate::gui::widget::one_line::one_line;
use crate::locale::Lang;
use crate::store::ListingRow;

use super::{FIRST_FIELD, Making, Mapper, Message, Offer, Part};

/// Why something is suggested, in words.
pub fn reason(lang: Lang, reason: Reason) -> String {
    match reason {
        Reason::SameCode => lang.t("mapping.same_code").to_owned(),
        Reason::SameBarcode => lang.t("mapping.same_barcode").to_owned(),
        Reason::CodeElsewhere(platform) => {
            lang.f("mapping.code_elsewhere", &[("platform", &names::platform(lang, platform))])
        }
        Reason::SameTitle(None) => lang.t("mapping.same_title").to_owned(),
        Reason::SameTitle(Some(platform)) => {
            lang.f("mapping.title_elsewhere", &[("platform", &names::platform(lang, platform))])
        }
        Reason::Alike(percent) => lang.f("mapping.alike", &[("n", &percent.to_string())]),
    }
}

impl Offer {
    /// Smaller is better.
    pub(super) const fn reason_rank(&self) -> u32 {
        match self.reason {
            Reason::SameCode => 0,
            Reason::SameBarcode => 1,
            Reason::CodeElsewhere(_) => 2,
            Reason::SameTitle(_) => 3,
            Reason::Alike(percent) => 104 - percent,
        }
    }

    /// `A` or `A × 2 + B`, by codes.
    pub fn codes(&self) -> String {
        parts_in_words(self.parts.iter().map(|part| (part, part.qty)))
    }
}

/// What a platform SKU is called where there is little room: its key, or its title where the key is made up of it.
pub(super) fn key(row: &ListingRow) -> String {
    if row.key.starts_with(['~', '#']) && !row.title.is_empty() { row.title.clone() } else { row.key.clone() }
}

/// `A` or `A × 2 + B`, by codes.
pub(super) fn parts_in_words<'p>(parts: impl Iterator<Item = (&'p Part, i64)>) -> String {
    let words = parts.map(|(part, qty)| if qty == 1 { part.code.clone() } else { format!("{} × {qty}", part.code) });
    words.collect::<Vec<_>>().join(" + ")
}

/// Name and properties of an own SKU, or its code where it has no name.
pub fn named(name: &str, props: &str, code: &str) -> String {
    let values: Vec<&str> = props
        .split([';', '；'])
        .filter_map(|part| part.rsplit([':', '：']).next())
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect();
    match (name.is_empty(), values.is_empty()) {
        (true, true) => code.to_owned(),
        (true, false) => format!("{code}  {}", values.join(" ")),
        (false, true) => name.to_owned(),
        (false, false) => format!("{name}  {}", values.join(" ")),
    }
}

fn part_name(part: &Part) -> String {
    named(&part.name, &part.props, &part.code)
}

/// Two lines: what it is, and quietly its code and more.
fn two_lines<'a>(first: String, second: String) -> Element<'a, Message> {
    column![one_line(first), one_line(second).size(size::SMALL).style(text::muted)].width(Length::Fill).into()
}

impl Mapper {
    /// What it stands for with the button that saves it, suggestions, and the search.
    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        column![self.standing(ctx), self.suggested(ctx), self.choose(ctx)].spacing(gap::L).into()
    }

    /// The form of a new own SKU, over the page.
    pub fn dialog<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let making = self.making.as_ref()?;
        let able = self.new_sku().is_some();
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Unmake)).into(),
            button::primary(ctx.t("mapping.create"), able.then_some(Message::Create)).into(),
        ];
        let close = (ctx.t("shell.close"), Message::Unmake);
        Some(dialog::dialog(ctx.t("mapping.make_title"), close, form(ctx, making), buttons, 480.0))
    }

    fn suggested<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let now: Vec<i64> = self.chosen.iter().map(|chosen| chosen.part.sku_id).collect();
        // What is chosen already needs no second opinion, unless a strong one.
        let worth = |offer: &&Offer| {
            now.is_empty()
                || !matches!(offer.reason, Reason::Alike(_))
                    && offer.parts.iter().map(|part| part.sku_id).ne(now.iter().copied())
        };
        let offers: Vec<&Offer> = self.offers.value().into_iter().flatten().filter(worth).collect();
        if self.offers.value().is_none() && self.offers.busy() {
            return Some(column![words::small(ctx.t("mapping.suggestions")), Busy].spacing(gap::XS).into());
        }
        if offers.is_empty() {
            let none = self.offers.value().is_some() && self.chosen.is_empty();
            return none.then(|| words::muted(ctx.t("mapping.no_suggestion")).into());
        }
        let rows = offers.into_iter().map(|offer| self.offer(ctx, offer));
        Some(
            column![words::small(ctx.t("mapping.suggestions")), Column::with_children(rows).spacing(gap::S)]
                .spacing(gap::XS)
                .into(),
        )
    }

    fn offer<'a>(&'a self, ctx: &'a Ctx, offer: &Offer) -> Element<'a, Message> {
        let name = match offer.parts.as_slice() {
            [one] if one.qty == 1 => part_name(one),
            _ => offer.codes(),
        };
        let why = reason(ctx.lang, offer.reason);
        let below = match offer.parts.as_slice() {
            [one] if one.qty == 1 => format!("{} · {why}", one.code),
            _ => why,
        };
        let label = ctx.t("mapping.take");
        let press = (!self.saving).then(|| Message::Take(offer.clone()));
        let take = if offer.sure { button::primary(label, press) } else { button::secondary(label, press) };
        row![two_lines(name, below), take].spacing(gap::S).align_y(Alignment::Center).into()
    }

    /// What the platform SKU stands for: one own SKU, or several with their pieces.
    fn standing<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        if self.chosen.is_empty() {
            return None;
        }
        let rows = self.chosen.iter().enumerate().map(|(at, chosen)| {
            let wrong = chosen.pieces().is_none();
            let qty = field::input(ctx.t("mapping.pieces"), &chosen.qty, move |qty| Message::Qty(at, qty))
                .on_submit(Message::Save)
                .width(52);
            let qty = if wrong { qty.style(crate::gui::theme::input::wrong) } else { qty };
            row![
                two_lines(part_name(&chosen.part), chosen.part.code.clone()),
                words::muted("×"),
                qty,
                button::icon_button(Icon::X, ctx.t("mapping.remove"), Some(Message::Remove(at))),
            ]
            .spacing(gap::XS)
            .align_y(Alignment::Center)
            .into()
        });
        let title = if self.chosen.len() > 1 { "mapping.bundle" } else { "mapping.stands_for" };
        let wrong = self.chosen.iter().any(|chosen| chosen.pieces().is_none());
        let below = if wrong {
            Some(words::small(ctx.t("mapping.pieces_wrong")).style(text::bad))
        } else {
            (self.chosen.len() > 1).then(|| words::small(ctx.t("mapping.bundle_hint")))
        };
        let unmap = matches!(self.targets.as_slice(), [one] if one.by_hand && !one.mapped.is_empty())
            .then(|| button::ghost(ctx.t("mapping.unmap"), (!self.saving).then_some(Message::Unmap)));
        let able = self.ready().is_some();
        let save = (self.edited).then(|| button::primary(ctx.t("mapping.save"), able.then_some(Message::Save)));
        let buttons =
            row![container(below).width(Length::Fill), unmap, save].spacing(gap::S).align_y(Alignment::Center);
        Some(
            column![words::small(ctx.t(title)), Column::with_children(rows).spacing(gap::S), buttons]
                .spacing(gap::S)
                .into(),
        )
    }

    fn choose<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let more = if self.chosen.is_empty() { "mapping.search" } else { "mapping.search_more" };
        let search = field::input(ctx.t(more), &self.query, Message::Query)
            .id(self.field)
            .on_submit(Message::First)
            .width(Length::Fill);
        let results = self.results();
        let asked = !self.query.trim().is_empty();
        let nothing = (asked && results.is_empty() && !self.found.busy())
            .then(|| container(words::muted(ctx.t("mapping.nothing_found"))).padding([gap::XS, 0.0]));
        let list = (!results.is_empty()).then(|| {
            let rows = results.into_iter().map(|part| {
                let inside = two_lines(part_name(&part), part.code.clone());
                plain_button(inside)
                    .padding([3, 8])
                    .width(Length::Fill)
                    .style(style::entry)
                    .on_press(Message::Add(part))
                    .into()
            });
            container(Column::with_children(rows)).padding(1).width(Length::Fill).style(box_style::card)
        });
        let make = (!self.targets.is_empty()).then(|| button::link(ctx.t("mapping.make"), Some(Message::Make)));
        column![search, list, nothing, make].spacing(gap::S).into()
    }
}

/// The fields of a new own SKU.
fn form<'a>(ctx: &'a Ctx, making: &'a Making) -> Element<'a, Message> {
    let input = |key: &str, value: &'a str, on: fn(String) -> Message| {
        field::input(ctx.t(key), value, on).on_submit(Message::Create)
    };
    let code_wrong = making.refused.as_ref().map(|said| ctx.say(said));
    let empty = making.code.trim().is_empty().then(|| ctx.t("mapping.code_hint").to_owned());
    let cost_wrong = making.cost().is_err().then(|| ctx.t("mapping.cost_wrong").to_owned());
    column![
        field::field(
            ctx.t("mapping.code"),
            input("mapping.code_example", &making.code, Message::Code).id(FIRST_FIELD),
            empty,
            code_wrong
        ),
        field::field(ctx.t("mapping.name"), input("mapping.name_example", &making.name, Message::Name), None, None),
        field::field(ctx.t("mapping.props"), input("mapping.props_example", &making.props, Message::Props), None, None),
        field::field(
            ctx.t("mapping.cost"),
            input("mapping.cost_example", &making.cost, Message::Cost),
            Some(ctx.t("mapping.cost_hint").to_owned()),
            cost_wrong
        ),
    ]
    .spacing(gap::M)
    .into()
}
