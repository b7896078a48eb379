"""Exporting cases: noted in each of them, sealed with a phrase, never in clear."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from panoh.apps.casework import access
from panoh.apps.casework.commands.outside import put_taken_out, to_whom
from panoh.apps.casework.documents import export
from panoh.core.app import Row
from panoh.core.node import Node
from panoh.core.vault.rules import check_phrase
from panoh.errors import Invalid
from panoh.sheets import sealed
from panoh.words import N_


@dataclass(frozen=True, slots=True)
class Exported:
    """`cases` counts them; `files` names what is inside."""

    data: bytes
    cases: int
    files: tuple[str, ...]


def export_cases(
    node: Node,
    refs: Sequence[str] | None,
    phrase: str,
    form: str,
    restricted: Collection[str] = (),
    recipient: str = "",
) -> Exported:
    """The named cases, or all when `refs` is None, sealed. `restricted` names the classes whose
    lines come along where a case has them; with a `recipient`, of one case only, nothing goes
    but what was agreed to. Raises WeakPhrase or Invalid on a phrase that would not
    protect. The act is noted in every case before the bytes are given."""
    check_phrase(phrase)
    if form not in sealed.FORMATS:
        raise Invalid({"format": N_("Choose one of those offered.")})
    rows = _clients(node, refs)
    if recipient and len(refs or ()) != 1:
        raise Invalid({"whom": N_("A copy for somebody else is made of one case at a time.")})
    told = to_whom(node, rows[0]["id"], restricted, recipient)
    files = export.files(export.data_of(node, each["id"], restricted, recipient) for each in rows)
    data = sealed.seal(files, phrase, form)
    with node.writing() as work:
        for each in rows:
            main = node.spaces.row_of(each["space"])
            held = {row.restricted for row in node.spaces.compartments(main)}
            here = [name for name in restricted if name in held]
            put_taken_out(node, work, each["id"], each["space"], "case", form, None, here, told)
    return Exported(data, len(rows), tuple(files))


def _clients(node: Node, refs: Sequence[str] | None) -> list[Row]:
    if refs is not None:
        return [access.client(node, each) for each in refs]
    rows = node.rows("SELECT id, space FROM casework_client ORDER BY code, id")
    if not rows:
        raise Invalid({"code": N_("There is no case to export.")})
    return rows
