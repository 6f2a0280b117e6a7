//! The products page (商品), one part for each tab, and the page of one product.

mod classes;
mod lives;
mod matrix;
mod one;
mod pairs;
mod prices;
mod ranking;
mod refunds;
mod variants;

use super::{Drill, Page, Words, figures_sheet};
use crate::analytics::both;
use crate::analytics::pick::Pick;
use crate::analytics::products::abc::AbcCuts;
use crate::analytics::products::catalogue::Catalogue;
use crate::analytics::products::life::FadeRules;
use crate::analytics::products::sums::{LineSums, ProductSums, product_sums};
use crate::analytics::products::xyz::XyzRules;
use crate::domain::money::Money;
use crate::table::{Cell, grouped};

pub use one::one;
pub use prices::band_names;

/// What the owner decides.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ProductRules {
    pub abc: AbcCuts,
    pub xyz: XyzRules,
    pub fade: FadeRules,
    /// What products are classified by.
    pub worth: Worth,
}

/// What makes a product worth something (ABC 口径).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Worth {
    /// 净销售额
    #[default]
    Net,
    /// 毛利, where costs are known
    Profit,
    /// 件数
    Pieces,
}

impl Worth {
    pub const ALL: [Self; 3] = [Self::Net, Self::Profit, Self::Pieces];

    /// Locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Net => "products.worth_net",
            Self::Profit => "products.worth_profit",
            Self::Pieces => "products.worth_pieces",
        }
    }

    /// The worth of some sales; an unknown profit counts as none.
    pub fn of(self, sums: &LineSums) -> i64 {
        match self {
            Self::Net => sums.net(),
            Self::Profit => sums.profit().unwrap_or(0),
            Self::Pieces => sums.pieces,
        }
    }
}

/// The parts of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum ProductTab {
    /// 排行
    #[default]
    Ranking,
    /// ABC 与 XYZ
    Classes,
    /// 增长与毛利
    Matrix,
    /// 新品与衰退
    Lives,
    /// 价格带
    Prices,
    /// 关联购买
    Pairs,
    /// 颜色与尺码
    Variants,
    /// 退款
    Refunds,
}

impl ProductTab {
    pub const ALL: [Self; 8] = [
        Self::Ranking,
        Self::Classes,
        Self::Matrix,
        Self::Lives,
        Self::Prices,
        Self::Pairs,
        Self::Variants,
        Self::Refunds,
    ];

    /// Locale key of its name.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Ranking => "products.tab_ranking",
            Self::Classes => "products.tab_classes",
            Self::Matrix => "products.tab_matrix",
            Self::Lives => "products.tab_lives",
            Self::Prices => "products.tab_prices",
            Self::Pairs => "products.tab_pairs",
            Self::Variants => "products.tab_variants",
            Self::Refunds => "products.tab_refunds",
        }
    }

    /// Whether the part needs the sums of products at all.
    const fn needs_sums(self) -> bool {
        !matches!(self, Self::Prices | Self::Pairs)
    }
}

/// Works out one part.
pub fn tab(words: &Words<'_>, rules: ProductRules, tab: ProductTab) -> Page {
    let open = Open::new(words, tab.needs_sums());
    part(&open, rules, tab)
}

/// Works out the whole page.
pub fn page(words: &Words<'_>, rules: ProductRules) -> Page {
    let open = Open::new(words, true);
    let parts = |tabs: &[ProductTab]| -> Vec<Page> { tabs.iter().map(|tab| part(&open, rules, *tab)).collect() };
    let (early, late) = both(|| parts(&ProductTab::ALL[..5]), || parts(&ProductTab::ALL[5..]));
    let mut page = Page::joined("products", words.t("products.title"), early.into_iter().chain(late));
    page.sheets.push(figures_sheet(words.lang, "products_figures", &page.figures));
    page
}

fn part(open: &Open<'_>, rules: ProductRules, tab: ProductTab) -> Page {
    let mut page = Page::new("products", open.t(tab.key()));
    match tab {
        ProductTab::Ranking => ranking::add(open, &mut page),
        ProductTab::Classes => classes::add(open, rules, &mut page),
        ProductTab::Matrix => matrix::add(open, &mut page),
        ProductTab::Lives => lives::add(open, rules.fade, &mut page),
        ProductTab::Prices => prices::add(open, &mut page),
        ProductTab::Pairs => pairs::add(open, &mut page),
        ProductTab::Variants => variants::add(open, &mut page),
        ProductTab::Refunds => refunds::add(open, &mut page),
    }
    if !open.known() {
        page.notes.insert(0, open.f("sales.note_no_data", &[("reach", &words_reach(open))]));
    }
    page
}

fn words_reach(open: &Open<'_>) -> String {
    open.words.reach()
}

/// What every part works from.
struct Open<'a> {
    words: &'a Words<'a>,
    catalogue: Catalogue,
    /// Of the period; empty for parts that do not need them.
    now: ProductSums,
    /// Of the compared period, when one is asked for and the data touches it.
    before: Option<ProductSums>,
    /// Last day of the period, cut to the data.
    last: i32,
}

impl<'a> Open<'a> {
    fn new(words: &'a Words<'a>, sums: bool) -> Self {
        let slice = words.slice;
        let catalogue = Catalogue::new(words.facts());
        let before = slice.before.as_ref().filter(|span| span.known && sums);
        let (now, before) = if sums {
            both(
                || product_sums(slice, &slice.now, &catalogue),
                || before.map(|span| product_sums(slice, span, &catalogue)),
            )
        } else {
            (ProductSums::default(), None)
        };
        let last = crate::analytics::facts::days::day_number(slice.filter.period.to());
        let last = slice.reach.map_or(last, |(_, reach)| last.min(reach));
        Self { words, catalogue, now, before, last }
    }

    fn t(&self, key: &str) -> String {
        self.words.t(key)
    }

    fn f(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.words.f(key, args)
    }

    /// What a chart's subtitle adds when it draws the first of many only; empty when it draws all.
    fn first_drawn(&self, shown: usize, all: usize) -> String {
        if shown == all {
            return String::new();
        }
        self.f("products.first_drawn", &[("shown", &whole(shown as i64)), ("all", &whole(all as i64))])
    }

    fn known(&self) -> bool {
        self.words.slice.now.known
    }

    fn sums(&self, product: u32) -> LineSums {
        self.now.products.get(product as usize).copied().unwrap_or_default()
    }

    /// Sums in the compared period; `None` when nothing is compared or known.
    fn then(&self, product: u32) -> Option<LineSums> {
        self.before.as_ref().map(|sums| sums.products.get(product as usize).copied().unwrap_or_default())
    }

    /// Products with lines in the period, gifts among them, the highest net first.
    fn sold(&self) -> Vec<u32> {
        let sold = |product: &u32| self.sums(*product) != LineSums::default();
        let mut found: Vec<u32> = (0..self.now.products.len() as u32).filter(sold).collect();
        found.sort_by_key(|product| (std::cmp::Reverse(self.sums(*product).net()), *product));
        found
    }

    fn name(&self, product: u32) -> String {
        self.words.product(product as usize)
    }

    fn category_of(&self, product: u32) -> usize {
        self.words.facts().products.get(product as usize).map_or(0, |product| product.category.into())
    }

    /// Orders with a product.
    fn orders(product: u32) -> Option<Drill> {
        Some(Drill::Orders(Pick { product: Some(product), ..Pick::all() }))
    }
}

fn money(fen: i64) -> Cell {
    Cell::Money(Money::from_fen(fen))
}

fn money_per(fen: i64, count: i64) -> Cell {
    use crate::analytics::metric::{Value, sales};
    super::cell(&sales::AOV, Value::money_per(fen, count))
}

/// Gross profit and margin of lines with a known cost; dashes where no cost is known.
fn profit_cells(sums: &LineSums) -> [Cell; 3] {
    [
        sums.profit().map_or(Cell::Empty, money),
        sums.margin().map_or(Cell::Empty, |(profit, net)| Cell::Ratio(profit, net)),
        Cell::Ratio(sums.costed_paid, sums.paid),
    ]
}

fn whole(count: i64) -> String {
    grouped(&count.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;
    use crate::analytics::filter::Slice;
    use crate::analytics::metric::Value;
    use crate::locale::Lang;

    fn figure(page: &Page, id: &str) -> Value {
        page.figures.iter().find(|figure| figure.metric.id == id).map_or(Value::Unknown, |figure| figure.now)
    }

    fn text(page: &Page, sheet: &str, row: usize, column: &str) -> String {
        let table = &page.sheet(sheet).unwrap().table;
        let at = table.columns.iter().position(|one| one.id == column).unwrap();
        table.rows[row][at].shown()
    }

    #[test]
    fn products_of_may_are_what_a_person_adds_up() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::En), ProductRules::default());
        // May holds orders 9 to 14. 9 and 12: coat and hat; 10 and 13: two hats; 11 and 14: two coats and a scarf.
        assert_eq!(figure(&page, "products_sold"), Value::Count(3));
        assert_eq!(figure(&page, "goods_paid"), Value::money(35_000 * 2 + 10_000 * 2 + 68_000 * 2));
        assert_eq!(figure(&page, "mixed_order_rate"), Value::Ratio { num: 4, den: 6 });
        // Coats: ¥300 * 6 paid, ¥300 back with the goods, cost ¥120 each of the five that stayed.
        assert_eq!(figure(&page, "gross_profit"), Value::money(180_000 - 30_000 - 5 * 12_000));
        assert_eq!(text(&page, "products_ranking", 0, "product"), "coat");
        assert_eq!(text(&page, "products_ranking", 0, "net"), "1,500.00");
        assert_eq!(text(&page, "products_ranking", 0, "coverage"), "100.0%");
        assert_eq!(text(&page, "products_ranking", 1, "profit"), "—", "no cost is known for hats");
        assert_eq!(text(&page, "products_reasons", 0, "amount"), "300.00");
    }

    #[test]
    fn orders_behind_a_product_are_those_that_hold_it() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = page(&Words::new(&slice, Lang::En), ProductRules::default());
        let sheet = page.sheet("products_ranking").unwrap();
        let orders = sheet.table.columns.iter().position(|one| one.id == "orders").unwrap();
        for (row, drill) in sheet.table.rows.iter().zip(&sheet.drills) {
            let Some(Drill::Orders(pick)) = drill else { panic!("{row:?} leads nowhere") };
            assert_eq!(Cell::Count(pick.order_ids(&slice).len() as i64), row[orders]);
        }
    }

    #[test]
    fn one_product_tells_its_own_story() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let page = one(&Words::new(&slice, Lang::Zh), 1);
        assert_eq!(page.title, "coat");
        assert_eq!(figure(&page, "items_paid"), Value::Count(6));
        assert_eq!(figure(&page, "net_sales"), Value::money(150_000));
    }

    #[test]
    fn profit_as_the_measure_says_its_coverage() {
        let facts = sample::facts();
        let slice = Slice::new(&facts, &sample::may());
        let rules = ProductRules { worth: Worth::Profit, ..ProductRules::default() };
        let page = tab(&Words::new(&slice, Lang::En), rules, ProductTab::Classes);
        assert!(page.notes.iter().any(|note| note.contains("79.6%")), "{:?}", page.notes); // 1,800 of 2,260
    }
}
