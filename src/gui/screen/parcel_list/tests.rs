//! From the logistics page to exactly the parcels behind a row, and what is said to be late.

use std::collections::BTreeSet;

use crate::analytics::filter::Slice;
use crate::analytics::logistics::stuck::stuck_now;
use crate::domain::period::Step;
use crate::gui::action::Intent;
use crate::gui::app::Message;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::{Open, Route};
use crate::gui::widget::grid::GridEvent;
use crate::gui::{analysis, screen};
use crate::locale::Lang;
use crate::store::{ParcelQuery, ParcelRow, Store};

use super::ParcelList;

fn list(window: &Window) -> &ParcelList {
    window.app.screens.parcel_list.as_ref().unwrap()
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().unwrap().clone()
}

fn shown(window: &Window) -> BTreeSet<i64> {
    list(window).ids().iter().copied().collect()
}

/// Every parcel shipped within the period in force.
fn sent(window: &Window) -> Vec<ParcelRow> {
    let (store, period) = (store(window), window.app.ctx.period());
    let all = store.parcel_rows(&store.parcels(&ParcelQuery::default()).unwrap().ids).unwrap();
    all.into_iter().filter(|row| row.shipped_at.is_some_and(|at| period.contains(at.date()))).collect()
}

#[test]
fn a_couriers_row_opens_exactly_the_parcels_it_carried() {
    let mut window = Window::with_shop(Lang::Zh, 600);
    window.send(Message::Do(Do::Go(Route::Logistics)));
    let row = analysis::Message::Grid("logistics_couriers", GridEvent::Open(0));
    window.send(Message::Screen(screen::Message::Logistics(row)));
    assert_eq!(window.app.route, Route::ParcelList);
    let courier = list(&window).only().unwrap().rsplit(" · ").next().unwrap().to_owned();
    let told: BTreeSet<i64> =
        sent(&window).iter().filter(|parcel| parcel.courier == courier).map(|parcel| parcel.id).collect();
    assert!(told.len() > 20, "{courier}: {}", told.len());
    assert_eq!(shown(&window), told);
}

#[test]
fn parcels_under_way_arrived_and_in_trouble_are_told_apart() {
    let mut window = Window::with_shop(Lang::Zh, 600);
    window.send(Message::Do(Do::Go(Route::ParcelList)));
    let all = sent(&window);
    assert_eq!(shown(&window), all.iter().map(|parcel| parcel.id).collect());
    window.click("已到");
    assert_eq!(shown(&window), all.iter().filter(|parcel| parcel.arrived()).map(|parcel| parcel.id).collect());
    window.click("在路上");
    assert_eq!(shown(&window), all.iter().filter(|parcel| !parcel.arrived()).map(|parcel| parcel.id).collect());
    // The same ones as the figures of the logistics page.
    let facts = window.app.ctx.facts().unwrap();
    let stuck = stuck_now(&Slice::new(facts, &window.app.ctx.filter(Step::Day)), window.app.ctx.parcel_rules());
    let stuck: BTreeSet<i64> = stuck.iter().map(|one| facts.parcels.id[one.parcel as usize]).collect();
    window.click(&format!("要留意 {}", stuck.len()));
    assert_eq!(shown(&window), stuck);
}

#[test]
fn a_parcels_details_lead_to_its_order() {
    let mut window = Window::with_shop(Lang::Zh, 120);
    let parcel = sent(&window).into_iter().find(|parcel| parcel.order_id != 0).unwrap();
    window.send(Message::Intent(Intent::Open(Open::Parcel(parcel.id))));
    assert_eq!(list(&window).opened(), Some(parcel.id));
    window.send(Message::Screen(screen::Message::ParcelList(crate::gui::record_list::Message::Own(
        super::Message::Order(parcel.order_id),
    ))));
    assert_eq!(window.app.route, Route::Orders);
    assert_eq!(window.app.screens.orders.as_ref().unwrap().opened(), Some(parcel.order_id));
}
