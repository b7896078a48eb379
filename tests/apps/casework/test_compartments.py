"""Role × record type × action: what a compartment keeps from whom.

The matrix is made from the declarations, so that a new record type of a case is in it by itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from panoh.apps.casework import APP, access, commands, documents, records, views
from panoh.apps.casework.access.timeline import events
from panoh.apps.casework.documents import export
from panoh.apps.casework.pages import PAGES
from panoh.apps.casework.records.outside import PAPERS
from panoh.core.intake import take_in
from panoh.core.log import codec as log_codec
from panoh.core.node import Node
from panoh.core.records.model import RecordType
from panoh.core.space.model import Role
from panoh.errors import NotFound, PanohError
from tests.apps.casework.any_record import CANARY, RESTRICTED, TEXTS, values_for
from tests.apps.casework.browser import Browser
from tests.cast import FULL, Clock, Template, hub_sees
from tests.core.support import entries, share

OF_CASE = tuple(each for each in records.ALL if "case" in each.home.split())
KEPT = tuple(each for each in OF_CASE if each.name not in ("client", "opened"))
"""What can lie in a compartment and says something."""
ROLES = (None, Role.READER, Role.WRITER, Role.MANAGER)


@dataclass
class Case:
    """A case of Amina's with one record of each type in one compartment."""

    node: Node
    code: str
    client: str
    main: bytes
    apart: bytes
    ids: dict[str, str]


def make(node: Node) -> Case:
    code = commands.add_client(node, {"goes_by": "Mehri"}, keeping=FULL)
    row = access.client(node, code)
    main = node.space_id(row["space"])
    with node.writing() as work:
        apart = work.compartment(main, RESTRICTED)
        ids = {each.name: work.put(each, apart, None, values_for(each, row["id"])) for each in KEPT}
    return Case(node, code, row["id"], main, apart, ids)


@pytest.fixture
def case(amina: Node) -> Case:
    return make(amina)


# ── what each way of looking gives ──────────────────────────────────────────────────────────


def _json(node: Node, case: Case, _record: str) -> str:
    return json.dumps(access.as_data(node, case.code, with_programme=True), ensure_ascii=False)


def _search(node: Node, _case: Case, _record: str) -> str:
    found = [*views.search(node, CANARY), *views.search(node, "900777333")]
    return repr(found)


def _today(node: Node, _case: Case, _record: str) -> str:
    return repr(views.today(node, 200))


def _timeline(node: Node, case: Case, _record: str) -> str:
    return repr(access.timeline(node, case.code)) + repr(events(node, case.client))


def _lists(node: Node, _case: Case, _record: str) -> str:
    several = [views.cases(node, level=each) for each in ("individual", "family")]
    tally = views.month_tally(node, "2026-11")
    return repr([views.cases(node), several, views.contacts(node, state="all"), tally])


def _caseload(node: Node, _case: Case, _record: str) -> str:
    """What every member of the practice reads of a case."""
    return repr(node.rows("SELECT * FROM casework_caseload"))


def _print(node: Node, case: Case, _record: str) -> str:
    """All papers, with every class that is not theirs."""
    other = [each for each in access.case(node, case.code).restricted if each != RESTRICTED]
    made = [documents.sheets(node, case.code, each.key, ["en"], other) for each in PAPERS]
    return repr(made)


def _copy(node: Node, case: Case, _record: str) -> str:
    """What a sealed copy holds once it is opened."""
    return repr(export.files([export.data_of(node, case.code)]))


def _log(node: Node, case: Case, _record: str) -> str:
    """The log as it leaves for a hub, and who looked at the case."""
    opened = access.as_data(node, case.code)["opened"]
    return repr([hub_sees(node), opened, node.log.journal()])


def _ties(node: Node, case: Case, _record: str) -> str:
    """What another case may see of this one: ties, likely doubles, whom a paper may go to."""
    open_part = access.part_of_classes(access.case(node, case.code), ()).case
    alike = views.alike(node, [CANARY], ["+992900777333"])
    return repr([access.recipients(open_part), open_part.next_step.text, open_part.ties, alike])


def _title(node: Node, case: Case, _record: str) -> str:
    """Titles and addresses of the pages around the case."""
    browser = Browser(node)
    pages = [browser.get(f"/client/{case.client}{each}") for each in ("", "/timeline", "/paper")]
    pages += [browser.get(each) for each in ("/today", "/clients", "/contacts")]
    return repr([(each.title, browser.headers, each.path, each.links) for each in pages])


ACTIONS = {
    "print": _print,
    "copy": _copy,
    "log": _log,
    "ties": _ties,
    "title": _title,
    "export": _json,
    "search": _search,
    "today": _today,
    "timeline": _timeline,
    "lists": _lists,
    "caseload": _caseload,
}
NOT_IN_JSON = ("amends", "demand", "retention", "retention_notice", "keeping")
DUES = ("2026-11-10", "Nov 10", "10 Nov")


@pytest.mark.parametrize("rtype", KEPT, ids=lambda each: each.name)
def test_what_is_hidden_is_told_by_no_way_of_looking(amina: Node, rtype: RecordType) -> None:
    code = commands.add_client(amina, {}, keeping=FULL)
    row = access.client(amina, code)
    with amina.writing() as work:
        apart = work.compartment(amina.space_id(row["space"]), RESTRICTED)
        record = work.put(rtype, apart, None, values_for(rtype, row["id"]))
    case = Case(amina, code, row["id"], b"", apart, {rtype.name: record})
    for action, look in ACTIONS.items():
        told = look(amina, case, record)
        assert CANARY not in told, action
        assert record not in told, action
        assert RESTRICTED not in told, action
        if action in ("today", "lists", "caseload", "print", "copy"):
            assert not [each for each in DUES if each in told], action
        if action == "today":
            assert code not in told
    assert access.is_hidden(amina, APP_ACCESS[rtype.name](amina, record))


APP_ACCESS = {each.type.name: each.access for each in APP.records}


def test_showing_is_by_class_and_brings_back_every_record(case: Case) -> None:
    whole = access.case(case.node, case.code)
    other = commands.add_note(case.node, case.code, {"text": "cell 4", "restricted": "detention"})
    access.set_shown(case.node, case.client, ["detention"], True)
    assert CANARY not in _json(case.node, case, "")
    assert "cell 4" in _json(case.node, case, "")
    access.set_shown(case.node, case.client, ["detention"], False)
    access.set_shown(case.node, case.client, [RESTRICTED], True)
    data = access.as_data(case.node, case.code)
    told = json.dumps(data, ensure_ascii=False)
    assert "cell 4" not in told
    assert data["hidden"] == 1
    for name, record in case.ids.items():
        assert record in told or name in NOT_IN_JSON, name
        assert not access.is_hidden(case.node, APP_ACCESS[name](case.node, record))
    assert access.is_hidden(case.node, access.note(case.node, other))
    assert whole.restricted == [RESTRICTED]


def test_showing_is_noted_in_the_compartment_that_was_shown(case: Case) -> None:
    commands.add_note(case.node, case.code, {"text": "cell 4", "restricted": "detention"})
    assert commands.note_shown(case.node, case.code, ["detention", "military"]) == ["detention"]
    whole = access.case(case.node, case.code)
    noted = [whole.classes.get(each["space"]) for each in whole.opened]
    assert noted == ["detention"]


def test_the_practices_line_counts_the_main_space_alone(case: Case) -> None:
    commands.add_follow_up(case.node, case.code, {"due": "2026-12-24"})
    (line,) = case.node.rows("SELECT next_due, overdue FROM casework_caseload")
    assert line == {"next_due": "2026-12-24", "overdue": 0}
    commands.review(case.node, case.code, {"next_on": "2026-11-01", "restricted": RESTRICTED})
    (line,) = case.node.rows("SELECT next_due, overdue FROM casework_caseload")
    assert line == {"next_due": "2026-12-24", "overdue": 0}


def test_no_page_title_or_address_tells_it(case: Case) -> None:
    browser = Browser(case.node)
    todo, seen = [f"/client/{case.client}", "/today", "/clients", "/contacts"], set[str]()
    places = {name: name.replace("_", "-") for name in case.ids} | {"safety_plan": "together"}
    pages = {each.path.split("/")[1] for each in PAGES if each.path.count("/") == 2}
    todo += [f"/{at}/{case.ids[name]}" for name, at in places.items() if at in pages]
    while todo:
        at = todo.pop().partition("#")[0]
        if (
            at in seen
            or not at.startswith("/")
            or at.startswith(("/safety?", "/backup", "/static"))
        ):
            continue
        seen.add(at)
        if at.startswith("/contacts/month?"):
            continue
        page = browser.get(at)
        assert CANARY not in page.body, at
        assert CANARY not in page.title
        assert not re.search("violen|deten|suicid|harm|child|carer|safety-|restricted", at), at
        todo += [each for each in page.links if each not in seen]
    assert {f"/client/{case.client}/more", f"/together/{case.ids['safety_plan']}"} <= seen
    assert len(seen) > 20


def test_no_act_on_a_hidden_record_answers_or_changes_anything(case: Case) -> None:
    """Not even that a value that is guessed is the one that stands there."""
    browser = Browser(case.node)
    token = browser.get("/client/new").form("/client/new").values[0]
    assert token[0] == "csrf"
    places = {name.replace("_", "-"): record for name, record in case.ids.items()}
    places["together"] = places.pop("safety-plan")
    acts = [each for each in PAGES if each.method == "POST" and each.path.count("/") in (2, 3)
            and each.path.split("/")[1] in places and "{id}" in each.path]  # fmt: skip
    assert len(acts) >= 14
    before = case.node.log.journal()[0]
    for each in acts:
        word = each.path.split("/")[1]
        right = [("text", f"{CANARY} text"), ("name", f"{CANARY} name"), ("read", "1")]
        for values in ([token], [token, *right]):
            seen = browser.post(each.path.format(id=places[word]), values)
            assert seen.path == f"/client/{case.client}", each.path
            assert CANARY not in seen.body
            assert "Nothing was changed" not in seen.text
    assert case.node.log.journal()[0] <= before + 1  # that the case was opened


# ── other people's vaults ───────────────────────────────────────────────────────────────────


@pytest.fixture
def bo(template: Template, tmp_path: Path, clock: Clock) -> Iterator[Node]:
    node = template.copy("Bo", tmp_path, clock)
    yield node
    node.close()


def _bytes_of(case: Case) -> list[bytes]:
    return [*entries(case.node, case.main), *entries(case.node, case.apart)]


@pytest.mark.parametrize("role", ROLES, ids=lambda each: each.value if each else "none")
def test_without_the_compartments_key_the_bytes_do_not_open(
    case: Case, bo: Node, role: Role | None
) -> None:
    if role is not None:
        share(case.node, bo, case.main, role)
    sent = _bytes_of(case)
    taken = take_in(bo, sent)
    apart = len(entries(case.node, case.apart))
    assert len(taken.refused) == (len(sent) if role is None else apart)
    assert not bo.database.find_bytes([CANARY.encode()])
    opened = case.node.log.entries(case.node.spaces.row(case.apart))
    assert all(CANARY.encode() not in log_codec.encode(each.sealed) for each in opened)
    with pytest.raises(NotFound):
        bo.spaces.row(case.apart)
    if role is None:
        with pytest.raises(NotFound):
            access.client(bo, case.code)
        return
    assert access.case(bo, case.code).restricted == []
    assert access.as_data(bo, case.code, restricted=True)["hidden"] == 0
    for action, look in ACTIONS.items():
        assert CANARY not in look(bo, case, ""), action
    for name, record in case.ids.items():
        with pytest.raises(NotFound):
            APP_ACCESS[name](bo, record)
    with pytest.raises(NotFound):
        access.safety_plan(bo, case.code)


@pytest.mark.parametrize(
    ("role", "rtype"), product(ROLES[1:], KEPT),
    ids=lambda each: each.name if isinstance(each, RecordType) else each.value,
)  # fmt: skip
def test_who_has_the_compartments_key_reads_and_a_reader_does_not_write(
    shared: dict[Role, tuple[Case, Node]], role: Role, rtype: RecordType
) -> None:
    case, bo = shared[role]
    record = case.ids[rtype.name]
    row = APP_ACCESS[rtype.name](bo, record)
    assert access.is_hidden(bo, row)
    assert CANARY in repr(row) or not any(each.kind in TEXTS for each in rtype.fields)
    values = values_for(rtype, case.client)

    def write() -> str:
        with bo.writing() as work:
            return work.put(rtype, case.apart, None, values)

    if role is Role.READER:
        with pytest.raises(PanohError):
            write()
    else:
        assert APP_ACCESS[rtype.name](bo, write())


@pytest.mark.parametrize("role", ROLES[1:], ids=lambda each: each.value)
def test_who_has_the_key_is_shown_nothing_before_asking(
    shared: dict[Role, tuple[Case, Node]], role: Role
) -> None:
    case, bo = shared[role]
    for action, look in ACTIONS.items():
        assert CANARY not in look(bo, case, ""), action


@pytest.fixture(scope="module")
def shared(
    template: Template, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Role, tuple[Case, Node]]]:
    """For each role a case of Amina's and a vault of Bo's that has all of its keys."""
    made: dict[Role, tuple[Case, Node]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for role in ROLES[1:]:
            folder = tmp_path_factory.mktemp(role.value)
            patch.setenv("PANOH_STATE", str(folder / "state"))
            case = make(template.copy("Amina", folder, Clock()))
            bo = template.copy("Bo", folder, Clock())
            for space in (case.main, case.apart):
                share(case.node, bo, space, role)
                assert take_in(bo, entries(case.node, space)).refused == ()
            made[role] = (case, bo)
        yield made
        for case, bo in made.values():
            case.node.close()
            bo.close()


# ── records that somebody plants ────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rtype", KEPT, ids=lambda each: each.name)
def test_what_is_planted_in_another_case_is_not_of_this_one(
    amina: Node, chen: Node, rtype: RecordType
) -> None:
    """Chen was let into another case, knows the id of a client of Amina's, and names it there."""
    code = commands.add_client(amina, {}, keeping=FULL)
    client = access.client(amina, code)["id"]
    other = access.client(amina, commands.add_client(amina, {}, keeping=FULL))
    space = amina.space_id(other["space"])
    share(amina, chen, space)
    assert take_in(chen, entries(amina, space)).refused == ()
    with chen.writing() as work:
        record = work.put(rtype, space, None, values_for(rtype, client))
    assert take_in(amina, entries(chen, space)).refused == ()
    case = Case(amina, code, client, b"", b"", {rtype.name: record})
    for action in ("export", "today", "timeline", "caseload"):
        assert CANARY not in ACTIONS[action](amina, case, record)
        assert record not in ACTIONS[action](amina, case, record)
    found = access.case(amina, code)
    held = [each["id"] for name in found.__slots__ for each in _rows(getattr(found, name))]
    assert record not in held
    assert access.household_of(amina, code) is None
    assert access.may_ask_carer(amina, code)
    with pytest.raises(NotFound):
        access.safety_plan_of(amina, code)
    line = next(each for each in views.cases(amina) if each.code == code)
    assert (line.needs, line.next_due, line.overdue) == (0, None, 0)
    assert code not in repr(views.search(amina, CANARY))
    assert code not in _today(amina, case, record)
    with pytest.raises(NotFound):
        APP_ACCESS[rtype.name](amina, record)


def _rows(value: Any) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        return []
    return [getattr(each, "row", each) for each in value]
