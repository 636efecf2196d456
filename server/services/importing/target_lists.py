"""Importing an agency's target list: read it whole once, then file it household by household in short transactions."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlmodel import select

from server.database import Database
from server.services.exchanging import withdrawal
from server.services.exchanging.feed import Feed
from server.services.importing import import_changes, target_batch
from server.services.importing.import_log import ImportLog
from server.services.importing.target_file import TargetFile
from server.services.importing.target_plan import Planned
from server.services.importing.target_reading import BATCH_LINES, PROGRESS_LINES, Reading, lines_of, runs
from server.services.importing.target_report import LineReport
from server.services.importing.target_rows import ListedHousehold, ListOrigin, listed
from server.services.people.officers import UnknownDistrict
from server.tables import District
from shared_models.fiscal_year import thai_day
from shared_models.target_list import TargetLine, UnreadableList

REPORT_ENDING = ".refused.txt"


@dataclass
class ImportCounts:
    """`lines` (without the header) are persons + repeated + refused; `doubtful` of the persons have a doubtful number.

    These tell of the file, and are the same each time. `added` and `changed` are rows that this import wrote, of which
    `new_households` and `new_persons` were added; `kept` are values of the list that stand behind an officer's, as
    findings. `already`: this very file was imported before.
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
    new_households: int = 0
    new_persons: int = 0
    already: bool = False


@dataclass
class Order:
    """How a list is to be brought in. `name` is the file's as people know it, `district` the only one to write in.

    `read` and `filed` are told now and then of so many lines, and may end it by an error: what was filed stays, and
    the same list brought in again goes on from there.
    """

    name: str
    imported_by: str
    now: datetime
    district: str | None = None
    dry_run: bool = False
    read: Callable[[int], None] | None = None
    filed: Callable[[int], None] | None = None


def import_targets(
    database: Database,
    path: Path,
    dictionary: Path,
    *,
    imported_by: str,
    now: datetime,
    name: str = "",
    dry_run: bool = False,
    refused_path: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> ImportCounts:
    """Import the list at `path`; importing it again, also after a cut or a crash, ends the same and doubles nothing.

    `progress` is told now and then how many lines are filed; `name` is the file's where `path` is a copy of it. With
    `dry_run` only the file of refused lines is written, `refused_path` or NAME.refused.txt beside the list. Raises
    UnreadableList, UnknownDistrict where no line lies in a district that is set up, and ReportNotWritten, all before a
    row is written.
    """
    file = TargetFile(path, dictionary, on=thai_day(now))
    order = Order(name or path.name, imported_by, now, dry_run=dry_run, filed=progress)
    return bring(database, file, order, LineReport(refused_path or path.with_name(path.stem + REPORT_ENDING)))


def bring(database: Database, file: TargetFile, order: Order, report: LineReport) -> ImportCounts:
    """As import_targets, for a list that is at hand with the way to read it."""
    with database.reading() as session:
        districts = frozenset(session.exec(select(District.district_code)))
    districts &= {order.district} if order.district else districts
    reading = Reading(order.read)
    with report:
        reading.read(file, districts, report)
        if reading.elsewhere and not reading.persons:
            raise UnknownDistrict(district=reading.elsewhere)
    counts, log = _counts(reading), ImportLog(database, file, sorted(reading.districts), served=districts)
    if log.is_finished():
        counts.already = True
    elif reading.persons:
        origin = ListOrigin(file_hash=file.origin, source=order.name, year=reading.year, now=order.now)
        filing = _Filing(reading, counts, order.filed, log)
        if order.dry_run:
            filing.plan(database, _batches(file, districts, origin))
        else:
            log.open(order.name, counts, imported_by=order.imported_by, now=order.now)
            filing.file(database, _batches(file, districts, origin))
            log.finish(counts, order.now)
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

    def __init__(
        self, reading: Reading, counts: ImportCounts, progress: Callable[[int], None] | None, log: ImportLog
    ) -> None:
        self.reading, self.counts, self.progress, self.log = reading, counts, progress, log
        self._lines = 0

    def file(self, database: Database, batches: Iterable[list[ListedHousehold]]) -> None:
        """Each batch in a transaction of its own: tablets exchange in between, and see whole households."""
        for households in batches:
            with database.writing() as session, session.no_autoflush:
                feed = Feed(session)
                target_batch.lock(feed, households)
                batch = target_batch.plan(session, households, self.reading)
                self._count_added(batch)
                if withdrawal.give_back(feed, [row_id for planned in batch for row_id in planned.added]):
                    session.expunge_all()
                    batch = target_batch.plan(session, households, self.reading)
                for planned in batch:
                    import_changes.note(session, self.log.import_id, planned)
                    target_batch.file(feed, planned)
                feed.settle()
                self._count_changed(batch)
                self.log.note(session, self.counts)
            self._tell(households)

    def plan(self, database: Database, batches: Iterable[list[ListedHousehold]]) -> None:
        """All batches in one read transaction, of which nothing stays."""
        with database.reading() as session, session.no_autoflush:
            for households in batches:
                batch = target_batch.plan(session, households, self.reading)
                session.expunge_all()
                self._count_added(batch)
                self._count_changed(batch)
                self._tell(households)

    def _count_added(self, batch: list[Planned]) -> None:
        """What was withdrawn and comes back counts as added."""
        added = Counter(entity for planned in batch for entity, _ in planned.added.values())
        self.counts.added += added.total()
        self.counts.new_households += added["household"]
        self.counts.new_persons += added["person"]

    def _count_changed(self, batch: list[Planned]) -> None:
        self.counts.changed += sum(len(planned.changed) for planned in batch)
        self.counts.kept += sum(planned.kept for planned in batch)

    def _tell(self, households: list[ListedHousehold]) -> None:
        before = self._lines
        self._lines += sum(one.lines for one in households)
        if self.progress and before // PROGRESS_LINES != self._lines // PROGRESS_LINES:
            self.progress(self._lines)
