//! Products by plain SQL. A product is what its own SKUs are called, or the platform's item where none is mapped.

use super::Answer::{Count, Money, MoneyRatio, Ratio};
use super::Check;

/// Products from the top down to 80 % of what those that earn bring together, with the one that crosses it.
macro_rules! classes {
    ($rest:literal) => {
        concat!(
            "WITH sold AS (
                 SELECT product, sum(paid - refund) AS net FROM pl WHERE product IS NOT NULL GROUP BY product
                 HAVING coalesce(sum(qty) FILTER (NOT gift), 0) > 0 OR sum(paid) > 0),
             ranked AS (
                 SELECT net, coalesce(sum(net) OVER (ORDER BY net DESC, product ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)
                     AS before, (SELECT sum(net) FROM sold WHERE net > 0) AS everything
                 FROM sold) ",
            $rest
        )
    };
}

pub(super) const CHECKS: &[Check] = &[
    (
        "products_sold",
        Count,
        "SELECT count(DISTINCT product) FROM pl WHERE NOT gift AND (qty > 0 OR paid > 0)",
    ),
    ("skus_sold", Count, "SELECT count(DISTINCT unit) FROM pl WHERE NOT gift AND (qty > 0 OR paid > 0)"),
    ("goods_paid", Money, "SELECT coalesce(sum(paid), 0)::BIGINT FROM pl"),
    ("goods_refund_rate", MoneyRatio, "SELECT sum(refund)::BIGINT, sum(paid)::BIGINT FROM pl"),
    (
        "goods_refund_rate_orders",
        Ratio,
        "SELECT count(DISTINCT order_id) FILTER (refund > 0), count(DISTINCT order_id) FROM pl",
    ),
    ("a_products", Count, classes!("SELECT count(*) FILTER (net > 0 AND before * 100 < everything * 80) FROM ranked")),
    (
        "a_products_share",
        Ratio,
        classes!("SELECT count(*) FILTER (net > 0 AND before * 100 < everything * 80), count(*) FROM ranked"),
    ),
    (
        "new_products",
        Count,
        "WITH sold AS (SELECT product, min(day) AS debut FROM l, b WHERE day <= cut AND NOT gift GROUP BY product),
         sheet AS (SELECT 's' || coalesce(nullif(name, ''), code) AS product, min(listed_at) AS listed FROM sku GROUP BY ALL),
         life AS (SELECT product, debut, listed FROM sold FULL JOIN sheet USING (product) WHERE product IS NOT NULL),
         since AS (
             SELECT CASE WHEN listed IS NOT NULL AND coalesce(debut, DATE '9999-01-01') > cut - 30 THEN listed
                 WHEN begins < cut - 29 THEN debut END AS day
             FROM life, b)
         SELECT count(*) FROM since, b WHERE day > cut - 30 AND day <= cut",
    ),
    (
        "fading_products",
        Count,
        "WITH life AS (
             SELECT product, min(day) AS debut, coalesce(sum(qty) FILTER (day > cut - 28), 0) AS recent,
                 coalesce(sum(qty) FILTER (day <= cut - 28 AND day > cut - 112), 0) AS base
             FROM l, b WHERE day <= cut AND NOT gift AND product IS NOT NULL GROUP BY product, cut)
         SELECT count(*) FROM life, b WHERE debut <= cut - 70 AND base >= 12 AND recent / 28 < 0.3 * base / 84",
    ),
    (
        "mixed_order_rate",
        Ratio,
        "WITH basket AS (
             SELECT order_id, count(DISTINCT product) AS products FROM pl WHERE NOT gift AND product IS NOT NULL GROUP BY order_id)
         SELECT count(*) FILTER (products >= 2), count(*) FROM basket",
    ),
];
