//! The sample shop: it is believable, it is the same every time, and its files say what its shop file says.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use zhanggui::demo::aftersale;
use zhanggui::demo::deal::Deal;
use zhanggui::demo::drafts;
use zhanggui::demo::parcels::COURIERS;
use zhanggui::demo::shops::{SHOPS, Shop};
use zhanggui::demo::{Demo, DemoOptions, write_exports};
use zhanggui::domain::draft::{
    Drafts, LineDraft, MappingDraft, OrderDraft, ParcelDraft, ProductDraft, PurchaseDraft, RefundDraft, TrafficDraft,
    TrafficGrain,
};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::region::Province;
use zhanggui::import::format::Kind;
use zhanggui::import::run::{Choice, What, drafts_of};

fn options(orders: u64, seed: u64) -> DemoOptions {
    DemoOptions { orders, seed, ..DemoOptions::default() }
}

/// All orders of all shops.
fn deals(demo: &Demo) -> Vec<(&'static Shop, Deal)> {
    let mut all = Vec::new();
    for (mut run, shop) in demo.runs().into_iter().zip(&SHOPS) {
        loop {
            let batch = run.next_batch();
            if batch.is_empty() {
                break;
            }
            all.extend(batch.into_iter().map(|deal| (shop, deal)));
        }
    }
    all
}

/// Drafts of all shops, as they go into the shop file.
fn all_drafts(demo: &Demo) -> HashMap<&'static str, Drafts> {
    let mut all = HashMap::new();
    for (mut run, (shop, shelf)) in demo.runs().into_iter().zip(SHOPS.iter().zip(&demo.shelves)) {
        let mut of_shop = Drafts::default();
        loop {
            let batch = run.next_batch();
            if batch.is_empty() {
                break;
            }
            of_shop.append(drafts::of_deals(shop, shelf, &batch));
        }
        of_shop.append(drafts::traffic(&run.traffic()));
        all.insert(shop.id, of_shop);
    }
    all
}

/// Everything the importer reads from a folder of exports.
fn read_all(dir: &Path) -> Vec<(PathBuf, What, Platform, Drafts)> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    paths.sort();
    let mut all = Vec::new();
    for path in paths.into_iter().filter(|p| p.extension().is_some_and(|e| e != "md")) {
        let mut tables = drafts_of(&path, &Choice::default()).unwrap();
        assert_eq!(tables.len(), 1, "{} is not recognised as one table", path.display());
        let (what, source, drafts, taken) = tables.remove(0);
        eprintln!("{} {:?}", path.display(), taken.problems.groups());
        assert_eq!(taken.skipped, 0, "{}: {:?}", path.display(), taken.problems.groups());
        for total in &taken.control_totals {
            assert!(total.agrees, "{}: {total:?}", path.display());
        }
        all.push((path, what, source.platform, drafts));
    }
    all
}

/// What identifies and counts of an order; what only decorates it is left out.
fn figures(mut order: OrderDraft) -> OrderDraft {
    order.row = 0;
    // Ciphertext stands where 抖店 would name a receiver.
    for text in [&mut order.receiver, &mut order.phone, &mut order.address, &mut order.title] {
        text.clear();
    }
    order
}

fn line_figures(mut line: LineDraft) -> LineDraft {
    line.row = 0;
    line.shipped_at = None;
    line.tracking_no.clear();
    line.courier.clear();
    line
}

#[test]
fn files_and_shop_file_tell_the_same_orders_to_the_fen() {
    let options = options(3_000, 77);
    let demo = Demo::new(options);
    let dir = tempfile::tempdir().unwrap();
    write_exports(dir.path(), &options, &mut |_| true).unwrap();
    let known = all_drafts(&demo);
    let mut seen = 0;
    // The first difference of each file, so that one look shows them all.
    let mut differences = Vec::new();
    for (path, what, platform, drafts) in read_all(dir.path()) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let What::Format { format, .. } = &what else { panic!("{name}") };
        let of_shop = SHOPS.iter().find(|shop| name.contains(shop.name)).map(|shop| (shop, &known[shop.id]));
        let expected_platform = match of_shop {
            Some((shop, _)) => shop.platform,
            None if name.starts_with("1688") => Platform::Alibaba1688,
            None => Platform::Other,
        };
        assert_eq!(platform, expected_platform, "{name}");
        let difference = match (format.kind, of_shop) {
            (Kind::Orders, Some((_, mine))) => orders_differ(drafts.orders, &mine.orders),
            (Kind::Lines, Some((shop, mine))) => {
                let lines = differ(
                    drafts.lines.into_iter().map(line_figures),
                    mine.lines.iter().cloned().map(line_figures),
                    |line| line.line_no.clone(),
                );
                let orders = (!shop.is_taobao_or_tmall()).then(|| orders_differ(drafts.orders, &mine.orders)).flatten();
                lines.or(orders)
            }
            (Kind::Refunds, Some((_, mine))) => {
                let read = drafts.refunds.into_iter().map(|refund| RefundDraft { row: 0, ..refund });
                differ(read, mine.refunds.iter().cloned(), |refund| refund.refund_no.clone())
            }
            (Kind::Traffic(grain), Some((_, mine))) => {
                let (from, to) = (drafts.traffic[0].from, drafts.traffic[0].to);
                let read = drafts.traffic.into_iter().map(|row| TrafficDraft { row: 0, ..row });
                let mine = mine.traffic.iter().filter(|row| {
                    row.grain == grain && (grain != TrafficGrain::Source || (row.from, row.to) == (from, to))
                });
                differ(read, mine.cloned(), |row| format!("{} {} {}", row.from, row.to, row.subject))
            }
            (Kind::Parcels, _) => {
                let read = drafts.parcels.into_iter().map(|parcel| ParcelDraft { row: 0, ..parcel });
                let mine = known.values().flat_map(|drafts| drafts.parcels.iter().cloned());
                differ(read, mine, |parcel| parcel.tracking_no.clone())
            }
            (Kind::Products, _) => {
                let mine = match of_shop {
                    Some(_) => drafts::listed_products(&demo.shelves[0]).products,
                    None => drafts::products(&demo).products,
                };
                let read = drafts.products.into_iter().map(|product| ProductDraft { row: 0, ..product });
                differ(read, mine.into_iter(), |product| format!("{} {}", product.item_id, product.sku_code))
            }
            (Kind::Mappings, _) => {
                let read = drafts.mappings.into_iter().map(|mapping| MappingDraft { row: 0, ..mapping });
                let mine = drafts::mappings(&demo).mappings;
                differ(read, mine.into_iter(), |mapping| format!("{} {}", mapping.platform_sku, mapping.own_sku))
            }
            (Kind::Purchases, _) => {
                let read = drafts.purchases.into_iter().map(|line| PurchaseDraft { row: 0, ..line });
                differ(read, drafts::purchases(&demo).purchases.into_iter(), |line| line.line_no.clone())
            }
            other => Some(format!("{other:?}")),
        };
        differences.extend(difference.map(|difference| format!("{name}\n{difference}\n")));
        seen += 1;
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
    // Two own sheets, parcels, purchases; orders of eleven shops; items and refunds of three; a template; traffic of three.
    assert_eq!(seen, 4 + 11 + 6 + 1 + 3 * 5);
}

fn orders_differ(read: Vec<OrderDraft>, mine: &[OrderDraft]) -> Option<String> {
    differ(read.into_iter().map(figures), mine.iter().cloned().map(figures), |order| order.order_no.clone())
}

/// What the file says and what the shop file says, by key: the first difference.
fn differ<T: PartialEq + std::fmt::Debug>(
    read: impl Iterator<Item = T>,
    mine: impl Iterator<Item = T>,
    key: impl Fn(&T) -> String,
) -> Option<String> {
    let read: BTreeMap<String, T> = read.map(|row| (key(&row), row)).collect();
    let mine: BTreeMap<String, T> = mine.map(|row| (key(&row), row)).collect();
    if read.is_empty() {
        return Some("nothing was read".to_owned());
    }
    if read.len() != mine.len() {
        let missing = mine.keys().find(|key| !read.contains_key(*key));
        let extra = read.keys().find(|key| !mine.contains_key(*key));
        return Some(format!("{} read, {} known; missing {missing:?}, extra {extra:?}", read.len(), mine.len()));
    }
    mine.iter().find(|(key, row)| read.get(*key) != Some(row)).map(|(key, row)| format!("{:?}\n{row:?}", read.get(key)))
}
