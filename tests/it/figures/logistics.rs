//! Logistics by plain SQL.

use super::Answer::{Count, Hours, Money, MoneyPer, MoneyRatio, Ratio};
use super::Check;

/// Times in transit of the parcels of a table: from collection, or from shipping where fewer than half of the signed ones tell it.
macro_rules! transit {
    ($parcels:tt, $($rest:tt)*) => {
        concat!(
            "WITH told AS (SELECT count(collected) * 2 >= count(*) AS collected FROM ",
            $parcels,
            " WHERE believed),
             parcel AS (SELECT x.*, CASE WHEN told.collected THEN x.collected ELSE x.sent END AS begun FROM ",
            $parcels,
            " x, told),
             timed AS (
                 SELECT *, CASE WHEN believed AND signed >= begun THEN epoch(signed) - epoch(begun) END AS time FROM parcel),
             mostly AS (SELECT count(*) FILTER (NOT traced) * 2 < count(*) AS traced FROM ",
            $parcels,
            ") ",
            $($rest)*
        )
    };
}

/// Parcels that are chased at the end of the data: sent in the last 60 days and under way. Limits and the habit of scanning are those of
/// the last 180 days.
macro_rules! chased {
    ($rest:literal) => {
        transit!(
            "(SELECT q.* FROM q, b WHERE CAST(sent AS DATE) BETWEEN today - 180 AND today)",
            concat!(
                ", usual AS (
                     SELECT courier, province, grouping(courier) AS any_courier, grouping(province) AS any_province, count(*) AS parcels,
                         floor(quantile_cont(time, 0.95) + 0.5) AS bound
                     FROM timed WHERE time IS NOT NULL GROUP BY GROUPING SETS ((courier, province), (courier), ())),
                 chased AS (
                     SELECT timed.courier, timed.province, epoch(now) - epoch(greatest(sent, collected, scan)) AS silent,
                         epoch(now) - epoch(coalesce(begun, sent)) AS under_way
                     FROM timed, mostly, b
                     WHERE signed IS NULL AND NOT arrived AND sent BETWEEN now - INTERVAL 60 DAY AND now AND (timed.traced OR mostly.traced)),
                 judged AS (
                     SELECT chased.*, coalesce(lane.bound, own.bound, every.bound) AS bound
                     FROM chased
                     LEFT JOIN usual lane ON lane.courier = chased.courier AND lane.province = chased.province
                         AND lane.any_courier = 0 AND lane.any_province = 0 AND lane.parcels >= 20
                     LEFT JOIN usual own ON own.courier = chased.courier AND own.any_courier = 0 AND own.any_province = 1
                         AND own.parcels >= 20
                     LEFT JOIN usual every ON every.any_courier = 1 AND every.parcels >= 20) ",
                $rest
            )
        )
    };
}

/// Nothing is known about parcels where the files tell of none.
macro_rules! of_parcels {
    ($value:literal) => {
        concat!("SELECT CASE WHEN EXISTS (FROM q) THEN ", $value, " END")
    };
}

pub(super) const CHECKS: &[Check] = &[
    ("median_hours_paid_to_shipped", Hours, "SELECT floor(quantile_cont(wait, 0.5) + 0.5)::BIGINT FROM w"),
    ("p90_hours_paid_to_shipped", Hours, "SELECT floor(quantile_cont(wait, 0.9) + 0.5)::BIGINT FROM w"),
    (
        "shipped_24h_rate",
        Ratio,
        "SELECT count(*) FILTER (shipped_at <= paid_clock + INTERVAL 24 HOUR), count(*) FROM w, b WHERE paid_clock <= now - INTERVAL 24 HOUR",
    ),
    (
        "shipped_48h_rate",
        Ratio,
        "SELECT count(*) FILTER (shipped_at <= paid_clock + INTERVAL 48 HOUR), count(*) FROM w, b WHERE paid_clock <= now - INTERVAL 48 HOUR",
    ),
    ("orders_waiting", Count, "SELECT count(*) FILTER (shipped_at IS NULL) FROM w"),
    (
        "collected_24h_rate",
        Ratio,
        "SELECT count(*) FILTER (collected <= sent + INTERVAL 24 HOUR), count(*) FROM s, b
         WHERE traced AND sent <= now - INTERVAL 24 HOUR HAVING (SELECT count(collected) FROM s) > 0",
    ),
    (
        "median_hours_transit",
        Hours,
        transit!("s", "SELECT floor(quantile_cont(time, 0.5) + 0.5)::BIGINT FROM timed"),
    ),
    ("p90_hours_transit", Hours, transit!("s", "SELECT floor(quantile_cont(time, 0.9) + 0.5)::BIGINT FROM timed")),
    ("parcels_sent", Count, of_parcels!("(SELECT count(*) FROM s)")),
    (
        "on_time_rate",
        Ratio,
        transit!(
            "s",
            ", judged AS (
                 SELECT time <= 72 * 3600 AS on_time FROM timed, mostly WHERE time IS NOT NULL AND (timed.traced OR mostly.traced)
                 UNION ALL
                 SELECT false FROM timed, mostly, b WHERE signed IS NULL AND NOT arrived AND (timed.traced OR mostly.traced)
                     AND coalesce(begun, sent) < now - INTERVAL 72 HOUR)
             SELECT count(*) FILTER (on_time), count(*) FROM judged"
        ),
    ),
    (
        "freight_total",
        Money,
        of_parcels!("(SELECT CASE WHEN count(*) = 0 THEN 0 ELSE sum(freight) END::BIGINT FROM s)"),
    ),
    ("freight_per_parcel", MoneyPer, "SELECT sum(freight)::BIGINT, count(freight) FROM s"),
    (
        "freight_share",
        MoneyRatio,
        "WITH sent AS (SELECT order_id, sum(freight) AS freight FROM s WHERE freight IS NOT NULL GROUP BY order_id)
         SELECT sum(sent.freight)::BIGINT, sum(o.paid - o.refund)::BIGINT FROM sent JOIN o ON o.id = sent.order_id",
    ),
    ("freight_coverage", Ratio, "SELECT count(freight), count(*) FROM s"),
    (
        "parcels_silent",
        Count,
        chased!("SELECT CASE WHEN EXISTS (FROM q) THEN count(*) FILTER (silent > 72 * 3600) END FROM judged"),
    ),
    (
        "parcels_slow",
        Count,
        chased!(
            "SELECT CASE WHEN EXISTS (FROM q) THEN count(*) FILTER (silent <= 72 * 3600 AND under_way > bound) END FROM judged"
        ),
    ),
    (
        "orders_overdue",
        Count,
        "SELECT count(*) FROM o, b WHERE shipped_at IS NULL AND status = 2 AND NOT (paid > 0 AND refund >= paid)
             AND CAST(paid_clock AS DATE) > today - 60 AND paid_clock <= now - INTERVAL 48 HOUR",
    ),
];
