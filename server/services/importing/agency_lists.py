"""Importing an agency's list of welfare: read it whole once, then link and file it in short transactions.

A receipt's id comes from its dataset and its content, so the same file again, or a newer one, adds only what is new;
so does the same file after more persons became known.
"""

import json
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from uuid import UUID

from sqlmodel import Session, select

from server.database import Database
from server.services.districts import NotSetUp
from server.services.exchanging import withdrawal
from server.services.exchanging.feed import Feed
from server.services.importing import agency_batch
from server.services.importing.agency_batch import Origin, Payment, Planned
from server.services.importing.agency_file import AgencyFile
from server.services.importing.import_log import WELFARE
from server.services.importing.target_lists import Order
from server.services.importing.target_reading import BATCH_LINES, PROGRESS_LINES
from server.services.importing.target_report import LineReport
from server.services.importing.target_rows import ListOrigin, surveyed_ms
from server.tables import District, ImportBatch, StoredDataset
from shared_models.agency_line import RefusedLine, WelfareLine
from shared_models.agency_list import Outcome
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import Dataset
from shared_models.fiscal_year import thai_day
from shared_models.identity import uuid7
from shared_models.target_line import RepeatedLine

REPORT_ENDING = ".not-linked.txt"


@dataclass
class AgencyCounts:
    """`lines` (without the header) are linked + unlinked + ambiguous + doubtful + refused + repeated.

    `receipts` are those that this import added: none when the same file comes again.
    """

    lines: int = 0
    linked: int = 0
    unlinked: int = 0
    ambiguous: int = 0
    doubtful: int = 0
    refused: int = 0
    repeated: int = 0
    receipts: int = 0


def import_agency(
    database: Database,
    path: Path,
    *,
    dictionary: Path,
    dataset: Path,
    imported_by: str,
    now: datetime,
    dry_run: bool = False,
) -> AgencyCounts:
    """Import the list at `path`; importing it again, also after a cut or a crash, ends the same and doubles nothing.

    Lines that were refused or not linked are told in NAME.not-linked.txt beside the list, also with `dry_run`, which
    writes nothing else. Raises UnreadableList, UnreadableDataset, NotSetUp and ReportNotWritten, all before a row is
    written.
    """
    file = AgencyFile(path, dictionary=dictionary, dataset=dataset, on=thai_day(now))
    order = Order(path.name, imported_by, now, dry_run=dry_run)
    return bring(database, file, order, LineReport(path.with_name(path.stem + REPORT_ENDING), with_text=False))


def bring(database: Database, file: AgencyFile, order: Order, report: LineReport) -> AgencyCounts:
    """As import_agency, for a list that is at hand with the way to read it."""
    with database.reading() as session:
        districts = frozenset(session.exec(select(District.district_code)))
    districts &= {order.district} if order.district else districts
    if not districts:
        raise NotSetUp()
    filing = _Filing(database, file, order, districts=districts)
    with report:
        filing.read()
        if order.dry_run:
            filing.plan(report)
        else:
            log = _ImportLog(database, file, districts)
            filing.file_all(report, log.open(order))
            log.finish(filing.counts, order.now)
    return filing.counts


class _Filing:
    """One import. Memory: 8 bytes a line beside what reading a list needs, and a digest of each content met again."""

    def __init__(self, database: Database, file: AgencyFile, order: Order, *, districts: frozenset[str]) -> None:
        self.database, self.file, self.order, self.districts = database, file, order, districts
        self.counts = AgencyCounts()
        self._again: frozenset[int] = frozenset()

    def read(self) -> None:
        """Read the whole list once: it is text to its end, and these contents come more than once."""
        digests = array("q")
        for number, outcome in enumerate(self.file.outcomes(), 1):
            if isinstance(outcome, WelfareLine):
                digests.append(_digest(outcome))
            if self.order.read and number % PROGRESS_LINES == 0:
                self.order.read(number)
        self._again = frozenset(one for one, other in pairwise(sorted(digests)) if one == other)

    def plan(self, report: LineReport) -> None:
        """Link everything in one read transaction, of which nothing stays."""
        with self.database.reading() as session, session.no_autoflush:
            first_year = _first_year(session, self.file.dataset)
            origin = self._origin()
            for outcomes, payments in self._batches(first_year):
                planned = agency_batch.plan(session, payments, origin)
                session.expunge_all()
                self.counts.receipts += len(planned.added)
                self._note(outcomes, planned, report)

    def file_all(self, report: LineReport, first_year: int) -> None:
        """Each batch in a transaction of its own, so that tablets exchange in between."""
        origin = self._origin()
        for outcomes, payments in self._batches(first_year):
            with self.database.writing() as session:
                feed = Feed(session)
                agency_batch.lock(feed, payments, origin)
                planned = agency_batch.plan(session, payments, origin)
                self.counts.receipts += len(planned.added)
                if withdrawal.give_back(feed, [values["id"] for values in planned.added]):
                    session.expunge_all()
                    planned = agency_batch.plan(session, payments, origin)
                agency_batch.file(feed, planned)
                feed.settle()
            self._note(outcomes, planned, report)

    def _origin(self) -> Origin:
        dataset = self.file.dataset
        origin, now = self.file.origin, self.order.now
        made = ListOrigin(file_hash=origin, source=dataset.key, year=dataset.year, now=now)
        return Origin(dataset, made.edition(dataset.year), self.districts)

    def _batches(self, first_year: int) -> Iterator[tuple[list[Outcome], list[Payment]]]:
        """1,000 lines at most. Raises UnreadableList when the file is no longer what was read first."""
        first_hash, met, time_ms = self.file.file_hash, Counter[int](), surveyed_ms(first_year)
        outcomes: list[Outcome] = []
        payments: list[Payment] = []
        for outcome in self.file.outcomes():
            if len(outcomes) == BATCH_LINES:
                yield outcomes, payments
                outcomes, payments = [], []
            outcomes.append(outcome)
            if isinstance(outcome, WelfareLine):
                payments.append(Payment(outcome, self._receipt_id(outcome, met, time_ms)))
        if self.file.file_hash != first_hash:
            raise UnreadableList(reason="changed_meanwhile")
        yield outcomes, payments

    def _receipt_id(self, line: WelfareLine, met: Counter[int], time_ms: int) -> UUID:
        """The UUIDv7 that this payment always gets. Lines with the same content are told apart by their order."""
        digest = _digest(line)
        if digest in self._again:
            met[digest] += 1
        key = (self.file.dataset.key, *line.content(), str(met.get(digest, 1)))
        return uuid7(time_ms, sha256("\x1f".join(key).encode()).digest())

    def _note(self, outcomes: list[Outcome], planned: Planned, report: LineReport) -> None:
        counts, links = self.counts, iter(planned.links)
        before, counts.lines = counts.lines, counts.lines + len(outcomes)
        for outcome in outcomes:
            if isinstance(outcome, RefusedLine):
                counts.refused += 1
                report.refused(outcome.line_number, outcome.reason)
            elif isinstance(outcome, RepeatedLine):
                counts.repeated += 1
            else:
                standing, _, fault = next(links)
                setattr(counts, standing.value, getattr(counts, standing.value) + 1)
                if fault is not None:
                    report.not_linked(outcome.line_number, fault)
        if self.order.filed and before // PROGRESS_LINES != counts.lines // PROGRESS_LINES:
            self.order.filed(counts.lines)


def _digest(line: WelfareLine) -> int:
    """64 bits of a line's content, the same in every run."""
    return int.from_bytes(sha256("\x1f".join(line.content()).encode()).digest()[:8], signed=True)


def _first_year(session: Session, dataset: Dataset) -> int:
    """The year that ids of this dataset carry: of its first import into any district of this server."""
    statement = select(StoredDataset.first_year).where(StoredDataset.key == dataset.key)
    return min(session.exec(statement), default=dataset.year)


class _ImportLog:
    """The log of one file's import and what was said of its dataset, a line for each district."""

    def __init__(self, database: Database, file: AgencyFile, districts: frozenset[str]) -> None:
        self.database, self.file, self.dataset = database, file, file.dataset
        self._districts = sorted(districts)
        self._id = file.import_id(self._districts)

    def open(self, order: Order) -> int:
        """Returns the year that ids of the dataset carry. An import that was logged before stays as it was."""
        with self.database.writing() as session:
            first_year = _first_year(session, self.dataset)
            for district in self._districts:
                told = asdict(self.dataset) | {"kind": self.dataset.kind.value}
                session.merge(StoredDataset(district_code=district, first_year=first_year, **told))
                row = session.get(ImportBatch, (district, self._id))
                if row is None or row.undone_ms or row.undoing:
                    session.merge(self._new(district, order))
            return first_year

    def _new(self, district: str, order: Order) -> ImportBatch:
        return ImportBatch(
            district_code=district,
            id=self._id,
            file_hash=self.file.file_hash,
            dictionary_hash=self.file.description_hash,
            imported_by=order.imported_by,
            kind=WELFARE,
            name=order.name,
            origin=self.file.origin,
            begun_ms=int(order.now.timestamp() * 1000),
        )

    def finish(self, counts: AgencyCounts, now: datetime) -> None:
        """The counts of the last run that ended well; receipts of all runs together."""
        with self.database.writing() as session:
            for district in self._districts:
                row = session.get_one(ImportBatch, (district, self._id))
                before = json.loads(row.counts).get("receipts", 0)
                if row.finished_at is None or counts.receipts:
                    told = asdict(counts) | {"receipts": before + counts.receipts}
                    row.finished_at, row.counts = now, json.dumps(told)
