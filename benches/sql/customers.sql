-- Every known buyer with what the period, the one before it and all time up to its end came to. Most questions below read this.
CREATE OR REPLACE TEMP TABLE b AS
SELECT buyer, min(paid_at) AS first_ever, max(paid_at) AS last_ever, count(*) AS orders_ever, sum(paid - refund)::BIGINT AS net_ever,
    max(paid_at) FILTER (paid_at < {from}) AS last_before, max(paid_at) FILTER (paid_at < {before}) AS last_long_before,
    count(*) FILTER (paid_at >= {from}) AS orders, coalesce(sum(paid) FILTER (paid_at >= {from}), 0)::BIGINT AS paid,
    coalesce(sum(paid - refund) FILTER (paid_at >= {from}), 0)::BIGINT AS net, min(paid_at) FILTER (paid_at >= {from}) AS first_now,
    count(*) FILTER (paid_at >= {before} AND paid_at < {from}) AS orders_then,
    coalesce(sum(paid) FILTER (paid_at >= {before} AND paid_at < {from}), 0)::BIGINT AS paid_then,
    coalesce(sum(paid - refund) FILTER (paid_at >= {before} AND paid_at < {from}), 0)::BIGINT AS net_then,
    min(paid_at) FILTER (paid_at >= {before} AND paid_at < {from}) AS first_then,
    max(paid_at) FILTER (paid_at >= {before} AND paid_at < {from}) AS last_then,
    arg_max(province, paid_at) FILTER (paid_at >= {from} AND province <> 0) AS home
FROM f WHERE buyer <> 0 AND paid_at < {to} GROUP BY buyer;
-- New, won back and returning.
SELECT CASE WHEN last_before IS NULL THEN 0 WHEN last_before >= {from} - INTERVAL 365 DAY THEN 2 ELSE 1 END AS kind,
    count(*), sum(orders), sum(paid), sum(net) FROM b WHERE orders > 0 GROUP BY kind;
SELECT CASE WHEN last_long_before IS NULL THEN 0 WHEN last_long_before >= {before} - INTERVAL 365 DAY THEN 2 ELSE 1 END AS kind,
    count(*), sum(orders_then), sum(paid_then), sum(net_then) FROM b WHERE orders_then > 0 GROUP BY kind;
-- =new_buyers
SELECT count(*) FROM b WHERE orders > 0 AND (last_before IS NULL OR last_before < {from} - INTERVAL 365 DAY);
SELECT count(*), sum(paid - refund) FROM f WHERE buyer = 0 AND paid_at >= {from} AND paid_at < {to};
-- The same by step of the trend.
WITH step AS (
    SELECT buyer, {step_paid} AS step, min(paid_at) AS first, max(paid_at) AS last, count(*) AS orders, sum(paid) AS paid, sum(paid - refund) AS net
    FROM f WHERE buyer <> 0 AND paid_at >= {from} AND paid_at < {to} GROUP BY buyer, step),
known AS (
    SELECT s.*, coalesce(lag(s.last) OVER (PARTITION BY s.buyer ORDER BY s.step), b.last_before) AS earlier FROM step s JOIN b USING (buyer))
SELECT step, CASE WHEN earlier IS NULL THEN 0 WHEN earlier >= step - INTERVAL 365 DAY THEN 2 ELSE 1 END AS kind, count(*), sum(orders), sum(paid), sum(net)
FROM known GROUP BY step, kind ORDER BY step, kind;
-- How many orders, and the rates.
SELECT least(orders, 5) AS n, count(*) FROM b WHERE orders > 0 GROUP BY n ORDER BY n;
-- =repurchase_rate
SELECT count(*) FILTER (orders > 1), count(*) FROM b WHERE orders > 0;
SELECT count(*) FILTER (CAST(first_now AS DATE) <> CAST(last_ever AS DATE)) FROM b WHERE orders > 0;
SELECT count(*) FILTER (orders_then > 1), count(*) FILTER (CAST(first_then AS DATE) <> CAST(last_then AS DATE)), count(*) FROM b WHERE orders_then > 0;
SELECT count(*) FILTER (orders > 0), count(*) FROM b WHERE orders_then > 0;
-- How soon buyers come back: gaps between days with a purchase, and those still open.
WITH days AS (SELECT DISTINCT buyer, CAST(paid_at AS DATE) AS day FROM f WHERE buyer <> 0 AND paid_at < {to}),
gaps AS (SELECT day - lag(day) OVER (PARTITION BY buyer ORDER BY day) AS gap FROM days)
SELECT gap, count(*) FROM gaps WHERE gap IS NOT NULL GROUP BY gap ORDER BY gap;
SELECT CAST({to} AS DATE) - 1 - CAST(last_ever AS DATE) AS silent, count(*) FROM b GROUP BY silent ORDER BY silent;
-- RFM: medians, the eight groups, the grid.
CREATE OR REPLACE TEMP TABLE rfm AS
SELECT buyer, CAST({to} AS DATE) - 1 - CAST(last_ever AS DATE) AS recency, orders, net FROM b WHERE orders > 0;
WITH cut AS (SELECT quantile_cont(recency, 0.5) AS r, greatest(quantile_cont(orders, 0.5), 2) AS f, quantile_cont(net, 0.5) AS m FROM rfm)
SELECT recency <= r, orders >= f, net >= m, count(*), sum(orders), sum(net) FROM rfm, cut GROUP BY ALL;
SELECT least(orders, 5) AS n, CASE WHEN recency <= 30 THEN 0 WHEN recency <= 60 THEN 1 WHEN recency <= 90 THEN 2 WHEN recency <= 180 THEN 3
    WHEN recency <= 365 THEN 4 ELSE 5 END AS late, count(*) FROM rfm GROUP BY n, late;
-- Cohorts: who came back in which month, and what they brought.
SELECT date_trunc('month', b.first_ever) AS cohort, datediff('month', b.first_ever, f.paid_at) AS age, count(DISTINCT f.buyer), count(*), sum(f.paid - f.refund),
    sum(f.profit), sum(f.costed)
FROM f JOIN b USING (buyer) WHERE f.paid_at < {to} GROUP BY cohort, age ORDER BY cohort, age;
-- Where buyers live.
SELECT coalesce(home, 0) AS home, count(*), sum(orders), sum(paid), sum(net), count(*) FILTER (last_before >= {from} - INTERVAL 365 DAY)
FROM b WHERE orders > 0 GROUP BY ALL ORDER BY 2 DESC;
-- What they like: categories, prices of a piece, hours.
SELECT category, b.last_before >= {from} - INTERVAL 365 DAY AS old, count(DISTINCT fl.buyer), sum(CASE WHEN gift THEN 0 ELSE qty END), sum(fl.paid - fl.refund)
FROM fl JOIN b USING (buyer) WHERE paid_at >= {from} AND paid_at < {to} GROUP BY category, old ORDER BY 3 DESC;
SELECT CASE WHEN price < 5000 THEN 0 WHEN price < 8000 THEN 1 WHEN price < 10000 THEN 2 WHEN price < 15000 THEN 3 WHEN price < 20000 THEN 4 ELSE 5 END AS band,
    b.last_before >= {from} - INTERVAL 365 DAY AS old, count(DISTINCT s.buyer), sum(qty), sum(s.net)
FROM (SELECT buyer, paid // qty AS price, qty, paid - refund AS net FROM fl WHERE NOT gift AND qty > 0 AND paid_at >= {from} AND paid_at < {to}) s
JOIN b USING (buyer) GROUP BY band, old;
SELECT hour(paid_at) AS hour, b.last_before >= {from} - INTERVAL 365 DAY AS old, count(*)
FROM f JOIN b USING (buyer) WHERE paid_at >= {from} AND paid_at < {to} GROUP BY hour, old;
-- Concentration.
WITH ranked AS (SELECT net, row_number() OVER (ORDER BY net DESC) AS place, count(*) OVER () AS n, sum(net) OVER (ORDER BY net DESC ROWS UNBOUNDED PRECEDING) AS running
    FROM b WHERE orders > 0)
SELECT (place * 100 + n - 1) // n AS percent, max(running), min(place) FROM ranked GROUP BY percent ORDER BY percent;
-- Who is slipping away, by the own rhythm.
WITH days AS (SELECT DISTINCT buyer, CAST(paid_at AS DATE) AS day FROM f WHERE buyer <> 0 AND paid_at < {to}),
gaps AS (SELECT buyer, day - lag(day) OVER (PARTITION BY buyer ORDER BY day) AS gap FROM days),
rhythm AS (SELECT buyer, quantile_cont(gap, 0.5) AS own FROM gaps WHERE gap IS NOT NULL GROUP BY buyer HAVING count(*) >= 2),
judged AS (
    SELECT b.buyer, CAST({to} AS DATE) - 1 - CAST(b.last_ever AS DATE) AS silent, r.own, coalesce(greatest(r.own * 2, 14), 90) AS usual,
        coalesce(greatest(r.own * 2, 14) * 2, 180) AS lost, b.net_ever, b.orders_ever FROM b LEFT JOIN rhythm r USING (buyer))
SELECT CASE WHEN silent > lost THEN 2 WHEN silent > usual THEN 1 ELSE 0 END AS standing, count(*), sum(net_ever),
    max({net_ever: net_ever, buyer: buyer}, 500)
FROM judged GROUP BY standing;
