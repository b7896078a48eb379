-- The devices that read the same spaces share one channel; `sealed` is its key under a vault subkey.
CREATE TABLE channel (
  no      INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE,       -- 16 bytes
  readers BLOB NOT NULL UNIQUE,       -- digest of the sorted device ids
  sealed  BLOB NOT NULL
) STRICT;

CREATE TABLE space (
  no         INTEGER PRIMARY KEY,     -- local shorthand, never sent
  id         BLOB NOT NULL UNIQUE,    -- 16 bytes
  home       TEXT NOT NULL,           -- class: personal, practice, desk, case
  parent     INTEGER REFERENCES space (no),  -- main space of a compartment
  restricted TEXT,                    -- class of a compartment
  channel    INTEGER NOT NULL REFERENCES channel (no),
  epoch      INTEGER,                 -- the current one
  began      INTEGER NOT NULL         -- when the current epoch began, ms
) STRICT;
CREATE INDEX space_parent ON space (parent) WHERE parent IS NOT NULL;
CREATE INDEX space_home ON space (home);

-- Epoch keys stay wrapped under a vault subkey until their space is opened.
CREATE TABLE epoch (
  no      INTEGER PRIMARY KEY,
  space   INTEGER NOT NULL REFERENCES space (no),
  id      BLOB NOT NULL,              -- 16 bytes
  number  INTEGER NOT NULL,
  wrapped BLOB NOT NULL,
  UNIQUE (space, id)
) STRICT;

-- The facts of each space in the order they came: what membership is folded from.
CREATE TABLE fact (
  no       INTEGER PRIMARY KEY,
  space    INTEGER NOT NULL REFERENCES space (no),
  author   BLOB NOT NULL,             -- device id, 16 bytes
  device   INTEGER NOT NULL,          -- local number of that device, and the number of its entry
  sequence INTEGER NOT NULL,
  seen     BLOB NOT NULL,             -- what that entry's author had seen, itself included
  body     BLOB NOT NULL              -- canonical CBOR
) STRICT;
CREATE INDEX fact_space ON fact (space);
