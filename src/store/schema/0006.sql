-- Schema 6. Who looks after an order (分配): staff, rules, and what rules and people decided about orders.
-- Everything here is the owner's own hand: orders stand by platform and number, so that it outlives an import that is taken back.

-- People who work here (员工). Nobody is deleted, only deactivated.
CREATE TABLE staff(id BIGINT NOT NULL, name VARCHAR NOT NULL, active BOOLEAN NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Rules in force, in their order (分配规则). body: domain::rule::Body as JSON.
CREATE TABLE rule(
    id BIGINT NOT NULL, position BIGINT NOT NULL, name VARCHAR NOT NULL, is_on BOOLEAN NOT NULL, body VARCHAR NOT NULL,
    version BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
-- The list as somebody is changing it, before it is put in force: one row at most. body: a list of domain::rule::Rule as JSON.
CREATE TABLE rule_draft(body VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- What holds for an order now. staff_id, warehouse_id, flag, rule_id 0: none. tags: separated by commas. reason: domain::rule::Reason as
-- JSON, of the rule that decided. by_hand: a person chose staff, warehouse or courier; no rule changes that. made_at: when it was handed
-- out. batch: the action that touched it last.
CREATE TABLE assignment(
    platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, staff_id BIGINT NOT NULL, warehouse_id BIGINT NOT NULL, courier VARCHAR,
    flag SMALLINT NOT NULL, tags VARCHAR, remark VARCHAR, passed BOOLEAN NOT NULL, rule_id BIGINT NOT NULL, rule_version BIGINT NOT NULL,
    reason VARCHAR, by_hand BOOLEAN NOT NULL, made_at TIMESTAMP, actor VARCHAR NOT NULL, batch BIGINT NOT NULL, updated_at TIMESTAMP NOT NULL);
-- Every state an assignment ever had, the oldest first; only added to.
CREATE TABLE assignment_history AS SELECT CAST(0 AS BIGINT) AS id, * FROM assignment LIMIT 0;

-- Why an order waits (挂起). Several may be open at once; released_at NULL: still open.
CREATE TABLE hold(
    id BIGINT NOT NULL, platform SMALLINT NOT NULL, order_no VARCHAR NOT NULL, reason VARCHAR NOT NULL, rule_id BIGINT NOT NULL,
    since TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, batch BIGINT NOT NULL,
    released_at TIMESTAMP, released_by VARCHAR, released_batch BIGINT NOT NULL);
