-- What programs show instead of signing in. digest is of a token that only its holder has.
CREATE TABLE IF NOT EXISTS api_token (
    digest       TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    scope        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    last_used_on TEXT,
    PRIMARY KEY (digest)
) STRICT, WITHOUT ROWID
