"""What to find out before Panoh is used in a country: questions only, no answers.

`docs/before-you-use.md` and the page show the same ones. Panoh claims no law: who answers writes
down the source, the day and who checked it.
"""

from __future__ import annotations

from panoh.words import N_

QUESTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        N_("Encryption"),
        (
            N_("May a person or an organisation here use a program that encrypts?"),
            N_("May it be brought in, carried over the border or passed on?"),
            N_("Who may demand a phrase or an opened computer, and what follows a refusal?"),
        ),
    ),
    (
        N_("Where data may lie"),
        (
            N_("Must data about people who live here be kept in this country?"),
            N_("What is asked before such data may leave it, also as a copy or to a hub?"),
            N_("Must keeping such data be announced or registered, and by whom?"),
        ),
    ),
    (
        N_("Duty to report"),
        (
            N_("What must somebody in your work report, to whom, and how soon?"),
            N_("Is there a duty about children, about violence, about plans of others?"),
            N_("May the client be told that a report was made?"),
        ),
    ),
    (
        N_("Professional secrecy"),
        (
            N_("Whose notes are protected by law here: a lawyer's, a doctor's, a psychologist's?"),
            N_("Does it cover helpers, interpreters and volunteers?"),
            N_("When may a court or an investigator set it aside?"),
        ),
    ),
    (
        N_("Funding and standing"),
        (
            N_("Which rules hold for money from abroad, and what must be declared?"),
            N_("Can an organisation or a person be listed for it, and what follows for clients?"),
            N_("What must be kept for an inspection, and for how long?"),
        ),
    ),
    (
        N_("Keeping and erasing"),
        (
            N_("How long must, and how long may, notes about a client be kept?"),
            N_("What may a client demand: to read, to correct, to have erased?"),
            N_("What must happen after a computer was lost or searched?"),
        ),
    ),
)

PLACES = (
    N_("Country"), N_("Answer"), N_("Source: act and article"), N_("Source read on"),
    N_("Checked by"), N_("Look again on"),
)  # fmt: skip
"""What stands beside each question to be filled in."""
