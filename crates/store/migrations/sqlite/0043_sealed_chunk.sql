-- The bytes of sealed files, in order.
CREATE TABLE IF NOT EXISTS sealed_chunk (
    file   TEXT NOT NULL,
    number INTEGER NOT NULL,
    bytes  BLOB NOT NULL,
    PRIMARY KEY (file, number)
) STRICT
