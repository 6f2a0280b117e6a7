//! The form of an order made by hand (新建订单): whom it goes to, which goods, which of them are gifts, what was paid. Text stays as it
//! was typed until it is saved.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, choice, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::search;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{space as gap, text as ink};
use crate::import::cell;
use crate::locale::Said;
use crate::store::{ManualLine, ManualOrder, SkuChoice};

/// Name of the first field.
pub const FIRST: &str = "making-receiver";
/// SKUs offered under a line that is being typed.
const OFFERED: usize = 4;

/// A line of goods as it is typed.
#[derive(Debug, Clone, Default)]
struct Line {
    code: String,
    qty: String,
    price: String,
    gift: bool,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct Making {
    skus: Vec<SkuChoice>,
    shop: String,
    receiver: String,
    phone: String,
    address: String,
    remark: String,
    freight: String,
    paid: bool,
    sent: bool,
    courier: String,
    tracking_no: String,
    lines: Vec<Line>,
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Shop,
    Receiver,
    Phone,
    Address,
    Remark,
    Freight,
    Courier,
    Tracking,
}

#[derive(Debug, Clone)]
pub enum Message {
    Text(Part, String),
    Paid(bool),
    Sent(bool),
    Code(usize, String),
    /// An own SKU from those offered.
    Take(usize, String),
    Qty(usize, String),
    Price(usize, String),
    Gift(usize, bool),
    Add,
    Remove(usize),
    Save,
    Close,
}

impl Making {
    pub fn new(skus: Vec<SkuChoice>) -> Self {
        Self {
            skus,
            shop: String::new(),
            receiver: String::new(),
            phone: String::new(),
            address: String::new(),
            remark: String::new(),
            freight: String::new(),
            paid: true,
            sent: false,
            courier: String::new(),
            tracking_no: String::new(),
            lines: vec![Line { qty: "1".to_owned(), ..Line::default() }],
            tried: false,
            refused: None,
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    fn text(&mut self, part: Part) -> &mut String {
        match part {
            Part::Shop => &mut self.shop,
            Part::Receiver => &mut self.receiver,
            Part::Phone => &mut self.phone,
            Part::Address => &mut self.address,
            Part::Remark => &mut self.remark,
            Part::Freight => &mut self.freight,
            Part::Courier => &mut self.courier,
            Part::Tracking => &mut self.tracking_no,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        let mut line = |at: usize, change: &dyn Fn(&mut Line)| {
            if let Some(line) = self.lines.get_mut(at) {
                change(line);
            }
        };
        match message {
            Message::Text(part, text) => *self.text(part) = text,
            Message::Paid(on) => self.paid = on,
            Message::Sent(on) => self.sent = on,
            Message::Code(at, code) => line(at, &|line| line.code.clone_from(&code)),
            Message::Take(at, code) => {
                let price = self.sku(&code).and_then(|sku| sku.price).map(|price| price.to_string());
                if let Some(line) = self.lines.get_mut(at) {
                    line.code = code;
                    // What it usually costs, unless something is typed already.
                    if let (true, Some(price)) = (line.price.is_empty(), price) {
                        line.price = price;
                    }
                }
            }
            Message::Qty(at, qty) => line(at, &|line| line.qty.clone_from(&qty)),
            Message::Price(at, price) => line(at, &|line| line.price.clone_from(&price)),
            Message::Gift(at, on) => line(at, &|line| line.gift = on),
            Message::Add => self.lines.push(Line { qty: "1".to_owned(), ..Line::default() }),
            Message::Remove(at) => {
                if self.lines.len() > 1 && at < self.lines.len() {
                    self.lines.remove(at);
                }
            }
            Message::Save | Message::Close => {}
        }
    }

    /// The own SKU with this code, in capitals or not.
    fn sku(&self, code: &str) -> Option<&SkuChoice> {
        let code = code.trim();
        self.skus.iter().find(|sku| sku.code == code).or_else(|| {
            self.skus
                .iter()
                .find(|sku| sku.code.eq_ignore_ascii_case(code) || (!code.is_empty() && sku.barcode == code))
        })
    }

    /// Own SKUs whose code or name answers to what is typed; none once it is one.
    fn offers(&self, typed: &str) -> Vec<&SkuChoice> {
        if typed.trim().is_empty() || self.sku(typed).is_some() {
            return Vec::new();
        }
        let score = |sku: &SkuChoice| search::score(&sku.code, typed).max(search::score(&sku.name, typed));
        let mut found: Vec<(u32, &SkuChoice)> = self.skus.iter().filter_map(|sku| Some((score(sku)?, sku))).collect();
        found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.code.cmp(&b.1.code)));
        found.into_iter().take(OFFERED).map(|(_, sku)| sku).collect()
    }

    fn qty(line: &Line) -> Option<i64> {
        cell::count(&line.qty).ok().flatten().filter(|qty| *qty > 0)
    }

    fn price(line: &Line) -> Option<Money> {
        if line.gift {
            return Some(Money::ZERO);
        }
        cell::money(&line.price).ok().flatten().filter(|price| price.fen() >= 0)
    }

    /// Nothing typed is no postage.
    fn postage(&self) -> Option<Money> {
        match cell::money(&self.freight) {
            Ok(freight) => Some(freight.unwrap_or(Money::ZERO)).filter(|freight| freight.fen() >= 0),
            Err(_) => None,
        }
    }

    fn line(&self, line: &Line) -> Option<ManualLine> {
        let sku = self.sku(&line.code)?;
        Some(ManualLine {
            code: sku.code.clone(),
            name: if sku.name.is_empty() { sku.code.clone() } else { sku.name.clone() },
            props: sku.props.clone(),
            qty: Self::qty(line)?,
            unit_price: Self::price(line)?,
            gift: line.gift,
        })
    }

    /// The order, once everything in it makes sense; what does not is shown from then on.
    pub fn order(&mut self) -> Option<ManualOrder> {
        self.tried = true;
        let lines: Option<Vec<ManualLine>> = self.lines.iter().map(|line| self.line(line)).collect();
        let number_missing = self.sent && self.tracking_no.trim().is_empty();
        let (lines, freight) = lines.zip(self.postage())?;
        (!number_missing).then(|| ManualOrder {
            shop: self.shop.trim().to_owned(),
            receiver: self.receiver.trim().to_owned(),
            phone: self.phone.trim().to_owned(),
            address: self.address.trim().to_owned(),
            remark: self.remark.trim().to_owned(),
            freight,
            paid: self.paid,
            sent: self.sent.then(|| (self.courier.trim().to_owned(), self.tracking_no.trim().to_owned())),
            lines,
        })
    }

    /// What is to be paid, as far as it is typed.
    fn total(&self) -> Option<Money> {
        let lines: Option<Vec<ManualLine>> = self.lines.iter().map(|line| self.line(line)).collect();
        Some(ManualOrder { lines: lines?, freight: self.postage()?, ..ManualOrder::default() }.payable())
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let input = |key: &'static str, hint: &'static str, value: &'a str, part: Part, wrong: Option<String>| {
            let hint = if hint.is_empty() { "" } else { ctx.t(hint) };
            let input = field::input(hint, value, move |text| Message::Text(part, text)).on_submit(Message::Save);
            let input = if part == Part::Receiver { input.id(FIRST) } else { input };
            container(field::field(ctx.t(key), input, None, wrong)).width(Length::Fill)
        };
        let wrong = |on: bool, key: &'static str| (self.tried && on).then(|| ctx.t(key).to_owned());
        let person = row![
            input("orders.receiver", "", &self.receiver, Part::Receiver, None),
            input("desk.phone", "", &self.phone, Part::Phone, None),
            input("orders.shop", "desk.shop_hint", &self.shop, Part::Shop, None),
        ]
        .spacing(gap::M);
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line_view(ctx, at, line));
        let freight_wrong = wrong(self.postage().is_none(), "desk.money_wrong");
        let bottom = row![
            container(input("orders.freight", "desk.no_freight", &self.freight, Part::Freight, freight_wrong))
                .width(140),
            input("orders.seller_memo", "", &self.remark, Part::Remark, None),
        ]
        .spacing(gap::M);
        let sent = self.sent.then(|| {
            let number = wrong(self.tracking_no.trim().is_empty(), "desk.tracking_needed");
            row![
                container(input("orders.courier", "", &self.courier, Part::Courier, None)).width(180),
                input("orders.tracking_no", "", &self.tracking_no, Part::Tracking, number),
            ]
            .spacing(gap::M)
        });
        let total = self.total().map_or_else(|| "—".to_owned(), yuan);
        let content = column![
            person,
            input("desk.address", "desk.address_hint", &self.address, Part::Address, None),
            words::muted(ctx.t("desk.goods")),
            Column::with_children(lines).spacing(gap::S),
            row![button::labelled(Icon::Plus, ctx.t("desk.add_line"), Some(Message::Add))],
            bottom,
            row![
                choice::check(ctx.t("desk.paid"), self.paid, Message::Paid),
                choice::check(ctx.t("desk.sent"), self.sent, Message::Sent),
                iced::widget::space::horizontal(),
                words::muted(ctx.t("orders.payable")),
                words::card_title(total),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Center),
            sent,
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("desk.make"), Some(Message::Save)).into(),
        ];
        dialog::dialog(ctx.t("desk.new_title"), (ctx.t("shell.close"), Message::Close), content, buttons, 720.0)
    }

    fn line_view<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let wrong = |on: bool, key: &'static str| (self.tried && on).then(|| ctx.t(key).to_owned());
        let known = self.sku(&line.code);
        let named = known.map(|sku| [sku.name.as_str(), sku.props.as_str()].join(" ").trim().to_owned());
        let code = field::field(
            ctx.t("catalogue.code"),
            field::input(ctx.t("desk.code_hint"), &line.code, move |text| Message::Code(at, text))
                .on_submit(Message::Save),
            named,
            wrong(known.is_none(), "desk.code_wrong"),
        );
        let qty = field::field(
            ctx.t("orders.items"),
            field::input("", &line.qty, move |text| Message::Qty(at, text)).on_submit(Message::Save),
            None,
            wrong(Self::qty(line).is_none(), "desk.qty_wrong"),
        );
        let price: Element<'a, Message> = if line.gift {
            field::around(ctx.t("desk.price"), words::muted(ctx.t("desk.gift")), None, None).into()
        } else {
            let input = field::input("", &line.price, move |text| Message::Price(at, text)).on_submit(Message::Save);
            let wrong = wrong(Self::price(line).is_none(), "desk.money_wrong");
            field::field(ctx.t("desk.price"), input, None, wrong).into()
        };
        let remove = (self.lines.len() > 1)
            .then(|| button::icon_button(Icon::Trash2, ctx.t("service.delete"), Some(Message::Remove(at))));
        let offers = self.offers(&line.code).into_iter().map(|sku| {
            let words = [sku.code.as_str(), sku.name.as_str(), sku.props.as_str()].join(" ").trim().to_owned();
            choice::menu_entry(None, words, Some(Message::Take(at, sku.code.clone()))).into()
        });
        let level = iced::Padding::from(0).top(22.0);
        column![
            row![
                container(code).width(Length::Fill),
                container(qty).width(80),
                container(price).width(120),
                container(choice::check(ctx.t("desk.gift"), line.gift, move |on| Message::Gift(at, on))).padding(level),
                remove.map(|remove| container(remove).padding(level)),
            ]
            .spacing(gap::M)
            .align_y(Alignment::Start),
            Column::with_children(offers),
        ]
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Making {
        let sku = |code: &str, name: &str, fen: i64| SkuChoice {
            code: code.to_owned(),
            name: name.to_owned(),
            price: Some(Money::from_fen(fen)),
            ..SkuChoice::default()
        };
        Making::new(vec![sku("DY-01", "羊毛大衣", 59_900), sku("WJ-02", "真丝围巾", 19_900)])
    }

    #[test]
    fn goods_are_found_by_pinyin_and_bring_their_price() {
        let mut form = form();
        form.update(Message::Code(0, "zswj".to_owned()));
        assert_eq!(form.offers("zswj").iter().map(|sku| sku.code.as_str()).collect::<Vec<_>>(), ["WJ-02"]);
        form.update(Message::Take(0, "WJ-02".to_owned()));
        form.update(Message::Qty(0, "3".to_owned()));
        form.update(Message::Text(Part::Freight, "8".to_owned()));
        let order = form.order().unwrap();
        assert_eq!(order.payable(), Money::from_fen(3 * 19_900 + 800));
    }

    #[test]
    fn a_gift_costs_nothing_and_an_unknown_code_is_refused() {
        let mut form = form();
        form.update(Message::Take(0, "DY-01".to_owned()));
        form.update(Message::Add);
        form.update(Message::Code(1, "X-9".to_owned()));
        form.update(Message::Gift(1, true));
        assert_eq!(form.order(), None);
        form.update(Message::Code(1, "wj-02".to_owned()));
        let order = form.order().unwrap();
        assert_eq!(order.payable(), Money::from_fen(59_900));
        assert!(order.lines[1].gift && order.lines[1].code == "WJ-02");
        form.update(Message::Sent(true));
        assert_eq!(form.order(), None, "what is sent has a number");
    }
}
