"""No word of a page is outside the catalogues: a language of brackets over every page there is."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest

from panoh.web.render import HERE
from tests.apps.casework.browser import Browser
from tests.journeys.forms_there_are import REFUSES_EMPTY
from tests.web import pseudo

STATIC = HERE / "static"
ELSEWHERE = {
    # Pages of a locked vault, and what is shown once after something was sent.
    "/unlock/{id}", "/unlock/{id}/trustees", "/told/{id}", "/recovery/words/{number}",
    "/import/preview", "/client/{id}/paper/check", "/client/{id}/paper/sheet",
    "/service/{id}/refer/items", "/services/import/preview",
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


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pseudo.Walk]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("walk")
        patch.setenv("PANOH_STATE", str(folder / "state"))
        node, ids = pseudo.vault(folder)
        words = (pseudo.typed(ids), pseudo.quoted(node))
        walk = pseudo.Walk(Browser(node), *words, pseudo.declared())
        pseudo.speak_brackets(patch)
        walk.over(ids)
        walk.refused(sorted(REFUSES_EMPTY), ids)
        node.close()
        yield walk


def test_every_word_of_every_page_comes_from_a_catalogue(walk: pseudo.Walk) -> None:
    assert walk.left == {}
    assert {each.path for each in walk.pages} - walk.seen.keys() <= ELSEWHERE


def test_the_whole_app_is_light(walk: pseudo.Walk) -> None:
    """Style, script and sign, and every page there is, once: at most 500 KB gzipped."""
    static = sum(len(gzip.compress(path.read_bytes())) for path in STATIC.iterdir())
    heaviest = max(walk.weights, key=walk.weights.__getitem__)
    print(static, sum(walk.weights.values()), heaviest, walk.weights[heaviest])
    assert len(walk.weights) > 150
    assert static + sum(walk.weights.values()) <= 500_000


def test_a_word_outside_the_brackets_is_found() -> None:
    walk = pseudo.Walk(Browser.__new__(Browser), frozenset({"Amina"}), frozenset(), ())
    walk.look("/", '<p title="⟦Save⟧">⟦One of <b>⟦two⟧</b>⟧, Amina</p><p lang="en">Hello</p>')
    assert walk.left == {}
    walk.look("/", '<p title="Save">⟦Saved⟧ by Amina</p>')
    assert walk.left == {"/": ["Save", "by Amina"]}
