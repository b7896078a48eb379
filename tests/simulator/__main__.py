"""Replay a seed, or run many: python -m tests.simulator [--real] [--hub STRATEGY] FIRST [COUNT]"""

from __future__ import annotations

import sys
import time
import traceback
from contextlib import nullcontext

from tests.simulator.besieged import Besieged
from tests.simulator.hostile import STRATEGIES
from tests.simulator.stubs import stubbed
from tests.simulator.world import World


def main() -> int:
    words = sys.argv[1:]
    strategy = None
    if "--hub" in words:
        at = words.index("--hub")
        strategy = next(each for each in STRATEGIES if each.name == words[at + 1])
        del words[at : at + 2]
    words = [each for each in words if not each.startswith("-")]
    first, count = int(words[0]), int(words[1]) if len(words) > 1 else 1
    failed = []
    began = time.process_time()
    with nullcontext() if "--real" in sys.argv else stubbed():
        for seed in range(first, first + count):
            world: World | None = None
            try:
                world = Besieged(seed, strategy) if strategy else World(seed)
                world.run()
            except Exception as error:  # noqa: BLE001 - every failing seed is told
                failed.append(seed)
                print(f"seed {seed}: {type(error).__name__}: {str(error)[:600]}")
                if count == 1:
                    traceback.print_exc()
            if count == 1 and world is not None:
                print("\n".join(world.told))
    taken = time.process_time() - began
    print(f"{count} seeds, {len(failed)} failed, {taken / count:.3f} s of computing each")
    return bool(failed)


if __name__ == "__main__":
    raise SystemExit(main())
