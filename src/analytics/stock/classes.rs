//! ABC × XYZ of SKUs (ABC × XYZ 分类): A brings most of the cost of goods sold, X sells steadily. Weeks without goods tell nothing of demand.

use super::{Known, Report};
use crate::analytics::facts::Stock;
use crate::analytics::filter::Slice;
use crate::analytics::products::abc::{Abc, AbcCuts, abc};
use crate::analytics::products::xyz::{Variation, WeeklyDemand, XyzRules, xyz};
use crate::domain::stock::MovementKind;

/// Weeks that are looked at for the variation of demand.
const WEEKS: i32 = 52;

/// A week in which a SKU could be sold on fewer days says nothing of what people wanted.
const LEAST_DAYS: i32 = 4;

/// The classes of the SKUs of a report, in its order.
#[derive(Debug, Clone, PartialEq)]
pub struct Classes {
    pub abc: Abc,
    pub variation: Vec<Variation>,
}

pub fn classes(slice: &Slice<'_>, report: &Report) -> Classes {
    // A SKU without a cost has no worth to rank by: it comes last.
    let worth: Vec<i64> = report.skus.iter().map(|(_, one)| one.money.map_or(0, |money| money.cogs_fen)).collect();
    let demand = weekly(slice, report, report.known);
    Classes { abc: abc(&worth, AbcCuts::default()), variation: xyz(&demand, XyzRules::default()) }
}

/// Pieces of every SKU in the weeks of seven days that end with the last day, as many as the ledger holds.
fn weekly(slice: &Slice<'_>, report: &Report, known: Known) -> WeeklyDemand {
    let stock = &slice.facts.stock;
    let begin = stock.first.unwrap_or(known.to);
    let weeks = ((known.to - begin + 1) / 7).clamp(0, WEEKS);
    let from = known.to - weeks * 7 + 1;
    let mut demand = WeeklyDemand { weeks: weeks as usize, ..WeeklyDemand::default() };
    for (sku, _) in &report.skus {
        demand.pieces.extend(weeks_of(stock, *sku, from, known.to));
        demand.category.push(slice.facts.skus.get(*sku).map_or(0, |sku| sku.category.into()));
        let since = first_sale(stock, *sku).unwrap_or(known.to);
        demand.first_week.push((since - from).div_euclid(7));
    }
    demand
}

#[expect(clippy::indexing_slicing, reason = "rows are rows of the ledger")]
fn first_sale(stock: &Stock, sku: usize) -> Option<i32> {
    let sale = MovementKind::Sale.code();
    stock.moves(sku).find(|row| stock.kind[*row] == sale && stock.owned[*row] < 0).map(|row| stock.day[row])
}

/// Pieces sold in each week, -1 for a week without goods.
#[expect(clippy::indexing_slicing, reason = "rows are rows of the ledger")]
fn weeks_of(stock: &Stock, sku: usize, from: i32, to: i32) -> Vec<i64> {
    let sale = MovementKind::Sale.code();
    let rows = stock.moves(sku);
    let mut at = rows.start;
    let mut good = 0;
    let mut found = Vec::new();
    let (mut sold, mut there) = (0, 0);
    while at < rows.end && stock.day[at] < from {
        good += stock.good[at];
        at += 1;
    }
    for day in from..=to {
        while at < rows.end && stock.day[at] == day {
            good += stock.good[at];
            if stock.kind[at] == sale {
                sold -= stock.owned[at];
            }
            at += 1;
        }
        there += i32::from(good > 0);
        if (day - from) % 7 == 6 {
            found.push(if there < LEAST_DAYS { -1 } else { sold.max(0) });
            (sold, there) = (0, 0);
        }
    }
    found
}
