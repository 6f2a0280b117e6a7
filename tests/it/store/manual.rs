//! Orders made by hand go the way of all orders; what the owner says of a platform's order outlives every import.

use zhanggui::analytics::facts::Facts;
use zhanggui::domain::draft::Drafts;
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::rule::{Actions, Body, Condition, OrderKind, Rule, StaffChoice};
use zhanggui::domain::stock::StockRules;
use zhanggui::store::{
    CareKind, Count, ManualLine, ManualOrder, OrderChange, OrderQuery, Severity, StockQuery, StoreError,
};

use super::{Home, at, day, order, own, shop};

fn made_of(lines: Vec<ManualLine>) -> ManualOrder {
    ManualOrder {
        shop: "微信".to_owned(),
        receiver: "王芳".to_owned(),
        phone: "13900005678".to_owned(),
        address: "江苏省 南京市 鼓楼区 中山路 5 号".to_owned(),
        remark: "老客户".to_owned(),
        freight: Money::from_fen(800),
        paid: true,
        sent: None,
        lines,
    }
}

fn piece(code: &str, qty: i64, fen: i64) -> ManualLine {
    ManualLine {
        code: code.to_owned(),
        name: format!("商品 {code}"),
        qty,
        unit_price: Money::from_fen(fen),
        ..ManualLine::default()
    }
}

fn good(home: &Home) -> (Option<i64>, i64) {
    let query = StockQuery {
        day: day("2026-05-01"),
        sold_until: day("2026-05-01"),
        warehouse: 0,
        text: String::new(),
        categories: Vec::new(),
        ids: None,
        rules: StockRules::default(),
    };
    let rows = home.store.stock(&query).unwrap();
    let row = rows.into_iter().find(|row| row.code == "A-1").unwrap();
    (row.levels.good, row.levels.to_ship)
}

/// A shop that keeps stock of A-1: ten pieces.
fn kept() -> Home {
    let home = shop();
    home.import(&Drafts { products: vec![own("A-1"), own("B-2")], ..Drafts::default() });
    let lines = vec![("A-1".to_owned(), 10)];
    let count = Count { warehouse: 1, counted_at: at("2026-04-01 09:00:00"), reason: String::new(), lines };
    home.store.post_count("掌柜", &count).unwrap();
    home
}

#[test]
fn an_order_made_by_hand_is_of_its_own_kind_for_rules_and_analyses() {
    let home = kept();
    let staff = home.store.add_staff("掌柜", "小林").unwrap();
    let rule = |kind: OrderKind, any: bool| Rule {
        name: kind.id().to_owned(),
        on: true,
        body: Body {
            conditions: if any { Vec::new() } else { vec![Condition::Kind { any: vec![kind] }] },
            actions: Actions { staff: Some(StaffChoice::One { id: staff }), ..Actions::default() },
        },
        ..Rule::default()
    };
    home.store.enact_rules("掌柜", &[rule(OrderKind::Manual, false), rule(OrderKind::Ordinary, true)]).unwrap();
    let made =
        home.store.make_order("掌柜", &made_of(vec![piece("A-1", 2, 5_000)]), at("2026-05-01 10:00:00")).unwrap();
    home.store.apply_rules("掌柜").unwrap();
    let work = home.store.order_detail(made.order_id).unwrap().work;
    assert_eq!(work.reason.map(|reason| reason.name).as_deref(), Some("manual"));
    let facts = Facts::build(&home.store.facts().unwrap()).unwrap();
    let row = facts.orders.id.iter().position(|id| *id == made.order_id).unwrap();
    assert_eq!(facts.work.kind[row], OrderKind::Manual.code());
}

#[test]
fn an_order_by_hand_is_an_order_like_any_other() {
    let home = kept();
    let gift = ManualLine { gift: true, ..piece("B-2", 1, 9_900) };
    let made = home.store.make_order("掌柜", &made_of(vec![piece("A-1", 3, 5_000), gift]), at("2026-04-20 10:00:00"));
    let made = made.unwrap();
    assert!(made.order_no.starts_with("ZJ20260420"), "{}", made.order_no);
    let detail = home.store.order_detail(made.order_id).unwrap();
    assert_eq!((detail.order.platform, detail.order.shop.as_str()), (Platform::Own, "微信"));
    assert_eq!(detail.order.status, Some(OrderStatus::Paid));
    // Three at 50.00 and postage; the gift costs nothing.
    assert_eq!(
        (detail.order.payable, detail.order.paid),
        (Some(Money::from_fen(15_800)), Some(Money::from_fen(15_800)))
    );
    assert_eq!(detail.order.province.unwrap().chinese(), "江苏");
    assert_eq!(detail.order.receiver, "王*");
    let lines: Vec<(&str, i64, bool)> =
        detail.lines.iter().map(|line| (line.mapped[0].code.as_str(), line.qty, line.gift)).collect();
    assert_eq!(lines, [("A-1", 3, false), ("B-2", 1, true)]);
    assert!(detail.care.manual && detail.care.events[0].what == CareKind::Made);
    // Stock knows that three wait to be shipped.
    assert_eq!(good(&home), (Some(10), 3));
    assert!(home.store.check().unwrap().iter().all(|finding| finding.severity != Severity::Problem));
}

#[test]
fn what_is_shipped_by_hand_leaves_stock_and_comes_back_when_it_is_taken_back() {
    let home = kept();
    let sent =
        ManualOrder { sent: Some(("顺丰".to_owned(), "SF100".to_owned())), ..made_of(vec![piece("A-1", 4, 100)]) };
    let made = home.store.make_order("掌柜", &sent, at("2026-04-20 10:00:00")).unwrap();
    assert_eq!(good(&home), (Some(6), 0));
    home.store.unmake_order("掌柜", made.order_id).unwrap();
    assert_eq!(good(&home), (Some(10), 0));
    assert!(home.store.orders(&OrderQuery::default()).unwrap().ids.is_empty());
    assert!(matches!(home.store.unmake_order("掌柜", made.order_id), Err(StoreError::Gone { .. })));
}

#[test]
fn an_order_by_hand_under_later_imports_is_closed_instead() {
    let home = kept();
    let made = home.store.make_order("掌柜", &made_of(vec![piece("A-1", 1, 100)]), at("2026-04-20 10:00:00")).unwrap();
    let next = home.store.make_order("掌柜", &made_of(vec![piece("A-1", 1, 100)]), at("2026-04-20 10:00:00")).unwrap();
    assert_ne!(made.order_no, next.order_no);
    home.import(&Drafts { orders: vec![order("8001", 100)], ..Drafts::default() });
    home.store.unmake_order("掌柜", made.order_id).unwrap();
    let closed = home.store.order_detail(made.order_id).unwrap().order;
    assert_eq!(closed.status, Some(OrderStatus::ClosedUnpaid));
    assert_eq!(home.store.order_detail(next.order_id).unwrap().order.status, Some(OrderStatus::Paid));
}

#[test]
fn a_changed_address_survives_imports_and_a_later_word_of_the_platform_is_shown() {
    let home = shop();
    home.import(&Drafts { orders: vec![order("8001", 100)], ..Drafts::default() });
    let id = home.store.orders(&OrderQuery::default()).unwrap().ids[0];
    let change = OrderChange {
        address: Some("上海市 上海市 徐汇区 衡山路 9 号".to_owned()),
        remark: Some("加急".to_owned()),
        ..OrderChange::default()
    };
    home.store.change_order("掌柜", id, &change).unwrap();
    let told = |home: &Home| {
        let detail = home.store.order_detail(id).unwrap();
        (detail.address.clone(), detail.seller_memo.clone(), detail.care.readdressed, detail.care.conflict)
    };
    let ours = "上海市 上海市 徐汇区 ****".to_owned();
    assert_eq!(told(&home), (ours.clone(), "加急".to_owned(), true, false));
    assert_eq!(home.store.reveal("掌柜", id).unwrap().address, "上海市 上海市 徐汇区 衡山路 9 号");
    assert_eq!(home.store.boxes(&[id]).unwrap()[0].orders[0].region, "上海市 上海市 徐汇区 ****");
    home.import(&Drafts { orders: vec![order("8001", 100)], ..Drafts::default() });
    assert_eq!(told(&home), (ours.clone(), "加急".to_owned(), true, false), "the same file says nothing new");
    let mut moved = order("8001", 100);
    moved.address = "浙江省 宁波市 江北区 老街 3 号".to_owned();
    home.import(&Drafts { orders: vec![moved], ..Drafts::default() });
    assert_eq!(told(&home), (ours, "加急".to_owned(), true, true), "the platform says something else now");
    home.store.change_order("掌柜", id, &OrderChange::default()).unwrap();
    let (address, memo, readdressed, conflict) = told(&home);
    assert_eq!((address.as_str(), memo.as_str()), ("浙江省 宁波市 江北区 ****", ""));
    assert!(!readdressed && !conflict);
    let audit = home.store.audit(3).unwrap();
    assert!(audit.iter().all(|row| !row.detail.contains("衡山路")), "the audit never says to what");
}
