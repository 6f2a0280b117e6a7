//! Metrics of how orders are handled (订单处理).

use super::{Better, Clock, Metric, Unit};

/// 分配率
pub static ASSIGNED_RATE: Metric = Metric::new("assigned_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 手工分配率
pub static ASSIGNED_BY_HAND_RATE: Metric =
    Metric::new("assigned_by_hand_rate", Unit::Ratio, Clock::Paid, Better::Neither);
/// 审核率
pub static AUDITED_RATE: Metric = Metric::new("audited_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 审核时长中位数
pub static MEDIAN_HOURS_PAID_TO_AUDITED: Metric = hours("median_hours_paid_to_audited");
/// 审核时长 P90
pub static P90_HOURS_PAID_TO_AUDITED: Metric = hours("p90_hours_paid_to_audited");
/// 分配时长中位数
pub static MEDIAN_HOURS_PAID_TO_ASSIGNED: Metric = hours("median_hours_paid_to_assigned");
/// 分配时长 P90
pub static P90_HOURS_PAID_TO_ASSIGNED: Metric = hours("p90_hours_paid_to_assigned");
/// 审核到发货中位数
pub static MEDIAN_HOURS_AUDITED_TO_SHIPPED: Metric = hours("median_hours_audited_to_shipped");
/// 审核到发货 P90
pub static P90_HOURS_AUDITED_TO_SHIPPED: Metric = hours("p90_hours_audited_to_shipped");
/// 分配到发货中位数
pub static MEDIAN_HOURS_ASSIGNED_TO_SHIPPED: Metric = hours("median_hours_assigned_to_shipped");
/// 分配到发货 P90
pub static P90_HOURS_ASSIGNED_TO_SHIPPED: Metric = hours("p90_hours_assigned_to_shipped");

/// A time that orders take, the shorter the better.
const fn hours(id: &'static str) -> Metric {
    Metric::new(id, Unit::Hours, Clock::Paid, Better::Lower)
}

pub const ALL: &[&Metric] = &[
    &ASSIGNED_RATE,
    &ASSIGNED_BY_HAND_RATE,
    &AUDITED_RATE,
    &MEDIAN_HOURS_PAID_TO_AUDITED,
    &P90_HOURS_PAID_TO_AUDITED,
    &MEDIAN_HOURS_PAID_TO_ASSIGNED,
    &P90_HOURS_PAID_TO_ASSIGNED,
    &MEDIAN_HOURS_AUDITED_TO_SHIPPED,
    &P90_HOURS_AUDITED_TO_SHIPPED,
    &MEDIAN_HOURS_ASSIGNED_TO_SHIPPED,
    &P90_HOURS_ASSIGNED_TO_SHIPPED,
];
