-- Failed attempts to sign in, so that a restart does not forget them.
CREATE TABLE IF NOT EXISTS attempt (
    subject  TEXT COLLATE "C" NOT NULL,
    failures BIGINT           NOT NULL,
    last_at  BIGINT           NOT NULL,
    PRIMARY KEY (subject)
)
