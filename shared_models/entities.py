"""The registry that merge, outbox, exchange and export loop over: one line per synced entity."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from math import isfinite
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import BigInteger, Index

from shared_models.assignment import Assignment
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict
from shared_models.errors import InvalidChange
from shared_models.finding import Finding
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.plan import Plan
from shared_models.problem import Problem
from shared_models.stage_decision import StageDecision
from shared_models.synced import FILED, Synced, utc_text
from shared_models.visit import Visit
from shared_models.welfare_receipt import WelfareReceipt

ENTITIES: dict[str, type[Synced]] = {
    "household": Household,
    "person": Person,
    "mpi_assessment": MpiAssessment,
    "problem": Problem,
    "visit": Visit,
    "four_t": FourTAnalysis,
    "plan": Plan,
    "assistance": Assistance,
    "stage_decision": StageDecision,
    "welfare_receipt": WelfareReceipt,
    "assignment": Assignment,
    "conflict": Conflict,
    "finding": Finding,
}
SERVER_WRITES = frozenset({"conflict", "finding"})
IDENTITY = frozenset({"id", "household_id"})
HOUSEHOLD = "household_id"
MEMBERS = frozenset({"person"})  # whose household is a field that a change may rewrite; other rows stay where they are
UNKNOWN_CODE = "enum"  # pydantic's name of the error


for _name, _model in ENTITIES.items():
    # The district comes second: the tablet asks without it, and SQLite would else read a whole district by its key.
    for _column in ("household_id", "village"):
        _columns = _model.__table__.columns  # type: ignore[attr-defined]
        Index(f"{_name}_{_column}", _columns[_column], _columns["district_code"])


@cache
def fields(entity: str) -> tuple[str, ...]:
    """The fields of an entity that a form fills in, in the order of its model."""
    return tuple(name for name in ENTITIES[entity].model_fields if name not in FILED | IDENTITY)


@cache
def changeable(entity: str) -> frozenset[str]:
    """The fields of an entity that an operation may carry: those of its forms, and a member's household."""
    return frozenset(fields(entity)) | ({HOUSEHOLD} if entity in MEMBERS else frozenset())


@cache
def abouts() -> tuple[str, ...]:
    """The entities that the server files about a row, which they name by `row_id`: they are where that row is."""
    return tuple(entity for entity in ENTITIES if entity in SERVER_WRITES and "row_id" in ENTITIES[entity].model_fields)


@cache
def id_fields(entity: str) -> frozenset[str]:
    """The columns of an entity that hold ids, its own and its household's among them."""
    model = ENTITIES[entity].model_fields
    return frozenset(name for name, field in model.items() if field.annotation in (UUID, UUID | None))


@cache
def _adapter(entity: str, name: str) -> TypeAdapter[Any]:
    field = ENTITIES[entity].model_fields[name]
    annotation: Any = field.rebuild_annotation() if field.metadata else field.annotation
    return TypeAdapter(annotation)


@cache
def _greatest(entity: str, name: str) -> int:
    """The greatest whole number that the field's column can hold."""
    column: Any = ENTITIES[entity].__table__.c[name]  # type: ignore[attr-defined]
    return (1 << 63) - 1 if isinstance(column.type, BigInteger) else (1 << 31) - 1


def typed(entity: str, changes: Mapping[str, Scalar]) -> dict[str, Any]:
    """The values of `changes` as the model's types. Raises InvalidChange naming the first field that does not fit.

    Its reason is `unknown_field`, UNKNOWN_CODE for a choice that this version does not know, or pydantic's.
    """
    values = {}
    for name, value in changes.items():
        if name not in changeable(entity):
            raise InvalidChange(field=name, reason="unknown_field")
        try:
            values[name] = _adapter(entity, name).validate_python(value)
        except ValidationError as problem:
            raise InvalidChange(field=name, reason=problem.errors()[0]["type"]) from None
        if not _fits_column(entity, name, value):
            raise InvalidChange(field=name, reason="out_of_range")
    return values


def _fits_column(entity: str, name: str, value: Scalar) -> bool:
    """Whether both databases can store it: no NUL in a text, no infinity, no number too long."""
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, float):
        return isfinite(value)
    return value is None or abs(value) <= _greatest(entity, name)


def stored(entity: str, name: str, value: Scalar) -> Any:
    """A value that was accepted before as the model's type; a code that this version does not know stays a text."""
    try:
        return typed(entity, {name: value})[name]
    except InvalidChange as problem:
        if problem.details["reason"] == UNKNOWN_CODE:
            return value
        raise


def wire(value: Any) -> Scalar:
    """One value in the form it has in an operation: text, number, truth or None."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"no wire form for {type(value).__name__}")


def wire_values(row: Synced, names: Iterable[str]) -> dict[str, Scalar]:
    """These fields of a row in wire form."""
    return {name: wire(getattr(row, name)) for name in names}
