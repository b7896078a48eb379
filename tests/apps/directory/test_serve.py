"""The read API: against the official schemas, page by page, for hostile questions."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from panoh.apps.directory import commands, serve, views
from panoh.apps.directory.hsds import files
from panoh.apps.directory.hsds.model import Package
from panoh.apps.directory.serve.answers import PATHS
from panoh.apps.directory.serve.described import described
from panoh.apps.directory.serve.running import Api
from panoh.core.node import Node
from tests.apps.directory.conftest import LEGAL, hsds


def ask(
    api: Api, path: str, query: str = "", *, method: str = "GET", host: str = "127.0.0.1:1"
) -> tuple[int, Any, bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    scope = {
        "type": "http", "method": method, "path": path, "raw_path": path.encode(),
        "query_string": query.encode(), "headers": [(b"host", host.encode())],
    }  # fmt: skip
    asyncio.run(api(scope, receive, send))
    body = sent[1]["body"]
    return sent[0]["status"], json.loads(body), body


def every_answer(package: Package) -> list[bytes]:
    """All that the API gives out of a package."""
    api = Api(package)
    found = [ask(api, "/")[2], ask(api, "/openapi.json")[2]]
    for path, table in PATHS.items():
        full = "full=true" if path in ("services", "organizations", "service_at_locations") else ""
        for query in ("", full):
            status, _page, body = ask(api, f"/{path}", query)
            assert status == 200
            found.append(body)
        for ident in package.table(table):
            status, _one, body = ask(api, f"/{path}/{ident}")
            assert status == 200
            found.append(body)
    return found


@pytest.fixture
def api(amina: Node) -> Api:
    for number in range(3):
        commands.add(amina, {**LEGAL, "name": f"Desk {number}"})
    commands.add(amina, {**LEGAL, "name": "Elsewhere", "organization": "Other", "factors": ["I12"]})
    return Api(views.public(amina))


def test_pages_and_filters(api: Api) -> None:
    status, page, _body = ask(api, "/services", "per_page=3")
    assert status == 200
    assert (page["total_items"], page["total_pages"], page["size"]) == (4, 2, 3)
    assert (page["first_page"], page["last_page"]) == (True, False)
    _status, last, _body = ask(api, "/services", "per_page=3&page=2")
    assert (last["size"], last["last_page"]) == (1, True)
    _status, past, _body = ask(api, "/services", "page=99")
    assert past["empty"]
    _status, found, _body = ask(api, "/services", "search=elsewhere")
    (one,) = found["contents"]
    organization = one["organization"]["id"]
    for path in ("services", "service_at_locations"):
        _s, mine, _b = ask(api, f"/{path}", f"organization_id={organization}")
        assert mine["total_items"] == 1
    _status, terms, _body = ask(api, "/taxonomy_terms")
    term = next(each["id"] for each in terms["contents"] if each["code"] == "I12")
    _status, found, _body = ask(api, "/services", f"taxonomy_term_id={term}")
    assert [each["name"] for each in found["contents"]] == ["Elsewhere"]
    _status, full, _body = ask(api, f"/services/{one['id']}")
    assert full["phones"][0]["number"] == LEGAL["phones"][0]
    assert full["service_at_locations"][0]["location"]["addresses"][0]["city"] == "Dushanbe"


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("/services", "page=0", 400), ("/services", "page=x", 400),
        ("/services", "per_page=101", 400), ("/services", "full=maybe", 400),
        ("/services", "unknown=1", 400), ("/services", "page=1&page=2", 400),
        ("/services", "modified_after=yesterday", 400), ("/services", "format=xml", 400),
        ("/services", "search=" + "a" * 201, 400), ("/services/none", "", 404),
        ("/services/../services", "", 404), ("/nothing", "", 404),
        ("/taxonomies", "full=true", 400),
        ("/services/%ff", "", 404),
    ],
)  # fmt: skip
def test_hostile_questions_are_refused_in_words(
    api: Api, path: str, query: str, status: int
) -> None:
    found, body, _raw = ask(api, path, query)
    assert found == status
    assert body["detail"]


def test_only_read_and_only_from_here(api: Api) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert ask(api, "/services", method=method)[0] == 405
    assert ask(api, "/services", host="evil.example:1")[0] == 421
    assert ask(api, "/services", host="localhost:99")[0] == 200


def test_all_paths_are_described() -> None:
    said = described()
    assert set(said["paths"]) == {
        "/", "/openapi.json", *(f"/{p}" for p in PATHS), *(f"/{p}/{{id}}" for p in PATHS),
    }  # fmt: skip


SCHEMAS = {
    "services": "service", "organizations": "organization",
    "service_at_locations": "service_at_location", "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}  # fmt: skip


@pytest.mark.parametrize("version", ["3.0", "3.1-dev"])
def test_answers_and_exports_fit_the_official_schemas(api: Api, version: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    folder = hsds(version) / "schema"
    for path, name in SCHEMAS.items():
        compiled = folder / "compiled" / f"{name}.json"
        schema = json.loads(
            (compiled if compiled.exists() else folder / f"{name}.json").read_text()
        )
        check = jsonschema.Draft202012Validator(_alone(schema))
        _status, page, _body = ask(api, f"/{path}")
        assert page["contents"]
        for each in page["contents"]:
            _status, one, _body = ask(api, f"/{path}/{each['id']}")
            problems = [e.message for e in check.iter_errors(one)]
            assert not problems, (path, problems)


def _alone(schema: Any) -> Any:
    """Without references to files of the network; the compiled ones hold nothing to follow."""
    if isinstance(schema, dict):
        return {
            k: _alone(v) for k, v in schema.items() if k not in ("$ref", "datapackage_metadata")
        }
    return [_alone(each) for each in schema] if isinstance(schema, list) else schema


def test_examples_come_out_of_the_api_as_they_went_in(amina: Node) -> None:
    data = (hsds("3.1-dev") / "examples" / "service_full.json").read_bytes()
    commands.bring(amina, [("service_full.json", data)])
    api = Api(views.public(amina))
    said = json.loads(data)
    assert ask(api, f"/services/{said['id']}")[1] == said
    assert files.read("x.json", data).count() == 23


def place(name: str, code: str, north: float, east: float) -> dict[str, Any]:
    address = {"id": f"d-{name}", "address_1": "x", "city": "x", "state_province": "",
               "postal_code": code, "country": "TJ", "address_type": "physical"}  # fmt: skip
    location = {"id": f"l-{name}", "location_type": "physical", "latitude": north,
                "longitude": east, "addresses": [address]}  # fmt: skip
    at = {"id": f"a-{name}", "location": location}
    return {"id": f"s-{name}", "name": name, "status": "active", "service_at_locations": [at]}


def test_near_a_postcode(amina: Node) -> None:
    places = [place("one", "7340", 38.56, 68.77), place("near", "7341", 38.57, 68.78),
              place("far", "7350", 40.28, 69.62)]  # fmt: skip
    commands.bring(amina, [("x.json", json.dumps(places).encode())])
    api = Api(views.public(amina))
    for metres, found in ((500, {"a-one"}), (3000, {"a-one", "a-near"}),
                          (400_000, {"a-one", "a-near", "a-far"})):  # fmt: skip
        query = f"postcode=7340&proximity={metres}"
        _status, page, _body = ask(api, "/service_at_locations", query)
        assert {each["id"] for each in page["contents"]} == found
    for query in ("postcode=1&proximity=9000000", "proximity=9000000"):
        _status, none, _body = ask(api, "/service_at_locations", query)
        assert none["empty"]


def at_one_place(phones: int, services: int) -> Package:
    location = {"id": "l", "location_type": "physical",
                "phones": [{"id": f"p{n}", "number": "+999"} for n in range(phones)]}  # fmt: skip
    organization = {"id": "o", "name": "O", "description": "x"}
    held = [
        {"id": f"s{n}", "name": f"S {n}", "status": "active", "organization": organization,
         "service_at_locations": [{"id": f"a{n}", "location": {"id": "l"}}]}
        for n in range(services)
    ]  # fmt: skip
    return files.read("x.json", json.dumps([location, *held]).encode())


def test_an_answer_stays_within_bounds_however_much_hangs_on_one_place() -> None:
    """A hundred services at a place with 490 phones are 49,000 phones when each is written out."""
    api = Api(at_one_place(490, 100))
    status, body, raw = ask(api, "/services", "full=true&per_page=100")
    assert (status, "too large" in body["detail"]) == (400, True)
    assert len(raw) < 1000
    status, page, _raw = ask(api, "/services", "full=true&per_page=20")
    assert (status, page["total_pages"], page["size"]) == (200, 5, 20)
    assert ask(api, "/organizations/o")[0] == 400
    status, one, _raw = ask(api, "/organizations/o", "full_service=false")
    assert (status, len(one["services"])) == (200, 100)
    assert ask(api, "/services/s1", "full_service=false")[0] == 400  # of organisations only


def test_export_of_many_at_one_place_is_sparing_and_still_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    package = at_one_place(40, 20)
    generous = serve.as_json(package)
    monkeypatch.setattr(serve, "MOST_WRITTEN", 100)
    sparing = serve.as_json(package)
    assert len(sparing) * 4 < len(generous)
    for data in (generous, sparing):
        again = files.read("x.json", data)
        assert {table: set(rows) for table, rows in again.rows.items()} == {
            table: set(rows) for table, rows in package.rows.items()
        }
        assert len(again.below().rows("phone", "location_id", "l")) == 40
