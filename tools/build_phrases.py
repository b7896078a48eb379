"""Make the English word list for phrases from the EFF's large list.

    python tools/build_phrases.py LIST > src/panoh/lexicon/words_en.txt

LIST is the EFF's large list (7,776 words, CC BY 3.0 US), with or without its dice numbers; the
package `diceware` carries it as `wordlist_en_eff.txt`. What is left out stands in
`data/phrases/left_out.txt`. The order is the alphabet's, so two builds are byte-equal.
"""

from __future__ import annotations

import sys
from pathlib import Path

LEFT_OUT = Path(__file__).resolve().parent.parent / "data" / "phrases" / "left_out.txt"
HEAD = (
    "# Words for phrases. From the large word list by Joseph Bonneau and the Electronic Frontier\n"
    "# Foundation (eff.org), CC BY 3.0 US; changed: words left out. See docs/decisions/.\n"
)


def build(source: str, left_out: str) -> str:
    """The list as text, several words a line; only plain letters, nothing that was left out."""
    unwanted = {
        word for line in left_out.splitlines() if not line.startswith("#") for word in line.split()
    }
    words = sorted({line.split()[-1] for line in source.splitlines() if line.strip()} - unwanted)
    kept = [word for word in words if word.isascii() and word.isalpha() and word.islower()]
    lines, line = [], ""
    for word in kept:
        if line and len(line) + 1 + len(word) > 99:
            lines.append(line)
            line = ""
        line = f"{line} {word}" if line else word
    return HEAD + "\n".join([*lines, line]) + "\n"


if __name__ == "__main__":
    sys.stdout.write(
        build(Path(sys.argv[1]).read_text("utf-8"), LEFT_OUT.read_text(encoding="utf-8"))
    )
