"""What the tablets sent, as it came."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, text
from sqlmodel import Field

from server.tables.base import ServerTable

IS_NOT_STORED = text("receipt IN ('refused', 'held')")
IS_MENDING = text("mends IS NOT NULL")


class LoggedOperation(ServerTable, table=True):
    """Every operation a tablet sent, for ever, under the district of the tablet; `receipt` says what became of it.

    `digest` is the salted hash of the body, for which the chain stands. One whose body retention removed has neither
    body nor salt, and keeps its digest. `place` in its run counts from 0; None: of an older version, not known.
    """

    __tablename__ = "logged_operation"
    __table_args__ = (
        Index("logged_operation_row", "district_code", "row_id"),
        Index("logged_operation_household", "district_code", "household_id"),
        Index(
            "logged_operation_not_stored",
            "district_code",
            "receipt",
            sqlite_where=IS_NOT_STORED,
            postgresql_where=IS_NOT_STORED,
        ),
        Index("logged_operation_run", "district_code", "run_id", "place"),
        Index("logged_operation_mends", "district_code", "mends", sqlite_where=IS_MENDING, postgresql_where=IS_MENDING),
    )

    district_code: str = Field(primary_key=True)
    stamp: str = Field(primary_key=True, max_length=32)
    run_id: UUID
    action_id: UUID
    entity: str
    row_id: UUID
    household_id: UUID
    officer_id: UUID
    device_id: UUID
    body: bytes = Field(sa_type=LargeBinary)
    salt: bytes = Field(sa_type=LargeBinary)
    digest: bytes = Field(sa_type=LargeBinary)
    place: int | None = None
    at: int = Field(sa_type=BigInteger)
    received_ms: int = Field(sa_type=BigInteger)
    receipt: str
    refusal: str | None = None
    detail: str | None = None
    late: bool = False
    handed_ms: int | None = Field(default=None, sa_type=BigInteger)  # the tablet's clock when it was left to the office
    handed_note: str | None = None
    decided_ms: int | None = Field(default=None, sa_type=BigInteger)  # when the office took it in or set it aside
    mends: str | None = Field(default=None, max_length=32)  # as its body has it: the stamp it takes the place of


class LoggedRun(ServerTable, table=True):
    """A signed run as it came. `forked`: it did not continue the last hash known of that officer on that tablet.

    `number` counts the runs of an officer on a tablet from 1, `public_key` is the one it was signed for, none where
    an older version did not keep it. `digests` are the salted hashes that lead from `continues` to `ends`, 32 bytes
    each. `elsewhere` names those of them that have no line of this run: a JSON object of place and stamp.
    """

    __tablename__ = "logged_run"
    __table_args__ = (Index("logged_run_number", "district_code", "device_id", "officer_id", "number"),)

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    officer_id: UUID
    device_id: UUID
    number: int = Field(sa_type=BigInteger)
    public_key: bytes = Field(sa_type=LargeBinary)
    continues: bytes = Field(sa_type=LargeBinary)
    digests: bytes = Field(sa_type=LargeBinary)
    elsewhere: str = ""
    ends: bytes = Field(sa_type=LargeBinary)
    signature: bytes = Field(sa_type=LargeBinary)
    received_ms: int = Field(sa_type=BigInteger)
    forked: bool = False
