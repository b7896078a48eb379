"""Other tools run what we export, and get our numbers: PySD, BPTK-Py, FCMpy.

They are no part of an install, nor of the development one: PANOH_ORACLES names a folder with two
environments, `o1` (pysd, fcmpy) and `o2` (bptk-py[xmile]). Without it these tests are skipped.
"""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from panoh.apps.circle.rules.engine import Ensemble, logistic, run
from panoh.apps.circle.rules.equations import simulate, vensim
from panoh.apps.circle.rules.exchange.models import write_mdl, write_xmile
from panoh.apps.circle.rules.spec import Lever
from tests.apps.circle.rules.test_engine import ring
from tests.apps.circle.rules.test_exchange import ours

OF = ring()
LEVERS = [Lever(("N02",), (0.4, 0.4), 6, 100), Lever(("N00", "N01"), (0.5, 0.5), 3, 200)]
PYSD = """
import json, sys, warnings; warnings.simplefilter("ignore")
import pysd
read = pysd.read_vensim if sys.argv[1].endswith(".mdl") else pysd.read_xmile
names = sys.argv[2].split(",")
frame = read(sys.argv[1]).run(return_columns=names)
print("\\n" + json.dumps({name: list(frame[name]) for name in names}))
"""
BPTK = """
import importlib.util, json, sys
from BPTK_Py.sdcompiler.compile import compile_xmile
compile_xmile(sys.argv[1], sys.argv[1] + ".py", "py")
spec = importlib.util.spec_from_file_location("made", sys.argv[1] + ".py")
made = importlib.util.module_from_spec(spec); spec.loader.exec_module(made)
model = made.simulation_model()
keys = {key.split(".")[-1].lower(): key for key in model.equations}
found = {name: [float(model.equation(keys[name.lower()], t)) for t in range(241)]
         for name in sys.argv[2].split(",")}
print("\\n" + json.dumps(found))
"""
FCMPY = """
import json, sys
import numpy as np, pandas as pd
from fcmpy import FcmSimulator
data = json.loads(sys.argv[1])
names = [f"C{i}" for i in range(len(data["begin"]))]
frame = FcmSimulator().simulate(
    initial_state=dict(zip(names, data["begin"])), transfer="sigmoid", inference="kosko",
    weight_matrix=pd.DataFrame(np.array(data["weights"]), columns=names, index=names),
    thresh=1e-300, iterations=240, l=1,
)
print("\\n" + json.dumps(frame[names].values.tolist()))
"""


SPREAD = """
import numpy as np
from distributed import Client, LocalCluster
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.spec import read
from panoh.apps.circle.rules.spread import over
from panoh.apps.circle.rules.whatif import paired
of = Map.of("m", [Node(k, k) for k in "abc"], [Link("a", "b", "+"), Link("b", "c", "?")])
spec = read({"levers": [{"on": "a", "times": [0.2, 0.8], "start": 0}], "draws": 30_000}, of)
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        with Client(cluster) as client:
            there = paired(of, spec, ["b", "c"], each=over(client))
    here = paired(of, spec, ["b", "c"])
    assert np.array_equal(there.last, here.last)
    assert np.array_equal(there.moved, here.moved)
    print("equal")
"""


def oracle(which: str, code: str, *words: str) -> Any:
    folder = os.environ.get("PANOH_ORACLES")
    python = Path(folder or ".") / which / "bin" / "python"
    if not folder or not python.exists():
        pytest.skip("PANOH_ORACLES names no environment with PySD, BPTK-Py and FCMpy")
    ran = subprocess.run([str(python), "-c", code, *words], capture_output=True, text=True,
                         check=False)  # fmt: skip
    assert ran.returncode == 0, ran.stderr[-2000:]
    return json.loads(ran.stdout.strip().splitlines()[-1])


@pytest.mark.long
def test_draws_spread_over_other_processes_give_the_same(tmp_path: Path) -> None:
    if importlib.util.find_spec("distributed") is None:
        pytest.skip("dask.distributed is not here: the extra `spread`")
    file = tmp_path / "spread.py"
    file.write_text(SPREAD, "utf-8")
    # Dask writes notes of its own; what Panoh writes is watched everywhere else.
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    plain = os.pathsep.join(each for each in paths if "audit" not in each)
    ran = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, check=False, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": plain},
    )  # fmt: skip
    assert "equal" in ran.stdout, ran.stderr[-2000:]


@pytest.mark.parametrize("kind", ["mdl", "xmile"])
def test_pysd_gets_our_numbers_at_all_240_steps(kind: str, tmp_path: Path) -> None:
    file = tmp_path / f"map.{kind}"
    file.write_text((write_mdl if kind == "mdl" else write_xmile)(OF, LEVERS), "utf-8")
    compare(oracle("o1", PYSD, str(file), ",".join(OF.index())))


FUNCTIONS = """
a= IF THEN ELSE(Time>=4 :AND: Time<8, 1, 0) ~ ~ |
smooth 1= SMOOTH(a, 3) ~ ~ |
smooth 1i= SMOOTHI(a, 3, 0.5) ~ ~ |
smooth 3= SMOOTH3(a, 3) ~ ~ |
smooth n= SMOOTH N(a, 3, 0.2, 4) ~ ~ |
delay 1= DELAY1(a, 3) ~ ~ |
delay 1i= DELAY1I(a, 3, 0.5) ~ ~ |
delay 3= DELAY3(a, 3) ~ ~ |
delay n= DELAY N(a, 3, 0.2, 4) ~ ~ |
delay fixed= DELAY FIXED(Time^2, 2.5, -1) ~ ~ |
sampled= SAMPLE IF TRUE(MODULO(Time, 3)<0.5, Time, -1) ~ ~ |
trend= TREND(10+Time, 4, 0.1) ~ ~ |
forecast= FORECAST(10+Time, 4, 6) ~ ~ |
pulsed= PULSE(3, 2) + PULSE TRAIN(1, 1, 4, 12) ~ ~ |
stepped= STEP(5, 2) + RAMP(1, 3, 6) ~ ~ |
numbers= ABS(-2)+EXP(1)+LN(3)+LOG(8,2)+SQRT(2)+SIN(1)+COS(1)+TAN(1)+ARCTAN(1) ~ ~ |
rounded= INTEGER(-2.7)+QUANTUM(7.3, 2)+MODULO(7, 3)+MIN(1, 2)+MAX(1, 2)+POWER(2, 3) ~ ~ |
divided= ZIDZ(1, 0) + XIDZ(1, 0, 3) + ZIDZ(3, 2) ~ ~ |
inside= 2*WITH LOOKUP(Time, ([(0,0)-(4,4)],(0,4),(4,0),(20,8))) + 1 ~ ~ |
table( (0,0),(5,10),(20,4) ) ~ ~ |
looked= table(Time/2) ~ ~ :SUPPLEMENTARY |
"odd name: 1, 2"= 3 ~ it's ~ "quoted |
odd= "odd name: 1, 2" + INITIAL(7 + Time) ~ ~ |
stock= INTEG(a - stock/5, ACTIVE INITIAL(3, 4)) ~ ~ |
last= 16 ~ ~ |
FINAL TIME= last ~ ~ |
INITIAL TIME= 0 ~ ~ |
TIME STEP= 0.5 ~ ~ |
SAVEPER= TIME STEP ~ ~ |
"""


def test_functions_of_equations_do_what_pysds_do(tmp_path: Path) -> None:
    file = tmp_path / "functions.mdl"
    file.write_text("{UTF-8}" + FUNCTIONS, "utf-8")
    _times, mine = simulate(vensim.system(file.read_text("utf-8")))
    names = [each for each in mine if "(" not in each and not each.isupper()]
    names = [n for n in names if n not in ("final_time", "initial_time", "time_step", "saveper")]
    spelled = [n.replace("odd_name:_1,_2", "odd") for n in names]
    theirs = oracle("o1", PYSD, str(file), ",".join(each.replace("_", " ") for each in spelled))
    for name, said in zip(names, spelled, strict=True):
        if name == said:
            far = max(abs(a - b) for a, b in zip(mine[name], theirs[name.replace("_", " ")],
                                                 strict=True))  # fmt: skip
            assert far < 1e-9, (name, far)


def test_bptk_gets_our_numbers_at_all_240_steps(tmp_path: Path) -> None:
    file = tmp_path / "map.xmile"
    file.write_text(write_xmile(OF, LEVERS), "utf-8")
    compare(oracle("o2", BPTK, str(file), ",".join(OF.index())))


def compare(found: dict[str, list[float]]) -> None:
    expected = ours(OF, LEVERS)
    for key, values in expected.items():
        assert len(values) == len(found[key]) == 241
        assert max(abs(a - b) for a, b in zip(values, found[key], strict=True)) < 1e-12


def test_fcmpys_kosko_rule_is_our_rule_with_an_inertia_of_one_month() -> None:
    """x(t+1) = σ(Σ w·x): ours with τ = 1 around the state where that rule rests."""
    random = np.random.default_rng(4)
    size = 12
    weights = random.uniform(-1, 1, (size, size)) * (random.random((size, size)) < 0.3)
    rest = np.full(size, 0.5)
    for _step in range(5_000):
        rest = logistic(weights.T @ rest)
    begin = random.random(size)
    start, end = np.nonzero(weights)
    order = np.argsort(end, kind="stable")
    e = Ensemble(
        start[order], end[order], (weights.T @ rest)[:, None],
        weights[start, end][order][:, None], np.ones((size, 1)), np.zeros(1, dtype=bool),
        None, (begin - rest)[:, None],
    )  # fmt: skip
    mine = run(e, steps=240)[:, :, 0] + rest
    data = json.dumps({"begin": begin.tolist(), "weights": weights.tolist()})
    theirs = np.array(oracle("o1", FCMPY, data))
    steps = min(len(mine), len(theirs))
    assert steps > 20
    assert np.abs(mine[:steps] - theirs[:steps]).max() < 1e-12
