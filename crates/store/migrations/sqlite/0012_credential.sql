-- Passkeys, secrets of authenticator apps, recovery codes. body is what the kind needs: a public key
-- as JSON, a secret, nothing.
CREATE TABLE IF NOT EXISTS credential (
    kind         TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    account      TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    counter      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    last_used_at INTEGER,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID
