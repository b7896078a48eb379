"""Views: one row per record in a table per record type, a search index, and the apps' own SQL.

The tables are made from the declarations, filled from merged assignments, and can always be made
again; an app's `views.sql` holds only CREATE VIEW and CREATE INDEX over them. A field with two
values shows one, the same on every device, and is named in the row's `conflicts`.

Promises: nothing stands here that does not follow from the log; a changed declaration rebuilds
only its own table.
Does not: hold anything outside the encrypted vault.
"""
