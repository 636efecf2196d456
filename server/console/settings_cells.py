"""A cell of a table of the settings: how a person reads it, and the fields of a form that make it up."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from server.console.moments import day_words
from server.console.words import WORDS, Language, say
from shared_models.campaign import Step
from shared_models.deprivation import Standing
from shared_models.labels import choice
from shared_models.labels.moment import ERA
from shared_models.mpi import Dimension
from shared_models.person import WelfareCard
from shared_models.personal_data import Setting
from shared_models.retention import Kept
from shared_models.target_group import Group
from shared_models.thai_text import ascii_digits

CODED: Mapping[str, type[StrEnum]] = {
    "dimension": Dimension,
    "step": Step,
    "mpi": Standing,
    "card": WelfareCard,
    "group": Group,
    "kept": Kept,
    "setting": Setting,
}
WORDED: Mapping[str, tuple[str, ...]] = {
    "on_list": ("yes", "no"),
    "retired": ("", "yes"),
    "unit": ("person", "household"),
}
DAYS = frozenset({"opens_on", "due_on"})
NUMBERS = frozenset({"baht", "household_income_limit_baht", "days", "number"})
LONG = frozenset({"name_th", "name_en", "source", "agency", "certainty"})


def column_words(column: str, told: Language) -> str:
    """The head of a column; one that only this file has by its own name."""
    key = f"column_{column}"
    return say(key, told) if key in WORDS else column


def cell_words(column: str, value: str, told: Language) -> str:
    """What a person reads; what cannot be read as it should is shown as it is."""
    if not value:
        return ""
    if column in CODED:
        return choice(value, CODED[column], told)
    if column in WORDED:
        return say(f"cell_{value}", told) if f"cell_{value}" in WORDS else value
    if column in DAYS:
        return _day_words(value, told)
    if column in NUMBERS and value.isdecimal():
        return f"{int(value):,}"
    return value


def _day_words(value: str, told: Language) -> str:
    try:
        return day_words(date.fromisoformat(value), told)
    except ValueError:
        return value


def options(column: str, value: str, told: Language) -> list[tuple[str, str]]:
    """What can be chosen in the cell; empty for one that is typed. A value that is no choice stays one."""
    if column in CODED:
        codes = ["", *(member.value for member in CODED[column])]
    elif column in WORDED:
        codes = list(WORDED[column])
    else:
        return []
    if value not in codes:
        codes.append(value)
    return [(code, cell_words(column, code, told) or "–") for code in codes]


def day_parts(value: str) -> tuple[str, str, str]:
    """Day, month and Buddhist year of a stored day; of a text that is none, the text as the year."""
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return "", "", value
    return str(day.day), str(day.month), str(day.year + ERA)


def day_text(day: str, month: str, year: str) -> str:
    """The reverse, as a table has it. What is no day stays a text that the table's reader refuses."""
    day, month, year = (ascii_digits(part.strip()) for part in (day, month, year))
    if not (day or month or year):
        return ""
    if day.isdecimal() and month.isdecimal() and year.isdecimal():
        return f"{int(year) - ERA:04}-{int(month):02}-{int(day):02}"
    return "-".join(part or "?" for part in (year, month, day))
