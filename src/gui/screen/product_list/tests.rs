//! Own SKUs and platform SKUs in the window: those behind a figure, one with its details, and the mapping changed and taken back.

use std::collections::BTreeSet;

use crate::domain::money::Money;
use crate::gui::action::Intent;
use crate::gui::app::Message as App;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::mapper::Message as Mapper;
use crate::gui::record_list::Message as List;
use crate::gui::route::{Open, Route};
use crate::gui::screen::Message as Screen;
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::store::{ListingQuery, ListingRow, SkuQuery, SkuRow, Sold, Store};
use crate::table::grouped;

use super::{Message, ProductList, listings};

fn page(window: &Window) -> &ProductList {
    window.app.screens.product_list.as_ref().unwrap()
}

fn store(window: &Window) -> Store {
    window.app.ctx.store().cloned().unwrap()
}

fn skus(window: &Window) -> Vec<SkuRow> {
    let store = store(window);
    store.sku_rows(&store.skus(&SkuQuery::default()).unwrap().ids, &Sold::default()).unwrap()
}

fn listings(window: &Window) -> Vec<ListingRow> {
    let store = store(window);
    let query = ListingQuery { descending: true, ..ListingQuery::default() };
    store.listing_rows(&store.listings(&query).unwrap().ids, &Sold::default()).unwrap()
}

fn own(message: listings::Message) -> App {
    App::Screen(Screen::ProductList(Message::Listings(List::Own(message))))
}

fn set(ids: &[i64]) -> BTreeSet<i64> {
    ids.iter().copied().collect()
}

#[test]
fn skus_behind_a_figure_stand_alone_and_all_come_back() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    let all = skus(&window);
    let costless: Vec<i64> = all.iter().filter(|row| row.cost.is_none()).map(|row| row.id).collect();
    let what = "缺成本".to_owned();
    window.send(App::Intent(Intent::Open(Open::Skus { what, ids: costless.clone().into() })));
    window.draw();
    assert_eq!(window.app.route, Route::ProductList);
    assert_eq!(set(page(&window).skus.ids()), set(&costless));
    window.click(&format!("只看 缺成本（{} 个自有 SKU）", costless.len()));
    assert_eq!(page(&window).skus.ids().len(), all.len());
    // The filter finds the same ones.
    window.click("成本未知");
    assert_eq!(set(page(&window).skus.ids()), set(&costless));
}

#[test]
fn a_list_adds_up_and_an_unknown_cost_is_a_dash() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    window.send(App::Do(Do::Go(Route::ProductList)));
    window.draw();
    let fen: i64 = skus(&window).iter().filter_map(|row| row.sold_paid).map(Money::fen).sum();
    assert!(window.sees(&grouped(&crate::domain::money::Money::from_fen(fen).to_string())));
    let costless = skus(&window).into_iter().find(|row| row.cost.is_none()).unwrap();
    let fields = crate::gui::record_list::Records::fields(page(&window).skus.list(), &window.app.ctx);
    for id in ["cost", "margin"] {
        let field = fields.iter().find(|field| field.column.id == id).unwrap();
        assert_eq!(field.shown(&costless).text, "—", "{id}");
    }
}

#[test]
fn a_skus_details_tell_its_costs_and_lead_to_platform_skus_and_orders() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    let best = skus(&window).into_iter().max_by_key(|row| row.sold_paid).unwrap();
    window.send(App::Intent(Intent::Open(Open::Sku(best.id))));
    assert_eq!(page(&window).skus.opened(), Some(best.id));
    for words in ["累计销售", "成本记录", "一直", &format!("对应的平台 SKU（{}）", best.listings)] {
        assert!(window.sees(words), "{words}");
    }
    window.click("看全部");
    let behind: BTreeSet<i64> = listings(&window)
        .iter()
        .filter(|row| row.mapped.iter().any(|part| part.sku_id == best.id))
        .map(|row| row.id)
        .collect();
    assert_eq!(set(page(&window).listings.ids()), behind);
    window.send(App::Intent(Intent::Open(Open::Sku(best.id))));
    window.click("看订单");
    assert_eq!(window.app.route, Route::Orders);
    assert_eq!(window.app.screens.orders.as_ref().unwrap().only(), Some(best.code.as_str()));
}

#[test]
fn platform_skus_behind_a_figure_stand_alone() {
    let mut window = Window::with_shop(Lang::En, 300);
    let two: Vec<i64> = listings(&window).iter().map(|row| row.id).take(2).collect();
    let what = "unmapped".to_owned();
    window.send(App::Intent(Intent::Open(Open::Listings { what, ids: two.clone().into() })));
    assert_eq!(set(page(&window).listings.ids()), set(&two));
    assert!(window.sees("Only unmapped (2 platform SKUs)"));
}

#[test]
fn what_a_platform_sku_stands_for_is_changed_and_taken_back() {
    let mut window = Window::with_shop(Lang::Zh, 300);
    window.send(App::Do(Do::Go(Route::ProductList)));
    window.click("平台 SKU");
    window.draw();
    let row = listings(&window).into_iter().find(|row| row.mapped.len() == 1).unwrap();
    let at = page(&window).listings.ids().iter().position(|id| *id == row.id).unwrap();
    window.send(App::Screen(Screen::ProductList(Message::Listings(List::Grid(GridEvent::Open(at))))));
    window.send(own(listings::Message::Map(Mapper::Qty(0, "3".to_owned()))));
    window.click("保存");
    let parts = |window: &Window| {
        let row = store(window).listing_rows(&[row.id], &Sold::default()).unwrap().remove(0);
        row.mapped.into_iter().map(|part| (part.sku_id, part.qty)).collect::<Vec<_>>()
    };
    assert_eq!(parts(&window), [(row.mapped[0].sku_id, 3)]);
    assert!(window.sees("取消对应"), "what was mapped by hand can be taken back");
    window.click("撤销");
    assert_eq!(parts(&window), [(row.mapped[0].sku_id, row.mapped[0].qty)]);
}

#[test]
fn the_template_of_the_product_sheet_is_saved_and_a_filled_one_goes_to_the_import_page() {
    let mut window = Window::with_shop(Lang::Zh, 60);
    window.send(App::Do(Do::Go(Route::ProductList)));
    let path = window.system.folder().join("商品表.xlsx");
    window.system.picker.answer(std::slice::from_ref(&path));
    window.click("商品表模板");
    assert!(path.is_file());
    window.system.picker.answer(&[path]);
    window.click("导入商品表");
    assert_eq!(window.app.route, Route::Import);
}
