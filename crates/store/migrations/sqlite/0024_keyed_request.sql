-- What was recorded under a key that its sender chose, so that sending it again records nothing.
-- request is the digest of what was sent.
CREATE TABLE IF NOT EXISTS keyed_request (
    person     TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    request    TEXT    NOT NULL,
    answer     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (person, key)
) STRICT, WITHOUT ROWID
