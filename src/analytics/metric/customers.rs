//! Metrics of customers (客户).

use super::{Better, Clock, Metric, Unit};

/// 新买家数
pub static NEW_BUYERS: Metric = Metric::new("new_buyers", Unit::Count, Clock::Paid, Better::Higher);
/// 老买家数
pub static RETURNING_BUYERS: Metric = Metric::new("returning_buyers", Unit::Count, Clock::Paid, Better::Higher);
/// 老买家支付占比
pub static RETURNING_PAID_SHARE: Metric =
    Metric::new("returning_paid_share", Unit::Ratio, Clock::Paid, Better::Neither).of_money();
/// 新买家客单价
pub static AVERAGE_PER_NEW_BUYER: Metric =
    Metric::new("average_per_new_buyer", Unit::MoneyPer, Clock::Paid, Better::Higher);
/// 老买家客单价
pub static AVERAGE_PER_RETURNING_BUYER: Metric =
    Metric::new("average_per_returning_buyer", Unit::MoneyPer, Clock::Paid, Better::Higher);
/// 认得出买家的订单
pub static KNOWN_BUYER_ORDERS: Metric = Metric::new("known_buyer_orders", Unit::Ratio, Clock::Paid, Better::Neither);
/// 复购率
pub static REPURCHASE_RATE: Metric = Metric::new("repurchase_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 隔日复购率
pub static REPURCHASE_RATE_OTHER_DAY: Metric =
    Metric::new("repurchase_rate_other_day", Unit::Ratio, Clock::Paid, Better::Higher);
/// 回购率
pub static CAME_BACK_RATE: Metric = Metric::new("came_back_rate", Unit::Ratio, Clock::Paid, Better::Higher);
/// 90 天内回来
pub static BACK_WITHIN_90_DAYS: Metric =
    Metric::new("back_within_90_days", Unit::Ratio, Clock::State, Better::Higher).estimated();
/// 复购周期
pub static REPURCHASE_CYCLE: Metric = Metric::new("repurchase_cycle", Unit::Days, Clock::State, Better::Lower);
/// 已回购间隔
pub static MEDIAN_GAP: Metric = Metric::new("median_gap", Unit::Days, Clock::State, Better::Lower);
/// 首年客户价值（净支付）
pub static LIFETIME_NET_12M: Metric = Metric::new("lifetime_net_12m", Unit::MoneyPer, Clock::State, Better::Higher);
/// 首年客户价值（毛利）
pub static LIFETIME_PROFIT_12M: Metric =
    Metric::new("lifetime_profit_12m", Unit::MoneyPer, Clock::State, Better::Higher).in_version(2);
/// 成本覆盖率 of the lifetime value
pub static LIFETIME_COST_COVERAGE: Metric =
    Metric::new("lifetime_cost_coverage", Unit::Ratio, Clock::State, Better::Higher).of_money();
/// 前 1% 买家贡献
pub static TOP_1_SHARE: Metric = Metric::new("top_1_share", Unit::Ratio, Clock::Paid, Better::Neither).of_money();
/// 前 10% 买家贡献
pub static TOP_10_SHARE: Metric = Metric::new("top_10_share", Unit::Ratio, Clock::Paid, Better::Neither).of_money();
/// 前 20% 买家贡献
pub static TOP_20_SHARE: Metric = Metric::new("top_20_share", Unit::Ratio, Clock::Paid, Better::Neither).of_money();
/// 活跃客户
pub static ACTIVE_BUYERS: Metric = Metric::new("active_buyers", Unit::Count, Clock::State, Better::Higher);
/// 将流失客户
pub static SLIPPING_BUYERS: Metric = Metric::new("slipping_buyers", Unit::Count, Clock::State, Better::Lower);
/// 已流失客户
pub static LOST_BUYERS: Metric = Metric::new("lost_buyers", Unit::Count, Clock::State, Better::Lower);
/// 将流失占比
pub static SLIPPING_SHARE: Metric = Metric::new("slipping_share", Unit::Ratio, Clock::State, Better::Lower);

pub const ALL: &[&Metric] = &[
    &NEW_BUYERS,
    &RETURNING_BUYERS,
    &RETURNING_PAID_SHARE,
    &AVERAGE_PER_NEW_BUYER,
    &AVERAGE_PER_RETURNING_BUYER,
    &KNOWN_BUYER_ORDERS,
    &REPURCHASE_RATE,
    &REPURCHASE_RATE_OTHER_DAY,
    &CAME_BACK_RATE,
    &BACK_WITHIN_90_DAYS,
    &REPURCHASE_CYCLE,
    &MEDIAN_GAP,
    &LIFETIME_NET_12M,
    &LIFETIME_PROFIT_12M,
    &LIFETIME_COST_COVERAGE,
    &TOP_1_SHARE,
    &TOP_10_SHARE,
    &TOP_20_SHARE,
    &ACTIVE_BUYERS,
    &SLIPPING_BUYERS,
    &LOST_BUYERS,
    &SLIPPING_SHARE,
];
