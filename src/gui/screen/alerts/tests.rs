//! What somebody sees of alerts: they come by themselves, once, and keep still when asked to.

use std::sync::{Arc, Mutex};

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use crate::domain::alert::{Line, Nap, Scope, Threshold};
use crate::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::picker::Clock;
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::locale::Lang;
use crate::settings::AlertSettings;
use crate::store::{Count, ImportMeta, ImportSummary, Options, Store};

use super::rules::Message as OfRules;
use super::{Message, handle, record_list, rules};

/// A clock that a test moves.
#[derive(Debug)]
struct Hands(Mutex<NaiveDateTime>);

impl Clock for Hands {
    fn now(&self) -> NaiveDateTime {
        *self.0.lock().unwrap()
    }
}

fn noon() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap()
}

/// `qty` pieces of A-1, paid and shipped at noon.
fn sale(no: &str, qty: i64) -> Drafts {
    let amount = Some(Money::from_fen(5_000 * qty));
    let order = OrderDraft {
        order_no: no.to_owned(),
        status: Some(OrderStatus::Shipped),
        created_at: Some(noon()),
        paid_at: Some(noon()),
        shipped_at: Some(noon()),
        payable: amount,
        paid: amount,
        ..OrderDraft::default()
    };
    let line = LineDraft {
        line_no: no.to_owned(),
        order_no: no.to_owned(),
        sku_code: "A-1".to_owned(),
        title: "上衣".to_owned(),
        qty,
        paid: amount,
        status: Some(OrderStatus::Shipped),
        ..LineDraft::default()
    };
    Drafts { orders: vec![order], lines: vec![line], ..Drafts::default() }
}

fn import(store: &Store, drafts: &Drafts) {
    let meta =
        ImportMeta {
            actor: "owner".to_owned(), file_name: "订单.csv".to_owned(), at: noon(), ..ImportMeta::default()
        };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

/// A shop with 100 pieces of one SKU of which 30 were sold this month, watched from 13:00 on.
fn window() -> (Window, Arc<Hands>) {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    let own = ProductDraft {
        own: true,
        sku_code: "A-1".to_owned(),
        name: "上衣".to_owned(),
        category: "衣".to_owned(),
        cost: Some(Money::from_fen(2_500)),
        ..ProductDraft::default()
    };
    import(&store, &Drafts { products: vec![own], ..Drafts::default() });
    let counted_at = noon() - TimeDelta::days(60);
    let lines = vec![("A-1".to_owned(), 130)];
    store.post_count("owner", &Count { warehouse: 1, counted_at, reason: String::new(), lines }).unwrap();
    import(&store, &sale("1", 30));
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: None, sample: false });
    let hands = Arc::new(Hands(Mutex::new(noon() + TimeDelta::hours(1))));
    window.app.ctx.services.clock = Arc::clone(&hands) as Arc<dyn Clock>;
    window.app.ctx.settings.alerts = AlertSettings::default();
    window.send(App::Intent(Intent::OpenShop(path)));
    (window, hands)
}

fn pass(window: &mut Window, hands: &Hands, minutes: i64) {
    *hands.0.lock().unwrap() += TimeDelta::minutes(minutes);
    window.send(App::Watch);
}

/// Files come in, as an import tells the window.
fn sell(window: &mut Window, no: &str, qty: i64) {
    import(window.app.ctx.store().unwrap(), &sale(no, qty));
    window.send(App::Intent(Intent::DataChanged));
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Alerts(record_list::Message::Own(message))));
    window.draw();
}

fn notes(window: &Window) -> Vec<String> {
    window.system.notifier.shown.lock().unwrap().clone()
}

fn ids(window: &Window) -> Vec<i64> {
    window.app.ctx.store().unwrap().alert_rows(&(1..20).collect::<Vec<_>>()).unwrap().iter().map(|row| row.id).collect()
}

#[test]
fn an_alert_comes_by_itself_after_an_import_once_and_leads_to_its_list() {
    let (mut window, hands) = window();
    assert_eq!((notes(&window).len(), window.app.ctx.alerts.len()), (0, 0), "100 pieces are enough");
    sell(&mut window, "2", 90);
    assert_eq!(notes(&window), ["1 个 SKU 偏低"]);
    assert!(window.sees("新预警：1 个 SKU 偏低"));
    assert_eq!(window.app.ctx.alerts[0].count, 1, "the number in the side bar");
    let version = window.app.ctx.store().unwrap().version();
    pass(&mut window, &hands, 5);
    pass(&mut window, &hands, 60);
    assert_eq!(notes(&window).len(), 1, "it does not repeat itself");
    assert_eq!(window.app.ctx.store().unwrap().version(), version);
    window.click("查看");
    window.draw();
    assert_eq!(window.app.route, Route::Alerts);
    for words in ["偏低", "A-1", "可发 10 件", "少于 56 件"] {
        assert!(window.sees(words), "{words}");
    }
    let chosen = ids(&window);
    tell(&mut window, Message::Lead(chosen));
    assert_eq!(window.app.route, Route::Stock);
}

#[test]
fn the_overview_says_it_and_leads_to_the_stock() {
    let (mut window, _) = window();
    sell(&mut window, "2", 90);
    window.send(App::Do(Do::Go(Route::Overview)));
    window.draw();
    assert!(window.sees("1 个 SKU 偏低"));
    window.click("1 个 SKU 偏低");
    assert_eq!(window.app.route, Route::Stock);
}

#[test]
fn put_off_it_keeps_still_until_its_hour_and_undo_brings_it_back() {
    let (mut window, hands) = window();
    sell(&mut window, "2", 90);
    window.send(App::Do(Do::Go(Route::Alerts)));
    window.draw();
    let chosen = ids(&window);
    tell(&mut window, Message::Snooze(chosen));
    tell(&mut window, Message::Handle(handle::Message::Nap(Nap::Hour)));
    tell(&mut window, Message::Handle(handle::Message::Save));
    assert!(window.sees("已暂停 1 条预警") && window.app.ctx.alerts.is_empty());
    assert!(window.sees("一切正常，没有待处理的预警"));
    pass(&mut window, &hands, 55);
    assert_eq!(notes(&window).len(), 1);
    window.click("撤销");
    window.draw();
    assert!(window.sees("A-1") && window.app.ctx.alerts.len() == 1);
    let chosen = ids(&window);
    tell(&mut window, Message::Snooze(chosen));
    tell(&mut window, Message::Handle(handle::Message::Nap(Nap::Hour)));
    tell(&mut window, Message::Handle(handle::Message::Save));
    pass(&mut window, &hands, 60);
    assert_eq!(notes(&window).len(), 2, "its hour is over");
}

#[test]
fn settling_needs_a_reason_and_is_told_at_its_field() {
    let (mut window, _) = window();
    sell(&mut window, "2", 90);
    window.send(App::Do(Do::Go(Route::Alerts)));
    window.draw();
    let chosen = ids(&window);
    tell(&mut window, Message::Settle(chosen));
    tell(&mut window, Message::Handle(handle::Message::Save));
    assert!(window.sees("请写明原因"));
    tell(&mut window, Message::Handle(handle::Message::Reason("周五到货".to_owned())));
    tell(&mut window, Message::Handle(handle::Message::Save));
    assert!(window.sees("已了结 1 条预警"));
}

#[test]
fn a_rule_says_what_it_would_mark_before_it_is_kept_and_the_stock_page_follows_it() {
    let (mut window, _) = window();
    window.send(App::Do(Do::Go(Route::Alerts)));
    window.draw();
    tell(&mut window, Message::Rules);
    assert!(window.sees("可售不到 14 天"), "the line that holds without a rule");
    tell(&mut window, Message::OfRules(OfRules::New));
    let edit = |message| Message::OfRules(OfRules::Edit(message));
    tell(&mut window, edit(rules::EditMessage::Line(Line::Low)));
    tell(&mut window, edit(rules::EditMessage::Reach(rules::Reach::Sku)));
    tell(&mut window, edit(rules::EditMessage::Sku("A-9".to_owned())));
    tell(&mut window, edit(rules::EditMessage::Way(rules::Way::Pieces)));
    tell(&mut window, edit(rules::EditMessage::Number(0, "120".to_owned())));
    tell(&mut window, Message::OfRules(OfRules::Save));
    assert!(window.sees("没有编码为 A-9 的自有 SKU"));
    tell(&mut window, edit(rules::EditMessage::Sku("A-1".to_owned())));
    assert!(window.sees("“少于 120 件”现在会标出 1 个 SKU"));
    tell(&mut window, Message::OfRules(OfRules::Save));
    let kept = window.app.ctx.store().unwrap().alert_rules().unwrap();
    assert_eq!(kept[0].rule.scope, Scope::Sku("A-1".to_owned()));
    assert!(window.sees("SKU A-1"), "back in the list");
    assert_eq!(notes(&window), ["1 个 SKU 偏低"], "and the alert comes by itself");
    window.send(App::Do(Do::Back));
    window.send(App::Do(Do::Go(Route::Stock)));
    window.draw();
    assert!(window.sees("偏低"));
}

#[test]
fn switched_off_nothing_is_looked_at_and_the_desktop_keeps_still() {
    let (mut window, hands) = window();
    window.app.ctx.settings.alerts.notify = false;
    sell(&mut window, "2", 90);
    assert_eq!((notes(&window).len(), window.app.ctx.alerts.len()), (0, 1), "told in the window alone");
    window.app.ctx.settings.alerts.watch = false;
    sell(&mut window, "3", 10);
    pass(&mut window, &hands, 600);
    assert_eq!(window.app.ctx.alerts[0].kind, crate::domain::alert::AlertKind::Low, "nobody looked: still what it was");
}

#[test]
fn a_rule_that_was_kept_or_removed_is_as_before_after_undo() {
    let (mut window, _) = window();
    window.send(App::Do(Do::Go(Route::Alerts)));
    window.draw();
    let kept = |window: &Window| {
        let rules = window.app.ctx.store().unwrap().alert_rules().unwrap();
        rules.into_iter().map(|row| row.rule.threshold).collect::<Vec<_>>()
    };
    let edit = |message| Message::OfRules(OfRules::Edit(message));
    let draw_at = |window: &mut Window, pieces: &str| {
        tell(window, Message::Rules);
        tell(window, Message::OfRules(OfRules::New));
        tell(window, edit(rules::EditMessage::Reach(rules::Reach::Sku)));
        tell(window, edit(rules::EditMessage::Sku("A-1".to_owned())));
        tell(window, edit(rules::EditMessage::Way(rules::Way::Pieces)));
        tell(window, edit(rules::EditMessage::Number(0, pieces.to_owned())));
        tell(window, Message::OfRules(OfRules::Save));
        tell(window, Message::OfRules(OfRules::Close));
    };
    draw_at(&mut window, "5");
    window.app.toasts.clear();
    draw_at(&mut window, "7");
    assert_eq!(kept(&window), [Threshold::Pieces(7)], "one rule for one SKU");
    window.click("撤销");
    assert_eq!(kept(&window), [Threshold::Pieces(5)], "the one that gave way is back");
    let rule = window.app.ctx.store().unwrap().alert_rules().unwrap().remove(0).rule;
    window.app.toasts.clear();
    tell(&mut window, Message::OfRules(OfRules::Drop(rule)));
    assert!(kept(&window).is_empty());
    window.click("撤销");
    assert_eq!(kept(&window), [Threshold::Pieces(5)]);
}
