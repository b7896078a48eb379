"""docs/soak.md from the latest figures of each lane."""

from __future__ import annotations

from pathlib import Path

from tests.soak.lane import Result, load

_LANES = {
    "crash": "power cuts, refusals of the disk and real kills, other seeds",
    "convergence": "three real vaults, and the merge alone, in any order",
    "simulator": "people, hubs and sticks from seeds; hubs that mean harm",
    "fuzz": "every decoder: altered valid inputs, second encodings, random bytes",
    "hostile": "hostile requests to a running Panoh, and how long the honest one waits",
    "hub": "hostile requests to a running hub, and how long its members wait",
    "frozen": "known answers, frozen vectors, nonces and salts that never repeat",
    "mutants": "small changes of the code, and whether a test notices",
}
_MORE = {
    "mutants": """Of crypto, core and storage. A test counts when it fails with the change and
passes without. Left out are annotations, decorators and the wording of errors; one more or less in
a plain limit of at least 20, whose exact number nobody promises; `storage/postgres.py`, which only
a hub's server runs; and the changes that `tests/soak/equivalent.toml` lists with the reason why
they change nothing. Tests that start programs of their own are not tried against each change.

""",
}
"""What a reader has to know besides the figures."""
_HEAD = """# Soak

What the last long run found. `make soak SECONDS=1800 SEED=1` runs it: eight lanes, two at a time,
that share the seconds; `.venv/bin/python tools/soak.py --lane fuzz --seconds 600 --seed 2` runs
one alone; `--write` makes this page. A commit with a plus had changes that were not committed.

The same seed makes the same choices; how far a lane comes hangs on the machine. Each failure is
printed with what replays it.

| Lane | Date (UTC) | Commit | Seed | Seconds | Failures |
|---|---|---|---|---|---|
"""


def write(results: Path, page: Path) -> None:
    """The whole page; lanes that never ran are left out."""
    found = [result for lane in _LANES if (result := load(lane, results)) is not None]
    text = _HEAD + "".join(_row(result) for result in found)
    text += "".join(_part(result) for result in found)
    page.write_text(text, encoding="utf-8")


def _row(result: Result) -> str:
    date = result.date.replace("T", " ").removesuffix("Z")
    return (
        f"| {result.lane} | {date} | `{result.commit}` | {result.seed} | {result.seconds:.0f} |"
        f" {len(result.failures)} |\n"
    )


def _part(result: Result) -> str:
    lines = [f"\n## {result.lane.capitalize()}: {_LANES[result.lane]}\n\n"]
    lines.append(_MORE.get(result.lane, ""))
    lines += ["| | |\n|---|---|\n"]
    lines += [f"| {name} | {value} |\n" for name, value in result.counts.items()]
    if result.failures:
        lines.append("\nFailures:\n\n")
        lines += [f"- {_one_line(failure)}\n" for failure in result.failures]
    if result.notes:
        lines.append("\n")
        lines += [f"- {note}\n" for note in result.notes]
    return "".join(lines)


def _one_line(failure: str) -> str:
    parts = [part.strip() for part in failure.splitlines() if part.strip()]
    return f"{parts[0]} … {parts[-1]}" if len(parts) > 1 else parts[0]
