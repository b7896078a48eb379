"""A process that saves in a loop until it is killed; prints each save once it is acknowledged.

Started as `python -m tests.crash.saver <folder> <who>` with the vault's key in hex on standard
input; begins when a second line comes. What it prints goes to the pipe in one write, so a line is
whole or absent.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from panoh import bootstrap
from panoh.core.vault import store


def text(who: str, number: int) -> str:
    """What a save holds, from its name alone, so that the checker can compare it whole."""
    return f"{who} {number} " + "z" * (number * 613 % 3500)


def main() -> None:
    folder, who = Path(sys.argv[1]), sys.argv[2]
    key = bytes.fromhex(sys.stdin.readline().strip())
    node = bootstrap.open_node(store.pick(folder / "home"), key)
    os.write(1, b"open\n")
    sys.stdin.readline()
    number = 0
    while True:
        number += 1
        with node.writing() as work:
            work.set(f"{who}-{number}", text(who, number))
        os.write(1, b"%d\n" % number)


if __name__ == "__main__":
    main()
