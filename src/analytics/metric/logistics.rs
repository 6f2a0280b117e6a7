//! Metrics of logistics (物流).

use super::{Better, Clock, Metric, Unit};

/// 发货时长中位数
pub static MEDIAN_HOURS_PAID_TO_SHIPPED: Metric =
    Metric::new("median_hours_paid_to_shipped", Unit::Hours, Clock::Paid, Better::Lower);
/// 发货时长 P90
pub static P90_HOURS_PAID_TO_SHIPPED: Metric =
    Metric::new("p90_hours_paid_to_shipped", Unit::Hours, Clock::Paid, Better::Lower);
/// 24 小时发货率
pub static SHIPPED_24H_RATE: Metric =
    Metric::new("shipped_24h_rate", Unit::Ratio, Clock::Paid, Better::Higher).in_version(2);
/// 48 小时发货率
pub static SHIPPED_48H_RATE: Metric =
    Metric::new("shipped_48h_rate", Unit::Ratio, Clock::Paid, Better::Higher).in_version(2);
/// 待发货订单
pub static ORDERS_WAITING: Metric =
    Metric::new("orders_waiting", Unit::Count, Clock::Paid, Better::Lower).in_version(2);
/// 24 小时揽收率
pub static COLLECTED_24H_RATE: Metric =
    Metric::new("collected_24h_rate", Unit::Ratio, Clock::Shipped, Better::Higher).in_version(2);
/// 运输时长中位数
pub static MEDIAN_HOURS_TRANSIT: Metric =
    Metric::new("median_hours_transit", Unit::Hours, Clock::Shipped, Better::Lower);
/// 运输时长 P90
pub static P90_HOURS_TRANSIT: Metric = Metric::new("p90_hours_transit", Unit::Hours, Clock::Shipped, Better::Lower);
/// 发出包裹数
pub static PARCELS_SENT: Metric = Metric::new("parcels_sent", Unit::Count, Clock::Shipped, Better::Neither);
/// 准时率
pub static ON_TIME_RATE: Metric = Metric::new("on_time_rate", Unit::Ratio, Clock::Shipped, Better::Higher);
/// 运费支出
pub static FREIGHT_TOTAL: Metric = Metric::new("freight_total", Unit::Money, Clock::Shipped, Better::Neither);
/// 单均运费
pub static FREIGHT_PER_PARCEL: Metric =
    Metric::new("freight_per_parcel", Unit::MoneyPer, Clock::Shipped, Better::Lower);
/// 运费率
pub static FREIGHT_SHARE: Metric =
    Metric::new("freight_share", Unit::Ratio, Clock::Shipped, Better::Lower).of_money().in_version(2);
/// 运费覆盖率
pub static FREIGHT_COVERAGE: Metric = Metric::new("freight_coverage", Unit::Ratio, Clock::Shipped, Better::Higher);
/// 停滞包裹
pub static PARCELS_SILENT: Metric = Metric::new("parcels_silent", Unit::Count, Clock::State, Better::Lower);
/// 超时包裹
pub static PARCELS_SLOW: Metric = Metric::new("parcels_slow", Unit::Count, Clock::State, Better::Lower);
/// 超时未发货订单
pub static ORDERS_OVERDUE: Metric =
    Metric::new("orders_overdue", Unit::Count, Clock::State, Better::Lower).in_version(2);

pub const ALL: &[&Metric] = &[
    &MEDIAN_HOURS_PAID_TO_SHIPPED,
    &P90_HOURS_PAID_TO_SHIPPED,
    &SHIPPED_24H_RATE,
    &SHIPPED_48H_RATE,
    &ORDERS_WAITING,
    &COLLECTED_24H_RATE,
    &MEDIAN_HOURS_TRANSIT,
    &P90_HOURS_TRANSIT,
    &PARCELS_SENT,
    &ON_TIME_RATE,
    &FREIGHT_TOTAL,
    &FREIGHT_PER_PARCEL,
    &FREIGHT_SHARE,
    &FREIGHT_COVERAGE,
    &PARCELS_SILENT,
    &PARCELS_SLOW,
    &ORDERS_OVERDUE,
];
