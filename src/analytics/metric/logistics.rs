//! Metrics of logistics (物流).

use super::{Better, Clock, Metric, Unit};

/// 发货时长中位数
pub static MEDIAN_HOURS_PAID_TO_SHIPPED: Metric =
    Metric::new("median_hours_paid_to_shipped", Unit::Hours, Clock::Paid, Better::Lower);
/// 24 小时发货率
pub static SHIPPED_24H_RATE: Metric = Metric::new("shipped_24h_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 48 小时发货率
pub static SHIPPED_48H_RATE: Metric = Metric::new("shipped_48h_rate", Unit::Ratio, Clock::Paid, Better::Higher);

pub const ALL: &[&Metric] = &[&MEDIAN_HOURS_PAID_TO_SHIPPED, &SHIPPED_24H_RATE, &SHIPPED_48H_RATE];
