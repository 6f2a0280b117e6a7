//! What somebody who ships orders sees and does.

use chrono::{Days, NaiveDateTime, TimeDelta};

use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::flow::Step;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::desk::{self, BackMessage, RefundingMessage, SendingMessage, SheetMessage};
use crate::gui::harness::{System, Window};
use crate::gui::route::{Open, Route};
use crate::gui::screen::Message as Screen;
use crate::gui::screen::orders::work;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, Options, OrderQuery, QueueView, Store};

use super::{Message, in_steps, record_list};

fn put(store: &Store, at: NaiveDateTime, drafts: &Drafts) {
    let meta =
        ImportMeta { actor: "owner".to_owned(), file_name: "订单.csv".to_owned(), at, ..ImportMeta::default() };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

fn order(no: &str, status: OrderStatus, paid_at: NaiveDateTime) -> OrderDraft {
    OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        created_at: Some(paid_at),
        paid_at: Some(paid_at),
        payable: Some(Money::from_fen(10_000)),
        paid: Some(Money::from_fen(10_000)),
        ..OrderDraft::default()
    }
}

/// Orders 7001, 7002, ... of one piece each: the first is late by an hour, the second has five hours left, the others a day.
fn fill(store: &Store, now: NaiveDateTime, orders: usize) {
    let own =
        ProductDraft { own: true, sku_code: "A-1".to_owned(), name: "上衣".to_owned(), ..ProductDraft::default() };
    let hours = |nth: usize| match nth {
        0 => 49,
        1 => 43,
        _ => 24,
    };
    let no = |nth: usize| (7001 + nth).to_string();
    let line = |nth: usize| LineDraft {
        line_no: no(nth),
        order_no: no(nth),
        sku_code: "A-1".to_owned(),
        title: "上衣".to_owned(),
        qty: 1,
        status: Some(OrderStatus::Paid),
        ..LineDraft::default()
    };
    let drafts = Drafts {
        orders: (0..orders).map(|nth| order(&no(nth), OrderStatus::Paid, now - TimeDelta::hours(hours(nth)))).collect(),
        lines: (0..orders).map(line).collect(),
        products: vec![own],
        ..Drafts::default()
    };
    put(store, now, &drafts);
}

/// A window on the queue.
fn window(orders: usize) -> Window {
    let system = System::new();
    let now = system.ctx(Lang::Zh).now();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store, now, orders);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Queue)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Queue(record_list::Message::Own(message))));
    window.draw();
}

fn desk(window: &mut Window, message: desk::Message) {
    tell(window, Message::Desk(message));
}

fn desk_twice(window: &mut Window, message: desk::Message) {
    window.send_twice(&App::Screen(Screen::Queue(record_list::Message::Own(Message::Desk(message)))));
    window.draw();
}

fn ids(window: &Window, numbers: &[&str]) -> Vec<i64> {
    let store = window.app.ctx.store().unwrap();
    let all = store.orders(&OrderQuery::default()).unwrap().ids;
    let rows = store.order_rows(&all).unwrap();
    numbers.iter().map(|no| rows.iter().find(|row| row.order_no == *no).unwrap().id).collect()
}

fn shipped(window: &Window) -> usize {
    let query = OrderQuery { statuses: vec![OrderStatus::Shipped], ..OrderQuery::default() };
    window.app.ctx.store().unwrap().orders(&query).unwrap().ids.len()
}

#[test]
fn moments_of_the_same_minutes_are_one() {
    let start: NaiveDateTime = "2026-11-23T09:05:00".parse().unwrap();
    for millis in [0, 1, 999, 61_500, 299_999] {
        let at = start + TimeDelta::milliseconds(millis);
        assert_eq!(in_steps(at, 5), start, "{at}");
    }
    assert_eq!(in_steps(start + TimeDelta::milliseconds(61_500), 1), start + TimeDelta::minutes(1));
    assert_eq!(in_steps(start + TimeDelta::minutes(5), 5), start + TimeDelta::minutes(5));
}

#[test]
fn the_most_urgent_comes_first_and_what_is_late_says_so() {
    let mut window = window(3);
    for words in ["超时 1 小时 0 分", "5 小时 0 分", "24 小时 0 分", "全部待发 3", "已超时 1", "待审核 3"]
    {
        assert!(window.sees(words), "{words}");
    }
    tell(&mut window, Message::View(QueueView::Overdue));
    assert!(window.sees("7001") && !window.sees("7002"));
    let chosen = ids(&window, &["7001"]);
    desk(&mut window, desk::Message::Take(Step::Audit, chosen));
    assert!(window.sees("已审核"));
    window.click("撤销");
    window.draw();
    assert!(!window.sees("已审核"));
}

#[test]
fn tracking_numbers_are_scanned_one_after_the_other_and_empty_ones_wait() {
    let mut window = window(3);
    let chosen = ids(&window, &["7001", "7002", "7003"]);
    desk(&mut window, desk::Message::Send(Step::Ship, chosen));
    assert!(window.sees("发货 3 单"));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Save));
    assert!(window.sees("至少填一个运单号。"));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Typed(0, " ZT10001 ".to_owned())));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Next(0)));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Typed(2, "ZT10003".to_owned())));
    // Enter after the last one sends them.
    desk(&mut window, desk::Message::OfSending(SendingMessage::Next(2)));
    assert_eq!(shipped(&window), 2);
    assert!(!window.sees("7001") && window.sees("7002"), "what is shipped has left the queue");
    window.click("撤销");
    assert_eq!(shipped(&window), 0);
}

#[test]
fn five_hundred_orders_are_shipped_from_a_sheet_with_two_bad_rows() {
    let mut window = window(500);
    let path = window.system.folder().join("发货.csv");
    let mut text = "订单编号,快递公司,运单号\n".to_owned();
    for nth in 0..500usize {
        let no = if nth == 17 { "9999".to_owned() } else { (7001 + nth).to_string() };
        // Row 302 repeats the parcel of row 102.
        let parcel = if nth == 300 { 100 } else { nth };
        text.push_str(&format!("{no},中通快递,ZT{:06}\n", 200_000 + parcel));
    }
    std::fs::write(&path, text).unwrap();
    desk(&mut window, desk::Message::Chosen(Some(path)));
    for words in ["第 19 行", "第 302 行", "没有订单 9999。先导入它的订单表，或改正订单号。", "发货 498 单"]
    {
        assert!(window.sees(words), "{words}");
    }
    assert_eq!(shipped(&window), 0, "a preview sends nothing");
    window.click("发货 498 单");
    assert_eq!(shipped(&window), 498);
    window.draw();
    assert!(window.sees("全部待发 2"));
    desk(&mut window, desk::Message::Batches);
    assert!(window.sees("发货 498 单"));
    window.click("撤销");
    assert_eq!(shipped(&window), 0);
}

#[test]
fn the_sheet_to_fill_in_reads_back() {
    let mut window = window(2);
    let path = window.system.folder().join("发货表.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    tell(&mut window, Message::Sheet);
    let sheet = crate::import::shipments::read(&path).unwrap();
    assert_eq!((sheet.lines.len(), sheet.problems.len(), sheet.blank), (0, 0, 2));
}

#[test]
fn what_was_refused_is_told_order_by_order() {
    let mut window = window(2);
    let chosen = ids(&window, &["7001", "7002"]);
    desk(&mut window, desk::Message::Take(Step::Audit, vec![chosen[0]]));
    desk(&mut window, desk::Message::Take(Step::Audit, chosen));
    assert!(window.sees("1 单没有做"));
    assert!(window.sees("订单 7001 已经做过这一步，或已经走到后面了。"));
}

#[test]
fn a_contradicting_file_is_shown_on_the_order_and_settled_there() {
    let mut window = window(1);
    let chosen = ids(&window, &["7001"]);
    desk(&mut window, desk::Message::Send(Step::Ship, chosen.clone()));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Typed(0, "ZT10001".to_owned())));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Save));
    let now = window.app.ctx.now();
    let mut told = order("7001", OrderStatus::Shipped, now.checked_sub_days(Days::new(2)).unwrap());
    told.shipped_at = Some(now);
    told.tracking_no = "YT90009".to_owned();
    put(window.app.ctx.store().unwrap(), now, &Drafts { orders: vec![told], ..Drafts::default() });
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(window.sees("冲突 1"));
    window.send(App::Intent(Intent::Open(Open::Order(chosen[0]))));
    window.draw();
    assert!(window.sees("这里发的是 ZT10001，文件说是 YT90009。以谁为准？"));
    window.click("以文件为准");
    window.draw();
    assert!(!window.sees("以文件为准"));
    let shown = window.app.ctx.store().unwrap().order_detail(chosen[0]).unwrap();
    assert_eq!(shown.order.tracking_no, "YT90009");
}

#[test]
fn money_back_is_noted_from_the_queue_and_taken_back() {
    let mut window = window(2);
    let chosen = ids(&window, &["7001", "7002"]);
    desk(&mut window, desk::Message::Refund(chosen));
    assert!(window.sees("给 2 笔订单登记售后") && window.sees("每单退还没退的全部实付，合计 ¥200.00。"));
    desk(&mut window, desk::Message::OfRefunding(RefundingMessage::Save));
    assert!(window.sees("请写明原因"));
    window.click("质量问题");
    window.click("登记");
    window.draw();
    assert!(window.sees("已登记 2 笔售后") && !window.sees("7001"), "there is nothing to send any more");
    window.click("撤销");
    window.draw();
    assert!(window.sees("7001") && window.sees("7002"));
}

#[test]
fn an_order_on_hold_says_so_in_the_queue_and_is_released_there() {
    let mut window = window(2);
    let one = ids(&window, &["7001"]);
    tell(&mut window, Message::Work(work::Message::Hold(one.clone())));
    tell(&mut window, Message::Work(work::Message::Text("等买家确认".to_owned())));
    tell(&mut window, Message::Work(work::Message::Save));
    window.draw();
    assert!(window.sees("等买家确认") && window.sees("挂起 1"));
    desk(&mut window, desk::Message::Take(Step::Audit, one.clone()));
    assert!(window.sees("订单 7001 挂起中：等买家确认。先解除挂起再继续。"));
    desk(&mut window, desk::Message::Close);
    tell(&mut window, Message::Work(work::Message::Release(one.clone())));
    window.draw();
    assert!(!window.sees("挂起 1"));
    desk(&mut window, desk::Message::Take(Step::Audit, one));
    assert!(window.sees("已审核"));
}

#[test]
fn a_double_click_takes_a_step_once_and_nothing_covers_that_it_went_well() {
    let mut window = window(2);
    let store = window.app.ctx.store().unwrap().clone();
    let counted_at = window.app.ctx.now() - TimeDelta::days(3);
    let lines = vec![("A-1".to_owned(), 5)];
    let opening = crate::store::Count { warehouse: 1, counted_at, reason: String::new(), lines };
    store.post_count("owner", &opening).unwrap();
    let batches = |window: &Window| window.app.ctx.store().unwrap().order_batches(20).unwrap().len();
    let path = window.system.folder().join("发货.csv");
    std::fs::write(&path, "订单编号,快递公司,运单号\n7001,中通快递,ZT20001\n").unwrap();
    desk(&mut window, desk::Message::Chosen(Some(path)));
    desk_twice(&mut window, desk::Message::OfSheet(SheetMessage::Save));
    assert_eq!((shipped(&window), batches(&window)), (1, 1));
    assert!(!window.sees("1 单没有做"));
    let second = ids(&window, &["7002"]);
    desk(&mut window, desk::Message::Send(Step::Ship, second));
    desk(&mut window, desk::Message::OfSending(SendingMessage::Typed(0, "ZT20002".to_owned())));
    desk_twice(&mut window, desk::Message::OfSending(SendingMessage::Save));
    assert_eq!((shipped(&window), batches(&window)), (2, 2));
    assert!(!window.sees("1 单没有做"));
    // The parcel of the first comes back: its goods are taken in once.
    let documents = |window: &Window| window.app.ctx.store().unwrap().stock_documents(99).unwrap().len();
    let before = documents(&window);
    let first = ids(&window, &["7001"])[0];
    desk(&mut window, desk::Message::Take(Step::Intercept, vec![first]));
    desk(&mut window, desk::Message::ReceiveOrder(first));
    desk_twice(&mut window, desk::Message::OfBack(BackMessage::Save));
    assert_eq!(documents(&window), before + 1);
    assert!(!window.sees("1 单没有做"));
}
