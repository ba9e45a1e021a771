-- Projection: who has which identifier; item is '' when the subject itself is meant.
CREATE TABLE IF NOT EXISTS identifier (
    scheme  TEXT NOT NULL,
    value   TEXT NOT NULL,
    subject TEXT NOT NULL,
    item    TEXT NOT NULL,
    PRIMARY KEY (scheme, value, subject, item)
) STRICT, WITHOUT ROWID
