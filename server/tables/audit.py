"""The audit log."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, String
from sqlmodel import Field

from server.tables.base import ServerTable


class AuditHead(ServerTable, table=True):
    """The last entry of a district's audit log; the row that whoever writes one locks first.

    When the chain was last gone through, how many entries were whole, and the first that was not.
    """

    __tablename__ = "audit_head"

    district_code: str = Field(primary_key=True)
    number: int = Field(sa_type=BigInteger)
    hash: bytes = Field(sa_type=LargeBinary)
    checked_ms: int = Field(default=0, sa_type=BigInteger)
    checked: int = Field(default=0, sa_type=BigInteger)
    broken_at: int | None = Field(default=None, sa_type=BigInteger)


class AuditEntry(ServerTable, table=True):
    """Something that was done with people's data (audit.py): by whom, None for a command, and about what."""

    __tablename__ = "audit_entry"

    district_code: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_type=BigInteger)
    at_ms: int = Field(sa_type=BigInteger)
    officer_id: UUID | None = None
    action: str = Field(max_length=40)
    subject: str
    hash: bytes = Field(sa_type=LargeBinary)


class LastProof(ServerTable, table=True):
    """What the last proof of a district's history found (last_proof.py), in ms, and for which printed `day`, if any.

    `found` is a JSON list of the first of `broken_count` places; `asked_by` None: a command. `whole_ms` and
    `broken_ms` are when it was last found whole, and last found broken in `broken_places` places.
    """

    __tablename__ = "last_proof"

    district_code: str = Field(primary_key=True)
    began_ms: int = Field(default=0, sa_type=BigInteger)
    ended_ms: int = Field(default=0, sa_type=BigInteger)
    outcome: str = Field(default="", max_length=20)
    asked_by: UUID | None = None
    day: str = Field(default="", max_length=10)
    operations: int = Field(default=0, sa_type=BigInteger)
    runs: int = Field(default=0, sa_type=BigInteger)
    entries: int = Field(default=0, sa_type=BigInteger)
    removed: int = Field(default=0, sa_type=BigInteger)
    not_kept: int = Field(default=0, sa_type=BigInteger)
    forks: int = Field(default=0, sa_type=BigInteger)
    broken_count: int = Field(default=0, sa_type=BigInteger)
    found: str = Field(default="[]", sa_type=String)
    whole_ms: int = Field(default=0, sa_type=BigInteger)
    broken_ms: int = Field(default=0, sa_type=BigInteger)
    broken_places: int = Field(default=0, sa_type=BigInteger)
