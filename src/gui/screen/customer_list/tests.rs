//! From a mark of the customers page to exactly the customers behind it, and on to their orders.

use std::collections::{BTreeMap, BTreeSet};

use crate::chart::spec::Hit;
use crate::domain::period::Period;
use crate::gui::action::Intent;
use crate::gui::app::Message;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::{Open, Route};
use crate::gui::{analysis, charts, screen};
use crate::locale::Lang;
use crate::store::{OrderQuery, OrderRow, Store};

use super::CustomerList;

fn list(window: &Window) -> &CustomerList {
    window.app.screens.customer_list.as_ref().unwrap()
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().unwrap().clone()
}

/// The paid orders of known buyers in a period, straight from the shop file.
fn paid(store: &Store, period: Period) -> Vec<OrderRow> {
    let query = OrderQuery { period: Some(period), ..OrderQuery::default() };
    let rows = store.order_rows(&store.orders(&query).unwrap().ids).unwrap();
    rows.into_iter().filter(|row| row.customer_id != 0).collect()
}

fn with_orders(rows: &[OrderRow], count: usize) -> BTreeSet<i64> {
    let mut orders: BTreeMap<i64, usize> = BTreeMap::new();
    for row in rows {
        *orders.entry(row.customer_id).or_default() += 1;
    }
    orders.into_iter().filter(|(_, n)| *n == count).map(|(id, _)| id).collect()
}

#[test]
fn a_bar_of_the_customers_page_opens_exactly_its_customers() {
    let mut window = Window::with_shop(Lang::Zh, 600);
    window.send(Message::Do(Do::Go(Route::Customers)));
    // The second bar: buyers of two orders.
    let hit = charts::Message::Hit("customers_orders", Hit { series: 0, index: 1 });
    window.send(Message::Screen(screen::Message::Customers(analysis::Message::Chart(hit))));
    assert_eq!(window.app.route, Route::CustomerList);
    let told = with_orders(&paid(&store(&window), window.app.ctx.period()), 2);
    assert!(told.len() > 5, "{}", told.len());
    assert_eq!(list(&window).ids().iter().copied().collect::<BTreeSet<_>>(), told);
    window.draw();
    let words = format!("只看 {}（{} 位）", list(&window).only().unwrap(), told.len());
    assert!(words.contains("2 笔"), "{words}");
    window.click(&words);
    assert!(list(&window).ids().len() > told.len());
}

#[test]
fn a_customers_details_tell_the_orders_and_lead_to_them() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    let whole = window.app.ctx.period();
    let rows = paid(&store(&window), whole);
    let customer = *with_orders(&rows, 2).first().unwrap();
    window.send(Message::Intent(Intent::Open(Open::Customer(customer))));
    assert_eq!((window.app.route, list(&window).opened()), (Route::CustomerList, Some(customer)));
    let own: Vec<&OrderRow> = rows.iter().filter(|row| row.customer_id == customer).collect();
    let newest = own.iter().max_by_key(|row| row.paid_at).unwrap();
    let at = newest.paid_at.unwrap().format("%Y-%m-%d %H:%M").to_string();
    window.click(&at);
    assert_eq!(window.app.route, Route::Orders);
    assert_eq!(window.app.screens.orders.as_ref().unwrap().opened(), Some(newest.id));
    window.send(Message::Do(Do::Back));
    window.send(Message::Do(Do::Back));
    window.click("在订单页看");
    let shown: BTreeSet<i64> = window.app.screens.orders.as_ref().unwrap().ids().iter().copied().collect();
    assert!(own.iter().all(|row| shown.contains(&row.id)));
}

#[test]
fn customers_are_told_apart_by_how_long_they_have_been_silent() {
    let mut window = Window::with_shop(Lang::Zh, 400);
    window.send(Message::Do(Do::Go(Route::CustomerList)));
    let today = window.app.ctx.today();
    let all = list(&window).ids().to_vec();
    let rows = store(&window).customer_rows(&all).unwrap();
    let days = |row: &crate::store::CustomerRow| row.last_paid_at.map(|at| (today - at.date()).num_days());
    window.click("31–90 天没买");
    let told: BTreeSet<i64> =
        rows.iter().filter(|row| days(row).is_some_and(|n| (31..=90).contains(&n))).map(|row| row.id).collect();
    assert!(!told.is_empty());
    assert_eq!(list(&window).ids().iter().copied().collect::<BTreeSet<_>>(), told);
    window.click("没付过款");
    let never: BTreeSet<i64> = rows.iter().filter(|row| row.orders == 0).map(|row| row.id).collect();
    assert_eq!(list(&window).ids().iter().copied().collect::<BTreeSet<_>>(), never);
}

#[test]
fn the_page_speaks_both_languages_and_masks_buyers() {
    for (lang, title) in [(Lang::Zh, "客户名单"), (Lang::En, "Customer list")] {
        let mut window = Window::with_shop(lang, 60);
        window.send(Message::Do(Do::Go(Route::CustomerList)));
        window.draw();
        assert!(window.sees(title));
        let ids = &list(&window).ids()[..1];
        let first = store(&window).customer_rows(ids).unwrap().remove(0);
        assert!(first.buyer.contains('*') && window.sees(&first.buyer), "{}", first.buyer);
    }
}
