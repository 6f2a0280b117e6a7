//! Conditions (条件) and the facts of an order that they look at.

use chrono::{Datelike, NaiveDateTime, Timelike};
use serde::{Deserialize, Serialize};

use super::judge::Seen;
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;

/// What sort of order it is (订单类型). Discriminants are what the facts carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[repr(u8)]
pub enum OrderKind {
    /// 普通
    Ordinary = 1,
    /// 预售
    Presale = 2,
    /// 赠品: nothing in it was sold
    Gift = 3,
    /// 换货、补寄
    Reissue = 4,
    /// 手工单
    Manual = 5,
}

impl OrderKind {
    pub const ALL: [Self; 5] = [Self::Ordinary, Self::Presale, Self::Gift, Self::Reissue, Self::Manual];

    pub const fn code(self) -> u8 {
        self as u8
    }

    /// Stable English id; also the tail of the locale key (`rules.kind_presale`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ordinary => "ordinary",
            Self::Presale => "presale",
            Self::Gift => "gift",
            Self::Reissue => "reissue",
            Self::Manual => "manual",
        }
    }
}

/// A buyer as known when the order was paid (客户层级).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    /// 新客: never paid before
    New,
    /// 老客
    Returning,
}

impl Tier {
    pub const ALL: [Self; 2] = [Self::New, Self::Returning];

    /// Stable English id; also the tail of the locale key (`rules.tier_new`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Returning => "returning",
        }
    }
}

/// A shop by what outlives an import that is taken back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ShopKey {
    pub platform: Platform,
    /// Empty for the platform's default shop.
    pub name: String,
}

/// What a message or memo must be like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Note {
    /// There is one.
    Any,
    /// There is none.
    Empty,
    /// It contains one of these words.
    Contains { words: Vec<String> },
}

/// One condition. Lists ask for any of theirs; the ends of ranges belong to them; `None` is no end.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Condition {
    Kind {
        any: Vec<OrderKind>,
    },
    Platform {
        any: Vec<Platform>,
    },
    Shop {
        any: Vec<ShopKey>,
    },
    Customer {
        any: Vec<Tier>,
    },
    /// What the buyer had bought before: at least so many orders, so much paid, the last of them at most so many days ago.
    Bought {
        orders: Option<i64>,
        paid: Option<Money>,
        within: Option<i64>,
    },
    /// 实付
    Paid {
        from: Option<Money>,
        to: Option<Money>,
    },
    /// 件数
    Items {
        from: Option<i64>,
        to: Option<i64>,
    },
    Region {
        any: Vec<Province>,
        /// Everywhere but there.
        not: bool,
    },
    /// Own SKU codes.
    Sku {
        any: Vec<String>,
    },
    /// Names of categories.
    Category {
        any: Vec<String>,
    },
    /// A title or property contains one of these words.
    Goods {
        words: Vec<String>,
    },
    BuyerMessage {
        note: Note,
    },
    SellerMemo {
        note: Note,
    },
    /// Hour of payment: from `from`:00 up to before `to`:00, over midnight where `to` is the smaller.
    Hour {
        from: u32,
        to: u32,
    },
    /// Day of payment, Monday is 1.
    Weekday {
        any: Vec<u32>,
    },
    /// More is sold of something in it than there is, counted in the order of payment (缺货).
    Lacking {
        lacking: bool,
    },
}

/// What rules may know of an order (订单事实).
#[derive(Debug, Clone, PartialEq)]
pub struct OrderFacts {
    pub order_id: i64,
    pub platform: Platform,
    pub order_no: String,
    /// Empty for the platform's default shop.
    pub shop: String,
    pub kind: OrderKind,
    pub paid_at: Option<NaiveDateTime>,
    pub paid: Option<Money>,
    /// Pieces.
    pub items: Option<i64>,
    pub province: Option<Province>,
    pub buyer_message: String,
    pub seller_memo: String,
    /// What the buyer had bought before; `None` when nobody knows who it is.
    pub before: Option<Before>,
    /// Codes of own SKUs, and those that the lines tell.
    pub skus: Vec<String>,
    pub categories: Vec<String>,
    /// Title and properties of each line.
    pub goods: Vec<String>,
    /// `None` when nobody has counted what is in it, or it is sent already.
    pub lacking: Option<bool>,
}

/// What a buyer had bought before an order (此前).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Before {
    /// Paid orders.
    pub orders: i64,
    /// What was paid for them; refunds that came later are not known then.
    pub paid: Money,
    /// Whole days since the last of them.
    pub days: Option<i64>,
}

fn within<T: PartialOrd + Copy>(value: T, from: Option<T>, to: Option<T>) -> bool {
    from.is_none_or(|from| value >= from) && to.is_none_or(|to| value <= to)
}

/// The first of `words` that is in `text`; Latin letters in either case.
fn found<'w>(text: &str, words: &'w [String]) -> Option<&'w String> {
    let text = text.to_lowercase();
    words.iter().find(|word| !word.is_empty() && text.contains(&word.to_lowercase()))
}

fn noted(note: &Note, text: &str) -> (bool, Seen) {
    let text = text.trim();
    let seen = if text.is_empty() { Seen::Nothing } else { Seen::Something };
    match note {
        Note::Any => (!text.is_empty(), seen),
        Note::Empty => (text.is_empty(), seen),
        Note::Contains { words } => match found(text, words) {
            Some(word) => (true, Seen::Text(word.clone())),
            None => (false, Seen::Nothing),
        },
    }
}

fn one_of<T: PartialEq>(any: &[T], value: Option<T>, seen: impl Fn(T) -> Seen) -> (bool, Seen) {
    match value {
        Some(value) => (any.contains(&value), seen(value)),
        None => (false, Seen::Unknown),
    }
}

impl Condition {
    /// Whether it holds for an order, and what was seen there.
    pub fn test(&self, facts: &OrderFacts) -> (bool, Seen) {
        match self {
            Self::Kind { any } => one_of(any, Some(facts.kind), Seen::Kind),
            Self::Platform { any } => one_of(any, Some(facts.platform), Seen::Platform),
            Self::Shop { any } => {
                let shop = ShopKey { platform: facts.platform, name: facts.shop.clone() };
                one_of(any, Some(shop), Seen::Shop)
            }
            Self::Customer { any } => {
                let tier = facts.before.map(|before| if before.orders == 0 { Tier::New } else { Tier::Returning });
                one_of(any, tier, Seen::Tier)
            }
            Self::Bought { orders, paid, within: days } => match facts.before {
                None => (false, Seen::Unknown),
                Some(before) => {
                    let recent = days.is_none_or(|most| before.days.is_some_and(|days| days <= most));
                    let held = within(before.orders, *orders, None) && within(before.paid, *paid, None) && recent;
                    (held, Seen::Before(before))
                }
            },
            Self::Paid { from, to } => match facts.paid {
                None => (false, Seen::Unknown),
                Some(paid) => (within(paid, *from, *to), Seen::Money(paid)),
            },
            Self::Items { from, to } => match facts.items {
                None => (false, Seen::Unknown),
                Some(items) => (within(items, *from, *to), Seen::Count(items)),
            },
            Self::Region { any, not } => {
                let (inside, seen) = one_of(any, facts.province, Seen::Province);
                // Somewhere unknown is neither inside nor outside.
                (facts.province.is_some() && inside != *not, seen)
            }
            Self::Sku { any } => among(any, &facts.skus),
            Self::Category { any } => among(any, &facts.categories),
            Self::Goods { words } => match facts.goods.iter().find_map(|goods| found(goods, words)) {
                Some(word) => (true, Seen::Text(word.clone())),
                None => (false, Seen::Nothing),
            },
            Self::BuyerMessage { note } => noted(note, &facts.buyer_message),
            Self::SellerMemo { note } => noted(note, &facts.seller_memo),
            Self::Hour { from, to } => match facts.paid_at {
                None => (false, Seen::Unknown),
                Some(at) => {
                    let hour = at.hour();
                    let held = if from < to { hour >= *from && hour < *to } else { hour >= *from || hour < *to };
                    (held, Seen::Hour(hour))
                }
            },
            Self::Weekday { any } => {
                one_of(any, facts.paid_at.map(|at| at.weekday().number_from_monday()), Seen::Weekday)
            }
            Self::Lacking { lacking } => match facts.lacking {
                None => (false, Seen::Unknown),
                Some(there) => (there == *lacking, Seen::Lacking(there)),
            },
        }
    }
}

/// The first of what is in the order that is asked for.
fn among(any: &[String], there: &[String]) -> (bool, Seen) {
    match there.iter().find(|one| any.iter().any(|asked| asked.eq_ignore_ascii_case(one))) {
        Some(one) => (true, Seen::Text(one.clone())),
        None if there.is_empty() => (false, Seen::Unknown),
        None => (false, Seen::Nothing),
    }
}
