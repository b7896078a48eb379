"""Adds the answers of labels that have none yet to panoh-labels.json; never changes an old one.

Run as `.venv/bin/python tests/vectors/freeze.py` after adding a label. An old answer that no longer
comes out means that stored data would no longer open: the test fails, and this script refuses.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from panoh.crypto.derive import derive, digest
from panoh.crypto.labels import Label
from panoh.crypto.sign import sign

PATH = Path(__file__).parent / "panoh-labels.json"
KEY = bytes(range(32))
PARTS = (b"", b"part", bytes(300))


def answers(label: Label) -> dict[str, str]:
    return {
        "value": label.value,
        "derive": derive(label, KEY, *PARTS).hex(),
        "digest16": digest(label, *PARTS, size=16).hex(),
        "sign": sign(label, KEY, *PARTS).hex(),
    }


def main() -> int:
    known = json.loads(PATH.read_text(encoding="utf-8")) if PATH.exists() else {"labels": {}}
    for label in Label:
        if known["labels"].setdefault(label.name, answers(label)) != answers(label):
            sys.stderr.write(f"{label.name} changed: stored data would not open\n")
            return 1
    known["about"] = "key 00..1f; parts: empty, 'part', 300 zero bytes; frozen at the first version"
    PATH.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
