"""Every form of the program: how it is sent wrong, or that it takes anything."""

from __future__ import annotations

from tests.journeys import together

OWN_WORK = {
    "/", "/told/{id}", "/unlock/{id}", "/vault/new", "/vault/phrase", "/vault/back",
    "/vault/paper", "/vault/paper/shown", "/client/{id}/erased", "/note/{id}/erase",
    "/client/{id}/term", "/client/{id}/paper/check", "/client/{id}/paper/sheet",
    "/client/{id}/export/file", "/export/file", "/import/preview", "/import/done",
    "/client/{id}/own", "/client/{id}/beside", "/client/{id}/paper/file", *together.OWN_WORK,
    "/unlock/{id}/trustees", "/recovery/words", "/recovery/words/{number}", "/recovery/mine",
    "/attachment/{id}/picture", "/attachment/{id}/file", "/erased/{id}",
    "/client/{id}/elsewhere",
}  # fmt: skip
"""Pages that only the flows below lead to."""
REFUSES_EMPTY = {
    "/contact/new", "/contact/{id}/edit", "/contact/{id}/hand-over", "/contact/{id}/attach",
    "/client/{id}/needs/new", "/client/{id}/goal/new", "/client/{id}/step/new",
    "/client/{id}/support/new", "/client/{id}/note/new", "/client/{id}/follow-up/new",
    "/client/{id}/close", "/client/{id}/reopen", "/goal/{id}", "/step/{id}", "/follow-up/{id}",
    "/follow-up/{id}/edit", "/note/{id}/amend", "/phrase", "/two-values/{id}", "/card/new",
    "/card/{id}/edit", "/card/{id}/review", "/card/{id}/text", "/demand/new",
    "/client/{id}/demand/new", "/demand/{id}", "/client/{id}/erase", "/retention",
    "/client/{id}/paper", "/import", "/client/{id}/export", "/export", "/client/before",
    "/client/{id}/keeping", "/client/{id}/consent/new", "/client/{id}/override/new",
    "/consent/{id}", "/consent/words", "/client/{id}/person/new", "/person/{id}",
    "/client/{id}/tie/new", "/now/whom", "/share/{id}/invite", "/share/{id}/grant",
    "/share/{id}/hand-over", "/join", "/devices/add",
    "/client/{id}/second-look/new", "/second-look/{id}", "/caseload/{id}", "/phone",
}  # fmt: skip
REFUSES_OTHERWISE = {
    "/client/{id}/reaching": {"phone": "no number"},
    "/client/new": {"phone": "no number"},
    "/client/{id}/household": {"children": "1", "small": "9"},
}
TAKES_ANYTHING = {
    "/client/new/alike", "/client/{id}/called", "/client/{id}/language", "/client/{id}/danger",
    "/client/{id}/wants", "/client/{id}/about", "/client/{id}/agreement", "/need/{id}",
    "/clients", "/search", "/contact/group", "/client/{id}/review", "/client/{id}/card",
    "/card-used/{id}", "/client/{id}/forget", "/own/new", "/client/{id}/together",
    "/together/{id}", "/person/{id}/erase", "/together/{id}/erase", "/device/{id}/revoke",
    "/phone/{id}/out",
}  # fmt: skip
