//! One condition in the form: what it looks at, and the values as they are picked or typed.

use std::collections::BTreeSet;

use iced::widget::{Column, container, row};
use iced::{Alignment, Element, Length};

use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::domain::rule::{Condition, Note, OrderKind, ShopKey, Tier};
use crate::gui::component::{card, choice, field, words};
use crate::gui::ctx::Ctx;
use crate::gui::names;
use crate::gui::theme::space as gap;
use crate::gui::widget::dropdown::dropdown;
use crate::import::cell;

use super::Desk;
use super::form::{pick_kind, typed_words};

/// What a condition looks at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    #[default]
    Paid,
    Region,
    Customer,
    Bought,
    Items,
    Goods,
    Sku,
    Category,
    BuyerMessage,
    SellerMemo,
    Platform,
    Shop,
    Order,
    Hour,
    Weekday,
    Lacking,
}

impl Kind {
    pub const ALL: [Self; 16] = [
        Self::Paid,
        Self::Region,
        Self::Customer,
        Self::Bought,
        Self::Items,
        Self::Goods,
        Self::Sku,
        Self::Category,
        Self::BuyerMessage,
        Self::SellerMemo,
        Self::Platform,
        Self::Shop,
        Self::Order,
        Self::Hour,
        Self::Weekday,
        Self::Lacking,
    ];

    /// Locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Paid => "rules.of_paid",
            Self::Region => "rules.of_region",
            Self::Customer => "rules.of_customer",
            Self::Bought => "rules.of_bought",
            Self::Items => "rules.of_items",
            Self::Goods => "rules.of_goods",
            Self::Sku => "rules.of_sku",
            Self::Category => "rules.of_category",
            Self::BuyerMessage => "rules.of_buyer_message",
            Self::SellerMemo => "rules.of_seller_memo",
            Self::Platform => "rules.of_platform",
            Self::Shop => "rules.of_shop",
            Self::Order => "rules.of_kind",
            Self::Hour => "rules.of_hour",
            Self::Weekday => "rules.of_weekday",
            Self::Lacking => "rules.of_lacking",
        }
    }
}

/// How a message or memo is asked about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Asks {
    #[default]
    Contains,
    Any,
    Empty,
}

/// A condition as it is being written. What belongs to another kind is kept, in case somebody goes back to it.
#[derive(Debug, Clone, Default)]
pub struct Line {
    kind: Kind,
    /// Ids of what is picked, as [`Line::options`] names them.
    picked: BTreeSet<String>,
    /// Everywhere but there; not lacking.
    not: bool,
    from: String,
    to: String,
    within: String,
    words: String,
    asks: Asks,
}

#[derive(Debug, Clone)]
pub enum Change {
    Kind(Kind),
    Pick(String),
    Not(bool),
    From(String),
    To(String),
    Within(String),
    Words(String),
    Asks(Asks),
}

fn shop_id(platform: Platform, name: &str) -> String {
    format!("{}/{name}", platform.id())
}

fn number(n: Option<i64>) -> String {
    n.map(|n| n.to_string()).unwrap_or_default()
}

fn amount(money: Option<Money>) -> String {
    let text = money.map(|money| money.to_string()).unwrap_or_default();
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}

impl Line {
    /// A condition of a rule that is opened again.
    pub fn of(condition: &Condition) -> Self {
        let blank = Self::default();
        let list =
            |kind: Kind, picked: Vec<String>| Self { kind, picked: picked.into_iter().collect(), ..Self::default() };
        let note = |kind: Kind, note: &Note| match note {
            Note::Any => Self { kind, asks: Asks::Any, ..Self::default() },
            Note::Empty => Self { kind, asks: Asks::Empty, ..Self::default() },
            Note::Contains { words } => {
                Self { kind, asks: Asks::Contains, words: words.join("、"), ..Self::default() }
            }
        };
        match condition {
            Condition::Kind { any } => list(Kind::Order, any.iter().map(|kind| kind.id().to_owned()).collect()),
            Condition::Platform { any } => list(Kind::Platform, any.iter().map(|one| one.id().to_owned()).collect()),
            Condition::Shop { any } => {
                list(Kind::Shop, any.iter().map(|shop| shop_id(shop.platform, &shop.name)).collect())
            }
            Condition::Customer { any } => list(Kind::Customer, any.iter().map(|tier| tier.id().to_owned()).collect()),
            Condition::Bought { orders, paid, within } => {
                Self { kind: Kind::Bought, from: number(*orders), to: amount(*paid), within: number(*within), ..blank }
            }
            Condition::Paid { from, to } => Self { kind: Kind::Paid, from: amount(*from), to: amount(*to), ..blank },
            Condition::Items { from, to } => Self { kind: Kind::Items, from: number(*from), to: number(*to), ..blank },
            Condition::Region { any, not } => {
                Self { not: *not, ..list(Kind::Region, any.iter().map(|one| one.code().to_string()).collect()) }
            }
            Condition::Sku { any } => Self { kind: Kind::Sku, words: any.join("、"), ..blank },
            Condition::Category { any } => list(Kind::Category, any.clone()),
            Condition::Goods { words } => Self { kind: Kind::Goods, words: words.join("、"), ..blank },
            Condition::BuyerMessage { note: asked } => note(Kind::BuyerMessage, asked),
            Condition::SellerMemo { note: asked } => note(Kind::SellerMemo, asked),
            Condition::Hour { from, to } => {
                Self { kind: Kind::Hour, from: from.to_string(), to: to.to_string(), ..blank }
            }
            Condition::Weekday { any } => list(Kind::Weekday, any.iter().map(u32::to_string).collect()),
            Condition::Lacking { lacking } => Self { kind: Kind::Lacking, not: !lacking, ..blank },
        }
    }

    pub fn update(&mut self, change: Change) {
        match change {
            Change::Kind(kind) if kind != self.kind => {
                self.kind = kind;
                self.picked.clear();
            }
            Change::Kind(_) => {}
            Change::Pick(id) => {
                if !self.picked.remove(&id) {
                    self.picked.insert(id);
                }
            }
            Change::Not(not) => self.not = not,
            Change::From(text) => self.from = text,
            Change::To(text) => self.to = text,
            Change::Within(text) => self.within = text,
            Change::Words(text) => self.words = text,
            Change::Asks(asks) => self.asks = asks,
        }
    }

    /// The condition as far as it can be read, and what cannot.
    pub fn read(&self) -> (Condition, Option<&'static str>) {
        let mut wrong = None;
        let mut count = |text: &str| {
            let read = cell::count(text);
            if read.is_err() {
                wrong = Some("rules.wrong_number");
            }
            read.ok().flatten()
        };
        let picked = |id: &str| self.picked.contains(id);
        let note = || match self.asks {
            Asks::Any => Note::Any,
            Asks::Empty => Note::Empty,
            Asks::Contains => Note::Contains { words: typed_words(&self.words) },
        };
        let condition = match self.kind {
            Kind::Order => {
                Condition::Kind { any: OrderKind::ALL.into_iter().filter(|kind| picked(kind.id())).collect() }
            }
            Kind::Platform => {
                Condition::Platform { any: Platform::ALL.into_iter().filter(|one| picked(one.id())).collect() }
            }
            Kind::Shop => Condition::Shop {
                any: self
                    .picked
                    .iter()
                    .filter_map(|id| {
                        let (platform, name) = id.split_once('/')?;
                        let platform = Platform::ALL.into_iter().find(|one| one.id() == platform)?;
                        Some(ShopKey { platform, name: name.to_owned() })
                    })
                    .collect(),
            },
            Kind::Customer => {
                Condition::Customer { any: Tier::ALL.into_iter().filter(|tier| picked(tier.id())).collect() }
            }
            Kind::Items => Condition::Items { from: count(&self.from), to: count(&self.to) },
            Kind::Bought => {
                let (orders, within) = (count(&self.from), count(&self.within));
                let paid = cell::money(&self.to);
                if paid.is_err() {
                    wrong = Some("rules.wrong_amount");
                }
                Condition::Bought { orders, paid: paid.ok().flatten(), within }
            }
            Kind::Paid => {
                let (from, to) = (cell::money(&self.from), cell::money(&self.to));
                if from.is_err() || to.is_err() {
                    wrong = Some("rules.wrong_amount");
                }
                Condition::Paid { from: from.ok().flatten(), to: to.ok().flatten() }
            }
            Kind::Region => Condition::Region {
                any: Province::all().filter(|one| picked(&one.code().to_string())).collect(),
                not: self.not,
            },
            Kind::Sku => Condition::Sku { any: typed_words(&self.words) },
            Kind::Category => Condition::Category { any: self.picked.iter().cloned().collect() },
            Kind::Goods => Condition::Goods { words: typed_words(&self.words) },
            Kind::BuyerMessage => Condition::BuyerMessage { note: note() },
            Kind::SellerMemo => Condition::SellerMemo { note: note() },
            Kind::Hour => {
                let hour = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(99);
                let (from, to) = (count(&self.from), count(&self.to));
                Condition::Hour { from: hour(from), to: hour(to) }
            }
            Kind::Weekday => Condition::Weekday { any: (1..=7).filter(|day| picked(&u32::to_string(day))).collect() },
            Kind::Lacking => Condition::Lacking { lacking: !self.not },
        };
        (condition, wrong)
    }

    /// What can be picked, by id and name.
    fn options(&self, ctx: &Ctx, desk: &Desk) -> Vec<(String, String)> {
        let lang = ctx.lang;
        match self.kind {
            Kind::Order => OrderKind::ALL
                .map(|kind| (kind.id().to_owned(), ctx.t(&format!("rules.kind_{}", kind.id())).to_owned()))
                .into(),
            Kind::Platform => Platform::ALL.map(|one| (one.id().to_owned(), names::platform(lang, one))).into(),
            Kind::Shop => desk
                .shops
                .iter()
                .map(|shop| (shop_id(shop.platform, &shop.name), names::shop(lang, &shop.name, shop.platform)))
                .collect(),
            Kind::Customer => Tier::ALL
                .map(|tier| (tier.id().to_owned(), ctx.t(&format!("rules.tier_{}", tier.id())).to_owned()))
                .into(),
            Kind::Region => {
                Province::all().map(|one| (one.code().to_string(), names::province(lang, Some(one)))).collect()
            }
            Kind::Category => desk.categories.iter().map(|one| (one.name.clone(), one.name.clone())).collect(),
            Kind::Weekday => {
                (1..=7).map(|day: u32| (day.to_string(), ctx.t(&format!("rules.weekday_{day}")).to_owned())).collect()
            }
            _ => Vec::new(),
        }
    }

    /// `[实付] [从] [到]`
    pub fn view<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk, index: usize) -> Element<'a, Change> {
        let kind = container(pick_kind(ctx, self.kind)).width(170);
        row![kind, container(self.value(ctx, desk, index)).width(Length::Fill)]
            .spacing(gap::S)
            .align_y(Alignment::Center)
            .into()
    }

    fn value<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk, index: usize) -> Element<'a, Change> {
        let typed = |key: &'static str, value: &'a str, part: &str, on: fn(String) -> Change| -> Element<'a, Change> {
            field::input(ctx.t(key), value, on).id(format!("rule-{index}-{part}")).into()
        };
        let many = || -> Element<'a, Change> { typed("rules.words_hint", &self.words, "words", Change::Words) };
        match self.kind {
            Kind::Paid => range(
                typed("rules.from_amount", &self.from, "from", Change::From),
                typed("rules.to_amount", &self.to, "to", Change::To),
            ),
            Kind::Items => range(
                typed("rules.from_items", &self.from, "from", Change::From),
                typed("rules.to_items", &self.to, "to", Change::To),
            ),
            Kind::Hour => range(
                typed("rules.from_hour", &self.from, "from", Change::From),
                typed("rules.to_hour", &self.to, "to", Change::To),
            ),
            Kind::Bought => row![
                typed("rules.least_orders", &self.from, "from", Change::From),
                typed("rules.least_paid", &self.to, "to", Change::To),
                typed("rules.most_days", &self.within, "within", Change::Within),
            ]
            .spacing(gap::S)
            .into(),
            Kind::Sku => typed("rules.skus_hint", &self.words, "words", Change::Words),
            Kind::Goods => many(),
            Kind::BuyerMessage | Kind::SellerMemo => {
                let asks = [
                    (Asks::Contains, "rules.asks_contains"),
                    (Asks::Any, "rules.asks_any"),
                    (Asks::Empty, "rules.asks_empty"),
                ];
                let asks = asks.map(|(asks, key)| (asks, ctx.t(key).to_owned()));
                let words = (self.asks == Asks::Contains).then(many);
                row![choice::segments(asks, Some(self.asks), Change::Asks), words]
                    .spacing(gap::S)
                    .align_y(Alignment::Center)
                    .into()
            }
            Kind::Lacking => {
                let sides = [(false, "rules.lacking"), (true, "rules.not_lacking")];
                choice::segments(sides.map(|(not, key)| (not, ctx.t(key).to_owned())), Some(self.not), Change::Not)
            }
            Kind::Region => {
                let sides = [(false, "rules.side_is"), (true, "rules.side_is_not")];
                let sides = sides.map(|(not, key)| (not, ctx.t(key).to_owned()));
                row![choice::segments(sides, Some(self.not), Change::Not), self.list(ctx, desk)]
                    .spacing(gap::S)
                    .align_y(Alignment::Center)
                    .into()
            }
            Kind::Order | Kind::Platform | Kind::Shop | Kind::Customer | Kind::Category | Kind::Weekday => {
                self.list(ctx, desk)
            }
        }
    }

    /// A list to tick several of.
    fn list<'a>(&'a self, ctx: &'a Ctx, desk: &'a Desk) -> Element<'a, Change> {
        let options = self.options(ctx, desk);
        let chosen = options.iter().filter(|(id, _)| self.picked.contains(id)).map(|(_, name)| name.clone());
        let label = crate::domain::rule::listed(ctx.lang, chosen);
        let label = if label.is_empty() { ctx.t("rules.choose").to_owned() } else { label };
        let boxes = options.into_iter().map(|(id, name)| {
            let on = self.picked.contains(&id);
            choice::check(name, on, move |_| Change::Pick(id.clone()))
        });
        let boxes = container(Column::with_children(boxes)).padding(gap::S).width(Length::Fill);
        let list = container(card::scroll(boxes).height(Length::Shrink)).width(220).max_height(300);
        dropdown(words::body(label), list).stays().into()
    }
}

fn range<'a>(from: Element<'a, Change>, to: Element<'a, Change>) -> Element<'a, Change> {
    row![from, words::muted("–"), to].spacing(gap::S).align_y(Alignment::Center).into()
}
