"""Hostile requests to a running Panoh, by a process of its own, while the honest person reads.

Two kinds. The *known* ones carry the right cookie and even the right form token, as a page from
elsewhere could make a browser send them, and are wrong in one way each (tests/web/hostile.py). The
*strange* ones come from somebody on this computer who has neither: any of the known ones with what
is secret exchanged for noise, and with accidents in their bytes.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from pathlib import Path
from typing import Any

from panoh import bootstrap
from panoh.core.vault import store
from tests.soak import hostile_load
from tests.soak.lane import Run
from tests.web.conftest import CANARY
from tests.web.running import Client, Running, start
from tests.web.shells import PHRASE

PAUSE = 0.05
SLOW = 0.3
"""The honest person should not wait longer than this in 99 of 100 cases."""


def run(run: Run) -> None:
    home = run.folder / "home"
    home.mkdir()
    running = start(home, state=run.folder / "state")
    try:
        _attack(run, running, home)
    finally:
        running.stop()


def _attack(run: Run, running: Running, home: Path) -> None:
    owner = _owner(running)
    before = _journal(home)
    child = running.child
    held = _memory(child)
    context = multiprocessing.get_context("spawn")
    told: Any = context.Queue()
    asked = hostile_load.Asked(
        address=running.address,
        cookie=owner.cookie,
        form_token=owner.form_token,
        old_cookies=_old_cookies(owner),
        seed=run.seed,
        seconds=max(1.0, run.left(0.95) - 1.0),
    )
    attacker = context.Process(target=hostile_load.attack, args=(asked, told))
    attacker.start()
    waits = _read_meanwhile(run, owner, attacker)
    tally = told.get(timeout=60)
    attacker.join(60)
    _tell(run, tally, waits)
    if running.child != child:
        run.fail("the process that serves the pages was ended", f"--seed {run.seed}")
        return
    run.tell("memory of the serving process", f"{held} MiB before, {_memory(child)} MiB after")
    if f"Code: {CANARY}" not in owner.get("/sample/seen").text:
        run.fail("the value was changed", f"--lane hostile --seed {run.seed}")
    after = _journal(home)
    run.tell("commits in the vault", f"{before} before, {after} after")
    if after != before:
        run.fail("the vault was written to", f"--lane hostile --seed {run.seed}")


def _owner(running: Running) -> Client:
    client = Client(running)
    client.open()
    client.make_vault(PHRASE)
    client.get("/sample")
    client.follow(client.post("/sample", {"code": CANARY}))
    client.get("/sample")
    return client


def _old_cookies(owner: Client) -> list[str]:
    given = [header for got in owner.seen for header in got.all("set-cookie")]
    return [each.split("=", 1)[1].split(";")[0] for each in given[:-1]]


def _read_meanwhile(run: Run, owner: Client, attacker: Any) -> list[float]:
    """Each time over a connection of its own: that is the slowest way a browser may take."""
    waits: list[float] = []
    while attacker.is_alive():
        began = time.perf_counter()
        got = owner.get("/sample/seen")
        waits.append(time.perf_counter() - began)
        owner.seen.clear()
        if got.status != 200 or CANARY not in got.text:
            run.fail(f"the honest person heard {got.status}", f"--lane hostile --seed {run.seed}")
            break
        time.sleep(PAUSE)
    return waits


def _tell(run: Run, tally: dict[str, Any], waits: list[float]) -> None:
    run.count("hostile requests", tally["requests"])
    for name in ("known", "strange", "slow connections", "connections"):
        run.count(name, tally["counts"].get(name, 0))
    heard = ", ".join(f"{status} {count:,}" for status, count in sorted(tally["heard"].items()))
    run.tell("answers (0: closed without a word)", heard)
    for what, raw in tally["failures"]:
        path = run.keep("request", raw)
        run.fail(what, f"the bytes are in {path}")
    waits.sort()
    if waits:
        middle, late = (waits[int(len(waits) * part)] * 1000 for part in (0.5, 0.99))
        run.tell(
            "honest page meanwhile",
            f"{len(waits):,} times, p50 {middle:.0f} ms, p99 {late:.0f} ms,"
            f" longest {waits[-1] * 1000:.0f} ms",
        )
        if late > SLOW * 1000:
            run.note(f"The honest page should come within {SLOW * 1000:.0f} ms in 99 of 100 cases.")


def _journal(home: Path) -> int:
    """How many commits the vault has, asked by another process of the same person."""
    os.environ["PANOH_STATE"] = str(home.parent / "state")
    place = store.pick(home)
    node = bootstrap.open_node(place, store.unlock(place, PHRASE))
    try:
        return node.log.journal()[0]
    finally:
        node.close()


def _memory(pid: int) -> int:
    """Mebibytes resident; 0 where it cannot be asked."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS")), 0)
