"""Files of whole areas, made for first downloads."""

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field

from server.tables.base import ServerTable


class StoredSnapshot(ServerTable, table=True):
    """An area's rows at one seq, made for first downloads: SHA-256, bytes and rows of the file (snapshot.py)."""

    __tablename__ = "snapshot"

    district_code: str = Field(primary_key=True)
    hash: str = Field(primary_key=True, max_length=64)
    scope_code: str = Field(max_length=8)
    seq: int = Field(sa_type=BigInteger)
    size: int = Field(sa_type=BigInteger)
    rows: int
    built_ms: int = Field(sa_type=BigInteger)


class SnapshotPart(ServerTable, table=True):
    """A piece of a snapshot's file; all but the last have snapshots.PART_BYTES."""

    __tablename__ = "snapshot_part"

    district_code: str = Field(primary_key=True)
    hash: str = Field(primary_key=True, max_length=64)
    place: int = Field(primary_key=True)
    blob: bytes = Field(sa_type=LargeBinary)
