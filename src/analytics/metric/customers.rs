//! Metrics of customers (客户).

use super::{Better, Clock, Metric, Unit};

/// 新买家数
pub static NEW_BUYERS: Metric = Metric::new("new_buyers", Unit::Count, Clock::Paid, Better::Higher);
/// 老买家数
pub static RETURNING_BUYERS: Metric = Metric::new("returning_buyers", Unit::Count, Clock::Paid, Better::Higher);
/// 复购率
pub static REPURCHASE_RATE: Metric = Metric::new("repurchase_rate", Unit::Ratio, Clock::Paid, Better::Higher);

pub const ALL: &[&Metric] = &[&NEW_BUYERS, &RETURNING_BUYERS, &REPURCHASE_RATE];
