"""Which tests touch which line of crypto, core and storage: made once for each state of the code.

Tests of a folder run in one split with a tracer. Lines that a fixture of a file or of the session
touches count for every test of the file, since later tests look at what it made.
"""

from __future__ import annotations

import json
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

WATCHED = ("crypto", "core", "storage", "web/gate.py", "web/session.py", "web/body.py")
CALLS = 40
"""So often a function is followed in one test without a new line being found."""
FOLDERS = (
    "tests/crypto", "tests/storage", "tests/wire", "tests/core", "tests/core/*", "tests/sync",
    "tests/sync/people", "tests/apps/casework/commands", "tests/apps/casework/access",
)  # fmt: skip
"""Whose tests are tried, where they touch what was changed."""
MORE = ("tests/apps/casework/test_travel.py",)
"""Files beside that look at what no folder of these does."""
NEVER = ("browser", "test_waiting", "test_qr", "test_bidi")
"""Part of the name of files that start a browser or look at nothing of this."""


@dataclass
class Cover:
    """Seconds of each test, and for each file below src/panoh the tests of each line."""

    seconds: dict[str, float] = field(default_factory=dict)
    lines: dict[str, dict[int, set[str]]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)

    def add(self, told: dict[str, Any]) -> None:
        names = list(told["seconds"])
        self.seconds |= told["seconds"]
        self.failed += told["failed"]
        for file, lines in told["lines"].items():
            into = self.lines.setdefault(file, {})
            for line, numbers in lines.items():
                into.setdefault(int(line), set()).update(names[each] for each in numbers)

    def tests(self, file: str, lines: range | tuple[int, ...] | None) -> set[str]:
        """The tests that touch one of these lines; any line of the file for None."""
        there = self.lines.get(file, {})
        chosen = there if lines is None else lines
        found: set[str] = set()
        for line in chosen:
            found |= there.get(line, set())
        return found - set(self.failed)


def folders(copy: Path, part: str = "") -> Iterator[tuple[str, ...]]:
    """The test files of each folder."""
    for pattern in ("tests/web",) if part.startswith("web") else FOLDERS:
        for folder in sorted(each for each in copy.glob(pattern) if each.is_dir()):
            found = [
                each.relative_to(copy).as_posix()
                for each in sorted(folder.glob("test_*.py"))
                if not any(word in each.name for word in NEVER)
            ]
            if found:
                yield tuple(found)
    if not part.startswith("web"):
        yield MORE


def state(copy: Path, files: tuple[str, ...]) -> str:
    """A name for what is watched and these tests as they are."""
    told = blake2b(digest_size=12)
    source = copy / "src/panoh"
    watched = (each for name in WATCHED for each in source.glob(name.removesuffix(".py") + "*"))
    code = (path for each in watched for path in ([each] if each.is_file() else each.rglob("*.py")))
    for each in (*sorted(code), *(copy / file for file in files)):
        told.update(each.relative_to(copy).as_posix().encode() + b"\0" + each.read_bytes())
    return told.hexdigest()


# ── in the split that runs the tests ────────────────────────────────────────────────────────


class Tracer:
    """Notes lines by test; a plugin of pytest."""

    def __init__(self, out: Path) -> None:
        self._out = out
        self._root = str(Path.cwd() / "src/panoh") + "/"
        self._files: dict[CodeType, str | None] = {}
        self._calls: dict[CodeType, int] = {}
        self._now: set[tuple[str, int]] = set()
        self._shared: dict[str, set[tuple[str, int]]] = defaultdict(set)
        self._tests: dict[str, set[tuple[str, int]]] = {}

    def begin(self) -> None:
        self._now, self._calls = set(), {}
        threading.settrace(self._called)
        sys.settrace(self._called)

    def end(self, test: str) -> None:
        sys.settrace(None)
        self._tests[test] = self._now

    def aside(self, file: str) -> set[tuple[str, int]]:
        """From here what is touched counts for the whole file; gives what to `resume`."""
        before, self._now, self._calls = self._now, self._shared[file], {}
        return before

    def resume(self, before: set[tuple[str, int]]) -> None:
        self._now, self._calls = before, {}

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        code = frame.f_code
        file = self._files.get(code, "")
        if file == "":
            file = self._files[code] = self._file(code)
        if file is None or self._calls.get(code, 0) > CALLS:
            return None
        self._calls[code] = self._calls.get(code, 0) + 1
        self._now.add((file, code.co_firstlineno))

        def line(frame: FrameType, event: str, _argument: Any) -> Any:
            if event == "line":
                touched = (file, frame.f_lineno)
                if touched not in self._now:
                    self._now.add(touched)
                    self._calls[code] = 0
            return line

        return line

    def _file(self, code: CodeType) -> str | None:
        if not code.co_filename.startswith(self._root):
            return None
        file = code.co_filename.removeprefix(self._root)
        return file if file.startswith(WATCHED) else None

    def write(self, seconds: dict[str, float], failed: list[str]) -> None:
        lines: dict[str, dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
        kept = {name: seconds.get(name, 0.0) for name in self._tests}
        for number, (name, touched) in enumerate(self._tests.items()):
            for file, line in touched | self._shared[name.split("::")[0]]:
                lines[file][line].append(number)
        told = {"seconds": kept, "lines": lines, "failed": failed}
        self._out.write_text(json.dumps(told), encoding="utf-8")
