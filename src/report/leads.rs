//! The rows behind a figure on its card (看明细): every figure on screen can be traced to the orders or buyers it is made of.

use super::Drill;
use crate::analytics::customers::pick::BuyerPick;
use crate::analytics::customers::split::Kind;
use crate::analytics::metric::Metric;
use crate::analytics::pick::{By, Pick};

/// The orders or buyers of the filter's period that a metric is worked out from; `None` for what has no rows of its own (traffic), or
/// whose rows stand in a table of their own.
pub fn lead(metric: &Metric) -> Option<Drill> {
    let orders = |pick: Pick| Some(Drill::Orders(pick));
    match metric.id {
        "gmv" | "orders_created" | "payment_rate" => orders(Pick { by: By::Created, ..Pick::all() }),
        "refund_amount" | "refund_rate_amount" | "refund_rate_orders" => orders(Pick { refunded: true, ..Pick::all() }),
        "paid_amount" | "orders_paid" | "items_paid" | "net_sales" | "aov" | "price_per_item" | "units_per_order"
        | "gross_profit" | "gross_margin" | "cost_coverage" | "known_buyer_orders" => orders(Pick::all()),
        "buyers_paid" | "average_per_buyer" => Some(Drill::Buyers(BuyerPick::All)),
        "repurchase_rate" => Some(Drill::Buyers(BuyerPick::Repeating)),
        "new_buyers" | "average_per_new_buyer" => Some(Drill::Buyers(BuyerPick::Kinds(Kind::NEW, None))),
        "returning_buyers" | "returning_paid_share" | "average_per_returning_buyer" => {
            Some(Drill::Buyers(BuyerPick::Kinds(Kind::Returning.alone(), None)))
        }
        _ => None,
    }
}
