//! Metrics of products (商品).

use super::{Better, Clock, Metric, Unit};

/// 动销款数
pub static PRODUCTS_SOLD: Metric = Metric::new("products_sold", Unit::Count, Clock::Paid, Better::Higher).in_version(2);
/// 动销 SKU 数
pub static SKUS_SOLD: Metric = Metric::new("skus_sold", Unit::Count, Clock::Paid, Better::Higher).in_version(2);
/// 商品支付金额
pub static GOODS_PAID: Metric = Metric::new("goods_paid", Unit::Money, Clock::Paid, Better::Higher);
/// 商品退款率（金额）
pub static GOODS_REFUND_RATE: Metric =
    Metric::new("goods_refund_rate", Unit::Ratio, Clock::Paid, Better::Lower).of_money();
/// 商品退款率（订单）
pub static GOODS_REFUND_RATE_ORDERS: Metric =
    Metric::new("goods_refund_rate_orders", Unit::Ratio, Clock::Paid, Better::Lower);
/// A 类款数
pub static A_PRODUCTS: Metric = Metric::new("a_products", Unit::Count, Clock::Paid, Better::Neither);
/// A 类款数占比
pub static A_PRODUCTS_SHARE: Metric =
    Metric::new("a_products_share", Unit::Ratio, Clock::Paid, Better::Neither).in_version(2);
/// 新品数
pub static NEW_PRODUCTS: Metric = Metric::new("new_products", Unit::Count, Clock::State, Better::Neither).in_version(2);
/// 衰退款数
pub static FADING_PRODUCTS: Metric = Metric::new("fading_products", Unit::Count, Clock::State, Better::Lower);
/// 多款订单占比
pub static MIXED_ORDER_RATE: Metric = Metric::new("mixed_order_rate", Unit::Ratio, Clock::Paid, Better::Higher);

pub const ALL: &[&Metric] = &[
    &PRODUCTS_SOLD,
    &SKUS_SOLD,
    &GOODS_PAID,
    &GOODS_REFUND_RATE,
    &GOODS_REFUND_RATE_ORDERS,
    &A_PRODUCTS,
    &A_PRODUCTS_SHARE,
    &NEW_PRODUCTS,
    &FADING_PRODUCTS,
    &MIXED_ORDER_RATE,
];
