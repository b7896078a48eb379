"""Bytes on disk: the encrypted database file and the small files beside it.

Promises: a write is whole or absent, and on the disk, when its call returns; a file that does
not open is never made anew; nothing is ever written unencrypted through the database; every
page, also a free one, can be read back and proved sound. The only importer of the database driver.

Does not: know what is stored, hold keys beyond the open database, or notice that a whole file
was put back as it was some time ago (the vault's anchor does that).
"""
