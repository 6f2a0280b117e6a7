-- Products and what they are made of, in both periods.
CREATE OR REPLACE TEMP TABLE u AS
SELECT unit, product, category, paid_at >= {from} AS now, sum(CASE WHEN gift THEN 0 ELSE qty END) AS pieces, count(DISTINCT order_id) AS orders,
    count(DISTINCT order_id) FILTER (refund > 0) AS refunded, sum(paid) AS paid, sum(refund) AS refund, sum(paid) FILTER (cost IS NOT NULL) AS costed_paid,
    sum(paid - refund) FILTER (cost IS NOT NULL) AS costed_net, sum(kept) AS kept
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY ALL;
SELECT * FROM u ORDER BY paid - refund DESC;
SELECT product, paid_at >= {from} AS now, sum(CASE WHEN gift THEN 0 ELSE qty END) AS pieces, count(DISTINCT order_id) AS orders,
    count(DISTINCT order_id) FILTER (refund > 0) AS refunded, sum(paid) AS paid, sum(refund) AS refund, sum(paid) FILTER (cost IS NOT NULL) AS costed_paid,
    sum(paid - refund) FILTER (cost IS NOT NULL) AS costed_net, sum(kept) AS kept
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY product, now ORDER BY sum(paid - refund) DESC;
SELECT paid_at >= {from} AS now, count(DISTINCT order_id), count(DISTINCT order_id) FILTER (refund > 0) FROM fl
WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now;
SELECT category, now, sum(pieces), sum(paid), sum(refund), sum(costed_paid), sum(costed_net), sum(kept) FROM u GROUP BY category, now;
-- =goods_paid
SELECT sum(paid) FROM u WHERE now;
-- =gross_profit
SELECT sum(costed_net) - sum(kept) FROM u WHERE now;
-- Colours and sizes: properties of the units.
SELECT s.props, sum(pieces), sum(u.paid), sum(u.refund) FROM u JOIN sku s ON s.id = u.unit WHERE now GROUP BY s.props;
-- When products sold first and last, their weeks, and their recent pace.
SELECT product, min(paid_at), max(paid_at) FROM fl WHERE paid_at < {to} GROUP BY product;
SELECT product, datediff('day', {to} - INTERVAL 364 DAY, paid_at) // 7 AS week, sum(CASE WHEN gift THEN 0 ELSE qty END)
FROM fl WHERE paid_at >= {to} - INTERVAL 364 DAY AND paid_at < {to} GROUP BY product, week;
SELECT product, sum(CASE WHEN gift THEN 0 ELSE qty END) FILTER (paid_at >= {to} - INTERVAL 28 DAY), sum(CASE WHEN gift THEN 0 ELSE qty END)
FROM fl WHERE paid_at >= {to} - INTERVAL 112 DAY AND paid_at < {to} GROUP BY product;
-- Price bands of a piece, in both periods.
SELECT CASE WHEN price < 1000 THEN 0 WHEN price < 2000 THEN 1 WHEN price < 3000 THEN 2 WHEN price < 5000 THEN 3 WHEN price < 8000 THEN 4
    WHEN price < 10000 THEN 5 WHEN price < 15000 THEN 6 WHEN price < 20000 THEN 7 WHEN price < 30000 THEN 8 WHEN price < 50000 THEN 9 ELSE 10 END AS band,
    now, count(DISTINCT order_id), sum(qty), sum(paid), sum(refund), sum(paid) FILTER (cost IS NOT NULL), sum(paid - refund) FILTER (cost IS NOT NULL), sum(kept)
FROM (SELECT *, paid // qty AS price, paid_at >= {from} AS now FROM fl WHERE NOT gift AND qty > 0 AND paid_at >= {before} AND paid_at < {to})
GROUP BY band, now;
-- What is bought together.
CREATE OR REPLACE TEMP TABLE basket AS
SELECT DISTINCT order_id, product FROM fl WHERE NOT gift AND product <> 0 AND paid_at >= {from} AND paid_at < {to};
SELECT product, count(*) FROM basket GROUP BY product;
SELECT x.product, y.product, count(*) AS n FROM basket x JOIN basket y ON x.order_id = y.order_id AND x.product < y.product
GROUP BY ALL HAVING n >= 3 ORDER BY n DESC;
-- =mixed_order_rate
SELECT count(*) FILTER (n > 1), count(*) FROM (SELECT count(*) AS n FROM basket GROUP BY order_id);
SELECT count(*) FILTER (n > 1), count(*) FROM (
    SELECT count(DISTINCT product) AS n FROM fl WHERE NOT gift AND product <> 0 AND paid_at >= {before} AND paid_at < {from} GROUP BY order_id);
-- Why goods come back.
SELECT reason, count(*), sum(amount) FROM fr WHERE status = 6 AND paid_at >= {from} AND paid_at < {to} GROUP BY reason ORDER BY 3 DESC;
SELECT kind, count(*), sum(amount) FROM fr WHERE status = 6 AND paid_at >= {from} AND paid_at < {to} GROUP BY kind;
SELECT product, reason, count(*), sum(amount) FROM fr WHERE status = 6 AND paid_at >= {from} AND paid_at < {to} GROUP BY product, reason ORDER BY 4 DESC;
