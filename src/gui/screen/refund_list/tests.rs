//! Refunds of the period by state, those behind a figure, and the way to their orders.

use std::collections::BTreeSet;

use crate::domain::refund::RefundStatus;
use crate::gui::action::Intent;
use crate::gui::app::Message;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::{Open, Route};
use crate::locale::Lang;
use crate::store::{RefundQuery, RefundRow, Store};
use crate::table::grouped;

use super::RefundList;

fn list(window: &Window) -> &RefundList {
    window.app.screens.refund_list.as_ref().unwrap()
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().unwrap().clone()
}

fn all(window: &Window) -> Vec<RefundRow> {
    let store = store(window);
    store.refund_rows(&store.refunds(&RefundQuery::default()).unwrap().ids).unwrap()
}

fn shown(window: &Window) -> BTreeSet<i64> {
    list(window).ids().iter().copied().collect()
}

#[test]
fn refunds_behind_a_figure_stand_alone_and_all_of_the_period_come_back() {
    let mut window = Window::with_shop(Lang::Zh, 400);
    let rows = all(&window);
    let two: Vec<i64> = rows.iter().map(|row| row.id).take(2).collect();
    let what = "待处理的退款".to_owned();
    window.send(Message::Intent(Intent::Open(Open::Refunds { what, ids: two.clone().into() })));
    assert_eq!(window.app.route, Route::RefundList);
    assert_eq!(shown(&window), two.into_iter().collect());
    window.click("只看 待处理的退款（2 笔）");
    let period = window.app.ctx.period();
    let told =
        rows.iter().filter(|row| row.applied_at.or(row.finished_at).is_some_and(|at| period.contains(at.date())));
    assert_eq!(shown(&window), told.map(|row| row.id).collect());
}

#[test]
fn what_was_asked_for_and_what_was_given_back_are_added_up_apart() {
    let mut window = Window::with_shop(Lang::Zh, 400);
    window.send(Message::Do(Do::Go(Route::RefundList)));
    window.draw();
    let ids = list(&window).ids().to_vec();
    let rows = store(&window).refund_rows(&ids).unwrap();
    let sum = |keep: fn(&RefundRow) -> bool| {
        let fen: i64 = rows.iter().filter(|row| keep(row)).map(|row| row.amount.fen()).sum();
        grouped(&crate::domain::money::Money::from_fen(fen).to_string())
    };
    assert!(window.sees(&sum(|_| true)));
    assert!(window.sees(&sum(|row| row.status == RefundStatus::Succeeded)));
    window.click("退款成功");
    assert!(!list(&window).ids().is_empty());
    let kept = store(&window).refund_rows(list(&window).ids()).unwrap();
    assert!(kept.iter().all(|row| row.status == RefundStatus::Succeeded));
}

#[test]
fn a_refunds_details_lead_to_its_order() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    let refund = all(&window).into_iter().find(|row| row.order_id != 0).unwrap();
    window.send(Message::Intent(Intent::Open(Open::Refund(refund.id))));
    assert_eq!(list(&window).opened(), Some(refund.id));
    window.click(&refund.order_no);
    assert_eq!(window.app.route, Route::Orders);
    assert_eq!(window.app.screens.orders.as_ref().unwrap().opened(), Some(refund.order_id));
}
