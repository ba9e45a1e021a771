-- Who looked at what is not public, once a day. Erasable; no projection.
CREATE TABLE IF NOT EXISTS access (
    subject  TEXT COLLATE "C" NOT NULL,
    on_day   TEXT COLLATE "C" NOT NULL,
    reader   TEXT COLLATE "C" NOT NULL,
    what     TEXT COLLATE "C" NOT NULL,
    capacity TEXT COLLATE "C" NOT NULL,
    clause   TEXT COLLATE "C",
    at       BIGINT NOT NULL,
    PRIMARY KEY (subject, on_day, reader, what, capacity)
)
