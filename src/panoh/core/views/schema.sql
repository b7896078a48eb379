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
  record BLOB PRIMARY KEY,
  row    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
