//! Goods under way between warehouses (在途调拨), and taking them in piece by piece.

use std::collections::HashMap;

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::TransferRow;
use crate::table::{Cell, grouped};

/// The dialog as it stands.
#[derive(Debug, Clone)]
pub struct Arrivals {
    open: Vec<TransferRow>,
    /// The transfer that is being taken in, and what came, as it is typed.
    chosen: Option<(usize, Vec<String>)>,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Choose(usize),
    Qty(usize, String),
    Back,
    Save,
    Close,
}

/// A transfer, and what came of it.
pub type Arrived = (i64, HashMap<String, i64>);

impl Arrivals {
    pub fn new(open: Vec<TransferRow>) -> Self {
        let mut dialog = Self { open, chosen: None, tried: false, busy: false, refused: None };
        if dialog.open.len() == 1 {
            dialog.choose(0);
        }
        dialog
    }

    fn choose(&mut self, at: usize) {
        let lines = self.open.get(at).map(|one| one.lines.iter().map(|line| line.qty.to_string()).collect());
        self.chosen = lines.map(|lines| (at, lines));
        self.tried = false;
    }

    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Choose(at) => self.choose(at),
            Message::Qty(at, qty) => {
                if let Some(slot) = self.chosen.as_mut().and_then(|(_, lines)| lines.get_mut(at)) {
                    *slot = qty;
                }
            }
            Message::Back => self.chosen = None,
            Message::Save | Message::Close => {}
        }
    }

    /// What came, once every number makes sense. Only once until it is refused.
    pub fn arrived(&mut self) -> Option<Arrived> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let (at, typed) = self.chosen.as_ref()?;
        let one = self.open.get(*at)?;
        let came = one.lines.iter().zip(typed).map(|(line, typed)| Some((line.code.clone(), pieces(typed, line.qty)?)));
        let arrived = (one.id, came.collect::<Option<_>>()?);
        self.busy = true;
        Some(arrived)
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let close = (ctx.t("shell.close"), Message::Close);
        let Some((one, typed)) = self.chosen.as_ref().and_then(|(at, typed)| Some((self.open.get(*at)?, typed))) else {
            let lines = self.open.iter().enumerate().map(|(at, one)| {
                let pieces: i64 = one.lines.iter().map(|line| line.qty).sum();
                let about = ctx.f(
                    "warehouse.under_way",
                    &[("skus", &one.lines.len().to_string()), ("n", &grouped(&pieces.to_string()))],
                );
                row![
                    column![words::strong(one.number.as_str()), words::small(Cell::Time(one.sent_at).shown())]
                        .width(150),
                    column![
                        one_line(format!("{} → {}", one.from, one.to)),
                        words::small(format!("{about} {}", one.reason))
                    ]
                    .width(Length::Fill),
                    button::secondary(ctx.t("warehouse.take_in"), Some(Message::Choose(at))),
                ]
                .spacing(gap::M)
                .align_y(Alignment::Center)
                .into()
            });
            let content: Element<'_, Message> = if self.open.is_empty() {
                words::muted(ctx.t("warehouse.nothing_under_way")).into()
            } else {
                Column::with_children(lines).spacing(gap::M).into()
            };
            let buttons = [button::secondary(ctx.t("shell.close"), Some(Message::Close)).into()];
            return dialog::dialog(ctx.t("warehouse.arrivals"), close, content, buttons, 680.0);
        };
        let lines = one.lines.iter().zip(typed).enumerate().map(|(at, (line, typed))| {
            let wrong = (self.tried && pieces(typed, line.qty).is_none())
                .then(|| ctx.f("warehouse.came_wrong", &[("n", &line.qty.to_string())]));
            let sent = ctx.f("warehouse.sent", &[("n", &grouped(&line.qty.to_string()))]);
            let input = field::input("", typed, move |qty| Message::Qty(at, qty)).on_submit(Message::Save);
            row![
                column![one_line(line.code.clone()).bold(), one_line(line.name.clone())].width(Length::Fill),
                container(words::muted(sent)).width(90),
                container(field::field(ctx.t("warehouse.came"), input, None, wrong)).width(150),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center)
            .into()
        });
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![
            words::muted(ctx.t("warehouse.take_in_hint")),
            Column::with_children(lines).spacing(gap::S),
            card::rule(),
            refused,
        ]
        .spacing(gap::M);
        let back =
            (self.open.len() > 1).then(|| button::secondary(ctx.t("warehouse.back"), Some(Message::Back)).into());
        let buttons = back.into_iter().chain([
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("stock.save"), (!self.busy).then_some(Message::Save)).into(),
        ]);
        let title = format!("{}  {} → {}", one.number, one.from, one.to);
        dialog::dialog(title, close, content, buttons, 680.0)
    }
}

/// No more than was sent, and not less than nothing.
fn pieces(typed: &str, sent: i64) -> Option<i64> {
    cell::count(typed).ok().flatten().filter(|came| (0..=sent).contains(came))
}
