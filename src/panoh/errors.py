"""Every error Panoh raises on purpose.

Code, exit status, HTTP status and message (a gettext key) are data on the class: the terminal, the
pages and the reference read one table. An error says what happened, that nothing was lost, and what
to do; details are filled in by name and never carry anything a client said. Imports nothing.
"""

from __future__ import annotations

from typing import ClassVar


class PanohError(Exception):
    """Root of all errors; `code` is unique and stands in docs/reference/errors.md."""

    code: ClassVar[str] = "error"
    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500
    message: ClassVar[str] = "Something went wrong. Nothing was lost."

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.message.format_map(_Forgiving(details)))


class _Forgiving(dict[str, object]):
    """Leaves an unknown placeholder as it stands: an error must never fail to be shown."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


# ── usage (exit 2) ──────────────────────────────────────────────────────────────────────────


class Invalid(PanohError):
    """One or more fields were refused; `problems` maps field name to a message key, `labels` those
    whose words are known to what a person calls them."""

    code = "invalid"
    exit_status = 2
    http_status = 422
    message = "Not saved: {where}. Nothing else was changed."

    def __init__(self, problems: dict[str, str], labels: dict[str, str] | None = None) -> None:
        self.problems = problems
        self.labels = labels or {}
        super().__init__(
            where="; ".join(f"{name}: {text.rstrip('.')}" for name, text in problems.items())
        )


class BadTable(PanohError):
    """A table of another program that cannot be taken. `row` is counted as a spreadsheet counts;
    `why` is a message key."""

    code = "bad-table"
    exit_status = 2
    http_status = 422
    message = "The table was not taken. Row {row}: {why} Nothing was changed."


class BadFile(BadTable):
    """The same of a file as a whole."""

    code = "bad-file"
    message = "The table was not taken: {why} Nothing was changed."


class BadEquation(BadFile):
    """The same of one equation; `name` is what the file calls it, `row` its line."""

    code = "bad-equation"
    message = "The file was not taken. Line {row}, “{name}”: {why} Nothing was changed."


class Unsound(PanohError):
    """A directory of another program that cannot be taken. `path` is where in it, `why` a message
    key."""

    code = "unsound-package"
    exit_status = 2
    http_status = 422
    message = "The directory was not taken. At {path}: {why}. Nothing was changed."


class WrongUsage(PanohError):
    code = "usage"
    exit_status = 2
    http_status = 400
    message = "{what}"


# ── keys and the vault (exit 3–5) ───────────────────────────────────────────────────────────


class NotOpened(PanohError):
    """A sealed item did not open: wrong key or altered bytes (the two look alike on purpose)."""

    code = "not-opened"
    exit_status = 3
    http_status = 403
    message = "This could not be opened: the key is not the right one or the bytes were altered."


class WrongPhrase(NotOpened):
    code = "wrong-phrase"
    message = "That phrase does not open this vault. Nothing was changed; you can try again."


class WrongCode(NotOpened):
    """Of a phone: not the code, or one that is over; the two look alike on purpose."""

    code = "wrong-code"
    message = "That is not the code, or it is over. Look at the computer; make a new code there."


class WrongPin(NotOpened):
    code = "wrong-pin"
    message = "That is not the PIN of this phone. Tries left: {left}."


class MistypedPaperKey(NotOpened):
    """Told by its check characters, before anything slow is tried and without counting a try."""

    code = "mistyped-paper-key"
    http_status = 422
    message = "Group {group} of the paper key is not as printed. Compare it with the paper."


class BadShare(PanohError):
    """One of the shares that were typed; `why` is a message key. Not counted as a try."""

    code = "bad-share"
    exit_status = 3
    http_status = 422
    message = "Share {number}: {why} Nothing was changed."


class TooFewShares(PanohError):
    code = "too-few-shares"
    exit_status = 3
    http_status = 422
    message = "{need} shares are needed and {have} are here. Nothing was changed."


class SeveralShares(PanohError):
    """A trustee holds shares of two vaults of one person; `sets` are the numbers of the sets."""

    code = "several-shares"
    exit_status = 2
    http_status = 409
    message = (
        "You hold shares of more than one vault of this colleague: {sets}. The computer that does "
        "not open shows the number that is meant: give that one."
    )


class NotYet(PanohError):
    """A wait that honest programs keep; `until` is a local date and time."""

    code = "not-yet"
    exit_status = 8
    http_status = 409
    message = "This was asked for and waits until {until}. Whoever sees it can stop it until then."


class TooManyTries(PanohError):
    code = "too-many-tries"
    exit_status = 3
    http_status = 429
    message = "Too many tries. Wait {seconds} seconds, then try again."


class WeakPhrase(PanohError):
    code = "weak-phrase"
    exit_status = 2
    http_status = 422
    message = "This phrase is too easy to guess. Use more words, or let Panoh make one."


class NoVault(PanohError):
    code = "no-vault"
    exit_status = 4
    http_status = 404
    message = "There is no vault here yet. Make one first: panoh vault create."


class WhichVault(PanohError):
    code = "which-vault"
    exit_status = 2
    http_status = 400
    message = "There are several vaults here. Say which: --vault with one of {marks}."


class VaultDamaged(PanohError):
    code = "vault-damaged"
    exit_status = 5
    message = (
        "The vault is damaged: {finding}. Nothing was written. Do not delete anything; "
        "open your last backup with: panoh backup verify."
    )


class VaultRolledBack(PanohError):
    code = "vault-rolled-back"
    exit_status = 5
    http_status = 409
    message = (
        "This vault is older than the one last used on this computer, or comes from another one. "
        "If you put back a copy yourself, open it as a restored copy; if not, someone may have "
        "exchanged it."
    )


class VaultNewer(PanohError):
    code = "vault-newer"
    exit_status = 5
    http_status = 409
    message = "This vault was written by a newer Panoh. Nothing was changed; install the newer one."


class VaultBusy(PanohError):
    code = "vault-busy"
    exit_status = 6
    http_status = 503
    message = "Another Panoh is writing to this vault right now. Try again in a moment."


class Locked(PanohError):
    code = "locked"
    exit_status = 3
    http_status = 403
    message = "The vault is locked. Unlock it first."


class LockedMeanwhile(Locked):
    """A running Panoh took a command and was locked before it answered."""

    code = "locked-meanwhile"
    message = "Panoh was locked before it answered. Look whether this was done, then try again."


class StillOpen(PanohError):
    """A running Panoh did not end when it was asked to lock."""

    code = "still-open"
    exit_status = 6
    http_status = 503
    message = "Panoh still stands open on this computer. Lock it in the browser, or end it."


class StorageFailed(PanohError):
    """The disk refused; the act was rolled back."""

    code = "storage-failed"
    exit_status = 6
    http_status = 507
    message = (
        "The disk refused to save ({reason}). What was saved before is safe; this was not saved."
    )


class SelfTestFailed(PanohError):
    """A cryptographic routine gave a wrong answer when the program started."""

    code = "self-test-failed"
    exit_status = 5
    message = (
        "This copy of Panoh is broken ({what} gave a wrong answer). No vault was touched. "
        "Install it again."
    )


class NoFont(PanohError):
    """No font of this computer can be put into a PDF."""

    code = "no-font"
    exit_status = 6
    http_status = 503
    message = (
        "No font was found to write a PDF with. Print from the page instead, or install the Noto "
        "fonts (on Debian and Ubuntu: fonts-noto-core)."
    )


class NotEnoughMemory(PanohError):
    """Stretching a phrase needs its memory at once; a small machine may not have it free."""

    code = "not-enough-memory"
    exit_status = 6
    http_status = 503
    message = (
        "This computer has less than {mebibytes} MiB of memory free. Close other programs, "
        "then try again. Nothing was changed."
    )


# ── the log, and what carries it ────────────────────────────────────────────────────────────


class Refused(PanohError):
    """An entry, fact or pack that does not verify; never stored."""

    code = "refused"
    exit_status = 5
    http_status = 409
    message = "Refused: {finding}."


class TooEarly(Refused):
    """What an entry builds on is not here yet; it may be taken in when that has come."""

    code = "too-early"
    message = "Not taken in yet: {finding}."


class Equivocation(Refused):
    code = "equivocation"
    message = "One device wrote two different entries under one number: {finding}."


class NotReached(PanohError):
    """A hub, a neighbour or a stick that does not answer, or not as it should."""

    code = "not-reached"
    exit_status = 9
    http_status = 503
    message = "{where} cannot be reached ({reason}). Nothing was lost; try again later."


class WrongDatabase(PanohError):
    code = "wrong-database"
    exit_status = 2
    http_status = 400
    message = "Say where the hub keeps its mailboxes: sqlite:///FILE or postgresql://HOST/NAME."


class OneProcess(PanohError):
    code = "one-process"
    exit_status = 2
    http_status = 400
    message = "A hub on SQLite runs as one process. Leave out --processes, or use PostgreSQL."


class NoHub(PanohError):
    code = "no-hub"
    exit_status = 4
    http_status = 404
    message = "There is no hub in this database yet. Start one first: panoh hub serve."


class HubTaken(PanohError):
    code = "hub-taken"
    exit_status = 2
    http_status = 409
    message = "Something is there already. Nothing was changed; name a place that is empty."


class HubNewer(PanohError):
    code = "hub-newer"
    exit_status = 5
    http_status = 409
    message = "This hub was written by a newer Panoh. Nothing was changed; install the newer one."


class HubDamaged(PanohError):
    code = "hub-damaged"
    exit_status = 5
    message = (
        "The hub's database does not read: {finding}. Nothing was written. "
        "Put back the last copy with: panoh hub restore."
    )


class DocumentRefused(PanohError):
    """A document or table that is not taken in; nothing of it was kept."""

    code = "document-refused"
    exit_status = 7
    http_status = 422
    message = "This file was not taken in: {why}. Nothing of it was kept."


class NotFound(PanohError):
    """Absent and forbidden look alike."""

    code = "not-found"
    exit_status = 7
    http_status = 404
    message = "Nothing is here under “{what}”, or it is not open to you."


class Forbidden(PanohError):
    """A rule of harm forbids it whoever asks."""

    code = "forbidden"
    exit_status = 8
    http_status = 422
    message = "{why}"
