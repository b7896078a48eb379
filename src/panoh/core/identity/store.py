"""Own keys and the devices met, in the vault."""

from __future__ import annotations

from panoh.core.identity import codec
from panoh.core.identity.model import Certificate, DeviceId, Person
from panoh.core.identity.rules import device_id
from panoh.crypto.labels import Label
from panoh.crypto.seal import box_public, new_box_key, open_sealed, seal
from panoh.crypto.sign import new_signing_key, verify_key
from panoh.errors import Forbidden, Refused, VaultDamaged
from panoh.storage.sqlite import Database
from panoh.words import N_

_KEY = 32
NO_ROOT = N_("Only the device that you began with can add another one. Do it there.")


def make(database: Database, secrets_key: bytes, *, issued: int) -> Person:
    """A new person with a first device; call inside a write."""
    return _keep(database, secrets_key, new_signing_key(), issued=issued, after=None)


def renew_device(database: Database, secrets_key: bytes, *, issued: int) -> Person:
    """A fresh device for the same person: what a restored copy writes under from now on."""
    old = load(database, secrets_key)
    root_seed = _root_of(old)
    last = newest(database, old.certificate)
    return _keep(database, secrets_key, root_seed, issued=issued, after=last)


def certify_other(
    database: Database, person: Person, sign_public: bytes, box_public: bytes, *, issued: int
) -> Certificate:
    """A certificate for another device of this person, kept here; call inside a write."""
    last = newest(database, person.certificate)
    made = codec.certify(_root_of(person), sign_public, box_public, issued=issued, after=last)
    meet(database, made)
    return made


def newest(database: Database, own: Certificate) -> Certificate:
    """The last certificate of this person that is known here."""
    rows = database.execute("SELECT certificate FROM device WHERE person = ?", (own.person,))
    known = [codec.decode(each[0]) for each in rows]
    return max([own, *known], key=lambda each: each.number)


def _root_of(person: Person) -> bytes:
    if person.root_seed is None:
        raise Forbidden(why=NO_ROOT)
    return person.root_seed


def become(
    database: Database, secrets_key: bytes, certificate: Certificate, root_seed: bytes | None = None
) -> Person:
    """This device's keys go on as a device of the person who certified them; its own root, made
    with the vault, is given up for theirs, where that is known."""
    own = load(database, secrets_key)
    if (certificate.sign_public, certificate.box_public) != (
        own.certificate.sign_public, own.certificate.box_public,
    ):  # fmt: skip
        raise Refused(finding="a certificate for another device")
    meet(database, certificate)
    secret = own.sign_seed + own.box_secret
    if root_seed is None:
        secret += certificate.device
    elif verify_key(root_seed) == certificate.root_public:
        secret = root_seed + secret
    else:
        raise Refused(finding="a root that is not the certificate's")
    sealed = seal(Label.VAULT_SECRETS, secrets_key, secret)
    database.execute("UPDATE own_identity SET sealed = ?", (sealed,))
    return load(database, secrets_key)


def _keep(
    database: Database,
    secrets_key: bytes,
    root_seed: bytes,
    *,
    issued: int,
    after: Certificate | None,
) -> Person:
    sign_seed, box_secret = new_signing_key(), new_box_key()
    certificate = codec.certify(
        root_seed, verify_key(sign_seed), box_public(box_secret), issued=issued, after=after
    )
    sealed = seal(Label.VAULT_SECRETS, secrets_key, root_seed + sign_seed + box_secret)
    database.execute("INSERT OR REPLACE INTO own_identity (one, sealed) VALUES (1, ?)", (sealed,))
    meet(database, certificate)
    return load(database, secrets_key)


def load(database: Database, secrets_key: bytes) -> Person:
    """The person of this vault; raises VaultDamaged when the keys are absent or altered."""
    rows = database.execute("SELECT sealed FROM own_identity")
    if not rows:
        raise VaultDamaged(finding="the owner's keys are missing")
    secret = open_sealed(Label.VAULT_SECRETS, secrets_key, rows[0][0])
    root_seed: bytes | None = None
    if len(secret) == 3 * _KEY:
        root_seed, secret = secret[:_KEY], secret[_KEY:]
    sign_seed, box_secret, own = secret[:_KEY], secret[_KEY : 2 * _KEY], secret[2 * _KEY :]
    if root_seed is not None:
        own = device_id(verify_key(root_seed), verify_key(sign_seed), box_public(box_secret))
    found = database.execute("SELECT no, certificate FROM device WHERE id = ?", (own,))
    if not found:
        raise VaultDamaged(finding="the certificate of this device is missing")
    certificate = codec.decode(found[0][1])
    return Person(
        id=certificate.person,
        device=own,
        device_no=found[0][0],
        certificate=certificate,
        root_seed=root_seed,
        sign_seed=sign_seed,
        box_secret=box_secret,
    )


def meet(database: Database, certificate: Certificate) -> int:
    """Keep a verified certificate; its local number."""
    known = number_of(database, certificate.device)
    if known is not None:
        return known
    database.execute(
        "INSERT INTO device (id, person, certificate) VALUES (?, ?, ?)",
        (certificate.device, certificate.person, certificate.encoded),
    )
    number = number_of(database, certificate.device)
    if number is None:
        raise Refused(finding="a device that could not be kept")
    return number


def number_of(database: Database, device: DeviceId) -> int | None:
    rows = database.execute("SELECT no FROM device WHERE id = ?", (device,))
    return int(rows[0][0]) if rows else None


def device(database: Database, number: int) -> Certificate:
    rows = database.execute("SELECT certificate FROM device WHERE no = ?", (number,))
    if not rows:
        raise VaultDamaged(finding="a device that the log names is missing")
    return codec.decode(rows[0][0])
