-- Entries whose bodies were erased here, in that order: what carriers are asked to drop.
CREATE TABLE dropped (
  no       INTEGER PRIMARY KEY,
  position INTEGER NOT NULL UNIQUE
) STRICT;
CREATE INDEX entry_missing ON entry (missing) WHERE missing;
INSERT INTO dropped (position) SELECT position FROM entry WHERE body IS NULL AND NOT missing;
