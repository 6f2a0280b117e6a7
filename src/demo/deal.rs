//! An order of the sample shop with all that is known of it (成交): what drafts and export files are both written from.

use chrono::{NaiveDate, NaiveDateTime};

use super::aftersale::Refund;
use super::calendar::Promotion;
use super::parcels::Parcel;
use super::people::Customer;
use crate::domain::money::Money;
use crate::domain::order::OrderStatus;
use crate::domain::refund::RefundStatus;

/// One order, as it stands on the last day of the records.
#[derive(Debug, Clone)]
pub struct Deal {
    pub order_no: String,
    pub customer: Customer,
    pub created: NaiveDateTime,
    pub paid_at: Option<NaiveDateTime>,
    pub shipped: Option<NaiveDateTime>,
    /// Confirmed by the buyer or by the platform (确认收货 / 交易成功).
    pub received: Option<NaiveDateTime>,
    /// Closed without payment or after a refund.
    pub closed: Option<NaiveDateTime>,
    pub status: OrderStatus,
    pub lines: Vec<Line>,
    /// Goods at list price.
    pub list: Money,
    /// Cuts of the seller's: price cuts, 满减, coupons.
    pub seller_cut: Money,
    /// 买家应付货款: list less the seller's cuts.
    pub goods: Money,
    pub freight: Money,
    /// 总金额: goods and freight.
    pub payable: Money,
    /// Paid by the platform in the buyer's place (平台优惠).
    pub platform_cut: Money,
    /// What the buyer pays: payable less the platform's share. Counted only once `paid_at` is told.
    pub due: Money,
    pub parcel: Option<Parcel>,
    pub refunds: Vec<Refund>,
    pub presale: bool,
    pub promotion: Option<Promotion>,
    pub by_phone: bool,
    pub buyer_message: &'static str,
    pub seller_memo: &'static str,
    pub close_reason: &'static str,
}

/// One line of an order.
#[derive(Debug, Clone)]
pub struct Line {
    pub line_no: String,
    /// Place of the offer on the shop's shelf.
    pub offer: usize,
    /// Place of the listing on the shop's shelf.
    pub listing: usize,
    pub qty: i64,
    pub unit: Money,
    /// Share of the goods amount after the seller's cuts.
    pub goods: Money,
    /// Share of what the buyer pays, freight and the platform's share taken into account. Lines add up to the order.
    pub due: Money,
    /// Share of the freight.
    pub freight: Money,
    pub status: OrderStatus,
    pub gift: bool,
}

impl Deal {
    /// What was paid, before any refund; `None` while unpaid.
    pub fn paid(&self) -> Option<Money> {
        self.paid_at.map(|_| self.due)
    }

    /// Refunds that went through.
    pub fn refunded(&self) -> Money {
        self.refunds.iter().filter(|r| r.status == RefundStatus::Succeeded).map(|r| Money::from_fen(r.amount)).sum()
    }

    /// Refunds of one line that went through.
    pub fn line_refunded(&self, line: usize) -> Money {
        self.refunds
            .iter()
            .filter(|r| r.line == line && r.status == RefundStatus::Succeeded)
            .map(|r| Money::from_fen(r.amount))
            .sum()
    }

    /// The latest refund of a line, however it went.
    pub fn refund_of(&self, line: usize) -> Option<&Refund> {
        self.refunds.iter().rev().find(|r| r.line == line)
    }

    /// Pieces in the order, gifts among them.
    pub fn pieces(&self) -> i64 {
        self.lines.iter().map(|line| line.qty).sum()
    }

    pub fn created_on(&self) -> NaiveDate {
        self.created.date()
    }

    /// `浙江省 杭州市 西湖区 ****`: the street is masked, as exports have it.
    pub fn address(&self) -> String {
        let c = &self.customer;
        if c.province_text == "北京"
            || c.province_text == "上海"
            || c.province_text == "天津"
            || c.province_text == "重庆"
        {
            format!("{} {} {} ****", c.province_text, c.city, c.district)
        } else {
            format!(
                "{} {} {} ****({}0000)",
                c.province_text,
                c.city,
                c.district,
                c.province.map_or(0, super::super::domain::region::Province::code)
            )
        }
    }
}
