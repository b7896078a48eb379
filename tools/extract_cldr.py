"""Take the names and patterns of eight languages out of Babel's CLDR into one small file.

Run at development time only: `.venv/bin/python tools/extract_cldr.py [--check]`. Babel itself is
not shipped: it weighs 30 MB and its data names every country and script there is.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import babel
from babel.core import Locale

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "src/panoh/words/cldr.json"
# English as written outside the United States: the day before the month.
LOCALES = {
    "en": "en_GB",
    "ru": "ru_RU",
    "tg": "tg_TJ",
    "uz": "uz_Latn_UZ",
    "uz_Cyrl": "uz_Cyrl_UZ",
    "kk": "kk_KZ",
    "ky": "ky_KG",
    "fa_AF": "fa_AF",
}
CONTEXTS = {"inside": "format", "alone": "stand-alone"}
WIDTHS = ("wide", "abbreviated")
STYLES = ("full", "long", "medium", "short")


def names(table: Any, first: int, last: int) -> dict[str, dict[str, list[str]]]:
    """`inside` and `alone` names, wide and abbreviated, in order."""
    return {
        ours: {
            width: [str(table[theirs][width][n]) for n in range(first, last + 1)]
            for width in WIDTHS
        }
        for ours, theirs in CONTEXTS.items()
    }


def language(code: str) -> dict[str, Any]:
    """One language's share of the file."""
    locale = Locale.parse(LOCALES[code])
    return {
        "months": names(locale.months, 1, 12),
        "days": names(locale.days, 0, 6),  # Babel counts Monday as 0
        "dates": {style: str(locale.date_formats[style].pattern) for style in STYLES},
        "times": {"short": str(locale.time_formats["short"].pattern)},
    }


def as_written(code: str, found: dict[str, Any]) -> dict[str, Any]:
    """Tajik writers put no capital inside a date and no zero before the day; the CLDR has both."""
    if code != "tg":
        return found
    for table in ("months", "days"):
        for width, each in found[table]["inside"].items():
            found[table]["inside"][width] = [name.lower() for name in each]
    for style in ("full", "long", "medium"):
        found["dates"][style] = found["dates"][style].replace("dd", "d")
    return found


def build() -> str:
    """The file's text."""
    content = {
        "source": f"Unicode CLDR through Babel {babel.__version__}, Unicode License v3",
        "languages": {code: as_written(code, language(code)) for code in LOCALES},
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Write the file, or with --check say whether it is current."""
    text = build()
    if "--check" in sys.argv[1:]:
        if TARGET.read_text(encoding="utf-8") != text:
            print("src/panoh/words/cldr.json is not current: run tools/extract_cldr.py")
            return 1
        return 0
    TARGET.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
