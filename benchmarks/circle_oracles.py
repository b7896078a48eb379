"""What other tools run, each in its own environment: `o1` and `o2` of PANOH_ORACLES.

    python benchmarks/circle_oracles.py KIND FILE RUNS < numbers.json

Standard input holds, draw after draw, the constants of the model. Prints the seconds of the
processor of each run, and the last value of the watched factor, as JSON. Never part of an install.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from typing import Any

warnings.simplefilter("ignore")
WATCHED = "x0"
Draws = list[dict[str, float]]


def with_pysd(file: str, draws: Draws, runs: int) -> dict[str, Any]:
    import pysd

    model = pysd.read_vensim(file)
    seconds, last = [], []
    for numbers in draws[:runs]:
        began = time.process_time()
        frame = model.run(params=numbers, return_columns=[WATCHED])
        seconds.append(time.process_time() - began)
        last.append(float(frame[WATCHED].iloc[-1]))
    return {"seconds": seconds, "last": last}


def with_ema(file: str, draws: Draws, runs: int) -> dict[str, Any]:
    """The slope between few and more experiments, so that starting costs do not count."""
    import pysd
    from ema_workbench import (
        Model,
        RealParameter,
        SequentialEvaluator,
        TimeSeriesOutcome,
        ema_logging,
    )

    ema_logging.log_to_stderr(50)
    model = pysd.read_vensim(file)
    names = list(draws[0])

    def once(**numbers: float) -> dict[str, Any]:
        frame = model.run(params=numbers, return_columns=[WATCHED])
        return {WATCHED: frame[WATCHED].values}

    asked = Model("map", function=once)
    asked.uncertainties = [RealParameter(each, -5, 50) for each in names]
    asked.outcomes = [TimeSeriesOutcome(WATCHED)]
    spent = []
    for count in (runs, 3 * runs):
        began = time.process_time()
        with SequentialEvaluator(asked) as evaluator:
            evaluator.perform_experiments(scenarios=count)
        spent.append(time.process_time() - began)
    return {"seconds": [(spent[1] - spent[0]) / (2 * runs)], "last": []}


def _compiled(file: str) -> Any:
    import importlib.util

    from BPTK_Py.sdcompiler.compile import compile_xmile

    compile_xmile(file, file + ".py", "py")
    found = importlib.util.spec_from_file_location("made", file + ".py")
    assert found is not None
    assert found.loader is not None
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def with_bptk(file: str, draws: Draws, runs: int) -> dict[str, Any]:
    """As its own scenarios run: numbers set and the model started by its `SdSimulation`."""
    from BPTK_Py.sdsimulation import SdSimulation

    made = _compiled(file)
    seconds, last = [], []
    for numbers in draws[:runs]:
        model = made.simulation_model()
        stocks = [each for each in model.equations if each[:1] == "x"]
        began = time.process_time()
        simulation = SdSimulation(model, "draw")
        for name, value in numbers.items():
            simulation.change_equation(name, value)
        frame = simulation.start(output=["frame"], equations=stocks)
        seconds.append(time.process_time() - began)
        last.append(float(frame[WATCHED].iloc[-1]))
    return {"seconds": seconds, "last": last}


def with_bare_bptk(file: str, draws: Draws, runs: int) -> dict[str, Any]:
    """Its compiled equations called one by one, past all that its own scenarios do around them."""
    made = _compiled(file)
    seconds, last = [], []
    for numbers in draws[:runs]:
        model = made.simulation_model()
        stocks = [each for each in model.equations if each[:1] == "x"]
        for name, value in numbers.items():
            model.equations[name] = lambda _t, value=value: value
        began = time.process_time()
        for month in range(241):  # it works out only what is asked for: ask for every factor
            for name in stocks:
                model.equation(name, month)
        seconds.append(time.process_time() - began)
        last.append(float(model.equation(WATCHED, 240)))
    return {"seconds": seconds, "last": last}


def with_fcmpy(_file: str, draws: Draws, runs: int) -> dict[str, Any]:
    """Its own rule (mKosko) on a matrix of the same size: the cost of a run, not its numbers."""
    import numpy as np
    import pandas as pd
    from fcmpy import FcmSimulator

    size = 30
    random = np.random.default_rng(1)
    names = [f"C{i}" for i in range(size)]
    seconds = []
    for _draw in draws[:runs]:
        weights = random.uniform(-1, 1, (size, size)) * (random.random((size, size)) < 75 / 900)
        frame = pd.DataFrame(weights, columns=names, index=names)
        began = time.process_time()
        FcmSimulator().simulate(
            initial_state=dict.fromkeys(names, 0.5), weight_matrix=frame, transfer="sigmoid",
            inference="mKosko", thresh=1e-300, iterations=240, l=1,
        )  # fmt: skip
        seconds.append(time.process_time() - began)
    return {"seconds": seconds, "last": []}


def with_prim(_file: str, draws: Draws, _runs: int) -> dict[str, Any]:
    import numpy as np
    import pandas as pd
    from ema_workbench import ema_logging
    from ema_workbench.analysis import prim

    ema_logging.log_to_stderr(50)
    random = np.random.default_rng(draws[0]["seed"] and 2)
    values = random.random((10_000, 105))
    hit = (values[:, 3] > 0.7) & (values[:, 8] < 0.4)
    frame = pd.DataFrame(values, columns=[f"p{i}" for i in range(105)])
    began = time.process_time()
    box = prim.Prim(frame, hit, threshold=0.5, peel_alpha=0.05).find_box()
    return {"seconds": [time.process_time() - began], "last": [float(box.density)]}


KINDS = {"pysd": with_pysd, "ema": with_ema, "bptk": with_bptk, "bare": with_bare_bptk,
         "fcmpy": with_fcmpy, "prim": with_prim}  # fmt: skip

if __name__ == "__main__":
    kind, file, runs = sys.argv[1:4]
    print("\n" + json.dumps(KINDS[kind](file, json.load(sys.stdin), int(runs))))
