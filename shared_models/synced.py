"""What every synced row has: its identity, its household, and its place in the district's feed."""

from datetime import UTC, datetime
from typing import Any, Self
from uuid import UUID

from sqlalchemy import BigInteger, Dialect, String
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

# Set by the server when it files a row; never part of an operation.
FILED = frozenset({"district_code", "village", "seq", "heads"})


def coded(**kwargs: Any) -> Any:
    """The column of a coded list: stored by its code, and an unknown code of a newer version is kept and shown."""
    return Field(sa_type=String, **kwargs)


def utc_text(moment: datetime) -> str:
    """A moment as stored and sent: UTC to the millisecond, so that texts sort like moments. Naive means UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.astimezone(UTC).isoformat(timespec="milliseconds")


class UtcText(TypeDecorator[datetime]):
    """A moment kept as its utc_text: the same in SQLite and PostgreSQL, and never without its zone."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """What is stored: utc_text."""
        return utc_text(value) if value else None

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """The moment with its zone."""
        return datetime.fromisoformat(value) if value else None


class Synced(SQLModel):
    """A row that tablets and server exchange. It belongs where its household is and is never deleted."""

    district_code: str = Field(default="", primary_key=True)
    id: UUID = Field(primary_key=True)
    household_id: UUID
    village: str = ""  # where the household is filed, 8 digits
    seq: int = Field(default=0, sa_type=BigInteger)  # 0: not yet filed by the server
    heads: str = "{}"  # see heads.py

    def check(self, before: Self | None) -> None:
        """Raise InvalidChange if an officer may not make this row out of `before` (None: a new row)."""
