//! How the owner wants to order (补货设置): one set of wishes for the whole shop, kept with the program's settings.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Counted, LeadTime, Policy, Refused, ServiceLevel};
use crate::domain::clearance::{self, Elasticity};
use crate::domain::money::Money;

/// The owner's wishes. Whole numbers throughout, so that they can be compared and kept exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnerRules {
    /// Service level (服务水平) in thousandths: 950 is 95 %.
    pub service_permille: u32,
    /// R: days between two looks (检查间隔).
    pub review_days: u32,
    /// C: days that one order should last (覆盖天数).
    pub cover_days: u32,
    /// What a piece costs in a year as a share of its cost price, in percent (持有成本).
    pub holding_percent: u32,
    /// What placing and receiving an order costs where its supplier's terms do not tell, in fen.
    pub order_cost_fen: i64,
    /// Days from order to receipt, and their spread, of a supplier who has delivered nothing yet.
    pub lead_days: u32,
    pub lead_spread: u32,
    /// What all suggestions together may cost, in fen (预算); `None` has no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub budget_fen: Option<i64>,
    /// What the position counts.
    pub counted: Counted,
    /// Suggestions become draft purchase orders by themselves after each change of the data (自动生成采购草稿).
    pub auto_drafts: bool,
    /// Slow stock should be gone after so many days (清仓期限).
    pub clear_days: u32,
    /// No clearance price is below so many percent of the cost (清仓底价).
    pub clear_floor_percent: u32,
    /// The owner's price elasticity in tenths; `None` takes the usual one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub elasticity_tenths: Option<u32>,
}

impl Default for OwnerRules {
    fn default() -> Self {
        Self {
            service_permille: 950,
            review_days: 1,
            cover_days: 30,
            holding_percent: 20,
            order_cost_fen: 0,
            lead_days: 7,
            lead_spread: 3,
            budget_fen: None,
            // Many orders that wait to be paid never are.
            counted: Counted { owed: false, ..Counted::default() },
            auto_drafts: false,
            clear_days: 60,
            clear_floor_percent: 60,
            elasticity_tenths: None,
        }
    }
}

impl OwnerRules {
    /// The policy for one SKU; `order_cost` as its supplier's terms tell it. Errors: [`Refused`] with the field's name.
    pub fn policy(&self, order_cost: Option<Money>) -> Result<Policy, Refused> {
        Policy::new(
            ServiceLevel::new(f64::from(self.service_permille) / 1000.0)?,
            self.review_days,
            self.cover_days,
            order_cost.unwrap_or(Money::from_fen(self.order_cost_fen)),
            Decimal::new(i64::from(self.holding_percent), 2),
            self.counted,
        )
    }

    /// The lead time of a supplier who has delivered nothing yet. Errors: [`Refused::LeadTime`].
    pub fn assumed_lead(&self) -> Result<LeadTime, Refused> {
        LeadTime::new(f64::from(self.lead_days), f64::from(self.lead_spread))
    }

    pub fn budget(&self) -> Option<Money> {
        self.budget_fen.map(Money::from_fen)
    }

    /// The lowest clearance price of a piece that cost so much, never above `price`.
    pub fn floor(&self, cost: Money, price: Money) -> Money {
        let fen = i128::from(cost.fen()) * i128::from(self.clear_floor_percent) / 100;
        Money::from_fen(i64::try_from(fen).unwrap_or(i64::MAX)).min(price)
    }

    /// Errors: [`clearance::Refused::Elasticity`].
    pub fn elasticity(&self) -> Result<Elasticity, clearance::Refused> {
        self.elasticity_tenths.map_or(Ok(Elasticity::ASSUMED), |tenths| Elasticity::known(f64::from(tenths) / 10.0))
    }

    /// The day by whose evening slow stock should be gone.
    pub fn clear_until(&self, today: NaiveDate) -> NaiveDate {
        today.checked_add_days(Days::new(u64::from(self.clear_days.max(1)))).unwrap_or(NaiveDate::MAX)
    }

    /// Brings numbers that make no sense back into range.
    pub fn heal(&mut self) {
        self.service_permille = self.service_permille.clamp(500, 999);
        self.review_days = self.review_days.clamp(1, 365);
        self.cover_days = self.cover_days.clamp(1, 730);
        self.holding_percent = self.holding_percent.clamp(1, 1000);
        self.order_cost_fen = self.order_cost_fen.clamp(0, 100_000_000);
        self.lead_days = self.lead_days.min(365);
        self.lead_spread = self.lead_spread.min(365);
        self.budget_fen = self.budget_fen.filter(|fen| *fen >= 0);
        self.clear_days = self.clear_days.clamp(1, 730);
        self.clear_floor_percent = self.clear_floor_percent.min(1000);
        self.elasticity_tenths = self.elasticity_tenths.map(|tenths| tenths.clamp(1, 200));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_healed_can_be_ordered_by() {
        let mut wild = OwnerRules {
            service_permille: 5000,
            review_days: 0,
            cover_days: 99_999,
            holding_percent: 0,
            order_cost_fen: -3,
            budget_fen: Some(-1),
            clear_days: 0,
            elasticity_tenths: Some(0),
            ..OwnerRules::default()
        };
        assert!(wild.policy(None).is_err());
        wild.heal();
        assert!(wild.policy(None).is_ok() && wild.assumed_lead().is_ok() && wild.elasticity().is_ok());
        assert_eq!(wild.budget(), None);
    }

    #[test]
    fn the_floor_is_a_share_of_the_cost_and_never_above_the_price() {
        let rules = OwnerRules { clear_floor_percent: 60, ..OwnerRules::default() };
        assert_eq!(rules.floor(Money::from_fen(5_000), Money::from_fen(9_900)), Money::from_fen(3_000));
        assert_eq!(rules.floor(Money::from_fen(5_000), Money::from_fen(2_000)), Money::from_fen(2_000));
    }
}
