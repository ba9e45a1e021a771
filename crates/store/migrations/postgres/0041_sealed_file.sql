-- Sealed files, but for their bytes. Named by facts; not exported.
CREATE TABLE IF NOT EXISTS sealed_file (
    file       TEXT COLLATE "C" NOT NULL,
    owner      TEXT COLLATE "C" NOT NULL,
    stands_for TEXT COLLATE "C",
    media      TEXT COLLATE "C" NOT NULL,
    bytes      BIGINT NOT NULL,
    digest     TEXT COLLATE "C" NOT NULL,
    chunks     BIGINT NOT NULL,
    label      BYTEA NOT NULL,
    sent_by    TEXT COLLATE "C",
    sent_as    TEXT COLLATE "C",
    sent_on    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (file)
)
