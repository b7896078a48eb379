"""That two clients whose names are alike are not the same person."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.words import N_

APART = RecordType(
    app=APP_NAME,
    name="apart",
    label=N_("Not the same person"),
    help=N_("Two clients with like names, looked at and found to be two people."),
    fields=(
        Field(
            "first", Kind.LINK, N_("Client"), required=True, index=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "second", Kind.LINK, N_("Another client"), required=True, index=True,
            sensitivity=Sensitivity.PLAIN,
        ),
    ),
    home="personal",
    readers=N_("You alone"),
    append_only=True,
    stands=True,
    access="apart",
)  # fmt: skip
