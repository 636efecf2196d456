"""How long the office's server keeps the files of its work. Records and registers are not files: they stay."""

from datetime import timedelta
from enum import StrEnum
from functools import cache

from shared_models.reference_table import UnreadableTable, needed_number, shipped_text, table_rows

COLUMNS = ("kept", "days")
LONGEST_DAYS = 3650
Retention = dict["Kept", timedelta]


class Kept(StrEnum):
    """A list that came in, with the report of its refused lines; and a file made for an agency."""

    LIST = "list"
    HAND_ON = "hand_on"


def read_retention(text: str) -> Retention:
    """How long each is kept; one without a line as long as shipped. Raises UnreadableTable."""
    read = _lines(text)
    return {kept: read[kept] if kept in read else shipped_retention()[kept] for kept in Kept}


@cache
def shipped_retention() -> Retention:
    """A start, not an official rule: each office sets its own."""
    return _lines(shipped_text("retention.csv"))


def _lines(text: str) -> Retention:
    read: Retention = {}
    for line, row in table_rows(text, COLUMNS):
        if row["kept"] not in set(Kept):
            raise UnreadableTable(reason="kept", line=line)
        if row["kept"] in read:
            raise UnreadableTable(reason="twice", line=line)
        read[Kept(row["kept"])] = timedelta(days=needed_number(row, "days", line, least=1, most=LONGEST_DAYS))
    return read
