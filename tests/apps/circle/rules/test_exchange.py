"""Maps in files of other tools, both ways, and models with their equations."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from panoh.apps.circle.rules import exchange
from panoh.apps.circle.rules.equations import simulate, vensim, xmile
from panoh.apps.circle.rules.equations.expression import plain
from panoh.apps.circle.rules.exchange.models import middle, write_mdl, write_xmile
from panoh.apps.circle.rules.loops import enumerate_loops
from panoh.apps.circle.rules.model import Link, Map, Node
from panoh.apps.circle.rules.spec import Lever
from panoh.errors import BadEquation, BadFile, PanohError
from tests.apps.circle.conftest import shared

OF = Map.of(
    "small",
    [Node("a", "Debt & money", "need"), Node("b2", "Работа", "need", 0.1, 0.3), Node("c", "Hope")],
    [
        Link("a", "b2", "-", "strong", (0.0, 4.0), None, ("C1",), ("C2",), ("S0",)),
        Link("b2", "c", "+", "weak", reason="seen, “here”"),
        Link("c", "a", "?", weight=0.25),
        Link("c", "c", "+", weight=0.5),
    ],
)
LEVERS = [Lever(("a",), (0.5, 0.5), 12, 120), Lever(("b2", "c"), (2.0, 2.0), 24, 240)]


@pytest.mark.parametrize("kind", [*exchange.WRITERS])
def test_a_map_comes_back_out_of_its_file(kind: str) -> None:
    made = exchange.write(OF, kind)
    back = exchange.read(made, "x.csv" if kind == "matrix" else f"x.{kind}").map
    assert {each.ends for each in back.links} == {each.ends for each in OF.links}
    if kind == "matrix":
        signs = {each.ends: each.weight for each in back.links}
        assert signs["a", "b2"] == -0.7
        assert signs["c", "a"] == 0.25
        return
    assert back.labels() == OF.labels()
    links = {each.ends: each for each in back.links}
    assert links["a", "b2"] == OF.links[0]
    assert links["b2", "c"].reason == "seen, “here”"
    if kind != "csv":  # a table of links knows no levels
        assert back.hash == OF.hash


def test_the_published_map_comes_out_of_its_own_files() -> None:
    data = shared("fcm/psot-links.txt").read_bytes()
    names = shared("fcm/psot-nodes.csv").read_bytes()
    of = exchange.read(data, "psot-links.txt", names).map
    assert (len(of.nodes), len(of.links)) == (32, 44)
    loops, whole = enumerate_loops(of, longest=32)
    assert whole
    assert len(loops) == 4
    assert sum(len(each.links) == 1 for each in loops) == 1
    assert of.labels()["n19"] == "Intimidation"
    weights = {each.ends: each.weight for each in of.links}
    assert weights["n1", "n6"] == 0.25
    assert weights["n29", "n21"] == pytest.approx(-0.6)


MODELS = [
    ("teacup/teacup.mdl", "teacup/output.csv"),
    ("teacup/teacup_mdl.mdl", "teacup/output.csv"),
    ("teacup/teacup.xmile", "teacup/output.csv"),
    ("teacup/teacup_legacy.stmx", "teacup/output.csv"),
    ("SIR/SIR_reciprocal-dt.xmile", "SIR/output.csv"),
    ("simple_harmonic_oscillator/simple_harmonic_oscillator.mdl",
     "simple_harmonic_oscillator/output.tab"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "output"), MODELS)
def test_models_of_others_run_as_they_are_known_to(model: str, output: str) -> None:
    path, known = shared(f"sd/{model}"), shared(f"sd/{output}")
    text = path.read_text("utf-8-sig")
    system = vensim.system(text) if path.suffix == ".mdl" else xmile.system(text)
    times, values = simulate(system)
    compared = 0
    for at, row in known_rows(known):
        here = min(range(len(times)), key=lambda i: abs(times[i] - at))
        if abs(times[here] - at) > 1e-4:  # what they print of the time is rounded
            continue
        for name, value in row.items():
            if name in values:
                assert values[name][here] == pytest.approx(value, rel=2e-5, abs=2e-5), (name, at)
                compared += 1
    assert compared > 400


def known_rows(path: Path) -> list[tuple[float, dict[str, float]]]:
    mark = "\t" if path.suffix == ".tab" else ","
    rows = list(csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=mark))
    names = [plain(each) for each in rows[0]]
    return [
        (float(row[0]), {n: float(c) for n, c in zip(names[1:], row[1:], strict=False) if c})
        for row in rows[1:]
    ]


def test_a_model_of_others_becomes_a_map_with_signs() -> None:
    data = shared("sd/SIR/SIR.mdl").read_bytes()
    taken = exchange.read(data, "SIR.mdl")
    signs = {each.ends: each.sign for each in taken.map.links}
    assert signs["contact_infectivity", "succumbing"] == "+"
    assert signs["duration", "recovering"] == "-"
    assert signs["succumbing", "susceptible"] == "-"
    assert taken.equations


@pytest.mark.parametrize("written", [write_mdl, write_xmile])
def test_our_export_run_by_our_reader_is_our_run(written: object) -> None:
    assert callable(written)
    text = written(OF, LEVERS, 240)
    system = xmile.system(text) if written is write_xmile else vensim.system(text)
    _times, values = simulate(system)
    expected = ours(OF, LEVERS)
    for key, name in (("a", "na"), ("b2", "b2"), ("c", "nc")):
        assert max(
            abs(x - y) for x, y in zip(values[name.lower()], expected[key], strict=True)
        ) < 1e-12  # fmt: skip


def ours(of: Map, levers: list[Lever]) -> dict[str, list[float]]:
    """Levels of the engine with the numbers of the middle, in doubles."""
    import numpy as np

    from panoh.apps.circle.rules.engine import Ensemble, Pull, run

    numbers, index = middle(of), of.index()
    order = sorted(of.links, key=lambda each: index[each.end])
    keys = [each.key for each in of.nodes]
    e = Ensemble(
        np.array([index[each.start] for each in order]),
        np.array([index[each.end] for each in order]),
        np.array([[numbers.bias[k]] for k in keys]),
        np.array([[numbers.weight[each.ends]] for each in order]),
        np.array([[numbers.tau[k]] for k in keys]), np.array([False]),
        np.array([[numbers.lag[each.ends]] for each in order]),
    )  # fmt: skip
    at = {each.ends: number for number, each in enumerate(order)}
    pulls = [
        Pull(at[each.on[0], each.on[1]] if len(each.on) == 2 else index[each.on[0]],
             np.array([each.times[0]]), each.start, each.end, len(each.on) == 2)
        for each in levers
    ]  # fmt: skip
    found = run(e, pulls, steps=240)[:, :, 0] + e.today[:, 0]
    return {key: list(found[:, index[key]]) for key in keys}


@pytest.mark.parametrize(
    "text",
    [
        "x= 1/0 ~ ~ |\nTIME STEP= 1 ~ ~ |\nFINAL TIME= 3 ~ ~ |",
        "x= y ~ ~ |\ny= x ~ ~ |\nFINAL TIME= 3 ~ ~ |",
        "x[dim]= 1 ~ ~ |",
        "x= GET XLS DATA('a.xls','b','c','d') ~ ~ |",
        "x= __import__('os') ~ ~ |",
        "x= " + "(" * 500 + "1" + ")" * 500 + " ~ ~ |",
        "FINAL TIME= 1e12 ~ ~ |\nx= 1 ~ ~ |",
    ],
)
def test_equations_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(BadFile):
        exchange.read(text.encode(), "m.mdl")


XMILE = (
    "<xmile><sim_specs><start>0</start><stop>4</stop><dt>1</dt></sim_specs><model><variables>\n"
    "{}</variables></model></xmile>"
)


@pytest.mark.parametrize(
    ("text", "row", "name"),
    [
        ("a= 1 ~ ~ |\n\nmy level [region]= 2 ~ ~ |", 3, "my level"),
        ("a= 1 ~ ~ |\nb= RANDOM UNIFORM(0, 1, 2) + a ~ ~ |", 2, "b: RANDOM UNIFORM"),
        ("a= 1 ~ ~ |\nb= a + nobody said ~ ~ |", 2, "b: nobody_said"),
        ("a= (1 ~ ~ |", 1, "a"),
        ("a= 1 ~ ~ |\n:MACRO: X(y)\n:END OF MACRO:", 2, ":MACRO:"),
        ("a= 1 ~ ~ |\nFINAL TIME= Time + 4 ~ ~ |", 2, "FINAL TIME"),
        (XMILE.format('<aux name="x"><eqn>2</eqn></aux>\n<stock name="a b"><eqn>x</eqn><conveyor/>'
                      "</stock>"), 3, "a b: conveyor"),
        (XMILE.format('<aux name="x"><eqn>UNIFORM(0, 1)</eqn></aux>'), 2, "x: UNIFORM"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_refused_by_line_and_name(text: str, row: int, name: str) -> None:
    with pytest.raises(BadEquation) as refused:
        exchange.read(text.encode(), "m.xmile" if "<" in text else "m.mdl")
    assert refused.value.details["row"] == row
    assert refused.value.details["name"] == name


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "a.csv"),
        (b"from,to\na", "a.csv"),
        (b"\xff\xfe\x00\x01", "a.csv"),
        (b"<!DOCTYPE x [<!ENTITY a 'b'>]><graphml/>", "a.graphml"),
        (b"<graphml><unclosed></graphml>", "a.graphml"),
        (b"{1, 2, unknownWord}", "a.txt"),
        (b"{1, 2, 1/0}", "a.txt"),
        (b"<xmile><model/></xmile>", "a.xmile"),
        (b"panoh-map:AAAA", "a.mdl"),
    ],
)
def test_files_that_hold_no_map_are_refused(data: bytes, name: str) -> None:
    with pytest.raises(PanohError):
        exchange.read(data, name)


def test_functions_of_equations() -> None:
    text = """
    a= IF THEN ELSE(Time>=2 :AND: Time<4, 1, 0) ~ ~ |
    b= STEP(5, 2) + RAMP(1, 1, 3) ~ ~ |
    c= look(Time) ~ ~ |
    look( (0,0),(2,10),(4,10) ) ~ ~ |
    d= SMOOTH(a, 2) ~ ~ |
    e= MAX(Time, 2)^2 - MODULO(Time, 3) ~ ~ |
    f= INITIAL(7 + a) ~ ~ |
    g= ZIDZ(1, 0) + XIDZ(1, 0, 3) ~ ~ |
    h= WITH LOOKUP(Time, ([(0,0)-(4,4)],(0,4),(4,0))) ~ ~ |
    s= INTEG(1, 10) ~ ~ |
    i= DELAY FIXED(Time, 2, -1) ~ ~ |
    j= SAMPLE IF TRUE(a=1, Time, 9) ~ ~ |
    k= 2*WITH LOOKUP(Time, ((0,4),(4,0))) + 1 ~ ~ :SUPPLEMENTARY |
    l= DELAY N(a, 2, 0, 1) - DELAY1I(a, 2, 0) + SMOOTH N(a, 2, 0, 1) - SMOOTHI(a, 2, 0) ~ ~ |
    m= TREND(8, 2, 0) + FORECAST(8, 2, 5) ~ ~ |
    FINAL TIME= 4 ~ ~ |
    TIME STEP= 1 ~ ~ |
    """
    _times, v = simulate(vensim.system(text))
    assert v["a"] == [0, 0, 1, 1, 0]
    assert v["b"] == [0, 0, 6, 7, 7]
    assert v["c"] == [0, 5, 10, 10, 10]
    assert v["d"] == [0, 0, 0, 0.5, 0.75]
    assert v["e"] == [4, 3, 2, 9, 15]
    assert v["f"] == [7] * 5
    assert v["g"] == [3] * 5
    assert v["h"] == [4, 3, 2, 1, 0]
    assert v["s"] == [10, 11, 12, 13, 14]
    assert v["i"] == [-1, -1, 0, 1, 2]
    assert v["j"] == [9, 9, 2, 3, 3]
    assert v["k"] == [9, 7, 5, 3, 1]
    assert v["l"] == [0] * 5
    assert v["m"] == [8] * 5


def test_quoted_names_may_hold_any_sign() -> None:
    text = """
    "Aux with $peC!@| characters, ~ and (brackets)"= 21 ~ units ~ it's "half quoted |
    "a \\"quoted\\" name"= 4 ~ ~ |
    s= INTEG("Aux with $peC!@| characters, ~ and (brackets)" - "a \\"quoted\\" name", 1) ~ ~ |
    FINAL TIME= 2 ~ ~ |
    """
    _times, v = simulate(vensim.system(text))
    assert v["s"] == [1, 18, 35]


def test_a_model_with_delays_becomes_a_map() -> None:
    text = "a= STEP(1, 2) ~ ~ |\nb= SMOOTH(a, 3) ~ ~ |\nc= -DELAY FIXED(b, 2, 0) ~ ~ |"
    found = exchange.read(text.encode(), "m.mdl").map
    assert {each.ends: each.sign for each in found.links} == {("a", "b"): "+", ("b", "c"): "-"}
