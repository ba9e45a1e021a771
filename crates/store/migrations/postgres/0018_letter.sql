-- Letters that wait to be sent, and those that were. Erasable by themselves; no projection.
CREATE TABLE IF NOT EXISTS letter (
    id              TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    template        TEXT COLLATE "C" NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    recipient       TEXT COLLATE "C",
    address         TEXT COLLATE "C" NOT NULL,
    subject         TEXT COLLATE "C" NOT NULL,
    text            TEXT COLLATE "C" NOT NULL,
    is_secret       BOOLEAN NOT NULL,
    caused_by       BIGINT,
    created_at      BIGINT NOT NULL,
    expires_at      BIGINT,
    state           TEXT COLLATE "C" NOT NULL,
    attempts        BIGINT NOT NULL,
    next_attempt_at BIGINT,
    sent_at         BIGINT
)
