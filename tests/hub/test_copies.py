"""`panoh hub status|backup|restore`, by the real commands, from and to both databases."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from panoh.storage import plain
from tests.hub.cluster import Cluster
from tests.hub.running import Member, blobs, hub


def command(*words: str) -> tuple[int, str, str]:
    ran = subprocess.run(
        [sys.executable, "-m", "panoh", "hub", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout, ran.stderr


def counted(*words: str) -> dict[str, int]:
    status, out, err = command(*words, "--json")
    assert status == 0, err
    found: dict[str, int] = json.loads(out)
    return found


def empty(kind: str, postgres: Cluster, folder: Path) -> str:
    return postgres.database() if kind == "postgresql" else f"sqlite:///{folder / 'again.db'}"


@pytest.mark.parametrize("into", ["sqlite", "postgresql"])
def test_a_copy_made_while_serving_comes_back_whole(
    database: str, into: str, postgres: Cluster, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.db"
    with hub(database) as running:
        amina, bahrom = Member(running.url), Member(running.url)
        for each in (amina, bahrom):
            each.create()
        mine = blobs(700)
        amina.append(mine)
        amina.drop([mine[4].name])
        bahrom.append(mine[:3])
        bahrom.close(amina.key)
        before = amina.meet()
        made = counted("backup", "--database", database, str(copy))
        assert made == {
            "mailboxes": 2, "closed": 1, "blobs": 703, "dropped": 1, "bytes": made["bytes"],
        }  # fmt: skip
        assert counted("status", "--database", database) == made
        amina.append(blobs(5))  # lost with the machine
    target = empty(into, postgres, tmp_path)
    assert counted("restore", "--database", target, str(copy)) == made
    assert counted("status", "--database", target) == made
    with hub(target) as running:
        amina = amina.again()
        amina.url, amina.hello = running.url, None
        assert amina.meet().hub == before.hub
        assert amina.meet().line != before.line
        assert amina.fetch().line == amina.meet().line
        there = amina.everything()
        assert [each.name for each in there] == [each.name for each in mine]
        assert there[4].body is None
        assert amina.append(blobs(1)) == [701]
        fresh = Member(running.url)
        fresh.create()
        assert fresh.append(mine[:1]) == [1]


def test_a_copy_is_served_as_it_is_too(database: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with hub(database) as running:
        amina = Member(running.url)
        amina.create()
        amina.append(blobs(3))
    counted("backup", "--database", database, str(copy))
    with hub(f"sqlite:///{copy}") as running:
        amina = amina.again()
        amina.url = running.url
        assert len(amina.everything()) == 3


def test_what_is_there_is_never_written_over(database: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with hub(database) as running:
        Member(running.url).create()
    counted("backup", "--database", database, str(copy))
    kept = copy.read_bytes()
    assert command("backup", "--database", database, str(copy))[0] == 2
    assert command("restore", "--database", database, str(copy))[0] == 2
    assert copy.read_bytes() == kept
    assert counted("status", "--database", database)["mailboxes"] == 1


def test_a_damaged_copy_is_refused(tmp_path: Path) -> None:
    url, copy = f"sqlite:///{tmp_path / 'hub.db'}", tmp_path / "copy.db"
    with hub(url) as running:
        amina = Member(running.url)
        amina.create()
        amina.append(blobs(30))
    counted("backup", "--database", url, str(copy))
    database = plain.open_existing(copy)
    database.execute("DELETE FROM blob WHERE name = (SELECT name FROM blob LIMIT 1 OFFSET 9)")
    database.close()
    again = f"sqlite:///{tmp_path / 'again.db'}"
    assert command("restore", "--database", again, str(copy))[0] == 5
    whole = bytearray(copy.read_bytes())
    whole[len(whole) // 2 :] = bytes(len(whole) - len(whole) // 2)
    copy.write_bytes(whole)
    assert command("restore", "--database", again, str(copy))[0] == 5
    assert not (tmp_path / "again.db").exists()


def test_where_there_is_no_hub_none_is_made(database: str, tmp_path: Path) -> None:
    for words in (
        ("status", "--database", database),
        ("backup", "--database", database, str(tmp_path / "copy.db")),
        ("restore", "--database", database, str(tmp_path / "nothing.db")),
    ):
        status, _out, err = command(*words)
        assert (status, "Traceback" in err) == (4, False), err
    assert not (tmp_path / "copy.db").exists()
    assert not (tmp_path / "hub.db").exists()


def test_wrong_databases_are_named(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("not a database at all, but text")
    for url, status in (
        ("mysql://somewhere/hub", 2),
        ("sqlite://", 2),
        ("hub.db", 2),
        (f"sqlite:///{tmp_path / 'text'}", 5),
        (f"sqlite:///{tmp_path / 'no' / 'folder' / 'hub.db'}", 6),
        ("postgresql://hub@127.0.0.1:1/none", 6),
    ):
        ended, _out, err = command("serve", "--database", url)
        assert (ended, "Traceback" in err) == (status, False), (url, err)
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    assert command("serve", "--database", url, "--processes", "2")[0] == 2


def test_a_newer_hub_is_refused_and_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'hub.db'}"
    with hub(url):
        pass
    database = plain.open_existing(tmp_path / "hub.db")
    database.execute("INSERT INTO schema_piece VALUES('hub', 2, 'from tomorrow')")
    database.close()
    for words in (("serve",), ("status",)):
        status, _out, err = command(*words, "--database", url)
        assert (status, "newer" in err) == (5, True), err


def test_a_newer_hub_on_postgresql_is_refused(postgres: Cluster) -> None:
    url = postgres.database()
    with hub(url):
        pass
    postgres.ask(url, "INSERT INTO schema_piece VALUES('hub', 2, 'from tomorrow')")
    status, _out, err = command("serve", "--database", url)
    assert (status, "newer" in err) == (5, True), err
