"""Where a phrase comes from: a named file, or a hidden prompt. Never an argument, never a pipe."""

from __future__ import annotations

import getpass
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

from panoh import platform
from panoh.cli.output import tell, words_of
from panoh.core.vault import rules
from panoh.errors import Invalid, WeakPhrase, WrongUsage
from panoh.words import _

LONGEST_FILE = 8 * 1024
_ALIKE = 3
"""So many words in common with the shown phrase mean that it was mistyped, not replaced."""


@dataclass(frozen=True, slots=True)
class New:
    """A phrase for a new lock; `unseen` when nobody was there to read it."""

    phrase: str
    unseen: bool = False


def given(file: Path | None) -> str:
    """The phrase or paper key that opens a vault."""
    return from_file(file) if file else ask(_("Phrase or paper key"))


def from_file(path: Path) -> str:
    """The file's text without the newline at its end."""
    try:
        with path.open("rb") as opened:
            data = opened.read(LONGEST_FILE + 1)
        text = data.decode("utf-8")
    except OSError as problem:
        raise WrongUsage(what=_("The phrase's file cannot be read.")) from problem
    except UnicodeDecodeError:
        raise WrongUsage(what=_("The phrase's file is not UTF-8 text.")) from None
    if len(data) > LONGEST_FILE:
        raise WrongUsage(what=_("The phrase's file is too long."))
    if platform.open_to_others(path):
        tell(_("Other people on this computer can read the phrase's file."))
    return text.removesuffix("\n").removesuffix("\r")


def ask(question: str) -> str:
    """A hidden prompt on the terminal."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(f"{question}: ")
        except (getpass.GetPassWarning, EOFError):
            raise WrongUsage(
                what=_("There is no terminal to ask for the phrase. Use --passphrase-file.")
            ) from None


def for_new(file: Path | None, language: str) -> New:
    """The phrase of a new lock: from a file, agreed on at the terminal, or made unseen."""
    if file is not None:
        found = from_file(file)
        rules.check_phrase(found)
        return New(found)
    offered = rules.new_phrase(language)
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return New(offered, unseen=True)
    tell(_("Panoh made this phrase. Write it down; it is not shown again:"))
    tell("\n    " + offered + "\n")
    while True:
        typed = ask(_("Type it to take it, or type one of your own"))
        if _same(typed, offered):
            return New(offered)
        if len(set(typed.split()) & set(offered.split())) >= _ALIKE:
            tell(_("This is not quite the phrase that is shown. Try again."))
        elif _own(typed):
            return New(typed)


def _same(typed: str, offered: str) -> bool:
    return rules.normal(" ".join(typed.split())) == offered


def _own(typed: str) -> bool:
    """Whether an own phrase will do; says why not."""
    try:
        rules.check_phrase(typed)
    except (WeakPhrase, Invalid) as error:
        tell(words_of(error))
        return False
    tell(_(rules.strength(typed).words))
    if ask(_("Type your own phrase again")) != typed:
        tell(_("The two differ. Try again."))
        return False
    return True
