"""What came in from files: edited reference tables, imports, other agencies' datasets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, String
from sqlmodel import Field

from server.tables.base import ServerTable


class EditedTable(ServerTable, table=True):
    """A table of reference data that an office has edited, as CSV: reference.READERS reads it."""

    __tablename__ = "edited_table"

    district_code: str = Field(primary_key=True)
    name: str = Field(primary_key=True, max_length=80)
    body: str = Field(sa_type=String)
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_by: str


class TableVersion(ServerTable, table=True):
    """What a table of reference data was from a moment on, numbered from 1; `body` None: the shipped one again."""

    __tablename__ = "table_version"

    district_code: str = Field(primary_key=True)
    name: str = Field(primary_key=True, max_length=80)
    number: int = Field(primary_key=True)
    body: str | None = Field(default=None, sa_type=String)
    changed_at: datetime = Field(sa_type=DateTime(timezone=True))
    changed_by: str


class ImportBatch(ServerTable, table=True):
    """One committed import: which file (by hash), by whom, and its counts as JSON."""

    __tablename__ = "import_batch"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    file_hash: str
    dictionary_hash: str
    imported_by: str
    finished_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    counts: str = Field(default="{}", sa_type=String)


class StoredDataset(ServerTable, table=True):
    """What an agency said of a welfare dataset, as dataset.Dataset has it, from the latest import.

    `first_year` (BE) is of the first import and never changes: the ids of receipts carry its time.
    """

    __tablename__ = "dataset"

    district_code: str = Field(primary_key=True)
    key: str = Field(primary_key=True, max_length=80)
    agency: str
    programme: str
    kind: str
    year: int
    first_year: int
    fund: str | None = None
    measure: str | None = None
    stored_as: str | None = None
    limits: str | None = None
    contact: str | None = None
