-- Schema 1. Amounts are DECIMAL(18,2) yuan, times TIMESTAMP in China time, 0 in an id column means "none".
-- NULL means "not told". No foreign keys, no triggers, no index on a table that grows with the orders.
-- created_import is the import that brought the row (0: made by hand), import_id the one that last told something new.

CREATE TABLE meta(key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL);
CREATE TABLE counter(name VARCHAR PRIMARY KEY, next BIGINT NOT NULL);

CREATE TABLE shop(id BIGINT NOT NULL, platform SMALLINT NOT NULL, name VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE customer(id BIGINT NOT NULL, platform SMALLINT NOT NULL, buyer VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE courier(id BIGINT NOT NULL, name VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE category(id BIGINT NOT NULL, name VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE reason(id BIGINT NOT NULL, name VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE supplier(id BIGINT NOT NULL, name VARCHAR NOT NULL, created_import BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- An order (订单). Natural key: platform, order_no. refund is derived: see store/derive.rs.
CREATE TABLE orders(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL,
    shop_id BIGINT NOT NULL, customer_id BIGINT NOT NULL,
    status SMALLINT, status_raw VARCHAR,
    created_at TIMESTAMP, paid_at TIMESTAMP, shipped_at TIMESTAMP, received_at TIMESTAMP,
    goods_amount DECIMAL(18,2), freight DECIMAL(18,2), payable DECIMAL(18,2), paid DECIMAL(18,2),
    refund_told DECIMAL(18,2), settled DECIMAL(18,2), refund DECIMAL(18,2) NOT NULL,
    items BIGINT, title VARCHAR,
    province SMALLINT, city VARCHAR, district VARCHAR,
    receiver VARCHAR, phone VARCHAR, address VARCHAR,
    tracking_no VARCHAR, courier_id BIGINT NOT NULL,
    seller_memo VARCHAR, buyer_message VARCHAR, close_reason VARCHAR, linked_order_no VARCHAR,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- A line (子订单). Natural key: platform, line_no. A stand-in is the one line of an order whose real lines no file has told yet.
-- paid and refund are derived from what order, line and refund rows tell.
CREATE TABLE order_line(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, line_no VARCHAR NOT NULL, order_id BIGINT NOT NULL, listing_id BIGINT NOT NULL,
    item_id VARCHAR, platform_sku_id VARCHAR, sku_code VARCHAR, title VARCHAR, props VARCHAR,
    qty BIGINT, unit_price DECIMAL(18,2), goods_amount DECIMAL(18,2), paid_told DECIMAL(18,2), refund_told DECIMAL(18,2),
    paid DECIMAL(18,2), refund DECIMAL(18,2) NOT NULL,
    status SMALLINT, refund_status_raw VARCHAR, category_id BIGINT NOT NULL, unit_cost DECIMAL(18,2),
    gift BOOLEAN NOT NULL, stand_in BOOLEAN NOT NULL,
    shipped_at TIMESTAMP, tracking_no VARCHAR, courier_id BIGINT NOT NULL,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

CREATE TABLE order_status_history(order_id BIGINT NOT NULL, from_status SMALLINT NOT NULL, to_status SMALLINT NOT NULL, told_at TIMESTAMP NOT NULL, import_id BIGINT NOT NULL);

-- A refund (退款单). Natural key: platform, refund_no. order_id and line_id are links that follow from the numbers.
CREATE TABLE refund(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, refund_no VARCHAR NOT NULL,
    order_no VARCHAR, order_id BIGINT NOT NULL, line_no VARCHAR, line_id BIGINT NOT NULL,
    item_id VARCHAR, sku_code VARCHAR, title VARCHAR,
    amount DECIMAL(18,2) NOT NULL, kind SMALLINT NOT NULL, status SMALLINT NOT NULL, status_raw VARCHAR, reason_id BIGINT NOT NULL,
    applied_at TIMESTAMP, finished_at TIMESTAMP, paid_at TIMESTAMP, return_tracking VARCHAR,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE refund_status_history(refund_id BIGINT NOT NULL, from_status SMALLINT NOT NULL, to_status SMALLINT NOT NULL, told_at TIMESTAMP NOT NULL, import_id BIGINT NOT NULL);

-- A parcel (包裹). Natural key: tracking_no. implied: known from an order's tracking number only.
CREATE TABLE parcel(
    id BIGINT NOT NULL, tracking_no VARCHAR NOT NULL, order_no VARCHAR, order_id BIGINT NOT NULL,
    courier_id BIGINT NOT NULL, province SMALLINT, city VARCHAR, weight_g BIGINT, freight DECIMAL(18,2),
    shipped_at TIMESTAMP, collected_at TIMESTAMP, signed_at TIMESTAMP, last_scan_at TIMESTAMP, state_raw VARCHAR,
    implied BOOLEAN NOT NULL,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- An own SKU (自有 SKU). Natural key: code.
CREATE TABLE sku(
    id BIGINT NOT NULL, code VARCHAR NOT NULL, name VARCHAR, category_id BIGINT NOT NULL, props VARCHAR,
    cost DECIMAL(18,2), price DECIMAL(18,2), weight_g BIGINT, supplier_id BIGINT NOT NULL, barcode VARCHAR, listed_at DATE,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
-- What a piece costs from a moment on; the earliest row also holds for all time before it.
CREATE TABLE sku_cost(sku_id BIGINT NOT NULL, valid_from TIMESTAMP NOT NULL, cost DECIMAL(18,2) NOT NULL, import_id BIGINT NOT NULL);

-- A platform SKU (平台 SKU). Natural key: platform, key (domain::draft::platform_sku_key).
CREATE TABLE listing(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, key VARCHAR NOT NULL,
    item_id VARCHAR, platform_sku_id VARCHAR, sku_code VARCHAR, title VARCHAR, props VARCHAR, category_id BIGINT NOT NULL,
    price DECIMAL(18,2), listed_at DATE,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
-- One platform SKU stands for qty pieces of an own SKU; a bundle has several rows, in the order of their ids. platform 0: any.
-- Kept by text, not by id, so that it outlives an import that is taken back.
CREATE TABLE mapping(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, key VARCHAR NOT NULL, sku_code VARCHAR NOT NULL, qty BIGINT NOT NULL,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Traffic (流量). Natural key: platform, shop, grain, days, subject.
CREATE TABLE traffic(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, shop_id BIGINT NOT NULL, grain SMALLINT NOT NULL,
    from_day DATE NOT NULL, to_day DATE NOT NULL, subject VARCHAR NOT NULL, subject_name VARCHAR,
    visitors BIGINT, page_views BIGINT, cart_buyers BIGINT, favourite_buyers BIGINT, order_buyers BIGINT, order_amount DECIMAL(18,2),
    pay_buyers BIGINT, pay_items BIGINT, pay_orders BIGINT, pay_amount DECIMAL(18,2), refund_amount DECIMAL(18,2),
    new_visitors BIGINT, returning_visitors BIGINT, stay_centis BIGINT, bounce_ppm BIGINT, ad_spend DECIMAL(18,2),
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- A line of a purchase (采购). Natural key: platform, order_no, line_no.
CREATE TABLE purchase_line(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, line_no VARCHAR NOT NULL, supplier_id BIGINT NOT NULL,
    title VARCHAR, item_id VARCHAR, sku_code VARCHAR, unit_price DECIMAL(18,2), qty BIGINT NOT NULL,
    goods_amount DECIMAL(18,2), freight DECIMAL(18,2), discount DECIMAL(18,2), paid DECIMAL(18,2), status_raw VARCHAR,
    created_at TIMESTAMP, paid_at TIMESTAMP, tracking_no VARCHAR, courier_id BIGINT NOT NULL, linked_order_no VARCHAR,
    created_import BIGINT NOT NULL, import_id BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);

-- An import (导入). counts and report are JSON.
CREATE TABLE import(
    id BIGINT NOT NULL, made_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, file_name VARCHAR NOT NULL, sha256 VARCHAR NOT NULL,
    format VARCHAR NOT NULL, encoding VARCHAR NOT NULL, platform SMALLINT NOT NULL, shop VARCHAR NOT NULL,
    row_count BIGINT NOT NULL, skipped BIGINT NOT NULL, counts VARCHAR NOT NULL, from_day DATE, to_day DATE, report VARCHAR NOT NULL,
    undone_at TIMESTAMP, before_kept BOOLEAN NOT NULL);

-- Rows as they were before an import changed them (before-images). A migration that changes a table changes its twin here.
CREATE TABLE orders_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM orders LIMIT 0;
CREATE TABLE order_line_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM order_line LIMIT 0;
CREATE TABLE refund_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM refund LIMIT 0;
CREATE TABLE parcel_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM parcel LIMIT 0;
CREATE TABLE sku_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM sku LIMIT 0;
CREATE TABLE listing_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM listing LIMIT 0;
CREATE TABLE mapping_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM mapping LIMIT 0;
CREATE TABLE traffic_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM traffic LIMIT 0;
CREATE TABLE purchase_line_before AS SELECT CAST(0 AS BIGINT) AS undo_import, * FROM purchase_line LIMIT 0;

-- The owner's own decisions: kept apart from what files tell, so that no import and no undo touches them.
CREATE TABLE order_exclusion(platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, reason VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE saved_mapping(name VARCHAR PRIMARY KEY, body VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Who did what (操作记录).
CREATE TABLE audit(id BIGINT NOT NULL, made_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, what VARCHAR NOT NULL, subject VARCHAR NOT NULL, detail VARCHAR NOT NULL);
