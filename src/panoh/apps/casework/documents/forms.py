"""Agreement and safety plan: blank to be written by hand, or filled from a plain mapping.

The mapping holds texts that are already in words, or lists of them; what it lacks stays a blank.
The words of a form are read out and signed: all of them stand in one language in which a person has
reviewed them (`language_of`), never as a machine drafted them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from panoh.apps.casework.records.consent import ITEM_KINDS
from panoh.apps.casework.records.safety_plan import COPIES
from panoh.paper.model import Blank, Item, Line, Pair, Section, Sheet, Text
from panoh.words import R_, _, current_language, reviewed, use_language

Values = Mapping[str, Any]

KEPT = (
    ("full", R_("All that I tell may be kept.")),
    ("code_only", R_("Only a number may be kept, without anything about me.")),
    ("nothing", R_("Nothing may be kept.")),
)
GIVEN = (
    ("written", R_("I signed.")),
    ("audio", R_("I said it, and it was recorded.")),
    ("oral", R_("I said it, and the person below heard it.")),
)
HEARD_IN = R_("In which language it was read to me")
AGREEMENT = {
    "title": R_("Agreement"),
    "keep": R_("What may be kept"),
    "help": R_("I get help whether I say yes or no. I may change my mind on any day."),
    "what_is_kept": R_("What is kept"),
    "readers": R_("Who reads it"),
    "must_tell": R_("What must be told to others by law, and to whom"),
    "share": R_("What may be shared"),
    "purpose": R_("What for"),
    "recipient": R_("With whom"),
    "country": R_("In which country"),
    "items": R_("Exactly what, and nothing else"),
    "until": R_("Until when"),
    "back": R_("I can take this back at any time. What was passed on before stays known."),
    "withdrawn": R_("Taken back on"),
    "how": R_("How we agreed"),
    "language": HEARD_IN,
    "interpreter": R_("Who interpreted"),
    "present": R_("Who was in the room"),
    "on": R_("Day"),
    "sign": R_("My signature or sign"),
    "certified_by": R_("Signature of the person who read it out"),
}
SAFETY = {
    "title": R_("My notes"),
    "signs": R_("How I notice that it begins"),
    "helps": R_("What helps me then"),
    "places": R_("Where I can go"),
    "people": R_("Who stands by me"),
    "call": R_("Whom I call"),
    "bag": R_("What I take along: papers, money, medicine"),
    "children": R_("What I do with the children"),
    "copy": R_("Where this paper may safely be"),
}
WORDS: dict[str, tuple[str, ...]] = {
    "consent": (
        *AGREEMENT.values(),
        *(words for _key, words in (*KEPT, *GIVEN)),
        *(each.label for each in ITEM_KINDS),
    ),
    "safety_plan": (*SAFETY.values(), HEARD_IN, *(each.label for each in COPIES)),
}
"""By the keys of PAPERS: what must be reviewed as a whole before it is shown in a language."""


def language_of(what: str, language: str) -> str:
    """In which language this paper stands when it is asked for in `language`."""
    if what not in WORDS:
        return language
    with use_language(language):
        return reviewed(*WORDS[what]).language


def consent(head: str, values: Values | None = None) -> Sheet:
    """An agreement to keep and to share. Keys: `kept` (full, code_only, nothing), `what_is_kept`,
    `readers`, `must_tell`, `purpose`, `recipient`, `country`, `items`, `until`, `language`,
    `interpreter`, `present`, `given` (written, audio, oral), `certified_by`, `on`, `withdrawn`."""
    held = values or {}
    say = {name: _(words) for name, words in AGREEMENT.items()}

    def line(name: str, rules: int = 1) -> Line:
        return _line(say[name], held.get(name), rules)

    withdrawn = (Pair(say["withdrawn"], _text(held["withdrawn"])),) if held.get("withdrawn") else ()

    def told(name: str, rules: int = 1) -> Line:
        """What was read out says by itself what it is about."""
        text = _text(held.get(name))
        return Text(text) if text else line(name, rules)

    keep = Section(
        say["keep"],
        (Text(say["help"]), told("what_is_kept", 2), told("readers"), line("must_tell", 2),
         *_ticks(KEPT, held.get("kept"))),
    )  # fmt: skip
    share = Section(
        say["share"],
        (line("purpose"), line("recipient"), line("country"), line("items", 3), line("until"),
         Text(say["back"]), *withdrawn),
    )  # fmt: skip
    how = Section(
        say["how"],
        (line("language"), line("interpreter"), line("present"), *_ticks(GIVEN, held.get("given")),
         line("on"), Blank(say["sign"]), line("certified_by")),
    )  # fmt: skip
    return Sheet(say["title"], head, current_language(), (keep, share, how))


def safety_plan(head: str, values: Values | None = None) -> Sheet:
    """For the client's own hand. Keys: `signs`, `helps`, `places`, `people`, `bag`, `children`,
    `call`, `copy`, and `language` where it was read out in another one than it stands in. A code
    word is never printed, nor that there is one: a paper may be found."""
    held = values or {}
    rules = {"copy": 1}
    lines = [
        _line(_(words), held.get(name), rules.get(name, 2))
        for name, words in SAFETY.items()
        if name != "title"
    ]
    if "language" in held:
        lines.append(_line(_(HEARD_IN), held["language"]))
    title = SAFETY["title"]
    return Sheet(_(title), head, current_language(), (Section("", tuple(lines)),))


def _line(label: str, value: Any, rules: int = 1) -> Line:
    text = _text(value)
    return Pair(label, text) if text else Blank(label, rules)


def _text(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "\n".join(str(each) for each in value if each)
    return str(value or "")


def _ticks(offered: Sequence[tuple[str, str]], chosen: Any) -> list[Item]:
    return [Item(_(words), key == chosen) for key, words in offered]
