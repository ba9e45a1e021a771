-- What came of each attempt at a letter.
CREATE TABLE IF NOT EXISTS letter_attempt (
    letter  TEXT COLLATE "C" NOT NULL,
    number  BIGINT NOT NULL,
    at      BIGINT NOT NULL,
    outcome TEXT COLLATE "C" NOT NULL,
    answer  TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (letter, number)
)
