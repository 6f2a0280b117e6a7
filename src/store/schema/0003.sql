-- Schema 3. Purchasing (采购): suppliers' terms, purchase orders, what came of them, what was paid.
-- All of it is the owner's own: SKUs stand here by their code, and a supplier that is written here becomes the owner's own as well
-- (supplier.created_import 0), so that nothing goes with an import that is taken back.

CREATE TABLE supplier_terms(
    supplier_id BIGINT NOT NULL, lead_days BIGINT, moq_amount DECIMAL(18,2), moq_pieces BIGINT, pack BIGINT, pay_days BIGINT,
    order_cost DECIMAL(18,2), contact VARCHAR NOT NULL, note VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);
-- What holds for one SKU instead of the terms.
CREATE TABLE supplier_sku(
    supplier_id BIGINT NOT NULL, sku_code VARCHAR NOT NULL, pack BIGINT, moq BIGINT, price DECIMAL(18,2), shelf_days BIGINT,
    season_end DATE, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- A purchase order (采购单). transit_document put its pieces into transit, release_document took out what never came.
CREATE TABLE purchase_order(
    id BIGINT NOT NULL, number VARCHAR NOT NULL, supplier_id BIGINT NOT NULL, warehouse_id BIGINT NOT NULL, status SMALLINT NOT NULL,
    note VARCHAR NOT NULL, drafted_by VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, sent_at TIMESTAMP, expected_on DATE,
    transit_document BIGINT NOT NULL, release_document BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
CREATE TABLE purchase_order_line(
    id BIGINT NOT NULL, order_id BIGINT NOT NULL, sku_code VARCHAR NOT NULL, qty BIGINT NOT NULL, unit_price DECIMAL(18,2),
    note VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Goods that came (kind 1, 收货) or went back to the supplier (kind 2, 退供应商), with the stock document behind them.
CREATE TABLE purchase_move(
    id BIGINT NOT NULL, order_id BIGINT NOT NULL, kind SMALLINT NOT NULL, document_id BIGINT NOT NULL, moved_at TIMESTAMP NOT NULL,
    reason VARCHAR NOT NULL, actor VARCHAR NOT NULL, undone BOOLEAN NOT NULL, updated_at TIMESTAMP NOT NULL);
-- transit: how many of the pieces were on the way; the rest is more than was ordered.
CREATE TABLE purchase_move_line(
    move_id BIGINT NOT NULL, line_id BIGINT NOT NULL, sku_code VARCHAR NOT NULL, qty BIGINT NOT NULL, transit BIGINT NOT NULL,
    place SMALLINT NOT NULL, unit_price DECIMAL(18,2) NOT NULL, reason VARCHAR NOT NULL);

CREATE TABLE purchase_payment(
    id BIGINT NOT NULL, order_id BIGINT NOT NULL, paid_on DATE NOT NULL, amount DECIMAL(18,2) NOT NULL, note VARCHAR NOT NULL,
    actor VARCHAR NOT NULL, undone BOOLEAN NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Who did what to an order, and when.
CREATE TABLE purchase_event(
    id BIGINT NOT NULL, order_id BIGINT NOT NULL, made_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, what VARCHAR NOT NULL,
    detail VARCHAR NOT NULL);
