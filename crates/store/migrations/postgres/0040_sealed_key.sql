-- The key of everything sealed for one owner, wrapped; the row stays when the key was erased.
CREATE TABLE IF NOT EXISTS sealed_key (
    owner     TEXT COLLATE "C" NOT NULL,
    wrapped   BYTEA,
    wrapping  TEXT COLLATE "C" NOT NULL,
    erased_on TEXT COLLATE "C",
    PRIMARY KEY (owner)
)
