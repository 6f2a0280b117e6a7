//! What is measured on: shops and files of the program's own generator, made once and kept.

#![allow(dead_code, reason = "each program uses its part")]

use std::path::{Path, PathBuf};

use zhanggui::demo::sheet::{Encoding, Shape, Sheet};
use zhanggui::demo::shops::SHOPS;
use zhanggui::demo::{self, Demo, DemoOptions, files, row, run::ShopRun};
use zhanggui::domain::platform::Platform;
use zhanggui::store::{Options, Store};

/// Where they are kept: `ZHANGGUI_BENCH`, else a folder among the system's temporary files. Several gigabytes.
pub fn folder() -> PathBuf {
    let folder =
        std::env::var_os("ZHANGGUI_BENCH").map_or_else(|| std::env::temp_dir().join("zhanggui-bench"), PathBuf::from);
    std::fs::create_dir_all(&folder).expect("the folder for measuring can be made");
    folder
}

/// Makes a file under another name and gives it its own when it is whole.
fn kept(path: &Path, make: impl FnOnce(&Path)) {
    if path.exists() {
        return;
    }
    let half = path.with_extension("half");
    let _ = std::fs::remove_file(&half);
    eprintln!("making {} …", path.display());
    make(&half);
    std::fs::rename(&half, path).expect("what was made can be moved");
}

fn options(orders: u64) -> DemoOptions {
    DemoOptions { orders, ..DemoOptions::default() }
}

/// A shop file with so many orders; what `zhanggui demo --orders N --shop FILE` makes.
pub fn shop(orders: u64) -> PathBuf {
    let path = folder().join(format!("shop-{orders}.zhanggui"));
    kept(&path, |half| {
        let store = Store::create(half, &Options::default()).expect("a new shop");
        if orders > 0 {
            demo::fill(&store, &options(orders), &mut |_| true).expect("a sample shop");
        }
        drop(store);
        let _ = std::fs::remove_file(half.with_extension("half.lock"));
    });
    path
}

/// 淘宝's order report with so many rows, in GB18030 and in UTF-8: the same rows.
pub fn order_report(orders: u64) -> [PathBuf; 2] {
    [("gb18030", Encoding::Gb18030), ("utf8", Encoding::Utf8)].map(|(name, encoding)| {
        let path = folder().join(format!("订单报表-{orders}-{name}.csv"));
        kept(&path, |half| write_report(half, orders, encoding));
        path
    })
}

fn write_report(path: &Path, orders: u64, encoding: Encoding) {
    let demo = Demo::new(options(orders));
    let (at, shop) =
        SHOPS.iter().enumerate().find(|(_, shop)| shop.platform == Platform::Taobao).expect("a shop on 淘宝");
    let shelf = demo.shelves.get(at).expect("its shelf");
    let columns = files::orders(shop).columns;
    let mut sheet = Sheet::create(path, Shape::Csv(encoding), "").expect("a new file");
    sheet.texts(row::headers(columns)).expect("room on the disk");
    let mut run = ShopRun::new(&demo, at, shop, shelf, orders);
    loop {
        let deals = run.next_batch();
        if deals.is_empty() {
            break;
        }
        for whole in deals.iter().filter_map(|deal| row::whole(shop, shelf, deal)) {
            sheet.row(&row::cells(columns, &whole)).expect("room on the disk");
        }
    }
    sheet.finish().expect("room on the disk");
}
