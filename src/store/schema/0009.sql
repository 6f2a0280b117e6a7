-- Stocktake plans (盘点计划). Numbers as in 0001.sql; SKUs stand here by their code, so that a plan outlives an import that is taken back.

-- scope is JSON (domain::stocktake::Scope), state a domain::stocktake::StocktakeState. document_id 0: nothing of it stands in the books.
-- The limits say from where on a difference must be counted a second time; NULL is no limit.
CREATE TABLE stocktake(
    id BIGINT NOT NULL, name VARCHAR NOT NULL, warehouse_id BIGINT NOT NULL, scope VARCHAR NOT NULL, blind BOOLEAN NOT NULL,
    limit_pieces BIGINT, limit_percent BIGINT, limit_value DECIMAL(18,2),
    state SMALLINT NOT NULL, actor VARCHAR NOT NULL, created_at TIMESTAMP NOT NULL, started_at TIMESTAMP, closed_at TIMESTAMP,
    document_id BIGINT NOT NULL, given_up VARCHAR, updated_at TIMESTAMP NOT NULL);

-- A SKU to count. Natural key: stocktake_id, sku_code. counted and recount are what the latest entries say; the books are asked as of
-- those moments until the plan is posted, which keeps in book and cost what it was posted against (book NULL: the books began with it).
-- large: the first count is so far off that it must be counted again, unless accepted. posted: it stands in the document.
CREATE TABLE stocktake_line(
    id BIGINT NOT NULL, stocktake_id BIGINT NOT NULL, sku_code VARCHAR NOT NULL,
    counted BIGINT, counted_at TIMESTAMP, counted_by VARCHAR, recount BIGINT, recounted_at TIMESTAMP, recounted_by VARCHAR,
    large BOOLEAN NOT NULL, accepted BOOLEAN NOT NULL, reason VARCHAR,
    book BIGINT, cost DECIMAL(18,2), posted BOOLEAN NOT NULL, updated_at TIMESTAMP NOT NULL);

-- What was told, one batch for each scan or sheet; the latest batch can be taken back. pieces is the whole count after it, source the sheet.
CREATE TABLE stocktake_entry(
    stocktake_id BIGINT NOT NULL, batch BIGINT NOT NULL, sku_code VARCHAR NOT NULL, recount BOOLEAN NOT NULL, pieces BIGINT NOT NULL,
    told_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, source VARCHAR);
