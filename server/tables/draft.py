"""What officers of revoked tablets had typed and not saved, and to whom the office passed it on."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable


class HeldDraft(ServerTable, table=True):
    """A draft as the tablet had it, by the mark of its text; `form` names the form, `body` its values as JSON.

    `passing_id`: the passing on that no tablet has confirmed yet. `aside_…`: when, by whom and why nobody is to go on.
    """

    __tablename__ = "held_draft"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    mark: bytes = Field(sa_type=LargeBinary, primary_key=True)
    officer_id: UUID
    household_id: UUID | None = None
    form: str
    body: str
    saved_ms: int = Field(sa_type=BigInteger)  # the tablet's clock
    received_ms: int = Field(sa_type=BigInteger)
    passing_id: UUID | None = None
    aside_ms: int | None = Field(default=None, sa_type=BigInteger)
    aside_by: UUID | None = None
    aside_why: str | None = None


class DraftPassing(ServerTable, table=True):
    """That a held draft, named by its tablet and mark, was passed on to an officer, by whom and when.

    `tablet_id`: the officer's tablet that it was told to, and no other one is; `taken_ms`: when that one said that it
    has it.
    """

    __tablename__ = "draft_passing"
    __table_args__ = (
        Index("draft_passing_officer", "district_code", "officer_id"),
        Index("draft_passing_draft", "district_code", "device_id"),
    )

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    device_id: UUID
    mark: bytes = Field(sa_type=LargeBinary)
    officer_id: UUID
    passed_by: UUID
    passed_ms: int = Field(sa_type=BigInteger)
    tablet_id: UUID | None = None
    taken_ms: int | None = Field(default=None, sa_type=BigInteger)
