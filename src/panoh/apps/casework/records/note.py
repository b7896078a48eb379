"""Notes, written once: amended by a new note, or erased at once."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Field, Kind, RecordType, Sensitivity
from panoh.words import N_

NOTE = RecordType(
    app=APP_NAME,
    name="note",
    label=N_("Note"),
    help=N_("Written once. A mistake is put right by a new note, or the note is erased at once."),
    fields=(
        client_link(),
        Field(
            "text",
            Kind.LONG,
            N_("Note"),
            help=N_(
                "Write what helps and what the client would not mind reading; not what anyone did "
                "abroad or plans."
            ),
            required=True,
            search=True,
            max_length=20000,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "about_on",
            Kind.DATE,
            N_("Of which day"),
            help=N_("When it was, if it was not today."),
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "amends",
            Kind.LINK,
            N_("Amends which note"),
            sensitivity=Sensitivity.PLAIN,
        ),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    append_only=True,
    access="note",
)
