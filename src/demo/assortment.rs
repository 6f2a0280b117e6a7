//! What the shop sells (商品): sixty invented items with their colours and sizes, three hundred SKUs in all, and how their demand
//! moves with the season and with their age.

use chrono::{Datelike, Days, NaiveDate};

use super::dice::Dice;
use super::items::{ITEMS, Spec};
use crate::domain::money::Money;

/// How demand moves through the year: one factor for each month, January first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Season {
    Coat,
    Down,
    Knit,
    Dress,
    Summer,
    Sun,
    Between,
    Steady,
    WarmHome,
    CoolHome,
    Gift,
}

impl Season {
    const fn months(self) -> [f64; 12] {
        match self {
            Self::Coat => [1.5, 0.7, 0.25, 0.08, 0.04, 0.04, 0.05, 0.20, 0.60, 1.5, 2.6, 2.4],
            Self::Down => [1.8, 0.6, 0.15, 0.05, 0.03, 0.05, 0.08, 0.12, 0.40, 1.2, 2.8, 3.0],
            Self::Knit => [1.1, 0.8, 0.70, 0.40, 0.20, 0.10, 0.10, 0.40, 1.40, 2.0, 1.9, 1.5],
            Self::Dress => [0.4, 0.6, 1.20, 1.60, 1.80, 1.60, 1.30, 1.10, 0.90, 0.6, 0.4, 0.3],
            Self::Summer => [0.15, 0.25, 0.6, 1.20, 1.90, 2.20, 2.10, 1.50, 0.80, 0.35, 0.2, 0.15],
            Self::Sun => [0.05, 0.10, 0.5, 1.40, 2.40, 2.70, 2.40, 1.50, 0.60, 0.20, 0.08, 0.05],
            Self::Between => [0.7, 0.8, 1.30, 1.30, 1.00, 0.70, 0.60, 0.90, 1.40, 1.3, 1.0, 0.9],
            Self::Steady => [1.1, 0.8, 1.00, 1.00, 1.00, 1.10, 0.90, 0.90, 1.00, 1.0, 1.2, 1.0],
            Self::WarmHome => [1.3, 0.6, 0.50, 0.35, 0.25, 0.20, 0.20, 0.40, 1.00, 1.9, 2.5, 2.1],
            Self::CoolHome => [0.05, 0.10, 0.3, 0.80, 1.90, 2.60, 2.40, 1.30, 0.40, 0.10, 0.05, 0.05],
            Self::Gift => [1.4, 1.1, 1.00, 0.80, 1.20, 0.90, 0.80, 1.00, 1.00, 0.9, 1.2, 1.4],
        }
    }

    /// The factor of a day: months blend into each other at their edges.
    pub fn factor(self, day: NaiveDate) -> f64 {
        let months = self.months();
        let at = |m: u32| months.get(m as usize % 12).copied().unwrap_or(1.0);
        let month = day.month0();
        // Position within the month, -0.5 on the first day to 0.5 on the last.
        let place = (f64::from(day.day()) - 15.5) / 31.0;
        let (neighbour, share) = if place < 0.0 { (month + 11, -place) } else { (month + 1, place) };
        at(month) * (1.0 - share) + at(neighbour) * share
    }
}

/// One of the shop's own SKUs.
#[derive(Debug, Clone)]
pub struct Sku {
    pub code: String,
    /// Place of its item in [`Assortment::items`].
    pub item: usize,
    pub colour: &'static str,
    pub size: &'static str,
    /// Where the size stands among the item's sizes, 0 to 1.
    pub size_place: f64,
    /// Which colour, from 0: the first sells best.
    pub colour_rank: usize,
    pub price: Money,
    /// `None` for the few whose cost the owner never wrote down.
    pub cost: Option<Money>,
    pub weight_g: i64,
    pub barcode: String,
}

/// An item of the assortment with what was drawn for it.
#[derive(Debug, Clone)]
pub struct Item {
    pub spec: &'static Spec,
    /// Places of its SKUs in [`Assortment::skus`].
    pub skus: std::ops::Range<usize>,
    pub listed: NaiveDate,
    /// Popularity by a power law, 1 for the best.
    pub pull: f64,
    /// The day from which demand dies away, for items on their way out.
    pub fades: Option<NaiveDate>,
}

/// All the shop sells.
#[derive(Debug)]
pub struct Assortment {
    pub items: Vec<Item>,
    pub skus: Vec<Sku>,
}

impl Assortment {
    /// The assortment of a shop whose records run from `first` to `end`.
    pub fn new(seed: u64, first: NaiveDate, end: NaiveDate) -> Self {
        let mut dice = Dice::new(seed, 0xA550);
        let mut items = Vec::with_capacity(ITEMS.len());
        let mut skus = Vec::with_capacity(300);
        for (at, spec) in ITEMS.iter().enumerate() {
            let start = skus.len();
            for (c, colour) in spec.colours.iter().enumerate() {
                for (s, size) in spec.sizes.iter().enumerate() {
                    let price = spec.price + spec.size_step * s as i64;
                    // A piece of a larger size costs a little more to make.
                    let cost =
                        spec.cost + spec.size_step * s as i64 * 45 / 100 + dice.between(-15, 15) * spec.cost / 1000;
                    let known = !(spec.cost_missing && c + 1 == spec.colours.len());
                    skus.push(Sku {
                        code: format!("{}-{:02}{:02}", spec.code, c + 1, s + 1),
                        item: at,
                        colour,
                        size,
                        size_place: (s as f64 + 0.5) / spec.sizes.len() as f64,
                        colour_rank: c,
                        price: Money::from_fen(price),
                        cost: known.then(|| Money::from_fen(cost)),
                        weight_g: spec.weight_g * (100 + 4 * s as i64) / 100,
                        barcode: barcode(at, c, s),
                    });
                }
            }
            let listed = match spec.born_month {
                // On sale since before the records begin.
                m if m < 0 => first - Days::new(u64::from(m.unsigned_abs()) * 30 + dice.below(28)),
                m => first + Days::new(u64::from(m.unsigned_abs()) * 30 + dice.below(20)),
            };
            let fades = spec.fades_month.map(|m| end - Days::new(u64::from(m) * 30));
            items.push(Item { spec, skus: start..skus.len(), listed, pull: 0.0, fades });
        }
        // Who sells best is drawn once: rank r has the pull r^-0.8, which puts about four fifths of sales on a third of items.
        let mut order: Vec<(usize, f64)> =
            items.iter().enumerate().map(|(at, item)| (at, item.spec.charm * dice.around(1.0, 0.35))).collect();
        order.sort_by(|a, b| b.1.total_cmp(&a.1));
        for (rank, (at, _)) in order.into_iter().enumerate() {
            if let Some(item) = items.get_mut(at) {
                item.pull = (rank as f64 + 1.0).powf(-0.8);
            }
        }
        Self { items, skus }
    }

    /// SKUs of an item.
    pub fn skus_of(&self, item: &Item) -> &[Sku] {
        self.skus.get(item.skus.clone()).unwrap_or(&[])
    }
}

impl Item {
    /// Demand on a day: nothing before it is listed, a slow start, its season, and a long goodbye where it is on its way out.
    pub fn demand(&self, day: NaiveDate) -> f64 {
        let age = (day - self.listed).num_days();
        if age < 0 {
            return 0.0;
        }
        let start = 1.0 - 0.85 * (-(age as f64) / 35.0).exp();
        let end = match self.fades {
            Some(from) if day > from => (-((day - from).num_days() as f64) / 55.0).exp(),
            _ => 1.0,
        };
        self.pull * start * end * self.spec.season.factor(day)
    }
}

/// `颜色分类:燕麦色;尺码:M`, as Taobao writes it.
pub fn props(colour: &str, size: &str) -> String {
    match (colour.is_empty(), size.is_empty()) {
        (false, false) => format!("颜色分类:{colour};尺码:{size}"),
        (false, true) => format!("颜色分类:{colour}"),
        (true, false) => format!("尺码:{size}"),
        (true, true) => String::new(),
    }
}

/// `燕麦色;M`, as the platforms with a plain 规格 cell write it.
pub fn plain_props(colour: &str, size: &str, between: &str) -> String {
    match (colour.is_empty(), size.is_empty()) {
        (false, false) => format!("{colour}{between}{size}"),
        (false, true) => colour.to_owned(),
        (true, _) => size.to_owned(),
    }
}

/// A 13-digit bar code from the range reserved for use inside a shop (29…), with its check digit.
fn barcode(item: usize, colour: usize, size: usize) -> String {
    let body = format!("29{:04}{:03}{:03}", item + 1, colour + 1, size + 1);
    let sum: u32 = body
        .bytes()
        .enumerate()
        .map(|(at, digit)| u32::from(digit.saturating_sub(b'0')) * if at % 2 == 0 { 1 } else { 3 })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn assortment() -> Assortment {
        let end = NaiveDate::from_ymd_opt(2026, 10, 31).unwrap();
        Assortment::new(1, NaiveDate::from_ymd_opt(2024, 11, 1).unwrap(), end)
    }

    #[test]
    fn sixty_items_make_three_hundred_skus() {
        let a = assortment();
        assert_eq!(a.items.len(), 60);
        assert_eq!(a.skus.len(), 300);
        let codes: HashSet<_> = a.skus.iter().map(|s| &s.code).collect();
        let bars: HashSet<_> = a.skus.iter().map(|s| &s.barcode).collect();
        assert_eq!((codes.len(), bars.len()), (300, 300));
        assert!(a.skus.iter().all(|s| s.cost.is_none_or(|cost| cost < s.price)));
        assert!(a.skus.iter().any(|s| s.cost.is_none()));
    }

    #[test]
    fn coats_sell_in_winter_and_sun_protection_in_summer() {
        let day = |m| NaiveDate::from_ymd_opt(2025, m, 15).unwrap();
        assert!(Season::Coat.factor(day(12)) > 20.0 * Season::Coat.factor(day(6)));
        assert!(Season::Sun.factor(day(6)) > 20.0 * Season::Sun.factor(day(12)));
    }

    #[test]
    fn a_bar_code_carries_its_check_digit() {
        // 2+0·… by hand: 2 9 0 0 0 1 0 0 1 0 0 1 → 2+27+0+0+0+3+0+0+1+0+0+3 = 36 → 4
        assert_eq!(barcode(0, 0, 0), "2900010010014");
    }
}
