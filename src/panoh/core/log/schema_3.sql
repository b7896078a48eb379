-- Spaces that were left at home for a journey, by a digest of their id, and the number of this
-- device's last entry there: it writes there again only once all of its entries are back.
CREATE TABLE left_home (
  space    BLOB PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
