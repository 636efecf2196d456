"""What the office's list of households shows and asks for, worked out from the synced rows (household_index.py)."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field

from server.tables.base import ServerTable

# Texts whose byte order is the order of a list (thai_text.sort_key), whatever the database's language.
ORDERED = String().with_variant(String(collation="C"), "postgresql")


# What work is counted from: an index has it all, so that counting reads no words.
_COUNTED = ("district_code", "village", "officer_id", "status", "visited_on", "open_problems")


class HouseholdLine(ServerTable, table=True):
    """A household in the office's list. `place` and `head_sort` are what it is sorted by.

    `failed` and `groups` are codes after a blank each, `work` codes of household_line.Work; `visited_on` the day of the
    latest finished visit, `stage` as last decided. `stale_on`: the day from which an age or an assignment may say
    something else. `words` are what a search looks through (search_words.py).
    """

    __tablename__ = "household_line"
    __table_args__ = (
        Index("household_line_place", "district_code", "place"),
        Index("household_line_stale", "district_code", "stale_on"),
        Index("household_line_load", *_COUNTED),
    )

    district_code: str = Field(primary_key=True)
    household_id: UUID = Field(primary_key=True)
    village: str = Field(max_length=8)
    place: str = Field(sa_type=ORDERED)  # type: ignore[call-overload]
    head_sort: str = Field(sa_type=ORDERED)  # type: ignore[call-overload]
    status: str
    members: int
    failed: str
    groups: str
    stage: str
    visited_on: str
    open_problems: int
    work: str
    officer_id: UUID | None = None
    stale_on: str = Field(max_length=10)
    words: str = Field(sa_type=String)


class HouseholdLines(ServerTable, table=True):
    """How far a district's lines are: the feed's seq that they follow, and by which year and rules (`basis`)."""

    __tablename__ = "household_lines"

    district_code: str = Field(primary_key=True)
    seq: int = Field(default=0, sa_type=BigInteger)
    basis: str
