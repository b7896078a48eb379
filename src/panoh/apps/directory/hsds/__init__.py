"""The open standard for directories of services (HSDS 3.x), read and written without loss.

It promises: whatever field a newer standard or another program adds is kept and comes out again;
a package that is not sound is refused whole, with the place and the reason; nothing is fetched.
It knows no vault: packages go in and out as bytes.

`model.py` tables and how they hang together · `check.py` what makes a package unsound ·
`nested.py` documents of services, organisations, places · `table.py` CSV and the datapackage ·
`files.py` from the bytes of a file, and its limits.
"""
