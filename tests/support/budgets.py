"""How many seconds each part of the tests may take on two cores: its share of the whole run.

The whole stays within 25 minutes only if no part grows quietly: the closing report prints the
seconds of each top folder, and a part above its budget fails the run.
"""

from __future__ import annotations

from collections.abc import Mapping

SECONDS = {"unit": 350, "crash": 130, "simulator": 110, "browser": 580, "hub": 200, "house": 130}
"""Together 25 minutes."""

PART_OF_FOLDER = {
    "browser": "browser",
    "journeys": "browser",
    "seized": "browser",
    "crash": "crash",
    "simulator": "simulator",
    "hub": "hub",
    "sync": "hub",
    "house": "house",
}
"""Folder below tests/ → part; every other folder is `unit`."""


def folder_of(nodeid: str) -> str:
    """The top folder of a test: `tests/core/log/test_rules.py::…` → `core`."""
    parts = nodeid.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else "tests"


def part_of(folder: str) -> str:
    """The part whose budget a folder spends."""
    return PART_OF_FOLDER.get(folder, "unit")


def parts(seconds: Mapping[str, float]) -> dict[str, float]:
    """Seconds by part, from seconds by folder."""
    spent: dict[str, float] = {}
    for folder, taken in seconds.items():
        spent[part_of(folder)] = spent.get(part_of(folder), 0.0) + taken
    return spent


def exceeded(seconds: Mapping[str, float]) -> list[str]:
    """One line for each part above its budget."""
    return [
        f"{part}: {taken:.0f} s, above its {SECONDS[part]} s"
        for part, taken in sorted(parts(seconds).items())
        if taken > SECONDS[part]
    ]
