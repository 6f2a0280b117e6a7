//! Where buyers live (客户地域): by the province of the latest order of the period, so that every buyer counts in one province.

use super::book::Book;
use super::split::{Kind, Side, kind_in};

/// Buyers of one province.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Home {
    /// Code of [`domain::region`](crate::domain::region); 0 = unknown.
    pub province: u8,
    /// Everything the province's buyers did in the period.
    pub all: Side,
    /// 老买家 among them.
    pub returning: i64,
}

/// Buyers of the period from day `from` to day `to` by province, the province with most buyers first. `province_of` tells an order's
/// province code by the number the book knows the order by.
pub fn regions(book: &Book, from: i32, to: i32, province_of: impl Fn(u32) -> u8) -> Vec<Home> {
    let mut homes = [Home::default(); 256];
    for buyer in book.buyers() {
        let at = buyer.within(from, to);
        let known = |order: &&u32| province_of(**order) != 0;
        let orders = buyer.order.get(at.clone()).unwrap_or_default();
        // The latest order whose province is known; a masked address does not make a buyer homeless.
        let Some(latest) = orders.iter().rev().find(known).or_else(|| orders.last()) else { continue };
        if let Some(home) = homes.get_mut(province_of(*latest) as usize) {
            home.all.buyers += 1;
            home.all.orders += at.len() as i64;
            home.all.paid += buyer.paid_in(at.clone());
            home.all.net += buyer.net_in(at);
            home.returning += i64::from(kind_in(&buyer, from, to) == Some(Kind::Returning));
        }
    }
    let mut found: Vec<Home> = homes
        .iter()
        .enumerate()
        .filter(|(_, home)| home.all.buyers > 0)
        .map(|(code, home)| Home { province: code as u8, ..*home })
        .collect();
    found.sort_by_key(|home| (std::cmp::Reverse(home.all.buyers), home.province));
    found
}

/// The buyers who live in a province.
pub fn members(book: &Book, from: i32, to: i32, province_of: impl Fn(u32) -> u8, province: u8) -> Vec<u32> {
    book.buyers()
        .filter(|buyer| {
            let orders = buyer.order.get(buyer.within(from, to)).unwrap_or_default();
            let home = orders.iter().rev().map(|order| province_of(*order)).find(|code| *code != 0);
            !orders.is_empty() && home.unwrap_or(0) == province
        })
        .map(|buyer| buyer.id)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;

    #[test]
    fn a_buyer_lives_where_the_latest_order_went() {
        // Orders 0.. in the order written: buyer 1 moves from 33 to 31; buyer 2's latest address is masked.
        let book = book(&[(1, 10, 100), (1, 20, 200), (2, 11, 50), (2, 21, 70), (3, 12, 9), (4, 1, 1)]);
        let provinces = [33, 31, 44, 0, 0, 33];
        let of = |order: u32| provinces[order as usize];
        let found = regions(&book, 10, 30, of);
        let rows: Vec<(u8, i64, i64)> =
            found.iter().map(|home| (home.province, home.all.buyers, home.all.net)).collect();
        assert_eq!(rows, [(0, 1, 9), (31, 1, 300), (44, 1, 120)]);
        assert_eq!(members(&book, 10, 30, of, 44), [2]);
        assert_eq!(members(&book, 10, 30, of, 0), [3]);
    }
}
