-- Who somebody is whom a case names by a number. Not exported.
CREATE TABLE IF NOT EXISTS sealed_identity (
    owner  TEXT COLLATE "C" NOT NULL,
    number BIGINT NOT NULL,
    body   BYTEA NOT NULL,
    PRIMARY KEY (owner, number)
)
