//! Import of a million orders from an order report in GB18030, beside DuckDB's own `read_csv` of the same rows already in UTF-8 into a
//! table; and the most memory the import takes.
//!
//! `cargo bench --profile dev --bench import`; `ZHANGGUI_BENCH_ROWS` for another number of rows, `ZHANGGUI_BENCH_RUNS` for another number
//! of runs. The memory is told by Linux alone.

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
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use duckdb::{Config, Connection};
use table::Line;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let rows = number("ZHANGGUI_BENCH_ROWS", 1_000_000);
    let [gb18030, utf8] = shop::order_report(rows);
    let mut all = Line::new(format!("import of {rows} orders")).times(3.0);
    let mut text = Line::new("the same beside `read_csv` with every column as text");
    let mut again = Line::new("the same file again: nothing changes");
    let mut peaks = Vec::new();
    for _ in 0..number("ZHANGGUI_BENCH_RUNS", 3) {
        let shop = fresh("import.zhanggui");
        let (first, peak) = import(&shop, &gb18030, rows, true);
        all.ours.push(first);
        text.ours.push(first);
        peaks.extend(peak);
        all.yardstick.push(read_csv(&utf8, rows, ""));
        text.yardstick.push(read_csv(&utf8, rows, ", all_varchar = true"));
        let (second, peak) = import(&shop, &gb18030, rows, false);
        again.ours.push(second);
        peaks.extend(peak);
    }
    again.yardstick.clone_from(&all.yardstick);
    table::print("Import", "DuckDB `read_csv` into a table", &[all, text, again]);
    match peaks.iter().max() {
        // The kernel's kB are of 1,024 bytes, gigabytes are of a thousand million.
        Some(peak) => println!("\nMost memory of any import: {} MB (limit 1,500)", peak * 1024 / 1_000_000),
        None => println!("\nMost memory: not told by this system"),
    }
}

/// A path in the folder with nothing there.
fn fresh(name: &str) -> PathBuf {
    let path = shop::folder().join(name);
    for ending in ["", ".wal", ".lock", ".tmp"] {
        let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
    }
    path
}

/// Runs `zhanggui import` and watches its memory; time and kilobytes.
fn import(shop: &Path, file: &Path, rows: u64, new: bool) -> (Duration, Option<u64>) {
    let start = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_zhanggui"))
        .args(["import", "--json", "--shop"])
        .args([shop, file])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut out = child.stdout.take().expect("piped");
    let answer = std::thread::spawn(move || {
        let mut text = String::new();
        std::io::Read::read_to_string(&mut out, &mut text).expect("the report can be read");
        text
    });
    let mut peak = None;
    let status = loop {
        peak = high_water(child.id()).or(peak);
        match child.try_wait().expect("the program can be waited for") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let taken = start.elapsed();
    let report: serde_json::Value = serde_json::from_str(&answer.join().unwrap()).expect("a report");
    assert!(status.success(), "{report}");
    let count = report.pointer(if new { "/files/0/new" } else { "/files/0/unchanged" });
    assert_eq!(count.and_then(serde_json::Value::as_u64), Some(rows), "{report}");
    (taken, peak)
}

/// Kilobytes of the most memory a process has held so far.
fn high_water(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// DuckDB's own reading of the file into a table of a new database, written out to the end.
fn read_csv(file: &Path, rows: u64, options: &str) -> Duration {
    let path = fresh("yardstick.duckdb");
    let start = Instant::now();
    {
        let config = Config::default().enable_autoload_extension(false).unwrap();
        let conn = Connection::open_with_flags(&path, config).expect("a new database");
        // Told what the file is like: left to guess, it takes the `"` of `="123"` for letters and stops at the first quoted comma.
        let like = "header = true, delim = ',', quote = '\"', escape = '\"', strict_mode = false";
        let sql = format!("CREATE TABLE report AS SELECT * FROM read_csv('{}', {like}{options})", file.display());
        conn.execute_batch(&sql).expect("the rows can be read");
        let count: u64 = conn.query_row("SELECT count(*) FROM report", [], |row| row.get(0)).unwrap();
        assert_eq!(count, rows);
    }
    start.elapsed()
}
