//! The metric registry (指标): every figure's id, unit, clock and version. Names and formulas are texts under `metric.<id>_name`,
//! `metric.<id>_formula` and `metric.<id>_note`.

pub mod customers;
pub mod logistics;
pub mod orders;
pub mod products;
pub mod sales;
pub mod stock;

use rust_decimal::{Decimal, RoundingStrategy};

use crate::domain::money::Money;
use crate::locale::Lang;

/// Which moment puts a row into a period (时间口径).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    Created,
    Paid,
    Shipped,
    Signed,
    Refunded,
    /// A state as of a day, not an event.
    State,
    /// The day a traffic file names.
    Traffic,
}

/// What a metric is measured in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Money,
    Count,
    Ratio,
    /// Amount divided by a count: 客单价.
    MoneyPer,
    /// Count divided by a count: 连带率.
    CountPer,
    Hours,
    Days,
}

/// Whether more is better, for the colour of a change; `Neither` stays grey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
    Neither,
}

/// One entry of the registry.
#[derive(Debug, PartialEq, Eq)]
pub struct Metric {
    pub id: &'static str,
    pub unit: Unit,
    pub clock: Clock,
    pub better: Better,
    /// Grows by one whenever the formula changes.
    pub version: u16,
    /// A ratio of two amounts: numerator and denominator are fen.
    pub of_money: bool,
    /// Worked out by a model: it has no numerator and denominator that could be counted.
    pub estimated: bool,
}

/// An exact value. Ratios are kept as numerator and denominator and divided last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// Not known: shows as a dash, never as zero.
    Unknown,
    Money(Money),
    Count(i64),
    /// For [`Unit::Ratio`] and [`Unit::CountPer`].
    Ratio {
        num: i64,
        den: i64,
    },
    /// Fen over a count, for [`Unit::MoneyPer`].
    MoneyPer {
        fen: i64,
        den: i64,
    },
    /// Seconds, for [`Unit::Hours`] and [`Unit::Days`].
    Seconds(i64),
}

/// A metric with its value now and in the compared period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Figure {
    pub metric: &'static Metric,
    pub now: Value,
    /// `None` when nothing is compared; `Some(Unknown)` when the compared period has no data.
    pub before: Option<Value>,
}

/// How far a figure moved, in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Of the value before: 125 = 12.5 % more.
    Relative(i64),
    /// Between two percentages, in thousandths of the whole: 5 = half a percentage point more.
    Points(i64),
}

/// Every metric of every area.
pub fn all() -> impl Iterator<Item = &'static Metric> {
    [sales::ALL, customers::ALL, products::ALL, logistics::ALL, stock::ALL, orders::ALL].into_iter().flatten().copied()
}

/// The metric with this id.
pub fn find(id: &str) -> Option<&'static Metric> {
    all().chain(stock::FORECAST.iter().copied()).find(|metric| metric.id == id)
}

impl Clock {
    /// Stable English id; also the tail of the locale key (`metric.clock_paid`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Paid => "paid",
            Self::Shipped => "shipped",
            Self::Signed => "signed",
            Self::Refunded => "refunded",
            Self::State => "state",
            Self::Traffic => "traffic",
        }
    }

    pub fn name(self, lang: Lang) -> String {
        lang.t(&format!("metric.clock_{}", self.id())).to_owned()
    }
}

impl Unit {
    /// Stable English id: what `metrics.json` says the value is measured in.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Money => "yuan",
            Self::Count => "count",
            Self::Ratio => "ratio",
            Self::MoneyPer => "yuan_per",
            Self::CountPer => "count_per",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }
}

impl Metric {
    const fn new(id: &'static str, unit: Unit, clock: Clock, better: Better) -> Self {
        Self { id, unit, clock, better, version: 1, of_money: false, estimated: false }
    }

    /// For a formula that has changed since its first version.
    const fn in_version(mut self, version: u16) -> Self {
        self.version = version;
        self
    }

    /// For a ratio of two amounts.
    const fn of_money(mut self) -> Self {
        self.of_money = true;
        self
    }

    /// For what a model says.
    const fn estimated(mut self) -> Self {
        self.estimated = true;
        self
    }

    fn text(&self, part: &str, lang: Lang) -> String {
        lang.t(&format!("metric.{}_{part}", self.id)).to_owned()
    }

    /// What a seller calls it: `客单价`.
    pub fn name(&self, lang: Lang) -> String {
        self.text("name", lang)
    }

    /// `支付金额 ÷ 支付买家数`.
    pub fn formula(&self, lang: Lang) -> String {
        self.text("formula", lang)
    }

    /// What to mind when reading it.
    pub fn note(&self, lang: Lang) -> String {
        self.text("note", lang)
    }
}

impl Value {
    /// A ratio; without a base it is unknown. Net sales below zero (more given back than paid) are no base either.
    pub const fn ratio(num: i64, den: i64) -> Self {
        if den <= 0 { Self::Unknown } else { Self::Ratio { num, den } }
    }

    /// An amount per thing; without things it is unknown.
    pub const fn money_per(fen: i64, den: i64) -> Self {
        if den <= 0 { Self::Unknown } else { Self::MoneyPer { fen, den } }
    }

    pub const fn money(fen: i64) -> Self {
        Self::Money(Money::from_fen(fen))
    }

    pub const fn is_known(self) -> bool {
        !matches!(self, Self::Unknown)
    }

    /// Numerator and denominator over which the value is exact: fen over 100 for money, seconds over 3600 for a time.
    /// `None` when unknown.
    pub const fn fraction(self) -> Option<(i64, i64)> {
        match self {
            Self::Unknown => None,
            Self::Money(money) => Some((money.fen(), 100)),
            Self::Count(count) => Some((count, 1)),
            Self::Ratio { num, den } => Some((num, den)),
            Self::MoneyPer { fen, den } => Some((fen, den)),
            Self::Seconds(seconds) => Some((seconds, 3600)),
        }
    }

    /// The value as decimal text: yuan with two decimals, counts whole, quotients rounded half away from zero to six decimals,
    /// yuan per thing to four, hours or days (as `unit` says) to four. `None` when unknown.
    pub fn exact(self, unit: Unit) -> Option<String> {
        let (num, den) = match self {
            Self::Unknown => return None,
            Self::Money(money) => return Some(money.to_string()),
            Self::Count(count) => return Some(count.to_string()),
            Self::Ratio { num, den } => (num, i128::from(den)),
            Self::MoneyPer { fen, den } => (fen, i128::from(den) * 100),
            Self::Seconds(seconds) => (seconds, if unit == Unit::Days { 86_400 } else { 3600 }),
        };
        let places = if matches!(self, Self::Ratio { .. }) { 6 } else { 4 };
        let den = Decimal::from_i128_with_scale(den, 0);
        let value = Decimal::from(num).checked_div(den)?;
        let value = value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        Some(format!("{value:.*}", places as usize))
    }
}

impl Figure {
    pub const fn new(metric: &'static Metric, now: Value, before: Option<Value>) -> Self {
        Self { metric, now, before }
    }

    /// How far the figure moved since the compared period; `None` when there is nothing to divide by.
    pub fn change(&self) -> Option<Change> {
        let (now, before) = (self.now, self.before?);
        let (a, b) = now.fraction().map(wide)?;
        let (c, d) = before.fraction().map(wide)?;
        if b == 0 || d == 0 {
            return None;
        }
        if self.metric.unit == Unit::Ratio {
            return Some(Change::Points(rounded(1000 * (a * d - c * b), b * d)?));
        }
        // (a/b - c/d) / (c/d)
        if c == 0 { None } else { Some(Change::Relative(rounded(1000 * (a * d - c * b), (c * b).abs())?)) }
    }
}

fn wide((num, den): (i64, i64)) -> (i128, i128) {
    (num.into(), den.into())
}

/// `num / den` rounded half away from zero; `den` is above zero.
fn rounded(num: i128, den: i128) -> Option<i64> {
    let half = (num.abs() * 2 + den) / (den * 2);
    i64::try_from(if num < 0 { -half } else { half }).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_metric_has_an_id_of_its_own_and_words_in_both_languages() {
        let ids: HashSet<_> = all().map(|metric| metric.id).collect();
        assert_eq!(ids.len(), all().count());
        for metric in all() {
            for lang in [Lang::Zh, Lang::En] {
                for text in [metric.name(lang), metric.formula(lang), metric.note(lang), metric.clock.name(lang)] {
                    assert!(!text.starts_with("metric."), "{text}");
                }
            }
        }
    }

    #[test]
    fn values_are_printed_exactly() {
        assert_eq!(Value::money(123_450).exact(Unit::Money).as_deref(), Some("1234.50"));
        assert_eq!(Value::ratio(1, 3).exact(Unit::Ratio).as_deref(), Some("0.333333"));
        assert_eq!(Value::ratio(-2, 3).exact(Unit::Ratio).as_deref(), Some("-0.666667"));
        assert_eq!(Value::money_per(10_000, 3).exact(Unit::MoneyPer).as_deref(), Some("33.3333"));
        assert_eq!(Value::Seconds(5400).exact(Unit::Hours).as_deref(), Some("1.5000"));
        assert_eq!(Value::Seconds(129_600).exact(Unit::Days).as_deref(), Some("1.5000"));
        assert_eq!(Value::ratio(5, 0).exact(Unit::Ratio), None);
        assert_eq!(Value::ratio(5, -2), Value::Unknown, "a share of a loss says nothing");
    }

    #[test]
    fn amounts_change_by_their_share_and_ratios_by_points() {
        let change = |metric, now, before| Figure::new(metric, now, Some(before)).change();
        assert_eq!(change(&sales::PAID_AMOUNT, Value::money(1125), Value::money(1000)), Some(Change::Relative(125)));
        assert_eq!(change(&sales::PAID_AMOUNT, Value::money(1125), Value::money(0)), None);
        assert_eq!(change(&sales::NET_SALES, Value::money(-500), Value::money(-1000)), Some(Change::Relative(500)));
        assert_eq!(
            change(&sales::REFUND_RATE_AMOUNT, Value::ratio(1, 8), Value::ratio(1, 10)),
            Some(Change::Points(25))
        );
        assert_eq!(
            change(&sales::AOV, Value::money_per(300, 2), Value::money_per(100, 1)),
            Some(Change::Relative(500))
        );
        assert_eq!(change(&sales::AOV, Value::Unknown, Value::money_per(100, 1)), None);
    }
}
