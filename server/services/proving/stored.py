"""Columns as they are stored, whatever somebody with the database put there, and which of them hold no such thing."""

import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, type_coerce
from sqlalchemy.types import NULLTYPE
from sqlmodel import Session

_HEX = re.compile(r"[0-9a-f]{32}")
Kinds = Mapping[str, Callable[[Any], bool]]
Row = Any  # of columns `as_stored`


def as_stored(model: type[Any], *names: str) -> list[ColumnElement[Any]]:
    """These columns of a table, read and compared without being turned into ids: text that is no id is only text."""
    return [type_coerce(getattr(model, name), NULLTYPE).label(name) for name in names]


@contextmanager
def any_text(session: Session) -> Iterator[None]:
    """Meanwhile text that is no UTF-8 is read with marks for what is none, where SQLite would give an error."""
    connection = session.connection().connection.dbapi_connection
    if not isinstance(connection, sqlite3.Connection):
        yield
        return
    before = connection.text_factory
    connection.text_factory = partial(str, encoding="utf-8", errors="replace")
    try:
        yield
    finally:
        connection.text_factory = before


def misfits(row: Row, kinds: Kinds) -> list[str]:
    """The names of the columns that hold another kind of value."""
    return [name for name, fits in kinds.items() if not fits(getattr(row, name))]


def as_id(value: Any) -> UUID | None:
    """The id that is stored as this: PostgreSQL has ids, SQLite their digits. None where it is none."""
    if isinstance(value, UUID):
        return value
    return UUID(hex=value) if is_id(value) else None


def plain(value: Any) -> Any:
    """An id as its digits, so that one that was read compares with one that is stored; anything else as it is."""
    return value.hex if isinstance(value, UUID) else value


def is_id(value: Any) -> bool:
    return isinstance(value, UUID) or (isinstance(value, str) and _HEX.fullmatch(value) is not None)


def is_stamp(value: Any) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def is_number(value: Any) -> bool:
    return isinstance(value, int)


def is_flag(value: Any) -> bool:
    """SQLite has 0 and 1."""
    return isinstance(value, int) and value in (0, 1)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_bytes(value: Any) -> bool:
    return isinstance(value, bytes)


def or_none(fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The kind of a column that may be empty."""
    return lambda value: value is None or fits(value)
