-- Every reading of something sealed, each time. Erasable; no projection.
CREATE TABLE IF NOT EXISTS sealed_reading (
    id       TEXT NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    what     TEXT NOT NULL,
    owner    TEXT NOT NULL,
    item     TEXT,
    subject  TEXT,
    reader   TEXT,
    capacity TEXT NOT NULL,
    clause   TEXT
) STRICT, WITHOUT ROWID
