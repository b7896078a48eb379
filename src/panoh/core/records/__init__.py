"""Records: typed domain data merged from entries.

A record type is declared once (`model.RecordType`); the form, the check, the terminal's flags, the
search index, the row table and the reference page follow from that declaration. Values are merged
by causality alone: an assignment gives way only to one whose author had seen it; values set apart
both stay until somebody chooses.

Promises: the order in which entries arrive changes nothing; no value is dropped silently; what a
newer program wrote is kept, carried and shown as such.
Does not: decide between two values; know what a client, a need or a note is (apps do).
"""
