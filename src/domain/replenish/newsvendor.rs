//! How much to order once for a season that is not ordered for again (一次性备货): the newsvendor.
//!
//! `Q* = F⁻¹(Cu / (Cu + Co))`, `Cu = price − cost + goodwill`, `Co = cost − salvage` (Arrow, Harris, Marschak 1951), demand of the
//! season taken as normal and not below zero.

use rust_decimal::prelude::ToPrimitive;

use super::{MOST_PIECES, Refused, expected_short};
use crate::domain::money::Money;
use crate::domain::working::{Value, Working, terms};

/// What a piece brings and costs, sold in the season and left after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeasonPrices {
    price: Money,
    cost: Money,
    salvage: Money,
    goodwill: Money,
}

impl SeasonPrices {
    /// `price` net of what the platform keeps, `cost` price, `salvage` that a piece still brings afterwards, `goodwill` lost with a buyer
    /// who finds none (0 when not reckoned with). Errors: [`Refused::SeasonPrices`] unless a missed piece and a piece left over both cost
    /// something.
    pub fn new(price: Money, cost: Money, salvage: Money, goodwill: Money) -> Result<Self, Refused> {
        // Far beyond any price, so that sums cannot overflow.
        let most = Money::from_fen(i64::MAX / 4);
        let sane = [price, cost, salvage, goodwill].into_iter().all(|amount| (Money::ZERO..=most).contains(&amount));
        if sane && salvage < cost && cost < price + goodwill {
            Ok(Self { price, cost, salvage, goodwill })
        } else {
            Err(Refused::SeasonPrices)
        }
    }
}

terms! {
    SeasonDemand => "season_demand",
    SeasonSpread => "season_spread",
    Price => "price",
    UnitCost => "unit_cost",
    Salvage => "salvage",
    Goodwill => "goodwill",
    Underage => "underage",
    Overage => "overage",
    CriticalRatio => "critical_ratio",
    SafetyFactor => "safety_factor",
    Quantity => "quantity",
    ExpectedShort => "expected_short",
    ExpectedLeft => "expected_left",
}

impl Term {
    /// The letters by which formulas call it; empty where they do not.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::SeasonDemand => "μ",
            Self::SeasonSpread => "σ",
            Self::Price => "p",
            Self::UnitCost => "c",
            Self::Salvage => "v",
            Self::Goodwill => "g",
            Self::Underage => "Cu",
            Self::Overage => "Co",
            Self::SafetyFactor => "z",
            Self::Quantity => "Q",
            Self::ExpectedShort => "ES",
            _ => "",
        }
    }
}

/// What to order for the season.
#[derive(Debug, Clone, PartialEq)]
pub struct SeasonOrder {
    /// Pieces for the whole season, what is there already not taken off.
    pub quantity: i64,
    /// Pieces expected to be missed, and to be left over.
    pub expected_short: f64,
    pub expected_left: f64,
    pub working: Working<Term>,
}

/// The quantity with the highest expected profit for `demand` ± `sd` pieces. Errors: [`Refused::Demand`].
pub fn order_for_season(demand: f64, sd: f64, prices: SeasonPrices) -> Result<SeasonOrder, Refused> {
    let sane = 0.0..=MOST_PIECES as f64;
    if !sane.contains(&demand) || !sane.contains(&sd) {
        return Err(Refused::Demand);
    }
    let under = prices.price - prices.cost + prices.goodwill;
    let over = prices.cost - prices.salvage;
    // Money over money is a plain number.
    let ratio = (under.yuan() / (under + over).yuan()).to_f64().unwrap_or(0.5).clamp(1e-9, 1.0 - 1e-9);
    let z = distrs::Normal::ppf(ratio, 0.0, 1.0);
    let quantity = (demand + z * sd).round().clamp(0.0, MOST_PIECES as f64);
    let short = if sd > 0.0 { expected_short(sd, (quantity - demand) / sd) } else { (demand - quantity).max(0.0) };
    let left = (quantity - demand + short).max(0.0);

    let mut working = Working::default();
    working.given(Term::SeasonDemand, Value::Pieces(demand));
    working.given(Term::SeasonSpread, Value::Pieces(sd));
    working.given(Term::Price, Value::Money(prices.price));
    working.given(Term::UnitCost, Value::Money(prices.cost));
    working.given(Term::Salvage, Value::Money(prices.salvage));
    working.given(Term::Goodwill, Value::Money(prices.goodwill));
    working.step(Term::Underage, "p − c + g", Value::Money(under));
    working.step(Term::Overage, "c − v", Value::Money(over));
    working.step(Term::CriticalRatio, "Cu ÷ (Cu + Co)", Value::Share(ratio));
    working.step(Term::SafetyFactor, "Φ⁻¹(Cu ÷ (Cu + Co))", Value::Number(z));
    working.step(Term::Quantity, "max(0, μ + z·σ)", Value::Pieces(quantity));
    working.step(Term::ExpectedShort, "σ·(φ(k) − k·(1 − Φ(k))), k = (Q − μ) ÷ σ", Value::Pieces(short));
    working.step(Term::ExpectedLeft, "Q − μ + ES", Value::Pieces(left));
    Ok(SeasonOrder { quantity: quantity as i64, expected_short: short, expected_left: left, working })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan(n: i64) -> Money {
        Money::from_fen(n * 100)
    }

    #[test]
    fn a_coat_that_earns_three_times_what_it_may_lose_is_ordered_above_the_mean() {
        // Cu = 60, Co = 20: 0.75 of the curve, z = 0.67449; 500 + 0.67449 × 100 = 567.4.
        let prices = SeasonPrices::new(yuan(120), yuan(60), yuan(40), Money::ZERO).unwrap();
        let found = order_for_season(500.0, 100.0, prices).unwrap();
        assert_eq!(found.quantity, 567);
        assert_eq!(found.working.number(Term::CriticalRatio), Some(0.75));
        // L(0.67) = 0.1503 in the tables.
        assert!((found.expected_short - 15.03).abs() < 0.01, "{}", found.expected_short);
        assert!((found.expected_left - 82.03).abs() < 0.01);
    }

    #[test]
    fn demand_without_doubt_is_ordered_exactly() {
        let prices = SeasonPrices::new(yuan(120), yuan(60), yuan(40), Money::ZERO).unwrap();
        let found = order_for_season(500.0, 0.0, prices).unwrap();
        assert_eq!((found.quantity, found.expected_short, found.expected_left), (500, 0.0, 0.0));
    }

    #[test]
    fn prices_at_which_nothing_can_be_won_or_lost_are_refused() {
        assert!(SeasonPrices::new(yuan(60), yuan(60), yuan(40), Money::ZERO).is_err());
        assert!(SeasonPrices::new(yuan(60), yuan(40), yuan(40), Money::ZERO).is_err());
        assert!(SeasonPrices::new(Money::from_fen(i64::MAX), yuan(40), yuan(4), Money::from_fen(i64::MAX)).is_err());
        let prices = SeasonPrices::new(yuan(60), yuan(60), yuan(40), yuan(5)).unwrap();
        assert_eq!(order_for_season(f64::NAN, 1.0, prices), Err(Refused::Demand));
    }
}
