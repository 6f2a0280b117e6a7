//! A row of an export as data (一行): each format is a list of headers, each with what stands beneath it.

use chrono::NaiveDateTime;

use super::deal::{Deal, Line};
use super::sheet::Put;
use super::shops::{Offer, Shelf, Shop};
use crate::domain::money::Money;

/// What a cell is written from.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a> {
    pub shop: &'static Shop,
    pub shelf: &'a Shelf,
    pub deal: &'a Deal,
    pub line: &'a Line,
    /// Place of the line in the order.
    pub at: usize,
    pub offer: &'a Offer,
}

/// A column: its header, as the platform writes it, and its cell.
pub type Column = (&'static str, fn(&Row<'_>) -> Put);

/// One row for each line of an order.
pub fn lines<'a>(shop: &'static Shop, shelf: &'a Shelf, deal: &'a Deal) -> impl Iterator<Item = Row<'a>> {
    deal.lines.iter().enumerate().filter_map(move |(at, line)| {
        let offer = shelf.offers.get(line.offer)?;
        Some(Row { shop, shelf, deal, line, at, offer })
    })
}

/// One row for the order, told by its first line.
pub fn whole<'a>(shop: &'static Shop, shelf: &'a Shelf, deal: &'a Deal) -> Option<Row<'a>> {
    lines(shop, shelf, deal).next()
}

pub fn headers(columns: &[Column]) -> impl Iterator<Item = &'static str> {
    columns.iter().map(|(name, _)| *name)
}

pub fn cells(columns: &[Column], row: &Row<'_>) -> Vec<Put> {
    columns.iter().map(|(_, cell)| cell(row)).collect()
}

/// A column that this shop never fills.
pub fn blank(_: &Row<'_>) -> Put {
    Put::Empty
}

pub fn no(_: &Row<'_>) -> Put {
    "否".into()
}

/// `2026-05-23 22:02:11`
pub fn time(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// The time, or nothing.
pub fn time_or_empty(at: Option<NaiveDateTime>) -> Put {
    at.map_or(Put::Empty, |at| Put::Text(time(at)))
}

/// The amount with two decimals, as text.
pub fn money(amount: Money) -> Put {
    Put::Text(amount.to_string())
}

impl Row<'_> {
    pub fn tracking(&self) -> &str {
        self.deal.parcel.as_ref().map_or("", |p| p.tracking_no.as_str())
    }

    pub fn courier(&self) -> &'static str {
        self.deal.parcel.as_ref().map_or("", |p| p.courier_name())
    }

    /// What the line brought in; zero while the order is unpaid.
    pub fn line_paid(&self) -> Money {
        if self.deal.paid_at.is_some() { self.line.due } else { Money::ZERO }
    }

    pub fn order_paid(&self) -> Money {
        self.deal.paid().unwrap_or(Money::ZERO)
    }

    /// What a piece cost the shop, where somebody knows.
    pub fn unit_cost(&self) -> Option<Money> {
        self.offer.unit_cost
    }

    pub fn line_refunded(&self) -> Money {
        self.deal.line_refunded(self.at)
    }
}
