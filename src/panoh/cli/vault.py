"""`panoh vault`: make, check, list vaults; change the phrase; keep a paper key."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from panoh.cli import phrase
from panoh.cli.context import Asked, pass_asked
from panoh.cli.options import Option, json_option
from panoh.cli.output import progress, say, show, tell, words_of
from panoh.errors import PanohError, VaultDamaged, WrongUsage
from panoh.words import LANGUAGES, N_, _, current_language, use_language


@click.group()
def vault() -> None:
    """Your vault: make it, check it, change its phrase, keep a paper key."""


# ── make ────────────────────────────────────────────────────────────────────────────────────


@vault.command()
@click.option(
    "--name",
    default="",
    metavar="WORKING-NAME",
    cls=Option,
    help=N_("What colleagues call you; may be left out."),
)
@click.option(
    "--language",
    type=click.Choice([*LANGUAGES]),
    cls=Option,
    help=N_("Language of the vault."),
)
@click.option(
    "--paper-key",
    "paper_file",
    metavar="FILE",
    cls=Option,
    help=N_("Also make a paper key and write it to this new file; - prints it."),
)
@json_option
@pass_asked
def create(
    asked: Asked, name: str, language: str | None, paper_file: str | None, as_json: bool
) -> None:
    """Make a new vault and print its mark.

    The phrase is read from --passphrase-file or PANOH_PASSPHRASE_FILE. At a terminal Panoh offers
    one that you type back. Otherwise it makes one and prints it, this once, below the mark.
    """
    from panoh.core.vault import rules, store

    language = language or asked.language or current_language()
    use_language(asked.language or language)
    with _new_file(paper_file) as keep_paper:
        new = phrase.for_new(asked.passphrase_file, language)
        place, key = asked.doors.create_vault(asked.folder(), new.phrase, name, language)
        if paper_file is not None:
            keep_paper(store.add_paper_key(place, key))
    mark = str(rules.mark(place.id))
    data = {"id": place.id, "language": language, "mark": mark}
    if new.unseen:
        data["phrase"] = new.phrase
    show(data, as_json, lines=[mark, *([new.phrase] if new.unseen else [])])
    if paper_file is None:
        tell(_("If the phrase is lost, all is lost. A second way in: panoh vault paper-key FILE."))


@contextmanager
def _new_file(name: str | None) -> Iterator[Any]:
    """Makes the file before anything else is done, and takes it away when that fails."""
    if name is None or name == "-":
        yield say
        return
    path = Path(name)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise WrongUsage(what=_("The file for the paper key is there already.")) from None
    except OSError as problem:
        raise WrongUsage(what=_("The file for the paper key cannot be written.")) from problem
    written: list[str] = []

    def keep(paper: str) -> None:
        written.append(paper)
        opened.write(paper + "\n")
        opened.flush()
        os.fsync(opened.fileno())

    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        try:
            yield keep
        except BaseException:
            if not written:
                path.unlink(missing_ok=True)
            raise
    tell(_("Print the paper key, then delete its file: it opens the vault."))


@vault.command(name="paper-key")
@click.argument("file")
@pass_asked
def paper_key(asked: Asked, file: str) -> None:
    """Make a paper key, a second way in, and write it to a new FILE (- prints it).

    A paper key made earlier stops working.
    """
    from panoh.core.vault import store

    place = asked.place()
    with _new_file(file) as keep:
        key = store.unlock(place, asked.phrase())
        keep(store.add_paper_key(place, key))


@vault.command(name="change-passphrase")
@click.option(
    "--new-passphrase-file",
    metavar="FILE",
    cls=Option,
    help=N_("File that holds the new phrase; else it is agreed on at the terminal."),
)
@pass_asked
def change_passphrase(asked: Asked, new_passphrase_file: str | None) -> None:
    """Change the phrase. The present phrase or the paper key is asked for first."""
    from panoh.core.vault import store

    place = asked.place()
    old = asked.phrase()
    store.unlock(place, old)  # a wrong one is told before a new one is written down
    language = store.read_header(place).language
    file = Path(new_passphrase_file) if new_passphrase_file else None
    new = phrase.for_new(file, language)
    if new.unseen:
        raise WrongUsage(what=_("There is no terminal to ask. Use --new-passphrase-file."))
    store.change_phrase(place, old, new.phrase)
    tell(
        _("From now on the new phrase opens the vault; the old one does not. Backups keep theirs.")
    )


# ── look ────────────────────────────────────────────────────────────────────────────────────


@vault.command(name="list")
@json_option
@pass_asked
def list_(asked: Asked, as_json: bool) -> None:
    """The marks of the vaults here. Nothing tells whose they are."""
    from panoh.core.vault import rules, store

    marks = [
        {"id": place.id, "mark": str(rules.mark(place.id))}
        for place in store.list_vaults(asked.folder())
    ]
    show(marks, as_json, lines=[each["mark"] for each in marks])


@vault.command()
@click.option(
    "--rebuild",
    is_flag=True,
    cls=Option,
    help=N_("Also derive everything again from the log and compare."),
)
@json_option
@pass_asked
def check(asked: Asked, rebuild: bool, as_json: bool) -> None:
    """Look at every page, entry and chain. Ends with status 5 when something is off."""
    from panoh.core.check import check as look

    asked.place()
    secret = asked.phrase()
    findings: list[str] = []
    status = VaultDamaged.exit_status
    try:
        with asked.unlocked(secret) as (node, _key), progress() as tell_how_far:
            findings = [_(each) for each in look(node, rebuild=rebuild, progress=tell_how_far)]
    except PanohError as error:
        # Damage met on the way in is a finding too; a wrong phrase is only a wrong phrase.
        if error.exit_status != VaultDamaged.exit_status:
            raise
        findings = [words_of(error)]
        tell(findings[0])
    else:
        for each in findings:
            tell(each)
    sound = _("Nothing is off.")
    show({"findings": findings, "sound": not findings}, as_json, lines=findings or [sound])
    if findings:
        click.get_current_context().exit(status)


@vault.command(name="open-restored")
@click.option("--yes", is_flag=True, cls=Option, help=N_("Do not ask once more."))
@pass_asked
def open_restored(asked: Asked, yes: bool) -> None:
    """Go on with a copy that you put back yourself, although it is older.

    What was written after the copy was made is not in it. From here on this computer signs as a new
    device, so that nothing it writes can be taken for what is missing.
    """
    asked.place()
    if not yes:
        click.confirm(_("Did you put back this copy yourself?"), abort=True, err=True)
    with asked.unlocked(accept_restored=True):
        tell(_("The restored copy is in use from now on."))
