-- Totals of both periods.
SELECT paid_at >= {from} AS now, count(*), sum(paid), sum(paid - refund), sum(refund), count(*) FILTER (refund > 0), sum(items), count(items),
    sum(paid) FILTER (items IS NOT NULL), count(*) FILTER (buyer <> 0), sum(paid) FILTER (buyer <> 0), count(DISTINCT nullif(buyer, 0)),
    sum(paid) FILTER (paid_at <= {mature}), sum(refund) FILTER (paid_at <= {mature})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now;
SELECT created_at >= {from} AS now, count(*), count(paid_at), sum(payable) FROM f WHERE created_at >= {before} AND created_at < {to} GROUP BY now;
SELECT paid_at >= {from} AS now, sum(paid), sum(paid) FILTER (cost IS NOT NULL), sum(paid - refund) FILTER (cost IS NOT NULL), sum(kept)
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now;
SELECT finished >= {from} AS now, sum(amount) FROM fr WHERE status = 6 AND finished >= {before} AND finished < {to} GROUP BY now;
SELECT from_day >= {from} AS now, count(*), sum(visitors), sum(page_views), sum(cart_buyers), sum(order_buyers), sum(pay_buyers)
FROM traffic WHERE {traffic} AND grain = 1 AND from_day = to_day AND from_day >= {before} AND from_day < {to} GROUP BY now;
-- =paid_amount
SELECT sum(paid) FROM f WHERE paid_at >= {from} AND paid_at < {to};
-- The last day beside yesterday, last week and last year.
SELECT CAST(paid_at AS DATE) AS day, count(*), sum(paid), count(DISTINCT nullif(buyer, 0)) FROM f
WHERE (paid_at >= {day} AND paid_at < {to}) OR (paid_at >= {yesterday} AND paid_at < {day})
    OR (paid_at >= {week} AND paid_at < {week} + INTERVAL 1 DAY) OR (paid_at >= {year} AND paid_at < {year} + INTERVAL 1 DAY)
GROUP BY day;
SELECT from_day, sum(visitors), sum(pay_buyers) FROM traffic
WHERE {traffic} AND grain = 1 AND from_day = to_day AND from_day IN (CAST({day} AS DATE), CAST({yesterday} AS DATE), CAST({week} AS DATE), CAST({year} AS DATE)) GROUP BY from_day;
-- Trend and small lines, with the compared period.
SELECT paid_at >= {from} AS now, {step_paid} AS step, count(*), sum(paid), sum(refund), sum(items), count(DISTINCT nullif(buyer, 0))
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now, step ORDER BY step;
SELECT created_at >= {from} AS now, {step_created} AS step, count(*), sum(payable)
FROM f WHERE created_at >= {before} AND created_at < {to} GROUP BY now, step ORDER BY step;
SELECT {step_paid} AS step, sum(paid), sum(paid) FILTER (cost IS NOT NULL), sum(paid - refund) FILTER (cost IS NOT NULL), sum(kept)
FROM fl WHERE paid_at >= {from} AND paid_at < {to} GROUP BY step ORDER BY step;
SELECT {step_traffic} AS step, sum(visitors), sum(pay_buyers) FROM traffic
WHERE {traffic} AND grain = 1 AND from_day = to_day AND from_day >= {before} AND from_day < {to} GROUP BY step ORDER BY step;
-- What needs attention.
SELECT id, paid, paid_at <= {now} - INTERVAL 48 HOUR FROM f WHERE paid_at <= {now} - INTERVAL 24 HOUR AND status IN (2, 3) AND shipped_at IS NULL;
SELECT id FROM fp WHERE shipped >= {now} - INTERVAL 60 DAY AND signed IS NULL AND known_order IS NOT NULL AND NOT arrived
    AND greatest(shipped, collected, last_scan) < {now} - INTERVAL 3 DAY;
SELECT id, amount FROM fr WHERE status IN (1, 2, 3);
SELECT sku = 0, CASE WHEN sku = 0 THEN listing ELSE sku END AS thing, sum(paid) FROM fl
WHERE (sku = 0 OR cost IS NULL) AND paid_at >= {from} AND paid_at < {to} GROUP BY ALL;
SELECT count(*) FROM (
    SELECT DISTINCT shop, CAST(paid_at AS DATE) AS day FROM f WHERE paid_at >= {from} AND paid_at < {to}) s
JOIN (SELECT shop_id, min(from_day) AS first FROM traffic WHERE {traffic} AND grain = 1 AND from_day = to_day GROUP BY shop_id) t ON t.shop_id = s.shop AND t.first <= s.day
WHERE NOT EXISTS (FROM traffic x WHERE x.grain = 1 AND x.shop_id = s.shop AND x.from_day = s.day AND x.to_day = s.day);
-- What moved.
SELECT product, coalesce(sum(paid) FILTER (paid_at >= {from}), 0) AS now, coalesce(sum(paid) FILTER (paid_at < {from}), 0) AS before
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY product ORDER BY now - before DESC;
-- Where.
SELECT province, count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), count(DISTINCT nullif(buyer, 0)) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY province ORDER BY 3 DESC;
SELECT platform, count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), count(DISTINCT nullif(buyer, 0)) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY platform ORDER BY 3 DESC;
