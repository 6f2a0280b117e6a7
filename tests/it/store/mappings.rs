//! What platform SKUs stand for: mapped by hand singly, several to one, as bundles, to new own SKUs; taken back; and what that does to
//! profit and its coverage.

use zhanggui::analytics::facts::Facts;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::analytics::metric::{Value, find};
use zhanggui::analytics::sales::Sales;
use zhanggui::domain::draft::{Drafts, MappingDraft, Source};
use zhanggui::domain::matching::{Asked, Reason};
use zhanggui::domain::money::Money;
use zhanggui::domain::period::Period;
use zhanggui::domain::platform::Platform;
use zhanggui::store::{Link, ListingQuery, NewSku, Replaced, SkuQuery, Sold, StoreError};

use super::lists::three;
use super::{Home, day, fen, import, line, meta, order, own, shop};

fn sku(home: &Home, code: &str) -> i64 {
    let found = home.store.skus(&SkuQuery { text: code.to_owned(), ..SkuQuery::default() }).unwrap();
    let rows = home.store.sku_rows(&found.ids, &Sold::default()).unwrap();
    rows.into_iter().find(|row| row.code == code).unwrap().id
}

fn listing(home: &Home, key: &str) -> i64 {
    let found = home.store.listings(&ListingQuery { text: key.to_owned(), ..ListingQuery::default() }).unwrap();
    let rows = home.store.listing_rows(&found.ids, &Sold::default()).unwrap();
    rows.into_iter().find(|row| row.key == key).unwrap().id
}

fn map(home: &Home, key: &str, parts: &[(&str, i64)]) -> Result<Replaced, StoreError> {
    let parts = parts.iter().map(|(code, qty)| (sku(home, code), *qty)).collect();
    home.store.map("掌柜", &[Link { listing_id: listing(home, key), parts }])
}

/// Code and pieces of what a platform SKU stands for.
fn mapped(home: &Home, key: &str) -> Vec<(String, i64)> {
    let rows = home.store.listing_rows(&[listing(home, key)], &Sold::default()).unwrap();
    rows[0].mapped.iter().map(|part| (part.code.clone(), part.qty)).collect()
}

fn queue(home: &Home) -> Vec<String> {
    let ids = home.store.listings_unmapped().unwrap();
    home.store.listing_rows(&ids, &Sold::default()).unwrap().into_iter().map(|row| row.key).collect()
}

/// A figure of April 2026.
fn april(home: &Home, metric: &str) -> Value {
    let facts = Facts::build(&home.store.facts().unwrap()).unwrap();
    let filter = Filter::new(Period::new(day("2026-04-01"), day("2026-04-30")));
    Sales::of(&Slice::new(&facts, &filter)).now.value(find(metric).unwrap())
}

/// Two own SKUs that cost 1 yuan, and four platform SKUs nobody knows: 100, 60, 30 and 10 yuan.
fn strangers() -> Home {
    let home = shop();
    let goods = [("1", "X", 10_000), ("2", "Y", 6_000), ("3", "Z", 3_000), ("4", "a 1", 1_000)];
    home.import(&Drafts {
        orders: goods.iter().map(|(no, _, paid)| order(no, *paid)).collect(),
        lines: goods.iter().map(|(no, code, paid)| line(no, no, code, 2, *paid)).collect(),
        products: vec![own("A-1"), own("B-1")],
        ..Drafts::default()
    });
    home
}

#[test]
fn goods_without_a_product_sheet_wait_in_the_queue_until_they_are_mapped() {
    let home = three();
    assert_eq!(queue(&home), ["X"]);
    let sum = home.store.unmapped().unwrap();
    assert_eq!((sum.listings, sum.paid, sum.all), (1, Money::from_fen(300), Money::from_fen(30_300)));
    map(&home, "X", &[("B", 2)]).unwrap();
    assert!(queue(&home).is_empty());
    assert_eq!(home.store.unmapped().unwrap().listings, 0);
    assert_eq!(mapped(&home, "X"), [("B".to_owned(), 2)]);
    // Four platform pieces are eight of its own.
    let row = &home.store.sku_rows(&[sku(&home, "B")], &Sold::default()).unwrap()[0];
    assert_eq!((row.sold_qty, row.sold_paid, row.listings), (Some(8), fen(300), 1));
    let deed = &home.store.audit(1).unwrap()[0];
    assert_eq!(
        (deed.actor.as_str(), deed.what.as_str(), deed.subject.as_str(), deed.detail.as_str()),
        ("掌柜", "map", "X", "B x 2")
    );
    map(&home, "X", &[]).unwrap();
    assert_eq!(queue(&home), ["X"]);
}

#[test]
fn a_mapping_that_makes_no_sense_changes_nothing() {
    let home = strangers();
    let before = home.dump();
    let invalid = |done: Result<Replaced, StoreError>| assert!(matches!(done, Err(StoreError::InvalidMapping { .. })));
    invalid(map(&home, "X", &[("A-1", 0)]));
    invalid(map(&home, "X", &[("A-1", 1), ("A-1", 2)]));
    let (x, a) = (listing(&home, "X"), sku(&home, "A-1"));
    let link = |listing_id, sku| Link { listing_id, parts: vec![(sku, 1)] };
    invalid(home.store.map("掌柜", &[link(x, a), link(x, a)]));
    for links in [[link(x, a), link(999, a)], [link(x, a), link(listing(&home, "Y"), 999)]] {
        assert!(matches!(home.store.map("掌柜", &links), Err(StoreError::Gone { .. })));
    }
    assert_eq!(home.dump(), before);
}

#[test]
fn the_queue_is_sorted_by_what_was_paid_and_agrees_with_the_facts() {
    let home = strangers();
    assert_eq!(queue(&home), ["X", "Y", "Z", "a 1"]);
    let facts = Facts::build(&home.store.facts().unwrap()).unwrap();
    assert_eq!(facts.unmapped, 4);
}

#[test]
fn profit_and_its_coverage_follow_a_mapping_at_once() {
    let home = strangers();
    assert_eq!(april(&home, "cost_coverage"), Value::Ratio { num: 0, den: 20_000 });
    map(&home, "X", &[("A-1", 3)]).unwrap();
    // Two pieces sold, each three of its own at one yuan.
    assert_eq!(april(&home, "gross_profit"), Value::money(10_000 - 600));
    assert_eq!(april(&home, "cost_coverage"), Value::Ratio { num: 10_000, den: 20_000 });
}

#[test]
fn a_bundle_costs_what_its_parts_cost_and_sells_each_of_them() {
    let home = strangers();
    map(&home, "Y", &[("B-1", 1), ("A-1", 2)]).unwrap();
    assert_eq!(mapped(&home, "Y"), [("B-1".to_owned(), 1), ("A-1".to_owned(), 2)]);
    assert_eq!(april(&home, "gross_profit"), Value::money(6_000 - 2 * 300));
    let sold = |code: &str| {
        let row = home.store.sku_rows(&[sku(&home, code)], &Sold::default()).unwrap().remove(0);
        (row.sold_qty, row.sold_paid)
    };
    // Pieces go to each; the amount goes to the first, and what the others earned of it is not known.
    assert_eq!((sold("B-1"), sold("A-1")), ((Some(2), fen(6_000)), (Some(4), None)));
}

#[test]
fn several_platform_skus_map_to_one_in_one_deed_and_all_come_back_together() {
    let home = strangers();
    let before = home.dump();
    let audits = home.store.audit(100).unwrap().len();
    let a = sku(&home, "A-1");
    let links: Vec<Link> =
        ["X", "Y", "a 1"].iter().map(|key| Link { listing_id: listing(&home, key), parts: vec![(a, 1)] }).collect();
    let done = home.store.map("掌柜", &links).unwrap();
    assert_eq!((done.listings(), queue(&home)), (3, vec!["Z".to_owned()]));
    assert_eq!(home.store.sku_rows(&[a], &Sold::default()).unwrap()[0].listings, 3);
    assert_eq!(home.store.audit(100).unwrap().len(), audits + 1);
    home.store.undo_map("掌柜", &done).unwrap();
    assert_eq!(home.dump(), before);
    assert_eq!(home.store.audit(1).unwrap()[0].what, "undo_map");
}

#[test]
fn undoing_restores_the_mapping_that_was_there_and_only_once() {
    let home = strangers();
    map(&home, "X", &[("A-1", 2), ("B-1", 5)]).unwrap();
    let before = home.dump();
    let done = map(&home, "X", &[("B-1", 1)]).unwrap();
    assert_eq!(mapped(&home, "X"), [("B-1".to_owned(), 1)]);
    home.store.undo_map("掌柜", &done).unwrap();
    assert_eq!(home.dump(), before);
    assert!(matches!(home.store.undo_map("掌柜", &done), Err(StoreError::Gone { .. })));
    assert_eq!(home.dump(), before);
}

#[test]
fn a_mapping_of_a_sheet_survives_being_overruled_and_undone() {
    let home = strangers();
    let sheet = MappingDraft { row: 1, platform_sku: "X".to_owned(), own_sku: "A-1".to_owned(), qty: 4 };
    let source = Source { platform: Platform::Other, shop: String::new() };
    let brought =
        import(&home.store, &source, meta("对照.xlsx"), &Drafts { mappings: vec![sheet], ..Drafts::default() });
    let before = home.dump();
    let done = map(&home, "X", &[("B-1", 1)]).unwrap();
    assert_eq!(mapped(&home, "X"), [("B-1".to_owned(), 1)], "what was mapped by hand comes first");
    home.store.undo_map("掌柜", &done).unwrap();
    assert_eq!(home.dump(), before);
    assert_eq!(mapped(&home, "X"), [("A-1".to_owned(), 4)]);
    home.store.undo_import("掌柜", brought.import_id).unwrap();
    assert!(queue(&home).contains(&"X".to_owned()));
}

#[test]
fn an_own_sku_is_made_from_a_platform_sku_and_goes_again_when_that_is_undone() {
    let home = strangers();
    let before = home.dump();
    let new = NewSku { code: " N-9 ".to_owned(), name: "新品".to_owned(), cost: fen(1_250), ..NewSku::default() };
    let done = home.store.map_to_new("掌柜", &[listing(&home, "X"), listing(&home, "Y")], &new).unwrap();
    assert_eq!(mapped(&home, "X"), [("N-9".to_owned(), 1)]);
    // Two pieces each, at 12.50.
    assert_eq!(april(&home, "gross_profit"), Value::money(16_000 - 4 * 1_250));
    assert!(matches!(
        home.store.map_to_new("掌柜", &[listing(&home, "Z")], &new),
        Err(StoreError::SkuExists { code }) if code == "N-9"
    ));
    assert!(home.store.check().unwrap().is_empty());
    home.store.undo_map("掌柜", &done).unwrap();
    assert_eq!(home.dump(), before);
}

#[test]
fn a_cost_that_is_not_known_stays_unknown() {
    let home = strangers();
    let new = NewSku { code: "N-9".to_owned(), ..NewSku::default() };
    home.store.map_to_new("掌柜", &[listing(&home, "X")], &new).unwrap();
    let row = home.store.sku_rows(&[sku(&home, "N-9")], &Sold::default()).unwrap().remove(0);
    assert_eq!((row.cost, row.name.as_str()), (None, ""));
    assert_eq!(april(&home, "cost_coverage"), Value::Ratio { num: 0, den: 20_000 });
}

#[test]
fn a_product_sheet_later_tells_more_of_a_sku_made_by_hand_and_undoing_it_leaves_the_sku() {
    let home = strangers();
    let new = NewSku { code: "N-9".to_owned(), ..NewSku::default() };
    let made = home.store.map_to_new("掌柜", &[listing(&home, "X")], &new).unwrap();
    let sheet = home.import(&Drafts { products: vec![own("N-9")], ..Drafts::default() });
    assert_eq!(april(&home, "gross_profit"), Value::money(10_000 - 200));
    // The sheet vouches for it now: taking the mapping back does not take it away.
    home.store.undo_map("掌柜", &made).unwrap();
    assert!(mapped(&home, "X").is_empty());
    home.store.undo_import("掌柜", sheet.import_id).unwrap();
    let row = home.store.sku_rows(&[sku(&home, "N-9")], &Sold::default()).unwrap().remove(0);
    assert_eq!(row.cost, None);
}

#[test]
fn a_mapping_by_hand_outlives_the_import_that_brought_the_goods() {
    let home = shop();
    home.import(&Drafts { products: vec![own("B")], ..Drafts::default() });
    let goods = Drafts { orders: vec![order("1", 100)], lines: vec![line("1", "1", "X", 1, 1)], ..Drafts::default() };
    let brought = home.import(&goods);
    map(&home, "X", &[("B", 1)]).unwrap();
    home.store.undo_import("掌柜", brought.import_id).unwrap();
    home.import(&goods);
    assert!(queue(&home).is_empty());
}

#[test]
fn a_product_sheet_that_comes_later_maps_equal_codes_by_itself() {
    let home = three();
    home.import(&Drafts { products: vec![own("X")], ..Drafts::default() });
    assert!(queue(&home).is_empty());
}

#[test]
fn suggestions_come_from_own_codes_and_from_what_is_mapped_elsewhere() {
    let home = strangers();
    map(&home, "X", &[("A-1", 1), ("B-1", 2)]).unwrap();
    let jd = Source { platform: Platform::Jd, shop: String::new() };
    let goods = Drafts { orders: vec![order("J", 100)], lines: vec![line("J", "J", "X", 1, 100)], ..Drafts::default() };
    import(&home.store, &jd, meta("京东.csv"), &goods);
    let matcher = home.store.matcher().unwrap();
    let asked = |platform, code| Asked { platform, key: code, sku_code: code, title: "", props: "" };
    let (a, b) = (sku(&home, "A-1"), sku(&home, "B-1"));
    let elsewhere = &matcher.suggest(&asked(Platform::Jd, "X"), 3)[0];
    assert_eq!(
        (elsewhere.parts.as_slice(), elsewhere.reason),
        ([(a, 1), (b, 2)].as_slice(), Reason::CodeElsewhere(Platform::Taobao))
    );
    let near = Asked { sku_code: "a1", ..asked(Platform::Taobao, "a1") };
    assert!(matcher.suggest(&near, 3).is_empty(), "codes of two letters are alike by chance");
}

#[test]
fn thousands_are_mapped_in_one_deed() {
    let home = shop();
    let count = 2_000;
    let numbers: Vec<String> = (0..count).map(|n| format!("P{n}")).collect();
    home.import(&Drafts {
        orders: numbers.iter().map(|no| order(no, 100)).collect(),
        lines: numbers.iter().map(|no| line(no, no, no, 1, 100)).collect(),
        products: vec![own("A-1")],
        ..Drafts::default()
    });
    let a = sku(&home, "A-1");
    let links: Vec<Link> = home
        .store
        .listings_unmapped()
        .unwrap()
        .into_iter()
        .map(|listing_id| Link { listing_id, parts: vec![(a, 1)] })
        .collect();
    assert_eq!(links.len(), count);
    let done = home.store.map("掌柜", &links).unwrap();
    assert!(queue(&home).is_empty());
    assert!(home.store.audit(1).unwrap()[0].subject.ends_with("… (2000)"));
    home.store.undo_map("掌柜", &done).unwrap();
    assert_eq!(queue(&home).len(), count);
}
