-- The middle tier: live values, merged. Superseded ones stay in the log only. A record is named by
-- space, type and id together: what one space says under an id never touches another space's.
CREATE TABLE assignment (
  record   BLOB NOT NULL,             -- 16 bytes
  type     TEXT NOT NULL,
  space    INTEGER NOT NULL,
  field    TEXT NOT NULL,
  device   INTEGER NOT NULL,          -- dot: where the value was first written
  sequence INTEGER NOT NULL,
  time     INTEGER NOT NULL,          -- ms, by the author's clock
  stated   INTEGER NOT NULL,          -- position of the entry that states it
  vector   BLOB NOT NULL,             -- what that entry's author had seen
  value    BLOB NOT NULL,             -- canonical CBOR
  PRIMARY KEY (record, type, space, field, device, sequence)
) STRICT, WITHOUT ROWID;

-- Which entries speak of a record: what an erasure has to find.
CREATE TABLE mention (
  record BLOB NOT NULL,
  type   TEXT NOT NULL,
  space  INTEGER NOT NULL,
  entry  INTEGER NOT NULL,
  PRIMARY KEY (record, type, space, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_entry ON mention (entry);

-- Entries of erased records whose bodies are still here, in spaces one only reads: they go as soon
-- as an erasure names them and no other record rests on them, which takes somebody who may write.
CREATE TABLE owed (
  entry INTEGER PRIMARY KEY,
  named INTEGER NOT NULL
) STRICT;

-- Records that were erased: entries about them that arrive later are erased too.
CREATE TABLE tombstone (
  record BLOB NOT NULL,
  type   TEXT NOT NULL,
  space  INTEGER NOT NULL,
  entry  INTEGER NOT NULL,            -- position of an erasing entry; two may have acted apart
  PRIMARY KEY (record, type, space, entry)
) STRICT, WITHOUT ROWID;
