-- Tokens that are good once: of links, and of sign-ins of which a step is still to come.
CREATE TABLE IF NOT EXISTS one_time_token (
    digest     TEXT COLLATE "C" NOT NULL,
    purpose    TEXT COLLATE "C" NOT NULL,
    account    TEXT COLLATE "C",
    person     TEXT COLLATE "C",
    body       TEXT COLLATE "C" NOT NULL,
    expires_at BIGINT           NOT NULL,
    used_at    BIGINT,
    PRIMARY KEY (digest)
)
