-- The steps that this database has taken; the highest number is its schema.
CREATE TABLE IF NOT EXISTS standing_schema (
    number INTEGER NOT NULL PRIMARY KEY,
    name   TEXT    NOT NULL
) STRICT
