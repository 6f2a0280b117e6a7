//! Metrics of how orders are handled (订单处理).

use super::{Better, Clock, Metric, Unit};

/// 分配率
pub static ASSIGNED_RATE: Metric = Metric::new("assigned_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 分配时长中位数
pub static MEDIAN_HOURS_PAID_TO_ASSIGNED: Metric =
    Metric::new("median_hours_paid_to_assigned", Unit::Hours, Clock::Paid, Better::Lower);
/// 手工分配率
pub static ASSIGNED_BY_HAND_RATE: Metric =
    Metric::new("assigned_by_hand_rate", Unit::Ratio, Clock::Paid, Better::Neither);

pub const ALL: &[&Metric] = &[&ASSIGNED_RATE, &MEDIAN_HOURS_PAID_TO_ASSIGNED, &ASSIGNED_BY_HAND_RATE];
