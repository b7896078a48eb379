"""`make bench BENCH="--only circle"`: maps against the tools people use for them.

30 factors, 75 links, 10,000 draws × 240 months, 105 uncertain numbers a draw. Slow tools run a few
draws, their time is scaled up, and the row says so. They stand in environments of their own
(PANOH_ORACLES, see tests/apps/circle/test_oracles.py); rows without one are left out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import Table
from panoh.apps.circle.rules import deciding, honesty, loops
from panoh.apps.circle.rules.draws import Wanted, draw
from panoh.apps.circle.rules.engine import Ensemble, Floats, run
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.spec import read
from panoh.apps.circle.rules.whatif import paired

NODES, LINKS, DRAWS, MONTHS = 30, 75, 10_000, 240
REPEATS = 7
HERE = Path(__file__).parent


def best(act: Callable[[], object], times: int = REPEATS) -> float:
    """Seconds of the processor in the quickest of some runs; all of them keep to one core."""
    found = []
    for _each in range(times):
        began = time.process_time()
        act()
        found.append(time.process_time() - began)
    return min(found)


def ensemble(draws: int = DRAWS, kind: type = np.float32) -> Ensemble:
    """Away from rest at the start, so that every factor is computed."""
    random = np.random.default_rng(11)
    pairs = random.choice(NODES * NODES, LINKS, replace=False)
    start, end = pairs // NODES, pairs % NODES
    order = np.argsort(end, kind="stable")
    single = kind
    bias = random.uniform(-1, 0.2, (NODES, draws)).astype(single)
    return Ensemble(
        start[order], end[order], bias,
        random.uniform(-2, 2, (LINKS, draws)).astype(single),
        random.uniform(3, 36, (NODES, draws)).astype(single), np.zeros(draws, dtype=bool), None,
        random.uniform(-0.1, 0.1, (NODES, draws)).astype(single),
    )  # fmt: skip


# ── the same model for the others ───────────────────────────────────────────────────────────


def equations(e: Ensemble) -> tuple[list[tuple[str, str, str]], list[str]]:
    """(stock, change, begin) and the names of the constants."""
    stocks = []
    for node in range(NODES):
        into = [k for k in range(LINKS) if int(e.end[k]) == node]
        push = "+".join([f"b{node}", *(f"w{k}*(x{e.start[k]}-t{e.start[k]})" for k in into)])
        change = f"(1/(1+EXP(-({push})))-x{node})/i{node}"
        stocks.append((f"x{node}", change, f"t{node}+y{node}"))
    names = [f"w{k}" for k in range(LINKS)]
    names += [f"{letter}{node}" for letter in "biy" for node in range(NODES)]
    return stocks, names


def constants(e: Ensemble, at: int) -> dict[str, float]:
    assert e.begin is not None
    found = {f"w{k}": float(e.weight[k, at]) for k in range(LINKS)}
    for letter, rows in (("b", e.bias), ("i", e.tau), ("y", e.begin)):
        found |= {f"{letter}{node}": float(rows[node, at]) for node in range(NODES)}
    return found


def vensim(e: Ensemble) -> str:
    stocks, _names = equations(e)
    parts = [f"{n}= INTEG({c}, {b}) ~ ~ |" for n, c, b in stocks]
    parts += [f"t{n}= 1/(1+EXP(-b{n})) ~ ~ |" for n in range(NODES)]
    parts += [f"{n}= {v!r} ~ ~ |" for n, v in constants(e, 0).items()]
    clock = {"INITIAL TIME": 0, "FINAL TIME": MONTHS, "TIME STEP": 1, "SAVEPER": 1}
    return "{UTF-8}\n" + "\n".join([*parts, *(f"{n}= {v} ~ ~ |" for n, v in clock.items())])


def xmile(e: Ensemble) -> str:
    stocks, _names = equations(e)
    parts = []
    for n, c, b in stocks:
        parts.append(f'<stock name="{n}"><eqn>{b}</eqn><inflow>f{n}</inflow></stock>')
        parts.append(f'<flow name="f{n}"><eqn>{c}</eqn></flow>')
    parts += [f'<aux name="t{n}"><eqn>1/(1+EXP(-b{n}))</eqn></aux>' for n in range(NODES)]
    parts += [f'<aux name="{n}"><eqn>{v!r}</eqn></aux>' for n, v in constants(e, 0).items()]
    return (
        '<?xml version="1.0"?><xmile version="1.0" '
        'xmlns="http://docs.oasis-open.org/xmile/ns/XMILE/v1.0"><header><vendor>v</vendor>'
        '<name>m</name><product version="1">p</product></header><sim_specs method="Euler" '
        'time_units="Months">'
        f"<start>0</start><stop>{MONTHS}</stop><dt>1</dt></sim_specs><model><variables>"
        + "".join(parts)
        + "</variables></model></xmile>"
    )


NAMES = {"bptk": "bptk's scenarios", "bare": "bptk's equations, called bare"}


def other(which: str, kind: str, file: Path, draws: list[dict[str, float]], runs: int) -> Any:
    folder = os.environ.get("PANOH_ORACLES")
    python = Path(folder or ".") / which / "bin" / "python"
    if not folder or not python.exists():
        return None
    command = [str(python), str(HERE / "circle_oracles.py"), kind, str(file), str(runs)]
    ran = subprocess.run(command, input=json.dumps(draws), capture_output=True, text=True,
                         check=False)  # fmt: skip
    if ran.returncode:
        print(ran.stderr[-1500:])
        return None
    return json.loads(ran.stdout.strip().splitlines()[-1])


C_KERNEL = r"""
#include <math.h>
#include <stdlib.h>
#include <string.h>
/* One step after another for a block of draws; the inner loop runs over draws. */
void run(int nodes, int links, int draws, int steps, const int *from, const int *to,
         const float *b, const float *w, const float *tau, const float *begin, float *out) {
  enum { BLOCK = 256 };
  float *y = malloc(sizeof(float) * nodes * BLOCK), *z = malloc(sizeof(float) * nodes * BLOCK);
  float *t = malloc(sizeof(float) * nodes * BLOCK);
  for (int first = 0; first < draws; first += BLOCK) {
    int n = draws - first < BLOCK ? draws - first : BLOCK;
    for (int i = 0; i < nodes; i++) for (int d = 0; d < n; d++) {
      t[i*BLOCK+d] = 1.0f / (1.0f + expf(-b[i*draws+first+d]));
      y[i*BLOCK+d] = begin[i*draws+first+d];
    }
    for (int s = 0; s < steps; s++) {
      for (int i = 0; i < nodes; i++) memcpy(z+i*BLOCK, b+i*draws+first, sizeof(float)*n);
      for (int k = 0; k < links; k++) {
        const float *wk = w + (long)k*draws + first, *yj = y + from[k]*BLOCK;
        float *zi = z + to[k]*BLOCK;
        for (int d = 0; d < n; d++) zi[d] += wk[d] * yj[d];
      }
      for (int i = 0; i < nodes; i++) {
        float *yi = y+i*BLOCK, *zi = z+i*BLOCK, *ti = t+i*BLOCK;
        const float *ta = tau + (long)i*draws + first;
        for (int d = 0; d < n; d++)
          yi[d] += (1.0f / (1.0f + expf(-zi[d])) - ti[d] - yi[d]) / ta[d];
      }
    }
    memcpy(out + first, y, sizeof(float) * n);
  }
  free(y); free(z); free(t);
}
"""


def in_c(e: Ensemble, folder: Path) -> tuple[float, Floats] | None:
    """Seconds and the last values of the first factor, where there is a compiler."""
    import ctypes

    compiler = shutil.which("gcc")
    if compiler is None:
        return None
    source, library = folder / "kernel.c", folder / "kernel.so"
    source.write_text(C_KERNEL, "ascii")
    flags = ["-O3", "-march=native", "-ffast-math", "-shared", "-fPIC", "-lm"]
    subprocess.run([compiler, str(source), "-o", str(library), *flags], check=True)
    kernel = ctypes.CDLL(str(library)).run
    out = np.zeros(e.draws, dtype=np.float32)
    rows = [e.start.astype(np.int32), e.end.astype(np.int32), e.bias, e.weight, e.tau, e.begin, out]
    held = [np.ascontiguousarray(each) for each in rows]
    pointers = [each.ctypes.data_as(ctypes.c_void_p) for each in held]
    seconds = best(lambda: kernel(NODES, LINKS, e.draws, MONTHS, *pointers))
    return seconds, held[-1]


# ── rows ────────────────────────────────────────────────────────────────────────────────────


def measure(table: Table) -> None:
    e = ensemble()
    ours = best(lambda: run(e, steps=MONTHS, watch=[0], every=MONTHS))
    last = run(e, steps=MONTHS, watch=[0], every=MONTHS)[-1, 0] + e.today[0]
    table.add(f"run, {NODES} factors × {DRAWS:,} draws × {MONTHS} months, s", f"{ours:.3f}")
    double = ensemble(kind=np.float64)
    seconds = best(lambda: run(double, steps=MONTHS, watch=[0], every=MONTHS))
    table.add("the same in double precision, s", f"{seconds:.3f}")
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        kernel = in_c(e, folder)
        if kernel:
            far = float(np.abs(kernel[1] + e.today[0] - last).max())
            table.add("C kernel on one core, s; greatest difference", f"{kernel[0]:.3f}; {far:.0e}")
            table.add("run ÷ C kernel", f"{ours / kernel[0]:.1f}×", "≤ 4×")
        _others(table, e, ours, last, folder)
    _questions(table)


def _others(table: Table, e: Ensemble, ours: float, last: Floats, folder: Path) -> None:
    (folder / "map.mdl").write_text(vensim(e), "utf-8")
    (folder / "map.xmile").write_text(xmile(e), "utf-8")
    draws = [constants(e, at) for at in range(40)]
    for kind, which, file, runs, bar in (
        ("pysd", "o1", "map.mdl", 15, "≥ 1,000×"), ("ema", "o1", "map.mdl", 20, "≥ 1,000×"),
        ("bptk", "o2", "map.xmile", 3, "≥ 10,000×"), ("bare", "o2", "map.xmile", 5, ""),
        ("fcmpy", "o1", "map.mdl", 5, ""),
    ):  # fmt: skip
        found = other(which, kind, folder / file, draws, runs)
        if found is None:
            table.add(f"{kind}: not measured, PANOH_ORACLES", "–", bar)
            continue
        scaled = sum(found["seconds"]) / len(found["seconds"]) * DRAWS
        far = [abs(a - float(b)) for a, b in zip(found["last"], last, strict=False)]
        near = f"; difference {max(far):.0e}" if far else ""
        kind = NAMES.get(kind, kind)
        table.add(f"{kind}, {runs} draws scaled up, s{near}", f"{scaled:,.0f}")
        table.add(f"{kind} ÷ run", f"{scaled / ours:,.0f}×", bar)


def random_map(nodes: int, links: int) -> Map:
    random = np.random.default_rng(5)
    pairs = random.choice(nodes * nodes, links, replace=False)
    signs = ["+", "-", "+", "?"]
    keys = [f"N{i:02}" for i in range(nodes)]
    return Map.of(
        "random",
        [Node(each, each, "population" if i < 12 else "need") for i, each in enumerate(keys)],
        [
            Link(keys[p // nodes], keys[p % nodes], signs[p % 4], supports=("C1",),
                 sources=(f"S{p % 4}",))
            for p in pairs.tolist()
        ],
    )  # fmt: skip


def _questions(table: Table) -> None:
    of = random_map(NODES, LINKS)
    around = {"on": "N20", "times": 1.2, "start": 0}
    lever = {"on": "N15", "times": [0.3, 0.7], "start": 0}
    spec = read({"levers": [lever], "world": [around], "draws": DRAWS}, of)
    watch = [f"N{i:02}" for i in range(12)]
    alone = read({"levers": [lever], "draws": DRAWS}, of)
    seconds = best(lambda: paired(of, alone, watch), 3)
    table.add("what-if against doing nothing, all outcomes, s", f"{seconds:.2f}", "< 0.5")
    seconds = best(lambda: paired(of, spec, watch), 3)
    table.add("both arms computed, all outcomes, s", f"{seconds:.2f}", "< 0.5")
    checks = best(lambda: honesty.checks(of, alone, watch), 3)
    table.add("a what-if with all honesty checks, s", f"{seconds + checks:.2f}", "< 3")

    table.add(
        "draws of one ensemble of 2,000, s", f"{best(lambda: draw(of, Wanted(2_000, 1))):.3f}"
    )
    random = np.random.default_rng(2)
    values = random.random((10_000, 105)).astype(np.float32).T.copy()
    hit = (values[3] > 0.7) & (values[8] < 0.4)
    prim = best(lambda: deciding.box(deciding.Sorted(values), hit), 3)
    table.add("PRIM on 10,000 × 105, s", f"{prim:.2f}")
    theirs = other("o1", "prim", Path("-"), [{"seed": 1.0}], 1)
    if theirs:
        table.add("EMA's PRIM on the same ÷ ours", f"{theirs['seconds'][0] / prim:.0f}×", "≥ 10×")
    large = random_map(60, 200)
    found, _whole = loops.enumerate_loops(large)
    spent = best(lambda: loops.enumerate_loops(large), 3)
    table.add(f"loops of at most 8 links, 60 factors, 200 links ({len(found):,}), s",
              f"{spent:.2f}", "< 0.5")  # fmt: skip
    drawn = draw(large, Wanted(300, 1, rivals=False))
    spent = best(lambda: loops.rank(large, found, drawn.ensemble, drawn.order), 3)
    table.add("the same ranked by how much each matters, 300 draws, s", f"{spent:.2f}")
