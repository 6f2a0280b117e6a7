//! Every known buyer's paid orders in time order (购买记录): the one structure all customer analyses walk through.

use std::ops::Range;

/// One paid order on its way into the [`Book`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Purchase {
    /// Dense buyer index; 0 is an unknown (masked) buyer.
    pub buyer: u32,
    /// Day of payment, days since 1970-01-01.
    pub day: i32,
    /// 支付金额 of the order: refunds not deducted, fen.
    pub paid: i64,
    /// Paid less successful refunds, fen.
    pub net: i64,
    /// Gross profit of the lines whose cost is known, fen.
    pub profit: i64,
    /// The part of `net` whose cost is known, fen.
    pub costed: i64,
    /// What the caller knows the order by.
    pub order: u32,
}

/// Paid orders of known buyers, buyer by buyer, each buyer's in time order. Columns of equal length.
#[derive(Debug, Clone, Default)]
pub struct Book {
    starts: Vec<u32>,
    day: Vec<i32>,
    paid: Vec<i64>,
    net: Vec<i64>,
    profit: Vec<i64>,
    costed: Vec<i64>,
    order: Vec<u32>,
    span: Option<(i32, i32)>,
    /// Orders of unknown buyers, in time order.
    unknown: Vec<Purchase>,
}

/// One buyer's paid orders, oldest first.
#[derive(Debug, Clone, Copy)]
pub struct Buyer<'a> {
    pub id: u32,
    pub day: &'a [i32],
    pub paid: &'a [i64],
    pub net: &'a [i64],
    pub profit: &'a [i64],
    pub costed: &'a [i64],
    pub order: &'a [u32],
}

/// Orders that no buyer can be told for (买家未知): they are in no customer figure and are counted apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Nameless {
    pub orders: i64,
    /// Paid less refunds, fen.
    pub net: i64,
}

impl Book {
    /// Orders the purchases by buyer. They must come in time order; `buyers` is the highest buyer index plus one.
    /// The iterator runs twice.
    pub fn new<I>(buyers: usize, purchases: I) -> Self
    where
        I: Iterator<Item = Purchase> + Clone,
    {
        let mut starts = vec![0_u32; buyers.max(1) + 1];
        let mut unknown = Vec::new();
        let mut span: Option<(i32, i32)> = None;
        for one in purchases.clone() {
            span = Some(span.map_or((one.day, one.day), |(first, last)| (first.min(one.day), last.max(one.day))));
            if one.buyer == 0 {
                unknown.push(one);
            } else if let Some(count) = starts.get_mut(one.buyer as usize + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut book = Self {
            day: vec![0; sum as usize],
            paid: vec![0; sum as usize],
            net: vec![0; sum as usize],
            profit: vec![0; sum as usize],
            costed: vec![0; sum as usize],
            order: vec![0; sum as usize],
            starts,
            span,
            unknown,
        };
        book.fill(purchases);
        book
    }

    #[expect(clippy::indexing_slicing, reason = "the places were counted from the same purchases just before")]
    fn fill(&mut self, purchases: impl Iterator<Item = Purchase>) {
        let mut next = self.starts.clone();
        for one in purchases {
            let buyer = one.buyer as usize;
            if buyer == 0 || buyer + 1 >= self.starts.len() {
                continue;
            }
            let at = next[buyer] as usize;
            next[buyer] += 1;
            self.day[at] = one.day;
            self.paid[at] = one.paid;
            self.net[at] = one.net;
            self.profit[at] = one.profit;
            self.costed[at] = one.costed;
            self.order[at] = one.order;
        }
    }

    /// First and last day with a paid order, of known and unknown buyers.
    pub const fn span(&self) -> Option<(i32, i32)> {
        self.span
    }

    /// One more than the highest buyer index.
    pub fn size(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The paid orders of one buyer; none for a stranger.
    pub fn buyer(&self, id: u32) -> Buyer<'_> {
        let at = |id: usize| self.starts.get(id).copied().unwrap_or(0) as usize;
        let id_at = (id as usize).min(self.size());
        self.slice(id, at(id_at)..at((id_at + 1).min(self.size())))
    }

    fn slice(&self, id: u32, range: Range<usize>) -> Buyer<'_> {
        Buyer {
            id,
            day: self.day.get(range.clone()).unwrap_or_default(),
            paid: self.paid.get(range.clone()).unwrap_or_default(),
            net: self.net.get(range.clone()).unwrap_or_default(),
            profit: self.profit.get(range.clone()).unwrap_or_default(),
            costed: self.costed.get(range.clone()).unwrap_or_default(),
            order: self.order.get(range).unwrap_or_default(),
        }
    }

    /// Every buyer with at least one paid order, by index.
    pub fn buyers(&self) -> impl Iterator<Item = Buyer<'_>> {
        self.starts
            .windows(2)
            .enumerate()
            .filter_map(|(id, pair)| match pair {
                [start, end] if start < end => Some((id as u32, *start as usize..*end as usize)),
                _ => None,
            })
            .map(|(id, range)| self.slice(id, range))
    }

    /// What unknown buyers paid from day `from` to day `to`, both included.
    pub fn nameless(&self, from: i32, to: i32) -> Nameless {
        self.unknown
            .iter()
            .filter(|one| (from..=to).contains(&one.day))
            .fold(Nameless::default(), |sum, one| Nameless { orders: sum.orders + 1, net: sum.net + one.net })
    }

    /// A book of the purchases that `keep` lets through, as it changes them; buyer and day stay what they are.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "starts lie within the columns, which are of equal length")]
    pub fn narrowed(&self, keep: impl Fn(Purchase) -> Option<Purchase>) -> Self {
        let count = self.day.len();
        let mut book = Self { starts: Vec::with_capacity(self.starts.len()), ..Self::default() };
        for column in [&mut book.paid, &mut book.net, &mut book.profit, &mut book.costed] {
            column.reserve(count);
        }
        book.day.reserve(count);
        book.order.reserve(count);
        book.starts.push(0);
        let mut span: Option<(i32, i32)> = None;
        let mut see = |day: i32| span = Some(span.map_or((day, day), |(first, last)| (first.min(day), last.max(day))));
        for buyer in 0..self.size() {
            for at in self.starts[buyer] as usize..self.starts[buyer + 1] as usize {
                let one = Purchase {
                    buyer: buyer as u32,
                    day: self.day[at],
                    paid: self.paid[at],
                    net: self.net[at],
                    profit: self.profit[at],
                    costed: self.costed[at],
                    order: self.order[at],
                };
                if let Some(one) = keep(one) {
                    book.day.push(one.day);
                    book.paid.push(one.paid);
                    book.net.push(one.net);
                    book.profit.push(one.profit);
                    book.costed.push(one.costed);
                    book.order.push(one.order);
                    see(one.day);
                }
            }
            book.starts.push(book.day.len() as u32);
        }
        book.unknown = self.unknown.iter().filter_map(|one| keep(*one)).collect();
        book.unknown.iter().for_each(|one| see(one.day));
        book.span = span;
        book
    }
}

impl<'a> Buyer<'a> {
    /// The places of the orders paid from day `from` to day `to`, both included.
    pub fn within(&self, from: i32, to: i32) -> Range<usize> {
        // Most buyers have a handful of orders: walking beats searching.
        let start = self.day.iter().take_while(|day| **day < from).count();
        let len = self.day.get(start..).map_or(0, |rest| rest.iter().take_while(|day| **day <= to).count());
        start..start + len
    }

    /// Net paid in some of the orders, fen.
    pub fn net_in(&self, range: Range<usize>) -> i64 {
        self.net.get(range).map_or(0, |nets| nets.iter().sum())
    }

    /// Paid in some of the orders with refunds not deducted, fen.
    pub fn paid_in(&self, range: Range<usize>) -> i64 {
        self.paid.get(range).map_or(0, |paid| paid.iter().sum())
    }

    /// The days on which the buyer paid up to day `to`, each once: several orders on one day are one purchase.
    pub fn purchase_days(self, to: i32) -> impl Iterator<Item = i32> + 'a {
        let mut before = None;
        self.day.iter().copied().take_while(move |day| *day <= to).filter(move |day| before.replace(*day) != Some(*day))
    }
}

#[cfg(test)]
pub(crate) mod sample {
    //! Purchases written as `(buyer, day, net fen)` for the tests of this area.

    use super::{Book, Purchase};

    pub(crate) fn book(purchases: &[(u32, i32, i64)]) -> Book {
        let mut sorted: Vec<Purchase> = purchases
            .iter()
            .enumerate()
            .map(|(at, (buyer, day, net))| Purchase {
                buyer: *buyer,
                day: *day,
                paid: *net,
                net: *net,
                order: at as u32,
                ..Purchase::default()
            })
            .collect();
        sorted.sort_by_key(|one| one.day);
        let buyers = sorted.iter().map(|one| one.buyer as usize + 1).max().unwrap_or(1);
        Book::new(buyers, sorted.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_buyer_keeps_the_orders_in_time_order_and_the_unknown_stand_apart() {
        let book = sample::book(&[(2, 30, 500), (1, 10, 100), (0, 11, 900), (2, 5, 50), (2, 5, 70), (4, 8, 1)]);
        let two = book.buyer(2);
        assert_eq!(two.day, [5, 5, 30]);
        assert_eq!(two.net_in(two.within(5, 29)), 120);
        assert_eq!(two.purchase_days(99).collect::<Vec<_>>(), [5, 30]);
        assert_eq!(two.purchase_days(29).collect::<Vec<_>>(), [5]);
        assert_eq!(book.buyers().map(|buyer| buyer.id).collect::<Vec<_>>(), [1, 2, 4]);
        assert_eq!(book.buyer(3).day.len(), 0);
        assert_eq!(book.buyer(77).day.len(), 0);
        assert_eq!(book.nameless(11, 11), Nameless { orders: 1, net: 900 });
        assert_eq!(book.nameless(12, 40), Nameless::default());
        assert_eq!(book.span(), Some((5, 30)));
        let narrow = book.narrowed(|one| (one.day < 11).then_some(one));
        assert_eq!((narrow.buyer(2).day, narrow.buyer(4).net), ([5, 5].as_slice(), [1].as_slice()));
        assert_eq!((narrow.span(), narrow.nameless(0, 99).orders, narrow.size()), (Some((5, 10)), 0, book.size()));
    }
}
