-- What came of each attempt at a letter.
CREATE TABLE IF NOT EXISTS letter_attempt (
    letter  TEXT NOT NULL,
    number  INTEGER NOT NULL,
    at      INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    answer  TEXT NOT NULL,
    PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID
