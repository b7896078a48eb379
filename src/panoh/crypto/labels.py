"""What a key, a signature or a hash is for. One purpose, one label, for good.

A label is never reused and never changed: a value made under one label means nothing under another,
which is what keeps a signed slot from passing for a signed entry.
"""

from __future__ import annotations

import enum


def frame(*parts: bytes) -> bytes:
    """Each part after its own length (4 bytes, big-endian): no two lists give the same bytes."""
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


@enum.unique
class Label(enum.StrEnum):
    """The value is `panoh/v1/<purpose>`; `framed` is that value, length-prefixed, ready to hash."""

    framed: bytes

    def __new__(cls, purpose: str) -> Label:
        value = "panoh/v1/" + purpose
        label = str.__new__(cls, value)
        label._value_ = value
        label.framed = frame(value.encode("ascii"))
        return label

    # Keys and people
    IDENTITY = "identity"  # root signs about itself
    DEVICE = "device"  # a device signs its own entries
    DEVICE_CERT = "device-cert"  # root certifies a device
    DEVICE_ID = "device-id"
    WORDS = "words"  # words two people compare aloud

    # Spaces and their epochs
    SPACE = "space"  # a space's id and its founding fact
    EPOCH = "epoch"  # subkeys of an epoch key
    EPOCH_COMMIT = "epoch-commit"  # commitment to an epoch key
    EPOCH_WRAP = "epoch-wrap"  # key that wraps epoch keys inside the vault
    EPOCH_SEAL = "epoch-seal"  # epoch key sealed to a device
    FACT = "fact"  # signed membership facts
    CHANNEL = "channel"  # mailbox and append right
    CHANNEL_VIEW = "channel-view"  # running digest of what a mailbox showed
    LETTER = "letter"  # keys, from one device to another
    INVITATION = "invitation"  # a one-time code, and the answer to it

    # Mailboxes of a hub
    MAILBOX = "mailbox"  # id of a mailbox, from its verify key
    MAILBOX_REQUEST = "mailbox-request"  # signature over a request to a hub
    MAILBOX_PAYLOAD = "mailbox-payload"
    MAILBOX_NAME = "mailbox-name"  # name of a blob, from its head
    MAILBOX_HEAD = "mailbox-head"  # wrapping of a header slot
    MAILBOX_BODY = "mailbox-body"  # wrapping of a body slot

    # Entries
    ENTRY = "entry"  # signature over an entry
    ENTRY_ID = "entry-id"
    HEADER_KEY = "header-key"
    HEADER = "header"
    BODY_KEY = "body-key"
    BODY = "body"
    BODY_HASH = "body-hash"
    BLOB = "blob"
    BLOB_KEY = "blob-key"
    SNAPSHOT = "snapshot"

    # The vault
    SLOT = "slot"  # stretching a phrase, and sealing the vault key under it
    SLOT_COMMIT = "slot-commit"
    PAPER = "paper"  # the same for the paper key
    TRUSTEES = "trustees"  # the same for the secret that trustees hold in shares
    TRUSTEE_SHARE = "trustee-share"  # a share, sealed to a device; what its words are told by
    SLOT_CHECK = "slot-check"  # tells a damaged slot file from a wrong phrase
    VAULT_CHECK = "vault-check"  # commitment to the vault key, in every slot
    VAULT_HEADER = "vault-header"
    VAULT_DB = "vault-db"
    VAULT_SECRETS = "vault-secrets"
    MARK = "mark"  # the neutral mark of a vault
    ANCHOR = "anchor"
    TRIES = "tries"
    JOURNAL = "journal"
    BACKUP = "backup"
    BACKUP_PIECE = "backup-piece"  # pieces of a growing copy, alike when nothing changed
    BACKUP_LIST = "backup-list"  # which pieces make one copy
    ATTACHMENT = "attachment"  # digest of what was attached
    STICK = "stick"  # a file that wipes when it is found on a stick

    # Data shared whole
    PACK = "pack"
    PACK_ROW = "pack-row"

    # The local session
    SESSION = "session"
    PHONE = "phone"  # the certificate shown to a phone, its token and its number

    # A folder that is carried to a machine without network
    DIST = "dist"

    # Known answers and tests only; nothing kept is ever made under it
    SELF_TEST = "self-test"
