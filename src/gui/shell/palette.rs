//! The command palette (命令面板): pages, actions, orders, customers and products, by Chinese, pinyin and initials.

use iced::widget::{Column, button, column, container, row, text_input};
use iced::{Alignment, Element, Length, Task};

use crate::gui::action::Intent;
use crate::gui::command::{COMMANDS, Section};
use crate::gui::component::{badge, card, icon, words};
use crate::gui::ctx::Ctx;
use crate::gui::job::work;
use crate::gui::load::{Load, Ticket};
use crate::gui::names;
use crate::gui::route::Open;
use crate::gui::search;
use crate::gui::theme::icon::Icon;
use crate::gui::theme::{LINE, button as style, container as box_style, input, size, space as gap};
use crate::gui::widget::one_line::one_line;
use crate::locale::{Lang, Said};
use crate::store::{CustomerQuery, CustomerRow, OrderQuery, Store};

/// Id of the field.
pub const FIELD: &str = "palette";
/// Entries of one kind at most.
const MOST: usize = 8;
/// Characters before orders are searched for.
const ORDER_LEAST: usize = 4;

/// Something that can be chosen.
#[derive(Debug, Clone)]
pub struct Entry {
    picture: Icon,
    title: String,
    /// Quiet, behind the title.
    detail: String,
    /// A chord, at the right.
    chord: Option<String>,
    intent: Intent,
    score: u32,
}

#[derive(Debug)]
pub struct Palette {
    query: String,
    entries: Vec<Entry>,
    at: usize,
    /// Orders and customers of the shop file
    orders: Load<Vec<Entry>>,
}

#[derive(Debug, Clone)]
pub enum Message {
    Query(String),
    Move(i32),
    Accept,
    Pick(usize),
    Orders(Ticket, Result<Vec<Entry>, Said>),
}

impl Palette {
    pub fn new(ctx: &Ctx) -> Self {
        let mut palette = Self { query: String::new(), entries: Vec::new(), at: 0, orders: Load::default() };
        palette.fill(ctx);
        palette
    }

    /// Takes a message; gives what was chosen.
    pub fn update(&mut self, ctx: &Ctx, message: Message) -> (Task<Message>, Option<Intent>) {
        match message {
            Message::Query(query) => {
                self.query = query;
                self.at = 0;
                self.fill(ctx);
                (self.ask(ctx), None)
            }
            Message::Move(by) => {
                let count = i32::try_from(self.entries.len()).unwrap_or(i32::MAX).max(1);
                let at = i32::try_from(self.at).unwrap_or(0) + by;
                self.at = usize::try_from(at.rem_euclid(count)).unwrap_or(0);
                (Task::none(), None)
            }
            Message::Accept => (Task::none(), self.entries.get(self.at).map(|entry| entry.intent.clone())),
            Message::Pick(at) => (Task::none(), self.entries.get(at).map(|entry| entry.intent.clone())),
            Message::Orders(ticket, result) => {
                if self.orders.answer(ticket, result) {
                    self.fill(ctx);
                }
                (Task::none(), None)
            }
        }
    }

    /// The titles of what is offered, best first.
    pub fn titles(&self) -> Vec<&str> {
        self.entries.iter().map(|entry| entry.title.as_str()).collect()
    }

    fn fill(&mut self, ctx: &Ctx) {
        let query = self.query.trim();
        let mut entries: Vec<Entry> = COMMANDS
            .iter()
            .filter(|command| ctx.shop.is_some() || !command.needs_shop)
            .filter_map(|command| {
                let title = ctx.t(command.name);
                let mut score = search::score(title, query)?;
                if command.section == Section::Pages {
                    score += 5;
                }
                Some(Entry {
                    picture: command.icon,
                    title: title.to_owned(),
                    detail: String::new(),
                    chord: command.chord.map(super::super::command::Chord::shown),
                    intent: Intent::Do(command.what),
                    score,
                })
            })
            .collect();
        if !query.is_empty() {
            entries.sort_by_key(|entry| std::cmp::Reverse(entry.score));
            entries.truncate(2 * MOST);
            entries.extend(products(ctx, query));
            if self.orders.value().is_some() && query.chars().count() >= ORDER_LEAST {
                entries.extend(self.orders.value().into_iter().flatten().cloned());
            }
        }
        self.entries = entries;
        self.at = self.at.min(self.entries.len().saturating_sub(1));
    }

    /// Asks the shop file for orders that answer to the query.
    fn ask(&mut self, ctx: &Ctx) -> Task<Message> {
        let query = self.query.trim().to_owned();
        let Some(store) = ctx.store().cloned().filter(|_| query.chars().count() >= ORDER_LEAST) else {
            self.orders.clear();
            return Task::none();
        };
        let Some(ticket) = self.orders.ask(&query) else { return Task::none() };
        let lang = ctx.lang;
        work(
            move || {
                let asked = OrderQuery { text: query, descending: true, ..OrderQuery::default() };
                let found = store.orders(&asked).map_err(|error| error.said())?;
                let ids: Vec<i64> = found.ids.into_iter().take(MOST).collect();
                let rows = store.order_rows(&ids).map_err(|error| error.said())?;
                let customers = customers(&store, &asked.text, lang)?;
                let entry = |row: crate::store::OrderRow| Entry {
                    picture: Icon::ReceiptText,
                    title: row.order_no,
                    detail: row.title,
                    chord: None,
                    intent: Intent::Open(Open::Order(row.id)),
                    score: 0,
                };
                Ok(rows.into_iter().map(entry).chain(customers).collect())
            },
            move |result| Message::Orders(ticket, result),
        )
    }

    pub fn view<'a>(&'a self, ctx: &'a Ctx) -> Element<'a, Message> {
        let field = row![
            icon::icon(Icon::Search),
            text_input(ctx.t("shell.palette_hint"), &self.query)
                .id(FIELD)
                .on_input(Message::Query)
                .on_submit(Message::Accept)
                .size(size::CARD)
                .line_height(LINE)
                .padding([6, 4])
                .style(input::bare),
            badge::key("Esc"),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center)
        .padding([gap::XS, gap::M]);
        let list: Element<'_, Message> = if self.entries.is_empty() {
            container(words::muted(ctx.t("shell.palette_nothing"))).center_x(Length::Fill).padding(gap::XL).into()
        } else {
            let rows = self.entries.iter().enumerate().map(|(at, entry)| self.entry(at, entry));
            card::scroll(Column::with_children(rows).padding(gap::XS).width(Length::Fill)).into()
        };
        container(column![field, card::rule(), container(list).max_height(420)])
            .width(560)
            .style(box_style::floating)
            .into()
    }

    fn entry<'a>(&'a self, at: usize, entry: &'a Entry) -> Element<'a, Message> {
        let on = at == self.at;
        let inside = row![
            icon::icon(entry.picture),
            one_line(entry.title.as_str()),
            one_line(entry.detail.as_str()).size(size::SMALL).style(crate::gui::theme::text::muted).width(Length::Fill),
            entry.chord.as_deref().map(badge::key),
        ]
        .spacing(gap::S)
        .align_y(Alignment::Center);
        let shown = button(inside).padding([5, 10]).width(Length::Fill).on_press(Message::Pick(at));
        if on { shown.style(style::chosen).into() } else { shown.style(style::entry).into() }
    }
}

/// Customers whose id, order, receiver or phone answers to the query.
fn customers(store: &Store, query: &str, lang: Lang) -> Result<Vec<Entry>, Said> {
    let asked = CustomerQuery { text: query.to_owned(), descending: true, ..CustomerQuery::default() };
    let found = store.customers(&asked).map_err(|error| error.said())?;
    let ids: Vec<i64> = found.ids.into_iter().take(MOST).collect();
    let rows = store.customer_rows(&ids).map_err(|error| error.said())?;
    let entry = |row: CustomerRow| Entry {
        picture: Icon::User,
        title: format!("{}  #{}", row.buyer, row.id),
        detail: [names::platform(lang, row.platform), names::province(lang, row.province)].join("  "),
        chord: None,
        intent: Intent::Open(Open::Customer(row.id)),
        score: 0,
    };
    Ok(rows.into_iter().map(entry).collect())
}

/// Own products that answer to the query.
fn products(ctx: &Ctx, query: &str) -> Vec<Entry> {
    let Some(facts) = ctx.facts() else { return Vec::new() };
    let mut found: Vec<(u32, usize)> = facts
        .skus
        .iter()
        .enumerate()
        .skip(1)
        .filter_map(|(at, sku)| {
            let score = search::score(&sku.name, query).max(search::score(&sku.code, query))?;
            Some((score, at))
        })
        .collect();
    found.sort_by_key(|(score, at)| (std::cmp::Reverse(*score), *at));
    found
        .into_iter()
        .take(MOST)
        .filter_map(|(score, at)| {
            let sku = facts.skus.get(at)?;
            let title = if sku.name.is_empty() { sku.code.clone() } else { sku.name.clone() };
            Some(Entry {
                picture: Icon::Package,
                title,
                detail: [sku.props.as_str(), sku.code.as_str()].join("  "),
                chord: None,
                intent: Intent::Open(Open::Sku(sku.id)),
                score,
            })
        })
        .collect()
}
