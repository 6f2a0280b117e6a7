-- Alerts (预警). What is wrong is told once; the history of each alert is kept. Nothing here is told by files: no import and no undo
-- touches it, and causes stand by their natural keys.

-- Where low, over-stock and dead stock begin, for those who want it otherwise than everywhere. line, scope and threshold are codes of
-- domain::alert::rule; subject is the id of a warehouse, the name of a category or the code of a SKU; more is the second number of a line.
CREATE TABLE alert_rule(
    id BIGINT NOT NULL, line SMALLINT NOT NULL, scope SMALLINT NOT NULL, subject VARCHAR NOT NULL,
    threshold SMALLINT NOT NULL, amount BIGINT NOT NULL, more BIGINT NOT NULL, actor VARCHAR NOT NULL, updated_at TIMESTAMP NOT NULL);

-- Natural key while its cause stands (gone_at is NULL): family, place, subject. place is a warehouse (0: all) for stock and the platform's code for
-- orders and refunds. peak is the worst class that was told. working holds the figures used, as JSON. settled_by '' : by itself.
CREATE TABLE alert(
    id BIGINT NOT NULL, family SMALLINT NOT NULL, place BIGINT NOT NULL, subject VARCHAR NOT NULL,
    class SMALLINT NOT NULL, peak SMALLINT NOT NULL, value BIGINT, threshold BIGINT, since TIMESTAMP, working VARCHAR NOT NULL,
    raised_at TIMESTAMP NOT NULL, told_at TIMESTAMP NOT NULL, snoozed_until TIMESTAMP, snoozed_pieces BIGINT,
    settled_at TIMESTAMP, settled_by VARCHAR NOT NULL, reason VARCHAR NOT NULL, gone_at TIMESTAMP, updated_at TIMESTAMP NOT NULL);

-- What happened to an alert; what is a code of store::alerts::EventKind.
CREATE TABLE alert_event(
    alert_id BIGINT NOT NULL, made_at TIMESTAMP NOT NULL, what SMALLINT NOT NULL, class SMALLINT NOT NULL, value BIGINT,
    actor VARCHAR NOT NULL, note VARCHAR NOT NULL);
