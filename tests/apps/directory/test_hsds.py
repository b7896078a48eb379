"""The open standard: every example in and out without loss, hostile packages refused whole."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from panoh.apps.directory import commands, serve, views
from panoh.apps.directory.hsds import files, nested, table
from panoh.apps.directory.hsds.model import TABLES, Package
from panoh.core.node import Node
from panoh.errors import Unsound
from tests.apps.directory.conftest import SECRET, Run, hsds

VERSIONS = ("3.0", "3.1-dev")


def rooted(document: Any) -> list[Any]:
    return list(document.get("contents", [document]))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_example_goes_through_a_vault_without_loss(amina: Node, version: str) -> None:
    """Together, as one directory, out of the records again; tables by themselves."""
    folder = hsds(version) / "examples"
    documents = {
        path.name: json.loads(path.read_text("utf-8"))
        for path in sorted(folder.glob("*.json"))
        if path.name not in ("base.json", "tabular.json")
    }
    full = {name: each for name, each in documents.items() if "_list" not in name}
    for name, document in full.items():
        commands.bring(amina, [(name, json.dumps(document).encode())])
        below = views.public(amina).below()
        kind = nested.kind_of(document)
        assert kind is not None
        assert nested.document(below, kind, document["id"]) == document, name
    for name in set(documents) - set(full):
        data = json.dumps(documents[name]).encode()
        below = files.read(name, data).below()
        for each in rooted(documents[name]):
            assert nested.document(below, nested.kind_of(each) or "", each["id"]) == each, name
    assert files.read("base.json", (folder / "base.json").read_bytes()).count() == 0


@pytest.mark.parametrize("version", VERSIONS)
def test_tables_go_through_a_vault_without_loss(amina: Node, version: str) -> None:
    folder = hsds(version) / "examples"
    given = [(path.name, path.read_bytes()) for path in sorted((folder / "csv").glob("*"))]
    commands.bring(amina, given)
    before, after = Package(), Package()
    for name, data in given:
        files.read(name, data, before)
    for name, data in table.write_csv(views.public(amina)).items():
        files.read(name, data, after)
    assert after.rows == before.rows
    listed = json.loads((folder / "tabular.json").read_text("utf-8"))
    package = files.read("tabular.json", json.dumps(listed).encode())
    for name, rows in listed.items():
        assert list(package.table(TABLES[name.removesuffix(".csv")]).values()) == rows, name


def test_unknown_fields_and_what_no_field_can_hold_come_out_again(amina: Node) -> None:
    service = {
        "id": "s1", "name": " Two  spaces ", "status": "active", "description": "ends with one ",
        "new_field": {"deep": [1, None, True]}, "url": 5, "email": None, "alert": "\u202eturned",
    }  # fmt: skip
    commands.bring(amina, [("a.json", json.dumps(service).encode())])
    assert nested.document(views.public(amina).below(), "service", "s1") == service
    record = next(iter(views.catalogue(amina))).id
    commands.change(amina, record, {"description": "Another."})
    again = nested.document(views.public(amina).below(), "service", "s1")
    changed = {"description": "Another.", "last_modified": "2026-11-20T00:00:00Z"}
    assert again == {**service, **changed}


def told(package: Package) -> Any:
    """An export, whatever the order in it."""

    def ordered(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: ordered(each) for name, each in sorted(value.items())}
        if isinstance(value, list):
            return sorted(map(ordered, value), key=lambda each: json.dumps(each))
        return value

    return ordered(json.loads(serve.as_json(package)))


def test_our_exports_come_in_again_as_they_went_out(amina: Node, bo: Node, legal: str) -> None:
    out = views.public(amina)
    for data, name in ((serve.as_zip(out), "a.zip"), (serve.as_json(out), "a.json")):
        commands.bring(bo, [(name, data)])
        assert told(views.public(bo)) == told(out)
    assert legal
    flat = commands.flat(next(iter(views.catalogue(bo))))
    assert flat["factors"] == ["I07"]
    assert (flat["safe_for"], flat["state_risk"]) == (None, None)
    assert flat["town"] == "Dushanbe"


def zipped(files_in: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files_in.items():
            archive.writestr(name, data)
    return held.getvalue()


DEEP = b'{"id":"a","name":"n","status":"x","phones":' + b"[" * 5000 + b"]" * 5000 + b"}"
AT = {"service_at_location.csv": [{"id": "x", "service_id": "none", "location_id": "none"}]}
HOSTILE: dict[str, tuple[str, bytes]] = {
    "no json": ("a.json", b"{"),
    "no utf-8": ("a.json", b"\xff\xfe{}"),
    "not a number": ("a.json", b'{"id":"a","name":"n","status":"s","minimum_age":NaN}'),
    "a list of numbers": ("a.json", b"[1, 2]"),
    "a text": ("a.json", b'"a"'),
    "no id": ("a.json", b'{"name":"n","status":"active"}'),
    "id is a number": ("a.json", b'{"id":1,"name":"n","status":"active"}'),
    "no name": ("a.json", b'{"id":"a","status":"active"}'),
    "name is a list": ("a.json", b'{"id":"a","name":["n"],"status":"active"}'),
    "phones is a text": ("a.json", b'{"id":"a","name":"n","status":"s","phones":"+999"}'),
    "phone is a text": ("a.json", b'{"id":"a","name":"n","status":"s","phones":["+999"]}'),
    "age is a text": ("a.json", b'{"id":"a","name":"n","status":"s","minimum_age":"x"}'),
    "said twice": ("a.json", b'[{"id":"a","name":"n","status":"s"},{"id":"a","name":"m",'
                             b'"status":"s"}]'),
    "points to nothing": ("a.json", json.dumps(AT).encode()),
    "no organisation": ("a.json", b'{"services.csv":[{"id":"a","name":"n","status":"s",'
                                  b'"organization_id":"none"}]}'),
    "circle of terms": ("a.json", b'{"taxonomy_terms.csv":[{"id":"a","name":"n","parent_id":"b"},'
                                  b'{"id":"b","name":"n","parent_id":"a"}]}'),
    "its own parent": ("a.json", b'{"organizations.csv":[{"id":"a","name":"n",'
                                 b'"parent_organization_id":"a"}]}'),
    "too deep": ("a.json", DEEP),
    "deeper than any": ("a.json", b"[" * 200_000),
    "too long a text": ("a.json", b'{"id":"a","status":"s","name":"' + b"n" * 50_000 + b'"}'),
    "200 MB": ("a.json", bytes(33 * 1024 * 1024)),
    "bomb": ("a.zip", zipped({f"{n}.json": bytes(20 * 1024 * 1024) for n in range(3)})),
    "200 files": ("a.zip", zipped({f"{n}.csv": b"id\n" for n in range(201)})),
    "broken zip": ("a.zip", zipped({"services.csv": b"id,name\n" * 50})[:-40]),
    "unknown table": ("a.csv", b"id,name\n1,2\n"),
    "no head": ("services.csv", b"name\nn\n"),
    "two heads": ("services.csv", b"id,id\n1,2\n"),
    "more values": ("services.csv", b"id,name\n1,2,3\n"),
    "row without id": ("services.csv", b"id,name\n,2\n"),
    "row twice": ("services.csv", b"id,name\n1,2\n1,2\n"),
    "number in a table": ("services.csv", b"id,name,minimum_age\n1,n,old\n"),
    "another packing": ("a.zip", zipped({"services.csv": b"id,name\n1,n\n"}, zipfile.ZIP_BZIP2)),
    "blank lines": ("services.csv", b"\n" * 100_000),
    "half a sign": ("a.json", b'{"id":"a","name":"\\ud800","status":"s"}'),
    "past all numbers": ("a.json", b'{"id":"a","name":"n","status":"s","minimum_age":1e999}'),
    "id that is kept otherwise": ("a.json", b'{"id":"a ","name":"n","status":"s"}'),
    "a crowd on one": ("a.json", json.dumps({"id": "a", "name": "n", "status": "s", "phones": [
        {"id": f"p{n}", "number": "+999"} for n in range(600)]}).encode()),
    "infinite": ("services.csv", b"id,name,minimum_age\n1,n,inf\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_hostile_package_is_refused_whole_with_place_and_reason(amina: Node, name: str) -> None:
    good = b'{"id":"good","name":"Good one","status":"active"}'
    before = amina.log.journal()
    with pytest.raises(Unsound) as refused:
        commands.bring(amina, [("good.json", good), HOSTILE[name]])
    assert refused.value.details["path"]
    assert refused.value.details["why"]
    assert amina.log.journal() == before
    assert not views.catalogue(amina).entries


def test_file_of_200_mb_is_not_even_read(panoh: Run, tmp_path: Path) -> None:
    large = tmp_path / "large.json"
    with large.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    with pytest.raises(Unsound):
        panoh("directory", "import", str(large))


def test_confidential_place_of_ours_is_not_opened_by_an_import(amina: Node) -> None:
    record = commands.add(amina, {"name": "Shelter", "confidential": True, "address": SECRET})
    site = views.catalogue(amina).entry(record).sites[0].record
    address = {"addresses.csv": [{"id": "a1", "location_id": site["ref"], "address_1": SECRET,
                                  "city": "Khujand", "country": "TJ"}]}  # fmt: skip
    commands.bring(amina, [("a.json", json.dumps(address).encode())])
    assert SECRET not in json.dumps(views.public(amina).rows)
