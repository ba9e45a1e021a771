-- Projection: the subjects whose facts name a body or a branch.
CREATE TABLE IF NOT EXISTS mention (
    unit    TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (unit, subject)
)
