-- What somebody who sits on the panel noted for themselves about a case, sealed. Not exported.
CREATE TABLE IF NOT EXISTS sealed_note (
    owner  TEXT NOT NULL,
    author TEXT NOT NULL,
    body   BLOB NOT NULL,
    PRIMARY KEY (owner, author)
) STRICT
