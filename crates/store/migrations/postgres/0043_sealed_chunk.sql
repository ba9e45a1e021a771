-- The bytes of sealed files, in order.
CREATE TABLE IF NOT EXISTS sealed_chunk (
    file   TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    bytes  BYTEA NOT NULL,
    PRIMARY KEY (file, number)
)
