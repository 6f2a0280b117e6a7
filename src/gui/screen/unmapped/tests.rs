//! The queue in the window: mapped one by one, as bundles, several at once, all that is sure, by a sheet, and taken back.

use std::path::PathBuf;

use chrono::{NaiveDate, NaiveDateTime};

use crate::analytics::filter::{Filter, Slice};
use crate::analytics::metric::{Value, find};
use crate::analytics::sales::Sales;
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::period::Period;
use crate::domain::platform::Platform;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::mapper::Message as Mapper;
use crate::gui::record_list::Message as List;
use crate::gui::route::Route;
use crate::gui::screen::{Message as Screen, Screens, import};
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, ListingQuery, Options, Sold, Store};

use super::Message;

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 4, 1).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap()
}

/// Four own SKUs at one yuan, and goods of 100, 60, 30 and 10 yuan that no product sheet knows.
fn fill(store: &Store) {
    let own = |code: &str, name: &str, props: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        props: props.to_owned(),
        cost: Some(Money::from_fen(100)),
        ..ProductDraft::default()
    };
    let goods = [
        ("1", "wd01-0101", "新款双面羊毛大衣", "颜色分类:驼色", 10_000),
        ("2", "FUDAI", "直播间专享福袋", "随机", 6_000),
        ("3", "ZH-WARM", "暖冬礼盒", "", 3_000),
        ("4", "PDD04", "栗屿杯垫四片装", "花色", 1_000),
    ];
    let order = |(no, _, _, _, paid): &(&str, &str, &str, &str, i64)| OrderDraft {
        order_no: (*no).to_owned(),
        status: Some(OrderStatus::Paid),
        created_at: Some(noon()),
        paid_at: Some(noon()),
        payable: Some(Money::from_fen(*paid)),
        paid: Some(Money::from_fen(*paid)),
        ..OrderDraft::default()
    };
    let line = |(no, code, title, props, paid): &(&str, &str, &str, &str, i64)| LineDraft {
        line_no: (*no).to_owned(),
        order_no: (*no).to_owned(),
        sku_code: (*code).to_owned(),
        title: (*title).to_owned(),
        props: (*props).to_owned(),
        qty: 2,
        paid: Some(Money::from_fen(*paid)),
        ..LineDraft::default()
    };
    let drafts = Drafts {
        orders: goods.iter().map(order).collect(),
        lines: goods.iter().map(line).collect(),
        products: vec![
            own("WD01-0101", "双面羊毛大衣", "颜色:驼色"),
            own("AC01", "羊毛围巾", "颜色:驼色"),
            own("AC02", "毛线帽", "颜色:米白"),
            own("HM09", "布艺杯垫", "花色"),
        ],
        ..Drafts::default()
    };
    let source = Source { platform: Platform::Douyin, shop: String::new() };
    let meta = ImportMeta {
        actor: "owner".to_owned(),
        file_name: "抖店.csv".to_owned(),
        sha256: String::new(),
        format: "test".to_owned(),
        encoding: "utf-8".to_owned(),
        at: noon(),
    };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

/// The window on the queue.
fn window(lang: Lang) -> Window {
    let system = System::new();
    let path = system.folder().join("茶舍.zhanggui");
    let options = Options { backups: Some(system.paths.backups.clone()), ..Options::default() };
    fill(&Store::create(&path, &options).unwrap());
    let mut window = Window::with(system, lang, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Unmapped)));
    window.draw();
    window
}

fn list(message: List<super::Queue>) -> App {
    App::Screen(Screen::Unmapped(message))
}

fn open(window: &mut Window, row: usize) {
    window.send(list(List::Grid(GridEvent::Open(row))));
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().cloned().unwrap()
}

fn queue(window: &Window) -> Vec<String> {
    let store = store(window);
    let ids = store.listings_unmapped().unwrap();
    store.listing_rows(&ids, &Sold::default()).unwrap().into_iter().map(|row| row.key).collect()
}

/// Code and pieces of what a platform SKU stands for.
fn mapped(window: &Window, key: &str) -> Vec<(String, i64)> {
    let store = store(window);
    let ids = store.listings(&ListingQuery { text: key.to_owned(), ..ListingQuery::default() }).unwrap().ids;
    let row = store.listing_rows(&ids, &Sold::default()).unwrap().into_iter().find(|row| row.key == key).unwrap();
    row.mapped.into_iter().map(|part| (part.code, part.qty)).collect()
}

fn count(window: &Window) -> Option<u64> {
    Screens::count(Route::Unmapped, &window.app.ctx)
}

/// A figure of all the goods, from the facts that the window shows.
fn figure(window: &Window, id: &str) -> Value {
    let facts = window.app.ctx.facts().unwrap();
    let day = noon().date();
    Sales::of(&Slice::new(facts, &Filter::new(Period::new(day, day)))).now.value(find(id).unwrap())
}

#[test]
fn the_queue_says_how_much_waits_in_both_languages_and_the_side_bar_how_many() {
    let zh = window(Lang::Zh);
    for words in ["未对应的平台 SKU", "¥200.00", "100.0%", "ZH-WARM", "编码相同，只差大小写或符号", "接受 1 条有把握的"]
    {
        assert!(zh.sees(words), "{words}");
    }
    assert_eq!(count(&zh), Some(4));
    let en = window(Lang::En);
    for words in ["Unmapped platform SKUs", "Same code but for case or marks", "Accept 1 sure ones"] {
        assert!(en.sees(words), "{words}");
    }
}

#[test]
fn the_side_bar_knows_before_the_page_was_ever_shown() {
    let system = System::new();
    let path = system.folder().join("茶舍.zhanggui");
    fill(&Store::create(&path, &Options::default()).unwrap());
    let window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    assert_eq!((window.app.route, count(&window)), (Route::Overview, Some(4)));
}

#[test]
fn a_suggestion_is_taken_with_one_click_and_the_next_one_opens() {
    let mut window = window(Lang::Zh);
    open(&mut window, 0);
    assert!(window.sees("wd01-0101"));
    window.click("对应");
    assert_eq!(mapped(&window, "wd01-0101"), [("WD01-0101".to_owned(), 1)]);
    assert_eq!((queue(&window).len(), count(&window)), (3, Some(3)));
    assert!(window.sees("直播间专享福袋"), "the next of the queue is open");
    // Two pieces at one yuan each; the rest is not covered.
    assert_eq!(figure(&window, "gross_profit"), Value::money(10_000 - 200));
    assert_eq!(figure(&window, "cost_coverage"), Value::Ratio { num: 10_000, den: 20_000 });
    window.click("撤销");
    assert_eq!((queue(&window).len(), count(&window)), (4, Some(4)));
    assert_eq!(figure(&window, "cost_coverage"), Value::Ratio { num: 0, den: 20_000 });
}

#[test]
fn an_own_sku_is_found_by_pinyin_and_two_make_a_bundle() {
    let mut window = window(Lang::Zh);
    open(&mut window, 2);
    window.type_into("搜索自己的编码、名称、规格，拼音也行", "ymwj");
    window.click("羊毛围巾  驼色");
    window.type_into("再加一个商品（组合装）", "maoxianmao");
    window.click("毛线帽  米白");
    assert!(window.sees("组合装"));
    window.send(list(List::Own(Message::One(Mapper::Qty(1, "2".to_owned())))));
    window.click("保存");
    assert_eq!(mapped(&window, "ZH-WARM"), [("AC01".to_owned(), 1), ("AC02".to_owned(), 2)]);
    assert!(!queue(&window).contains(&"ZH-WARM".to_owned()));
}

#[test]
fn pieces_that_make_no_sense_are_said_in_place_and_not_saved() {
    let mut window = window(Lang::Zh);
    open(&mut window, 2);
    window.type_into("搜索自己的编码、名称、规格，拼音也行", "AC01");
    window.click("羊毛围巾  驼色");
    window.send(list(List::Own(Message::One(Mapper::Qty(0, "三".to_owned())))));
    assert!(window.sees("件数请填 1 到 99999 的整数。"));
    window.click("保存");
    assert_eq!(queue(&window).len(), 4);
}

#[test]
fn several_are_mapped_to_one_and_taken_back_together() {
    let mut window = window(Lang::Zh);
    let ids = store(&window).listings_unmapped().unwrap();
    window.send(list(List::Own(Message::MapMany(ids[1..].to_vec()))));
    assert!(window.sees("把 3 个平台 SKU 对应到"));
    window.type_into("搜索自己的编码、名称、规格，拼音也行", "AC02");
    window.click("毛线帽  米白");
    window.click("保存");
    assert_eq!(queue(&window), ["wd01-0101"]);
    assert!(!window.sees("把 3 个平台 SKU 对应到"), "the dialog is gone");
    window.click("撤销");
    assert_eq!(queue(&window).len(), 4);
}

#[test]
fn all_that_is_sure_is_accepted_at_once() {
    let mut window = window(Lang::Zh);
    window.click("接受 1 条有把握的");
    assert_eq!(mapped(&window, "wd01-0101"), [("WD01-0101".to_owned(), 1)]);
    assert_eq!(queue(&window).len(), 3);
    assert!(!window.sees("接受 1 条有把握的"));
}

#[test]
fn an_own_sku_is_made_from_a_platform_sku_without_a_cost_and_stays_unknown() {
    let mut window = window(Lang::Zh);
    open(&mut window, 1);
    window.click("商品资料里没有？新建自有 SKU");
    assert!(window.sees("新建并对应"));
    window.type_into("每件成本，如 39.9", "很贵");
    assert!(window.sees("看不懂这个金额。请填数字，如 39.9；不知道就留空。"));
    window.send(list(List::Own(Message::One(Mapper::Cost(String::new())))));
    window.click("新建并对应");
    assert_eq!(mapped(&window, "FUDAI"), [("FUDAI".to_owned(), 1)]);
    assert_eq!(figure(&window, "cost_coverage"), Value::Ratio { num: 0, den: 20_000 });
    window.click("撤销");
    assert!(queue(&window).contains(&"FUDAI".to_owned()));
}

#[test]
fn a_sheet_is_exported_filled_in_and_imported_and_the_queue_is_empty() {
    let mut window = window(Lang::Zh);
    let path = window.system.folder().join("对照.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    window.click("导出对照表");
    let filled = fill_in(&path, &window);
    window.system.picker.answer(&[filled]);
    window.click("导入填好的表");
    assert_eq!(window.app.route, Route::Import);
    window.send(App::Screen(Screen::Import(import::Message::Commit)));
    assert_eq!(queue(&window), Vec::<String>::new());
    assert_eq!(mapped(&window, "ZH-WARM"), [("AC01".to_owned(), 1), ("AC02".to_owned(), 2)]);
    assert_eq!(count(&window), Some(0));
    // Coat, scarf and hats, cup mats, lucky bag: 2 × (1 + 1 + 2 + 1 + 1) pieces at one yuan.
    assert_eq!(figure(&window, "gross_profit"), Value::money(20_000 - 2 * 600));
    assert_eq!(figure(&window, "cost_coverage"), Value::Ratio { num: 20_000, den: 20_000 });
    window.send(App::Do(Do::Go(Route::Unmapped)));
    assert!(window.sees("都对应好了"));
}

/// Fills in own codes as a person would: reads the exported sheet, and writes it again with its own headings.
fn fill_in(path: &PathBuf, window: &Window) -> PathBuf {
    use crate::import::read::open_bytes;
    let opened = open_bytes("对照.xlsx", std::fs::read(path).unwrap()).unwrap();
    let mut rows = opened.sheets[0].rows().unwrap();
    let table: Vec<Vec<String>> =
        rows.peek(40).unwrap().iter().map(|row| (0..row.len()).map(|at| row.text(at).to_owned()).collect()).collect();
    let column = |name: &str| table[0].iter().position(|heading| heading == name).unwrap();
    let (key, own, qty) = (column("*平台编码"), column("*自有编码"), column("数量"));
    assert_eq!(table.len(), 5, "one row for each code");
    assert_eq!(table[1][column("建议自有编码")], "WD01-0101");
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let mut lines = vec![table[0].clone()];
    for row in &table[1..] {
        assert_eq!(row[own], "", "nobody has decided yet");
        let parts: &[(&str, &str)] = match row[key].as_str() {
            "wd01-0101" => &[("WD01-0101", "1")],
            "ZH-WARM" => &[("AC01", "1"), ("AC02", "2")],
            "PDD04" => &[("HM09", row[qty].as_str())],
            _ => &[("AC01", "1")],
        };
        for (code, pieces) in parts {
            let mut line = row.clone();
            (*code).clone_into(&mut line[own]);
            (*pieces).clone_into(&mut line[qty]);
            lines.push(line);
        }
    }
    for (at, line) in (0_u32..).zip(&lines) {
        for (column, cell) in (0_u16..).zip(line) {
            sheet.write_string(at, column, cell).unwrap();
        }
    }
    let filled = window.system.folder().join("填好的对照.xlsx");
    book.save(&filled).unwrap();
    filled
}
