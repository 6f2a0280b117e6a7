//! One SKU of a plan in detail: what was found beside the books, and why they differ.

use iced::widget::{column, row};
use iced::{Alignment, Element};

use super::signed;
use crate::gui::component::detail::{part, yuan};
use crate::gui::component::{badge, button, card, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::desk::who;
use crate::gui::theme::badge::Tone;
use crate::gui::theme::{space as gap, text as ink};
use crate::store::StocktakeLine;
use crate::table::Cell;

/// Why books and shelves differ, usually.
const USUAL: [&str; 5] = [
    "stocktake.reason_unbooked",
    "stocktake.reason_wrong_goods",
    "stocktake.reason_broken",
    "stocktake.reason_lost",
    "stocktake.reason_miscounted",
];

/// What a line is to be looked at for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Gone,
    Due,
    Accepted,
    Recounted,
    LeftOut,
    Opening,
    Same,
    Different,
    Uncounted,
}

impl Mark {
    /// `closed`: the plan stands in the books.
    pub fn of(line: &StocktakeLine, closed: bool) -> Self {
        match line.off() {
            _ if line.found().is_none() => Self::Uncounted,
            _ if closed && !line.posted => Self::LeftOut,
            _ if !line.known => Self::Gone,
            _ if line.due() => Self::Due,
            None => Self::Opening,
            Some(0) if line.recount.is_some() => Self::Recounted,
            Some(0) => Self::Same,
            Some(_) if line.accepted => Self::Accepted,
            Some(_) if line.recount.is_some() => Self::Recounted,
            Some(_) => Self::Different,
        }
    }

    pub const fn key(self) -> &'static str {
        match self {
            Self::Gone => "stocktake.mark_gone",
            Self::Due => "stocktake.mark_due",
            Self::Accepted => "stocktake.mark_accepted",
            Self::Recounted => "stocktake.mark_recounted",
            Self::LeftOut => "stocktake.mark_left_out",
            Self::Opening => "stocktake.mark_opening",
            Self::Same => "stocktake.mark_same",
            Self::Different => "stocktake.mark_different",
            Self::Uncounted => "stocktake.mark_uncounted",
        }
    }

    pub const fn tone(self) -> Tone {
        match self {
            Self::Gone | Self::LeftOut => Tone::Bad,
            Self::Due => Tone::Warning,
            Self::Accepted | Self::Different => Tone::Accent,
            Self::Recounted | Self::Opening => Tone::Blue,
            Self::Same => Tone::Good,
            Self::Uncounted => Tone::Neutral,
        }
    }
}

/// The reason of the open line as it is being written.
#[derive(Debug, Clone, Default)]
pub struct Reason {
    /// The line it is written for.
    pub line: i64,
    pub text: String,
    /// Accepting was tried without it.
    pub tried: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Text(String),
    /// Keeps the reason; `true` accepts the large difference with it.
    Keep(bool),
}

/// The usual reasons, one of which may be chosen, and a field for any other.
pub fn reasons<'a, M: Clone + 'a>(
    ctx: &'a Ctx,
    text: &'a str,
    wrong: Option<String>,
    on: fn(String) -> M,
    enter: M,
) -> Element<'a, M> {
    let usual = USUAL.map(|key| (ctx.t(key).to_owned(), ctx.t(key).to_owned()));
    let usual: Vec<Element<'a, M>> = usual
        .into_iter()
        .map(|(reason, label)| {
            iced::widget::button(words::body(label))
                .padding([4, 8])
                .style(crate::gui::theme::button::segment(reason == text))
                .on_press(on(reason))
                .into()
        })
        .collect();
    let input = field::input(ctx.t("stocktake.reason_hint"), text, on).on_submit(enter);
    column![
        iced::widget::Row::with_children(usual).spacing(gap::XS).wrap(),
        field::field(ctx.t("stocktake.reason"), input, None, wrong),
    ]
    .spacing(gap::S)
    .into()
}

/// `blind`: what the books say is not shown. `open`: the plan is still being counted.
pub fn view<'a>(
    ctx: &'a Ctx,
    line: &'a StocktakeLine,
    reason: &'a Reason,
    blind: bool,
    open: bool,
) -> Element<'a, Message> {
    let fact = |key: &str, value: String| card::fact(ctx.t(key), words::body(value));
    let pieces = |n: Option<i64>| n.map_or(Cell::Empty, Cell::Count).shown();
    let told = |n: Option<i64>, at: Option<chrono::NaiveDateTime>, by: &str| match at {
        Some(at) => format!("{} · {} {by}", pieces(n), Cell::Time(at).shown(), by = who(ctx, by)),
        None => pieces(n),
    };
    let mark = Mark::of(line, !open);
    let mut facts = vec![fact("catalogue.code", line.code.clone())];
    if !line.props.is_empty() {
        facts.push(fact("catalogue.props", line.props.clone()));
    }
    if !line.barcode.is_empty() {
        facts.push(fact("stocktake.barcode", line.barcode.clone()));
    }
    facts.push(fact("stocktake.counted", told(line.counted, line.counted_at, &line.counted_by)));
    if line.recount.is_some() {
        facts.push(fact("stocktake.recount", told(line.recount, line.recounted_at, &line.recounted_by)));
    }
    if !blind {
        facts.push(fact("stocktake.book", pieces(line.book)));
        facts.push(fact("stocktake.off", line.off().map_or_else(|| Cell::Empty.shown(), signed)));
        facts.push(fact("stocktake.off_value", line.value().map_or_else(|| Cell::Empty.shown(), yuan)));
        facts.push(card::fact(ctx.t("stocktake.mark"), badge::badge(ctx.t(mark.key()).to_owned(), mark.tone())));
    }
    let mut all = column![card::facts(facts)].spacing(gap::M);
    let differs = line.off().is_some_and(|off| off != 0) && !blind;
    if line.due() && !blind && open {
        all = all.push(words::body(ctx.t("stocktake.due_hint")).style(ink::warning));
    }
    if differs && open {
        let missing = reason.tried && reason.text.trim().is_empty();
        let wrong = missing.then(|| ctx.t("stocktake.no_reason").to_owned());
        let keep = button::secondary(ctx.t("stocktake.keep_reason"), Some(Message::Keep(false)));
        let accept = line.due().then(|| button::primary(ctx.t("stocktake.accept"), Some(Message::Keep(true))));
        all = all.push(
            part(ctx.t("stocktake.why"))
                .push(reasons(ctx, &reason.text, wrong, Message::Text, Message::Keep(false)))
                .push(row![accept, keep].spacing(gap::S).align_y(Alignment::Center)),
        );
    } else if !line.reason.is_empty() && !blind {
        all = all.push(part(ctx.t("stocktake.why")).push(words::body(line.reason.as_str())));
    }
    all.into()
}
