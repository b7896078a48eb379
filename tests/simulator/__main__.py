"""Replay a seed, or run many: python -m tests.simulator [--real] FIRST [COUNT]"""

from __future__ import annotations

import sys
import time
import traceback
from contextlib import nullcontext

from tests.simulator.stubs import stubbed
from tests.simulator.world import World


def main() -> int:
    words = [each for each in sys.argv[1:] if not each.startswith("-")]
    first, count = int(words[0]), int(words[1]) if len(words) > 1 else 1
    failed = []
    began = time.monotonic()
    with nullcontext() if "--real" in sys.argv else stubbed():
        for seed in range(first, first + count):
            world = None
            try:
                world = World(seed)
                world.run()
            except Exception as error:  # noqa: BLE001 - every failing seed is told
                failed.append(seed)
                print(f"seed {seed}: {type(error).__name__}: {str(error)[:600]}")
                if count == 1:
                    traceback.print_exc()
            if count == 1 and world is not None:
                print("\n".join(world.told))
    taken = time.monotonic() - began
    print(f"{count} seeds, {len(failed)} failed, {taken / count:.3f} s each")
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())
