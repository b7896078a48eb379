-- What sharing needs.

-- 0 where only the part of the key is held that opens headers: of a time before one joined.
ALTER TABLE epoch ADD COLUMN whole INTEGER NOT NULL DEFAULT 1;

-- 1 for the first spaces of a vault that then joined another one of the same person.
ALTER TABLE space ADD COLUMN retired INTEGER NOT NULL DEFAULT 0;

-- 1 where some device lacks a key of before others knew of it: there is something to tell it.
ALTER TABLE space ADD COLUMN lacking INTEGER NOT NULL DEFAULT 0;

-- `name` is a digest of the channel's key (of its first reader, where it was made before this).
ALTER TABLE channel RENAME COLUMN readers TO name;

-- Keys to hand over to devices that were let in from here. `route` is the mailbox of an invitation,
-- else they go by a channel that the device reads already. A row stays until the device has written
-- there, or for months: a stick may be lost.
CREATE TABLE handover (
  no       INTEGER PRIMARY KEY AUTOINCREMENT,
  space    INTEGER NOT NULL REFERENCES space (no),
  device   BLOB NOT NULL,
  route    BLOB,
  since    INTEGER NOT NULL,          -- ms
  position INTEGER NOT NULL,          -- of the last entry when it was made
  UNIQUE (space, device)
) STRICT;

-- Channels that a space left: entries up to `until` still go there.
CREATE TABLE channel_past (
  space   INTEGER NOT NULL REFERENCES space (no),
  channel INTEGER NOT NULL REFERENCES channel (no),
  until   INTEGER NOT NULL,           -- position of an entry
  turn    INTEGER NOT NULL,           -- counts the channels that the space left
  PRIMARY KEY (space, channel)
) STRICT, WITHOUT ROWID;

-- Heads that stood in the body of an entry that cannot be opened here, as whoever let us in says.
CREATE TABLE told_seen (
  space    INTEGER NOT NULL REFERENCES space (no),
  device   BLOB NOT NULL,
  sequence INTEGER NOT NULL,
  seen     BLOB NOT NULL,             -- canonical [[device id, number], …]
  PRIMARY KEY (space, device, sequence)
) STRICT, WITHOUT ROWID;

-- Spaces that came into their channel with entries written before: up to position `since`.
CREATE TABLE channel_from (
  space INTEGER PRIMARY KEY REFERENCES space (no),
  since INTEGER NOT NULL
) STRICT;
