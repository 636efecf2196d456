"""Long work of the office, and the files that go into it and come out."""

from uuid import UUID

from sqlalchemy import BigInteger, Index, LargeBinary, String
from sqlmodel import Field

from server.tables.base import ServerTable


class Job(ServerTable, table=True):
    """Long work that was asked for (jobs.py). `wants` and `result` are JSON objects, `beat_ms` a sign of life."""

    __tablename__ = "job"
    __table_args__ = (Index("job_state", "state"),)

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=40)
    asked_by: UUID
    asked_ms: int = Field(sa_type=BigInteger)
    wants: str = Field(sa_type=String)
    state: str = Field(max_length=20)
    stage: str = Field(default="", max_length=40)
    done: int = Field(default=0, sa_type=BigInteger)
    total: int = Field(default=0, sa_type=BigInteger)
    beat_ms: int = Field(default=0, sa_type=BigInteger)
    tries: int = 0
    is_cancelled: bool = False
    ended_ms: int = Field(default=0, sa_type=BigInteger)
    result: str = Field(default="{}", sa_type=String)


class StoredFile(ServerTable, table=True):
    """A file that came in or goes out, until `kept_until_ms`; `hash` is its SHA-256."""

    __tablename__ = "stored_file"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    name: str
    media_type: str
    size: int = Field(sa_type=BigInteger)
    hash: str = Field(max_length=64)
    kept_until_ms: int = Field(sa_type=BigInteger)


class StoredFilePart(ServerTable, table=True):
    """A piece of a stored file, in its place."""

    __tablename__ = "stored_file_part"

    district_code: str = Field(primary_key=True)
    file_id: UUID = Field(primary_key=True)
    place: int = Field(primary_key=True)
    blob: bytes = Field(sa_type=LargeBinary)
