"""What nobody waits for: after the first page, in the pages' thread, and not once it is locked."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from panoh.web import shell
from panoh.web.session import Session


def test_work_for_later_begins_after_the_answer_and_not_when_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shell, "LATER_SECONDS", 0.05)
    nothing: Any = None
    held = shell.Held(shell.Shell(tmp_path, nothing), Session.unreachable())
    node: Any = object()
    held.node = node
    done: list[str] = []
    began = threading.Event()

    def work() -> None:
        done.append(threading.current_thread().name)
        began.set()

    held.later(node, work)
    assert done == []
    assert began.wait(5)
    assert done[0].startswith("pages")
    held.later(node, work)
    held.node = None
    between = threading.Event()
    held.later(nothing, between.set)  # asked after it, so done after it
    assert between.wait(5)
    assert len(done) == 1
