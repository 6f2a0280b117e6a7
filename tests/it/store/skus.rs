//! Lists of own SKUs and platform SKUs: what they sold, of whom, when.

use zhanggui::domain::draft::{Drafts, MappingDraft, ProductDraft, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::period::Period;
use zhanggui::domain::platform::Platform;
use zhanggui::store::{ListingQuery, SkuQuery, SkuSort, Sold, StoreError};

use super::lists::three;
use super::{Home, at, day, fen, import, line, meta, order, own, shop};

fn codes(home: &Home, query: &SkuQuery) -> Vec<String> {
    let list = home.store.skus(query).unwrap();
    home.store.sku_rows(&list.ids, &query.sold).unwrap().into_iter().map(|row| row.code).collect()
}

#[test]
fn skus_sell_within_a_period_and_the_list_adds_up() {
    let home = three();
    let second = Sold { period: Some(Period::new(day("2026-04-02"), day("2026-04-02"))), ..Sold::default() };
    let query = SkuQuery { sold: second.clone(), descending: true, ..SkuQuery::default() };
    let list = home.store.skus(&query).unwrap();
    assert_eq!((list.qty, list.paid), (2, Money::from_fen(20_000)));
    let rows = home.store.sku_rows(&list.ids, &second).unwrap();
    assert_eq!(
        rows.iter().map(|r| (r.code.as_str(), r.sold_qty, r.sold_paid)).collect::<Vec<_>>(),
        [("A", Some(2), fen(20_000)), ("B", Some(0), fen(0))]
    );
}

#[test]
fn skus_are_found_by_cost_category_and_words_and_ordered_by_margin() {
    let home = shop();
    let made = |code: &str, category: &str, cost, price| ProductDraft {
        category: category.to_owned(),
        cost,
        price,
        ..own(code)
    };
    home.import(&Drafts {
        products: vec![
            made("A", "大衣", fen(4_000), fen(10_000)),
            made("B", "大衣", None, fen(5_000)),
            made("C", "", fen(900), fen(1_000)),
        ],
        ..Drafts::default()
    });
    let all = SkuQuery::default();
    assert_eq!(codes(&home, &SkuQuery { without_cost: Some(true), ..all.clone() }), ["B"]);
    let coats = home.store.categories().unwrap()[0].id;
    assert_eq!(codes(&home, &SkuQuery { categories: vec![coats], ..all.clone() }), ["A", "B"]);
    assert_eq!(codes(&home, &SkuQuery { categories: vec![0], ..all.clone() }), ["C"]);
    assert_eq!(codes(&home, &SkuQuery { text: "自有 C".to_owned(), ..all.clone() }), ["C"]);
    // 60 %, 10 %, and what is not known comes last either way.
    for (descending, order) in [(true, ["A", "C", "B"]), (false, ["C", "A", "B"])] {
        assert_eq!(codes(&home, &SkuQuery { sort: SkuSort::Margin, descending, ..all.clone() }), order);
    }
}

#[test]
fn sales_are_those_of_the_chosen_shops_and_platforms() {
    let home = three();
    let jd = Source { platform: Platform::Jd, shop: "京东店".to_owned() };
    import(
        &home.store,
        &jd,
        meta("京东.csv"),
        &Drafts { orders: vec![order("J1", 700)], lines: vec![line("J1", "J1", "A", 1, 700)], ..Drafts::default() },
    );
    let sold = Sold { platforms: vec![Platform::Jd], ..Sold::default() };
    let list = home.store.skus(&SkuQuery { sold: sold.clone(), ..SkuQuery::default() }).unwrap();
    assert_eq!(list.paid, Money::from_fen(700));
    let listings = home.store.listings(&ListingQuery { sold, ..ListingQuery::default() }).unwrap();
    let rows = home.store.listing_rows(&listings.ids, &Sold::default()).unwrap();
    assert_eq!(rows.iter().map(|r| (r.platform, r.paid)).collect::<Vec<_>>(), [(Platform::Jd, fen(700))]);
    let shop = home.store.shops().unwrap().into_iter().find(|shop| shop.name == "京东店").unwrap().id;
    let of_shop = Sold { shops: vec![shop], ..Sold::default() };
    assert_eq!(home.store.skus(&SkuQuery { sold: of_shop, ..SkuQuery::default() }).unwrap().paid, Money::from_fen(700));
}

#[test]
fn money_without_a_moment_of_payment_counts_as_in_the_analyses() {
    let home = shop();
    let mut untold = order("1", 500);
    untold.paid_at = None;
    untold.status = Some(OrderStatus::Finished);
    let mut unpaid = order("2", 900);
    unpaid.paid_at = None;
    unpaid.status = Some(OrderStatus::Unpaid);
    home.import(&Drafts {
        orders: vec![untold, unpaid],
        lines: vec![line("1", "1", "X", 1, 500), line("2", "2", "Y", 1, 900)],
        ..Drafts::default()
    });
    let sum = home.store.unmapped().unwrap();
    assert_eq!((sum.listings, sum.paid, sum.all), (1, Money::from_fen(500), Money::from_fen(500)));
    let facts = zhanggui::analytics::facts::Facts::build(&home.store.facts().unwrap()).unwrap();
    assert_eq!(facts.unmapped, 1);
}

#[test]
fn a_sku_shows_its_platform_skus_its_costs_and_its_months() {
    let home = three();
    let mapping =
        |platform: &str| MappingDraft { row: 1, platform_sku: platform.to_owned(), own_sku: "A".to_owned(), qty: 3 };
    home.import(&Drafts { mappings: vec![mapping("X")], ..Drafts::default() });
    let mut dearer = meta("新成本.xlsx");
    dearer.at = at("2026-06-01 08:00:00");
    let product = ProductDraft { cost: fen(150), ..own("A") };
    import(&home.store, &super::taobao(), dearer, &Drafts { products: vec![product], ..Drafts::default() });
    let id = home.store.skus(&SkuQuery { text: "A".to_owned(), ..SkuQuery::default() }).unwrap().ids[0];
    let detail = home.store.sku_detail(id, &Sold::default()).unwrap();
    assert_eq!(
        detail.listings.iter().map(|l| (l.key.as_str(), l.mapped[0].qty, l.paid)).collect::<Vec<_>>(),
        [("A", 1, fen(30_000)), ("X", 3, fen(300))]
    );
    assert_eq!(
        detail.costs.iter().map(|c| (c.cost, c.from, c.file_name.as_str())).collect::<Vec<_>>(),
        [
            (Money::from_fen(100), super::noon(), "测试.csv"),
            (Money::from_fen(150), at("2026-06-01 08:00:00"), "新成本.xlsx")
        ]
    );
    // Three pieces under A, four times three under X.
    assert_eq!(
        detail.months.iter().map(|m| (m.month, m.qty, m.paid)).collect::<Vec<_>>(),
        [(day("2026-04-01"), Some(15), fen(30_300))]
    );
    assert!(matches!(home.store.sku_detail(999, &Sold::default()), Err(StoreError::Gone { .. })));
}
