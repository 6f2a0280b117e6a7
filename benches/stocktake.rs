//! A stocktake of 50,000 SKUs: a filled sheet read and taken into the plan, and the plan posted; beside DuckDB's own `read_csv` of the
//! same sheet joined with the sums of the same ledger, its differences written into a table.
//!
//! `cargo bench --profile dev --bench stocktake`; `ZHANGGUI_BENCH_SKUS` for another number of SKUs, `ZHANGGUI_BENCH_RUNS` for another number
//! of runs.

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

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{NaiveDate, NaiveDateTime};
use duckdb::Connection;
use table::Line;
use zhanggui::domain::draft::{Drafts, ProductDraft, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::platform::Platform;
use zhanggui::domain::stock::{MovementKind, Place};
use zhanggui::domain::stocktake::{Limits, Scope};
use zhanggui::import::stocktake::read;
use zhanggui::store::{
    Count, CountedSheet, Entry, EntryLine, ImportMeta, ImportSummary, Options, SheetLine, StocktakePlan, Store,
};

const ACTOR: &str = "bench";

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn at(day: u32, hour: u32) -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 10, day).and_then(|day| day.and_hms_opt(hour, 0, 0)).expect("a moment")
}

fn code(nth: u64) -> String {
    format!("SKU-{nth:06}")
}

/// What a sheet says of a SKU: one in twelve differs from the 50 pieces of the books.
fn found(nth: u64) -> i64 {
    50 + if nth.is_multiple_of(12) { nth as i64 % 7 - 3 } else { 0 }
}

fn main() {
    let skus = number("ZHANGGUI_BENCH_SKUS", 50_000);
    let sheet = sheet(skus);
    let mut all = Line::new(format!("a sheet of {skus} SKUs taken and posted")).most(Duration::from_secs(5));
    let mut taken = Line::new("of that: the sheet read and taken");
    let mut posted = Line::new("of that: posted");
    for _ in 0..number("ZHANGGUI_BENCH_RUNS", 3) {
        let shop = fresh("stocktake.zhanggui");
        let plan = plan(&shop, skus);
        let [read, written] = count(&shop, plan, &sheet, skus);
        taken.ours.push(read);
        posted.ours.push(written);
        all.ours.push(read + written);
        all.yardstick.push(yardstick(&shop, &sheet, skus));
    }
    taken.yardstick.clone_from(&all.yardstick);
    posted.yardstick.clone_from(&all.yardstick);
    table::print("Stocktake", "DuckDB `read_csv` joined with the ledger's sums", &[all, taken, posted]);
}

/// A path in the folder with nothing there.
fn fresh(name: &str) -> PathBuf {
    let path = shop::folder().join(name);
    for ending in ["", ".wal", ".lock", ".tmp"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    path
}

/// The filled sheet.
fn sheet(skus: u64) -> PathBuf {
    let path = shop::folder().join(format!("盘点表-{skus}.csv"));
    let mut text = String::from("编码,名称,规格,类目,实盘\n");
    for nth in 0..skus {
        let _ = writeln!(text, "{},上衣 {nth},均码,女装,{}", code(nth), found(nth));
    }
    std::fs::write(&path, text).expect("room on the disk");
    path
}

/// A shop with an opening count, a receipt and a loss of every SKU, and a plan over all of them that has begun.
fn plan(path: &Path, skus: u64) -> i64 {
    let store = Store::create(path, &Options::default()).expect("a new shop");
    let own = |nth| ProductDraft {
        own: true,
        sku_code: code(nth),
        name: format!("上衣 {nth}"),
        cost: Some(Money::from_fen(2_000)),
        ..ProductDraft::default()
    };
    let drafts = Drafts { products: (0..skus).map(own).collect(), ..Drafts::default() };
    let source = Source { platform: Platform::Other, shop: String::new() };
    let meta =
        ImportMeta { actor: ACTOR.to_owned(), file_name: "商品".to_owned(), at: at(1, 8), ..ImportMeta::default() };
    let mut staging = store.stage(&source, meta).expect("a staging");
    staging.append(&drafts).expect("products");
    staging.commit(&ImportSummary::default()).expect("products");
    let lines = (0..skus).map(|nth| (code(nth), 40)).collect();
    let opening = Count { warehouse: 1, counted_at: at(1, 9), reason: String::new(), lines };
    store.post_count(ACTOR, &opening).expect("an opening");
    for (kind, day, qty) in [(MovementKind::Receipt, 5, 15), (MovementKind::Damage, 9, -5)] {
        let line = |nth| EntryLine {
            code: code(nth),
            warehouse: 1,
            place: Place::Good,
            qty,
            unit_cost: None,
            note: String::new(),
            lot: None,
        };
        let lines = (0..skus).map(line).collect();
        let entry = Entry { kind, moved_at: at(day, 9), reason: String::new(), lines };
        store.post_stock(ACTOR, &entry).expect("a document");
    }
    let limits = Limits { pieces: Some(10), ..Limits::default() };
    let plan = StocktakePlan { name: "全盘".to_owned(), warehouse: 1, scope: Scope::default(), blind: true, limits };
    let id = store.create_stocktake(ACTOR, &plan, at(20, 8)).expect("a plan");
    store.start_stocktake(ACTOR, id, at(20, 8).date(), at(20, 8)).expect("SKUs");
    id
}

/// Reads the sheet into the plan, and posts the plan.
fn count(path: &Path, plan: i64, sheet: &Path, skus: u64) -> [Duration; 2] {
    let store = Store::open(path, &Options::default()).expect("the shop");
    let start = Instant::now();
    let filled = read(sheet).expect("a filled sheet");
    let lines = filled.lines.into_iter().map(|line| SheetLine { text: line.code, pieces: line.pieces, at: line.at });
    let told = CountedSheet { lines: lines.collect(), at: at(20, 12), now: at(20, 12), source: String::new() };
    let preview = store.preview_stocktake_sheet(plan, &told).expect("a look");
    assert_eq!((preview.good as u64, preview.problems.len()), (skus, 0));
    store.count_stocktake_sheet(ACTOR, plan, &told).expect("counted");
    let read = start.elapsed();
    let start = Instant::now();
    store.finish_stocktake(ACTOR, plan).expect("finished");
    let done = store.post_stocktake(ACTOR, plan, "盘点", at(20, 13)).expect("posted");
    let differ = (0..skus).filter(|nth| found(*nth) != 50).count();
    assert_eq!((done.posted.moved, done.left_out.len()), (differ, 0));
    [read, start.elapsed()]
}

/// DuckDB's own way: the sheet joined with the sums of the ledger as of then, the differences in a table.
fn yardstick(shop: &Path, sheet: &Path, skus: u64) -> Duration {
    let conn = Connection::open(shop).expect("the shop is closed");
    let start = Instant::now();
    conn.execute_batch(&format!(
        "CREATE OR REPLACE TABLE difference AS SELECT c.编码 AS code, c.实盘 - b.qty AS qty FROM read_csv('{}', header = true) c
         JOIN (SELECT sku_code, sum(qty) AS qty FROM movement WHERE moved_at < TIMESTAMP '2026-10-20 12:00:00' GROUP BY sku_code) b
         ON b.sku_code = c.编码",
        sheet.display()
    ))
    .expect("the differences");
    let taken = start.elapsed();
    let count: u64 = conn.query_row("SELECT count(*) FROM difference", [], |row| row.get(0)).unwrap();
    assert_eq!(count, skus);
    taken
}
