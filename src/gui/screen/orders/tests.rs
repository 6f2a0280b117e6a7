//! What somebody who hands orders out from the list sees and does.

use super::Message;
use super::work::{Lens, Message as Work};
use crate::gui::app::Message as App;
use crate::gui::harness::Window;
use crate::gui::record_list;
use crate::gui::route::{Open, Route};
use crate::gui::screen::Message as Screen;
use crate::gui::screen::import::ACTOR;
use crate::gui::screen::rules::tests::{large, window_on};
use crate::store::{OrderQuery, OrderRow, Store};

fn hand_out(store: &Store) {
    let king = store.add_staff(ACTOR, "小王").unwrap();
    store.add_staff(ACTOR, "小李").unwrap();
    store.enact_rules(ACTOR, &[large(king)]).unwrap();
    store.apply_rules(ACTOR).unwrap();
}

fn work(window: &mut Window, message: Work) {
    window.send(App::Screen(Screen::Orders(record_list::Message::Own(Message::Work(message)))));
    window.draw();
}

fn row(window: &Window, no: &str) -> OrderRow {
    let store = window.app.ctx.store().unwrap();
    let ids = store.orders(&OrderQuery::default()).unwrap().ids;
    store.order_rows(&ids).unwrap().into_iter().find(|row| row.order_no == no).unwrap()
}

#[test]
fn the_reason_stands_on_the_order() {
    let mut window = window_on(Route::Orders, hand_out);
    assert!(window.sees("小王"), "in the column of the list");
    let id = row(&window, "1001").id;
    window.send(App::Intent(crate::gui::action::Intent::Open(Open::Order(id))));
    window.draw();
    assert!(window.sees("规则 1《大单》：实付 268.00 ≥ 200"));
    let id = row(&window, "1002").id;
    window.send(App::Intent(crate::gui::action::Intent::Open(Open::Order(id))));
    window.draw();
    assert!(!window.sees("规则 1《大单》：实付 268.00 ≥ 200"));
}

#[test]
fn orders_are_given_to_somebody_and_taken_back() {
    let mut window = window_on(Route::Orders, hand_out);
    let ids = ["1002", "1003"].map(|no| row(&window, no).id).to_vec();
    work(&mut window, Work::Assign(ids));
    assert!(window.sees("分配 2 笔订单"));
    work(&mut window, Work::Save);
    assert!(window.sees("请选要改成谁、哪个仓库或哪家快递"));
    work(&mut window, Work::Staff(Some(2)));
    work(&mut window, Work::Save);
    assert!(window.sees("已分配 2 笔订单") && window.sees("小李"));
    work(&mut window, Work::Lens(Lens::Nobody));
    assert!(window.sees("没有订单"), "nobody's list is empty");
    work(&mut window, Work::Lens(Lens::All));
    window.click("撤销");
    assert_eq!(row(&window, "1002").mark.staff_id, 0);
}

#[test]
fn what_cannot_be_held_is_named_with_its_reason() {
    let mut window = window_on(Route::Orders, hand_out);
    let ids = ["1001", "1002"].map(|no| row(&window, no).id).to_vec();
    window.app.ctx.store().unwrap().hold_orders(ACTOR, &ids[..1], "等确认").unwrap();
    work(&mut window, Work::Hold(ids.clone()));
    work(&mut window, Work::Save);
    assert!(window.sees("请写明挂起的原因"));
    work(&mut window, Work::Text("等确认".to_owned()));
    work(&mut window, Work::Save);
    assert!(window.sees("1 笔已处理，1 笔没有动：") && window.sees("已因同样的原因挂起"));
    work(&mut window, Work::Close);
    work(&mut window, Work::Lens(Lens::Held));
    assert!(window.sees("1001") && window.sees("1002") && !window.sees("1003"));
    window.app.toasts.clear();
    work(&mut window, Work::Release(ids));
    assert!(window.sees("已解除 2 笔订单的挂起"));
    window.click("撤销");
    assert_eq!(["1001", "1002"].map(|no| row(&window, no).mark.holds.len()), [1, 1]);
}
