"""The process that reads one document: `python -m panoh.apps.evidence.reading.child pdf`."""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict

from panoh.apps.evidence.reading.model import LIMITS, Unreadable
from panoh.words import N_


def bound() -> None:
    """No more memory and seconds than a document may need, where the system can hold us to it."""
    try:
        import resource
    except ImportError:
        return  # Windows: the parent still ends us in time
    seconds = int(LIMITS.seconds)
    resource.setrlimit(resource.RLIMIT_AS, (LIMITS.memory, LIMITS.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it may write no file at all


def main(kind: str) -> int:
    bound()
    sys.setrecursionlimit(2000)
    reader = importlib.import_module(f"panoh.apps.evidence.reading.{kind}")
    try:
        said = asdict(reader.read(sys.stdin.buffer.read(LIMITS.file + 1)))
    except Unreadable as refused:
        said = {"why": refused.why}
    except (MemoryError, RecursionError):
        said = {"why": N_("it needs more memory or time than a document may")}
    sys.stdout.write(json.dumps(said))
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["pdf"], ["docx"], ["html"]):
        raise SystemExit(2)
    raise SystemExit(main(sys.argv[1]))
