//! The form for goods that came back (收退货): what was in the parcel, by own SKU, good, defective or missing.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::stocktake::MOST_PIECES;
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{BackGoods, BackLine, BackOrder, GoodsBack};
use crate::table::grouped;

/// Width of a field of pieces.
const PIECES: f32 = 84.0;

/// One SKU with its pieces as typed: good, defective, missing.
#[derive(Debug, Clone)]
struct Line {
    goods: BackGoods,
    typed: [String; 3],
}

/// The form as it stands. Everything is taken to be good until somebody says otherwise.
#[derive(Debug, Clone)]
pub struct Back {
    orders: Vec<(BackOrder, Vec<Line>)>,
    note: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    /// Order, line, which of the three, and what was typed.
    Typed(usize, usize, usize, String),
    Note(String),
    Save,
    Close,
}

/// Nothing typed is nothing found; otherwise the key of what is wrong with what is typed.
fn told(text: &str) -> Result<i64, &'static str> {
    match cell::count(text).ok().map(Option::unwrap_or_default).filter(|count| *count >= 0) {
        Some(count) if count > MOST_PIECES => Err("stock.qty_too_many"),
        Some(count) => Ok(count),
        None => Err("work.back_wrong"),
    }
}

fn pieces(text: &str) -> Option<i64> {
    told(text).ok()
}

impl Back {
    pub fn new(orders: Vec<BackOrder>) -> Self {
        let orders = orders
            .into_iter()
            .map(|mut order| {
                let line =
                    |goods: BackGoods| Line { typed: [goods.qty.to_string(), String::new(), String::new()], goods };
                let lines = std::mem::take(&mut order.goods).into_iter().map(line).collect();
                (order, lines)
            })
            .collect();
        Self { orders, note: String::new(), tried: false, busy: false, refused: None }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Typed(order, line, which, text) => {
                let line = self.orders.get_mut(order).and_then(|(_, lines)| lines.get_mut(line));
                if let Some(slot) = line.and_then(|line| line.typed.get_mut(which)) {
                    *slot = text;
                }
            }
            Message::Note(note) => self.note = note,
            Message::Save | Message::Close => {}
        }
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    /// What came back, once every number makes sense; what does not is shown from then on. Only once until it is refused.
    pub fn goods(&mut self) -> Option<Vec<GoodsBack>> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let all: Option<Vec<GoodsBack>> = self
            .orders
            .iter()
            .map(|(order, lines)| {
                let lines: Option<Vec<BackLine>> = lines
                    .iter()
                    .map(|line| {
                        let [good, defective, missing] = line.typed.each_ref().map(|text| pieces(text));
                        Some(BackLine {
                            code: line.goods.code.clone(),
                            good: good?,
                            defective: defective?,
                            missing: missing?,
                        })
                    })
                    .collect();
                let none = |line: &BackLine| [line.good, line.defective, line.missing] == [0; 3];
                Some(GoodsBack {
                    order_id: order.order_id,
                    refund_no: order.refund_no.clone(),
                    lines: lines?.into_iter().filter(|line| !none(line)).collect(),
                    at: None,
                    note: self.note.trim().to_owned(),
                })
            })
            .collect();
        self.busy = all.is_some();
        all
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let mut content = column![words::muted(ctx.t("work.back_hint"))].spacing(gap::M);
        for (at, (order, lines)) in self.orders.iter().enumerate() {
            let head = if order.refund_no.is_empty() { &order.order_no } else { &order.refund_no };
            content = content.push(words::strong(head.as_str()));
            if lines.is_empty() {
                content = content.push(words::body(ctx.t("work.back_none")).style(ink::bad));
            }
            let lines = lines.iter().enumerate().map(|(nth, line)| self.line(ctx, (at, nth), line));
            content = content.push(Column::with_children(lines).spacing(gap::S)).push(card::rule());
        }
        let note = field::field(
            ctx.t("work.back_note"),
            field::input(ctx.t("work.back_note_hint"), &self.note, Message::Note).on_submit(Message::Save),
            None,
            None,
        );
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("work.back_save"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let n = grouped(&self.orders.len().to_string());
        let title = ctx.f("work.back_title", &[("n", &n)]);
        let content = content.push(note).push(refused);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 720.0)
    }

    fn line<'a>(&'a self, ctx: &'a Ctx, (order, nth): (usize, usize), line: &'a Line) -> Element<'a, Message> {
        let fields = ["work.back_good", "work.back_defective", "work.back_missing"].into_iter().zip(&line.typed);
        let fields = fields.enumerate().map(|(which, (key, typed))| {
            let wrong = told(typed).err().filter(|_| self.tried).map(|key| ctx.t(key).to_owned());
            let input =
                field::input("0", typed, move |text| Message::Typed(order, nth, which, text)).on_submit(Message::Save);
            container(field::field(ctx.t(key), input, None, wrong)).width(PIECES).into()
        });
        let sent = ctx.f("work.back_sent", &[("n", &grouped(&line.goods.qty.to_string()))]);
        let about = format!("{} {}", line.goods.name, line.goods.props);
        row![
            column![one_line(line.goods.code.clone()).bold(), one_line(about), words::small(sent)].width(Length::Fill),
            iced::widget::Row::with_children(fields).spacing(gap::S),
        ]
        .spacing(gap::M)
        .align_y(Alignment::Start)
        .into()
    }
}
