"""What the OpenAPI description says of a route beside what FastAPI sees: its refusals, and bodies of MessagePack."""

from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from server.errors import OTHERWISE, STATUS
from shared_models.exchange import CONTENT_TYPE, Wire

Responses = dict[int | str, dict[str, Any]]


class Refused(BaseModel):
    """How every DomainError is answered."""

    code: str
    details: dict[str, Any]


def refusals(*codes: str) -> Responses:
    """The answers of a route that can raise errors of these codes."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(STATUS.get(code, OTHERWISE), []).append(code)
    return {status: {"model": Refused, "description": ", ".join(named)} for status, named in by_status.items()}


def answered(*content_types: str, status: int = 200, words: str = "OK") -> Responses:
    """An answer in one of these types; without any it has no body."""
    content = {"content": {name: {} for name in content_types}} if content_types else {}
    return {status: {"description": words, **content}}


def packed_body(path: str, model: type[Wire]) -> dict[str, Any]:
    """The body of a POST to `path`: `model` as MessagePack, perhaps compressed.

    References point at where the schema stands in the document: FastAPI puts no models of ours among its own.
    """
    steps = ("paths", path, "post", "requestBody", "content", CONTENT_TYPE, "schema", "$defs")
    schema = model.model_json_schema(ref_template=f"{_pointer(steps)}/{{model}}")
    return {"requestBody": {"required": True, "content": {CONTENT_TYPE: {"schema": schema}}}}


def _pointer(steps: Sequence[str]) -> str:
    """RFC 6901, as the fragment of an address."""
    return "#/" + "/".join(step.replace("~", "~0").replace("/", "~1") for step in steps)
