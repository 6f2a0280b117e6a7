//! Metrics of sales (销售).

use super::{Better, Clock, Metric, Unit};

/// GMV 拍下金额
pub static GMV: Metric = Metric::new("gmv", Unit::Money, Clock::Created, Better::Higher);
/// 拍下订单数
pub static ORDERS_CREATED: Metric = Metric::new("orders_created", Unit::Count, Clock::Created, Better::Higher);
/// 下单支付率
pub static PAYMENT_RATE: Metric = Metric::new("payment_rate", Unit::Ratio, Clock::Created, Better::Higher);
/// 支付金额
pub static PAID_AMOUNT: Metric = Metric::new("paid_amount", Unit::Money, Clock::Paid, Better::Higher);
/// 支付订单数
pub static ORDERS_PAID: Metric = Metric::new("orders_paid", Unit::Count, Clock::Paid, Better::Higher);
/// 支付件数
pub static ITEMS_PAID: Metric = Metric::new("items_paid", Unit::Count, Clock::Paid, Better::Higher);
/// 支付买家数
pub static BUYERS_PAID: Metric = Metric::new("buyers_paid", Unit::Count, Clock::Paid, Better::Higher);
/// 净销售额（归属口径）
pub static NET_SALES: Metric = Metric::new("net_sales", Unit::Money, Clock::Paid, Better::Higher);
/// 净收款额（收付口径）
pub static NET_SALES_CASH: Metric = Metric::new("net_sales_cash", Unit::Money, Clock::Refunded, Better::Higher);
/// 笔单价
pub static AOV: Metric = Metric::new("aov", Unit::MoneyPer, Clock::Paid, Better::Higher);
/// 客单价
pub static AVERAGE_PER_BUYER: Metric = Metric::new("average_per_buyer", Unit::MoneyPer, Clock::Paid, Better::Higher);
/// 件单价
pub static PRICE_PER_ITEM: Metric = Metric::new("price_per_item", Unit::MoneyPer, Clock::Paid, Better::Neither);
/// 连带率
pub static UNITS_PER_ORDER: Metric = Metric::new("units_per_order", Unit::CountPer, Clock::Paid, Better::Higher);
/// 退款金额（归属口径）
pub static REFUND_AMOUNT: Metric = Metric::new("refund_amount", Unit::Money, Clock::Paid, Better::Lower);
/// 当期退款金额（收付口径）
pub static REFUND_PAID_OUT: Metric = Metric::new("refund_paid_out", Unit::Money, Clock::Refunded, Better::Lower);
/// 退款率（金额）
pub static REFUND_RATE_AMOUNT: Metric =
    Metric::new("refund_rate_amount", Unit::Ratio, Clock::Paid, Better::Lower).of_money();
/// 当期退款率
pub static REFUND_RATE_SAME_DAY: Metric =
    Metric::new("refund_rate_same_day", Unit::Ratio, Clock::Refunded, Better::Lower).of_money();
/// 成熟退款率
pub static REFUND_RATE_MATURE: Metric =
    Metric::new("refund_rate_mature", Unit::Ratio, Clock::Paid, Better::Lower).of_money();
/// 退款率（订单）
pub static REFUND_RATE_ORDERS: Metric = Metric::new("refund_rate_orders", Unit::Ratio, Clock::Paid, Better::Lower);
/// 毛利
pub static GROSS_PROFIT: Metric = Metric::new("gross_profit", Unit::Money, Clock::Paid, Better::Higher).in_version(2);
/// 毛利率
pub static GROSS_MARGIN: Metric =
    Metric::new("gross_margin", Unit::Ratio, Clock::Paid, Better::Higher).of_money().in_version(2);
/// 成本覆盖率
pub static COST_COVERAGE: Metric = Metric::new("cost_coverage", Unit::Ratio, Clock::Paid, Better::Higher).of_money();
/// 访客数
pub static VISITORS: Metric = Metric::new("visitors", Unit::Count, Clock::Traffic, Better::Higher);
/// 浏览量
pub static PAGE_VIEWS: Metric = Metric::new("page_views", Unit::Count, Clock::Traffic, Better::Higher);
/// 加购率
pub static CART_RATE: Metric = Metric::new("cart_rate", Unit::Ratio, Clock::Traffic, Better::Higher);
/// 支付转化率
pub static CONVERSION: Metric = Metric::new("conversion", Unit::Ratio, Clock::Traffic, Better::Higher).in_version(2);
/// UV 价值
pub static UV_VALUE: Metric = Metric::new("uv_value", Unit::MoneyPer, Clock::Traffic, Better::Higher).in_version(2);

pub const ALL: &[&Metric] = &[
    &GMV,
    &ORDERS_CREATED,
    &PAYMENT_RATE,
    &PAID_AMOUNT,
    &ORDERS_PAID,
    &ITEMS_PAID,
    &BUYERS_PAID,
    &NET_SALES,
    &NET_SALES_CASH,
    &AOV,
    &AVERAGE_PER_BUYER,
    &PRICE_PER_ITEM,
    &UNITS_PER_ORDER,
    &REFUND_AMOUNT,
    &REFUND_PAID_OUT,
    &REFUND_RATE_AMOUNT,
    &REFUND_RATE_SAME_DAY,
    &REFUND_RATE_MATURE,
    &REFUND_RATE_ORDERS,
    &GROSS_PROFIT,
    &GROSS_MARGIN,
    &COST_COVERAGE,
    &VISITORS,
    &PAGE_VIEWS,
    &CART_RATE,
    &CONVERSION,
    &UV_VALUE,
];
