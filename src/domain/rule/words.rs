//! Rules in words (规则的说法): "如果 省份是 浙江、江苏 且 实付 ≥ 200，则 分给 小王", and why an order was handed out as it was.

use std::collections::HashMap;

use super::condition::{Before, Condition, Note, ShopKey};
use super::judge::{Missed, Reason, Seen, Tested};
use super::{Actions, Rule, StaffChoice};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::locale::Lang;

/// What ids stand for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    pub staff: HashMap<i64, String>,
    pub warehouses: HashMap<i64, String>,
}

impl Names {
    fn of(names: &HashMap<i64, String>, lang: Lang, id: i64) -> String {
        names.get(&id).cloned().unwrap_or_else(|| lang.t("rules.gone").to_owned())
    }

    /// A member of the staff by name.
    pub fn staff(&self, lang: Lang, id: i64) -> String {
        Self::of(&self.staff, lang, id)
    }

    /// A warehouse by name.
    pub fn warehouse(&self, lang: Lang, id: i64) -> String {
        Self::of(&self.warehouses, lang, id)
    }
}

/// `浙江、江苏`
pub fn list(lang: Lang, words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().collect::<Vec<_>>().join(lang.t("rules.list_comma"))
}

fn province(lang: Lang, province: Province) -> String {
    match lang {
        Lang::Zh => province.chinese().to_owned(),
        Lang::En => province.english().to_owned(),
    }
}

fn platform(lang: Lang, platform: Platform) -> String {
    lang.t(&format!("domain.platform_{}", platform.id())).to_owned()
}

fn shop(lang: Lang, shop: &ShopKey) -> String {
    if shop.name.is_empty() { platform(lang, shop.platform) } else { shop.name.clone() }
}

/// `200`, `19.90`
fn round(money: Money) -> String {
    let text = crate::table::grouped(&money.to_string());
    text.strip_suffix(".00").map_or_else(|| text.clone(), str::to_owned)
}

fn exact(money: Money) -> String {
    crate::table::grouped(&money.to_string())
}

/// `实付 ≥ 200`, `实付 268.00 ≥ 200`, `实付 200 – 500`.
fn range(lang: Lang, what: &str, seen: Option<String>, from: Option<String>, to: Option<String>) -> String {
    let head = seen.as_ref().map_or_else(|| what.to_owned(), |seen| format!("{what} {seen}"));
    match (from, to) {
        (Some(from), Some(to)) if seen.is_some() => {
            lang.f("rules.range_seen", &[("head", &head), ("from", &from), ("to", &to)])
        }
        (Some(from), Some(to)) => format!("{head} {from} – {to}"),
        (Some(from), None) => format!("{head} ≥ {from}"),
        (None, Some(to)) => format!("{head} ≤ {to}"),
        (None, None) => head,
    }
}

fn weekday(lang: Lang, day: u32) -> String {
    lang.t(&format!("rules.weekday_{day}")).to_owned()
}

impl Seen {
    /// What was there, in a word or two.
    fn said(&self, lang: Lang) -> String {
        match self {
            Self::Kind(kind) => lang.t(&format!("rules.kind_{}", kind.id())).to_owned(),
            Self::Platform(one) => platform(lang, *one),
            Self::Shop(one) => shop(lang, one),
            Self::Tier(tier) => lang.t(&format!("rules.tier_{}", tier.id())).to_owned(),
            Self::Before(Before { orders: 0, .. }) => lang.t("rules.seen_never").to_owned(),
            Self::Before(Before { orders, paid, days }) => {
                let days = days.unwrap_or_default().to_string();
                lang.f("rules.seen_before", &[("n", &orders.to_string()), ("paid", &exact(*paid)), ("days", &days)])
            }
            Self::Money(money) => exact(*money),
            Self::Count(n) => n.to_string(),
            Self::Province(one) => province(lang, *one),
            Self::Text(text) => text.clone(),
            Self::Hour(hour) => lang.f("rules.seen_hour", &[("hour", &hour.to_string())]),
            Self::Weekday(day) => weekday(lang, *day),
            Self::Lacking(true) => lang.t("rules.lacking").to_owned(),
            Self::Lacking(false) => lang.t("rules.not_lacking").to_owned(),
            Self::Something => lang.t("rules.seen_something").to_owned(),
            Self::Nothing => lang.t("rules.seen_nothing").to_owned(),
            Self::Unknown => lang.t("rules.seen_unknown").to_owned(),
        }
    }
}

impl Condition {
    /// Stable English id; also the tail of the locale key (`rules.of_region`).
    pub const fn id(&self) -> &'static str {
        match self {
            Self::Kind { .. } => "kind",
            Self::Platform { .. } => "platform",
            Self::Shop { .. } => "shop",
            Self::Customer { .. } => "customer",
            Self::Bought { .. } => "bought",
            Self::Paid { .. } => "paid",
            Self::Items { .. } => "items",
            Self::Region { .. } => "region",
            Self::Sku { .. } => "sku",
            Self::Category { .. } => "category",
            Self::Goods { .. } => "goods",
            Self::BuyerMessage { .. } => "buyer_message",
            Self::SellerMemo { .. } => "seller_memo",
            Self::Hour { .. } => "hour",
            Self::Weekday { .. } => "weekday",
            Self::Lacking { .. } => "lacking",
        }
    }

    /// What it asks for: `省份是 浙江、江苏`.
    pub fn said(&self, lang: Lang) -> String {
        self.words(lang, None)
    }

    /// What it asks for, or, where it holds, what of that was there.
    fn words(&self, lang: Lang, seen: Option<&Seen>) -> String {
        let subject = lang.t(&format!("rules.of_{}", self.id())).to_owned();
        // What was found stands for the whole list it was looked for in.
        let of = |key: &str, words: Vec<String>| match seen {
            Some(seen) => lang.f(&format!("{key}_seen"), &[("what", &subject), ("seen", &seen.said(lang))]),
            None => lang.f(key, &[("what", &subject), ("list", &list(lang, words))]),
        };
        let number = || seen.map(|seen| seen.said(lang));
        let note = |note: &Note| match note {
            Note::Any => lang.f("rules.note_any", &[("what", &subject)]),
            Note::Empty => lang.f("rules.note_empty", &[("what", &subject)]),
            Note::Contains { words } => of("rules.has", words.clone()),
        };
        match self {
            Self::Kind { any } => {
                of("rules.is", any.iter().map(|kind| lang.t(&format!("rules.kind_{}", kind.id())).to_owned()).collect())
            }
            Self::Platform { any } => of("rules.is", any.iter().map(|one| platform(lang, *one)).collect()),
            Self::Shop { any } => of("rules.is", any.iter().map(|one| shop(lang, one)).collect()),
            Self::Customer { any } => {
                of("rules.is", any.iter().map(|tier| lang.t(&format!("rules.tier_{}", tier.id())).to_owned()).collect())
            }
            Self::Bought { orders, paid, within } => {
                if let Some(seen @ Seen::Before(_)) = seen {
                    return lang.f("rules.before_seen", &[("what", &subject), ("seen", &seen.said(lang))]);
                }
                let parts = [
                    orders.map(|n| lang.f("rules.bought_orders", &[("n", &n.to_string())])),
                    paid.map(|paid| lang.f("rules.bought_paid", &[("paid", &round(paid))])),
                    within.map(|days| lang.f("rules.bought_within", &[("n", &days.to_string())])),
                ];
                list(lang, parts.into_iter().flatten())
            }
            Self::Paid { from, to } => range(lang, &subject, number(), from.map(round), to.map(round)),
            Self::Items { from, to } => {
                range(lang, &subject, number(), from.map(|n| n.to_string()), to.map(|n| n.to_string()))
            }
            Self::Region { any, not } => {
                let words = any.iter().map(|one| province(lang, *one)).collect();
                if *not { of("rules.is_not", words) } else { of("rules.is", words) }
            }
            Self::Sku { any } | Self::Category { any } => of("rules.has", any.clone()),
            Self::Goods { words } => of("rules.has", words.clone()),
            Self::BuyerMessage { note: asked } | Self::SellerMemo { note: asked } => note(asked),
            Self::Hour { from, to } => {
                let key = if from < to { "rules.hours" } else { "rules.hours_over_night" };
                let hours = lang.f(key, &[("from", &from.to_string()), ("to", &to.to_string())]);
                match number() {
                    Some(seen) => lang.f("rules.hours_seen", &[("seen", &seen), ("hours", &hours)]),
                    None => hours,
                }
            }
            Self::Weekday { any } => of("rules.is", any.iter().map(|day| weekday(lang, *day)).collect()),
            Self::Lacking { lacking: true } => lang.t("rules.lacking").to_owned(),
            Self::Lacking { lacking: false } => lang.t("rules.not_lacking").to_owned(),
        }
    }
}

impl Tested {
    /// Why it held: `省份是浙江`, `实付 268.00 ≥ 200`.
    pub fn held(&self, lang: Lang) -> String {
        self.condition.words(lang, Some(&self.seen))
    }

    /// Why it did not: `实付 ≥ 200（这单：99.00）`.
    pub fn failed(&self, lang: Lang) -> String {
        lang.f("rules.failed", &[("asked", &self.condition.said(lang)), ("seen", &self.seen.said(lang))])
    }
}

impl Missed {
    /// `规则 1《大客户》不符：此前付款 ≥ 3 笔（这单：没有买过）`
    pub fn said(&self, lang: Lang) -> String {
        let why = self.failed.failed(lang);
        lang.f("rules.missed", &[("place", &self.place.to_string()), ("name", &self.name), ("why", &why)])
    }
}

impl Reason {
    /// `规则 2《江浙沪大单》：省份是浙江；实付 268.00 ≥ 200`
    pub fn said(&self, lang: Lang) -> String {
        let held: Vec<String> = self.held.iter().map(|tested| tested.held(lang)).collect();
        let why =
            if held.is_empty() { lang.t("rules.any_order").to_owned() } else { held.join(lang.t("rules.semicolon")) };
        lang.f("rules.reason", &[("place", &self.place.to_string()), ("name", &self.name), ("why", &why)])
    }
}

impl Actions {
    /// `分给 小王，仓库 主仓，快递 中通`
    pub fn said(&self, lang: Lang, names: &Names) -> String {
        let staff = self.staff.as_ref().map(|choice| match choice {
            StaffChoice::One { id } => lang.f("rules.do_staff", &[("name", &names.staff(lang, *id))]),
            StaffChoice::Balance { among } => {
                let all = list(lang, among.iter().map(|id| names.staff(lang, *id)));
                lang.f("rules.do_balance", &[("names", &all)])
            }
        });
        let warehouse = self.warehouse.map(|id| lang.f("rules.do_warehouse", &[("name", &names.warehouse(lang, id))]));
        let courier = self.courier.as_ref().map(|name| lang.f("rules.do_courier", &[("name", name)]));
        let flag =
            self.flag.map(|flag| lang.f("rules.do_flag", &[("flag", lang.t(&format!("rules.flag_{}", flag.id())))]));
        let tags = (!self.tags.is_empty())
            .then(|| lang.f("rules.do_tags", &[("tags", &list(lang, self.tags.iter().cloned()))]));
        let hold = self.hold.as_ref().map(|reason| lang.f("rules.do_hold", &[("reason", reason)]));
        let pass = self.pass.then(|| lang.t("rules.do_pass").to_owned());
        let all = [staff, warehouse, courier, flag, tags, hold, pass];
        all.into_iter().flatten().collect::<Vec<_>>().join(lang.t("rules.comma"))
    }
}

impl Rule {
    /// `如果 省份是 浙江、江苏 且 实付 ≥ 200，则 分给 小王，仓库 主仓`
    pub fn said(&self, lang: Lang, names: &Names) -> String {
        let asked: Vec<String> = self.body.conditions.iter().map(|condition| condition.said(lang)).collect();
        let asked =
            if asked.is_empty() { lang.t("rules.any_order").to_owned() } else { asked.join(lang.t("rules.and")) };
        let done = self.body.actions.said(lang, names);
        lang.f("rules.sentence", &[("conditions", &asked), ("actions", &done)])
    }
}
