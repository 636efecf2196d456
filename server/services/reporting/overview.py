"""How a district's campaign stands: steps by area."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from server.services import reference
from server.services.reporting import reports
from shared_models.area import Level
from shared_models.campaign import Step, Window, of_year
from shared_models.fiscal_year import fiscal_year
from shared_models.reports.progress import STEP_COLUMN

BEHIND = 0.15  # of the households: an area that is so far behind the whole is told to be slow


class StepCount(NamedTuple):
    """Households that a step has reached, or activities. `slow`: further behind than the whole by BEHIND."""

    step: Step
    done: int
    slow: bool = False


class AreaLine(NamedTuple):
    """An area's households and its steps in their order; `code` "" for the whole."""

    code: str
    households: int
    steps: tuple[StepCount, ...]


@dataclass(frozen=True)
class Progress:
    """Lines by area code, the whole of them, and the dates of the steps where the office has set them."""

    year: int
    windows: tuple[Window, ...]
    lines: tuple[AreaLine, ...]
    whole: AreaLine


def progress(session: Session, *areas: str, today: date) -> Progress:
    """By subdistrict in a district, by village in what is smaller. No area lies in another. Raises UnknownArea."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for area in areas:
        _count_in(session, area, today, counts)
    whole = _line("", sum(counts.values(), Counter[str]()), None)
    lines = tuple(_line(code, counts[code], whole) for code in sorted(counts))
    windows = of_year(reference.read(session, areas[0][: Level.DISTRICT]).calendar, fiscal_year(today))
    return Progress(fiscal_year(today), tuple(windows), lines, whole)


def _count_in(session: Session, area: str, today: date, counts: defaultdict[str, Counter[str]]) -> None:
    table = reports.report(session, "progress", today=today, area=area)
    keys, length = [column.key for column in table.columns], min(len(area) + 2, Level.VILLAGE)
    for row in table.rows:
        if not row.total:
            cells = dict(zip(keys, row.cells, strict=True))
            here = counts[str(cells["village_code"])[:length]]
            here.update({key: int(cells[key] or 0) for key in {"households", *STEP_COLUMN.values()}})


def _line(code: str, counts: Counter[str], whole: AreaLine | None) -> AreaLine:
    steps = (StepCount(step, counts[STEP_COLUMN[step]]) for step in Step)
    line = AreaLine(code, counts["households"], tuple(steps))
    return line if whole is None else line._replace(steps=tuple(_marked(line, whole)))


def _marked(line: AreaLine, whole: AreaLine) -> Iterable[StepCount]:
    for here, all_of_it in zip(line.steps, whole.steps, strict=True):
        share, usual = here.done / (line.households or 1), all_of_it.done / (whole.households or 1)
        yield here._replace(slow=here.step is not Step.RECORD and share < usual - BEHIND)
