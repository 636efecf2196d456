"""What an office has set for people's data: when persons become nameless, and how soon a request is answered.

No official period was found for this programme's records. Nobody becomes nameless before the office has set its own.
"""

from datetime import date
from enum import StrEnum
from functools import cache

from shared_models.reference_table import UnreadableTable, shipped_text, table_rows, whole_number

COLUMNS = ("setting", "number")
MOST_YEARS, MOST_DAYS = 100, 365
PersonalData = dict["Setting", int | None]


class Setting(StrEnum):
    """Years after which a person becomes nameless, and days within which a request is answered."""

    DECEASED = "deceased_years"
    MOVED = "moved_years"
    HOUSEHOLD = "household_years"
    ANSWER = "answer_days"  # PDPA s.30 has 30 days for a copy of one's data


YEARS = (Setting.DECEASED, Setting.MOVED, Setting.HOUSEHOLD)


def read_personal_data(text: str) -> PersonalData:
    """Each number, None for one that is off; one without a line as shipped. Raises UnreadableTable."""
    read: PersonalData = {}
    for line, row in table_rows(text, COLUMNS):
        if row["setting"] not in set(Setting):
            raise UnreadableTable(reason="setting", line=line)
        setting = Setting(row["setting"])
        if setting in read:
            raise UnreadableTable(reason="twice", line=line)
        read[setting] = whole_number(row, "number", line, least=1, most=MOST_YEARS if setting in YEARS else MOST_DAYS)
        if setting is Setting.ANSWER and read[setting] is None:
            raise UnreadableTable(reason="number", line=line)
    return read if len(read) == len(Setting) else {**shipped_personal_data(), **read}


@cache
def shipped_personal_data() -> PersonalData:
    """A start, not an official rule: every period of years is off."""
    return read_personal_data(shipped_text("personal_data.csv"))


def is_over(ended: date, years: int, *, today: date) -> bool:
    """Whether so many years have passed since a day; from a 29 February they end on a 1 March."""
    try:
        ends = ended.replace(year=ended.year + years)
    except ValueError:
        ends = date(ended.year + years, 3, 1)
    return ends <= today
