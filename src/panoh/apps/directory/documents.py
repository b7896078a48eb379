"""A referral on paper: the form between agencies, three copies, and the same as data.

The code of the case stands where a name would, unless the client agreed to the name.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from panoh.apps.directory import access, records
from panoh.apps.directory.views import Made
from panoh.apps.directory.views.lists import ENDED
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.core.vault.rules import check_phrase
from panoh.errors import Forbidden
from panoh.paper import pdf
from panoh.paper.model import Blank, Item, Line, Pair, Section, Sheet, Text
from panoh.sheets import sealed
from panoh.words import N_, _, current_language
from panoh.words.dates import show_date

FILE_NAME = "notes.pdf"
FOR_WHOM = (N_("For whoever refers"), N_("For the client"), N_("For the receiver"))

WHERE_FILE = N_(
    "The file lies where it is saved, outside the vault. Panoh does not see it there and cannot "
    "erase it. Delete it when it is no longer needed, and empty the bin."
)
WHERE_DOWNLOAD = N_(
    "The browser saves the file in its own download folder and lists its name among the downloads. "
    "This happens only when you press the button."
)
WHERE_QUEUE = N_(
    "A printer keeps what it printed in its queue and often in its own memory. Print on a printer "
    "of your own, and look whether the queue of this computer is empty afterwards."
)
PHRASE_APART = N_("Send the phrase another way than the file, and never write it beside it.")
"""Where what leaves will lie; said before, in the same words as for a case."""

CONSENT = "consent"
GROUNDS = {
    CONSENT: N_("Consent"),
    "life": N_("A life is in danger tonight"),
    "child": N_("A child is in danger"),
    "incapable": N_("The client cannot decide at present"),
    "law": N_("A law leaves no choice"),
}
"""What `Item.basis` says, in words."""


def sheet(node: Node, made: Made) -> Sheet:
    """Three copies one after the other, each on a page of its own."""
    row = made.row
    copies = access.copies(node, row)
    sections: list[Section] = []
    for number, words in enumerate(FOR_WHOM):
        parts = _copy(row, copies)
        first = Section(f"{number + 1} · {_(words)}", parts[0].lines, new_page=number > 0)
        sections += [first, *parts[1:]]
    head = f"{row['code']} · {_day(row['sent_on'])}"
    return Sheet(_("Referral"), head, current_language(), tuple(sections))


def _copy(row: Mapping[str, Any], copies: list[dict[str, Any]]) -> list[Section]:
    asked = set(row["asked"] or ())
    named = next((each["text"] for each in copies if each["kind"] == "names"), "")
    about: list[Line] = [Pair(_("How urgent"), word(records.REFERRAL, row, "priority"))]
    if named:
        about.append(Pair(_("Name"), named))
    if not named or any(each["kind"] == "code" for each in copies):
        about.append(Pair(_("Code of the case"), str(row["case"])))
    held = [each for each in copies if each["kind"] not in ("names", "code")]
    about += [Pair(str(each["label"]), str(each["text"] or "")) for each in held]
    if row["carer"]:
        about.append(Pair(_("Was the carer told?"), word(records.TOLD, row, "carer")))
    # What was not asked for would only push the signature onto a second sheet.
    offered = [each for each in records.referral.ASKED_FOR if each.key in asked or not asked]
    ticks: list[Line] = [Item(_(each.label), each.key in asked) for each in offered]
    released = "; ".join(str(each["label"]) for each in copies)
    title, agreed = _ground(row, released)
    who: list[Line] = [
        Pair(_("From whom"), str(row["by"])) if row["by"] else Blank(_("From whom")),
        Pair(_("To whom"), " · ".join(filter(None, (row["to"], row["organization"])))),
        Pair(_("Sent on"), _day(row["sent_on"])),
        Pair(_("How it gets there"), word(records.REFERRAL, row, "delivered")),
        Blank(_("Received by, on which day")),
    ]
    return [
        Section("", tuple(about)),
        Section(_("Why"), (Text(str(row["reason"] or "")),)),
        Section(_("What is asked for"), tuple(ticks)),
        Section(title, agreed),
        Section(_("From and to"), tuple(who)),
    ]


def _ground(row: Mapping[str, Any], released: str) -> tuple[str, tuple[Line, ...]]:
    """What the client signs; or, where there is no consent, the reason and no line to sign."""
    until = Pair(_("May be used until"), _day(row["ends"]))
    if row["basis"] != CONSENT:
        lines = (Text(grounds(row)), Text(released, strong=True), until)
        return _("Sharing without consent"), lines
    said = Text(_("I agree that exactly this is passed on, to the receiver named below only:"))
    sign = Blank(_("My signature or sign, and the day"))
    return _("What the client agrees to"), (said, Text(released, strong=True), until, sign)


def _day(text: Any) -> str:
    """A day in the local form; as it stands where a newer program wrote something else."""
    try:
        return show_date(date.fromisoformat(str(text or "")))
    except ValueError:
        return str(text or "")


def grounds(row: Mapping[str, Any]) -> str:
    """On what a referral rests: consent, or the reasons for sharing without it."""
    keys = str(row["basis"] or "").split()
    return "; ".join(_(GROUNDS[each]) if each in GROUNDS else each for each in keys)


def word(rtype: RecordType, row: Mapping[str, Any], name: str) -> str:
    """A choice in words; the key itself when a newer program wrote it."""
    field = rtype.field(name)
    labels = {each.key: each.label for each in (field.choices if field else ())}
    value = row.get(name)
    return _(labels[value]) if value in labels else str(value or "")


def data(node: Node, made: Made) -> dict[str, Any]:
    """The referral as data for the receiver: no id of the case, of a consent or of a device."""
    row = made.row
    names = ("code", "case", "to", "organization", "priority", "asked", "reason", "carer", "by",
             "ends", "sent_on", "due")  # fmt: skip
    return {
        **{name: row[name] for name in names},
        "items": [
            {"kind": each["kind"], "label": each["label"], "text": each["text"]}
            for each in access.copies(node, row)
        ],
    }


def printed(node: Node, made: Made) -> bytes:
    """The form as a PDF in three copies. Nothing is printed of a referral that was taken back."""
    _refuse_when_taken_back(made)
    return pdf.write([sheet(node, made)]).data


def sealed_file(node: Node, made: Made, phrase: str, form: str = "age") -> bytes:
    """All of it for somebody outside Panoh, opened by a phrase. Raises WeakPhrase or Invalid."""
    _refuse_when_taken_back(made)
    check_phrase(phrase)
    text = json.dumps(data(node, made), ensure_ascii=False, indent=1)
    return sealed.seal({"referral.json": text.encode(), FILE_NAME: printed(node, made)},
                       phrase, form)  # fmt: skip


def _refuse_when_taken_back(made: Made) -> None:
    if made.closed:
        raise Forbidden(why=ENDED)
