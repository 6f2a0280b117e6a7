//! One SKU day by day (逐日结存): closings at cost, what was sold, on which days it was there and on which it was missed.

use super::Known;
use crate::analytics::facts::Stock;
use crate::domain::stock::MovementKind;

/// A SKU that sold within so many days is wanted: when it is not there, it is missed.
pub const WANTED_DAYS: i32 = 90;

/// Amounts of a SKU whose cost is known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Worth {
    /// Of the closing of the last day.
    pub value_fen: i64,
    /// Of the closings of all days together.
    pub fen_days: i64,
    /// Of what was sold less what came back.
    pub cogs_fen: i64,
}

/// What the ledger says of one SKU in the known days of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SkuDays {
    /// Pieces of the owner's at the end of the last day.
    pub closing: i64,
    /// Those of them that can be sold.
    pub good: i64,
    /// Pieces sold, returns not deducted.
    pub sold: i64,
    /// Pieces that suppliers brought.
    pub received: i64,
    /// Days whose closing could be sold.
    pub in_days: i64,
    /// Days that closed without, of a SKU that had sold lately.
    pub out_days: i64,
    /// Days from the last sale to the last day, from the day stock was first kept where there was none.
    pub idle: i64,
    /// `None` without a cost.
    pub money: Option<Worth>,
}

impl SkuDays {
    /// It could be sold on some day, or was.
    pub const fn was_sellable(&self) -> bool {
        self.in_days > 0 || self.sold > 0
    }

    /// Thousandths of pieces that would have been sold on the days it was missed, at the pace of the days it was there.
    pub const fn lost_milli(&self) -> i64 {
        if self.in_days == 0 || self.sold <= 0 { 0 } else { self.sold * 1000 * self.out_days / self.in_days }
    }

    pub const fn is_dead(&self, dead_days: i64) -> bool {
        self.closing > 0 && self.idle >= dead_days
    }
}

/// `None` for a SKU that was not kept by the last day.
#[expect(clippy::indexing_slicing, reason = "rows are rows of the ledger")]
pub fn sku_days(stock: &Stock, sku: usize, known: Known) -> Option<SkuDays> {
    let since = stock.kept_since(sku).filter(|since| *since <= known.to)?;
    let (sale, back) = (MovementKind::Sale.code(), MovementKind::Return.code());
    let receipt = MovementKind::Receipt.code();
    let costs = stock.costs(sku);
    let costed = costs.on(known.to).is_some();
    let cost = |day: i32| costs.on(day).unwrap_or(0);
    let rows = stock.moves(sku);
    let mut at = rows.start;
    let (mut closing, mut good) = (0, 0);
    let mut last_sale: Option<i32> = None;
    let mut found =
        SkuDays { closing: 0, good: 0, sold: 0, received: 0, in_days: 0, out_days: 0, idle: 0, money: None };
    let mut worth = Worth::default();
    let begin = known.from.max(since);
    while at < rows.end && stock.day[at] < begin {
        closing += stock.owned[at];
        good += stock.good[at];
        if stock.kind[at] == sale && stock.owned[at] < 0 {
            last_sale = Some(stock.day[at]);
        }
        at += 1;
    }
    for day in begin..=known.to {
        while at < rows.end && stock.day[at] == day {
            let (kind, owned) = (stock.kind[at], stock.owned[at]);
            closing += owned;
            good += stock.good[at];
            if kind == sale {
                found.sold -= owned;
                if owned < 0 {
                    last_sale = Some(day);
                }
            }
            if kind == receipt {
                found.received += owned;
            }
            if kind == sale || kind == back {
                worth.cogs_fen -= owned * cost(day);
            }
            at += 1;
        }
        worth.fen_days += closing * cost(day);
        if good > 0 {
            found.in_days += 1;
        } else if last_sale.is_some_and(|last| day - last < WANTED_DAYS) {
            found.out_days += 1;
        }
    }
    worth.value_fen = closing * cost(known.to);
    found.idle = i64::from(known.to - last_sale.unwrap_or(since));
    found.closing = closing;
    found.good = good;
    found.money = costed.then_some(worth);
    Some(found)
}
