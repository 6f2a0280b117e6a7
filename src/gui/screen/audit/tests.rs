//! What was done stands in the log with who did it, and is found by its words.

use crate::domain::draft::{Drafts, ProductDraft, Source};
use crate::domain::platform::Platform;
use crate::gui::action::Intent;
use crate::gui::app::{Message as App, Start};
use crate::gui::command::Do;
use crate::gui::desk;
use crate::gui::harness::{System, Window};
use crate::gui::record_list;
use crate::gui::route::Route;
use crate::gui::screen::Message as Screen;
use crate::gui::widget::grid::GridEvent;
use crate::locale::Lang;
use crate::store::{Count, ImportMeta, ImportSummary, Options, Store};

use super::AuditRecords;

/// A window on a shop with one own SKU that has been counted.
fn window() -> Window {
    let system = System::new();
    let path = system.folder().join("店.zhanggui");
    let store = Store::create(&path, &Options::default()).unwrap();
    let noon = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).and_then(|day| day.and_hms_opt(12, 0, 0)).unwrap();
    let product =
        ProductDraft { own: true, sku_code: "A-1".to_owned(), name: "上衣".to_owned(), ..ProductDraft::default() };
    let drafts = Drafts { products: vec![product], ..Drafts::default() };
    let meta =
        ImportMeta { actor: "owner".to_owned(), file_name: "商品.csv".to_owned(), at: noon, ..ImportMeta::default() };
    let source = Source { platform: Platform::Taobao, shop: "店".to_owned() };
    let mut staging = store.stage(&source, meta).unwrap();
    staging.append(&drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap();
    let lines = vec![("A-1".to_owned(), 20)];
    store.post_count("小周", &Count { warehouse: 1, counted_at: noon, reason: String::new(), lines }).unwrap();
    drop(store);
    let mut window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    window.send(App::Do(Do::Go(Route::Audit)));
    window.draw();
    window
}

fn tell(window: &mut Window, message: record_list::Message<AuditRecords>) {
    window.send(App::Screen(Screen::Audit(message)));
    window.draw();
}

fn shown(window: &Window) -> Vec<i64> {
    window.app.screens.audit.as_ref().unwrap().ids().to_vec()
}

#[test]
fn a_posted_document_stands_in_the_log_with_who_posted_it() {
    let mut window = window();
    assert!(window.sees("小周") && window.sees("登记了库存单据（盘点），1 行"));
    assert!(window.sees(&desk::who(&window.app.ctx, "owner")), "the import before it");
    let lines = vec![("A-1".to_owned(), 18)];
    let count = Count { warehouse: 1, counted_at: window.app.ctx.now(), reason: String::new(), lines };
    let store = window.app.ctx.store().unwrap().clone();
    let before = shown(&window).len();
    store.post_count("小吴", &count).unwrap();
    window.send(App::Intent(Intent::DataChanged));
    window.draw();
    assert_eq!(shown(&window).len(), before + 1);
    assert!(window.sees("小吴"));
    let newest = store.audit(1).unwrap().remove(0);
    let at = shown(&window).iter().position(|id| *id == newest.id).unwrap();
    tell(&mut window, record_list::Message::Grid(GridEvent::Open(at)));
    assert!(window.sees(&format!("记录号 {}", newest.id)));
    assert!(window.sees(&newest.at.format("%Y-%m-%d %H:%M:%S").to_string()));
}

#[test]
fn deeds_are_found_by_who_by_what_and_by_what_they_concern() {
    let mut window = window();
    for text in ["小周", "库存单据", "盘点"] {
        tell(&mut window, record_list::Message::Text(text.to_owned()));
        assert_eq!(shown(&window).len(), 1, "{text}");
        assert!(window.sees("登记了库存单据（盘点），1 行"), "{text}");
    }
    let owner = desk::who(&window.app.ctx, "owner");
    for text in [owner.as_str(), "商品.csv"] {
        tell(&mut window, record_list::Message::Text(text.to_owned()));
        assert!(!shown(&window).is_empty() && !window.sees("小周"), "{text}");
    }
}
