-- What came in by the confidential form: nothing here says from whom, or at what time. Not exported.
CREATE TABLE IF NOT EXISTS intake (
    intake         TEXT COLLATE "C" NOT NULL,
    code           TEXT COLLATE "C" NOT NULL,
    received_on    TEXT COLLATE "C" NOT NULL,
    state          TEXT COLLATE "C" NOT NULL,
    awaits_answer  BOOLEAN NOT NULL,
    case_reference TEXT COLLATE "C",
    reason         BYTEA,
    closed_on      TEXT COLLATE "C",
    PRIMARY KEY (intake)
)
