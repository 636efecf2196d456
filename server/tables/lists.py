"""What came in from files: edited reference tables, imports, other agencies' datasets."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, String
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
    """One committed import: which file (by hash), by whom, and its counts as JSON.

    `name` is the file's, `origin` the hash that its values carry in their stamps ("" before 0011: it cannot be undone).
    `undone_ms` is 0 until it is undone; `undoing` from when that begins.
    """

    __tablename__ = "import_batch"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    file_hash: str
    dictionary_hash: str
    imported_by: str
    finished_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    counts: str = Field(default="{}", sa_type=String)
    kind: str = Field(default="", max_length=20)
    name: str = Field(default="", sa_type=String)
    origin: str = Field(default="", max_length=64)
    begun_ms: int = Field(default=0, sa_type=BigInteger)
    undoing: bool = False
    undone_ms: int = Field(default=0, sa_type=BigInteger)
    undone_by: str = Field(default="", sa_type=String)


class ImportChange(ServerTable, table=True):
    """A stored row that an import changed: JSON of the changed columns, `before` (null: new) and `after`."""

    __tablename__ = "import_change"

    district_code: str = Field(primary_key=True)
    import_id: UUID = Field(primary_key=True)
    entity: str = Field(primary_key=True, max_length=40)
    row_id: UUID = Field(primary_key=True)
    before: str = Field(sa_type=String)
    after: str = Field(sa_type=String)


class ImportCase(ServerTable, table=True):
    """A list on its way in: the file, how it is to be read, and what a trial said.

    `choices` is JSON of list_reading.Choices, `dictionary` the text by which it is read, `dataset` JSON of what an
    agency says of it, `trial` JSON of the last trial ("" when the reading has changed since).
    """

    __tablename__ = "import_case"

    district_code: str = Field(primary_key=True)
    id: UUID = Field(primary_key=True)
    kind: str = Field(max_length=20)
    file_id: UUID
    name: str = Field(sa_type=String)
    size: int = Field(sa_type=BigInteger)
    lines: int = Field(sa_type=BigInteger)
    made_by: UUID
    made_ms: int = Field(sa_type=BigInteger)
    choices: str = Field(default="{}", sa_type=String)
    dictionary: str = Field(default="", sa_type=String)
    dictionary_name: str = Field(default="", sa_type=String)
    dataset: str = Field(default="{}", sa_type=String)
    trial: str = Field(default="", sa_type=String)
    trial_ms: int = Field(default=0, sa_type=BigInteger)
    report_id: UUID | None = None
    import_id: UUID | None = None


class KnownDictionary(ServerTable, table=True):
    """A data dictionary that was used before in the district, to be chosen again. `id` is the hash of its text."""

    __tablename__ = "known_dictionary"

    district_code: str = Field(primary_key=True)
    id: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=20)
    name: str = Field(sa_type=String)
    body: str = Field(sa_type=String)
    used_ms: int = Field(sa_type=BigInteger)


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
