-- Names and free text. Erasable; nothing refers to it.
CREATE TABLE IF NOT EXISTS private_value (
    fact  INTEGER NOT NULL REFERENCES fact (number),
    field TEXT    NOT NULL,
    value TEXT    NOT NULL,
    PRIMARY KEY (fact, field)
) STRICT, WITHOUT ROWID
