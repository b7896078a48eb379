"""Every decoder is fed: only its declared errors, in bounded time and memory, one encoding only.

An input is bytes and nothing else: keys and seeds are fixed, so a kept input plays again:
`--lane fuzz -o target=NAME -o input=FILE`.
"""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.soak import targets
from tests.soak.inputs import altered, altered_value, encoded, encoded_otherwise, some_value
from tests.soak.lane import Run, without_fsync
from tests.soak.targets.model import Target

SLICE = 0.2
LONGEST = 0.050
"""Seconds that one input may take."""
MEMORY = 256
"""Mebibytes that the lane may hold at its peak."""


@dataclass
class Fed:
    """What one target was fed."""

    tried: int = 0
    taken: int = 0
    seconds: float = 0.0
    slowest: float = 0.0


def run(run: Run) -> None:
    without_fsync()
    chosen = run.options.get("target", "")
    found = [each for each in targets.make(run.folder) if chosen in ("", each.name)]
    if "input" in run.options:
        for target in found:
            _replay(target, Path(run.options["input"]).read_bytes())
        return
    fed = {each.name: Fed() for each in found}
    randoms = {each.name: Random(f"{run.seed}/{each.name}") for each in found}
    gc.freeze()  # the rest of the program is not part of any one input's time
    wanted = run.wanted("inputs")
    while (
        sum(each.tried for each in fed.values()) < wanted and len(run.result.failures) == 0
        if wanted
        else not run.over(0.97)
    ):
        for target in found:
            _slice(run, target, fed[target.name], randoms[target.name])
    for target in found:
        _finish(run, target, fed[target.name])
    _memory(run)


def _replay(target: Target, data: bytes) -> None:
    began = time.perf_counter()
    print(target.name, "taken" if target.feed(data) else "refused", time.perf_counter() - began)


def _slice(run: Run, target: Target, fed: Fed, random: Random) -> None:
    until = time.perf_counter() + min(SLICE, max(0.01, run.left() / 60))
    while time.perf_counter() < until:
        data = draw(target, random)
        began = time.perf_counter()
        try:
            fed.taken += target.feed(data)
        except Exception:  # noqa: BLE001 - whatever else a decoder raises is the finding
            _found(run, target, data, traceback.format_exc(limit=-4))
            if run.over():
                return
        taken = time.perf_counter() - began
        fed.tried += 1
        fed.seconds += taken
        if taken > fed.slowest:
            fed.slowest = _surely(run, target, data, taken, fed.slowest)
    run.result.counts.setdefault("inputs", "")


def draw(target: Target, random: Random) -> bytes:
    """Mostly a valid input with something altered; some random bytes, some valid ones."""
    chance = random.random()
    valid = random.choice(target.valid)
    if chance < 0.04:
        return valid
    if chance < 0.08:
        return random.randbytes(random.choice((0, 1, 2, 5, 40, 400, 1100)))
    if not target.is_cbor or chance < 0.45:
        return altered(valid, random.choice(target.valid), random)
    value = target.values[random.randrange(len(target.values))]
    if chance < 0.6:
        return encoded_otherwise(value, random)
    if chance < 0.64:
        return encoded(some_value(random))
    return encoded(altered_value(value, random))


def _surely(run: Run, target: Target, data: bytes, taken: float, before: float) -> float:
    """The time without what another process or the collector took: the least of some tries."""
    if taken <= LONGEST:
        return taken
    tries = []
    for _ in range(4):
        gc.collect()
        began = time.process_time()
        try:
            target.feed(data)
        except Exception:  # noqa: BLE001 - reported already
            pass
        tries.append(time.process_time() - began)
    if min(tries) > LONGEST:
        path = run.keep(target.name, data)
        run.fail(f"{target.name}: {min(tries) * 1000:.0f} ms for one input", _again(target, path))
    return max(before, min(tries))


def _found(run: Run, target: Target, data: bytes, what: str) -> None:
    known = {each.splitlines()[-1] for each in run.result.failures}
    place = _last_place(what)
    if any(place in each for each in run.result.failures) or place in known:
        run.count("the same again")
        return
    path = run.keep(target.name, data)
    run.fail(f"{target.name} at {place}: {what}", _again(target, path))


def _last_place(what: str) -> str:
    """Where in our code the error came from: one finding a place is enough."""
    lines = [line.strip() for line in what.splitlines() if line.strip().startswith("File ")]
    ours = [line for line in lines if "src/panoh" in line] or lines
    return ours[-1].replace(os.sep, "/").rpartition("/main/")[2] if ours else "nowhere"


def _again(target: Target, path: Path) -> str:
    return f"--lane fuzz -o target={target.name} -o input={path}"


def _finish(run: Run, target: Target, fed: Fed) -> None:
    run.count("inputs", fed.tried)
    rate = fed.tried / fed.seconds if fed.seconds else 0
    run.tell(
        target.name,
        f"{fed.tried:,} inputs, {fed.taken:,} taken, {rate:,.0f}/s,"
        f" slowest {fed.slowest * 1000:.1f} ms",
    )
    for problem in target.finish():
        run.fail(f"{target.name}: {problem}", f"--lane fuzz --seed {run.seed}")


def _memory(run: Run) -> None:
    try:
        import resource
    except ImportError:
        return  # no such measure on this platform
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mebibytes = most / (1 << 20) if sys.platform == "darwin" else most / 1024
    run.tell("memory at its peak", f"{mebibytes:.0f} MiB")
    if mebibytes > MEMORY:
        run.fail(f"{mebibytes:.0f} MiB held", f"--lane fuzz --seed {run.seed}")
