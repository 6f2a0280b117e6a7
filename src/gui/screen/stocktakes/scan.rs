//! The field for a scanner or quick fingers (扫码录入): code or bar code, Enter, pieces, Enter; or one more with each scan.
//!
//! A scanner types faster than the shop file writes: scans wait in a row and are told one after the other, so that none is lost.

use std::collections::VecDeque;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::{told, who};
use crate::gui::action::Action;
use crate::gui::component::{button, card, choice, field, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{CountTaken, StocktakeEntry, StocktakeLine, Tell};
use crate::table::{Cell, grouped};

/// Names of the two fields.
pub const CODE: &str = "stocktake-code";
pub const PIECES: &str = "stocktake-pieces";

/// What is being scanned.
#[derive(Debug, Clone, Default)]
pub struct Scan {
    code: String,
    pieces: String,
    /// Each scan is one piece more.
    each: bool,
    /// The line whose pieces are asked for.
    found: Option<Box<StocktakeLine>>,
    /// What became of the latest scan, and whether it is good news.
    last: Option<(bool, Said)>,
    waiting: VecDeque<(String, Tell)>,
    busy: bool,
}

#[derive(Debug, Clone)]
pub enum Message {
    Code(String),
    /// Enter in the field of the code.
    Coded,
    Found(Result<Box<StocktakeLine>, Said>),
    Pieces(String),
    /// Enter in the field of the pieces.
    Piled,
    Each(bool),
    Taken(Result<Box<CountTaken>, Said>),
    /// Takes back the latest.
    Undo,
    Undone(Result<(), Said>),
}

fn focus(field: &'static str) -> Action<Message> {
    Action::task(iced::widget::operation::focus(field))
}

impl Scan {
    pub fn update(&mut self, ctx: &Ctx, plan: i64, message: Message) -> Action<Message> {
        match message {
            Message::Code(code) => {
                self.code = code;
                self.found = None;
                Action::none()
            }
            Message::Coded if self.code.trim().is_empty() => Action::none(),
            Message::Coded if self.each => {
                self.waiting.push_back((std::mem::take(&mut self.code), Tell::More(1)));
                self.next(ctx, plan)
            }
            Message::Coded => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let (text, at) = (self.code.clone(), ctx.now());
                let work =
                    move || store.find_stocktake_line(plan, &text, at).map(Box::new).map_err(|error| told(&error));
                Action::work(work, Message::Found)
            }
            Message::Found(Ok(line)) => {
                self.found = Some(line);
                self.last = None;
                self.pieces.clear();
                focus(PIECES)
            }
            Message::Found(Err(said)) => {
                self.code.clear();
                self.last = Some((false, said));
                focus(CODE)
            }
            Message::Pieces(pieces) => {
                self.pieces = pieces;
                Action::none()
            }
            Message::Piled => {
                let Some(line) = &self.found else { return focus(CODE) };
                let Ok(Some(pieces)) = cell::count(&self.pieces) else {
                    let said = Said::new("stocktake.pieces_wrong").with("found", self.pieces.trim());
                    self.last = Some((false, said));
                    self.pieces.clear();
                    return Action::none();
                };
                self.waiting.push_back((line.code.clone(), Tell::Pieces(pieces)));
                self.next(ctx, plan)
            }
            Message::Each(each) => {
                self.each = each;
                self.found = None;
                focus(CODE)
            }
            Message::Taken(taken) => {
                self.busy = false;
                match taken {
                    Ok(taken) => {
                        self.last = Some((true, said(&taken)));
                        self.found = None;
                        if !self.each {
                            self.code.clear();
                        }
                        self.pieces.clear();
                    }
                    Err(said) => {
                        self.last = Some((false, said));
                        self.pieces.clear();
                        if self.found.is_some() {
                            return focus(PIECES).and(self.next(ctx, plan));
                        }
                    }
                }
                focus(CODE).and(self.next(ctx, plan))
            }
            Message::Undo => {
                let Some(store) = ctx.store().cloned() else { return Action::none() };
                let actor = who(ctx);
                let work = move || store.undo_stocktake_count(&actor, plan).map(|_| ()).map_err(|error| told(&error));
                Action::work(work, Message::Undone)
            }
            Message::Undone(Ok(())) => {
                self.last = Some((true, Said::new("stocktake.undone")));
                focus(CODE)
            }
            Message::Undone(Err(said)) => {
                self.last = Some((false, said));
                Action::none()
            }
        }
    }

    /// Tells the shop file the next scan.
    fn next(&mut self, ctx: &Ctx, plan: i64) -> Action<Message> {
        let Some(store) = ctx.store().cloned().filter(|_| !self.busy) else { return Action::none() };
        let Some((text, tell)) = self.waiting.pop_front() else { return Action::none() };
        self.busy = true;
        let (at, actor) = (ctx.now(), who(ctx));
        let work =
            move || store.count_stocktake(&actor, plan, &text, tell, at).map(Box::new).map_err(|error| told(&error));
        Action::work(work, Message::Taken)
    }

    /// The field at the left, the latest entries at the right. `blind`: what the books say is not shown.
    pub fn view<'a>(&'a self, ctx: &'a Ctx, entries: &'a [StocktakeEntry], blind: bool) -> Element<'a, Message> {
        let code =
            field::input(ctx.t("stocktake.scan_hint"), &self.code, Message::Code).id(CODE).on_submit(Message::Coded);
        let pieces = field::input(ctx.t("stocktake.pieces_hint"), &self.pieces, Message::Pieces)
            .id(PIECES)
            .on_submit(Message::Piled);
        let fields = row![
            icon::icon(Icon::ScanBarcode),
            container(code).width(Length::Fill),
            (!self.each).then(|| container(pieces).width(96)),
            choice::check(ctx.t("stocktake.each"), self.each, Message::Each),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        let below: Element<'a, Message> = match (&self.found, &self.last) {
            (Some(line), None) => one_line(asked(ctx, line, blind)).bold().width(Length::Fill).into(),
            (_, Some((good, said))) => {
                let style = if *good { ink::good } else { ink::bad };
                one_line(ctx.say(said)).bold().style(style).width(Length::Fill).into()
            }
            (None, None) => {
                words::muted(ctx.t(if self.each { "stocktake.scan_each" } else { "stocktake.scan_how" })).into()
            }
        };
        let scan = card::card(column![fields, below].spacing(gap::S)).padding(gap::M).height(ROOM);
        let undo = entries.first().map(|_| button::link(ctx.t("stocktake.undo_last"), Some(Message::Undo)));
        let head = row![words::strong(ctx.t("stocktake.latest")).width(Length::Fill), undo].align_y(Alignment::Center);
        let lines: Vec<Element<'a, Message>> = entries.iter().take(SHOWN).map(|entry| told_line(ctx, entry)).collect();
        let none = entries.is_empty().then(|| words::muted(ctx.t("stocktake.latest_none")));
        let latest = card::card(column![head, none, Column::with_children(lines).spacing(2)].spacing(gap::XS));
        row![
            container(scan).width(Length::FillPortion(3)),
            container(latest.padding(gap::M).height(ROOM)).width(Length::FillPortion(2)),
        ]
        .spacing(gap::M)
        .into()
    }
}

/// Height of the two cards, and how many of the latest entries have room in theirs.
const ROOM: f32 = 96.0;
const SHOWN: usize = 2;

/// What is counted now: `A-1 上衣 红 · 已数 3`.
fn asked(ctx: &Ctx, line: &StocktakeLine, blind: bool) -> String {
    let mut parts = vec![named(&line.code, &line.name, &line.props)];
    if let Some(found) = line.found() {
        parts.push(ctx.f("stocktake.so_far", &[("n", &grouped(&found.to_string()))]));
    }
    if let Some(book) = line.book.filter(|_| !blind) {
        parts.push(ctx.f("stocktake.books_say", &[("n", &grouped(&book.to_string()))]));
    }
    parts.join(" · ")
}

fn named(code: &str, name: &str, props: &str) -> String {
    let props = words::spec(props);
    [code, name, props.as_str()].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What became of a scan.
fn said(taken: &CountTaken) -> Said {
    let line = &taken.line;
    let pieces = line.found().unwrap_or(0);
    let key = match (taken.recount, taken.before) {
        (true, _) => "stocktake.taken_again",
        (false, Some(_)) => "stocktake.taken_instead",
        (false, None) => "stocktake.taken",
    };
    Said::new(key)
        .with("what", named(&line.code, &line.name, &line.props))
        .with("n", grouped(&pieces.to_string()))
        .with("before", grouped(&taken.before.unwrap_or(0).to_string()))
}

/// One of the latest entries.
fn told_line<'a>(ctx: &'a Ctx, entry: &'a StocktakeEntry) -> Element<'a, Message> {
    let what = if entry.source.is_empty() {
        named(&entry.code, &entry.name, "")
    } else {
        ctx.f("stocktake.entry_sheet", &[("file", &entry.source), ("n", &grouped(&entry.skus.to_string()))])
    };
    let pieces = entry.source.is_empty().then(|| {
        let key = if entry.recount { "stocktake.entry_again" } else { "stocktake.entry_pieces" };
        words::strong(ctx.f(key, &[("n", &grouped(&entry.pieces.to_string()))]))
    });
    row![
        one_line(what).width(Length::Fill),
        pieces,
        words::small(Cell::Time(entry.told_at).shown().get(11..).unwrap_or_default().to_owned()),
    ]
    .spacing(gap::S)
    .align_y(Alignment::Center)
    .into()
}
