-- Schema 5. The orders' daily work (订单流转): what people did to orders, apart from what files tell.
-- Orders stand here by platform and number, so that the work outlives an import that is taken back.

-- One thing done to one order. Never changed, but for undone_by: the batch that took it back (0: in force).
CREATE TABLE order_step(
    id BIGINT NOT NULL, batch_id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, step SMALLINT NOT NULL,
    done_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, tracking_no VARCHAR, courier VARCHAR, note VARCHAR,
    document_id BIGINT NOT NULL, undone_by BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL);

-- Steps that were taken together (批次). undoes: the batch this one takes back, else 0.
CREATE TABLE order_batch(
    id BIGINT NOT NULL, step SMALLINT NOT NULL, actor VARCHAR NOT NULL, done BIGINT NOT NULL, refused BIGINT NOT NULL,
    undoes BIGINT NOT NULL, recorded_at TIMESTAMP NOT NULL);

-- What the steps in force come to, one row for each order with any: derived, kept for speed.
CREATE TABLE order_work(
    platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL,
    audited_at TIMESTAMP, allocated_at TIMESTAMP, printed_at TIMESTAMP, shipped_at TIMESTAMP, tracking_no VARCHAR, courier VARCHAR,
    intercepted_at TIMESTAMP, returned_at TIMESTAMP, exchanged_at TIMESTAMP, reissued_at TIMESTAMP, overruled VARCHAR,
    updated_at TIMESTAMP NOT NULL);

-- Goods that came back (退货验收), by own SKU. refund_no is empty where goods were called back without one.
CREATE TABLE goods_back(
    step_id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, refund_no VARCHAR NOT NULL, sku_code VARCHAR NOT NULL,
    good BIGINT NOT NULL, defective BIGINT NOT NULL, missing BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
