-- Schema 4. Replenishment (补货): what was decided about suggestions. The suggestions are worked out anew each time and stand nowhere.
-- SKUs stand here by their code, so that a decision outlives an import that is taken back.

-- decision: domain::replenish::DecisionKind. suggested and qty are pieces, stock_position the pieces there were and that were coming when
-- it was decided, working the suggestion's working then, as JSON. document is the number of the draft purchase it became ('' = none).
CREATE TABLE replenish_decision(
    id BIGINT NOT NULL, sku_code VARCHAR NOT NULL, made_at TIMESTAMP NOT NULL, actor VARCHAR NOT NULL, decision SMALLINT NOT NULL,
    suggested BIGINT NOT NULL, qty BIGINT NOT NULL, stock_position BIGINT NOT NULL, until_day DATE, reason VARCHAR NOT NULL,
    working VARCHAR NOT NULL, document VARCHAR NOT NULL, undone_at TIMESTAMP, updated_at TIMESTAMP NOT NULL);
