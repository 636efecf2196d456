"""How long the office's server keeps the files of its work, and how long a tablet shows its households unmet.

Records and registers are not files: they stay.
"""

from datetime import timedelta
from enum import StrEnum
from functools import cache

from shared_models.reference_table import UnreadableTable, needed_number, shipped_text, table_rows

COLUMNS = ("kept", "days")
LONGEST_DAYS = 3650
SHORTEST_LEASE_DAYS = 7  # an office closes for a long weekend
Retention = dict["Kept", timedelta]


class Kept(StrEnum):
    """A list that came in, with its report of refused lines; a file made for an agency; a tablet's lease (lease.py);
    a handed-in draft that was taken or set aside."""

    LIST = "list"
    HAND_ON = "hand_on"
    TABLET = "tablet"
    DRAFT = "draft"


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
        kept = Kept(row["kept"])
        least = SHORTEST_LEASE_DAYS if kept is Kept.TABLET else 1
        read[kept] = timedelta(days=needed_number(row, "days", line, least=least, most=LONGEST_DAYS))
    return read
