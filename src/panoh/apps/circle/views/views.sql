-- Own changes are read in the order in which they were made.
CREATE INDEX circle_by_change_map ON circle_change (map, created_at, id);
