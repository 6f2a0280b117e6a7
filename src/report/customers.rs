//! The customers page (客户), one part for each tab.

mod buyers;
mod cohorts;
mod coming_back;
mod habits;
mod rfm;
mod shares;
mod slipping;

use super::{Drill, Page, Words};
use crate::analytics::both;
use crate::analytics::customers::book::Book;
use crate::analytics::customers::ledger;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::rfm::CutSettings;
use crate::analytics::customers::slipping::SlipRules;
use crate::domain::money::Money;
use crate::table::{Cell, grouped};

/// What the owner decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CustomerRules {
    pub rfm: CutSettings,
    pub slip: SlipRules,
}

/// The parts of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CustomerTab {
    /// 新老客
    #[default]
    Buyers,
    /// RFM 分层
    Rfm,
    /// 留存
    Retention,
    /// 复购
    ComingBack,
    /// 生命周期价值
    Lifetime,
    /// 地域与偏好
    Habits,
    /// 集中度
    Concentration,
    /// 流失预警
    Slipping,
}

impl CustomerTab {
    pub const ALL: [Self; 8] = [
        Self::Buyers,
        Self::Rfm,
        Self::Retention,
        Self::ComingBack,
        Self::Lifetime,
        Self::Habits,
        Self::Concentration,
        Self::Slipping,
    ];

    /// Locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Buyers => "customers.tab_buyers",
            Self::Rfm => "customers.tab_rfm",
            Self::Retention => "customers.tab_retention",
            Self::ComingBack => "customers.tab_coming_back",
            Self::Lifetime => "customers.tab_lifetime",
            Self::Habits => "customers.tab_habits",
            Self::Concentration => "customers.tab_concentration",
            Self::Slipping => "customers.tab_slipping",
        }
    }
}

/// Works out one part.
pub fn tab(words: &Words<'_>, rules: CustomerRules, tab: CustomerTab) -> Page {
    let book = ledger::book(words.slice);
    part(words, rules, tab, &book)
}

/// Works out the whole page.
pub fn page(words: &Words<'_>, rules: CustomerRules) -> Page {
    let book = ledger::book(words.slice);
    let parts =
        |tabs: &[CustomerTab]| -> Vec<Page> { tabs.iter().map(|tab| part(words, rules, *tab, &book)).collect() };
    let (early, late) = both(|| parts(&CustomerTab::ALL[..5]), || parts(&CustomerTab::ALL[5..]));
    Page::joined("customers", words.t("customers.title"), early.into_iter().chain(late))
}

fn part(words: &Words<'_>, rules: CustomerRules, tab: CustomerTab, book: &Book) -> Page {
    let open = Open { words, book, days: ledger::days(words.slice, &words.slice.now) };
    let mut page = Page::new("customers", words.t(tab.key()));
    match tab {
        CustomerTab::Buyers => buyers::add(&open, &mut page),
        CustomerTab::Rfm => rfm::add(&open, rules.rfm, &mut page),
        CustomerTab::Retention => cohorts::add_retention(&open, &mut page),
        CustomerTab::ComingBack => coming_back::add(&open, &mut page),
        CustomerTab::Lifetime => cohorts::add_lifetime(&open, &mut page),
        CustomerTab::Habits => habits::add(&open, &mut page),
        CustomerTab::Concentration => shares::add(&open, &mut page),
        CustomerTab::Slipping => slipping::add(&open, rules.slip, &mut page),
    }
    open.note(&mut page);
    page
}

/// What every part works from.
#[derive(Clone, Copy)]
struct Open<'a> {
    words: &'a Words<'a>,
    book: &'a Book,
    /// First and last day of the period, cut to the data.
    days: (i32, i32),
}

impl Open<'_> {
    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.words.f(key, args)
    }

    /// The data touches the period at all.
    fn known(&self) -> bool {
        self.words.slice.now.known
    }

    /// What every part must say about this data.
    fn note(&self, page: &mut Page) {
        if !self.known() {
            page.notes.insert(0, self.f("sales.note_no_data", &[("reach", &self.words.reach())]));
            return;
        }
        let (from, to) = self.days;
        let nameless = self.book.nameless(from, to);
        if nameless.orders > 0 {
            let amount = grouped(&Money::from_fen(nameless.net).to_string());
            let args = [("count", grouped(&nameless.orders.to_string())), ("amount", amount)];
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            page.notes.push(self.f("customers.note_nameless", &args));
        }
    }
}

fn money(fen: i64) -> Cell {
    Cell::Money(Money::from_fen(fen))
}

/// An amount for each of some things; a dash without things.
fn money_per(fen: i64, count: i64) -> Cell {
    use crate::analytics::metric::{Value, sales};
    super::cell(&sales::AOV, Value::money_per(fen, count))
}

fn whole(count: i64) -> String {
    grouped(&count.to_string())
}

/// A mark that leads to customers; nowhere when there are none.
fn leads(pick: BuyerPick, count: i64) -> Option<Drill> {
    (count > 0).then_some(Drill::Buyers(pick))
}
