-- What was written both ways about an intake, sealed.
CREATE TABLE IF NOT EXISTS intake_message (
    intake     TEXT NOT NULL,
    number     INTEGER NOT NULL,
    written_by TEXT,
    written_on TEXT NOT NULL,
    body       BLOB NOT NULL,
    PRIMARY KEY (intake, number)
) STRICT
