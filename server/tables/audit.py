"""The audit log."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
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
