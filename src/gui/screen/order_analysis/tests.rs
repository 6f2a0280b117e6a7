//! From the order analysis to exactly the orders and refunds behind a row, a bar and a card.

use std::collections::BTreeSet;

use crate::analytics::filter::Filter;
use crate::chart::spec::Hit;
use crate::domain::refund::RefundStatus;
use crate::gui::analysis::{self, Analysed};
use crate::gui::app::Message;
use crate::gui::charts;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::Route;
use crate::gui::screen;
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::report;
use crate::store::RefundQuery;

use super::{Report, TABS};

fn opened() -> Window {
    let mut window = Window::with_shop(Lang::Zh, 600);
    window.send(Message::Do(Do::Go(Route::OrderAnalysis)));
    window.draw();
    window
}

fn send(window: &mut Window, message: analysis::Message) {
    window.send(Message::Screen(screen::Message::OrderAnalysis(message)));
    window.draw();
}

/// The page as the window asks for it.
fn page(window: &Window) -> report::Page {
    let ctx = &window.app.ctx;
    let filter = ctx.filter(Filter::fitting_step(ctx.period()));
    let slice = crate::analytics::filter::Slice::new(ctx.facts().unwrap(), &filter);
    Report::page(&report::Words::new(&slice, ctx.lang), &())
}

fn orders(window: &Window) -> usize {
    assert_eq!(window.app.route, Route::Orders);
    window.app.screens.orders.as_ref().unwrap().ids().len()
}

#[test]
fn every_part_of_the_page_has_its_place_in_a_tab() {
    let window = opened();
    let page = page(&window);
    let placed: BTreeSet<&str> =
        TABS.iter().flat_map(|tab| tab.rows).flat_map(|row| row.iter()).map(analysis::Part::id).collect();
    let pictures = page.pictures.iter().map(|picture| picture.spec.id);
    let there: BTreeSet<&str> = page.sheets.iter().map(|sheet| sheet.table.id).chain(pictures).collect();
    assert_eq!(placed, there);
}

#[test]
fn a_persons_row_a_bar_and_a_card_open_exactly_their_orders() {
    let mut window = opened();
    let page = page(&window);
    let row = &page.sheet("orders_by_staff").unwrap().table.rows[0];
    let crate::table::Cell::Count(count) = row[1] else { panic!("{row:?}") };
    send(&mut window, analysis::Message::Grid("orders_by_staff", GridEvent::Open(0)));
    assert_eq!(orders(&window), count as usize);
    assert!(window.sees(&format!("只看 员工 · {}（{count} 笔）", row[0].shown())));

    window.send(Message::Do(Do::Go(Route::OrderAnalysis)));
    let picture = page.picture("orders_by_hour").unwrap();
    let hit = Hit { series: 0, index: 0 };
    let crate::chart::spec::Body::Columns { series, .. } = &picture.spec.body else { panic!("columns") };
    let shown = series[0].values[0].unwrap() as usize;
    send(&mut window, analysis::Message::Chart(charts::Message::Hit("orders_by_hour", hit)));
    assert_eq!(orders(&window), shown);

    window.send(Message::Do(Do::Go(Route::OrderAnalysis)));
    let measured = &page.sheet("orders_stages").unwrap().table.rows[0][1];
    send(&mut window, analysis::Message::Figure("median_hours_paid_to_audited"));
    assert_eq!(crate::table::Cell::Count(orders(&window) as i64), *measured);
}

#[test]
fn a_reason_opens_exactly_its_refunds() {
    let mut window = opened();
    let page = page(&window);
    let row = &page.sheet("orders_by_reason").unwrap().table.rows[0];
    send(&mut window, analysis::Message::Grid("orders_by_reason", GridEvent::Open(0)));
    assert_eq!(window.app.route, Route::RefundList);
    let shown: Vec<i64> = window.app.screens.refund_list.as_ref().unwrap().ids().to_vec();
    assert_eq!(crate::table::Cell::Count(shown.len() as i64), row[1]);
    let store = window.app.ctx.store().unwrap().clone();
    let all = store.refund_rows(&store.refunds(&RefundQuery::default()).unwrap().ids).unwrap();
    for refund in all.iter().filter(|refund| shown.contains(&refund.id)) {
        assert_eq!(refund.status, RefundStatus::Succeeded);
        assert_eq!(refund.reason, row[0].shown());
    }
}
