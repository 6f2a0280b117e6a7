//! Customers by plain SQL.

use super::Answer::{Count, Days, Estimate, MoneyPer, MoneyRatio, Ratio};
use super::Check;

/// Share of the gaps between purchases that is still open after so many days, by the product-limit estimate. Several orders on one day
/// are one purchase; the gap after a buyer's last purchase is open.
macro_rules! waiting {
    ($rest:literal) => {
        concat!(
            "WITH purchase AS (SELECT DISTINCT buyer, day FROM k, b WHERE day <= cut),
             gap AS (
                 SELECT lead(day) OVER (PARTITION BY buyer ORDER BY day) - day AS closed, (SELECT cut FROM b) - day AS open FROM purchase),
             length AS (
                 SELECT coalesce(closed, open) AS days, count(closed) AS ended, count(*) AS leaving FROM gap GROUP BY days),
             risk AS (SELECT days, ended, sum(leaving) OVER (ORDER BY days DESC) AS waiting FROM length),
             curve AS (
                 SELECT days, ended, exp(sum(CASE WHEN ended = waiting THEN -1e9 ELSE ln(1 - ended / waiting) END) OVER (ORDER BY days))
                     AS open
                 FROM risk) ",
            $rest
        )
    };
}

/// Lifetime value of the buyers whose month of first order and the eleven after it are over.
macro_rules! lifetime {
    ($sums:literal) => {
        concat!(
            "WITH joined AS (SELECT buyer, date_trunc('month', min(day)) AS month FROM k, b WHERE day <= cut GROUP BY buyer),
             ripe AS (SELECT buyer, month FROM joined, b WHERE month + INTERVAL 12 MONTH <= cut + INTERVAL 1 DAY),
             year AS (
                 SELECT coalesce(sum(net), 0)::BIGINT AS net, coalesce(sum(profit), 0)::BIGINT AS profit,
                     coalesce(sum(costed), 0)::BIGINT AS costed, (SELECT count(*) FROM ripe) AS buyers
                 FROM k JOIN ripe USING (buyer), b WHERE day <= cut AND date_diff('month', month, day) <= 11) ",
            $sums
        )
    };
}

/// How silent every buyer is beside the own rhythm, or beside 90 and 180 days.
macro_rules! standing {
    ($rest:literal) => {
        concat!(
            "WITH purchase AS (SELECT DISTINCT buyer, day FROM k, b WHERE day <= cut),
             gap AS (SELECT buyer, day, day - lag(day) OVER (PARTITION BY buyer ORDER BY day) AS days FROM purchase),
             buyer AS (
                 SELECT buyer, (SELECT cut FROM b) - max(day) AS silent, CASE WHEN count(days) >= 2
                     THEN greatest(2 * floor(quantile_cont(days, 0.5) + 0.5), 14) ELSE 90 END AS bound
                 FROM gap GROUP BY buyer),
             standing AS (
                 SELECT CASE WHEN silent > 2 * bound THEN 'lost' WHEN silent > bound THEN 'slipping' ELSE 'active' END AS how FROM buyer),
             told AS (SELECT count(*) > 0 OR NOT EXISTS (FROM o, b WHERE CAST(paid_clock AS DATE) <= cut) AS told FROM standing) ",
            $rest
        )
    };
}

/// Nothing is counted where every order of the period is of a masked buyer.
macro_rules! of_buyers {
    ($value:literal) => {
        concat!("SELECT CASE WHEN count(*) > 0 OR (SELECT count(*) FROM p) = 0 THEN ", $value, " END FROM n")
    };
}

macro_rules! top {
    ($percent:literal) => {
        concat!(
            "WITH ranked AS (SELECT net, row_number() OVER (ORDER BY net DESC) AS place, count(*) OVER () AS buyers FROM n)
             SELECT sum(net) FILTER (place <= ceil(buyers * ",
            $percent,
            " / 100))::BIGINT, sum(net)::BIGINT FROM ranked"
        )
    };
}

pub(super) const CHECKS: &[Check] = &[
    ("new_buyers", Count, of_buyers!("count(*) FILTER (NOT was_here)")),
    ("returning_buyers", Count, of_buyers!("count(*) FILTER (was_here)")),
    (
        "returning_paid_share",
        MoneyRatio,
        "SELECT coalesce(sum(paid) FILTER (was_here), 0)::BIGINT, sum(paid)::BIGINT FROM n",
    ),
    ("average_per_new_buyer", MoneyPer, "SELECT sum(paid)::BIGINT, count(*) FROM n WHERE NOT was_here"),
    ("average_per_returning_buyer", MoneyPer, "SELECT sum(paid)::BIGINT, count(*) FROM n WHERE was_here"),
    ("known_buyer_orders", Ratio, "SELECT count(*) FILTER (customer_id <> 0), count(*) FROM p"),
    ("repurchase_rate", Ratio, "SELECT count(*) FILTER (orders >= 2), count(*) FROM n"),
    ("repurchase_rate_other_day", Ratio, "SELECT count(*) FILTER (days >= 2), count(*) FROM n"),
    ("came_back_rate", Ratio, "SELECT count(*) FILTER (buyer IN (SELECT buyer FROM n)), count(*) FROM base"),
    (
        "back_within_90_days",
        Estimate,
        waiting!(
            "SELECT CASE WHEN max(days) >= 90 THEN 1 - coalesce(arg_max(open, days) FILTER (days <= 90), 1)
                 WHEN min(open) = 0 THEN 1.0 END FROM curve"
        ),
    ),
    (
        "repurchase_cycle",
        Days,
        waiting!("SELECT (min(days) * 86400)::BIGINT FROM curve WHERE ended > 0 AND open <= 0.5 + 1e-9"),
    ),
    (
        "median_gap",
        Days,
        waiting!(
            ", running AS (SELECT days, sum(ended) OVER (ORDER BY days) AS so_far, sum(ended) OVER () AS everything FROM length)
             SELECT (min(days) * 86400)::BIGINT FROM running WHERE so_far * 2 >= everything AND everything > 0"
        ),
    ),
    ("lifetime_net_12m", MoneyPer, lifetime!("SELECT net, buyers FROM year")),
    ("lifetime_profit_12m", MoneyPer, lifetime!("SELECT profit, buyers FROM year WHERE costed <> 0")),
    ("lifetime_cost_coverage", MoneyRatio, lifetime!("SELECT costed, net FROM year")),
    ("top_1_share", MoneyRatio, top!("1")),
    ("top_10_share", MoneyRatio, top!("10")),
    ("top_20_share", MoneyRatio, top!("20")),
    (
        "active_buyers",
        Count,
        standing!("SELECT CASE WHEN (SELECT told FROM told) THEN count(*) FILTER (how = 'active') END FROM standing"),
    ),
    (
        "slipping_buyers",
        Count,
        standing!("SELECT CASE WHEN (SELECT told FROM told) THEN count(*) FILTER (how = 'slipping') END FROM standing"),
    ),
    (
        "lost_buyers",
        Count,
        standing!("SELECT CASE WHEN (SELECT told FROM told) THEN count(*) FILTER (how = 'lost') END FROM standing"),
    ),
    ("slipping_share", Ratio, standing!("SELECT count(*) FILTER (how = 'slipping'), count(*) FROM standing")),
];
