"""What only the tablet keeps, on its own MetaData: outbox, drafts, search texts and the state of the exchange."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import LargeBinary, MetaData
from sqlmodel import Field, SQLModel

from shared_models.synced import coded


class DeviceTable(SQLModel):
    metadata = MetaData()


class SendState(StrEnum):
    """Of an operation: to be sent, waiting to go again by itself, in the tray, or received by the office."""

    OUT = "out"
    MISSING_ROW = "missing_row"
    UPGRADE = "upgrade"
    REFUSED = "refused"
    STORED = "stored"
    CONFLICT = "conflict"
    HELD = "held"


UNANSWERED = (SendState.OUT, SendState.MISSING_ROW, SendState.UPGRADE)
RECEIVED = (SendState.STORED, SendState.CONFLICT, SendState.HELD)


class OutboxEntry(DeviceTable, table=True):
    """An operation with its place in its officer's chain: the hash before it, after it, and that one's signature.

    A refused one stays in the tray until an officer has mended it or left it to the office.
    """

    __tablename__ = "outbox_entry"

    stamp: str = Field(primary_key=True)
    action_id: UUID
    officer_id: UUID = Field(index=True)
    entity: str
    row_id: UUID = Field(index=True)
    household_id: UUID = Field(index=True)
    body: bytes = Field(sa_type=LargeBinary)
    salt: bytes = Field(sa_type=LargeBinary)
    chain_before: bytes = Field(sa_type=LargeBinary)
    chain_after: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)
    state: SendState = coded(default=SendState.OUT, index=True)
    refusal: str | None = None
    detail: str | None = None  # a refusal's words, or the conflict's id
    answered_ms: int | None = None  # the tablet's clock at the last receipt
    received_ms: int | None = None  # the server's clock when the office had it
    replaced: str | None = None  # the values that its changes took the place of, as JSON
    mended_by: str | None = None  # the stamp of the operation that was recorded in its place
    handed_ms: int | None = None  # the tablet's clock when the officer left it to the office
    handed_note: str | None = None  # what the officer noted then
    handed_heard: bool | None = None  # whether the office has that on record

    @property
    def in_tray(self) -> bool:
        """Whether it waits for an officer; outbox.in_tray is the same as a condition."""
        return self.state == SendState.REFUSED and self.mended_by is None and self.handed_ms is None


class Draft(DeviceTable, table=True):
    """What was typed and not yet saved: a form's values and the heads it was opened with, as JSON.

    One that began with a draft of another officer says whose, and when that one typed it.
    """

    key: str = Field(primary_key=True)
    household_id: UUID | None = Field(default=None, index=True)
    officer_id: UUID
    body: str
    saved_ms: int
    writer: str | None = None
    written_ms: int | None = None
    passing_id: UUID | None = None


class PassedDraft(DeviceTable, table=True):
    """A draft for an officer that stands beside the officer's own ones: passed on by the office, or put aside here.

    `writer` is the officer who typed it, "" for the one it is for.
    """

    __tablename__ = "passed_draft"

    id: UUID = Field(primary_key=True)
    officer_id: UUID
    household_id: UUID | None = Field(default=None, index=True)
    form: str
    body: str
    saved_ms: int
    writer: str = ""


class Settling(DeviceTable, table=True):
    """A conflict that is settled on this tablet; the office counts it as open until it has the operation `stamp`."""

    conflict_id: UUID = Field(primary_key=True)
    stamp: str


class Leaving(DeviceTable, table=True):
    """A row outside the tablet's areas that waits for its last receipt, or for a draft; not in the digest."""

    row_id: UUID = Field(primary_key=True)
    entity: str


class FiledHome(DeviceTable, table=True):
    """The household under which the server has filed a row that an unanswered operation brings to another one."""

    __tablename__ = "filed_home"

    row_id: UUID = Field(primary_key=True)
    household_id: UUID = Field(index=True)


class HouseholdText(DeviceTable, table=True):
    """The words a household and its members are found by, and what it is sorted by; see search.py."""

    __tablename__ = "household_text"

    household_id: UUID = Field(primary_key=True)
    place: str
    words: bytes = Field(sa_type=LargeBinary)


class SyncState(DeviceTable, table=True):
    """One fact about the exchange, as JSON; see state.py for the names."""

    __tablename__ = "sync_state"

    name: str = Field(primary_key=True)
    value: str
