//! The form that sends parcels (填单发货): one courier, and tracking numbers typed or scanned one after the other. A bar code scanner types
//! like a keyboard and ends with Enter, which goes to the next order.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::Sent;
use crate::domain::flow::Step;
use crate::gui::component::{button, card, dialog, field as fields, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{BackGoods, OrderRow, Task};

/// Couriers that nearly every shop sends with, for shops whose files have named none yet.
const COMMON: [&str; 7] = ["中通快递", "圆通速递", "韵达快递", "申通快递", "极兔速递", "顺丰速运", "邮政快递包裹"];

/// The courier that was decided on for most of these orders.
fn usual(orders: &[OrderRow]) -> Option<String> {
    let decided = |name: &str| orders.iter().filter(|order| order.mark.courier == name).count();
    let named = orders.iter().map(|order| &order.mark.courier).filter(|name| !name.is_empty());
    named.max_by_key(|name| decided(name)).cloned()
}

/// Name of the field of an order.
pub fn field(at: usize) -> String {
    format!("sending-{at}")
}

/// The couriers to choose from.
pub fn couriers(mut known: Vec<String>) -> Vec<String> {
    if known.is_empty() {
        known = COMMON.map(str::to_owned).to_vec();
    }
    known
}

/// The form as it stands; what was typed is kept as it was typed.
#[derive(Debug, Clone)]
pub struct Sending {
    step: Step,
    orders: Vec<OrderRow>,
    typed: Vec<String>,
    couriers: Vec<String>,
    courier: Option<String>,
    /// Somebody chose the courier: it goes for all of them. Before that, what was decided on for an order holds.
    chosen: bool,
    /// What goes out again, with the pieces as typed.
    goods: Option<Vec<(BackGoods, String)>>,
    /// Why it goes out again.
    note: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Courier(String),
    Typed(usize, String),
    /// Enter in the field of an order.
    Next(usize),
    Pieces(usize, String),
    Note(String),
    Save,
    Close,
}

impl Sending {
    pub fn new(sent: Sent) -> Self {
        let mut couriers = couriers(sent.couriers);
        for order in &sent.orders {
            let decided = &order.mark.courier;
            if !decided.is_empty() && !couriers.contains(decided) {
                couriers.push(decided.clone());
            }
        }
        let goods = sent.goods.map(|order| {
            let again = |goods: BackGoods| {
                let pieces = goods.qty.to_string();
                (goods, pieces)
            };
            order.goods.into_iter().map(again).collect()
        });
        Self {
            step: sent.step,
            typed: vec![String::new(); sent.orders.len()],
            courier: usual(&sent.orders).or_else(|| couriers.first().cloned()),
            orders: sent.orders,
            couriers,
            chosen: false,
            goods,
            note: String::new(),
            tried: false,
            busy: false,
            refused: None,
        }
    }

    pub const fn step(&self) -> Step {
        self.step
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Courier(courier) => (self.courier, self.chosen) = (Some(courier), true),
            Message::Typed(at, text) => {
                if let Some(slot) = self.typed.get_mut(at) {
                    *slot = text;
                }
            }
            Message::Pieces(at, text) => {
                if let Some((_, slot)) = self.goods.as_mut().and_then(|goods| goods.get_mut(at)) {
                    *slot = text;
                }
            }
            Message::Note(note) => self.note = note,
            Message::Next(_) | Message::Save | Message::Close => {}
        }
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    /// The order after this one; `None` after the last.
    pub fn after(&self, at: usize) -> Option<usize> {
        (at + 1 < self.typed.len()).then_some(at + 1)
    }

    /// The courier an order goes with.
    fn courier_of<'a>(&'a self, order: &'a OrderRow) -> &'a str {
        match order.mark.courier.as_str() {
            decided if !decided.is_empty() && !self.chosen => decided,
            _ => self.courier.as_deref().unwrap_or_default(),
        }
    }

    fn ready(&self) -> usize {
        self.typed.iter().filter(|text| !text.trim().is_empty()).count()
    }

    fn pieces(text: &str) -> Option<i64> {
        cell::count(text).ok().map(|count| count.unwrap_or(0)).filter(|count| *count >= 0)
    }

    /// Orders with a tracking number, and what goes out again; `None` while something is missing, which is shown from then on.
    /// Only once until it is refused.
    pub fn tasks(&mut self) -> Option<(Vec<Task>, Option<Vec<(String, i64)>>)> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let tasks: Vec<Task> = self
            .orders
            .iter()
            .zip(&self.typed)
            .filter(|(_, typed)| !typed.trim().is_empty())
            .map(|(order, typed)| Task {
                note: self.note.trim().to_owned(),
                ..Task::parcel(order.id, &cleaned(typed), self.courier_of(order))
            })
            .collect();
        let goods = match &self.goods {
            Some(goods) => {
                let all: Option<Vec<_>> =
                    goods.iter().map(|(goods, text)| Some((goods.code.clone(), Self::pieces(text)?))).collect();
                Some(all?)
            }
            None => None,
        };
        self.busy = !tasks.is_empty();
        self.busy.then_some((tasks, goods))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let courier =
            fields::pick(self.couriers.clone(), self.courier.clone(), ctx.t("work.courier_pick"), Message::Courier);
        let lines = self.orders.iter().zip(&self.typed).enumerate();
        let lines = lines.map(|(at, (order, typed))| line(ctx, at, order, self.courier_of(order), typed));
        let missing =
            (self.tried && self.ready() == 0).then(|| words::body(ctx.t("work.tracking_none")).style(ink::bad));
        let refused = self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad));
        let content = column![
            container(fields::around(ctx.t("work.courier"), courier, None, None)).width(220),
            words::muted(ctx.t("work.tracking_hint")),
            Column::with_children(lines).spacing(gap::S),
            self.again(ctx),
            missing,
            refused,
        ]
        .spacing(gap::M);
        let n = crate::table::grouped(&self.ready().to_string());
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.f("work.send_save", &[("n", &n)]), (!self.busy).then_some(Message::Save)).into(),
        ];
        let all = crate::table::grouped(&self.orders.len().to_string());
        let no = self.orders.first().map_or("", |order| order.order_no.as_str());
        let title = match self.step {
            Step::Exchange => ctx.f("work.send_exchange", &[("no", no)]),
            Step::Reissue => ctx.f("work.send_reissue", &[("no", no)]),
            _ => ctx.f("work.send_ship", &[("n", &all)]),
        };
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 720.0)
    }

    /// What goes out again, by own SKU.
    fn again<'a>(&'a self, ctx: &'a Ctx) -> Option<Element<'a, Message>> {
        let goods = self.goods.as_ref()?;
        let lines = goods.iter().enumerate().map(|(at, (goods, text))| {
            let wrong =
                (self.tried && Self::pieces(text).is_none()).then(|| ctx.t("work.send_pieces_wrong").to_owned());
            let input = fields::input("", text, move |text| Message::Pieces(at, text)).on_submit(Message::Save);
            row![
                one_line(format!("{}  {} {}", goods.code, goods.name, goods.props)).width(Length::Fill),
                container(fields::field(ctx.t("work.send_pieces"), input, None, wrong)).width(150),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center)
            .into()
        });
        let why = fields::input(ctx.t("work.send_why_hint"), &self.note, Message::Note).on_submit(Message::Save);
        let lines = column![
            card::rule(),
            words::strong(ctx.t("work.send_goods")),
            Column::with_children(lines).spacing(gap::S),
            fields::field(ctx.t("work.send_why"), why, None, None),
        ];
        Some(lines.spacing(gap::S).into())
    }
}

/// Scanners and people put blanks around and into numbers.
fn cleaned(typed: &str) -> String {
    typed.chars().filter(|c| !c.is_whitespace()).collect()
}

fn line<'a>(ctx: &'a Ctx, at: usize, order: &'a OrderRow, courier: &'a str, typed: &'a str) -> Element<'a, Message> {
    let about = [courier, order.receiver.as_str(), order.city.as_str(), order.title.as_str()];
    let about = about.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" · ");
    let input = fields::input(ctx.t("work.tracking_place"), typed, move |text| Message::Typed(at, text))
        .id(field(at))
        .on_submit(Message::Next(at));
    row![
        container(words::muted((at + 1).to_string())).width(28),
        column![one_line(order.order_no.clone()).bold(), one_line(about).style(ink::muted)].width(Length::Fill),
        container(input).width(260),
    ]
    .spacing(gap::M)
    .align_y(Alignment::Center)
    .into()
}
