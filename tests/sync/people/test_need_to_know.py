"""Need to know: role × history × part × act, every one of them, in two real vaults.

For each way of being let into a case there is one: with its main space and two compartments, one of
which is opened too or not. What the colleague then finds is held against one rule, `may_know`, and
the outcome is printed to docs/reference/need-to-know.md (PANOH_WRITE=1 writes it).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import product

import pytest

from panoh.apps.casework import access, commands
from panoh.apps.casework.records import CLIENT, NOTE, PERSON
from panoh.core import sharing
from panoh.core.node import Node
from panoh.core.space.model import History, Role, SpaceId
from panoh.core.space.store import SpaceRow
from panoh.errors import Forbidden, NotFound, PanohError
from panoh.lexicon import factors
from panoh.sync import invitations
from panoh.sync.invitations import Offer
from tests.cast import FULL, Clock, Template
from tests.support import tree
from tests.sync.people.together import Together

PAGE = tree.DOCS / "reference" / "need-to-know.md"
CLASSES = [*factors.RESTRICTED]
ROLES = ("reader", "writer", "manager", "removed")
HISTORIES = tuple(History)
PARTS = ("main", "opened", "other")
WHEN = ("before", "after", "later")
SORTS = ("state", "note")
SEARCHED_IN = {"before": "names", "after": "goes_by"}


@dataclass
class Case:
    """How somebody was let in, and a word for each thing that is said in it: by part, when it was
    said, and whether it is how things stand (a person around) or a note."""

    role: str
    history: History
    opened: str  # class of the compartment that was opened too; empty for none
    other: str  # class of one that was not
    code: str = ""
    client: str = ""
    spaces: dict[str, SpaceId] = field(default_factory=dict)
    words: dict[tuple[str, str, str], str] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)
    """What each way of looking gave, kept: nothing is written meanwhile."""

    def parts(self) -> list[str]:
        return [each for each in PARTS if each != "opened" or self.opened]


def ways() -> list[Case]:
    """Every role and history, with a compartment and without; every class is opened and is not."""
    found = []
    for number, (role, history, more) in enumerate(product(ROLES, HISTORIES, (False, True))):
        one, two = CLASSES[number % len(CLASSES)], CLASSES[(number + 2) % len(CLASSES)]
        found.append(Case(role, history, one if more else "", two))
    return [*found, Case("outsider", History.NONE, CLASSES[0], CLASSES[1])]


def may_know(case: Case, part: str, when: str, sort: str) -> bool:
    """The rule."""
    if case.role == "outsider" or part == "other":
        return False
    if when == "before":
        wholly = case.history is History.ALL
        return wholly or (case.history is History.CURRENT and sort == "state")
    return when == "after" or case.role != "removed"


@dataclass
class World:
    amina: Node
    bo: Node
    cases: list[Case]


@pytest.fixture(scope="module")
def world(template: Template, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("need-to-know")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PANOH_STATE", str(folder / "state"))
        amina, bo = (template.copy(name, folder, Clock()) for name in ("Amina", "Bo"))
        yield _made(amina, bo)
        amina.close()
        bo.close()
        shutil.rmtree(folder)


def _made(amina: Node, bo: Node) -> World:
    together, cases = Together(), ways()
    for case in cases:
        case.code = commands.add_client(amina, {}, keeping=FULL)
        case.client = access.client(amina, case.code)["id"]
        case.spaces["main"] = access.space_of(amina, case.code)
        with amina.writing() as work:
            if case.opened:
                case.spaces["opened"] = work.compartment(case.spaces["main"], case.opened)
            case.spaces["other"] = work.compartment(case.spaces["main"], case.other)
    _say(amina, cases, "before")
    for case in cases:
        if case.role != "outsider":
            spaces = tuple(case.spaces[each] for each in case.parts() if each != "other")
            role = Role.WRITER if case.role == "removed" else Role(case.role)
            code = invitations.invite(amina, Offer(spaces, role, case.history))
            invitations.join(bo, code)
    together.sync(bo, amina, bo)
    _say(amina, cases, "after")
    together.sync(amina, bo, times=1)
    with amina.writing():
        for case in (each for each in cases if each.role == "removed"):
            for part in case.parts():
                if part != "other":
                    sharing.remove(amina, case.spaces[part], bo.person.id)
    _say(amina, cases, "later")
    together.sync(amina, bo)
    return World(amina, bo, cases)


def _say(amina: Node, cases: list[Case], when: str) -> None:
    """Somebody around the client, and one note, in each part of each case."""
    with amina.writing() as work:
        for number, case in enumerate(cases):
            for part, sort in product(case.parts(), SORTS):
                word = f"quokka{number:03d}{part}{when}{sort}"
                case.words[part, when, sort] = word
                values = {"client": case.client, "name" if sort == "state" else "text": word}
                if part != "main":
                    values["restricted"] = case.opened if part == "opened" else case.other
                work.put(PERSON if sort == "state" else NOTE, case.spaces[part], None, values)
            if when in SEARCHED_IN:  # what a search looks for stands in the client's own record
                word = case.words["main", when, "state"]
                looked_for = {"names": [word]} if when == "before" else {"goes_by": word}
                work.put(CLIENT, case.spaces["main"], case.client, looked_for)


# ── what a colleague can do with it ─────────────────────────────────────────────────────────


def _read(node: Node, case: Case) -> str:
    return repr(access.as_data(node, case.code, restricted=True))


def _export(node: Node, case: Case) -> str:
    return repr(access.as_data(node, case.code, classes={case.opened, case.other} - {""}))


def _timeline(node: Node, case: Case) -> str:
    return repr(access.timeline(node, case.code, restricted=True))


def _log(node: Node, case: Case) -> str:
    """Whatever opens of the entries themselves."""
    found = []
    for space in case.spaces.values():
        with suppress(NotFound):
            for kept in node.log.entries(node.spaces.row(space)):
                if kept.sealed.body_slot is not None:
                    with suppress(PanohError):
                        found.append(repr(node.log.open(kept).body))
    return "".join(found)


def _search(node: Node, case: Case) -> str:
    """Every word that is found as it is written, all restricted lines being shown. The search by
    likeness finds other words too."""
    with suppress(NotFound):
        access.set_shown(node, access.client(node, case.code)["id"], CLASSES, True)
    return " ".join(word for word in case.words.values() if node.find_text(word))


LOOKS: dict[str, Callable[[Node, Case], str]] = {
    "read": _read,
    "search": _search,
    "export": _export,
    "timeline": _timeline,
    "log": _log,
}


def looked(node: Node, case: Case, act: str, word: str) -> bool:
    if act not in case.found:
        case.found[act] = ""
        with suppress(NotFound):
            case.found[act] = LOOKS[act](node, case)
    return word in case.found[act]


def test_everybody_finds_exactly_what_they_may_know(world: World) -> None:
    wrong = []
    for case in world.cases:
        for act in LOOKS:
            for (part, when, sort), word in case.words.items():
                may = may_know(case, part, when, sort)
                found = looked(world.bo, case, act, word)
                if found and not may:
                    wrong.append(
                        f"{act} gives away {case.role} {case.history} {part} {when} {sort}"
                    )
                if may and not found and not _cannot(case, act, (part, when, sort)):
                    wrong.append(
                        f"{act} keeps back {case.role} {case.history} {part} {when} {sort}"
                    )
    assert wrong == []


def _cannot(case: Case, act: str, said: tuple[str, str, str]) -> bool:
    """What a person may know and does not find that way. Only names and codes are searched. Without
    the past the client's own record is missing until it is written anew, so that there is no case
    to open: the rest waits in the log. What was stated again is no event of the timeline."""
    if act == "search":
        return not _is_searched(said) or case.history is History.NONE
    if case.history is History.NONE:
        return act != "log"
    return act == "timeline" and said[1] == "before" and case.history is History.CURRENT


def _is_searched(said: tuple[str, str, str]) -> bool:
    part, when, sort = said
    return part == "main" and sort == "state" and when in SEARCHED_IN


def test_not_one_byte_of_the_rest_lies_in_the_vault(world: World) -> None:
    """In any tier, any page of the opened file: neither in the log nor in what was merged."""
    kept_back = [
        word.encode()
        for case in world.cases
        for (part, when, sort), word in case.words.items()
        if not may_know(case, part, when, sort)
    ]
    assert len(kept_back) > 150
    assert world.bo.database.find_bytes(kept_back) == []
    assert world.amina.database.find_bytes(kept_back[:5]) == kept_back[:5]  # the search has teeth


def _attempt(act: Callable[[], object]) -> bool:
    try:
        act()
    except (Forbidden, NotFound):
        return False
    return True


def _writes(node: Node, case: Case, part: str) -> bool:
    def act() -> None:
        with node.writing() as work:
            values = {"client": case.client, "text": "a word of Bo's"}
            work.put(NOTE, case.spaces[part], None, values)

    return _attempt(act)


def _invites(node: Node, case: Case, part: str) -> bool:
    space = (case.spaces[part],)
    return _attempt(lambda: invitations.invite(node, Offer(space, Role.READER, History.NONE)))


ACTS: dict[str, tuple[Callable[[Node, Case, str], bool], frozenset[str]]] = {
    "write": (_writes, frozenset({"writer", "manager"})),
    "let somebody in": (_invites, frozenset({"manager"})),
}


def test_everybody_does_exactly_what_their_role_allows(world: World) -> None:
    wrong = []
    for case, (name, (act, roles)) in product(world.cases, ACTS.items()):
        for part in case.parts():
            may = case.role in roles and part != "other"
            if act(world.bo, case, part) != may:
                wrong.append(f"{name}: {case.role} {case.history} {part}, expected {may}")
    assert wrong == []


def test_who_is_there_and_how_often_was_written_is_all_that_newcomers_learn_of_before(
    world: World,
) -> None:
    """Headers of before are open to a newcomer, so that the chains verify: who wrote when."""
    case = next(c for c in world.cases if c.role == "writer" and c.history is History.NONE)
    row = world.bo.spaces.row(case.spaces["main"])
    kept = list(world.bo.log.entries(row))
    for device in {each.device for each in kept}:
        chain = [each.sequence for each in kept if each.device == device]
        assert chain == [*range(1, len(chain) + 1)]
    closed = [each for each in kept if each.sealed.epoch not in _whole(world.bo, row)]
    assert closed
    assert all(each.sealed.body_slot is None for each in closed)


def _whole(node: Node, row: SpaceRow) -> set[bytes]:
    """Epochs of which the bodies can be opened, not the headers alone."""
    return {each for each in node.spaces.state(row).epochs if node.spaces.has_key(row, each)}


# ── the page ────────────────────────────────────────────────────────────────────────────────


def _cell(world: World, case: Case, part: str, when: str, sort: str) -> str:
    word = case.words.get((part, when, sort))
    if word is None:
        return ""
    ways = [act for act in LOOKS if act != "search" or _is_searched((part, when, sort))]
    acts = [act for act in ways if looked(world.bo, case, act, word)]
    return "everything" if acts == ways else ", ".join(acts) or "—"


def page(world: World) -> str:
    """The matrix as Markdown, from what was found."""
    lines = [
        "# Need to know\n",
        "<!-- Written by tests/sync/people/test_need_to_know.py with PANOH_WRITE=1. -->\n",
        "What a colleague finds in a case, by how they were let in: found in two real vaults, for"
        " each role and each choice of history, by reading, search, export, timeline and log."
        " *Everything* means by all of these; a search is for names, numbers and codes of clients"
        " alone. Each restricted class is opened in some of the cases and not in others; one that"
        " was not opened gives nothing to anybody. With no history at all the client's own record"
        " is missing until it is written anew, so that what came later waits in the log.\n",
        "| role | history | part | how things stood | notes of before | said after | said later |",
        "|---|---|---|---|---|---|---|",
    ]
    seen: set[str] = set()
    for case in world.cases:
        for part in case.parts():
            label = {"main": "the case", "opened": "opened compartment", "other": "another one"}
            cells = [
                _cell(world, case, part, "before", "state"),
                _cell(world, case, part, "before", "note"),
                *(_cell(world, case, part, when, "note") for when in ("after", "later")),
            ]
            history = "" if case.role == "outsider" else case.history.value
            line = f"| {case.role} | {history} | {label[part]} | {' | '.join(cells)} |"
            if line not in seen:
                seen.add(line)
                lines.append(line)
    lines += ["", "| role | write | let somebody in |", "|---|---|---|"]
    for role in (*ROLES, "outsider"):
        may = ["yes" if role in roles else "no" for _act, roles in ACTS.values()]
        lines.append(f"| {role} | {' | '.join(may)} |")
    return "\n".join([*lines, ""])


def test_page_says_what_was_found(world: World) -> None:
    found = page(world)
    if os.environ.get("PANOH_WRITE") == "1":
        PAGE.write_text(found, "utf-8")
    assert PAGE.read_text("utf-8") == found
