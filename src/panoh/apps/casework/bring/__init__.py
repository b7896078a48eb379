"""Taking over a list from a spreadsheet: which column is what, and what each row says.

Nothing is written here. A row that cannot be taken is named with its column and its reason, and
then none is taken. Words of a choice are understood in all eight languages.

`fields.py` what can be filled and how a column is recognised · `understand.py` rows into values.
"""

from __future__ import annotations

from panoh.apps.casework.bring.fields import KINDS, OLD_NUMBER, Target, guess, target, targets
from panoh.apps.casework.bring.understand import Problem, Understood, understand
from panoh.words import N_

LEFT_BEHIND = N_(
    "The spreadsheet still lies where it was, and anybody who finds it can read it. Once you have "
    "looked whether all is here, delete it there, in the bin, on sticks and in e-mail."
)

NOT_ASKED = N_(
    "None of them was asked yet whether anything may be kept. Today leads to each: ask as soon as "
    "it is safe."
)
ALIKE = N_(
    "These rows may be clients who are here already. Nothing is put together by itself: look at "
    "each of them."
)

__all__ = ["ALIKE", "KINDS", "LEFT_BEHIND", "NOT_ASKED", "OLD_NUMBER", "Problem", "Target",
           "Understood", "guess", "target", "targets", "understand"]  # fmt: skip
