"""One act of one node of the sync benchmark in a process of its own, so that its memory is its own:
`python -m benchmarks.sync_node HOME ACT [URL] [DATA]`; prints figures as JSON."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from panoh import bootstrap
from panoh.core.app import App, Registered
from panoh.core.node import Node
from panoh.core.records.model import Field, Kind, RecordType
from panoh.core.vault import store
from panoh.crypto.derive import FLOOR
from panoh.sync import invitations
from panoh.sync.carriers.hub import HubCarrier
from panoh.sync.session import Session

PHRASE = "umbrella lantern gravel monday orchard violin"
FIELDS = tuple(f"f{number:02d}" for number in range(12))
RECORD = RecordType(
    app="bench",
    name="record",
    label="Record",
    home="practice case",
    readers="whoever it is shared with",
    fields=tuple(Field(name, Kind.TEXT, name) for name in FIELDS),
)
EDITED = "f03"
A_WRITE = 100


def app() -> App:
    """An app that holds records of twelve texts and nothing else."""
    return App(
        name="bench", title="Bench", records=(Registered(RECORD, lambda _node, _ref: {}),),
        views="", today=lambda _node, _limit: [], search=lambda _node, _query: [], timeline=None,
        pages=(), navigation=(), command_line=lambda _group: None, templates=Path(),
    )  # fmt: skip


def of_bench() -> None:
    """From now on the program consists of that app alone."""
    bootstrap.apps = lambda: (app(),)  # type: ignore[assignment]  # in this process only


def opened(home: Path) -> Node:
    place = store.pick(home)
    return bootstrap.open_node(place, store.unlock(place, PHRASE))


def create(home: Path, name: str) -> Node:
    place, key = bootstrap.create_vault(home, PHRASE, name, cost=FLOOR)
    return bootstrap.open_node(place, key)


def lo() -> int:
    """Bytes over the loopback device so far, both ways, heads included."""
    for line in Path("/proc/net/dev").read_text("ascii").splitlines():
        if line.strip().startswith("lo:"):
            return int(line.split()[1])
    return 0


def write(node: Node, data: Path) -> None:
    """All in one act, as an import makes them: few entries."""
    with node.writing() as work:
        for row in json.loads(data.read_text("utf-8")):
            work.put(RECORD, node.space("practice"), None, row)


def cases(node: Node, data: Path) -> None:
    """Each record in a case of its own."""
    rows = json.loads(data.read_text("utf-8"))
    for start in range(0, len(rows), A_WRITE):
        with node.writing() as work:
            for row in rows[start : start + A_WRITE]:
                work.put(RECORD, work.new_space("case"), None, row)


def edit(node: Node, count: int) -> None:
    """One field of so many records, each saved by itself."""
    found = node.rows("SELECT id, space FROM bench_record ORDER BY id LIMIT ?", (count,))
    for number, row in enumerate(found):
        with node.writing() as work:
            words = {EDITED: f"changed {number} {time.monotonic_ns()}"}
            work.put(RECORD, node.space_id(row["space"]), row["id"], words)


class Counting(HubCarrier):
    """Counts what is asked for."""

    asked = 0

    def _exchange(self, *words: Any, **more: Any) -> Any:
        type(self).asked += 1
        return super()._exchange(*words, **more)


def sync(node: Node, url: str) -> dict[str, Any]:
    wire = lo()
    began, worked = time.perf_counter(), time.process_time()
    report = Session(node, Counting(url)).run()
    if report.findings:
        raise RuntimeError(report.findings)
    return {
        "seconds": time.perf_counter() - began, "work": time.process_time() - worked,
        "wire": lo() - wire, "asked": Counting.asked,
        "received": report.received, "sent": report.sent,
    }  # fmt: skip


def content(node: Node) -> str:
    """A digest of all that the node shows."""
    from hashlib import sha256

    rows = node.rows(f"SELECT id, {', '.join(FIELDS)} FROM bench_record ORDER BY id")
    return f"{len(rows)} {sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()}"


def main() -> int:
    of_bench()
    home, act, *rest = sys.argv[1:]
    node = opened(Path(home))
    acts: dict[str, Callable[[], Any]] = {
        "write": lambda: write(node, Path(rest[0])),
        "cases": lambda: cases(node, Path(rest[0])),
        "edit": lambda: edit(node, int(rest[0])),
        "sync": lambda: sync(node, rest[0]),
        "content": lambda: content(node),
        "invite": lambda: invitations.invite_device(node),
        "join": lambda: invitations.join_as_device(node, rest[0]),
    }
    began = time.perf_counter()
    found = acts[act]()
    figures = found if isinstance(found, dict) else {"found": found}
    figures.setdefault("seconds", time.perf_counter() - began)
    figures["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    node.close()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
