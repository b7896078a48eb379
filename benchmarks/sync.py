"""Sync of two nodes through a hub, beside Morango and PouchDB over loopback, in one run.

python benchmarks/sync.py [--records 10000] [--cases 10000] [--write]

The peers are no part of Panoh. PANOH_BENCH_MORANGO names the Python of an environment that has
morango and cheroot, PANOH_BENCH_POUCH a folder whose node_modules has pouchdb, express-pouchdb and
express; without them their rows say that they were not measured. Where it may, the run takes a
network of its own, so that the bytes of its loopback are its own.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks import sync_node
from benchmarks.figures import Table, machine
from panoh.core.space.model import History, Role
from panoh.sync import invitations
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.session import Session
from tests.hub.running import Running, hub

ABOUT = """\
Where a ratio is below its bar, the goal is missed in this run. Single changes are an entry each,
with a seal, a signature and a check of both; PouchDB sends them as one list and leaves the disk
for later. On a busy machine seconds tell more of the neighbours than of either: the processor's
seconds, of all sides together, stand beside them. The 10,000 case spaces are those of one person;
another device of theirs fetches them.
"""
APART = "PANOH_BENCH_APART"
EDITS = 1_000
GROWTH = 100
Figures = dict[str, Any]


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--records", type=int, default=10_000)
    options.add_argument("--cases", type=int, default=10_000)
    options.add_argument("--write", action="store_true")
    chosen = options.parse_args()
    if APART not in os.environ and _may_be_apart():
        words = f"ip link set lo up && exec {sys.executable} {' '.join(sys.argv)}"
        command = ["unshare", "-rn", "sh", "-c", words]
        return subprocess.run(command, env={**os.environ, APART: "1"}, check=False).returncode
    table, where = Table(), machine()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        os.environ["PANOH_STATE"] = str(folder / "state")
        data = folder / "data.json"
        data.write_text(json.dumps(_records(chosen.records)), "utf-8")
        sync_node.of_bench()
        ours = _one_space(folder, data, table)
        pouch, morango = _pouch(folder, data), _morango(folder, data)
        _beside(ours, pouch, morango, table)
        _growth(folder, chosen.records, table)
        _many_spaces(folder, chosen.cases, table)
    if chosen.write:
        _write(table, where, chosen.records)
    return 0


def _may_be_apart() -> bool:
    try:
        return subprocess.run(
            ["unshare", "-rn", "ip", "link", "set", "lo", "up"], capture_output=True, check=False
        ).returncode == 0  # fmt: skip
    except OSError:
        return False


def _records(count: int) -> list[dict[str, str]]:
    """Twelve texts each, 470 bytes as compact JSON, of random words."""
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randrange(3, 9))) for _ in range(2000)]
    return [
        {name: " ".join(chance.choices(words, k=5))[:30] for name in sync_node.FIELDS}
        for _ in range(count)
    ]


def _act(home: Path, act: str, *rest: str) -> Figures:
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.sync_node", str(home), act, *rest],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    if ran.returncode:
        raise RuntimeError(ran.stderr[-2000:])
    found: Figures = json.loads(ran.stdout)
    return found


def _pair(folder: Path, url: str) -> tuple[Path, Path]:
    """Two vaults that share a practice."""
    homes = (folder / "a", folder / "b")
    nodes = [sync_node.create(home, name) for home, name in zip(homes, "AB", strict=True)]
    first, second = nodes
    offer = invitations.Offer((first.space("practice"),), Role.WRITER, History.ALL)
    invitations.join(second, invitations.invite(first, offer))
    for each in (second, first, second, first):
        Session(each, HubCarrier(url)).run()
    for each in nodes:
        each.close()
    return homes


def _through(homes: tuple[Path, Path], running: Running) -> Figures:
    """From the first to the second: both halves, and their sum with what the hub worked for it."""
    worked = _work(running)
    push, pull = (_act(home, "sync", running.url) for home in homes)
    return {
        "push": push, "pull": pull, "seconds": push["seconds"] + pull["seconds"],
        "work": push["work"] + pull["work"] + _work(running) - worked,
        "wire": push["wire"] + pull["wire"], "peak": max(push["peak"], pull["peak"]),
    }  # fmt: skip


def _work(running: Running) -> float:
    """Processor seconds of a hub so far."""
    ticks = 0
    for pid in (running.process.pid, *running.children()):
        fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(") ")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _alike(homes: tuple[Path, Path]) -> None:
    one, other = (_act(home, "content")["found"] for home in homes)
    if one != other:
        raise RuntimeError("the nodes do not show the same")


def _one_space(folder: Path, data: Path, table: Table) -> Figures:
    here = folder / "one"
    here.mkdir()
    with hub(f"sqlite:///{here / 'hub.db'}") as running:
        homes = _pair(here, running.url)
        written = _act(homes[0], "write", str(data))
        table.add("Panoh: writing all records, s", f"{written['seconds']:.2f}")
        found: Figures = {"initial": _through(homes, running)}
        _alike(homes)
        _act(homes[0], "edit", str(EDITS))
        found["edits"] = _through(homes, running)
        _alike(homes)
        idle = _act(homes[0], "sync", running.url)
        _act(homes[0], "edit", "1")
        lone = _act(homes[0], "sync", running.url)
        table.add(
            "Panoh: one lone entry on the wire, bytes", f"{lone['wire'] - idle['wire']:,}",
            "≤ 1,400",
        )  # fmt: skip
        batched = (found["edits"]["push"]["wire"] - idle["wire"]) / EDITS
        table.add("Panoh: an entry in a batch, bytes", f"{batched:,.0f}", "≤ 1,200")
        found["hub"] = _peak(running.process.pid)
    return found


def _peak(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0


# ── the peers ───────────────────────────────────────────────────────────────────────────────


def _peer(folder: Path, command: list[str], data: Path) -> Figures | None:
    folder.mkdir()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    log = (folder / "log").open("w")
    server = subprocess.Popen(
        [*command, "server", str(folder), port], stdout=subprocess.PIPE, stderr=log, text=True
    )
    try:
        if server.stdout is None or "ready" not in server.stdout.readline():
            raise RuntimeError((folder / "log").read_text()[-1500:])
        ran = subprocess.run(
            [*command, "client", str(folder), port, str(data)],
            capture_output=True, text=True, check=False, timeout=900,
            env={**os.environ, "PANOH_BENCH_SERVER": str(server.pid)},
        )  # fmt: skip
        if ran.returncode:
            raise RuntimeError(ran.stderr[-1500:])
        found: Figures = json.loads(ran.stdout.splitlines()[-1])
        records = len(json.loads(data.read_text("utf-8")))
        if found["there"] != [records, min(EDITS, records)]:
            raise RuntimeError(f"not all of it came: {found['there']}")
        found["server"] = _peak(server.pid)
        return found
    except (RuntimeError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}", file=sys.stderr)
        return None
    finally:
        server.terminate()
        server.wait(20)
        log.close()


def _pouch(folder: Path, data: Path) -> Figures | None:
    if not os.environ.get("PANOH_BENCH_POUCH"):
        return None
    return _peer(folder / "pouch", ["node", str(ROOT / "benchmarks/peers/pouch_peer.js")], data)


def _morango(folder: Path, data: Path) -> Figures | None:
    python = os.environ.get("PANOH_BENCH_MORANGO")
    if not python:
        return None
    return _peer(folder / "morango", [python, str(ROOT / "benchmarks/peers/morango_peer.py")], data)


def _beside(
    ours: Figures, pouch: Figures | None, morango: Figures | None, table: Table
) -> None:  # fmt: skip
    for name, label in (("initial", "all records"), ("edits", f"{EDITS:,} changed fields")):
        mine = ours[name]
        parts = f"{mine['push']['seconds']:.2f} + {mine['pull']['seconds']:.2f}"
        table.add(f"Panoh: {label}, to the hub + from it, s", parts)
        table.add(f"Panoh: {label}, on the wire, both halves, MB", f"{mine['wire'] / 1e6:.2f}")
        if pouch:
            his = pouch[name]
            table.add(
                f"PouchDB: {label}, s · MB", f"{his['seconds']:.2f} · {his['wire'] / 1e6:.2f}"
            )
            ratio = his["seconds"] / mine["seconds"]
            table.add(f"PouchDB's seconds / Panoh's, {label}", f"{ratio:.2f}×", "≥ 1")
            table.add(
                f"Processor seconds, all sides: PouchDB · Panoh, {label}",
                f"{his['work']:.2f} · {mine['work']:.2f}",
                f"{his['work'] / mine['work']:.2f}×",
            )
        if morango:
            his = morango[name]
            awake = his["seconds"] - his["slept"]
            table.add(
                f"Morango: {label}, s without its sleeps · as shipped · MB",
                f"{awake:.2f} · {his['seconds']:.2f} · {his['wire'] / 1e6:.2f}",
            )
            bar = "≥ 5" if name == "initial" else ""
            table.add(
                f"Morango's seconds awake / Panoh's, {label}",
                f"{awake / mine['seconds']:.2f}×",
                bar,
            )
    table.add(
        "Panoh: node · hub at their peak, MiB", f"{ours['initial']['peak']:.0f} · {ours['hub']:.0f}"
    )
    for label, peer in (("PouchDB", pouch), ("Morango", morango)):
        if peer:
            table.add(
                f"{label}: client · server, MiB", f"{peer['peak']:.0f} · {peer['server']:.0f}"
            )
        else:
            table.add(label, "not measured")


# ── what an update costs, and many spaces ───────────────────────────────────────────────────


def _growth(folder: Path, records: int, table: Table) -> None:
    """The same hundred edits where little, ten and a hundred times as much exists."""
    here = folder / "growth"
    here.mkdir()
    with hub(f"sqlite:///{here / 'hub.db'}") as running:
        homes = _pair(here, running.url)
        total, first = 0, 0.0
        for size in (records // 100, records // 10, records):
            data = here / f"{size}.json"
            data.write_text(json.dumps(_records(size - total)), "utf-8")
            total = size
            _act(homes[0], "write", str(data))
            _through(homes, running)
            _act(homes[0], "edit", str(GROWTH))
            found = _through(homes, running)
            first = first or found["seconds"]
            table.add(
                f"Panoh: {GROWTH} edits among {size:,} records, s · KB",
                f"{found['seconds']:.2f} · {found['wire'] / 1e3:.0f}",
                f"{found['seconds'] / first:.2f}× of the first",
            )


def _many_spaces(folder: Path, cases: int, table: Table) -> None:
    """A record in each of many cases that nobody shares: one mailbox."""
    here = folder / "many"
    here.mkdir()
    data = here / "data.json"
    data.write_text(json.dumps(_records(cases)), "utf-8")
    with hub(f"sqlite:///{here / 'hub.db'}") as running:
        sync_node.create(here / "a", "A").close()
        made = _act(here / "a", "cases", str(data))
        table.add(f"Panoh: founding {cases:,} cases, s", f"{made['seconds']:.1f}")
        sent = _act(here / "a", "sync", running.url)
        table.add(
            f"Panoh: {cases:,} case spaces to the hub, s · MB · MiB",
            f"{sent['seconds']:.1f} · {sent['wire'] / 1e6:.1f} · {sent['peak']:.0f}",
        )
        idle = _act(here / "a", "sync", running.url)
        table.add(
            f"Panoh: idle sync of {cases:,} unshared cases, s · requests · KB",
            f"{idle['seconds']:.2f} · {idle['asked']} · {idle['wire'] / 1e3:.1f}",
            "a handful",
        )
        _act(here / "a", "edit", str(EDITS))
        edits = _act(here / "a", "sync", running.url)
        table.add(
            f"Panoh: {EDITS:,} edits in as many cases to the hub, s · MB",
            f"{edits['seconds']:.2f} · {edits['wire'] / 1e6:.2f}",
        )
        _second_device(here, running.url, cases, table)


def _second_device(here: Path, url: str, cases: int, table: Table) -> None:
    """Another device of the same person, let into every case, fetches them all."""
    homes = (here / "a", here / "b")
    sync_node.create(homes[1], "B").close()
    _act(homes[1], "join", _act(homes[0], "invite")["found"])
    _act(homes[1], "sync", url)
    let_in = _act(homes[0], "sync", url)
    fetched = _act(homes[1], "sync", url)
    for what, found in (
        ("let another device into {n:,} case spaces", let_in),
        ("{n:,} case spaces from the hub, on that device", fetched),
    ):
        table.add(
            f"Panoh: {what.format(n=cases)}, s · s of the processor · MB · MiB",
            f"{found['seconds']:.1f} · {found['work']:.1f} · {found['wire'] / 1e6:.1f}"
            f" · {found['peak']:.0f}",
        )
    _alike(homes)


def _write(table: Table, where: str, records: int) -> None:
    text = (
        "# Sync beside its peers\n\nWritten by `benchmarks/sync.py --write`; one run, one machine "
        f"({where}), shared with other work: only ratios of this run mean anything.\n"
        f"{records:,} records of twelve texts in one practice space, then single-field changes."
        " Panoh goes through a hub, so its figures are the sum of sending and fetching, with"
        " sealing, signing and fsync; the peers send from one side to the other and do neither of"
        " the first two.\n\n"
        f"{ABOUT}\n"
        f"{table.markdown()}\n"
    )
    (ROOT / "docs" / "benchmarks-sync.md").write_text(text, "utf-8")


if __name__ == "__main__":
    raise SystemExit(main())
