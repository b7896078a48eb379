"""CHANGELOG.md from the fragments in changelog.d/: one file per change.

    tools/changelog.py               write the section "Not yet released" from the fragments
    tools/changelog.py --check       fail on a fragment with an unknown kind, or a stale file
    tools/changelog.py --release V   move the fragments into a section for version V

A fragment is `changelog.d/<words>.<kind>.md` and says what a person notices, in a sentence or two.
Safety and data come first in every section: whoever reads only three lines must have read those.
"""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FRAGMENTS, TARGET = ROOT / "changelog.d", ROOT / "CHANGELOG.md"
KINDS = {
    "safety": "Safety",
    "data": "What is kept, and upgrades",
    "new": "New",
    "changed": "Changed",
    "fixed": "Put right",
}
OPENING = "# Changes\n\nSafety and data come first. Written from `changelog.d/` by `make docs`.\n"
PENDING = "\n## Not yet released\n"


def fragments() -> dict[str, list[tuple[Path, str]]]:
    """The fragments by kind; an unknown kind is an error."""
    found: dict[str, list[tuple[Path, str]]] = {kind: [] for kind in KINDS}
    for path in sorted(FRAGMENTS.glob("*.md")):
        if path.name == "README.md":
            continue
        kind = path.name.split(".")[-2]
        if kind not in found or path.name.count(".") != 2:
            raise SystemExit(f"{path.name}: name it WORDS.KIND.md with one of {', '.join(KINDS)}")
        found[kind].append((path, " ".join(path.read_text(encoding="utf-8").split())))
    return found


def section(title: str) -> str:
    """The fragments under their headings."""
    parts = [f"\n## {title}\n"]
    for kind, entries in fragments().items():
        if entries:
            parts.append(f"\n### {KINDS[kind]}\n\n")
            parts += [f"- {text}\n" for _, text in entries]
    return "".join(parts)


def released() -> str:
    """The sections of the versions that are out."""
    text = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    after = text.split(PENDING, 1)[-1] if PENDING in text else ""
    start = after.find("\n## ")
    return after[start:] if start >= 0 else ""


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--release", metavar="VERSION")
    options = parser.parse_args()
    text = OPENING + section("Not yet released") + released()
    if options.check:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != text:
            print("CHANGELOG.md is not current: run make docs", file=sys.stderr)
            return 1
        return 0
    if options.release:
        title = f"{options.release} ({datetime.now(UTC).date().isoformat()})"
        text = OPENING + PENDING + section(title) + released()
        for entries in fragments().values():
            for path, _ in entries:
                path.unlink()
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
