-- Tokens that are good once: of links, and of sign-ins of which a step is still to come.
CREATE TABLE IF NOT EXISTS one_time_token (
    digest     TEXT    NOT NULL,
    purpose    TEXT    NOT NULL,
    account    TEXT,
    person     TEXT,
    body       TEXT    NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER,
    PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID
