-- Who is signed in. digest is of a token that only the browser has.
CREATE TABLE IF NOT EXISTS session (
    digest       TEXT COLLATE "C" NOT NULL,
    account      TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT           NOT NULL,
    last_seen_at BIGINT           NOT NULL,
    expires_at   BIGINT           NOT NULL,
    agent        TEXT COLLATE "C" NOT NULL,
    means        TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (digest)
)
