-- Schema 2. Stock (库存): a ledger. A quantity is the sum of movements and is stored nowhere.
-- SKUs stand here by their code, so that the ledger outlives an import that is taken back.

CREATE TABLE warehouse(id BIGINT NOT NULL, name VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);
INSERT INTO warehouse VALUES (1, '主仓', TIMESTAMP '1970-01-01 00:00:00');

-- What stands behind movements made by people (出入库单). Documents are never changed; one that was wrong is reversed by another.
CREATE TABLE stock_document(
    id BIGINT NOT NULL, number VARCHAR NOT NULL, kind SMALLINT NOT NULL, moved_at TIMESTAMP NOT NULL, reason VARCHAR NOT NULL,
    actor VARCHAR NOT NULL, recorded_at TIMESTAMP NOT NULL, reverses BIGINT NOT NULL);

-- document_id 0: the movement follows an order line (line_id) by itself; its document is the order.
-- A count leaves a row for every SKU that was counted, also where it found what the books said (qty 0).
CREATE TABLE movement(
    id BIGINT NOT NULL, document_id BIGINT NOT NULL, line_id BIGINT NOT NULL, sku_code VARCHAR NOT NULL, warehouse_id BIGINT NOT NULL,
    place SMALLINT NOT NULL, kind SMALLINT NOT NULL, qty BIGINT NOT NULL, moved_at TIMESTAMP NOT NULL,
    unit_cost DECIMAL(18,2), counted BIGINT, batch VARCHAR, expires DATE, note VARCHAR, recorded_at TIMESTAMP NOT NULL);
