//! Ten thousand orders shipped in one batch in a shop of a million, and taken back again, beside plain SQL that writes as many rows.
//!
//! `cargo bench --profile dev --bench orders`; `ZHANGGUI_BENCH_ROWS` for another number of orders, `ZHANGGUI_BENCH_BATCH` for another batch.

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
use std::time::Duration;

use duckdb::Connection;
use table::Line;
use zhanggui::domain::flow::Step;
use zhanggui::store::{Options, QueueQuery, QueueRow, QueueView, StepRules, Store, Task};

const TURNS: usize = 3;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn main() {
    let all = number("ZHANGGUI_BENCH_ROWS", 1_000_000);
    let batch = number("ZHANGGUI_BENCH_BATCH", 10_000);
    // Some of them may not be shipped: a refund is under way, or they are on hold.
    let path = waiting(all, batch + batch / 5);
    let yardstick = plain(&path, all);
    let store = Store::open(&path, &Options::default()).expect("the shop opens");
    let now = zhanggui::demo::DemoOptions::default().end.and_hms_opt(23, 59, 59).expect("a moment");
    let query = QueueQuery {
        view: QueueView::All,
        text: String::new(),
        shops: Vec::new(),
        platforms: Vec::new(),
        ids: None,
        now,
        hours: 48,
        silent_hours: 72,
        sort: "left",
        descending: false,
    };
    let mut queue = Line::new("the queue, in order").most(Duration::from_secs(1));
    let mut counts = Line::new("its chips");
    let mut ids = Vec::new();
    for _ in 0..TURNS {
        queue.ours.push(table::time(|| ids = store.queue(&query).expect("the queue").0));
        counts.ours.push(table::time(|| assert!(store.queue_counts(&query).is_ok())));
    }
    let batch = usize::try_from(batch).expect("a batch");
    let rows = store.queue_rows(&query, &ids).expect("rows of the queue");
    let free = |row: &QueueRow| row.stage.waits() && !row.refunding && !row.conflict && row.holds.is_empty();
    let ids: Vec<i64> = rows.iter().filter(|row| free(row)).map(|row| row.id).collect();
    assert!(ids.len() >= batch, "only {} orders can be shipped", ids.len());
    let tasks: Vec<Task> = ids
        .iter()
        .take(batch)
        .enumerate()
        .map(|(nth, id)| Task::parcel(*id, &format!("BENCH{nth:08}"), "中通快递"))
        .collect();
    let mut ship = Line::new(format!("{batch} orders shipped in one batch")).most(Duration::from_secs(3));
    let mut undo = Line::new("the batch taken back").most(Duration::from_secs(3));
    for _ in 0..TURNS {
        let mut result = None;
        ship.run(
            || result = Some(store.take_steps("bench", Step::Ship, &tasks, StepRules::default()).expect("a batch")),
            || write(&yardstick, batch, true),
        );
        let result = result.expect("a batch");
        assert_eq!((result.done.len(), result.refused.len()), (batch, 0), "{:?}", result.refused.first());
        undo.run(
            || drop(store.undo_batch("bench", result.batch_id).expect("taken back")),
            || write(&yardstick, batch, false),
        );
    }
    table::print(&format!("Orders, {all} in the shop"), "plain SQL", &[ship, undo, queue, counts]);
}

/// A shop in which so many orders more wait to be shipped: those shipped last, as if their files had not come yet.
fn waiting(all: u64, batch: u64) -> PathBuf {
    let made = shop::shop(all);
    let path = shop::folder().join(format!("shop-{all}-waiting.zhanggui"));
    std::fs::copy(&made, &path).expect("room on the disk");
    // Brought up to the present schema first.
    drop(Store::open(&path, &Options::default()).expect("the shop opens"));
    let conn = Connection::open(&path).expect("the file opens");
    conn.execute_batch(&format!(
        "CREATE TEMP TABLE w AS SELECT id FROM orders WHERE status IN (4, 5) AND refund = 0 AND paid > 0 AND shipped_at IS NOT NULL
             ORDER BY shipped_at DESC LIMIT {batch};
         UPDATE orders SET status = 2, shipped_at = NULL, received_at = NULL, tracking_no = NULL WHERE id IN (SELECT id FROM w);
         UPDATE order_line SET status = 2, shipped_at = NULL, tracking_no = NULL WHERE order_id IN (SELECT id FROM w);
         DELETE FROM parcel WHERE order_id IN (SELECT id FROM w);
         DELETE FROM movement WHERE document_id = 0 AND line_id IN (SELECT l.id FROM order_line l WHERE l.order_id IN (SELECT id FROM w));
         CHECKPOINT;"
    ))
    .expect("orders that wait");
    path
}

/// The same orders as one bare table in a file of its own.
fn plain(path: &Path, all: u64) -> Connection {
    let copy = shop::folder().join(format!("plain-{all}.duckdb"));
    let _ = std::fs::remove_file(&copy);
    let conn = Connection::open(&copy).expect("a new file");
    conn.execute_batch(&format!(
        "ATTACH '{}' AS shop (READ_ONLY); CREATE TABLE orders AS FROM shop.orders;
         CREATE TABLE waits AS SELECT id FROM orders WHERE status = 2 ORDER BY id; DETACH shop; CHECKPOINT",
        path.display()
    ))
    .expect("a copy of the orders");
    conn
}

/// What the least of it would cost: one statement that writes the state of so many orders.
fn write(conn: &Connection, batch: usize, shipped: bool) {
    let (status, moment) = if shipped { (4, "TIMESTAMP '2026-10-31 20:00:00'") } else { (2, "NULL") };
    conn.execute_batch(&format!(
        "UPDATE orders SET status = {status}, shipped_at = {moment}, tracking_no = 'BENCH' || id
         WHERE id IN (SELECT id FROM waits LIMIT {batch})"
    ))
    .expect("an update");
}
