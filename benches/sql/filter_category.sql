-- A choice of categories: orders count with the lines that count, so they are added up first.
CREATE OR REPLACE TEMP VIEW fl AS SELECT * FROM l WHERE {keep};
CREATE OR REPLACE TEMP TABLE narrowed AS
SELECT order_id, CAST(sum(paid) AS BIGINT) AS paid, CAST(sum(refund) AS BIGINT) AS refund, CAST(sum(CASE WHEN gift THEN 0 ELSE qty END) AS INTEGER) AS items,
    CAST(sum(paid - refund) FILTER (cost IS NOT NULL) AS BIGINT) AS costed,
    CAST(sum(paid - refund - kept) FILTER (cost IS NOT NULL) AS BIGINT) AS profit
FROM fl GROUP BY order_id;
CREATE OR REPLACE TEMP TABLE part_of_orders AS
SELECT o.* REPLACE (n.paid AS paid, n.refund AS refund, n.items AS items, n.costed AS costed, n.profit AS profit,
    CASE WHEN o.paid = 0 THEN o.payable ELSE o.payable * n.paid // o.paid END AS payable)
FROM o JOIN narrowed n ON n.order_id = o.id;
CREATE OR REPLACE TEMP VIEW f AS SELECT * FROM part_of_orders;
CREATE OR REPLACE TEMP VIEW fp AS SELECT p.* REPLACE (n.paid - n.refund AS net) FROM p JOIN narrowed n ON n.order_id = p.order_id;
CREATE OR REPLACE TEMP VIEW fr AS SELECT * FROM r WHERE {keep};
