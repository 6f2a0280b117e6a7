-- What no filter changes stands ready on the yardstick's side too, as it does in the program's facts: paid orders, lines with their
-- cost, parcels and refunds with what their orders tell, amounts in fen, sorted by the clock they are asked by. Made once, not timed.

CREATE TEMP TABLE cost AS
SELECT sku_id, CAST(cost * 100 AS BIGINT) AS cost,
    CASE WHEN row_number() OVER w = 1 THEN TIMESTAMP '-infinity' ELSE valid_from END AS since,
    lead(valid_from, 1, TIMESTAMP 'infinity') OVER w AS upto
FROM sku_cost WINDOW w AS (PARTITION BY sku_id ORDER BY valid_from, import_id);

CREATE TEMP TABLE part AS
WITH chosen AS (
    SELECT l.id AS listing_id, coalesce(s.id, 0) AS sku_id, m.qty, m.id AS made, m.platform AS scope,
        max(m.platform) OVER (PARTITION BY l.id) AS best
    FROM listing l JOIN mapping m ON m.key = l.key AND m.platform IN (0, l.platform) LEFT JOIN sku s ON s.code = m.sku_code)
SELECT listing_id, sku_id, qty, row_number() OVER (PARTITION BY listing_id ORDER BY sku_id = 0, made) AS place
FROM chosen WHERE scope = best
UNION ALL
SELECT l.id, s.id, 1, 1 FROM listing l JOIN sku s ON s.code = l.sku_code WHERE l.id NOT IN (SELECT listing_id FROM chosen);

CREATE TEMP TABLE sold_as AS
SELECT l.id AS listing, coalesce(h.sku_id, 0) AS sku, CASE WHEN h.sku_id > 0 THEN h.sku_id ELSE -l.id END AS unit,
    coalesce(nullif(s.category_id, 0), l.category_id) AS category,
    dense_rank() OVER (ORDER BY coalesce('s' || s.name, 'l' || l.platform || coalesce(l.item_id, l.title, l.key))) AS product
FROM listing l
LEFT JOIN (SELECT listing_id, arg_min(nullif(sku_id, 0), place) AS sku_id FROM part GROUP BY listing_id) h ON h.listing_id = l.id
LEFT JOIN sku s ON s.id = h.sku_id;

CREATE TEMP TABLE clock AS
SELECT id, coalesce(paid_at, CASE WHEN paid > 0 AND coalesce(status, 9) NOT IN (1, 6) THEN created_at END) AS paid_at,
    coalesce(shipped_at, paid_at, created_at, TIMESTAMP '9999-01-01') AS at_time
FROM orders;

-- A piece costs what it did when it left.
CREATE TEMP TABLE line_cost AS
SELECT l.id, CASE WHEN count(*) = count(c.cost) THEN CAST(sum(c.cost * p.qty * l.qty) AS BIGINT) END AS cost
FROM order_line l JOIN clock k ON k.id = l.order_id JOIN part p ON p.listing_id = l.listing_id
LEFT JOIN cost c ON c.sku_id = p.sku_id AND coalesce(l.shipped_at, k.at_time) >= c.since AND coalesce(l.shipped_at, k.at_time) < c.upto
GROUP BY l.id;

-- Lines: what was paid, given back, and the cost of goods that stayed sold.
CREATE TEMP TABLE l AS
WITH by_line AS (
    SELECT line_id, CAST(sum(amount) FILTER (kind IN (1, 3)) * 100 AS BIGINT) AS returned,
        CAST(sum(amount) FILTER (kind <> 9) * 100 AS BIGINT) AS told
    FROM refund WHERE status = 6 AND line_id <> 0 GROUP BY line_id),
by_order AS (SELECT order_id, arg_max(kind, id) AS kind FROM refund WHERE status = 6 AND line_id = 0 GROUP BY order_id),
one AS (
    SELECT l.id, l.order_id, k.paid_at, o.platform, o.shop_id AS shop, o.customer_id AS buyer, coalesce(a.product, 0) AS product,
        coalesce(a.sku, 0) AS sku, coalesce(a.unit, 0) AS unit, l.listing_id AS listing, coalesce(a.category, 0) AS category,
        CAST(coalesce(l.qty, 0) AS INTEGER) AS qty, l.gift, CASE WHEN k.paid_at IS NULL THEN 0 ELSE CAST(coalesce(l.paid, 0) * 100 AS BIGINT) END AS paid,
        CAST(l.refund * 100 AS BIGINT) AS refund, coalesce(c.cost, CAST(l.unit_cost * 100 AS BIGINT) * l.qty) AS cost,
        coalesce(b.returned, 0) AS returned, coalesce(b.told, 0) AS told, w.kind,
        coalesce(o.status, 9) = 7 AND o.shipped_at IS NULL AS never_left
    FROM order_line l JOIN orders o ON o.id = l.order_id JOIN clock k ON k.id = o.id
    LEFT JOIN sold_as a ON a.listing = l.listing_id LEFT JOIN line_cost c ON c.id = l.id
    LEFT JOIN by_line b ON b.line_id = l.id LEFT JOIN by_order w ON w.order_id = l.order_id),
back AS (
    SELECT *, least(greatest(returned + CASE WHEN kind IN (1, 3) OR (kind IS NULL OR kind = 9) AND refund >= paid
        THEN greatest(refund - told, 0) ELSE 0 END, 0), paid) AS gone FROM one)
SELECT id, order_id, paid_at, platform, shop, buyer, product, sku, unit, listing, category, qty, gift, paid, refund, cost,
    CASE WHEN cost IS NULL OR cost = 0 THEN cost WHEN paid <= 0 THEN CASE WHEN never_left THEN 0 ELSE cost END
        ELSE cost - (CAST(cost AS HUGEINT) * gone * 2 + paid) // (paid * 2) END::BIGINT AS kept
FROM back ORDER BY paid_at, order_id, id;

CREATE TEMP TABLE o AS
SELECT o.id, o.platform, o.shop_id AS shop, o.customer_id AS buyer, coalesce(o.province, 0) AS province, coalesce(o.status, 9) AS status,
    o.created_at, k.paid_at, o.shipped_at, o.received_at, CAST(coalesce(o.payable, 0) * 100 AS BIGINT) AS payable,
    CASE WHEN k.paid_at IS NULL THEN 0 ELSE CAST(coalesce(o.paid, 0) * 100 AS BIGINT) END AS paid, CAST(o.refund * 100 AS BIGINT) AS refund,
    coalesce(i.items, o.items) AS items, coalesce(i.profit, 0) AS profit, coalesce(i.costed, 0) AS costed, coalesce(c.courier, 0) AS courier
FROM orders o JOIN clock k ON k.id = o.id
LEFT JOIN (
    SELECT order_id, CAST(sum(CASE WHEN gift THEN 0 ELSE qty END) AS INTEGER) AS items,
        CAST(sum(paid - refund) FILTER (cost IS NOT NULL) AS BIGINT) AS costed,
        CAST(sum(paid - refund - kept) FILTER (cost IS NOT NULL) AS BIGINT) AS profit
    FROM l GROUP BY order_id) i ON i.order_id = o.id
LEFT JOIN (SELECT order_id, arg_min(courier_id, id) AS courier FROM parcel GROUP BY order_id) c ON c.order_id = o.id
ORDER BY k.paid_at;

CREATE TEMP TABLE p AS
SELECT p.id, p.order_id, p.courier_id AS courier, coalesce(p.province, o.province, 0) AS province, p.weight_g,
    CAST(p.freight * 100 AS BIGINT) AS freight, coalesce(p.shipped_at, o.shipped_at) AS shipped, p.collected_at AS collected,
    p.signed_at AS signed, p.last_scan_at AS last_scan, o.platform, o.shop_id AS shop, o.id AS known_order,
    p.signed_at IS NULL AND (o.received_at IS NOT NULL OR coalesce(o.status IN (5, 7), false)) AS arrived,
    CAST((o.paid - o.refund) * 100 AS BIGINT) AS net
FROM parcel p LEFT JOIN orders o ON o.id = p.order_id ORDER BY shipped;

CREATE TEMP TABLE r AS
SELECT r.id, r.order_id, r.line_id, coalesce(l.product, 0) AS product, coalesce(l.category, 0) AS category,
    CAST(r.amount * 100 AS BIGINT) AS amount, r.kind, r.status, r.reason_id AS reason, r.finished_at AS finished, k.paid_at,
    o.platform, o.shop_id AS shop
FROM refund r JOIN orders o ON o.id = r.order_id JOIN clock k ON k.id = o.id LEFT JOIN l ON l.id = r.line_id;
