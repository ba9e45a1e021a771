-- Appended, never changed. Holds ids, dates, codes and numbers, never words.
CREATE TABLE IF NOT EXISTS fact (
    number       INTEGER NOT NULL PRIMARY KEY,
    stream       TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    kind         TEXT    NOT NULL,
    about        TEXT    NOT NULL,
    effective_on TEXT    NOT NULL,
    recorded_at  INTEGER NOT NULL,
    actor        TEXT,
    capacity     TEXT,
    clause       TEXT,
    imported     INTEGER NOT NULL CHECK (imported IN (0, 1)),
    fields       TEXT    NOT NULL,
    sources      TEXT    NOT NULL,
    CONSTRAINT fact_stream_revision UNIQUE (stream, revision)
) STRICT
