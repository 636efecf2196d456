"""The log of one file's import, a line for each of its districts: begun, how far it is, finished, undone."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import update
from sqlmodel import Session, col

from server.database import Database
from server.services.importing.target_file import TargetFile
from server.tables import ImportBatch
from shared_models.errors import DomainError

if TYPE_CHECKING:
    from server.services.importing.target_lists import ImportCounts

TARGETS, WELFARE = "targets", "welfare"  # what a list is about
_WRITTEN = ("added", "changed", "kept", "new_households", "new_persons")  # add up when an import goes on


class UnknownImport(DomainError):
    """There is no such list or import in this district, or none any more."""

    code = "unknown_import"


class ImportLog:
    """Of a target list. `districts` are those that the list has lines of, `served` those that could have had some."""

    def __init__(
        self, database: Database, file: TargetFile, districts: Sequence[str], *, served: Iterable[str]
    ) -> None:
        self.database, self.file, self.districts = database, file, districts
        self.import_id = file.import_id(served)

    def is_finished(self) -> bool:
        """Whether this very list was brought in before, and not undone since."""
        with self.database.reading() as session:
            rows = [session.get(ImportBatch, (district, self.import_id)) for district in self.districts]
            return bool(rows) and all(row is not None and row.finished_at and not row.undone_ms for row in rows)

    def open(self, name: str, counts: "ImportCounts", *, imported_by: str, now: datetime) -> None:
        """Begin it, or go on: `counts` then begin with what was written before."""
        with self.database.writing() as session:
            for district in self.districts:
                row = session.get(ImportBatch, (district, self.import_id))
                if row is None or row.undone_ms or row.undoing:
                    row = session.merge(self._new(district))
                for field in _WRITTEN:
                    setattr(counts, field, json.loads(row.counts).get(field, 0))
                row.name, row.imported_by, row.begun_ms = name, imported_by, int(now.timestamp() * 1000)

    def _new(self, district: str) -> ImportBatch:
        return ImportBatch(
            district_code=district,
            id=self.import_id,
            file_hash=self.file.file_hash,
            dictionary_hash=self.file.dictionary_hash,
            imported_by="",
            kind=TARGETS,
            origin=self.file.origin,
        )

    def note(self, session: Session, counts: "ImportCounts") -> None:
        """How far it is, in the transaction that filed so much."""
        written = json.dumps({name: getattr(counts, name) for name in _WRITTEN})
        mine = col(ImportBatch.district_code).in_(self.districts), col(ImportBatch.id) == self.import_id
        session.connection().execute(update(ImportBatch).where(*mine).values(counts=written))

    def finish(self, counts: "ImportCounts", now: datetime) -> None:
        with self.database.writing() as session:
            for district in self.districts:
                row = session.get_one(ImportBatch, (district, self.import_id))
                row.finished_at, row.counts = now, json.dumps(asdict(counts))
