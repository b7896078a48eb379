"""Real tables as they are downloaded, and citations there and back."""

from __future__ import annotations

import gzip
import json

import pytest

from panoh.apps.evidence import access, citing, commands, records, taking_out, views
from panoh.apps.evidence.tables import READERS
from panoh.core.node import Node
from panoh.errors import DocumentRefused, Invalid
from tests.apps.evidence.conftest import shared

REAL = {
    "worldbank": "worldbank_API_SP.POP.TOTL_DS2_en_csv_v2_2018-01-25.csv",
    "unhcr": "unhcr_asylum_applications_central_asia_origin.csv",
    "cbp": "cbp-nationwide-encounters-fy20-fy23-state.csv.gz",
    "hxl": "hxl_input-valid-latin1.csv",
}


def figure(kind: str, **wanted: str) -> dict[str, str]:
    table = READERS[kind](shared(f"data/samples/{REAL[kind]}").read_bytes())
    (found,) = [each for each in table.figures if all(each.get(k) == v for k, v in wanted.items())]
    return found


def test_world_bank_with_its_mark_and_blank_lines() -> None:
    found = figure("worldbank", place="Tajikistan", period_start="2016")
    assert found["value"] == "8734951"
    assert (found["measure"], found["as_of"]) == ("Population", "2018-01-25")
    assert figure("worldbank", place="Kyrgyz Republic", period_start="1991")["nature"] == "stock"


def test_unhcr_applications_say_what_is_counted() -> None:
    table = READERS["unhcr"](shared(f"data/samples/{REAL['unhcr']}").read_bytes())
    assert len(table.figures) == 3882
    tajiks = [
        each
        for each in table.figures
        if each["population"] == "people from Tajikistan"
        and "United States" in each["place"]
        and each["period_start"] == "2023"
        and "immigration court" in each["definition"]
    ]
    assert "1060" in [each["value"] for each in tajiks]


def test_unhcr_population_has_a_figure_for_each_number() -> None:
    name = "data/samples/unhcr_population_central_asia_origin.csv"
    table = READERS["unhcr"](shared(name).read_bytes())
    first = table.figures[0]
    assert (first["measure"], first["value"], first["place"]) == (
        "refugees",
        "60000",
        "Afghanistan",
    )


def test_encounters_are_summed_by_fiscal_year_and_say_of_how_many_rows() -> None:
    table = READERS["cbp"](shared(f"data/samples/{REAL['cbp']}").read_bytes())
    assert {each["period_start"] for each in table.figures} == {
        "2019-10", "2020-10", "2021-10", "2022-10",
    }  # fmt: skip
    assert all(each["words"].startswith("sum of ") for each in table.figures)
    assert not [each for each in table.figures if "Tajik" in each["population"]]
    assert len({each["population"] for each in table.figures}) == 22


@pytest.mark.parametrize("name", ["hxl_input-valid.csv", "hxl_input-valid-latin1.csv"])
def test_hxl_in_either_encoding_with_tags_below_two_headers(name: str) -> None:
    table = READERS["hxl"](shared(f"data/samples/{name}").read_bytes())
    assert len(table.figures) == 6
    assert table.figures[0]["place"] == "Los Santos; Panamá"
    assert table.figures[0]["period_start"] == "2015-03-01"


def test_a_table_is_taken_in_whole_with_its_source_and_once(amina: Node) -> None:
    data = shared(f"data/samples/{REAL['unhcr']}").read_bytes()
    found = commands.import_table(amina, data, "unhcr", places=("Tajikistan",))
    assert found.figures > 500
    rows = views.figures(amina, source=found.source, limit=10_000)
    assert len(rows) == found.figures
    assert commands.import_table(amina, data, "unhcr", places=("Tajikistan",)).same


def test_a_series_stands_beside_a_claim_and_the_differences_are_named(four: Node) -> None:
    data = shared(f"data/samples/{REAL['worldbank']}").read_bytes()
    made = commands.import_table(four, data, "worldbank", places=("Tajikistan",))
    row = access.figure(four, "C182a")
    near = views.neighbours(four, row, source=made.source)
    assert near
    assert {"period", "as_of"} <= {name for name, _words in near[0].differs}
    assert "measure" not in {name for name, _words in near[0].differs}


WRONG = [
    ("worldbank", b"a,b\n1,2\n"),
    ("unhcr", b""),
    ("cbp", b"Fiscal Year,Citizenship\n2020,X\n"),
    ("hxl", b"a,b\n1,2\n" * 40),
    ("csv", b"what,how\nx,1\n"),
    ("csv", b"measure,value\nx,none\n"),
    ("csv", b"\x1f\x8b\x08broken"),
    ("csv", gzip.compress(b"measure,value\n" + b"x,1\n" * 17_000_000)),
    ("csv", b'measure,value\n"unclosed,1\n' + b"y,2\n" * 5),
]


@pytest.mark.parametrize(("kind", "data"), WRONG, ids=range(len(WRONG)))
def test_another_file_is_refused_with_its_reason(amina: Node, kind: str, data: bytes) -> None:
    with pytest.raises(DocumentRefused):
        commands.import_table(amina, data, kind)
    assert access.select(amina, records.SOURCE) == []


def test_figures_taken_out_as_csv_come_back(four: Node, chen: Node) -> None:
    rows = views.figures(four, measure="deaths", limit=100)
    data = taking_out.as_csv(records.FIGURE, rows)
    commands.import_table(chen, data, "csv")
    again = views.figures(chen, measure="deaths", limit=100)
    names = [each.name for each in records.FIGURE.fields if each.kind.value != "link"]
    keep = {tuple(str(each[n]) for n in names) for each in rows}
    assert keep == {tuple(str(each[n]) for n in names) for each in again}


def test_a_cell_that_a_spreadsheet_would_run_is_marked_as_text(amina: Node) -> None:
    commands.add_claim(
        amina, {"text": "=1+1", "kind": "event", "place": "-x", "period_start": "2024"}
    )
    rows = views.claims(amina)
    said = taking_out.as_csv(records.CLAIM, rows).decode("utf-8-sig")
    assert "'=1+1" in said
    assert "'-x" in said


@pytest.mark.parametrize(
    "text", ["=1+1", "-x", "'=1", "'tis so", " @x", "+3", "-3.5", "''", "plain"]
)
def test_a_marked_cell_comes_back_as_it_was(text: str) -> None:
    cell = taking_out._cell(text)
    assert taking_out.unmarked(cell) == text
    assert cell in ("+3", "-3.5") or cell.lstrip()[:1] not in tuple("=@+-")


def test_claims_taken_out_as_csv_come_back(amina: Node, chen: Node) -> None:
    source = commands.add_source(amina, {"title": "A report"})
    values = {
        "text": "=Wages, \"late\"\nand 'less'", "kind": "causal", "source": source, "says": "-x",
        "locator": "p. 3", "factors": ["I07", "I12"], "factor_from": "I07", "sign": "-",
        "period_start": "2024-03", "hold_risk": "some", "risk_where": ["Osh", "@here"],
    }  # fmt: skip
    commands.add_claim(amina, values)
    data = taking_out.as_csv(records.CLAIM, views.claims(amina))
    assert commands.import_claims(amina, data).claims == 0  # they are here
    found = commands.import_claims(chen, data)
    assert (found.claims, found.loose) == (1, 1)  # the source is not here
    (row,), (was,) = views.claims(chen), views.claims(amina)
    assert {each.name: row[each.name] for each in records.CLAIM.fields} == {
        **{each.name: was[each.name] for each in records.CLAIM.fields}, "source": None,
    }  # fmt: skip


@pytest.mark.parametrize("data", [b"", b"a,b\n1,2\n", b"text,kind\n", b"\x1f\x8bno", b"\x00" * 99])
def test_what_holds_no_claims_is_refused(amina: Node, data: bytes) -> None:
    with pytest.raises(DocumentRefused):
        commands.import_claims(amina, data)


def test_one_wrong_claim_refuses_all(amina: Node) -> None:
    with pytest.raises(Invalid):
        commands.import_claims(amina, b"text,kind\nfine,event\nnot fine,guess\n")
    assert views.claims(amina) == []


RIS = (
    "TY  - JOUR\r\nAU  - Ali, A.\r\nAU  - Boron, B.\r\nTI  - On wages\r\nT2  - A journal\r\n"
    "VL  - 3\r\nIS  - 2\r\nSP  - 10\r\nEP  - 20\r\nPY  - 2021\r\nDO  - 10.1/x\r\nKW  - wages\r\n"
    "KW  - work\r\nER  - \r\n"
)
BIB = (
    "@article{ali21,\n  title = {On {Wages} \\& work},\n  author = {Ali, A. and Boron, B.},\n"
    '  journal = "A journal",\n  year = 2021, month = mar,\n  keywords = {wages},\n}\n'
)
CSL = json.dumps(
    [
        {
            "id": "ali21", "type": "article-journal", "title": "On wages", "DOI": "10.1/x",
            "author": [{"family": "Ali", "given": "A."}, {"literal": "UNICEF"}],
            "issued": {"date-parts": [[2021, 3]]}, "container-title": "A journal",
            "note": "kept", "volume": "3",
        }
    ]
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [("ris", RIS), ("bib", BIB), ("json", CSL)])
def test_a_round_trip_loses_nothing(amina: Node, kind: str, text: str) -> None:
    (made,) = commands.take_citations(amina, kind, text.encode())
    row = access.source(amina, made)
    assert row["title"].startswith("On ")
    out = citing.write(kind, [row])
    assert citing.read(kind, out) == citing.read(kind, text)
    if kind == "json":
        assert json.loads(out) == json.loads(text)
    if kind == "ris":
        assert sorted(out.split("\r\n")) == sorted(RIS.split("\r\n"))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ris", "no citation"), ("ris", "TY  - JOUR\r\nTI  - cut"),
        ("bib", "@article{x, title = {open"),
        ("bib", "@article{x, title = " + "{" * 5000), ("json", "[" * 100_000), ("json", "[1, 2]"),
        ("json", "{"), ("bib", ""),
    ],
)  # fmt: skip
def test_what_is_no_citation_is_refused(amina: Node, kind: str, text: str) -> None:
    with pytest.raises(DocumentRefused):
        commands.take_citations(amina, kind, text.encode())
    assert access.select(amina, records.SOURCE) == []


def test_the_same_doi_twice_is_one_source(amina: Node) -> None:
    commands.take_citations(amina, "ris", RIS.encode())
    assert commands.take_citations(amina, "json", CSL.encode()) == []


def test_the_factor_vocabulary_as_turtle_and_back() -> None:
    from panoh.lexicon import factors

    found = taking_out.labels_of(taking_out.vocabulary())
    assert set(found) == set(factors.factors())
    assert all(len(each) == len(factors.LANGUAGES) for each in found.values())
    assert found["I07"]["ru"] == factors.label("I07", "ru")
    assert not [id_ for id_ in found if factors.FORBIDDEN.fullmatch(id_)]
