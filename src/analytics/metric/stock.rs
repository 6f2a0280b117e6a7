//! Metrics of stock (库存), all from the ledger.

use super::{Better, Clock, Metric, Unit};

/// 期末库存金额
pub static STOCK_VALUE: Metric = Metric::new("stock_value", Unit::Money, Clock::State, Better::Neither);
/// 平均库存金额
pub static STOCK_AVERAGE: Metric = Metric::new("stock_average", Unit::Money, Clock::State, Better::Neither);
/// 出库成本
pub static STOCK_COGS: Metric = Metric::new("stock_cogs", Unit::Money, Clock::Shipped, Better::Neither);
/// 库存周转率
pub static STOCK_TURNOVER: Metric = Metric::new("stock_turnover", Unit::CountPer, Clock::Shipped, Better::Higher);
/// 库存周转天数
pub static STOCK_TURNOVER_DAYS: Metric = Metric::new("stock_turnover_days", Unit::Days, Clock::Shipped, Better::Lower);
/// 动销率
pub static STOCK_MOVING_RATE: Metric = Metric::new("stock_moving_rate", Unit::Ratio, Clock::Shipped, Better::Higher);
/// 售罄率
pub static STOCK_SELL_THROUGH: Metric = Metric::new("stock_sell_through", Unit::Ratio, Clock::Shipped, Better::Higher);
/// 平均库龄
pub static STOCK_AGE: Metric = Metric::new("stock_age", Unit::Days, Clock::State, Better::Lower);
/// 超 180 天库存占比
pub static STOCK_OLD_SHARE: Metric =
    Metric::new("stock_old_share", Unit::Ratio, Clock::State, Better::Lower).of_money();
/// 缺货率
pub static STOCK_OUT_RATE: Metric = Metric::new("stock_out_rate", Unit::Ratio, Clock::State, Better::Lower);
/// 缺货损失（件）
pub static STOCK_LOST_PIECES: Metric =
    Metric::new("stock_lost_pieces", Unit::Count, Clock::Shipped, Better::Lower).estimated();
/// GMROI
pub static STOCK_GMROI: Metric = Metric::new("stock_gmroi", Unit::CountPer, Clock::Paid, Better::Higher);
/// 呆滞库存金额
pub static STOCK_DEAD_VALUE: Metric = Metric::new("stock_dead_value", Unit::Money, Clock::State, Better::Lower);

/// 预测误差 WAPE
pub static FORECAST_WAPE: Metric = Metric::new("forecast_wape", Unit::Ratio, Clock::Paid, Better::Lower).estimated();
/// 预测偏差
pub static FORECAST_BIAS: Metric = Metric::new("forecast_bias", Unit::Ratio, Clock::Paid, Better::Neither).estimated();

/// How good the forecasts were: by a back-test, no query over what happened can tell them.
pub const FORECAST: &[&Metric] = &[&FORECAST_WAPE, &FORECAST_BIAS];

pub const ALL: &[&Metric] = &[
    &STOCK_VALUE,
    &STOCK_AVERAGE,
    &STOCK_COGS,
    &STOCK_TURNOVER,
    &STOCK_TURNOVER_DAYS,
    &STOCK_MOVING_RATE,
    &STOCK_SELL_THROUGH,
    &STOCK_AGE,
    &STOCK_OLD_SHARE,
    &STOCK_OUT_RATE,
    &STOCK_LOST_PIECES,
    &STOCK_GMROI,
    &STOCK_DEAD_VALUE,
];
