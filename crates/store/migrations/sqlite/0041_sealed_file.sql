-- Sealed files, but for their bytes. Named by facts; not exported.
CREATE TABLE IF NOT EXISTS sealed_file (
    file       TEXT NOT NULL,
    owner      TEXT NOT NULL,
    stands_for TEXT,
    media      TEXT NOT NULL,
    bytes      INTEGER NOT NULL,
    digest     TEXT NOT NULL,
    chunks     INTEGER NOT NULL,
    label      BLOB NOT NULL,
    sent_by    TEXT,
    sent_as    TEXT,
    sent_on    TEXT NOT NULL,
    PRIMARY KEY (file)
) STRICT
