"""Agreement and safety plan: blank to be written by hand, or filled from a plain mapping.

The mapping holds texts that are already in words, or lists of them; what it lacks stays a blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from panoh.paper.model import Blank, Item, Line, Pair, Section, Sheet, Text
from panoh.words import N_, _, current_language

Values = Mapping[str, Any]

KEPT = (
    ("full", N_("All that I tell may be kept.")),
    ("code_only", N_("Only a number may be kept, without anything about me.")),
    ("nothing", N_("Nothing may be kept.")),
)
GIVEN = (
    ("written", N_("I signed.")),
    ("audio", N_("I said it, and it was recorded.")),
    ("oral", N_("I said it, and the person below heard it.")),
)


def consent(head: str, values: Values | None = None) -> Sheet:
    """An agreement to keep and to share. Keys: `kept` (full, code_only, nothing), `what_is_kept`,
    `readers`, `must_tell`, `purpose`, `recipient`, `country`, `items`, `until`, `language`,
    `interpreter`, `present`, `given` (written, audio, oral), `certified_by`, `on`, `withdrawn`."""
    held = values or {}
    keep = Section(
        _("What may be kept"),
        (
            Text(_("I get help whether I say yes or no. I may change my mind on any day.")),
            _line(_("What is kept"), held.get("what_is_kept"), 2),
            _line(_("Who reads it"), held.get("readers")),
            _line(_("What must be told to others by law, and to whom"), held.get("must_tell"), 2),
            *_ticks(KEPT, held.get("kept")),
        ),
    )
    share = Section(
        _("What may be shared"),
        (
            _line(_("What for"), held.get("purpose")),
            _line(_("With whom"), held.get("recipient")),
            _line(_("In which country"), held.get("country")),
            _line(_("Exactly what, and nothing else"), held.get("items"), 3),
            _line(_("Until when"), held.get("until")),
            Text(_("I can take this back at any time. What was passed on before stays known.")),
            *((Pair(_("Taken back on"), _text(held["withdrawn"])),) if held.get("withdrawn")
              else ()),
        ),
    )  # fmt: skip
    how = Section(
        _("How we agreed"),
        (
            _line(_("In which language it was read to me"), held.get("language")),
            _line(_("Who interpreted"), held.get("interpreter")),
            _line(_("Who was in the room"), held.get("present")),
            *_ticks(GIVEN, held.get("given")),
            _line(_("Day"), held.get("on")),
            Blank(_("My signature or sign")),
            _line(_("Signature of the person who read it out"), held.get("certified_by")),
        ),
    )
    return Sheet(_("Agreement"), head, current_language(), (keep, share, how))


def safety_plan(head: str, values: Values | None = None) -> Sheet:
    """For the client's own hand. Keys: `signs`, `helps`, `places`, `people`, `bag`, `children`,
    `call`, `copy`. A code word is never printed, nor that there is one: a paper may be found."""
    held = values or {}
    asked = (
        ("signs", _("How I notice that it begins"), 2),
        ("helps", _("What helps me then"), 2),
        ("places", _("Where I can go"), 2),
        ("people", _("Who stands by me"), 2),
        ("call", _("Whom I call"), 2),
        ("bag", _("What I take along: papers, money, medicine"), 2),
        ("children", _("What I do with the children"), 2),
        ("copy", _("Where this paper may safely be"), 1),
    )
    lines = tuple(_line(label, held.get(name), rules) for name, label, rules in asked)
    return Sheet(_("My notes"), head, current_language(), (Section("", lines),))


def _line(label: str, value: Any, rules: int = 1) -> Line:
    text = _text(value)
    return Pair(label, text) if text else Blank(label, rules)


def _text(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(str(each) for each in value if each)
    return str(value or "")


def _ticks(offered: Sequence[tuple[str, str]], chosen: Any) -> list[Item]:
    return [Item(_(words), key == chosen) for key, words in offered]
