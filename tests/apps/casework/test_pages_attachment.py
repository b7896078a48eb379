"""Attachments on the pages: added, looked at without a file, restricted, taken out, erased."""

from __future__ import annotations

import pytest

from panoh.apps.casework import access, commands
from panoh.core.node import Node
from tests.apps.casework.browser import Browser
from tests.core.pictures import png


@pytest.fixture
def browser(amina: Node) -> Browser:
    return Browser(amina)


@pytest.fixture
def case(amina: Node) -> str:
    return f"/client/{access.client(amina, commands.add_client(amina, {}))['id']}"


SAID = (b"tEXt", b"Author\x00nobody at all")


def test_a_picture_is_attached_shown_and_erased(browser: Browser, case: str, amina: Node) -> None:
    here = case + "/attachments"
    assert here in browser.get(case).links
    page = browser.get(here)
    empty = browser.upload(page, "/attachment/new", {"title": "contract"}, b"", "file")
    assert "Choose a file." in empty.text
    assert 'value="contract"' in empty.body
    seen = browser.upload(browser.get(here), "/attachment/new", {"title": "contract"}, png([SAID]),
                          "file")  # fmt: skip
    assert "Place, camera and time were taken out" in seen.text
    (row,) = access.attachments(amina, case.removeprefix("/client/"))
    path = f"/attachment/{row['id']}"
    shown = browser.get(path)
    assert shown.title.startswith("Attachment")
    assert f'src="{path}/picture"' in shown.body
    headers, data = browser.fetch(path + "/picture")
    assert data == png([])
    assert (headers["content-type"], headers["cache-control"]) == ("image/png", "no-store")
    assert "content-disposition" not in headers
    # Without being asked for there is no file to save; asked for, it is noted first.
    assert browser.get(path + "/file").status == 404
    before = len(access.case(amina, row["client"]).taken_out)
    status, location, _ = browser._send("POST", path + "/take-out", _token(shown.body))
    assert status == 303
    headers, data = browser.fetch(location)
    assert headers["content-disposition"] == 'attachment; filename="attachment.png"'
    assert data == png([])
    assert len(access.case(amina, row["client"]).taken_out) == before + 1
    kept = browser.send(browser.get(path), path + "/erase")
    assert kept.path == path
    gone = browser.send(browser.get(path), path + "/erase", {"sure": "yes"})
    assert "Nothing is attached." in gone.text
    assert browser.get(path + "/picture").status == 404


def _token(body: str) -> bytes:
    return ("csrf=" + body.split('name="csrf" value="')[1][:64]).encode()


def test_a_restricted_picture_is_nowhere_until_it_is_shown(
    browser: Browser, case: str, amina: Node
) -> None:
    values = {"title": "medical letter", "restricted": "violence"}
    record = commands.add_attachment(amina, case.removeprefix("/client/"), png([]), values)
    for path in (case, case + "/attachments", f"/attachment/{record}"):
        assert "medical letter" not in browser.get(path).body
    assert browser.get(f"/attachment/{record}/picture").status == 404
    access.set_shown(amina, case.removeprefix("/client/"), {"violence"}, True)
    assert "medical letter" in browser.get(case + "/attachments").text
    assert browser.fetch(f"/attachment/{record}/picture")[1] == png([])


def test_too_large_a_picture_is_refused_and_nothing_is_kept(
    browser: Browser, case: str, amina: Node
) -> None:
    page = browser.get(case + "/attachments")
    refused = browser.upload(page, "/attachment/new", {"title": "x"}, bytes(9_000_000), "file")
    assert refused.status != 200 or "larger" in refused.text or "too" in refused.text.lower()
    assert access.attachments(amina, case.removeprefix("/client/")) == []
