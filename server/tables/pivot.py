"""Pivots that the office has kept under a name."""

from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from server.tables.base import ServerTable


class SavedPivot(ServerTable, table=True):
    """The address of a pivot (console/pivot_choice.py) under a name. `is_shared`: all of the district see it."""

    __tablename__ = "saved_pivot"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str = Field(max_length=80)
    query: str
    made_by: UUID
    made_ms: int = Field(sa_type=BigInteger)
    is_shared: bool = False
