//! Stock by plain SQL, from the bare movements. Stock belongs to no shop: only the margin heeds the choice of shops.

use super::Answer::{Count, CountPer, Days, Money, MoneyRatio, Ratio};
use super::Check;

/// * `known` the days of the period that the ledger knows, from `f` to `t`, `n` of them; no row where it knows none.
/// * `mv` movements of pieces in the owner's hands up to `t`; `begun` since when each SKU is kept.
/// * `inside` every kept SKU on each of these days: closing, good pieces, last sale, what was sold, cost in fen.
/// * `one` each SKU over the period; `layer` what came, and what of it is there at `t`, the newest first.
macro_rules! ledger {
    ($rest:literal) => {
        concat!(
            "WITH bound AS (
                 SELECT greatest(b.first, (SELECT CAST(min(moved_at) AS DATE) FROM movement)) AS f,
                     least(b.last, (SELECT CAST(max(greatest(created_at, paid_at)) AS DATE) FROM orders)) AS t
                 FROM b),
             known AS (SELECT f, t, t - f + 1 AS n FROM bound WHERE f <= t),
             mv AS (
                 SELECT s.id AS sku, CAST(m.moved_at AS DATE) AS d, m.kind, m.place, m.qty
                 FROM movement m JOIN sku s ON s.code = m.sku_code, known
                 WHERE m.place IN (1, 2, 3, 5) AND CAST(m.moved_at AS DATE) <= t),
             begun AS (SELECT sku, min(d) AS since FROM mv GROUP BY sku),
             flow AS (
                 SELECT sku, d, sum(qty) AS owned, coalesce(sum(qty) FILTER (place = 1), 0) AS good,
                     coalesce(-sum(qty) FILTER (kind = 2), 0) AS sold, coalesce(-sum(qty) FILTER (kind IN (2, 3)), 0) AS net_out
                 FROM mv GROUP BY sku, d
                 UNION ALL
                 SELECT sku, CAST(unnest(generate_series(CAST(greatest(since, f) AS TIMESTAMP), CAST(t AS TIMESTAMP), INTERVAL 1 DAY)) AS DATE),
                     0, 0, 0, 0
                 FROM begun, known),
             daily AS (
                 SELECT sku, d, sum(owned) AS owned, sum(good) AS good, sum(sold) AS sold, sum(net_out) AS net_out,
                     CASE WHEN sum(sold) > 0 THEN d END AS sale FROM flow GROUP BY sku, d),
             run AS (
                 SELECT sku, d, sold, net_out, sum(owned) OVER w AS closing, sum(good) OVER w AS there, max(sale) OVER w AS last_sale
                 FROM daily WINDOW w AS (PARTITION BY sku ORDER BY d)),
             inside AS (
                 SELECT run.*, fen(coalesce(arg_max(c.cost, (c.valid_from, c.import_id)) FILTER (CAST(c.valid_from AS DATE) <= d),
                     arg_min(c.cost, c.valid_from))) AS cost
                 FROM run JOIN known ON d BETWEEN f AND t LEFT JOIN sku_cost c ON c.sku_id = run.sku GROUP BY ALL),
             one AS (
                 SELECT i.sku, sum(sold) AS sold, count(*) FILTER (there > 0) AS in_days,
                     count(*) FILTER (there <= 0 AND d - last_sale < 90) AS out_days,
                     max(closing) FILTER (d = t) AS closing, max(cost) FILTER (d = t) AS cost,
                     t - coalesce(max(last_sale), max(since)) AS idle
                 FROM inside i JOIN begun USING (sku), known GROUP BY i.sku, t),
             came AS (SELECT sku, d, kind, sum(qty) AS q FROM mv GROUP BY sku, d, kind HAVING sum(qty) > 0),
             ranked AS (
                 SELECT *, coalesce(sum(q) OVER (PARTITION BY sku ORDER BY d DESC, kind DESC
                     ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer FROM came),
             layer AS (
                 SELECT ranked.*, greatest(0, least(q, closing - newer)) AS there, one.cost
                 FROM ranked JOIN one USING (sku)),
             worth AS (SELECT sum(closing * cost) AS fen_days, sum(net_out * cost) AS cogs FROM inside) ",
            $rest
        )
    };
}

pub(super) const CHECKS: &[Check] = &[
    (
        "stock_value",
        Money,
        ledger!("SELECT (SELECT coalesce(sum(closing * cost), 0)::BIGINT FROM one) FROM known"),
    ),
    ("stock_average", Money, ledger!("SELECT ((fen_days * 2 + n) // (n * 2))::BIGINT FROM worth, known")),
    ("stock_cogs", Money, ledger!("SELECT cogs::BIGINT FROM worth, known")),
    ("stock_turnover", CountPer, ledger!("SELECT (cogs * n)::BIGINT, fen_days::BIGINT FROM worth, known")),
    (
        "stock_turnover_days",
        Days,
        ledger!("SELECT (CASE WHEN cogs > 0 THEN fen_days * 86400 // cogs END)::BIGINT FROM worth, known"),
    ),
    (
        "stock_moving_rate",
        Ratio,
        ledger!("SELECT count(*) FILTER (sold > 0), count(*) FILTER (sold > 0 OR in_days > 0) FROM one, known"),
    ),
    (
        "stock_sell_through",
        Ratio,
        ledger!("SELECT sum(q - there)::BIGINT, sum(q)::BIGINT FROM layer, known WHERE kind = 1 AND d >= f"),
    ),
    (
        "stock_age",
        Days,
        ledger!(
            "SELECT (sum(there * cost * (t - d))::HUGEINT * 86400 // nullif(sum(there * cost), 0))::BIGINT FROM layer, known"
        ),
    ),
    (
        "stock_old_share",
        MoneyRatio,
        ledger!(
            "SELECT coalesce(sum(there * cost) FILTER (t - d > 180), 0)::BIGINT, sum(there * cost)::BIGINT FROM layer, known"
        ),
    ),
    (
        "stock_out_rate",
        Ratio,
        ledger!("SELECT sum(out_days)::BIGINT, sum(out_days + in_days)::BIGINT FROM one, known"),
    ),
    (
        "stock_lost_pieces",
        Count,
        ledger!(
            "SELECT (SELECT (coalesce(sum(sold * 1000 * out_days // in_days) FILTER (sold > 0 AND in_days > 0), 0) * 2 + 1000) // 2000
                 FROM one)::BIGINT FROM known"
        ),
    ),
    (
        "stock_gmroi",
        CountPer,
        ledger!(
            ", gain AS (SELECT coalesce(sum(paid - refund - kept), 0) AS fen FROM pl
                 WHERE kept IS NOT NULL AND unit IN (SELECT 's' || s.id FROM sku s JOIN movement m ON m.sku_code = s.code))
             SELECT (gain.fen * n)::BIGINT, fen_days::BIGINT FROM gain, worth, known"
        ),
    ),
    (
        "stock_dead_value",
        Money,
        ledger!(
            "SELECT (SELECT coalesce(sum(closing * cost) FILTER (closing > 0 AND idle >= 90), 0)::BIGINT FROM one) FROM known"
        ),
    ),
];
