-- Who looked at what is not public, once a day. Erasable; no projection.
CREATE TABLE IF NOT EXISTS access (
    subject  TEXT NOT NULL,
    on_day   TEXT NOT NULL,
    reader   TEXT NOT NULL,
    what     TEXT NOT NULL,
    capacity TEXT NOT NULL,
    clause   TEXT,
    at       INTEGER NOT NULL,
    PRIMARY KEY (subject, on_day, reader, what, capacity)
) STRICT, WITHOUT ROWID
