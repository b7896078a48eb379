"""The verbs of the directory: each one write, whole or not at all.

`standard.py` a directory of another program · `service.py` one service · `provider.py` the
provider's own word · `find.py` a search that counts its gaps · `referral.py`.
"""

from __future__ import annotations

from panoh.apps.directory.commands.find import find
from panoh.apps.directory.commands.provider import changes_of, decide, form_file, take_form
from panoh.apps.directory.commands.referral import (
    Offered,
    hand_out,
    hand_to_colleague,
    new,
    offered,
    step,
)
from panoh.apps.directory.commands.service import add, add_all, change, flat, translate, verify
from panoh.apps.directory.commands.standard import Seen, Taken, bring, look_at, take

__all__ = [
    "Offered", "Seen", "Taken", "add", "add_all", "bring", "change", "changes_of", "decide", "find",
    "flat", "form_file", "hand_out", "hand_to_colleague", "look_at", "new", "offered", "step",
    "take", "take_form", "translate", "verify",
]  # fmt: skip
