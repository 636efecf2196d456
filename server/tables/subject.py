"""What people ask about their own data (PDPA s.30 to 36)."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, String
from sqlmodel import Field

from server.tables.base import ServerTable


class SubjectRequest(ServerTable, table=True):
    """A request of a person, or of somebody for them (subject_requests.py). Days are as 2026-11-30.

    `outcome` "" and `answered_ms` 0: not answered yet. `ended_ms`: an objection or a restriction that holds no longer.
    """

    __tablename__ = "subject_request"
    __table_args__ = (
        Index("subject_request_person", "district_code", "person_id"),
        Index("subject_request_due", "district_code", "answered_ms", "due_on"),
    )

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    person_id: UUID
    household_id: UUID
    kind: str = Field(max_length=20)
    asked_by: str = Field(max_length=200)
    asked_on: str = Field(max_length=10)
    due_on: str = Field(max_length=10)
    words: str = Field(default="", sa_type=String)
    noted_by: UUID
    noted_ms: int = Field(sa_type=BigInteger)
    outcome: str = Field(default="", max_length=20)
    answer: str = Field(default="", sa_type=String)
    answered_by: UUID | None = None
    answered_ms: int = Field(default=0, sa_type=BigInteger)
    ended_by: UUID | None = None
    ended_ms: int = Field(default=0, sa_type=BigInteger)
