-- Which declaration each row table and each app's views.sql were made from.
CREATE TABLE view_made (
  name        TEXT PRIMARY KEY,
  fingerprint BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Words of names, codes, phones and notes. It lives in the encrypted vault and forgets at once
-- what is erased (its own secure-delete, set when it is made; core.md §7).
CREATE VIRTUAL TABLE search USING fts5 (
  type UNINDEXED, record UNINDEXED, words,
  tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3'
);
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
CREATE TABLE search_row (
  record BLOB NOT NULL,
  type   TEXT NOT NULL,
  row    INTEGER NOT NULL,
  PRIMARY KEY (record, type)
) STRICT, WITHOUT ROWID;

-- The space whose record is shown under an id: the first in which this vault heard of it, for good.
-- Whoever repeats the id in another space writes there and is not shown.
CREATE TABLE shown (
  record BLOB NOT NULL,
  type   TEXT NOT NULL,
  space  INTEGER NOT NULL,
  PRIMARY KEY (record, type)
) STRICT, WITHOUT ROWID;
