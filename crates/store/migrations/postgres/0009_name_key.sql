-- Projection: folded names for searching. Erasable by itself.
CREATE TABLE IF NOT EXISTS name_key (
    key     TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (key, subject)
)
