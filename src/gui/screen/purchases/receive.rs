//! The form that receives goods (收货): how many of each line came, at which price, on which day, and why it is not what was ordered.

use chrono::{NaiveDate, NaiveDateTime};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::domain::stocktake::MOST_PIECES;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{PurchaseDetail, PurchaseLineRow, Receipt, ReceiptLine};
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "receive-qty-0";

#[derive(Debug, Clone)]
struct Line {
    row: PurchaseLineRow,
    qty: String,
    price: String,
    reason: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct ReceiveForm {
    order_id: i64,
    number: String,
    lines: Vec<Line>,
    today: NaiveDate,
    day: String,
    note: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Qty(usize, String),
    Price(usize, String),
    Reason(usize, String),
    Day(String),
    Note(String),
    /// Nothing came of any line: for an order of which only a few came.
    Clear,
    Save,
    Close,
}

impl ReceiveForm {
    /// What is open is taken to have come.
    pub fn new(detail: &PurchaseDetail, today: NaiveDate) -> Self {
        let lines = detail.lines.iter().map(|row| Line {
            qty: if row.open == 0 { String::new() } else { row.open.to_string() },
            price: row.unit_price.map(|price| price.to_string()).unwrap_or_default(),
            reason: String::new(),
            row: row.clone(),
        });
        Self {
            order_id: detail.order.id,
            number: detail.order.number.clone(),
            lines: lines.collect(),
            today,
            day: today.to_string(),
            note: String::new(),
            tried: false,
            busy: false,
            refused: None,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Qty(at, text) => self.line(at, |line| line.qty = text),
            Message::Price(at, text) => self.line(at, |line| line.price = text),
            Message::Reason(at, text) => self.line(at, |line| line.reason = text),
            Message::Day(text) => self.day = text,
            Message::Note(text) => self.note = text,
            Message::Clear => self.lines.iter_mut().for_each(|line| "0".clone_into(&mut line.qty)),
            Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    fn line(&mut self, at: usize, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.get_mut(at) {
            change(line);
        }
    }

    /// Pieces that came, an empty field being none; otherwise the key of what is wrong with what is typed.
    fn told(line: &Line) -> Result<i64, &'static str> {
        let typed = cell::count(&line.qty).ok().map(Option::unwrap_or_default);
        match typed.filter(|qty| *qty >= 0) {
            Some(qty) if qty > MOST_PIECES => Err("stock.qty_too_many"),
            Some(qty) => Ok(qty),
            None => Err("purchase.wrong_qty_zero"),
        }
    }

    fn qty(line: &Line) -> Option<i64> {
        Self::told(line).ok()
    }

    /// The price a piece really costs; it must be known of what came.
    fn price(line: &Line) -> Option<Money> {
        cell::money(&line.price).ok().flatten().filter(|price| price.fen() >= 0)
    }

    fn day(&self) -> Option<NaiveDate> {
        cell::date(&self.day).ok().flatten().filter(|day| *day <= self.today)
    }

    /// The receipt, once everything in it makes sense; what does not is shown from then on. Only once until it is refused.
    pub fn receipt(&mut self, now: NaiveDateTime) -> Option<Receipt> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let day = self.day()?;
        let at = if day == now.date() { now } else { day.and_hms_opt(12, 0, 0)? };
        let lines: Option<Vec<ReceiptLine>> = self
            .lines
            .iter()
            .map(|line| {
                let qty = Self::qty(line)?;
                let unit_price = Self::price(line);
                let known = qty == 0 || unit_price.is_some();
                known.then(|| ReceiptLine { line_id: line.row.id, qty, unit_price, reason: line.reason.clone() })
            })
            .collect();
        let lines = lines.filter(|lines| lines.iter().any(|line| line.qty > 0))?;
        self.busy = true;
        Some(Receipt { order_id: self.order_id, at, note: self.note.clone(), lines })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line_view(ctx, at, line));
        let nothing = self.tried && self.lines.iter().all(|line| Self::qty(line) == Some(0));
        let day = field::field(
            ctx.t("purchase.received_on"),
            field::input("2026-12-01", &self.day, Message::Day).on_submit(Message::Save),
            None,
            (self.tried && self.day().is_none()).then(|| ctx.t("purchase.wrong_future").to_owned()),
        );
        let note = field::field(
            ctx.t("purchase.note"),
            field::input(ctx.t("purchase.receive_note_hint"), &self.note, Message::Note).on_submit(Message::Save),
            None,
            None,
        );
        let head = row![
            words::muted(ctx.t("purchase.receive_hint")).width(Length::Fill),
            button::link(ctx.t("purchase.receive_clear"), Some(Message::Clear)),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Center);
        let content = column![
            head,
            Column::with_children(lines).spacing(gap::M),
            nothing.then(|| words::body(ctx.t("purchase.receive_nothing")).style(ink::bad)),
            row![container(day).width(160), container(note).width(Length::Fill)].spacing(gap::M),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("purchase.receive_save"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let title = ctx.f("purchase.receive_title", &[("number", &self.number)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }

    fn line_view<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let name = format!("{} {}", line.row.name, line.row.props);
        let number = |n: i64| grouped(&n.to_string());
        let told = ctx.f(
            "purchase.line_told",
            &[
                ("ordered", &number(line.row.qty)),
                ("received", &number(line.row.received)),
                ("open", &number(line.row.open)),
            ],
        );
        let typed = Self::qty(line);
        let differs = typed.filter(|qty| *qty != line.row.open).map(|qty| {
            let key = if qty > line.row.open { "purchase.over" } else { "purchase.short" };
            ctx.f(key, &[("n", &number((qty - line.row.open).abs()))])
        });
        let qty = field::field(
            ctx.t("purchase.qty_came"),
            field::input("", &line.qty, move |text| Message::Qty(at, text))
                .id(format!("receive-qty-{at}"))
                .on_submit(Message::Save),
            differs.clone(),
            Self::told(line).err().filter(|_| self.tried).map(|key| ctx.t(key).to_owned()),
        );
        let priceless = typed.is_some_and(|qty| qty > 0) && Self::price(line).is_none();
        let price = field::field(
            ctx.t("purchase.price_real"),
            field::input("", &line.price, move |text| Message::Price(at, text)).on_submit(Message::Save),
            None,
            (self.tried && priceless).then(|| ctx.t("purchase.wrong_price_text").to_owned()),
        );
        // Asked for where something is not as ordered; its room is kept, so that nothing moves under the hand that types.
        let reason = differs.map(|_| {
            let input =
                field::input(ctx.t("purchase.difference_hint"), &line.reason, move |text| Message::Reason(at, text));
            field::field(ctx.t("purchase.difference"), input.on_submit(Message::Save), None, None)
        });
        row![
            column![one_line(line.row.code.clone()).bold(), one_line(name), words::small(told)].width(Length::Fill),
            container(qty).width(120),
            container(price).width(100),
            container(column![reason]).width(180),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Start)
        .into()
    }
}
