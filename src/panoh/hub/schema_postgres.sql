-- As schema_sqlite.sql; the words of explanation stand there.
CREATE TABLE hub(
    one integer PRIMARY KEY CHECK (one = 1),
    id bytea NOT NULL,
    line bytea NOT NULL
);

CREATE TABLE mailbox(
    no bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id bytea NOT NULL UNIQUE,
    key bytea NOT NULL,
    successor bytea,
    last bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    used bigint NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE blob(
    place bigint PRIMARY KEY,
    name bytea NOT NULL,
    fingerprint bytea NOT NULL,
    dropped boolean NOT NULL DEFAULT false,
    head bytea NOT NULL,
    body bytea
);

-- Sealed bytes do not shrink: do not try.
ALTER TABLE blob ALTER COLUMN head SET STORAGE EXTERNAL, ALTER COLUMN body SET STORAGE EXTERNAL;

CREATE INDEX blob_name ON blob(name);
