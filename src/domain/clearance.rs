//! How to get rid of slow stock (清仓建议): what it ties up, and the price that clears it by a date.
//!
//! Demand is taken to follow price with a constant elasticity: `q = q₀ · (p ÷ p₀)^−e`, so the price at which `q` pieces a day sell is
//! `p = p₀ · (q ÷ q₀)^(−1/e)`. The elasticity is the owner's, or a default that the working names as one; the advice is a start to try
//! and watch, not a promise. A price below the floor is never advised: then it says what is left on the date.

use chrono::{Days, NaiveDate};
use rust_decimal::prelude::FromPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use thiserror::Error;

use super::money::Money;
use super::working::{Value, Working, terms};
use crate::locale::Said;

/// Why numbers were refused.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum Refused {
    #[error("the price elasticity must be from 0.1 to 20, not {0}")]
    Elasticity(f64),
    #[error("the quantity must be 1 to 1,000,000,000 pieces, not {0}")]
    Quantity(i64),
    #[error("the price must be above zero, cost and floor not below, and the floor not above the price")]
    Prices,
    #[error("sales a day must be a number that is not below zero, not {0}")]
    PerDay(f64),
    #[error("the date {until} is not after today, {today}")]
    Until { today: NaiveDate, until: NaiveDate },
    #[error("the stock is worth more than can be counted")]
    TooMuchMoney,
}

impl Refused {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::Elasticity(_) => Said::new("replenish.refused_elasticity"),
            Self::Quantity(_) => Said::new("replenish.refused_clear_quantity"),
            Self::Prices => Said::new("replenish.refused_clear_prices"),
            Self::PerDay(_) => Said::new("replenish.refused_demand"),
            Self::Until { .. } => Said::new("replenish.refused_until"),
            Self::TooMuchMoney => Said::new("replenish.refused_money"),
        }
    }
}

/// By how many percent sales rise when the price falls by one (价格弹性), as a positive number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Elasticity {
    value: f64,
    assumed: bool,
}

impl Elasticity {
    /// 1.76: the mean of 367 measured elasticities of brands and markets (Tellis 1988, Journal of Marketing Research 25). A later
    /// survey has 2.62 (Bijmolt, van Heerde, Pieters 2005); the lower one asks for the larger discount and so errs on clearing.
    pub const ASSUMED: Self = Self { value: 1.76, assumed: true };

    /// The owner's own. Errors: [`Refused::Elasticity`].
    pub fn known(value: f64) -> Result<Self, Refused> {
        if (0.1..=20.0).contains(&value) { Ok(Self { value, assumed: false }) } else { Err(Refused::Elasticity(value)) }
    }

    pub const fn value(self) -> f64 {
        self.value
    }

    /// Nobody has said it: the default.
    pub const fn is_assumed(self) -> bool {
        self.assumed
    }
}

/// Stock that sells too slowly.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlowStock {
    quantity: i64,
    unit_cost: Money,
    price: Money,
    floor: Money,
    per_day: f64,
}

impl SlowStock {
    /// `quantity` pieces at `unit_cost` each, now offered at `price` and selling `per_day` pieces; never to be sold under `floor`.
    /// Errors: [`Refused`].
    pub fn new(quantity: i64, unit_cost: Money, price: Money, floor: Money, per_day: f64) -> Result<Self, Refused> {
        if !(1..=1_000_000_000).contains(&quantity) {
            return Err(Refused::Quantity(quantity));
        }
        if price <= Money::ZERO || unit_cost < Money::ZERO || floor < Money::ZERO || floor > price {
            return Err(Refused::Prices);
        }
        if !(0.0..=1e9).contains(&per_day) {
            return Err(Refused::PerDay(per_day));
        }
        Ok(Self { quantity, unit_cost, price, floor, per_day })
    }
}

terms! {
    Today => "today",
    Quantity => "quantity",
    UnitCost => "unit_cost",
    TiesUp => "ties_up",
    Price => "price",
    PerDay => "per_day",
    ClearedAtThisPrice => "cleared_at_this_price",
    Until => "until",
    DaysLeft => "days_left",
    NeededPerDay => "needed_per_day",
    Elasticity => "elasticity",
    ElasticityIsAssumed => "elasticity_is_assumed",
    ClearingPrice => "clearing_price",
    Floor => "floor",
    AdvisedPrice => "advised_price",
    Discount => "discount",
    ExpectedPerDay => "expected_per_day",
    Left => "left",
    Proceeds => "proceeds",
    Result => "result",
}

impl Term {
    /// The letters by which formulas call it; empty where they do not.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Quantity => "n",
            Self::UnitCost => "c",
            Self::Price => "p₀",
            Self::PerDay => "q₀",
            Self::DaysLeft => "t",
            Self::NeededPerDay => "q",
            Self::Elasticity => "e",
            Self::Floor => "f",
            Self::AdvisedPrice => "p",
            Self::Left => "m",
            _ => "",
        }
    }
}

/// What is advised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Advice {
    /// It clears by the date at the present price.
    Keep,
    /// The price that clears it by the date.
    Lower,
    /// Even the floor does not clear it by the date: the floor, and something is left.
    Floor,
    /// It has sold none, so no price can be worked out: bundle it, give it away with others, return it or write it off.
    NoSales,
}

impl Advice {
    pub const ALL: [Self; 4] = [Self::Keep, Self::Lower, Self::Floor, Self::NoSales];

    /// Stable English id; also the tail of the locale key (`replenish.advice_lower`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Lower => "lower",
            Self::Floor => "floor",
            Self::NoSales => "no_sales",
        }
    }
}

/// Advice for slow stock with how it came about.
#[derive(Debug, Clone, PartialEq)]
pub struct Clearance {
    pub advice: Advice,
    /// Quantity × cost.
    pub ties_up: Money,
    /// The price to set; the present one when it is to be kept or none can be worked out.
    pub price: Money,
    /// Pieces expected to be left on the date.
    pub left: i64,
    /// What the pieces sold by then bring, and that less their cost.
    pub proceeds: Money,
    pub result: Money,
    /// The day the stock is gone at the present price; `None` when that is more than ten years away.
    pub cleared_at_this_price: Option<NaiveDate>,
    pub working: Working<Term>,
}

/// Works out the advice for clearing by the evening of `until`. Errors: [`Refused::Until`], [`Refused::TooMuchMoney`].
pub fn advise(
    stock: &SlowStock,
    elasticity: Elasticity,
    today: NaiveDate,
    until: NaiveDate,
) -> Result<Clearance, Refused> {
    let days = (until - today).num_days();
    if days < 1 {
        return Err(Refused::Until { today, until });
    }
    let ties_up = times(stock.quantity, stock.unit_cost)?;
    let needed = stock.quantity as f64 / days as f64;
    let clearing = (stock.per_day > 0.0).then(|| {
        let factor = (needed / stock.per_day).powf(-1.0 / elasticity.value);
        scaled(stock.price, factor.min(1.0))
    });
    let (advice, price) = match clearing {
        None => (Advice::NoSales, stock.price),
        Some(price) if price >= stock.price => (Advice::Keep, stock.price),
        Some(price) if price < stock.floor => (Advice::Floor, stock.floor),
        Some(price) => (Advice::Lower, price),
    };
    let share = ratio(price, stock.price);
    // At a price of zero the law has no end; nobody buys more than there is.
    let rate = (stock.per_day * share.powf(-elasticity.value)).min(stock.quantity as f64);
    // A price rounded down to the fen clears by the date, but for what a float loses.
    let sold = ((rate * days as f64 + 1e-6).floor() as i64).clamp(0, stock.quantity);
    let proceeds = times(sold, price)?;
    let result = proceeds - times(sold, stock.unit_cost)?;
    let at_this_price = cleared(stock, today);
    let mut found = Clearance {
        advice,
        ties_up,
        price,
        left: stock.quantity - sold,
        proceeds,
        result,
        cleared_at_this_price: at_this_price,
        working: Working::default(),
    };
    found.working = note(stock, elasticity, (today, until, days), clearing, rate, share, &found);
    Ok(found)
}

fn note(
    stock: &SlowStock,
    elasticity: Elasticity,
    (today, until, days): (NaiveDate, NaiveDate, i64),
    clearing: Option<Money>,
    rate: f64,
    share: f64,
    found: &Clearance,
) -> Working<Term> {
    let mut working = Working::default();
    working.given(Term::Today, Value::Date(today));
    working.given(Term::Quantity, Value::Pieces(stock.quantity as f64));
    working.given(Term::UnitCost, Value::Money(stock.unit_cost));
    working.step(Term::TiesUp, "n·c", Value::Money(found.ties_up));
    working.given(Term::Price, Value::Money(stock.price));
    working.given(Term::PerDay, Value::Pieces(stock.per_day));
    let date = found.cleared_at_this_price.map_or(Value::Nothing, Value::Date);
    working.step(Term::ClearedAtThisPrice, "n ÷ q₀", date);
    working.given(Term::Until, Value::Date(until));
    working.given(Term::DaysLeft, Value::Days(days as f64));
    working.step(Term::NeededPerDay, "q = n ÷ t", Value::Pieces(stock.quantity as f64 / days as f64));
    working.given(Term::Elasticity, Value::Number(elasticity.value));
    working.given(Term::ElasticityIsAssumed, Value::Chosen(elasticity.assumed));
    working.step(Term::ClearingPrice, "p₀·(q ÷ q₀)^(−1/e)", clearing.map_or(Value::Nothing, Value::Money));
    working.given(Term::Floor, Value::Money(stock.floor));
    working.step(Term::AdvisedPrice, "min(p₀, max(p, f))", Value::Money(found.price));
    working.step(Term::Discount, "1 − p ÷ p₀", Value::Share(1.0 - share));
    working.step(Term::ExpectedPerDay, "q₀·(p ÷ p₀)^−e", Value::Pieces(rate));
    working.step(Term::Left, "m = n − q·t", Value::Pieces(found.left as f64));
    working.step(Term::Proceeds, "(n − m)·p", Value::Money(found.proceeds));
    working.step(Term::Result, "(n − m)·(p − c)", Value::Money(found.result));
    working
}

fn cleared(stock: &SlowStock, today: NaiveDate) -> Option<NaiveDate> {
    let days = (stock.quantity as f64 / stock.per_day).ceil();
    (days <= 3_653.0).then(|| today.checked_add_days(Days::new(days as u64))).flatten()
}

fn times(pieces: i64, unit: Money) -> Result<Money, Refused> {
    let fen = i128::from(pieces) * i128::from(unit.fen());
    i64::try_from(fen).map(Money::from_fen).map_err(|_| Refused::TooMuchMoney)
}

/// A factor from 0 to 1 of an amount, rounded down to the fen.
fn scaled(amount: Money, factor: f64) -> Money {
    let factor = Decimal::from_f64(factor).unwrap_or_default();
    let yuan = amount.yuan().checked_mul(factor).unwrap_or_default();
    Money::from_yuan(yuan.round_dp_with_strategy(2, RoundingStrategy::ToZero)).unwrap_or_default()
}

/// One amount over another that is above zero.
fn ratio(amount: Money, whole: Money) -> f64 {
    use rust_decimal::prelude::ToPrimitive;
    amount.yuan().checked_div(whole.yuan()).and_then(|ratio| ratio.to_f64()).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, m, d).unwrap()
    }

    fn yuan(n: i64) -> Money {
        Money::from_fen(n * 100)
    }

    fn ask(per_day: f64, floor: Money, elasticity: Elasticity) -> Clearance {
        let stock = SlowStock::new(400, yuan(30), yuan(100), floor, per_day).unwrap();
        advise(&stock, elasticity, day(3, 1), day(4, 10)).unwrap()
    }

    #[test]
    fn selling_four_times_as_fast_at_an_elasticity_of_two_halves_the_price() {
        // 400 pieces in 40 days are 10 a day; 2.5 sell now; 4^(−1/2) = 1/2.
        let found = ask(2.5, yuan(20), Elasticity::known(2.0).unwrap());
        assert_eq!((found.advice, found.price, found.left), (Advice::Lower, yuan(50), 0));
        assert_eq!((found.ties_up, found.proceeds, found.result), (yuan(12_000), yuan(20_000), yuan(8_000)));
        assert_eq!(found.cleared_at_this_price, Some(day(8, 8)), "160 days at the present price");
        assert_eq!(found.working.value(Term::ElasticityIsAssumed), Some(Value::Chosen(false)));
    }

    #[test]
    fn the_floor_holds_and_what_is_left_is_told() {
        // At 80 yuan 2.5 ÷ 0.64 = 3.90625 a day sell, 156 in 40 days.
        let found = ask(2.5, yuan(80), Elasticity::known(2.0).unwrap());
        assert_eq!((found.advice, found.price, found.left), (Advice::Floor, yuan(80), 244));
        assert_eq!(found.proceeds, yuan(12_480));
    }

    #[test]
    fn what_clears_anyway_keeps_its_price_and_what_never_sold_has_none() {
        assert_eq!(ask(10.0, Money::ZERO, Elasticity::ASSUMED).advice, Advice::Keep);
        let dead = ask(0.0, Money::ZERO, Elasticity::ASSUMED);
        assert_eq!((dead.advice, dead.price, dead.left), (Advice::NoSales, yuan(100), 400));
        assert_eq!(dead.working.value(Term::ElasticityIsAssumed), Some(Value::Chosen(true)));
    }

    #[test]
    fn impossible_wishes_are_refused() {
        let stock = SlowStock::new(400, yuan(30), yuan(100), yuan(20), 1.0).unwrap();
        assert!(matches!(advise(&stock, Elasticity::ASSUMED, day(3, 1), day(3, 1)), Err(Refused::Until { .. })));
        assert_eq!(SlowStock::new(0, yuan(1), yuan(1), yuan(1), 1.0), Err(Refused::Quantity(0)));
        assert_eq!(SlowStock::new(1, yuan(1), yuan(1), yuan(2), 1.0), Err(Refused::Prices));
        assert!(SlowStock::new(1, yuan(1), yuan(1), yuan(1), f64::NAN).is_err());
        assert!(Elasticity::known(0.0).is_err());
    }

    proptest! {
        #[test]
        fn no_advice_undercuts_the_floor_or_promises_more_than_there_is(
            quantity in 1i64..1_000_000, cost in 0i64..10_000_000, price in 1i64..10_000_000, floor in 0.0..1.0f64,
            per_day in 0.0..1e6f64, days in 1u64..2_000, e in 0.1..20.0f64,
        ) {
            let floor = scaled(Money::from_fen(price), floor);
            let stock = SlowStock::new(quantity, Money::from_fen(cost), Money::from_fen(price), floor, per_day).unwrap();
            let until = day(3, 1).checked_add_days(Days::new(days)).unwrap();
            let found = advise(&stock, Elasticity::known(e).unwrap(), day(3, 1), until).unwrap();
            prop_assert!(found.price >= floor && found.price <= Money::from_fen(price));
            prop_assert!((0..=quantity).contains(&found.left));
            if found.advice == Advice::Lower {
                prop_assert!(found.left == 0, "{} left", found.left);
            }
        }
    }
}
