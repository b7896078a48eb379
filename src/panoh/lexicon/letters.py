"""Letters made comparable: one key for the spellings in which people type the same word.

`fold` writes Latin, Cyrillic and Persian letters as plain a–z, so that ҳ, х, kh and x, or қ, q and
k, come out alike and a keyboard without special letters is enough. `loose` goes further (vowels
that are heard alike, doubled letters) and serves only where `fold` found nothing. Both are for
finding, never for showing, and never decide that two people are one.
"""

from __future__ import annotations

import re
import unicodedata

_PAIRS = (
    # Russian and shared Cyrillic
    "аa бb вv гg дd еe ёe зz иi йi кk лl мm нn оo пp рr сs тt уu фf ыi эe хh жj "
    # Tajik, Uzbek, Kazakh, Kyrgyz, Turkmen, Ukrainian, Belarusian, Azerbaijani, Tatar
    "ғg ӣi қk ӯu ҳh ҷj ўo әa ңn өo ұu үu һh іi їi єe ґg җj ҕg ҡk ҹj ҝg ҙz ҫs љl њn "
    # Persian, Dari, Pashto, Uyghur
    "اa آa أa إi بb پp تt ثs جj حh خh دd ذz رr زz ژj سs صs ضz طt ظz غg فf قk کk كk گg لl مm نn وu "
    "هh ھh یi يi ىi ةa ۀa ەa ټt ډd ړr ږg ځz ڼn ېi ۍi ګg ۇu ۆo ۈu ۋv ڭn "
    # Latin letters that do not come apart into a letter and a mark
    "ıi əa łl đd øo ŋn "
    # Letters written as two
    "цts чch шsh щsh юiu яia ӌch چch شsh ښsh څts çch čch şsh šsh žj ßss æae ؤu"
)
# Soft signs, glottal stops and every mark that stands in for Uzbek oʻ and gʻ
_DROPPED = "ьъعئء'`´ʹʻʼʽʾʿˈ‘’‚‛′\u200c\u200d\u00ad"
_LETTERS: dict[int, str | None] = {ord(pair[0]): pair[1:] for pair in _PAIRS.split()}
_LETTERS |= {ord(letter): None for letter in _DROPPED}
_WRITTEN = [
    *(("dzh", "j"), ("shch", "sh"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g")),
    *(("x", "h"), ("q", "k"), ("w", "v"), ("ye", "e"), ("y", "i"), ("ii", "i")),
]
_LOOSE = [("ch", "j"), ("sh", "s"), ("ts", "s")]
_HEARD = str.maketrans("oue", "aai")
_APART = re.compile(r"[\W_]+")
_DOUBLED = re.compile(r"(.)\1+")


def fold(text: str) -> str:
    """Lower-case a–z, digits and single spaces; letters of other scripts stay as they are."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    parts = unicodedata.normalize("NFKD", plain)
    plain = "".join(each for each in parts if not unicodedata.combining(each))
    for written, key in _WRITTEN:
        plain = plain.replace(written, key)
    return _APART.sub(" ", plain).strip()


def loose(text: str) -> str:
    """A coarser key, made from `fold`."""
    return loosened(fold(text))


def loosened(folded: str) -> str:
    """The coarser key of what `fold` gave; also of many keys at once, line by line."""
    for written, key in _LOOSE:
        folded = folded.replace(written, key)
    return _DOUBLED.sub(r"\1", folded.translate(_HEARD))


def slips(typed: str, word: str) -> int:
    """How many letters are wrong, missing, too many or swapped for `typed` to begin `word`."""
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(typed, start=1):
        last, before, row = before, row, [i] + [0] * len(word)
        for j, other in enumerate(word, start=1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            swapped = i > 1 and j > 1 and letter == word[j - 2] and typed[i - 2] == other
            row[j] = min(best, last[j - 2] + 1) if swapped else best
    return min(row)
