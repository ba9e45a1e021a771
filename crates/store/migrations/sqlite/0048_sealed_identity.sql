-- Who somebody is whom a case names by a number. Not exported.
CREATE TABLE IF NOT EXISTS sealed_identity (
    owner  TEXT NOT NULL,
    number INTEGER NOT NULL,
    body   BLOB NOT NULL,
    PRIMARY KEY (owner, number)
) STRICT
