-- What somebody who sits on the panel noted for themselves about a case, sealed. Not exported.
CREATE TABLE IF NOT EXISTS sealed_note (
    owner  TEXT COLLATE "C" NOT NULL,
    author TEXT COLLATE "C" NOT NULL,
    body   BYTEA NOT NULL,
    PRIMARY KEY (owner, author)
)
