"""Tablets and the keys on them."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable


class Device(ServerTable, table=True):
    """A tablet. `number` is the highest request number seen from it.

    `waiting`: what it had still to send after its last request, None if it did not tell. `scope`: the area codes that
    it was last told to hold, joined by spaces. `revoked_by` None where a command on the server did it.
    """

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    sealing_public: bytes = Field(sa_type=LargeBinary)
    number: int = Field(default=0, sa_type=BigInteger)
    revoked: bool = False
    app_version: str = ""
    seen_ms: int = Field(default=0, sa_type=BigInteger)
    skew_ms: int = Field(default=0, sa_type=BigInteger)
    waiting: int | None = None
    scope: str = ""
    revoked_ms: int = Field(default=0, sa_type=BigInteger)
    revoked_by: UUID | None = None
    revoked_why: str = Field(default="", max_length=20)
    revoked_note: str = ""


class DeviceArea(ServerTable, table=True):
    """An area whose households a tablet was told to hold, from when, and until when it was told to drop them.

    `reckoned`: from the areas of its officers, as it exchanged before this was kept.
    """

    __tablename__ = "device_area"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    area_code: str = Field(primary_key=True, max_length=8)
    since_ms: int = Field(primary_key=True, sa_type=BigInteger)
    until_ms: int | None = Field(default=None, sa_type=BigInteger)
    reckoned: bool = False


class DeviceKey(ServerTable, table=True):
    """An officer's signing key on a tablet, the running hash of what was recorded there, and in how many runs."""

    __tablename__ = "device_key"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    chain: bytes = Field(sa_type=LargeBinary)
    runs: int = Field(default=0, sa_type=BigInteger)
