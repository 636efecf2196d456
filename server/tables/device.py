"""Tablets and the keys on them."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable


class Device(ServerTable, table=True):
    """A tablet. `number` is the highest request number seen from it."""

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    sealing_public: bytes = Field(sa_type=LargeBinary)
    number: int = Field(default=0, sa_type=BigInteger)
    revoked: bool = False
    app_version: str = ""
    seen_ms: int = Field(default=0, sa_type=BigInteger)
    skew_ms: int = Field(default=0, sa_type=BigInteger)


class DeviceKey(ServerTable, table=True):
    """An officer's signing key on a tablet, and the running hash of what that officer recorded there."""

    __tablename__ = "device_key"

    district_code: str = Field(primary_key=True)
    device_id: UUID = Field(primary_key=True)
    officer_id: UUID = Field(primary_key=True)
    public_key: bytes = Field(sa_type=LargeBinary)
    chain: bytes = Field(sa_type=LargeBinary)
