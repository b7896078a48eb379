"""Attachments: a photograph of a paper, kept in the case and nowhere else."""

from __future__ import annotations

from panoh.apps.casework.records.common import APP_NAME, client_link, restricted_field
from panoh.core.records.model import Choice, Field, Kind, RecordType, Sensitivity
from panoh.words import N_

MEDIA = (
    Choice("image/jpeg", N_("Photograph (JPEG)")),
    Choice("image/png", N_("Picture (PNG)")),
    Choice("application/pdf", N_("PDF")),
)

ATTACHMENT = RecordType(
    app=APP_NAME,
    name="attachment",
    label=N_("Attachment"),
    help=N_("A picture of a contract, a passport, a letter. Attach only what is needed."),
    fields=(
        client_link(),
        Field(
            "title",
            Kind.TEXT,
            N_("What it is"),
            help=N_("Such as: work contract. No name."),
            required=True,
            max_length=120,
            sensitivity=Sensitivity.SAFETY,
        ),
        Field(
            "media",
            Kind.CHOICE,
            N_("Kind of file"),
            choices=MEDIA,
            required=True,
            sensitivity=Sensitivity.PLAIN,
        ),
        Field("size", Kind.NUMBER, N_("Bytes"), required=True, sensitivity=Sensitivity.PLAIN),
        Field("check", Kind.TEXT, N_("Check"), required=True, sensitivity=Sensitivity.QUIET),
        Field(
            "pieces",
            Kind.LONG,
            N_("Pieces"),
            required=True,
            max_length=20_000,
            sensitivity=Sensitivity.QUIET,
        ),
        restricted_field(),
    ),
    home="case",
    readers=N_("Everybody in the case; a restricted one only those in its compartment"),
    append_only=True,
    access="attachment",
)
