-- Failed attempts to sign in, so that a restart does not forget them.
CREATE TABLE IF NOT EXISTS attempt (
    subject  TEXT    NOT NULL,
    failures INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    PRIMARY KEY (subject)
) STRICT, WITHOUT ROWID
