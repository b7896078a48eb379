"""The read API as OpenAPI 3.0, so that other programs know what they may ask."""

from __future__ import annotations

from typing import Any

from panoh.apps.directory.serve.answers import (
    LINKS,
    MOST_ON_A_PAGE,
    OF_ONE,
    PAGED,
    PATHS,
    TAKES,
    USUAL_ON_A_PAGE,
    VERSION,
    YES_NO,
)

_NEEDED: dict[str, list[str]] = {
    "services": ["id"],
    "organizations": ["id", "name"],
    "service_at_locations": ["id"],
    "taxonomies": ["id", "name", "description"],
    "taxonomy_terms": ["id", "name", "description"],
}


def described() -> dict[str, Any]:
    paths: dict[str, Any] = {
        "/": {"get": _operation("root", "What this directory is.", {"type": "object"})},
        "/openapi.json": {"get": _operation("openapi", "This description.", {"type": "object"})},
    }
    for path in PATHS:
        item = _record(path)
        page = {
            "type": "object",
            "required": ["total_items", "total_pages", "page_number", "size", "contents"],
            "properties": {
                **{name: {"type": "integer"} for name in
                   ("total_items", "total_pages", "page_number", "size")},
                **{name: {"type": "boolean"} for name in ("first_page", "last_page", "empty")},
                "contents": {"type": "array", "items": item},
            },
        }  # fmt: skip
        listed = _operation(f"list_{path}", f"A page of {path}.", page, refused=True)
        listed["parameters"] = [_parameter(name) for name in (*TAKES[path], *PAGED)]
        paths[f"/{path}"] = {"get": listed}
        summary = f"One of {path} with all that hangs on it."
        one = _operation(f"get_{path}", summary, item, refused=True)
        one["parameters"] = [
            {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
            *(_parameter(name) for name in OF_ONE.get(path, ())),
        ]
        one["responses"]["404"] = _refusal("There is no such record.")
        paths[f"/{path}/{{id}}"] = {"get": one}
    info = {"title": "Directory of services (HSDS)", "version": VERSION}
    return {"openapi": "3.0.3", "info": info, "paths": paths}


def _record(path: str) -> dict[str, Any]:
    return {
        "type": "object",
        "required": _NEEDED[path],
        "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
    }


def _operation(
    name: str, summary: str, schema: dict[str, Any], *, refused: bool = False
) -> dict[str, Any]:
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": {"application/json": {"schema": schema}}},
    }
    if refused:
        answers["400"] = _refusal("A parameter cannot be read.")
    return {"operationId": name, "summary": summary, "responses": answers}


def _refusal(description: str) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["detail"],
        "properties": {"detail": {"type": "string"}},
    }
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _parameter(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string", "maxLength": 200}
    if name == "page":
        schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999, "default": 1}
    elif name == "per_page":
        schema = {"type": "integer", "minimum": 1, "maximum": MOST_ON_A_PAGE,
                  "default": USUAL_ON_A_PAGE}  # fmt: skip
    elif name in YES_NO:
        schema = {"type": "boolean"}
    elif name == "proximity":
        schema = {"type": "integer", "minimum": 1, "maximum": 999_999_999}
    elif name == "format":
        schema = {"type": "string", "enum": ["json"]}
    elif name == "modified_after":
        schema = {"type": "string", "format": "date-time"}
    elif name in LINKS:
        schema = {"type": "string", "maxLength": 200}
    return {"name": name, "in": "query", "required": False, "schema": schema}
