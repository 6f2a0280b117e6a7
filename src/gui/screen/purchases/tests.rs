//! What somebody who buys goods sees and does.

use chrono::NaiveDate;

use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::purchase::{PurchaseStatus, SupplierTerms};
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, Options, PurchaseDetail, PurchaseQuery, Store};

use super::order_form::Message as Form;
use super::receive::Message as Receive;
use super::{Message, View, give_back, pay, record_list};

/// Two own SKUs of one supplier, and an order so that there are facts.
fn fill(store: &Store) {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap();
    let own = |code: &str, name: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        cost: Some(Money::from_fen(2_500)),
        supplier: "针织厂".to_owned(),
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

/// A window on the page of purchases.
fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Purchases)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Purchases(record_list::Message::Own(message))));
    window.draw();
}

fn tell_twice(window: &mut Window, message: Message) {
    window.send_twice(&App::Screen(Screen::Purchases(record_list::Message::Own(message))));
    window.draw();
}

/// Takes back what was done last, by the button of its message.
fn undo(window: &mut Window) {
    let last = window.app.toasts.last().unwrap().id;
    window.send(App::PressToast(last));
    window.draw();
}

/// The only order there is.
fn order(window: &Window) -> PurchaseDetail {
    let store = window.app.ctx.store().unwrap();
    let rows = store.purchases(&PurchaseQuery::default()).unwrap();
    assert_eq!(rows.len(), 1);
    store.purchase(rows[0].id).unwrap()
}

/// A draft of 10 pieces of A-1 and 5 of A-2, made in the form.
fn draft(window: &mut Window) {
    tell(window, Message::New);
    for code in ["A-1", "A-2"] {
        tell(window, Message::Order(Form::Add(code.to_owned())));
    }
    tell(window, Message::Order(Form::Qty(0, "10".to_owned())));
    tell(window, Message::Order(Form::Qty(1, "5".to_owned())));
    tell(window, Message::Order(Form::Save));
}

/// The same, confirmed and sent by its buttons.
fn sent(window: &mut Window) {
    draft(window);
    for step in ["确认", "发出"] {
        window.click(step);
        window.draw();
    }
}

#[test]
fn an_empty_page_says_what_it_is_for_and_a_wrong_number_is_told_at_its_field() {
    let mut window = window();
    assert!(window.sees("没有采购单"));
    window.click("新建采购单");
    window.draw();
    tell(&mut window, Message::Order(Form::Save));
    assert!(window.sees("请至少添加一个商品") && window.sees("请选择供应商"));
    // Pinyin finds it; Enter takes the first; the SKU tells the supplier.
    tell(&mut window, Message::Order(Form::Search("kuzi".to_owned())));
    tell(&mut window, Message::Order(Form::AddFirst));
    tell(&mut window, Message::Order(Form::Qty(0, "十".to_owned())));
    tell(&mut window, Message::Order(Form::Price(0, "-3".to_owned())));
    tell(&mut window, Message::Order(Form::Save));
    assert!(window.sees("请填大于 0 的整数") && window.sees("请填金额，例如 12.50"));
    tell(&mut window, Message::Order(Form::Qty(0, "1,000".to_owned())));
    tell(&mut window, Message::Order(Form::Price(0, "24.5".to_owned())));
    assert!(window.sees("1,000 件，¥24,500.00"));
    tell(&mut window, Message::Order(Form::Save));
    let order = order(&window);
    assert_eq!(
        (order.order.supplier.as_str(), order.lines[0].code.as_str(), order.lines[0].qty),
        ("针织厂", "A-2", 1_000)
    );
    assert!(window.sees("草稿") && window.sees("店主"), "the draft stands beside the list");
}

#[test]
fn an_order_goes_from_draft_to_stock_by_its_buttons() {
    let mut window = window();
    sent(&mut window);
    assert_eq!(order(&window).order.status, PurchaseStatus::Sent);
    window.click("收货");
    window.draw();
    assert!(window.sees("收货入库"));
    tell(&mut window, Message::OfReceive(Receive::Qty(0, "12".to_owned())));
    tell(&mut window, Message::OfReceive(Receive::Qty(1, "3".to_owned())));
    assert!(window.sees("多到 2 件") && window.sees("少到 2 件") && window.sees("差异原因"));
    tell(&mut window, Message::OfReceive(Receive::Price(1, String::new())));
    tell(&mut window, Message::OfReceive(Receive::Save));
    assert!(window.sees("请填金额，例如 12.50"), "what came has a price");
    tell(&mut window, Message::OfReceive(Receive::Price(1, "30".to_owned())));
    tell(&mut window, Message::OfReceive(Receive::Save));
    let now = order(&window);
    assert_eq!((now.order.status, now.order.open), (PurchaseStatus::PartReceived, 2));
    // 12 × 25.00 + 3 × 30.00
    assert_eq!(now.order.payable.amount(), Money::from_fen(39_000));
    assert!(window.sees("部分到货") && window.sees("¥390.00"));
    // And back, from the toast.
    undo(&mut window);
    assert_eq!(order(&window).order.status, PurchaseStatus::Sent);
}

#[test]
fn goods_go_back_with_a_reason_and_a_payment_is_noted() {
    let mut window = window();
    sent(&mut window);
    window.click("收货");
    window.draw();
    window.click("收货入库");
    window.draw();
    assert_eq!(order(&window).order.status, PurchaseStatus::Received);
    window.click("退供应商");
    window.draw();
    tell(&mut window, Message::OfGiveBack(give_back::Message::Qty(0, "11".to_owned())));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Save));
    assert!(window.sees("请填 0 到 10 的整数") && window.sees("请写明原因"));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Qty(0, "4".to_owned())));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Reason("色差".to_owned())));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Defective(true)));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Save));
    assert!(window.sees("A-1 只有 0 件，出不了 4 件。先盘点，或改用“调整”并写明原因。"), "none of them is defective");
    tell(&mut window, Message::OfGiveBack(give_back::Message::Defective(false)));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Save));
    // 15 pieces at 25.00 less four.
    assert_eq!(order(&window).order.payable.open(), Money::from_fen(27_500));
    window.click("记付款");
    window.draw();
    assert!(window.sees("275.00"), "what is owed is filled in");
    tell(&mut window, Message::OfPay(pay::Message::Amount("1万".to_owned())));
    tell(&mut window, Message::OfPay(pay::Message::Day("2027-01-01".to_owned())));
    tell(&mut window, Message::OfPay(pay::Message::Save));
    assert!(window.sees("请填今天或以前的日期"));
    tell(&mut window, Message::OfPay(pay::Message::Amount("75".to_owned())));
    tell(&mut window, Message::OfPay(pay::Message::Day("2026-11-22".to_owned())));
    tell(&mut window, Message::OfPay(pay::Message::Save));
    assert_eq!(order(&window).order.payable.open(), Money::from_fen(20_000));
    assert!(window.sees("2026-11-22 付 ¥75.00"));
    assert!(window.app.ctx.store().unwrap().check().unwrap().is_empty());
}

#[test]
fn a_cancelled_order_comes_back_as_it_was() {
    let mut window = window();
    draft(&mut window);
    window.click("确认");
    window.draw();
    let id = order(&window).order.id;
    let before = window.app.ctx.now() - chrono::TimeDelta::days(6);
    let store = window.app.ctx.store().unwrap().clone();
    store.send_purchase("owner", id, before).unwrap();
    tell(&mut window, Message::Step(id, PurchaseStatus::Sent, super::Deed::Cancel));
    assert_eq!(order(&window).order.status, PurchaseStatus::Cancelled);
    undo(&mut window);
    let back = order(&window).order;
    assert_eq!((back.status, back.open, back.sent_at), (PurchaseStatus::Sent, 15, Some(before)));
    assert!(store.check().unwrap().is_empty(), "its pieces are in transit once");
    tell(&mut window, Message::View(View::Status(PurchaseStatus::Cancelled)));
    assert!(window.sees("没有采购单"), "none is cancelled any more");
}

#[test]
fn the_sheet_for_the_supplier_names_every_line_and_what_it_comes_to() {
    let mut window = window();
    draft(&mut window);
    let id = order(&window).order.id;
    let path = window.system.folder().join("采购单.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    window.click("存为 Excel");
    window.draw();
    let table = super::sheet::table(Lang::Zh, &order(&window));
    let shown: Vec<String> = table
        .rows
        .iter()
        .map(|row| row[3..].iter().map(crate::table::Cell::shown).collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(shown, ["A-1 上衣 — 10 25.00 250.00", "A-2 裤子 — 5 25.00 125.00", "合计 — — 15 — 375.00"]);
    assert!(path.is_file());
    let paper = window.system.folder().join("采购单.pdf");
    window.system.picker.answer(std::slice::from_ref(&paper));
    window.click("存为 PDF");
    window.draw();
    assert!(std::fs::read(&paper).unwrap().starts_with(b"%PDF-"));
    assert!(window.sees("已保存 采购单.pdf"));
    // Many at once go into one file.
    let both = window.system.folder().join("全部.pdf");
    window.system.picker.answer(std::slice::from_ref(&both));
    tell(&mut window, Message::Save(super::Format::Pdf, String::new(), vec![id, id]));
    assert!(std::fs::metadata(&both).unwrap().len() > std::fs::metadata(&paper).unwrap().len());
}

#[test]
fn the_paper_says_by_when_to_deliver_and_when_it_is_paid() {
    let mut window = window();
    draft(&mut window);
    let detail = order(&window);
    let terms = SupplierTerms { lead_days: Some(9), pay_days: Some(30), ..SupplierTerms::default() };
    let paper = super::paper::paper(Lang::Zh, "针织小店", &detail, Some(&terms));
    let line = |at: usize| (paper.lines[at].code.as_str(), paper.lines[at].qty, paper.lines[at].amount);
    assert_eq!(line(0), ("A-1", 10, Some(Money::from_fen(25_000))));
    assert_eq!(line(1), ("A-2", 5, Some(Money::from_fen(12_500))));
    assert_eq!((paper.total, paper.number.as_str()), (Some(Money::from_fen(37_500)), detail.order.number.as_str()));
    assert_eq!((paper.supplier.as_str(), paper.shop.as_str()), ("针织厂", "针织小店"));
    assert_eq!(paper.terms, "请在收到采购单后 9 天内送到。 收货后 30 天内付款。");
    assert_eq!(super::paper::paper(Lang::Zh, "", &detail, None).terms, "", "nothing is agreed on");
}

#[test]
fn a_double_click_does_what_a_form_says_once() {
    let mut window = window();
    tell(&mut window, Message::New);
    tell(&mut window, Message::Order(Form::Add("A-1".to_owned())));
    tell(&mut window, Message::Order(Form::Qty(0, "10".to_owned())));
    tell_twice(&mut window, Message::Order(Form::Save));
    for step in ["确认", "发出"] {
        window.click(step);
        window.draw();
    }
    let now = Box::new(order(&window));
    tell(&mut window, Message::Receive(now));
    tell(&mut window, Message::OfReceive(Receive::Qty(0, "4".to_owned())));
    tell_twice(&mut window, Message::OfReceive(Receive::Save));
    assert_eq!((order(&window).moves.len(), order(&window).order.received), (1, 4));
    assert!(!window.sees("收货入库"), "the form is closed");
    let now = Box::new(order(&window));
    tell(&mut window, Message::GiveBack(now));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Qty(0, "1".to_owned())));
    tell(&mut window, Message::OfGiveBack(give_back::Message::Reason("色差".to_owned())));
    tell_twice(&mut window, Message::OfGiveBack(give_back::Message::Save));
    assert_eq!((order(&window).moves.len(), order(&window).order.returned), (2, 1));
    let now = Box::new(order(&window));
    tell(&mut window, Message::Pay(now));
    tell(&mut window, Message::OfPay(pay::Message::Amount("20".to_owned())));
    tell_twice(&mut window, Message::OfPay(pay::Message::Save));
    assert_eq!((order(&window).payments.len(), order(&window).order.payable.paid), (1, Money::from_fen(2_000)));
    assert!(window.app.ctx.store().unwrap().check().unwrap().is_empty());
}

#[test]
fn a_form_that_was_refused_can_be_saved_again() {
    let mut window = window();
    sent(&mut window);
    let now = Box::new(order(&window));
    tell(&mut window, Message::Receive(now));
    tell(&mut window, Message::OfReceive(Receive::Day("2026-01-01".to_owned())));
    tell_twice(&mut window, Message::OfReceive(Receive::Save));
    assert!(order(&window).moves.is_empty(), "goods do not come before they were sent");
    tell(&mut window, Message::OfReceive(Receive::Day("2026-11-23".to_owned())));
    tell(&mut window, Message::OfReceive(Receive::Save));
    assert_eq!(order(&window).moves.len(), 1);
}

#[test]
fn more_pieces_than_anybody_receives_are_told_at_their_field() {
    let mut window = window();
    sent(&mut window);
    let now = Box::new(order(&window));
    tell(&mut window, Message::Receive(now));
    for typed in ["99,999,999,999", "9223372036854775807", "1000001"] {
        tell(&mut window, Message::OfReceive(Receive::Qty(0, typed.to_owned())));
        tell(&mut window, Message::OfReceive(Receive::Save));
        assert!(window.sees("件数太大，请核对"), "{typed}");
    }
    assert!(order(&window).moves.is_empty());
}
