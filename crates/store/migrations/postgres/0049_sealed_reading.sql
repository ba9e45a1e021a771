-- Every reading of something sealed, each time. Erasable; no projection.
CREATE TABLE IF NOT EXISTS sealed_reading (
    id       TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at       BIGINT NOT NULL,
    what     TEXT COLLATE "C" NOT NULL,
    owner    TEXT COLLATE "C" NOT NULL,
    item     TEXT COLLATE "C",
    subject  TEXT COLLATE "C",
    reader   TEXT COLLATE "C",
    capacity TEXT COLLATE "C" NOT NULL,
    clause   TEXT COLLATE "C"
)
