//! Sales by plain SQL.

use super::Answer::{Count, CountPer, Money, MoneyPer, MoneyRatio, Ratio};
use super::Check;

pub(super) const CHECKS: &[Check] = &[
    ("gmv", Money, "SELECT coalesce(sum(payable), 0)::BIGINT FROM c"),
    ("orders_created", Count, "SELECT count(*) FROM c"),
    ("payment_rate", Ratio, "SELECT count(paid_clock), count(*) FROM c"),
    ("paid_amount", Money, "SELECT coalesce(sum(paid), 0)::BIGINT FROM p"),
    ("orders_paid", Count, "SELECT count(*) FROM p"),
    (
        "items_paid",
        Count,
        "SELECT CASE WHEN count(items) > 0 OR count(*) = 0 THEN coalesce(sum(items), 0)::BIGINT END FROM i",
    ),
    (
        "buyers_paid",
        Count,
        "SELECT CASE WHEN count(nullif(customer_id, 0)) > 0 OR count(*) = 0 THEN count(DISTINCT nullif(customer_id, 0)) END FROM p",
    ),
    ("net_sales", Money, "SELECT coalesce(sum(paid - refund), 0)::BIGINT FROM p"),
    (
        "net_sales_cash",
        Money,
        "SELECT (coalesce((SELECT sum(paid) FROM p), 0)
            - coalesce((SELECT sum(fen) FROM r, b WHERE finished_at >= first AND finished_at < last + INTERVAL 1 DAY), 0))::BIGINT",
    ),
    ("aov", MoneyPer, "SELECT sum(paid)::BIGINT, count(*) FROM p"),
    (
        "average_per_buyer",
        MoneyPer,
        "SELECT sum(paid)::BIGINT, count(DISTINCT customer_id) FROM p WHERE customer_id <> 0",
    ),
    ("price_per_item", MoneyPer, "SELECT sum(paid)::BIGINT, sum(items)::BIGINT FROM i WHERE items IS NOT NULL"),
    ("units_per_order", CountPer, "SELECT sum(items)::BIGINT, count(*) FROM i WHERE items IS NOT NULL"),
    ("refund_amount", Money, "SELECT coalesce(sum(refund), 0)::BIGINT FROM p"),
    (
        "refund_paid_out",
        Money,
        "SELECT coalesce(sum(fen), 0)::BIGINT FROM r, b WHERE finished_at >= first AND finished_at < last + INTERVAL 1 DAY",
    ),
    ("refund_rate_amount", MoneyRatio, "SELECT sum(refund)::BIGINT, sum(paid)::BIGINT FROM p"),
    (
        "refund_rate_same_day",
        MoneyRatio,
        "SELECT coalesce((SELECT sum(fen) FROM r, b WHERE finished_at >= first AND finished_at < last + INTERVAL 1 DAY), 0)::BIGINT,
            (SELECT sum(paid) FROM p)::BIGINT",
    ),
    (
        "refund_rate_mature",
        MoneyRatio,
        "SELECT sum(refund)::BIGINT, sum(paid)::BIGINT FROM p, b WHERE paid_clock <= now - INTERVAL 21 DAY",
    ),
    ("refund_rate_orders", Ratio, "SELECT count(*) FILTER (refund > 0), count(*) FROM p"),
    (
        "gross_profit",
        Money,
        "SELECT CASE WHEN count(cost) > 0 OR count(*) = 0
            THEN coalesce(sum(paid - refund - kept) FILTER (cost IS NOT NULL), 0)::BIGINT END FROM pl",
    ),
    (
        "gross_margin",
        MoneyRatio,
        "SELECT sum(paid - refund - kept)::BIGINT, sum(paid - refund)::BIGINT FROM pl WHERE cost IS NOT NULL",
    ),
    (
        "cost_coverage",
        MoneyRatio,
        "SELECT coalesce(sum(paid) FILTER (cost IS NOT NULL), 0)::BIGINT, sum(paid)::BIGINT FROM pl",
    ),
    ("visitors", Count, "SELECT sum(visitors)::BIGINT FROM t, b WHERE from_day BETWEEN first AND last"),
    ("page_views", Count, "SELECT sum(page_views)::BIGINT FROM t, b WHERE from_day BETWEEN first AND last"),
    (
        "cart_rate",
        Ratio,
        "SELECT sum(cart_buyers)::BIGINT, sum(visitors)::BIGINT FROM t, b
         WHERE from_day BETWEEN first AND last AND cart_buyers IS NOT NULL",
    ),
    (
        "conversion",
        Ratio,
        "WITH own AS (
             SELECT shop_id, CAST(paid_clock AS DATE) AS day, count(DISTINCT nullif(customer_id, 0)) AS buyers, count(*) AS orders
             FROM o WHERE paid_clock IS NOT NULL GROUP BY ALL),
         day AS (
             SELECT visitors, CASE WHEN pay_buyers IS NOT NULL THEN pay_buyers WHEN from_day NOT BETWEEN span.first AND span.last THEN NULL
                 WHEN own.orders IS NULL THEN 0 WHEN own.buyers > 0 THEN own.buyers END AS buyers
             FROM t JOIN b ON from_day BETWEEN b.first AND b.last JOIN span ON span.shop_id = t.shop_id
             LEFT JOIN own ON own.shop_id = t.shop_id AND own.day = t.from_day)
         SELECT sum(buyers)::BIGINT, sum(visitors)::BIGINT FROM day WHERE buyers IS NOT NULL",
    ),
    (
        "uv_value",
        MoneyPer,
        "SELECT coalesce(sum(own.paid), 0)::BIGINT, sum(visitors)::BIGINT
         FROM t JOIN b ON from_day BETWEEN b.first AND b.last
         JOIN span ON span.shop_id = t.shop_id AND from_day BETWEEN span.first AND span.last
         LEFT JOIN (SELECT shop_id, CAST(paid_clock AS DATE) AS day, sum(paid) AS paid FROM o WHERE paid_clock IS NOT NULL GROUP BY ALL) own
             ON own.shop_id = t.shop_id AND own.day = t.from_day",
    ),
];
