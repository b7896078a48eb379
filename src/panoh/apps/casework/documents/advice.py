"""What to think of before a paper or a file leaves the vault."""

from __future__ import annotations

from panoh.words import N_, R_

FOUND: dict[str, tuple[str, ...]] = {
    "nobody": (
        R_("Keep it where only the client reaches it. Tear up what is no longer needed."),
    ),
    "family": (
        R_("Print nothing that the one who is feared must not read. If in doubt, print nothing: "
           "learn it by heart, or let somebody outside the home keep it."),
        R_("Restricted lines do not belong on this paper."),
    ),
    "work": (
        R_("Somebody at work may tell others. Fold it small, and do not leave it in a locker."),
        R_("Goals about wages or leaving show a plan. Leave out what could cost the work."),
    ),
    "border": (
        R_("A paper can be read at any check, and a telephone can be forced open. "
           "It is safer to carry nothing and to call from the other side."),
        R_("A password protects the file, not the person: somebody may be made to say it."),
        R_("Restricted lines do not belong on this paper."),
    ),
}  # fmt: skip
"""By the keys of FOUND_BY; shown through `words.reviewed`, because a wrong word here does harm."""

WHERE_FILE = N_(
    "The file lies where it is saved, outside the vault. Panoh does not see it there and cannot "
    "erase it. Delete it when it is no longer needed, and empty the bin."
)
WHERE_DOWNLOAD = N_(
    "The browser saves the file in its own download folder and lists its name among the downloads. "
    "This happens only when you press the button."
)
WHERE_QUEUE = N_(
    "A printer keeps what it printed in its queue and often in its own memory. Print on a printer "
    "of your own, and look whether the queue of this computer is empty afterwards."
)
NO_COPY = R_(
    "The client said that no copy is safe anywhere. Print nothing: talk it through until it is "
    "known by heart."
)
NOT_SEALED = N_("Without a password anybody who finds the file can read it.")
PHRASE_APART = N_("Send the phrase another way than the file, and never write it beside it.")
PASSWORD = N_(
    "Whoever has the file can try passwords for as long as they like. Use several words, and tell "
    "them to the client in person."
)
