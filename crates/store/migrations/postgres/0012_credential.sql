-- Passkeys, secrets of authenticator apps, recovery codes. body is what the kind needs: a public key
-- as JSON, a secret, nothing.
CREATE TABLE IF NOT EXISTS credential (
    kind         TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL,
    account      TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    body         TEXT COLLATE "C" NOT NULL,
    counter      BIGINT           NOT NULL,
    created_at   BIGINT           NOT NULL,
    last_used_at BIGINT,
    PRIMARY KEY (kind, key)
)
