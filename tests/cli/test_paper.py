"""A password typed unseen reaches the Panoh that prints, and nothing is left where it ran."""

from __future__ import annotations

from tests.cli.conftest import Running, Terminal
from tests.paper.reading import read

QUESTIONS = [
    ("Password of the file", "three quiet words"),
    ("The same password", "three quiet words"),
]


def test_a_password_is_asked_where_the_command_is_typed(
    running: Running, terminal: Terminal
) -> None:
    code = terminal.ok("client", "add", "--wants", "my wages").strip()
    running.unlock()
    done = terminal.typed("print", "plan", code, "-o", "out.pdf", "--found-by", "nobody",
                          "--password", answers=QUESTIONS)  # fmt: skip
    assert done.status == 0, done.out
    assert "three quiet words" not in done.out
    data = (terminal.folder / "out.pdf").read_bytes()
    assert "my wages" in read(data, "three quiet words").text


def test_who_might_find_it_is_asked_at_a_terminal(terminal: Terminal) -> None:
    code = terminal.ok("client", "add").strip()
    done = terminal.typed("print", "consent", code, "-o", "out.pdf",
                          answers=[("Number", "4")], phrase=True)  # fmt: skip
    assert done.status == 0, done.out
    assert "carry nothing" in done.out


def test_a_list_longer_than_a_text_is_taken_by_a_running_panoh(
    running: Running, terminal: Terminal
) -> None:
    rows = [f"2026-11-{1 + n % 28:02d};{'word ' * 200}{n}" for n in range(2000)]
    (terminal.folder / "list.csv").write_text("held_at;asked\n" + "\n".join(rows), "utf-8")
    running.unlock()
    done = terminal.run("import", "contacts", "list.csv", "--json", phrase=False)
    assert done.status == 0, done.err
    assert done.out.count('"row"') == 2000
