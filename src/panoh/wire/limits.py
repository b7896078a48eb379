"""How large and how many things may be. Both sides refuse more before they read it."""

from __future__ import annotations

KIB = 1024
MIB = 1024 * KIB

ID = 32
"""Of a mailbox, a key, a blob's name."""
HUB_ID = 16
LEAST_HEAD, MOST_HEAD = 64, 512
MOST_BODY = 8 * MIB + 8 * KIB
"""The longest entry of the log and its wrapping."""
MOST_PAYLOAD = 9 * MIB
MOST_BLOBS = 4096
"""In one request or page."""
MOST_NAMES = 4096
"""In one request to drop."""
PAGE = MIB
"""Bytes of blobs in one page at most; a single longer blob comes alone."""
MOST_TOKEN = 64
MOST_DETAIL = 64
MOST_NUMBER = 2**40 - 1
"""The greatest number a mailbox can give."""
MOST_WAIT = 60
"""Seconds that a fetch may ask to be held back when there is nothing new."""
FRESH_SECONDS = 600
"""How far a request's stamp may lie from the hub's clock."""
