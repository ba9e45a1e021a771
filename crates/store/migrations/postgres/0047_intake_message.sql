-- What was written both ways about an intake, sealed.
CREATE TABLE IF NOT EXISTS intake_message (
    intake     TEXT COLLATE "C" NOT NULL,
    number     BIGINT NOT NULL,
    written_by TEXT COLLATE "C",
    written_on TEXT COLLATE "C" NOT NULL,
    body       BYTEA NOT NULL,
    PRIMARY KEY (intake, number)
)
