//! The form that sends goods back (退供应商): how many of each line, from the good or the defective ones, and why.

use chrono::{NaiveDate, NaiveDateTime};
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{GiveBack, GiveBackLine, PurchaseDetail, PurchaseLineRow};
use crate::table::grouped;

/// Name of the first field.
pub const FIRST: &str = "give-back-qty-0";

#[derive(Debug, Clone)]
struct Line {
    row: PurchaseLineRow,
    qty: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct GiveBackForm {
    order_id: i64,
    number: String,
    /// Lines of which something is there to go back.
    lines: Vec<Line>,
    defective: bool,
    today: NaiveDate,
    day: String,
    reason: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Qty(usize, String),
    Defective(bool),
    Day(String),
    Reason(String),
    Save,
    Close,
}

impl GiveBackForm {
    pub fn new(detail: &PurchaseDetail, today: NaiveDate) -> Self {
        let kept = detail.lines.iter().filter(|row| row.received > row.returned);
        Self {
            order_id: detail.order.id,
            number: detail.order.number.clone(),
            lines: kept.map(|row| Line { row: row.clone(), qty: String::new() }).collect(),
            defective: false,
            today,
            day: today.to_string(),
            reason: String::new(),
            tried: false,
            busy: false,
            refused: None,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Qty(at, text) => {
                if let Some(line) = self.lines.get_mut(at) {
                    line.qty = text;
                }
            }
            Message::Defective(defective) => self.defective = defective,
            Message::Day(text) => self.day = text,
            Message::Reason(text) => self.reason = text,
            Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    /// Pieces that go back; an empty field is none.
    fn qty(line: &Line) -> Option<i64> {
        let kept = line.row.received - line.row.returned;
        cell::count(&line.qty).ok().map(Option::unwrap_or_default).filter(|qty| (0..=kept).contains(qty))
    }

    fn day(&self) -> Option<NaiveDate> {
        cell::date(&self.day).ok().flatten().filter(|day| *day <= self.today)
    }

    fn nothing(&self) -> bool {
        self.lines.iter().all(|line| Self::qty(line) == Some(0))
    }

    /// The return, once everything in it makes sense; what does not is shown from then on. Only once until it is refused.
    pub fn give_back(&mut self, now: NaiveDateTime) -> Option<GiveBack> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let day = self.day()?;
        let at = if day == now.date() { now } else { day.and_hms_opt(12, 0, 0)? };
        let quantities: Option<Vec<i64>> = self.lines.iter().map(Self::qty).collect();
        if self.nothing() || self.reason.trim().is_empty() {
            return None;
        }
        let quantities = quantities?;
        self.busy = true;
        let lines = self.lines.iter().zip(quantities).filter(|(_, qty)| *qty > 0);
        let lines = lines.map(|(line, qty)| GiveBackLine { line_id: line.row.id, qty, defective: self.defective });
        Some(GiveBack { order_id: self.order_id, at, reason: self.reason.clone(), lines: lines.collect() })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line_view(ctx, at, line));
        let from = choice::segments(
            [(false, ctx.t("domain.place_good").to_owned()), (true, ctx.t("domain.place_defective").to_owned())],
            Some(self.defective),
            Message::Defective,
        );
        let day = field::field(
            ctx.t("purchase.returned_on"),
            field::input("2026-12-01", &self.day, Message::Day).on_submit(Message::Save),
            None,
            (self.tried && self.day().is_none()).then(|| ctx.t("purchase.wrong_future").to_owned()),
        );
        let reason = field::field(
            ctx.t("stock.reason"),
            field::input(ctx.t("purchase.return_reason_hint"), &self.reason, Message::Reason).on_submit(Message::Save),
            None,
            (self.tried && self.reason.trim().is_empty()).then(|| ctx.t("stock.reason_needed").to_owned()),
        );
        let nothing = self.tried && self.nothing();
        let content = column![
            words::muted(ctx.t("purchase.return_hint")),
            field::around(
                ctx.t("purchase.return_from"),
                from,
                Some(ctx.t("purchase.return_from_hint").to_owned()),
                None
            ),
            Column::with_children(lines).spacing(gap::M),
            nothing.then(|| words::body(ctx.t("purchase.return_nothing")).style(ink::bad)),
            row![container(day).width(160), container(reason).width(Length::Fill)].spacing(gap::M),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("purchase.return_save"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let title = ctx.f("purchase.return_title", &[("number", &self.number)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 680.0)
    }

    fn line_view<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let name = format!("{} {}", line.row.name, line.row.props);
        let kept = grouped(&(line.row.received - line.row.returned).to_string());
        let qty = field::field(
            ctx.t("purchase.qty_back"),
            field::input("", &line.qty, move |text| Message::Qty(at, text))
                .id(format!("give-back-qty-{at}"))
                .on_submit(Message::Save),
            None,
            (self.tried && Self::qty(line).is_none()).then(|| ctx.f("purchase.wrong_qty_back", &[("n", &kept)])),
        );
        row![
            column![
                one_line(line.row.code.clone()).bold(),
                one_line(name),
                words::small(ctx.f("purchase.line_kept", &[("n", &kept)])),
            ]
            .width(Length::Fill),
            container(qty).width(180),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Start)
        .into()
    }
}
