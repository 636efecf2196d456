"""The first reading of a target list: its counts, and what its order and its numbers say, before a line is filed."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from uuid import UUID

from server.services.importing.target_file import TargetFile
from server.services.importing.target_report import OTHER_DISTRICT, LineReport
from shared_models.target_list import RejectedLine, RepeatedLine, TargetLine

BATCH_LINES = 1000  # of one transaction: the district's lock is never held long
PROGRESS_LINES = 5000


def household_number(line: TargetLine) -> int:
    """64 bits for the household of a line; a list's own key means something within its survey year only."""
    return hash((line.survey_year, line.village_code[:4], line.household_key))


def runs(lines: Iterable[TargetLine]) -> Iterator[list[TargetLine]]:
    """The lines of one household that follow each other. One too long for a transaction comes in parts."""
    run: list[TargetLine] = []
    current = 0
    for line in lines:
        number = household_number(line)
        if run and (len(run) == BATCH_LINES or number != current):
            yield run
            run = []
        current = number
        run.append(line)
    if run:
        yield run


def lines_of(file: TargetFile, districts: frozenset[str]) -> Iterator[TargetLine]:
    """The lines to file: those of a district that is set up here."""
    for line in file.outcomes():
        if isinstance(line, TargetLine) and line.village_code[:4] in districts:
            yield line


class Reading:
    """What is known after one reading.

    `returning` are households (by number) whose lines do not all follow each other, and `placed` the ids they get;
    `shared_ids` are citizen numbers that stand in more than one household, and so tell of none; `elsewhere` is a
    district of the list that is not set up here; `year` is the first survey year that the list names. `progress` is
    told of lines now and then. Memory: 24 bytes a person, until it is summed up.
    """

    def __init__(self, progress: Callable[[int], None] | None = None) -> None:
        self._progress = progress
        self.lines = self.households = self.persons = self.repeated = self.refused = self.doubtful = 0
        self.districts: set[str] = set()
        self.elsewhere: str | None = None
        self.year: int | None = None
        self.returning: set[int] = set()
        self.placed: dict[int, UUID] = {}
        self.shared_ids: set[int] = set()
        self._numbers, self._ids, self._id_numbers = array("q"), array("q"), array("q")

    def read(self, file: TargetFile, districts: frozenset[str], report: LineReport) -> None:
        for run in runs(self._taken(file, districts, report)):
            number = household_number(run[0])
            self._numbers.append(number)
            for citizen_id in {line.citizen_id.value for line in run if line.citizen_id.value}:
                self._ids.append(int(citizen_id))
                self._id_numbers.append(number)
        self._sum_up()

    def _taken(self, file: TargetFile, districts: frozenset[str], report: LineReport) -> Iterator[TargetLine]:
        for line in file.outcomes():
            self.lines += 1
            if self._progress and self.lines % PROGRESS_LINES == 0:
                self._progress(self.lines)
            if isinstance(line, RepeatedLine):
                self.repeated += 1
            elif isinstance(line, RejectedLine):
                self.refused += 1
                report.refused(line.line_number, line.reason, line.text)
            elif line.village_code[:4] not in districts:
                self.refused += 1
                self.elsewhere = self.elsewhere or line.village_code[:4]
                report.refused(line.line_number, OTHER_DISTRICT, file.text)
            else:
                self._count(line, file, report)
                yield line

    def _count(self, line: TargetLine, file: TargetFile, report: LineReport) -> None:
        self.persons += 1
        self.districts.add(line.village_code[:4])
        self.year = self.year or line.survey_year
        if line.doubtful:
            self.doubtful += 1
            report.kept(line.line_number, line.marks, file.text)

    def _sum_up(self) -> None:
        self.returning = _repeated(self._numbers)
        self.households = len(self._numbers) - sum(a == b for a, b in pairwise(sorted(self._numbers)))
        candidates, first = _repeated(self._ids), dict[int, int]()
        for citizen_id, number in zip(self._ids, self._id_numbers, strict=True):
            if citizen_id in candidates and first.setdefault(citizen_id, number) != number:
                self.shared_ids.add(citizen_id)
        del self._numbers, self._ids, self._id_numbers


def _repeated(numbers: Iterable[int]) -> set[int]:
    return {a for a, b in pairwise(sorted(numbers)) if a == b}
