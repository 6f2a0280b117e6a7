//! What somebody who takes stock sees and does.

use chrono::NaiveDate;

use super::{Message, asking, line, plans, record_list, scan, sheet, work};
use crate::domain::draft::{Drafts, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::platform::Platform;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::store::{Count, ImportMeta, ImportSummary, LineQuery, Options, StocktakeLine, Store};

/// Three own SKUs at ¥25 with their bar codes; of two of them the books say 40.
fn fill(store: &Store) {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap();
    let own = |code: &str, name: &str, barcode: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        barcode: barcode.to_owned(),
        cost: Some(Money::from_fen(2_500)),
        ..ProductDraft::default()
    };
    let products = vec![own("A-1", "上衣", "690001"), own("A-2", "裤子", "690002"), own("A-3", "帽子", "690003")];
    let meta =
        ImportMeta { actor: "owner".to_owned(), file_name: "商品.csv".to_owned(), at: noon, ..ImportMeta::default() };
    let source = Source { platform: Platform::Other, shop: String::new() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&Drafts { products, ..Drafts::default() }).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
    let lines = ["A-1", "A-2"].map(|code| (code.to_owned(), 40)).to_vec();
    store.post_count("owner", &Count { warehouse: 1, counted_at: noon, reason: String::new(), lines }).unwrap();
}

/// A window on the page.
fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Stocktakes)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: work::Message) {
    let own = Message::Work(record_list::Message::Own(message));
    window.send(App::Screen(Screen::Stocktakes(own)));
    window.draw();
}

fn scanned(window: &mut Window, message: scan::Message) {
    tell(window, work::Message::Scan(message));
}

/// Code, Enter, pieces, Enter.
fn pile(window: &mut Window, code: &str, pieces: &str) {
    scanned(window, scan::Message::Code(code.to_owned()));
    scanned(window, scan::Message::Coded);
    scanned(window, scan::Message::Pieces(pieces.to_owned()));
    scanned(window, scan::Message::Piled);
}

/// A plan over everything that has begun, as the form offers it: blind, ten pieces or ¥500 off are counted again.
fn begun() -> Window {
    let mut window = window();
    window.click("新建盘点");
    window.click("开始盘点");
    window.draw();
    window
}

fn lines(window: &Window) -> Vec<StocktakeLine> {
    let store = window.app.ctx.store().unwrap();
    let plan = store.stocktakes(None).unwrap()[0].id;
    store.stocktake_lines(&LineQuery { plan, ..LineQuery::default() }).unwrap()
}

fn found(window: &Window) -> Vec<Option<i64>> {
    lines(window).iter().map(StocktakeLine::found).collect()
}

#[test]
fn a_plan_says_how_many_skus_it_takes_before_it_begins() {
    let mut window = window();
    assert!(window.sees("还没有盘点计划"));
    window.click("新建盘点");
    assert!(window.sees("会盘 3 个 SKU"));
    let form = |message| App::Screen(Screen::Stocktakes(Message::Plans(record_list::Message::Own(message))));
    let kind = super::form::Message::Kind(super::form::Kind::Skus);
    window.send(form(plans::Message::Form(kind)));
    window.send(form(plans::Message::Form(super::form::Message::Codes("A-1，A-3 没有".to_owned()))));
    assert!(window.sees("会盘 2 个 SKU"));
    window.send(form(plans::Message::Form(super::form::Message::Codes("没有".to_owned()))));
    window.click("开始盘点");
    assert!(window.sees("这个范围里没有 SKU，换一个范围。"));
    window.send(form(plans::Message::Form(super::form::Message::Codes("A-1".to_owned()))));
    window.click("存为草稿");
    window.draw();
    assert!(window.sees("指定 1 个 SKU") && window.sees("草稿"));
}

#[test]
fn scans_are_told_one_after_the_other_and_the_last_is_taken_back() {
    let mut window = begun();
    assert!(window.sees("盘点中") && window.sees("已盘 0 / 3"));
    assert!(!window.sees("账面"), "blind");
    pile(&mut window, "690001", "12");
    assert!(window.sees("A-1 上衣：12 件") && window.sees("已盘 1 / 3"));
    pile(&mut window, "A-1", "13");
    assert!(window.sees("A-1 上衣：13 件（原来 12 件）"));
    scanned(&mut window, scan::Message::Each(true));
    for _ in 0..3 {
        scanned(&mut window, scan::Message::Code("690002".to_owned()));
        scanned(&mut window, scan::Message::Coded);
    }
    assert_eq!(found(&window), [Some(13), Some(3), None]);
    window.click("撤销上一条");
    assert_eq!(found(&window), [Some(13), Some(2), None]);
    scanned(&mut window, scan::Message::Code("没有".to_owned()));
    scanned(&mut window, scan::Message::Coded);
    assert!(window.sees("商品资料里没有“没有”。先补商品资料，或检查条码。"));
    scanned(&mut window, scan::Message::Each(false));
    pile(&mut window, "A-3", "6900011");
    assert!(window.sees("“A-3”的 6900011 像是条码，不是件数（最多 1000000）。"), "two scans in a row");
    assert_eq!(found(&window), [Some(13), Some(2), None]);
}

#[test]
fn a_sheet_shows_its_wrong_rows_and_the_others_are_taken_and_taken_back() {
    let mut window = begun();
    let path = window.system.folder().join("盘点表.csv");
    let text = "编码,名称,实盘\nA-1,上衣,39\nA-2,裤子,五\nX-9,谁,3\n690001,上衣,4\nA-3,帽子,8\n";
    std::fs::write(&path, text).unwrap();
    tell(&mut window, work::Message::Chosen(Some(path)));
    for words in ["第 3 行", "第 4 行", "第 5 行", "“690001”在第 2 行已经有了。请合成一行。", "录入 2 行"]
    {
        assert!(window.sees(words), "{words}");
    }
    tell(&mut window, work::Message::OfSheet(sheet::Message::When("2026-12-01 08:00".to_owned())));
    assert!(window.sees("请填已经过去的时间，例如 2026-11-20 18:00"));
    tell(&mut window, work::Message::OfSheet(sheet::Message::When("2026-11-22 18:00".to_owned())));
    window.click("录入 2 行");
    assert_eq!(found(&window), [Some(39), None, Some(8)]);
    assert_eq!(lines(&window)[0].counted_at.unwrap().to_string(), "2026-11-22 18:00:00");
    window.click("撤销");
    assert_eq!(found(&window), [None, None, None]);
}

#[test]
fn a_large_difference_is_counted_again_and_the_ledger_shows_what_was_posted() {
    let mut window = begun();
    // Two are missing, worth ¥50; fourteen are too many, worth ¥350.
    pile(&mut window, "A-1", "38");
    pile(&mut window, "A-2", "54");
    window.click("结束初盘");
    window.draw();
    assert!(window.sees("待复盘") && window.sees("有差异较大的 SKU，请复盘"));
    pile(&mut window, "690002", "41");
    assert!(window.sees("A-2 裤子：复盘 41 件") && window.sees("待入账"));
    assert!(window.sees("2 个 SKU 有差异：盘盈 +1 件，盘亏 −2 件，合计 −¥25.00"));
    // The dearest difference comes first.
    let grid = Message::Work(record_list::Message::Grid(GridEvent::Open(0)));
    window.send(App::Screen(Screen::Stocktakes(grid)));
    window.click("漏记出库");
    tell(&mut window, work::Message::Line(line::Message::Keep(false)));
    assert_eq!(lines(&window)[0].reason, "漏记出库");
    window.click("入账");
    assert!(window.sees("2 个 SKU 按各自盘点时的账面入账；没盘的 1 个不动。"));
    tell(&mut window, work::Message::Asking(asking::Message::Text("上次盘错".to_owned())));
    tell(&mut window, work::Message::Asking(asking::Message::Accept));
    assert!(window.sees("已入账"));
    let store = window.app.ctx.store().unwrap();
    let number = store.stock_documents(1).unwrap().remove(0).number;
    let moved = |code: &str| {
        let all = store.movements(code, 9).unwrap();
        all.into_iter().filter(|one| one.document == number).map(|one| (one.qty, one.note)).collect::<Vec<_>>()
    };
    assert_eq!(moved("A-1"), [(-2, "漏记出库".to_owned())]);
    assert_eq!(moved("A-2"), [(1, "上次盘错".to_owned())]);
    // The ledger of the stock page.
    window.send(App::Do(Do::Go(Route::Stock)));
    window.draw();
    window.send(App::Screen(Screen::Stock(record_list::Message::Grid(GridEvent::Open(0)))));
    assert!(window.sees(&number));
    // And out of the books again, from the toast.
    window.click("撤销");
    window.send(App::Do(Do::Go(Route::Stocktakes)));
    window.draw();
    assert!(window.sees("待入账"));
    let good = window.app.ctx.store().unwrap().movements("A-1", 1).unwrap()[0].balance;
    assert_eq!(good, 40);
}

#[test]
fn the_sheet_of_a_blind_plan_tells_nothing_of_the_books_and_reads_back() {
    let mut window = begun();
    pile(&mut window, "A-1", "38");
    let path = window.system.folder().join("盘点表.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    tell(&mut window, work::Message::Sheet);
    let sheet = crate::import::stocktake::read(&path).unwrap();
    assert_eq!((sheet.lines.len(), sheet.problems.len(), sheet.blank), (0, 0, 2), "what is counted is not asked again");
    let open = super::sheet::table(Lang::Zh, "盘点", false, &lines(&window));
    let blind = super::sheet::table(Lang::Zh, "盘点", true, &lines(&window));
    let has_books = |table: &crate::table::Table| table.columns.iter().any(|column| column.id == "book");
    assert!(has_books(&open) && !has_books(&blind));
}

#[test]
fn giving_up_asks_why_and_can_be_taken_back() {
    let mut window = begun();
    pile(&mut window, "A-1", "38");
    window.click("放弃");
    tell(&mut window, work::Message::Asking(asking::Message::Accept));
    assert!(window.sees("请写明原因"));
    tell(&mut window, work::Message::Asking(asking::Message::Text("仓库要搬".to_owned())));
    tell(&mut window, work::Message::Asking(asking::Message::Accept));
    assert!(window.sees("已放弃：仓库要搬"));
    window.click("撤销");
    assert!(window.sees("盘点中"));
    assert_eq!(found(&window), [Some(38), None, None]);
}
