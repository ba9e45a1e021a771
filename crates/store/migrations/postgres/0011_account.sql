-- Who may sign in. Private, and may change; no fact.
CREATE TABLE IF NOT EXISTS account (
    account     TEXT COLLATE "C" NOT NULL,
    person      TEXT COLLATE "C" NOT NULL,
    email       TEXT COLLATE "C" NOT NULL,
    password    TEXT COLLATE "C",
    created_at  BIGINT           NOT NULL,
    disabled_at BIGINT,
    PRIMARY KEY (account),
    CONSTRAINT account_person UNIQUE (person),
    CONSTRAINT account_email UNIQUE (email)
)
