-- That a complaint which came to nothing is still needed: until when, and, sealed, why.
CREATE TABLE IF NOT EXISTS intake_hold (
    intake  TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    held_on TEXT COLLATE "C" NOT NULL,
    until   TEXT COLLATE "C" NOT NULL,
    held_by TEXT COLLATE "C",
    reasons BYTEA NOT NULL
)
