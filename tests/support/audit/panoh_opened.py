"""Notices every file opened for writing outside the places where tests may write.

Nothing typed may reach the disk outside the vault (docs/threat-model.md). Python tells an audit
hook about each `open`, `os.rename` and `os.mkdir`; what is neither below PANOH_HOME, PANOH_STATE
nor a test's own folder is reported. The database driver opens its files itself and is not seen
here: the seized-disk tests search what it leaves.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# Devices, and what the interpreter and the test tools write for themselves.
DEVICES = ("/dev/null", "/dev/tty", "/dev/ptmx", "/dev/pts/", "/proc/")
TOOLS = (".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache", "__pycache__")
Report = Callable[[str], None]


def written_path(event: str, arguments: tuple[Any, ...]) -> str | None:
    """The path that an audited event writes, or None when it only reads."""
    if event == "open":
        path, mode, flags = arguments[0], arguments[1], arguments[2]
        if isinstance(path, int) or path is None:
            return None
        writes = any(letter in mode for letter in "wax+") if mode else bool(flags & WRITING)
        return os.fsdecode(path) if writes else None
    if event == "os.rename":
        return os.fsdecode(arguments[1])
    if event == "os.mkdir":
        return os.fsdecode(arguments[0])
    return None


def allowed(path: str, roots: Iterable[str]) -> bool:
    """Whether a test may write there."""
    full = os.path.abspath(path)
    if full.startswith(DEVICES) or any(part in TOOLS for part in full.split(os.sep)):
        return True
    homes = [os.environ.get("PANOH_HOME"), os.environ.get("PANOH_STATE")]
    inside = [*roots, *filter(None, homes)]
    return any(full == root or full.startswith(root.rstrip(os.sep) + os.sep) for root in inside)


def watch(roots: Iterable[str], report: Report, active: Callable[[], bool]) -> None:
    """Install the hook; it stays until the process ends."""
    places = tuple(os.path.abspath(root) for root in roots)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event not in ("open", "os.rename", "os.mkdir") or not active():
            return
        path = written_path(event, arguments)
        if path is not None and not allowed(path, places):
            report(f"{event} {path}\n{caller()}")

    sys.addaudithook(hook)


def caller() -> str:
    """The innermost frames, without reading a source file."""
    frame, lines = sys._getframe(2), []
    while frame is not None and len(lines) < 6:
        code = frame.f_code
        lines.append(f"    {Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back  # type: ignore[assignment]  # the outermost frame has none
    return "\n".join(lines)


def watch_child() -> None:
    """In a process that a test started: write what is noticed into the session's list."""
    target, roots = os.environ.get("PANOH_AUDIT_LIST"), os.environ.get("PANOH_AUDIT_ROOTS")
    if not target or not roots:
        return
    handle = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    def report(what: str) -> None:
        os.write(handle, f"{' '.join(sys.argv[:4])}: {what}\n\n".encode())

    watch(roots.split(os.pathsep), report, lambda: True)
