//! The importer and the shop file together: previews, commits, the same file again, later exports, mappings, files that are no exports.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use zhanggui::demo::{DemoOptions, write_exports};
use zhanggui::domain::platform::Platform;
use zhanggui::import::mapping::Mapping;
use zhanggui::import::report::{FileReport, Status};
use zhanggui::import::run::{Options, Phase, State, import, prepare};
use zhanggui::locale::Lang;
use zhanggui::store::{self, RecordKind, Severity, Store};

use crate::hostile::make::{Member, compound, packed_zip, stored_zip, xlsx};
use crate::store::dump;

struct Shop {
    store: Store,
    folder: tempfile::TempDir,
}

impl Shop {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let options = store::Options { backups: Some(folder.path().join("backups")), ..store::Options::default() };
        let store = Store::create(&folder.path().join("shop.zhanggui"), &options).unwrap();
        Self { store, folder }
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn import_with(&self, paths: &[PathBuf], options: &Options) -> Vec<FileReport> {
        import(&self.store, paths, options, &|_| {}, &Arc::new(AtomicBool::new(false))).unwrap()
    }

    fn import(&self, paths: &[&Path]) -> Vec<FileReport> {
        let paths: Vec<_> = paths.iter().map(|path| path.to_path_buf()).collect();
        self.import_with(&paths, &Options { actor: "test".to_owned(), ..Options::default() })
    }
}

const HEAD: &str = "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,退款金额,发货时间\n";

fn counts(report: &FileReport) -> (u64, u64, u64, u64) {
    (report.new, report.updated, report.unchanged, report.skipped)
}

#[test]
fn the_same_file_twice_changes_nothing_and_a_later_one_moves_orders_on() {
    let shop = Shop::new();
    let first = format!(
        "{HEAD}7001,10.00,10.00,\"买家已付款,等待卖家发货\",2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n\
         7002,20.00,0.00,等待买家付款,2026-05-01 09:00:00,,0,\n"
    );
    let file = shop.file("ExportOrderList1.csv", &first);
    let report = shop.import(&[&file]).remove(0);
    assert_eq!((report.status, counts(&report), report.rows), (Status::Imported, (2, 0, 0, 0), 2));
    assert_eq!(report.period, Some(("2026-05-01".to_owned(), "2026-05-01".to_owned())));
    let again = shop.import(&[&file]).remove(0);
    assert_eq!((counts(&again), again.seen_before), ((0, 0, 2, 0), true));
    let later = format!(
        "{HEAD}7001,10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,2026-05-02 10:00:00\n\
         7002,20.00,20.00,\"买家已付款,等待卖家发货\",2026-05-01 09:00:00,2026-05-01 12:00:00,0,\n\
         7003,5.00,5.00,交易成功,2026-05-03 09:00:00,2026-05-03 09:01:00,0,\n"
    );
    let report = shop.import(&[&shop.file("ExportOrderList2.csv", &later)]).remove(0);
    assert_eq!(counts(&report), (1, 2, 0, 0));
    // An older picture does not turn orders back.
    let report = shop.import(&[&file]).remove(0);
    assert_eq!(counts(&report), (0, 0, 2, 0));
}

#[test]
fn a_preview_touches_nothing_until_it_is_committed() {
    let shop = Shop::new();
    let row = "7001,10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n";
    let file = shop.file("a.csv", format!("{HEAD}{row}"));
    let before = shop.store.version();
    let options = Options::default();
    let cancel = Arc::new(AtomicBool::new(false));
    let phases = std::sync::Mutex::new(Vec::new());
    let on_progress = |progress: zhanggui::import::run::Progress| phases.lock().unwrap().push(progress.phase);
    let prepared = prepare(&shop.store, std::slice::from_ref(&file), &options, &on_progress, &cancel).unwrap();
    let State::Ready(ready) = &prepared.files[0].state else { panic!("{:?}", prepared.files[0].state) };
    assert_eq!((ready.rows, ready.preview.of(RecordKind::Orders).new), (1, 1));
    drop(prepared);
    assert_eq!(shop.store.version(), before);
    assert!(shop.store.imports().unwrap().is_empty());
    let prepared = prepare(&shop.store, &[file], &options, &on_progress, &cancel).unwrap();
    let reports = prepared.commit(&on_progress, &cancel).unwrap();
    assert_eq!((reports[0].status, reports[0].new), (Status::Imported, 1));
    let phases = phases.into_inner().unwrap();
    assert!([Phase::Opening, Phase::Reading, Phase::Comparing, Phase::Writing].iter().all(|p| phases.contains(p)));
    let history = shop.store.imports().unwrap();
    let kept: FileReport = serde_json::from_str(&history[0].report).unwrap();
    assert_eq!((kept.rows, kept.format.as_str()), (1, "taobao_order_report"));
}

#[test]
fn cancelling_leaves_nothing_behind() {
    let shop = Shop::new();
    let mut text = HEAD.to_owned();
    for n in 0..20_000 {
        text.push_str(&format!("{n},10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n"));
    }
    let file = shop.file("a.csv", text);
    let cancel = Arc::new(AtomicBool::new(false));
    let stop = Arc::clone(&cancel);
    let on_progress = move |progress: zhanggui::import::run::Progress| {
        if progress.phase == Phase::Reading && progress.rows > 5_000 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let ended = prepare(&shop.store, &[file], &Options::default(), &on_progress, &cancel);
    assert_eq!(ended.unwrap_err().said().key, "import.cancelled");
    assert!(shop.store.imports().unwrap().is_empty());
}

#[test]
fn cancelling_while_files_are_written_keeps_what_is_in_and_says_what_is_not() {
    let shop = Shop::new();
    let row = |no: u32| format!("{no},10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n");
    let files = [shop.file("a.csv", format!("{HEAD}{}", row(1))), shop.file("b.csv", format!("{HEAD}{}", row(2)))];
    let cancel = Arc::new(AtomicBool::new(false));
    let prepared = prepare(&shop.store, &files, &Options::default(), &|_| {}, &cancel).unwrap();
    // The second file is being written when the user presses Cancel.
    let cancellers = prepared.cancellers();
    let on_progress = |now: zhanggui::import::run::Progress| {
        if now.file == 1 && now.phase == Phase::Writing {
            cancel.store(true, Ordering::Relaxed);
            cancellers[1].cancel();
        }
    };
    let reports = prepared.commit(&on_progress, &cancel).unwrap();
    assert_eq!((reports[0].status, reports[1].status), (Status::Imported, Status::Refused));
    assert_eq!(reports[1].problems[0].code, "cancelled");
    let orders = shop.store.orders(&store::OrderQuery::default()).unwrap();
    assert_eq!((orders.ids.len(), shop.store.imports().unwrap().len()), (1, 1));
    // Pressed before anything is in: nothing has happened.
    let prepared =
        prepare(&shop.store, &files[1..], &Options::default(), &|_| {}, &AtomicBool::new(false).into()).unwrap();
    assert_eq!(prepared.commit(&|_| {}, &cancel).unwrap_err().said().key, "import.cancelled");
    assert_eq!(shop.store.imports().unwrap().len(), 1);
}

#[test]
fn products_go_in_before_orders_and_lines_after_them() {
    let shop = Shop::new();
    let items = shop.file(
        "1-items.csv",
        "子订单编号,主订单编号,标题,价格,购买数量,外部系统编号,买家应付货款,买家实际支付金额,退款状态,退款金额,订单状态,订单创建时间,订单付款时间\n\
         7001,7001,上衣,10.00,1,A-1,10.00,10.00,没有申请退款,无退款申请,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00\n",
    );
    let row = "7001,18.00,18.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n";
    let orders = shop.file("2-orders.csv", format!("{HEAD}{row}"));
    let products = shop.file("3-products.csv", "商家编码,商品名称,成本价,供应商\nA-1,上衣,4.00,某厂\n");
    let reports = shop.import(&[&items, &orders, &products]);
    let told: Vec<_> = reports.iter().map(|r| (r.format.as_str(), r.new)).collect();
    assert_eq!(told, [("taobao_item_report", 1), ("taobao_order_report", 1), ("own_products", 1)]);
    let names: Vec<_> = shop.store.imports().unwrap().iter().map(|i| i.format.clone()).collect();
    // Newest first.
    assert_eq!(names, ["taobao_item_report", "taobao_order_report", "own_products"]);
    assert!(shop.store.listings_unmapped().unwrap().is_empty(), "the code of the line is an own SKU's");
    let order = shop.store.orders(&store::OrderQuery::default()).unwrap();
    let detail = shop.store.order_detail(order.ids[0]).unwrap();
    assert_eq!(
        detail.order.paid.map(zhanggui::domain::money::Money::fen),
        Some(1800),
        "the order report knows freight"
    );
}

#[test]
fn a_saved_mapping_is_used_by_itself_for_files_with_the_same_columns() {
    let shop = Shop::new();
    let book = shop.file("账本.csv", "日期,单号,实收,心情\n2026-05-01,A1,12.50,好\n2026-05-02,A2,8,一般\n");
    let unknown = shop.import(&[&book]).remove(0);
    assert_eq!((unknown.status, unknown.problems[0].code.as_str()), (Status::NeedsMapping, "needs_mapping"));
    let options = Options::default();
    let cancel = Arc::new(AtomicBool::new(false));
    let prepared = prepare(&shop.store, std::slice::from_ref(&book), &options, &|_| {}, &cancel).unwrap();
    let State::Unknown(unknown) = &prepared.files[0].state else { panic!() };
    let mapping = unknown.guess.mapping("账本", &unknown.header.names);
    assert!(mapping.resolve(&unknown.header.names).is_ok(), "{mapping:?}");
    let given = Options { mapping: Some(mapping.clone()), ..Options::default() };
    let report = shop.import_with(&[book], &given).remove(0);
    assert_eq!((report.format.as_str(), counts(&report)), ("mapping:账本", (2, 0, 0, 0)));
    shop.store.save_mapping("test", &mapping.name, &mapping.to_toml().unwrap()).unwrap();
    let next = shop.file("五月.csv", "单号,日期,心情,实收\nA2,2026-05-02,好,8\nA3,2026-05-03,好,9\n");
    let report = shop.import(&[&next]).remove(0);
    assert_eq!((report.format.as_str(), counts(&report)), ("mapping:账本", (1, 0, 1, 0)));
}

#[test]
fn a_mapping_that_does_not_fit_says_why() {
    let shop = Shop::new();
    let book = shop.file("账本.csv", "日期,单号,实收\n2026-05-01,A1,12.50\n");
    let mapping = Mapping::from_toml(
        "name=\"x\"\nkind=\"orders\"\n[columns]\norder_no=\"编号\"\npaid=\"实收\"\ncreated_at=\"日期\"",
    );
    let options = Options { mapping: Some(mapping.unwrap()), ..Options::default() };
    let report = shop.import_with(&[book], &options).remove(0);
    assert_eq!(report.status, Status::NeedsMapping);
    assert!(report.problems[0].message.contains("编号"), "{:?}", report.problems[0]);
}

#[test]
fn files_that_are_no_exports_get_a_sentence_and_do_no_harm() {
    let shop = Shop::new();
    let good = format!("{HEAD}7001,10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n");
    let files = [
        shop.file("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        shop.file("empty.csv", b""),
        shop.file("login.csv", "<html><head><title>登录</title></head><body>请登录</body></html>"),
        shop.file("note.csv", "今天天气不错"),
        shop.file("nothing.csv", HEAD),
        shop.file("bill.csv", "账务流水号,业务流水号,商户订单号,对方账号\n1,2,3,4\n"),
        shop.file("good.csv", good),
        shop.folder.path().join("missing.csv"),
    ];
    let reports = shop.import(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    let told: Vec<_> = reports.iter().map(|r| r.status).collect();
    use Status as S;
    assert_eq!(told, [S::Refused, S::Refused, S::Refused, S::Refused, S::Refused, S::Noted, S::Imported, S::Refused]);
    for report in reports.iter().filter(|r| r.status != S::Imported) {
        let problem = &report.problems[0];
        assert!(problem.message.chars().count() > 10 && !problem.message.contains("import."), "{problem:?}");
    }
    assert_eq!(shop.store.imports().unwrap().len(), 1);
}

#[test]
fn folders_and_archives_are_opened() {
    use std::io::Write as _;
    let shop = Shop::new();
    let folder = shop.folder.path().join("exports");
    std::fs::create_dir(&folder).unwrap();
    let row = |n: u32| format!("{HEAD}{n},10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n");
    std::fs::write(folder.join("a.csv"), row(1)).unwrap();
    std::fs::write(folder.join("~$a.xlsx"), "lock").unwrap();
    std::fs::write(folder.join("readme.md"), "no export").unwrap();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(folder.join("b.zip")).unwrap());
    for n in [2, 3] {
        archive.start_file(format!("{n}.csv"), zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(row(n).as_bytes()).unwrap();
    }
    archive.finish().unwrap();
    let reports = shop.import(&[&folder]);
    let labels: Vec<_> = reports.iter().map(|r| (r.label.as_str(), r.new, r.seen_before)).collect();
    assert_eq!(labels, [("a.csv", 1, false), ("b.zip/2.csv", 1, false), ("b.zip/3.csv", 1, false)]);
}

#[test]
fn hostile_files_beside_a_good_one_leave_the_shop_with_the_good_one_only() {
    let good = format!("{HEAD}7001,10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,\n");
    let alone = Shop::new();
    alone.import(&[&alone.file("good.csv", &good)]);
    let table: &[&[&str]] = &[&["订单编号", "总金额"], &["7001", "12.30"]];
    let mut cut = xlsx(table);
    cut.truncate(cut.len() / 2);
    let wide = "列,".repeat(10_000_000).into_bytes();
    // A header that is known, and then a row of ten million columns: the file breaks off after its preview.
    let wide_row = [good.as_bytes(), &wide].concat();
    let empty_rows = format!("{HEAD},,,,,,,\n");
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("半截.xlsx", cut, "truncated"),
        ("加密.xlsx", compound(&[("EncryptionInfo", Vec::new()), ("EncryptedPackage", Vec::new())]), "password"),
        ("空.csv", Vec::new(), "empty"),
        (
            "登录.csv",
            "<html><title>千牛 登录</title><form><input type=\"password\"></form></html>".into(),
            "login_page",
        ),
        ("照片.csv", b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec(), "picture"),
        ("千万列.csv", wide, "too_wide"),
        ("千万列的一行.csv", wide_row, "too_wide"),
        ("炸弹.zip", packed_zip(&[("订单.csv", &vec![b'0'; 80 * 1024 * 1024])]), "bomb"),
        ("套娃.zip", packed_zip(&[("里面.zip", &packed_zip(&[("a.csv", good.as_bytes())]))]), "nested_archive"),
        ("越界.zip", stored_zip(&[Member { name: b"../../a.csv", flags: 0, content: good.as_bytes() }]), "unsafe_name"),
        ("零字节.csv", vec![0; 50_000], "zero_filled"),
        ("没有数据.csv", empty_rows.into_bytes(), "no_rows"),
        ("公式.csv", b"=1+1,=cmd|'/c calc'!A1\n=2+2,@SUM(1)\n".to_vec(), "no_table"),
    ];
    let shop = Shop::new();
    let mut files: Vec<PathBuf> = cases.iter().map(|(name, content, _)| shop.file(name, content)).collect();
    files.push(shop.file("good.csv", &good));
    let reports = shop.import(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    for (report, (name, _, code)) in reports.iter().zip(&cases) {
        let problem = &report.problems[0];
        assert_eq!(problem.code, *code, "{name}: {problem:?}");
        assert!(report.failed() && report.new == 0, "{name}");
        for lang in [Lang::Zh, Lang::En] {
            let sentence = lang.say(problem.said.as_ref().unwrap());
            assert!(sentence.chars().count() > 15 && !sentence.contains(['{', '_']), "{name}: {sentence}");
        }
    }
    assert_eq!(reports.last().unwrap().status, Status::Imported);
    // Two shops are made at two moments.
    let timeless = |rows: Vec<String>| -> Vec<String> {
        rows.into_iter().map(|row| row.split(", 'updated_at'").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(timeless(dump(&shop.store)), timeless(dump(&alone.store)));
    assert_eq!(shop.store.imports().unwrap().len(), 1);
}

#[test]
fn a_file_of_which_not_one_row_can_be_taken_is_no_import() {
    let shop = Shop::new();
    let before = shop.store.version();
    let file = shop.file("来源.csv", "来源,来源明细,访客数,支付金额\n淘内免费,手淘搜索,10,5.00\n");
    let report = shop.import(&[&file]).remove(0);
    assert!(report.failed());
    let codes: Vec<_> = report.problems.iter().map(|problem| (problem.row, problem.code.as_str())).collect();
    assert_eq!(codes, [(0, "nothing_taken"), (2, "days_missing")]);
    assert_eq!((shop.store.version(), shop.store.imports().unwrap().len()), (before, 0));
}

/// The exports of a small sample shop, in no order that would spare the importer anything: refunds and items before their orders.
fn exports_of_a_small_shop() -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    write_exports(folder.path(), &DemoOptions { orders: 200, ..DemoOptions::default() }, &mut |_| true).unwrap();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending != "md"));
    files.sort_by_key(|path| std::cmp::Reverse(path.file_name().unwrap().to_owned()));
    (folder, files)
}

#[test]
fn all_exports_of_a_shop_again_change_nothing() {
    let (_folder, files) = exports_of_a_small_shop();
    let paths: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    let shop = Shop::new();
    for report in shop.import(&paths) {
        assert_eq!(report.status, Status::Imported, "{}: {:?}", report.path, report.problems);
    }
    let findings = shop.store.check().unwrap();
    assert!(findings.iter().all(|finding| finding.severity == Severity::Note), "{findings:?}");
    let before = dump(&shop.store);
    for report in shop.import(&paths) {
        assert_eq!((report.new, report.updated), (0, 0), "{}", report.path);
    }
    assert!(dump(&shop.store) == before);
}

#[test]
fn the_latest_imports_of_a_whole_shop_can_be_taken_back_one_by_one() {
    const BACK: usize = 20;
    let (_folder, files) = exports_of_a_small_shop();
    let shop = Shop::new();
    let mut states = Vec::new();
    for (at, file) in files.iter().enumerate() {
        if at + BACK >= files.len() {
            states.push(dump(&shop.store));
        }
        shop.import(&[file]);
    }
    while let Some(state) = states.pop() {
        let latest = shop.store.imports().unwrap().into_iter().find(|import| import.undone_at.is_none()).unwrap();
        shop.store.undo_import("test", latest.id).unwrap();
        let now = dump(&shop.store);
        let difference =
            now.iter().find(|row| !state.contains(row)).or_else(|| state.iter().find(|row| !now.contains(row)));
        assert_eq!(difference, None, "after taking back {}", latest.file_name);
    }
}

#[test]
fn traffic_goes_to_the_shop_that_its_rows_name() {
    let shop = Shop::new();
    let row = "7001,10.00,10.00,交易成功,2026-05-01 08:00:00,2026-05-01 08:01:00,0,";
    let orders = |name: &str, number: u32| {
        let text = format!("{},店铺名称\n{},{name}\n", HEAD.trim_end(), row.replace("7001", &number.to_string()));
        shop.file(&format!("{number}.csv"), text)
    };
    shop.import(&[&orders("林记女装", 7001), &orders("林记童装", 7002)]);
    let daily = shop.file(
        "店铺经营核心日报.csv",
        "统计日期,店铺名称,访客数,支付金额,支付买家数\n2026-05-01,林记童装,\"1,200\",345.00,3\n",
    );
    shop.import(&[&daily]);
    let import = &shop.store.imports().unwrap()[0];
    assert_eq!((import.shop.as_str(), import.platform), ("林记童装", Platform::Taobao));
    assert_eq!(
        crate::store::ask(&shop.store, "SELECT s.name || t.visitors FROM traffic t JOIN shop s ON s.id = t.shop_id"),
        "林记童装1200"
    );
}
