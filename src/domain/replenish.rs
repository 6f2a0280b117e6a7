//! When to order an SKU again and how much (补货): the rule, on plain numbers, with its working.
//!
//! ```text
//! safety stock     SS = z · √((L+R)·σd² + d²·σL²)
//! reorder point    s  = Σ d over (L+R) + SS
//! order up to      S  = s + max(EOQ, Σ d over C)
//! position         P  = sendable + ordered + coming from other warehouses − owed to buyers, as far as the owner ticks them
//! suggestion       if P ≤ s: ceil_pack(max(MOQ, S − P)), capped by shelf life, budget and end of season
//! ```
//!
//! Source: Silver, Pyke, Thomas, *Inventory and Production Management in Supply Chains*, 4th ed., chapters 4, 6 and 7: the (R, s, S)
//! policy, safety stock for demand and lead time that both vary, the EOQ of Harris (1913).
//! Quantities are whole pieces, money whole fen, statistics `f64` in pieces and days. Constructors refuse what makes no sense.

mod decision;
pub mod newsvendor;
mod owner;
mod plan;
mod rule;

use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::money::Money;
use crate::locale::Said;

pub use decision::{Decided, DecisionKind, Urgency};
pub use owner::OwnerRules;
pub use plan::{Basis, DemandPlan};
pub use rule::{Case, Outcome, Suggestion, Term, economic_order, expected_short, suggest};

/// Why numbers were refused.
#[derive(Debug, Clone, Copy, PartialEq, Error)]
pub enum Refused {
    #[error("the service level must be at least 50 % and below 100 %, not {0}")]
    ServiceLevel(f64),
    #[error("a lead time must be 0 to 1,000 days with a spread of 0 to 1,000 days, not {mean} ± {sd}")]
    LeadTime { mean: f64, sd: f64 },
    #[error("the check interval must be 1 to 365 days, not {0}")]
    ReviewDays(u32),
    #[error("an order must last 1 to 730 days, not {0}")]
    CoverDays(u32),
    #[error("the cost of an order must not be below zero: {0}")]
    OrderCost(Money),
    #[error("the holding cost must be above 0 and at most 10 a year as a share of the cost, not {0}")]
    HoldingRate(Decimal),
    #[error("the unit cost must not be below zero: {0}")]
    UnitCost(Money),
    #[error("the least order must be 0 to 1,000,000,000 pieces, not {0}")]
    LeastOrder(i64),
    #[error("a pack must hold 1 to 1,000,000 pieces, not {0}")]
    Pack(i64),
    #[error("a quantity of stock is out of range: {0}")]
    Quantity(i64),
    #[error("the budget must not be below zero: {0}")]
    Budget(Money),
    #[error("a demand plan needs 1 to 1,100 days of finite demand that is not below zero")]
    Demand,
    #[error("price, cost, salvage and goodwill do not fit: an unsold piece must cost something and a missed one too")]
    SeasonPrices,
    #[error("the order would cost more than can be counted")]
    TooMuchMoney,
}

impl Refused {
    /// The sentence for the user.
    pub fn said(&self) -> Said {
        match self {
            Self::ServiceLevel(_) => Said::new("replenish.refused_service"),
            Self::LeadTime { .. } => Said::new("replenish.refused_lead"),
            Self::ReviewDays(_) => Said::new("replenish.refused_review"),
            Self::CoverDays(_) => Said::new("replenish.refused_cover"),
            Self::OrderCost(_) => Said::new("replenish.refused_order_cost"),
            Self::HoldingRate(_) => Said::new("replenish.refused_holding"),
            Self::UnitCost(_) => Said::new("replenish.refused_unit_cost"),
            Self::LeastOrder(_) => Said::new("replenish.refused_least"),
            Self::Pack(_) => Said::new("replenish.refused_pack"),
            Self::Quantity(n) => Said::new("replenish.refused_quantity").with("n", n),
            Self::Budget(_) => Said::new("replenish.refused_budget"),
            Self::Demand => Said::new("replenish.refused_demand"),
            Self::SeasonPrices => Said::new("replenish.refused_season"),
            Self::TooMuchMoney => Said::new("replenish.refused_money"),
        }
    }
}

/// No stock, pack or order is larger, in pieces.
pub(crate) const MOST_PIECES: i64 = 1_000_000_000;

/// The share of order cycles that should pass without a stock-out (服务水平).
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct ServiceLevel(f64);

impl ServiceLevel {
    /// 95 %, the usual start.
    pub const DEFAULT: Self = Self(0.95);

    /// A share of at least 0.5 and below 1. Errors: [`Refused::ServiceLevel`].
    pub fn new(share: f64) -> Result<Self, Refused> {
        // Above 1 − 1e-9 the normal curve says more about its tail than demand does.
        if (0.5..=1.0 - 1e-9).contains(&share) { Ok(Self(share)) } else { Err(Refused::ServiceLevel(share)) }
    }

    pub const fn share(self) -> f64 {
        self.0
    }

    /// The standard normal quantile (Wichura 1988, AS 241).
    pub fn z(self) -> f64 {
        distrs::Normal::ppf(self.0, 0.0, 1.0)
    }
}

/// How long a supplier takes (采购提前期), mean and standard deviation in days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeadTime {
    mean: f64,
    sd: f64,
}

impl LeadTime {
    /// It is there at once.
    pub const NONE: Self = Self { mean: 0.0, sd: 0.0 };

    /// Errors: [`Refused::LeadTime`].
    pub fn new(mean: f64, sd: f64) -> Result<Self, Refused> {
        let sane = 0.0..=1_000.0;
        if sane.contains(&mean) && sane.contains(&sd) {
            Ok(Self { mean, sd })
        } else {
            Err(Refused::LeadTime { mean, sd })
        }
    }

    /// What a supplier's own receipts say: `days` from order to receipt, one for each. One or two receipts tell a mean but no spread, so
    /// `agreed` gives that; none tell nothing. The spread is the sample's (n − 1). Errors: [`Refused::LeadTime`].
    pub fn from_receipts(days: &[u32], agreed: Self) -> Result<Self, Refused> {
        let count = days.len() as f64;
        let mean = days.iter().copied().map(f64::from).sum::<f64>() / count;
        match days.len() {
            0 => Ok(agreed),
            1 | 2 => Self::new(mean, agreed.sd),
            _ => {
                let squares: f64 = days.iter().map(|day| (f64::from(*day) - mean).powi(2)).sum();
                Self::new(mean, (squares / (count - 1.0)).sqrt())
            }
        }
    }

    pub const fn mean(self) -> f64 {
        self.mean
    }

    pub const fn sd(self) -> f64 {
        self.sd
    }
}

/// What the position counts, as the owner ticks it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct Counted {
    pub sendable: bool,
    pub ordered: bool,
    pub transfers: bool,
    pub owed: bool,
}

impl Default for Counted {
    fn default() -> Self {
        Self { sendable: true, ordered: true, transfers: true, owed: true }
    }
}

/// Among how many SKUs the cost of an order is shared (每单 SKU 数): lines of so many orders of the supplier. An order of many SKUs has its
/// freight once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Sharing {
    lines: i64,
    orders: i64,
}

impl Sharing {
    /// Every SKU is ordered alone.
    pub const ALONE: Self = Self { lines: 1, orders: 1 };

    /// `lines` in all of `orders` orders; orders without lines, or none at all, share nothing.
    pub const fn new(lines: i64, orders: i64) -> Self {
        if orders > 0 && lines >= orders { Self { lines, orders } } else { Self::ALONE }
    }

    /// SKUs of the mean order.
    pub fn mean(self) -> f64 {
        self.lines as f64 / self.orders as f64
    }

    /// One SKU's part of an order's cost, rounded half up to the fen.
    pub fn part(self, cost: Money) -> Money {
        let (twice, lines) = (2 * i128::from(cost.fen()) * i128::from(self.orders), i128::from(self.lines));
        Money::from_fen(i64::try_from((twice + lines) / (2 * lines)).unwrap_or(i64::MAX))
    }
}

/// How the owner orders: the same for many SKUs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Policy {
    service: ServiceLevel,
    review_days: u32,
    cover_days: u32,
    order_cost: Money,
    sharing: Sharing,
    holding_rate: Decimal,
    counted: Counted,
}

impl Policy {
    /// `review_days` between two looks (R, 1 in a program that always runs), `cover_days` that an order should last (C), `order_cost` of
    /// placing and receiving one order (K), `holding_rate` that a piece costs in a year as a share of its cost price (rent, capital,
    /// loss). Errors: [`Refused`] with the field's name.
    pub fn new(
        service: ServiceLevel,
        review_days: u32,
        cover_days: u32,
        order_cost: Money,
        holding_rate: Decimal,
        counted: Counted,
    ) -> Result<Self, Refused> {
        if !(1..=365).contains(&review_days) {
            return Err(Refused::ReviewDays(review_days));
        }
        if !(1..=730).contains(&cover_days) {
            return Err(Refused::CoverDays(cover_days));
        }
        if order_cost < Money::ZERO {
            return Err(Refused::OrderCost(order_cost));
        }
        if holding_rate <= Decimal::ZERO || holding_rate > Decimal::TEN {
            return Err(Refused::HoldingRate(holding_rate));
        }
        Ok(Self { service, review_days, cover_days, order_cost, sharing: Sharing::ALONE, holding_rate, counted })
    }

    /// The same, with the cost of an order shared among its SKUs.
    #[must_use]
    pub const fn shared(self, sharing: Sharing) -> Self {
        Self { sharing, ..self }
    }

    pub const fn service(&self) -> ServiceLevel {
        self.service
    }

    pub const fn review_days(&self) -> u32 {
        self.review_days
    }

    pub const fn cover_days(&self) -> u32 {
        self.cover_days
    }
}

/// Stock of an SKU on the day of asking, in pieces.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stock {
    sendable: i64,
    ordered: i64,
    transfers: i64,
    owed: i64,
}

impl Stock {
    /// `sendable` (可发, below zero when oversold), `ordered` from suppliers and not received (采购在途), `transfers` on the way from other
    /// warehouses (调拨在途), `owed` to buyers and not yet taken off (缺货待发). Errors: [`Refused::Quantity`].
    pub fn new(sendable: i64, ordered: i64, transfers: i64, owed: i64) -> Result<Self, Refused> {
        if !(-MOST_PIECES..=MOST_PIECES).contains(&sendable) {
            return Err(Refused::Quantity(sendable));
        }
        if let Some(wrong) = [ordered, transfers, owed].into_iter().find(|n| !(0..=MOST_PIECES).contains(n)) {
            return Err(Refused::Quantity(wrong));
        }
        Ok(Self { sendable, ordered, transfers, owed })
    }
}

/// How the supplier sells the SKU.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    unit_cost: Money,
    least: i64,
    pack: i64,
}

impl Terms {
    /// `unit_cost` of a piece (进价), `least` pieces of an order (起订量, MOQ), pieces in a `pack` (箱规). Errors: [`Refused`].
    pub fn new(unit_cost: Money, least: i64, pack: i64) -> Result<Self, Refused> {
        if unit_cost < Money::ZERO {
            return Err(Refused::UnitCost(unit_cost));
        }
        if !(0..=MOST_PIECES).contains(&least) {
            return Err(Refused::LeastOrder(least));
        }
        if !(1..=1_000_000).contains(&pack) {
            return Err(Refused::Pack(pack));
        }
        Ok(Self { unit_cost, least, pack })
    }

    pub const fn unit_cost(&self) -> Money {
        self.unit_cost
    }
}

/// What an order may not exceed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Caps {
    shelf_life_days: Option<u32>,
    budget: Option<Money>,
    season_end: Option<NaiveDate>,
}

impl Caps {
    /// Days after receipt in which a piece can be sold (保质期), money that may be spent (预算), last day on which it sells (季末).
    /// Errors: [`Refused::Budget`].
    pub fn new(
        shelf_life_days: Option<u32>,
        budget: Option<Money>,
        season_end: Option<NaiveDate>,
    ) -> Result<Self, Refused> {
        match budget {
            Some(amount) if amount < Money::ZERO => Err(Refused::Budget(amount)),
            _ => Ok(Self { shelf_life_days, budget, season_end }),
        }
    }

    /// The same within so much money. Errors: [`Refused::Budget`].
    pub fn within(self, budget: Money) -> Result<Self, Refused> {
        Self::new(self.shelf_life_days, Some(budget), self.season_end)
    }
}

/// Which limit cut an order (受限于).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    ShelfLife,
    Budget,
    SeasonEnd,
}

impl Limit {
    /// Stable English id; also the tail of the locale key (`replenish.limit_budget`).
    pub const fn id(self) -> &'static str {
        match self {
            Self::ShelfLife => "shelf_life",
            Self::Budget => "budget",
            Self::SeasonEnd => "season_end",
        }
    }
}

/// What so many pieces cost. Errors: [`Refused::TooMuchMoney`].
pub(crate) fn cost_of(pieces: i64, unit: Money) -> Result<Money, Refused> {
    let fen = i128::from(pieces) * i128::from(unit.fen());
    i64::try_from(fen).map(Money::from_fen).map_err(|_| Refused::TooMuchMoney)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_level_gives_the_z_of_the_printed_tables() {
        // Table of the standard normal distribution, to the digits printed there and beyond.
        for (share, z) in [
            (0.5, 0.0),
            (0.75, 0.674_489_750_196_081_7),
            (0.9, 1.281_551_565_544_600_8),
            (0.95, 1.644_853_626_951_471_5),
            (0.975, 1.959_963_984_540_053_6),
            (0.99, 2.326_347_874_040_840_8),
            (0.999, 3.090_232_306_167_813),
        ] {
            let found = ServiceLevel::new(share).unwrap().z();
            assert!((found - z).abs() < 1e-12, "{share}: {found}");
        }
    }

    #[test]
    fn nonsense_is_refused_with_the_field_it_stands_in() {
        for share in [0.49, 1.0, 1.2, -0.1, f64::NAN, f64::INFINITY] {
            assert!(matches!(ServiceLevel::new(share), Err(Refused::ServiceLevel(_))), "{share}");
        }
        assert!(matches!(LeadTime::new(-1.0, 0.0), Err(Refused::LeadTime { .. })));
        assert!(matches!(LeadTime::new(3.0, f64::NAN), Err(Refused::LeadTime { .. })));
        assert_eq!(Stock::new(-5, 0, 0, 0).map(|_| ()), Ok(()), "oversold stock is a fact");
        assert_eq!(Stock::new(0, -1, 0, 0), Err(Refused::Quantity(-1)));
        assert_eq!(Terms::new(Money::from_fen(-1), 0, 1), Err(Refused::UnitCost(Money::from_fen(-1))));
        assert_eq!(Terms::new(Money::ZERO, -1, 1), Err(Refused::LeastOrder(-1)));
        assert_eq!(Terms::new(Money::ZERO, 0, 0), Err(Refused::Pack(0)));
        let policy = |review, cover, rate| {
            let counted = Counted::default();
            Policy::new(ServiceLevel::DEFAULT, review, cover, Money::ZERO, rate, counted).map(|_| ())
        };
        assert_eq!(policy(0, 30, Decimal::ONE), Err(Refused::ReviewDays(0)));
        assert_eq!(policy(1, 0, Decimal::ONE), Err(Refused::CoverDays(0)));
        assert_eq!(policy(1, 30, Decimal::ZERO), Err(Refused::HoldingRate(Decimal::ZERO)));
        assert!(Caps::new(None, Some(Money::from_fen(-1)), None).is_err());
    }

    #[test]
    fn an_orders_freight_is_shared_by_its_skus() {
        // 12 lines in 5 orders: 2.4 SKUs each; 120 ÷ 2.4 = 50.
        let sharing = Sharing::new(12, 5);
        assert!((sharing.mean() - 2.4).abs() < 1e-12);
        assert_eq!(sharing.part(Money::from_fen(12_000)), Money::from_fen(5_000));
        assert_eq!(Sharing::new(3, 1).part(Money::from_fen(100)), Money::from_fen(33));
        assert_eq!(Sharing::new(3, 1).part(Money::from_fen(200)), Money::from_fen(67));
        assert_eq!((Sharing::new(0, 0), Sharing::new(1, 5)), (Sharing::ALONE, Sharing::ALONE));
    }

    #[test]
    fn a_supplier_who_took_4_6_and_8_days_takes_6_give_or_take_2() {
        let agreed = LeadTime::new(10.0, 3.0).unwrap();
        assert_eq!(LeadTime::from_receipts(&[4, 6, 8], agreed), LeadTime::new(6.0, 2.0));
        assert_eq!(LeadTime::from_receipts(&[4, 6], agreed), LeadTime::new(5.0, 3.0));
        assert_eq!(LeadTime::from_receipts(&[], agreed), Ok(agreed));
    }
}
