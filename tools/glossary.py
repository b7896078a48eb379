"""The glossary as pages: `.venv/bin/python tools/glossary.py [--check]`.

Terms and their lines stand in src/panoh/words/glossary.json, their translations in the catalogues;
this writes them out side by side, each with its source, into docs/glossary/terms.md. A translation
without a source is a draft until its catalogue no longer says so.
"""

from __future__ import annotations

import sys
from pathlib import Path

import babel
from babel.core import Locale
from babel.messages.catalog import Catalog

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from panoh.words import LANGUAGES, glossary  # noqa: E402
from tools.words import DRAFT, read  # noqa: E402

TARGET = ROOT / "docs/glossary/terms.md"
DRAFTED = "drafted, to be reviewed"
CLDR = f"CLDR (Babel {babel.__version__})"
OTHERS = tuple(code for code in LANGUAGES if code != "en")
HEAD = """# Glossary: every term in eight languages

Written by tools/glossary.py from `src/panoh/words/glossary.json` and the catalogues; the page *What
the words mean* and the `?` beside a word show the same. {terms} terms.

**Sources.** The English term is named after the source in the last column; where that is empty, it
is a word of everyday language, chosen here. A translation is *{drafted}* unless a mark says
otherwise: ᶜ as the Unicode {cldr} has it; ʳ reviewed by a person who speaks the language. So far
{reviewed} of {all} translations are reviewed and {cldr_count} agree with the CLDR.

Which word to use for what, and which not, is in the pages of the languages beside this one; how to
correct one is in [Translating](../translating.md).
"""


def term_in(catalogs: dict[str, Catalog], code: str, each: glossary.Term) -> tuple[str, str]:
    """A term in a language, and its source: the CLDR, a review, or none."""
    message = catalogs[code].get(each.term)
    text = str(message.string) if message and message.string else each.term
    if each.cldr and text.casefold() == cldr_name(code, each.cldr):
        return text, "ᶜ"
    drafted = message is None or DRAFT in message.user_comments
    return text, "" if drafted else "ʳ"


def cldr_name(code: str, key: str) -> str:
    """A language's name in a language, lower case; empty where the CLDR has none."""
    names = Locale.parse(code).languages
    return str(names.get(key, "")).casefold().replace("‘", "ʻ")


def page() -> str:
    """The whole page."""
    catalogs = {code: read(code) for code in OTHERS}
    rows: list[str] = []
    marks: list[str] = []
    for group in glossary.groups():
        rows += [
            f"\n## {group.title}\n",
            f"| English | what it means | {' | '.join(OTHERS)} | source of the English term |",
            "|---" * (len(OTHERS) + 3) + "|",
        ]
        for each in group.terms:
            found = [term_in(catalogs, code, each) for code in OTHERS]
            marks += [mark for _text, mark in found]
            cells = [each.term, each.line, *(text + mark for text, mark in found), each.source]
            rows.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    head = HEAD.format(
        terms=sum(len(group.terms) for group in glossary.groups()), drafted=DRAFTED, cldr=CLDR,
        reviewed=marks.count("ʳ"), all=len(marks), cldr_count=marks.count("ᶜ"),
    )  # fmt: skip
    return head + "\n".join(rows) + "\n"


def main() -> int:
    """See the module's docstring."""
    made = page()
    if "--check" in sys.argv[1:]:
        if not TARGET.exists() or TARGET.read_text(encoding="utf-8") != made:
            print("docs/glossary/terms.md is stale: run make docs", file=sys.stderr)
            return 1
        return 0
    TARGET.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
