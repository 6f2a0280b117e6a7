//! What a supplier asks for and promises (供应商条款), and how long its deliveries really take.

use chrono::NaiveDate;

use crate::domain::money::Money;

/// Terms of a supplier. What is not agreed on, or not known, stays `None`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct SupplierTerms {
    /// 交期: days from sending an order to its goods, as the supplier promises
    pub lead_days: Option<i64>,
    /// 起订金额: the least that one order comes to
    pub moq_amount: Option<Money>,
    /// 起订件数: the fewest pieces of one SKU
    pub moq_pieces: Option<i64>,
    /// 装箱数: pieces come in multiples of it
    pub pack: Option<i64>,
    /// 账期: days from the receipt to the payment
    pub pay_days: Option<i64>,
    /// 每单费用: what an order costs besides its goods (freight, fees)
    pub order_cost: Option<Money>,
    /// 联系方式
    pub contact: String,
    pub note: String,
}

/// What holds for one SKU of a supplier instead of its terms.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct SkuTerms {
    pub pack: Option<i64>,
    /// 起订件数
    pub moq: Option<i64>,
    /// 协议价
    pub price: Option<Money>,
    /// 保质期: days after its receipt in which a piece can be sold
    pub shelf_days: Option<i64>,
    /// 季末: the last day on which it sells
    pub season_end: Option<NaiveDate>,
}

impl SkuTerms {
    /// It says nothing that the supplier's terms do not say.
    pub const fn is_empty(&self) -> bool {
        self.pack.is_none()
            && self.moq.is_none()
            && self.price.is_none()
            && self.shelf_days.is_none()
            && self.season_end.is_none()
    }
}

impl SupplierTerms {
    /// Pieces as the supplier delivers them: at least the minimum, up to a full pack.
    pub fn rounded(&self, own: SkuTerms, pieces: i64) -> i64 {
        if pieces <= 0 {
            return 0;
        }
        let least = own.moq.or(self.moq_pieces).unwrap_or(0);
        let pack = own.pack.or(self.pack).unwrap_or(1).max(1);
        let wanted = pieces.max(least);
        wanted.saturating_add(pack - 1) / pack * pack
    }
}

/// How long deliveries take (实际交期): days from sending an order to its first receipt.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeadTime {
    /// Mean, in days
    pub mean: f64,
    /// Sample standard deviation, in days; `None` with fewer than two receipts
    pub spread: Option<f64>,
    /// Orders behind it
    pub receipts: u32,
}

impl LeadTime {
    /// From the days that each order took; `None` without any.
    pub fn of(days: &[f64]) -> Option<Self> {
        if days.is_empty() {
            return None;
        }
        let n = days.len() as f64;
        let mean = days.iter().sum::<f64>() / n;
        let squares: f64 = days.iter().map(|day| (day - mean).powi(2)).sum();
        let spread = (days.len() > 1).then(|| (squares / (n - 1.0)).sqrt());
        Some(Self { mean, spread, receipts: u32::try_from(days.len()).unwrap_or(u32::MAX) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_becomes_full_packs_of_at_least_the_minimum() {
        let terms = SupplierTerms { moq_pieces: Some(30), pack: Some(12), ..SupplierTerms::default() };
        assert_eq!(terms.rounded(SkuTerms::default(), 7), 36, "30 are three packs of 12");
        assert_eq!(terms.rounded(SkuTerms { pack: Some(10), ..SkuTerms::default() }, 41), 50);
        assert_eq!(terms.rounded(SkuTerms::default(), 0), 0);
        assert_eq!(SupplierTerms::default().rounded(SkuTerms::default(), 7), 7);
    }

    #[test]
    fn the_lead_time_has_a_spread_from_the_second_receipt_on() {
        assert_eq!(LeadTime::of(&[]), None);
        assert_eq!(LeadTime::of(&[6.0]), Some(LeadTime { mean: 6.0, spread: None, receipts: 1 }));
        // 4, 6 and 8: squares of 4 + 0 + 4 over two.
        assert_eq!(LeadTime::of(&[4.0, 6.0, 8.0]), Some(LeadTime { mean: 6.0, spread: Some(2.0), receipts: 3 }));
    }
}
