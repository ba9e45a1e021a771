-- Projection: who has which identifier; item is '' when the subject itself is meant.
CREATE TABLE IF NOT EXISTS identifier (
    scheme  TEXT COLLATE "C" NOT NULL,
    value   TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    item    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (scheme, value, subject, item)
)
