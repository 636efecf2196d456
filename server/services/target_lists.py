"""Importing an agency's target list: read it whole once, then file it household by household in short transactions."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlmodel import select

from server.database import Database
from server.services import target_batch
from server.services.feed import Feed
from server.services.officers import UnknownDistrict
from server.services.target_file import TargetFile
from server.services.target_plan import Planned
from server.services.target_reading import BATCH_LINES, Reading, lines_of, runs
from server.services.target_report import LineReport
from server.services.target_rows import ListedHousehold, ListOrigin, listed
from server.tables import District, ImportBatch
from shared_models.fiscal_year import thai_day
from shared_models.identity import derived_id
from shared_models.target_list import TargetLine, UnreadableList

REPORT_ENDING = ".refused.txt"
PROGRESS_LINES = 5000


@dataclass
class ImportCounts:
    """`lines` (without the header) are persons + repeated + refused; `doubtful` of the persons have a doubtful number.

    These tell of the file, and are the same each time. `added` and `changed` are rows that this import wrote; `kept`
    are values of the list that stand behind an officer's, as findings. `already`: this very file was imported before.
    """

    lines: int
    households: int
    persons: int
    repeated: int
    refused: int
    doubtful: int
    added: int = 0
    changed: int = 0
    kept: int = 0
    already: bool = False


def import_targets(
    database: Database,
    path: Path,
    dictionary: Path,
    *,
    imported_by: str,
    now: datetime,
    dry_run: bool = False,
    refused_path: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportCounts:
    """Import the list at `path`; importing it again, also after a cut or a crash, ends the same and doubles nothing.

    `progress` is told now and then how many lines are filed. With `dry_run` only the file of refused lines is
    written, `refused_path` or NAME.refused.txt beside the list. Raises UnreadableList, UnknownDistrict where no line
    lies in a district that is set up, and ReportNotWritten, all before a row is written.
    """
    file = TargetFile(path, dictionary, on=thai_day(now))
    with database.reading() as session:
        districts = frozenset(session.exec(select(District.district_code)))
    reading = Reading()
    with LineReport(refused_path or path.with_name(path.stem + REPORT_ENDING)) as report:
        reading.read(file, districts, report)
        if reading.elsewhere and not reading.persons:
            raise UnknownDistrict(district=reading.elsewhere)
    counts = _counts(reading)
    batch = _ImportLog(database, file, reading, districts=districts, imported_by=imported_by)
    if batch.is_finished():
        counts.already = True
    elif reading.persons:
        origin = ListOrigin(file_hash=file.file_hash, source=path.name, year=reading.year, now=now)
        filing = _Filing(reading, counts, progress)
        if dry_run:
            filing.plan(database, _batches(file, districts, origin))
        else:
            batch.open()
            filing.file(database, _batches(file, districts, origin))
            batch.finish(counts, now)
    return counts


def _counts(reading: Reading) -> ImportCounts:
    return ImportCounts(
        lines=reading.lines,
        households=reading.households,
        persons=reading.persons,
        repeated=reading.repeated,
        refused=reading.refused,
        doubtful=reading.doubtful,
    )


def _batches(file: TargetFile, districts: frozenset[str], origin: ListOrigin) -> Iterator[list[ListedHousehold]]:
    """Whole households, 1,000 lines at most. Raises UnreadableList when the file is no longer what was read first."""
    first_hash = file.file_hash
    runs_waiting: list[list[TargetLine]] = []
    for run in runs(lines_of(file, districts)):
        if sum(map(len, runs_waiting)) + len(run) > BATCH_LINES:
            yield [listed(waiting, origin) for waiting in runs_waiting]
            runs_waiting = []
        runs_waiting.append(run)
    if file.file_hash != first_hash:
        raise UnreadableList(reason="changed_meanwhile")
    if runs_waiting:
        yield [listed(waiting, origin) for waiting in runs_waiting]


class _Filing:
    """Goes through the batches of a list and adds up what became of them."""

    def __init__(self, reading: Reading, counts: ImportCounts, progress: Callable[[int], None] | None) -> None:
        self.reading, self.counts, self.progress = reading, counts, progress
        self._lines = 0

    def file(self, database: Database, batches: Iterable[list[ListedHousehold]]) -> None:
        """Each batch in a transaction of its own: tablets exchange in between, and see whole households."""
        for households in batches:
            with database.writing() as session:
                feed = Feed(session)
                target_batch.lock(feed, households)
                batch = target_batch.plan(session, households, self.reading)
                for planned in batch:
                    target_batch.file(feed, planned)
                feed.settle()
            self._tell(households, batch)

    def plan(self, database: Database, batches: Iterable[list[ListedHousehold]]) -> None:
        """All batches in one read transaction, of which nothing stays."""
        with database.reading() as session, session.no_autoflush:
            for households in batches:
                batch = target_batch.plan(session, households, self.reading)
                session.expunge_all()
                self._tell(households, batch)

    def _tell(self, households: list[ListedHousehold], batch: list[Planned]) -> None:
        self.counts.added += sum(len(planned.added) for planned in batch)
        self.counts.changed += sum(len(planned.changed) for planned in batch)
        self.counts.kept += sum(planned.kept for planned in batch)
        before = self._lines
        self._lines += sum(one.lines for one in households)
        if self.progress and before // PROGRESS_LINES != self._lines // PROGRESS_LINES:
            self.progress(self._lines)


class _ImportLog:
    """The log of one file's import, a line for each of its districts."""

    def __init__(
        self, database: Database, file: TargetFile, reading: Reading, *, districts: frozenset[str], imported_by: str
    ) -> None:
        self.database, self.file, self.districts, self.imported_by = database, file, reading.districts, imported_by
        self._id: UUID = derived_id("import", file.file_hash, file.dictionary_hash, *sorted(districts))

    def is_finished(self) -> bool:
        with self.database.reading() as session:
            rows = [session.get(ImportBatch, (district, self._id)) for district in sorted(self.districts)]
            return bool(rows) and all(row is not None and row.finished_at for row in rows)

    def open(self) -> None:
        with self.database.writing() as session:
            for district in sorted(self.districts):
                row = ImportBatch(
                    district_code=district,
                    id=self._id,
                    file_hash=self.file.file_hash,
                    dictionary_hash=self.file.dictionary_hash,
                    imported_by=self.imported_by,
                )
                session.merge(row)

    def finish(self, counts: ImportCounts, now: datetime) -> None:
        with self.database.writing() as session:
            for district in sorted(self.districts):
                row = session.get_one(ImportBatch, (district, self._id))
                row.finished_at, row.counts = now, json.dumps(asdict(counts))
