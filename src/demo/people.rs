//! Invented buyers (虚构买家): where they live, how they are masked, how often they come back.
//!
//! A customer is a number. Everything about one is drawn anew from that number whenever it is needed, so a million customers
//! need no memory. Names and phones exist only masked: there is nothing behind the asterisks.

use crate::domain::region::Province;

use super::dice::{Dice, Wheel, mix};
use super::places::{PLACES, Place};

/// One customer of one shop.
#[derive(Debug, Clone)]
pub struct Customer {
    pub number: u32,
    /// Opaque id of the platform (买家 ID); empty when the platform shows this buyer masked only.
    pub key: String,
    /// `林**`
    pub name: String,
    /// `138****6021`
    pub phone: String,
    pub province: Option<Province>,
    /// Full official name, `浙江省` or `上海`: exports write both kinds.
    pub province_text: &'static str,
    pub city: &'static str,
    pub district: &'static str,
    /// The group of goods the buyer likes best, 0 for fashion and 1 for the home.
    pub likes_home: bool,
    /// Where the buyer's own size stands among an item's sizes, 0 to 1.
    pub build: f64,
    /// Mean days between two orders while the buyer is alive as a customer (BG/NBD: 1/λ, λ gamma among buyers).
    pub gap_days: f64,
    /// Chance to be lost after an order (BG/NBD: p, beta among buyers).
    pub dropout: f64,
}

/// The most frequent family names of the country, with their share in tenths of a percent.
const SURNAMES: [(&str, u32); 40] = [
    ("王", 72),
    ("李", 71),
    ("张", 68),
    ("刘", 54),
    ("陈", 46),
    ("杨", 31),
    ("黄", 23),
    ("赵", 21),
    ("吴", 20),
    ("周", 20),
    ("徐", 14),
    ("孙", 14),
    ("马", 13),
    ("朱", 12),
    ("胡", 12),
    ("郭", 12),
    ("何", 11),
    ("高", 11),
    ("林", 11),
    ("罗", 10),
    ("郑", 10),
    ("梁", 9),
    ("谢", 8),
    ("宋", 8),
    ("唐", 8),
    ("许", 8),
    ("韩", 7),
    ("冯", 7),
    ("邓", 7),
    ("曹", 6),
    ("彭", 6),
    ("曾", 6),
    ("肖", 6),
    ("田", 5),
    ("董", 5),
    ("潘", 5),
    ("袁", 5),
    ("蔡", 5),
    ("蒋", 5),
    ("余", 5),
];

const PHONE_HEADS: [&str; 16] =
    ["130", "131", "135", "136", "137", "138", "139", "150", "151", "158", "159", "166", "177", "186", "188", "199"];

/// Draws customers; holds the tables that make drawing quick.
#[derive(Debug)]
pub struct People {
    seed: u64,
    provinces: Wheel,
    cities: Vec<Wheel>,
    /// Share of buyers whom the platform shows masked only.
    masked: f64,
}

impl People {
    /// The customers of one shop; `masked` is the share that has no usable id.
    pub fn new(seed: u64, masked: f64) -> Self {
        Self {
            seed,
            provinces: Wheel::new(PLACES.iter().map(|p| p.people * p.appetite)),
            cities: PLACES.iter().map(|p| Wheel::new(p.cities.iter().map(|c| f64::from(c.1)))).collect(),
            masked,
        }
    }

    pub fn customer(&self, number: u32) -> Customer {
        let mut dice = Dice::new(self.seed, u64::from(number));
        let at = self.provinces.spin(&mut dice).unwrap_or(0);
        let place: &Place = PLACES.get(at).unwrap_or(&PLACES[0]);
        let city_at = self.cities.get(at).and_then(|wheel| wheel.spin(&mut dice)).unwrap_or(0);
        let (city, _, districts) = place.cities.get(city_at).copied().unwrap_or(("", 1, &[]));
        let district = dice.any(districts).copied().unwrap_or("其它区");
        let surname = dice.choose(&SURNAMES).copied().unwrap_or("王");
        let stars = if dice.chance(0.7) { "**" } else { "*" };
        let head = dice.any(&PHONE_HEADS).copied().unwrap_or("138");
        let key = if dice.chance(self.masked) { String::new() } else { opaque(mix(self.seed, u64::from(number))) };
        let rate = dice.gamma(0.65, 1.0 / 95.0).max(1e-6);
        Customer {
            number,
            key,
            name: format!("{surname}{stars}"),
            phone: format!("{head}****{}", dice.digits(4)),
            province: Province::from_code(place.code),
            province_text: place.full,
            city,
            district,
            likes_home: dice.chance(0.38),
            build: (0.5 + 0.22 * dice.normal()).clamp(0.0, 0.999),
            gap_days: 1.0 / rate,
            dropout: dice.beta(1.6, 1.7),
        }
    }
}

/// A letter and 15 letters or digits that mean nothing.
fn opaque(bits: u64) -> String {
    const ALPHABET: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz234567890";
    let wide = (u128::from(bits) << 64) | u128::from(mix(bits, 0x0DD));
    let tail = (0..15).map(|at| ALPHABET.get((wide >> (at * 5)) as usize % 32).map_or('a', |c| char::from(*c)));
    std::iter::once('b').chain(tail).collect()
}
