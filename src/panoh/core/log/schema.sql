-- Entries as they were sealed; `body` goes when it is erased. Nothing here is readable by itself.
CREATE TABLE entry (
  position INTEGER PRIMARY KEY,       -- order of arrival, which is a causal order
  id       BLOB NOT NULL UNIQUE,      -- 32 bytes
  space    INTEGER NOT NULL REFERENCES space (no),
  epoch    INTEGER NOT NULL REFERENCES epoch (no),
  device   INTEGER NOT NULL REFERENCES device (no),
  sequence INTEGER NOT NULL,
  kind     INTEGER NOT NULL,
  time     INTEGER NOT NULL,          -- ms, as the author's clock said
  vector   BLOB NOT NULL,             -- canonical map: device no → greatest number seen
  journal  INTEGER NOT NULL,          -- the commit that brought it
  header   BLOB NOT NULL,
  body     BLOB,
  missing  INTEGER NOT NULL,          -- 1 when it came without a body that nobody here erased
  UNIQUE (space, device, sequence)
) STRICT;

-- The last entry of every chain.
CREATE TABLE head (
  space    INTEGER NOT NULL REFERENCES space (no),
  device   INTEGER NOT NULL REFERENCES device (no),
  sequence INTEGER NOT NULL,
  entry    BLOB NOT NULL,
  PRIMARY KEY (space, device)
) STRICT, WITHOUT ROWID;

-- One row a commit, each digest over the one before and the ids of the commit's entries.
-- The last row is signed into the anchor outside the vault.
CREATE TABLE journal (
  no     INTEGER PRIMARY KEY,
  digest BLOB NOT NULL
) STRICT;

-- Two entries under one number: kept as proof, their author frozen in that space.
CREATE TABLE equivocation (
  space  INTEGER NOT NULL,
  device INTEGER NOT NULL,
  entry  BLOB NOT NULL,
  PRIMARY KEY (space, device)
) STRICT, WITHOUT ROWID;
