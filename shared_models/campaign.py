"""The campaign calendar: the six steps of a programme year and when each is due. Late work is normal: nothing locks.

Source of the shipped calendar: the meeting of 18 May 2566.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache

from shared_models.reference_table import UnreadableTable, day, needed_number, shipped_text, table_rows

COLUMNS = ("programme_year", "step", "opens_on?", "due_on")


class Step(StrEnum):
    """In their order."""

    CHECK = "check"
    ANALYSE = "analyse"
    DECIDE = "decide"
    HELP = "help"
    RECORD = "record"
    FOLLOW_UP = "follow_up"


class Due(StrEnum):
    """How a step stands on a day."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Window:
    """When a step is done; `opens_on` None: from the beginning of the year."""

    programme_year: int
    step: Step
    opens_on: date | None
    due_on: date

    def days_left(self, on: date) -> int:
        """Less than 0: so many days late."""
        return (self.due_on - on).days

    def due(self, on: date) -> Due:
        """How the step stands on that day."""
        if self.opens_on is not None and on < self.opens_on:
            return Due.NOT_OPEN
        return Due.LATE if on > self.due_on else Due.OPEN


def read_calendar(text: str) -> tuple[Window, ...]:
    """Windows in the order of years and steps. Raises UnreadableTable: no such step, twice, or due before it opens."""
    windows: dict[tuple[int, int], Window] = {}
    order = list(Step)
    for line, row in table_rows(text, COLUMNS):
        year = needed_number(row, "programme_year", line, least=2500, most=2700)
        if row["step"] not in set(Step):
            raise UnreadableTable(reason="step", line=line)
        step, due_on = Step(row["step"]), day(row, "due_on", line)
        opens_on = day(row, "opens_on", line)
        if due_on is None or (opens_on is not None and due_on < opens_on):
            raise UnreadableTable(reason="due_on", line=line)
        if (year, order.index(step)) in windows:
            raise UnreadableTable(reason="twice", line=line)
        windows[year, order.index(step)] = Window(year, step, opens_on, due_on)
    return tuple(windows[key] for key in sorted(windows))


@cache
def shipped_calendar() -> tuple[Window, ...]:
    """The calendar of 2566, from the meeting of 18 May 2566."""
    return read_calendar(shipped_text("calendar.csv"))


def of_year(calendar: Sequence[Window], programme_year: int) -> list[Window]:
    """The steps of one year; empty where nobody has set its dates yet."""
    return [window for window in calendar if window.programme_year == programme_year]
