"""Taking packs in and out: the offered one, others, hostile ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from panoh.apps.evidence import access, commands, records, views
from panoh.apps.evidence.access.mounting import COLUMNS
from panoh.apps.evidence.shipped import SHIPPED
from panoh.core.node import Node
from panoh.core.packs import store, write_pack
from panoh.errors import Invalid, NotFound, Refused
from tests.apps.evidence.conftest import Run, terminal
from tools import build_evidence

SEED = bytes(range(32))


def made(rows: list[list[Any]], version: int = 1, **more: Any) -> bytes:
    about = {
        "kind": "evidence", "name": "mine", "version": version, "licence": "MIT",
        "source": "a test", "made_on": "2026-11-20", "columns": COLUMNS, "seed": SEED,
    }  # fmt: skip
    return write_pack(rows=rows, **{**about, **more})


CLAIM = ["K1", "claim", ["text=Wages are withheld.", "kind=assessment"]]


def test_before_it_nothing_is_there_and_after_it_all_253_claims(panoh: Run, amina: Node) -> None:
    assert panoh("claim", "list", "--json") == []
    assert panoh("disagreements", "--json") == []
    panoh("pack", "add", "--shipped", "--yes")
    listed = panoh("claim", "list", "--json")
    assert [each["id"] for each in listed] == [f"C{n:03}" for n in range(1, 254)]


def test_what_it_can_mean_is_said_before_anything_is_taken_in(amina: Node) -> None:
    from click.testing import CliRunner

    from panoh.apps.evidence.cli import evidence
    from panoh.cli.context import Asked

    here = Asked(None, (), node=amina)  # type: ignore[arg-type]
    result = CliRunner().invoke(evidence, ["pack", "add", "--shipped"], obj=here)
    assert result.exit_code == 0
    assert commands.MEANS in result.stderr


def test_the_offered_file_is_what_its_sources_make() -> None:
    assert build_evidence.build() == commands.offered()
    assert commands.look_into(commands.offered()).id.hex() == SHIPPED["four-documents"]


def test_two_vaults_that_hold_it_agree_byte_for_byte(amina: Node, chen: Node) -> None:
    files = []
    for node in (amina, chen):
        pack = commands.add_pack(node, commands.offered())
        rows = node.database.execute("SELECT file FROM pack WHERE id = ?", (pack.id,))
        files.append(bytes(rows[0][0]))
    assert files[0] == files[1]
    for words in (("claim", "list"), ("figure", "list"), ("disagreements",), ("practice", "list")):
        assert terminal(amina)(*words, "--json") == terminal(chen)(*words, "--json")


def test_its_rows_stand_in_no_table_on_the_disk(four: Node) -> None:
    assert views.count_claims(four) == 253
    assert four.rows("SELECT count(*) AS n FROM main.evidence_claim")[0]["n"] == 0
    assert four.prove_absent(["rock-concert audience"])


def test_removal_is_proved_and_leaves_nothing(four: Node, panoh: Run) -> None:
    (data,) = four.database.execute("SELECT file FROM pack")[0]
    piece = bytes(data[4096:4160])
    assert four.database.find_bytes([piece])
    gone = commands.remove_pack(four, "four-documents")
    assert gone.proved
    assert not four.database.find_bytes([piece, SHIPPED["four-documents"].encode()])
    assert panoh("claim", "list", "--json") == []
    assert panoh("pack", "list", "--json") == []


def test_removal_is_not_proved_while_a_piece_stands_elsewhere(four: Node) -> None:
    (data,) = four.database.execute("SELECT file FROM pack")[0]
    with four.database.write():
        four.database.execute("CREATE TABLE elsewhere (piece BLOB)")
        four.database.execute("INSERT INTO elsewhere VALUES (?)", (bytes(data[1024:2048]),))
    assert not commands.remove_pack(four, "four-documents").proved


def test_removal_names_the_copies_made_before(four: Node) -> None:
    from panoh.core.records import own

    with four.writing() as work:
        values = {"made": "2026-11-20T09:00", "place": "a stick", "journal": 3}
        work.put(own.BACKUP, four.space("personal"), None, values)
    assert commands.remove_pack(four, "four-documents").backups == ("2026-11-20T09:00 a stick",)


def test_remarks_outlive_a_new_version_and_a_removal(amina: Node) -> None:
    commands.add_pack(amina, made([CLAIM]))
    commands.add_remark(amina, "K1", {"text": "Seen here as well."})
    newer = [["K1", "claim", ["text=Wages are often withheld.", "kind=assessment"]]]
    commands.add_pack(amina, made(newer, version=2))
    row = access.claim(amina, "K1")
    assert row["text"] == "Wages are often withheld."
    said = terminal(amina)("claim", "show", "K1", "--json")["remarks"]
    assert [each["text"] for each in said] == ["Seen here as well."]
    assert len(store.kept(amina.database)) == 1
    commands.remove_pack(amina, "mine")
    assert len(access.select(amina, records.REMARK)) == 1


def test_an_older_version_does_not_replace_a_newer_one(amina: Node) -> None:
    commands.add_pack(amina, made([CLAIM], version=2))
    with pytest.raises(Invalid):
        commands.add_pack(amina, made([CLAIM], version=1))
    assert access.adopted(amina)[0]["version"] == 2


def test_another_makers_pack_does_not_come_to_stand_under_a_held_name(amina: Node) -> None:
    commands.add_pack(amina, made([CLAIM]))
    with pytest.raises(Invalid):
        commands.add_pack(amina, made([CLAIM], version=2, seed=bytes(32)))
    assert access.adopted(amina)[0]["version"] == 1


def test_a_pack_renames_no_factor(amina: Node) -> None:
    before = access.factor_label(amina, "I07")
    rows = [["I07", "node", ["label=Something else"]], ["O01", "node", ["label=A place"]]]
    commands.add_pack(amina, made(sorted([CLAIM, *rows])))
    assert access.factor_label(amina, "I07") == before
    assert access.factor_label(amina, "O01") == "A place"


def test_taking_it_in_twice_is_once(four: Node) -> None:
    commands.add_pack(four, commands.offered())
    assert len(access.adopted(four)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda data: data[:-1],
        lambda data: data[:2000] + bytes([data[2000] ^ 1]) + data[2001:],
        lambda _data: b"",
        lambda _data: b"\xa1aa\x01",
        lambda data: data + b"x",
        lambda _data: made([CLAIM], kind="factors"),
        lambda _data: made([CLAIM[:2]], columns=["id", "type"]),
        lambda _data: made([["K1", "claim", ["text=x", "kind=guess"]]]),
        lambda _data: made([["K1", "claim", ["kind=event"]]]),
        lambda _data: made([["K1", "figure", ["measure=deaths", "value=1e9"]]]),
        lambda _data: made([["K1", "claim", ["text=\x1b[2J", "kind=event"]]]),
    ],
)  # fmt: skip
def test_a_wrong_pack_is_refused_and_leaves_nothing(
    amina: Node, wrong: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(Refused):
        commands.add_pack(amina, wrong(commands.offered()))
    assert store.kept(amina.database) == []
    assert access.adopted(amina) == []


def test_links_of_a_pack_lead_only_inside_it(amina: Node) -> None:
    rows = [["K1", "claim", ["text=x", "kind=event", "source=0" * 1, "against=K2", "against=K1"]]]
    commands.add_pack(amina, made(rows))
    row = access.claim(amina, "K1")
    assert row["source"] is None
    assert row["against"] == [row["id"]]


def test_what_is_ones_own_can_be_built_and_given(amina: Node, chen: Node) -> None:
    source = commands.add_source(amina, {"title": "A report", "issued": "2024-05"})
    number = {"measure": "deaths", "value": "3"}
    claim = commands.add_claim(
        amina, {"text": "Three died.", "kind": "figure", "source": source}, number
    )
    data = commands.build_pack(amina, name="mine", version=1, licence="CC0", source="a test")
    pack = commands.add_pack(chen, data)
    assert not commands.is_offered(pack)
    row = access.claim(chen, claim)
    assert access.source(chen, row["source"])["title"] == "A report"
    assert views.of_claims(chen, [row["id"]])[0]["value"] == "3"
    key = amina.person.certificate.sign_public
    assert pack.signer != key  # a pack does not say whose vault it came from


def test_there_is_nothing_to_build_from_a_pack_of_somebody_else(four: Node) -> None:
    with pytest.raises(Invalid):
        commands.build_pack(four, name="mine", version=1, licence="CC0", source="a test")


def test_a_row_of_a_pack_cannot_be_changed(four: Node) -> None:
    with pytest.raises(NotFound):
        commands.change_claim(four, "C001", {"text": "another"})
    with pytest.raises(NotFound):
        commands.erase(four, records.CLAIM, "C001")
