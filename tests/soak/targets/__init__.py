"""The decoders of Panoh as targets of the fuzz lane, each with valid inputs to start from."""

from __future__ import annotations

from pathlib import Path

from tests.soak.targets import log, outside, sync, vault, web, wire
from tests.soak.targets.model import Target


def make(folder: Path) -> list[Target]:
    """All targets; `folder` is for those that need a real vault."""
    return [*vault.targets(), *log.targets(), *outside.targets(), *wire.targets(),
            *sync.targets(),
            *web.targets(folder),
            *log.real(folder)]  # fmt: skip
