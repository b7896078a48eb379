"""Erasing a client: everything of the case, in one write, and what is left to prove it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from panoh.apps.casework import access, rules
from panoh.apps.casework.records import APART, CASELOAD, ERASED_CASE, TIE
from panoh.core import erasing
from panoh.core.app import Row
from panoh.core.node import ERASE_PROOF_LEAST, Node, Work
from panoh.core.space.store import SpaceRow
from panoh.core.work import backups_of
from panoh.errors import NotFound, NotReached, PanohError
from panoh.sync import proving, running
from panoh.sync.model import Carrier

ERASED_SPACES = "erased {code}"
"""The setting under which a person keeps which spaces an erased case had."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ErasedCase:
    """What went. `proof` is None where nobody asked for it or it could not be made."""

    code: str
    records: int
    entries: int
    compartments: int
    backups: tuple[str, ...]
    proof: erasing.Proof | None


def erase_client(
    node: Node, ref: str, *, prove: bool = False, progress: Progress | None = None
) -> ErasedCase:
    """Erases a client's whole case: bodies of all entries of its space and compartments, values,
    rows, search index, write-ahead log, and its line of the caseload. The code stays alone as a
    mark, so that it is never given to anybody else. Ties of other cases to it go too.

    All of it or nothing. `prove` looks afterwards through every page for every text that was in it;
    `progress` is told pages done and pages in all.
    """
    client = access.client(node, ref)
    main = node.spaces.row_of(client["space"])
    spaces = [main.no, *(each.no for each in node.spaces.compartments(main))]
    told: list[str] = []
    with node.writing() as work:
        records, entries = erase_in(node, work, client, told=told if prove else None)
    proof = _proved(node, spaces, told, progress) if prove else None
    return ErasedCase(
        code=str(client["code"]),
        records=records,
        entries=entries,
        compartments=len(spaces) - 1,
        backups=backups_of(node),
        proof=proof,
    )


def erase_in(
    node: Node, work: Work, client: Row, *, by_term: bool = False, told: list[str] | None = None
) -> tuple[int, int]:
    """Within a write: how many records and entries went."""
    main = node.spaces.row_of(client["space"])
    _untie(node, work, client)
    records = entries = 0
    # Compartments first: what a crash test must never see is a case whose hidden part outlives it.
    for each in (*node.spaces.compartments(main), main):
        more = work.erase_space(each.id, told)
        records, entries = records + more[0], entries + more[1]
    lines = node.rows("SELECT id, space FROM casework_caseload WHERE code = ?", (client["code"],))
    for line in (each for each in lines if node.may_write(node.space_id(each["space"]))):
        gone = work.erase(CASELOAD, line["id"], moved=True)
        records, entries = records + 1, entries + gone.entries
    mark = {
        "code": client["code"],
        "erased_on": node.today().isoformat(),
        "by_term": True if by_term else None,
    }
    work.put(ERASED_CASE, node.space("practice"), None, mark)
    # Only for whoever erased it: what became of it elsewhere can be asked as long as that is known.
    spaces = [main, *node.spaces.compartments(main)]
    work.set(ERASED_SPACES.format(code=client["code"]), " ".join(each.id.hex() for each in spaces))
    access.set_shown(node, client["id"], access.shown_classes(node, client["id"]), False)
    return records, entries


def _untie(node: Node, work: Work, client: Row) -> None:
    """What elsewhere points at the case: the other side of each family tie, where this person may
    write there, and what was noted about likely doubles. Not counted among what went: the number
    would tell of cases that are not open here."""
    for mine in node.rows("SELECT id, pair FROM casework_tie WHERE client = ?", (client["id"],)):
        sides = "SELECT id, space FROM casework_tie WHERE pair = ? AND id <> ? AND client <> ?"
        others = node.rows(sides, (mine["pair"], mine["id"], client["id"]))
        for each in others if len(others) == 1 else ():  # of more, somebody planted one
            if node.may_write(node.space_id(each["space"])):
                work.erase(TIE, each["id"], moved=True)
    apart = "SELECT id FROM casework_apart WHERE first = :one OR second = :one"
    for each in node.rows(apart, {"one": client["id"]}):
        work.erase(APART, each["id"], moved=True)


def _proved(
    node: Node, spaces: list[int], told: list[str], progress: Progress | None
) -> erasing.Proof | None:
    """The erasure stands by now; a disk too full to look does not undo it."""
    try:
        node.database.checkpoint()
        return erasing.prove(node, spaces, told, ERASE_PROOF_LEAST, progress)
    except PanohError:
        return None


def elsewhere(
    node: Node, rows: Sequence[SpaceRow], record: str | None = None, carrier: Carrier | None = None
) -> proving.Elsewhere:
    """What became of an erased case, or of one erased record of it, outside this vault. With a
    carrier, that hub is synced with first, then looked at; where it cannot be reached, what the
    vault itself knows is told."""
    identity = bytes.fromhex(record) if record else None
    if carrier is not None:
        try:
            running.run(node, carrier)
            return proving.look(node, rows, identity, carrier)
        except NotReached:
            pass
    return proving.look(node, rows, identity)


def asked_hub(node: Node, rows: Sequence[SpaceRow]) -> proving.Elsewhere:
    """The same with what the hub that is in use shows at this moment; nothing is exchanged.
    NotReached where it cannot be asked."""
    return proving.look(node, rows, None, running.carrier(node))


def uses_hub(node: Node) -> bool:
    return bool(node.setting(running.HUB_SETTING))


def spaces_of_erased(node: Node, ref: str) -> list[SpaceRow]:
    """The spaces of an erased case by its code or, in the vault of a colleague, by the beginning of
    the id of its main space; NotFound for a case that is still there."""
    code = rules.read_code(ref)
    held = node.setting(ERASED_SPACES.format(code=code)) if code else None
    if held:
        return [node.spaces.row(bytes.fromhex(each)) for each in str(held).split()]
    row = node.spaces.row(node.find_space(ref))
    if row.home != "case" or node.name_of(row) != row.id.hex()[:8]:
        raise NotFound(what=ref)
    return [row, *node.spaces.compartments(row)]
