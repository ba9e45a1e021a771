-- Projection: folded names for searching. Erasable by itself.
CREATE TABLE IF NOT EXISTS name_key (
    key     TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (key, subject)
) STRICT, WITHOUT ROWID
