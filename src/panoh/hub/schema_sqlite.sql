-- Everything here is sealed by others, or random, or a count. No time but the hour of a mailbox's
-- last use; no address; nothing that links one mailbox to another.
CREATE TABLE hub(
    one INTEGER PRIMARY KEY CHECK (one = 1),
    id BLOB NOT NULL,       -- what requests are signed for
    line BLOB NOT NULL      -- changes when a copy is put back
) STRICT;

CREATE TABLE mailbox(
    no INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    key BLOB NOT NULL,
    successor BLOB,
    last INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    used INTEGER NOT NULL   -- seconds, cut to the hour
) STRICT;

-- place = mailbox number * 2^40 + number in it: the blobs of a mailbox lie side by side, and no
-- second index is needed to read a page.
CREATE TABLE blob(
    place INTEGER PRIMARY KEY,
    name BLOB NOT NULL,
    fingerprint BLOB NOT NULL,
    dropped INTEGER NOT NULL DEFAULT 0,
    head BLOB NOT NULL,
    body BLOB
) STRICT;

CREATE INDEX blob_name ON blob(name);
