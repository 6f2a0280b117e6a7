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
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft};
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
        match (format.kind, of_shop) {
            (Kind::Orders, Some((_, mine))) => {
                same_orders(&name, drafts.orders, &mine.orders);
            }
            (Kind::Lines, Some((shop, mine))) => {
                let read: HashMap<_, _> = drafts.lines.into_iter().map(|l| (l.line_no.clone(), line_figures(l))).collect();
                assert_eq!(read.len(), mine.lines.len(), "{name}");
                for line in &mine.lines {
                    assert_eq!(read.get(&line.line_no), Some(&line_figures(line.clone())), "{name}");
                }
                if !shop.is_taobao_or_tmall() {
                    same_orders(&name, drafts.orders, &mine.orders);
                }
            }
            (Kind::Refunds, Some((_, mine))) => {
                let read: HashMap<_, _> = drafts.refunds.into_iter().map(|r| (r.refund_no.clone(), r)).collect();
                assert_eq!(read.len(), mine.refunds.len(), "{name}");
                for refund in &mine.refunds {
                    let mut other = read[&refund.refund_no].clone();
                    other.row = 0;
                    assert_eq!(&other, refund, "{name}");
                }
            }
            (Kind::Traffic(grain), Some((_, mine))) => {
                for row in drafts.traffic {
                    let same = mine.traffic.iter().find(|t| {
                        t.grain == grain && t.from == row.from && t.to == row.to && t.subject == row.subject
                    });
                    let mut row = row;
                    row.row = 0;
                    assert_eq!(same, Some(&row), "{name}");
                }
            }
            (Kind::Parcels, _) => {
                let mine: HashMap<_, _> = known.values().flat_map(|d| &d.parcels).map(|p| (&p.tracking_no, p)).collect();
                assert_eq!(drafts.parcels.len(), mine.len());
                for mut parcel in drafts.parcels {
                    parcel.row = 0;
                    assert_eq!(mine.get(&parcel.tracking_no), Some(&&parcel));
                }
            }
            (Kind::Products, _) => {
                let mine = match of_shop {
                    Some(_) => drafts::listed_products(&demo.shelves[0]).products,
                    None => drafts::products(&demo).products,
                };
                assert_eq!(drafts.products.len(), mine.len(), "{name}");
                for (mut read, mine) in drafts.products.into_iter().zip(mine) {
                    read.row = 0;
                    assert_eq!(read, mine, "{name}");
                }
            }
            (Kind::Mappings, _) => {
                let mut read = drafts.mappings;
                read.iter_mut().for_each(|m| m.row = 0);
                assert_eq!(read, drafts::mappings(&demo).mappings);
            }
            (Kind::Purchases, _) => {
                let mut read = drafts.purchases;
                read.iter_mut().for_each(|p| p.row = 0);
                assert_eq!(read, drafts::purchases(&demo).purchases);
            }
            other => panic!("{name}: {other:?}"),
        }
        seen += 1;
    }
    // Two own sheets, parcels, purchases; orders of eleven shops; items and refunds of three; a template; traffic of three.
    assert_eq!(seen, 4 + 11 + 6 + 1 + 3 * 5);
}

fn same_orders(name: &str, read: Vec<OrderDraft>, mine: &[OrderDraft]) {
    let read: HashMap<_, _> = read.into_iter().map(|o| (o.order_no.clone(), figures(o))).collect();
    assert_eq!(read.len(), mine.len(), "{name}");
    for order in mine {
        assert_eq!(read.get(&order.order_no), Some(&figures(order.clone())), "{name}");
    }
}
