-- One row. Every writer changes it first, so that writers queue and numbers have no gaps.
CREATE TABLE IF NOT EXISTS head (
    head             BIGINT NOT NULL PRIMARY KEY CHECK (head = 1),
    facts            BIGINT NOT NULL,
    last_recorded_at BIGINT
)
