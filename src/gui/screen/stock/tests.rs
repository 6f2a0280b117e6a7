//! What somebody who keeps stock sees and does.

use chrono::NaiveDate;

use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, RefundDraft, Source};
use crate::domain::flow::Step;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::refund::{RefundKind, RefundStatus};
use crate::domain::stock::{StockMark, StockRules};
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::record_list::ViewMessage;
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::store::{Count, ImportMeta, ImportSummary, Options, StepRules, StockQuery, Store, Task, Want};

use super::arrivals::Message as Arrival;
use super::asof::Message as AsOf;
use super::form::{Deed, Message as Form};
use super::warehouses::Message as Warehouse;
use super::{Message, record_list};

/// Two own SKUs; of one, two pieces were paid and wait to be shipped.
fn fill(store: &Store) {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap();
    let own = |code: &str, name: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        cost: Some(Money::from_fen(2_500)),
        ..ProductDraft::default()
    };
    let order = OrderDraft {
        order_no: "7001".to_owned(),
        status: Some(OrderStatus::Paid),
        created_at: Some(noon),
        paid_at: Some(noon),
        payable: Some(Money::from_fen(10_000)),
        paid: Some(Money::from_fen(10_000)),
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: "7001".to_owned(),
        order_no: "7001".to_owned(),
        sku_code: "A-1".to_owned(),
        title: "上衣".to_owned(),
        qty: 2,
        paid: Some(Money::from_fen(10_000)),
        status: Some(OrderStatus::Paid),
        ..LineDraft::default()
    };
    let drafts = Drafts {
        orders: vec![order],
        lines: vec![line],
        products: vec![own("A-1", "上衣"), own("A-2", "裤子")],
        ..Drafts::default()
    };
    let meta =
        ImportMeta { actor: "owner".to_owned(), file_name: "订单.csv".to_owned(), at: noon, ..ImportMeta::default() };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

/// A window on the stock page.
fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Stock)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Stock(record_list::Message::Own(message))));
    window.draw();
}

fn tell_twice(window: &mut Window, message: Message) {
    window.send_twice(&App::Screen(Screen::Stock(record_list::Message::Own(message))));
    window.draw();
}

fn sku(window: &Window, code: &str) -> i64 {
    let store = window.app.ctx.store().unwrap();
    let all = store.skus(&crate::store::SkuQuery::default()).unwrap().ids;
    let rows = store.sku_rows(&all, &crate::store::Sold::default()).unwrap();
    rows.into_iter().find(|row| row.code == code).unwrap().id
}

#[test]
fn a_first_count_opens_the_books_and_a_wrong_number_is_told_at_its_field() {
    let mut window = window();
    assert!(window.sees("未建账"));
    let id = sku(&window, "A-1");
    tell(&mut window, Message::Post(vec![id]));
    assert!(window.sees("数到的件数"), "a SKU that nobody has counted is counted first");
    tell(&mut window, Message::Form(Form::Qty(0, "十二".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("请填整数"));
    tell(&mut window, Message::Form(Form::Qty(0, "1,012".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(!window.sees("数到的件数"), "the form is closed");
    assert!(window.sees("1,012") && window.sees("1,010"), "on hand, and sendable without the two that wait");
}

#[test]
fn what_was_posted_can_be_taken_back_from_its_toast() {
    let mut window = window();
    let id = sku(&window, "A-1");
    let lines = vec![("A-1".to_owned(), 20)];
    let count = Count { warehouse: 1, counted_at: window.app.ctx.now(), reason: String::new(), lines };
    window.app.ctx.store().unwrap().post_count("owner", &count).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Lock)));
    tell(&mut window, Message::Form(Form::Qty(0, "5".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    let levels = |window: &Window| window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels;
    assert_eq!(
        (levels(&window).good, levels(&window).locked, levels(&window).sendable()),
        (Some(15), Some(5), Some(13))
    );
    window.click("撤销");
    assert_eq!((levels(&window).good, levels(&window).locked), (Some(20), Some(0)));
}

#[test]
fn more_than_there_is_cannot_leave_and_the_form_stays_open_with_the_reason() {
    let mut window = window();
    let id = sku(&window, "A-1");
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Qty(0, "3".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Damage)));
    tell(&mut window, Message::Form(Form::Qty(0, "4".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("请写明原因"));
    tell(&mut window, Message::Form(Form::Reason("漏水".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("A-1 只有 3 件，出不了 4 件。先盘点，或改用“调整”并写明原因。"));
}

#[test]
fn a_filled_sheet_shows_its_wrong_rows_and_posts_the_others() {
    let mut window = window();
    let path = window.system.folder().join("盘点.csv");
    std::fs::write(&path, "编码,名称,实盘\nA-1,上衣,12\nA-2,裤子,五\nX-9,谁,3\nA-1,上衣,4\n").unwrap();
    tell(&mut window, Message::Chosen(Some(path)));
    for words in ["第 3 行", "第 4 行", "第 5 行", "A-2 的“五”不是数字。", "入账 1 行"] {
        assert!(window.sees(words), "{words}");
    }
    window.click("入账 1 行");
    let id = sku(&window, "A-1");
    let levels = window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels;
    assert_eq!(levels.good, Some(12));
    let documents = window.app.ctx.store().unwrap().stock_documents(9).unwrap();
    assert_eq!(documents.len(), 1);
}

#[test]
fn the_sheet_to_fill_in_reads_back_and_tells_nothing_of_the_books() {
    let mut window = window();
    let path = window.system.folder().join("盘点表.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    tell(&mut window, Message::Sheet);
    let sheet = crate::import::stocktake::read(&path).unwrap();
    assert_eq!((sheet.lines.len(), sheet.problems.len(), sheet.blank), (0, 0, 2));
}

#[test]
fn goods_are_sent_to_another_warehouse_and_taken_in_there() {
    let mut window = window();
    let id = sku(&window, "A-1");
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Qty(0, "20".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    // With one warehouse there is nowhere to go.
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Transfer)));
    assert!(window.sees("现在只有一个仓库。先在页面右上角的“仓库”里加一个。"));
    tell(&mut window, Message::Form(Form::Close));
    tell(&mut window, Message::Manage);
    tell(&mut window, Message::Warehouses(Warehouse::New("南仓".to_owned())));
    window.click("加一个仓库");
    assert!(window.sees("0 件 · 0 个 SKU"));
    tell(&mut window, Message::Warehouses(Warehouse::Add));
    assert!(window.sees("请给仓库起个名字。"));
    tell(&mut window, Message::Warehouses(Warehouse::Close));
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Transfer)));
    tell(&mut window, Message::Form(Form::Qty(0, "8".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("请选调入的仓库"));
    tell(&mut window, Message::Form(Form::To(2)));
    tell(&mut window, Message::Form(Form::Travels(true)));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("在途调拨 1"));
    window.click("在途调拨 1");
    assert!(window.sees("发出 8 件"));
    tell(&mut window, Message::Arrivals(Arrival::Qty(0, "9".to_owned())));
    tell(&mut window, Message::Arrivals(Arrival::Save));
    assert!(window.sees("请填 0 到 8"));
    tell(&mut window, Message::Arrivals(Arrival::Qty(0, "7".to_owned())));
    tell(&mut window, Message::Arrivals(Arrival::Save));
    let levels = window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels;
    assert_eq!((levels.good, levels.transfer_transit), (Some(19), 0));
    assert!(!window.sees("在途调拨 1"));
    // One warehouse by itself, and a day before there was any stock.
    tell(&mut window, Message::AsOf(AsOf::Warehouse(2)));
    assert!(window.sees("7") && window.sees("南仓"));
    tell(&mut window, Message::AsOf(AsOf::Day(NaiveDate::from_ymd_opt(2026, 1, 31))));
    assert!(window.sees("截至 2026-01-31") && window.sees("未建账"));
}

#[test]
fn an_assembly_uses_up_parts_and_its_cost_is_theirs() {
    let mut window = window();
    let (cup, set) = (sku(&window, "A-1"), sku(&window, "A-2"));
    tell(&mut window, Message::Post(vec![cup, set]));
    tell(&mut window, Message::Form(Form::Qty(0, "20".to_owned())));
    tell(&mut window, Message::Form(Form::Qty(1, "0".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    tell(&mut window, Message::Post(vec![cup, set]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Assembly)));
    tell(&mut window, Message::Form(Form::Qty(0, "12".to_owned())));
    tell(&mut window, Message::Form(Form::Qty(1, "6".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("要有用掉的（负数），也要有得到的（正数）。"));
    tell(&mut window, Message::Form(Form::Qty(0, "-12".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    let store = window.app.ctx.store().unwrap();
    let of = |id| store.stock_of(id).unwrap().unwrap();
    assert_eq!((of(cup).levels.good, of(set).levels.good), (Some(8), Some(6)));
    // Twelve at 25.00 make six at 50.00.
    assert_eq!(of(set).value(), Some(Money::from_fen(30_000)));
}

#[test]
fn batches_come_in_with_receipts_and_a_wrong_day_is_told_at_its_field() {
    let mut window = window();
    let id = sku(&window, "A-1");
    tell(&mut window, Message::Post(vec![id]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Receipt)));
    window.click("记批次和到期日");
    tell(&mut window, Message::Form(Form::Qty(0, "30".to_owned())));
    tell(&mut window, Message::Form(Form::Batch(0, "B1".to_owned())));
    tell(&mut window, Message::Form(Form::Expires(0, "明年".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    assert!(window.sees("请填日期，例如 2026-06-30"));
    tell(&mut window, Message::Form(Form::Expires(0, "2027/6/30".to_owned())));
    tell(&mut window, Message::Form(Form::Save));
    let row = window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap();
    assert_eq!((row.expires(), row.lots[0].1), (NaiveDate::from_ymd_opt(2027, 6, 30), 30));
}

/// Twenty pieces of A-1, of which five are locked.
fn with_locked(window: &mut Window) -> i64 {
    let id = sku(window, "A-1");
    tell(window, Message::Post(vec![id]));
    tell(window, Message::Form(Form::Qty(0, "20".to_owned())));
    tell(window, Message::Form(Form::Save));
    tell(window, Message::Post(vec![id]));
    tell(window, Message::Form(Form::Deed(Deed::Lock)));
    tell(window, Message::Form(Form::Qty(0, "5".to_owned())));
    tell(window, Message::Form(Form::Reason("双11".to_owned())));
    tell(window, Message::Form(Form::Save));
    id
}

/// Clicks the number in a column of a SKU.
fn click_number(window: &mut Window, id: i64, column: &'static str) {
    let at = window.app.screens.stock.as_ref().unwrap().ids().iter().position(|known| *known == id).unwrap();
    window.send(App::Screen(Screen::Stock(record_list::Message::Grid(GridEvent::Link(at, column)))));
    window.draw();
}

#[test]
fn each_number_opens_what_stands_behind_it() {
    let mut window = window();
    let id = with_locked(&mut window);
    click_number(&mut window, id, "locked");
    assert!(window.sees("只看 锁定") && window.sees("店主 · 双11"));
    assert!(!window.sees("盘点差异"), "the count brought no locked pieces");
    window.click("看全部");
    assert!(window.sees("盘点差异"));
    // The pieces that wait to be shipped are those of an order.
    click_number(&mut window, id, "to_ship");
    let orders = window.app.screens.orders.as_ref().unwrap();
    assert_eq!((window.app.route, orders.only(), orders.ids().len()), (Route::Orders, Some("A-1 · 待发"), 1));
}

#[test]
fn what_nobody_has_looked_at_yet_is_to_be_audited() {
    let window = window();
    let id = sku(&window, "A-1");
    let levels = |window: &Window| {
        let levels = window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels;
        (levels.to_audit, levels.to_ship)
    };
    assert_eq!(levels(&window), (2, 2));
    let store = window.app.ctx.store().unwrap().clone();
    let task = Task { order_no: "7001".to_owned(), ..Task::default() };
    let done = store.take_steps("owner", Step::Audit, &[task], StepRules::default()).unwrap();
    assert_eq!(done.done.len(), 1);
    assert_eq!(levels(&window), (0, 2), "audited, and still to be shipped");
}

#[test]
fn the_details_tell_of_the_day_that_is_looked_at() {
    let mut window = window();
    let id = with_locked(&mut window);
    click_number(&mut window, id, "on_hand");
    assert!(window.sees("盘点差异"));
    let yesterday = window.app.ctx.now().date().pred_opt().unwrap();
    tell(&mut window, Message::AsOf(AsOf::Day(Some(yesterday))));
    assert!(!window.sees("盘点差异"), "nothing had been counted yet");
    tell(&mut window, Message::AsOf(AsOf::Day(None)));
    assert!(window.sees("盘点差异"));
}

#[test]
fn defective_pieces_can_be_mended_and_thrown_away_but_not_more_than_there_are() {
    let mut window = window();
    let id = with_locked(&mut window);
    let mut post = |deed, pieces: &str| {
        tell(&mut window, Message::Post(vec![id]));
        tell(&mut window, Message::Form(Form::Deed(deed)));
        tell(&mut window, Message::Form(Form::Qty(0, pieces.to_owned())));
        tell(&mut window, Message::Form(Form::Reason("验货".to_owned())));
        tell(&mut window, Message::Form(Form::Save));
        let refused = window.sees("A-1 只有 3 件，出不了 4 件。先盘点，或改用“调整”并写明原因。");
        let below = window.sees("请填大于 0 的件数");
        tell(&mut window, Message::Form(Form::Close));
        let levels = window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels;
        (levels.good, levels.defective, refused, below)
    };
    assert_eq!(post(Deed::ToDefective, "6"), (Some(9), Some(6), false, false));
    assert_eq!(post(Deed::FromDefective, "1"), (Some(10), Some(5), false, false));
    assert_eq!(post(Deed::Scrap, "2"), (Some(10), Some(3), false, false));
    assert_eq!(post(Deed::Scrap, "4"), (Some(10), Some(3), true, false));
    assert_eq!(post(Deed::Scrap, "-1"), (Some(10), Some(3), false, true));
}

#[test]
fn filters_are_kept_by_a_name_taken_up_again_and_dropped() {
    let mut window = window();
    let id = with_locked(&mut window);
    let view = |window: &mut Window, message| {
        window.send(App::Screen(Screen::Stock(record_list::Message::View(message))));
        window.draw();
    };
    tell(&mut window, Message::Mark(Some(StockMark::Untracked)));
    assert!(!window.app.screens.stock.as_ref().unwrap().ids().contains(&id));
    view(&mut window, ViewMessage::Name("还没建账".to_owned()));
    view(&mut window, ViewMessage::Keep);
    assert!(window.sees("已存下筛选方案“还没建账”"));
    tell(&mut window, Message::Mark(None));
    assert_eq!(window.app.screens.stock.as_ref().unwrap().ids().len(), 2);
    view(&mut window, ViewMessage::Take(0));
    assert_eq!(window.app.screens.stock.as_ref().unwrap().ids(), [sku(&window, "A-2")]);
    let kept = |window: &Window| window.app.ctx.settings.views["stock"].len();
    assert_eq!(kept(&window), 1);
    window.app.toasts.clear();
    view(&mut window, ViewMessage::Drop(0));
    assert_eq!(kept(&window), 0);
    window.click("撤销");
    assert_eq!(kept(&window), 1);
}

#[test]
fn a_document_of_before_is_taken_back_from_its_movement_once() {
    let mut window = window();
    let id = with_locked(&mut window);
    click_number(&mut window, id, "locked");
    window.click("撤销单据");
    assert!(
        window.sees("这张单据里所有 SKU 的变动都会退回，并在流水里留下一张冲销单。冲销之后不能再恢复，只能重新登记。"),
        "it asks first"
    );
    tell(&mut window, Message::TakeBackClose);
    let locked = |window: &Window| window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels.locked;
    assert_eq!(locked(&window), Some(5));
    window.click("撤销单据");
    let document = window.app.ctx.store().unwrap().stock_documents(1).unwrap()[0].id;
    tell(&mut window, Message::Undo(document));
    assert_eq!(locked(&window), Some(0));
    assert!(!window.sees("撤销单据"), "neither it nor its reversal is taken back again");
}

#[test]
fn what_a_buyer_sends_back_is_under_way_until_it_is_settled() {
    let window = window();
    let id = sku(&window, "A-1");
    let store = window.app.ctx.store().unwrap().clone();
    let at = |day: u32| NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(9, 0, 0));
    let tell = |status, finished_at| {
        let bare = RefundDraft::bare("R1".to_owned(), "7001".to_owned(), Money::from_fen(10_000), status);
        let refund = RefundDraft { kind: RefundKind::GoodsAndMoney, applied_at: at(21), finished_at, ..bare };
        let meta = ImportMeta {
            actor: "owner".to_owned(),
            file_name: "售后.csv".to_owned(),
            at: at(24).unwrap(),
            ..ImportMeta::default()
        };
        let mut staging = store.stage(&Source { platform: Platform::Taobao, shop: "店".to_owned() }, meta).unwrap();
        staging.append(&Drafts { refunds: vec![refund], ..Drafts::default() }).unwrap();
        staging.commit(&ImportSummary::default()).unwrap();
    };
    let under_way = |day: u32| {
        let (day, rules) = (at(day).unwrap().date(), StockRules::default());
        let query = StockQuery {
            day,
            sold_until: day,
            warehouse: 0,
            text: "a-1".to_owned(),
            categories: Vec::new(),
            ids: None,
            rules,
        };
        let rows = store.stock(&query).unwrap();
        (rows[0].levels.return_transit, store.orders_wanting(id, Want::Returning, &query).unwrap().len())
    };
    assert_eq!(under_way(23), (0, 0));
    tell(RefundStatus::WaitReceipt, None);
    assert_eq!((under_way(20), under_way(23)), ((0, 0), (2, 1)), "two pieces, from the day it was asked for");
    tell(RefundStatus::Succeeded, at(23));
    assert_eq!((under_way(22), under_way(23)), ((2, 1), (0, 0)), "the day before it was settled they were on the way");
}

#[test]
fn a_double_click_posts_one_document() {
    let mut window = window();
    let (cup, set) = (sku(&window, "A-1"), sku(&window, "A-2"));
    let documents = |window: &Window| window.app.ctx.store().unwrap().stock_documents(20).unwrap().len();
    let good = |window: &Window, id| window.app.ctx.store().unwrap().stock_of(id).unwrap().unwrap().levels.good;
    tell(&mut window, Message::Post(vec![cup, set]));
    tell(&mut window, Message::Form(Form::Qty(0, "16".to_owned())));
    tell(&mut window, Message::Form(Form::Qty(1, "0".to_owned())));
    tell_twice(&mut window, Message::Form(Form::Save));
    assert_eq!((documents(&window), good(&window, cup)), (1, Some(16)));
    tell(&mut window, Message::Post(vec![cup, set]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Receipt)));
    tell(&mut window, Message::Form(Form::Qty(0, "4".to_owned())));
    tell(&mut window, Message::Form(Form::Qty(1, "1".to_owned())));
    tell_twice(&mut window, Message::Form(Form::Save));
    assert_eq!((documents(&window), good(&window, cup)), (2, Some(20)));
    // An assembly, and a transfer that travels.
    tell(&mut window, Message::Post(vec![cup, set]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Assembly)));
    tell(&mut window, Message::Form(Form::Qty(0, "-4".to_owned())));
    tell(&mut window, Message::Form(Form::Qty(1, "2".to_owned())));
    tell_twice(&mut window, Message::Form(Form::Save));
    assert_eq!((documents(&window), good(&window, cup), good(&window, set)), (3, Some(16), Some(3)));
    tell(&mut window, Message::Manage);
    tell(&mut window, Message::Warehouses(Warehouse::New("南仓".to_owned())));
    tell_twice(&mut window, Message::Warehouses(Warehouse::Add));
    assert_eq!(window.app.ctx.store().unwrap().warehouses().unwrap().len(), 2);
    tell(&mut window, Message::Warehouses(Warehouse::Close));
    tell(&mut window, Message::Post(vec![cup]));
    tell(&mut window, Message::Form(Form::Deed(Deed::Transfer)));
    tell(&mut window, Message::Form(Form::Qty(0, "5".to_owned())));
    tell(&mut window, Message::Form(Form::To(2)));
    tell(&mut window, Message::Form(Form::Travels(true)));
    tell_twice(&mut window, Message::Form(Form::Save));
    assert_eq!(window.app.ctx.store().unwrap().transfers().unwrap().len(), 1);
    let sent = documents(&window);
    tell(&mut window, Message::Incoming);
    tell_twice(&mut window, Message::Arrivals(Arrival::Save));
    assert_eq!((documents(&window), good(&window, cup)), (sent + 1, Some(16)));
}

#[test]
fn a_filled_sheet_is_posted_once_by_a_double_click() {
    let mut window = window();
    let path = window.system.folder().join("盘点.csv");
    std::fs::write(&path, "编码,名称,实盘\nA-1,上衣,12\n").unwrap();
    tell(&mut window, Message::Chosen(Some(path)));
    tell_twice(&mut window, Message::OfSheet(super::sheet::Message::Save));
    assert_eq!(window.app.ctx.store().unwrap().stock_documents(9).unwrap().len(), 1);
}
