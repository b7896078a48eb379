"""What authorities asked for: on what basis, what was given, and whether the client was told.

Every field of it is quiet: no list of a case, no print, no search and no export holds it.
"""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

QUIET = Sensitivity.QUIET

HOWS = (
    Choice("paper", N_("On paper")),
    Choice("phone", N_("By phone or message")),
    Choice("visit", N_("By coming here")),
    Choice("search", N_("By a search")),
    Choice("summons", N_("By summoning somebody of us")),
)

BASES = (
    Choice("court", N_("Decision of a court")),
    Choice("prosecutor", N_("Paper of a prosecutor or investigator")),
    Choice("letter", N_("Letter that names a law")),
    Choice("words", N_("Only words")),
    Choice("none", N_("None was named")),
)

GIVEN = (
    Choice("nothing", N_("Nothing")),
    Choice("part", N_("A part")),
    Choice("all", N_("All that was asked for")),
    Choice("taken", N_("It was taken")),
    Choice("open", N_("Not decided yet")),
)

TOLD = (
    Choice("yes", N_("Yes")),
    Choice("later", N_("Not yet")),
    Choice("no", N_("No")),
)

LAWYER = (
    Choice("yes", N_("Yes")),
    Choice("asked", N_("Asked, no answer yet")),
    Choice("no", N_("No")),
)

NEVER_A_REASON = N_("A demand by itself is never a reason to give anything. Ask a lawyer first.")

DEMAND = RecordType(
    app=APP_NAME,
    name="demand",
    label=N_("Demand by an authority"),
    help=N_("Who asked for what. A demand by itself is never a reason to give anything."),
    fields=(
        client_link(),
        Field("asked_on", Kind.DATE, N_("Asked on"), required=True, sensitivity=QUIET),
        Field("authority", Kind.TEXT, N_("Which authority"), required=True, max_length=200,
              sensitivity=QUIET),
        Field("asked_by", Kind.TEXT, N_("Who came or wrote"), max_length=200, sensitivity=QUIET,
              help=N_("Name, rank, number of the paper.")),
        Field("how", Kind.CHOICE, N_("How they asked"), choices=HOWS, sensitivity=QUIET),
        Field("asked_for", Kind.LONG, N_("What they asked for"), required=True,
              sensitivity=QUIET),
        Field("basis_kind", Kind.CHOICE, N_("On what basis"), choices=BASES, sensitivity=QUIET),
        Field("basis", Kind.LONG, N_("Which law or paper"), sensitivity=QUIET,
              help=N_("As it was named, with its date. Was a copy left?")),
        Field("given", Kind.CHOICE, N_("What was given"), choices=GIVEN, sensitivity=QUIET),
        Field("given_what", Kind.LONG, N_("Exactly what"), sensitivity=QUIET),
        Field("client_told", Kind.CHOICE, N_("Was the client told?"), choices=TOLD,
              sensitivity=QUIET),
        Field("told_why_not", Kind.LONG, N_("If not, why not"), sensitivity=QUIET),
        Field("lawyer", Kind.CHOICE, N_("Was a lawyer asked?"), choices=LAWYER,
              sensitivity=QUIET),
        Field("lawyer_said", Kind.LONG, N_("What the lawyer said"), sensitivity=QUIET),
        restricted_field(),
    ),
    home="case practice",
    readers=N_("Everybody in the case; where it is about no single case, the practice"),
    access="demand",
)  # fmt: skip
