"""The vault: one person's encrypted file, and the slots whose phrases open it.

What it is: a folder with `vault.db` (encrypted under a random 32-byte key), `header` (version, id,
language) and `slots/` (that key, wrapped under a stretched phrase or under a paper key). Several
vaults stand side by side under neutral marks.

It promises: a vault appears whole or not at all; a vault that does not open is refused, never made
anew; what a file asks for is bounded before it is done; a change of phrase leaves exactly one
working phrase wherever it is interrupted; wrong tries slow down, across restarts.

It does not: hide that Panoh is here, how large a file is or when it changed; help a weak phrase;
get a lost phrase back without the paper key; erase for certain what a flash disk has copied.
"""
