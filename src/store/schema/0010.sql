-- Warehouses (仓库) can be closed; goods travel between them (调拨).
ALTER TABLE warehouse ADD COLUMN closed_at TIMESTAMP;

-- A transfer that travels: its pieces stand in transit at the warehouse they go to, until another document takes them in.
-- received_document 0: still under way.
CREATE TABLE transfer(
    id BIGINT NOT NULL, from_warehouse BIGINT NOT NULL, to_warehouse BIGINT NOT NULL, sent_document BIGINT NOT NULL,
    received_document BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
