"""Officers, where they work, and how they get in."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Index, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable
from shared_models.officer import Role
from shared_models.synced import coded


class OfficerAccount(ServerTable, table=True):
    __tablename__ = "officer"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    role: Role = coded(default=Role.OFFICER)
    revoked: bool = False
    password: str | None = None  # Argon2id, for the office console only
    username: str | None = Field(default=None, index=True)
    password_due: bool = False  # another person knows the password: it is changed before anything else


class OfficerArea(ServerTable, table=True):
    """An area an officer holds or has held: what was ever held is kept, so that late work is still judged by it."""

    __tablename__ = "officer_area"

    district_code: str = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    area_code: str = Field(primary_key=True, max_length=8)
    since: datetime = Field(sa_type=DateTime(timezone=True))
    until: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class ConsoleSession(ServerTable, table=True):
    """A browser that somebody has signed in with, by the hash of what it keeps. `csrf` comes back with every form."""

    __tablename__ = "console_session"

    token_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    district_code: str
    officer_id: UUID
    csrf: str
    began_ms: int = Field(sa_type=BigInteger)
    seen_ms: int = Field(sa_type=BigInteger)


class SignInTry(ServerTable, table=True):
    """Passwords that did not fit a user name, by the hash of the name, whether anybody has that name or not."""

    __tablename__ = "sign_in_try"

    name_hash: bytes = Field(sa_type=LargeBinary, primary_key=True)
    wrong: int = 0  # since the last right one
    wait_until_ms: int = Field(default=0, sa_type=BigInteger)
    tried_ms: int = Field(default=0, sa_type=BigInteger, index=True)


class EnrolmentCode(ServerTable, table=True):
    """A one-time code by its first letters. `used_by` is the key that used it: its retry gets the same answer."""

    __tablename__ = "enrolment_code"

    lookup: str = Field(primary_key=True, max_length=4)
    district_code: str
    officer_id: UUID
    key: bytes = Field(sa_type=LargeBinary)  # the stretched secret part
    expires_at: datetime = Field(sa_type=DateTime(timezone=True))
    tries_left: int = 5
    used_by: bytes | None = Field(default=None, sa_type=LargeBinary)
    device_id: UUID | None = None


class RecoveryEscrow(ServerTable, table=True):
    """An officer's recovery codes on a tablet, sealed to the district's recovery key. A challenge names the `tag`."""

    __tablename__ = "recovery_escrow"
    __table_args__ = (Index("recovery_escrow_tag", "tag"),)

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    tag: str = Field(max_length=9)
    sealed: bytes = Field(sa_type=LargeBinary)
