//! The metric registry (指标): every figure's id, unit, clock and version. Names and formulas are texts under `metric.<id>_name`,
//! `metric.<id>_formula` and `metric.<id>_note`.

use crate::domain::money::Money;

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
