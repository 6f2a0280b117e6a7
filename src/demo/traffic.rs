//! Visitors (流量): what 生意参谋 would say of the shops on 淘宝 and 天猫. Orders, buyers and amounts are counted from the shop's own
//! orders; visitors, views and carts are drawn around them so that the funnel always narrows.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};

use super::Demo;
use super::deal::Deal;
use super::dice::{Dice, mix};
use super::shops::{SHOPS, Shelf, Shop};
use crate::domain::money::Money;
use crate::domain::refund::RefundStatus;

/// Days at the end for which the item ranking (商品排行) is told.
pub const RANKED_DAYS: usize = 31;

/// Months at the end for which traffic sources (流量来源) are told.
pub const SOURCE_MONTHS: u32 = 3;

/// What the orders themselves say of one day, of the shop or of one item.
#[derive(Debug, Clone, Copy, Default)]
struct Counted {
    order_buyers: i64,
    order_pieces: i64,
    order_fen: i64,
    pay_buyers: i64,
    pay_pieces: i64,
    pay_orders: i64,
    pay_lines: i64,
    pay_fen: i64,
    refund_fen: i64,
    old_buyers: i64,
    old_fen: i64,
}

/// Gathers what visitors did while a shop's orders are drawn.
#[derive(Debug)]
pub struct Visits {
    shop_at: usize,
    /// Shops without 生意参谋 gather nothing.
    told: bool,
    first: NaiveDate,
    days: Vec<Counted>,
    items: HashMap<(u16, usize), Counted>,
    ranked_from: usize,
    ordered: HashSet<(u16, u32)>,
    payers: HashSet<(u16, u32)>,
    ordered_item: HashSet<(u16, usize, u32)>,
    paid_item: HashSet<(u16, usize, u32)>,
    /// Customers who have paid before.
    known: HashSet<u32>,
}

/// One row of a daily report.
#[derive(Debug, Clone, PartialEq)]
pub struct TrafficDay {
    pub date: NaiveDate,
    /// Item id and title; empty for the shop.
    pub item_id: String,
    pub title: String,
    pub visitors: i64,
    pub page_views: i64,
    pub item_visitors: i64,
    pub item_views: i64,
    pub cart_buyers: i64,
    pub cart_pieces: i64,
    pub favourite_buyers: i64,
    pub order_buyers: i64,
    pub order_pieces: i64,
    pub order_amount: Money,
    pub pay_buyers: i64,
    pub pay_items: i64,
    pub pay_orders: i64,
    pub pay_lines: i64,
    pub pay_amount: Money,
    pub old_buyers: i64,
    pub old_amount: Money,
    pub refund_amount: Money,
    pub new_visitors: i64,
    pub returning_visitors: i64,
    pub stay_centis: i64,
    /// In hundredths of a percent, as the report rounds it.
    pub bounce_bp: i64,
    pub keyword_spend: Money,
    pub display_spend: Money,
}

/// One traffic source over a month.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceRow {
    pub from: NaiveDate,
    pub to: NaiveDate,
    /// 流量载体 and up to three levels of source.
    pub path: [&'static str; 4],
    pub visitors: i64,
    pub new_visitors: i64,
    pub stay_centis: i64,
    pub cart_buyers: i64,
    pub favourite_buyers: i64,
    pub order_buyers: i64,
    pub order_amount: Money,
    pub pay_buyers: i64,
    pub pay_amount: Money,
}

/// All that 生意参谋 would say of one shop.
#[derive(Debug, Clone, Default)]
pub struct Traffic {
    pub days: Vec<TrafficDay>,
    pub items: Vec<TrafficDay>,
    pub sources: Vec<SourceRow>,
}

/// Path, share of visitors, readiness to buy against the mean.
const SOURCES: [([&str; 4], f64, f64); 12] = [
    (["无线", "平台流量", "手淘搜索", "手淘搜索"], 0.27, 1.15),
    (["无线", "平台流量", "手淘推荐", "首页推荐"], 0.17, 0.55),
    (["无线", "平台流量", "手淘推荐", "购后推荐"], 0.05, 0.7),
    (["无线", "平台流量", "淘内免费其他", "淘内免费其他"], 0.07, 0.8),
    (["无线", "广告流量", "关键词推广", "关键词推广"], 0.14, 1.05),
    (["无线", "广告流量", "精准人群推广", "精准人群推广"], 0.09, 0.6),
    (["无线", "广告流量", "淘宝客", "淘宝客"], 0.04, 1.5),
    (["无线", "自主访问", "购物车", "购物车"], 0.05, 3.2),
    (["无线", "自主访问", "我的淘宝", "我的淘宝"], 0.04, 2.8),
    (["无线", "内容流量", "店铺直播", "店铺直播"], 0.04, 1.3),
    (["无线", "内容流量", "短视频", "短视频"], 0.03, 0.5),
    (["PC", "平台流量", "淘宝搜索", "淘宝搜索"], 0.01, 0.9),
];

impl Visits {
    pub fn new(demo: &Demo, shop_at: usize) -> Self {
        let told = SHOPS.get(shop_at).is_some_and(Shop::is_taobao_or_tmall);
        Self {
            shop_at,
            told,
            first: demo.first_day(),
            days: vec![Counted::default(); if told { demo.days.len() } else { 0 }],
            items: HashMap::new(),
            ranked_from: demo.days.len().saturating_sub(RANKED_DAYS),
            ordered: HashSet::new(),
            payers: HashSet::new(),
            ordered_item: HashSet::new(),
            paid_item: HashSet::new(),
            known: HashSet::new(),
        }
    }

    fn place(&self, day: NaiveDate) -> Option<u16> {
        let at = (day - self.first).num_days();
        usize::try_from(at).ok().filter(|at| *at < self.days.len()).and_then(|at| u16::try_from(at).ok())
    }

    /// Counts one order.
    pub fn add(&mut self, deal: &Deal) {
        if !self.told {
            return;
        }
        let who = deal.customer.number;
        if let Some(at) = self.place(deal.created.date()) {
            let first = self.ordered.insert((at, who));
            if let Some(day) = self.days.get_mut(usize::from(at)) {
                day.order_buyers += i64::from(first);
                day.order_pieces += deal.pieces();
                day.order_fen += deal.payable.fen();
            }
            if usize::from(at) >= self.ranked_from {
                for line in &deal.lines {
                    let first = self.ordered_item.insert((at, line.listing, who));
                    let item = self.items.entry((at, line.listing)).or_default();
                    item.order_buyers += i64::from(first);
                    item.order_pieces += line.qty;
                    item.order_fen += (line.goods + line.freight).fen();
                }
            }
        }
        if let Some(at) = deal.paid_at.and_then(|paid| self.place(paid.date())) {
            let first = self.payers.insert((at, who));
            let old = !self.known.insert(who);
            if let Some(day) = self.days.get_mut(usize::from(at)) {
                day.pay_buyers += i64::from(first);
                day.old_buyers += i64::from(first && old);
                day.old_fen += if old { deal.due.fen() } else { 0 };
                day.pay_pieces += deal.pieces();
                day.pay_orders += 1;
                day.pay_lines += deal.lines.len() as i64;
                day.pay_fen += deal.due.fen();
            }
            if usize::from(at) >= self.ranked_from {
                for line in &deal.lines {
                    let first = self.paid_item.insert((at, line.listing, who));
                    let item = self.items.entry((at, line.listing)).or_default();
                    item.pay_buyers += i64::from(first);
                    item.pay_pieces += line.qty;
                    item.pay_orders += 1;
                    item.pay_fen += line.due.fen();
                }
            }
        }
        for refund in deal.refunds.iter().filter(|r| r.status == RefundStatus::Succeeded) {
            let Some(at) = refund.finished.and_then(|on| self.place(on.date())) else { continue };
            if let Some(day) = self.days.get_mut(usize::from(at)) {
                day.refund_fen += refund.amount;
            }
            if usize::from(at) >= self.ranked_from
                && let Some(line) = deal.lines.get(refund.line)
            {
                self.items.entry((at, line.listing)).or_default().refund_fen += refund.amount;
            }
        }
    }

    /// The daily report of the shop. `expected` is the mean number of paying buyers the shop would have on each day.
    pub fn shop_days(&self, demo: &Demo, expected: &[f64]) -> Vec<TrafficDay> {
        let Some(shop) = SHOPS.get(self.shop_at) else { return Vec::new() };
        let opened = shop.opened_month as usize * 30;
        self.days
            .iter()
            .enumerate()
            .skip(opened)
            .filter_map(|(at, counted)| {
                let day = demo.days.get(at)?;
                let mut dice = self.dice(demo, at as u64, 0);
                let mood = if day.peak {
                    1.7
                } else if day.promotion.is_some() {
                    1.22
                } else {
                    1.0
                };
                let conversion = shop.conversion * mood * dice.around(1.0, 0.10);
                let buyers = 0.55 * counted.pay_buyers as f64 + 0.45 * expected.get(at).copied().unwrap_or(0.0);
                let visitors =
                    ((buyers / conversion).round() as i64).max(counted.order_buyers * 4 + dice.between(3, 12));
                Some(draw(day.date, visitors, counted, 0.09, &mut dice))
            })
            .collect()
    }

    /// The item ranking of the last days, one row an item and day, best sold first.
    pub fn item_days(&self, demo: &Demo, shelf: &Shelf, shop_days: &[TrafficDay]) -> Vec<TrafficDay> {
        let Some(shop) = SHOPS.get(self.shop_at) else { return Vec::new() };
        let mut rows = Vec::new();
        for at in self.ranked_from..self.days.len() {
            let Some(day) = demo.days.get(at) else { continue };
            let Some(whole) = shop_days.iter().rev().find(|row| row.date == day.date) else { continue };
            let demand = shelf.demand(shop, &demo.assortment, day.date);
            let sum: f64 = demand.iter().sum();
            let mut of_day: Vec<TrafficDay> = shelf
                .listings
                .iter()
                .zip(demand)
                .enumerate()
                .filter_map(|(place, (listing, demand))| {
                    let nothing = Counted::default();
                    let counted = self.items.get(&(u16::try_from(at).ok()?, place)).unwrap_or(&nothing);
                    let mut dice = self.dice(demo, at as u64, place as u64 + 1);
                    // A visitor looks at one item and a third on the average.
                    let share = whole.item_visitors as f64 * 1.33 * demand / sum.max(1e-9);
                    let visitors = (dice.around(share, 0.15).round() as i64).max(counted.order_buyers * 3);
                    (visitors > 0).then(|| TrafficDay {
                        item_id: listing.item_id.clone(),
                        title: listing.title.clone(),
                        ..draw(day.date, visitors, counted, 0.07, &mut dice)
                    })
                })
                .collect();
            of_day.sort_by_key(|row| (-row.pay_amount.fen(), -row.visitors));
            rows.extend(of_day);
        }
        rows
    }

    /// Where visitors of the last months came from. Amounts of a month's sources add up to the month's.
    pub fn sources(&self, demo: &Demo, shop_days: &[TrafficDay]) -> Vec<SourceRow> {
        let mut rows = Vec::new();
        let end = demo.options.end;
        for back in (0..SOURCE_MONTHS).rev() {
            let Some(from) = end.with_day(1).and_then(|d| d.checked_sub_months(chrono::Months::new(back))) else {
                continue;
            };
            let to = crate::domain::period::Period::month_of(from).to().min(end);
            let days: Vec<&TrafficDay> = shop_days.iter().filter(|d| (from..=to).contains(&d.date)).collect();
            // The same visitor comes on several days.
            let visitors = days.iter().map(|d| d.visitors).sum::<i64>() * 78 / 100;
            let sum = |of: fn(&TrafficDay) -> i64| Money::from_fen(days.iter().map(|d| of(d)).sum());
            let mut dice = self.dice(demo, u64::from(from.month()), 0x50_0000);
            let buying: Vec<i64> =
                SOURCES.iter().map(|(_, share, ready)| (share * ready * dice.around(1.0, 0.1) * 1e6) as i64).collect();
            let pay = sum(|d| d.pay_amount.fen()).split(&buying);
            let ordered = sum(|d| d.order_amount.fen()).split(&buying);
            let payers = sum(|d| d.pay_buyers).split(&buying);
            let orderers = sum(|d| d.order_buyers).split(&buying);
            for ((((source, pay), ordered), payers), orderers) in
                SOURCES.iter().zip(pay).zip(ordered).zip(payers).zip(orderers)
            {
                let came = ((visitors as f64 * source.1 * dice.around(1.0, 0.06)) as i64).max(orderers.fen() * 2);
                rows.push(SourceRow {
                    from,
                    to,
                    path: source.0,
                    visitors: came,
                    new_visitors: came * dice.between(55, 80) / 100,
                    stay_centis: dice.between(1200, 6200),
                    cart_buyers: (came * dice.between(7, 12) / 100).max(orderers.fen()),
                    favourite_buyers: came * dice.between(2, 5) / 100,
                    order_buyers: orderers.fen(),
                    order_amount: ordered,
                    pay_buyers: payers.fen().min(orderers.fen()),
                    pay_amount: pay,
                });
            }
        }
        rows
    }

    fn dice(&self, demo: &Demo, day: u64, what: u64) -> Dice {
        Dice::new(mix(demo.options.seed, 0x7AFF + self.shop_at as u64), mix(day, what))
    }
}

/// A row whose funnel narrows: visitors, carts, orders, payments.
fn draw(date: NaiveDate, visitors: i64, counted: &Counted, carts: f64, dice: &mut Dice) -> TrafficDay {
    let part = |share: f64, dice: &mut Dice| (visitors as f64 * share * dice.around(1.0, 0.08)).round() as i64;
    let page_views = (visitors as f64 * (3.1 + 1.6 * dice.unit())).round() as i64;
    let item_visitors = (visitors * dice.between(84, 92) / 100).max(counted.order_buyers);
    let cart_buyers = part(carts, dice).max(counted.order_buyers).min(visitors);
    let new_visitors = visitors * dice.between(58, 76) / 100;
    let spend = counted.pay_fen as f64 * 0.05 + visitors as f64 * 9.0;
    TrafficDay {
        date,
        item_id: String::new(),
        title: String::new(),
        visitors,
        page_views,
        item_visitors,
        item_views: page_views * 86 / 100,
        cart_buyers,
        cart_pieces: cart_buyers + cart_buyers * dice.between(20, 60) / 100,
        favourite_buyers: part(0.035, dice).min(visitors),
        order_buyers: counted.order_buyers,
        order_pieces: counted.order_pieces,
        order_amount: Money::from_fen(counted.order_fen),
        pay_buyers: counted.pay_buyers,
        pay_items: counted.pay_pieces,
        pay_orders: counted.pay_orders,
        pay_lines: counted.pay_lines,
        pay_amount: Money::from_fen(counted.pay_fen),
        old_buyers: counted.old_buyers,
        old_amount: Money::from_fen(counted.old_fen),
        refund_amount: Money::from_fen(counted.refund_fen),
        new_visitors,
        returning_visitors: visitors - new_visitors,
        stay_centis: dice.between(1400, 4800),
        bounce_bp: dice.between(4800, 6900),
        keyword_spend: Money::from_fen((spend * dice.around(0.62, 0.15)) as i64),
        display_spend: Money::from_fen((spend * dice.around(0.30, 0.2)) as i64),
    }
}
