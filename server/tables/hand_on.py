"""What was handed on to other agencies: files, and keys to read with."""

from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, String
from sqlmodel import Field

from server.tables.base import ServerTable


class HandOn(ServerTable, table=True):
    """A file for another agency (hand_ons.py): to whom, what for, and what of. `groups` joined by blanks.

    `reader` is the key of the browser that asked, and `sealed` the passphrase sealed to it, until it was shown.
    `made_ms` 0: not made yet. The file itself is stored_file of the same id, as long as it is kept.
    """

    __tablename__ = "hand_on"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    number: int
    asked_by: UUID
    asked_ms: int = Field(sa_type=BigInteger)
    job_id: UUID
    recipient: str = Field(max_length=200)
    letter: str = Field(default="", max_length=100)
    purpose: str = Field(max_length=40)
    purpose_words: str = Field(sa_type=String)
    kind: str = Field(max_length=40)
    area_code: str = Field(max_length=8)
    year: int
    groups: str
    encoding: str = Field(max_length=20)
    era: str = Field(max_length=2)
    reader: bytes = Field(sa_type=LargeBinary)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    made_ms: int = Field(default=0, sa_type=BigInteger)
    kept_until_ms: int = Field(default=0, sa_type=BigInteger)
    rows: int = 0
    replaced: int = Field(default=0, sa_type=BigInteger)
    unwritable: int = Field(default=0, sa_type=BigInteger)
    size: int = Field(default=0, sa_type=BigInteger)
    hash: str = Field(default="", max_length=64)
    fetched: int = 0


class AgencyKey(ServerTable, table=True):
    """With what an agency's program reads by itself (agency_keys.py). Only the hash of its secret part is kept."""

    __tablename__ = "agency_key"

    district_code: str = Field(primary_key=True)
    lookup: str = Field(primary_key=True, max_length=12)
    secret_hash: bytes = Field(sa_type=LargeBinary)
    agency: str = Field(max_length=200)
    purpose: str = Field(max_length=40)
    purpose_words: str = Field(sa_type=String)
    area_code: str = Field(max_length=8)
    groups: str
    made_by: UUID
    made_ms: int = Field(sa_type=BigInteger)
    expires_ms: int = Field(sa_type=BigInteger)
    revoked_ms: int = Field(default=0, sa_type=BigInteger)
    used_ms: int = Field(default=0, sa_type=BigInteger)
