"""What left the vault on purpose: a paper that was printed, a case that was exported."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

PAPERS = (
    Choice("plan", N_("Plan")),
    Choice("summary", N_("Summary")),
    Choice("consent", N_("Consent form")),
    Choice("safety_plan", N_("Safety plan")),
)

TAKEN = (
    *PAPERS,
    Choice("paper", N_("A paper")),
    Choice("case", N_("The whole case")),
    Choice("attachment", N_("Attachment")),
)

FOUND_BY = (
    Choice("nobody", N_("Nobody else")),
    Choice("family", N_("The family or people at home")),
    Choice("work", N_("People at work")),
    Choice("border", N_("Police, or somebody at a border")),
)

FORMS = (
    Choice("page", N_("Opened for printing")),
    Choice("pdf", N_("PDF")),
    Choice("pdf_password", N_("PDF with a password")),
    Choice("age", N_("Sealed file (age)")),
    Choice("zip", N_("Sealed file (zip)")),
    Choice("file", N_("File, not sealed")),
)

TAKEN_OUT = RecordType(
    app=APP_NAME,
    name="taken_out",
    label=N_("Taken out of the vault"),
    help=N_("What was printed or exported, in which form, and who might find it."),
    fields=(
        client_link(),
        Field("taken_at", Kind.TIME, N_("When"), required=True, sensitivity=Sensitivity.PLAIN),
        Field(
            "what",
            Kind.CHOICE,
            N_("What"),
            choices=TAKEN,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "form",
            Kind.CHOICE,
            N_("In which form"),
            choices=FORMS,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field(
            "found_by",
            Kind.CHOICE,
            N_("Who might find this?"),
            choices=FOUND_BY,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("recipient", Kind.TEXT, N_("Who gets it?"), max_length=200),
        Field("agreement", Kind.LINK, N_("On which consent"), sensitivity=Sensitivity.PLAIN),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    append_only=True,
    access="taken_out",
)
