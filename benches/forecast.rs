//! Suggestions for ten thousand SKUs with two years of days, model selection and the rule for each, beside the plainest forecast of the
//! same SKUs; a year of back-test; and the whole plan of a shop with a million orders, beside a hand-written query for its sales by day.
//!
//! `cargo bench --profile dev --bench forecast`; `ZHANGGUI_BENCH_SKUS` for another number of SKUs, `ZHANGGUI_BENCH_ORDERS` for another
//! shop, 0 for none.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a program for measuring"
)]

mod shop;
mod table;

use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use chrono::NaiveDate;
use duckdb::{Config, Connection};
use rust_decimal::Decimal;
use table::Line;
use zhanggui::analytics::forecast::event::{Phase, marks};
use zhanggui::analytics::forecast::mean::{MovingMean, SeasonalNaive};
use zhanggui::analytics::forecast::profile::{Category, Profile, Seasoned};
use zhanggui::analytics::forecast::select::Selector;
use zhanggui::analytics::forecast::{Demand, Forecaster};
use zhanggui::analytics::replay::{Past, Rule, replay};
use zhanggui::analytics::replenish::{Ask, Desk};
use zhanggui::domain::money::Money;
use zhanggui::domain::replenish::{
    Caps, Case, Counted, LeadTime, OwnerRules, Policy, ServiceLevel, Stock, Terms, suggest,
};
use zhanggui::domain::stock::StockRules;
use zhanggui::store::{Options, Store};

const DAYS: usize = 730;
const HORIZON: usize = 90;
const THREADS: usize = 2;
/// SKUs of the replayed year.
const REPLAYED: usize = 200;

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Numbers that look random and are always the same, from 0 to 1.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 40) as f64 + 0.5) / (1_u64 << 24) as f64
    }

    /// A Poisson number, by the normal curve where it is large.
    fn poisson(&mut self, mean: f64) -> f64 {
        if mean > 30.0 {
            let normal: f64 = (0..12).map(|_| self.roll()).sum::<f64>() - 6.0;
            return (mean + mean.sqrt() * normal).round().max(0.0);
        }
        let (limit, mut product, mut count) = ((-mean).exp(), self.roll(), 0.0);
        while product > limit {
            product *= self.roll();
            count += 1.0;
        }
        count
    }
}

/// Sales of SKUs whose mean a day is `rate` of a number between 0 and 1; with season, events, trend and stock-outs.
fn skus(count: u64, rate: impl Fn(f64) -> f64) -> Vec<Demand> {
    let first = NaiveDate::from_ymd_opt(2024, 11, 1).unwrap();
    let marks = marks(first, DAYS);
    let mut dice = Dice(7);
    let mut sku = || {
        let mean = rate(dice.roll());
        let (growth, summer) = (dice.roll() - 0.4, dice.roll());
        let mut out = 0;
        let sold: Vec<Option<f64>> = marks
            .iter()
            .enumerate()
            .map(|(t, mark)| {
                if out == 0 && dice.roll() < 0.004 {
                    out = 12;
                }
                if out > 0 {
                    out -= 1;
                    return None;
                }
                let season = 1.0 + summer * (std::f64::consts::TAU * f64::from(mark.month) / 12.0).sin();
                let event = match mark.phase {
                    Some(Phase::DoubleEleven | Phase::MidYear) => 4.0,
                    Some(Phase::SpringRest) => 0.2,
                    _ => 1.0,
                };
                let week = if mark.weekday >= 5 { 1.3 } else { 0.9 };
                Some(dice.poisson(mean * season * event * week * (1.0 + growth * t as f64 / DAYS as f64)))
            })
            .collect();
        Demand::new(first, sold).unwrap()
    };
    (0..count).map(|_| sku()).collect()
}

/// Does `work` for every SKU on [`THREADS`] threads.
fn each(skus: &[Demand], work: impl Fn(&Demand) + Sync) {
    let next = AtomicUsize::new(0);
    let run = || {
        while let Some(demand) = skus.get(next.fetch_add(1, Ordering::Relaxed)) {
            work(demand);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..THREADS {
            scope.spawn(run);
        }
        run();
    });
}

/// All SKUs together, as a category.
fn together(skus: &[Demand]) -> Demand {
    let mut sums = vec![0.0; DAYS];
    for sku in skus {
        for (sum, day) in sums.iter_mut().zip(sku.days()) {
            *sum += day.unwrap_or(0.0);
        }
    }
    Demand::new(skus[0].first(), sums.into_iter().map(Some)).unwrap()
}

fn policy() -> Policy {
    let cost = Money::from_fen(3_000);
    Policy::new(ServiceLevel::DEFAULT, 1, 30, cost, Decimal::new(2, 1), Counted::default()).unwrap()
}

/// Forecasts, chosen per SKU, and the rule, beside the same weekday of last week.
fn suggestions(name: &str, skus: &[Demand]) -> Line {
    let mut line = Line::new(name).most(Duration::from_secs(20));
    let (policy, lead) = (policy(), LeadTime::new(9.0, 2.5).unwrap());
    let (stock, terms) = (Stock::new(20, 0, 0, 0).unwrap(), Terms::new(Money::from_fen(2_500), 10, 6).unwrap());
    let ours = || {
        let selector = Selector::default();
        let category = Category::new(together(skus), &selector.ends(skus[0].end()));
        each(skus, |demand| {
            let found = selector.select(demand, HORIZON, Some(&category)).unwrap();
            let plan = found.plan(40).unwrap();
            let case = Case { plan: &plan, lead, policy: &policy, stock, terms, caps: Caps::default() };
            black_box(suggest(&case).unwrap());
        });
    };
    let naive = || {
        each(skus, |demand| {
            black_box(SeasonalNaive.fit_predict(demand, HORIZON).unwrap());
        });
    };
    line.run(ours, naive);
    line
}

/// A year of the rule with the selection of models, beside the same with one mean.
fn year(skus: &[Demand]) -> Line {
    let mut line = Line::new(format!("back-test of a year, {} SKUs", skus.len()));
    let (policy, lead) = (policy(), LeadTime::new(9.0, 2.5).unwrap());
    let terms = Terms::new(Money::from_fen(2_500), 10, 6).unwrap();
    let (on_hand, lead_days) = (vec![10; 365], [7, 12]);
    let run = |forecaster: &dyn Forecaster| {
        each(skus, |demand| {
            let past = Past { demand, on_hand: &on_hand, opening: 50, underway: &[], lead_days: &lead_days };
            let rule = Rule { forecaster, refit_days: 28, policy: &policy, lead, terms, caps: Caps::default() };
            black_box(replay(&past, &rule, 365).unwrap());
        });
    };
    let mean = Seasoned { model: MovingMean::default(), prior: Profile::FLAT };
    line.run(|| run(&Selector::default()), || run(&mean));
    line
}

/// What is written by hand for pieces sold of each SKU on each day.
const SALES: &str = "SELECT s.id, CAST(o.paid_at AS DATE) AS day, sum(l.qty) FROM order_line l JOIN orders o ON o.id = l.order_id
    JOIN listing g ON g.id = l.listing_id JOIN sku s ON s.code = g.sku_code WHERE o.paid_at IS NOT NULL GROUP BY ALL ORDER BY ALL";

/// The whole plan of a shop, as it is made first and as it is made after a decision.
fn plan(orders: u64) -> Vec<Line> {
    let path = shop::shop(orders);
    let mut lines = Vec::new();
    let config = Config::default().enable_autoload_extension(false).unwrap();
    let conn = Connection::open_with_flags(&path, config).expect("the shop opens");
    let by_hand = table::time(|| {
        let mut statement = conn.prepare(SALES).unwrap();
        black_box(statement.query_arrow([]).unwrap().map(|batch| batch.num_rows()).sum::<usize>());
    });
    drop(conn);
    let store = Store::open(&path, &Options::default()).expect("the shop opens");
    let today = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    let ask = Ask { today, stock_day: today, rules: OwnerRules::default(), marks: StockRules::default() };
    let desk = Desk::default();
    for name in ["first", "after a change of the wishes"] {
        let cover = if lines.is_empty() { 30 } else { 31 };
        let ask = Ask { rules: OwnerRules { cover_days: cover, ..ask.rules.clone() }, ..ask.clone() };
        let mut line = Line::new(format!("plan of {orders} orders, {name}"));
        line.ours.push(table::time(|| {
            black_box(desk.plan(&store, &ask, &|_, _| true).expect("a plan"));
        }));
        line.yardstick.push(by_hand);
        lines.push(line);
    }
    lines
}

fn main() {
    let count = number("ZHANGGUI_BENCH_SKUS", 10_000);
    // A long tail: half of the SKUs sell less than one piece in four days, one in twenty more than seven a day.
    let tail = skus(count, |u| 0.02 * (1.0 / (1.0 - 0.999 * u)).powf(1.9));
    let mut lines = vec![suggestions(&format!("{count} SKUs, long tail"), &tail)];
    lines.push(year(&tail[..REPLAYED.min(tail.len())]));
    drop(tail);
    lines.push(suggestions(&format!("{count} SKUs, all sell well"), &skus(count, |u| 5.0 + 40.0 * u)));
    table::print("Forecasts and suggestions, two years of days, two threads", "plainest forecast", &lines);
    let orders = number("ZHANGGUI_BENCH_ORDERS", 1_000_000);
    if orders > 0 {
        table::print("The plan of a whole shop", "sales by day, hand-written SQL", &plan(orders));
    }
}
