"""Hostile requests to a running hub while an honest member appends and fetches."""

from __future__ import annotations

import multiprocessing
import time
from typing import Any

from panoh.wire.model import Blob
from tests.hub.running import Member, Running, blobs
from tests.hub.running import hub as serving
from tests.soak import hub_load
from tests.soak.hostile import _memory
from tests.soak.lane import Run

PAUSE = 0.05
SLOW = 0.3
"""The honest member should not wait longer than this in 99 of 100 cases."""
MEMORY = 100
"""Mebibytes that the hub may hold."""


def run(run: Run) -> None:
    with serving(f"sqlite:///{run.folder / 'hub.db'}") as running:
        _attack(run, running)


def _attack(run: Run, running: Running) -> None:
    amina = Member(running.url)
    amina.create()
    context = multiprocessing.get_context("spawn")
    told: Any = context.Queue()
    seconds = max(1.0, run.left(0.9) - 2.0)
    asked = (running.port, amina.mailbox, run.seed, seconds, told, run.wanted("requests"))
    attacker = context.Process(target=hub_load.attack, args=asked)
    attacker.start()
    mine, waits = _go_on_meanwhile(run, amina, attacker)
    tally = told.get(timeout=60)
    attacker.join(60)
    run.count("hostile requests", tally["requests"])
    heard = ", ".join(f"{status} {count:,}" for status, count in sorted(tally["heard"].items()))
    run.tell("answers (0: closed without a word)", heard)
    for status in {200, 500} & set(tally["heard"]):
        run.fail(f"a hostile request was answered with {status}", f"--seed {run.seed}")
    if amina.again().everything() != mine:
        run.fail("the mailbox is not as its member left it", f"--lane hub --seed {run.seed}")
    held = _memory(running.children()[0])
    run.tell("memory of the hub", f"{held} MiB")
    if held > MEMORY:
        run.fail(f"the hub holds {held} MiB", f"--lane hub --seed {run.seed}")
    _tell(run, waits)


def _go_on_meanwhile(run: Run, amina: Member, attacker: Any) -> tuple[list[Blob], list[float]]:
    mine: list[Blob] = []
    waits: list[float] = []
    while attacker.is_alive() or not waits:
        new = blobs(2)
        began = time.perf_counter()
        numbers = amina.append(new)
        page = amina.fetch(len(mine))
        waits.append((time.perf_counter() - began) / 2)
        if numbers != [len(mine) + 1, len(mine) + 2] or list(page.blobs) != new:
            run.fail("the honest member got something else", f"--lane hub --seed {run.seed}")
            break
        mine += new
        time.sleep(PAUSE)
    return mine, waits


def _tell(run: Run, waits: list[float]) -> None:
    waits.sort()
    middle, late = (waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.99))
    run.tell(
        "honest request meanwhile",
        f"{len(waits) * 2:,} times, p50 {middle:.0f} ms, p99 {late:.0f} ms",
    )
    if late > SLOW * 1000:
        run.note(f"An honest request should take {SLOW * 1000:.0f} ms in 99 of 100 cases.")
