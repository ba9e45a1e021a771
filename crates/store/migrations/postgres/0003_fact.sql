-- Appended, never changed. Holds ids, dates, codes and numbers, never words.
CREATE TABLE IF NOT EXISTS fact (
    number       BIGINT  NOT NULL PRIMARY KEY,
    stream       TEXT COLLATE "C" NOT NULL,
    revision     BIGINT  NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    about        TEXT COLLATE "C" NOT NULL,
    effective_on TEXT COLLATE "C" NOT NULL,
    recorded_at  BIGINT  NOT NULL,
    actor        TEXT COLLATE "C",
    capacity     TEXT COLLATE "C",
    clause       TEXT COLLATE "C",
    imported     BOOLEAN NOT NULL,
    fields       TEXT COLLATE "C" NOT NULL,
    sources      TEXT COLLATE "C" NOT NULL,
    CONSTRAINT fact_stream_revision UNIQUE (stream, revision)
)
