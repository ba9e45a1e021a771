-- What came in by the confidential form: nothing here says from whom, or at what time. Not exported.
CREATE TABLE IF NOT EXISTS intake (
    intake         TEXT NOT NULL,
    code           TEXT NOT NULL,
    received_on    TEXT NOT NULL,
    state          TEXT NOT NULL,
    awaits_answer  INTEGER NOT NULL CHECK (awaits_answer IN (0, 1)),
    case_reference TEXT,
    reason         BLOB,
    closed_on      TEXT,
    PRIMARY KEY (intake)
) STRICT
