"""Taking a pack in, taking it out with proof, and making one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from panoh.apps.evidence import access, records
from panoh.apps.evidence.access.mounting import COLUMNS, LINKED_LISTS, said_by
from panoh.apps.evidence.commands.shared import put
from panoh.apps.evidence.shipped import SHIPPED, place
from panoh.core.node import Node
from panoh.core.packs import read_pack, store, write_pack
from panoh.core.packs.model import Cell, Pack
from panoh.core.records import own
from panoh.core.records.model import Kind, RecordType
from panoh.core.records.rules import clean
from panoh.crypto.derive import digest
from panoh.crypto.labels import Label
from panoh.errors import Invalid, NotFound, Refused
from panoh.lexicon.container import MAX_FILE
from panoh.words import N_

KIND = "evidence"
MEANS = N_(
    "Whoever finds it on this computer can read that you keep what others said about attacks, "
    "armed groups and governments; in some countries that alone can bring you before a court."
)
"""The one sentence to read before a pack is taken in."""
TYPES = {each.name: each for each in records.IN_PACKS}
SLICE, STEP = 48, 1024
"""Bytes that are looked for after a removal, and how far apart they are taken from the file."""


class _Anybody(frozenset[bytes]):
    """Every signer: to look into a file before a person decides."""

    def __contains__(self, _key: object) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Removed:
    """`proved`: no piece of the file is in any page of the vault. `backups` may still hold it."""

    name: str
    proved: bool
    backups: tuple[str, ...]


def look_into(data: bytes) -> Pack:
    """What a file holds, proved whole and well-formed, whoever signed it."""
    if len(data) > MAX_FILE:
        raise Refused(finding="a pack that is too large")
    pack = read_pack(data, trusted_keys=_Anybody())
    if pack.kind != KIND or pack.columns != COLUMNS:
        raise Refused(finding="a pack of another kind")
    for ref, kind, fields in pack.rows:
        _check_row(str(kind), {"id": ref, "type": kind, "fields": fields})
    return pack


def _check_row(kind: str, row: dict[str, Cell]) -> None:
    """Raises Refused for a value that its field cannot hold; what is newer is passed over."""
    rtype = TYPES.get(kind)
    if rtype is None:
        return
    said = said_by(row)
    for field in rtype.fields:
        values = said.get(field.name, [])
        if field.kind is Kind.LINK or field.name in LINKED_LISTS or field.name == "authors":
            continue
        try:
            clean(field, values if field.kind is Kind.NAMES else (values[0] if values else None))
        except ValueError as problem:
            raise Refused(finding=f"a pack row {row['id']} whose {field.name} is not right") from (
                problem
            )


def is_offered(pack: Pack) -> bool:
    """Whether this is the very pack that Panoh offers."""
    return SHIPPED.get(pack.name) == pack.id.hex()


def offered(name: str = "four-documents") -> bytes:
    """The file of the pack that is offered with Panoh, where it lies on this computer."""
    path = place(name)
    if path is None:
        raise NotFound(what=name)
    return path.read_bytes()


def add_pack(node: Node, data: bytes) -> Pack:
    """Take a pack in, sealed inside the vault. An older one of the same name goes out for it.

    The caller has shown MEANS and, when the pack is not an offered one, who signed it.
    """
    pack = look_into(data)
    held = [each for each in access.adopted(node) if each["name"] == pack.name]
    if any(each["pack"] == pack.id.hex() and each["here"] for each in held):
        return pack
    if any(each["version"] is not None and each["version"] > pack.version for each in held):
        raise Invalid({"pack": N_("A newer version of this pack is held already.")})
    if any(each["here"] and each["signer"] != pack.signer.hex() for each in held):
        # Remarks are kept under the name: another maker's pack must not come to stand under them.
        raise Invalid(
            {"pack": N_("A pack of this name by another maker is held. Take it out first.")}
        )
    values = {
        "pack": pack.id.hex(),
        "name": pack.name,
        "version": pack.version,
        "signer": pack.signer.hex(),
    }
    with node.writing() as work:
        store.keep(node.database, data, node.now(), pinned=(pack.id,))
        record = held[0]["id"] if held else None
        put(node, work, records.ADOPTION, values, record)
        for each in held:
            if each["here"] and each["pack"] != pack.id.hex():
                store.remove(node.database, bytes.fromhex(each["pack"]))
    access.mount(node)
    return pack


def remove_pack(node: Node, name: str) -> Removed:
    """Take a pack out: its file, its rows, and the note that it was held. Own remarks stay."""
    held = access.pack_of(node, name)
    identity = bytes.fromhex(held["pack"])
    needles: list[str | bytes] = [held["pack"]]
    if held["here"]:
        (data,) = node.database.execute("SELECT file FROM pack WHERE id = ?", (identity,))[0]
        ends = range(0, max(1, len(data) - SLICE), STEP)
        needles += [bytes(data[at : at + SLICE]) for at in ends]
    with node.writing() as work:
        if held["here"]:
            store.remove(node.database, identity)
        work.erase(records.ADOPTION, held["id"], moved=True)
    access.mount(node)
    copies = node.all(own.BACKUP, "1 ORDER BY made")
    backups = tuple(f"{each['made']} {each['place']}" for each in copies)
    return Removed(held["name"], node.prove_absent(needles), backups)


# ── making one ──────────────────────────────────────────────────────────────────────────────


def build_pack(node: Node, *, name: str, version: int, licence: str, source: str) -> bytes:
    """A pack of this person's own sources, claims, figures and practices, signed with a key that
    belongs to their packs and not to their person. Remarks and passages stay here."""
    access.mount(node)
    seed = digest(Label.PACK, b"maker", node.person.sign_seed)
    rows: list[list[Cell]] = []
    for rtype in records.IN_PACKS:
        for row in access.select(node, rtype, "pack = ''", (), "ORDER BY id"):
            rows.append([row["id"], rtype.name, list(_fields(rtype, row))])
    if not rows:
        raise Invalid({"pack": N_("There is nothing of your own to put into a pack.")})
    rows.sort(key=lambda each: str(each[0]))
    return write_pack(
        kind=KIND,
        name=name,
        version=version,
        licence=licence,
        source=source,
        made_on=node.today().isoformat(),
        columns=COLUMNS,
        rows=rows,
        seed=seed,
    )


def _fields(rtype: RecordType, row: dict[str, object]) -> Iterable[str]:
    for field in rtype.fields:
        value = row[field.name]
        if field.name == "key":
            continue
        for each in value if isinstance(value, list) else [value]:
            if each not in (None, ""):
                yield f"{field.name}={each}"


__all__ = [
    "MEANS",
    "Removed",
    "add_pack",
    "build_pack",
    "is_offered",
    "look_into",
    "offered",
    "remove_pack",
]
