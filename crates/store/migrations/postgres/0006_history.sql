-- Projection: the facts about one subject, packed, in the order of their numbers.
CREATE TABLE IF NOT EXISTS history (
    subject TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    bytes   BYTEA NOT NULL
)
