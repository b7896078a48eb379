"""The split that runs tests against a mutant, from a process in which everything stands ready.

Program and tests are loaded and collected once. Each run is a split of that in which the functions
of one module get the code of the changed source; so a run costs what its tests cost. What changes
only at loading (a constant, a class) cannot be tried so: `tests.soak.warm` loads anew for it.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

from tests.soak.warm import ARGUMENTS, Helper, Note, Told, answer, apart, limit_to, split, told


class Ready(Helper):
    """The helper process, with everything collected, at work in `copy`."""

    def __init__(self, copy: Path, folder: Path, files: Iterable[str]) -> None:
        super().__init__("tests.soak.ready", copy, folder)
        self._ask({"files": list(files)})

    def test(self, tests: Sequence[str], seconds: float, file: Path, source: str = "") -> Told:
        """Run these tests in their order until the first fails, with `source` as the text of the
        module `file`; unchanged without."""
        out, base = self.folder / "ready.json", self.folder / "ready"
        shutil.rmtree(base, ignore_errors=True)
        out.unlink(missing_ok=True)
        question = {
            "out": str(out), "base": str(base), "seconds": seconds, "only": list(tests),
            "file": str(file), "source": source,
        }  # fmt: skip
        return told(out, late=bool(self._ask(question)))


# ── in the helper ───────────────────────────────────────────────────────────────────────────


class Waiting:
    """A plugin of pytest that, instead of running what was collected, waits to be asked."""

    def __init__(self, wait: Callable[[Callable[[dict[str, Any]], int]], None]) -> None:
        self._wait = wait
        self._items: dict[str, Any] = {}
        self._functions: dict[str, dict[str, list[FunctionType]]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {
            item.nodeid: item
            for item in session.items
            if "hub_url" not in getattr(item, "fixturenames", ())  # waits for other processes
        }
        self._functions = _functions()
        gc.collect()
        gc.freeze()  # else every split would copy what the collector touches
        self._wait(self.run)
        return True

    def run(self, question: dict[str, Any]) -> int:
        """In the split."""
        limit_to(question["seconds"])
        os.setsid()
        note = Note(Path(question["out"]), [], None)
        if question["source"] and not self._change(question["file"], question["source"]):
            note.write(passed=False, anew=True)
            return 0
        chosen = [self._items[name] for name in question["only"] if name in self._items]
        if not chosen:
            note.write(passed=True)
            return 0
        config = chosen[0].config
        config.pluginmanager.register(note)
        base = Path(question["base"])
        base.mkdir()
        config._tmp_path_factory._basetemp = base
        for item, following in zip(chosen, [*chosen[1:], None], strict=True):
            config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if note.failed:
                break
        note.write(passed=not note.failed)
        return 0

    def _change(self, file: str, source: str) -> bool:
        """Whether it could be done without loading anew."""
        live = self._functions[file]
        fresh: dict[str, list[CodeType]] = defaultdict(list)
        for code in _codes(compile(source, file, "exec")):
            fresh[code.co_qualname].append(code)
        for name, codes in fresh.items():
            for function, code in zip(live.get(name, ()), codes, strict=False):
                try:
                    function.__code__ = code
                except ValueError:  # it closes over other names now
                    return False
        return True


def _functions() -> dict[str, dict[str, list[FunctionType]]]:
    """Of each file the functions that stand in it, by name, in their order."""
    found: dict[str, dict[str, list[FunctionType]]] = defaultdict(lambda: defaultdict(list))
    for each in gc.get_objects():
        if isinstance(each, FunctionType) and "<locals>" not in each.__code__.co_qualname:
            code = each.__code__
            if "/panoh/" in code.co_filename:
                found[code.co_filename][code.co_qualname].append(each)
    for names in found.values():
        for functions in names.values():
            functions.sort(key=lambda each: each.__code__.co_firstlineno)
    return found


def _codes(code: CodeType) -> Iterator[CodeType]:
    """Code of functions of a module and its classes, in their order."""
    for each in code.co_consts:
        if isinstance(each, CodeType) and "<locals>" not in each.co_qualname:
            if each.co_flags & 2:  # CO_NEWLOCALS: a function, not the body of a class
                yield each
            else:
                yield from _codes(each)


def main() -> None:
    talk, lines = apart()
    files = json.loads(next(lines))["files"]

    def wait(run: Callable[[dict[str, Any]], int]) -> None:
        answer(talk, False)
        for line in lines:
            answer(talk, split(json.loads(line), run))

    pytest.main([*ARGUMENTS, "-s", *files], plugins=[Waiting(wait)])


if __name__ == "__main__":
    main()
