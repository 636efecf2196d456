"""The OpenAPI description of what agencies' programs read, made from the fields themselves."""

from typing import Any

from server.services.importing.agency_reading import MOST, USUAL
from server.services.pace import PER_MINUTE
from shared_models.agency_resource import RESOURCES, TARGET_GROUPS, Resource
from shared_models.entities import IDENTITY
from shared_models.field_facts import Kind
from shared_models.form import FormField
from shared_models.hand_on import FieldGroup
from shared_models.labels import choice, label

VERSION = "1"
PREFIX = "/api/v1"
STATUSES = {
    "400": "invalid_cursor",
    "401": "invalid_key, key_expired, key_revoked",
    "403": "outside_scope",
    "404": "unknown_resource",
    "422": "malformed",
    "429": "too_many_requests",
}
_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.YES_NO: {"type": "boolean"},
    Kind.NUMBER: {"type": "number"},
    Kind.MONEY: {"type": "integer"},
    Kind.LAND: {"type": "integer"},
    Kind.YEAR: {"type": "integer"},
    Kind.DATE: {"type": "string", "format": "date"},
    Kind.REFERENCE: {"type": "string", "format": "uuid"},
}
_NOTES = {
    Kind.MONEY: "satang · สตางค์",
    Kind.YEAR: "BE · พ.ศ.",
    Kind.PARTIAL_DATE: "BE: 2504-05-12, 2504-05, 2504, ~2504 (by age) · พ.ศ.",
    Kind.AREA: "DOPA",
}


def document() -> dict[str, Any]:
    """OpenAPI 3.1; the same for every district."""
    paths = {f"{PREFIX}/{name}": {"get": _operation(name, resource)} for name, resource in RESOURCES.items()}
    paths[f"{PREFIX}/key"] = {"get": _of_key()}
    schemas: dict[str, Any] = {name: _item(name, resource) for name, resource in RESOURCES.items()}
    schemas["error"] = _object({"code": {"type": "string"}, "details": {"type": "object"}})
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "สมุดเยี่ยมบ้าน · Home Visit Logbook",
            "version": VERSION,
            "description": (
                "อ่านทีละหน้า เก็บ next ไว้อ่านเฉพาะที่เปลี่ยนในครั้งต่อไป ทุกหน้าที่อ่านมีบันทึก · "
                "Read page by page and keep `next`: another day it brings what has changed. Each page is on record. "
                f"ปกติไม่เกิน {PER_MINUTE} คำขอต่อนาที เกินแล้วตอบ 429 รอตาม Retry-After · "
                f"Usually {PER_MINUTE} requests a minute; beyond, 429 says in Retry-After how many seconds to wait."
            ),
        },
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": schemas,
        },
    }


def groups_opening(resource: Resource) -> dict[str, str]:
    """Which group of a key's scope opens each field; "" for those that every key sees."""
    opened = dict.fromkeys(resource.base, "")
    for group in FieldGroup:
        for name in resource.groups.get(group, ()):
            opened[name] = group.value
    return opened


def _operation(name: str, resource: Resource) -> dict[str, Any]:
    needs = f" · needs the group {resource.needs.value}" if resource.needs else ""
    page = _object(
        {
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            "gone": {"type": "array", "items": {"type": "string", "format": "uuid"}},
            "next": {"type": "string"},
            "more": {"type": "boolean"},
        }
    )
    return {
        "operationId": f"read_{resource.entity if name != TARGET_GROUPS else 'target_groups'}",
        "summary": f"{label(resource.entity)} · {label(resource.entity, 'en')}{needs}",
        "parameters": [
            _parameter("cursor", {"type": "string"}),
            _parameter("limit", {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        ],
        "responses": {"200": _json(page), **_refusals()},
    }


def _of_key() -> dict[str, Any]:
    texts = {"type": "array", "items": {"type": "string"}}
    told = {
        "agency": {"type": "string"},
        "area": {"type": "string"},
        "groups": texts,
        "resources": texts,
        "expires_at": {"type": "string", "format": "date-time"},
    }
    summary = "ขอบเขตของกุญแจนี้ · what this key covers"
    return {"operationId": "read_key", "summary": summary, "responses": {"200": _json(_object(told)), **_refusals()}}


def _refusals() -> dict[str, Any]:
    error = {"$ref": "#/components/schemas/error"}
    return {status: _json(error, codes) for status, codes in STATUSES.items()}


def _item(name: str, resource: Resource) -> dict[str, Any]:
    if name == TARGET_GROUPS:
        return _object({"id": _TYPES[Kind.REFERENCE], "groups": {"type": "array", "items": _MEMBERSHIP}})
    opened = groups_opening(resource)
    return _object({field.name: _property(field, opened[field.name]) for field in resource.fields(set(FieldGroup))})


def _property(field: FormField, group: str) -> dict[str, Any]:
    facts = dict(_TYPES.get(field.kind, {"type": "string"}))
    key = f"row.{field.name}" if field.name in IDENTITY else field.key
    told = [f"{label(key)} · {label(key, 'en')}", _NOTES.get(field.kind, ""), f"group {group}" if group else ""]
    if field.choices is not None:
        kind = field.choices
        told.append("; ".join(f"{code.value}={choice(code, kind)}" for code in kind))
    if not field.required:
        facts["type"] = [facts["type"], "null"]
    return {**facts, "description": " | ".join(filter(None, told))}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _parameter(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema}


def _json(schema: dict[str, Any], words: str = "OK") -> dict[str, Any]:
    return {"description": words, "content": {"application/json": {"schema": schema}}}


_MEMBERSHIP = _object(
    {
        "group": {"type": "string", "enum": ["1", "2", "3", "4"]},
        "person_id": {"type": ["string", "null"], "format": "uuid"},
        "programme_year": {"type": "integer"},
        "rule": {"type": "string"},
        "card": {"type": "string"},
        "grounds": {"type": "array", "items": {"type": "string"}},
    }
)
