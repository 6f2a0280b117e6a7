//! Two years of one shop, order after order (逐单生成), in batches so that a million orders need little memory.
//!
//! Orders are drawn in the order of their creation. Who orders follows the BG/NBD picture of buyers: each has an own pace
//! (gamma among buyers) and after each order is lost with an own chance (beta among buyers). Time for buyers runs with the
//! shop's trade, not with the clock, so returning buyers keep to promotions and holidays as everybody does.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};

use super::Demo;
use super::calendar::{self, Day};
use super::deal::Deal;
use super::dice::{Dice, Wheel, mix};
use super::people::People;
use super::shops::{SHOPS, Shelf, Shop};
use super::trade::{DayWheels, Trade};
use super::traffic::{Traffic, Visits};

/// Orders handed over at once.
const BATCH: usize = 20_000;

/// Units of buyers' time in one mean day of the shop.
const TICKS_A_DAY: f64 = 1_000_000.0;

/// One shop's orders, in batches.
#[derive(Debug)]
pub struct ShopRun<'d> {
    demo: &'d Demo,
    trade: Trade<'d>,
    people: People,
    dice: Dice,
    /// Weight of each day for this shop, in units of its mean day.
    weights: Vec<f64>,
    /// Orders of each day.
    counts: Vec<u64>,
    /// Next day to draw.
    at: usize,
    /// Buyers' time at the beginning of that day.
    clock: f64,
    serial: u64,
    customers: u32,
    /// When returning buyers are due, earliest first.
    due: BinaryHeap<Reverse<(u64, u32)>>,
    /// What the shop's visitors did, for the platforms that tell.
    visits: Visits,
}

impl<'d> ShopRun<'d> {
    /// `orders` of the shop at place `at`.
    pub fn new(demo: &'d Demo, at: usize, shop: &'static Shop, shelf: &'d Shelf, orders: u64) -> Self {
        let seed = mix(demo.options.seed, 0x5110 + at as u64);
        let mut dice = Dice::new(seed, 1);
        let weights = day_weights(demo, shop, shelf);
        let counts = spread(orders, &weights, &mut dice);
        let mean = weights.iter().sum::<f64>() / weights.len().max(1) as f64;
        let companions = shelf
            .listings
            .iter()
            .map(|listing| {
                let with =
                    listing.item.and_then(|i| demo.assortment.items.get(i)).map_or(&[][..], |i| i.spec.goes_with);
                with.iter()
                    .filter_map(|(code, percent)| {
                        let item = demo.assortment.items.iter().position(|i| i.spec.code == *code)?;
                        let place = shelf.listings.iter().position(|l| l.item == Some(item))?;
                        Some((place, *percent))
                    })
                    .collect()
            })
            .collect();
        Self {
            demo,
            trade: Trade { shop, shop_at: at, shelf, companions, end: demo.last_moment() },
            people: People::new(seed, shop.masked),
            dice,
            weights: weights.iter().map(|w| w / mean.max(1e-9)).collect(),
            counts,
            at: 0,
            clock: 0.0,
            serial: 0,
            customers: 0,
            due: BinaryHeap::new(),
            visits: Visits::new(demo, at),
        }
    }

    /// The next stretch of orders, in order of creation; empty at the end.
    pub fn next_batch(&mut self) -> Vec<Deal> {
        let mut batch = Vec::new();
        while batch.len() < BATCH {
            let Some(day) = self.demo.days.get(self.at).copied() else { break };
            self.one_day(&day, &mut batch);
            self.at += 1;
        }
        batch
    }

    /// What visitors did, once all batches are drawn; empty for platforms that do not tell.
    pub fn traffic(&self) -> Traffic {
        if !self.trade.shop.is_taobao_or_tmall() {
            return Traffic::default();
        }
        let orders: u64 = self.counts.iter().sum();
        let a_day = orders as f64 / self.weights.len().max(1) as f64;
        let expected: Vec<f64> = self.weights.iter().map(|w| w * a_day * 0.92).collect();
        let days = self.visits.shop_days(self.demo, &expected);
        let items = self.visits.item_days(self.demo, self.trade.shelf, &days);
        let sources = self.visits.sources(self.demo, &days);
        Traffic { days, items, sources }
    }

    fn one_day(&mut self, day: &Day, batch: &mut Vec<Deal>) {
        let count = self.counts.get(self.at).copied().unwrap_or(0);
        let weight = self.weights.get(self.at).copied().unwrap_or(0.0);
        if count > 0 {
            let wheels = self.wheels(day);
            let mut seconds: Vec<u32> = (0..count).map(|_| calendar::second_of_day(day, &mut self.dice)).collect();
            seconds.sort_unstable();
            for (nth, second) in seconds.into_iter().enumerate() {
                let share = (nth as f64 + 0.5) / count as f64;
                let now = self.clock + weight * share;
                let number = self.next_customer(now);
                let customer = self.people.customer(number);
                if !self.dice.chance(customer.dropout) {
                    let back = now + self.dice.wait(customer.gap_days);
                    if back < self.demo.days.len() as f64 {
                        self.due.push(Reverse(((back * TICKS_A_DAY) as u64, number)));
                    }
                }
                let created = at_second(day, second);
                let deal = self.trade.order(self.serial, created, day, &wheels, customer, &mut self.dice);
                self.serial += 1;
                self.visits.add(&deal);
                batch.push(deal);
            }
        }
        self.clock += weight;
    }

    /// A returning buyer who is due, or somebody new.
    fn next_customer(&mut self, now: f64) -> u32 {
        if let Some(Reverse((due, number))) = self.due.peek().copied()
            && due as f64 <= now * TICKS_A_DAY
        {
            self.due.pop();
            return number;
        }
        self.customers += 1;
        self.customers
    }

    fn wheels(&self, day: &Day) -> DayWheels {
        let demand = self.trade.shelf.demand(self.trade.shop, &self.demo.assortment, day.date);
        let homes: Vec<bool> = self.trade.shelf.listings.iter().map(|l| l.is_home).collect();
        let lean = |to_home: bool| {
            Wheel::new(demand.iter().zip(&homes).map(move |(d, home)| d * if *home == to_home { 1.5 } else { 0.6 }))
        };
        DayWheels { fashion: lean(false), home: lean(true) }
    }
}

fn at_second(day: &Day, second: u32) -> NaiveDateTime {
    day.date.and_time(NaiveTime::MIN) + TimeDelta::seconds(i64::from(second))
}

/// How busy each day is in one shop: the calendar, the season of what it sells, and its opening.
fn day_weights(demo: &Demo, shop: &Shop, shelf: &Shelf) -> Vec<f64> {
    let opened = shop.opened_month as usize * 30;
    let season: Vec<f64> =
        demo.days.iter().map(|day| shelf.demand(shop, &demo.assortment, day.date).iter().sum::<f64>()).collect();
    let mean = season.iter().sum::<f64>() / season.len().max(1) as f64;
    demo.days
        .iter()
        .zip(season)
        .enumerate()
        .map(|(at, (day, season))| {
            let age = at as f64 - opened as f64;
            let ramp = if shop.opened_month == 0 {
                1.0
            } else if age < 0.0 {
                0.0
            } else {
                1.0 - (-(age + 4.0) / 50.0).exp()
            };
            // The assortment changes with the season, so the whole swings less than its parts.
            day.weight * ramp * (season / mean.max(1e-9)).powf(0.35)
        })
        .collect()
}

/// Spreads exactly `orders` over days in proportion to their weights, with the chance that real counts have.
fn spread(orders: u64, weights: &[f64], dice: &mut Dice) -> Vec<u64> {
    let mut left = orders;
    let mut total: f64 = weights.iter().sum();
    weights
        .iter()
        .map(|weight| {
            let share = if total > 0.0 { (weight / total).clamp(0.0, 1.0) } else { 0.0 };
            let count = dice.binomial(left, share);
            left -= count;
            total -= weight;
            count
        })
        .collect()
}

/// How many of `orders` fall to each shop: by its share and the time it has been open, exact in the sum.
pub fn split_over_shops(demo: &Demo, orders: u64) -> Vec<u64> {
    let days = demo.days.len().max(1) as i64;
    let weights: Vec<i64> = SHOPS
        .iter()
        .map(|shop| i64::from(shop.share) * (days - i64::from(shop.opened_month) * 30).max(0) * 10 / days)
        .collect();
    let whole = crate::domain::money::Money::from_fen(i64::try_from(orders).unwrap_or(i64::MAX));
    whole.split(&weights).into_iter().map(|part| part.fen().unsigned_abs()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_order_falls_on_a_day() {
        let mut dice = Dice::new(9, 9);
        let weights: Vec<f64> = (0..730).map(|n| 1.0 + f64::from(n % 7)).collect();
        for orders in [0, 1, 57, 8_000, 1_000_000] {
            let counts = spread(orders, &weights, &mut dice);
            assert_eq!(counts.iter().sum::<u64>(), orders);
        }
        assert!(spread(10, &[0.0, 1.0, 0.0], &mut dice) == [0, 10, 0]);
    }
}
