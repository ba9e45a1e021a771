-- Projection: the facts about one subject, packed, in the order of their numbers.
CREATE TABLE IF NOT EXISTS history (
    subject TEXT NOT NULL PRIMARY KEY,
    bytes   BLOB NOT NULL
) STRICT, WITHOUT ROWID
