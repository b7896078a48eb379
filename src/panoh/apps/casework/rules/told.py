"""What a client is told before anything is kept: read out, so never a machine's draft.

A practice may have words of its own for a language; these stand where it has none. Whoever changes
a sentence gives it another number: what a consent names must stay what was heard.
"""

from __future__ import annotations

from panoh.words import R_

VERSION = "1"

BEFORE_KEEPING = (
    R_("Before anything is written down, you should know what is kept and who reads it."),
    R_(
        "What is kept: what you say that helps to help you, what we plan together and what was "
        "done. It lies locked on this device. Copies of it are locked too."
    ),
    R_(
        "Who reads it: the person who helps you. Anybody else only if you agree first, each time "
        "anew. Without your agreement only if a life is in danger tonight, if a child is in "
        "danger, if you cannot decide for yourself, or if a law leaves no choice. You will be "
        "told, unless telling you brings danger."
    ),
    R_(
        "No lock is perfect. Whoever takes this device and forces it open may read what is kept. "
        "Say nothing that must never be read."
    ),
    R_(
        "You choose: that all that helps is written down; that it is written under a code only, "
        "without a name or a phone number; or that nothing is kept."
    ),
    R_(
        "You get help whatever you choose. You may change your mind on any day. Then what says "
        "who you are is erased, or all of it."
    ),
)

PASSING_ON_UNKNOWN = R_(
    "It has not been written down yet what the law here obliges us to pass on. Ask before you "
    "say what must not go further."
)

MAY_NOT_BE_FREE = R_(
    "The client did not come freely but was sent. Consent given so may not be free: ask again, "
    "alone, before anything is shared."
)
"""Stands wherever something of such a client is about to be shared or printed."""
