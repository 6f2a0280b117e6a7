//! The customers page (客户), one part for each tab.

mod buyers;
mod cohorts;
mod coming_back;
mod habits;
mod rfm;
mod shares;
mod slipping;

use super::{Drill, Page, Words, figures_sheet};
use crate::analytics::both;
use crate::analytics::customers::book::Book;
use crate::analytics::customers::ledger;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::rfm::CutSettings;
use crate::analytics::customers::slipping::SlipRules;
use crate::domain::money::Money;
use crate::table::{Cell, grouped};

/// What the owner decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
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
    let mut page = Page::joined("customers", words.t("customers.title"), early.into_iter().chain(late));
    page.sheets.push(figures_sheet(words.lang, "customers_figures", &page.figures));
    page
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

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::analytics::filter::Slice;
    use crate::analytics::metric::Value;
    use crate::locale::Lang;

    /// Checks `look` on the page of May.
    fn on_page(look: impl Fn(&Page, &Slice<'_>)) {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        look(&page(&Words::new(&slice, Lang::En), CustomerRules::default()), &slice);
    }

    fn figure(page: &Page, id: &str) -> Value {
        page.figures.iter().find(|figure| figure.metric.id == id).map_or(Value::Unknown, |figure| figure.now)
    }

    #[test]
    fn figures_of_may_are_what_a_person_counts() {
        on_page(|page, _| {
            // In May pay 11, 12, 15 (all of whom paid within the year before) and 16 (for the first time, twice).
            assert_eq!(figure(page, "new_buyers"), Value::Count(1));
            assert_eq!(figure(page, "returning_buyers"), Value::Count(3));
            assert_eq!(figure(page, "repurchase_rate"), Value::Ratio { num: 1, den: 4 });
            // Five of the six orders of May tell their buyer.
            assert_eq!(figure(page, "known_buyer_orders"), Value::Ratio { num: 5, den: 6 });
            // April 1 to 30 had 14, 12 and 15; March 31 had nobody. 12 and 15 came back.
            assert_eq!(figure(page, "came_back_rate"), Value::Ratio { num: 2, den: 3 });
            assert!(page.notes.iter().any(|note| note.contains("masked")));
        });
    }

    #[test]
    fn the_list_behind_every_row_is_as_long_as_the_row_says() {
        on_page(|page, slice| {
            let mut checked = 0;
            for sheet in &page.sheets {
                let Some(column) = sheet.table.columns.iter().position(|column| column.id == "buyers") else {
                    continue;
                };
                for (row, drill) in sheet.table.rows.iter().zip(&sheet.drills) {
                    if let (Some(Drill::Buyers(pick)), Some(Cell::Count(count))) = (drill, row.get(column)) {
                        assert_eq!(pick.customer_ids(slice).len() as i64, *count, "{} {row:?}", sheet.table.id);
                        checked += 1;
                    }
                }
            }
            assert!(checked > 20);
        });
    }

    #[test]
    fn a_shop_without_orders_has_dashes_and_no_numbers() {
        let facts = crate::analytics::facts::fixture::Fixture::default().facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::Zh), CustomerRules::default());
        assert!(page.figures.iter().all(|figure| figure.now == Value::Unknown));
    }
}
