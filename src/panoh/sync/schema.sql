-- Who carries: a hub by its address; `hub` and `line` are what it said it was.
CREATE TABLE carrier (
  no   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  hub  BLOB NOT NULL,
  line BLOB NOT NULL,
  last INTEGER NOT NULL               -- ms, when a session with it ended well
) STRICT;

-- How far one is in a channel's box at a carrier. `shown` is a running digest of what it showed,
-- `through` the position up to which its spaces' entries lie there, `dropped` how far erasures went.
CREATE TABLE cursor (
  carrier INTEGER NOT NULL REFERENCES carrier (no),
  channel INTEGER NOT NULL REFERENCES channel (no),
  number  INTEGER NOT NULL,
  shown   BLOB NOT NULL,
  through INTEGER NOT NULL,
  dropped INTEGER NOT NULL,
  closed  INTEGER NOT NULL,
  PRIMARY KEY (carrier, channel)
) STRICT, WITHOUT ROWID;

-- Entries that came from there and so need not be sent; gone once the next push is through.
CREATE TABLE came (
  carrier  INTEGER NOT NULL,
  channel  INTEGER NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (carrier, channel, position)
) STRICT, WITHOUT ROWID;

-- Spaces that came into a channel with entries written before.
CREATE TABLE placed (
  carrier INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  space   INTEGER NOT NULL,
  through INTEGER NOT NULL,
  PRIMARY KEY (carrier, channel, space)
) STRICT, WITHOUT ROWID;

CREATE TABLE trace (
  carrier INTEGER NOT NULL,
  channel INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  shown   BLOB NOT NULL,
  PRIMARY KEY (carrier, channel, number)
) STRICT, WITHOUT ROWID;

-- Letters and answers that lie at a carrier already.
CREATE TABLE handed (
  carrier INTEGER NOT NULL,
  what    BLOB NOT NULL,
  PRIMARY KEY (carrier, what)
) STRICT, WITHOUT ROWID;

-- What others were shown beyond where one is.
CREATE TABLE view_told (
  hub     BLOB NOT NULL,
  line    BLOB NOT NULL,
  channel INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  shown   BLOB NOT NULL,
  PRIMARY KEY (hub, line, channel, number, shown)
) STRICT, WITHOUT ROWID;

-- Entries that came before what they build on.
CREATE TABLE waiting (
  no      INTEGER PRIMARY KEY,
  name    BLOB NOT NULL UNIQUE,       -- digest of the entry
  channel INTEGER NOT NULL,
  entry   BLOB NOT NULL
) STRICT;

-- Invitations given out (`mine` 1) and accepted (0). Their channel is made from the code.
CREATE TABLE invitation (
  no      INTEGER PRIMARY KEY,
  mine    INTEGER NOT NULL,
  channel INTEGER NOT NULL UNIQUE REFERENCES channel (no),
  offer   BLOB NOT NULL,              -- canonical: kind, spaces, role, history, notes
  expires INTEGER NOT NULL,           -- ms
  answer  BLOB,                       -- what was or is to be answered
  person  BLOB,                       -- who answered
  state   TEXT NOT NULL               -- open, answered, refused
) STRICT;

-- What was found wrong with a carrier, in words, until somebody has read it.
CREATE TABLE finding (
  text    TEXT PRIMARY KEY,
  carrier TEXT NOT NULL,
  first   INTEGER NOT NULL,
  last    INTEGER NOT NULL,
  times   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
