//! What an owner who orders sees and does.

use std::sync::Arc;

use chrono::{Days, NaiveDate};

use crate::analytics::replenish::Plan;
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::purchase::PurchaseStatus;
use crate::domain::replenish::{DecisionKind, Term};
use crate::domain::stock::{MovementKind, Place};
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::record_list;
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::locale::Lang;
use crate::store::{
    Count, DecisionRow, Entry, EntryLine, ImportMeta, ImportSummary, Options, PurchaseDetail, PurchaseQuery, Store,
};

use super::suggestions::{Message as Own, Show};
use super::{Message, Tab, decide, rules, season, working};

fn day(m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, m, d).unwrap()
}

fn sold(no: &str, code: &str, qty: i64, on: NaiveDate) -> (OrderDraft, LineDraft) {
    let at = on.and_hms_opt(10, 0, 0);
    let amount = Some(Money::from_fen(5_000 * qty));
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(OrderStatus::Finished),
        created_at: at,
        paid_at: at,
        shipped_at: at,
        payable: amount,
        paid: amount,
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: code.to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: amount,
        status: Some(OrderStatus::Finished),
        ..LineDraft::default()
    };
    (order, line)
}

/// Three own SKUs: one that sells two or three a day and is nearly gone, one that has not sold since June and lies in heaps, one without
/// a supplier that sells as well as the first.
fn fill(store: &Store) {
    let own = |code: &str, name: &str, supplier: &str| ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: name.to_owned(),
        supplier: supplier.to_owned(),
        cost: Some(Money::from_fen(2_000)),
        price: Some(Money::from_fen(5_000)),
        ..ProductDraft::default()
    };
    let mut sales = vec![sold("900", "A-2", 1, day(6, 1))];
    for nth in 0..120u64 {
        let on = day(11, 22).checked_sub_days(Days::new(nth)).unwrap();
        sales.push(sold(&format!("1{nth}"), "A-1", 2 + i64::from(nth % 2 == 0), on));
        sales.push(sold(&format!("2{nth}"), "A-3", 2, on));
    }
    let (orders, lines) = sales.into_iter().unzip();
    let drafts = Drafts {
        orders,
        lines,
        products: vec![own("A-1", "上衣", "织造厂"), own("A-2", "裤子", "织造厂"), own("A-3", "帽子", "")],
        ..Drafts::default()
    };
    let at = day(11, 22).and_hms_opt(23, 0, 0).unwrap();
    let meta =
        ImportMeta { actor: "owner".to_owned(), file_name: "订单.csv".to_owned(), at, ..ImportMeta::default() };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
    let count = |at: NaiveDate, lines: &[(&str, i64)]| Count {
        warehouse: 1,
        counted_at: at.and_hms_opt(23, 30, 0).unwrap(),
        reason: String::new(),
        lines: lines.iter().map(|(code, n)| ((*code).to_owned(), *n)).collect(),
    };
    store.post_count("owner", &count(day(8, 1), &[("A-1", 400), ("A-2", 200), ("A-3", 400)])).unwrap();
    store.post_count("owner", &count(day(11, 22), &[("A-1", 8), ("A-2", 200), ("A-3", 6)])).unwrap();
}

/// A window on the page.
fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Replenish)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Own) {
    page(window, Message::Orders(record_list::Message::Own(message)));
}

fn page(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Replenish(message)));
    window.draw();
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().unwrap().clone()
}

fn plan(window: &Window) -> Arc<Plan> {
    let shop = window.app.ctx.shop.as_ref().unwrap();
    shop.desk.plan(&shop.store, &window.app.ctx.replenish_ask(), &|_, _| true).unwrap()
}

fn id(window: &Window, code: &str) -> i64 {
    plan(window).rows.iter().find(|row| row.code == code).unwrap().sku_id
}

/// Drafts that are drafts still.
fn drafts(window: &Window) -> Vec<PurchaseDetail> {
    let store = store(window);
    let rows = store.purchases(&PurchaseQuery::default()).unwrap();
    let drafts = rows.iter().filter(|row| row.status == PurchaseStatus::Draft);
    drafts.map(|row| store.purchase(row.id).unwrap()).collect()
}

fn latest(window: &Window, code: &str) -> Option<DecisionRow> {
    store(window).latest_decisions().unwrap().remove(code)
}

#[test]
fn accepting_makes_a_draft_for_the_supplier_and_undo_takes_it_back() {
    let mut window = window();
    assert!(window.sees("A-1") && window.sees("来不及"));
    let id = id(&window, "A-1");
    let quantity = plan(&window).row(id).unwrap().quantity().unwrap();
    tell(&mut window, Own::Accept(vec![id]));
    assert!(window.sees("已生成 1 张采购草稿，共 1 个 SKU"));
    let made = drafts(&window);
    assert_eq!(made.len(), 1);
    assert_eq!(made[0].order.supplier, "织造厂");
    let line = &made[0].lines[0];
    assert_eq!((line.code.as_str(), line.qty, line.unit_price), ("A-1", quantity, Some(Money::from_fen(2_000))));
    let decision = latest(&window, "A-1").unwrap();
    assert_eq!((decision.kind, decision.qty), (DecisionKind::Accepted, quantity));
    assert_eq!(decision.document, made[0].order.number);
    assert!(!window.sees("A-1"), "what was decided waits no longer");
    // A draft that somebody throws away has ordered nothing.
    store(&window).cancel_purchase("owner", made[0].order.id).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(window.sees("A-1"));
    store(&window).restore_purchase("owner", made[0].order.id).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(!window.sees("A-1"));
    window.click("撤销");
    window.draw();
    assert!(drafts(&window).is_empty() && latest(&window, "A-1").is_none());
    assert!(window.sees("A-1"));
}

#[test]
fn what_cannot_be_ordered_says_why_and_leaves_the_others_done() {
    let mut window = window();
    let ids = vec![id(&window, "A-1"), id(&window, "A-3")];
    tell(&mut window, Own::Accept(ids));
    assert!(window.sees("A-3 没有进入草稿：没有供应商，先在商品资料或供应商里补上。"));
    assert_eq!(drafts(&window)[0].lines.len(), 1);
    assert!(latest(&window, "A-3").is_none());
}

#[test]
fn another_quantity_is_drafted_and_remembered_as_a_change() {
    let mut window = window();
    let id = id(&window, "A-1");
    tell(&mut window, Own::Change(vec![id]));
    tell(&mut window, Own::Form(decide::Message::Qty("很多".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert!(window.sees("请填大于 0 的整数"));
    tell(&mut window, Own::Form(decide::Message::Qty("25".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Reason("先试一箱".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert_eq!(drafts(&window)[0].lines[0].qty, 25);
    let decision = latest(&window, "A-1").unwrap();
    assert_eq!((decision.kind, decision.qty, decision.reason.as_str()), (DecisionKind::Changed, 25, "先试一箱"));
}

#[test]
fn a_rejection_needs_a_reason_and_keeps_the_suggestion_away() {
    let mut window = window();
    let id = id(&window, "A-1");
    tell(&mut window, Own::Reject(vec![id]));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert!(window.sees("请写明原因"));
    tell(&mut window, Own::Form(decide::Message::Reason("要下架".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert!(window.sees("已拒绝 1 条建议") && !window.sees("A-1"));
    tell(&mut window, Own::Show(Show::Decided));
    assert!(window.sees("A-1"));
    // Another change of the data does not bring it back.
    window.send(App::Intent(Intent::DataChanged));
    tell(&mut window, Own::Show(Show::Waiting));
    assert!(!window.sees("A-1") && window.sees("A-3"));
}

#[test]
fn a_snooze_ends_on_its_day() {
    let mut window = window();
    let id = id(&window, "A-1");
    tell(&mut window, Own::Snooze(vec![id]));
    tell(&mut window, Own::Form(decide::Message::Days("5".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert_eq!(latest(&window, "A-1").unwrap().until, Some(day(11, 28)));
    assert!(window.sees("1 条建议稍后提醒") && !window.sees("A-1"));
}

#[test]
fn the_working_shows_every_number_and_the_forecast_its_rivals() {
    let mut window = window();
    let id = id(&window, "A-1");
    let at = record_list::Message::Grid(crate::gui::widget::grid::GridEvent::Open(0));
    page(&mut window, Message::Orders(at));
    let plan = plan(&window);
    let found = plan.row(id).unwrap().suggestion.clone().unwrap();
    for (label, term) in [
        ("安全库存  SS", Term::SafetyStock),
        ("订货点  s", Term::ReorderPoint),
        ("补到  S", Term::OrderUpTo),
        ("库存位置  P", Term::Position),
        ("数量  q", Term::Quantity),
        ("最晚下单日", Term::OrderBy),
    ] {
        let value = working::shown(&window.app.ctx, found.working.value(term).unwrap());
        assert!(window.sees(label) && window.sees(&value), "{label} {value}");
    }
    assert!(window.sees("= z·σ(L+R)") && window.sees("上周同日（基准）") && window.sees("工作底稿"));
    assert!(window.sees("7.0 ± 3.0 天 · 按设置假定"));
}

#[test]
fn the_working_of_then_can_be_looked_at_later() {
    let mut window = window();
    let id = id(&window, "A-1");
    tell(&mut window, Own::Accept(vec![id]));
    let decision = latest(&window, "A-1").unwrap();
    assert!(decision.working.iter().any(|line| line.term == "safety_stock"));
    tell(&mut window, Own::Look(Box::new(decision)));
    assert!(window.sees("安全库存") && window.sees("= Σd(L+R) + SS"));
}

#[test]
fn a_season_is_ordered_for_once_by_what_too_few_and_too_many_cost() {
    let mut window = window();
    let id = id(&window, "A-1");
    let row = plan(&window).row(id).unwrap().clone();
    tell(&mut window, Own::Season(id));
    // Cu = 50 − 20 = 30, Co = 20 − 6 = 14: 68.2 % of the curve.
    assert!(window.sees("68.2%"));
    tell(&mut window, Own::OfSeason(season::Message::Days("0".to_owned())));
    assert!(window.sees("请填 1 到 730 的整数"));
    tell(&mut window, Own::OfSeason(season::Message::Days("40".to_owned())));
    tell(&mut window, Own::OfSeason(season::Message::Save));
    let qty = drafts(&window)[0].lines[0].qty;
    // Two or three a day for forty days, and a little more than half of the doubt; eight are there.
    assert_eq!(row.suggestion.unwrap().position, 8);
    assert!((80..=125).contains(&qty), "{qty}");
    assert_eq!(latest(&window, "A-1").unwrap().reason, "季节备货");
}

#[test]
fn slow_stock_gets_a_price_or_the_word_that_none_helps() {
    let mut window = window();
    page(&mut window, Message::Tab(Tab::Clearing));
    assert!(window.sees("A-2") && window.sees("4,000.00"), "200 pieces at 20 yuan");
    let plan = plan(&window);
    let found = plan.row(id(&window, "A-2")).unwrap().clearance.clone().unwrap().unwrap();
    assert_eq!(found.ties_up, Money::from_fen(400_000));
    assert!(found.price >= Money::from_fen(1_200), "never below the floor of 60 % of the cost");
    assert!(!window.sees("A-1"));
}

#[test]
fn the_last_year_is_replayed_beside_what_happened() {
    let mut window = window();
    page(&mut window, Message::Tab(Tab::BackTest));
    assert!(window.sees("避免的缺货天") && window.sees("库存占用资金"));
    assert!(window.sees("A-1") && window.sees("A-3"));
}

#[test]
fn wishes_change_the_suggestions() {
    let mut window = window();
    let id = id(&window, "A-1");
    let before = plan(&window).row(id).unwrap().quantity().unwrap();
    page(&mut window, Message::Wishes);
    page(&mut window, Message::Rules(rules::Message::Typed(rules::Which::Cover, "没有".to_owned())));
    page(&mut window, Message::Rules(rules::Message::Save));
    assert!(window.sees("请填 1 到 730 的整数"));
    page(&mut window, Message::Rules(rules::Message::Typed(rules::Which::Cover, "60".to_owned())));
    page(&mut window, Message::Rules(rules::Message::Save));
    assert!(!window.sees("请填 1 到 730 的整数"));
    assert!(plan(&window).row(id).unwrap().quantity().unwrap() > before + 40);
}

#[test]
fn orders_that_draft_themselves_do_so_once() {
    let mut window = window();
    page(&mut window, Message::Auto(true));
    let made = drafts(&window);
    assert_eq!((made.len(), made[0].order.drafted_by.as_str()), (1, "auto"));
    assert_eq!(latest(&window, "A-1").unwrap().actor, "auto");
    let quantity = made[0].lines[0].qty;
    window.send(App::Intent(Intent::DataChanged));
    store(&window).decide("owner", &[]).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    let made = drafts(&window);
    assert_eq!((made.len(), made[0].lines.len(), made[0].lines[0].qty), (1, 1, quantity));
    assert_eq!(store(&window).decisions("A-1", 9).unwrap().len(), 1);
}

#[test]
fn a_draft_that_was_thrown_away_is_not_drafted_again_by_itself() {
    let mut window = window();
    page(&mut window, Message::Auto(true));
    let made = drafts(&window);
    assert!(!window.sees("A-1"), "it stands in its draft");
    store(&window).cancel_purchase("owner", made[0].order.id).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(drafts(&window).is_empty(), "the owner said no");
    assert!(window.sees("A-1"), "it waits for the owner");
}

#[test]
fn a_rejection_ends_when_goods_have_come_though_as_few_are_there_again() {
    let mut window = window();
    let id = id(&window, "A-1");
    tell(&mut window, Own::Reject(vec![id]));
    tell(&mut window, Own::Form(decide::Message::Reason("要下架".to_owned())));
    tell(&mut window, Own::Form(decide::Message::Save));
    assert!(!window.sees("A-1"));
    let now = latest(&window, "A-1").unwrap().made_at;
    let entry = |kind, minutes: i64, qty| Entry {
        kind,
        moved_at: now + chrono::TimeDelta::minutes(minutes),
        reason: "调整".to_owned(),
        lines: vec![EntryLine {
            code: "A-1".to_owned(),
            warehouse: 1,
            place: Place::Good,
            qty,
            unit_cost: None,
            note: String::new(),
            lot: None,
        }],
    };
    let all = store(&window);
    all.post_stock("owner", &entry(MovementKind::Damage, 1, -1)).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(!window.sees("A-1"), "one piece less is no other question");
    all.post_stock("owner", &entry(MovementKind::Receipt, 2, 100)).unwrap();
    all.post_stock("owner", &entry(MovementKind::Damage, 3, -100)).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert!(window.sees("A-1"));
}
