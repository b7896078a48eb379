"""Space: a group of members who share a key.

A case is a main space plus a compartment for each restricted class; the practice, the desk and a
person's own notes are spaces too. Who is a member, in which role and on which devices is a pure
fold over signed facts in the space's own log; so is the list of key epochs. Spaces read by the
same devices share one channel, so that whoever carries entries learns no count of cases.

Promises: who may see a record is decided by key material, not by a filter in a page; a fact by
someone without the role for it changes nothing and is shown.
Does not: take back what a member has already read; keep forward secrecy for stored history.
"""
