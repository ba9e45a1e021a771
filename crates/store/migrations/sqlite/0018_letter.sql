-- Letters that wait to be sent, and those that were. Erasable by themselves; no projection.
CREATE TABLE IF NOT EXISTS letter (
    id              TEXT NOT NULL PRIMARY KEY,
    template        TEXT NOT NULL,
    language        TEXT NOT NULL,
    recipient       TEXT,
    address         TEXT NOT NULL,
    subject         TEXT NOT NULL,
    text            TEXT NOT NULL,
    is_secret       INTEGER NOT NULL CHECK (is_secret IN (0, 1)),
    caused_by       INTEGER,
    created_at      INTEGER NOT NULL,
    expires_at      INTEGER,
    state           TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at INTEGER,
    sent_at         INTEGER
) STRICT
