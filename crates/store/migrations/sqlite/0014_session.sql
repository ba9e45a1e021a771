-- Who is signed in. digest is of a token that only the browser has.
CREATE TABLE IF NOT EXISTS session (
    digest       TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    agent        TEXT    NOT NULL,
    means        TEXT    NOT NULL,
    PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID
