//! How well a supplier delivers (供应商评分): three shares, each with its counts, and the points they come to.

/// A share with the counts behind it: `part` of `whole`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub part: i64,
    pub whole: i64,
}

impl Share {
    /// In thousandths, between 0 and 1000; `None` without a whole.
    fn permille(self) -> Option<i64> {
        (self.whole > 0).then(|| (self.part.clamp(0, self.whole) * 1000) / self.whole)
    }
}

/// What a supplier's orders tell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SupplierScore {
    /// 准时率: orders that came by the promised day, of those that came or should have come by now
    pub on_time: Share,
    /// 到货率: pieces that came, of those ordered, over orders that are done; more than ordered does not count
    pub delivered: Share,
    /// 退货率: pieces sent back, of those received
    pub returned: Share,
}

/// What each share is worth of the whole.
const ON_TIME: i64 = 50;
const DELIVERED: i64 = 30;
const KEPT: i64 = 20;

impl SupplierScore {
    /// 0 to 100 points: half for coming in time, three tenths for coming in full, two for goods that are kept. A part nobody knows
    /// is left out; `None` when nothing is known.
    pub fn points(&self) -> Option<i64> {
        let parts = [
            (ON_TIME, self.on_time.permille()),
            (DELIVERED, self.delivered.permille()),
            (KEPT, self.returned.permille().map(|returned| 1000 - returned)),
        ];
        let known: Vec<(i64, i64)> = parts.into_iter().filter_map(|(weight, share)| Some((weight, share?))).collect();
        let weights: i64 = known.iter().map(|(weight, _)| weight).sum();
        let sum: i64 = known.iter().map(|(weight, share)| weight * share).sum();
        // Thousandths to hundredths, rounded half up.
        (weights > 0).then(|| (sum + weights * 5) / (weights * 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_weigh_the_shares_that_are_known() {
        let share = |part, whole| Share { part, whole };
        let score = SupplierScore { on_time: share(8, 10), delivered: share(95, 100), returned: share(2, 100) };
        // 50 × 0.8 + 30 × 0.95 + 20 × 0.98 = 40 + 28.5 + 19.6
        assert_eq!(score.points(), Some(88));
        let half = SupplierScore { on_time: Share::default(), ..score };
        // (28.5 + 19.6) of 50
        assert_eq!(half.points(), Some(96));
        assert_eq!(SupplierScore::default().points(), None);
    }
}
