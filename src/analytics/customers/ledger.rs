//! From the orders of a filter to the [`Book`]: what each paid order brought in, with its gross profit where costs are known.

use std::borrow::Cow;

use super::book::{Book, Purchase};
use crate::analytics::facts::days::{day_number, day_of};
use crate::analytics::facts::{Facts, NONE};
use crate::analytics::filter::{Slice, Span};

/// Every paid order of the facts, whatever the filter: made once for each data version.
#[expect(
    clippy::indexing_slicing,
    reason = "paid rows index every column of the orders; lines index the columns of the lines"
)]
pub fn whole(facts: &Facts) -> Book {
    let orders = &facts.orders;
    let (profit, costed) = profits(facts, |_| true);
    let purchases = (0..orders.paid_count).map(|row| Purchase {
        buyer: orders.buyer[row],
        day: day_of(orders.paid[row]),
        paid: orders.paid_fen[row],
        net: orders.paid_fen[row] - orders.refund_fen[row],
        profit: profit[row],
        costed: costed[row],
        order: row as u32,
    });
    Book::new(facts.buyer_count(), purchases)
}

/// Gross profit, and net sales of the lines it is known for, of every paid order.
#[expect(clippy::indexing_slicing, reason = "lines index the columns of the lines and name order rows")]
fn profits(facts: &Facts, counts: impl Fn(usize) -> bool) -> (Vec<i64>, Vec<i64>) {
    let (orders, lines) = (&facts.orders, &facts.lines);
    let mut profit = vec![0_i64; orders.paid_count];
    let mut costed = vec![0_i64; orders.paid_count];
    for row in 0..orders.paid_count {
        for line in orders.line_start[row] as usize..orders.line_start[row + 1] as usize {
            if lines.cost_fen[line] != NONE && counts(line) {
                let net = lines.paid_fen[line] - lines.refund_fen[line];
                costed[row] += net;
                profit[row] += net - lines.kept_cost_fen[line];
            }
        }
    }
    (profit, costed)
}

/// All paid orders that the slice counts, whatever their day. Without a filter this is the book of the whole shop, which the facts keep.
pub fn book<'a>(slice: &Slice<'a>) -> Cow<'a, Book> {
    let whole = slice.facts.kept.book.get_or_init(|| whole(slice.facts));
    if !slice.filter.is_narrowed() {
        return Cow::Borrowed(whole);
    }
    if slice.categories.is_none() {
        return Cow::Owned(whole.narrowed(|one| slice.keeps(one.order as usize).then_some(one)));
    }
    let (profit, costed) = profits(slice.facts, |line| slice.keeps_line(line));
    let value = |column: &[i64], row: usize| column.get(row).copied().unwrap_or(0);
    Cow::Owned(whole.narrowed(|one| {
        let row = one.order as usize;
        slice.keeps(row).then(|| Purchase {
            paid: value(&slice.paid_fen, row),
            net: value(&slice.paid_fen, row) - value(&slice.refund_fen, row),
            profit: value(&profit, row),
            costed: value(&costed, row),
            ..one
        })
    }))
}

/// First and last day of a span as day numbers, the last one cut to what the data reaches.
pub fn days(slice: &Slice<'_>, span: &Span) -> (i32, i32) {
    let (from, to) = (day_number(span.period.from()), day_number(span.period.to()));
    let reach = slice.reach.map_or(to, |(_, last)| last);
    (from, to.min(reach).max(from))
}

/// The store's customer ids of dense buyer indexes.
pub fn customer_ids(facts: &Facts, buyers: impl IntoIterator<Item = u32>) -> Vec<i64> {
    buyers
        .into_iter()
        .filter(|buyer| *buyer != 0)
        .filter_map(|buyer| facts.buyers.get(buyer as usize).copied())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analytics::facts::fixture::{Fixture, Line, Order, day};
    use crate::analytics::filter::Filter;
    use crate::domain::period::Period;

    #[test]
    fn the_book_holds_paid_orders_with_profit_where_costs_are_known() {
        let line = |paid, refund, cost| Line { qty: 1, paid, refund, cost, ..Line::default() };
        let order = |id, buyer, paid, lines: Vec<Line>| Order {
            id,
            shop: 1,
            buyer,
            created: "2026-05-01 09:00:00",
            paid,
            paid_fen: lines.iter().map(|line| line.paid).sum::<i64>() + 500,
            refund: lines.iter().map(|line| line.refund).sum(),
            lines,
            ..Order::default()
        };
        let facts = Fixture {
            shops: vec![(1, 1, "shop")],
            orders: vec![
                order(1, 70, Some("2026-05-03 10:00:00"), vec![line(10_000, 1_000, Some(4_000)), line(5_000, 0, None)]),
                order(2, 70, Some("2026-05-01 10:00:00"), vec![line(2_000, 0, Some(500))]),
                order(3, 0, Some("2026-05-02 10:00:00"), vec![line(900, 0, None)]),
                order(4, 71, None, vec![line(0, 0, None)]),
            ],
            ..Fixture::default()
        }
        .facts();
        let slice = Slice::new(&facts, &Filter::new(Period::new(day("2026-05-01"), day("2026-06-30"))));
        let book = book(&slice);
        let all: Vec<u32> = book.buyers().map(|buyer| buyer.id).collect();
        assert_eq!(customer_ids(&facts, all.iter().copied()), [70]);
        let buyer = book.buyer(all[0]);
        // Postage of ¥5 is in what was paid, but no line's profit. ¥1 was refunded for goods that stayed.
        assert_eq!((buyer.paid, buyer.net), ([2_500, 15_500].as_slice(), [2_500, 14_500].as_slice()));
        assert_eq!((buyer.costed, buyer.profit), ([2_000, 9_000].as_slice(), [1_500, 5_000].as_slice()));
        assert_eq!(book.nameless(i32::MIN, i32::MAX).orders, 1);
        let (from, to) = days(&slice, &slice.now);
        assert_eq!(to - from, 2, "the period is cut to the last day of the data, May 3");
    }
}
