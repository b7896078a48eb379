"""Runs the lanes, two at a time, each as a process of its own; `--lane` runs one alone."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from pathlib import Path

from tests.soak import report
from tests.soak.lane import CACHE, ROOT, Result, Run, load, new_result, save

SHARES = {
    "crash": 0.18,
    "convergence": 0.12,
    "simulator": 0.22,
    "fuzz": 0.18,
    "hostile": 0.11,
    "hub": 0.1,
    "frozen": 0.09,
}
"""Of the seconds, one lane after the other; the mutants take as long as all of them, beside."""
BESIDE = "mutants"
LANES = (*SHARES, BESIDE)
GRACE = 240.0
"""Seconds a lane may finish its last step, before it is ended."""


def main(words: list[str] | None = None) -> int:
    asked = _asked(words)
    options = dict(each.split("=", 1) for each in asked.option)
    if asked.lane:
        results = [run_lane(each, asked, options) for each in asked.lane]
    else:
        results = _run_all(asked)
    if asked.write:
        report.write(asked.results, ROOT / "docs" / "soak.md")
    failed = [result.lane for result in results if result.failures]
    print(f"soak: {', '.join(failed) + ' failed' if failed else 'no failure'}")
    return 1 if failed else 0


def _asked(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tools/soak.py", description=__doc__)
    parser.add_argument("--seconds", type=float, default=1800.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lane", action="append", choices=LANES, help="this lane alone")
    parser.add_argument("--write", action="store_true", help="latest figures into docs/soak.md")
    parser.add_argument("--results", type=Path, default=CACHE, help="where figures are kept")
    more = (
        "until so many, whatever the seconds: simulator: seeds=N sieges=N; fuzz: inputs=N;"
        " hub: requests=N. fuzz: input=FILE target=NAME; mutants: files=TEXT most=N one=ID"
    )
    parser.add_argument(
        "-o", "--option", action="append", default=[], metavar="NAME=VALUE", help=more
    )
    return parser.parse_args(words)


def run_lane(lane: str, asked: argparse.Namespace, options: dict[str, str]) -> Result:
    """Here and now, in this process."""
    result = new_result(lane, asked.seed, asked.seconds)
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=f"panoh-soak-{lane}-") as folder:
        run = Run(result, Path(folder), asked.results / "found", options)
        os.environ["PANOH_HOME"] = str(run.folder / "home")
        os.environ["PANOH_STATE"] = str(run.folder / "state")
        try:
            importlib.import_module(f"tests.soak.{lane}").run(run)
        except Exception:  # noqa: BLE001 - a lane that breaks has failed, and must say where
            run.fail(traceback.format_exc(limit=-6), f"--lane {lane} --seed {asked.seed}")
    result.seconds = time.monotonic() - began
    save(result, asked.results)
    print(result.text(), flush=True)
    return result


def _run_all(asked: argparse.Namespace) -> list[Result]:
    """The mutants beside, the others one after the other."""
    beside = threading.Thread(target=_start, args=(BESIDE, asked.seconds, asked))
    beside.start()
    for lane, share in SHARES.items():
        _start(lane, asked.seconds * share, asked)
    beside.join()
    results = [load(lane, asked.results) for lane in LANES]
    return [result for result in results if result is not None]


def _start(lane: str, seconds: float, asked: argparse.Namespace) -> None:
    words = ["--lane", lane, "--seconds", str(seconds), "--seed", str(asked.seed)]
    words += ["--results", str(asked.results)]
    words += [part for each in asked.option for part in ("-o", each)]
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.soak", *words], cwd=ROOT, start_new_session=True
    )
    try:
        status = process.wait(seconds + GRACE)
    except subprocess.TimeoutExpired:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        status = process.wait()
    if status not in (0, 1):
        result = new_result(lane, asked.seed, seconds)
        result.failures.append(f"the lane ended with {status}")
        save(result, asked.results)
        print(result.text(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
