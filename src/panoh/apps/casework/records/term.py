"""How long a closed case is kept, the notices before its end, and what is left after erasing it."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.words import N_

PLAIN = Sensitivity.PLAIN
EVERYBODY = N_("Everybody in the case")
PRACTICE = N_("Every member of the practice")

RETENTION = RecordType(
    app=APP_NAME,
    name="retention",
    label=N_("How long it is kept"),
    help=N_("Set when the case is closed; a renewal says why. The last one counts."),
    fields=(
        client_link(),
        Field("set_on", Kind.DATE, N_("Set on"), required=True, sensitivity=PLAIN),
        Field("keep_until", Kind.DATE, N_("Keep until"), required=True, index=True,
              sensitivity=PLAIN,
              help=N_("Then the case is erased. At most as long as the practice keeps cases.")),
        Field("reason", Kind.LONG, N_("Why it is kept longer")),
    ),
    home="case",
    readers=EVERYBODY,
    append_only=True,
    stands=True,
    access="retention",
)  # fmt: skip

RETENTION_NOTICE = RecordType(
    app=APP_NAME,
    name="retention_notice",
    label=N_("Notice before erasing"),
    help=N_("That Today said on this day when the case will be erased."),
    fields=(
        client_link(),
        Field("shown_on", Kind.DATE, N_("Shown on"), required=True, sensitivity=PLAIN),
    ),
    home="case",
    readers=EVERYBODY,
    append_only=True,
    stands=True,
    access="retention_notice",
)

RETENTION_PERIOD = RecordType(
    app=APP_NAME,
    name="retention_period",
    label=N_("How long the practice keeps closed cases"),
    help=N_("The practice's own rule. The last one counts."),
    fields=(
        Field("months", Kind.NUMBER, N_("Months after closing"), required=True,
              sensitivity=PLAIN),
        Field("why", Kind.LONG, N_("Where this comes from"), sensitivity=PLAIN,
              help=N_("For example a law, a donor's rule or your own decision, with its date.")),
    ),
    home="practice",
    readers=PRACTICE,
    append_only=True,
    stands=True,
    access="retention_period",
)  # fmt: skip

ERASED_CASE = RecordType(
    app=APP_NAME,
    name="erased_case",
    label=N_("Erased case"),
    help=N_("Only the code and the day, so that the code is never given again."),
    fields=(
        Field("code", Kind.TEXT, N_("Code"), required=True, index=True, max_length=12,
              sensitivity=PLAIN),
        Field("erased_on", Kind.DATE, N_("Erased on"), required=True, index=True,
              sensitivity=PLAIN),
        Field("by_term", Kind.YES, N_("Because its time was over"), sensitivity=PLAIN),
    ),
    home="practice",
    readers=PRACTICE,
    append_only=True,
    stands=True,
    access="erased_case",
)  # fmt: skip
