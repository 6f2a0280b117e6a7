//! The sample shop: it is believable, it is the same every time, and its files say what its shop file says.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chrono::{Datelike, NaiveDate};
use zhanggui::demo::aftersale;
use zhanggui::demo::deal::Deal;
use zhanggui::demo::drafts;
use zhanggui::demo::parcels::COURIERS;
use zhanggui::demo::shops::{SHOPS, Shop};
use zhanggui::demo::{Demo, DemoError, DemoOptions, write_exports};
use zhanggui::domain::draft::{
    Drafts, LineDraft, MappingDraft, OrderDraft, ParcelDraft, ProductDraft, PurchaseDraft, RefundDraft, TrafficDraft,
    TrafficGrain, platform_sku_key,
};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::region::Province;
use zhanggui::import::format::Kind;
use zhanggui::import::run::{Choice, What, drafts_of};
use zhanggui::locale::Lang;

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

/// The default exports, written once for all tests that read them.
fn default_exports() -> &'static Path {
    static DIR: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
        let dir = tempfile::tempdir().unwrap();
        let mut told = (0, 0);
        let files = write_exports(dir.path(), &DemoOptions::default(), &mut |progress| {
            told = (progress.done, progress.total);
            true
        });
        assert_eq!(told, (8_000, 8_000));
        for file in files.unwrap() {
            assert!(file.path.exists() && file.rows > 1, "{file:?}");
            for lang in [Lang::Zh, Lang::En] {
                let about = lang.say(&file.about);
                assert!(!about.contains("demo.") && !about.contains('{'), "{about}");
            }
        }
        dir
    });
    DIR.path()
}

fn bytes_of(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending != "md"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap()))
        .collect()
}

#[test]
fn the_same_seed_makes_the_same_bytes_and_another_seed_another_shop() {
    let write = |seed| {
        let dir = tempfile::tempdir().unwrap();
        write_exports(dir.path(), &options(400, seed), &mut |_| true).unwrap();
        bytes_of(dir.path())
    };
    let (once, again, other) = (write(5), write(5), write(6));
    assert!(once == again);
    let changed = once.iter().filter(|(name, bytes)| other.get(*name) != Some(bytes)).count();
    assert!(changed > once.len() / 2);
}

/// Logarithms and the like differ in the last bit between machines, so the exact bytes are held on one kind.
#[test]
fn sample_data_is_what_the_program_writes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data");
    let kept = bytes_of(&folder);
    let written = bytes_of(default_exports());
    assert_eq!(kept.keys().collect::<Vec<_>>(), written.keys().collect::<Vec<_>>());
    assert!(kept.values().map(Vec::len).sum::<usize>() < 6_000_000);
    let readme = std::fs::read_to_string(folder.join("README.md")).unwrap();
    for (name, bytes) in &kept {
        assert!(readme.contains(name.as_str()), "README.md does not tell of {name}");
        if cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            assert!(written.get(name) == Some(bytes), "{name}: run zhanggui demo --orders 8000 --exports sample-data");
        }
    }
}

#[test]
fn a_cancelled_run_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let stopped = write_exports(dir.path(), &options(400, 1), &mut |_| false);
    assert_eq!(stopped, Err(DemoError::Cancelled));
}

#[test]
fn amounts_add_up_and_times_follow_each_other() {
    let demo = Demo::new(options(6_000, 3));
    let end = demo.last_moment();
    let all = deals(&demo);
    assert_eq!(all.len(), 6_000);
    let mut numbers = HashSet::new();
    for (shop, deal) in &all {
        let name = (shop.name, &deal.order_no);
        assert!(numbers.insert((shop.platform, deal.order_no.clone())), "{name:?}");
        let sum = |of: fn(&zhanggui::demo::deal::Line) -> Money| deal.lines.iter().map(of).sum::<Money>();
        assert_eq!(sum(|l| l.due), deal.due, "{name:?}");
        assert_eq!(sum(|l| l.goods), deal.goods, "{name:?}");
        assert_eq!(deal.list - deal.seller_cut + deal.freight - deal.platform_cut, deal.due, "{name:?}");
        assert!(deal.due > Money::ZERO && deal.refunded() <= deal.due, "{name:?}");
        for at in 0..deal.lines.len() {
            assert!(deal.line_refunded(at) <= deal.lines[at].due, "{name:?}");
        }
        let parcel = deal.parcel.as_ref();
        let times = [
            Some(deal.created),
            deal.paid_at,
            deal.shipped,
            parcel.and_then(|p| p.collected),
            parcel.and_then(|p| p.signed),
            deal.received,
            Some(end),
        ];
        let known: Vec<_> = times.into_iter().flatten().collect();
        assert!(known.is_sorted(), "{name:?} {known:?}");
        assert!(
            deal.refunds.iter().all(|r| Some(r.applied) >= deal.paid_at && r.finished.is_none_or(|at| at >= r.applied))
        );
        assert_eq!(deal.status == OrderStatus::ClosedRefunded, deal.closed.is_some() && deal.paid_at.is_some());
    }
}

#[test]
fn the_year_has_its_seasons_and_its_great_days() {
    let demo = Demo::new(DemoOptions::default());
    let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
    let mut days: BTreeMap<NaiveDate, u64> = demo.days.iter().map(|day| (day.date, 0)).collect();
    // Pieces by month of coats and of what keeps the sun off.
    let (mut coats, mut sun) = ([0_i64; 12], [0_i64; 12]);
    for (shop, deal) in deals(&demo) {
        let Some(paid) = deal.paid_at else { continue };
        *days.get_mut(&paid.date()).unwrap() += 1;
        let at = SHOPS.iter().position(|s| s.id == shop.id).unwrap();
        for line in &deal.lines {
            let category = demo.shelves[at].offers[line.offer].category;
            let month = paid.date().month0() as usize;
            match category {
                "女装>大衣" | "女装>羽绒服" => coats[month] += line.qty,
                "女装>防晒衣" | "配饰>防晒" => sun[month] += line.qty,
                _ => {}
            }
        }
    }
    let mut sorted: Vec<u64> = days.values().copied().collect();
    sorted.sort_unstable();
    let median = sorted[sorted.len() / 2];
    for double_eleven in [day(2024, 11, 11), day(2025, 11, 11)] {
        assert!(days[&double_eleven] > 5 * median, "{} against {median}", days[&double_eleven]);
    }
    for june in [day(2025, 6, 18), day(2026, 6, 18)] {
        assert!(days[&june] > 2 * median);
    }
    // The week of the lunar new year against the week a month later.
    for new_year in [day(2025, 1, 29), day(2026, 2, 17)] {
        let week = |from: NaiveDate| from.iter_days().take(7).map(|d| days[&d]).sum::<u64>();
        assert!(week(new_year) * 2 < week(new_year + chrono::Days::new(30)));
    }
    assert!(coats[10] + coats[11] > 10 * (coats[5] + coats[6]).max(1), "{coats:?}");
    assert!(sun[5] + sun[6] > 10 * (sun[10] + sun[11]).max(1), "{sun:?}");
}

#[test]
fn buyers_refunds_and_parcels_are_believable() {
    let demo = Demo::new(DemoOptions::default());
    let all = deals(&demo);
    let paid: Vec<_> = all.iter().filter(|(_, deal)| deal.paid_at.is_some()).collect();
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole as f64;
    let refunded = paid.iter().filter(|(_, deal)| deal.refunded() > Money::ZERO).count();
    assert!((8.0..20.0).contains(&share(refunded, paid.len())), "{refunded} of {}", paid.len());
    let unpaid = all.len() - paid.len();
    assert!((3.0..12.0).contains(&share(unpaid, all.len())));
    let mut buyers: HashMap<(&str, u32), u32> = HashMap::new();
    for (shop, deal) in &paid {
        *buyers.entry((shop.id, deal.customer.number)).or_default() += 1;
    }
    let again = buyers.values().filter(|orders| **orders > 1).count();
    assert!((15.0..45.0).contains(&share(again, buyers.len())), "{again} of {}", buyers.len());

    let reasons: BTreeSet<&str> = all.iter().flat_map(|(_, deal)| &deal.refunds).map(|refund| refund.reason).collect();
    assert_eq!(reasons, aftersale::reasons().collect());
    let couriers: BTreeSet<&str> =
        all.iter().filter_map(|(_, d)| d.parcel.as_ref()).map(zhanggui::demo::parcels::Parcel::courier_name).collect();
    assert_eq!(couriers.len(), COURIERS.len());
    let provinces: HashSet<Province> = all.iter().filter_map(|(_, deal)| deal.customer.province).collect();
    assert_eq!(provinces.len(), 34);
    let statuses: BTreeSet<&str> = all.iter().map(|(_, deal)| deal.status.id()).collect();
    let expected = ["closed_refunded", "closed_unpaid", "finished", "paid", "shipped", "unpaid"];
    assert_eq!(statuses, BTreeSet::from(expected));
    let states: BTreeSet<&str> =
        all.iter().filter_map(|(_, d)| d.parcel.as_ref()).map(zhanggui::demo::parcels::Parcel::state_text).collect();
    assert_eq!(states.len(), 3, "{states:?}");

    // A third of the items brings in well over half of the money, and hardly an item sells nothing.
    let mut items: HashMap<(&str, usize), i64> = HashMap::new();
    for (shop, deal) in paid.iter().filter(|(shop, _)| shop.id == "tmall") {
        for line in &deal.lines {
            *items.entry((shop.id, line.listing)).or_default() += line.due.fen();
        }
    }
    let mut amounts: Vec<i64> = items.into_values().collect();
    amounts.sort_unstable_by_key(|amount| -amount);
    let (top, sum): (i64, i64) = (amounts.iter().take(amounts.len() / 3).sum(), amounts.iter().sum());
    assert!((60.0..92.0).contains(&(100.0 * top as f64 / sum as f64)));
    assert!(amounts.len() > 50);
}

#[test]
fn some_listings_are_bundles_and_some_nobody_knows() {
    let demo = Demo::new(DemoOptions::default());
    let own: HashSet<&str> = demo.assortment.skus.iter().map(|sku| sku.code.as_str()).collect();
    let mapped: HashSet<String> = demo.mapping_rows().into_iter().map(|(key, ..)| key).collect();
    let mut unmapped = BTreeSet::new();
    for drafts in all_drafts(&demo).values() {
        for line in &drafts.lines {
            let key = platform_sku_key(&line.sku_code, &line.item_id, &line.props, &line.title);
            if !own.contains(key.as_str()) && !mapped.contains(&key) {
                unmapped.insert(key);
            }
        }
    }
    assert!((4..20).contains(&unmapped.len()), "{unmapped:?}");
    let mut parts: HashMap<String, usize> = HashMap::new();
    for (key, ..) in demo.mapping_rows() {
        *parts.entry(key).or_default() += 1;
    }
    assert_eq!(parts.values().filter(|n| **n > 1).count(), 3);
    assert!(demo.mapping_rows().iter().all(|(_, code, qty)| own.contains(code.as_str()) && *qty > 0));
}

#[test]
fn visitors_agree_with_orders() {
    let demo = Demo::new(options(4_000, 11));
    for (shop, drafts) in all_drafts(&demo) {
        let days: Vec<_> = drafts.traffic.iter().filter(|row| row.grain == TrafficGrain::Shop).collect();
        let told: Money = days.iter().filter_map(|row| row.pay_amount).sum();
        let paid: Money = drafts.orders.iter().filter_map(|order| order.paid).sum();
        if days.is_empty() {
            assert!(!["tmall", "taobao", "taobao-home"].contains(&shop));
            continue;
        }
        assert_eq!(told, paid, "{shop}");
        let buyers = |row: &TrafficDraft| row.pay_buyers.unwrap();
        assert!(days.iter().all(|row| buyers(row) <= row.pay_orders.unwrap()));
        assert!(days.iter().all(|row| row.order_buyers <= row.cart_buyers && row.cart_buyers <= row.visitors));
        let (visitors, payers): (i64, i64) =
            (days.iter().filter_map(|r| r.visitors).sum(), days.iter().map(|r| buyers(r)).sum());
        assert!((0.01..0.08).contains(&(payers as f64 / visitors as f64)), "{shop} {payers} of {visitors}");
        // A month's sources bring what the month brought.
        for source in drafts.traffic.iter().filter(|row| row.grain == TrafficGrain::Source) {
            assert!(source.pay_amount <= Some(paid));
        }
        let october = |row: &&&TrafficDraft| row.from >= NaiveDate::from_ymd_opt(2026, 10, 1).unwrap();
        let of_month: Money = days.iter().filter(october).filter_map(|row| row.pay_amount).sum();
        let sources: Vec<_> = drafts.traffic.iter().filter(|row| row.grain == TrafficGrain::Source).collect();
        assert_eq!(sources.iter().filter(october).filter_map(|row| row.pay_amount).sum::<Money>(), of_month);
    }
}

/// Runs of exactly eleven digits that begin like a mobile number.
fn phones(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for (at, byte) in text.bytes().chain([b' ']).enumerate() {
        if byte.is_ascii_digit() {
            continue;
        }
        if at - start == 11 && text.as_bytes()[start] == b'1' && text.as_bytes()[start + 1] >= b'3' {
            found.push(&text[start..at]);
        }
        start = at + 1;
    }
    found
}

#[test]
fn nobody_can_be_called() {
    for (path, _, _, drafts) in read_all(default_exports()) {
        assert_eq!(phones(&format!("{drafts:?}")), Vec::<&str>::new(), "{}", path.display());
        for order in &drafts.orders {
            let open = |text: &str| !text.is_empty() && !zhanggui::domain::privacy::is_masked(text);
            assert!(!open(&order.receiver) && !open(&order.phone) && !open(&order.address), "{order:?}");
        }
    }
}
