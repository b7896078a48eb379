"""What may be in a pack is decided the same way for writing and for reading."""

from __future__ import annotations

from typing import Any

import pytest

from panoh.core.packs import read_pack, rules, write_pack
from panoh.crypto.sign import verify_key
from panoh.errors import Refused
from tests.core.packs.test_codec import KEY, SEED, content, made, with_content

WRONG: list[dict[str, Any]] = [
    {"kind": "Not Plain"},
    {"name": ""},
    {"name": "../x"},
    {"licence": ""},
    {"source": "x" * (rules.MAX_TEXT + 1)},
    {"version": 0},
    {"version": True},
    {"made_on": "2026-13-01"},
    {"made_on": "20261120"},
    {"made_on": 7},
    {"columns": []},
    {"columns": ["id", "id"]},
    {"columns": ["id", "Text"]},
    {"columns": [f"c{number}" for number in range(rules.MAX_COLUMNS + 1)]},
    {"rows": [["a"]]},
    {"rows": [["b", "", 0, True, []], ["a", "", 0, True, []]]},
    {"rows": [["a", "", 0, True, []], ["a", "", 0, True, []]]},
    {"rows": [["", "", 0, True, []]]},
    {"rows": [[1, "", 0, True, []]]},
    {"rows": [["a", b"bytes", 0, True, []]]},
    {"rows": [["a", "", 0, True, [1]]]},
    {"rows": [["a", "", 0, True, [["deep"]]]]},
    {"rows": [["a", "x" * (rules.MAX_TEXT + 1), 0, True, []]]},
    {"rows": [["a", {"map": 1}, 0, True, []]]},
]


@pytest.mark.parametrize("change", WRONG, ids=lambda change: str(change)[:40])
def test_what_may_not_be_written_is_not_read_either(change: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        made(**change)
    with pytest.raises(Refused):
        read_pack(with_content(content() | change), {KEY})


def test_parts_too_many_and_too_few_are_refused() -> None:
    value = content()
    for changed in (value | {"extra": 1}, {k: v for k, v in value.items() if k != "source"}, [], 1):
        with pytest.raises(Refused):
            rules.check_content(changed)


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "MAX_ROWS", 1)
    with pytest.raises(Refused, match="too many"):
        made()


def test_trust_is_by_key_or_by_pin() -> None:
    key, pack = verify_key(SEED), bytes(32)
    rules.check_trust(pack, key, {key}, ())
    rules.check_trust(pack, key, (), {pack})
    with pytest.raises(Refused):
        rules.check_trust(pack, key, (), ())


def test_write_needs_names() -> None:
    with pytest.raises(TypeError):
        write_pack()  # type: ignore[call-arg]
