"""Wire: what a node and a hub say to each other, byte by byte (docs/wire-format.md, §Hub).

A mailbox holds blobs under numbers 1, 2, 3 without a gap. A blob is a head and a body, both wrapped
by the nodes; the body can go while the head stays. Requests are signed with the mailbox's key.

Promises: one encoding for one meaning; a decoder refuses what it would not have encoded and never
takes more memory than it was given bytes.
Does not: hold a key, open or seal anything, know what a blob is, or touch a network.
"""
