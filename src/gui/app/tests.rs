//! Journeys through the whole window.

use std::fs;

use crate::gui::command::Do;
use crate::gui::harness::{System, Window};
use crate::gui::route::Route;
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
    window.type_into("48", "0");
    assert_eq!(window.app.ctx.settings.late_hours, 480);
    window.type_into("480", "0x");
    assert!(window.sees("请填 1 到 720 之间的整数"));
    assert_eq!(window.app.ctx.settings.late_hours, 480, "the last good value stays in force");
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
