-- That a complaint which came to nothing is still needed: until when, and, sealed, why.
CREATE TABLE IF NOT EXISTS intake_hold (
    intake  TEXT NOT NULL PRIMARY KEY,
    held_on TEXT NOT NULL,
    until   TEXT NOT NULL,
    held_by TEXT,
    reasons BLOB NOT NULL
) STRICT
