"""What the documents say is so: generated pages, commands, promises, decisions, links."""

from __future__ import annotations

import importlib
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from panoh import errors
from tests.support import tree
from tools import reference

GENERATORS = ("words", "glossary", "reference", "changelog", "extract_cldr")
TEST_NAME = re.compile(r"tests/[\w/]+\.py::\w+")
DECISION = re.compile(r"^(\d{4})-[a-z0-9-]+\.md$")


def documents() -> list[Path]:
    """Every Markdown file but the fragments of the changelog."""
    return [path for path in tree.with_suffix(".md") if "changelog.d" not in path.parts]


@pytest.mark.parametrize("tool", GENERATORS)
def test_generated_files_are_current(tool: str) -> None:
    command = [sys.executable, f"tools/{tool}.py", "--check"]
    ran = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr[-3000:] + ran.stdout[-1000:]


def error_classes() -> list[type[errors.PanohError]]:
    """Every error class there is, wherever it is declared."""
    for name in tree.modules():
        importlib.import_module(name)
    found: list[type[errors.PanohError]] = [errors.PanohError]
    for each in found:
        found += [sub for sub in each.__subclasses__() if sub not in found]
    # Tests may make classes of their own to try things out.
    return [each for each in found if each.__module__.startswith("panoh.")]


def test_error_codes_are_unique_and_in_the_reference() -> None:
    classes = error_classes()
    codes = [each.code for each in classes]
    page = (tree.DOCS / "reference/errors.md").read_text(encoding="utf-8")
    assert len(codes) == len(set(codes))
    assert [code for code in codes if f"| `{code}` |" not in page] == []


def test_every_error_stands_in_the_one_tree() -> None:
    assert {each.__module__ for each in error_classes()} == {"panoh.errors"}


def test_every_error_says_its_own_code_and_words() -> None:
    for each in error_classes():
        assert {"code", "message"} <= set(vars(each)), each.__name__
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", each.code)
        assert each.exit_status not in (0, *([1] if each is not errors.PanohError else []))
        assert 400 <= each.http_status <= 599


def make_targets() -> set[str]:
    """The verbs of the Makefile."""
    text = (tree.ROOT / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"(?m)^([a-z]+):", text))


def test_make_has_every_promised_verb() -> None:
    promised = {"setup", "run", "test", "check", "fix", "soak", "bench", "docs"}
    assert promised <= make_targets()


@pytest.mark.parametrize("path", documents(), ids=lambda path: tree.name(path))
def test_named_make_verbs_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    used = set(re.findall(r"(?m)(?:^|`|\$ )make ([a-z]+)", text))
    assert used <= make_targets()


def unknown_part(root: click.Group, words: list[str]) -> str | None:
    """The first word of a command line that no command, or no option of it, answers to."""
    command: click.Command = root
    for at, word in enumerate(words):
        if isinstance(command, click.Group) and not word.startswith("-"):
            if word not in reference.below(command):
                return " ".join(words[: at + 1])
            command = reference.below(command)[word]
        elif word.startswith("--"):
            options = [*root.params, *command.params]
            names = {name for each in options for name in [*each.opts, *each.secondary_opts]}
            if word.split("=")[0] not in names | {"--help"}:
                return f"{command.name} {word}"
    return None


@pytest.mark.parametrize("path", documents(), ids=lambda path: tree.name(path))
def test_named_commands_exist(path: Path) -> None:
    blocks = re.findall(r"(?m)^\s*(?:\$ )?(?:\.venv/bin/)?panoh ([a-z][^\n#]*)", code_of(path))
    lines = [shlex.split(line.replace("…", ""), comments=True) for line in blocks]
    unknown = [found for words in lines if (found := unknown_part(reference.command_root(), words))]
    assert not unknown


def code_of(path: Path) -> str:
    """The fenced blocks of a document, and its inline `panoh …`, one a line."""
    text = path.read_text(encoding="utf-8")
    fenced = re.findall(r"(?ms)^```[a-z]*\n(.*?)^```", text)
    inline = re.findall(
        r"`((?:\.venv/bin/)?panoh [a-z][^`\n|\[…<]*)", re.sub(r"(?ms)^```.*?^```", "", text)
    )
    return "\n".join([*fenced, *inline])


def test_every_promise_names_its_test() -> None:
    """Each row and each point under a heading "Promises" of the threat model names a test."""
    text = (tree.DOCS / "threat-model.md").read_text(encoding="utf-8")
    parts = re.split(r"(?m)^## ", text)
    promises = [part for part in parts if part.lower().startswith("promise")]
    lines = [
        line
        for part in promises
        for line in re.sub(r"\n {2,}", " ", part).splitlines()
        if re.match(r"(?:\||- |\d+\. )", line) and not re.match(r"\|[\s|:-]*$", line)
    ]
    rows = [
        line for line in lines if not re.match(r"\| *(promise|no\.|#|what)", line, re.IGNORECASE)
    ]
    assert len(rows) >= 10
    assert [row for row in rows if not TEST_NAME.search(row)] == []


@pytest.mark.parametrize("path", documents(), ids=lambda path: tree.name(path))
def test_named_tests_exist(path: Path) -> None:
    named = set(TEST_NAME.findall(path.read_text(encoding="utf-8")))
    assert named <= tree.test_names()


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (tree.DOCS / "decisions").glob("*.md"))
    names.remove("README.md")
    numbers = [match.group(1) for name in names if (match := DECISION.match(name))]
    assert len(numbers) == len(names)
    assert numbers == [f"{n:04d}" for n in range(1, len(names) + 1)]


def test_decisions_stand_in_the_list_and_are_short() -> None:
    folder = tree.DOCS / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.glob("0*.md"):
        text = path.read_text(encoding="utf-8")
        title = text.splitlines()[0]
        assert title == f"# {int(path.name[:4])}. " + title.split(". ", 1)[1]
        assert f"]({path.name})" in listed, path.name
        assert len(text.split()) <= 450, path.name


@pytest.mark.parametrize("path", documents(), ids=lambda path: tree.name(path))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    text = re.sub(r"(?ms)^```.*?^```", "", path.read_text(encoding="utf-8"))
    targets = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text)
    local = [
        target for target in targets if "://" not in target and not target.startswith("mailto:")
    ]
    assert [target for target in local if not (path.parent / target).exists()] == []
