"""A disk on which whatever was not fsynced may be lost, torn or reordered at a power cut.

Calls are kept as a list. At any place in it the power can go; the survivor is built from what
was durable by then plus a choice among what was only on its way. A write arrives sector by
sector; a name change arrives whole; nothing promises an order between two calls.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

SECTOR = 512
ROOT = 0

Name = tuple[int, str]  # the folder's number and the name in it


@dataclass(frozen=True)
class Write:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True)
class Truncate:
    file: int
    size: int


@dataclass(frozen=True)
class Sync:
    file: int
    failed: bool = False  # after a failed fsync the system forgets what it could not write


@dataclass(frozen=True)
class Rename:
    """Names that change together: a creation, a removal, a renaming."""

    changes: tuple[tuple[Name, int | None], ...]


@dataclass(frozen=True)
class SyncFolder:
    folder: int


Call = Write | Truncate | Sync | Rename | SyncFolder

KINDS = ("drop", "keep", "tear", "prefix", "mix", "sectors", "late", "zeros")


@dataclass
class Start:
    """The disk before the first call: all of it durable."""

    files: dict[int, bytes] = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    names: dict[Name, int] = field(default_factory=dict)


class Disk:
    """The state after some calls: what is durable, and what is on its way in order."""

    def __init__(self, start: Start, folders: set[int]) -> None:
        self._files = {number: bytearray(data) for number, data in start.files.items()}
        self._names = dict(start.names)
        self._folders = folders
        self._moving: list[Call] = []

    def call(self, call: Call) -> None:
        if isinstance(call, Sync):
            self._sync(call)
        elif isinstance(call, SyncFolder):
            self._sync_folder(call.folder)
        else:
            self._moving.append(call)

    def _sync(self, call: Sync) -> None:
        rest: list[Call] = []
        for moving in self._moving:
            if not isinstance(moving, Rename) and moving.file == call.file:
                if not call.failed:
                    _apply(self._files, moving)
            else:
                rest.append(moving)
        self._files.setdefault(call.file, bytearray())
        self._moving = rest

    def _sync_folder(self, folder: int) -> None:
        rest: list[Call] = []
        for moving in self._moving:
            if isinstance(moving, Rename) and any(name[0] == folder for name, _ in moving.changes):
                _rename(self._names, moving)
            else:
                rest.append(moving)
        self._moving = rest

    def survivor(self, kind: str, random: Random) -> tuple[dict[int, bytes], dict[Name, int]]:
        """The files and names after the power went, the last call being in flight."""
        files = {number: bytearray(data) for number, data in self._files.items()}
        names = dict(self._names)
        for call in _choice(self._moving, kind, random):
            if isinstance(call, Rename):
                _rename(names, call)
            else:
                _apply(files, call)
        return {number: bytes(data) for number, data in files.items()}, names

    def put_down(self, folder: Path, kind: str, random: Random) -> None:
        """Make a real folder the survivor; what it held before goes."""
        files, names = self.survivor(kind, random)
        inside: dict[int, dict[str, int]] = {}
        for (parent, name), number in names.items():
            inside.setdefault(parent, {})[name] = number
        waiting = [(ROOT, folder)]
        while waiting:
            number, path = waiting.pop()
            wanted = inside.get(number, {})
            _clear(path, {name: child in self._folders for name, child in wanted.items()})
            for name, child in wanted.items():
                if child in self._folders:
                    waiting.append((child, path / name))
                else:
                    (path / name).write_bytes(files.get(child, b""))


def _clear(folder: Path, wanted: dict[str, bool]) -> None:
    """An empty folder, but for the folders wanted in it; making them anew is what costs."""
    if not folder.exists():
        folder.mkdir(mode=0o700)
        return
    for each in os.scandir(folder):
        if not each.is_dir():
            os.unlink(each)
        elif not wanted.get(each.name):
            shutil.rmtree(each)


def _choice(moving: list[Call], kind: str, random: Random) -> Iterator[Call]:
    """Which of the calls on their way arrive, and how much of each."""
    last = len(moving) - 1
    if kind == "prefix":
        last = random.randint(-1, last)
    for place, call in enumerate(moving):
        if kind == "keep" or (kind == "late" and place == last):
            yield call
        elif (kind == "prefix" and place <= last) or kind == "tear":
            yield from [call] if place < last else _torn(call, random)
        elif kind == "mix" and random.random() < 0.5:
            yield call
        elif kind == "sectors":
            yield from _sectors(call, random)
        elif kind == "zeros":
            yield from _sectors(call, random, grow=True)


def _torn(call: Call, random: Random) -> Iterator[Call]:
    """The call in flight: a write arrives up to some sector, anything else or not."""
    if isinstance(call, Write):
        pieces = list(_pieces(call))
        yield from pieces[: random.randint(0, len(pieces))]
    elif random.random() < 0.5:
        yield call


def _sectors(call: Call, random: Random, *, grow: bool = False) -> Iterator[Call]:
    if not isinstance(call, Write):
        if random.random() < 0.5:
            yield call
        return
    if grow:  # the file's new length arrived, its bytes did not
        yield Write(call.file, call.offset + len(call.data), b"")
    for piece in _pieces(call):
        if random.random() < 0.5:
            yield piece


def _pieces(call: Write) -> Iterator[Write]:
    at = call.offset
    end = call.offset + len(call.data)
    while at < end:
        stop = min(end, (at // SECTOR + 1) * SECTOR)
        yield Write(call.file, at, call.data[at - call.offset : stop - call.offset])
        at = stop


def _apply(files: dict[int, bytearray], call: Write | Truncate | Sync | SyncFolder) -> None:
    if isinstance(call, Write):
        data = files.setdefault(call.file, bytearray())
        if len(data) < call.offset:
            data.extend(bytes(call.offset - len(data)))
        data[call.offset : call.offset + len(call.data)] = call.data
    elif isinstance(call, Truncate):
        data = files.setdefault(call.file, bytearray())
        if len(data) > call.size:
            del data[call.size :]
        else:
            data.extend(bytes(call.size - len(data)))


def _rename(names: dict[Name, int], call: Rename) -> None:
    for name, number in call.changes:
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number
