"""Rows of the database as messages carry them: by column and in wire form."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Column, Date
from sqlalchemy import Row as SqlRow

from shared_models.columns import IdTable, Packed, pack
from shared_models.entities import ENTITIES, id_fields, wire
from shared_models.heads import without_named
from shared_models.synced import UtcText


@cache
def columns_of(entity: str) -> tuple[Column[Any], ...]:
    """The columns of an entity's table, in the order that `packed` takes them."""
    return tuple(ENTITIES[entity].__table__.columns)  # type: ignore[attr-defined]


def packed(entity: str, rows: Sequence[SqlRow[Any]], ids: IdTable) -> Packed:
    """Rows of `columns_of(entity)`, at least one, as a packed table."""
    columns = {}
    for column, values in zip(columns_of(entity), zip(*rows, strict=True), strict=True):
        into = _into_wire(column)
        columns[column.name] = values if into is None else [into(value) for value in values]
    return pack(columns, id_names=id_fields(entity), ids=ids)


def _into_wire(column: Column[Any]) -> Callable[[Any], Any] | None:
    """What brings a column's values into wire form; None where they are in it, or are ids."""
    if column.name == "heads":
        return without_named
    return wire if isinstance(column.type, Date | UtcText) else None
