//! A believable shop from a seed (示例店铺): as drafts for the shop file and as the platforms' export files.
//!
//! Both come from the same orders: importing the files gives the figures of the drafts, to the fen. Everything is invented, the
//! buyers first of all: behind a masked name or phone there is nothing. One seed makes one shop, however often it is made.
//!
//! The orders of a shop are drawn day by day ([`run`]): the [`calendar`] says how busy the day is, [`trade`] fills baskets from the
//! shop's shelves ([`shops`], [`assortment`]), prices them and lets them live: paid, sent ([`parcels`]), received or sent back
//! ([`aftersale`]). [`drafts`] and [`files`] tell what each platform would tell of them.

pub mod aftersale;
mod alerts;
pub mod assortment;
pub mod calendar;
pub mod deal;
pub mod dice;
pub mod drafts;
pub mod error;
pub mod exports;
pub mod files;
mod flow;
pub mod items;
pub mod numbers;
pub mod parcels;
pub mod people;
pub mod places;
mod purchase;
pub mod purchases;
pub mod row;
mod rules;
pub mod run;
mod service;
pub mod sheet;
pub mod shops;
mod stock;
mod stocktake;
pub mod trade;
pub mod traffic;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::domain::draft::Source;
use crate::domain::draft::platform_sku_key;
use crate::domain::platform::Platform;
use crate::store::{ImportMeta, ImportSummary, Store};

pub use error::{DemoError, Result};
pub use exports::{ExportFile, write_exports};

use assortment::Assortment;
use calendar::Day;
use run::ShopRun;
use shops::{SHOPS, Shelf};

/// How many months the records reach back.
const MONTHS: u32 = 24;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoOptions {
    /// Orders of all shops together; those never paid count.
    pub orders: u64,
    pub seed: u64,
    /// Last day of the records. Fixed by default, so that the same seed makes the same shop on any day.
    pub end: NaiveDate,
}

impl Default for DemoOptions {
    fn default() -> Self {
        Self { orders: 8_000, seed: 20_261_031, end: NaiveDate::from_ymd_opt(2026, 10, 31).unwrap_or(NaiveDate::MIN) }
    }
}

/// The most orders one sample shop can have: numbers must stay apart.
pub const MOST_ORDERS: u64 = 10_000_000;

/// How far the making has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    pub done: u64,
    pub total: u64,
}

/// A sample shop ready to be drawn.
#[derive(Debug)]
pub struct Demo {
    pub options: DemoOptions,
    pub days: Vec<Day>,
    pub assortment: Assortment,
    /// One for each of [`SHOPS`].
    pub shelves: Vec<Shelf>,
}

impl Demo {
    pub fn new(options: DemoOptions) -> Self {
        let options = DemoOptions { orders: options.orders.min(MOST_ORDERS), ..options };
        let days = calendar::days(options.end, MONTHS, options.seed);
        let first = days.first().map_or(options.end, |day| day.date);
        let assortment = Assortment::new(options.seed, first, options.end);
        let shelves = (0..SHOPS.len()).map(|at| Shelf::new(options.seed, at, &assortment)).collect();
        Self { options, days, assortment, shelves }
    }

    pub fn first_day(&self) -> NaiveDate {
        self.days.first().map_or(self.options.end, |day| day.date)
    }

    /// The last second of the records.
    pub fn last_moment(&self) -> NaiveDateTime {
        self.options.end.and_time(NaiveTime::MIN) + TimeDelta::seconds(86_399)
    }

    /// One run for each shop, in the order of [`SHOPS`].
    pub fn runs(&self) -> Vec<ShopRun<'_>> {
        let shares = run::split_over_shops(self, self.options.orders);
        SHOPS
            .iter()
            .zip(&self.shelves)
            .zip(shares)
            .enumerate()
            .map(|(at, ((shop, shelf), orders))| ShopRun::new(self, at, shop, shelf, orders))
            .collect()
    }

    /// What the owner's mapping sheet says: platform code or key, own code, pieces. Bundles have several rows; some listings are
    /// left out and wait in the queue.
    pub fn mapping_rows(&self) -> Vec<(String, String, i64)> {
        let mut rows: Vec<(String, String, i64)> = Vec::new();
        for (shop, shelf) in SHOPS.iter().zip(&self.shelves) {
            for offer in &shelf.offers {
                // One of the two items without a code stays unmapped.
                let forgotten =
                    offer.code.is_empty() && shop.platform == Platform::Douyin && offer.category.starts_with("家居>");
                if forgotten {
                    continue;
                }
                let key = platform_sku_key(&offer.code, &offer.item_id, &offer.props, &offer.title);
                for (at, qty) in &offer.parts {
                    let Some(sku) = self.assortment.skus.get(*at) else { continue };
                    let row = (key.clone(), sku.code.clone(), *qty);
                    if sku.code != offer.code && !rows.contains(&row) {
                        rows.push(row);
                    }
                }
            }
        }
        rows
    }
}

/// Puts the sample shop into a shop file. `progress` is told the orders done and says whether to go on.
pub fn fill(store: &Store, options: &DemoOptions, progress: &mut dyn FnMut(Progress) -> bool) -> Result<()> {
    let demo = Demo::new(*options);
    let meta = |name: &str, format: &str| ImportMeta {
        actor: "demo".to_owned(),
        file_name: name.to_owned(),
        format: format.to_owned(),
        encoding: "UTF-8".to_owned(),
        at: demo.last_moment(),
        ..ImportMeta::default()
    };
    let own = Source { platform: Platform::Other, shop: String::new() };
    let put = |source: &Source, name: &str, drafts: &crate::domain::draft::Drafts| -> Result<()> {
        let mut staging = store.stage(source, meta(name, "demo"))?;
        staging.append(drafts)?;
        staging.commit(&ImportSummary { rows: drafts.len() as u64, ..ImportSummary::default() })?;
        Ok(())
    };
    put(&own, "商品资料", &drafts::products(&demo))?;
    put(&own, "编码对照", &drafts::mappings(&demo))?;
    let total = demo.options.orders;
    let mut done = 0;
    let mut late = None;
    let mut late_of = None;
    for (mut run, (shop, shelf)) in demo.runs().into_iter().zip(SHOPS.iter().zip(&demo.shelves)) {
        let source = Source { platform: shop.platform, shop: shop.name.to_owned() };
        let mut staging = store.stage(&source, meta(shop.name, "demo"))?;
        let mut rows = 0;
        if shop.platform == Platform::Tmall {
            staging.append(&drafts::listed_products(shelf))?;
        }
        loop {
            let deals = run.next_batch();
            if deals.is_empty() {
                break;
            }
            let mut batch = drafts::of_deals(shop, shelf, &deals);
            flow::hold_back(&demo, &mut batch, &mut late);
            if late.is_some() && late_of.is_none() {
                late_of = Some(source.clone());
            }
            rows += batch.len() as u64;
            staging.append(&batch)?;
            done += deals.len() as u64;
            if !progress(Progress { done, total }) {
                return Err(DemoError::Cancelled);
            }
        }
        let traffic = drafts::traffic(&run.traffic());
        rows += traffic.len() as u64;
        staging.append(&traffic)?;
        staging.commit(&ImportSummary { rows, ..ImportSummary::default() })?;
    }
    let bought = Source { platform: Platform::Alibaba1688, shop: String::new() };
    put(&bought, "1688 采购", &drafts::purchases(&demo))?;
    flow::work(store, &demo, late.as_ref())?;
    if let (Some(late), Some(source)) = (late, late_of) {
        let drafts = crate::domain::draft::Drafts { orders: vec![late.order], lines: late.lines, ..Default::default() };
        put(&source, "后到的订单报表", &drafts)?;
    }
    service::keep(store, &demo)?;
    stock::keep(store, &demo)?;
    rules::hand_out(store, &demo)?;
    alerts::raise(store, &demo)
}
