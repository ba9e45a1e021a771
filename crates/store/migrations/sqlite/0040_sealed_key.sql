-- The key of everything sealed for one owner, wrapped; the row stays when the key was erased.
CREATE TABLE IF NOT EXISTS sealed_key (
    owner     TEXT NOT NULL,
    wrapped   BLOB,
    wrapping  TEXT NOT NULL,
    erased_on TEXT,
    PRIMARY KEY (owner)
) STRICT
