//! What somebody who works on orders sees and does.

use chrono::NaiveDate;

use super::Message;
use super::change::Message as Change;
use super::making::{Message as Making, Part};
use super::print::Message as Choice;
use super::split::Message as Split;
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::packing::PrintKind;
use crate::domain::platform::Platform;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::record_list;
use crate::gui::route::{Open, Route};
use crate::gui::screen::Message as Screen;
use crate::gui::screen::orders;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, Options, OrderQuery, Store};

/// Two orders of one buyer that wait, and one of somebody else.
fn fill(store: &Store) {
    let noon = NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0));
    let order = |no: &str, receiver: &str| OrderDraft {
        order_no: no.to_owned(),
        status: Some(OrderStatus::Paid),
        created_at: noon,
        paid_at: noon,
        payable: Some(Money::from_fen(10_000)),
        paid: Some(Money::from_fen(10_000)),
        receiver: receiver.to_owned(),
        phone: "13800001234".to_owned(),
        address: "浙江省 杭州市 西湖区 文三路 1 号".to_owned(),
        ..OrderDraft::default()
    };
    let line = |no: &str| LineDraft {
        line_no: format!("{no}-1"),
        order_no: no.to_owned(),
        sku_code: "A-1".to_owned(),
        title: "大衣".to_owned(),
        qty: 3,
        status: Some(OrderStatus::Paid),
        ..LineDraft::default()
    };
    let own = ProductDraft {
        own: true,
        sku_code: "A-1".to_owned(),
        name: "羊毛大衣".to_owned(),
        price: Some(Money::from_fen(59_900)),
        ..ProductDraft::default()
    };
    let drafts = Drafts {
        orders: vec![order("7001", "林晓明"), order("7002", "林晓明"), order("7003", "王芳")],
        lines: vec![line("7001"), line("7002"), line("7003")],
        products: vec![own],
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
    window.send(App::Do(Do::Go(Route::Orders)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Orders(record_list::Message::Own(orders::Message::Handling(message)))));
    window.draw();
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().unwrap().clone()
}

fn id(window: &Window, no: &str) -> i64 {
    let ids = store(window).orders(&OrderQuery::default()).unwrap().ids;
    store(window).order_rows(&ids).unwrap().into_iter().find(|row| row.order_no == no).unwrap().id
}

#[test]
fn documents_of_chosen_orders_are_saved_where_the_user_says() {
    let mut window = window();
    let ids: Vec<i64> = ["7001", "7003"].iter().map(|no| id(&window, no)).collect();
    for (kind, name) in [(PrintKind::PickList, "拣.pdf"), (PrintKind::PackingSlip, "装"), (PrintKind::Label, "面.pdf")]
    {
        let path = window.system.folder().join(name);
        window.system.picker.answer(std::slice::from_ref(&path));
        tell(&mut window, Message::ToPrint(ids.clone()));
        assert!(window.sees("打印 2 笔订单"));
        tell(&mut window, Message::OfPrint(Choice::Choose(kind)));
        let written = std::fs::read(path.with_extension("pdf")).unwrap();
        assert!(written.starts_with(b"%PDF-"), "{name}");
    }
    assert!(window.sees("已保存 面.pdf，共 2 单"));
    let care = store(&window).order_detail(ids[0]).unwrap().care;
    assert_eq!(care.events.len(), 3, "and it is noted what was printed");
}

#[test]
fn orders_share_a_box_and_are_packed_apart_again() {
    let mut window = window();
    let ids = ["7001", "7002", "7003"].map(|no| id(&window, no));
    tell(&mut window, Message::Merge(ids.to_vec()));
    assert!(window.sees("订单 7003 的收货人与其他订单不同，或收货信息不全，不能合并。"));
    tell(&mut window, Message::Merge(ids[..2].to_vec()));
    assert!(window.sees("2 笔订单合并发货，打印和验货时算一箱"));
    assert_eq!(store(&window).boxes(&ids).unwrap().len(), 2);
    window.click("撤销");
    assert_eq!(store(&window).boxes(&ids).unwrap().len(), 3);
}

#[test]
fn an_order_is_split_in_a_form_that_says_what_is_wrong() {
    let mut window = window();
    let one = id(&window, "7001");
    tell(&mut window, Message::Split(one));
    assert!(window.sees("拆单 7001"));
    tell(&mut window, Message::OfSplit(Split::Save));
    assert!(window.sees("还没有填要另装的件数。"));
    tell(&mut window, Message::OfSplit(Split::Aside(0, "4".to_owned())));
    assert!(window.sees("0 到 3 之间的整数"));
    tell(&mut window, Message::OfSplit(Split::Aside(0, "1".to_owned())));
    tell(&mut window, Message::OfSplit(Split::Save));
    assert!(window.sees("已拆成两箱，打印和验货时分开"));
    assert_eq!(store(&window).boxes(&[one]).unwrap().len(), 2);
}

#[test]
fn a_changed_address_is_kept_and_taken_back_from_its_toast() {
    let mut window = window();
    let one = id(&window, "7001");
    tell(&mut window, Message::Change(one));
    tell(&mut window, Message::OfChange(Change::Address("上海市 上海市 徐汇区 衡山路 9 号".to_owned())));
    tell(&mut window, Message::OfChange(Change::Save));
    window.send(App::Intent(super::Intent::Open(Open::Order(one))));
    window.draw();
    assert!(window.sees("收货信息以本地修改为准。"));
    assert_eq!(store(&window).reveal("我", one).unwrap().address, "上海市 上海市 徐汇区 衡山路 9 号");
    window.click("撤销");
    assert_eq!(store(&window).reveal("我", one).unwrap().address, "浙江省 杭州市 西湖区 文三路 1 号");
}

#[test]
fn an_order_is_made_by_hand_and_vanishes_when_it_is_taken_back() {
    let mut window = window();
    tell(&mut window, Message::New);
    assert!(window.sees("新建订单（自建/线下）"));
    tell(&mut window, Message::OfMaking(Making::Save));
    assert!(window.sees("没有这个编码，从下面选一个"));
    tell(&mut window, Message::OfMaking(Making::Code(0, "ymdy".to_owned())));
    assert!(window.sees("A-1 羊毛大衣"), "offered by its pinyin");
    tell(&mut window, Message::OfMaking(Making::Take(0, "A-1".to_owned())));
    tell(&mut window, Message::OfMaking(Making::Text(Part::Receiver, "周女士".to_owned())));
    assert!(window.sees("¥599.00"));
    tell(&mut window, Message::OfMaking(Making::Save));
    assert!(!window.sees("新建订单（自建/线下）"), "the form is closed");
    let made = store(&window).orders(&OrderQuery { text: "ZJ2026".to_owned(), ..OrderQuery::default() }).unwrap();
    assert_eq!((made.ids.len(), made.paid), (1, Money::from_fen(59_900)));
    window.click("撤销");
    assert_eq!(store(&window).orders(&OrderQuery::default()).unwrap().ids.len(), 3);
}
