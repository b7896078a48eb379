-- Packs kept inside the vault. What ships with the program is read from the program instead.
CREATE TABLE pack(
    id BLOB NOT NULL PRIMARY KEY CHECK(length(id) = 32),  -- hash of the content
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    made_on TEXT NOT NULL,     -- date of the source
    kept_at TEXT NOT NULL,     -- when this vault took it
    file BLOB NOT NULL         -- the whole file as received, proved again at each opening
) STRICT;
