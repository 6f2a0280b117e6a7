//! The form that notes after-sales (登记售后): money back, goods expected back, an exchange or a reissue, of one order or of many. Nothing
//! happens on the platform; a file that tells of the refund later has the last word.

use iced::widget::{column, container, row};
use iced::{Element, Length};

use crate::domain::money::Money;
use crate::domain::refund::RefundKind;
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::store::{AfterSale, OrderRow};
use crate::table::grouped;

/// What can be noted, the plain one first.
const KINDS: [RefundKind; 4] =
    [RefundKind::MoneyAfterShipping, RefundKind::GoodsAndMoney, RefundKind::Exchange, RefundKind::Reissue];
/// Reasons that come up every day: keys.
const REASONS: [&str; 6] = [
    "aftersale.reason_unwanted",
    "aftersale.reason_quality",
    "aftersale.reason_wrong",
    "aftersale.reason_missing",
    "aftersale.reason_damaged",
    "aftersale.reason_late",
];
/// Name of the first field.
pub const FIRST: &str = "aftersale-first";

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Refunding {
    orders: Vec<OrderRow>,
    kind: RefundKind,
    /// Of a single order, as typed; several give back all that is left.
    amount: String,
    reason: String,
    done: bool,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Kind(RefundKind),
    Amount(String),
    Reason(String),
    Done(bool),
    Save,
    Close,
}

/// What was paid and is not yet given back.
fn left(order: &OrderRow) -> Money {
    order.paid.unwrap_or(Money::ZERO) - order.refund
}

impl Refunding {
    pub fn new(orders: Vec<OrderRow>) -> Self {
        let amount = match orders.as_slice() {
            [one] => left(one).to_string(),
            _ => String::new(),
        };
        Self {
            orders,
            kind: RefundKind::MoneyAfterShipping,
            amount,
            reason: String::new(),
            done: true,
            tried: false,
            busy: false,
            refused: None,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Kind(kind) => {
                self.kind = kind;
                // Goods that are still to come have not been paid back yet.
                self.done = matches!(kind, RefundKind::MoneyAfterShipping);
            }
            Message::Amount(text) => self.amount = text,
            Message::Reason(text) => self.reason = text,
            Message::Done(done) => self.done = done,
            Message::Save | Message::Close => {}
        }
    }

    /// What the shop file says against it.
    pub fn refused(&mut self, said: Said) {
        self.busy = false;
        self.refused = Some(said);
    }

    fn typed(&self) -> Option<Money> {
        cell::money(&self.amount).ok().flatten().filter(|amount| *amount > Money::ZERO)
    }

    fn asks_amount(&self) -> bool {
        self.orders.len() == 1 && self.kind.moves_money()
    }

    /// What is noted, of which orders, once it makes sense; what does not is shown from then on. Only once until it is
    /// refused.
    pub fn note(&mut self, at: chrono::NaiveDateTime) -> Option<(AfterSale, Vec<(i64, Option<Money>)>)> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let amount = if self.asks_amount() { Some(self.typed()?) } else { None };
        if self.reason.trim().is_empty() {
            return None;
        }
        self.busy = true;
        let what = AfterSale { kind: self.kind, reason: self.reason.trim().to_owned(), done: self.done, at };
        Some((what, self.orders.iter().map(|order| (order.id, amount)).collect()))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let kinds = choice::segments(
            KINDS.map(|kind| (kind, ctx.t(&format!("aftersale.kind_{}", kind.id())).to_owned())),
            Some(self.kind),
            Message::Kind,
        );
        let wrong = (self.tried && self.asks_amount() && self.typed().is_none())
            .then(|| ctx.t("aftersale.amount_wrong").to_owned());
        let money: Option<Element<'a, Message>> = if self.asks_amount() {
            let input = field::input("0.00", &self.amount, Message::Amount).on_submit(Message::Save);
            let hint = self.orders.first().map(|one| ctx.f("aftersale.amount_left", &[("left", &yuan(left(one)))]));
            Some(container(field::field(ctx.t("aftersale.amount"), input, hint, wrong)).width(220).into())
        } else if self.kind.moves_money() {
            let all: Money = self.orders.iter().map(left).sum();
            Some(words::body(ctx.f("aftersale.amount_all", &[("sum", &yuan(all))])).into())
        } else {
            None
        };
        let wrong =
            (self.tried && self.reason.trim().is_empty()).then(|| ctx.t("aftersale.reason_wrong_empty").to_owned());
        let input = field::input(ctx.t("aftersale.reason_hint"), &self.reason, Message::Reason)
            .id(FIRST)
            .on_submit(Message::Save);
        let reasons = REASONS.map(|key| (ctx.t(key).to_owned(), ctx.t(key).to_owned()));
        let content = column![
            words::muted(ctx.t("aftersale.hint")).width(Length::Fill),
            field::around(ctx.t("aftersale.kind"), kinds, None, None),
            money,
            column![field::field(ctx.t("aftersale.reason"), input, None, wrong), reason_chips(reasons, &self.reason),]
                .spacing(gap::S),
            choice::check(ctx.t(self.done_key()).to_owned(), self.done, Message::Done),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("aftersale.save"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let n = grouped(&self.orders.len().to_string());
        let title = match self.orders.as_slice() {
            [one] => ctx.f("aftersale.title_one", &[("no", &one.order_no)]),
            _ => ctx.f("aftersale.title", &[("n", &n)]),
        };
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 560.0)
    }

    fn done_key(&self) -> &'static str {
        match self.kind {
            RefundKind::Exchange | RefundKind::Reissue => "aftersale.done_goods",
            _ => "aftersale.done_money",
        }
    }
}

/// Reasons to pick from instead of typing.
fn reason_chips<'a>(reasons: [(String, String); 6], chosen: &str) -> Element<'a, Message> {
    let chips = reasons.into_iter().map(|(reason, label)| {
        let on = reason == chosen;
        choice::chip(label, on, Message::Reason(reason))
    });
    row(chips).spacing(gap::XS).wrap().into()
}
