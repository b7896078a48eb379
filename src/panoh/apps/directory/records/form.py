"""A service as one form: what a person fills in, and what a provider may correct.

It is no record of its own; `commands.service` turns it into rows of the standard and back.
"""

from __future__ import annotations

from panoh.apps.directory.records.common import APP_NAME, HOME, READERS, choice, line, text, yes
from panoh.apps.directory.records.entry import COUNTRIES, SERVICE
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

STATUSES = (
    Choice("active", N_("Open")),
    Choice("temporarily closed", N_("Closed for now")),
    Choice("defunct", N_("Closed for good")),
)


def _of_service(*names: str) -> tuple[Field, ...]:
    return tuple(each for name in names if (each := SERVICE.field(name)))


def _lines(name: str, label: str, more: str = "") -> Field:
    return Field(name, Kind.NAMES, label, more, sensitivity=Sensitivity.PLAIN)


FORM = RecordType(
    app=APP_NAME,
    name="form",
    label=N_("Service"),
    home=HOME,
    readers=READERS,
    fields=(
        *_of_service("name"),
        line("organization", N_("Organisation")),
        *_of_service("description", "eligibility_description", "application_process"),
        *_of_service("cost", "fees_description", "wait_time"),
        _lines("phones", N_("Phone numbers"), N_("One a line.")),
        *_of_service("email", "url"),
        line("address", N_("Street and house")),
        line("town", N_("Town")),
        choice("country", N_("Country"), COUNTRIES),
        line("district", N_("District"), N_("From the practice's own list.")),
        _lines("hours", N_("Opening times"),
               N_("One a line, such as 1-5 09:00-17:00; 1 is Monday.")),
        *_of_service("spoken"),
        _lines("documents", N_("Papers to bring"), N_("One a line.")),
        Field("free_places", Kind.NUMBER, N_("Places free"), sensitivity=Sensitivity.PLAIN),
        *_of_service("alert", "factors", "activities", "safe_for", "state_risk"),
        yes("confidential", N_("The address is confidential"),
            N_("Nothing about where it is leaves Panoh.")),
        text("confidential_address", N_("Confidential address"), N_("It never leaves Panoh."),
             length=2000),
        choice("status", N_("State"), STATUSES),
    ),
)  # fmt: skip

BY_PROVIDER = (
    "name", "description", "eligibility_description", "application_process", "fees_description",
    "wait_time", "phones", "email", "url", "hours", "documents", "alert",
)  # fmt: skip
"""What a provider is asked about; nothing of ours, and no address that could be confidential."""
