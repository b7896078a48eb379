"""The catalogues: extract, update, compile, check.

    tools/words.py                 extract from code and templates, update .po, compile .mo
    tools/words.py --check         fail on anything missing, stale, or with a broken placeholder
    tools/words.py --missing ru    print what ru lacks, as JSON {"english": ""}
    tools/words.py --draft ru F    take translations from the JSON file F; marks them as drafts
    tools/words.py --correct ru "English" "перевод"    one sentence, by somebody who speaks it

A translation written by a machine carries the translator comment `# machine draft: for native
review` until a person who speaks the language takes it away. Sentences that are read out to a
client (`R_`) are shown only where that mark is gone: `reviewed.json` lists them. Babel is used here
only; the program itself reads the compiled files with the standard library.
"""

from __future__ import annotations

import argparse
import ast
import io
import itertools
import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from panoh.cli.speech import paragraphs
from panoh.words import REVIEWED, glossary

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tools.word_checks import PLACEHOLDER, filled, forms, wrong  # noqa: E402

SOURCE = ROOT / "src/panoh"
CATALOGUE = SOURCE / "words/catalogue"
DRAFT = "machine draft: for native review"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "R_": None,
    "ngettext_": (1, 2),
    "ngettext": (1, 2),
    "gettext": None,
}
# In Tajik, Dari, Uzbek, Kazakh and Kyrgyz a noun after a number stays singular: one form is enough.
PLURALS = {
    "en": "nplurals=2; plural=(n != 1);",
    "ru": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "tg": "nplurals=1; plural=0;",
    "uz": "nplurals=1; plural=0;",
    "uz_Cyrl": "nplurals=1; plural=0;",
    "kk": "nplurals=1; plural=0;",
    "ky": "nplurals=1; plural=0;",
    "fa_AF": "nplurals=1; plural=0;",
}
# Every sentence is in every catalogue, and in these none may be without a translation.
COMPLETE = tuple(code for code in PLURALS if code != "en")
Key = str | tuple[str, str]


def error_messages() -> Iterator[tuple[str, str]]:
    """The `message` of each error class: errors.py imports nothing, so it cannot mark them."""
    path = SOURCE / "errors.py"
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        target = node.targets[0] if isinstance(node, ast.Assign) else None
        target = node.target if isinstance(node, ast.AnnAssign) else target
        if not isinstance(target, ast.Name) or target.id != "message":
            continue
        value = ast.literal_eval(node.value)  # type: ignore[attr-defined]  # both kinds have one
        if PLACEHOLDER.sub("", value).strip():
            yield "src/panoh/errors.py", value


def from_templates() -> Iterator[tuple[str, Key]]:
    """Every marked sentence of every Jinja template."""
    for path in sorted(SOURCE.rglob("*.html")):
        with path.open("rb") as opened:
            found = babel_extract(opened, list(KEYWORDS), [], {"silent": "false"})
            for _line, _function, message, _comments in found:
                yield path.relative_to(ROOT).as_posix(), as_key(message)


def from_code() -> Iterator[tuple[str, Key]]:
    """Every marked sentence of every module."""
    for path in sorted(SOURCE.rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, KEYWORDS):
            yield path.relative_to(ROOT).as_posix(), as_key(message)


def from_glossary() -> Iterator[tuple[str, str]]:
    """Every term of the glossary, its line, and the titles of its groups."""
    where = glossary.HELD.relative_to(SOURCE.parent.parent).as_posix()
    for group in glossary.groups():
        yield where, group.title
        for each in group.terms:
            yield where, each.term
            yield from ((where, text) for text in (each.line, *each.beside))


def from_commands() -> Iterator[tuple[str, str]]:
    """The help of every terminal command: the paragraphs of its docstring."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(makes_command, node.decorator_list)):
                for text in paragraphs(ast.get_docstring(node)):
                    yield path.relative_to(ROOT).as_posix(), text


def read_out() -> list[str]:
    """Sentences marked with `R_`: read out to a client, so never shown as a machine's draft."""
    found: set[str] = set()
    for path in sorted(SOURCE.rglob("*.py")):
        for _line, message, _comments, _context in extract_from_file("python", path, {"R_": None}):
            found.add(str(message))
    return sorted(found)


def reviewed_bytes() -> bytes:
    """Of the sentences that are read out, those that a person has reviewed, by language."""
    held: dict[str, list[str]] = {}
    for code in PLURALS:
        catalog = read(code)
        for each in read_out():
            message = catalog.get(each)
            if message and filled(message.string) and DRAFT not in message.user_comments:
                held.setdefault(code, []).append(each)
    return (json.dumps(held, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def makes_command(decorator: ast.expr) -> bool:
    """Whether it is `@click.command()`, `@note.command(…)`, `@click.group()`."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("command", "group")


def as_key(message: Any) -> Key:
    """A single sentence, or singular and plural."""
    if isinstance(message, (tuple, list)):
        return (str(message[0]), str(message[1]))
    return str(message)


def extract() -> dict[Key, list[str]]:
    """Sentence → the files it stands in."""
    found: dict[Key, list[str]] = {}
    parts = (from_code(), from_templates(), from_glossary(), from_commands(), error_messages())
    for where, key in itertools.chain.from_iterable(parts):
        if not any(letter.isalpha() for letter in str(key)):
            continue  # signs and numbers are the same everywhere
        if where not in found.setdefault(key, []):
            found[key].append(where)
    plural_of = {key[0]: key for key in found if isinstance(key, tuple)}
    for single in [key for key in found if isinstance(key, str) and key in plural_of]:
        found[plural_of[single]].extend(found.pop(single))  # gettext keys on the singular
    return found


def read(code: str) -> Catalog:
    """The catalogue as it stands; an empty one when there is none."""
    path = CATALOGUE / f"{code}.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as opened:
        return read_po(opened, locale=code)


def plurals(code: str) -> int:
    """How many forms a counted noun has."""
    return int(PLURALS[code].split("nplurals=")[1].split(";")[0])


def fresh(code: str, found: dict[Key, list[str]]) -> Catalog:
    """The catalogue as it should be: what is extracted, with the translations there are."""
    old = read(code)
    new = Catalog(locale=code, domain="panoh", fuzzy=False)
    new.mime_headers = [("Plural-Forms", PLURALS[code])]  # Babel's own table differs for some
    new.header_comment = f"# Panoh in {code}. Keys are the English sentences."
    for key in sorted(found, key=str):
        before: Message | None = old.get(key[0] if isinstance(key, tuple) else key)
        many = isinstance(key, tuple)
        text: Any = before.string if before is not None else ""
        if many != isinstance(text, (tuple, list)):
            one = text[0] if isinstance(text, (tuple, list)) else text
            text = tuple([one] * plurals(code)) if many else one
        if many and len(text) != plurals(code):
            text = ("",) * plurals(code)
        comments = before.user_comments if before is not None else []
        if not filled(text):
            comments = [comment for comment in comments if comment != DRAFT]
        # No file names: a sentence that moves to another file is no news to a translator.
        new.add(key, text, user_comments=comments)
    return new


def headers(code: str) -> str:
    """The same bytes each time: no dates, no names, no program version."""
    lines = ["Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit"]
    lines += [f"Language: {code}", "MIME-Version: 1.0", f"Plural-Forms: {PLURALS[code]}"]
    return "\n".join(lines)


def po_bytes(code: str, catalog: Catalog) -> bytes:
    """The .po as committed."""
    written = io.BytesIO()
    write_po(written, catalog, width=98, omit_header=True, sort_output=True, include_lineno=False)
    quoted = "".join(f'"{line}\\n"\n' for line in headers(code).splitlines())
    head = f'{catalog.header_comment}\nmsgid ""\nmsgstr ""\n{quoted}\n'
    return head.encode() + written.getvalue()


def mo_bytes(code: str, po: bytes) -> bytes:
    """The .mo compiled from the .po's own bytes; only filled sentences.

    Written here because Babel's writer puts dates into the header: the same words must give the
    same bytes. Layout: magic, version, count, two tables of (length, offset), then the texts.
    """
    texts = {b"": (headers(code) + "\n").encode()}
    for message in read_po(io.BytesIO(po), locale=code):
        if message.id and filled(message.string):
            texts["\0".join(forms(message.id)).encode()] = "\0".join(forms(message.string)).encode()
    keys = sorted(texts)
    first = 28
    tables = {True: b"", False: b""}
    offset, body = first + 16 * len(keys), b""
    for is_key in (True, False):
        for each in keys:
            text_bytes = each if is_key else texts[each]
            tables[is_key] += struct.pack("<2I", len(text_bytes), offset + len(body))
            body += text_bytes + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(keys), first, first + 8 * len(keys), 0, 0)
    return head + tables[True] + tables[False] + body


def check(found: dict[Key, list[str]]) -> list[str]:
    """Everything wrong with the catalogues."""
    problems = []
    listed = CATALOGUE / REVIEWED
    if not listed.exists() or listed.read_bytes() != reviewed_bytes():
        problems.append(f"{REVIEWED} is stale: run make docs")
    for code in PLURALS:
        catalog = fresh(code, found)
        path = CATALOGUE / f"{code}.po"
        present = path.read_bytes() if path.exists() else b""
        if present != po_bytes(code, catalog):
            problems.append(f"{code}.po is stale: run make docs")
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != mo_bytes(code, present):
            problems.append(f"{code}.mo is not what {code}.po says: run make docs")
        for message in catalog:
            if not message.id:
                continue
            problems += [f"{code}: {problem}" for problem in wrong(code, message)]
            if code in COMPLETE and not filled(message.string):
                problems.append(f"{code}: no translation for {message.id!r}")
    return problems


def update(found: dict[Key, list[str]]) -> None:
    """Write .po and .mo of every language; say how far each is."""
    CATALOGUE.mkdir(parents=True, exist_ok=True)
    for code in PLURALS:
        po = po_bytes(code, fresh(code, found))
        (CATALOGUE / f"{code}.po").write_bytes(po)
        (CATALOGUE / f"{code}.mo").write_bytes(mo_bytes(code, po))
        done = sum(1 for each in read(code) if each.id and filled(each.string))
        drafts = sum(1 for each in read(code) if DRAFT in each.user_comments)
        print(f"{code:8} {done:5} of {len(found)} sentences, {drafts} of them machine drafts")
    (CATALOGUE / REVIEWED).write_bytes(reviewed_bytes())


def missing(code: str, found: dict[Key, list[str]]) -> dict[str, Any]:
    """What a language lacks; a counted sentence asks for one text per form."""
    lacking: dict[str, Any] = {}
    for message in fresh(code, found):
        if message.id and not filled(message.string):
            many = not isinstance(message.id, str)
            lacking[message.id[0] if many else str(message.id)] = (
                [""] * plurals(code) if many else ""
            )
    return lacking


def draft(code: str, path: Path, found: dict[Key, list[str]]) -> None:
    """Take machine translations for sentences that have none yet."""
    given: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    catalog = fresh(code, found)
    for message in catalog:
        key = message.id[0] if isinstance(message.id, (tuple, list)) else str(message.id)
        text = given.get(key)
        if not message.id or filled(message.string) or not filled(text):
            continue
        message.string = tuple(text) if isinstance(text, list) else str(text)
        message.user_comments = [*message.user_comments, DRAFT]
    (CATALOGUE / f"{code}.po").write_bytes(po_bytes(code, catalog))


def correct(code: str, english: str, text: str, found: dict[Key, list[str]]) -> str:
    """Put one translation right; it is no machine's draft any more. What is wrong, or nothing."""
    catalog = fresh(code, found)
    message = catalog.get(english)
    if message is None or not isinstance(message.id, str):
        return f"no such sentence, or one that is counted: {english!r}"
    message.string = text
    message.user_comments = [each for each in message.user_comments if each != DRAFT]
    problems = list(wrong(code, message))
    if not problems:
        po = po_bytes(code, catalog)
        (CATALOGUE / f"{code}.po").write_bytes(po)
        (CATALOGUE / f"{code}.mo").write_bytes(mo_bytes(code, po))
        (CATALOGUE / REVIEWED).write_bytes(reviewed_bytes())
    return "; ".join(problems)


def main() -> int:
    """See the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", metavar="CODE", choices=PLURALS)
    parser.add_argument("--draft", nargs=2, metavar=("CODE", "FILE"))
    parser.add_argument("--correct", nargs=3, metavar=("CODE", "ENGLISH", "TEXT"))
    options = parser.parse_args()
    found = extract()
    if options.correct:
        code, sentence, text = options.correct
        problem = correct(code, sentence, text, found)
        print(problem or "corrected", file=sys.stderr if problem else sys.stdout)
        return 1 if problem else 0
    if options.missing:
        print(json.dumps(missing(options.missing, found), ensure_ascii=False, indent=1))
        return 0
    if options.check:
        problems = check(found)
        for problem in problems[:40]:
            print(problem, file=sys.stderr)
        if len(problems) > 40:
            print(f"… and {len(problems) - 40} more", file=sys.stderr)
        return 1 if problems else 0
    if options.draft:
        draft(options.draft[0], Path(options.draft[1]), found)
    update(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
