-- The middle tier: live values, merged. Superseded ones stay in the log only.
CREATE TABLE assignment (
  record   BLOB NOT NULL,             -- 16 bytes
  field    TEXT NOT NULL,
  device   INTEGER NOT NULL,          -- dot: where the value was first written
  sequence INTEGER NOT NULL,
  type     TEXT NOT NULL,
  space    INTEGER NOT NULL,
  time     INTEGER NOT NULL,          -- ms, by the author's clock
  stated   INTEGER NOT NULL,          -- position of the entry that states it
  vector   BLOB NOT NULL,             -- what that entry's author had seen
  value    BLOB NOT NULL,             -- canonical CBOR
  PRIMARY KEY (record, field, device, sequence)
) STRICT, WITHOUT ROWID;

-- Which entries speak of a record: what an erasure has to find.
CREATE TABLE mention (
  record BLOB NOT NULL,
  entry  INTEGER NOT NULL,
  PRIMARY KEY (record, entry)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_entry ON mention (entry);

-- Records that were erased: entries about them that arrive later are erased too.
CREATE TABLE tombstone (
  record BLOB PRIMARY KEY,
  type   TEXT NOT NULL,
  space  INTEGER NOT NULL,
  entry  INTEGER NOT NULL             -- position of the erasing entry
) STRICT, WITHOUT ROWID;
