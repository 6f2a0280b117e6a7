-- Totals of both periods.
SELECT paid_at >= {from} AS now, count(*), sum(paid), sum(paid - refund), sum(refund), count(*) FILTER (refund > 0), sum(items), count(items),
    sum(paid) FILTER (items IS NOT NULL), count(*) FILTER (buyer <> 0), sum(paid) FILTER (buyer <> 0), count(DISTINCT nullif(buyer, 0)),
    sum(paid) FILTER (paid_at <= {mature}), sum(refund) FILTER (paid_at <= {mature})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now;
SELECT created_at >= {from} AS now, count(*), count(paid_at), sum(payable) FROM f WHERE created_at >= {before} AND created_at < {to} GROUP BY now;
SELECT paid_at >= {from} AS now, sum(paid), sum(paid) FILTER (cost IS NOT NULL), sum(paid - refund) FILTER (cost IS NOT NULL), sum(kept)
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now;
SELECT finished >= {from} AS now, sum(amount) FROM fr WHERE status = 6 AND finished >= {before} AND finished < {to} GROUP BY now;
-- Visitors, carts and the funnel.
SELECT from_day >= {from} AS now, count(*), sum(visitors), sum(page_views), sum(cart_buyers), sum(order_buyers), sum(pay_buyers)
FROM traffic WHERE {traffic} AND grain = 1 AND from_day = to_day AND from_day >= {before} AND from_day < {to} GROUP BY now;
-- =orders_paid
SELECT count(*) FROM f WHERE paid_at >= {from} AND paid_at < {to};
-- =buyers_paid
SELECT count(DISTINCT buyer) FROM f WHERE buyer <> 0 AND paid_at >= {from} AND paid_at < {to};
-- Trend with the compared period.
SELECT paid_at >= {from} AS now, {step_paid} AS step, count(*), sum(paid), sum(refund), sum(items), count(DISTINCT nullif(buyer, 0))
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY now, step ORDER BY step;
SELECT created_at >= {from} AS now, {step_created} AS step, count(*), sum(payable)
FROM f WHERE created_at >= {before} AND created_at < {to} GROUP BY now, step ORDER BY step;
SELECT {step_traffic} AS step, sum(visitors) FROM traffic
WHERE {traffic} AND grain = 1 AND from_day = to_day AND from_day >= {before} AND from_day < {to} GROUP BY step ORDER BY step;
-- Hours and weekdays.
SELECT isodow(paid_at) AS weekday, hour(paid_at) AS hour, count(*), sum(paid) FROM f WHERE paid_at >= {from} AND paid_at < {to} GROUP BY weekday, hour;
-- Days around the period, among which some stand out.
SELECT CAST(paid_at AS DATE) AS day, sum(paid) FROM f
WHERE paid_at >= {from} - INTERVAL 56 DAY AND paid_at < {to} + INTERVAL 56 DAY GROUP BY day ORDER BY day;
-- By shop, platform, province and price band.
SELECT shop, count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), count(DISTINCT nullif(buyer, 0)) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY shop ORDER BY 3 DESC;
SELECT platform, count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), count(DISTINCT nullif(buyer, 0)) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY platform ORDER BY 3 DESC;
SELECT province, count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), count(DISTINCT nullif(buyer, 0)) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY province ORDER BY 3 DESC;
SELECT CASE WHEN paid < 2000 THEN 0 WHEN paid < 5000 THEN 1 WHEN paid < 10000 THEN 2 WHEN paid < 15000 THEN 3 WHEN paid < 20000 THEN 4
    WHEN paid < 30000 THEN 5 WHEN paid < 50000 THEN 6 WHEN paid < 100000 THEN 7 WHEN paid < 200000 THEN 8 WHEN paid < 500000 THEN 9 ELSE 10 END AS band,
    count(*) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}),
    sum(items) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM f WHERE paid_at >= {before} AND paid_at < {to} GROUP BY band ORDER BY band;
-- By category, with gross profit.
SELECT category, count(DISTINCT order_id) FILTER (paid_at >= {from}), sum(CASE WHEN gift THEN 0 ELSE qty END) FILTER (paid_at >= {from}),
    sum(paid) FILTER (paid_at >= {from}), sum(refund) FILTER (paid_at >= {from}), sum(paid) FILTER (cost IS NOT NULL AND paid_at >= {from}),
    sum(paid - refund) FILTER (cost IS NOT NULL AND paid_at >= {from}), sum(kept) FILTER (paid_at >= {from}), sum(paid) FILTER (paid_at < {from})
FROM fl WHERE paid_at >= {before} AND paid_at < {to} GROUP BY category ORDER BY 4 DESC;
-- The bridge from the platform's view to the owner's.
SELECT paid_at >= {from} AND paid_at < {to} AS own, finished >= {from} AND finished < {to} AS within, sum(amount)
FROM fr WHERE status = 6 AND finished IS NOT NULL GROUP BY own, within;
