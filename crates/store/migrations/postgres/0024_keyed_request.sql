-- What was recorded under a key that its sender chose, so that sending it again records nothing.
-- request is the digest of what was sent.
CREATE TABLE IF NOT EXISTS keyed_request (
    person     TEXT COLLATE "C" NOT NULL,
    key        TEXT COLLATE "C" NOT NULL,
    request    TEXT COLLATE "C" NOT NULL,
    answer     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT           NOT NULL,
    PRIMARY KEY (person, key)
)
