//! New and returning buyers (新老买家).
//!
//! A returning buyer (老买家) paid now *and* in the 365 days before the period began; everyone else is new, either for the first
//! time or won back after more than a year. Each step of a trend is a period of its own.

use super::book::{Book, Buyer, Nameless};

/// How far back a returning buyer may have paid before.
pub const LOOK_BACK_DAYS: i32 = 365;

/// What a buyer is to a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// 首购: no earlier paid order in the data
    First,
    /// 召回: paid before, but not in the 365 days before the period
    WonBack,
    /// 老买家
    Returning,
}

impl Kind {
    pub const ALL: &'static [Self] = &[Self::First, Self::WonBack, Self::Returning];

    /// 新买家: for the first time or won back.
    pub const NEW: &'static [Self] = &[Self::First, Self::WonBack];

    /// This kind and no other.
    pub const fn alone(self) -> &'static [Self] {
        match self {
            Self::First => &[Self::First],
            Self::WonBack => &[Self::WonBack],
            Self::Returning => &[Self::Returning],
        }
    }
}

/// What buyers of one kind brought.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Side {
    pub buyers: i64,
    pub orders: i64,
    /// 支付金额, refunds not deducted, fen.
    pub paid: i64,
    /// Paid less refunds, fen.
    pub net: i64,
}

/// Buyers of one period by kind, and what could not be told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Split {
    pub first: Side,
    pub won_back: Side,
    pub returning: Side,
    pub nameless: Nameless,
    /// Whether the data reaches 365 days back before the period: without that, old buyers may pass for new ones.
    pub known_back: bool,
}

impl Side {
    fn add(&mut self, buyer: &Buyer<'_>, at: std::ops::Range<usize>) {
        self.buyers += 1;
        self.orders += at.len() as i64;
        self.paid += buyer.paid_in(at.clone());
        self.net += buyer.net_in(at);
    }

    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            buyers: self.buyers + other.buyers,
            orders: self.orders + other.orders,
            paid: self.paid + other.paid,
            net: self.net + other.net,
        }
    }
}

impl Split {
    /// 新买家: for the first time or won back.
    pub const fn new_buyers(&self) -> Side {
        self.first.plus(self.won_back)
    }

    /// Every known buyer.
    pub const fn all(&self) -> Side {
        self.new_buyers().plus(self.returning)
    }

    pub const fn side(&self, kind: Kind) -> Side {
        match kind {
            Kind::First => self.first,
            Kind::WonBack => self.won_back,
            Kind::Returning => self.returning,
        }
    }

    fn side_mut(&mut self, kind: Kind) -> &mut Side {
        match kind {
            Kind::First => &mut self.first,
            Kind::WonBack => &mut self.won_back,
            Kind::Returning => &mut self.returning,
        }
    }
}

/// What the buyer is to a period that begins on day `from` and in which the order at `first` is the buyer's first.
fn kind(buyer: &Buyer<'_>, first: usize, from: i32) -> Kind {
    match first.checked_sub(1).and_then(|before| buyer.day.get(before)) {
        None => Kind::First,
        Some(day) if *day >= from - LOOK_BACK_DAYS => Kind::Returning,
        Some(_) => Kind::WonBack,
    }
}

/// What the buyer is to the period from day `from` to day `to`; `None` when nothing was paid in it.
pub fn kind_in(buyer: &Buyer<'_>, from: i32, to: i32) -> Option<Kind> {
    let at = buyer.within(from, to);
    (!at.is_empty()).then(|| kind(buyer, at.start, from))
}

/// Splits the buyers of the period from day `from` to day `to`, both included.
pub fn split(book: &Book, from: i32, to: i32) -> Split {
    split_steps(book, &[(from, to)]).pop().unwrap_or_default()
}

/// Splits the buyers of each of several periods, which must follow one another in time.
pub fn split_steps(book: &Book, steps: &[(i32, i32)]) -> Vec<Split> {
    let begins = book.span().map_or(i32::MAX, |(first, _)| first);
    let mut splits: Vec<Split> = steps
        .iter()
        .map(|(from, to)| Split {
            nameless: book.nameless(*from, *to),
            known_back: begins <= from - LOOK_BACK_DAYS,
            ..Split::default()
        })
        .collect();
    let Some(start) = steps.first().map(|step| step.0) else { return splits };
    for buyer in book.buyers() {
        let mut at = buyer.day.partition_point(|day| *day < start);
        while let Some(day) = buyer.day.get(at) {
            let step = steps.partition_point(|(_, to)| to < day);
            let Some(((from, to), split)) = steps.get(step).zip(splits.get_mut(step)) else { break };
            let len = buyer.day.get(at..).map_or(0, |rest| rest.partition_point(|day| day <= to));
            if day >= from {
                split.side_mut(kind(&buyer, at, *from)).add(&buyer, at..at + len);
            }
            at += len.max(1);
        }
    }
    splits
}

/// The buyers of some kinds in a period.
pub fn members(book: &Book, from: i32, to: i32, wanted: &[Kind]) -> Vec<u32> {
    let is_wanted = |buyer: &Buyer<'_>| kind_in(buyer, from, to).is_some_and(|kind| wanted.contains(&kind));
    book.buyers().filter(is_wanted).map(|buyer| buyer.id).collect()
}

#[cfg(test)]
mod tests {
    use super::super::book::sample::book;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_year_to_the_day_makes_a_returning_buyer() {
        // The period is day 1000 to 1029; 365 days before its beginning is day 635.
        let book = book(&[
            (1, 1000, 10_000), // first time, two orders
            (1, 1029, 5_000),
            (2, 635, 1), // returning: exactly 365 days before
            (2, 1010, 20_000),
            (3, 634, 1), // won back: 366 days before
            (3, 1010, 30_000),
            (4, 999, 1),  // bought only before
            (5, 1030, 1), // bought only after
            (0, 1005, 700),
        ]);
        let split = split(&book, 1000, 1029);
        assert_eq!(split.first, Side { buyers: 1, orders: 2, paid: 15_000, net: 15_000 });
        assert_eq!(split.returning, Side { buyers: 1, orders: 1, paid: 20_000, net: 20_000 });
        assert_eq!(split.won_back, Side { buyers: 1, orders: 1, paid: 30_000, net: 30_000 });
        assert_eq!(split.new_buyers().buyers, 2);
        assert_eq!(split.nameless, Nameless { orders: 1, net: 700 });
        assert!(split.known_back, "the data begins on day 634, before day 635");
        assert_eq!(members(&book, 1000, 1029, &[Kind::WonBack]), [3]);
        assert_eq!(members(&book, 1000, 1029, Kind::NEW), [1, 3]);
    }

    #[test]
    fn a_buyer_of_two_steps_is_new_in_the_first_and_returning_in_the_second() {
        let book = book(&[(1, 10, 100), (1, 12, 100), (1, 25, 100)]);
        let steps = split_steps(&book, &[(10, 19), (20, 29)]);
        assert_eq!((steps[0].first.buyers, steps[0].first.orders), (1, 2));
        assert_eq!((steps[1].returning.buyers, steps[1].first.buyers), (1, 0));
    }

    proptest! {
        #[test]
        fn every_known_buyer_of_the_period_is_of_exactly_one_kind(orders in prop::collection::vec((0_u32..20, 0_i32..900, 0_i64..1000), 0..120)) {
            let book = book(&orders);
            let split = split(&book, 500, 700);
            let mut buyers: Vec<u32> = orders.iter().filter(|o| o.0 > 0 && (500..=700).contains(&o.1)).map(|o| o.0).collect();
            buyers.sort_unstable();
            buyers.dedup();
            prop_assert_eq!(split.all().buyers, buyers.len() as i64);
            let net: i64 = orders.iter().filter(|o| (500..=700).contains(&o.1)).map(|o| o.2).sum();
            prop_assert_eq!(split.all().net + split.nameless.net, net);
        }
    }
}
