-- From payment to shipping.
CREATE OR REPLACE TEMP TABLE s AS
SELECT id, paid_at, courier, province, epoch(shipped_at - paid_at)::INTEGER AS wait,
    CASE WHEN received_at >= shipped_at THEN epoch(received_at - shipped_at)::INTEGER END AS receipt
FROM f WHERE paid_at >= {from} AND paid_at < {to} AND (shipped_at >= paid_at OR (shipped_at IS NULL
    AND NOT (status IN (4, 3, 5, 7) OR (paid > 0 AND refund >= paid))));
SELECT courier, province, count(*), quantile_cont(wait, [0.5, 0.9, 0.95]) FROM s WHERE wait IS NOT NULL
GROUP BY GROUPING SETS ((courier, province), (courier), (province), ());
SELECT courier, count(*), quantile_cont(receipt, [0.5, 0.9, 0.95]) FROM s WHERE receipt IS NOT NULL GROUP BY GROUPING SETS ((courier), ());
-- =shipped_24h_rate
SELECT count(*) FILTER (wait <= 86400), count(*) FROM s WHERE paid_at <= {now} - INTERVAL 24 HOUR;
-- =shipped_48h_rate
SELECT count(*) FILTER (wait <= 172800), count(*) FROM s WHERE paid_at <= {now} - INTERVAL 48 HOUR;
SELECT CASE WHEN wait < 3600 THEN 0 WHEN wait < 7200 THEN 1 WHEN wait < 14400 THEN 2 WHEN wait < 28800 THEN 3 WHEN wait < 43200 THEN 4
    WHEN wait < 86400 THEN 5 WHEN wait < 129600 THEN 6 WHEN wait < 172800 THEN 7 WHEN wait < 259200 THEN 8 WHEN wait < 345600 THEN 9
    WHEN wait < 432000 THEN 10 WHEN wait IS NOT NULL THEN 11 END AS bar, count(*) FROM s GROUP BY bar;
SELECT {step_paid} AS step, count(wait), quantile_cont(wait, [0.5, 0.9]), count(*) FILTER (wait <= 172800 AND paid_at <= {now} - INTERVAL 48 HOUR),
    count(*) FILTER (paid_at <= {now} - INTERVAL 48 HOUR) FROM s GROUP BY step ORDER BY step;
SELECT count(*) FILTER (shipped_at < paid_at), count(*) FILTER (shipped_at IS NULL AND (status = 7 OR (paid > 0 AND refund >= paid))),
    count(*) FILTER (shipped_at IS NULL AND status IN (3, 4, 5)) FROM f WHERE paid_at >= {from} AND paid_at < {to};
-- Collection and transit of the parcels shipped in the period.
CREATE OR REPLACE TEMP TABLE t AS
SELECT id, order_id, courier, province, weight_g, freight, net, shipped, collected, signed, last_scan, arrived,
    CASE WHEN signed >= shipped + INTERVAL 60 MINUTE AND signed >= collected THEN epoch(signed - collected)::INTEGER END AS way,
    CASE WHEN collected >= shipped THEN epoch(collected - shipped)::INTEGER END AS pickup
FROM fp WHERE shipped >= {from} AND shipped < {to};
SELECT courier, province, count(*), quantile_cont(way, [0.5, 0.9, 0.95]) FROM t WHERE way IS NOT NULL
GROUP BY GROUPING SETS ((courier, province), (courier), (province), ());
SELECT courier, count(*), quantile_cont(pickup, [0.5, 0.9, 0.95]) FROM t WHERE pickup IS NOT NULL GROUP BY GROUPING SETS ((courier), ());
SELECT count(*), count(*) FILTER (signed < shipped + INTERVAL 60 MINUTE), count(*) FILTER (collected IS NULL AND signed IS NULL AND last_scan IS NULL),
    count(*) FILTER (pickup <= 86400 AND shipped <= {now} - INTERVAL 24 HOUR), count(*) FILTER (shipped <= {now} - INTERVAL 24 HOUR),
    count(*) FILTER (pickup <= 172800 AND shipped <= {now} - INTERVAL 48 HOUR), count(*) FILTER (shipped <= {now} - INTERVAL 48 HOUR) FROM t;
-- The couriers' scorecard.
SELECT courier, count(*), count(*) FILTER (way <= 259200),
    count(*) FILTER (way IS NOT NULL OR (signed IS NULL AND NOT arrived AND coalesce(collected, shipped) < {now} - INTERVAL 72 HOUR)),
    count(way), count(*) FILTER (signed IS NULL AND NOT arrived AND greatest(shipped, collected, last_scan) < {now} - INTERVAL 72 HOUR),
    sum(freight), count(freight) FROM t GROUP BY courier;
-- =parcels_sent
SELECT count(*) FROM t;
-- Freight.
SELECT CASE WHEN weight_g <= 500 THEN 0 WHEN weight_g <= 1000 THEN 1 WHEN weight_g <= 2000 THEN 2 WHEN weight_g <= 3000 THEN 3
    WHEN weight_g <= 5000 THEN 4 WHEN weight_g <= 10000 THEN 5 WHEN weight_g <= 20000 THEN 6 WHEN weight_g > 0 THEN 7 END AS bracket,
    count(*), count(freight), sum(freight) FROM t GROUP BY bracket;
SELECT courier, count(*), count(freight), sum(freight) FROM t GROUP BY courier;
SELECT province, count(*), count(freight), sum(freight) FROM t GROUP BY province;
SELECT sum(freight), sum(net) FILTER (freight IS NOT NULL), sum(net) FROM (
    SELECT order_id, sum(freight) AS freight, any_value(net) AS net FROM t WHERE net IS NOT NULL GROUP BY order_id);
-- Parcels that look lost or late by what their lane needs, and orders nobody has shipped.
WITH way AS (
    SELECT courier, province, epoch(signed - collected)::INTEGER AS way FROM fp
    WHERE shipped >= CAST({now} AS DATE) - INTERVAL 180 DAY AND signed >= shipped + INTERVAL 60 MINUTE AND signed >= collected),
usual AS (
    SELECT courier, province, grouping(courier, province) AS level, count(*) AS n, quantile_cont(way, 0.95) AS p95 FROM way
    GROUP BY GROUPING SETS ((courier, province), (courier), ())),
open AS (
    SELECT id, courier, province, shipped, collected, last_scan FROM fp WHERE shipped >= {now} - INTERVAL 60 DAY AND signed IS NULL AND NOT arrived)
SELECT o.id, epoch({now} - greatest(shipped, collected, last_scan)) AS silent, epoch({now} - coalesce(collected, shipped)) AS way, coalesce(x.p95, y.p95, z.p95) AS most
FROM open o
LEFT JOIN usual x ON x.level = 0 AND x.n >= 20 AND x.courier = o.courier AND x.province = o.province
LEFT JOIN usual y ON y.level = 1 AND y.n >= 20 AND y.courier = o.courier
LEFT JOIN usual z ON z.level = 3
WHERE silent > 259200 OR way > most ORDER BY silent DESC;
SELECT id, paid_at, paid FROM f WHERE paid_at >= CAST({now} AS DATE) - INTERVAL 60 DAY AND paid_at <= {now} - INTERVAL 48 HOUR AND shipped_at IS NULL
    AND status NOT IN (3, 4, 5, 7) AND NOT (paid > 0 AND refund >= paid) ORDER BY paid_at;
