//! The orders behind a mark (下钻): which of the counted orders a bar, a cell or a table row is made of. Worked out when it is
//! opened, with the very rules that made the figure, so that the list always agrees with it.

use std::ops::Range;

use super::customers::ledger::{book, days};
use super::customers::split::{self, Kind};
use super::facts::days::{DAY_SECONDS, day_of, weekday_of};
use super::facts::{Created, NONE};
use super::filter::Slice;
use super::sales::groups::band_of;
use crate::domain::period::Period;

/// Which clock puts an order into the picked time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum By {
    #[default]
    Paid,
    Created,
}

/// What all picked orders have in common, beside the filter. Codes are those of the facts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Pick {
    /// `None`: the filter's period.
    pub period: Option<Period>,
    pub by: By,
    pub hour: Option<u8>,
    /// Monday = 0.
    pub weekday: Option<u8>,
    pub shop: Option<u16>,
    /// Code of the platform.
    pub platform: Option<u8>,
    /// 0 = unknown.
    pub province: Option<u8>,
    /// Index of the price band.
    pub band: Option<usize>,
    /// Orders with a line of this category; 0 = products without one.
    pub category: Option<u16>,
    /// Orders with a line of this product.
    pub product: Option<u32>,
    /// Only orders with a successful refund; with a category or product, only those in which it was given back.
    pub refunded: bool,
    /// Only orders of buyers of these kinds to the filter's period; orders of masked buyers are of no kind.
    pub kinds: Option<&'static [Kind]>,
}

impl Pick {
    /// Everything of the filter's period.
    pub fn all() -> Self {
        Self::default()
    }

    pub fn in_period(period: Period) -> Self {
        Self { period: Some(period), ..Self::default() }
    }

    /// The store's ids of the picked orders, in rising order.
    pub fn order_ids(&self, slice: &Slice<'_>) -> Vec<i64> {
        let mut ids: Vec<i64> =
            self.rows(slice).into_iter().filter_map(|row| slice.facts.orders.id.get(row).copied()).collect();
        ids.sort_unstable();
        ids
    }

    /// Rows of the picked orders.
    pub fn rows(&self, slice: &Slice<'_>) -> Vec<usize> {
        let period = self.period.unwrap_or(slice.filter.period);
        let candidates: Vec<usize> = match self.by {
            By::Paid => slice.facts.paid_rows(period).collect(),
            By::Created => created(&slice.facts.created, slice.facts.created_rows(period)),
        };
        let mut found: Vec<usize> = candidates.into_iter().filter(|row| self.holds(slice, *row)).collect();
        if let Some(kinds) = self.kinds {
            let (from, to) = days(slice, &slice.now);
            let mut wanted = vec![false; slice.facts.buyer_count()];
            for buyer in split::members(&book(slice), from, to, kinds) {
                if let Some(slot) = wanted.get_mut(buyer as usize) {
                    *slot = true;
                }
            }
            let of = |row: &usize| slice.facts.orders.buyer.get(*row).and_then(|buyer| wanted.get(*buyer as usize));
            found.retain(|row| of(row) == Some(&true));
        }
        found
    }

    #[expect(clippy::indexing_slicing, reason = "rows are order rows; shop codes index the shops")]
    fn holds(&self, slice: &Slice<'_>, row: usize) -> bool {
        let orders = &slice.facts.orders;
        let at = match self.by {
            By::Paid => orders.paid[row],
            By::Created => orders.created[row],
        };
        let hour = (at.rem_euclid(DAY_SECONDS) / 3600) as u8;
        slice.keep[row]
            && at != NONE
            && self.hour.is_none_or(|wanted| wanted == hour)
            && self.weekday.is_none_or(|wanted| wanted == weekday_of(day_of(at)))
            && self.shop.is_none_or(|wanted| wanted == orders.shop[row])
            && self.platform.is_none_or(|wanted| wanted == slice.facts.shops[orders.shop[row] as usize].platform.code())
            && self.province.is_none_or(|wanted| wanted == orders.province[row])
            && self.band.is_none_or(|wanted| wanted == band_of(slice.paid_fen[row]))
            && (!self.refunded || self.is_about_lines() || slice.refund_fen[row] > 0)
            && self.holds_a_line(slice, row)
    }

    const fn is_about_lines(&self) -> bool {
        self.category.is_some() || self.product.is_some()
    }

    #[expect(clippy::indexing_slicing, reason = "lines of an order row are line rows")]
    fn holds_a_line(&self, slice: &Slice<'_>, row: usize) -> bool {
        if !self.is_about_lines() {
            return true;
        }
        let lines = &slice.facts.lines;
        slice.facts.orders.lines_of(row).any(|line| {
            slice.keeps_line(line)
                && self.category.is_none_or(|wanted| wanted == lines.category[line])
                && self.product.is_none_or(|wanted| wanted == lines.product[line])
                && (!self.refunded || lines.refund_fen[line] > 0)
        })
    }
}

fn created(created: &Created, rows: Range<usize>) -> Vec<usize> {
    created.row.get(rows).unwrap_or_default().iter().map(|row| *row as usize).collect()
}
