//! What somebody who packs sees and does.

use chrono::NaiveDate;

use super::Message;
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, Options, Store};

/// One paid order of two pieces of A-1 and one of B-2, and one that was refunded.
fn fill(store: &Store) {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0));
    let order = |no: &str, status: OrderStatus| OrderDraft {
        order_no: no.to_owned(),
        status: Some(status),
        created_at: noon,
        paid_at: noon,
        payable: Some(Money::from_fen(10_000)),
        paid: Some(Money::from_fen(10_000)),
        receiver: "林晓明".to_owned(),
        tracking_no: format!("YT{no}"),
        seller_memo: "用礼盒装".to_owned(),
        ..OrderDraft::default()
    };
    let line = |no: &str, at: u32, code: &str, qty: i64, status: OrderStatus| LineDraft {
        line_no: format!("{no}-{at}"),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: code.to_owned(),
        qty,
        status: Some(status),
        ..LineDraft::default()
    };
    let own = |code: &str, name: &str, barcode: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        barcode: barcode.to_owned(),
        ..ProductDraft::default()
    };
    let (paid, closed) = (OrderStatus::Paid, OrderStatus::ClosedRefunded);
    let drafts = Drafts {
        orders: vec![order("7001", paid), order("7002", closed)],
        lines: vec![
            line("7001", 1, "A-1", 2, paid),
            line("7001", 2, "B-2", 1, paid),
            line("7002", 1, "A-1", 1, closed),
        ],
        products: vec![own("A-1", "大衣", "6901"), own("B-2", "围巾", "")],
        ..Drafts::default()
    };
    let meta = ImportMeta { actor: "owner".to_owned(), at: noon.unwrap_or_default(), ..ImportMeta::default() };
    let mut staging = store.stage(&Source { platform: Platform::Taobao, shop: "店".to_owned() }, meta).unwrap();
    staging.append(&drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Packing)));
    window
}

fn scan(window: &mut Window, code: &str) {
    window.send(App::Screen(Screen::Packing(Message::Field(code.to_owned()))));
    window.send(App::Screen(Screen::Packing(Message::Scanned)));
}

#[test]
fn a_box_is_scanned_piece_by_piece_and_kept_as_checked() {
    let mut window = window();
    assert!(window.sees("从扫一张面单开始"));
    scan(&mut window, "YT7001");
    assert!(window.sees("还差 3 件") && window.sees("用礼盒装"), "what is missing, and what the packer must know");
    scan(&mut window, "6901");
    assert!(window.sees("大衣，还差 1 件") && window.sees("1 / 2"));
    scan(&mut window, "X-9");
    assert!(window.sees("错了：X-9 不在这一单里，请拿出来"));
    scan(&mut window, "b-2");
    scan(&mut window, "B-2");
    assert!(window.sees("多了：围巾 已经够数，请拿出来"));
    scan(&mut window, "a-1");
    assert!(window.sees("验货完成，可以封箱") && window.sees("全部齐了"));
    let order = [(Platform::Taobao, "7001".to_owned())];
    assert!(window.app.ctx.store().unwrap().last_check(&order).unwrap().is_some());
    // The next number begins the next box; this one is told to be checked already.
    scan(&mut window, "7001");
    assert!(window.sees("还差 3 件") && !window.sees("验货完成，可以封箱"));
}

#[test]
fn what_must_not_be_sent_is_refused_and_nothing_is_scanned_for_it() {
    let mut window = window();
    scan(&mut window, "7002");
    assert!(window.sees("7002 已关闭或退款，不要发货。"));
    scan(&mut window, "404");
    assert!(window.sees("没有单号 404 的订单。请核对，或先导入订单。"));
}
