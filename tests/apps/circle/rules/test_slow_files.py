"""Files that are made to hold a reader for hours are read or refused at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from panoh.apps.circle.rules.equations import vensim
from panoh.apps.circle.rules.exchange import braces
from panoh.errors import PanohError

SLOW: dict[str, tuple[Callable[[str], object], str]] = {
    "asterisks": (vensim.system, "*" * 20_000),
    "blanks in a point": (vensim.system, "a=WITH LOOKUP(Time,((" + " " * 20_000 + ")) ~ ~ |"),
    "quotes": (vensim.system, '"|' * 20_001),
    "quotes that never end": (vensim.system, '"\\' * 20_001 + "|" * 20_000),
    "brackets": (vensim.system, "a=WITH LOOKUP(Time,(" + "[" * 20_000 + ")) ~ ~ |"),
    "blank lines": (lambda text: braces.read(text, "a"), "\n" * 40_000),
    "comments without an end": (lambda text: braces.read(text, "a"), "(*" * 20_000),
    "one deep weight": (lambda text: braces.read(text, "a"), "{a, b, " + "(" * 20_000 + "}"),
}


@pytest.mark.parametrize("name", sorted(SLOW))
def test_no_file_holds_the_program(name: str) -> None:
    read, text = SLOW[name]
    began = time.process_time()
    with suppress(PanohError):  # refused, or read as holding nothing
        read(text)
    assert time.process_time() - began < 2
