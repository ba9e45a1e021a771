-- Projection: the subjects whose facts name a body or a branch.
CREATE TABLE IF NOT EXISTS mention (
    unit    TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (unit, subject)
) STRICT, WITHOUT ROWID
