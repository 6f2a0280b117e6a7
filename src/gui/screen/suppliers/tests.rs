//! What somebody sees and does who keeps suppliers.

use crate::domain::money::Money;
use crate::gui::app::Message as App;
use crate::gui::command::Do;
use crate::gui::harness::Window;
use crate::gui::route::{Open, Route};
use crate::gui::screen::{Message as Screen, Screen as _};
use crate::locale::Lang;
use crate::store::SupplierRow;

use super::form::{Message as Form, Part};
use super::sku_form::Message as Skus;
use super::{Message, Suppliers, record_list};

fn window() -> Window {
    let mut window = Window::with_shop(Lang::Zh, 400);
    window.send(App::Do(Do::Go(Route::Suppliers)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: Message) {
    window.send(App::Screen(Screen::Suppliers(record_list::Message::Own(message))));
    window.draw();
}

fn suppliers(window: &Window) -> Vec<SupplierRow> {
    window.app.ctx.store().unwrap().suppliers().unwrap()
}

#[test]
fn the_sample_shops_suppliers_have_terms_lead_times_and_scores() {
    let window = window();
    let rows = suppliers(&window);
    assert_eq!(rows.len(), 8);
    assert!(rows.iter().all(|row| row.terms.lead_days.is_some()), "{rows:?}");
    // In so small a shop only a few have delivered; each of those has a lead time and a score.
    let delivered: Vec<&SupplierRow> = rows.iter().filter(|row| row.lead.is_some()).collect();
    assert!(delivered.len() > 1, "{rows:?}");
    for row in delivered {
        assert!(row.score.points().is_some(), "{row:?}");
        assert!(row.lead.is_some_and(|lead| lead.mean > 1.0 && lead.mean < 40.0), "{row:?}");
    }
    assert!(window.sees("线语针织厂（示例）") && window.sees("共 8 家供应商"));
    assert!(window.app.ctx.store().unwrap().check().unwrap().iter().all(|one| !one.id.starts_with("purchase")));
}

#[test]
fn a_new_supplier_is_written_with_its_terms_and_a_wrong_one_is_told_at_its_field() {
    let mut window = window();
    window.click("新建供应商");
    window.draw();
    tell(&mut window, Message::Terms(Form::Text(Part::Pack, "0".to_owned())));
    tell(&mut window, Message::Terms(Form::Save));
    assert!(window.sees("请填供应商名称") && window.sees("请填大于 0 的整数，或空着"));
    tell(&mut window, Message::Terms(Form::Text(Part::Pack, "12".to_owned())));
    tell(&mut window, Message::Terms(Form::Text(Part::Name, "线语针织厂（示例）".to_owned())));
    tell(&mut window, Message::Terms(Form::Save));
    assert!(window.sees("已经有一家叫“线语针织厂（示例）”的供应商。"));
    tell(&mut window, Message::Terms(Form::Text(Part::Name, "新厂".to_owned())));
    tell(&mut window, Message::Terms(Form::Text(Part::MoqAmount, "1.2万".to_owned())));
    tell(&mut window, Message::Terms(Form::Save));
    let made = suppliers(&window).into_iter().find(|row| row.name == "新厂").unwrap();
    assert_eq!((made.terms.pack, made.terms.moq_amount), (Some(12), Some(Money::from_fen(1_200_000))));
    assert!(window.sees("还没有向这家订过货。"), "its details are open");
    window.click("撤销");
    window.draw();
    assert!(suppliers(&window).iter().all(|row| row.name != "新厂"));
    assert!(window.sees("已撤销新建") && !window.sees("还没有向这家订过货。"));
    let store = window.app.ctx.store().unwrap().clone();
    let used = suppliers(&window)[0].id;
    assert!(store.remove_supplier("owner", used).is_err(), "orders stand behind it");
}

#[test]
fn changed_terms_can_be_taken_back_and_a_sku_has_its_own() {
    let mut window = window();
    let row = suppliers(&window).into_iter().find(|row| row.name.contains("针织")).unwrap();
    let before = row.terms.clone();
    tell(&mut window, Message::Edit(Box::new(row.clone())));
    tell(&mut window, Message::Terms(Form::Text(Part::LeadDays, "21".to_owned())));
    tell(&mut window, Message::Terms(Form::Save));
    assert!(window.sees("21 天"));
    window.click("撤销");
    let now = suppliers(&window).into_iter().find(|one| one.id == row.id).unwrap();
    assert_eq!(now.terms, before);
    let detail = window.app.ctx.store().unwrap().supplier(row.id).unwrap();
    assert!(!detail.prices.is_empty() && !detail.orders.is_empty());
    let code = detail.skus[0].code.clone();
    tell(&mut window, Message::EditSkus(Box::new(detail)));
    tell(&mut window, Message::Skus(Skus::Price(0, "四十".to_owned())));
    tell(&mut window, Message::Skus(Skus::Save));
    assert!(window.sees("请填金额，例如 12.50"));
    tell(&mut window, Message::Skus(Skus::Price(0, "41.5".to_owned())));
    tell(&mut window, Message::Skus(Skus::Season(0, "冬天".to_owned())));
    tell(&mut window, Message::Skus(Skus::Save));
    assert!(window.sees("请填日期，例如 2026-12-01"));
    tell(&mut window, Message::Skus(Skus::Season(0, "2027-02-28".to_owned())));
    tell(&mut window, Message::Skus(Skus::Shelf(0, "180".to_owned())));
    tell(&mut window, Message::Skus(Skus::Save));
    let supply = window.app.ctx.store().unwrap().supply_terms().unwrap();
    assert_eq!(supply[&code].price, Some(Money::from_fen(4_150)));
    assert_eq!(
        (supply[&code].shelf_days, supply[&code].season_end),
        (Some(180), chrono::NaiveDate::from_ymd_opt(2027, 2, 28))
    );
}

#[test]
fn an_order_opens_from_its_supplier() {
    let mut window = window();
    let store = window.app.ctx.store().unwrap().clone();
    let row = suppliers(&window).into_iter().find(|row| row.open_orders > 0).unwrap();
    let order = store.supplier(row.id).unwrap().orders[0].clone();
    tell(&mut window, Message::Order(order.id));
    assert!(window.sees(&order.number));
    assert_eq!(Open::Purchase(order.id).route(), Route::Purchases);
    assert!(Suppliers::new(&window.app.ctx).opened().is_none());
}

#[test]
fn an_empty_shop_can_have_suppliers() {
    let system = crate::gui::harness::System::new();
    let path = system.folder().join("店.zhanggui");
    drop(crate::store::Store::create(&path, &crate::store::Options::default()).unwrap());
    let mut window = Window::with(system, Lang::Zh, &crate::gui::app::Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Suppliers)));
    window.draw();
    window.click("新建供应商");
    tell(&mut window, Message::Terms(Form::Text(Part::Name, "线语针织厂".to_owned())));
    tell(&mut window, Message::Terms(Form::Save));
    assert_eq!(suppliers(&window).len(), 1);
    assert!(window.sees("线语针织厂"));
}
