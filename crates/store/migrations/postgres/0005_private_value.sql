-- Names and free text. Erasable; nothing refers to it.
CREATE TABLE IF NOT EXISTS private_value (
    fact  BIGINT NOT NULL REFERENCES fact (number),
    field TEXT COLLATE "C" NOT NULL,
    value TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (fact, field)
)
