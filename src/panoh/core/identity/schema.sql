-- The secret keys of this vault's person and device, sealed once more under a subkey of the vault
-- key, so that a stray copy of this row alone opens nothing.
CREATE TABLE own_identity (
  one        INTEGER PRIMARY KEY CHECK (one = 1),
  sealed     BLOB NOT NULL            -- root seed ‖ device signing seed ‖ device box secret
) STRICT;

-- Every device this vault has met, its own among them. `no` is local shorthand, never sent.
CREATE TABLE device (
  no          INTEGER PRIMARY KEY,
  id          BLOB NOT NULL UNIQUE,    -- 16 bytes
  person      BLOB NOT NULL,           -- 16 bytes
  certificate BLOB NOT NULL            -- as signed by the person's root
) STRICT;
