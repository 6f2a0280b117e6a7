//! The form of what holds for single SKUs of a supplier (SKU 协议): pack, fewest pieces, price, and how long they can be sold. An empty
//! field follows the terms.

use iced::widget::{Column, column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::domain::purchase::SkuTerms;
use crate::gui::component::{button, dialog, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::search;
use crate::gui::theme::{space as gap, text as ink};
use crate::gui::widget::one_line::one_line;
use crate::import::cell;
use crate::locale::Said;
use crate::store::{SupplierDetail, SupplierSkuRow};
use crate::table::Cell;

/// Name of the field that narrows the list.
pub const FIRST: &str = "supplier-sku-search";

/// SKUs shown at once; more are found by typing.
const SHOWN: usize = 40;

/// Terms by code.
pub type Named = Vec<(String, SkuTerms)>;

#[derive(Debug, Clone)]
struct Line {
    row: SupplierSkuRow,
    pack: String,
    moq: String,
    price: String,
    shelf: String,
    season: String,
}

/// The form as it stands.
#[derive(Debug, Clone)]
pub struct SkuForm {
    id: i64,
    name: String,
    search: String,
    lines: Vec<Line>,
    tried: bool,
    refused: Option<Said>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Search(String),
    Pack(usize, String),
    Moq(usize, String),
    Price(usize, String),
    Shelf(usize, String),
    Season(usize, String),
    Save,
    Close,
}

impl SkuForm {
    pub fn new(detail: &SupplierDetail) -> Self {
        let count = |n: Option<i64>| n.map(|n| n.to_string()).unwrap_or_default();
        let lines = detail.skus.iter().map(|row| Line {
            pack: count(row.terms.pack),
            moq: count(row.terms.moq),
            price: row.terms.price.map(|price| price.to_string()).unwrap_or_default(),
            shelf: count(row.terms.shelf_days),
            season: row.terms.season_end.map(|day| day.to_string()).unwrap_or_default(),
            row: row.clone(),
        });
        Self {
            id: detail.supplier.id,
            name: detail.supplier.name.clone(),
            search: String::new(),
            lines: lines.collect(),
            tried: false,
            refused: None,
        }
    }

    pub fn update(&mut self, message: Message) {
        self.refused = None;
        match message {
            Message::Search(text) => self.search = text,
            Message::Pack(at, text) => self.line(at, |line| line.pack = text),
            Message::Moq(at, text) => self.line(at, |line| line.moq = text),
            Message::Price(at, text) => self.line(at, |line| line.price = text),
            Message::Shelf(at, text) => self.line(at, |line| line.shelf = text),
            Message::Season(at, text) => self.line(at, |line| line.season = text),
            Message::Save | Message::Close => {}
        }
    }

    pub fn refused(&mut self, said: Said) {
        self.refused = Some(said);
    }

    fn line(&mut self, at: usize, change: impl FnOnce(&mut Line)) {
        if let Some(line) = self.lines.get_mut(at) {
            change(line);
        }
    }

    fn count(text: &str) -> Result<Option<i64>, ()> {
        match cell::count(text) {
            Ok(n) if n.is_none_or(|n| n > 0) => Ok(n),
            _ => Err(()),
        }
    }

    fn price(text: &str) -> Result<Option<Money>, ()> {
        match cell::money(text) {
            Ok(price) if price.is_none_or(|price| price.fen() >= 0) => Ok(price),
            _ => Err(()),
        }
    }

    fn read(line: &Line) -> Result<SkuTerms, ()> {
        Ok(SkuTerms {
            pack: Self::count(&line.pack)?,
            moq: Self::count(&line.moq)?,
            price: Self::price(&line.price)?,
            shelf_days: Self::count(&line.shelf)?,
            season_end: cell::date(&line.season).map_err(|_| ())?,
        })
    }

    /// The supplier, and the SKUs whose terms are other ones now, as they are and as they were; `None` when something makes no sense,
    /// or nothing changed.
    pub fn changed(&mut self) -> Option<(i64, Named, Named)> {
        self.tried = true;
        let read: Result<Vec<SkuTerms>, ()> = self.lines.iter().map(Self::read).collect();
        let changed = self.lines.iter().zip(read.ok()?).filter(|(line, terms)| line.row.terms != *terms);
        let (now, before): (Named, Named) = changed
            .map(|(line, terms)| ((line.row.code.clone(), terms), (line.row.code.clone(), line.row.terms)))
            .unzip();
        (!now.is_empty()).then_some((self.id, now, before))
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let query = self.search.trim();
        let answers = |line: &Line| {
            let row = &line.row;
            let words = format!("{} {}", row.name, row.props);
            let wrong = self.tried && Self::read(line).is_err();
            wrong || search::score(&row.code, query).is_some() || search::score(&words, query).is_some()
        };
        let found: Vec<(usize, &Line)> = self.lines.iter().enumerate().filter(|(_, line)| answers(line)).collect();
        let more = found.len().saturating_sub(SHOWN);
        let lines = found.into_iter().take(SHOWN).map(|(at, line)| self.line_view(ctx, at, line));
        let narrow = field::input(ctx.t("suppliers.skus_search"), &self.search, Message::Search).id(FIRST);
        let content = column![
            words::muted(ctx.t("suppliers.skus_hint")),
            narrow,
            Column::with_children(lines).spacing(gap::S),
            (more > 0).then(|| words::small(ctx.f("suppliers.skus_more", &[("n", &more.to_string())]))),
            self.lines.is_empty().then(|| words::body(ctx.t("suppliers.skus_none"))),
            self.refused.as_ref().map(|said| words::body(ctx.say(said)).style(ink::bad)),
        ]
        .spacing(gap::M);
        let buttons = [
            button::secondary(ctx.t("shell.cancel"), Some(Message::Close)).into(),
            button::primary(ctx.t("suppliers.save"), Some(Message::Save)).into(),
        ];
        let title = ctx.f("suppliers.skus_title", &[("name", &self.name)]);
        dialog::dialog(title, (ctx.t("shell.close"), Message::Close), content, buttons, 820.0)
    }

    fn line_view<'a>(&'a self, ctx: &'a Ctx, at: usize, line: &'a Line) -> Element<'a, Message> {
        let wrong = |bad: bool, key: &'static str| (self.tried && bad).then(|| ctx.t(key).to_owned());
        let pack = field::field(
            ctx.t("suppliers.pack"),
            field::input("", &line.pack, move |text| Message::Pack(at, text)).on_submit(Message::Save),
            None,
            wrong(Self::count(&line.pack).is_err(), "suppliers.wrong_count"),
        );
        let moq = field::field(
            ctx.t("suppliers.moq"),
            field::input("", &line.moq, move |text| Message::Moq(at, text)).on_submit(Message::Save),
            None,
            wrong(Self::count(&line.moq).is_err(), "suppliers.wrong_count"),
        );
        let price = field::field(
            ctx.t("suppliers.agreed_price"),
            field::input("", &line.price, move |text| Message::Price(at, text)).on_submit(Message::Save),
            None,
            wrong(Self::price(&line.price).is_err(), "purchase.wrong_price_text"),
        );
        let shelf = field::field(
            ctx.t("suppliers.shelf_days"),
            field::input("", &line.shelf, move |text| Message::Shelf(at, text)).on_submit(Message::Save),
            None,
            wrong(Self::count(&line.shelf).is_err(), "suppliers.wrong_count"),
        );
        let season = field::field(
            ctx.t("suppliers.season_end"),
            field::input("", &line.season, move |text| Message::Season(at, text)).on_submit(Message::Save),
            None,
            wrong(cell::date(&line.season).is_err(), "purchase.wrong_date_text"),
        );
        let cost = line.row.cost.map_or(Cell::Empty, Cell::Money).shown();
        row![
            column![
                one_line(line.row.code.clone()).bold(),
                one_line(format!("{} {}", line.row.name, line.row.props)),
                words::small(ctx.f("suppliers.sheet_cost", &[("cost", &cost)])),
            ]
            .width(Length::Fill),
            container(pack).width(80),
            container(moq).width(80),
            container(price).width(90),
            container(shelf).width(90),
            container(season).width(110),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Start)
        .into()
    }
}
