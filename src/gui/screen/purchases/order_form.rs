//! The form of a purchase order (采购单): from whom, which SKUs, how many, at which price, by when. The text as it was typed is kept.

use std::collections::HashMap;

use chrono::NaiveDate;
use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use super::{Deed, Done, Undo, who};
use crate::domain::money::Money;
use crate::domain::purchase::SkuTerms;
use crate::domain::stocktake::MOST_PIECES;
use crate::gui::component::detail::yuan;
use crate::gui::component::{button, card, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::screen::import::ACTOR;
use crate::gui::search;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{button as style, space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{self, NewPurchase, PurchaseDetail, PurchaseDraftLine, SkuChoice, SkuSupply, Store, SupplierRow};
use crate::table::{Cell, grouped};

/// Name of the field that looks for SKUs.
pub const SEARCH: &str = "purchase-search";

/// SKUs offered at once.
const OFFERED: usize = 6;

/// What there is to choose from.
#[derive(Debug, Clone, Default)]
pub struct Stock {
    pub suppliers: Vec<SupplierRow>,
    pub skus: Vec<SkuChoice>,
    pub supply: HashMap<String, SkuSupply>,
}

/// A supplier in the list of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    id: i64,
    name: String,
}

impl std::fmt::Display for Choice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.name)
    }
}

#[derive(Debug, Clone)]
struct Line {
    code: String,
    name: String,
    qty: String,
    price: String,
    note: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct OrderForm {
    stock: Stock,
    /// The draft that is changed.
    id: Option<i64>,
    drafted_by: String,
    supplier: Option<Choice>,
    search: String,
    lines: Vec<Line>,
    expected: String,
    note: String,
    tried: bool,
    /// What it says is being done: nothing is done a second time until the answer is there.
    busy: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Supplier(Choice),
    Search(String),
    /// The SKU with this code.
    Add(String),
    /// The first that is offered.
    AddFirst,
    Qty(usize, String),
    Price(usize, String),
    Note(usize, String),
    Remove(usize),
    Expected(String),
    OrderNote(String),
    Save,
    Close,
}

/// Writes the order and says what became of it.
pub(super) fn save(store: &Store, id: Option<i64>, new: &NewPurchase) -> store::Result<Done> {
    let (order, number, undo) = if let Some(id) = id {
        let before = written(&store.purchase(id)?);
        store.change_purchase(ACTOR, id, new)?;
        (id, store.purchase(id)?.order.number, Undo::Draft(id, Box::new(before)))
    } else {
        let made = store.create_purchase(ACTOR, new)?;
        (made.order_id, made.number, Undo::Deeds(made.order_id, vec![Deed::Cancel], None))
    };
    let said = Said::new("purchase.done_draft").with("number", number);
    Ok(Done { said, undo: Some(undo), open: Some(order) })
}

/// A draft as somebody would write it.
fn written(draft: &PurchaseDetail) -> NewPurchase {
    let lines = draft.lines.iter().map(|line| PurchaseDraftLine {
        sku_code: line.code.clone(),
        qty: line.qty,
        unit_price: line.unit_price,
        note: line.note.clone(),
    });
    NewPurchase {
        supplier_id: draft.order.supplier_id,
        note: draft.order.note.clone(),
        expected_on: draft.order.expected_on,
        lines: lines.collect(),
    }
}

impl OrderForm {
    pub fn new(stock: Stock, draft: Option<&PurchaseDetail>) -> Self {
        let mut form = Self {
            stock,
            id: draft.map(|draft| draft.order.id),
            drafted_by: draft.map(|draft| draft.order.drafted_by.clone()).unwrap_or_default(),
            supplier: draft.map(|draft| Choice { id: draft.order.supplier_id, name: draft.order.supplier.clone() }),
            search: String::new(),
            lines: Vec::new(),
            expected: String::new(),
            note: String::new(),
            tried: false,
            busy: false,
            refused: None,
        };
        if let Some(draft) = draft {
            form.expected = draft.order.expected_on.map(|day| day.to_string()).unwrap_or_default();
            form.note.clone_from(&draft.order.note);
            form.lines = draft
                .lines
                .iter()
                .map(|line| Line {
                    code: line.code.clone(),
                    name: format!("{} {}", line.name, line.props).trim().to_owned(),
                    qty: line.qty.to_string(),
                    price: line.unit_price.map(|price| price.to_string()).unwrap_or_default(),
                    note: line.note.clone(),
                })
                .collect();
        }
        form
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Supplier(supplier) => {
                self.supplier = Some(supplier);
                self.reprice();
            }
            Message::Search(text) => self.search = text,
            Message::Add(code) => self.add(&code),
            Message::AddFirst => {
                if let Some(code) = self.offered().first().map(|sku| sku.code.clone()) {
                    self.add(&code);
                }
            }
            Message::Qty(at, text) => self.line(at, |line| line.qty = text),
            Message::Price(at, text) => self.line(at, |line| line.price = text),
            Message::Note(at, text) => self.line(at, |line| line.note = text),
            Message::Remove(at) => {
                if at < self.lines.len() {
                    self.lines.remove(at);
                }
            }
            Message::Expected(text) => self.expected = text,
            Message::OrderNote(text) => self.note = text,
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

    /// SKUs that answer to what is typed: those of the supplier first.
    fn offered(&self) -> Vec<&SkuChoice> {
        let supplier = self.supplier.as_ref().map_or(0, |supplier| supplier.id);
        let query = self.search.trim();
        if query.is_empty() && supplier == 0 {
            return Vec::new();
        }
        let taken = |sku: &SkuChoice| self.lines.iter().any(|line| line.code == sku.code);
        let mut found: Vec<(bool, u32, &SkuChoice)> = self
            .stock
            .skus
            .iter()
            .filter(|sku| !taken(sku) && (!query.is_empty() || sku.supplier_id == supplier))
            .filter_map(|sku| {
                let score = search::score(&sku.code, query)
                    .into_iter()
                    .chain(search::score(&format!("{} {}", sku.name, sku.props), query))
                    .max()?;
                Some((supplier != 0 && sku.supplier_id == supplier, score, sku))
            })
            .collect();
        found.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.code.cmp(&b.2.code)));
        found.into_iter().take(OFFERED).map(|(_, _, sku)| sku).collect()
    }

    /// What a piece should cost from the chosen supplier.
    fn price_of(&self, code: &str) -> Option<Money> {
        let supply = self.stock.supply.get(code);
        let agreed = supply.filter(|supply| self.supplier.as_ref().is_none_or(|one| one.id == supply.supplier_id));
        agreed
            .and_then(|supply| supply.price)
            .or_else(|| self.stock.skus.iter().find(|sku| sku.code == code).and_then(|sku| sku.cost))
    }

    fn add(&mut self, code: &str) {
        let Some(sku) = self.stock.skus.iter().find(|sku| sku.code == code).cloned() else { return };
        // The first SKU tells the supplier.
        if self.supplier.is_none()
            && let Some(row) = self.stock.suppliers.iter().find(|row| row.id == sku.supplier_id)
        {
            self.supplier = Some(Choice { id: row.id, name: row.name.clone() });
        }
        self.lines.push(Line {
            code: sku.code.clone(),
            name: format!("{} {}", sku.name, sku.props).trim().to_owned(),
            qty: String::new(),
            price: self.price_of(code).map(|price| price.to_string()).unwrap_or_default(),
            note: String::new(),
        });
        self.search.clear();
    }

    /// Lines without a price take that of the supplier just chosen.
    fn reprice(&mut self) {
        let prices: Vec<Option<Money>> = self.lines.iter().map(|line| self.price_of(&line.code)).collect();
        for (line, price) in self.lines.iter_mut().zip(prices) {
            if let (true, Some(price)) = (line.price.trim().is_empty(), price) {
                line.price = price.to_string();
            }
        }
    }

    /// The pieces of a line; otherwise the key of what is wrong with what is typed.
    fn told(line: &Line) -> Result<i64, &'static str> {
        match cell::count(&line.qty).ok().flatten().filter(|qty| *qty > 0) {
            Some(qty) if qty > MOST_PIECES => Err("stock.qty_too_many"),
            Some(qty) => Ok(qty),
            None => Err("purchase.wrong_qty_text"),
        }
    }

    fn qty(line: &Line) -> Option<i64> {
        Self::told(line).ok()
    }

    fn price(line: &Line) -> Result<Option<Money>, ()> {
        match cell::money(&line.price) {
            Ok(price) if price.is_none_or(|price| price.fen() >= 0) => Ok(price),
            _ => Err(()),
        }
    }

    fn day(&self) -> Result<Option<NaiveDate>, ()> {
        cell::date(&self.expected).map_err(|_| ())
    }

    /// The order, once everything in it makes sense; what does not is shown from then on. Only once until it is refused.
    pub fn order(&mut self) -> Option<(Option<i64>, NewPurchase)> {
        if self.busy {
            return None;
        }
        self.tried = true;
        let supplier_id = self.supplier.as_ref()?.id;
        let expected_on = self.day().ok()?;
        let lines: Option<Vec<PurchaseDraftLine>> = self
            .lines
            .iter()
            .map(|line| {
                Some(PurchaseDraftLine {
                    sku_code: line.code.clone(),
                    qty: Self::qty(line)?,
                    unit_price: Self::price(line).ok()?,
                    note: line.note.clone(),
                })
            })
            .collect();
        let lines = lines.filter(|lines| !lines.is_empty())?;
        self.busy = true;
        Some((self.id, NewPurchase { supplier_id, note: self.note.clone(), expected_on, lines }))
    }

    fn total(&self) -> (i64, Money) {
        self.lines.iter().fold((0, Money::ZERO), |(pieces, amount), line| {
            let qty = Self::qty(line).unwrap_or(0);
            let price = Self::price(line).ok().flatten().unwrap_or_default();
            (pieces + qty, amount + Money::from_fen(price.fen().saturating_mul(qty)))
        })
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let missing = |missing: bool, key: &'static str| (self.tried && missing).then(|| ctx.t(key).to_owned());
        let suppliers: Vec<Choice> =
            self.stock.suppliers.iter().map(|row| Choice { id: row.id, name: row.name.clone() }).collect();
        let supplier = field::around(
            ctx.t("purchase.supplier"),
            field::pick(suppliers, self.supplier.clone(), ctx.t("purchase.choose_supplier"), Message::Supplier),
            self.terms(ctx),
            missing(self.supplier.is_none(), "purchase.choose_supplier"),
        );
        let expected = field::field(
            ctx.t("purchase.expected_on"),
            field::input("2026-12-01", &self.expected, Message::Expected).on_submit(Message::Save),
            Some(ctx.t("purchase.expected_hint").to_owned()),
            missing(self.day().is_err(), "purchase.wrong_date_text"),
        );
        let search = field::field(
            ctx.t("purchase.add_sku"),
            field::input(ctx.t("purchase.add_sku_hint"), &self.search, Message::Search)
                .id(SEARCH)
                .on_submit(Message::AddFirst),
            None,
            missing(self.lines.is_empty(), "purchase.wrong_no_lines"),
        );
        let offers = self.offered().into_iter().map(|sku| Self::offer(sku));
        let lines = self.lines.iter().enumerate().map(|(at, line)| self.line_view(ctx, at, line));
        let note = field::field(
            ctx.t("purchase.note"),
            field::input(ctx.t("purchase.note_hint"), &self.note, Message::OrderNote).on_submit(Message::Save),
            None,
            None,
        );
        let (pieces, amount) = self.total();
        let total = (!self.lines.is_empty()).then(|| {
            let total =
                ctx.f("purchase.form_total", &[("n", &grouped(&pieces.to_string())), ("amount", &yuan(amount))]);
            container(words::strong(total)).align_right(Length::Fill)
        });
        let least = self.least(ctx, amount).map(|words| words::small(words).style(ink::warning));
        let content = column![
            row![container(supplier).width(Length::Fill), container(expected).width(200)].spacing(gap::M),
            column![search, Column::with_children(offers).spacing(2)].spacing(gap::XS),
            (!self.lines.is_empty()).then(card::rule),
            Column::with_children(lines).spacing(gap::S),
            total,
            least,
            note,
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("purchase.save_draft"), (!self.busy).then_some(Message::Save)).into(),
        ];
        let title = match (&self.id, self.drafted_by.as_str()) {
            (None, _) => ctx.t("purchase.new").to_owned(),
            (Some(_), by) => ctx.f("purchase.edit_title", &[("who", &who(ctx, by))]),
        };
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 760.0)
    }

    /// What is agreed on with the chosen supplier, in one line.
    fn terms(&self, ctx: &Ctx) -> Option<String> {
        let id = self.supplier.as_ref()?.id;
        let terms = &self.stock.suppliers.iter().find(|row| row.id == id)?.terms;
        let count = |key: &str, n: Option<i64>| n.map(|n| ctx.f(key, &[("n", &n.to_string())]));
        let told = [
            count("suppliers.told_lead", terms.lead_days),
            terms.moq_amount.map(|amount| ctx.f("suppliers.told_moq_amount", &[("amount", &yuan(amount))])),
            count("suppliers.told_moq", terms.moq_pieces),
            count("suppliers.told_pack", terms.pack),
            count("suppliers.told_pay", terms.pay_days),
        ];
        let told: Vec<String> = told.into_iter().flatten().collect();
        (!told.is_empty()).then(|| told.join(" · "))
    }

    /// The order comes to less than the supplier accepts.
    fn least(&self, ctx: &Ctx, amount: Money) -> Option<String> {
        let id = self.supplier.as_ref()?.id;
        let least = self.stock.suppliers.iter().find(|row| row.id == id)?.terms.moq_amount?;
        (!self.lines.is_empty() && amount < least).then(|| ctx.f("purchase.below_moq", &[("amount", &yuan(least))]))
    }

    fn offer(sku: &SkuChoice) -> Element<'_, Message> {
        let inside = row![
            container(one_line(sku.code.clone()).bold()).width(120),
            one_line(format!("{} {}", sku.name, sku.props)).width(Length::Fill),
            words::muted(sku.cost.map_or_else(|| Cell::Empty.shown(), yuan)),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        iced::widget::button(inside)
            .padding([4.0, gap::S])
            .width(Length::Fill)
            .style(style::entry)
            .on_press(Message::Add(sku.code.clone()))
            .into()
    }

    fn line_view<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let qty = field::field(
            ctx.t("purchase.qty"),
            field::input("", &line.qty, move |text| Message::Qty(at, text))
                .id(format!("purchase-qty-{at}"))
                .on_submit(Message::Save),
            self.rounded(ctx, line),
            Self::told(line).err().filter(|_| self.tried).map(|key| ctx.t(key).to_owned()),
        );
        let price = field::field(
            ctx.t("purchase.price"),
            field::input("", &line.price, move |text| Message::Price(at, text)).on_submit(Message::Save),
            None,
            (self.tried && Self::price(line).is_err()).then(|| ctx.t("purchase.wrong_price_text").to_owned()),
        );
        let note = field::field(
            ctx.t("purchase.line_note"),
            field::input("", &line.note, move |text| Message::Note(at, text)).on_submit(Message::Save),
            None,
            None,
        );
        row![
            column![one_line(line.code.clone()).bold(), one_line(line.name.clone())].width(Length::Fill),
            container(qty).width(120),
            container(price).width(100),
            container(note).width(160),
            column![
                words::muted(" "),
                button::icon_button(Icon::Trash2, ctx.t("purchase.remove"), Some(Message::Remove(at))),
            ]
            .spacing(gap::XS),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Start)
        .into()
    }

    /// Says how the supplier delivers when what is typed is not in full packs or too few.
    fn rounded(&self, ctx: &Ctx, line: &Line) -> Option<String> {
        let supply = self.stock.supply.get(&line.code)?;
        if self.supplier.as_ref().is_none_or(|one| one.id != supply.supplier_id) {
            return None;
        }
        let typed = Self::qty(line)?;
        let own = SkuTerms { pack: supply.pack, moq: supply.moq, ..SkuTerms::default() };
        let full = crate::domain::purchase::SupplierTerms::default().rounded(own, typed);
        (full != typed).then(|| ctx.f("purchase.full_packs", &[("n", &grouped(&full.to_string()))]))
    }
}
