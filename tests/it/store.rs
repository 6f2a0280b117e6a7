//! The shop file, on real files in temporary folders.

mod alerts;
mod backups;
mod crash;
mod facts;
mod flow;
mod imports;
mod lists;
mod manual;
mod mappings;
mod merging;
mod money;
mod opening;
mod packing;
mod purchase;
mod random;
mod replenish;
mod rules;
mod skus;
mod stock;
mod stocktake;
mod tickets;

use std::path::{Path, PathBuf};

use chrono::{NaiveDate, NaiveDateTime};
use tempfile::TempDir;
use zhanggui::domain::draft::{Drafts, LineDraft, OrderDraft, ProductDraft, Source};
use zhanggui::domain::money::Money;
use zhanggui::domain::order::OrderStatus;
use zhanggui::domain::platform::Platform;
use zhanggui::store::{ImportMeta, ImportOutcome, ImportSummary, Options, Store};

/// A new shop in a folder of its own.
pub struct Home {
    pub folder: TempDir,
    pub store: Store,
}

/// The clock of the tests stands still.
pub fn noon() -> NaiveDateTime {
    at("2026-05-01 12:00:00")
}

pub fn options(folder: &Path) -> Options {
    Options { backups: Some(folder.join("backups")), now: noon }
}

pub fn shop() -> Home {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::create(&file(&folder), &options(folder.path())).unwrap();
    Home { folder, store }
}

pub fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("我的店.zhanggui")
}

pub fn at(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap()
}

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn fen(fen: i64) -> Option<Money> {
    Some(Money::from_fen(fen))
}

pub fn taobao() -> Source {
    Source { platform: Platform::Taobao, shop: String::new() }
}

pub fn meta(file: &str) -> ImportMeta {
    ImportMeta {
        actor: "掌柜".to_owned(),
        file_name: file.to_owned(),
        sha256: String::new(),
        format: "test".to_owned(),
        encoding: "utf-8".to_owned(),
        at: noon(),
    }
}

impl Home {
    pub fn import(&self, drafts: &Drafts) -> ImportOutcome {
        import(&self.store, &taobao(), meta("测试.csv"), drafts)
    }

    /// Closes the shop and opens it again.
    pub fn reopened(self) -> Self {
        let Self { folder, store } = self;
        drop(store);
        let store = Store::open(&file(&folder), &options(folder.path())).unwrap();
        Self { folder, store }
    }

    /// All of the shop that imports make, as text, but for when and by which import a row was last touched.
    pub fn dump(&self) -> Vec<String> {
        dump(&self.store)
    }
}

pub fn import(store: &Store, source: &Source, meta: ImportMeta, drafts: &Drafts) -> ImportOutcome {
    let mut staging = store.stage(source, meta).unwrap();
    staging.append(drafts).unwrap();
    staging.commit(&ImportSummary::default()).unwrap()
}

/// Every row of every table, sorted, read from a backup so that the live file is not opened twice. Left out: what records the doing
/// itself (audit, imports, counters, before-images) and what every new shop has.
pub fn dump(store: &Store) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("dump.zhanggui");
    store.backup_to(&copy).unwrap();
    dump_file(&copy, &["audit", "import", "counter", "meta", "warehouse"])
}

pub fn dump_file(path: &Path, but: &[&str]) -> Vec<String> {
    let conn = duckdb::Connection::open(path).unwrap();
    let mut tables = Vec::new();
    let mut found = conn.prepare("SELECT table_name FROM duckdb_tables() ORDER BY 1").unwrap();
    for name in found.query_map([], |r| r.get::<_, String>(0)).unwrap() {
        tables.push(name.unwrap());
    }
    let mut rows = Vec::new();
    for table in tables.iter().filter(|t| !but.contains(&t.as_str()) && !t.ends_with("_before")) {
        let mut all = conn.prepare(&format!("SELECT CAST(t AS VARCHAR) FROM {table} t ORDER BY 1")).unwrap();
        for row in all.query_map([], |r| r.get::<_, String>(0)).unwrap() {
            rows.push(format!("{table}: {}", row.unwrap()));
        }
    }
    rows
}

/// One number from plain SQL on a copy of the shop.
pub fn ask(store: &Store, sql: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("ask.zhanggui");
    store.backup_to(&copy).unwrap();
    let conn = duckdb::Connection::open(&copy).unwrap();
    conn.query_row(&format!("SELECT CAST(({sql}) AS VARCHAR)"), [], |r| r.get::<_, Option<String>>(0))
        .unwrap()
        .unwrap_or_else(|| "NULL".to_owned())
}

/// A paid order of one kind of goods.
pub fn order(no: &str, paid: i64) -> OrderDraft {
    OrderDraft {
        order_no: no.to_owned(),
        buyer: format!("buyer-{no}"),
        status: Some(OrderStatus::Paid),
        status_raw: "买家已付款，等待卖家发货".to_owned(),
        created_at: Some(at("2026-04-01 10:00:00")),
        paid_at: Some(at("2026-04-01 10:05:00")),
        payable: fen(paid),
        paid: fen(paid),
        items: Some(1),
        title: "羊毛大衣".to_owned(),
        receiver: "林晓明".to_owned(),
        phone: "13800001234".to_owned(),
        address: "浙江省 杭州市 西湖区 文三路 1 号".to_owned(),
        ..OrderDraft::default()
    }
}

/// An own SKU of a product sheet that costs one yuan.
pub fn own(code: &str) -> ProductDraft {
    ProductDraft {
        own: true,
        sku_code: code.to_owned(),
        name: format!("自有 {code}"),
        cost: fen(100),
        ..ProductDraft::default()
    }
}

pub fn line(order: &str, no: &str, code: &str, qty: i64, goods: i64) -> LineDraft {
    LineDraft {
        line_no: no.to_owned(),
        order_no: order.to_owned(),
        sku_code: code.to_owned(),
        title: format!("商品 {code}"),
        qty,
        goods_amount: fen(goods),
        ..LineDraft::default()
    }
}
