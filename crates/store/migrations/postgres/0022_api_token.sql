-- What programs show instead of signing in. digest is of a token that only its holder has.
CREATE TABLE IF NOT EXISTS api_token (
    digest       TEXT COLLATE "C" NOT NULL,
    account      TEXT COLLATE "C" NOT NULL,
    name         TEXT COLLATE "C" NOT NULL,
    scope        TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT           NOT NULL,
    expires_at   BIGINT           NOT NULL,
    last_used_on TEXT COLLATE "C",
    PRIMARY KEY (digest)
)
