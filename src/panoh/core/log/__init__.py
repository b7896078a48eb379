"""Log: append-only entries, each signed by a device and sealed under its space's epoch key.

One chain per space and device. An entry is two slots, padded together: a header slot (who, number,
what came before, hash of the body's ciphertext, signature) and a body slot with its own salt and
nonce. The header commits to ciphertext only, so an erased body leaves a chain that still verifies
and nothing that a guess could be checked against.

Promises: an entry that is altered, cut out, put elsewhere, out of order or written twice is refused
with what was found; a clock never decides order.
Does not: hide from a member what the member may read; restore a body that was erased.
"""
