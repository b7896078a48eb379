"""No word of a page is outside the catalogues: a language of brackets over every page there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apps.casework.browser import Browser
from tests.journeys.test_accessibility import REFUSES_EMPTY
from tests.web import pseudo

ELSEWHERE = {
    # Pages of a locked vault, and what is shown once after something was sent.
    "/unlock/{id}", "/unlock/{id}/trustees", "/told/{id}", "/recovery/words/{number}",
    "/import/preview", "/client/{id}/paper/check", "/client/{id}/paper/sheet",
    "/service/{id}/refer/items",
    # What people add to the ledger and the maps themselves.
    "/evidence/map/{id}/erase", "/evidence/answer/{id}", "/evidence/answer/{id}/erase",
    "/evidence/source/{id}/text", "/evidence/practice/{id}/finding", "/evidence/brief/{id}",
    "/evidence/brief/{id}/edit",
    # Files.
    "/attachment/{id}/picture", "/attachment/{id}/file", "/service/{id}/form",
    "/referral/{id}/paper", "/evidence/out/pack", "/evidence/out/{what}",
    "/evidence/map/{id}/file/{kind}", "/evidence/brief/{id}/{kind}",
}  # fmt: skip
"""Pages that no link leads to from what is in this vault."""


def test_every_word_of_every_page_comes_from_a_catalogue(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANOH_STATE", str(tmp_path / "state"))
    node, ids = pseudo.vault(tmp_path)
    words = (pseudo.typed(ids), pseudo.quoted(node))
    walk = pseudo.Walk(Browser(node), *words, pseudo.declared())
    pseudo.speak_brackets(monkeypatch)
    walk.over(ids)
    walk.refused(sorted(REFUSES_EMPTY), ids)
    unseen = {each.path for each in walk.pages} - walk.seen.keys()
    node.close()
    assert walk.left == {}
    assert unseen <= ELSEWHERE


def test_a_word_outside_the_brackets_is_found() -> None:
    walk = pseudo.Walk(Browser.__new__(Browser), frozenset({"Amina"}), frozenset(), ())
    walk.look("/", '<p title="⟦Save⟧">⟦One of <b>⟦two⟧</b>⟧, Amina</p><p lang="en">Hello</p>')
    assert walk.left == {}
    walk.look("/", '<p title="Save">⟦Saved⟧ by Amina</p>')
    assert walk.left == {"/": ["Save", "by Amina"]}
