-- Who may sign in. Private, and may change; no fact.
CREATE TABLE IF NOT EXISTS account (
    account     TEXT    NOT NULL,
    person      TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    password    TEXT,
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER,
    PRIMARY KEY (account),
    CONSTRAINT account_person UNIQUE (person),
    CONSTRAINT account_email UNIQUE (email)
) STRICT, WITHOUT ROWID
