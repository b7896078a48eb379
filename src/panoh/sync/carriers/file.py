"""Boxes in a file on a stick: one sealed bundle that is read and written by everybody in turn.

bundle1\\n ‖ for each blob: mailbox 32 ‖ length 4 ‖ head ‖ length 4 ‖ body (length 0: none)

The file is written anew beside itself and then takes its name, so that a stick pulled out in the
middle leaves the old one. Boxes of other people are kept as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from panoh.errors import NotReached, Refused, StorageFailed
from panoh.storage import files
from panoh.sync.model import Box
from panoh.wire import limits
from panoh.wire.model import Blob, Page

MAGIC = b"bundle1\n"
_PAGE = 512 * 1024
_MOST_BLOBS = 5_000_000


@dataclass(slots=True)
class _Place:
    """Where a blob stands: in the file as it was (`old`) or among what was added."""

    old: bool
    at: int
    head: int
    body: int
    name: bytes
    dropped: bool = False


class FileCarrier:
    """A bundle at a path; made when there is none."""

    remembers = False
    place = b"file"

    def __init__(self, path: Path) -> None:
        self.name = "file"
        self.damaged = False
        self._path = path
        self._boxes: dict[bytes, list[_Place]] = {}
        self._names: dict[bytes, dict[bytes, int]] = {}
        self._order: list[tuple[bytes, _Place]] = []
        self._old: BinaryIO | None = None
        self._new: BinaryIO | None = None
        self._part = path.with_name(f"{path.name}.{os.urandom(4).hex()}.part")
        self._changed = False

    # ── opening ─────────────────────────────────────────────────────────────────────────────

    def greet(self) -> tuple[bytes, bytes]:
        nobody = bytes(limits.HUB_ID)
        try:
            self._old = self._path.open("rb")
        except FileNotFoundError:
            return nobody, nobody
        except OSError as problem:
            raise NotReached(where=str(self._path), reason=problem.strerror or "") from problem
        if self._old.read(len(MAGIC)) != MAGIC:
            raise Refused(finding="this file is not one that Panoh carries entries in")
        self._index(self._old)
        return nobody, nobody

    def _index(self, opened: BinaryIO) -> None:
        """Remember where each blob stands. What a torn end left is not taken, and not kept."""
        size = opened.seek(0, os.SEEK_END)
        at = len(MAGIC)
        opened.seek(at)
        while at < size and len(self._order) < _MOST_BLOBS:
            mailbox = opened.read(limits.ID)
            head_length = int.from_bytes(opened.read(4), "big")
            if not limits.LEAST_HEAD <= head_length <= limits.MOST_HEAD:
                break
            head = opened.read(head_length)
            body_length = int.from_bytes(opened.read(4), "big")
            end = at + limits.ID + 8 + head_length + body_length
            if body_length > limits.MOST_BODY or end > size:
                break
            place = _Place(True, at, head_length, body_length, Blob(head, None).name)
            self._add(mailbox, place)
            at = end
            opened.seek(at)
        self.damaged = at != size
        self._changed = self.damaged

    def _add(self, mailbox: bytes, place: _Place) -> int:
        box = self._boxes.setdefault(mailbox, [])
        box.append(place)
        self._names.setdefault(mailbox, {})[place.name] = len(box)
        self._order.append((mailbox, place))
        return len(box)

    # ── reading and adding ──────────────────────────────────────────────────────────────────

    def fetch(self, box: Box, after: int) -> Page | None:
        held = self._boxes.get(box.mailbox)
        if held is None:
            return None
        found: list[Blob] = []
        size = 0
        for place in held[after : after + limits.MOST_BLOBS]:
            size += place.head + place.body
            if found and size > _PAGE:
                break
            found.append(self._read(place))
        return Page(bytes(limits.HUB_ID), len(held), False, tuple(found))

    def _read(self, place: _Place) -> Blob:
        source = self._old if place.old else self._new
        if source is None:
            raise Refused(finding="a blob that stands nowhere")
        if not place.old:
            source.flush()
        source.seek(place.at + limits.ID + 4)
        head = source.read(place.head)
        source.seek(4, os.SEEK_CUR)
        body = source.read(place.body) if place.body and not place.dropped else b""
        source.seek(0, os.SEEK_END)
        return Blob(head, body or None)

    def append(self, box: Box, blobs: Sequence[Blob]) -> list[int] | None:
        given = []
        for blob in blobs:
            known = self._names.get(box.mailbox, {}).get(blob.name)
            if known is None or self._completes(self._boxes[box.mailbox][known - 1], blob):
                known = self._add(box.mailbox, self._write(box.mailbox, blob))
            given.append(known)
        return given

    def _completes(self, there: _Place, blob: Blob) -> bool:
        """Whether a body comes that somebody before did not have."""
        return not there.body and not there.dropped and blob.body is not None

    def _write(self, mailbox: bytes, blob: Blob) -> _Place:
        try:
            if self._new is None:
                self._new = self._part.open("x+b")
            at = self._new.seek(0, os.SEEK_END)
            self._new.write(_record(mailbox, blob))
        except OSError as problem:
            raise files.failed(problem) from problem
        self._changed = True
        return _Place(False, at, len(blob.head), len(blob.body or b""), blob.name)

    def drop(self, box: Box, names: Sequence[bytes]) -> None:
        numbers = self._names.get(box.mailbox, {})
        for name in names:
            at = numbers.get(name)
            if at is not None and self._boxes[box.mailbox][at - 1].body:
                self._boxes[box.mailbox][at - 1].dropped = True
                self._changed = True

    def close_box(self, box: Box, successor: bytes) -> None:
        """Who has the file may do with it as they like; there is nobody to refuse."""

    # ── finishing ───────────────────────────────────────────────────────────────────────────

    def finish(self) -> None:
        if not self._changed:
            return
        final = self._path.with_name(f"{self._path.name}.{os.urandom(4).hex()}.new")
        try:
            with final.open("xb") as opened:
                for part in self._records():
                    opened.write(part)
                opened.flush()
                os.fsync(opened.fileno())
            if self._old is not None:
                self._old.close()  # Windows replaces no file that somebody reads
                self._old = None
            final.replace(self._path)
            files.layer.sync_folder(self._path.parent)
        except OSError as problem:
            with suppress(OSError):
                final.unlink()
            raise files.failed(problem) from problem
        if self._path.stat().st_size < len(MAGIC):
            raise StorageFailed(reason="what was written did not read back")

    def _records(self) -> Iterator[bytes]:
        yield MAGIC
        for mailbox, place in self._order:
            yield _record(mailbox, self._read(place))

    def leave(self) -> None:
        for each in (self._old, self._new):
            if each is not None:
                each.close()
        self._old = self._new = None
        with suppress(OSError):
            self._part.unlink()


def _record(mailbox: bytes, blob: Blob) -> bytes:
    body = blob.body or b""
    return b"".join(
        (mailbox, len(blob.head).to_bytes(4, "big"), blob.head, len(body).to_bytes(4, "big"), body)
    )
