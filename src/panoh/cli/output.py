"""What a command says: data on standard output, everything else on standard error.

The words of an error are put together here, once, for the terminal.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import click

from panoh.errors import Invalid, PanohError
from panoh.words import N_, _

Tell = Callable[[str, int, int], None]
"""What is being done, how many are done, of how many: `core.check.Progress`."""

STEPS = {
    "pages": N_("Pages"),
    "entries": N_("Entries"),
    "rebuild": N_("Rebuilding"),
    "fetching": N_("Fetching"),
    "sending": N_("Sending"),
    "rows": N_("Rows"),
    "import": N_("Rows"),
}


def show(data: Any, as_json: bool = True, lines: Iterable[str] | None = None) -> None:
    """Print what a reading command found: JSON with sorted keys, or lines for a person.

    Without `lines` a mapping is written one key a line and a list one item a line.
    """
    if as_json:
        text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=2, default=str)
        click.echo(_STEERING.sub(_escaped, text))
        return
    for line in _plain(data) if lines is None else lines:
        say(line)


def _plain(data: Any) -> Iterable[str]:
    if isinstance(data, Mapping):
        return (f"{name}: {_one(value)}" for name, value in data.items())
    if isinstance(data, (list, tuple)):
        return (_one(each) for each in data)
    return (_one(data),)


def _one(value: Any) -> str:
    if isinstance(value, Mapping):
        return "  ".join(_one(each) for each in value.values())
    if isinstance(value, (list, tuple)):
        return ", ".join(_one(each) for each in value)
    return "" if value is None else str(value)


def say(text: str = "") -> None:
    """A line of the result, on standard output."""
    click.echo(harmless(text))


def tell(text: str) -> None:
    """A message to the person, on standard error."""
    click.echo(harmless(text), err=True)


_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
"""What moves a terminal's cursor, renames its window, or turns the direction of reading."""


def harmless(text: str) -> str:
    """The text with whatever would steer the terminal written out: what is stored may come from
    another program."""
    return _STEERING.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"


# ── errors ──────────────────────────────────────────────────────────────────────────────────


class _Details(dict[str, object]):
    """An unknown placeholder stays as it stands: an error must never fail to be shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def words_of(error: PanohError) -> str:
    """The translated words of an error. Details are filled in after translation."""
    if isinstance(error, Invalid):
        where = "; ".join(
            f"{_asked(_(error.labels.get(name, name)))} {_(text).rstrip('.')}"
            for name, text in error.problems.items()
        )
        return _(type(error).message).format_map(_Details(where=where))
    details = {
        name: _(value) if isinstance(value, str) else value for name, value in error.details.items()
    }
    return _(type(error).message).format_map(_Details(details))


def _asked(label: str) -> str:
    return label if label.endswith("?") else label + ":"


# ── long work ───────────────────────────────────────────────────────────────────────────────


class _Bar:
    """One bar for each step, on a terminal only; on a pipe nothing is drawn."""

    def __init__(self) -> None:
        self._step = ""
        self._bar: Any = None
        self._done = 0

    def tell(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self.close()
            label = _(STEPS.get(step, step))
            stream = sys.stderr
            self._step, self._done = step, 0
            self._bar = click.progressbar(length=max(total, 1), label=label, file=stream)
            self._bar.__enter__()
        self._bar.update(done - self._done)
        self._done = done

    def close(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
            self._bar = None


class _Drawn(AbstractContextManager[Tell]):
    def __init__(self) -> None:
        self._bar = _Bar()

    def __enter__(self) -> Tell:
        return self._bar.tell

    def __exit__(self, *_of: object) -> None:
        self._bar.close()


def progress() -> AbstractContextManager[Tell]:
    """Shows how far long work is, where somebody can see it."""
    if sys.stderr.isatty():
        return _Drawn()
    return nullcontext(_quiet)


def _quiet(step: str, done: int, total: int) -> None:  # noqa: ARG001 - a Tell that says nothing
    return
