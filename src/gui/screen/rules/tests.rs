//! What an owner who writes rules sees and does.

use chrono::{NaiveDate, NaiveDateTime};

use super::form::{Message as Form, Mode};
use super::line::{Change, Kind};
use super::{Message, staff};
use crate::domain::draft::{Drafts, OrderDraft, Source};
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::platform::Platform;
use crate::domain::region::Province;
use crate::domain::rule::{Actions, Body, Condition, Rule, StaffChoice};
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::gui::screen::import::ACTOR;
use crate::locale::Lang;
use crate::store::{ImportMeta, ImportSummary, Options, Store};

fn at(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, day).and_then(|day| day.and_hms_opt(hour, 0, 0)).unwrap()
}

fn order(no: &str, yuan: i64, place: &str, paid: NaiveDateTime) -> OrderDraft {
    OrderDraft {
        order_no: no.to_owned(),
        buyer: format!("buyer-{no}"),
        status: Some(OrderStatus::Paid),
        created_at: Some(paid),
        paid_at: Some(paid),
        payable: Some(Money::from_fen(yuan * 100)),
        paid: Some(Money::from_fen(yuan * 100)),
        province: Province::parse(place),
        ..OrderDraft::default()
    }
}

/// Three orders that wait: 268 and 120 from 浙江, 99 from 广东.
pub(in crate::gui::screen) fn fill(store: &Store) {
    let orders = vec![
        order("1001", 268, "浙江", at(20, 10)),
        order("1002", 99, "广东", at(21, 10)),
        order("1003", 120, "浙江", at(22, 10)),
    ];
    let meta = ImportMeta {
        actor: "owner".to_owned(),
        file_name: "订单.csv".to_owned(),
        at: at(22, 12),
        ..ImportMeta::default()
    };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&Drafts { orders, ..Drafts::default() }).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
}

/// A window on a page of a shop with three orders and whatever else is put into it.
pub(in crate::gui::screen) fn window_on(route: Route, more: impl FnOnce(&Store)) -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    fill(&store);
    more(&store);
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(route)));
    window.draw();
    window
}

/// A rule that gives large orders to somebody.
pub(in crate::gui::screen) fn large(staff: i64) -> Rule {
    Rule {
        name: "大单".to_owned(),
        on: true,
        body: Body {
            conditions: vec![Condition::Paid { from: Some(Money::from_fen(20_000)), to: None }],
            actions: Actions { staff: Some(StaffChoice::One { id: staff }), ..Actions::default() },
        },
        ..Rule::default()
    }
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Rules(message)));
    window.draw();
}

fn form(window: &mut Window, message: Form) {
    tell(window, Message::Form(message));
}

fn in_force(window: &Window) -> Vec<Rule> {
    window.app.ctx.store().unwrap().rules().unwrap().in_force
}

fn drafted(window: &Window) -> Vec<String> {
    let book = window.app.ctx.store().unwrap().rules().unwrap();
    book.working().iter().map(|rule| rule.name.clone()).collect()
}

#[test]
fn a_rule_is_written_tried_and_only_then_put_in_force() {
    let mut window = window_on(Route::Rules, |_| {});
    assert!(window.sees("还没有分配规则"));
    window.type_into("员工名字", "小王");
    window.click("添加");
    assert!(window.sees("小王") && window.sees("在手 0 · 今天 0"));
    let king = window.app.ctx.store().unwrap().staff().unwrap()[0].id;
    tell(&mut window, Message::New);
    form(&mut window, Form::Save);
    for words in ["请给规则起个名字", "至少填一个数", "至少选一件要做的事"] {
        assert!(window.sees(words), "{words}");
    }
    form(&mut window, Form::Name("浙江大单".to_owned()));
    form(&mut window, Form::Line(0, Change::From("二百".to_owned())));
    assert!(window.sees("请填金额，例如 200 或 19.90"));
    form(&mut window, Form::Line(0, Change::From("200".to_owned())));
    form(&mut window, Form::Add);
    form(&mut window, Form::Line(1, Change::Kind(Kind::Region)));
    form(&mut window, Form::Line(1, Change::Pick("33".to_owned())));
    form(&mut window, Form::Mode(Mode::One));
    form(&mut window, Form::Staff(king));
    assert!(window.sees("如果 实付 ≥ 200 且 省份是 浙江，则 分给 小王"));
    form(&mut window, Form::Save);
    assert_eq!(drafted(&window), ["浙江大单"]);
    assert!(window.sees("这份规则还没启用。先试运行，看过结果再启用；在那以前照原来的规则分。"));
    window.click("启用");
    tell(&mut window, Message::Enact);
    assert!(in_force(&window).is_empty(), "nobody has looked at what it would do");
    window.click("试运行");
    window.draw();
    for words in ["3 笔订单，1 笔有规则管。", "1 笔和启用中的规则分得不同", "33.3%", "就是现在这份规则"]
    {
        assert!(window.sees(words), "{words}");
    }
    window.app.toasts.clear();
    window.click("启用");
    assert_eq!(in_force(&window).len(), 1);
    assert!(window.sees("已启用，1 条规则生效"));
    window.app.toasts.clear();
    window.click("立即分配");
    assert!(window.sees("已分配 1 笔订单，其中挂起 0 笔；2 笔没有规则管"));
    window.draw();
    assert_eq!(window.app.ctx.store().unwrap().staff().unwrap()[0].open, 1);
    window.click("撤销");
    assert_eq!(window.app.ctx.store().unwrap().staff().unwrap()[0].open, 0);
}

#[test]
fn what_is_changed_after_a_trial_must_be_tried_again() {
    let mut window = window_on(Route::Rules, |store| {
        let king = store.add_staff(ACTOR, "小王").unwrap();
        store.enact_rules(ACTOR, &[large(king)]).unwrap();
    });
    assert!(window.sees("如果 实付 ≥ 200，则 分给 小王"));
    tell(&mut window, Message::Edit(0));
    form(&mut window, Form::Line(0, Change::From("100".to_owned())));
    form(&mut window, Form::Save);
    tell(&mut window, Message::Try);
    // 268 and 120 now; 268 alone before.
    assert!(window.sees("3 笔订单，2 笔有规则管。") && window.sees("1 笔和启用中的规则分得不同"));
    tell(&mut window, Message::Edit(0));
    form(&mut window, Form::Line(0, Change::From("90".to_owned())));
    form(&mut window, Form::Save);
    assert!(window.sees("规则后来又改过"));
    tell(&mut window, Message::Enact);
    let body = |window: &Window| in_force(window)[0].body.conditions.clone();
    assert_eq!(body(&window), large(1).body.conditions, "the rule of before is in force");
    tell(&mut window, Message::Try);
    window.app.toasts.clear();
    tell(&mut window, Message::Enact);
    assert_eq!(body(&window), [Condition::Paid { from: Some(Money::from_fen(9_000)), to: None }]);
    assert!(!window.sees("规则后来又改过"), "switching on is no change");
    window.click("撤销");
    assert_eq!(body(&window), large(1).body.conditions);
}

#[test]
fn rules_are_moved_copied_and_deleted_and_a_deleted_one_comes_back() {
    let mut window = window_on(Route::Rules, |store| {
        let king = store.add_staff(ACTOR, "小王").unwrap();
        let rest =
            Rule {
                name: "其余".to_owned(), body: Body { conditions: Vec::new(), ..large(king).body }, ..large(king)
            };
        store.enact_rules(ACTOR, &[large(king), rest]).unwrap();
    });
    tell(&mut window, Message::Move(1, true));
    assert_eq!(drafted(&window), ["其余", "大单"]);
    tell(&mut window, Message::Copy(1));
    assert_eq!(drafted(&window), ["其余", "大单", "大单 副本"]);
    assert!(window.sees("停用"), "a copy is off at first");
    window.app.toasts.clear();
    tell(&mut window, Message::Delete(1));
    assert_eq!(drafted(&window), ["其余", "大单 副本"]);
    window.click("撤销");
    assert_eq!(drafted(&window), ["其余", "大单", "大单 副本"]);
    tell(&mut window, Message::Discard);
    assert_eq!(drafted(&window), ["大单", "其余"]);
    assert_eq!(window.app.ctx.store().unwrap().rules().unwrap().draft, None);
}

#[test]
fn staff_are_renamed_and_leave_and_both_can_be_taken_back() {
    let mut window = window_on(Route::Rules, |store| {
        store.add_staff(ACTOR, "小王").unwrap();
        store.add_staff(ACTOR, "小李").unwrap();
    });
    let told = |window: &mut Window, message| tell(window, Message::Staff(message));
    told(&mut window, staff::Message::Rename(1, "小王".to_owned()));
    told(&mut window, staff::Message::Renaming("小李".to_owned()));
    told(&mut window, staff::Message::Renamed);
    assert!(window.sees("已有叫“小李”的员工，加个字区分开"));
    told(&mut window, staff::Message::Renaming("王姐".to_owned()));
    told(&mut window, staff::Message::Renamed);
    assert!(window.sees("王姐"));
    window.click("撤销");
    assert!(window.sees("小王") && !window.sees("王姐"));
    window.app.toasts.clear();
    told(&mut window, staff::Message::Activate(2, "小李".to_owned(), false));
    assert!(window.sees("已停用 小李，规则不再分给这位"));
    window.click("撤销");
    assert!(window.app.ctx.store().unwrap().staff().unwrap().iter().all(|one| one.active));
}

#[test]
fn examples_of_a_trial_open_their_orders() {
    let mut window = window_on(Route::Rules, |store| {
        let king = store.add_staff(ACTOR, "小王").unwrap();
        store.enact_rules(ACTOR, &[large(king)]).unwrap();
    });
    tell(&mut window, Message::Try);
    assert!(window.sees("和启用中的规则没有不同。"));
    window.click("1001");
    window.draw();
    assert_eq!(window.app.route, Route::Orders);
    window.send(App::Intent(Intent::DataChanged));
    assert!(window.sees("分配") && window.sees("1001"));
}
