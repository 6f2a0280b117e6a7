-- Schema 8. Work on orders by the owner's own hand: printing, packing, checking, changes of address, orders made by hand, and
-- customer service. Keyed by platform and order number, so that all of it outlives an import that is taken back.

-- What was printed of an order (打印记录).
CREATE TABLE order_print(platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, kind SMALLINT NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- A box that was scanned and found complete (扫描验货).
CREATE TABLE order_check(platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, pieces BIGINT NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Which box is packed otherwise than one box for each order. line_no '': the whole order lies in this box (merged); else so many of
-- that line lie in a box of their own (split).
CREATE TABLE packing_box(id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, line_no VARCHAR NOT NULL, qty BIGINT NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Receiver and remark as the owner has them (改地址、备注). The newest row of an order holds; NULL: as the platform tells it. told is
-- what the platform said of the receiver then.
CREATE TABLE order_change(id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, receiver VARCHAR, phone VARCHAR, address VARCHAR, remark VARCHAR, told VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- An order made by hand (手工订单); its content goes the way of all orders.
CREATE TABLE manual_order(platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- An after-sale noted by hand (登记售后); its content goes the way of all refunds.
CREATE TABLE aftersale(platform SMALLINT NOT NULL, refund_no VARCHAR NOT NULL, order_no VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- A service ticket (客服工单). order_no and refund_no may be empty.
CREATE TABLE ticket(
    id BIGINT NOT NULL, number VARCHAR NOT NULL, kind SMALLINT NOT NULL, state SMALLINT NOT NULL, subject VARCHAR NOT NULL, body VARCHAR NOT NULL,
    platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, refund_no VARCHAR NOT NULL, assignee VARCHAR NOT NULL, due TIMESTAMP,
    opened_at TIMESTAMP NOT NULL, opened_by VARCHAR NOT NULL, closed_at TIMESTAMP, updated_at TIMESTAMP NOT NULL);
-- What happened on a ticket: a note, or a change of state (0: none).
CREATE TABLE ticket_note(id BIGINT NOT NULL, ticket_id BIGINT NOT NULL, state SMALLINT NOT NULL, note VARCHAR NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- The reply library (回复库).
CREATE TABLE reply(id BIGINT NOT NULL, category VARCHAR NOT NULL, title VARCHAR NOT NULL, body VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);
