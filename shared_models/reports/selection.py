"""What a caseload asks of a database, where there is one: columns alone, since rows of models take long to make."""

from typing import Any

from sqlalchemy import ColumnElement, String, type_coerce
from sqlmodel import col

from shared_models.entities import ENTITIES, id_fields


def columns_of(entity: str, names: tuple[str, ...]) -> list[ColumnElement[Any]]:
    """id, household_id and these fields, for `select`. Ids come as the database holds them, the same in every table."""
    return [_column(entity, name) for name in dict.fromkeys(("id", "household_id", *names))]


def _column(entity: str, name: str) -> ColumnElement[Any]:
    column: Any = col(getattr(ENTITIES[entity], name))
    coerced: ColumnElement[Any] = type_coerce(column, String).label(name) if name in id_fields(entity) else column
    return coerced
