//! The window on a shop with a million orders: from start to the first usable frame beside the same start with an empty shop, a frame of
//! the order grid beside the same frame on ten thousand orders, and every chart as a PNG.
//!
//! `cargo bench --profile dev --bench window`; `ZHANGGUI_BENCH_ORDERS` for another size, `ZHANGGUI_BENCH_RUNS` for another number of runs.
//! Frames are laid out and drawn by the software renderer, at 1280 × 800 points on a screen of two dots a point.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a program for measuring"
)]

mod shop;
mod table;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use iced::futures::StreamExt;
use iced::futures::stream::{BoxStream, SelectAll};
use iced::{Event, Point, Size, Task, mouse};
use iced_test::runtime::{Action, task};
use iced_test::simulator::Simulator;
use table::{Line, time};
use tokio::runtime::Runtime;
use zhanggui::analytics::facts::Facts;
use zhanggui::analytics::filter::{Filter, Slice};
use zhanggui::chart::layout::{Options, layout};
use zhanggui::chart::palette::Palette;
use zhanggui::chart::png;
use zhanggui::chart::spec::Body;
use zhanggui::domain::period::Period;
use zhanggui::gui::app::{App, Message, Start};
use zhanggui::gui::command::Do;
use zhanggui::gui::ctx::{Ctx, Services};
use zhanggui::gui::filter::{Filters, Preset};
use zhanggui::gui::route::Route;
use zhanggui::gui::{program, screen};
use zhanggui::locale::Lang;
use zhanggui::paths::Paths;
use zhanggui::report;
use zhanggui::settings::Settings;
use zhanggui::store::{Options as StoreOptions, Store};

const SIZE: Size = Size::new(1280.0, 800.0);

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let orders = number("ZHANGGUI_BENCH_ORDERS", 1_000_000);
    let runs = number("ZHANGGUI_BENCH_RUNS", 5);
    let (large, small, empty) = (shop::shop(orders), shop::shop(10_000), shop::shop(0));
    start(&large, &empty, runs);
    grid(&large, &small);
    charts(&large, runs);
}

/// The window without a display, whose tasks run as they do in the real one.
struct Window {
    app: App,
    under_way: SelectAll<BoxStream<'static, Action<Message>>>,
    runtime: Runtime,
}

impl Window {
    fn new(shop: &Path, home: &Path) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let mut settings = Settings::default();
        settings.lang = Some(Lang::Zh);
        let ctx = Ctx::new(settings, Services::of_system(Paths::under(home.to_path_buf())));
        let (app, first) = App::new(ctx, &Start { shop: Some(shop.to_owned()), sample: false }, &[]);
        let mut window = Self { app, under_way: SelectAll::new(), runtime };
        window.take(first);
        window
    }

    fn take(&mut self, task: Task<Message>) {
        self.under_way.extend(task::into_stream(task));
    }

    /// Takes the next message; `false` when nothing is under way any more.
    fn step(&mut self, seen: &mut dyn FnMut(&Message)) -> bool {
        let Some(action) = self.runtime.block_on(self.under_way.next()) else { return false };
        if let Action::Output(message) = action {
            seen(&message);
            let more = self.app.update(message);
            self.take(more);
        }
        true
    }

    fn finish(&mut self) {
        while self.step(&mut |_| {}) {}
    }

    fn send(&mut self, message: Message) {
        let more = self.app.update(message);
        self.take(more);
        self.finish();
    }

    fn frame(&self) {
        let mut ui = Simulator::with_size(bare(), SIZE, self.app.view());
        ui.snapshot(&self.app.theme()).expect("a frame");
    }

    /// Turns the wheel over the middle of the window and fetches the rows that come into sight.
    fn scroll(&mut self, rows: f32) {
        let mut ui = Simulator::with_size(bare(), SIZE, self.app.view());
        let middle = Point::new(SIZE.width / 2.0, SIZE.height / 2.0);
        ui.point_at(middle);
        let delta = mouse::ScrollDelta::Pixels { x: 0.0, y: -rows * 30.0 };
        let _ = ui.simulate([
            Event::Mouse(mouse::Event::CursorMoved { position: middle }),
            Event::Mouse(mouse::Event::WheelScrolled { delta }),
        ]);
        ui.snapshot(&self.app.theme()).expect("a frame");
        let messages: Vec<Message> = ui.into_messages().collect();
        for message in messages {
            self.send(message);
        }
    }
}

/// The program's settings once its fonts are loaded.
fn bare() -> iced::Settings {
    iced::Settings { fonts: Vec::new(), ..program() }
}

fn load_fonts() {
    let _ = Simulator::<Message>::with_size(program(), SIZE, iced::widget::space());
}

/// From nothing to a page that can be read.
fn until_usable(shop: &Path, home: &Path, empty: bool) -> Duration {
    let begun = Instant::now();
    let mut window = Window::new(shop, home);
    let mut usable = false;
    while !usable
        && window.step(&mut |message| {
            usable = match message {
                Message::Facts(..) => empty,
                Message::Screen(screen::Message::Overview(_)) => true,
                _ => false,
            };
        })
    {}
    assert!(usable, "the first page never came");
    window.frame();
    let taken = begun.elapsed();
    // The nightly backup goes on behind the page.
    window.finish();
    taken
}

fn start(large: &Path, empty: &Path, runs: u64) {
    load_fonts();
    let mut first = Line::new("first start of the day, with its backup").longer(Duration::from_millis(1500));
    let mut later = Line::new("later starts").longer(Duration::from_millis(1500));
    for run in 0..=runs {
        let homes: [PathBuf; 2] = ["home-large", "home-empty"].map(|name| shop::folder().join(name));
        for home in &homes {
            let _ = std::fs::remove_dir_all(home);
        }
        for line in [&mut first, &mut later] {
            line.ours.push(until_usable(large, &homes[0], false));
            line.yardstick.push(until_usable(empty, &homes[1], true));
        }
        if run == 0 {
            // The first run fills the system's cache.
            for line in [&mut first, &mut later] {
                line.ours.clear();
                line.yardstick.clear();
            }
        }
    }
    table::print("From start to the first usable frame, a million orders", "an empty shop", &[first, later]);
}

/// The order grid, with every order in its list.
fn grid(large: &Path, small: &Path) {
    let homes: [PathBuf; 2] = ["home-grid-large", "home-grid-small"].map(|name| shop::folder().join(name));
    let [mut million, mut few] = [(large, &homes[0]), (small, &homes[1])].map(|(shop, home)| {
        let mut window = Window::new(shop, home);
        window.finish();
        let whole = window.app.ctx.facts().and_then(|facts| facts.whole()).expect("a shop with orders");
        window.send(Message::Filters(Filters { preset: Preset::Custom(whole), ..Filters::default() }));
        window.send(Message::Do(Do::Go(Route::Orders)));
        // The first rows are fetched once they have been in sight.
        window.scroll(1.0);
        window
    });
    let mut lines = Vec::new();
    for (name, rows) in [("at the top", 0.0), ("a thousand rows down", 1_000.0), ("at the end", 9e6)] {
        million.scroll(rows);
        few.scroll(rows);
        let mut line = Line::new(format!("a frame {name}")).times(1.1);
        for run in 0..31 {
            line.run(|| million.frame(), || few.frame());
            if run == 0 {
                line.ours.clear();
                line.yardstick.clear();
            }
        }
        lines.push(line);
    }
    table::print("The order grid on a million orders", "ten thousand orders", &lines);
}

/// Every chart of every page as a PNG, as the report writes it.
fn charts(large: &Path, runs: u64) {
    let store = Store::open(large, &StoreOptions::default()).expect("the shop opens");
    let facts = Facts::build(&store.facts().expect("facts")).expect("facts");
    let period = Period::last_days(facts.reach.last.expect("orders"), 365);
    let filter = Filter { step: Filter::fitting_step(period), ..Filter::new(period) };
    let _ = Slice::new(&facts, &filter);
    let mut lines: Vec<Line> = Vec::new();
    for page in report::pages(&facts, &filter, Lang::Zh) {
        for picture in &page.pictures {
            if matches!(picture.spec.body, Body::Spark { .. }) {
                continue;
            }
            let mut line = Line::new(picture.spec.id).most(Duration::from_millis(100));
            for _ in 0..=runs {
                line.ours.push(time(|| {
                    let scene = layout(&picture.spec, &Options::picture(960.0, 540.0, Palette::print(), Lang::Zh));
                    std::hint::black_box(png::png(&scene, 2.0).expect("a picture"));
                }));
            }
            line.ours.remove(0);
            lines.push(line);
        }
    }
    lines.sort_by_key(|line| std::cmp::Reverse(table::median(&line.ours)));
    let (count, all) = (lines.len(), lines.iter().filter_map(|line| table::median(&line.ours)).collect::<Vec<_>>());
    lines.truncate(5);
    table::print("A chart as PNG (the slowest five)", "—", &lines);
    println!("\n{count} charts, the middle one {:.1} ms", table::median(&all).unwrap_or_default().as_secs_f64() * 1e3);
}
