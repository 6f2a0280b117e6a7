//! Journeys through the whole window.

use std::fs;

use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
use crate::gui::screen::settings;
use crate::gui::shell::palette;
use crate::locale::Lang;
use crate::settings::{Settings, ThemeChoice};

use super::*;

#[test]
fn the_first_start_offers_three_ways_in_both_languages() {
    let zh = Window::open(Lang::Zh, &Start::default());
    for words in ["导入我的导出文件", "打开示例店铺", "打开已有店铺"] {
        assert!(zh.sees(words), "{words}");
    }
    let en = Window::open(Lang::En, &Start::default());
    for words in ["Import my exports", "Open the sample shop", "Open a shop"] {
        assert!(en.sees(words), "{words}");
    }
}

#[test]
fn the_language_changes_while_the_window_is_open_and_is_kept() {
    let mut window = Window::open(Lang::Zh, &Start::default());
    window.click("English");
    assert!(window.sees("Open the sample shop"));
    let (kept, bad) = Settings::read(&window.system.paths.settings);
    assert_eq!((kept.lang, bad), (Some(Lang::En), Vec::new()));
}

#[test]
fn a_settings_file_with_one_bad_field_opens_and_says_which() {
    let system = System::new();
    fs::create_dir_all(system.folder()).unwrap();
    fs::write(&system.paths.settings, "theme = \"dark\"\nlate_hours = \"soon\"\nlang = \"zh\"\n").unwrap();
    let (settings, bad) = Settings::read(&system.paths.settings);
    let ctx = Ctx::new(settings, system.services());
    let (app, _) = App::new(ctx, &Start::default(), &bad);
    assert!(app.ctx.dark());
    let said = app.last.map(|(_, said)| Lang::Zh.say(&said)).unwrap();
    assert!(said.contains("late_hours"), "{said}");
}

#[test]
fn settings_take_effect_at_once_and_what_cannot_be_used_says_so_in_place() {
    let mut window = Window::open(Lang::Zh, &Start::default());
    window.send(Message::Do(Do::Go(Route::Settings)));
    window.click("深色");
    assert_eq!(window.app.ctx.settings.theme, ThemeChoice::Dark);
    assert!(window.app.ctx.dark());
    // The whole page in sight, and a number that no other field holds.
    window.size.height = 2000.0;
    let late = settings::Message::Typed(settings::Number::LateHours, "36".to_owned());
    window.send(Message::Screen(crate::gui::screen::Message::Settings(late)));
    window.type_into("36", "0");
    assert_eq!(window.app.ctx.settings.late_hours, 360);
    window.type_into("360", "0x");
    assert!(window.sees("请填 1 到 720 之间的整数"));
    assert_eq!(window.app.ctx.settings.late_hours, 360, "the last good value stays in force");
}

#[test]
fn the_palette_finds_pages_by_initials_and_opens_them() {
    let mut window = Window::open(Lang::Zh, &Start::default());
    window.send(Message::Do(Do::Palette));
    window.type_into("搜索页面、操作、订单号、商品，拼音也行", "sz");
    let Some(Float::Palette(palette)) = &window.app.float else { panic!("the palette is open") };
    assert_eq!(palette.titles().first(), Some(&"设置"));
    window.send(Message::Palette(palette::Message::Accept));
    assert_eq!(window.app.route, Route::Settings);
    assert!(window.app.float.is_none());
}

#[test]
fn pages_of_a_shop_are_not_reached_without_one() {
    let mut window = Window::open(Lang::Zh, &Start::default());
    window.send(Message::Do(Do::Go(Route::Orders)));
    assert_eq!(window.app.route, Route::Welcome);
}

#[test]
fn escape_closes_what_floats_before_it_goes_back() {
    let mut window = Window::open(Lang::Zh, &Start::default());
    window.send(Message::Do(Do::Go(Route::About)));
    window.send(Message::Do(Do::Help));
    assert!(window.sees("Ctrl+K"));
    window.send(Message::Do(Do::Back));
    assert_eq!((window.app.float.is_none(), window.app.route), (true, Route::About));
    window.send(Message::Do(Do::Back));
    assert_eq!(window.app.route, Route::Welcome);
}

#[test]
fn a_chosen_period_stays_when_the_page_changes() {
    use crate::domain::period::Period;
    let mut window = Window::open(Lang::Zh, &Start::default());
    let may = Period::month_of(chrono::NaiveDate::from_ymd_opt(2026, 5, 1).unwrap());
    window.send(Message::Intent(Intent::Period(may)));
    window.send(Message::Do(Do::Go(Route::About)));
    assert_eq!(window.app.ctx.period(), may);
}

/// A shop file of its own with a few invented orders.
/// 120 orders of the platforms and one made by hand.
const ALL: &str = "订单 121 笔";

fn small_shop(system: &System) -> PathBuf {
    system.shop(120)
}

fn window_with_shop() -> (Window, PathBuf) {
    let system = System::new();
    let path = small_shop(&system);
    (Window::with(system, Lang::Zh, &Start { shop: Some(path.clone()), sample: false }), path)
}

#[test]
fn a_shop_opens_with_its_facts_and_is_remembered_with_its_filters() {
    use crate::domain::platform::Platform;
    let (mut window, path) = window_with_shop();
    assert_eq!(window.app.route, Route::Overview);
    assert!(window.sees(ALL));
    assert!(window.sees("茶舍"));
    // The last thirty days up to the data, not to the clock.
    let last = window.app.ctx.facts().and_then(|facts| facts.reach.last).unwrap();
    assert_eq!(window.app.ctx.period(), crate::domain::period::Period::last_days(last, 30));
    let mut filters = window.app.ctx.filters.clone();
    filters.platforms = vec![Platform::Douyin];
    window.send(Message::Filters(filters));
    assert!(window.sees("抖店"));
    window.send(Message::Intent(Intent::CloseShop));
    assert!(window.sees("打开已有店铺"));
    window.send(Message::Intent(Intent::OpenShop(path.clone())));
    assert_eq!(window.app.ctx.filters.platforms, [Platform::Douyin]);
    let (kept, _) = Settings::read(&window.system.paths.settings);
    assert_eq!(kept.recent_shops, [path]);
}

#[test]
fn a_product_is_found_by_the_initials_of_its_pinyin() {
    let (mut window, _) = window_with_shop();
    let name = window.app.ctx.facts().and_then(|facts| facts.skus.get(1)).map(|sku| sku.name.clone()).unwrap();
    window.send(Message::Do(Do::Palette));
    let initials = crate::gui::search::initials(&name);
    window.send(Message::Palette(palette::Message::Query(initials)));
    let Some(Float::Palette(palette)) = &window.app.float else { panic!("the palette is open") };
    assert!(palette.titles().contains(&name.as_str()), "{:?}", palette.titles());
}

#[test]
fn an_order_is_found_by_part_of_its_number() {
    let (mut window, _) = window_with_shop();
    let store = window.app.ctx.store().cloned().unwrap();
    let id = store.orders(&crate::store::OrderQuery::default()).unwrap().ids[0];
    let number = store.order_rows(&[id]).unwrap()[0].order_no.clone();
    window.send(Message::Do(Do::Palette));
    // Numbers of one platform begin alike: their ends tell them apart.
    let end = number.chars().skip(number.len() - 9).collect();
    window.send(Message::Palette(palette::Message::Query(end)));
    let Some(Float::Palette(palette)) = &window.app.float else { panic!("the palette is open") };
    assert!(palette.titles().contains(&number.as_str()), "{:?}", palette.titles());
}

#[test]
fn a_backup_is_made_listed_and_gone_back_to() {
    let (mut window, path) = window_with_shop();
    window.send(Message::Do(Do::Go(Route::Backup)));
    window.click("立即备份");
    assert!(window.sees("手动"));
    window.click("恢复到此");
    assert!(window.sees("恢复到这份备份？"));
    window.click("恢复");
    assert!(window.sees(ALL), "the shop is open again");
    let beside = fs::read_dir(path.parent().unwrap()).unwrap().filter_map(Result::ok);
    let kept = beside.filter(|entry| entry.file_name().to_string_lossy().contains("before-restore")).count();
    assert!(kept >= 1, "the former file is kept");
}

#[test]
fn the_shop_file_is_checked_from_the_backup_page() {
    let (mut window, _) = window_with_shop();
    window.send(Message::Do(Do::Go(Route::Backup)));
    window.click("检查");
    assert!(window.sees("没有发现问题"));
}

#[test]
fn a_shop_that_is_open_elsewhere_is_turned_away_in_plain_words() {
    let system = System::new();
    let path = small_shop(&system);
    let _elsewhere = Store::open(&path, &crate::store::Options::default()).unwrap();
    let window = Window::with(system, Lang::Zh, &Start { shop: Some(path), sample: false });
    assert!(window.sees("店铺没有打开"));
    assert!(window.app.ctx.shop.is_none());
}

#[test]
fn a_photo_named_like_a_shop_does_not_open_and_is_left_as_it_is() {
    let system = System::new();
    let path = system.folder().join("photo.zhanggui");
    fs::write(&path, b"\xff\xd8\xff\xe0 not a database").unwrap();
    let window = Window::with(system, Lang::Zh, &Start { shop: Some(path.clone()), sample: false });
    assert!(window.sees("店铺没有打开"));
    assert_eq!(fs::read(&path).unwrap(), b"\xff\xd8\xff\xe0 not a database");
}

#[test]
fn a_closed_group_of_the_side_bar_stays_closed_and_still_shows_where_one_is() {
    let (mut window, _) = window_with_shop();
    assert!(window.sees("售后") && window.sees("包裹"));
    window.click("交易");
    assert!(!window.sees("售后") && !window.sees("包裹"));
    assert!(window.sees("商品资料"), "other groups stay as they were");
    window.app.route = Route::RefundList;
    assert!(window.sees("售后") && !window.sees("包裹"));
    let (kept, _) = Settings::read(&window.system.paths.settings);
    assert_eq!(kept.side_closed, ["trade"]);
    window.click("交易");
    assert!(window.sees("包裹"));
}
