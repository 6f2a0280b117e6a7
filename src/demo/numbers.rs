//! Order, line and refund numbers (编号) in the platforms' own shapes. Each order owns a stretch of numbers, so none occurs twice.

use chrono::{Datelike, NaiveDateTime};

use super::dice::{Dice, mix};
use super::people::Customer;
use crate::domain::platform::Platform;

/// No shop has more orders than this.
pub const ORDERS_A_SHOP: u64 = 20_000_000;

/// Numbers each order owns.
const STRETCH: u64 = 64;

/// The number of the shop's `serial`-th order.
pub fn order_no(
    platform: Platform,
    shop_at: usize,
    serial: u64,
    created: NaiveDateTime,
    customer: &Customer,
    dice: &mut Dice,
) -> String {
    let shop = shop_at as u64;
    // Even places of the stretch are the order's, odd ones its lines'.
    let own = serial * STRETCH + dice.below(STRETCH / 2 - 8) * 2;
    match platform {
        // Thirteen digits that grow with time and six that belong to the buyer.
        Platform::Taobao | Platform::Tmall => {
            format!("{:013}{:06}", 2_400_000_000_000 + shop * 2_000_000_000 + own, buyer_tail(shop, customer))
        }
        Platform::Pinduoduo => {
            let d = created.date();
            format!("{:02}{:02}{:02}-{:015}", d.year() % 100, d.month(), d.day(), 200_000_000_000_000 + own * 97)
        }
        Platform::Jd => format!("{:012}", 300_000_000_000 + own),
        Platform::Douyin => format!("{}", 6_900_000_000_000_000_000 + own * 1_000_003),
        Platform::Xiaohongshu => format!("P{}", 740_000_000_000_000_000 + own * 10_007),
        Platform::Kuaishou => format!("{}", 2_430_000_000_000_000 + own * 1009),
        Platform::WeixinVideo => format!("{}", 3_720_000_000_000_000_000 + own * 1_000_033),
        Platform::Alibaba1688 | Platform::Other | Platform::Own => format!("LY{}{:08}", shop + 10, serial + 1),
    }
}

/// The number of a line. Taobao gives an order of one line the order's own number.
pub fn line_no(platform: Platform, shop_at: usize, serial: u64, order_no: &str, at: usize, several: bool) -> String {
    let at = at as u64;
    let own = serial * STRETCH + at * 2 + 1;
    match platform {
        Platform::Taobao | Platform::Tmall if several => {
            let tail = order_no.get(13..).unwrap_or("000000");
            format!("{:013}{tail}", 2_400_000_000_000 + shop_at as u64 * 2_000_000_000 + own)
        }
        Platform::Taobao | Platform::Tmall => order_no.to_owned(),
        Platform::Douyin if several => format!("{}", 6_900_000_000_000_000_000 + own * 1_000_003),
        Platform::Douyin => order_no.to_owned(),
        // The others know no number for a line.
        _ => format!("{order_no}#{}", at + 1),
    }
}

/// The number of the refund of one line.
pub fn refund_no(shop_at: usize, serial: u64, at: usize, order_no: &str) -> String {
    let own = serial * STRETCH + at as u64;
    let tail: String =
        order_no.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().filter(char::is_ascii_digit).collect();
    format!("{:014}{tail:0>4}", 18_000_000_000_000 + shop_at as u64 * 200_000_000_000 + own * 97)
}

/// Alipay's number of a payment: 28 digits that begin with the day.
pub fn pay_no(paid: NaiveDateTime, order_no: &str) -> String {
    let bits = order_no.bytes().fold(7, |sum, byte| mix(sum, u64::from(byte)));
    format!("{}22001{:015}", paid.format("%Y%m%d"), bits % 1_000_000_000_000_000)
}

fn buyer_tail(shop: u64, customer: &Customer) -> u64 {
    mix(shop, u64::from(customer.number)) % 900_000 + 100_000
}
