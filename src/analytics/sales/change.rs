//! Why the paid amount changed between two periods: by its factors, and by who contributed.

use crate::analytics::decompose::{Factor, shares};
use crate::analytics::metric::Value;

use super::totals::Totals;

/// Which factors the paid amount is made of, as far as the data tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Formula {
    /// 访客 × 转化率 × 客单价: every day with sales has its visitors, in both periods.
    Traffic,
    /// 买家数 × 人均订单数 × 笔单价
    Buyers,
    /// 订单数 × 笔单价: the buyers are not known.
    Orders,
}

/// One factor with its value in both periods and its share of the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Stable English id, also the tail of the locale key (`sales.factor_visitors`).
    pub id: &'static str,
    pub before: Value,
    pub now: Value,
    /// Fen; the shares add up to the change.
    pub fen: i64,
}

/// The change of the paid amount, explained. Amounts in fen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explained {
    pub formula: Formula,
    pub before: i64,
    pub now: i64,
    pub shares: Vec<Share>,
}

/// Explains the change from `before` to `now`; `None` when one of the periods is unknown.
pub fn explain(before: &Totals, now: &Totals) -> Option<Explained> {
    if !before.known || !now.known {
        return None;
    }
    let all_buyers_known = |totals: &Totals| totals.sums.buyer_orders == totals.sums.orders;
    let buyers_known = all_buyers_known(before) && all_buyers_known(now);
    let formula = if !buyers_known {
        Formula::Orders
    } else if before.traffic.is_complete() && now.traffic.is_complete() {
        Formula::Traffic
    } else {
        Formula::Buyers
    };
    let parts = |totals: &Totals| -> Vec<(i64, i64)> {
        let (orders, buyers, paid) = (totals.sums.orders, totals.buyers, totals.sums.paid);
        match formula {
            Formula::Traffic => vec![(totals.traffic.visitors, 1), (buyers, totals.traffic.visitors), (paid, buyers)],
            Formula::Buyers => vec![(buyers, 1), (orders, buyers), (paid, orders)],
            Formula::Orders => vec![(orders, 1), (paid, orders)],
        }
    };
    let (then, today) = (parts(before), parts(now));
    let factors: Vec<Factor> = then.iter().zip(&today).map(|(before, now)| Factor::new(*before, *now)).collect();
    let fens = shares(before.sums.paid, now.sums.paid, &factors);
    let ids: &[(&'static str, Kind)] = match formula {
        Formula::Traffic => {
            &[("visitors", Kind::Count), ("conversion", Kind::Ratio), ("average_per_buyer", Kind::MoneyPer)]
        }
        Formula::Buyers => &[("buyers", Kind::Count), ("orders_per_buyer", Kind::Ratio), ("aov", Kind::MoneyPer)],
        Formula::Orders => &[("orders", Kind::Count), ("aov", Kind::MoneyPer)],
    };
    let shares = ids
        .iter()
        .zip(factors)
        .zip(fens)
        .map(|(((id, kind), factor), fen)| Share {
            id,
            before: kind.value(factor.before),
            now: kind.value(factor.now),
            fen,
        })
        .collect();
    Some(Explained { formula, before: before.sums.paid, now: now.sums.paid, shares })
}

#[derive(Clone, Copy)]
enum Kind {
    Count,
    Ratio,
    MoneyPer,
}

impl Kind {
    const fn value(self, (num, den): (i64, i64)) -> Value {
        match self {
            Self::Count => Value::Count(num),
            Self::Ratio => Value::ratio(num, den),
            Self::MoneyPer => Value::money_per(num, den),
        }
    }
}
