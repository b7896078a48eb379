"""`panoh map` and `panoh whatif`, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from panoh.core.node import Node
from panoh.errors import Forbidden, Invalid, PanohError
from tests.apps.circle.conftest import Run, shared, terminal

QUESTION = {"levers": [{"on": "S02", "times": 0.5, "start": 0}], "draws": 300, "months": 60}


def test_maps_are_listed_shown_and_compared(panoh: Run) -> None:
    assert [each["key"] for each in panoh("map", "list", "--json")][:2] == ["pooled", "S0"]
    assert "[C132" in panoh("map", "show", "S1")
    assert panoh("map", "show", "--json")["hash"]
    assert panoh("map", "rivals", "--json")["S3"]["links"] == 2


def test_loops_are_told_and_bounded(panoh: Run) -> None:
    found = panoh("map", "loops", "--json")
    assert len(found["loops"]) == 3
    assert found["cut"]["link"] == ["C02", "O02"]
    assert len(panoh("map", "loops", "pooled", "--max-length", "2", "--json")["loops"]) == 2
    assert "feeds itself" in panoh("map", "loops")


def test_the_published_map_is_taken_in_from_its_files(panoh: Run) -> None:
    links, nodes = shared("fcm/psot-links.txt"), shared("fcm/psot-nodes.csv")
    words = ("--nodes", str(nodes), "--title", "Published", "--json")
    made = panoh("map", "import", str(links), *words)
    assert (made["nodes"], made["links"]) == (32, 44)
    assert len(panoh("map", "loops", made["id"], "--max-length", "20", "--json")["loops"]) == 4
    panoh("map", "erase", made["id"], "--yes")


@pytest.mark.parametrize("ending", ["csv", "graphml", "xmile", "mdl"])
def test_a_map_leaves_and_comes_back(panoh: Run, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"map.{ending}"
    panoh("map", "export", "S2", str(file))
    made = panoh("map", "import", str(file), "--title", "Back", "--json")
    assert made["links"] == 11
    held = panoh("map", "show", made["id"], "--json")["links"]
    assert all(each["supports"] for each in held)
    panoh("map", "erase", made["id"], "--yes")
    with pytest.raises(PanohError):
        panoh("map", "export", "S2", str(file))  # never over a file that is there


def test_a_question_is_run_kept_and_explained(panoh: Run, tmp_path: Path) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(QUESTION), "utf-8")
    one = panoh("whatif", "run", str(file), "--seed", "9", "--json")
    two = panoh("whatif", "run", str(file), "--seed", "9", "--json")
    assert one["outcomes"] == two["outcomes"]
    assert one["map"] == two["map"]
    words = panoh("whatif", "explain", one["id"])
    for heading in ("What was asked", "What moved", "What it rests on", "What it does not say"):
        assert heading in words
    assert "seed 9" in words
    assert one["id"] in [each["id"] for each in panoh("whatif", "list", "--json")]


def test_what_cannot_be_asked_is_refused(panoh: Run, tmp_path: Path, without_pack: Node) -> None:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(QUESTION), "utf-8")
    with pytest.raises(Invalid):
        panoh("whatif", "run", str(file), "--draws", "1000000000")
    file.write_text("[]", "utf-8")
    with pytest.raises(PanohError):
        panoh("whatif", "run", str(file))
    for words in (("map", "list"), ("map", "loops"), ("whatif", "list")):
        with pytest.raises(Forbidden):
            terminal(without_pack)(*words)


def test_a_link_is_set_otherwise_with_a_reason(panoh: Run) -> None:
    panoh("map", "link", "S3", "--start", "S12", "--end", "O01", "--sign", "unclear", "--strength",
          "weak", "--reason", "One sentence only.")  # fmt: skip
    assert "One sentence only." in panoh("map", "show", "S3")


def test_a_model_of_others_is_taken_in_and_run(panoh: Run) -> None:
    made = panoh("map", "import", str(shared("sd/teacup/teacup.mdl")), "--json")
    found = panoh("map", "run", made["id"], "--json")
    assert found["times"][-1] == 30
    assert found["values"]["teacup_temperature"][-1] == pytest.approx(75.374, abs=1e-3)
    panoh("map", "erase", made["id"], "--yes")
