"""Identity: a person's root key and the devices it certifies.

A person is an Ed25519 root key, used rarely; a device has its own Ed25519 and X25519 keys and
writes under them. The root certifies each device in a numbered, hash-chained key log, so a device
cannot be slipped in between two others unseen.

Promises: keys of a device are made on it and never copied to another; an id says what kind of
thing it names, because each kind is hashed under its own label.
Does not: prove who a person is outside the program; compare words or codes for that in person.
"""
