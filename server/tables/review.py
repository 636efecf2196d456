"""What the office keeps of its review queues beside the rows themselves."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field

from server.tables.base import ServerTable


class ReviewMark(ServerTable, table=True):
    """What somebody decided about a case that stays as it is (review_marks.py). It holds while `basis` does."""

    __tablename__ = "review_mark"

    district_code: str = Field(primary_key=True)
    queue: str = Field(primary_key=True, max_length=20)
    subject: str = Field(primary_key=True, max_length=40)
    mark: str = Field(max_length=20)
    basis: str = Field(max_length=64)
    note: str = Field(default="", sa_type=String)
    marked_by: UUID
    marked_ms: int = Field(sa_type=BigInteger)


class DuplicatePair(ServerTable, table=True):
    """Two entries that may be one person, `one` the lesser id, and what was decided of them (duplicates.py).

    `decided_ms` 0: nothing yet. `before` is a JSON list of what a merge changed, from which it can be taken apart.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (Index("duplicate_pair_state", "district_code", "state"),)

    district_code: str = Field(primary_key=True)
    one: UUID = Field(primary_key=True)
    other: UUID = Field(primary_key=True)
    score: int
    state: str = Field(max_length=20)
    found_ms: int = Field(sa_type=BigInteger)
    decided_ms: int = Field(default=0, sa_type=BigInteger)
    decided_by: UUID | None = None
    kept: UUID | None = None
    before: str = Field(default="[]", sa_type=String)
